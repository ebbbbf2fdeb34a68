//! A member's part of one sale in her statement: every figure of it, which add up to what is hers.

use jiff::civil::Date;
use serde::Serialize;

use crate::book::state::Cooperative;
use crate::event::Event;
use crate::id::{PartyId, SaleId};
use crate::money::Currency;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::Counted;
use crate::table::Map;

/// Her part of one sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaleLine {
    /// The sale.
    pub sale: SaleId,
    /// When it was divided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<PartyId>,
    /// Her share, before deductions.
    pub share: Amount,
    /// What she has beside it for serving the sale.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub served: Amount,
    /// What was kept of it.
    pub deducted: Amount,
    /// What was taken of it after it was available, payouts apart.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub taken: Amount,
    /// What credit notes and chargebacks took back.
    pub credited: Amount,
    /// What of that a fund or the cooperative bore for her.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub borne: Amount,
    /// What of that she had used already and owes: it is hers of this sale, and is kept of a later one.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub owed_back: Amount,
    /// Her part of exchange differences.
    pub exchange_difference: Amount,
    /// What is hers of it: all of the above, added up.
    pub hers: Amount,
}

/// Her sales in the order in which her records first speak of them, each found by its name: a member who has been selling
/// for years has very many.
#[derive(Debug)]
pub(super) struct SaleLines {
    lines: Vec<SaleLine>,
    places: Map<SaleId, usize>,
    currency: Currency,
}

impl SaleLines {
    /// No sale yet.
    pub(super) fn none(currency: Currency) -> SaleLines {
        SaleLines { lines: Vec::new(), places: Map::default(), currency }
    }

    /// The line of a sale.
    pub(super) fn of(&mut self, sale: SaleId) -> &mut SaleLine {
        let place = *self.places.entry(sale).or_insert(self.lines.len());
        if place == self.lines.len() {
            self.lines.push(SaleLine::of(sale, self.currency));
        }
        &mut self.lines[place]
    }

    /// All of them, each with its buyer, the day it was divided, and what its figures come to.
    pub(super) fn told(mut self, own: &Cooperative, records: &[Record], counted: &Counted<'_>) -> Vec<SaleLine> {
        let (mut buyers, mut divided) = (Map::default(), Map::default());
        for record in records {
            if let Event::SaleRecorded(e) = &record.event {
                buyers.insert(e.sale, e.buyer);
            }
        }
        for record in &counted.records {
            if let Event::ProceedsAllocated(e) = &record.event {
                divided.entry(e.sale).or_insert(record.envelope.occurred_on);
            }
        }
        for line in &mut self.lines {
            // The book is asked last: it has to unpack all of a sale to tell its buyer.
            let known = buyers.get(&line.sale).copied().filter(|_| own.sales.contains_key(&line.sale));
            line.buyer = known.or_else(|| own.sales.get(&line.sale).map(|sale| sale.buyer));
            line.on = divided.get(&line.sale).copied();
            line.hers = line.adds_up_to();
        }
        self.lines
    }
}

impl SaleLine {
    /// Nothing of a sale yet.
    pub(super) fn of(sale: SaleId, currency: Currency) -> SaleLine {
        let zero = Amount::zero(currency);
        SaleLine {
            sale,
            on: None,
            buyer: None,
            share: zero,
            served: zero,
            deducted: zero,
            taken: zero,
            credited: zero,
            borne: zero,
            owed_back: zero,
            exchange_difference: zero,
            hers: zero,
        }
    }

    /// Two of them together, under the name of the first.
    pub(super) fn plus(self, other: SaleLine) -> SaleLine {
        SaleLine {
            share: self.share.plus(other.share),
            served: self.served.plus(other.served),
            deducted: self.deducted.plus(other.deducted),
            taken: self.taken.plus(other.taken),
            credited: self.credited.plus(other.credited),
            borne: self.borne.plus(other.borne),
            owed_back: self.owed_back.plus(other.owed_back),
            exchange_difference: self.exchange_difference.plus(other.exchange_difference),
            hers: self.hers.plus(other.hers),
            ..self
        }
    }

    /// What its figures come to.
    pub(super) fn adds_up_to(&self) -> Amount {
        let earned = self.share.plus(self.served).plus(self.exchange_difference);
        let left = earned.minus(self.deducted).minus(self.taken).minus(self.credited);
        left.plus(self.borne).plus(self.owed_back)
    }
}
