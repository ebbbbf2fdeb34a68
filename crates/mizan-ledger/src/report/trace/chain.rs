//! The chain of a sale: from its makers through every slice and every resale to the last price, to the centime.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::agreement::resale::Resale;
use crate::event::Event;
use crate::event::chain::ResaleRecorded;
use crate::id::{Code, PartyId, ResaleId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::resold::Resold;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::report::trace::slice::percent;

/// What became of the goods of a sale, and of the last price that was paid for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// Each resale, in order.
    pub hops: Vec<HopLine>,
    /// Whose the last price is; nothing where a price is in another currency and has no rate: not assessable.
    pub assessed: Option<Assessed>,
}

/// One resale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HopLine {
    /// The resale.
    pub resale: ResaleId,
    /// When.
    pub on: Date,
    /// Who sold.
    pub seller: PartyId,
    /// Who bought, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<PartyId>,
    /// For how much.
    pub price: Money,
    /// What that is worth in the cooperative's currency, if it can be said.
    pub worth: Option<Amount>,
}

/// Whose the last price is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessed {
    /// The last price.
    pub price: Amount,
    /// What the makers have of it.
    pub makers: Amount,
    /// What every other hand has of it; below zero for a hand that sold at a loss.
    pub hands: Vec<Hand>,
    /// All hands together: the last price less what the makers have.
    pub intermediation: Amount,
    /// The same in hundredths of the last price.
    pub percent: Decimal,
    /// What the first buyer paid, beside the last price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Resale>,
    /// What the makers have, beside the last price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<Resale>,
}

/// What one hand has of the last price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Hand {
    /// Under which step of the agreement, if it is a slice of the sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Code>,
    /// Whose, if that has a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Code>,
    /// How much.
    pub part: Amount,
}

impl HopLine {
    fn of(on: Date, e: &ResaleRecorded, own: Currency) -> HopLine {
        let worth = Resold::of(e).worth(own);
        let ResaleRecorded { resale, seller, buyer, price, .. } = *e;
        HopLine { resale, on, seller, buyer, price, worth: worth.map(Amount) }
    }
}

impl Chain {
    /// The chain of a sale at this price, of which these slices went to other hands and the rest to makers; nothing
    /// where nobody sold the goods on.
    pub(super) fn of(price: Money, makers: Amount, slices: Vec<Hand>, hops: Vec<HopLine>) -> Option<Chain> {
        let last = hops.last()?;
        let assessed = last.worth.and_then(|last| {
            let mut hands = slices;
            let mut before = Amount(price);
            for hop in &hops {
                let worth = hop.worth?;
                hands.push(Hand { step: None, name: Some(hop.seller.0), part: worth.minus(before) });
                before = worth;
            }
            let intermediation = last.minus(makers);
            let percent = percent(intermediation, last);
            let (paid, made) = (Resale::of(price, last.0), Resale::of(makers.0, last.0));
            Some(Assessed { price: last, makers, hands, intermediation, percent, paid, made })
        });
        Some(Chain { hops, assessed })
    }

    /// The last price, hand by hand.
    #[must_use]
    pub fn table(&self, currency: Currency) -> Table {
        let heads = [Term::Step.into(), Term::Hand.into(), Term::Amount.in_currency(currency), Term::Percent.into()];
        let mut table = Table::new(Term::SoldOn, heads);
        let Some(known) = &self.assessed else {
            for hop in &self.hops {
                let worth = hop.worth.map_or(Cell::Term(Term::NotAssessable), Cell::Amount);
                table.row([Cell::Empty, Cell::text(hop.seller), worth, Cell::Empty]);
            }
            return table;
        };
        let of_all = |part: Amount| Cell::Percent(percent(part, known.price));
        table.row([Cell::Empty, Term::Makers.into(), known.makers.into(), of_all(known.makers)]);
        for hand in &known.hands {
            table.row([
                hand.step.map(Cell::text).into(),
                hand.name.map(Cell::text).into(),
                hand.part.into(),
                of_all(hand.part),
            ]);
        }
        let (all, between) = (known.price, known.intermediation);
        table.row([Cell::Empty, Term::Together.into(), all.into(), of_all(all)]);
        table.row([Cell::Empty, Term::Intermediation.into(), between.into(), of_all(between)]);
        table
    }
}

/// How the goods of a sale were sold on, by the records that count.
pub(super) fn hops(sale: SaleId, records: &[&Record], own: Currency) -> Vec<HopLine> {
    let resales = records.iter().filter_map(|record| {
        let Event::ResaleRecorded(e) = &record.event else { return None };
        (e.sale == sale).then(|| HopLine::of(record.envelope.occurred_on, e, own))
    });
    resales.collect()
}

#[cfg(test)]
mod tests;
