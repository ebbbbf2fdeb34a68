//! Shared shipments: what each of the sales that travel in one pays of its freight, and what that saves.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::id::{CooperativeId, ShipmentId};
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::shared_freight::{SharedFreight, table};
use crate::report::term::Term;

/// Shipments whose freight is shared.
pub(crate) const SHIPMENTS: Query =
    Query::report("shipments", Term::Shipments, Term::Amount, Note::SharedFreight, |_| Box::new(Shipments::default()));

#[derive(Default)]
struct Shipments(BTreeMap<CooperativeId, BTreeMap<(Date, ShipmentId), Vec<SharedFreight>>>);

impl Fold for Shipments {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts == Counts::Within) else { return };
        for line in SharedFreight::of(record) {
            self.0.entry(scope).or_default().entry((line.on, line.shipment)).or_default().push(line);
        }
    }
}

impl Reckon for Shipments {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        for (cooperative, shipments) in &self.0 {
            for lines in shipments.values() {
                page.table(table(lines).of(cooperative));
            }
        }
    }
}
