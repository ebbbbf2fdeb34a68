//! What the book remembers of statements' lines and of what they were matched with.

use jiff::civil::Date;

use crate::account::Till;
use crate::id::{LineId, MatchId};
use crate::money::{Currency, Money};

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
    /// What is left of the bank's reference, if it gave one, so that it is known again: see `sign`.
    pub sign: Option<u32>,
    /// What it is matched with, if it is.
    pub matched: Option<MatchId>,
    /// Whether a match of it was taken back: then no rule matches it again.
    pub taken_back: bool,
}

packed!(struct StatementLine { till, moved, on, value_date, sign, matched, taken_back });

/// What is left of a bank's reference in the book: enough to tell two lines of one day and amount apart.
#[must_use]
pub fn sign(reference: &str) -> u32 {
    let letters = reference.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase);
    let mut bytes = [0; 4];
    letters.fold(0x811c_9dc5, |sign: u32, letter| {
        let encoded = letter.encode_utf8(&mut bytes).as_bytes().iter();
        encoded.fold(sign, |sign, byte| (sign ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
    })
}

/// The days a statement speaks of, and the balances it leads from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first day; none where it does not say, and then it may be any.
    pub from: Option<Date>,
    /// The last one, likewise.
    pub to: Option<Date>,
    /// What was there before it.
    pub opening: Option<Money>,
    /// What was there after it.
    pub closing: Option<Money>,
}

packed!(struct Stretch { from, to, opening, closing });

impl Stretch {
    /// Whether it speaks of a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it has a balance before and one after: then it says all that moved between them.
    #[must_use]
    pub fn has_balances(&self) -> bool {
        self.opening.is_some() && self.closing.is_some()
    }

    /// Whether it says all that moved on a day. Many banks give the day before as that of the opening balance, so of its first
    /// day it need not.
    #[must_use]
    pub fn has_all_of(&self, day: Date) -> bool {
        let is_inside = self.from < Some(day) || self.from == self.to;
        self.has_balances() && self.covers(day) && is_inside
    }

    /// Whether it may speak of amounts in a currency.
    #[must_use]
    pub fn may_be_in(&self, currency: Currency) -> bool {
        [self.opening, self.closing].into_iter().flatten().all(|balance| balance.currency() == currency)
    }

    /// Whether one of the two begins where the other ends, as statements and the pages of one do. Where one of them leads
    /// back to where it began, balances do not tell.
    #[must_use]
    pub fn goes_on(&self, other: &Stretch) -> bool {
        let same_days = (self.from, self.to) == (other.from, other.to);
        let follows = |one: &Stretch, other: &Stretch| {
            let later = one.to.zip(other.from).is_none_or(|(to, from)| to <= from);
            (same_days || later) && one.closing.is_some() && one.closing == other.opening
        };
        let leads_on = |one: &Stretch| one.opening != one.closing;
        leads_on(self) && leads_on(other) && (follows(self, other) || follows(other, self))
    }
}

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
