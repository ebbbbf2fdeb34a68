//! What the book remembers of statements' lines and of what they were matched with.

use jiff::civil::Date;

use crate::account::Till;
use crate::id::{LineId, MatchId};
use crate::money::Money;

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Of which till.
    pub till: Till,
    /// What it says, above zero what came in.
    pub moved: Money,
    /// The day on which it was booked.
    pub on: Date,
    /// The day from which it counts, where the bank says one.
    pub value_date: Option<Date>,
    /// What it is matched with, if it is.
    pub matched: Option<MatchId>,
}

packed!(struct StatementLine { till, moved, on, value_date, matched });

/// What lines were matched with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// When.
    pub on: Date,
    /// The lines.
    pub lines: Vec<LineId>,
    /// The positions of the records that say what they mean: those that were booked with it, and those that it found.
    pub records: Vec<u64>,
    /// Whether it was taken back.
    pub undone: bool,
}

packed!(struct Match { on, lines, records, undone });
