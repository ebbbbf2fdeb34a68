//! Renewing a snapshot: when it is due, how it is made, and whether it says what the log says.
//!
//! It is made only when all answers are out, so that nobody waits for it: of what the writer has folded, if that began with
//! the first record, and otherwise by reading on in the log from the snapshot there is, with the index, which a writer does
//! not need. The log is asked what the snapshot is of, and need not be open when it is written. What goes wrong is a warning:
//! without a snapshot a book says the same, later.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use mizan_ledger::book::Book;
use mizan_store::log::EventLog;
use tokio::task;

use crate::service::lookup::{Lookup, Sought, look_up};
use crate::service::reader::{At, Folded, ReadError, Until, Whereabouts};
use crate::service::snapshot::file::{self, Of};
use crate::service::snapshot::{Kept, Signed, Wanted, leaf_at, look_at};

/// A writer that ends leaves a new snapshot if it had to fold, or recorded, so many records since the last one: a third
/// of a second of folding. A book that never had so many has none, and is one file.
pub const DUE: u64 = 100_000;

/// A snapshot that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub file: PathBuf,
    /// Of how many records.
    pub records: u64,
    /// How long it is.
    pub bytes: u64,
}

/// Why none was written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// Nobody said where.
    #[error("nobody said where the snapshot of a book in a database is kept: name a file in MIZAN_SNAPSHOT")]
    Nowhere,
    /// There is nothing to write down.
    #[error("the book has no record yet: there is nothing to make a snapshot of")]
    NoRecord,
    /// The log.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The disk.
    #[error("the snapshot {} cannot be written", file.display())]
    Disk {
        /// Where.
        file: PathBuf,
        /// What failed.
        source: io::Error,
    },
}

/// Whether a new snapshot is due, where there was one of so many records and there are so many now.
#[must_use]
pub fn is_due(from: u64, head: u64) -> bool {
    head.saturating_sub(from) >= DUE
}

/// A new snapshot for which the log has been asked all it is asked: it may be closed while the snapshot is written.
#[derive(Debug)]
pub struct Ready {
    file: PathBuf,
    of: Of,
    folded: Folded,
}

/// Makes a new snapshot ready of what a writer has left, if it is known where it is kept.
pub async fn ready(log: &Arc<dyn EventLog>, kept: &Kept, signed: Option<Signed>, mut left: Folded) -> Option<Ready> {
    kept.file()?;
    let ready = async {
        let file = place_of(kept)?;
        if left.whereabouts.is_none() {
            // Let go of before as much is folded again.
            drop(left);
            return ready_anew(log, kept, signed, |_| ()).await;
        }
        // A snapshot holds also what nobody has asked for.
        left.read_all(log).await?;
        Ready::of(log.as_ref(), file, left).await
    };
    ready.await.inspect_err(warn).ok()
}

/// Where it is to be kept. What may not be written over is told before all is folded for it.
fn place_of(kept: &Kept) -> Result<PathBuf, NotWritten> {
    let Some(file) = kept.file().map(ToOwned::to_owned) else { return Err(NotWritten::Nowhere) };
    match file::may_take_the_place_of(&file) {
        Ok(()) => Ok(file),
        Err(source) => Err(NotWritten::Disk { file, source }),
    }
}

fn warn(error: &NotWritten) {
    tracing::warn!(error = error as &dyn Error, "No snapshot was written, the next opening takes longer");
}

/// Writes a new snapshot of all there is.
pub async fn renew(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    signed: Option<Signed>,
    progress: impl Fn(u64),
) -> Result<Written, NotWritten> {
    ready_anew(log, kept, signed, progress).await?.write().await
}

async fn ready_anew(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    signed: Option<Signed>,
    progress: impl Fn(u64),
) -> Result<Ready, NotWritten> {
    let file = place_of(kept)?;
    let Lookup { book, guard, index, taken_back } = look_up(log, kept, signed, At::End, Sought::All, progress).await?;
    let whereabouts = Some(Box::new(Whereabouts { index, taken_back }));
    Ready::of(log.as_ref(), file, Folded { book, guard, whereabouts }).await
}

