//! Sales that travel together: what each pays of the one freight, and by how much less that is than alone.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::event::Event;
use crate::event::shop::{FreightBy, FreightShared, Parcel};
use crate::id::{PartyId, SaleId, ShipmentId};
use crate::money::Money;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::report::trace::slice::percent;

/// One sale's part of a shared freight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedFreight {
    /// The shipment.
    pub shipment: ShipmentId,
    /// The sale.
    #[serde(skip)]
    pub sale: SaleId,
    /// When it was sent.
    pub on: Date,
    /// Who carries it.
    pub carrier: PartyId,
    /// How many sales travel in it.
    pub sales: u64,
    /// By what the freight is divided.
    pub by: FreightBy,
    /// So much of that is in this sale.
    pub measure: Decimal,
    /// Its part of the freight.
    pub freight: Amount,
    /// What its freight would have been alone, if somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alone: Option<Amount>,
    /// By how much less it is, if it is less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Amount>,
}

impl SharedFreight {
    /// The part of each sale, as a record shares a freight among them.
    pub(crate) fn of(record: &Record) -> impl Iterator<Item = SharedFreight> + '_ {
        let event = if let Event::FreightShared(e) = &record.event { Some(e) } else { None };
        let on = record.envelope.occurred_on;
        event.into_iter().flat_map(move |e| {
            let pairs = e.parcels.iter().zip(&e.parts);
            pairs.map(move |(parcel, part)| SharedFreight {
                shipment: e.shipment,
                sale: part.sale,
                on,
                carrier: e.carrier,
                sales: e.parts.len() as u64,
                by: e.by,
                measure: measure(e, parcel),
                freight: Amount(part.amount),
                alone: parcel.alone.map(Amount),
                saved: part.saved.map(Amount),
            })
        })
    }

    /// The same for one sale.
    pub(crate) fn of_sale(record: &Record, sale: SaleId) -> Option<SharedFreight> {
        SharedFreight::of(record).find(|line| line.sale == sale)
    }

    /// What was saved of what it would have cost alone, in hundredths.
    fn percent(&self) -> Option<Decimal> {
        self.saved.zip(self.alone).map(|(saved, alone)| percent(saved, alone))
    }
}

/// How much of what the freight is divided by is in a parcel.
fn measure(e: &FreightShared, parcel: &Parcel) -> Decimal {
    let measure = match e.by {
        FreightBy::Weight => parcel.kilograms.map(|kilograms| kilograms.decimal()),
        FreightBy::Value => parcel.value.map(Money::decimal),
        FreightBy::Piece => parcel.pieces.map(|pieces| pieces.decimal()),
    };
    measure.unwrap_or_default()
}

/// By what a freight is divided, in a word.
fn by(by: FreightBy) -> Term {
    match by {
        FreightBy::Weight => Term::ByWeight,
        FreightBy::Value => Term::ByValue,
        FreightBy::Piece => Term::ByPiece,
    }
}

/// A line a sale, and below it what they are together where they are of one currency.
pub(crate) fn table(lines: &[SharedFreight]) -> Table {
    let heads = [
        Term::Shipment,
        Term::Sale,
        Term::On,
        Term::Carrier,
        Term::DividedBy,
        Term::Measure,
        Term::Freight,
        Term::FreightAlone,
        Term::Saved,
        Term::SavedPercent,
    ];
    let mut table = Table::new(Term::SharedFreight, heads);
    for line in lines {
        table.row([
            Cell::text(line.shipment),
            Cell::text(line.sale),
            line.on.into(),
            Cell::text(line.carrier),
            by(line.by).into(),
            Cell::Number(line.measure.normalize()),
            Cell::Money(line.freight.0),
            line.alone.map_or(Cell::Empty, |alone| Cell::Money(alone.0)),
            line.saved.map_or(Cell::Empty, |saved| Cell::Money(saved.0)),
            line.percent().map_or(Cell::Empty, Cell::Percent),
        ]);
    }
    let currency = lines.first().map(|line| line.freight.0.currency());
    if let Some(currency) =
        currency.filter(|own| lines.len() > 1 && lines.iter().all(|line| line.freight.0.currency() == *own))
    {
        let sum = |parts: &mut dyn Iterator<Item = Amount>| Amount::sum(currency, parts).0;
        table.row([
            Term::Together.into(),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Money(sum(&mut lines.iter().map(|line| line.freight))),
            Cell::Empty,
            Cell::Money(sum(&mut lines.iter().filter_map(|line| line.saved))),
        ]);
    }
    table
}

#[cfg(test)]
mod tests;
