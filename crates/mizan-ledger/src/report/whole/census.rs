//! Censuses: what each published of every cooperative, and beside it what is known since.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::book::Book;
use crate::event::Event;
use crate::event::census::{Counted, Period};
use crate::id::{CensusId, CooperativeId, DefinitionId, MemberId};
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// Censuses, published and corrected.
pub(crate) const CENSUS: Query =
    Query::report("census", Term::Censuses, Term::Persons, Note::Censuses, |_| Box::new(Censuses::default()));

#[derive(Default)]
struct Censuses {
    definitions: BTreeMap<DefinitionId, Cell>,
    counts: BTreeMap<(CensusId, CooperativeId), Taken>,
}

/// One cooperative's census.
struct Taken {
    definition: DefinitionId,
    as_of: Date,
    published: BTreeMap<MemberId, Counted>,
    corrected: BTreeMap<MemberId, Counted>,
}

impl Fold for Censuses {
    fn take(&mut self, counts: Counts, record: &Record) {
        if !counts.at_the_end() {
            return;
        }
        if let Event::ActivityDefined(e) = &record.event {
            let per = match e.per {
                Period::Week => Term::AWeek,
                Period::Month => Term::Month,
                Period::Season => Term::ASeason,
                Period::Year => Term::AYear,
            };
            let words = [Cell::text(&e.words), Cell::Count(e.times.into()), per.into()];
            self.definitions.insert(e.definition, Cell::List(words.into()));
        }
        let Some(scope) = record.envelope.scope else { return };
        if let Event::CensusTaken(e) = &record.event {
            let taken = self.counts.entry((e.census, scope)).or_insert_with(|| Taken {
                definition: e.definition,
                as_of: e.as_of,
                published: BTreeMap::new(),
                corrected: BTreeMap::new(),
            });
            taken.published.extend(e.active.iter().map(|member| (*member, Counted::Active)));
            taken.published.extend(e.inactive.iter().map(|member| (*member, Counted::Inactive)));
        } else if let Event::CensusCorrected(e) = &record.event
            && let Some(taken) = self.counts.get_mut(&(e.census, scope))
        {
            taken.corrected.insert(e.member, e.counted);
        }
    }
}

impl Taken {
    /// Active members and all members, as it was published.
    fn as_published(&self) -> [u64; 2] {
        count(self.published.values())
    }

    /// The same, as it is known since.
    fn as_known(&self) -> [u64; 2] {
        let mut known = self.published.clone();
        known.extend(&self.corrected);
        count(known.values())
    }
}

fn count<'a>(counted: impl Iterator<Item = &'a Counted> + Clone) -> [u64; 2] {
    let active = counted.clone().filter(|how| **how == Counted::Active).count() as u64;
    [active, active + counted.filter(|how| **how == Counted::Inactive).count() as u64]
}

impl Reckon for Censuses {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        let heads = [
            Term::Of,
            Term::On,
            Term::WhatIsActive,
            Term::ActivePublished,
            Term::MembersPublished,
            Term::ActiveCorrected,
            Term::MembersCorrected,
        ];
        let ids: BTreeSet<CensusId> = self.counts.keys().map(|(census, _)| *census).collect();
        for census in ids {
            let mut table = Table::new(Term::Censuses, heads).of(census);
            let (mut published, mut known) = ([0, 0], [0, 0]);
            for ((_, cooperative), taken) in self.counts.iter().filter(|((id, _), _)| *id == census) {
                let words = self.definitions.get(&taken.definition).cloned();
                let (was, is) = (taken.as_published(), taken.as_known());
                let cells = [was, is].into_iter().flatten().map(Cell::Count);
                let head = [Cell::text(cooperative), taken.as_of.into(), words.unwrap_or(Cell::Empty)];
                table.row(head.into_iter().chain(cells));
                for place in [0, 1] {
                    published[place] += was[place];
                    known[place] += is[place];
                }
            }
            let cells = [published, known].into_iter().flatten().map(Cell::Count);
            table.row([Term::Together.into(), Cell::Empty, Cell::Empty].into_iter().chain(cells));
            page.table(table);
        }
    }
}
