//! Which records count at the end of a day: those that had happened, and were not taken back by a correction that had.
//!
//! A correction mirrors its target to the centime, so leaving out both gives the same balances as adding both, and
//! nobody reads a payment that was taken back as one that was made. A report that reads a whole log asks `TakenBack`,
//! which is folded before it, so that no record need be kept.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::event::Event;
use crate::event::correction::CorrectionDeclared;
use crate::pack::Pack;
use crate::record::Record;
use crate::report::statement::Days;

/// The records that corrections took back, each with the day of its correction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenBack(BTreeMap<u64, Date>);

impl Pack for TakenBack {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<TakenBack> {
        Pack::unpack(from).map(TakenBack)
    }
}

impl TakenBack {
    /// Notes what a record takes back, if it is a correction.
    pub fn note(&mut self, record: &Record) {
        if let Event::CorrectionDeclared(e) = &record.event {
            self.0.extend(e.corrects.iter().map(|target| (target.position, record.envelope.occurred_on)));
        }
    }
}

/// How a record counts in a report about some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// It happened before the first day, and still counts on the last.
    Before,
    /// It happened before the first day, and a correction in these days took it back.
    BeforeOnly,
    /// It happened in these days, and counts on the last.
    Within,
}

impl Counts {
    /// How a record counts; not at all, if it happened later, was taken back before, or is itself a correction.
    #[must_use]
    pub fn of(record: &Record, taken_back: &TakenBack, days: Days) -> Option<Counts> {
        let on = record.envelope.occurred_on;
        if matches!(record.event, Event::CorrectionDeclared(_)) || days.to.is_some_and(|to| to < on) {
            return None;
        }
        let until = taken_back.0.get(&record.envelope.position);
        let still = until.is_none_or(|until| days.to.is_some_and(|to| to < *until));
        let before = days.from.filter(|from| on < *from);
        match (before, still) {
            (None, still) => still.then_some(Counts::Within),
            (Some(_), true) => Some(Counts::Before),
            (Some(from), false) => until.is_none_or(|until| from <= *until).then_some(Counts::BeforeOnly),
        }
    }

    /// Whether it counts on the eve of the first day.
    #[must_use]
    pub fn on_the_eve(self) -> bool {
        self != Counts::Within
    }

    /// Whether it counts at the end of the last day.
    #[must_use]
    pub fn at_the_end(self) -> bool {
        self != Counts::BeforeOnly
    }
}

/// A report that is folded from every record that counts, in the order of the log.
pub trait Fold {
    /// Folds the next one in.
    fn take(&mut self, counts: Counts, record: &Record);

    /// Is shown every record there is, in the same order and before it may count: also what a correction takes back and the
    /// correction itself. Books of account are made of these, where nothing is left out.
    fn see(&mut self, record: &Record, days: Days) {
        let _ = (record, days);
    }
}

/// Records that count, and the corrections that made others not count.
pub(crate) struct Counted<'a> {
    /// What counts, in the order it was recorded.
    pub(crate) records: Vec<&'a Record>,
    /// The corrections, each with the day it happened.
    pub(crate) corrections: Vec<(&'a Record, &'a CorrectionDeclared)>,
}

impl<'a> Counted<'a> {
    /// What counts at the end of a day; of everything recorded, if no day is given.
    pub(crate) fn until(records: &'a [Record], day: Option<Date>) -> Counted<'a> {
        let happened = |record: &&Record| day.is_none_or(|day| record.envelope.occurred_on <= day);
        let mut corrections = Vec::new();
        let mut taken_back: BTreeSet<u64> = BTreeSet::new();
        for record in records.iter().filter(happened) {
            if let Event::CorrectionDeclared(correction) = &record.event {
                corrections.push((record, correction));
                taken_back.extend(correction.corrects.iter().map(|target| target.position));
            }
        }
        let counts = |record: &&Record| {
            !matches!(record.event, Event::CorrectionDeclared(_)) && !taken_back.contains(&record.envelope.position)
        };
        let records = records.iter().filter(happened).filter(counts).collect();
        Counted { records, corrections }
    }
}
