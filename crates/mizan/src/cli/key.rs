//! `mizan key`: the key a log is signed with, and how it is changed.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use jiff::ToSpan;
use jiff::civil::Date;
use mizan_ledger::command::{Command, Sealed, Submission};
use mizan_ledger::event::log_key::{LogKeyRotated, LostTail};
use mizan_ledger::record::{Actor, Role};
use mizan_ledger::text::Label;
use mizan_proof::note::VerifierKey;
use mizan_store::book::Place;
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::bundle::sign;
use crate::cli::init::{key_in, origin_of};
use crate::cli::place::{BookArg, files_of, open_to_write, start};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::environment::{Machine, today};
use crate::service::notary::shelf::Shelf;
use crate::service::notary::{Files, key_file};
use crate::service::writer::Answer;

/// For how many days both keys sign, unless another day is said.
const OVERLAP_DAYS: i64 = 30;

/// The key a log is signed with.
///
/// It is made with the book. What is printed is the public part, for whoever verifies: a verifier key of C2SP signed notes.
///
/// `rotate` makes another and records that it was changed; until a day both sign, so that verifiers have time to take the
/// new one. `lost` is for a book whose newest records are gone for good, after a backup was put back: it goes on under
/// another name and key, and its next record says how many are missing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan key show network.mizan
  mizan key new old.mizan --origin ledger.example/atlas
  mizan key rotate network.mizan --both-until 2027-01-31
  mizan key lost network.mizan --because \"The disk of 4 May, backup of 3 May\"")]
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
    /// Change the key: a new one signs, and until a day the old one does, too.
    Rotate {
        #[command(flatten)]
        book: BookArg,
        /// Up to which day both sign; without it, for thirty days.
        #[arg(long, value_name = "DAY")]
        both_until: Option<Date>,
    },
    /// Say that records that were signed for are lost for good, and go on under another name.
    Lost {
        #[command(flatten)]
        book: BookArg,
        /// What became of them.
        #[arg(long, value_name = "TEXT")]
        because: Label,
        /// What the log is called from now on; without it, a name that is nobody's address.
        #[arg(long, value_name = "NAME")]
        origin: Option<String>,
    },
}

