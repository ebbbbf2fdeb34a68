//! Who says what about a payout: the arguments they share, the payout that is meant, and the answers.

use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use jiff::civil::Date;
use mizan_ledger::book::Book;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::payout::Payout;
use mizan_ledger::command::{Command, Sealed, Submission};
use mizan_ledger::id::{CooperativeId, PayoutId};
use mizan_ledger::record::Actor;
use mizan_ledger::text::Key;
use mizan_store::book::Place;
use mizan_store::log::EventLog;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::cli::payout::file::hex;
use crate::cli::place::{Left, book_and, fold_with_notary, open_to_write};
use crate::cli::record::Said;
use crate::cli::terminal::Terminal;
use crate::cli::whose::{actor, read_which};
use crate::cli::{Finding, Outcome};
use crate::service::environment::{Machine, today};
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::Begun;
use crate::service::vault::Vault;
use crate::service::writer::{Answer, Writer};

/// The book and the payout.
#[derive(Debug, Clone, Args)]
pub(super) struct PayoutArg {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The payout.
    #[arg(value_name = "PAYOUT")]
    second: Option<String>,
}

impl PayoutArg {
    /// The place of the book, and the payout as it was named.
    pub(super) fn both(self) -> anyhow::Result<(Place, String)> {
        let (place, payout) = book_and(self.first, self.second)?;
        Ok((place, payout.context("no payout is named: give its identifier after the book")?))
    }
}

/// Who says so, and when.
#[derive(Debug, Args)]
pub(super) struct ByArgs {
    /// Who says so, and in which capacity: `ana:treasurer`.
    #[arg(long, value_name = "WHO:ROLE", value_parser = actor)]
    pub(super) by: Actor,
    #[command(flatten)]
    pub(super) day: DayArg,
}

/// On which day.
#[derive(Debug, Args)]
pub(super) struct DayArg {
    /// The day on which it is so; today, if it is not said.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

impl DayArg {
    /// The day.
    pub(super) fn day(&self) -> Date {
        self.on.unwrap_or_else(today)
    }
}

/// Reads what commands write as a word: an identifier, or one of a closed list.
pub(super) fn worded<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(Value::from(text)).map_err(|error| error.to_string())
}

/// A payout of a book.
pub(super) struct Meant<'a> {
    pub(super) cooperative: CooperativeId,
    pub(super) own: &'a Cooperative,
    pub(super) id: PayoutId,
    pub(super) payout: Payout,
}

/// The payout that is meant by a name. Cooperatives that are unread name no such thing.
pub(super) fn meant<'a>(book: &'a Book, name: &str) -> anyhow::Result<Meant<'a>> {
    let (whose, id) = name.split_once('/').map_or((None, name), |(whose, id)| (Some(whose), id));
    let read = book.cooperatives.iter().filter(|(cooperative, _)| !book.has_unread(Some(**cooperative)));
    let found = read.filter(|(cooperative, _)| whose.is_none_or(|whose| cooperative.as_str() == whose));
    let wanted: PayoutId = worded(id).map_err(Finding)?;
    let known =
        found.filter_map(|(cooperative, own)| Some((*cooperative, own, own.payouts.get(&wanted)?.into_owned())));
    let mut known: Vec<_> = known.collect();
    match (known.pop(), known.len()) {
        (Some((cooperative, own, payout)), 0) => Ok(Meant { cooperative, own, id: wanted, payout }),
        (Some(_), _) => bail!(Finding(format!("several cooperatives have a payout `{id}`: write COOPERATIVE/{id}"))),
        (None, _) => bail!(Finding(format!("no payout `{name}` was scheduled: check the name, or propose it first"))),
    }
}

/// The longest key.
const LONGEST_KEY: usize = 100;

/// A command as somebody says it.
pub(super) fn saying(
    key: &str,
    by: Actor,
    on: Date,
    cooperative: CooperativeId,
    command: impl Into<Command>,
) -> anyhow::Result<Submission> {
    // Long names make long keys, which say the same as what they come to.
    let key = if key.len() > LONGEST_KEY { format!("payout:{}", hex(&Sha256::digest(key))) } else { key.to_owned() };
    let key: Key = key.parse()?;
    let (command, sealed) = (command.into(), Sealed::default());
    Ok(Submission { key, occurred_on: on, actor: by, cooperative: Some(cooperative), command, sealed })
}

/// A book that is open to be written.
pub(super) struct Desk {
    place: Place,
    log: Arc<mizan_store::book::Book>,
    begun: Begun,
    notary: Option<crate::service::notary::Notary>,
}

impl Desk {
    /// Opens a book and folds it, a large one as far as a payout of this name goes.
    pub(super) async fn for_payout(place: Place, name: &str) -> anyhow::Result<Desk> {
        Desk::open(place, Cooperatives::Named(name)).await
    }

    /// Opens a book and folds it, a large one as far as a cooperative goes: the one that is named, or the only one there is.
    pub(super) async fn for_one(place: Place, named: Option<CooperativeId>) -> anyhow::Result<(Desk, CooperativeId)> {
        let mut desk = Desk::open(place, Cooperatives::WhenAsked).await?;
        let log = desk.log();
        match read_which(&mut desk.begun.folded, &log, named).await {
            Ok(cooperative) => Ok((desk, cooperative)),
            Err(error) => {
                desk.close().await?;
                Err(error)
            }
        }
    }

