//! Opening a book in a database: what is refused, and with which words.

use std::error::Error;

use sqlx::{AssertSqlSafe, ConnectOptions, Executor, PgConnection, query_as, query_scalar};
use tokio::time::timeout;

use crate::postgres::address::{Address, PATIENCE, Server};
use crate::postgres::fault::Fault;
use crate::postgres::schema::{
    DURABILITY, GUARDS, Guard, HEAD, IS_FOUND, MIGRATIONS, RIGHTS, SAME_VIEW, SCHEMA_VERSION, STANDING_GUARDS, VERSION,
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
    /// A guard is not as it was made, so that others could have changed records.
    #[error(
        "the guard `{guard}` of {server} is missing or not as it was made: compare the book with a copy, then have its owner put it back"
    )]
    Altered {
        /// The database.
        server: String,
        /// The trigger.
        guard: &'static str,
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
    /// The database does not let us in, or did not understand us.
    #[error("{server} refused: {reason}")]
    Refused {
        /// The database.
        server: String,
        /// What it said.
        reason: String,
    },
    /// The database did not answer.
    #[error("{server} could not be reached within {PATIENCE:?}")]
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
            | OpenError::Refused { .. }
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
    inspect(server, &mut connection, purpose).await?;
    Ok(connection)
}

/// Opens a connection to a server that answers in time.
pub(super) async fn reach(server: &Server) -> Result<PgConnection, OpenError> {
    match timeout(PATIENCE, server.options.connect()).await {
        Ok(connected) => connected.map_err(|error| refusal(server, error)),
        Err(elapsed) => Err(OpenError::Unreachable { server: server.to_string(), source: elapsed.into() }),
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
    durable(server, connection).await?;
    if let Some(guard) = altered(server, connection).await?.first() {
        return Err(OpenError::Altered { server: server.to_string(), guard });
    }
    let needless: Vec<String> = query_scalar(RIGHTS).fetch_all(&mut *connection).await.map_err(refused)?;
    if needless.is_empty() {
        return Ok(());
    }
    let (setting, needed) = ("the right of this role to the table `mizan.batch`", "SELECT and INSERT alone");
    Err(OpenError::Unsafe { server: server.to_string(), setting, found: needless.join(" and "), needed })
}

/// Refuses a server that answers before a commit is on its disk.
async fn durable(server: &Server, connection: &mut PgConnection) -> Result<(), OpenError> {
    let asked = query_as(DURABILITY).fetch_one(connection).await;
    let (fsync, pages, commit): (String, String, String) = asked.map_err(|error| refusal(server, error))?;
    let settings = [("fsync", fsync), ("full_page_writes", pages), ("synchronous_commit", commit)];
    match settings.into_iter().find(|(_, found)| found == "off") {
        Some((setting, found)) => Err(OpenError::Unsafe { server: server.to_string(), setting, found, needed: "on" }),
        None => Ok(()),
    }
}

/// The guards that are missing or not as they were made; none in a database that was prepared without them.
pub(super) async fn altered(server: &Server, connection: &mut PgConnection) -> Result<Vec<&'static str>, OpenError> {
    let refused = |error| refusal(server, error);
    let (_, guarded): (i64, bool) = query_as(VERSION).fetch_one(&mut *connection).await.map_err(refused)?;
    if !guarded {
        return Ok(Vec::new());
    }
    let asked = query_as(STANDING_GUARDS).fetch_all(connection).await;
    let standing: Vec<(String, i16, String)> = asked.map_err(refused)?;
    let is_as_made = |guard: &Guard, (name, kind, body): &(String, i16, String)| {
        name == guard.name && *kind == guard.kind && body == guard.body
    };
    let missing = GUARDS.iter().filter(|guard| !standing.iter().any(|found| is_as_made(guard, found)));
    Ok(missing.map(|guard| guard.name).collect())
}

/// Whether the view for people shows the records and nothing else. The server itself says how it reads the words the view
/// was made with: they are read under another name, and that is taken back. Where that may not be done nothing is found.
pub(super) async fn view_is_as_made(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let Some((_, words)) = MIGRATIONS[0][1].split_once("mizan.record") else { return Ok(true) };
    connection.execute("BEGIN READ WRITE").await?;
    let made = connection.execute(AssertSqlSafe(format!("CREATE TEMP VIEW record_as_made{words}"))).await;
    let same = match made {
        Ok(_) => query_scalar(SAME_VIEW).fetch_one(&mut *connection).await,
        Err(error) => {
            tracing::debug!(%error, "The view of the book could not be compared");
            Ok(true)
        }
    };
    connection.execute("ROLLBACK").await?;
    same
}

/// The next position of a book: 0 if there is none of its name.
pub(super) async fn head(address: &Address, connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let head: i64 = query_scalar(HEAD).bind(&address.book).fetch_one(connection).await?;
    Ok(head.unsigned_abs())
}
