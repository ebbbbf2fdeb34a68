//! `mizan statement`: one member's money, from her work to her hand.

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use mizan_format::phrases::numerals::Counting;
use mizan_format::{csv_page, sms, text_statement, voice};
use mizan_ledger::money::cash::{InHand, in_hand};
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::statement::{Days, Statement as Hers, statement};
use mizan_ledger::view::find::Thing;
use serde::Serialize;

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
///
/// For a member who does not read: `--as voice` is a script for a speaker, with every figure in words, and `--as sms` one
/// message of a single segment. Text shows what she could hold in her hand in notes and coins.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan statement network.mizan weaver-1
  mizan statement network.mizan demo-weavers/weaver-1 --from 2026-03-01 --to 2026-03-31 --json
  mizan statement network.mizan weaver-1 --lang ar --as voice --ryal
  mizan statement network.mizan weaver-1 --lang fr --as sms
  mizan statement network.mizan weaver-1 --as csv > weaver-1.csv")]
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
    /// Say amounts in ryal, 20 to the dirham, where they are whole in them; for `--as voice`.
    #[arg(long)]
    ryal: bool,
    /// Add the notes and coins of what is available and of what was paid; for JSON.
    #[arg(long)]
    cash: bool,
}

/// The forms of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for a person.
    Text,
    /// JSON, as `--json`.
    Json,
    /// A row for each line, for a spreadsheet.
    Csv,
    /// One message to a telephone, of one segment.
    Sms,
    /// A script for a speaker, a sentence a line.
    Voice,
}

/// A statement with what is available and what was paid in notes and coins; nothing where we know of none.
#[derive(Debug, Serialize)]
struct WithCash<'a> {
    #[serde(flatten)]
    statement: &'a Hers,
    cash: Cash,
}

/// Two figures in notes and coins.
#[derive(Debug, Serialize)]
struct Cash {
    available: Option<InHand>,
    paid: Option<InHand>,
}

impl Form {
    fn name(self) -> String {
        self.to_possible_value().map_or(String::new(), |form| form.get_name().to_owned())
    }
}

impl Statement {
    /// An option that would change nothing is a mistake, and is told so.
    fn options_fit(&self, terminal: &Terminal) -> anyhow::Result<()> {
        let is_json = terminal.wants_json() || self.form == Form::Json;
        if self.ryal && (is_json || self.form != Form::Voice) {
            bail!("--ryal is for --as voice: figures are always written in the currency of the book");
        }
        if self.cash && !is_json {
            bail!("--cash is for --json: text has notes and coins beside its figures anyway");
        }
        if terminal.wants_json() && !matches!(self.form, Form::Text | Form::Json) {
            bail!("--json and --as {} ask for two forms: leave one out", self.form.name());
        }
        Ok(())
    }

    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let language = self.language.language()?;
        self.options_fit(terminal)?;
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
        let form = if terminal.wants_json() { Form::Json } else { self.form };
        let counting = if self.ryal { Counting::Ryal } else { Counting::Dirhams };
        match form {
            Form::Text => terminal.say(text_statement::statement(&hers, language).trim_end())?,
            Form::Json if self.cash => {
                let in_cash = |amount: Amount| in_hand(amount.0, hers.to);
                let cash = Cash { available: in_cash(hers.open.available), paid: in_cash(hers.paid) };
                terminal.say_json(&WithCash { statement: &hers, cash })?;
            }
            Form::Json => terminal.say_json(&hers)?,
            Form::Csv => {
                let mut bytes = Vec::new();
                csv_page::pages(&[hers.page()], &mut bytes)?;
                terminal.say_bytes(&bytes)?;
            }
            Form::Sms => terminal.say(sms::statement(&hers, language))?,
            Form::Voice => terminal.say(voice::statement(&hers, language, counting).trim_end())?,
        }
        Ok(if hers.unexplained.is_zero() { Outcome::Fine } else { Outcome::Found })
    }
}
