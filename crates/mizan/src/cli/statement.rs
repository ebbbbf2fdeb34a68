//! `mizan statement`: one member's money, from her work to her hand.

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use mizan_format::text_statement;
use mizan_ledger::report::statement::{Days, statement};
use mizan_ledger::view::find::Thing;

use crate::cli::language::LanguageArg;
use crate::cli::place::{book_and, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::lookup::{fetch, lookup};
use crate::service::reader::At;

/// Show one member's statement.
///
/// What she earned, what was kept of it under which clause, what is available, on its way and in her hand, what is still
/// to come from buyers, and what she owes. Days are those on which things happened. Where two cooperatives call members
/// by the same identifier, write the cooperative before it: demo-weavers/weaver-1.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan statement network.mizan weaver-1
  mizan statement network.mizan demo-weavers/weaver-1 --from 2026-03-01 --to 2026-03-31 --json")]
pub(super) struct Statement {
    /// The book, a file NAME.mizan; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The member.
    #[arg(value_name = "MEMBER")]
    second: Option<String>,
    /// The first day.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last day.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// As it stood at a position (1042), or with all that had happened by the end of a day (2026-03-31).
    #[arg(long, value_name = "POSITION|DATE")]
    at: Option<At>,
    /// In which form.
    #[arg(long = "as", value_enum, default_value_t = Form::Text, value_name = "FORM")]
    form: Form,
    #[command(flatten)]
    language: LanguageArg,
}

/// The forms of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for a person.
    Text,
    /// JSON, as `--json`.
    Json,
}

impl Statement {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let language = self.language.language()?;
        let (path, member) = book_and(self.first, self.second)?;
        let member = member.context("no member is named: give her identifier after the book, such as weaver-1")?;
        let at = self.at.unwrap_or(At::End);
        let to = match at {
            At::Day(day) => Some(self.to.map_or(day, |to| to.min(day))),
            At::End | At::Position(_) => self.to,
        };
        let days = Days::new(self.from, to)?;
        let log = open_to_read(&path).await?;
        let bar = terminal.progress(Some(log.head().await?), "records");
        let known = lookup(&log, at, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        let found = known.index.find_member(&member).map_err(|error| Finding(error.to_string()))?;
        let records = fetch(log.as_ref(), &known.index.positions(found)).await?;
        let hers = match found.thing {
            Thing::Member(member) => statement(&known.book, found.cooperative, member, &records, days),
            Thing::Sale(_) | Thing::Payout(_) => None,
        };
        let Some(hers) = hers else { bail!(Finding(format!("`{member}` is no member of this book"))) };
        if terminal.wants_json() || self.form == Form::Json {
            terminal.say_json(&hers)?;
        } else {
            terminal.say(text_statement::statement(&hers, language).trim_end())?;
        }
        Ok(if hers.unexplained.is_zero() { Outcome::Fine } else { Outcome::Found })
    }
}
