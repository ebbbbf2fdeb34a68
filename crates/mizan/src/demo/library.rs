//! The library: a book that was told, its records and where each stands, for reports about it.
//!
//! Everything is kept in memory, which a demo can afford.

use std::collections::BTreeMap;
use std::sync::Arc;

use mizan_ledger::book::Book;
use mizan_ledger::event::Event;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::Record;
use mizan_ledger::report::cooperative::{CooperativeFold, CooperativeStatement};
use mizan_ledger::report::counted::{Counts, Fold, TakenBack};
use mizan_ledger::report::statement::Days;
use mizan_ledger::report::trace::{Trace, Untraceable, trace};
use mizan_ledger::text::Label;
use mizan_ledger::view::find::{Found, Thing};
use mizan_ledger::view::index::Index;
use mizan_proof::hash::Hash;
use mizan_store::log::EventLog;

use crate::service::reader::{self, ReadError, Until};

/// A book with all its records.
#[derive(Debug)]
pub struct Library {
    /// What the log says.
    pub book: Book,
    /// Its root, which stands for every byte of it.
    pub root: Hash,
    /// Every record, in order.
    pub records: Vec<Record>,
    /// Which of them concern what.
    pub index: Index,
    /// What each cooperative is called.
    pub names: BTreeMap<CooperativeId, Label>,
    taken_back: TakenBack,
}

impl Library {
    /// Folds a log and keeps its records.
    pub async fn read(log: &Arc<dyn EventLog>) -> Result<Library, ReadError> {
        let mut records: Vec<Record> = Vec::new();
        let mut names = BTreeMap::new();
        let mut taken_back = TakenBack::default();
        let folded = reader::fold(log, Until::End, |seen| {
            let record = seen.record;
            if let (Event::CooperativeRegistered(event), Some(id)) = (&record.event, record.envelope.scope) {
                names.insert(id, event.name.clone());
            }
            taken_back.note(record);
            records.push(record.clone());
            Ok::<(), ReadError>(())
        })
        .await?;
        let mut index = Index::default();
        records.iter().for_each(|record| index.apply(record, &folded.book));
        Ok(Library { root: folded.guard.root(), book: folded.book, records, index, names, taken_back })
    }

    /// Every record in turn to a report, as it counts in these days.
    pub fn fold<F: Fold>(&self, mut report: F, days: Days) -> F {
        for record in &self.records {
            if let Some(counts) = Counts::of(record, &self.taken_back, days) {
                report.take(counts, record);
            }
        }
        report
    }

    /// The records that count at the end, of one cooperative.
    pub fn counted(&self, cooperative: CooperativeId) -> impl Iterator<Item = &Record> {
        let counts = |record: &&Record| Counts::of(record, &self.taken_back, Days::default()).is_some();
        self.records.iter().filter(move |record| record.envelope.scope == Some(cooperative)).filter(counts)
    }

    /// The statements of all cooperatives over all days.
    #[must_use]
    pub fn statements(&self) -> BTreeMap<CooperativeId, CooperativeStatement> {
        let begun = |id: &CooperativeId| Some((*id, CooperativeFold::new(&self.book, *id, Days::default())?));
        let mut folds: BTreeMap<_, _> = self.book.cooperatives.keys().filter_map(begun).collect();
        for record in &self.records {
            let counts = Counts::of(record, &self.taken_back, Days::default());
            let fold = record.envelope.scope.and_then(|scope| folds.get_mut(&scope));
            counts.zip(fold).into_iter().for_each(|(counts, fold)| fold.take(counts, record));
        }
        folds.into_iter().map(|(id, fold)| (id, fold.made(&self.book))).collect()
    }

    /// The records that concern a thing.
    #[must_use]
    pub fn concerning(&self, found: Found) -> Vec<Record> {
        let at =
            |position: u64| usize::try_from(position).ok().and_then(|position| self.records.get(position)).cloned();
        self.index.positions(found).into_iter().filter_map(at).collect()
    }

    /// One sale or payout, followed both ways.
    pub fn trace(&self, found: Found) -> Result<Trace, Untraceable> {
        trace(&self.book, found, &self.concerning(found), None)
    }

    /// Every sale and every payout of the book.
    pub fn traceable(&self) -> impl Iterator<Item = Found> {
        self.book.cooperatives.iter().flat_map(|(cooperative, own)| {
            let sales = own.sales.keys().map(Thing::Sale);
            let things = sales.chain(own.payouts.keys().map(Thing::Payout));
            things.map(|thing| Found { cooperative: *cooperative, thing })
        })
    }
}
