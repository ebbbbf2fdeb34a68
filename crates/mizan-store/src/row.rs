//! A row: the records of one commit, checked and packed as lines.
//!
//! A row holds at most `ROW_BYTES_MAX`, or one record that is longer; a larger commit is several rows, and a smaller one may
//! be, which a store writes together. Older books have rows of up to a mebibyte.

use std::str;

use crate::log::{AppendError, Flaw, RECORD_BYTES_MAX};

/// The most bytes of one row of several records, newlines included.
///
/// Whoever wants one record takes up the row it lies in, and a member's few hundred lie in as many rows: in rows of a
/// mebibyte they are two hundred mebibytes. A database unpacks small values sooner than large ones, too; from a file, all of
/// a book is read a little slower in small rows.
///
/// With what SQLite says of it, such a row is a page of a new file to itself.
pub(crate) const ROW_BYTES_MAX: usize = (16 << 10) - 64;

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

    /// The same records in rows of at most so many bytes, or one record that is longer.
    pub(crate) fn in_rows_of(self, most: usize) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for (index, line) in self.records.split('\n').enumerate() {
            match rows.last_mut() {
                Some(row) if row.records.len() + 1 + line.len() <= most => {
                    row.records.push('\n');
                    row.records.push_str(line);
                    row.count += 1;
                }
                Some(_) | None => {
                    // As in a commit, a position past all numbers is past every head too.
                    let first = self.first.saturating_add(index as u64);
                    rows.push(Row { first, count: 1, records: line.to_owned() });
                }
            }
        }
        rows
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
        for (index, record) in records.iter().enumerate() {
            commit.add([text(record).map_err(|flaw| AppendError::NotALine { index, flaw })?])?;
        }
        Ok(commit)
    }

    /// The position of its first record.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Adds a record that is given in parts, and shows it as it will be stored.
    pub fn add<const N: usize>(&mut self, parts: [&str; N]) -> Result<&[u8], AppendError> {
        let index = self.count;
        let bytes = parts.iter().map(|part| part.len()).sum();
        if bytes == 0 {
            return Err(AppendError::NotALine { index, flaw: Flaw::Empty });
        }
        if bytes > RECORD_BYTES_MAX {
            return Err(AppendError::TooLong { index, bytes });
        }
        let mut behind = 0;
        for part in parts {
            if let Some(flaw) = control(part.as_bytes(), behind) {
                return Err(AppendError::NotALine { index, flaw });
            }
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
        parts.into_iter().for_each(|part| records.push_str(part));
        Ok(&records.as_bytes()[records.len() - bytes..])
    }

    /// The rows of it, of which there is one at least.
    pub(crate) fn into_rows(self) -> Result<Vec<Row>, AppendError> {
        if self.rows.is_empty() { Err(AppendError::Empty) } else { Ok(self.rows) }
    }
}

fn text(record: &[u8]) -> Result<&str, Flaw> {
    str::from_utf8(record).map_err(|error| Flaw::NotUtf8 { at: error.valid_up_to() })
}

/// The first control character of a part, with so many bytes of the record before it.
fn control(part: &[u8], behind: usize) -> Option<Flaw> {
    // Without an early stop the compiler looks at many bytes at a time.
    if !part.iter().fold(false, |found, byte| found | (*byte < b' ')) {
        return None;
    }
    let at = part.iter().position(|byte| *byte < b' ')?;
    Some(Flaw::Control { at: behind + at, byte: part[at] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(commit: Commit) -> Vec<(u64, u64, String)> {
        let rows = commit.into_rows().expect("there are records");
        rows.into_iter().map(|row| (row.first, row.count, row.records)).collect()
    }

    #[test]
    fn a_row_in_smaller_rows_has_the_same_records_at_the_same_positions() {
        let records = ["aé", "b", "a longer one", "c", "d"].join("\n");
        let row = Row { first: 7, count: 5, records: records.clone() };
        let expected = [(7, 2, "aé\nb"), (9, 1, "a longer one"), (10, 2, "c\nd")];
        let rows: Vec<_> =
            row.clone().in_rows_of(5).into_iter().map(|row| (row.first, row.count, row.records)).collect();
        assert_eq!(rows, expected.map(|(first, count, records)| (first, count, records.to_owned())));
        let whole: Vec<_> = row.in_rows_of(100).into_iter().map(|row| (row.first, row.count, row.records)).collect();
        assert_eq!(whole, [(7, 5, records)]);
    }

    #[test]
    fn a_record_in_parts_is_packed_as_the_same_in_one() {
        let mut parts = Commit::at_position(7, 40);
        assert_eq!(parts.add(["{\"link\":\"", "abc", "\"}"]).expect("it is a line"), br#"{"link":"abc"}"#);
        parts.add(["{}"]).expect("it is a line");
        let whole = Commit::of(7, &[br#"{"link":"abc"}"#.to_vec(), b"{}".to_vec()]).expect("both are lines");
        let (parts, whole) = (rows(parts), rows(whole));
        assert_eq!(parts, whole);
        assert_eq!(parts, [(7, 2, "{\"link\":\"abc\"}\n{}".to_owned())]);
    }

    #[test]
    fn what_is_wrong_with_a_record_is_told_by_its_place_in_it_and_nothing_of_it_stays() {
        let mut commit = Commit::at_position(0, 40);
        commit.add(["{}"]).expect("it is a line");
        for (parts, expected) in
            [(["{\"", "a\n", "\":1}"], Flaw::Control { at: 3, byte: b'\n' }), (["", "", ""], Flaw::Empty)]
        {
            let refused = commit.add(parts);
            assert!(
                matches!(&refused, Err(AppendError::NotALine { index: 1, flaw }) if *flaw == expected),
                "{expected}: {refused:?}"
            );
        }
        assert_eq!(rows(commit), [(0, 1, "{}".to_owned())]);
        let refused = Commit::of(0, &[b"{}".to_vec(), b"{\"a\":\xff}".to_vec()]);
        assert!(
            matches!(refused, Err(AppendError::NotALine { index: 1, flaw: Flaw::NotUtf8 { at: 5 } })),
            "{refused:?}"
        );
    }
}
