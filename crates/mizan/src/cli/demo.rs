//! `mizan demo`: two invented cooperatives live through a season in a book of their own, and every centime is shown.
//!
//! The commands are those of `fixtures/stories/`, which are part of this program, so that it needs nothing else. They
//! go through the same writer as anybody's, and their keys make a second run add nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use mizan_format::phrases::pen::Pen;
use mizan_format::{text_table, text_trace};
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::event::Event;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::Money;
use mizan_ledger::record::Record;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::statement::{Days, Statement, statement};
use mizan_ledger::report::table::{Cell, Table};
use mizan_ledger::report::term::Term;
use mizan_ledger::report::trace::{Trace, trace};
use mizan_ledger::text::Label;
use mizan_ledger::view::find::{Found, Thing};
use mizan_ledger::view::index::Index;
use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;
use serde_json::{Value, json};

use crate::cli::language::LanguageArg;
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::environment::Machine;
use crate::service::reader::{self, ReadError, Until};
use crate::service::writer::{Answer, Writer};

/// The stories of the demo, in the order in which they are told.
const STORIES: [&str; 3] = [
    r#"{"key":"book-opened","occurred_on":"2026-01-01","actor":{"id":"operator","role":"operator"},"type":"open_book","data":{"name":"Demo network (invented)","currency":"MAD"}}"#,
    include_str!("../../../../fixtures/stories/golden.ndjson"),
    include_str!("../../../../fixtures/stories/season.ndjson"),
];

/// The sale that is opened up.
const OPENED_UP: &str = "demo-weavers/sale-1";

/// Make a demo book and show what each maker earned
///
/// Two invented cooperatives sell, are paid and pay out through a season. The book is an ordinary one: every other
/// command works on it. Run again, the demo finds everything said already and adds nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan demo --dir mizan-demo")]
pub(super) struct Demo {
    /// The folder the book is made in.
    #[arg(long, value_name = "DIR", default_value = "mizan-demo")]
    dir: PathBuf,
    /// Only make and show the book. There are no pages to serve yet, so this changes nothing.
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    language: LanguageArg,
}

/// What is shown of one cooperative.
struct Shown {
    cooperative: CooperativeId,
    name: Label,
    sales: usize,
    sold: Money,
    members: Vec<Statement>,
}

impl Demo {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let language = self.language.language()?;
        let pen = Pen::for_a_page(language);
        fs::create_dir_all(&self.dir).with_context(|| format!("the folder {} cannot be made", self.dir.display()))?;
        let path = self.dir.join("demo.mizan");
        let log = open_or_make(&path).await?;
        let added = tell(&log, terminal).await?;
        let (book, records, index, names) = read(&log).await?;
        log.close().await?;
        let shown: Vec<Shown> = book
            .cooperatives
            .iter()
            .filter_map(|(id, own)| {
                let member = |member| {
                    let found = Found { cooperative: *id, thing: Thing::Member(member) };
                    statement(&book, *id, member, &concerning(&index, &records, found), Days::default())
                };
                let mut members: Vec<_> = own.members.keys().copied().collect();
                members.sort_unstable();
                Some(Shown {
                    cooperative: *id,
                    name: names.get(id)?.clone(),
                    sales: own.sales.len(),
                    sold: Money::sum(own.currency, own.sales.values().map(|sale| sale.gross)).ok()?,
                    members: members.into_iter().filter_map(member).collect(),
                })
            })
            .collect();
        let traces = traces(&book, &records, &index)?;
        let opened = index.find_trace(OPENED_UP)?;
        let Some((_, opened)) = traces.iter().find(|(found, _)| *found == opened) else {
            bail!("the demo has no sale {OPENED_UP}");
        };
        let unexplained: Vec<Amount> = traces.iter().map(|(_, trace)| trace.unexplained()).collect();
        let whole = unexplained.iter().all(|amount| amount.is_zero());
        let gap = unexplained.into_iter().find(|amount| !amount.is_zero()).unwrap_or(opened.unexplained());
        if terminal.wants_json() {
            let cooperatives: Vec<Value> = shown.iter().map(as_json).collect();
            terminal.say_json(&json!({
                "book": path.display().to_string(), "records": book.head, "added": added, "cooperatives": cooperatives,
                "trace": opened, "traced": traces.len(), "unexplained": gap,
            }))?;
        } else {
            for one in &shown {
                terminal.say(as_text(one, pen))?;
            }
            terminal.say(text_trace::trace(opened, language))?;
            let (traced, path) = (pen.count(traces.len()), path.display());
            terminal.say(pen.line(&pen.phrases().traced_both_ways(&traced, &pen.amount(gap))))?;
            let (head, added) = (pen.count(book.head), pen.count(added));
            terminal
                .say(pen.line(&pen.phrases().look_further(&pen.name(path.to_string()), &head, &added)).trim_end())?;
            terminal.say(format_args!(
                "  mizan statement {path} weaver-3\n  mizan trace {path} payout-1\n  mizan balances {path}\n  \
                 mizan export {path} --as hledger",
            ))?;
        }
        Ok(if whole { Outcome::Fine } else { Outcome::Found })
    }
}

