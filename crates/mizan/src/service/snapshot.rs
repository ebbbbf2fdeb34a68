//! Snapshots: what a log was folded to, kept in a file beside the book, so that the next one to open it folds the rest.
//!
//! A snapshot is a cache. It is never asked what the log says where the log can be asked: whoever takes one up holds it
//! against the first record of the log, the last one it knows, and the last checkpoint that was signed, and folds every
//! record behind it as ever. One that is old, damaged or of something else is passed over with a warning, and all is
//! folded from nothing, with the same answers. `mizan replay` never takes one up; it compares it with what the log comes
//! to. Whoever can change the book's folder could lay a well-made false one there: that is what `replay` finds.
//!
//! Reading leaves no file behind: snapshots are written by `renewal`, for whoever may write the book.

pub(crate) mod file;
mod parts;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use mizan_proof::hash::{Hash, leaf_hash};
use mizan_store::log::EventLog;
use mizan_verify::guard::{Agrees, Guard};
use tokio::task;

use crate::service::beside::beside;
use crate::service::reader::skim::named::skim_for;
use crate::service::reader::skim::{Cooperatives, skim};
use crate::service::reader::{self, Folded, ReadError, Until};
use crate::service::snapshot::file::{NotUsed, Opened};

/// A log of fewer records is folded in a second, and soon all of it would be asked for.
const LARGE: u64 = 200_000;

/// How much is read for one record: one row of a commit.
const PAGE_BYTES: usize = 1;

/// A checkpoint that was signed: how many records it counts, and their root.
pub type Signed = (u64, Hash);

/// Where the snapshot of a book is kept, if anywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    file: Option<PathBuf>,
}

/// How much of a snapshot is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The book and its chains.
    Book,
    /// The index as well.
    Everything,
}

/// A log that was folded, and how much of that was not done again.
#[derive(Debug, Default)]
pub struct Begun {
    /// What it comes to.
    pub folded: Folded,
    /// How many records a snapshot was of, that was taken up; 0 without one.
    pub from: u64,
}

impl Kept {
    /// Nowhere: everything is folded from nothing.
    #[must_use]
    pub fn nowhere() -> Kept {
        Kept::default()
    }

    /// In this file.
    #[must_use]
    pub fn at(file: PathBuf) -> Kept {
        Kept { file: Some(file) }
    }

    /// `name.snapshot` beside `name.mizan`, wherever a link to the book leads.
    #[must_use]
    pub fn beside(book: &Path) -> Kept {
        Kept::at(beside(book, "snapshot"))
    }

    /// The file, which need not be there.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Says that the snapshot is not used, and why.
    pub(crate) fn warn(&self, why: &NotUsed) {
        let file = self.file().unwrap_or(Path::new("")).display();
        tracing::warn!(snapshot.file = %file, "The snapshot {file} is not used, and every record is read: {why}");
    }
}

/// Folds a log up to a place, from its snapshot on if that is of use; under a checkpoint, if one was signed.
///
/// Where all is folded from nothing and a snapshot is kept, it is noted as well where everything stands: whoever writes on has
/// all of the next snapshot at the end, and need not read the log again for it.
pub async fn fold(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    signed: Option<Signed>,
    until: Until,
) -> Result<Begun, ReadError> {
    begin(log, kept, signed, until, Cooperatives::AtOnce).await
}

/// The same, and says when cooperatives are read where no snapshot is of use. Of a book that is not large they are read at
/// once all the same.
pub(crate) async fn begin(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    signed: Option<Signed>,
    until: Until,
    read: Cooperatives<'_>,
) -> Result<Begun, ReadError> {
    if let Some(begun) = fold_the_rest(log, kept, signed, until).await? {
        return Ok(begun);
    }
    let whereabouts = kept.file().map(|_| Box::default());
    let nothing = Folded { guard: guard_of(signed), whereabouts, ..Folded::default() };
    let read = if log.head().await? < LARGE { Cooperatives::AtOnce } else { read };
    let folded = match read {
        Cooperatives::AtOnce => reader::fold_on(nothing, log, until, |_| Ok::<(), ReadError>(())).await?,
        Cooperatives::WhenAsked => skim(nothing, log, until, |_| Ok::<(), ReadError>(())).await?,
        Cooperatives::Named(text) => skim_for(nothing, log, until, text, |_| ()).await?,
    };
    Ok(Begun { folded, from: 0 })
}

