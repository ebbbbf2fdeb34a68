//! A log in memory, for tests and for trying out: it keeps every promise but the power cut.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::{
    log::{AppendError, EventLog, PAGE_BYTES_MAX, Page, StoreError},
    pick::{PICKED_MAX, Picked, Picker},
    row::{Commit, Row},
};

/// A log that is gone when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryLog {
    rows: Mutex<Vec<Row>>,
}

impl MemoryLog {
    /// An empty log.
    pub fn new() -> MemoryLog {
        MemoryLog::default()
    }

    fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        // The rows are only ever extended by whole commits, so they are sound even if someone panicked.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl EventLog for MemoryLog {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        let first = commit.first();
        let added = commit.into_rows()?;
        let mut rows = self.rows();
        let head = head(&rows);
        if first != head {
            return Err(AppendError::Conflict { head });
        }
        rows.extend(added);
        Ok(())
    }

    async fn head(&self) -> Result<u64, StoreError> {
        Ok(head(&self.rows()))
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        let max_bytes = max_bytes.min(PAGE_BYTES_MAX);
        let rows = self.rows();
        let mut wanted = rows[rows.partition_point(|row| row.next() <= from)..].iter();
        let Some(start) = wanted.next() else { return Ok(Page::empty(from)) };
        let mut bytes = start.records.clone().into_bytes();
        let mut count = start.count;
        for row in wanted {
            if bytes.len() + 1 + row.records.len() > max_bytes {
                break;
            }
            bytes.push(b'\n');
            bytes.extend_from_slice(row.records.as_bytes());
            count += row.count;
        }
        Page::starting_at(from, start.first, count, bytes)
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        let rows = self.rows();
        let mut picker = Picker::of(positions, PICKED_MAX);
        while let Some(&wanted) = picker.wanted().first() {
            let Some(row) = rows.get(rows.partition_point(|row| row.next() <= wanted)) else { break };
            picker.look_through(row.first, row.count, row.records.as_bytes())?;
        }
        Ok(picker.picked())
    }

    /// Memory is as safe as it will ever be.
    async fn confirm(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// As many as a file: whatever is tested here is tested as it is there.
    fn enough_bytes(&self) -> usize {
        8 << 20
    }
}

fn head(rows: &[Row]) -> u64 {
    rows.last().map_or(0, Row::next)
}
