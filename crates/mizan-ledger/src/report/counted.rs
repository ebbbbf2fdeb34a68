//! Which records count at the end of a day: those that had happened, and were not taken back by a correction that had.
//!
//! A correction mirrors its target to the centime, so leaving out both gives the same balances as adding both, and
//! nobody reads a payment that was taken back as one that was made.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::event::Event;
use crate::event::correction::CorrectionDeclared;
use crate::record::Record;

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
