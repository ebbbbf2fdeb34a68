//! Which book: the argument every command has, and opening what it names.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;
use mizan_store::sqlite::open::OpenError;

/// The variable that names the book when the command line does not.
const VARIABLE: &str = "MIZAN_BOOK";

/// The ending of a book's file name. It is what tells BOOK from the argument after it when only one is given.
const ENDING: &str = "mizan";

/// Which book.
#[derive(Debug, Args)]
pub(super) struct BookArg {
    /// The book, a file NAME.mizan; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    book: Option<PathBuf>,
}

impl BookArg {
    /// The file of the book.
    pub(super) fn path(self) -> anyhow::Result<PathBuf> {
        self.book.or_else(from_environment).context(NO_BOOK)
    }
}

const NO_BOOK: &str = "no book is named: give its file NAME.mizan, or set MIZAN_BOOK";

fn from_environment() -> Option<PathBuf> {
    env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Tells BOOK from the argument after it, where BOOK may be left out: of two arguments the first is the book; one
/// argument is the book if it ends in `.mizan`, and otherwise the other one, of the book named by `MIZAN_BOOK`.
pub(super) fn book_and(first: Option<String>, second: Option<String>) -> anyhow::Result<(PathBuf, Option<String>)> {
    match (first, second) {
        (Some(book), Some(other)) => Ok((book.into(), Some(other))),
        (Some(book), None) if PathBuf::from(&book).extension() == Some(OsStr::new(ENDING)) => Ok((book.into(), None)),
        (Some(other), None) => match from_environment() {
            Some(book) => Ok((book, Some(other))),
            None => Ok((other.into(), None)),
        },
        (None, _) => Ok((from_environment().context(NO_BOOK)?, None)),
    }
}

/// Opens a book to read it.
pub(super) async fn open_to_read(path: &Path) -> anyhow::Result<Arc<dyn EventLog>> {
    Ok(Arc::new(SqliteLog::open_read_only(path).await?))
}

/// Opens a book to write it. Whoever does closes it at the end, so that it is one file again.
pub(super) async fn open_to_write(path: &Path) -> anyhow::Result<Arc<SqliteLog>> {
    Ok(Arc::new(SqliteLog::open(path).await?))
}

/// Whether a book that cannot be opened is to blame, and not the disk or the question.
pub(super) fn is_finding(error: &OpenError) -> bool {
    match error {
        OpenError::Exists { .. }
        | OpenError::NotABook { .. }
        | OpenError::NewerSchema { .. }
        | OpenError::Damaged { .. }
        | OpenError::Altered { .. } => true,
        OpenError::NotFound { .. }
        | OpenError::NoAccess { .. }
        | OpenError::NeedsItsWal { .. }
        | OpenError::Unsafe { .. }
        | OpenError::Busy { .. }
        | OpenError::Failed { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_is_told_from_the_argument_after_it() -> anyhow::Result<()> {
        let told = |first: &str, second: Option<&str>| book_and(Some(first.to_owned()), second.map(str::to_owned));
        assert_eq!(told("a.mizan", None)?, ("a.mizan".into(), None));
        assert_eq!(told("a.mizan", Some("w1"))?, ("a.mizan".into(), Some("w1".to_owned())));
        assert_eq!(told("other", Some("w1"))?, ("other".into(), Some("w1".to_owned())));
        Ok(())
    }
}
