//! Recording a statement: its lines, each once whichever files it stands in; what a rule has found; and the statement itself.

use std::sync::Arc;

use anyhow::Context;
use jiff::civil::Date;
use mizan_format::statement::lines::{Told, side};
use mizan_format::statement::model::{Reading, Statement};
use mizan_ledger::account::Till;
use mizan_ledger::command::{Command, Sealed, Submission};
use mizan_ledger::decide::refusal::Refusal;
use mizan_ledger::event::matching::{Balance, MatchConfirmed, Side, StatementLineRecorded, StatementRecorded};
use mizan_ledger::id::{ActorId, CooperativeId, LineId, StatementId};
use mizan_ledger::money::Money;
use mizan_ledger::record::Actor;
use mizan_ledger::reference::find_in;
use mizan_ledger::text::{Key, Label};
use mizan_store::book::Place;
use mizan_store::log::EventLog;
use sha2::{Digest, Sha256};

use crate::cli::place::{Left, fold_with_notary, open_to_write};
use crate::cli::terminal::complain;
use crate::cli::vault::VaultArgs;
use crate::service::environment::Machine;
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::Begun;
use crate::service::writer::{Answer, Writer};

/// How many commands are on their way at once.
const AT_ONCE: usize = 256;

/// For whom, by whom and when.
pub(super) struct Recording {
    pub(super) cooperative: CooperativeId,
    pub(super) till: Till,
    pub(super) by: Actor,
    pub(super) approved_by: Option<ActorId>,
    pub(super) today: Date,
}

impl Recording {
    fn says(&self, key: String, on: Date, command: impl Into<Command>, sealed: Sealed) -> anyhow::Result<Submission> {
        let key: Key = key.parse()?;
        let cooperative = Some(self.cooperative);
        Ok(Submission { key, occurred_on: on, actor: self.by, cooperative, command: command.into(), sealed })
    }
}

/// Records the lines, then what rules have found of them, then the statements. What is refused is told, and how much that is,
/// with the book, which is to be closed then.
pub(super) async fn record(
    place: &Place,
    vault: &VaultArgs,
    what: &Recording,
    reading: &Reading,
    told: &[Told<'_>],
    confirmed: Vec<(Date, MatchConfirmed)>,
) -> anyhow::Result<(NotRecorded, Left)> {
    let log = open_to_write(place).await?;
    let vault = vault.clone().of(place);
    let shared = Arc::clone(&log) as Arc<dyn EventLog>;
    let (Begun { folded, from }, notary) = fold_with_notary(place, &shared, Cooperatives::WhenAsked).await?;
    if let Some(vault) = &vault {
        vault.obey(&folded.book).await?;
    }
    let writer = Writer::take_up(Arc::clone(&shared), Machine::new(), folded, notary, vault.clone());
    let mut refused = NotRecorded::default();
    let mut lines = Vec::new();
    // What another statement has recorded is a line already.
    for told in told.iter().filter(|told| told.may_be_booked() && told.recorded.is_none()) {
        let Some(on) = told.on else { continue };
        let sealed = if vault.is_some() { sealed(told) } else { Sealed::default() };
        let key = format!("line:{}:{}", what.till, told.line);
        lines.push((vec![told.line], what.says(key, on, line(what.till, told)?, sealed)?));
    }
    say(&writer, lines, &mut refused).await?;
    let mut matches = Vec::new();
    for (on, confirmed) in confirmed {
        let lines = confirmed.lines.clone();
        // What is only found may have been recorded later than its bank says it happened.
        let on = if confirmed.books.is_empty() { what.today } else { on };
        let confirmed = MatchConfirmed { approved_by: what.approved_by, ..confirmed };
        matches.push((lines, what.says(format!("match:{}", confirmed.matched), on, confirmed, Sealed::default())?));
    }
    say(&writer, matches, &mut refused).await?;
    let mut statements = Vec::new();
    for (number, statement) in reading.statements.iter().enumerate().filter(|(_, statement)| !statement.quarantined) {
        if let Some(words) = of_statement(what, reading, statement, number)? {
            let key = format!("statement:{}", words.statement);
            statements.push((Vec::new(), what.says(key, what.today, words, Sealed::default())?));
        }
    }
    say(&writer, statements, &mut refused).await?;
    let folded = writer.finish().await;
    if let Some(vault) = &vault {
        vault.close().await;
    }
    Ok((refused, Left { place: place.clone(), log, from, folded }))
}

/// What was not recorded: of which lines and why, and how much besides.
#[derive(Debug, Default)]
pub(super) struct NotRecorded {
    pub(super) lines: Vec<(LineId, String)>,
    pub(super) others: usize,
}

/// Says commands in their order, many on their way at once, each about some lines; keeps what is refused.
async fn say(writer: &Writer, all: Vec<(Vec<LineId>, Submission)>, refused: &mut NotRecorded) -> anyhow::Result<()> {
    let again = "not all of the file is recorded: say it again, nothing is doubled";
    let mut all = all.into_iter();
    loop {
        let mut pending = Vec::new();
        for (lines, submission) in all.by_ref().take(AT_ONCE) {
            let key = submission.key.clone();
            pending.push((lines, key, writer.hand_in(submission).await.context(again)?));
        }
        if pending.is_empty() {
            return Ok(());
        }
        for (lines, key, pending) in pending {
            let Answer::Refused(refusal) = pending.answer().await.context(again)? else { continue };
            if is_known(&refusal) {
                continue;
            }
            let why = format!("{}: {refusal}", refusal.code());
            if lines.is_empty() {
                complain(format_args!("{key}: {why}"));
                refused.others += 1;
            }
            refused.lines.extend(lines.into_iter().map(|line| (line, why.clone())));
        }
    }
}

/// Whether it says that the line is in the book already, by another person's word.
fn is_known(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::AlreadyExists { what: "line of a statement" | "statement", .. })
}

