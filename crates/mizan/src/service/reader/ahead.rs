//! Reading and decoding ahead of whoever folds: pages in a task, records in a thread.

use std::ops::Range;
use std::sync::Arc;

use mizan_ledger::record::alike::Alike;
use mizan_proof::hash::pair::leaf_hashes;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_store::log::{EventLog, Page, StoreError};
use tokio::sync::mpsc;

use crate::service::reader::{Met, ReadError};

/// How much is read at once. A database is asked for each page, and a larger one keeps it busy for longer.
pub(super) const PAGE_BYTES: usize = 512 << 10;

/// How many pages wait to be decoded.
const PAGES_WAITING: usize = 1;

/// How many chunks wait to be folded.
const CHUNKS_WAITING: usize = 8;

/// When so many wait, whoever decodes hashes too. There are as many behind it: if it began only when there is no more room, it
/// would next have to wait for some, and in the end hash less than it has the time for.
const MANY_WAITING: usize = CHUNKS_WAITING / 2;

/// A record, and where its bytes are in its page.
pub(super) struct Decoded<R> {
    pub(super) record: R,
    pub(super) line: Range<usize>,
    /// Its hash, where whoever decodes had the time for it.
    pub(super) leaf: Option<Hash>,
}

/// A part of a page, decoded up to the first thing that is no record.
pub(super) struct Chunk<R> {
    pub(super) page: Arc<Page>,
    pub(super) decoded: Vec<Decoded<R>>,
    pub(super) error: Option<ReadError>,
}

impl<R> Chunk<R> {
    /// Hashes each record of it, two at once, unless that was done.
    pub(super) fn hash(&mut self) {
        if self.decoded.first().is_none_or(|first| first.leaf.is_some()) {
            return;
        }
        let bytes = self.page.bytes();
        let (pairs, rest) = self.decoded.as_chunks_mut();
        for [one, other] in pairs {
            [one.leaf, other.leaf] = leaf_hashes(&bytes[one.line.clone()], &bytes[other.line.clone()]).map(Some);
        }
        for Decoded { line, leaf, .. } in rest {
            *leaf = Some(leaf_hash(&bytes[line.clone()]));
        }
    }
}

/// What is read ahead, and the way back for what has been folded.
pub(super) struct Ahead<R> {
    pub(super) chunks: mpsc::Receiver<Result<Chunk<R>, StoreError>>,
    /// Memory is given back where it was taken: two threads that take and give each other's wait for each other.
    pub(super) folded: mpsc::UnboundedSender<Vec<Decoded<R>>>,
}

/// Reads pages in a task and decodes them in a thread, both ahead of whoever takes them. Both end when nobody does.
pub(super) fn read_ahead<R: Met>(log: Arc<dyn EventLog>, first: u64, end: u64) -> Ahead<R> {
    let (to_decode, mut pages) = mpsc::channel::<Result<Page, StoreError>>(PAGES_WAITING);
    let (to_fold, chunks) = mpsc::channel(CHUNKS_WAITING);
    // No more comes back than was sent, and that is bounded.
    let (folded, mut used) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut next = first;
        while next < end {
            let page = log.read(next, PAGE_BYTES).await;
            let last = page.as_ref().map_or(true, Page::is_empty);
            next = page.as_ref().map_or(next, Page::next);
            if to_decode.send(page).await.is_err() || last {
                break;
            }
        }
    });
    tokio::task::spawn_blocking(move || {
        while let Some(page) = pages.blocking_recv() {
            let sent = match page {
                Ok(page) => decode_page(page, &mut used, |mut chunk| {
                    // Who folds is behind, and has one thing less to do.
                    if CHUNKS_WAITING - to_fold.capacity() >= MANY_WAITING {
                        chunk.hash();
                    }
                    to_fold.blocking_send(Ok(chunk)).is_ok()
                }),
                Err(error) => to_fold.blocking_send(Err(error)).is_ok(),
            };
            if !sent {
                break;
            }
        }
    });
    Ahead { chunks, folded }
}

/// Decodes a page in chunks, as long as they are taken.
fn decode_page<R: Met>(
    page: Page,
    used: &mut mpsc::UnboundedReceiver<Vec<Decoded<R>>>,
    mut take: impl FnMut(Chunk<R>) -> bool,
) -> bool {
    let page = Arc::new(page);
    let mut empty = || {
        let mut decoded = used.try_recv().unwrap_or_default();
        decoded.clear();
        Chunk { page: Arc::clone(&page), decoded, error: None }
    };
    let mut chunk = empty();
    let (mut start, mut alike) = (0, Alike::default());
    for (position, line) in (page.first..).zip(page.records()) {
        match R::decode(position, line, &mut alike) {
            Ok(record) => chunk.decoded.push(Decoded { record, line: start..start + line.len(), leaf: None }),
            Err(error) => {
                chunk.error = Some(error);
                break;
            }
        }
        start += line.len() + 1;
        if chunk.decoded.len() == R::CHUNK && !take(std::mem::replace(&mut chunk, empty())) {
            return false;
        }
    }
    take(chunk)
}
