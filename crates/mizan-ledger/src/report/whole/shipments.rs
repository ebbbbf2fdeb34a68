//! Shared shipments: what each of the sales that travel in one pays of its freight, and what that saves.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::event::Event;
use crate::id::{CooperativeId, PartyId, SaleId, ShipmentId};
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::shared_freight::{HEADS, SharedFreight, together};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::table::Map;

/// Shipments whose freight is shared.
pub(crate) const SHIPMENTS: Query =
    Query::report("shipments", Term::Shipments, Term::Amount, Note::SharedFreight, |_| Box::new(Shipments::default()));

#[derive(Default)]
struct Shipments(BTreeMap<CooperativeId, OfOne>);

/// One cooperative's shipments of these days, and who bought what travels in them.
#[derive(Default)]
struct OfOne {
    shipments: BTreeMap<(Date, ShipmentId), Vec<SharedFreight>>,
    buyers: Map<(ShipmentId, SaleId), PartyId>,
}

impl Fold for Shipments {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope else { return };
        if let Event::SaleRecorded(e) = &record.event
            && let Some(shipment) = e.shipment
            && counts.at_the_end()
        {
            self.0.entry(scope).or_default().buyers.insert((shipment, e.sale), e.buyer);
        }
        for line in SharedFreight::of(record).filter(|_| counts == Counts::Within) {
            let own = self.0.entry(scope).or_default();
            own.shipments.entry((line.on, line.shipment)).or_default().push(line);
        }
    }
}

impl Reckon for Shipments {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        for (cooperative, own) in &self.0 {
            page.table(own.table().of(cooperative));
        }
    }
}

impl OfOne {
    /// A row for each sale with who bought it, what they are together in each shipment, and in all of them.
    fn table(&self) -> Table {
        let mut table = Table::new(Term::Shipments, HEADS.into_iter().chain([Term::Buyer]));
        for ((_, shipment), lines) in &self.shipments {
            for line in lines {
                let buyer = self.buyers.get(&(*shipment, line.sale)).map(Cell::text).into();
                table.row(line.cells().into_iter().chain([buyer]));
            }
            if lines.len() > 1 {
                together(lines, Some(*shipment)).into_iter().for_each(|row| table.row(row));
            }
        }
        if self.shipments.len() > 1 {
            let all: Vec<SharedFreight> = self.shipments.values().flatten().cloned().collect();
            together(&all, None).into_iter().for_each(|row| table.row(row));
        }
        table
    }
}

#[cfg(test)]
mod tests;
