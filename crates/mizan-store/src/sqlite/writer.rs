//! The one connection that writes a book.
//!
//! A commit of few rows is one statement, which is a transaction of its own and takes the write lock as it begins;
//! a larger one is a transaction that takes it first. Either way the lock is waited for at the beginning only, and
//! nothing but the database is awaited while it is held.

use std::io;
use std::ops::RangeInclusive;

use sqlx::{AssertSqlSafe, Connection, SqliteConnection, query, query_scalar};
use tokio::sync::Mutex;

use crate::{
    log::{AppendError, StoreError},
    row::Row,
    sqlite::{
        closing::{self, Closed},
        fault::{Fault, cause, failed},
        open::{OpenError, Writing, connect_for_writing},
        place::{Identity, Place},
        schema::{FILE_PAGE_BYTES, HEAD, INSERT, VALUES},
    },
};

/// How many rows are appended by one statement: each journey to the database's thread takes as long as some rows do. A
/// commit of several statements costs a journal besides, so the largest that our writer makes, of some eight mebibytes, is
/// one, even if every record of it is too long to share a row.
const ROWS_AT_ONCE: usize = 1_040;

/// How often a book is opened that is another file by the time it is open.
const OPENINGS: usize = 3;

/// The most rows of a statement that is kept for the next commit of as many.
const ROWS_KEPT: usize = 8;

/// A row of so many bytes takes more than half of a page, with what SQLite says of it, and not much more than two thirds: no
/// other like it fits beside it.
const HARD_TO_PLACE: RangeInclusive<usize> = PAGE / 2 - 16..=PAGE / 4 * 3 - 48;

/// Of rows of at most so many bytes there are four on a page.
const A_QUARTER: usize = PAGE / 4 - 96;

const PAGE: usize = FILE_PAGE_BYTES as usize;

/// Who may write, one after the other.
#[derive(Debug)]
pub(super) struct Writer {
    place: Place,
    /// Which file that was when it was opened.
    identity: Identity,
    line: Mutex<Line>,
}

/// The state of the connection.
#[derive(Debug)]
enum Line {
    Open(Writing),
    /// After a fault nothing is known of its state either: the next append opens another.
    Lost,
    Closed,
}

impl Writer {
    pub(super) async fn open(place: Place) -> Result<Writer, OpenError> {
        for _ in 0..OPENINGS {
            place.expect_a_file()?;
            let before = place.identity().map_err(|error| place.failed(error))?;
            let writing = connect_for_writing(&place).await?;
            // Some file systems give a file another number when it is first opened to be written.
            let identity = place.identity().map_err(|error| place.failed(error))?;
            if identity == before {
                return Ok(Writer { place, identity, line: Mutex::new(Line::Open(writing)) });
            }
            let _ = writing.connection.close().await;
        }
        Err(place.failed(io::Error::other("other files are laid in its place all the time")))
    }

    /// Appends the rows of one commit, or none. What goes into a file that nobody finds by the book's name is not acknowledged.
    pub(super) async fn append(&self, commit: Vec<Row>) -> Result<(), AppendError> {
        self.expect_the_same_file()?;
        self.append_in_turn(commit).await?;
        Ok(self.expect_the_same_file()?)
    }

