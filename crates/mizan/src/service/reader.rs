//! Reading a log: every record checked and in order, folded into a book, or only into balances.
//!
//! Three things happen at once: the store reads ahead, a second thread decodes and hashes, and the caller's thread
//! folds. Live serving, `mizan replay` and every command that reads are this one function; `plainly` is the same
//! without any of it, for those who want to see that nothing depends on it.

pub mod plainly;

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use mizan_ledger::balances::Balances;
use mizan_ledger::book::{Book, BrokenLog};
use mizan_ledger::id::CooperativeId;
use mizan_ledger::posting::postings;
use mizan_ledger::record::{NotARecord, Record};
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_store::log::{EventLog, Page, StoreError};
use tokio::sync::mpsc;

use crate::service::guard::{Guard, OpenBatch, Unchained};

/// How much is read at once. A commit of a mebibyte comes whole, however little is asked.
const PAGE_BYTES: usize = 256 << 10;

/// How many pages wait to be decoded.
const PAGES_WAITING: usize = 4;

/// How many records are handed over at once: few enough to stay in the cache of a core.
const CHUNK: usize = 256;

/// How many chunks wait to be folded.
const CHUNKS_WAITING: usize = 16;

/// More bytes than any page has, and few enough for the allocator to learn from (at most 32 MiB).
const LARGER_THAN_ANY_PAGE: usize = 24 << 20;

/// Up to where a log is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Up to the record that was the last when reading began.
    End,
    /// Up to and including the record at this position, which must be the last of its batch.
    Position(u64),
}

/// Which records count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// All there are.
    End,
    /// All up to and including this position, which must be the last of its batch.
    Position(u64),
    /// All that happened (`occurred_on`) up to the end of this day, whenever they were recorded.
    Day(Date),
}

/// A text that names no place in a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a position, such as 1042, nor a day, such as 2026-03-31")]
pub struct NotAPlace(String);

impl FromStr for At {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<At, NotAPlace> {
        let place = if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
            text.parse().ok().map(At::Position)
        } else {
            text.parse().ok().map(At::Day)
        };
        place.ok_or_else(|| NotAPlace(text.chars().take(60).collect()))
    }
}

/// A record as it is met in the log.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// What it says.
    pub record: &'a Record,
    /// The bytes that are stored, without a line end.
    pub line: &'a [u8],
    /// Their hash.
    pub leaf: Hash,
}

/// A log folded up to a position.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// What it says.
    pub book: Book,
    /// That it is whole and unaltered.
    pub guard: Guard,
}

/// Why a log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something else stands where a record should.
    #[error("position {position} holds no record")]
    NotARecord {
        /// Where.
        position: u64,
        /// What is wrong.
        #[source]
        source: NotARecord,
    },
    /// A record that does not follow from the ones before it.
    #[error(transparent)]
    Unchained(#[from] Unchained),
    /// A record that says what cannot be.
    #[error(transparent)]
    Broken(#[from] BrokenLog),
    /// The log ends inside a batch.
    #[error(
        "the log ends at position {end}, inside the batch of `{key}` (positions {first} to {last}): it was cut short, \
         take the book from a copy"
    )]
    CutShort {
        /// The last position there is.
        end: u64,
        /// The key of the batch.
        key: String,
        /// Its first position.
        first: u64,
        /// The last it should have.
        last: u64,
    },
    /// A state was asked for that never was.
    #[error(
        "position {asked} lies inside the batch of `{key}` (positions {first} to {last}), which is one step: \
         ask for position {last}, or for one before {first}"
    )]
    InsideBatch {
        /// What was asked.
        asked: u64,
        /// The key of the batch.
        key: String,
        /// Its first position.
        first: u64,
        /// Its last.
        last: u64,
    },
    /// A position was asked for that is not there.
    #[error("there is no position {asked}: the log has {head} records, counted from 0")]
    BeyondEnd {
        /// What was asked.
        asked: u64,
        /// How many there are.
        head: u64,
    },
}

