//! A row: the records of one commit, checked and packed as lines.
//!
//! A row holds at most `ROW_BYTES_MAX`, or one record that is longer; a larger commit is several rows, which a store
//! writes together. Older books have rows of up to a mebibyte.

use std::str;

use crate::log::{AppendError, Flaw, RECORD_BYTES_MAX};

/// The most bytes of one row of several records, newlines included.
///
/// Whoever wants one record takes up the row it lies in, and a member's few hundred lie in as many rows: in rows of a
/// mebibyte they are two hundred mebibytes. A database unpacks small values sooner than large ones, too; from a file, all of
/// a book is read a little slower in small rows.
pub(crate) const ROW_BYTES_MAX: usize = 16 << 10;

/// Consecutive records of one commit, with a newline between each two.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) first: u64,
    pub(crate) count: u64,
    pub(crate) records: String,
}

impl Row {
    /// The position after the last record.
    pub(crate) fn next(&self) -> u64 {
        self.first.saturating_add(self.count)
    }
}

/// The records of one commit, packed on their way into a log.
#[derive(Debug)]
pub struct Commit {
    first: u64,
    count: usize,
    /// How many bytes are still to come, as it was said.
    expected: usize,
    rows: Vec<Row>,
}

impl Commit {
    /// Nothing yet, at this position: records of some `bytes` in all are to come, with a newline behind each.
    #[must_use]
    pub fn at_position(first: u64, bytes: usize) -> Commit {
        Commit { first, count: 0, expected: bytes, rows: Vec::new() }
    }

    /// These records, after a look at each.
    pub fn of(first: u64, records: &[Vec<u8>]) -> Result<Commit, AppendError> {
        let bytes = records.iter().map(|record| record.len() + 1).sum();
        let mut commit = Commit::at_position(first, bytes);
        for record in records {
            commit.add([record])?;
        }
        Ok(commit)
    }

    /// The position of its first record.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Adds a record that is given in parts, each of them text, and shows it as it will be stored.
    pub fn add<const N: usize>(&mut self, parts: [&[u8]; N]) -> Result<&[u8], AppendError> {
        let index = self.count;
        let bytes = parts.iter().map(|part| part.len()).sum();
        if bytes == 0 {
            return Err(AppendError::NotALine { index, flaw: Flaw::Empty });
        }
        if bytes > RECORD_BYTES_MAX {
            return Err(AppendError::TooLong { index, bytes });
        }
        let (mut texts, mut behind) = ([""; N], 0);
        for (text, part) in texts.iter_mut().zip(parts) {
            *text = checked(part).map_err(|flaw| AppendError::NotALine { index, flaw: flaw.behind(behind) })?;
            behind += part.len();
        }
        if let Some(row) = self.rows.last_mut()
            && row.records.len() + 1 + bytes <= ROW_BYTES_MAX
        {
            row.records.push('\n');
            row.count += 1;
        } else {
            // A position past all numbers is past every head too: the store answers with a conflict.
            let first = self.first.saturating_add(index as u64);
            let records = String::with_capacity(self.expected.min(ROW_BYTES_MAX).max(bytes));
            self.rows.push(Row { first, count: 1, records });
        }
        self.count += 1;
        self.expected = self.expected.saturating_sub(bytes + 1);
        let records = &mut self.rows.last_mut().expect("there is one for this record").records;
        texts.into_iter().for_each(|text| records.push_str(text));
        Ok(&records.as_bytes()[records.len() - bytes..])
    }

    /// The rows of it, of which there is one at least.
    pub(crate) fn into_rows(self) -> Result<Vec<Row>, AppendError> {
        if self.rows.is_empty() { Err(AppendError::Empty) } else { Ok(self.rows) }
    }
}

fn checked(bytes: &[u8]) -> Result<&str, Flaw> {
    // Without an early stop the compiler looks at many bytes at a time.
    let has_control = bytes.iter().fold(false, |found, byte| found | (*byte < b' '));
    if has_control && let Some(at) = bytes.iter().position(|byte| *byte < b' ') {
        return Err(Flaw::Control { at, byte: bytes[at] });
    }
    str::from_utf8(bytes).map_err(|error| Flaw::NotUtf8 { at: error.valid_up_to() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_in_parts_is_packed_as_the_same_in_one() {
        let mut parts = Commit::at_position(7, 40);
        assert_eq!(parts.add([b"{\"link\":\"", b"abc", b"\"}"]).expect("it is a line"), br#"{"link":"abc"}"#);
        parts.add([b"{}"]).expect("it is a line");
        let whole = Commit::of(7, &[br#"{"link":"abc"}"#.to_vec(), b"{}".to_vec()]).expect("both are lines");
        let of = |commit: Commit| {
            let rows = commit.into_rows().expect("there are records");
            rows.into_iter().map(|row| (row.first, row.count, row.records)).collect::<Vec<_>>()
        };
        let (parts, whole) = (of(parts), of(whole));
        assert_eq!(parts, whole);
        assert_eq!(parts, [(7, 2, "{\"link\":\"abc\"}\n{}".to_owned())]);
    }

    #[test]
    fn what_is_wrong_with_a_part_is_told_by_its_place_in_the_record_and_nothing_of_it_stays() {
        let mut commit = Commit::at_position(0, 40);
        commit.add([b"{}"]).expect("it is a line");
        let flaws: [([&[u8]; 3], Flaw); 3] = [
            ([b"{\"", b"a\n", b"\":1}"], Flaw::Control { at: 3, byte: b'\n' }),
            ([b"{\"", b"a", b"\":\xff}"], Flaw::NotUtf8 { at: 5 }),
            ([b"", b"", b""], Flaw::Empty),
        ];
        for (parts, expected) in flaws {
            let refused = commit.add(parts);
            assert!(
                matches!(&refused, Err(AppendError::NotALine { index: 1, flaw }) if *flaw == expected),
                "{expected}: {refused:?}"
            );
        }
        let rows = commit.into_rows().expect("there is a record");
        assert_eq!((rows.len(), rows[0].count, rows[0].records.as_str()), (1, 1, "{}"));
    }
}