    /// That the file by the book's name is the one that is open: a copy may have been laid over it.
    pub(super) fn expect_the_same_file(&self) -> Result<(), StoreError> {
        let book = || self.place.name();
        match self.place.identity() {
            Ok(found) if found == self.identity => Ok(()),
            Ok(_) => Err(StoreError::Moved { book: book() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::Moved { book: book() }),
            Err(error) => {
                let doing = "see which file has its name";
                Err(StoreError::Failed { book: book(), doing, source: error.into() })
            }
        }
    }

    async fn append_in_turn(&self, commit: Vec<Row>) -> Result<(), AppendError> {
        let Some(first) = commit.first().map(|row| row.first) else { return Err(AppendError::Empty) };
        let mut line = self.line.lock().await;
        let Writing { connection, page_bytes } = self.connection(&mut line).await?;
        let commit = if *page_bytes == i64::from(FILE_PAGE_BYTES) { placed(commit) } else { commit };
        let Err(error) = write(connection, commit).await else { return Ok(()) };
        match Fault::of(&error) {
            Fault::NotAtHead => {
                let head = query_scalar::<_, i64>(HEAD).fetch_one(connection).await;
                let head = head.map_err(|error| self.failed("read the head of the book", error))?;
                Err(AppendError::Conflict { head: head.unsigned_abs() })
            }
            Fault::Busy => Err(self.failed("append", error).into()),
            Fault::Full | Fault::ReadOnly | Fault::CannotOpen | Fault::NotADatabase | Fault::Closed => {
                self.lose(&mut line, &error);
                Err(self.failed("append", error).into())
            }
            Fault::NoRoomBeside | Fault::Damaged | Fault::Other => {
                self.lose(&mut line, &error);
                Err(AppendError::Unknown { first, source: cause(error) })
            }
        }
    }

    pub(super) async fn close(&self) -> Result<Closed, StoreError> {
        let closed = match std::mem::replace(&mut *self.line.lock().await, Line::Closed) {
            Line::Open(Writing { connection, .. }) => {
                closing::close(&self.place, connection).await.map_err(|error| self.failed("close it", error))?
            }
            Line::Lost => Closed::as_it_lies(&self.place),
            // Whoever closed it was told how it lies.
            Line::Closed => return Ok(Closed::as_it_lies(&self.place)),
        };
        if let Some(warning) = closed.warning() {
            tracing::warn!(book.path = %self.place.path.display(), "{warning}");
        }
        Ok(closed)
    }

    async fn connection<'a>(&self, line: &'a mut Line) -> Result<&'a mut Writing, StoreError> {
        if matches!(line, Line::Lost) {
            let opened = connect_for_writing(&self.place).await;
            *line = Line::Open(opened.map_err(|error| self.place.cannot_reopen(error))?);
        }
        match line {
            Line::Open(writing) => Ok(writing),
            Line::Lost | Line::Closed => Err(StoreError::Closed { book: self.place.name() }),
        }
    }

    fn lose(&self, line: &mut Line, error: &sqlx::Error) {
        let book = self.place.path.display();
        tracing::error!(book.path = %book, %error, "Appending to {book} failed: the next append opens it again");
        *line = Line::Lost;
    }

    fn failed(&self, doing: &'static str, error: sqlx::Error) -> StoreError {
        failed(&self.place, doing, error)
    }
}

/// The rows of a commit as they are placed on pages that take the longest of them whole. Whoever makes one commit of some ten
/// kilobytes after the other would fill a page with each and leave a third of it empty or more: the last row, which alone is
/// seldom full, is laid in smaller ones then. In smaller pages a row goes on where the one before it ends.
fn placed(mut commit: Vec<Row>) -> Vec<Row> {
    let last = commit.pop_if(|row| row.count > 1 && HARD_TO_PLACE.contains(&row.records.len()));
    commit.extend(last.into_iter().flat_map(|row| row.in_rows_of(A_QUARTER)));
    commit
}

async fn write(connection: &mut SqliteConnection, commit: Vec<Row>) -> Result<(), sqlx::Error> {
    if commit.len() <= ROWS_AT_ONCE {
        return insert(connection, commit).await;
    }
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut rest = commit.into_iter().peekable();
    while rest.peek().is_some() {
        // Dropped before its commit, a transaction is rolled back before anything else happens on the connection.
        insert(&mut transaction, rest.by_ref().take(ROWS_AT_ONCE).collect()).await?;
    }
    transaction.commit().await
}

/// Inserts rows by one statement, each of which the guards look at behind those before it.
async fn insert(connection: &mut SqliteConnection, rows: Vec<Row>) -> Result<(), sqlx::Error> {
    // Positions past the largest of SQLite's numbers do not follow on anything: the guard refuses them all.
    let number = |position: u64| i64::try_from(position).unwrap_or(i64::MAX);
    let count = rows.len();
    let statement = format!("{INSERT}{}", vec![VALUES; count].join(", "));
    // A statement of many rows is large, and seldom one of as many comes again: it is not kept.
    let insert = query(AssertSqlSafe(statement)).persistent(count <= ROWS_KEPT);
    let insert = rows
        .into_iter()
        .fold(insert, |insert, row| insert.bind(number(row.first)).bind(number(row.count)).bind(row.records));
    match insert.execute(connection).await?.rows_affected() {
        inserted if inserted == count as u64 => Ok(()),
        inserted => Err(sqlx::Error::Protocol(format!("{count} rows were to be inserted, and {inserted} were"))),
    }
}
