//! The trace: one sale or one payout followed both ways, from the buyer's money to the maker's hand, to the centime.
//!
//! What a record says it gave, charged or paid is held against what its postings moved. Where the two differ a gap is
//! shown, and `unexplained` is the sum of all gaps, none set off against another: `0.00` in a book that is whole.

pub mod chain;
pub mod finding;
mod moved;
pub mod paid;
pub mod ends;
pub mod maker;
pub mod slice;
pub mod sale;
pub mod payout;
pub mod tables;
mod page;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::book::Book;
use crate::book::state::Cooperative;
use crate::event::Kind;
use crate::event::correction::{CorrectionDeclared, CorrectionReason};
use crate::id::{Code, CooperativeId, CorrectionId, SaleId};
use crate::money::Money;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::Counted;
use crate::report::trace::payout::PayoutTrace;
use crate::report::trace::sale::SaleTrace;
use crate::view::find::{Found, Thing};

/// A sale or a payout, followed both ways.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a trace is made once and shown once")]
pub enum Trace {
    /// From what the buyer paid to where each part of it is.
    Sale(SaleTrace),
    /// From each member's part back to the sales and the payments it comes from.
    Payout(PayoutTrace),
}

impl Trace {
    /// The gaps between what is said and what was moved; nothing in a book that is whole.
    #[must_use]
    pub fn unexplained(&self) -> Amount {
        match self {
            Trace::Sale(trace) => trace.unexplained,
            Trace::Payout(trace) => trace.unexplained,
        }
    }
}

impl Serialize for Trace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Trace::Sale(trace) => trace.serialize(serializer),
            Trace::Payout(trace) => trace.serialize(serializer),
        }
    }
}

/// A correction that took back records of what is traced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CorrectionLine {
    /// The correction.
    pub correction: CorrectionId,
    /// When it was declared.
    pub on: Date,
    /// Its record.
    pub position: u64,
    /// Why.
    pub reason: CorrectionReason,
    /// What it took back.
    pub took_back: Vec<TookBack>,
}

/// A record that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TookBack {
    /// Its position.
    pub position: u64,
    /// Its kind.
    pub kind: Kind,
}

/// Why something cannot be traced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Untraceable {
    /// It was not yet there.
    #[error("the {what} `{id}` was not recorded as having happened by {day}: leave out the day or give a later one")]
    NotYet {
        /// A sale or a payout.
        what: &'static str,
        /// Which.
        id: Code,
        /// The day asked for.
        day: Date,
    },
    /// A correction took it back, and it was not recorded again.
    #[error("the {what} `{id}` was taken back by a correction and not recorded again")]
    TakenBack {
        /// A sale or a payout.
        what: &'static str,
        /// Which.
        id: Code,
    },
    /// The book does not know the cooperative.
    #[error("`{0}` is no cooperative of this book")]
    Cooperative(CooperativeId),
    /// Members have statements.
    #[error("`{0}` is a member: ask for her statement")]
    Member(Code),
}

/// Whose trace it is, and as of when.
struct Asked<'a> {
    cooperative: CooperativeId,
    own: &'a Cooperative,
    position: Option<u64>,
    day: Option<Date>,
}

impl Asked<'_> {
    /// What the book itself carries of a sale on its buyer's account, if the trace is of the end of the log.
    fn carried(&self, sale: SaleId) -> Option<Money> {
        let known = self.own.sales.get(&sale).map(|sale| sale.carried);
        known.filter(|_| self.day.is_none())
    }
}

/// Traces what was found, from the records that concern it; as it stood at the end of a day, if one is given.
pub fn trace(book: &Book, found: Found, records: &[Record], day: Option<Date>) -> Result<Trace, Untraceable> {
    let Found { cooperative, thing } = found;
    let own = book.cooperatives.get(&cooperative).ok_or(Untraceable::Cooperative(cooperative))?;
    let asked = Asked { cooperative, own, position: book.head.checked_sub(1), day };
    let counted = Counted::until(records, day);
    match thing {
        Thing::Sale(sale) => sale::trace(&asked, sale, &counted).map(Trace::Sale),
        Thing::Payout(payout) => payout::trace(&asked, payout, &counted).map(Trace::Payout),
        Thing::Member(member) => Err(Untraceable::Member(member.0)),
    }
}

/// What is missing where the first record of a thing does not count.
fn missing(what: &'static str, id: Code, day: Option<Date>, counted: &Counted<'_>) -> Untraceable {
    let taken_back = counted.corrections.iter().any(|(_, e)| e.corrects.iter().any(|target| target.of == id));
    match day {
        Some(day) if !taken_back => Untraceable::NotYet { what, id, day },
        Some(_) | None => Untraceable::TakenBack { what, id },
    }
}

/// The corrections among the records.
fn corrections(counted: &Counted<'_>) -> Vec<CorrectionLine> {
    let line = |(record, e): &(&Record, &CorrectionDeclared)| CorrectionLine {
        correction: e.correction,
        on: record.envelope.occurred_on,
        position: record.envelope.position,
        reason: e.reason,
        took_back: e.corrects.iter().map(|target| TookBack { position: target.position, kind: target.kind }).collect(),
    };
    counted.corrections.iter().map(line).collect()
}

#[cfg(test)]
mod tests;
