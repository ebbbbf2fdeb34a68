//! A row: the records of one commit, checked and packed as lines.
//!
//! A row holds at most [`ROW_BYTES_MAX`], or one record that is longer; a larger commit is several rows, which a store
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

/// Packs the records of one commit, after a look at each.
pub(crate) fn rows(first: u64, records: &[Vec<u8>]) -> Result<Vec<Row>, AppendError> {
    if records.is_empty() {
        return Err(AppendError::Empty);
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut unpacked: usize = records.iter().map(|record| record.len() + 1).sum();
    for (index, record) in records.iter().enumerate() {
        let line = line(index, record)?;
        match rows.last_mut() {
            Some(row) if row.records.len() + 1 + line.len() <= ROW_BYTES_MAX => {
                row.records.push('\n');
                row.records.push_str(line);
                row.count += 1;
            }
            Some(_) | None => {
                // A position past all numbers is past every head too: the store answers with a conflict.
                let position = first.saturating_add(index as u64);
                let mut lines = String::with_capacity(unpacked.min(ROW_BYTES_MAX));
                lines.push_str(line);
                rows.push(Row { first: position, count: 1, records: lines });
            }
        }
        unpacked -= record.len() + 1;
    }
    Ok(rows)
}

fn line(index: usize, record: &[u8]) -> Result<&str, AppendError> {
    if record.is_empty() {
        return Err(AppendError::NotALine { index, flaw: Flaw::Empty });
    }
    if record.len() > RECORD_BYTES_MAX {
        return Err(AppendError::TooLong { index, bytes: record.len() });
    }
    // Without an early stop the compiler looks at many bytes at a time.
    let has_control = record.iter().fold(false, |found, byte| found | (*byte < b' '));
    if has_control && let Some(at) = record.iter().position(|byte| *byte < b' ') {
        return Err(AppendError::NotALine { index, flaw: Flaw::Control { at, byte: record[at] } });
    }
    str::from_utf8(record)
        .map_err(|error| AppendError::NotALine { index, flaw: Flaw::NotUtf8 { at: error.valid_up_to() } })
}
