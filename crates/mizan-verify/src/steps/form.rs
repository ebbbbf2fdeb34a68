//! FORM: each record is one, spelled as it is written, and follows the ones before it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use mizan_ledger::book::Book;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::Record;
use mizan_proof::hash::Hash;

use crate::guard::{Guard, Unchained};
use crate::report::{Grave, Report, Step};
use crate::steps::closings::Closings;

/// The most records that are named where it may be any of them.
const MOST_ENDS: usize = 40;

/// What is known of the records so far.
#[derive(Debug, Default)]
pub(crate) struct Form {
    guard: Guard,
    /// What the records come to, as far as they follow from each other.
    pub(crate) book: Book,
    /// The newest of all times, and the last record that says it.
    newest: Option<(Timestamp, u64)>,
    /// How many records follow from each other.
    pub(crate) sound: u64,
    /// The last record of each scope, which no other holds. None once a chain does not hold.
    last: BTreeMap<Option<CooperativeId>, u64>,
    broken: bool,
}

impl Form {
    /// Takes the next record; hands it back if it is one that follows.
    pub(crate) fn take(
        &mut self,
        position: u64,
        line: &[u8],
        leaf: Hash,
        closings: &mut Closings,
        report: &mut Report,
    ) -> Option<Record> {
        // After the first fault everything is one: what follows it cannot be judged.
        if self.broken {
            return None;
        }
        let record = match Record::from_bytes(line) {
            Ok(record) => record,
            Err(error) => return self.unchained(report, position, error.to_string()),
        };
        if record.to_bytes().is_ok_and(|again| again != line) {
            report.found(Grave::Log, Step::Form, Some(position), "it is spelled as no record is written");
        }
        let recorded_at = record.envelope.recorded_at;
        if let Some((before, of)) = self.newest.filter(|(before, _)| recorded_at < *before) {
            let what = format!(
                "it says it was recorded at {recorded_at}, before record {of} ({before}): one of the two was altered"
            );
            report.found(Grave::Log, Step::Form, Some(position), what);
        }
        self.newest = self.newest.max(Some((recorded_at, position)));
        if let Err(error) = self.guard.take(&record.envelope, leaf) {
            return self.unchained(report, altered(position, &error), error.to_string());
        }
        self.last.insert(record.envelope.scope, position);
        closings.take(&record, &self.book, report);
        if let Err(error) = self.book.apply(&record) {
            self.broken = true;
            report.found(Grave::Projection, Step::Form, Some(position), error.to_string());
            return None;
        }
        self.sound += 1;
        Some(record)
    }

    /// The newest of all times.
    pub(crate) fn latest(&self) -> Option<Timestamp> {
        self.newest.map(|(latest, _)| latest)
    }

    /// If each record so far is held by the next of its scope: those that no other holds, up to a bound.
    pub(crate) fn loose_ends(&self) -> Option<String> {
        if self.last.is_empty() {
            return None;
        }
        let mut ends: Vec<u64> = self.last.values().copied().collect();
        ends.sort_unstable();
        let more = if ends.len() > MOST_ENDS { format!(" and {} more", ends.len() - MOST_ENDS) } else { String::new() };
        let ends: Vec<String> = ends.iter().take(MOST_ENDS).map(u64::to_string).collect();
        Some(format!("{}{more}", ends.join(", ")))
    }

    /// Notes that a record does not hold the ones before it, after which nothing can be judged.
    fn unchained(&mut self, report: &mut Report, at: u64, what: String) -> Option<Record> {
        self.broken = true;
        self.last.clear();
        report.found(Grave::Log, Step::Form, Some(at), what);
        None
    }

    /// After the last record: nothing is left open.
    pub(crate) fn end(&self, report: &mut Report) {
        if let Some(open) = self.guard.open_batch().filter(|_| !self.broken) {
            let what = format!("the log ends inside the batch of `{}`, which goes up to {}", open.key, open.last);
            report.found(Grave::Log, Step::Form, Some(open.first), what);
        }
        report.line(Step::Form, format!("{} records are whole, chained and in the order of their times", self.sound));
    }
}

/// Where a broken chain shows: what is said of a record is said at its place.
fn altered(position: u64, error: &Unchained) -> u64 {
    match error {
        Unchained::Position { expected, .. } => *expected,
        Unchained::Batch { position, .. }
        | Unchained::ScopeSeq { position, .. }
        | Unchained::ScopePrev { position, .. } => *position,
        Unchained::OtherRoot { .. } => position,
    }
}