impl Ready {
    /// What was folded from the first record on, with what tells of which records.
    async fn of(log: &dyn EventLog, file: PathBuf, folded: Folded) -> Result<Ready, NotWritten> {
        let position = folded.guard.head();
        let Some(last) = position.checked_sub(1) else { return Err(NotWritten::NoRecord) };
        let hash_at = async |position| {
            let leaf = leaf_at(log, position).await?;
            leaf.ok_or(ReadError::BeyondEnd { asked: position, head: position })
        };
        let of = Of { first: hash_at(0).await?, position, root: folded.guard.root(), last: hash_at(last).await? };
        Ok(Ready { file, of, folded })
    }

    /// Writes it in place of the one there was.
    async fn write(self) -> Result<Written, NotWritten> {
        let Ready { file, of, mut folded } = self;
        let (path, records) = (file.clone(), of.position);
        let written = task::spawn_blocking(move || {
            let whereabouts = folded.whereabouts.take().unwrap_or_default();
            file::write(&path, of, &folded, &whereabouts)
        });
        match written.await.unwrap_or_else(|error| Err(io::Error::other(error))) {
            Ok(bytes) => Ok(Written { file, records, bytes }),
            Err(source) => Err(NotWritten::Disk { file, source }),
        }
    }

    /// How many records it is of.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.of.position
    }

    /// Writes it, or warns.
    pub async fn leave(self) {
        if let Err(error) = self.write().await {
            warn(&error);
        }
    }
}

/// A snapshot, beside what the log comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// Every part of it is what the first so many records come to.
    Agrees {
        /// How many.
        records: u64,
    },
    /// It is something else than they come to.
    Differs {
        /// How many.
        records: u64,
        /// In what.
        what: Vec<String>,
    },
    /// Nobody uses it.
    NotUsed {
        /// Why not.
        why: String,
    },
}

/// Folds a log from nothing as far as its snapshot goes, and compares; nothing if there is no snapshot. It is held against
/// the log alone, which is more than a checkpoint can say of it.
pub async fn compare(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    progress: impl Fn(u64),
) -> Result<Option<Compared>, ReadError> {
    let taken = match look_at(log.as_ref(), kept, None, Until::End, Wanted::Everything).await? {
        Ok(Some(taken)) => taken,
        Ok(None) => return Ok(None),
        Err(why) => return Ok(Some(Compared::NotUsed { why: why.to_string() })),
    };
    let records = taken.guard.head();
    let last = records.saturating_sub(1);
    let Folded { book, guard, whereabouts } = taken;
    let Whereabouts { index, taken_back } = *whereabouts.unwrap_or_default();
    let told = Lookup { book, guard, index, taken_back };
    let found = look_up(log, &Kept::nowhere(), None, At::Position(last), Sought::All, progress).await?;
    let what = differences(&told, &found);
    Ok(Some(if what.is_empty() { Compared::Agrees { records } } else { Compared::Differs { records, what } }))
}

/// In what two states differ, in words.
fn differences(told: &Lookup, found: &Lookup) -> Vec<String> {
    let mut what = Vec::new();
    let mut differs = |differs: bool, name: &str| {
        if differs {
            what.push(name.to_owned());
        }
    };
    differs(told.guard != found.guard, "the chains of the records");
    differs(told.index != found.index, "where the records stand that concern something");
    differs(told.taken_back != found.taken_back, "which records were taken back");
    if told.book != found.book {
        what.extend(in_the_book(&told.book, &found.book));
    }
    what
}

fn in_the_book(told: &Book, found: &Book) -> Vec<String> {
    let mut what = Vec::new();
    for id in told.cooperatives.keys().filter(|id| !found.cooperatives.contains_key(id)) {
        what.push(format!("`{id}`, which is no cooperative"));
    }
    for (id, own) in &found.cooperatives {
        match told.cooperatives.get(id) {
            None => what.push(format!("`{id}`, which is missing")),
            Some(told) if told.balances.all() != own.balances.all() => what.push(format!("the balances of `{id}`")),
            Some(told) if told != own => what.push(format!("what is known of `{id}` beside its balances")),
            Some(_) => {}
        }
    }
    if told.keys != found.keys {
        what.push("the keys of the commands".to_owned());
    }
    if what.is_empty() {
        what.push("what is known of the whole network".to_owned());
    }
    what
}
