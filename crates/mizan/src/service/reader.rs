//! Reading a log: every record checked and in order, folded into a book, or only into balances.
//!
//! Three things happen at once: the store reads ahead, a second thread decodes, and the caller's thread folds. Whichever of
//! the two is ahead of the other hashes. Live serving, `mizan replay` and every command that reads are this one function;
//! `plainly` is the same without any of it, for those who want to see that nothing depends on it.

mod ahead;
pub mod plainly;
pub mod skim;

use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use mizan_ledger::book::{Book, BrokenLog};
use mizan_ledger::record::alike::Alike;
use mizan_ledger::record::skim::{Skimmed, Standing};
use mizan_ledger::record::{NotARecord, Record};
use mizan_ledger::report::counted::TakenBack;
use mizan_ledger::view::index::Index;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_store::log::{EventLog, StoreError};

use crate::service::reader::ahead::{Ahead, Chunk, Decoded, PAGE_BYTES, read_ahead};
use mizan_verify::guard::{Guard, OpenBatch, Unchained};

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
pub struct Seen<'a, R = Record> {
    /// What it says.
    pub record: &'a R,
    /// Where it says it stands.
    pub standing: Standing<'a>,
    /// The bytes that are stored, without a line end.
    pub line: &'a [u8],
    /// Their hash.
    pub leaf: Hash,
}

/// What is made of the bytes of a record when they are met: all they say, or as much as concerns every cooperative.
pub(crate) trait Met: Send + Sized + 'static {
    /// How many are handed over at once: few enough to stay in the cache of a core, and to take little memory.
    const CHUNK: usize;

    /// Reads the record at a position, behind one that said this.
    fn decode<'a>(position: u64, line: &'a [u8], alike: &mut Alike<'a>) -> Result<Self, ReadError>;

    /// Where it stands, as its line says.
    fn standing<'a>(&'a self, line: &'a [u8]) -> Standing<'a>;
}

impl Met for Record {
    const CHUNK: usize = 64;

    fn decode<'a>(position: u64, line: &'a [u8], alike: &mut Alike<'a>) -> Result<Record, ReadError> {
        Record::in_turn(line, alike).map_err(|source| ReadError::NotARecord { position, source })
    }

    fn standing<'a>(&'a self, _: &'a [u8]) -> Standing<'a> {
        Standing::from(&self.envelope)
    }
}

impl Met for Skimmed {
    const CHUNK: usize = 256;

    fn decode<'a>(position: u64, line: &'a [u8], alike: &mut Alike<'a>) -> Result<Skimmed, ReadError> {
        Skimmed::in_turn(line, alike).map_err(|source| ReadError::NotARecord { position, source })
    }

    fn standing<'a>(&'a self, line: &'a [u8]) -> Standing<'a> {
        self.standing(line)
    }
}

/// A log folded up to a position.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Folded {
    /// What it says.
    pub book: Book,
    /// That it is whole and unaltered.
    pub guard: Guard,
    /// Where everything stands in it, for whoever asked for that before the first record.
    pub whereabouts: Option<Box<Whereabouts>>,
}

/// Where everything stands in a log.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Whereabouts {
    /// Which records concern what.
    pub index: Index,
    /// Which records corrections took back.
    pub taken_back: TakenBack,
}

impl Whereabouts {
    /// Notes a record that the book has taken.
    pub(crate) fn note(&mut self, record: &Record, book: &Book) {
        self.index.apply(record, book);
        self.taken_back.note(record);
    }
}

impl Folded {
    /// Takes the next record, whose hash this is.
    pub(crate) fn take(&mut self, record: &Record, leaf: Hash) -> Result<(), ReadError> {
        self.guard.take(&record.envelope, leaf)?;
        self.say(record)
    }

    /// Takes what the next record says; the guard sees it another time.
    pub(crate) fn say(&mut self, record: &Record) -> Result<(), ReadError> {
        self.book.apply(record)?;
        if let Some(whereabouts) = &mut self.whereabouts {
            whereabouts.note(record, &self.book);
        }
        Ok(())
    }
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
    /// Records are gone that were there.
    #[error(
        "the log has {head} records, and had {before}: it was put back to an earlier state (from a copy, or by a standby that took \
         over); what was acknowledged in between is not in it, so compare it with every copy before anything is added"
    )]
    WentBack {
        /// How many there are.
        head: u64,
        /// How many there were.
        before: u64,
    },
}

impl ReadError {
    /// Whether a record does not follow from what was folded before it.
    #[must_use]
    pub fn does_not_follow(&self) -> bool {
        matches!(self, ReadError::Unchained(_) | ReadError::Broken(_))
    }

