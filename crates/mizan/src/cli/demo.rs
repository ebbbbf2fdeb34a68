//! `mizan demo`: five invented organisations live through two years in a book of their own, each told on a screen.
//!
//! What they say is part of this program (`demo`), so that it needs nothing else. It goes through the same writer as
//! anybody's, and its keys make a second run add nothing.

use std::collections::VecDeque;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use mizan_format::phrases::Language;
use mizan_format::phrases::pen::Pen;
use mizan_format::text_trace;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::trace::Trace;
use mizan_store::book::Place;
use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;
use serde_json::json;

use crate::cli::init::key_in;
use crate::cli::language::LanguageArg;
use crate::cli::place::{files_of, start};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::demo::Telling;
use crate::demo::library::Library;
use crate::demo::stage::Stage;
use crate::demo::story::{Story, stories};
use crate::service::writer::{Answer, Pending, QUEUE};

/// The sale that is opened up.
const OPENED_UP: &str = "demo-weavers/sale-1";

/// Make a demo book and tell the story of each organisation in it
///
/// A market its makers own, an intermediary, twenty textile cooperatives, a pouf and button cooperative and a certifier,
/// all invented, trade for two years. The book is an ordinary one: every other command works on it. Its records are the
/// same on every machine, and so is its root. Run again, the demo finds everything said already and adds nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan demo --dir mizan-demo
  mizan demo --story poufs")]
pub(super) struct Demo {
    /// The folder the book is made in.
    #[arg(long, value_name = "DIR", default_value = "mizan-demo")]
    dir: PathBuf,
    /// Tell one story only: market, bridge, textile, poufs, certifier or rug.
    #[arg(long, value_name = "NAME")]
    story: Option<String>,
    /// Only make and show the book. There are no pages to serve yet, so this changes nothing.
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    language: LanguageArg,
}

impl Demo {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let language = self.language.language()?;
        let pen = Pen::for_a_page(language);
        fs::create_dir_all(&self.dir).with_context(|| format!("the folder {} cannot be made", self.dir.display()))?;
        let path = self.dir.join("demo.mizan");
        let file = open_or_make(&path).await?;
        let log = Arc::clone(&file) as Arc<dyn EventLog>;
        let place = Place::File(path.clone());
        if let Some(files) = files_of(&place) {
            key_in(&files, Some("demo.mizan.invalid/two-years"))?;
        }
        let added = tell(&place, &log, &self.dir.join("openings.ndjson"), terminal).await?;
        let library = Library::read(&log).await?;
        file.close().await?;
        let told: Vec<Story> = stories(&library, if terminal.wants_json() { Language::En } else { language });
        let opened = library.trace(library.index.find_trace(OPENED_UP)?)?;
        let (traced, gap) = trace_all(&library, terminal)?;
        if terminal.wants_json() {
            terminal.say_json(&json!({
                "book": path.display().to_string(), "records": library.book.head, "added": added,
                "root": library.root.to_string(), "stories": told, "trace": opened, "traced": traced,
                "unexplained": gap,
            }))?;
        } else {
            self.say(terminal, &told, &opened, language)?;
            terminal.say(pen.line(&pen.phrases().traced_both_ways(&pen.count(traced), &pen.amount(gap))))?;
            let path = path.display();
            let (head, added) = (pen.count(library.book.head), pen.count(added));
            terminal
                .say(pen.line(&pen.phrases().look_further(&pen.name(path.to_string()), &head, &added)).trim_end())?;
            terminal.say(format_args!(
                "  mizan statement {path} weaver-3\n  mizan trace {path} payout-1\n  mizan balances {path}\n  \
                 mizan export {path} --as hledger",
            ))?;
        }
        Ok(if gap.is_zero() { Outcome::Fine } else { Outcome::Found })
    }

    /// Says the stories that are wanted, one after the other.
    fn say(&self, terminal: &Terminal, told: &[Story], opened: &Trace, language: Language) -> anyhow::Result<()> {
        let wanted = |name: &str| self.story.as_deref().is_none_or(|story| story == name);
        let mut said = false;
        for story in told.iter().filter(|story| wanted(story.name)) {
            terminal.say(format_args!("{}\n", story.text()))?;
            said = true;
        }
        if wanted("rug") {
            terminal.say(text_trace::trace(opened, language))?;
            said = true;
        }
        if !said {
            let names: Vec<&str> = told.iter().map(|story| story.name).chain(["rug"]).collect();
            bail!("`{}` is no story: ask for one of {}", self.story.as_deref().unwrap_or_default(), names.join(", "));
        }
        Ok(())
    }
}

async fn open_or_make(path: &Path) -> anyhow::Result<Arc<SqliteLog>> {
    let log = if path.exists() { SqliteLog::open(path).await? } else { SqliteLog::create(path).await? };
    Ok(Arc::new(log))
}

/// Says every command of the demo while the writer writes, and tells how many records they added.
async fn tell(place: &Place, log: &Arc<dyn EventLog>, openings: &Path, terminal: &Terminal) -> anyhow::Result<u64> {
    let telling = Telling::new()?;
    let writer = start(place, Arc::clone(log), Stage::new(telling.seed())).await?;
    let bar = terminal.progress(None, "commands");
    let mut pending: VecDeque<Pending> = VecDeque::new();
    let mut told = Told { added: 0, openings: String::new() };
    for submission in telling {
        if pending.len() == QUEUE
            && let Some(first) = pending.pop_front()
        {
            told.hear(first.answer().await?)?;
        }
        pending.push_back(writer.hand_in(submission?).await?);
        bar.inc(1);
    }
    for answer in pending {
        told.hear(answer.answer().await?)?;
    }
    bar.finish_and_clear();
    writer.finish().await;
    if !told.openings.is_empty() {
        let file = fs::OpenOptions::new().create(true).append(true).open(openings);
        let written = file.and_then(|mut file| file.write_all(told.openings.as_bytes()));
        written.with_context(|| format!("cannot write {}", openings.display()))?;
    }
    Ok(told.added)
}

/// What the answers of the writer tell.
struct Told {
    /// How many records were added.
    added: u64,
    /// What opens the names that were sealed, a line an answer, as `mizan record` gives them.
    openings: String,
}

impl Told {
    fn hear(&mut self, answer: Answer) -> anyhow::Result<()> {
        match answer {
            Answer::Recorded { span, disclosures } => {
                self.added += u64::from(span.count);
                let names = disclosures.iter().filter(|disclosure| disclosure.name() == "name");
                let disclosures: Vec<&str> = names.map(|disclosure| disclosure.encoded()).collect();
                if !disclosures.is_empty() {
                    self.openings.push_str(&json!({"positions": [span.first], "disclosures": disclosures}).to_string());
                    self.openings.push('\n');
                }
            }
            Answer::AlreadyRecorded { .. } => {}
            Answer::Refused(refusal) => bail!(Finding(format!("this book is not the demo's own: {refusal}"))),
        }
        Ok(())
    }
}

/// Traces every sale and every payout, and says how many and what is unexplained of them.
fn trace_all(library: &Library, terminal: &Terminal) -> anyhow::Result<(usize, Amount)> {
    let all: Vec<_> = library.traceable().collect();
    let bar = terminal.progress(Some(all.len() as u64), "traces");
    let mut gap: Option<Amount> = None;
    for found in &all {
        let unexplained = library.trace(*found)?.unexplained();
        if gap.is_none_or(Amount::is_zero) {
            gap = Some(unexplained);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let Some(gap) = gap else { bail!("the demo has nothing to trace") };
    Ok((all.len(), gap))
}
