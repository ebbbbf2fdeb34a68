//! The connections that read a book, and never write.
//!
//! Reading a file that someone may be writing takes a `-wal` and a `-shm` beside it, and SQLite makes them if they
//! are not there: it would leave files in an auditor's folder, which on a read-only medium cannot be, and which, in
//! a folder that two people share, would belong to the reader and lock the writer out. So a book that nobody is
//! writing (no `-wal`, or an empty one) is read as it lies, and after each answer it is looked at again: if it has
//! changed, or a writer has come, the answer is thrown away and asked for again in the other way. A writer changes
//! the file itself only after it has written to the `-wal`, so no answer can be a mixture of before and after.

use std::{fs, io, time::SystemTime};

use sqlx::{
    Sqlite, SqlitePool, query,
    query::Query,
    sqlite::{SqliteArguments, SqlitePoolOptions, SqliteRow},
};
use tokio::sync::Mutex;

use crate::{
    log::StoreError,
    sqlite::{
        fault::{Fault, failed},
        open::{Demand, OpenError, inspect},
        place::Place,
    },
};

/// How many can read at one time. SQLite gives each a thread of its own.
const CONNECTIONS: u32 = 4;

/// How often a question is asked again because a writer came and went meanwhile.
const TRIES: usize = 20;

/// Who answers questions about a book.
#[derive(Debug)]
pub(super) struct Readers {
    place: Place,
    now: Mutex<View>,
}

/// A way to read the book.
#[derive(Debug, Clone)]
struct View {
    pool: SqlitePool,
    /// Set while nobody is writing the book: what the file was like when it was opened.
    quiet: Option<Stamp>,
}

/// What shows that a file has been changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: SystemTime,
    bytes_beside: u64,
}

impl Stamp {
    fn of(place: &Place) -> io::Result<Stamp> {
        let file = fs::metadata(&place.path)?;
        Ok(Stamp { bytes: file.len(), modified: file.modified()?, bytes_beside: place.bytes_beside() })
    }
}

impl Readers {
    /// Readers beside our own writer, who has just opened the book and keeps it open.
    pub(super) fn beside_a_writer(place: Place) -> Readers {
        let pool = pool(&place).connect_lazy_with(place.options_for_reading());
        Readers { place, now: Mutex::new(View { pool, quiet: None }) }
    }

    /// Readers of a book that others may be writing.
    pub(super) async fn open(place: Place) -> Result<Readers, OpenError> {
        let view = View::open(&place).await?;
        Ok(Readers { place, now: Mutex::new(view) })
    }

    /// The one row that answers a question.
    pub(super) async fn ask(
        &self,
        doing: &'static str,
        question: &'static str,
        numbers: &[i64],
    ) -> Result<SqliteRow, StoreError> {
        let answer = self.ask_for_all(doing, question, numbers).await?.pop();
        answer.ok_or_else(|| failed(&self.place, doing, sqlx::Error::RowNotFound))
    }

    /// All the rows that answer a question.
    pub(super) async fn ask_for_all(
        &self,
        doing: &'static str,
        question: &'static str,
        numbers: &[i64],
    ) -> Result<Vec<SqliteRow>, StoreError> {
        self.answer(doing, || numbers.iter().fold(query(question), |asked, number| asked.bind(*number))).await
    }

    /// The one row that answers a question about a list of numbers, written in JSON.
    pub(super) async fn ask_about(
        &self,
        doing: &'static str,
        question: &'static str,
        list: &str,
    ) -> Result<SqliteRow, StoreError> {
        let answer = self.answer(doing, || query(question).bind(list.to_owned())).await?.pop();
        answer.ok_or_else(|| failed(&self.place, doing, sqlx::Error::RowNotFound))
    }

    async fn answer(
        &self,
        doing: &'static str,
        question: impl Fn() -> Query<'static, Sqlite, SqliteArguments>,
    ) -> Result<Vec<SqliteRow>, StoreError> {
        for _ in 0..TRIES {
            let view = self.now.lock().await.clone();
            let answer = question().fetch_all(&view.pool).await;
            if view.is_still_true(&self.place) || view.pool.is_closed() {
                return answer.map_err(|error| failed(&self.place, doing, error));
            }
            self.look_again(view.quiet).await?;
        }
        Err(StoreError::Busy { book: self.place.name(), waited: self.place.patience })
    }

    pub(super) async fn close(&self) {
        self.now.lock().await.pool.close().await;
    }

    /// Opens the book anew, unless another question has done so meanwhile.
    async fn look_again(&self, seen: Option<Stamp>) -> Result<(), StoreError> {
        let mut now = self.now.lock().await;
        if now.quiet == seen {
            *now = View::open(&self.place).await.map_err(|error| self.place.cannot_reopen(error))?;
        }
        Ok(())
    }
}

impl View {
    async fn open(place: &Place) -> Result<View, OpenError> {
        for _ in 0..TRIES {
            place.expect_a_file()?;
            let stamp = Stamp::of(place).map_err(|error| place.failed(error))?;
            let quiet = Some(stamp).filter(|stamp| stamp.bytes_beside == 0);
            let options = place.options_for_reading().immutable(quiet.is_some());
            let view = View { pool: pool(place).connect_lazy_with(options), quiet };
            let inspected = view.inspect(place).await;
            if view.is_still_true(place) {
                return inspected.map(|()| view);
            }
        }
        Err(OpenError::Busy { path: place.path.clone(), waited: place.patience })
    }

    async fn inspect(&self, place: &Place) -> Result<(), OpenError> {
        let refusal = |error| {
            // Opened for reading, a book is only ever "read-only" for want of the files beside it.
            if self.quiet.is_none() && matches!(Fault::of(&error), Fault::CannotOpen | Fault::ReadOnly) {
                OpenError::NeedsItsWal { wal: place.beside("-wal") }
            } else {
                place.refusal(error)
            }
        };
        let mut connection = self.pool.acquire().await.map_err(refusal)?;
        inspect(place, &mut connection, Demand::Table).await.map(drop)
    }

    fn is_still_true(&self, place: &Place) -> bool {
        self.quiet.is_none_or(|seen| Stamp::of(place).is_ok_and(|now| now == seen))
    }
}

fn pool(place: &Place) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(place.patience).test_before_acquire(false)
}