    /// Whether the log is to blame, or the question, and not the disk.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        match self {
            ReadError::Store(error) => error.is_of_the_book(),
            ReadError::NotARecord { .. }
            | ReadError::Unchained(_)
            | ReadError::Broken(_)
            | ReadError::CutShort { .. }
            | ReadError::InsideBatch { .. }
            | ReadError::WentBack { .. }
            | ReadError::BeyondEnd { .. } => true,
        }
    }
}

/// Folds a log from nothing and shows each record to a visitor.
pub async fn fold<E: From<ReadError>>(
    log: &Arc<dyn EventLog>,
    until: Until,
    visit: impl FnMut(Seen<'_>) -> Result<(), E>,
) -> Result<Folded, E> {
    fold_under(Guard::default(), log, until, visit).await
}

/// Folds a log under a guard that may know what was signed of it.
pub async fn fold_under<E: From<ReadError>>(
    guard: Guard,
    log: &Arc<dyn EventLog>,
    until: Until,
    visit: impl FnMut(Seen<'_>) -> Result<(), E>,
) -> Result<Folded, E> {
    fold_on(Folded { guard, ..Folded::default() }, log, until, visit).await
}

/// Folds on what was folded from the beginning of the same log, and shows the visitor the rest of its records.
pub async fn fold_on<E: From<ReadError>>(
    folded: Folded,
    log: &Arc<dyn EventLog>,
    until: Until,
    mut visit: impl FnMut(Seen<'_>) -> Result<(), E>,
) -> Result<Folded, E> {
    let Folded { mut book, guard, mut whereabouts } = folded;
    let guard = walk(guard, log, until, |seen: Seen<'_>| {
        book.apply(seen.record).map_err(ReadError::Broken)?;
        if let Some(whereabouts) = &mut whereabouts {
            whereabouts.note(seen.record, &book);
        }
        visit(seen)
    })
    .await?;
    Ok(Folded { book, guard, whereabouts })
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
    walk(Guard::default(), log, until, |seen: Seen<'_>| {
        if day.is_none_or(|day| seen.record.envelope.occurred_on <= day) { visit(seen) } else { Ok(()) }
    })
    .await
}

/// Folds what others have appended since. Few records, so one thread is enough.
pub(crate) async fn catch_up(log: &dyn EventLog, folded: &mut Folded) -> Result<(), ReadError> {
    loop {
        let page = log.read(folded.guard.head(), PAGE_BYTES).await?;
        if page.is_empty() {
            return whole(&folded.guard, None);
        }
        let mut alike = Alike::default();
        for (position, line) in (page.first..).zip(page.records()) {
            let record = Record::decode(position, line, &mut alike)?;
            folded.take(&record, leaf_hash(line))?;
        }
    }
}

/// Shows the records behind those a guard has seen, in order and checked.
pub(crate) async fn walk<R: Met, E: From<ReadError>>(
    mut guard: Guard,
    log: &Arc<dyn EventLog>,
    until: Until,
    mut on: impl FnMut(Seen<'_, R>) -> Result<(), E>,
) -> Result<Guard, E> {
    let head = log.head().await.map_err(ReadError::Store)?;
    let (end, asked) = match until {
        Until::End => (head, None),
        Until::Position(asked) if asked < head => (asked + 1, Some(asked)),
        Until::Position(asked) => return Err(ReadError::BeyondEnd { asked, head }.into()),
    };
    let Ahead { mut chunks, folded } = read_ahead::<R>(Arc::clone(log), guard.head(), end);
    while guard.head() < end {
        let Some(chunk) = chunks.recv().await else { break };
        let mut chunk = chunk.map_err(ReadError::Store)?;
        chunk.hash();
        let Chunk { page, decoded, error } = chunk;
        for Decoded { record, line, leaf } in &decoded {
            if guard.head() == end {
                break;
            }
            let line = &page.bytes()[line.clone()];
            let leaf = leaf.expect("a chunk is hashed before it is shown");
            let standing = record.standing(line);
            guard.take(standing, leaf).map_err(ReadError::Unchained)?;
            on(Seen { record, standing, line, leaf })?;
        }
        if let Some(error) = error.filter(|_| guard.head() < end) {
            return Err(error.into());
        }
        // When all is decoded nobody is there to take it, and it goes here.
        let _ = folded.send(decoded);
    }
    if guard.head() < end {
        return Err(ReadError::BeyondEnd { asked: end - 1, head: guard.head() }.into());
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

#[cfg(test)]
mod tests;
