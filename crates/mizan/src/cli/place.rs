//! Which book: the argument every command has, and opening what it names.

use std::env;
use std::ffi::OsStr;
use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use mizan_store::book::{Book, Place};
use mizan_store::log::EventLog;
use tokio::time::timeout;

use crate::cli::Outcome;
use crate::cli::terminal::Terminal;
use crate::service::environment::Environment;
use crate::service::notary::shelf::{NotShelved, Shelf};
use crate::service::notary::{Files, Notary};
use crate::service::reader::skim::Cooperatives;
use crate::service::reader::{Folded, Until};
use crate::service::renewal::{is_due, ready};
use crate::service::snapshot::{Begun, Kept, Signed, begin};
use crate::service::writer::Writer;

/// The variable that names the book when the command line does not.
const VARIABLE: &str = "MIZAN_BOOK";

/// The ending of a book's file name. It is what tells BOOK from the argument after it when only one is given.
const ENDING: &str = "mizan";

/// Which book.
#[derive(Debug, Args)]
pub(super) struct BookArg {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    // As it stands there: whoever parses arguments repeats what they cannot read, and there may be a password in it.
    #[arg(value_name = "BOOK")]
    book: Option<String>,
}

impl BookArg {
    /// Where the book is kept.
    pub(super) fn place(self) -> anyhow::Result<Place> {
        match self.book {
            Some(book) => Ok(book.parse()?),
            None => from_environment()?.context(NO_BOOK),
        }
    }
}

const NO_BOOK: &str = "no book is named: give its file NAME.mizan or its address, or set MIZAN_BOOK";

fn from_environment() -> anyhow::Result<Option<Place>> {
    let Some(value) = env::var_os(VARIABLE).filter(|value| !value.is_empty()) else { return Ok(None) };
    match value.into_string() {
        Ok(text) => Ok(Some(text.parse().context(VARIABLE)?)),
        Err(path) => Ok(Some(Place::File(path.into()))),
    }
}

/// Tells BOOK from the argument after it, where BOOK may be left out: of two arguments the first is the book; one
/// argument is the book if it ends in `.mizan` or is an address, and otherwise the other one, of the book named by
/// `MIZAN_BOOK`.
pub(super) fn book_and(first: Option<String>, second: Option<String>) -> anyhow::Result<(Place, Option<String>)> {
    match (first, second) {
        (Some(book), Some(other)) => Ok((book.parse()?, Some(other))),
        (Some(only), None) => {
            let place: Place = only.parse()?;
            let is_book = match &place {
                Place::File(path) => path.extension() == Some(OsStr::new(ENDING)),
                Place::Database(_) => true,
            };
            match from_environment()? {
                Some(book) if !is_book => Ok((book, Some(only))),
                Some(_) | None => Ok((place, None)),
            }
        }
        (None, _) => Ok((from_environment()?.context(NO_BOOK)?, None)),
    }
}

/// Opens a book to read it.
pub(super) async fn open_to_read(place: &Place) -> anyhow::Result<Arc<dyn EventLog>> {
    Ok(Arc::new(place.open_read_only().await?))
}

/// The files that were opened to write.
static OPENED: Mutex<Vec<Arc<Book>>> = Mutex::new(Vec::new());

/// How long what a command has left open may take to be closed.
const CLOSING: Duration = Duration::from_secs(5);

/// Opens a book to write it. Whoever does closes it at the end, so that a file is one file again.
pub(super) async fn open_to_write(place: &Place) -> anyhow::Result<Arc<Book>> {
    let book = Arc::new(place.open().await?);
    if let Book::File(_) = *book {
        OPENED.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&book));
    }
    Ok(book)
}

/// Closes what a command that ends with an error has left open, wherever in it that came from: the newest records of a file
/// would lie beside it. What cannot be closed in a moment is taken up by whoever opens it next.
pub(super) async fn close_what_is_open() {
    let opened = mem::take(&mut *OPENED.lock().unwrap_or_else(PoisonError::into_inner));
    let closing = async {
        for book in opened {
            if let Err(error) = book.close().await {
                tracing::warn!(%error, "A book was not closed");
            }
        }
    };
    let _ = timeout(CLOSING, closing).await;
}

/// The variable that says where the key of a book is, if not beside its file.
const KEY: &str = "MIZAN_KEY";

/// The variable that says in which file the passphrase of the key is.
const PASSPHRASE: &str = "MIZAN_PASSPHRASE_FILE";

/// Where a service manager hands a program its secrets, and what ours is called there.
const CREDENTIALS: (&str, &str) = ("CREDENTIALS_DIRECTORY", "mizan-passphrase");

/// Where the key of a book, its passphrase and its last checkpoint are: beside its file, or where `MIZAN_KEY` says. A book
/// in a database for which nobody says where has none.
pub(super) fn files_of(place: &Place) -> Option<Files> {
    let beside = match place {
        Place::File(path) => Some(Files::beside(path)),
        Place::Database(_) => None,
    };
    let files = match env::var_os(KEY).filter(|value| !value.is_empty()) {
        Some(key) => Some(Files { key: PathBuf::from(&key), ..Files::beside(key.as_ref()) }),
        None => beside,
    };
    files.map(|files| match passphrase_elsewhere() {
        Some(passphrase) => Files { passphrase, ..files },
        None => files,
    })
}

