//! Opening a book: what is refused, and with which words.

use std::{error::Error, path::PathBuf, time::Duration};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection, query, query_as, query_scalar};

use crate::sqlite::{
    alteration::{Found, INVENTORY, alterations},
    create::sync_folder,
    place::{Place, written_ahead_is_kept},
    schema::{AHEAD_BYTES, APPLICATION_ID, SCHEMA_VERSION, WRITE_NOTHING},
};

/// The first version of SQLite in which a checkpoint cannot damage the log (sqlite.org/wal.html, "WAL-reset bug").
const SQLITE_LEAST: [u32; 3] = [3, 51, 3];

/// Why a book was not made or not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is nothing to open.
    #[error("there is no book at {}: check the name, or make a new book", path.display())]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new book would stand where something is.
    #[error("{} exists already: give the new book another name", path.display())]
    Exists {
        /// What exists.
        path: PathBuf,
    },
    /// There is a file, and it is something else.
    #[error("{} is not a book: it is {found}, and a book is a SQLite file with application id {APPLICATION_ID:#x}", path.display())]
    NotABook {
        /// The file.
        path: PathBuf,
        /// What it is.
        found: String,
    },
    /// A newer program made the book.
    #[error("{} is a book of schema {found}, and this program knows schema {SCHEMA_VERSION}: open it with a newer program", path.display())]
    NewerSchema {
        /// The book.
        path: PathBuf,
        /// Its schema.
        found: i64,
    },
    /// The file was cut short, or parts of it were overwritten.
    #[error("{} is damaged or cut short, it has {bytes} bytes: take the book from a copy", path.display())]
    Damaged {
        /// The book.
        path: PathBuf,
        /// Its length.
        bytes: u64,
    },
    /// The table or a guard is not as it was made, so that others could have changed records.
    #[error("`{thing}` in {} is missing or not as it was made: take the book from a copy", path.display())]
    Altered {
        /// The book.
        path: PathBuf,
        /// The table, trigger or view.
        thing: String,
    },
    /// The file, or its folder, is not ours to use.
    #[error("{} cannot be used: reading takes the right to read it, writing the right to write it and its folder", path.display())]
    NoAccess {
        /// The book.
        path: PathBuf,
        /// What was refused.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The newest records are in a second file, and reading that one takes a folder that can be written.
    #[error("{} holds records that are not yet in the book, and cannot be read in its folder: copy both files to a folder of your own", wal.display())]
    NeedsItsWal {
        /// The second file.
        wal: PathBuf,
    },
    /// Records would not be safe.
    #[error("{}: the {setting} of the database is {found} and must be {needed}, or records could be lost", path.display())]
    Unsafe {
        /// The book.
        path: PathBuf,
        /// What is set wrongly.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        needed: &'static str,
    },
    /// Another program held the book all the time.
    #[error("{} is in use by another program, which did not let go of it within {waited:?}: try again", path.display())]
    Busy {
        /// The book.
        path: PathBuf,
        /// How long this one waited.
        waited: Duration,
    },
    /// The disk or the database failed.
    #[error("{} could not be opened", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What failed.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl OpenError {
    /// Whether the book itself is to blame, and not the disk or the question.
    #[must_use]
    pub fn is_of_the_book(&self) -> bool {
        match self {
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
}

/// How much of a book must be as it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    /// A reader needs the records, and may ask what else was altered.
    Table,
    /// A writer must not add to a book that others can change.
    Everything,
}

/// Asks an open file whether it is a book this program can use, and says how many bytes a page of it has.
pub(super) async fn inspect(
    place: &Place,
    connection: &mut SqliteConnection,
    demand: Demand,
) -> Result<i64, OpenError> {
    let refusal = |error| place.refusal(error);
    let path = || place.path.clone();
    let id: i64 = query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await.map_err(refusal)?;
    if id != APPLICATION_ID {
        let found = match place.bytes() {
            // SQLite takes a file of one byte for an empty one.
            0 | 1 => "an empty file".to_owned(),
            _ => format!("a SQLite file with application id {id:#x}"),
        };
        return Err(OpenError::NotABook { path: path(), found });
    }
    let found: i64 = query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await.map_err(refusal)?;
    if found > SCHEMA_VERSION {
        return Err(OpenError::NewerSchema { path: path(), found });
    }
    let found: Vec<Found> = query_as(INVENTORY).fetch_all(&mut *connection).await.map_err(refusal)?;
    let altered = alterations(&found);
    if let Some(alteration) = altered.iter().find(|altered| demand == Demand::Everything || altered.thing() == "batch")
    {
        return Err(OpenError::Altered { path: path(), thing: alteration.thing().to_owned() });
    }
    // SQLite fills up a last page that was cut off with zeros and says nothing.
    let page: i64 = query_scalar("PRAGMA page_size").fetch_one(&mut *connection).await.map_err(refusal)?;
    if place.bytes_beside() == 0 && !place.bytes().is_multiple_of(page.unsigned_abs()) {
        return Err(OpenError::Damaged { path: path(), bytes: place.bytes() });
    }
    Ok(page)
}

/// The connection that writes a book, and the pages it writes.
#[derive(Debug)]
pub(super) struct Writing {
    pub(super) connection: SqliteConnection,
    pub(super) page_bytes: i64,
}

/// Opens a book for writing, after a look at all that keeps records safe. Where it is refused nothing is left beside it.
pub(super) async fn connect_for_writing(place: &Place) -> Result<Writing, OpenError> {
    place.expect_a_file_to_write()?;
    let mut connection = place.options().connect().await.map_err(|error| place.refusal(error))?;
    match made_safe(place, &mut connection).await {
        Ok(page_bytes) => Ok(Writing { connection, page_bytes }),
        Err(refusal) => {
            // Dropped, it would be closed some time, or never if the program ends sooner.
            let _ = connection.close().await;
            Err(refusal)
        }
    }
}

/// Looks at all that keeps records safe, sets what keeps them so, and says how many bytes a page has.
async fn made_safe(place: &Place, connection: &mut SqliteConnection) -> Result<i64, OpenError> {
    let refusal = |error| place.refusal(error);
    let page_bytes = inspect(place, connection, Demand::Everything).await?;
    // Only now that it is known to be a book; a copy made by VACUUM INTO comes without it.
    let journal: String =
        query_scalar("PRAGMA journal_mode = WAL").fetch_one(&mut *connection).await.map_err(refusal)?;
    let synchronous: i64 = query_scalar("PRAGMA synchronous").fetch_one(&mut *connection).await.map_err(refusal)?;
    let version: String = query_scalar("SELECT sqlite_version()").fetch_one(&mut *connection).await.map_err(refusal)?;
    let safe = [
        ("journal mode", journal == "wal", journal, "wal"),
        ("synchronous setting", synchronous >= 2, synchronous.to_string(), "2 (FULL)"),
        ("version", is_safe(&version), version, "3.51.3 or newer"),
    ];
    if let Some((setting, _, found, needed)) = safe.into_iter().find(|(_, is_safe, _, _)| !is_safe) {
        return Err(OpenError::Unsafe { path: place.path.clone(), setting, found, needed });
    }
    query(WRITE_NOTHING).execute(&mut *connection).await.map_err(refusal)?;
    written_ahead_is_kept(place).await.map_err(|error| place.failed(error))?;
    // So is its name, as far as the folder lets us: SQLite does not insist on it either.
    let _ = sync_folder(&place.path);
    // SQLite counts it in pages, which in older books are smaller.
    let ahead = AssertSqlSafe(format!("PRAGMA wal_autocheckpoint = {}", AHEAD_BYTES / page_bytes.max(1)));
    query(ahead).execute(connection).await.map_err(refusal)?;
    Ok(page_bytes)
}

fn is_safe(version: &str) -> bool {
    let numbers: Option<Vec<u32>> = version.split('.').map(|number| number.parse().ok()).collect();
    numbers.is_some_and(|numbers| numbers.as_slice() >= SQLITE_LEAST.as_slice())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        log::EventLog,
        row::ROW_BYTES_MAX,
        sqlite::{SqliteLog, schema::FILE_PAGE_BYTES},
    };

    /// An empty book of pages of so many bytes.
    async fn book_of_pages(bytes: u32, place: &Place) {
        let log = SqliteLog::create(&place.path).await.expect("the folder is there");
        log.close().await.expect("nobody else has it");
        let mut connection = place.options().connect().await.expect("it is a file of SQLite");
        // SQLite does not change the pages of a file that is written ahead (WAL).
        for change in [
            "PRAGMA journal_mode = DELETE".to_owned(),
            format!("PRAGMA page_size = {bytes}"),
            "VACUUM".to_owned(),
            "PRAGMA journal_mode = WAL".to_owned(),
        ] {
            query(AssertSqlSafe(change)).execute(&mut connection).await.expect("its owner may do that");
        }
        connection.close().await.expect("nobody else has it");
    }

    #[tokio::test]
    async fn a_book_of_smaller_pages_has_as_much_written_ahead_and_takes_rows_longer_than_a_page() {
        let folder = tempfile::tempdir().expect("a test has room for its files");
        for bytes in [4096, 8192, FILE_PAGE_BYTES] {
            let path = folder.path().join(format!("{bytes}.mizan"));
            let place = Place::of_new(&path, Duration::from_secs(1)).expect("the folder is there");
            book_of_pages(bytes, &place).await;
            let Writing { mut connection, page_bytes } = connect_for_writing(&place).await.expect("it is a book");
            let asked = query_scalar::<_, i64>("PRAGMA wal_autocheckpoint");
            let ahead = asked.fetch_one(&mut connection).await.expect("it is set");
            assert_eq!((page_bytes, page_bytes * ahead), (i64::from(bytes), AHEAD_BYTES));
            connection.close().await.expect("nobody else has it");
            let log = SqliteLog::open(&path).await.expect("it is a book");
            let full = [vec![b'b'; ROW_BYTES_MAX - 40], vec![b'c'; 39]];
            log.append(0, &[vec![b'a'; 20_000]]).await.expect("it takes records");
            log.append(1, &full).await.expect("it takes records");
            log.append(3, &[vec![b'd'; 4_600], vec![b'e'; 4_600]]).await.expect("it takes records");
            let picked = log.fetch(&[0, 1, 2, 3, 4]).await.expect("all are there");
            let lengths: Vec<_> = picked.records().map(<[u8]>::len).collect();
            assert_eq!(lengths, [20_000, ROW_BYTES_MAX - 40, 39, 4_600, 4_600]);
            log.close().await.expect("nobody else has it");
            let mut connection = place.options().connect().await.expect("it is a file of SQLite");
            let asked = query_scalar::<_, i64>("SELECT count(*) FROM batch WHERE first >= 3");
            let rows = asked.fetch_one(&mut connection).await.expect("it has rows");
            assert_eq!(
                rows,
                if bytes == FILE_PAGE_BYTES { 2 } else { 1 },
                "where rows go on in other pages, one is enough"
            );
            connection.close().await.expect("nobody else has it");
        }
    }

    #[test]
    fn a_sqlite_whose_checkpoint_can_damage_a_book_is_not_safe() {
        for version in ["3.51.2", "3.40.1", "3.7.0", "2.99.99", "", "3.51", "new"] {
            assert!(!is_safe(version), "{version} is too old, or unreadable");
        }
        for version in ["3.51.3", "3.51.10", "3.52.0", "4.0.0"] {
            assert!(is_safe(version), "{version} is new enough");
        }
    }
}
