//! `mizan payout answers`: what a bank's reports and statements say of our payouts is recorded, row by row.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use mizan_format::payment::answers::{Means, Ours, Row, answers};
use mizan_format::statement::lines::line_of;
use mizan_format::statement::model::{Entry, Reading};
use mizan_format::statement::{Asked, MOST_BYTES, read};
use mizan_ledger::account::{Till, TillKind};
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::command::{Sealed, Submission};
use mizan_ledger::id::CooperativeId;
use mizan_ledger::reference::Reference;
use mizan_store::book::Place;
use serde::Serialize;

use crate::cli::Outcome;
use crate::cli::payout::said::{ByArgs, Desk, in_words, worded};
use crate::cli::place::book_and;
use crate::cli::read::bytes;
use crate::cli::terminal::Terminal;
use crate::service::environment::today;
use crate::service::writer::Answer;

/// Read what the bank answers (pain.002, camt.053, camt.054, MT940) and record what it says of our payouts
///
/// A report accepts or refuses payments; a statement that books a debit under our reference, or one debit for a whole file,
/// pays them; one that books a return brings them back. Each row is answered: recorded, known, refused, or left to a person and
/// why. Files may be read twice, late and in any order: nothing is doubled, and a late acceptance undoes no payment. What
/// is silent about a payment says nothing of it. Exit code 2 if something is left to a person.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout answers network.mizan report.xml statement.xml --by ana:treasurer")]
pub(super) struct Answers {
    /// The book, unless MIZAN_BOOK names it, and the bank's files.
    #[arg(value_name = "BOOK FILE", required = true)]
    files: Vec<String>,
    /// Whose, where the book has several cooperatives.
    #[arg(long, value_name = "COOPERATIVE", value_parser = worded::<CooperativeId>)]
    cooperative: Option<CooperativeId>,
    /// Which till the bank's account is; the only one of its kind, if it is not said.
    #[arg(long, value_name = "TILL")]
    till: Option<Till>,
    #[command(flatten)]
    by: ByArgs,
}

/// A row, for programs.
#[derive(Debug, Serialize)]
struct Told<'a> {
    file: &'a str,
    line: u32,
    payout: Option<String>,
    member: Option<String>,
    said: &'a str,
    status: &'static str,
    command: Option<&'static str>,
    positions: Option<(u64, u64)>,
    code: Option<&'static str>,
    reason: Option<String>,
    prose: Option<&'a str>,
}

impl Answers {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let mut given = self.files.clone().into_iter();
        let (place, first) = book_and(given.next(), None)?;
        let files: Vec<String> = first.into_iter().chain(given).collect();
        if files.is_empty() {
            bail!("no file is named: give the bank's reports and statements after the book");
        }
        let mut outcome = Outcome::Fine;
        for file in &files {
            let read = self.one(terminal, place.clone(), file).await;
            if read.with_context(|| file.clone())? == Outcome::Found {
                outcome = Outcome::Found;
            }
        }
        Ok(outcome)
    }

    /// Reads one file, records what follows, and answers its rows.
    async fn one(&self, terminal: &Terminal, place: Place, file: &str) -> anyhow::Result<Outcome> {
        let content = bytes(&PathBuf::from(file), MOST_BYTES)?;
        let is_ours = |text: &str| text.parse::<Reference>().is_ok();
        let asked = Asked { today: today().tomorrow().ok(), is_ours: Some(&is_ours), ..Asked::default() };
        let mut reading = read(&content, &asked);
        let (desk, cooperative) = Desk::for_one(place, self.cooperative).await?;
        let own = &desk.book().cooperatives[&cooperative];
        // What a match says of a line is said: it is no second payment.
        let is_matched = |entry: &Entry| {
            let known = line_of(entry).and_then(|line| own.statement_lines.get(&line));
            known.is_some_and(|line| line.matched.is_some())
        };
        let mut matched = 0;
        for statement in &mut reading.statements {
            let before = statement.entries.len();
            statement.entries.retain(|entry| !is_matched(entry));
            matched += before - statement.entries.len();
        }
        let keys = &desk.book().keys;
        let ours = Ours {
            own,
            knows: &|key| keys.contains_key(key),
            bank: self.till_of(own, TillKind::Bank),
            wallet: self.till_of(own, TillKind::Wallet),
            today: today(),
        };
        let rows = answers(&reading, &ours);
        let said: Vec<Submission> = rows.iter().filter_map(|row| self.submission(row, cooperative)).collect();
        let (answered, left) = desk.say(said, None).await?;
        let told = tell(terminal, file, &reading, &rows, answered, matched);
        left.close(terminal, told).await
    }

    /// The till that is named, or the only one of a kind.
    fn till_of(&self, own: &Cooperative, kind: TillKind) -> Option<Till> {
        let mut tills = own.tills.keys().copied().filter(|till| till.kind == kind);
        match (self.till.filter(|till| till.kind == kind), tills.next(), tills.next()) {
            (Some(till), ..) | (None, Some(till), None) => Some(till),
            (None, _, _) => None,
        }
    }

    fn submission(&self, row: &Row, cooperative: CooperativeId) -> Option<Submission> {
        let Means::New(step) = &row.means else { return None };
        Some(Submission {
            key: step.key.clone(),
            occurred_on: step.on,
            actor: self.by.by,
            cooperative: Some(cooperative),
            command: step.command.clone(),
            sealed: Sealed::default(),
        })
    }
}

