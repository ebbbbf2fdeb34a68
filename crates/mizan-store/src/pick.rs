//! Records that are wanted one by one, picked out of the rows they lie in.

use std::iter::once;

use memchr::memchr_iter;

use crate::log::{EventLog, StoreError};

/// How many records are fetched at once by a store that counts records, and so of how many rows at most: 64 MiB, if each of
/// them is as large as may be.
pub(crate) const PICKED_MAX: usize = 64;

/// A row of a store: the position of its first record, how many it says it has, and the records as lines.
pub(crate) type PackedRow<'a> = (i64, i64, &'a [u8]);

/// Records that were picked out of a log, in the order of their positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// The records, one behind the other.
    bytes: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl Picked {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none: the first position that was asked for is not in the log.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The records, each without a newline.
    pub fn records(&self) -> impl Iterator<Item = &[u8]> {
        let starts = once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }
}

/// Picks what is wanted out of rows that come in the order of their positions.
#[derive(Debug)]
pub(crate) struct Picker<'a> {
    wanted: &'a [u64],
    picked: Picked,
}

impl<'a> Picker<'a> {
    /// Picks these positions, or the first of them.
    pub(crate) fn of(positions: &'a [u64], most: usize) -> Picker<'a> {
        let wanted = &positions[..positions.len().min(most)];
        Picker { wanted, picked: Picked { bytes: Vec::new(), ends: Vec::with_capacity(wanted.len()) } }
    }

    /// What is wanted, as long as nothing was looked through, and then the rest of it.
    pub(crate) fn wanted(&self) -> &'a [u64] {
        self.wanted
    }

    /// The same as a list in JSON. A position that no row can have is left out.
    pub(crate) fn wanted_in_json(&self) -> String {
        let known = self.wanted.iter().filter(|wanted| i64::try_from(**wanted).is_ok());
        let numbers: Vec<String> = known.map(u64::to_string).collect();
        format!("[{}]", numbers.join(","))
    }

    /// Looks through a row that says it has `count` records from `first` on.
    pub(crate) fn look_through(&mut self, first: u64, count: u64, row: &[u8]) -> Result<(), StoreError> {
        if let Some(&expected) = self.wanted.first().filter(|wanted| **wanted < first) {
            return Err(StoreError::Gap { expected, found: first });
        }
        let (mut lines, mut start) = (0, 0);
        for end in memchr_iter(b'\n', row).chain(once(row.len())) {
            if let Some((wanted, rest)) = self.wanted.split_first()
                && *wanted == first + lines
            {
                self.wanted = rest;
                self.picked.bytes.extend_from_slice(&row[start..end]);
                self.picked.ends.push(self.picked.bytes.len());
            }
            lines += 1;
            start = end + 1;
        }
        if lines == count { Ok(()) } else { Err(StoreError::Miscounted { first, counted: count, lines }) }
    }

    /// Picks out of the rows that a log found, and asks it why if that gives nothing.
    pub(crate) async fn pick(mut self, log: &dyn EventLog, mut rows: Vec<PackedRow<'_>>) -> Result<Picked, StoreError> {
        rows.sort_unstable_by_key(|(first, _, _)| *first);
        for (first, count, records) in rows {
            self.look_through(first.unsigned_abs(), count.unsigned_abs(), records)?;
        }
        if let Some(&missing) = self.wanted.first().filter(|_| self.picked.is_empty()) {
            // At the end of the log there is nothing, and where it has a gap reading says so.
            log.read(missing, 0).await?;
        }
        Ok(self.picked)
    }

    /// What was picked.
    pub(crate) fn picked(self) -> Picked {
        self.picked
    }
}
