//! `mizan payout propose`: whom a payout would pay, and who is left out and why; with `--record` it is scheduled.

use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use mizan_format::text_payout;
use mizan_ledger::command::words::payout::SchedulePayout;
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::{CooperativeId, PayoutId};
use mizan_ledger::money::Money;
use mizan_ledger::record::Actor;
use mizan_ledger::report::proposal::{Due, Proposal, Wishes, due};
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::language::LanguageArg;
use crate::cli::payout::said::{DayArg, Desk, PayoutArg, saying, tell, worded};
use crate::cli::place::{kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::whose::{actor, read_which};
use crate::cli::{Finding, Outcome};
use crate::service::reader::Until;
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::begin;

/// Propose a payout of what members have available, and record it if you say so
///
/// Each is paid by the way her details say, in cash if there are none, or all by --method. Nothing is set aside before
/// --record, which needs --by.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan payout propose network.mizan march --at-least \"200.00 MAD\" --every-month 25
  mizan payout propose network.mizan march --pay-on 2026-03-27 --record --by ana:treasurer")]
pub(super) struct Propose {
    #[command(flatten)]
    payout: PayoutArg,
    /// Whose, where the book has several cooperatives.
    #[arg(long, value_name = "COOPERATIVE", value_parser = worded::<CooperativeId>)]
    cooperative: Option<CooperativeId>,
    /// By which method all are paid: bank, wallet or cash; each as her details say, if it is not said.
    #[arg(long, value_name = "METHOD", value_parser = worded::<Method>)]
    method: Option<Method>,
    /// The least that is paid; what is less waits for another payout.
    #[arg(long, value_name = "AMOUNT")]
    at_least: Option<Money>,
    /// The day of the month from which on its payout is due: before it, or if there was one, nothing is proposed.
    #[arg(long, value_name = "DAY", value_parser = clap::value_parser!(i8).range(1..=31))]
    every_month: Option<i8>,
    /// On which day it should be paid.
    #[arg(long, value_name = "DATE")]
    pay_on: Option<Date>,
    /// Set it aside: say `schedule_payout`.
    #[arg(long, requires = "by")]
    record: bool,
    /// Who says so, and in which capacity: `ana:treasurer`.
    #[arg(long, value_name = "WHO:ROLE", value_parser = actor)]
    by: Option<Actor>,
    #[command(flatten)]
    day: DayArg,
    #[command(flatten)]
    language: LanguageArg,
}

impl Propose {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let language = self.language.language()?;
        let (place, name) = self.payout.both()?;
        let id: PayoutId = worded(&name).map_err(|why| Finding(format!("`{name}`: {why}")))?;
        let wishes = Wishes { method: self.method, at_least: self.at_least, day: self.day.day() };
        let by = if self.record { self.by } else { None };
        // Whoever only asks needs no more than to read.
        let desk = match by {
            Some(_) => Some(Desk::for_one(place.clone(), self.cooperative).await?),
            None => None,
        };
        let mut read;
        let (book, cooperative) = match &desk {
            Some((desk, cooperative)) => (desk.book(), *cooperative),
            None => {
                let log: Arc<dyn EventLog> = open_to_read(&place).await?;
                read = begin(&log, &kept_of(&place), None, Until::End, Cooperatives::WhenAsked).await?.folded;
                let cooperative = read_which(&mut read, &log, self.cooperative).await?;
                (&read.book, cooperative)
            }
        };
        let own = &book.cooperatives[&cooperative];
        let due = self.every_month.map(|nth| due(own, wishes.day, nth));
        let not_due = match due {
            Some(Due::From(from)) => Some(format!("the payout of this month is not due before {from}")),
            Some(Due::Scheduled(on)) => Some(format!("the payout of this month was scheduled on {on}")),
            Some(Due::Now) | None => None,
        };
        if let Some(why) = not_due {
            if let Some((desk, _)) = desk {
                desk.close().await?;
            }
            if terminal.wants_json() {
                terminal.say_json(&json!({"payout": id, "due": false, "why": why}))?;
            } else {
                terminal.say(why)?;
            }
            return Ok(Outcome::Fine);
        }
        let proposal = Proposal::of(own, &wishes).context("what is paid at least is in another currency")?;
        if terminal.wants_json() {
            terminal.say_json(&json!({"payout": id, "cooperative": cooperative, "proposal": proposal}))?;
        } else {
            terminal.say(text_payout::proposal(id, &proposal, language).trim_end())?;
        }
        let (Some(by), Some((desk, _))) = (by, desk) else { return Ok(Outcome::Fine) };
        let words = SchedulePayout { payout: id, pay_on: self.pay_on, pay: proposal.requests() };
        let key = format!("payout:{cooperative}:{id}:schedule");
        let submission = saying(&key, by, wishes.day, cooperative, words)?;
        let (answers, left) = desk.say([submission], None).await?;
        left.close(terminal, tell(terminal, ["schedule_payout"], &answers)).await
    }
}