impl ReadError {
    /// Whether the log is to blame, or the question, and not the disk.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        match self {
            ReadError::Store(StoreError::Gap { .. } | StoreError::Miscounted { .. }) => true,
            ReadError::Store(
                StoreError::Busy { .. }
                | StoreError::ReadOnly { .. }
                | StoreError::Closed { .. }
                | StoreError::Failed { .. },
            ) => false,
            ReadError::NotARecord { .. }
            | ReadError::Unchained(_)
            | ReadError::Broken(_)
            | ReadError::CutShort { .. }
            | ReadError::InsideBatch { .. }
            | ReadError::BeyondEnd { .. } => true,
        }
    }
}

/// Folds a log from nothing and shows each record to a visitor.
pub async fn fold<E: From<ReadError>>(
    log: &Arc<dyn EventLog>,
    until: Until,
    mut visit: impl FnMut(Seen<'_>) -> Result<(), E>,
) -> Result<Folded, E> {
    let mut book = Book::default();
    let guard = walk(log, until, |seen| {
        book.apply(seen.record).map_err(ReadError::Broken)?;
        visit(seen)
    })
    .await?;
    Ok(Folded { book, guard })
}

/// Reads a log from the start, checks all of it, and shows a visitor the records that count.
///
/// Where a day is asked for, what happened later is passed over. All records of one command have one day, so whatever
/// is summed from them stays balanced; but a book cannot be folded from them, because days need not run in the order
/// of positions.
pub async fn visit<E: From<ReadError>>(
    log: &Arc<dyn EventLog>,
    at: At,
    mut visit: impl FnMut(Seen<'_>) -> Result<(), E>,
) -> Result<Guard, E> {
    let (until, day) = match at {
        At::End => (Until::End, None),
        At::Position(position) => (Until::Position(position), None),
        At::Day(day) => (Until::End, Some(day)),
    };
    walk(
        log,
        until,
        |seen| {
            if day.is_none_or(|day| seen.record.envelope.occurred_on <= day) { visit(seen) } else { Ok(()) }
        },
    )
    .await
}

/// The balances of every cooperative.
pub async fn balances_at(log: &Arc<dyn EventLog>, at: At) -> Result<BTreeMap<CooperativeId, Balances>, ReadError> {
    let mut all: BTreeMap<CooperativeId, Balances> = BTreeMap::new();
    let mut moved = Vec::new();
    visit(log, at, |seen| {
        if let Some(cooperative) = seen.record.envelope.scope {
            postings(&seen.record.event, &mut moved);
            let balances = all.entry(cooperative).or_default();
            moved.drain(..).for_each(|posting| balances.add(&posting));
        }
        Ok::<(), ReadError>(())
    })
    .await?;
    Ok(all)
}

/// Folds what others have appended since. Few records, so one thread is enough.
pub(crate) async fn catch_up(log: &dyn EventLog, folded: &mut Folded) -> Result<(), ReadError> {
    loop {
        let page = log.read(folded.guard.head(), PAGE_BYTES).await?;
        if page.is_empty() {
            return whole(&folded.guard, None);
        }
        for (position, line) in (page.first..).zip(page.records()) {
            let (record, leaf) = decode(position, line)?;
            folded.guard.take(&record.envelope, leaf)?;
            folded.book.apply(&record)?;
        }
    }
}

async fn walk<E: From<ReadError>>(
    log: &Arc<dyn EventLog>,
    until: Until,
    mut on: impl FnMut(Seen<'_>) -> Result<(), E>,
) -> Result<Guard, E> {
    let head = log.head().await.map_err(ReadError::Store)?;
    let (end, asked) = match until {
        Until::End => (head, None),
        Until::Position(asked) if asked < head => (asked + 1, Some(asked)),
        Until::Position(asked) => return Err(ReadError::BeyondEnd { asked, head }.into()),
    };
    let mut guard = Guard::default();
    let Ahead { mut chunks, folded } = read_ahead(Arc::clone(log), end);
    while guard.head() < end {
        let Some(chunk) = chunks.recv().await else { break };
        let Chunk { page, decoded, error } = chunk.map_err(ReadError::Store)?;
        for Decoded { record, leaf, line } in &decoded {
            if guard.head() == end {
                break;
            }
            guard.take(&record.envelope, *leaf).map_err(ReadError::Unchained)?;
            on(Seen { record, line: &page.bytes()[line.clone()], leaf: *leaf })?;
        }
        if let Some(error) = error.filter(|_| guard.head() < end) {
            return Err(error.into());
        }
        // When all is decoded nobody is there to take it, and it goes here.
        let _ = folded.send(decoded);
    }
    whole(&guard, asked)?;
    Ok(guard)
}

/// That reading did not stop inside a batch.
fn whole(guard: &Guard, asked: Option<u64>) -> Result<(), ReadError> {
    let Some(open) = guard.open_batch() else { return Ok(()) };
    let OpenBatch { key, first, last } = open;
    Err(match asked {
        Some(asked) => ReadError::InsideBatch { asked, key, first, last },
        None => ReadError::CutShort { end: guard.head() - 1, key, first, last },
    })
}

/// A record, the hash of its bytes, and where they are in its page.
struct Decoded {
    record: Record,
    leaf: Hash,
    line: Range<usize>,
}

/// A part of a page, decoded up to the first thing that is no record.
struct Chunk {
    page: Arc<Page>,
    decoded: Vec<Decoded>,
    error: Option<ReadError>,
}

/// What is read ahead, and the way back for what has been folded.
struct Ahead {
    chunks: mpsc::Receiver<Result<Chunk, StoreError>>,
    /// Memory is given back where it was taken: two threads that take and give each other's wait for each other.
    folded: mpsc::UnboundedSender<Vec<Decoded>>,
}

/// Reads pages in a task and decodes them in a thread, both ahead of whoever takes them. Both end when nobody does.
fn read_ahead(log: Arc<dyn EventLog>, end: u64) -> Ahead {
    keep_large_buffers();
    let (to_decode, mut pages) = mpsc::channel::<Result<Page, StoreError>>(PAGES_WAITING);
    let (to_fold, chunks) = mpsc::channel(CHUNKS_WAITING);
    // No more comes back than was sent, and that is bounded.
    let (folded, mut used) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut next = 0;
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
                Ok(page) => decode_page(page, &mut used, |chunk| to_fold.blocking_send(Ok(chunk)).is_ok()),
                Err(error) => to_fold.blocking_send(Err(error)).is_ok(),
            };
            if !sent {
                break;
            }
        }
    });
    Ahead { chunks, folded }
}

