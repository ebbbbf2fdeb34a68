//! A summary: figures from top to bottom, each either a sum or a part of one.

use serde::Serialize;

use crate::report::amount::Amount;
use crate::report::term::Term;

/// Lines that add up from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What it is about.
    pub title: Term,
    /// Which of those, where a report has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The lines, in order.
    pub lines: Vec<SummaryLine>,
}

/// One line of a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryLine {
    /// What the amount is.
    pub what: Term,
    /// Which of its kind: a loan, a fund.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Under which clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// How much.
    pub amount: Amount,
    /// Whether it is a part of a sum above or below it, and set in.
    pub part: bool,
}

impl Summary {
    /// A summary without lines yet.
    #[must_use]
    pub fn new(title: Term) -> Summary {
        Summary { title, of: None, lines: Vec::new() }
    }

    /// The same about one of several.
    #[must_use]
    pub fn of(self, which: impl ToString) -> Summary {
        Summary { of: Some(which.to_string()), ..self }
    }

    /// Adds a sum.
    pub fn sum(&mut self, what: Term, amount: Amount) {
        self.lines.push(SummaryLine { what, name: None, under: None, amount, part: false });
    }

    /// Adds a part of a sum.
    pub fn part(&mut self, what: Term, amount: Amount) {
        self.lines.push(SummaryLine { what, name: None, under: None, amount, part: true });
    }

    /// Adds a part of a sum, unless it is nothing.
    pub fn part_unless_zero(&mut self, what: Term, amount: Amount) {
        if !amount.is_zero() {
            self.part(what, amount);
        }
    }

    /// Adds a part that is one of its kind, or stands under a clause.
    pub fn named_part(
        &mut self,
        what: Term,
        name: Option<impl ToString>,
        under: Option<impl ToString>,
        amount: Amount,
    ) {
        let (name, under) = (name.map(|name| name.to_string()), under.map(|under| under.to_string()));
        self.lines.push(SummaryLine { what, name, under, amount, part: true });
    }
}