/// The same, or nothing, if there is no snapshot that is of use.
pub(crate) async fn fold_the_rest(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    signed: Option<Signed>,
    until: Until,
) -> Result<Option<Begun>, ReadError> {
    let Some(folded) = take_up(log, kept, signed, until, Wanted::Book).await? else { return Ok(None) };
    let from = folded.guard.head();
    match reader::fold_on(folded, log, until, |_| Ok::<(), ReadError>(())).await {
        // Whether the log or the snapshot is to blame, only the log from its beginning can tell.
        Err(error) if error.does_not_follow() => {
            kept.warn(&NotUsed::DoesNotFollow(error.to_string()));
            Ok(None)
        }
        folded => Ok(Some(Begun { folded: folded?, from })),
    }
}

/// A guard that has seen nothing, and knows of a checkpoint if one was signed.
pub(crate) fn guard_of(signed: Option<Signed>) -> Guard {
    signed.map_or_else(Guard::default, |(size, root)| Guard::knowing(size, root))
}

/// Takes up the snapshot of a log, if there is one and nothing speaks against it; if something does, it is told.
pub(crate) async fn take_up(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    signed: Option<Signed>,
    until: Until,
    wanted: Wanted,
) -> Result<Option<Folded>, ReadError> {
    match look_at(log.as_ref(), kept, signed, until, wanted).await? {
        Ok(taken) => Ok(taken),
        Err(why) => {
            kept.warn(&why);
            Ok(None)
        }
    }
}

/// Looks at the snapshot of a log, and says why it is not used if something speaks against it. One of more records than
/// are asked for is passed over.
pub(crate) async fn look_at(
    log: &dyn EventLog,
    kept: &Kept,
    signed: Option<Signed>,
    until: Until,
    wanted: Wanted,
) -> Result<Result<Option<Folded>, NotUsed>, ReadError> {
    let Some(file) = kept.file.clone() else { return Ok(Ok(None)) };
    let opened = match aside(move || Opened::open(&file)).await {
        Ok(Some(opened)) => opened,
        Ok(None) => return Ok(Ok(None)),
        Err(why) => return Ok(Err(why)),
    };
    let of = opened.of;
    let wants_less = matches!(until, Until::Position(asked) if asked < of.position - 1);
    if wants_less {
        return Ok(Ok(None));
    }
    let head = log.head().await?;
    if of.position > head {
        return Ok(Err(NotUsed::Ahead { position: of.position, head }));
    }
    if leaf_at(log, 0).await? != Some(of.first) {
        return Ok(Err(NotUsed::AnotherBook));
    }
    if leaf_at(log, of.position - 1).await? != Some(of.last) {
        return Ok(Err(NotUsed::AnotherRecord { position: of.position - 1 }));
    }
    let read = aside(move || opened.read(wanted == Wanted::Everything)).await;
    let mut folded = match read {
        Ok(read) => read,
        Err(why) => return Ok(Err(why)),
    };
    if let Some((size, root)) = signed {
        match folded.guard.hold_to(size, root) {
            Agrees::Yes | Agrees::IsToBeSeen => {}
            Agrees::No => return Ok(Err(NotUsed::Contradicts { size })),
            Agrees::Unknown => return Ok(Err(NotUsed::NotHeld { size })),
        }
    }
    Ok(Ok(Some(folded)))
}

/// The hash of the record at a position; nothing behind the end.
pub(crate) async fn leaf_at(log: &dyn EventLog, position: u64) -> Result<Option<Hash>, ReadError> {
    let page = log.read(position, PAGE_BYTES).await?;
    Ok(page.records().next().map(leaf_hash))
}

/// Does what takes a while in a thread of its own.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, NotUsed> + Send + 'static) -> Result<T, NotUsed> {
    task::spawn_blocking(work).await.unwrap_or(Err(NotUsed::Damaged("it cannot be read")))
}

#[cfg(test)]
mod tests;
