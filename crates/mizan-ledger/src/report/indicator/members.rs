//! How many members a network had at the end of each month, and how they stood.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::book::state::Cooperative;
use crate::event::register::Status;
use crate::id::CooperativeId;
use crate::later::Later;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill};
use crate::report::month::Month;
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::suppress::{People, withheld};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// How members stood at the end of each month.
pub(crate) const OVER_TIME: Query =
    Query::indicator("members.active-over-time", Term::MembersOverTime, Term::Persons, Note::MembersOverTime, |_| {
        Box::new(Members { by_cooperative: false, first_day: None })
    });

/// How many members each cooperative has.
pub(crate) const BY_COOPERATIVE: Query = Query::indicator(
    "members.by-cooperative",
    Term::MembersByCooperative,
    Term::Persons,
    Note::MembersByCooperative,
    |_| Box::new(Members { by_cooperative: true, first_day: None }),
);

/// The book knows every member on every day.
struct Members {
    by_cooperative: bool,
    first_day: Option<Date>,
}

impl Fold for Members {
    fn take(&mut self, counts: Counts, record: &Record) {
        if counts == Counts::Within {
            let on = record.envelope.occurred_on;
            self.first_day = Some(self.first_day.map_or(on, |first| first.min(on)));
        }
    }
}

impl Reckon for Members {
    fn write(self: Box<Self>, book: &Book, as_of: Option<Date>, page: &mut Page) {
        let Some(last) = as_of else { return };
        page.note(Note::Withheld);
        if self.by_cooperative {
            page.table(by_cooperative(book, last));
        } else {
            page.table(over_time(book, page.days.from.or(self.first_day).unwrap_or(last), last));
        }
    }
}

/// The members of some cooperatives by how they stand on a day.
fn standing<'a>(
    cooperatives: impl IntoIterator<Item = (&'a CooperativeId, &'a Later<Cooperative>)>,
    day: Date,
) -> BTreeMap<Status, People> {
    let mut stand: BTreeMap<Status, People> = BTreeMap::new();
    for (id, own) in cooperatives {
        for (member, known) in &own.members {
            if let Some(status) = known.status_on(day) {
                stand.entry(status).or_default().insert((*id, *member));
            }
        }
    }
    stand
}

fn over_time(book: &Book, first: Date, last: Date) -> Table {
    let heads = [Term::Month, Term::Active, Term::Inactive, Term::Suspended, Term::Together];
    let mut table = Table::new(Term::MembersOverTime, heads);
    let (mut month, end) = (Month::of(first), Month::of(last));
    loop {
        let mut stand = standing(&book.cooperatives, month.last_day().min(last));
        let groups = [Status::Active, Status::Inactive, Status::Suspended];
        let groups = groups.map(|status| vec![stand.remove(&status).unwrap_or_default()]);
        let hidden = withheld(&groups);
        let shown = |persons: usize, hidden| {
            if hidden { Cell::Term(Term::Withheld) } else { Cell::Count(persons as u64) }
        };
        let persons = groups.iter().map(|group| group.iter().map(People::len).sum());
        let all = shown(persons.clone().sum(), hidden.total);
        let cells = persons.zip(hidden.groups).map(|(persons, hidden)| shown(persons, hidden));
        table.row([Cell::text(month)].into_iter().chain(cells).chain([all]));
        if month >= end || month.next() == month {
            return table;
        }
        month = month.next();
    }
}

fn by_cooperative(book: &Book, day: Date) -> Table {
    let mut table = Table::new(Term::MembersByCooperative, [Term::Of, Term::Persons]);
    let group = |(id, own): (&CooperativeId, &Later<Cooperative>)| Group {
        of: Cell::text(id),
        rests_on: vec![standing([(id, own)], day).into_values().flatten().collect()],
        figures: Vec::new(),
    };
    fill(&mut table, book.cooperatives.iter().map(group).collect(), Vec::new());
    table
}
