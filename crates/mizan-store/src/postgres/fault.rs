//! What a fault of PostgreSQL means for a book.
//!
//! Whatever is asked is waited for so long and no longer: a line that is cut says nothing.
//!
//! The states are those of the SQL standard and of PostgreSQL ("PostgreSQL Error Codes" in its manual).

use std::time::Duration;

use tokio::time::timeout;

use crate::log::StoreError;
use crate::postgres::address::{Address, PATIENCE};
use crate::postgres::schema::NOT_AT_HEAD;

/// The kinds of faults that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A commit did not begin at the head: a guard or the key refused it.
    NotAtHead,
    /// Two commits met, and the database asks one of them to try again.
    Serialization,
    /// Another writer held the lock for as long as this one was ready to wait.
    Busy,
    /// No connection was to be had.
    NoConnection,
    /// The server answered, and wrote nothing.
    Refused,
    /// The connection was closed by us.
    Closed,
    /// The server did not answer, or ended the connection: how a commit ended is not known.
    Cut,
}

impl Fault {
    pub(super) fn of(error: &sqlx::Error) -> Fault {
        if matches!(error, sqlx::Error::PoolClosed) {
            return Fault::Closed;
        }
        // Nothing was inserted, since the head was elsewhere.
        if matches!(error, sqlx::Error::RowNotFound) {
            return Fault::NotAtHead;
        }
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Fault::NoConnection;
        }
        let Some(state) = error.as_database_error().and_then(|error| error.code()) else { return Fault::Cut };
        match state.as_ref() {
            "23505" | NOT_AT_HEAD => Fault::NotAtHead,
            "40001" | "40P01" => Fault::Serialization,
            "55P03" => Fault::Busy,
            // It is not known at which moment a server that goes down, or that lost its statement, did so.
            state if state.starts_with("57P") || state.starts_with("08") || state == "40003" => Fault::Cut,
            state if state.starts_with("58") || state.starts_with("XX") => Fault::Cut,
            _ => Fault::Refused,
        }
    }
}

/// Says what could not be done to whom.
pub(super) fn failed(address: &Address, doing: &'static str, error: sqlx::Error) -> StoreError {
    let book = address.to_string();
    match Fault::of(&error) {
        Fault::Busy => StoreError::Busy { book, waited: PATIENCE },
        Fault::NoConnection => StoreError::Failed { book, doing, source: NoConnection.into() },
        Fault::Closed => StoreError::Closed { book },
        Fault::NotAtHead | Fault::Serialization | Fault::Refused | Fault::Cut => {
            StoreError::Failed { book, doing, source: error.into() }
        }
    }
}

/// The server said nothing.
#[derive(Debug, thiserror::Error)]
#[error("there was no answer within {0:?}")]
pub(super) struct NoAnswer(pub(super) Duration);

/// Each connection of ours was taken, or another could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("no connection was to be had within {PATIENCE:?}: the server does not answer, or lets no more of them in")]
struct NoConnection;

/// The server inserted nothing and said nothing of it.
#[derive(Debug, thiserror::Error)]
#[error("the server inserted none of the rows, and the head is where they begin: what else acts on `mizan.batch`?")]
struct Swallowed;

/// Waits for an answer for so long.
pub(super) async fn answer<T>(
    address: &Address,
    doing: &'static str,
    patience: Duration,
    asked: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, StoreError> {
    match timeout(patience, asked).await {
        Ok(answered) => answered.map_err(|error| failed(address, doing, error)),
        Err(_elapsed) => {
            Err(StoreError::Failed { book: address.to_string(), doing, source: NoAnswer(patience).into() })
        }
    }
}

/// Says that rows went nowhere.
pub(super) fn swallowed(address: &Address) -> StoreError {
    StoreError::Failed { book: address.to_string(), doing: "append", source: Swallowed.into() }
}
