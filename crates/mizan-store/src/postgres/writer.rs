//! The one connection that writes a book.

use std::time::Duration;

use sqlx::error::BoxDynError;
use sqlx::postgres::PgArguments;
use sqlx::{Arguments, PgConnection, query, query_with};
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::log::{AppendError, StoreError};
use crate::postgres::address::{ANSWER_PATIENCE, Address, PATIENCE, patience};
use crate::postgres::fault::{Fault, answer, failed, swallowed};
use crate::postgres::open::{OpenError, Purpose, connect, head, is_at_standby, within};
use crate::postgres::schema::{APPEND, COMPRESSION};
use crate::row::Row;

/// How often a commit that met another is tried again before the caller decides anew.
const TRIES: usize = 8;

/// Who may write, one after the other.
#[derive(Debug)]
pub(super) struct Writer {
    address: Address,
    line: Mutex<Line>,
}

/// The state of the connection.
#[derive(Debug)]
enum Line {
    Open(PgConnection),
    /// After a fault nothing is known of its state either: the next append opens another.
    Lost,
    Closed,
}

impl Writer {
    pub(super) async fn open(address: Address) -> Result<Writer, OpenError> {
        let connection = connect_for_writing(&address).await?;
        Ok(Writer { address, line: Mutex::new(Line::Open(connection)) })
    }

    /// Appends the rows of one commit, or none.
    pub(super) async fn append(&self, commit: Vec<Row>) -> Result<(), AppendError> {
        let Some(first) = commit.first().map(|row| row.first) else { return Err(AppendError::Empty) };
        let commit = Packed::of(commit);
        let mut line = self.line.lock().await;
        let mut vanished = 0;
        for _ in 0..TRIES {
            let connection = self.connection(&mut line).await?;
            let written = match timeout(commit.patience(), commit.write(&self.address, connection)).await {
                Ok(written) => written,
                Err(elapsed) => {
                    self.lose(&mut line, &elapsed);
                    return Err(AppendError::Unknown { first, source: elapsed.into() });
                }
            };
            let Err(error) = written else { return Ok(()) };
            match Fault::of(&error) {
                Fault::NotAtHead | Fault::Serialization => {
                    let asked = head(&self.address, connection);
                    let head = answer(&self.address, "read the head of the book", ANSWER_PATIENCE, asked).await;
                    let head = head.inspect_err(|error| self.lose(&mut line, error))?;
                    // Whoever met us has taken nothing: the same position is free.
                    if head != first {
                        return Err(AppendError::Conflict { head });
                    }
                    vanished += u32::from(matches!(error, sqlx::Error::RowNotFound));
                }
                Fault::Busy | Fault::NoConnection | Fault::Refused | Fault::Closed => {
                    return Err(self.failed("append", error).into());
                }
                Fault::Cut => {
                    self.lose(&mut line, &error);
                    return Err(AppendError::Unknown { first, source: error.into() });
                }
            }
        }
        if vanished as usize == TRIES {
            return Err(swallowed(&self.address).into());
        }
        Err(AppendError::Conflict { head: first })
    }

    /// Makes sure that what can be read is safe.
    pub(super) async fn confirm(&self) -> Result<(), StoreError> {
        let mut line = self.line.lock().await;
        let connection = self.connection(&mut line).await?;
        let Err(error) = is_at_standby(&self.address.server, connection).await else { return Ok(()) };
        self.lose(&mut line, &error);
        let (book, doing) = (self.address.to_string(), "make sure that its newest records are safe");
        Err(StoreError::Failed { book, doing, source: error.into() })
    }

    pub(super) async fn close(&self) {
        let line = std::mem::replace(&mut *self.line.lock().await, Line::Closed);
        if let Line::Open(connection) = line {
            // Every commit was answered: how the connection ends changes nothing.
            let _ = timeout(PATIENCE, sqlx::Connection::close(connection)).await;
        }
    }

    async fn connection<'a>(&self, line: &'a mut Line) -> Result<&'a mut PgConnection, StoreError> {
        if matches!(line, Line::Lost) {
            let opened = connect_for_writing(&self.address).await;
            let book = || self.address.to_string();
            *line = Line::Open(opened.map_err(|error| StoreError::Failed {
                book: book(),
                doing: "open it again",
                source: error.into(),
            })?);
        }
        match line {
            Line::Open(connection) => Ok(connection),
            Line::Lost | Line::Closed => Err(StoreError::Closed { book: self.address.to_string() }),
        }
    }

    fn lose(&self, line: &mut Line, error: &(dyn std::error::Error + 'static)) {
        let book = &self.address;
        tracing::error!(book.address = %book, error, "Appending to {book} failed: the next append connects again");
        *line = Line::Lost;
    }

    fn failed(&self, doing: &'static str, error: sqlx::Error) -> StoreError {
        failed(&self.address, doing, error)
    }
}

async fn connect_for_writing(address: &Address) -> Result<PgConnection, OpenError> {
    let mut connection = connect(&address.server, Purpose::Writing).await?;
    is_at_standby(&address.server, &mut connection).await?;
    let packed = within(&address.server, async {
        // A server that does not understand the question packs as it always did.
        if let Err(error) = query(COMPRESSION).execute(&mut connection).await {
            tracing::debug!(%error, "The records of {address} are packed in the server's own way");
        }
        Ok(())
    });
    packed.await?;
    Ok(connection)
}

/// The rows of a commit, column by column.
struct Packed {
    firsts: Vec<i64>,
    counts: Vec<i64>,
    records: Vec<String>,
}

impl Packed {
    fn of(commit: Vec<Row>) -> Packed {
        // Positions past the largest of the database's numbers do not follow on anything: no head is there.
        let number = |position: u64| i64::try_from(position).unwrap_or(i64::MAX);
        Packed {
            firsts: commit.iter().map(|row| number(row.first)).collect(),
            counts: commit.iter().map(|row| number(row.count)).collect(),
            records: commit.into_iter().map(|row| row.records).collect(),
        }
    }

    /// How long its answer is waited for.
    fn patience(&self) -> Duration {
        patience(self.records.iter().map(|records| records.len() as u64).sum())
    }

    async fn write(&self, address: &Address, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let mut values = PgArguments::default();
        // What grows as it is filled is copied over and over: beside its text, a row has a few bytes, and so has the statement.
        let text: usize = self.records.iter().map(String::len).sum();
        values.reserve(5, text + 32 * self.records.len() + 256);
        let put: Result<(), BoxDynError> = values
            .add(&address.book)
            .and_then(|()| values.add(&self.firsts))
            .and_then(|()| values.add(&self.counts))
            .and_then(|()| values.add(&self.records))
            .and_then(|()| values.add(self.firsts.first().copied().unwrap_or_default()));
        put.map_err(sqlx::Error::Encode)?;
        let written = query_with(APPEND, values).execute(connection).await?.rows_affected();
        match (written, self.firsts.len() as u64) {
            (written, rows) if written == rows => Ok(()),
            (0, _) => Err(sqlx::Error::RowNotFound),
            (written, rows) => {
                Err(sqlx::Error::Protocol(format!("{rows} rows were to be inserted, and {written} were")))
            }
        }
    }
}
