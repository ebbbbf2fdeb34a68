//! `mizan import`: other people's files of sales, through the same commands and the same writer as `mizan record`.
//!
//! The file is read whole, its orders planned, and compared with what the book has already; what is missing is said in
//! the order of the days. So an import that was interrupted is finished by running it again.

mod asked;
mod carry;
mod told;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use mizan_format::import::order::What;
use mizan_format::import::plan::Planner;
use mizan_format::import::profile::Form;
use mizan_format::import::resume::Step;
use mizan_format::import::table::MOST_BYTES;
use mizan_format::import::{Files, Unusable, read};
use mizan_store::log::EventLog;

use crate::cli::import::asked::Asked;
use crate::cli::import::carry::{Work, carry_out, standings};
use crate::cli::import::told::{Summary, Tally, Told};
use crate::cli::place::{book_and, close, fold_with_notary, kept_of, open_to_read, open_to_write};
use crate::cli::terminal::{Terminal, complain};
use crate::cli::{Finding, Outcome};
use crate::service::environment::Machine;
use crate::service::reader::Until;
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::{Begun, begin};
use crate::service::writer::Writer;

/// Import sales from a CSV, Shopify's orders export or Etsy's sold order items.
///
/// Each order becomes a sale for each group of its makers, a payment if it was
/// paid, and a credit note and refund for what was given back. What the file
/// does not say (who made what, at which rates, in which till the money is) is
/// said once in a profile, a JSON document; for a plain CSV --column says what
/// its columns are called, and --save-profile keeps all of it for the next time.
///
/// Every row is answered, in the order of the file:
///   {"row":2,"order":"#1001","status":"recorded","sales":["atlas-1001"],
///    "did":[{"command":"record_sale","status":"recorded","positions":[3,6]},…]}
///   {"row":3,"order":"#1001","status":"recorded","with":2}
///   {"row":4,"order":"#1002","status":"refused","code":"unmapped_product","reason":"…"}
///   {"row":5,"order":"#1003","status":"skipped","reason":"…"}
///   {"summary":{"rows":4,"orders":3,"recorded":1,"already_recorded":0,…}}
/// Row 1 is the header. An order is recorded whole or, if its sale is refused,
/// not at all; no order stops the others. A file may be imported again at any
/// time, also after an interruption: what the book has is not doubled, payments
/// and refunds that are new in it are added, and an order that says something
/// else than before is refused.
///
/// Names, addresses and remarks of customers are never read. Exit code 2 if an
/// order was refused.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  mizan import network.mizan orders_export.csv --as shopify --profile atlas.json
  mizan import network.mizan EtsySoldOrderItems2026-3.csv --as etsy --profile etsy.json \\
    --orders EtsySoldOrders2026-3.csv --exported-on 2026-04-02
  mizan import network.mizan sales.csv --as csv --shop fair --buyer fair-buyers --currency MAD --sold-in MAD \\
    --till cash:box --column date=Date --column reference=No --column product=Article \\
    --column total=\"Montant TTC\" --column maker=Artisane --save-profile fair.json
  mizan import network.mizan sales.csv --as csv --profile fair.json --dry-run"
)]
pub(super) struct Import {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The file of sales; `-` is standard input.
    #[arg(value_name = "FILE")]
    second: Option<String>,
    /// The kind of file.
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    form: Kind,
    /// Etsy's file of sold orders, which has the totals, fees and refunds of the items.
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,
    /// The day the export was made: refunds without a day of their own are booked on it.
    #[arg(long, value_name = "DATE")]
    exported_on: Option<Date>,
    /// Only show the commands that would be said, as `mizan record` takes them.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    asked: Asked,
}

/// The kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A table whose columns are mapped.
    Csv,
    /// Shopify's orders export.
    Shopify,
    /// Etsy's sold order items.
    Etsy,
}

impl From<Kind> for Form {
    fn from(kind: Kind) -> Form {
        match kind {
            Kind::Csv => Form::Csv,
            Kind::Shopify => Form::Shopify,
            Kind::Etsy => Form::Etsy,
        }
    }
}

