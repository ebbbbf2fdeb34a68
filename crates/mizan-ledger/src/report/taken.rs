//! What leaves a member's available money and is no payout: what she pays back to another of her group.

use jiff::civil::Date;
use serde::Serialize;

use crate::event::{Event, Source};
use crate::id::{Code, MemberId, MovementId, SaleId};
use crate::money::Currency;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::term::Term;

/// Something that was taken of a member's available money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenLine {
    /// What for.
    pub what: TakenFor,
    /// Which tax, or who had paid for her.
    pub of: Code,
    /// By which movement.
    pub movement: MovementId,
    /// When.
    pub on: Date,
    /// How much.
    pub amount: Amount,
}

/// What something was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenFor {
    /// Another of her group had paid an instalment for her.
    Group,
}

impl TakenFor {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            TakenFor::Group => Term::PaidBackToGroup,
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
        return Some(Taken { member: e.debtor, what, of, movement: e.movement, on, sources: &e.sources });
    }
    None
}

impl Taken<'_> {
    /// All of it, or what came from one sale; nothing if none did.
    pub(crate) fn line(&self, sale: Option<SaleId>, currency: Currency) -> Option<TakenLine> {
        let Taken { what, of, movement, on, sources, .. } = *self;
        let of_it = sources.iter().filter(|source| sale.is_none_or(|sale| sale == source.sale));
        let amount = Amount::sum(currency, of_it.map(|source| Amount(source.amount)));
        (!amount.is_zero()).then_some(TakenLine { what, of, movement, on, amount })
    }
}
