//! The general journal: every posting in the order in which it was recorded, cooperative by cooperative.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::id::CooperativeId;
use crate::money::Currency;
use crate::posting::Posting;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::statement::Days;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::report::whole::entries::{Lies, Line, MOST_LINES, Sides, lines, place, say_extent, sides};

/// The general journal.
pub(crate) const GENERAL_JOURNAL: Query =
    Query::report("general-journal", Term::GeneralJournal, Term::Amount, Note::GeneralJournal, |_| {
        Box::new(Journal::default())
    })
    .of_one();

#[derive(Default)]
struct Journal {
    lines: BTreeMap<CooperativeId, Vec<Line>>,
    shown: usize,
    in_all: u64,
    /// Of all lines, those that are not shown included.
    sums: BTreeMap<(CooperativeId, Currency), Sides>,
    scratch: Vec<Posting>,
}

impl Fold for Journal {
    fn take(&mut self, _: Counts, _: &Record) {}

    fn see(&mut self, record: &Record, days: Days) {
        let Some((scope, Lies::Within)) = place(record, days) else { return };
        let mut kept = self.lines.remove(&scope).unwrap_or_default();
        for line in lines(record, &mut self.scratch) {
            self.in_all += 1;
            self.sums.entry((scope, line.amount.currency())).or_default().add(line.amount);
            if self.shown < MOST_LINES {
                self.shown += 1;
                kept.push(line);
            }
        }
        if !kept.is_empty() {
            self.lines.insert(scope, kept);
        }
    }
}

impl Reckon for Journal {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        let heads = [Term::Position, Term::On, Term::Kind, Term::Account, Term::Debit, Term::Credit];
        for (cooperative, lines) in &self.lines {
            let mut table = Table::new(Term::GeneralJournal, heads).of(cooperative);
            for line in lines {
                let [debit, credit] = sides(line.amount);
                let (position, kind) = (Cell::Count(line.position), Cell::Event(line.kind));
                table.row([position, line.on.into(), kind, line.account.cell(), debit, credit]);
            }
            page.table(table);
        }
        let mut sums = Table::new(Term::Together, [Term::Cooperative, Term::Debit, Term::Credit]);
        for ((cooperative, currency), both) in &self.sums {
            let [debits, credits] = both.cells(*currency);
            sums.row([Cell::text(cooperative), debits, credits]);
        }
        page.table(sums);
        say_extent(page, self.shown, self.in_all);
    }
}
