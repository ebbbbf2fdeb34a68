//! How many orders are larger than a workshop could make alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::book::Book;
use crate::id::{CooperativeId, OrderId};
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::orders::{OrderState, Orders};
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// An order counts in every line whose number of pieces it exceeds.
const SIZES: [u32; 3] = [100, 500, 1_000];

/// SDG 9: orders of more than so many pieces.
pub(crate) const LARGE: Query =
    Query::indicator("sdg9.large-orders", Term::LargeOrders, Term::Orders, Note::LargeOrders, |_| {
        Box::new(LargeOrders::default())
    });

#[derive(Default)]
struct LargeOrders(BTreeMap<CooperativeId, Orders>);

impl Fold for LargeOrders {
    fn take(&mut self, counts: Counts, record: &Record) {
        let scope = record.envelope.scope.filter(|_| counts.at_the_end());
        scope.into_iter().for_each(|scope| self.0.entry(scope).or_default().take(record));
    }
}

impl Reckon for LargeOrders {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        let first = page.days.from;
        let mut sizes: Vec<(CooperativeId, OrderId, Decimal)> = Vec::new();
        let mut unsaid = 0;
        for (cooperative, orders) in &self.0 {
            for (order, line) in orders.lines() {
                if line.state == OrderState::Cancelled || first.is_some_and(|first| line.placed_on < first) {
                    continue;
                }
                match line.pieces {
                    Some(pieces) => sizes.push((*cooperative, order, pieces.ordered)),
                    None => unsaid += 1,
                }
            }
        }
        let mut table = Table::new(
            Term::LargeOrders,
            [Term::MoreThanPieces, Term::Orders, Term::PiecesOrdered, Term::Cooperatives],
        );
        for least in SIZES {
            let large: Vec<_> = sizes.iter().filter(|(_, _, pieces)| *pieces > Decimal::from(least)).collect();
            let cooperatives: BTreeSet<CooperativeId> = large.iter().map(|(cooperative, ..)| *cooperative).collect();
            table.row([
                Cell::Count(least.into()),
                Cell::Count(large.len() as u64),
                Cell::Number(large.iter().map(|(_, _, pieces)| *pieces).sum()),
                Cell::Count(cooperatives.len() as u64),
            ]);
        }
        table.row([Term::NotSaid.into(), Cell::Count(unsaid)]);
        page.table(table);
    }
}
