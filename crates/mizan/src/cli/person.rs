//! `mizan person`: what is sealed of somebody, which the book does not say: more of it, all of it, none of it any more.

mod add;
mod erase;
mod show;
mod who;

use std::sync::Arc;

use anyhow::bail;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use mizan_ledger::command::{Command, Sealed, Submission};
use mizan_ledger::event::person::Whose;
use mizan_ledger::id::ActorId;
use mizan_ledger::record::{Actor, Role};
use mizan_ledger::text::Key;
use mizan_store::book::Book;
use mizan_store::log::EventLog;
use serde_json::Value;

use crate::cli::person::add::Add;
use crate::cli::person::erase::Erase;
use crate::cli::person::show::Show;
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::environment::{Machine, today};
use crate::service::notary::Notary;
use crate::service::reader::Folded;
use crate::service::vault::Vault;
use crate::service::writer::{Answer, Writer};

/// Add to, show or erase what is sealed of a person
///
/// Names, numbers and remarks stand in no record, only salted digests of them do. What opens the digests is in the vault:
/// NAME.vault beside NAME.mizan, encrypted for each person under a key of her own, which the vault's key NAME.vault.key
/// opens. Copy the vault while no command is writing it, keep no copy for more than 30 days, and keep the key elsewhere
/// than the copies: whoever has both reads what was erased since the copy was made. A vault taken from a copy is asked
/// nothing before it has erased again whatever the book says was erased.
///
/// WHO is a member, a party or a cooperative. Where several have one name, it is written as member:COOPERATIVE/MEMBER,
/// party:PARTY or cooperative:COOPERATIVE.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan person show network.mizan weaver-3
  mizan person add network.mizan weaver-3 --phone -
  mizan person erase network.mizan weaver-3 --ground person_asked --reference \"Letter 7\"")]
pub(super) struct Person {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Add(Box<Add>),
    Show(Show),
    Erase(Erase),
}

impl Person {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        match self.what {
            What::Add(add) => add.run(terminal).await,
            What::Show(show) => show.run(terminal).await,
            What::Erase(erase) => erase.run(terminal).await,
        }
    }
}

/// Who says it, and when.
#[derive(Debug, Args)]
struct SaidArgs {
    /// Who says so, by pseudonym.
    #[arg(long, value_name = "ACTOR", default_value = "operator")]
    by: ActorId,
    /// In which capacity: operator, president, secretary, treasurer, …
    #[arg(long, value_name = "ROLE", default_value = "operator", value_parser = of_a_list::<Role>)]
    role: Role,
    /// The day on which it is so; today, if it is not said.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

/// Reads one of a closed list, as commands write it.
fn of_a_list<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(Value::from(text)).map_err(|error| error.to_string())
}

/// Says one command of somebody, and gives back what became of it with the book as it then is.
async fn say(
    log: &Arc<Book>,
    (folded, notary): (Folded, Option<Notary>),
    vault: &Arc<Vault>,
    said: SaidArgs,
    (whose, key, command, sealed): (Whose, Key, Command, Sealed),
) -> anyhow::Result<(Answer, Option<Folded>)> {
    let submission = Submission {
        key,
        occurred_on: said.on.unwrap_or_else(today),
        actor: Actor { id: said.by, role: said.role },
        cooperative: whose.said().0,
        command,
        sealed,
    };
    let log = Arc::clone(log) as Arc<dyn EventLog>;
    let writer = Writer::take_up(log, Machine::new(), folded, notary, Some(Arc::clone(vault)));
    let answer = writer.submit(submission).await?;
    Ok((answer, writer.finish().await))
}

/// Where it was recorded, if it was.
fn recorded(answer: &Answer) -> anyhow::Result<u64> {
    match answer {
        Answer::Recorded { span, .. } | Answer::AlreadyRecorded { span } => Ok(span.first),
        Answer::Refused(refusal) => bail!(Finding(refusal.to_string())),
    }
}