/// Tells what became of each row of a file, and what there is in it besides.
fn tell(
    terminal: &Terminal,
    file: &str,
    reading: &Reading,
    rows: &[Row],
    answered: Vec<Answer>,
    matched: usize,
) -> anyhow::Result<Outcome> {
    let mut answered = answered.into_iter();
    let mut outcome = if reading.quarantines() { Outcome::Found } else { Outcome::Fine };
    for row in rows {
        let answer = if matches!(row.means, Means::New(_)) { answered.next() } else { None };
        if matches!((&row.means, &answer), (Means::Open(_), _) | (_, Some(Answer::Refused(_)))) {
            outcome = Outcome::Found;
        }
        if terminal.wants_json() {
            terminal.say_json(&told(file, row, answer.as_ref()))?;
        } else {
            terminal.say(line(row, answer.as_ref()))?;
        }
    }
    if !terminal.wants_json() {
        let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
        if matched > 0 {
            terminal.say(format_args!("{name}: {matched} of its lines are matched already, by `mizan reconcile`"))?;
        }
        if rows.is_empty() {
            terminal.say(format_args!("{name}: nothing in it is about a payout of ours"))?;
        }
        if reading.quarantines() {
            terminal.say(format_args!("{name}: some of it is quarantined, see `mizan read {file}`"))?;
        }
    }
    Ok(outcome)
}

/// What became of a row.
fn status(row: &Row, answer: Option<&Answer>) -> &'static str {
    match (&row.means, answer) {
        (Means::Open(_), _) => "left_to_a_person",
        (Means::Known, _) | (Means::New(_), Some(Answer::AlreadyRecorded { .. })) => "already_recorded",
        (Means::New(_), Some(Answer::Recorded { .. })) => "recorded",
        (Means::New(_), Some(Answer::Refused(_)) | None) => "refused",
    }
}

fn told<'a>(file: &'a str, row: &'a Row, answer: Option<&Answer>) -> Told<'a> {
    let (code, reason) = match (&row.means, answer) {
        (Means::Open(why), _) => (Some(why.code()), Some(why.to_string())),
        (Means::New(_), Some(Answer::Refused(refusal))) => (Some(refusal.code()), Some(refusal.to_string())),
        (Means::New(_) | Means::Known, _) => (None, None),
    };
    let positions = match answer {
        Some(Answer::Recorded { span, .. } | Answer::AlreadyRecorded { span }) => {
            Some((span.first, span.first + u64::from(span.count) - 1))
        }
        Some(Answer::Refused(_)) | None => None,
    };
    Told {
        file,
        line: row.place.line,
        payout: row.payout.map(|payout| payout.to_string()),
        member: row.member.map(|member| member.to_string()),
        said: &row.said,
        status: status(row, answer),
        command: command(row),
        positions,
        code,
        reason,
        prose: row.prose.as_deref(),
    }
}

fn command(row: &Row) -> Option<&'static str> {
    match &row.means {
        Means::New(step) => Some(step.command.name()),
        Means::Known | Means::Open(_) => None,
    }
}

/// A row, for a person.
fn line(row: &Row, answer: Option<&Answer>) -> String {
    let payout = row.payout.map_or_else(|| "?".to_owned(), |payout| payout.to_string());
    let who = row.member.map_or(payout.clone(), |member| format!("{payout} {member}"));
    let prose = row.prose.as_ref().map_or(String::new(), |prose| format!(" (the bank: {prose})"));
    let what = match (&row.means, answer) {
        (Means::Open(why), _) => format!("left to you: {why}"),
        (Means::New(step), Some(answer)) => in_words(step.command.name(), answer),
        (Means::Known, _) | (Means::New(_), None) => "known already".to_owned(),
    };
    format!("{who}  {}  {what}{prose}", row.said)
}
