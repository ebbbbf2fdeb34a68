//! `mizan report`: one report about a whole book, by its name.

use anyhow::bail;
use clap::Args;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::report::query::{Asking, QUERIES, Query};
use serde_json::json;

use crate::cli::page::{ShownArgs, WhenArgs};
use crate::cli::place::{book_and, kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::lookup::{fold_report, lookup};

/// Make one report about a whole book.
///
/// Without a name it lists the reports and indicators there are. A name may carry its version, `funds@1`; then no other
/// reckoning answers.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan report network.mizan
  mizan report network.mizan funds --at 2026-12-31
  mizan report network.mizan general-ledger --cooperative demo-weavers --from 2026-01-01 --to 2026-01-31
  mizan report network.mizan returns.by-cause --from 2026-01-01 --as csv")]
pub(super) struct Report {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The report.
    #[arg(value_name = "NAME")]
    second: Option<String>,
    /// Only the records of this cooperative, of the books of account: trial-balance, general-journal, general-ledger.
    #[arg(long, value_name = "ID")]
    cooperative: Option<CooperativeId>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    shown: ShownArgs,
}

impl Report {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (path, name) = book_and(self.first, self.second)?;
        let Some(name) = name else { return list(&self.shown, terminal) };
        let Some(query) = Query::named(&name) else {
            let names: Vec<&str> = QUERIES.iter().map(|query| query.name).collect();
            bail!("`{name}` is no report: write one of {}", names.join(", "));
        };
        if self.cooperative.is_some() && !query.of_one {
            let names: Vec<&str> = QUERIES.iter().filter(|query| query.of_one).map(|query| query.name).collect();
            bail!(
                "`{}` is about the whole book: leave `--cooperative` out, or ask for {}",
                query.name,
                names.join(", ")
            );
        }
        let days = self.when.days()?;
        let (log, kept) = (open_to_read(&path).await?, kept_of(&path));
        let bar = terminal.progress(Some(log.head().await?), "records");
        let known = lookup(&log, &kept, self.when.at(), |position| bar.set_position(position)).await?;
        if let Some(cooperative) = self.cooperative.filter(|id| !known.book.cooperatives.contains_key(id)) {
            bail!(Finding(format!("`{cooperative}` is no cooperative of this book")));
        }
        let mut asking = Asking::new(&known.book, days, [query]).of(self.cooperative);
        fold_report(&log, self.when.at(), &known, days, &mut asking, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        let pages = asking.made(&known.book);
        self.shown.say(terminal, &pages, &pages.first())
    }
}

/// The names of all reports, in the reader's language.
fn list(shown: &ShownArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    if terminal.wants_json() {
        let queries: Vec<_> = QUERIES
            .iter()
            .map(|query| {
                json!({"query": query.to_string(), "report": query.title, "unit": query.unit, "formula": query.formula})
            })
            .collect();
        terminal.say_json(&json!({"reports": queries}))?;
        return Ok(Outcome::Fine);
    }
    let phrases = shown.language.language()?.phrases();
    let room = QUERIES.iter().map(|query| query.name.len()).max().unwrap_or_default();
    for query in QUERIES {
        terminal.say(format_args!("{:room$}  {}", query.name, phrases.term(query.title)))?;
    }
    Ok(Outcome::Fine)
}
