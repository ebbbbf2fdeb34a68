//! Making the file of a new book: under another name, until it is whole.
//!
//! So nobody meets a book that is half made, and of several who make the same one at once a single one does.

use std::{fs, io, path::Path};

use sqlx::{ConnectOptions, Connection, Executor, sqlite::SqliteJournalMode};

use crate::sqlite::{
    closing::close_alone,
    open::OpenError,
    place::Place,
    schema::{APPLICATION_ID, FILE_PAGE_BYTES, SCHEMA_VERSION, THINGS},
};

/// How many may be making the same book at once, those included whose power failed meanwhile.
const DRAFTS: u32 = 1000;

/// Makes the file of an empty book, which survives a power cut, or leaves nothing behind.
pub(super) async fn create(place: &Place) -> Result<(), OpenError> {
    if fs::symlink_metadata(&place.path).is_ok() {
        return Err(OpenError::Exists { path: place.path.clone() });
    }
    if place.bytes_beside() > 0 {
        // These are the newest records of a book whose file someone moved away, and SQLite would delete them.
        return Err(OpenError::Exists { path: place.beside("-wal") });
    }
    let draft = Draft::begin(place)?;
    fill(place, &draft.0).await?;
    match link(&draft.0.path, &place.path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(OpenError::Exists { path: place.path.clone() });
        }
        Err(error) => return Err(place.failed(error)),
    }
    drop(draft);
    sync_folder(&place.path).map_err(|error| place.failed(error))
}

/// A file in the making, which is gone whatever happens, unless the power fails.
struct Draft(Place);

impl Draft {
    /// Takes a name that nobody else is using.
    fn begin(place: &Place) -> Result<Draft, OpenError> {
        for number in 0..DRAFTS {
            let path = place.beside(&format!(".new{number}"));
            match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(_) => return Ok(Draft(Place { path, patience: place.patience })),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(place.failed(error)),
            }
        }
        Err(OpenError::Exists { path: place.beside(".new0") })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        for path in [self.0.path.clone(), self.0.beside("-wal"), self.0.beside("-shm")] {
            // What cannot be removed either is less telling than why the book could not be made.
            let _ = fs::remove_file(path);
        }
    }
}

async fn fill(place: &Place, draft: &Place) -> Result<(), OpenError> {
    let refusal = |error| place.refusal(error);
    let options = draft.options().page_size(FILE_PAGE_BYTES).journal_mode(SqliteJournalMode::Wal);
    let mut connection = options.connect().await.map_err(refusal)?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(refusal)?;
    for (_, made) in THINGS {
        transaction.execute(made).await.map_err(refusal)?;
    }
    transaction
        .execute(sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}")))
        .await
        .map_err(refusal)?;
    transaction
        .execute(sqlx::AssertSqlSafe(format!("PRAGMA user_version = {SCHEMA_VERSION}")))
        .await
        .map_err(refusal)?;
    transaction.commit().await.map_err(refusal)?;
    match close_alone(draft, connection).await.map_err(refusal)? {
        true => Ok(()),
        false => Err(OpenError::Busy { path: place.path.clone(), waited: draft.patience }),
    }
}

/// Gives a finished file its second name, unless something has that name already.
fn link(draft: &Path, book: &Path) -> io::Result<()> {
    match fs::hard_link(draft, book) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => rename(draft, book),
        linked => linked,
    }
}

/// The same where a file has one name only, as on sticks: an empty file keeps the name free for it.
fn rename(draft: &Path, book: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).create_new(true).open(book)?;
    fs::rename(draft, book).inspect_err(|_| {
        // It is ours and empty; what else went wrong is more telling.
        let _ = fs::remove_file(book);
    })
}

/// Makes the name of a new file durable, where folders are files.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{link, rename};

    #[test]
    fn a_finished_book_takes_a_free_name_and_no_other() -> std::io::Result<()> {
        for name in [link, rename] {
            let folder = tempfile::tempdir()?;
            let (draft, book) = (folder.path().join("draft"), folder.path().join("book"));
            std::fs::write(&draft, "whole")?;
            std::fs::write(&book, "of someone else")?;
            let refusal = name(&draft, &book).expect_err("the name is taken");
            assert_eq!(refusal.kind(), std::io::ErrorKind::AlreadyExists);
            assert_eq!(std::fs::read(&book)?, b"of someone else");
            std::fs::remove_file(&book)?;
            name(&draft, &book)?;
            assert_eq!(std::fs::read(&book)?, b"whole");
            name(&folder.path().join("nothing"), &folder.path().join("new")).expect_err("there is no such draft");
            assert!(!folder.path().join("new").exists(), "no empty file stays behind");
        }
        Ok(())
    }
}
