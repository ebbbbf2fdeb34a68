//! `mizan key`: the key a log is signed with.

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::init::key_in;
use crate::cli::place::{BookArg, files_of};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::notary::{Files, key_file};

/// The key a log is signed with.
///
/// It is made with the book. What is printed is the public part, for whoever verifies: a verifier key of C2SP signed notes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan key show network.mizan
  mizan key new old.mizan --origin ledger.example/atlas")]
pub(super) struct Key {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the public key.
    Show {
        #[command(flatten)]
        book: BookArg,
    },
    /// Make a key for a book that has none.
    New {
        #[command(flatten)]
        book: BookArg,
        /// What the log is called by those who verify it; without it, a name that is nobody's address.
        #[arg(long, value_name = "NAME")]
        origin: Option<String>,
    },
}

impl Key {
    pub(super) fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (files, key) = match self.what {
            What::Show { book } => {
                let files = files(book)?;
                if !files.key.exists() {
                    bail!(Finding(format!(
                        "there is no key in {}: make one with `mizan key new`",
                        files.key.display()
                    )));
                }
                let key = key_file::whose(&files.key)?;
                (files, key)
            }
            What::New { book, origin } => {
                let files = files(book)?;
                if files.key.exists() {
                    bail!(Finding(format!("there is a key in {} already", files.key.display())));
                }
                let key = key_in(&files, origin.as_deref())?;
                (files, key)
            }
        };
        if terminal.wants_json() {
            let (origin, file) = (key.name(), files.key.display().to_string());
            terminal.say_json(&json!({ "origin": origin, "key": key.to_string(), "file": file }))?;
        } else {
            terminal.say(key)?;
        }
        Ok(Outcome::Fine)
    }
}

fn files(book: BookArg) -> anyhow::Result<Files> {
    let place = book.place()?;
    match files_of(&place) {
        Some(files) => Ok(files),
        None => bail!("say in MIZAN_KEY in which file the key of {place} is"),
    }
}