async fn open_or_make(path: &Path) -> anyhow::Result<Arc<SqliteLog>> {
    let log = if path.exists() { SqliteLog::open(path).await? } else { SqliteLog::create(path).await? };
    Ok(Arc::new(log))
}

/// Says every command of the stories, and tells how many records they added.
async fn tell(log: &Arc<SqliteLog>, terminal: &Terminal) -> anyhow::Result<u64> {
    let writer = Writer::start(Arc::clone(log) as Arc<dyn EventLog>, Machine::new()).await?;
    let lines: Vec<&str> = STORIES.iter().flat_map(|story| story.lines()).collect();
    let bar = terminal.progress(Some(lines.len() as u64), "commands");
    let mut pending = Vec::new();
    for line in lines {
        pending.push((line, writer.hand_in(Submission::parse(line)?).await?));
    }
    let mut added = 0;
    for (line, answer) in pending {
        match answer.answer().await? {
            Answer::Recorded { span, .. } => added += u64::from(span.count),
            Answer::AlreadyRecorded { .. } => {}
            Answer::Refused(refusal) => {
                bail!(Finding(format!("this book is not the demo's own: {refusal} ({line})")));
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    writer.finish().await;
    Ok(added)
}

type ReadBook = (Book, Vec<Record>, Index, BTreeMap<CooperativeId, Label>);

/// Folds the book and keeps its records: a demo is small.
async fn read(log: &Arc<SqliteLog>) -> anyhow::Result<ReadBook> {
    let log = Arc::clone(log) as Arc<dyn EventLog>;
    let mut records: Vec<Record> = Vec::new();
    let mut names = BTreeMap::new();
    let folded = reader::fold(&log, Until::End, |seen| {
        if let (Event::CooperativeRegistered(event), Some(id)) = (&seen.record.event, seen.record.envelope.scope) {
            names.insert(id, event.name.clone());
        }
        records.push(seen.record.clone());
        Ok::<(), ReadError>(())
    })
    .await?;
    let mut index = Index::default();
    records.iter().for_each(|record| index.apply(record, &folded.book));
    Ok((folded.book, records, index, names))
}

/// The records that concern a thing.
fn concerning(index: &Index, records: &[Record], found: Found) -> Vec<Record> {
    let at = |position: u64| usize::try_from(position).ok().and_then(|position| records.get(position)).cloned();
    index.positions(found).into_iter().filter_map(at).collect()
}

/// Every sale and every payout, traced.
fn traces(book: &Book, records: &[Record], index: &Index) -> anyhow::Result<Vec<(Found, Trace)>> {
    let mut all = Vec::new();
    for (cooperative, own) in &book.cooperatives {
        let sales = own.sales.keys().map(|sale| Thing::Sale(*sale));
        for thing in sales.chain(own.payouts.keys().map(|payout| Thing::Payout(*payout))) {
            let found = Found { cooperative: *cooperative, thing };
            all.push((found, trace(book, found, &concerning(index, records, found), None)?));
        }
    }
    Ok(all)
}

fn as_text(shown: &Shown, pen: Pen) -> String {
    let Shown { cooperative, name, sales, sold, members } = shown;
    let currency = sold.currency();
    let earned = Amount::sum(currency, members.iter().map(|member| member.earned.minus(member.credited)));
    let mut table = Table::new(
        Term::Members,
        [Term::Member, Term::Earned, Term::GivenBack, Term::Kept, Term::InHerHand, Term::StillToCome, Term::OwesBack],
    );
    for member in members {
        let Statement { earned, credited, deducted, paid, closing, owed, .. } = member;
        let amounts = [earned, credited, deducted, paid, closing, &owed.debts].map(|amount| Cell::Amount(*amount));
        table.row(std::iter::once(Cell::text(member.member)).chain(amounts));
    }
    let name = format!("{} ({})", pen.name(name), pen.name(cooperative));
    let head = pen.phrases().season(&name, *sales as u64, &pen.money(*sold), &pen.amount(earned));
    text_table::under(&head, &table, pen)
}

fn as_json(shown: &Shown) -> Value {
    let Shown { cooperative, name, sales, sold, members } = shown;
    let member = |one: &Statement| {
        json!({"member": one.member, "earned": one.earned, "credited": one.credited, "deducted": one.deducted,
               "paid": one.paid, "due": one.closing, "owes_back": one.owed.debts})
    };
    let members: Vec<Value> = members.iter().map(member).collect();
    json!({"cooperative": cooperative, "name": name, "currency": sold.currency(), "sales": sales,
           "sold": sold.number(), "members": members})
}