/// Where the passphrase of a key is that does not lie beside it.
pub(super) fn passphrase_elsewhere() -> Option<PathBuf> {
    let named = |variable: &str| env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let (folder, name) = CREDENTIALS;
    named(PASSPHRASE).or_else(|| named(folder).map(|folder| folder.join(name)).filter(|file| file.exists()))
}

/// The notary of a book that has a key or a checkpoint.
pub(super) fn notary_of(place: &Place) -> Option<Notary> {
    let files = files_of(place)?;
    if !files.key.exists() && !files.checkpoint.exists() {
        return None;
    }
    Some(files.notary())
}

/// The variable that says where the snapshot of a book is kept, if not beside its file.
const SNAPSHOT: &str = "MIZAN_SNAPSHOT";

/// Where the snapshot of a book is kept: beside its file, or where `MIZAN_SNAPSHOT` says. Of a book in a database nothing is
/// kept unless somebody says where.
pub(super) fn kept_of(place: &Place) -> Kept {
    match (env::var_os(SNAPSHOT).filter(|value| !value.is_empty()), place) {
        (Some(file), _) => Kept::at(file.into()),
        (None, Place::File(path)) => Kept::beside(path),
        (None, Place::Database(_)) => Kept::nowhere(),
    }
}

/// The last checkpoint of a book, if one was signed.
pub(super) fn signed_of(place: &Place) -> Result<Option<Signed>, NotShelved> {
    let Some(files) = files_of(place) else { return Ok(None) };
    let last = Shelf::at(files.checkpoint).read()?;
    Ok(last.map(|last| (last.checkpoint.size, last.checkpoint.root)))
}

/// Folds a book that is to be written, with its notary if it has one: a log that contradicts what was signed is not.
pub(super) async fn fold_with_notary(
    place: &Place,
    log: &Arc<dyn EventLog>,
    read: Cooperatives<'_>,
) -> anyhow::Result<(Begun, Option<Notary>)> {
    let kept = kept_of(place);
    Ok(match notary_of(place) {
        Some(mut notary) => (notary.fold(log, &kept, read).await?, Some(notary)),
        None => (begin(log, &kept, None, Until::End, read).await?, None),
    })
}

/// Starts to write a book, with its notary if it has one.
pub(super) async fn start(
    place: &Place,
    log: Arc<dyn EventLog>,
    environment: impl Environment + 'static,
) -> anyhow::Result<Writer> {
    let (begun, notary) = fold_with_notary(place, &log, Cooperatives::AtOnce).await?;
    Ok(Writer::take_up(log, environment, begun.folded, notary, None))
}

/// The snapshot of a book of no more records is written while the book is closed, some hundred megabytes at the most. A larger
/// one waits until that is done: whoever else writes the book waits meanwhile, and what room the disk has is the book's first.
const WRITTEN_BESIDE: u64 = 1_000_000;

/// Closes a book and leaves a new snapshot of it if that is due: whoever wrote it had a snapshot of so many records, and left
/// it so. All answers are out by then.
pub(super) async fn close(place: &Place, log: &Arc<Book>, from: u64, left: Option<Folded>) -> anyhow::Result<()> {
    let snapshot = async {
        // A writer whose last commit failed knows of nothing.
        let left = left.filter(|left| is_due(from, left.guard.head()))?;
        let signed = signed_of(place).inspect_err(|error| tracing::warn!(%error, "No snapshot was written")).ok()?;
        ready(&(Arc::clone(log) as Arc<dyn EventLog>), &kept_of(place), signed, left).await
    };
    let snapshot = snapshot.await;
    let is_large = snapshot.as_ref().is_some_and(|snapshot| snapshot.records() > WRITTEN_BESIDE);
    let leaving = async {
        if let Some(snapshot) = snapshot {
            snapshot.leave().await;
        }
    };
    let closed = if is_large {
        let closed = log.close().await;
        leaving.await;
        closed
    } else {
        tokio::join!(log.close(), leaving).0
    };
    Ok(closed?)
}

/// A book that was written and is still open.
pub(super) struct Left {
    pub(super) place: Place,
    pub(super) log: Arc<Book>,
    /// Of how many records it had a snapshot.
    pub(super) from: u64,
    pub(super) folded: Option<Folded>,
}

impl Left {
    /// Closes the book when it was told what became of it, or could not be: what was told is seen first, then a new snapshot is
    /// left if it is due, for which nobody should wait.
    pub(super) async fn close(self, terminal: &Terminal, told: anyhow::Result<Outcome>) -> anyhow::Result<Outcome> {
        let Left { place, log, from, folded } = self;
        let told = told.and_then(|outcome| {
            terminal.flush()?;
            Ok(outcome)
        });
        close(&place, &log, from, folded).await?;
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_is_told_from_the_argument_after_it() -> anyhow::Result<()> {
        let told = |first: &str, second: Option<&str>| {
            let (place, other) = book_and(Some(first.to_owned()), second.map(str::to_owned))?;
            anyhow::Ok((place.to_string(), other))
        };
        assert_eq!(told("a.mizan", None)?, ("a.mizan".to_owned(), None));
        assert_eq!(told("a.mizan", Some("w1"))?, ("a.mizan".to_owned(), Some("w1".to_owned())));
        assert_eq!(told("other", Some("w1"))?, ("other".to_owned(), Some("w1".to_owned())));
        let book = "the book weavers in database trade at db:5432".to_owned();
        assert_eq!(told("postgres://clerk@db/trade#weavers", None)?, (book, None));
        assert!(told("postgres://clerk@db/trade", Some("w1")).is_err(), "it does not say which book");
        Ok(())
    }
}
