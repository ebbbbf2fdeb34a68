//! Sales that travel together: what each pays of the one freight, and by how much less that is than alone.
//!
//! What is saved is below zero where a sale would have gone cheaper alone, and in hundredths of what it would have cost alone.

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
    /// By how much less it is; below zero if it is more.
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
                saved: parcel.alone.map(|alone| Amount(alone).minus(Amount(part.amount))),
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

/// The heads of a table of parts.
pub(crate) const HEADS: [Term; 10] = [
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

/// A line a sale, and below them what they are together.
pub(crate) fn table(lines: &[SharedFreight]) -> Table {
    let mut table = Table::new(Term::SharedFreight, HEADS);
    lines.iter().for_each(|line| table.row(line.cells()));
    if lines.len() > 1 {
        together(lines, None).into_iter().for_each(|row| table.row(row));
    }
    table
}

impl SharedFreight {
    /// Its line of a table.
    pub(crate) fn cells(&self) -> [Cell; 10] {
        [
            Cell::text(self.shipment),
            Cell::text(self.sale),
            self.on.into(),
            Cell::text(self.carrier),
            by(self.by).into(),
            Cell::Number(self.measure.normalize()),
            Cell::Money(self.freight.0),
            self.alone.map_or(Cell::Empty, |alone| Cell::Money(alone.0)),
            self.saved.map_or(Cell::Empty, |saved| Cell::Money(saved.0)),
            self.percent().map_or(Cell::Empty, Cell::Percent),
        ]
    }
}

/// What several parts are together, all of one shipment if one is named. Where of some nobody said what they would cost
/// alone, a second line compares the others: so that what is saved is always the difference of what stands beside it.
pub(crate) fn together(lines: &[SharedFreight], of: Option<ShipmentId>) -> Vec<[Cell; 10]> {
    let Some(currency) = lines.first().map(|line| line.freight.0.currency()) else { return Vec::new() };
    let known: Vec<&SharedFreight> = lines.iter().filter(|line| line.alone.is_some()).collect();
    let freight = Amount::sum(currency, lines.iter().map(|line| line.freight));
    let compared = || {
        let part = Amount::sum(currency, known.iter().map(|line| line.freight));
        let alone = Amount::sum(currency, known.iter().filter_map(|line| line.alone));
        let saved = alone.minus(part);
        [Cell::Money(part.0), Cell::Money(alone.0), Cell::Money(saved.0), Cell::Percent(percent(saved, alone))]
    };
    let measure: Decimal = lines.iter().map(|line| line.measure).sum();
    let row = |what: Term, figures: [Cell; 4]| {
        let [part, alone, saved, percent] = figures;
        let measure = of.filter(|_| what == Term::Together).map(|_| Cell::Number(measure.normalize()));
        let nothing = || Cell::Empty;
        let of = of.map(Cell::text).into();
        [of, what.into(), nothing(), nothing(), nothing(), measure.into(), part, alone, saved, percent]
    };
    if known.len() == lines.len() {
        return vec![row(Term::Together, compared())];
    }
    let all = row(Term::Together, [Cell::Money(freight.0), Cell::Empty, Cell::Empty, Cell::Empty]);
    let some = (!known.is_empty()).then(|| row(Term::WhereAloneIsKnown, compared()));
    [all].into_iter().chain(some).collect()
}

#[cfg(test)]
mod tests;
