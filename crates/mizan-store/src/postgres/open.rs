//! Opening a book in a database: what is refused, and with which words.

use std::error::Error;
use std::time::Duration;

use sqlx::{ConnectOptions, PgConnection, query, query_as, query_scalar};
use tokio::time::timeout;

use crate::postgres::address::{ANSWER_PATIENCE, Address, PATIENCE, Server};
use crate::postgres::alteration::{Alteration, alterations};
use crate::postgres::fault::Fault;
use crate::postgres::schema::{
    DURABILITY, ENCODING, HAS_STANDBY, HEAD, IS_FOUND, RIGHTS, SCHEMA_VERSION, VERSION, WRITE_A_WORD,
};

/// Why a book was not made or not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such book.
    #[error("there is no {}: check the name, or make a new book", book.trim_start_matches("the "))]
    NotFound {
        /// What was looked for.
        book: String,
    },
    /// There is one already.
    #[error("{book} exists already: give the new book another name")]
    Exists {
        /// What exists.
        book: String,
    },
    /// Nobody has prepared the database.
    #[error("{server} holds no books yet: its owner prepares it with `mizan migrate`")]
    NotPrepared {
        /// The database.
        server: String,
    },
    /// The database was prepared by another version of the program.
    #[error("{server} has schema {found}, and this program knows schema {SCHEMA_VERSION}: {advice}")]
    OtherSchema {
        /// The database.
        server: String,
        /// Its schema.
        found: i64,
        /// What is to be done.
        advice: &'static str,
    },
    /// Something is not as it was made, so that others could have changed records.
    #[error("{server}: {alteration}: compare the book with a copy, then have its owner {}", alteration.advice())]
    Altered {
        /// The database.
        server: String,
        /// What is not as it was made.
        alteration: Alteration,
    },
    /// Nobody writes there.
    #[error(
        "{server} takes no records: it is a standby, or transactions are read-only there by default; name the server that \
         is written, or have `default_transaction_read_only` off"
    )]
    TakesNone {
        /// The database.
        server: String,
    },
    /// Records would not be safe.
    #[error("{server}: {setting} is {found} and must be {needed}, or records could be lost or changed")]
    Unsafe {
        /// The database.
        server: String,
        /// What is set wrongly.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        needed: &'static str,
    },
    /// What it wrote is not known to be at its standby.
    #[error(
        "the standby of {server} did not say within {PATIENCE:?} that it has what is written there: see that it runs \
         (`synchronous_standby_names`), or what is acknowledged could be lost with the server"
    )]
    NotAtStandby {
        /// The database.
        server: String,
    },
    /// The database does not let us in, or did not understand us.
    #[error("{server} refused: {reason}")]
    Refused {
        /// The database.
        server: String,
        /// What it said.
        reason: String,
    },
    /// The database did not answer.
    #[error("{server} did not answer within {waited:?}")]
    Silent {
        /// The database.
        server: String,
        /// How long it was waited for.
        waited: Duration,
    },
    /// Nobody knows whether it was made ready.
    #[error(
        "{server} did not say within {ANSWER_PATIENCE:?} whether it is ready for books now: say it again, which does no harm"
    )]
    Unfinished {
        /// The database.
        server: String,
    },
    /// There is nobody, or the connection was ended.
    #[error("{server} could not be reached, or ended the connection")]
    Unreachable {
        /// The database.
        server: String,
        /// What failed.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl OpenError {
    /// Whether the book itself is to blame, and not the server or the question.
    #[must_use]
    pub fn is_of_the_book(&self) -> bool {
        match self {
            OpenError::Exists { .. } | OpenError::OtherSchema { .. } | OpenError::Altered { .. } => true,
            OpenError::NotFound { .. }
            | OpenError::NotPrepared { .. }
            | OpenError::Unsafe { .. }
            | OpenError::TakesNone { .. }
            | OpenError::NotAtStandby { .. }
            | OpenError::Refused { .. }
            | OpenError::Silent { .. }
            | OpenError::Unfinished { .. }
            | OpenError::Unreachable { .. } => false,
        }
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A reader needs the records.
    Reading,
    /// A writer must not add where records could be lost, or where others, or it, can change them.
    Writing,
}

/// Finds the right words for a fault while opening.
pub(super) fn refusal(server: &Server, error: sqlx::Error) -> OpenError {
    let server = server.to_string();
    match (Fault::of(&error), error.as_database_error()) {
        (Fault::Cut, _) | (_, None) => OpenError::Unreachable { server, source: error.into() },
        (_, Some(said)) => OpenError::Refused { server, reason: said.message().to_owned() },
    }
}

/// Opens a connection, and looks at all that keeps records safe.
pub(super) async fn connect(server: &Server, purpose: Purpose) -> Result<PgConnection, OpenError> {
    let mut connection = reach(server).await?;
    within(server, inspect(server, &mut connection, purpose)).await?;
    Ok(connection)
}

/// Waits for the answers to a few small questions, and not for ever.
pub(super) async fn within<T>(
    server: &Server,
    asked: impl Future<Output = Result<T, OpenError>>,
) -> Result<T, OpenError> {
    let silent = |_elapsed| OpenError::Silent { server: server.to_string(), waited: ANSWER_PATIENCE };
    timeout(ANSWER_PATIENCE, asked).await.unwrap_or_else(|elapsed| Err(silent(elapsed)))
}

/// Opens a connection to a server that answers in time.
pub(super) async fn reach(server: &Server) -> Result<PgConnection, OpenError> {
    match timeout(PATIENCE, server.options.connect()).await {
        Ok(connected) => connected.map_err(|error| refusal(server, error)),
        Err(_elapsed) => Err(OpenError::Silent { server: server.to_string(), waited: PATIENCE }),
    }
}

async fn inspect(server: &Server, connection: &mut PgConnection, purpose: Purpose) -> Result<(), OpenError> {
    let refused = |error| refusal(server, error);
    let is_found: bool = query_scalar(IS_FOUND).fetch_one(&mut *connection).await.map_err(refused)?;
    if !is_found {
        return Err(OpenError::NotPrepared { server: server.to_string() });
    }
    let (found, _): (i64, bool) = query_as(VERSION).fetch_one(&mut *connection).await.map_err(refused)?;
    if found != SCHEMA_VERSION {
        let advice = if found > SCHEMA_VERSION { "use a newer program" } else { "its owner runs `mizan migrate`" };
        return Err(OpenError::OtherSchema { server: server.to_string(), found, advice });
    }
    if purpose == Purpose::Reading {
        return Ok(());
    }
    exact(server, connection).await?;
    durable(server, connection).await?;
    if let Some(alteration) = alterations(connection).await.map_err(refused)?.into_iter().next() {
        return Err(OpenError::Altered { server: server.to_string(), alteration });
    }
    let needless: Vec<String> = query_scalar(RIGHTS).fetch_all(&mut *connection).await.map_err(refused)?;
    if needless.is_empty() {
        return Ok(());
    }
    let (setting, needed) = ("the right of this role to the table `mizan.batch`", "SELECT and INSERT alone");
    Err(OpenError::Unsafe { server: server.to_string(), setting, found: needless.join(" and "), needed })
}

/// Refuses a database that keeps texts in other letters than they come in: some are changed on the way there or back, and the
/// hash of their record with them, and others cannot be kept at all. One that is told nothing of letters keeps bytes.
pub(super) async fn exact(server: &Server, connection: &mut PgConnection) -> Result<(), OpenError> {
    let asked = query_scalar(ENCODING).fetch_one(connection).await;
    let found: String = asked.map_err(|error| refusal(server, error))?;
    if ["UTF8", "SQL_ASCII"].contains(&found.as_str()) {
        return Ok(());
    }
    let (setting, needed) = ("server_encoding", "UTF8 (`createdb --encoding=UTF8 --template=template0`)");
    Err(OpenError::Unsafe { server: server.to_string(), setting, found, needed })
}

/// Refuses a server that answers before a commit is on its disk, and one that takes none.
async fn durable(server: &Server, connection: &mut PgConnection) -> Result<(), OpenError> {
    let asked = query_as(DURABILITY).fetch_one(connection).await;
    let (fsync, pages, commit, reads_only): (String, String, String, String) =
        asked.map_err(|error| refusal(server, error))?;
    if reads_only == "on" {
        return Err(OpenError::TakesNone { server: server.to_string() });
    }
    let settings = [("fsync", fsync), ("full_page_writes", pages), ("synchronous_commit", commit)];
    match settings.into_iter().find(|(_, found)| found == "off") {
        Some((setting, found)) => Err(OpenError::Unsafe { server: server.to_string(), setting, found, needed: "on" }),
        None => Ok(()),
    }
}

/// Makes sure that a synchronous standby has whatever can be read by now. A session that is cancelled or ended, or a server that
/// is started again, while a commit waits for the standby, leaves records that everybody reads and that it may not have. It is
/// sent everything in one order, so it has them when it has what was written behind them.
pub(super) async fn is_at_standby(server: &Server, connection: &mut PgConnection) -> Result<(), OpenError> {
    let refused = |error| refusal(server, error);
    let has_standby: bool =
        within(server, async { query_scalar(HAS_STANDBY).fetch_one(&mut *connection).await.map_err(refused) }).await?;
    if !has_standby {
        return Ok(());
    }
    match timeout(PATIENCE, query(WRITE_A_WORD).execute(connection)).await {
        Ok(written) => written.map(drop).map_err(refused),
        Err(_elapsed) => Err(OpenError::NotAtStandby { server: server.to_string() }),
    }
}

/// The next position of a book: 0 if there is none of its name.
pub(super) async fn head(address: &Address, connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let head: i64 = query_scalar(HEAD).bind(&address.book).fetch_one(connection).await?;
    Ok(head.unsigned_abs())
}