fn line(till: Till, told: &Told<'_>) -> anyhow::Result<StatementLineRecorded> {
    let entry = told.entry;
    let ours = ours(told).map(|reference| reference.parse()).transpose()?;
    let reference = entry.references.servicer.as_deref().and_then(|reference| reference.parse().ok());
    Ok(StatementLineRecorded {
        line: told.line,
        till,
        amount: entry.amount,
        side: side(entry.side),
        value_date: entry.value_on,
        reference,
        ours,
        sealed: Default::default(),
    })
}

/// The first reference of ours that a line carries.
fn ours(told: &Told<'_>) -> Option<String> {
    let of = &told.entry.references;
    let fields = [&of.end_to_end, &of.instruction, &of.payment_information];
    fields
        .into_iter()
        .flatten()
        .map(String::as_str)
        .chain([told.entry.text.as_str()])
        .find_map(|text| find_in(text).first().map(|reference| reference.to_string()))
}

/// Who is at the other end and what is said of it: sealed, unless it is a payment of ours, whose payee is known.
fn sealed(told: &Told<'_>) -> Sealed {
    if ours(told).is_some() {
        return Sealed::default();
    }
    let within = |text: &str| text.chars().take(500).collect::<String>();
    let said = |text: Option<&String>| text.map(|text| within(text)).filter(|text| !text.is_empty());
    let other = told.entry.counterparty.as_ref();
    Sealed {
        name: said(other.and_then(|other| other.name.as_ref())),
        account_number: said(other.and_then(|other| other.account.as_ref())),
        note: said(Some(&told.entry.text)),
        ..Sealed::default()
    }
}

/// The statement itself, where it says its last day; a list of single notifications has none.
fn of_statement(
    what: &Recording,
    reading: &Reading,
    statement: &Statement,
    number: usize,
) -> anyhow::Result<Option<StatementRecorded>> {
    let days = statement.entries.iter().filter_map(|entry| entry.booked_on.or(entry.value_on));
    let Some(to) = statement.to.or_else(|| days.max()) else { return Ok(None) };
    let named = format!("{}\n{number}\n{}", reading.sha256, what.till);
    let digest: String = Sha256::digest(named.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let statement_id: StatementId = digest.parse()?;
    let file: Label = format!("sha256:{}", reading.sha256).parse()?;
    Ok(Some(StatementRecorded {
        statement: statement_id,
        till: what.till,
        from: statement.from.filter(|from| *from <= to),
        to,
        opening: statement.opening.map(balance),
        closing: statement.closing.map(balance),
        lines: u32::try_from(statement.entries.len()).unwrap_or(u32::MAX),
        file,
    }))
}

fn balance(money: Money) -> Balance {
    if money.is_negative() {
        Balance { amount: money.negated(), side: Side::Debit }
    } else {
        Balance { amount: money, side: Side::Credit }
    }
}
