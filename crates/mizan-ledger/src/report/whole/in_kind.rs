//! Help that was no money: at the value its giver states, and never added to cash.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::event::Event;
use crate::event::grant::{HelpKind, InKindReceived};
use crate::id::CooperativeId;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// Help in kind.
pub(crate) const IN_KIND: Query =
    Query::report("in-kind", Term::HelpInKind, Term::Amount, Note::HelpInKind, |_| Box::new(Help::default()));

#[derive(Default)]
struct Help(BTreeMap<CooperativeId, Vec<(Date, InKindReceived)>>);

impl Fold for Help {
    fn take(&mut self, counts: Counts, record: &Record) {
        let scope = record.envelope.scope.filter(|_| counts == Counts::Within);
        if let (Some(scope), Event::InKindReceived(e)) = (scope, &record.event) {
            self.0.entry(scope).or_default().push((record.envelope.occurred_on, e.clone()));
        }
    }
}

impl Reckon for Help {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        let heads = [
            Term::On,
            Term::From,
            Term::Kind,
            Term::About,
            Term::HowMuch,
            Term::StatedValue,
            Term::ForMembersCount,
            Term::ForOthersCount,
        ];
        for (cooperative, mut help) in self.0 {
            help.sort_by_key(|(on, _)| *on);
            let mut table = Table::new(Term::HelpInKind, heads).of(cooperative);
            for (on, e) in help {
                let for_whom = e.beneficiaries;
                table.row([
                    on.into(),
                    Cell::text(e.from),
                    kind(e.kind).into(),
                    Cell::text(&e.what),
                    e.quantity.map(|quantity| Cell::Number(quantity.decimal())).into(),
                    Cell::Money(e.stated_value),
                    for_whom.map(|people| Cell::Count(people.members.into())).into(),
                    for_whom.map(|people| Cell::Count(people.others.into())).into(),
                ]);
            }
            page.table(table);
        }
    }
}

fn kind(kind: HelpKind) -> Term {
    match kind {
        HelpKind::Training => Term::Training,
        HelpKind::Equipment => Term::Equipment,
        HelpKind::Materials => Term::Materials,
        HelpKind::Service => Term::Service,
    }
}
