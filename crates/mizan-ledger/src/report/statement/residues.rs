//! What a member's rates leave below the minor unit, and what is carried of it.

use jiff::civil::Date;
use serde::Serialize;

use crate::agreement::split::Residue;
use crate::event::Event;
use crate::event::trade::ResiduesCarried;
use crate::id::{MemberId, SaleId};
use crate::money::Currency;
use crate::money::exact::Exact;
use crate::report::counted::Counted;

/// What her rates made of a sale, and what was carried below the minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ResidueLine {
    /// The sale.
    pub sale: SaleId,
    /// When.
    pub on: Date,
    /// What was carried to it.
    pub before: Exact,
    /// What her rates made of it; below zero where all of it was given back.
    pub exact: Exact,
    /// What was carried on.
    pub after: Exact,
}

impl ResidueLine {
    /// A member's lines of what a record carries.
    pub(super) fn of(member: MemberId, on: Date, e: &ResiduesCarried) -> impl Iterator<Item = ResidueLine> {
        let hers = e.residues.iter().filter(move |residue| residue.member == member);
        hers.map(move |&Residue { before, exact, after, .. }| ResidueLine { sale: e.sale, on, before, exact, after })
    }
}

/// What is carried for her on the last day, if anything ever was.
pub(super) fn carried(member: MemberId, counted: &Counted<'_>, currency: Currency) -> Option<Exact> {
    let mut due: Option<Exact> = None;
    for record in &counted.records {
        let Event::ResiduesCarried(e) = &record.event else { continue };
        for residue in e.residues.iter().filter(|residue| residue.member == member) {
            let change = residue.after.minus(residue.before).ok()?;
            due = Some(due.unwrap_or(Exact::zero(currency)).plus(change).ok()?);
        }
    }
    due
}