    async fn open(place: Place, read: Cooperatives<'_>) -> anyhow::Result<Desk> {
        let log = open_to_write(&place).await?;
        let shared = Arc::clone(&log) as Arc<dyn EventLog>;
        let (begun, notary) = fold_with_notary(&place, &shared, read).await?;
        Ok(Desk { place, log, begun, notary })
    }

    pub(super) fn book(&self) -> &Book {
        &self.begun.folded.book
    }

    /// The log, to be read.
    pub(super) fn log(&self) -> Arc<dyn EventLog> {
        Arc::clone(&self.log) as Arc<dyn EventLog>
    }

    /// Closes the book unchanged.
    pub(super) async fn close(self) -> anyhow::Result<()> {
        Ok(self.log.close().await?)
    }

    /// Says these one after the other, and gives the answers with the book, which is to be closed when they are told.
    pub(super) async fn say(
        self,
        submissions: impl IntoIterator<Item = Submission>,
        vault: Option<Arc<Vault>>,
    ) -> anyhow::Result<(Vec<Answer>, Left)> {
        let Desk { place, log, begun: Begun { folded, from }, notary } = self;
        let shared = Arc::clone(&log) as Arc<dyn EventLog>;
        let writer = Writer::take_up(Arc::clone(&shared), Machine::new(), folded, notary, vault);
        let mut pending = Vec::new();
        let mut answers = Vec::new();
        for submission in submissions {
            pending.push(writer.hand_in(submission).await?);
        }
        for pending in pending {
            answers
                .push(pending.answer().await.context("not all of it has an answer: say it again, nothing is doubled")?);
        }
        let folded = writer.finish().await;
        Ok((answers, Left { place, log, from, folded }))
    }
}

/// Says one command about a payout of this name and tells what became of it.
pub(super) async fn say_one(
    terminal: &Terminal,
    place: Place,
    name: &str,
    build: impl FnOnce(&Book) -> anyhow::Result<Submission>,
) -> anyhow::Result<Outcome> {
    let desk = Desk::for_payout(place, name).await?;
    let submission = match build(desk.book()) {
        Ok(submission) => submission,
        Err(error) => {
            desk.close().await?;
            return Err(error);
        }
    };
    let what = submission.command.name();
    let (answers, left) = desk.say([submission], None).await?;
    left.close(terminal, tell(terminal, [what], &answers)).await
}

/// Tells what became of commands: for a program as `mizan record` does.
pub(super) fn tell<'a>(
    terminal: &Terminal,
    what: impl IntoIterator<Item = &'a str>,
    answers: &[Answer],
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Fine;
    for ((what, answer), line) in what.into_iter().zip(answers).zip(1..) {
        if matches!(answer, Answer::Refused(_)) {
            outcome = Outcome::Found;
        }
        if terminal.wants_json() {
            let said = serde_json::to_value(Said::answer(line, answer))?;
            let mut told = json!({"command": what});
            if let (Some(told), Some(said)) = (told.as_object_mut(), said.as_object()) {
                told.extend(said.clone());
            }
            terminal.say_json(&told)?;
        } else {
            terminal.say(in_words(what, answer))?;
        }
    }
    Ok(outcome)
}

/// What became of a command, for a person.
pub(super) fn in_words(what: &str, answer: &Answer) -> String {
    let at = |span: &mizan_ledger::book::Span| {
        let last = span.first + u64::from(span.count) - 1;
        if last == span.first { format!("record {last}") } else { format!("records {} to {last}", span.first) }
    };
    match answer {
        Answer::Recorded { span, .. } => format!("recorded: {what}, {}", at(span)),
        Answer::AlreadyRecorded { span } => format!("already recorded: {what}, {}", at(span)),
        Answer::Refused(refusal) => format!("refused ({}): {refusal}", refusal.code()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::reader::skim::named::skim_for;
    use crate::service::reader::{Folded, ReadError, Until, fold};
    use crate::service::story::log_of;

    /// A log with every kind of event, as it was shipped.
    const LOG: &str = include_str!("../../../../../fixtures/logs/2026-11.ndjson");

    #[tokio::test]
    async fn a_payout_of_a_book_that_was_read_for_it_is_the_one_of_the_whole_book() {
        let lines: Vec<Vec<u8>> = LOG.lines().map(|line| line.as_bytes().to_vec()).collect();
        let log = log_of(&lines).await;
        let whole = fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole").book;
        let mut names: Vec<String> = vec!["march".to_owned(), "nobodys".to_owned(), "demo-poufs/nobodys".to_owned()];
        for (cooperative, own) in &whole.cooperatives {
            for payout in own.payouts.keys() {
                names.extend([payout.to_string(), format!("{cooperative}/{payout}")]);
            }
        }
        assert!(names.len() > 5, "there are payouts: {names:?}");
        let mut left_unread = 0;
        for name in names {
            let read =
                skim_for(Folded::default(), &log, Until::End, &name, |_| ()).await.expect("the log is whole").book;
            left_unread += read.unread().count();
            let told = |book| meant(book, &name).map(|meant| (meant.cooperative, meant.id, meant.payout));
            let [told, expected] = [told(&read), told(&whole)].map(|told| told.map_err(|error| error.to_string()));
            assert_eq!(told, expected, "{name}");
        }
        assert!(left_unread > 0, "the other cooperative is left unread");
    }
}
