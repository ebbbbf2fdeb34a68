//! Looking up single records of the log, for a command that names them or repeats one.

use mizan_ledger::record::Record;
use mizan_store::log::{EventLog, Page};

use crate::service::reader::ReadError;

/// How much is read for one record. The page is kept, because whoever sends a file again asks for its neighbours next.
const PAGE_BYTES: usize = 64 << 10;

/// The page that was looked into last. The log does not change, so it can never be out of date.
#[derive(Debug, Default)]
pub(crate) struct Recall {
    page: Option<Page>,
    /// Where each record of the page ends.
    ends: Vec<usize>,
}

impl Recall {
    /// The record at a position below the head.
    pub(crate) async fn record(&mut self, log: &dyn EventLog, position: u64) -> Result<Record, ReadError> {
        let held = self.page.as_ref().is_some_and(|page| (page.first..page.next()).contains(&position));
        if !held {
            let page = log.read(position, PAGE_BYTES).await?;
            self.ends.clear();
            let mut end = 0;
            for record in page.records() {
                end += record.len();
                self.ends.push(end);
                end += 1;
            }
            self.page = Some(page);
        }
        let line = self.line(position).ok_or(ReadError::BeyondEnd { asked: position, head: position })?;
        Record::from_bytes(line).map_err(|source| ReadError::NotARecord { position, source })
    }

    fn line(&self, position: u64) -> Option<&[u8]> {
        let page = self.page.as_ref()?;
        let index = usize::try_from(position.checked_sub(page.first)?).ok()?;
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        page.bytes().get(start..end)
    }
}
