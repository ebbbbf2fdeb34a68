//! What a fault of SQLite means for a book.
//!
//! The codes are SQLite's result codes (sqlite.org/rescode.html), of which the low eight bits say the kind.

use crate::{
    log::StoreError,
    sqlite::{place::Place, schema::NOT_AT_HEAD},
};

/// The kinds of faults that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A commit did not begin at the head: the guard refused it.
    NotAtHead,
    /// Another connection held the lock for as long as this one was ready to wait.
    Busy,
    /// There is no room left; the commit was taken back.
    Full,
    /// The file or its folder may not be written.
    ReadOnly,
    /// The file, or one of the two beside it, could not be opened.
    CannotOpen,
    /// The file is no database.
    NotADatabase,
    /// The file is a database, and damaged.
    Damaged,
    /// The connection was closed by us.
    Closed,
    /// Anything else, a failing disk among it: how a commit ended is not known.
    Other,
}

impl Fault {
    pub(super) fn of(error: &sqlx::Error) -> Fault {
        if matches!(error, sqlx::Error::PoolClosed) {
            return Fault::Closed;
        }
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Fault::Busy;
        }
        let Some(database) = error.as_database_error() else { return Fault::Other };
        if database.message() == NOT_AT_HEAD {
            return Fault::NotAtHead;
        }
        let code = database.code().and_then(|code| code.parse::<i32>().ok());
        match code.map(|code| code & 0xff) {
            Some(5 | 6) => Fault::Busy,
            Some(8) => Fault::ReadOnly,
            Some(11) => Fault::Damaged,
            Some(13) => Fault::Full,
            Some(14) => Fault::CannotOpen,
            Some(26) => Fault::NotADatabase,
            Some(_) | None => Fault::Other,
        }
    }
}

/// Says what could not be done to whom.
pub(super) fn failed(place: &Place, doing: &'static str, error: sqlx::Error) -> StoreError {
    let book = place.name();
    match Fault::of(&error) {
        Fault::Busy => StoreError::Busy { book, waited: place.patience },
        Fault::Closed => StoreError::Closed { book },
        Fault::NotAtHead
        | Fault::Full
        | Fault::ReadOnly
        | Fault::CannotOpen
        | Fault::NotADatabase
        | Fault::Damaged
        | Fault::Other => StoreError::Failed { book, doing, source: error.into() },
    }
}
