//! SEALED: each opening that was handed over opens a digest of a record, and how many digests there are.

use std::collections::BTreeMap;

use mizan_ledger::record::Record;
use mizan_proof::disclosure::Disclosure;

use crate::report::{Grave, Report, Step};

/// The openings that were handed over, by their digests, and where each was met.
#[derive(Debug, Default)]
pub(crate) struct Sealed {
    openings: BTreeMap<String, (String, Option<u64>)>,
    digests: u64,
    records: u64,
}

impl Sealed {
    pub(crate) fn new(openings: &[Disclosure]) -> Sealed {
        let openings = openings.iter().map(|opening| (opening.digest(), (opening.name().to_owned(), None)));
        Sealed { openings: openings.collect(), ..Sealed::default() }
    }

    pub(crate) fn take(&mut self, record: &Record) {
        let Some(digests) = record.event.sealed().filter(|digests| !digests.0.is_empty()) else { return };
        self.records += 1;
        self.digests += digests.0.len() as u64;
        if self.openings.is_empty() {
            return;
        }
        for digest in &digests.0 {
            if let Some((_, met)) = self.openings.get_mut(digest.as_ref()) {
                *met = Some(record.envelope.position);
            }
        }
    }

    pub(crate) fn end(&self, report: &mut Report) {
        for (digest, (field, _)) in self.openings.iter().filter(|(_, (_, met))| met.is_none()) {
            let what = format!("an opening of the field `{field}` opens no digest of this log ({digest})");
            report.found(Grave::Rules, Step::Sealed, None, what);
        }
        let opened = self.openings.values().filter(|(_, met)| met.is_some()).count();
        let (digests, records) = (self.digests, self.records);
        report.line(
            Step::Sealed,
            format!(
                "{digests} digests in {records} records, decoys among them; {opened} of {} openings fit",
                self.openings.len()
            ),
        );
    }
}
