//! What leaves a member's available money and is no payout: tax, what she pays back to another of her group, and what is
//! set off against a debt of hers.

use jiff::civil::Date;
use serde::Serialize;

use crate::event::tax::{Earner, TaxWithheld};
use crate::event::{Event, Source};
use crate::id::{Code, MemberId, MovementId, SaleId};
use crate::money::{Currency, Rate};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::table::Cell;
use crate::report::term::Term;

/// Something that was taken of a member's available money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenLine {
    /// What for.
    pub what: TakenFor,
    /// Which tax, who had paid for her, out of which payout it had come back, or of which sale it was.
    pub of: Code,
    /// By which movement; out of a payout or of a sale, by that.
    pub movement: MovementId,
    /// When.
    pub on: Date,
    /// How much.
    pub amount: Amount,
    /// Of what and at which rate, if it is tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reckoned: Option<Reckoned>,
}

impl TakenLine {
    /// Under which rule it was taken: the version of a tax's rate.
    pub(crate) fn under(&self) -> Cell {
        self.reckoned.map_or(Cell::Empty, |reckoned| Cell::text(format!("{} {}", self.of, reckoned.version)))
    }
}

/// How a tax was reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reckoned {
    /// Of which amount.
    pub base: Amount,
    /// The rate.
    pub rate: Rate,
    /// Which version of it.
    pub version: u32,
    /// The first day of the period it is declared for.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

impl Reckoned {
    /// How a record reckoned it.
    pub(crate) fn of(e: &TaxWithheld) -> Reckoned {
        Reckoned { base: Amount(e.base), rate: e.rate, version: e.version, from: e.from, to: e.to }
    }
}

/// What something was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenFor {
    /// Another of her group had paid an instalment for her.
    Group,
    /// It is withheld as tax.
    Tax,
    /// It is set off against what she owed for the same sale.
    Debt,
    /// The same, where it did not come back out of a payout: it was released, won or taken back.
    DebtOfSale,
}

impl TakenFor {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            TakenFor::Group => Term::PaidBackToGroup,
            TakenFor::Tax => Term::TaxWithheld,
            TakenFor::Debt => Term::SetOffAgainstDebt,
            TakenFor::DebtOfSale => Term::SetOffOfSale,
        }
    }
}

/// What one record took of one member's available money.
pub(crate) struct Taken<'a> {
    /// The member.
    pub(crate) member: MemberId,
    what: TakenFor,
    of: Code,
    movement: MovementId,
    on: Date,
    reckoned: Option<Reckoned>,
    /// Out of her share of which sales.
    pub(crate) sources: &'a [Source],
}

/// What a record took, if it took anything.
pub(crate) fn taken(record: &Record) -> Option<Taken<'_>> {
    let on = record.envelope.occurred_on;
    if let Event::GuaranteeRepaid(e) = &record.event
        && e.till.is_none()
    {
        let (what, of) = (TakenFor::Group, e.payer.0);
        return Some(Taken {
            member: e.debtor,
            what,
            of,
            movement: e.movement,
            on,
            reckoned: None,
            sources: &e.sources,
        });
    }
    if let Event::TaxWithheld(e) = &record.event
        && let Earner::Member(member) = e.of
    {
        let (what, of, reckoned) = (TakenFor::Tax, e.tax.0, Some(Reckoned::of(e)));
        return Some(Taken { member, what, of, movement: e.movement, on, reckoned, sources: &e.sources });
    }
    if let Event::DebtSetOff(e) = &record.event {
        let (what, of) = match e.payout {
            Some(payout) => (TakenFor::Debt, payout.0),
            None => (TakenFor::DebtOfSale, e.sources.first()?.sale.0),
        };
        let movement = MovementId(of);
        return Some(Taken { member: e.member, what, of, movement, on, reckoned: None, sources: &e.sources });
    }
    None
}

impl Taken<'_> {
    /// All of it, or what came from one sale; nothing if none did.
    pub(crate) fn line(&self, sale: Option<SaleId>, currency: Currency) -> Option<TakenLine> {
        let Taken { what, of, movement, on, reckoned, sources, .. } = *self;
        let of_it = sources.iter().filter(|source| sale.is_none_or(|sale| sale == source.sale));
        let amount = Amount::sum(currency, of_it.map(|source| Amount(source.amount)));
        (!amount.is_zero()).then_some(TakenLine { what, of, movement, on, amount, reckoned })
    }
}

#[cfg(test)]
mod tests;
