//! What in a database is not as it was made: a guard that is gone or guards no more, and what acts beside the guards.
//!
//! It proves nothing about the records, and it is a reason to ask what does: the tree of the log.

use sqlx::{AssertSqlSafe, Executor, PgConnection, query_as, query_scalar};

use crate::postgres::schema::{FOREIGN, GUARDS, Guard, MIGRATIONS, SAME_VIEW, STANDING_GUARDS, VERSION};

/// One thing in the database that is not as it was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Alteration {
    /// Others could have changed records.
    #[error("the guard `{0}` is missing or not as it was made")]
    Guard(&'static str),
    /// It could swallow, change or hide records.
    #[error("{0} on `mizan.batch` is none that books have")]
    Foreign(String),
    /// It may show people other records than there are.
    #[error("the view `mizan.record` is not as it was made")]
    View,
}

impl Alteration {
    /// What its owner is to do.
    pub(super) fn advice(&self) -> &'static str {
        match self {
            Alteration::Guard(_) => "put it back with `mizan migrate`",
            Alteration::Foreign(_) => "take it away",
            Alteration::View => "make it anew",
        }
    }
}

/// The guards that are missing or not as they were made, and what acts on the table beside them; nothing in a database that
/// was prepared without guards.
pub(super) async fn alterations(connection: &mut PgConnection) -> Result<Vec<Alteration>, sqlx::Error> {
    let (_, guarded): (i64, bool) = query_as(VERSION).fetch_one(&mut *connection).await?;
    if !guarded {
        return Ok(Vec::new());
    }
    let standing: Vec<(String, i16, String, String)> = query_as(STANDING_GUARDS).fetch_all(&mut *connection).await?;
    let is_as_made = |guard: &Guard, (name, kind, function, body): &(String, i16, String, String)| {
        name == guard.name && *kind == guard.kind && function == guard.function && body == guard.body
    };
    let missing = GUARDS.iter().filter(|guard| !standing.iter().any(|found| is_as_made(guard, found)));
    let missing = missing.map(|guard| Alteration::Guard(guard.name));
    let ours: Vec<&str> = GUARDS.iter().map(|guard| guard.name).collect();
    let foreign: Vec<String> = query_scalar(FOREIGN).bind(ours).fetch_all(connection).await?;
    Ok(missing.chain(foreign.into_iter().map(Alteration::Foreign)).collect())
}

/// Whether the view for people shows the records and nothing else. The server itself says how it reads the words the view
/// was made with: they are read under another name, and that is taken back. Where that may not be done nothing is found.
pub(super) async fn view_is_as_made(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let Some((_, words)) = MIGRATIONS[0][1].split_once("mizan.record") else { return Ok(true) };
    if let Err(error) = connection.execute("BEGIN READ WRITE").await {
        tracing::debug!(%error, "Nothing can be made on a standby, so the view of the book is not compared");
        return Ok(true);
    }
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
