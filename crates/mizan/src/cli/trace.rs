//! `mizan trace`: one sale or payout followed both ways, to the centime.

use anyhow::Context;
use clap::Args;
use mizan_format::text_trace;
use mizan_ledger::report::trace::trace;

use crate::cli::page::{Form, ShownArgs, say};
use crate::cli::place::{book_and, kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::lookup::{fetch, look_for};
use crate::service::reader::At;

/// Follow a sale or a payout to the last centime.
///
/// A sale: what the buyer paid and when, who received which slice of the price under which step of the agreement, where
/// each slice is now, and for each maker what was kept, what reached her hand after how many days, and what she says of
/// it. A payout: each member's part, the sales it comes from, and what their buyers paid.
///
/// `unexplained` is the sum of all differences between what the records say and what their postings moved. If it is not
/// 0.00 the book is not whole, and the exit code is 2. Where several things bear the identifier, write the cooperative
/// and if need be the kind before it: demo-weavers/rug-1, demo-weavers/sale/rug-1.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan trace network.mizan rug-1
  mizan trace network.mizan rug-1 --lang fr
  mizan trace network.mizan rug-1 --as csv
  mizan trace network.mizan demo-weavers/payout-1 --at 2026-03-31 --json")]
pub(super) struct Trace {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The sale or payout.
    #[arg(value_name = "REF")]
    second: Option<String>,
    /// As it stood at a position (1042), or with all that had happened by the end of a day (2026-03-31).
    #[arg(long, value_name = "POSITION|DATE")]
    at: Option<At>,
    #[command(flatten)]
    shown: ShownArgs,
}

impl Trace {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (form, language) = (self.shown.form(terminal), self.shown.language.language()?);
        let (path, reference) = book_and(self.first, self.second)?;
        let reference = reference.context("no sale or payout is named: give its identifier after the book")?;
        let at = self.at.unwrap_or(At::End);
        let day = match at {
            At::Day(day) => Some(day),
            At::End | At::Position(_) => None,
        };
        let (log, kept) = (open_to_read(&path).await?, kept_of(&path));
        let bar = terminal.progress(Some(log.head().await?), "records");
        let known = look_for(&log, &kept, at, &reference, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        let found = known.index.find_trace(&reference).map_err(|error| Finding(error.to_string()))?;
        let records = fetch(log.as_ref(), &known.index.positions(found)).await?;
        let traced = trace(&known.book, found, &records, day).map_err(|error| Finding(error.to_string()))?;
        match form {
            Form::Json | Form::Csv | Form::Xlsx => say(terminal, &[traced.page()], &traced, form, language),
            Form::Text => {
                terminal.say(text_trace::trace(&traced, language).trim_end())?;
                Ok(if traced.unexplained().is_zero() { Outcome::Fine } else { Outcome::Found })
            }
        }
    }
}
