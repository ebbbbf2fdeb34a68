//! `mizan init`: a new book, with its first record.

use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mizan_ledger::command::{Command, Sealed, Submission};
use mizan_ledger::event::membership::BookOpened;
use mizan_ledger::money::Currency;
use mizan_ledger::record::{Actor, Role};
use mizan_ledger::text::Label;
use mizan_store::book::{Book, Place};
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::place::BookArg;
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::environment::Machine;
use crate::service::writer::{Answer, Writer};

/// Make a new book.
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
}

impl Init {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let place = self.book.place()?;
        let log = new_book(&place).await?;
        let writer = Writer::start(Arc::clone(&log) as Arc<dyn EventLog>, Machine::new()).await?;
        let opening = BookOpened { name: self.name.clone(), currency: self.currency };
        let submission = Submission {
            key: "book-opened".parse()?,
            occurred_on: Timestamp::now().to_zoned(TimeZone::UTC).date(),
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
        if terminal.wants_json() {
            terminal.say_json(&json!({ "book": book, "name": name, "currency": currency }))?;
        } else {
            terminal
                .say(format_args!("{book} is the book of {name}; its cooperatives keep accounts in {currency}."))?;
        }
        Ok(Outcome::Fine)
    }
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
