//! How many members a network had at the end of each month, and how they stood.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::book::state::register::Member;
use crate::event::register::Status;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill};
use crate::report::month::Month;
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::suppress::withheld;
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

/// Members by how they stand on a day.
fn standing<'a>(members: impl Iterator<Item = &'a Member>, day: Date) -> BTreeMap<Status, u64> {
    let mut counts = BTreeMap::new();
    for status in members.filter_map(|member| member.status_on(day)) {
        *counts.entry(status).or_default() += 1;
    }
    counts
}

fn over_time(book: &Book, first: Date, last: Date) -> Table {
    let heads = [Term::Month, Term::Active, Term::Inactive, Term::Suspended, Term::Together];
    let mut table = Table::new(Term::MembersOverTime, heads);
    let (mut month, end) = (Month::of(first), Month::of(last));
    loop {
        let members = book.cooperatives.values().flat_map(|own| own.members.values());
        let counts = standing(members, month.last_day().min(last));
        let groups = [Status::Active, Status::Inactive, Status::Suspended];
        let groups = groups.map(|status| counts.get(&status).copied().unwrap_or_default());
        let hidden = withheld(&groups);
        let shown = |persons, hidden| if hidden { Cell::Term(Term::Withheld) } else { Cell::Count(persons) };
        let cells = groups.into_iter().zip(hidden.groups).map(|(persons, hidden)| shown(persons, hidden));
        table.row([Cell::text(month)].into_iter().chain(cells).chain([shown(groups.iter().sum(), hidden.total)]));
        if month >= end || month.next() == month {
            return table;
        }
        month = month.next();
    }
}

fn by_cooperative(book: &Book, day: Date) -> Table {
    let mut table = Table::new(Term::MembersByCooperative, [Term::Of, Term::Persons]);
    let group = |(id, own): (&_, &crate::book::state::Cooperative)| {
        let persons = standing(own.members.values(), day).values().sum();
        Group { of: Cell::text(id), persons, figures: Vec::new() }
    };
    fill(&mut table, book.cooperatives.iter().map(group).collect(), Vec::new());
    table
}
