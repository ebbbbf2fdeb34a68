//! Making the file of a new book.

use std::{fs, io, path::Path};

use sqlx::{ConnectOptions, Connection, Executor, sqlite::SqliteJournalMode};

use crate::sqlite::{
    open::OpenError,
    place::Place,
    schema::{APPLICATION_ID, FILE_PAGE_BYTES, SCHEMA_VERSION, THINGS},
};

/// Makes the file of an empty book, which survives a power cut, or leaves nothing behind.
pub(super) async fn create(place: &Place) -> Result<(), OpenError> {
    if !place.path.exists() && place.bytes_beside() > 0 {
        // These are the newest records of a book whose file someone moved away, and SQLite would delete them.
        return Err(OpenError::Exists { path: place.beside("-wal") });
    }
    match fs::OpenOptions::new().write(true).create_new(true).open(&place.path) {
        Ok(_) => (),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(OpenError::Exists { path: place.path.clone() });
        }
        Err(error) => return Err(place.failed(error)),
    }
    let made = fill(place).await;
    if made.is_err() {
        for path in [place.path.clone(), place.beside("-wal"), place.beside("-shm")] {
            // What cannot be removed either is less telling than why the book could not be made.
            let _ = fs::remove_file(path);
        }
    }
    made
}

async fn fill(place: &Place) -> Result<(), OpenError> {
    let refusal = |error| place.refusal(error);
    let options = place.options().page_size(FILE_PAGE_BYTES).journal_mode(SqliteJournalMode::Wal);
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
    // Closing moves it all into the one file.
    connection.close().await.map_err(refusal)?;
    sync_folder(&place.path).map_err(|error| place.failed(error))
}

/// Makes the name of a new file durable, where folders are files.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        Some(_) | None => Ok(()),
    }
}
