//! `mizan indicators`: figures about a whole network, each under a name that stays.

use clap::Args;
use mizan_ledger::report::query::{Asking, QUERIES};
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::page::{ShownArgs, WhenArgs};
use crate::cli::place::{BookArg, kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::service::lookup::{fold_report, lookup};

/// Reckon the indicators of a network.
///
/// The share of earnings that goes to women, cooperatives led by women, persons with earnings, the median month, days from
/// the buyer's payment to the maker's hand, members over time, returns, the makers' share of the price and of the resale
/// price. Each has a name and a version that stay, its formula, its unit, and the position and day it was reckoned at; the
/// same book gives the same figures for ever. Figures about fewer than five persons are withheld, and with them what they
/// could be computed from.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan indicators network.mizan
  mizan indicators network.mizan --from 2026-01-01 --to 2026-12-31 --json")]
pub(super) struct Indicators {
    #[command(flatten)]
    book: BookArg,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    shown: ShownArgs,
}

impl Indicators {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let days = self.when.days()?;
        let place = self.book.place()?;
        let (log, kept) = (open_to_read(&place).await?, kept_of(&place));
        let bar = terminal.progress(Some(log.head().await?), "records");
        let known = lookup(&log, &kept, self.when.at(), |position| bar.set_position(position)).await?;
        let mut asking = Asking::new(&known.book, days, QUERIES.iter().filter(|query| query.is_indicator));
        fold_report(&log, self.when.at(), &known, days, &mut asking, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        let pages = asking.made(&known.book);
        let position = known.book.head.checked_sub(1);
        self.shown.say(terminal, &pages, &json!({"position": position, "indicators": pages}))
    }
}
