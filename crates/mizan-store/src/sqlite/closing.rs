//! Closing a book: its records are moved into the one file, or it is said that they could not be.
//!
//! SQLite itself moves them only when nobody else has the book open. A reader who has it open and is not reading at
//! the moment is no reason not to; one in the middle of reading something older is, and is waited for a little.

use std::{fs, path::PathBuf, time::Duration};

use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection, query_as};

use crate::sqlite::place::Place;

/// How long those who are reading are waited for: less than what other writers are ready to wait for us meanwhile.
const PATIENCE: Duration = Duration::from_secs(2);

/// How a book lies in its folder after it was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// What was written is in the one file, which can be copied.
    Whole,
    /// The newest records are in a second file: whoever copies the book copies both.
    WithItsWal {
        /// The second file.
        wal: PathBuf,
    },
}

impl Closed {
    /// What to tell whoever takes the book for one file, if it is not.
    pub fn warning(&self) -> Option<String> {
        match self {
            Closed::Whole => None,
            Closed::WithItsWal { wal } => Some(format!(
                "{} holds the newest records of the book, which could not be moved into it, because another program has it open or the disk has no room: copy both files, or write to the book again when that is over",
                wal.display()
            )),
        }
    }

    /// What a look into the folder says.
    pub(super) fn as_it_lies(place: &Place) -> Closed {
        let wal = place.beside("-wal");
        if fs::metadata(&wal).is_ok_and(|file| file.len() > 0) { Closed::WithItsWal { wal } } else { Closed::Whole }
    }
}

/// Moves all records into the file, as far as others let it, and closes the connection.
pub(super) async fn close(place: &Place, mut connection: SqliteConnection) -> Result<Closed, sqlx::Error> {
    let moved = move_all(place, &mut connection).await;
    connection.close().await?;
    match moved {
        Ok(true) => Ok(Closed::Whole),
        Ok(false) => Ok(Closed::as_it_lies(place)),
        Err(error) => {
            // The records are as durable where they are.
            let book = place.path.display();
            tracing::warn!(book.path = %book, %error, "The newest records could not be moved into {book}");
            Ok(Closed::as_it_lies(place))
        }
    }
}

/// Moves all records into a file that nobody else has, and closes the connection; says whether nothing was left.
pub(super) async fn close_alone(place: &Place, mut connection: SqliteConnection) -> Result<bool, sqlx::Error> {
    let moved = move_all(place, &mut connection).await?;
    connection.close().await?;
    Ok(moved)
}

/// Says whether no record is left in the second file only.
async fn move_all(place: &Place, connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let patience = place.patience.min(PATIENCE).as_millis();
    connection.execute(AssertSqlSafe(format!("PRAGMA busy_timeout = {patience}"))).await?;
    let (busy, pages, moved): (i64, i64, i64) =
        query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(connection).await?;
    // Whoever reads the newest state keeps the second file from being emptied, and none of it from being moved.
    Ok(busy == 0 || (pages >= 0 && moved == pages))
}
