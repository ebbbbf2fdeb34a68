//! What a fault of SQLite means for a book.
//!
//! The codes are SQLite's result codes (sqlite.org/rescode.html), of which the low eight bits say the kind.

use std::error::Error;

use crate::{
    log::StoreError,
    sqlite::{place::Place, schema::NOT_AT_HEAD},
};

/// The file that writers and readers share beside a book could not be made as long as it must be (`SQLITE_IOERR_SHMSIZE`).
const NO_ROOM_FOR_SHM: i32 = 4874;

/// The kinds of faults that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A commit did not begin at the head: the guard refused it.
    NotAtHead,
    /// Another connection held the lock for as long as this one was ready to wait.
    Busy,
    /// There is no room left; the commit was taken back.
    Full,
    /// There is no room left for the file that writers and readers share: a commit may be written by then.
    NoRoomBeside,
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
        if code == Some(NO_ROOM_FOR_SHM) {
            return Fault::NoRoomBeside;
        }
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
        Fault::NotADatabase | Fault::Damaged => StoreError::Damaged { book, doing, source: cause(error) },
        Fault::NotAtHead | Fault::Full | Fault::NoRoomBeside | Fault::ReadOnly | Fault::CannotOpen | Fault::Other => {
            StoreError::Failed { book, doing, source: cause(error) }
        }
    }
}

/// There is none.
#[derive(Debug, thiserror::Error)]
#[error("there is no room left")]
struct NoRoom;

/// What SQLite says, said once.
pub(super) fn cause(error: sqlx::Error) -> Box<dyn Error + Send + Sync> {
    match (Fault::of(&error), error) {
        (Fault::Full | Fault::NoRoomBeside, _) => NoRoom.into(),
        (_, sqlx::Error::Database(said)) => said.into_error(),
        (_, error) => error.into(),
    }
}