/// Has the allocator of glibc keep the memory of pages from one to the next.
///
/// It gives back to the system what is freed in large pieces, and every page of it costs a fault when it is taken
/// again: three times the work of reading. Its measure of "large" grows with the largest piece it has seen freed
/// (mallopt(3), M_MMAP_THRESHOLD), so it is shown one. Other allocators do not mind.
fn keep_large_buffers() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGER_THAN_ANY_PAGE)));
}

/// Decodes a page in chunks, as long as they are taken.
fn decode_page(
    page: Page,
    used: &mut mpsc::UnboundedReceiver<Vec<Decoded>>,
    mut take: impl FnMut(Chunk) -> bool,
) -> bool {
    let page = Arc::new(page);
    let mut empty = || {
        let mut decoded = used.try_recv().unwrap_or_default();
        decoded.clear();
        Chunk { page: Arc::clone(&page), decoded, error: None }
    };
    let mut chunk = empty();
    let mut start = 0;
    for (position, line) in (page.first..).zip(page.records()) {
        match decode(position, line) {
            Ok((record, leaf)) => chunk.decoded.push(Decoded { record, leaf, line: start..start + line.len() }),
            Err(error) => {
                chunk.error = Some(error);
                break;
            }
        }
        start += line.len() + 1;
        if chunk.decoded.len() == CHUNK && !take(std::mem::replace(&mut chunk, empty())) {
            return false;
        }
    }
    take(chunk)
}

fn decode(position: u64, line: &[u8]) -> Result<(Record, Hash), ReadError> {
    let record = Record::from_bytes(line).map_err(|source| ReadError::NotARecord { position, source })?;
    Ok((record, leaf_hash(line)))
}

#[cfg(test)]
mod tests;
