//! Preparing a database for books, by the role that owns it.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, query, query_as};

use tokio::time::timeout;

use crate::postgres::address::{ANSWER_PATIENCE, PATIENCE, Server};
use crate::postgres::alteration::{Alteration, alterations};
use crate::postgres::open::{OpenError, exact, reach, refusal, within};
use crate::postgres::schema::{APPLIED, FOUND, GUARDS, Guard, MIGRATIONS, SCHEMA_VERSION, VERSION};

/// How a database is prepared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migration {
    /// The roles that may add to books and read them.
    pub writers: Vec<String>,
    /// The roles that may read them.
    pub readers: Vec<String>,
    /// Set where the database has no triggers: the rights of the roles and the tree of the log must do.
    pub without_guards: bool,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The schema before, 0 if there was none.
    pub from: i64,
    /// The schema now.
    pub to: i64,
    /// The guards that were missing or not as they were made, and stand again. While they did not, others could have changed
    /// records.
    pub put_back: Vec<&'static str>,
}

impl Migration {
    /// Brings the database to the newest schema and gives the roles their rights: all of it, or nothing.
    ///
    /// Run again it changes nothing but the rights of roles that are named now, and puts back guards that are not as they were
    /// made. Of two at once one fails and can be repeated.
    pub async fn run(&self, server: &Server) -> Result<Migrated, OpenError> {
        let mut connection = reach(server).await?;
        within(server, exact(server, &mut connection)).await?;
        let Ok(migrated) = timeout(ANSWER_PATIENCE, self.apply(&mut connection)).await else {
            return Err(OpenError::Unfinished { server: server.to_string() });
        };
        let migrated = migrated.map_err(|error| met_another(server, error))?;
        // All is committed; how the connection ends changes nothing.
        let _ = timeout(PATIENCE, connection.close()).await;
        match migrated {
            Ok(migrated) => Ok(migrated),
            Err(found) => {
                Err(OpenError::OtherSchema { server: server.to_string(), found, advice: "use a newer program" })
            }
        }
    }

    async fn apply(&self, connection: &mut PgConnection) -> Result<Result<Migrated, i64>, sqlx::Error> {
        let mut transaction = connection.begin().await?;
        for statement in FOUND {
            transaction.execute(*statement).await?;
        }
        let (from, guarded): (i64, bool) = query_as(VERSION).fetch_one(&mut *transaction).await?;
        if from > SCHEMA_VERSION {
            return Ok(Err(from));
        }
        let new = MIGRATIONS.iter().zip(1..).filter(|(_, version)| *version > from);
        for (statements, version) in new {
            for statement in *statements {
                transaction.execute(*statement).await?;
            }
            query(APPLIED).bind(version).bind(!self.without_guards).execute(&mut *transaction).await?;
        }
        let mut put_back = Vec::new();
        if from > 0 && guarded {
            put_back = guards_to_put_back(&mut transaction).await?;
            guard(&mut transaction, GUARDS.iter().filter(|guard| put_back.contains(&guard.name))).await?;
        } else if from == 0 && !self.without_guards {
            guard(&mut transaction, GUARDS.iter()).await?;
        }
        transaction.execute("REVOKE ALL ON SCHEMA mizan FROM PUBLIC").await?;
        transaction.execute("REVOKE ALL ON ALL TABLES IN SCHEMA mizan FROM PUBLIC").await?;
        for (roles, may) in [(&self.writers, "SELECT, INSERT"), (&self.readers, "SELECT")] {
            for role in roles {
                let role = quoted(role);
                let grants = format!(
                    "GRANT USAGE ON SCHEMA mizan TO {role}; GRANT {may} ON mizan.batch TO {role}; \
                     GRANT SELECT ON mizan.record, mizan.migration TO {role}"
                );
                transaction.execute(AssertSqlSafe(grants)).await?;
            }
        }
        transaction.commit().await?;
        Ok(Ok(Migrated { from, to: SCHEMA_VERSION, put_back }))
    }
}

/// Finds the right words for a fault: two that make or change the same at once meet in the catalogue.
fn met_another(server: &Server, error: sqlx::Error) -> OpenError {
    match error.as_database_error().and_then(|error| error.code()).as_deref() {
        Some("23505" | "XX000") => OpenError::Refused {
            server: server.to_string(),
            reason: "another `mizan migrate` was at work: say it again".to_owned(),
        },
        Some(_) | None => refusal(server, error),
    }
}

async fn guards_to_put_back(connection: &mut PgConnection) -> Result<Vec<&'static str>, sqlx::Error> {
    let altered = alterations(connection).await?.into_iter().filter_map(|alteration| match alteration {
        Alteration::Guard(name) => Some(name),
        Alteration::Foreign(_) | Alteration::View => None,
    });
    Ok(altered.collect())
}

async fn guard(connection: &mut PgConnection, guards: impl Iterator<Item = &Guard>) -> Result<(), sqlx::Error> {
    for guard in guards {
        let made = format!(
            "DROP TRIGGER IF EXISTS {name} ON mizan.batch;
             CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$;
             CREATE TRIGGER {name} {on} EXECUTE FUNCTION {function}();
             ALTER TABLE mizan.batch ENABLE ALWAYS TRIGGER {name}",
            function = guard.function,
            body = guard.body,
            name = guard.name,
            on = guard.on,
        );
        connection.execute(AssertSqlSafe(made)).await?;
    }
    Ok(())
}

/// A name as SQL writes it, whatever stands in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn the_name_of_a_role_stays_a_name() {
        assert_eq!(quoted("clerk"), "\"clerk\"");
        assert_eq!(quoted("a\"; DROP"), "\"a\"\"; DROP\"");
    }
}