impl Import {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (path, file) = book_and(self.first, self.second)?;
        let file = file.context("no file is named: give the export after the book, or - for standard input")?;
        let profile = self.asked.profile(self.form.into())?;
        let sales = bytes(Path::new(&file))?;
        let orders = self.orders.as_deref().map(bytes).transpose()?;
        let files = Files { sales: &sales, orders: orders.as_deref() };
        let found = match read(files, &profile) {
            Ok(found) => found,
            Err(error @ Unusable::OrdersUnwanted(_)) => return Err(error.into()),
            Err(error) => bail!(Finding(format!("{file}: {error}"))),
        };
        self.asked.save(&profile)?;

        let planner = Planner::new(&profile, self.exported_on);
        let mut works: Vec<Work> = Vec::with_capacity(found.len());
        for one in found {
            let work = match one.what {
                What::Order(order) => match planner.plan(&order) {
                    Ok(plan) => Work::planned(one.reference, one.rows, order.day, plan),
                    Err(problem) => Work::refused(one.reference, one.rows, &problem),
                },
                What::Skipped(reason) => Work::skipped(one.reference, one.rows, reason),
                What::Refused(problem) => Work::refused(one.reference, one.rows, &problem),
            };
            works.push(work);
        }
        if self.dry_run {
            let log = open_to_read(&path).await?;
            let mut begun = begin(&log, &kept_of(&path), None, Until::End, Cooperatives::WhenAsked).await?;
            standings(&log, &mut begun.folded, &mut works, &planner).await?;
            return show(terminal, works);
        }
        let log = open_to_write(&path).await?;
        let shared = Arc::clone(&log) as Arc<dyn EventLog>;
        let (Begun { mut folded, from }, notary) = fold_with_notary(&path, &shared, Cooperatives::WhenAsked).await?;
        standings(&shared, &mut folded, &mut works, &planner).await?;
        let writer = Writer::take_up(Arc::clone(&shared), Machine::new(), folded, notary, None);
        let carried = carry_out(terminal, &writer, &mut works).await;
        let left = writer.finish().await;
        if let Err(error) = carried {
            log.close().await?;
            let again = format!("not all of {file} is recorded: import it again, nothing is doubled");
            return Err(anyhow::Error::from(error).context(again));
        }
        let told = tell(terminal, works).and_then(|outcome| terminal.flush().map(|()| outcome).map_err(Into::into));
        close(&path, &log, from, left).await?;
        told
    }
}

/// The bytes of a file: one more than are ever read of one that is too long.
fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let cannot = || format!("cannot read {}", path.display());
    let input: Box<dyn Read> =
        if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(path).with_context(cannot)?) };
    let mut bytes = Vec::new();
    input.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).with_context(cannot)?;
    Ok(bytes)
}

/// Prints the commands that would be said, and on standard error what would not be.
fn show(terminal: &Terminal, works: Vec<Work>) -> anyhow::Result<Outcome> {
    let mut order: Vec<usize> = (0..works.len()).collect();
    order.sort_by_key(|index| works.get(*index).map(|work| work.turn));
    for index in order {
        let Some(work) = works.get(index) else { continue };
        for step in work.parts.iter().flat_map(|part| &part.steps) {
            if let Step::Say(submission) = step {
                terminal.say_json(submission)?;
            }
        }
    }
    terminal.flush()?;
    let mut tally = Tally::default();
    for told in works.into_iter().map(Work::foretold) {
        tally.count(&told);
        if let Some(line) = told.complaint() {
            complain(line);
        }
    }
    Ok(if tally.refused > 0 { Outcome::Found } else { Outcome::Fine })
}

/// Prints what became of every row, in the order of the file.
fn tell(terminal: &Terminal, works: Vec<Work>) -> anyhow::Result<Outcome> {
    let mut tally = Tally::default();
    let told: Vec<Told> = works.into_iter().map(Work::told).collect();
    told.iter().for_each(|told| tally.count(told));
    if terminal.wants_json() {
        let mut rows: Vec<(u32, usize)> =
            told.iter().enumerate().flat_map(|(index, told)| told.rows.iter().map(move |row| (*row, index))).collect();
        rows.sort_unstable();
        for (row, index) in rows {
            if let Some(told) = told.get(index) {
                terminal.say_json(&told.of_row(row))?;
            }
        }
        terminal.say_json(&Summary { summary: &tally })?;
    } else {
        for told in &told {
            terminal.say(told.as_text())?;
        }
        terminal.say(tally.as_text())?;
    }
    Ok(if tally.refused > 0 { Outcome::Found } else { Outcome::Fine })
}
