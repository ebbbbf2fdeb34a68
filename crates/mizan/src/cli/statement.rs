//! `mizan statement`: whose money is where, for a member, a cooperative, a buyer or an intermediary.

use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use mizan_format::phrases::Language;
use mizan_format::phrases::numerals::Counting;
use mizan_format::{sms, text_statement, voice};
use mizan_ledger::id::{CooperativeId, MemberId};
use mizan_ledger::money::cash::{InHand, in_hand};
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::cooperative::CooperativeFold;
use mizan_ledger::report::counted::Fold;
use mizan_ledger::report::intermediary::IntermediaryFold;
use mizan_ledger::report::page::Page;
use mizan_ledger::report::retailer::RetailerFold;
use mizan_ledger::report::statement::{Days, Statement as Hers, statement};
use mizan_ledger::view::find::{Found, Thing, Whose};
use mizan_store::log::EventLog;
use serde::Serialize;

use crate::cli::language::LanguageArg;
use crate::cli::page::{self, WhenArgs};
use crate::cli::place::{book_and, kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::lookup::{Lookup, fetch, fold_report, look_for};
use crate::service::reader::At;

/// Show whose money is where.
///
/// A member: what she earned, what was kept of it under which clause, what is available, on its way and in her hand, what
/// is still to come from buyers, and what she owes. A cooperative: what it sold and where that went, month by month and
/// member by member, what it holds and owes, payouts on the way, orders. A buyer: its account with each cooperative, what is
/// open and since when, where its money went, how many makers it reached. An intermediary or carrier: what it kept of which
/// sales, for which service, under which agreement, what it was paid.
///
/// Days are those on which things happened. Where several bear an identifier, write the cooperative and if need be the kind
/// before it: demo-weavers/weaver-1, demo-weavers/member/weaver-1, buyer/demo-gallery.
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
  mizan statement network.mizan demo-weavers --at 2026-03-31
  mizan statement network.mizan buyer/demo-gallery --as csv > gallery.csv")]
pub(super) struct Statement {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The member, cooperative, buyer or intermediary.
    #[arg(value_name = "WHO")]
    second: Option<String>,
    #[command(flatten)]
    when: WhenArgs,
    /// In which form.
    #[arg(long = "as", value_enum, default_value_t = Form::Text, value_name = "FORM")]
    form: Form,
    #[command(flatten)]
    language: LanguageArg,
    /// Say amounts in ryal, 20 to the dirham, where they are whole in them; for `--as voice`.
    #[arg(long)]
    ryal: bool,
    /// Add the notes and coins of what is available and of what was paid; for a member's JSON.
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
    /// The same as a workbook: send it to a file.
    Xlsx,
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

    /// The form of a page; none, if only a member's statement has it.
    fn of_a_page(self) -> Option<page::Form> {
        match self {
            Form::Text => Some(page::Form::Text),
            Form::Json => Some(page::Form::Json),
            Form::Csv => Some(page::Form::Csv),
            Form::Xlsx => Some(page::Form::Xlsx),
            Form::Sms | Form::Voice => None,
        }
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
        let Statement { first, second, when, form, ryal, cash, .. } = self;
        let form = if terminal.wants_json() { Form::Json } else { form };
        let (path, who) = book_and(first, second)?;
        let who = who.context("nobody is named: give an identifier after the book, such as weaver-1")?;
        let days = when.days()?;
        let (log, kept) = (open_to_read(&path).await?, kept_of(&path));
        let bar = terminal.progress(Some(log.head().await?), "records");
        let mut known = look_for(&log, &kept, when.at(), &who, |position| bar.set_position(position)).await?;
        let whose = known.index.find_whose(&known.book, &who).map_err(|error| Finding(error.to_string()))?;
        if let Whose::Buyer(..) | Whose::Intermediary(..) = whose {
            known.read_all(&log).await?;
        }
        bar.finish_and_clear();
        let reading = Reading { log: &log, known: &known, at: when.at(), days, terminal };
        let book = &known.book;
        let made = match whose {
            Whose::Member(cooperative, member) => {
                let hers = reading.of_a_member(cooperative, member).await?;
                return say_hers(terminal, &hers, form, language, ryal, cash);
            }
            _ if cash => bail!("--cash is for a member's statement: `{who}` is no member but: {}", whose.word()),
            Whose::Cooperative(cooperative) => {
                let fold = CooperativeFold::new(book, cooperative, days);
                reading.folded(fold.context("the cooperative is in the book")?, |fold| fold.made(book).page()).await?
            }
            Whose::Buyer(buyer, only) => {
                let fold = RetailerFold::new(book, buyer, only, days);
                reading.folded(fold, |fold| fold.made(book).page()).await?
            }
            Whose::Intermediary(party, only) => {
                let fold = IntermediaryFold::new(book, party, only, days);
                reading.folded(fold, |fold| fold.made(book).page()).await?
            }
        };
        let Some(form) = form.of_a_page() else {
            bail!("--as {} is for a member's statement: `{who}` is no member but: {}", form.name(), whose.word());
        };
        page::say(terminal, std::slice::from_ref(&made), &made, form, language)
    }
}

/// Prints a member's statement.
fn say_hers(
    terminal: &Terminal,
    hers: &Hers,
    form: Form,
    language: Language,
    ryal: bool,
    cash: bool,
) -> anyhow::Result<Outcome> {
    let counting = if ryal { Counting::Ryal } else { Counting::Dirhams };
    match form {
        Form::Text => terminal.say(text_statement::statement(hers, language).trim_end())?,
        Form::Json if cash => {
            let in_cash = |amount: Amount| in_hand(amount.0, hers.to);
            let cash = Cash { available: in_cash(hers.open.available), paid: in_cash(hers.paid) };
            terminal.say_json(&WithCash { statement: hers, cash })?;
        }
        Form::Json => terminal.say_json(hers)?,
        Form::Csv => return page::say(terminal, &[hers.page()], hers, page::Form::Csv, language),
        Form::Xlsx => return page::say(terminal, &[hers.page()], hers, page::Form::Xlsx, language),
        Form::Sms => terminal.say(sms::statement(hers, language))?,
        Form::Voice => terminal.say(voice::statement(hers, language, counting).trim_end())?,
    }
    Ok(if hers.unexplained.is_zero() { Outcome::Fine } else { Outcome::Found })
}

/// What a statement is read from.
struct Reading<'a> {
    log: &'a Arc<dyn EventLog>,
    known: &'a Lookup,
    at: At,
    days: Days,
    terminal: &'a Terminal,
}

impl Reading<'_> {
    async fn of_a_member(&self, cooperative: CooperativeId, member: MemberId) -> anyhow::Result<Hers> {
        let found = Found { cooperative, thing: Thing::Member(member) };
        let records = fetch(self.log.as_ref(), &self.known.index.positions(found)).await?;
        let hers = statement(&self.known.book, cooperative, member, &records, self.days);
        hers.context("her cooperative is in the book")
    }

    /// A page that is folded from all records that count.
    async fn folded<F: Fold>(&self, mut fold: F, made: impl FnOnce(F) -> Page) -> anyhow::Result<Page> {
        let bar = self.terminal.progress(Some(self.known.book.head), "records");
        let progress = |position| bar.set_position(position);
        fold_report(self.log, self.at, self.known, self.days, &mut fold, progress).await?;
        bar.finish_and_clear();
        Ok(made(fold))
    }
}
