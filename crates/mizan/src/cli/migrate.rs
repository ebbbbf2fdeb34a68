//! `mizan migrate`: a database made ready for books, by the role that owns it.

use clap::Args;
use mizan_store::postgres::address::Server;
use mizan_store::postgres::migrate::{Migrated, Migration};
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::terminal::Terminal;

/// Make a PostgreSQL database ready for books, or bring it to the newest schema.
///
/// It is run by the role that owns the database, not by the one that serves the books: that one may add records and read
/// them, and nothing else, and a book is not written by a role that may do more. Run again it puts back guards that are
/// missing or not as they were made, and says which.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan migrate postgres://owner@db.example/trade --writer clerk --reader auditor")]
pub(super) struct Migrate {
    /// The database: postgres://OWNER@HOST/DATABASE.
    #[arg(value_name = "DATABASE")]
    database: String,
    /// A role that may add records and read them; it must exist.
    #[arg(long = "writer", value_name = "ROLE")]
    writers: Vec<String>,
    /// A role that may read them; it must exist.
    #[arg(long = "reader", value_name = "ROLE")]
    readers: Vec<String>,
    /// The database has no triggers (CockroachDB; distributed tables of Citus): rely on the rights of the roles.
    #[arg(long)]
    without_triggers: bool,
}

impl Migrate {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let Migrate { database, writers, readers, without_triggers: without_guards } = self;
        let database: Server = database.parse()?;
        let done = Migration { writers, readers, without_guards }.run(&database).await?;
        let Migrated { from, to, put_back } = done;
        if terminal.wants_json() {
            let database = database.to_string();
            terminal.say_json(&json!({ "database": database, "from": from, "to": to, "put_back": put_back }))?;
            return Ok(Outcome::Fine);
        }
        for guard in put_back {
            terminal.say(format_args!(
                "The guard `{guard}` was missing or not as it was made, and stands again: `mizan replay` the books, and \
                 compare them with copies."
            ))?;
        }
        if from == to {
            terminal.say(format_args!("{database} has schema {to} already; the rights of the named roles are set."))?;
        } else {
            terminal.say(format_args!("{database} has schema {to} now; it had {from} before."))?;
        }
        Ok(Outcome::Fine)
    }
}
