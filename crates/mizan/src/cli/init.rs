//! `mizan init`: a new book, with its first record.

use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use mizan_ledger::command::{Command, Sealed, Submission};
use mizan_ledger::event::membership::BookOpened;
use mizan_ledger::money::Currency;
use mizan_ledger::record::{Actor, Role};
use mizan_ledger::text::Label;
use mizan_proof::note::{Signs, VerifierKey};
use mizan_store::book::{Book, Place};
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::place::{BookArg, files_of, start};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::environment::{Environment, Machine, today};
use crate::service::notary::{Files, key_file};
use crate::service::writer::Answer;

/// Make a new book, and the key its log is signed with.
///
/// Beside the file NAME.mizan lie then: NAME.key, which signs what the log has come to (encrypted), NAME.passphrase,
/// which opens it, and NAME.checkpoint, what was signed last. Move the passphrase to where backups do not go, and name
/// the place in MIZAN_PASSPHRASE_FILE: whoever has both can sign in this book's name. Give the line `key` to whoever
/// verifies the book; they need nothing else from you. A book in a database has a key if MIZAN_KEY says where.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan init network.mizan --name \"Cooperatives of the Middle Atlas\" --currency MAD")]
pub(super) struct Init {
    #[command(flatten)]
    book: BookArg,
    /// The name of the network whose book it is.
    #[arg(long)]
    name: Label,
    /// The currency of cooperatives that say no other, ISO 4217.
    #[arg(long, value_name = "CODE")]
    currency: Currency,
    /// What the log is called by those who verify it: an address of yours without `https://`, such as
    /// ledger.example/atlas. It stays. Without it, a name that is nobody's address.
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
}

impl Init {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let place = self.book.place()?;
        let log = new_book(&place).await?;
        let key = match files_of(&place) {
            Some(files) => Some(key_in(&files, self.origin.as_deref())?),
            None => None,
        };
        let shared = Arc::clone(&log) as Arc<dyn EventLog>;
        let writer = start(&place, shared, Machine::new()).await?;
        let opening = BookOpened { name: self.name.clone(), currency: self.currency };
        let submission = Submission {
            key: "book-opened".parse()?,
            occurred_on: today(),
            actor: Actor { id: "operator".parse()?, role: Role::Operator },
            cooperative: None,
            command: Command::OpenBook(opening),
            sealed: Sealed::default(),
        };
        let answer = writer.submit(submission).await?;
        writer.finish().await;
        log.close().await?;
        match answer {
            Answer::Recorded { .. } | Answer::AlreadyRecorded { .. } => {}
            Answer::Refused(refusal) => bail!(Finding(refusal.to_string())),
        }
        let (book, name, currency) = (place.to_string(), self.name, self.currency);
        let key = key.map(|key| key.to_string());
        if terminal.wants_json() {
            terminal.say_json(&json!({ "book": book, "name": name, "currency": currency, "key": key }))?;
        } else {
            terminal
                .say(format_args!("{book} is the book of {name}; its cooperatives keep accounts in {currency}."))?;
            if let Some(key) = key {
                terminal.say(format_args!("Whoever verifies it needs its key: {key}"))?;
            }
        }
        Ok(Outcome::Fine)
    }
}

/// The key of a new book: made now, or by an `init` that was interrupted.
pub(super) fn key_in(files: &Files, origin: Option<&str>) -> anyhow::Result<VerifierKey> {
    if files.key.exists() {
        return Ok(key_file::whose(&files.key)?);
    }
    Ok(files.make(&origin_of(files, origin)?)?.verifier(Signs::Text))
}

/// What a log is to be called, within a bound that leaves room for its key in a record.
pub(super) fn origin_of(files: &Files, origin: Option<&str>) -> anyhow::Result<String> {
    match origin {
        Some(origin) if origin.len() > LONGEST_ORIGIN => {
            bail!("the name of a log has at most {LONGEST_ORIGIN} letters, this one has {}", origin.len())
        }
        Some(origin) => Ok(origin.to_owned()),
        None => nobodys_address(files),
    }
}

/// The longest name of a log.
const LONGEST_ORIGIN: usize = 80;

/// A name that is nobody's address (RFC 2606), and of no other book.
fn nobodys_address(files: &Files) -> anyhow::Result<String> {
    let stem = files.key.file_stem().unwrap_or_default().to_string_lossy();
    let letters =
        stem.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    let stem: String = letters.take(40).collect();
    let mut chance = [0; 4];
    Machine::new().random(&mut chance)?;
    Ok(format!("mizan.invalid/{stem}-{:08x}", u32::from_be_bytes(chance)))
}

/// Makes the book. One without a single record, left by an `init` that was interrupted, is as good as a new one.
async fn new_book(place: &Place) -> anyhow::Result<Arc<Book>> {
    match place.create().await {
        Ok(log) => Ok(Arc::new(log)),
        Err(taken) if taken.is_taken() => match place.open().await {
            Ok(log) if log.head().await? == 0 => Ok(Arc::new(log)),
            Ok(_) | Err(_) => Err(taken.into()),
        },
        Err(error) => Err(error.into()),
    }
}
