//! The pipeline of orders of every cooperative: how far each has come, what is unpaid and since when it is due.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::id::CooperativeId;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::orders::{Orders, table};
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::term::Term;

/// The pipeline of orders.
pub(crate) const ORDERS: Query =
    Query::report("orders", Term::Orders, Term::Amount, Note::Orders, |_| Box::new(Pipeline::default()));

#[derive(Default)]
struct Pipeline(BTreeMap<CooperativeId, Orders>);

impl Fold for Pipeline {
    fn take(&mut self, counts: Counts, record: &Record) {
        let scope = record.envelope.scope.filter(|_| counts.at_the_end());
        scope.into_iter().for_each(|scope| self.0.entry(scope).or_default().take(record));
    }
}

impl Reckon for Pipeline {
    fn write(self: Box<Self>, _: &Book, as_of: Option<Date>, page: &mut Page) {
        for (cooperative, orders) in &self.0 {
            page.table(table(&orders.lines(), as_of).of(cooperative));
        }
    }
}