impl Key {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (files, key) = match self.what {
            What::Show { book } => {
                let (_, files) = found(book)?;
                let key = key_file::whose(&files.key)?;
                (files, key)
            }
            What::New { book, origin } => {
                let (_, files) = named(book)?;
                if files.key.exists() {
                    bail!(Finding(format!("there is a key in {} already", files.key.display())));
                }
                let key = key_in(&files, origin.as_deref())?;
                (files, key)
            }
            What::Rotate { book, both_until } => {
                let (place, files) = found(book)?;
                let until = both_until.unwrap_or_else(|| today().saturating_add(OVERLAP_DAYS.days()));
                let key = rotate(&place, &files, until).await?;
                (files, key)
            }
            What::Lost { book, because, origin } => {
                let (place, files) = found(book)?;
                let key = lost(&place, &files, because, origin.as_deref()).await?;
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

fn named(book: BookArg) -> anyhow::Result<(Place, Files)> {
    let place = book.place()?;
    let files = files_of(&place).with_context(|| format!("say in MIZAN_KEY in which file the key of {place} is"))?;
    Ok((place, files))
}

fn found(book: BookArg) -> anyhow::Result<(Place, Files)> {
    let (place, files) = named(book)?;
    if !files.key.exists() {
        bail!(Finding(format!("there is no key in {}: make one with `mizan key new`", files.key.display())));
    }
    Ok((place, files))
}

/// The key that is to sign next: made now, or by a change that was interrupted.
fn next_key(files: &Files, origin: &str) -> anyhow::Result<(PathBuf, VerifierKey)> {
    let next = files.key.with_extension("key-next");
    if !next.exists() {
        files.make_in(&next, origin)?;
    }
    let key = key_file::whose(&next)?;
    Ok((next, key))
}

/// Records the change first, then makes it: a change that is interrupted is finished by asking for it again.
async fn rotate(place: &Place, files: &Files, until: Date) -> anyhow::Result<VerifierKey> {
    let from = key_file::whose(&files.key)?;
    // With a passphrase that does not open the keys there are, nothing is begun.
    files.keys()?;
    let (next, to) = next_key(files, from.name())?;
    record(place, &from, &to, Some(until), None).await?;
    fs::rename(&files.key, files.until(until, &from))
        .with_context(|| format!("cannot move {}", files.key.display()))?;
    fs::rename(&next, &files.key).with_context(|| format!("cannot move {}", next.display()))?;
    let log: Arc<dyn EventLog> = Arc::new(place.open_read_only().await?);
    sign(files, &log).await?;
    Ok(to)
}

/// Lays the last checkpoint aside, and goes on under another name: the next record says what is missing.
async fn lost(place: &Place, files: &Files, because: Label, origin: Option<&str>) -> anyhow::Result<VerifierKey> {
    let from = key_file::whose(&files.key)?;
    files.keys()?;
    let aside = files.checkpoint.with_extension("checkpoint-lost");
    let shelf = if files.checkpoint.exists() { files.checkpoint.clone() } else { aside.clone() };
    let Some(last) = Shelf::at(shelf).read()? else {
        bail!(Finding("nothing was signed of this book, so nothing that was signed for is missing".to_owned()));
    };
    let (size, root) = (last.checkpoint.size, last.checkpoint.root.to_string().parse()?);
    let head = place.open_read_only().await?.head().await?;
    if size <= head {
        bail!(Finding(format!("nothing is lost: {size} records were signed for, and the book has {head}")));
    }
    let origin = origin_of(files, origin)?;
    if origin == from.name() {
        bail!(Finding(format!("the log was `{origin}` before: it must have another name, or it has two histories")));
    }
    let (next, to) = next_key(files, &origin)?;
    if files.checkpoint.exists() {
        fs::rename(&files.checkpoint, &aside).with_context(|| format!("cannot move {}", files.checkpoint.display()))?;
    }
    record(place, &from, &to, None, Some(LostTail { size, root, reason: because })).await?;
    let old = files.key.with_extension(format!("key-lost-{size}"));
    fs::rename(&files.key, &old).with_context(|| format!("cannot move {}", files.key.display()))?;
    fs::rename(&next, &files.key).with_context(|| format!("cannot move {}", next.display()))?;
    let kept = files.checkpoint.with_extension(format!("checkpoint-lost-{size}"));
    fs::rename(&aside, &kept).with_context(|| format!("cannot move {}", aside.display()))?;
    let log: Arc<dyn EventLog> = Arc::new(place.open_read_only().await?);
    sign(files, &log).await?;
    Ok(to)
}

/// The change as a record of the log. Said again, it is recorded once.
async fn record(
    place: &Place,
    from: &VerifierKey,
    to: &VerifierKey,
    both_until: Option<Date>,
    lost: Option<LostTail>,
) -> anyhow::Result<()> {
    let words = LogKeyRotated { from: from.to_string().parse()?, to: to.to_string().parse()?, both_until, lost };
    let id: String = to.id().iter().map(|byte| format!("{byte:02x}")).collect();
    let submission = Submission {
        key: format!("rotate-log-key-{id}").parse()?,
        occurred_on: today(),
        actor: Actor { id: "operator".parse()?, role: Role::Operator },
        cooperative: None,
        command: Command::RotateLogKey(words),
        sealed: Sealed::default(),
    };
    let log = open_to_write(place).await?;
    let writer = start(place, Arc::clone(&log) as Arc<dyn EventLog>, Machine::new()).await?;
    let answer = writer.submit(submission).await?;
    writer.finish().await;
    log.close().await?;
    match answer {
        Answer::Recorded { .. } | Answer::AlreadyRecorded { .. } => Ok(()),
        Answer::Refused(refusal) => bail!(Finding(refusal.to_string())),
    }
}
