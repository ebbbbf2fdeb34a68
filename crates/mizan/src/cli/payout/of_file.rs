//! What is said of a file on its way to the bank: sent, not answered, never received, thrown away.

use anyhow::bail;
use clap::Args;
use mizan_ledger::book::state::payout::{ItemState, Payout};
use mizan_ledger::command::words::payout::{ConfirmNotReceived, SendPayout};
use mizan_ledger::event::instruction::{PayoutFileDiscarded, PayoutReportedMissing, PayoutUnanswered};
use mizan_ledger::id::PayoutId;
use mizan_ledger::text::Label;

use crate::cli::payout::said::{ByArgs, Meant, PayoutArg, meant, say_one, saying};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};

/// Which file of a payout.
#[derive(Debug, Args)]
struct FileArg {
    /// Which of the payout's files; the last one, if it is not said.
    #[arg(long, value_name = "NUMBER")]
    file: Option<u32>,
}

impl FileArg {
    /// The number of the file, and how often it had been sent before what is said of it now.
    fn of(&self, id: PayoutId, payout: &Payout) -> anyhow::Result<(u32, u32)> {
        let last = u32::try_from(payout.files.len()).unwrap_or(u32::MAX);
        let file = self.file.unwrap_or(last);
        let place = usize::try_from(file).ok().and_then(|file| file.checked_sub(1));
        match place.and_then(|place| payout.files.get(place)) {
            Some(known) => Ok((file, known.attempts)),
            None if last == 0 => {
                bail!(Finding(format!("payout `{id}` has no file yet: make one with `mizan payout file`")))
            }
            None => bail!(Finding(format!("payout `{id}` has {last} files, and no file {file}: name one of them"))),
        }
    }
}

/// Say that a file was sent, before or as it leaves
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout sent network.mizan march --by ana:treasurer")]
pub(super) struct Sent {
    #[command(flatten)]
    payout: PayoutArg,
    #[command(flatten)]
    file: FileArg,
    /// What the bank's portal calls it.
    #[arg(long, value_name = "TEXT")]
    reference: Option<Label>,
    #[command(flatten)]
    by: ByArgs,
}

impl Sent {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let ByArgs { by, day } = self.by;
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let (file, attempts) = self.file.of(id, &payout)?;
            // Said again, it is the sending that was said last.
            let waits = payout.items.values().any(|item| item.file == Some(file) && item.state == ItemState::Filed);
            let turn = if waits { attempts } else { attempts.saturating_sub(1) };
            let words = SendPayout { payout: id, file: Some(file), reference: self.reference };
            saying(&format!("payout:{cooperative}:{id}:sent:{file}:{turn}:{day}"), by, day, cooperative, words)
        })
        .await
    }
}

/// Say that a file was not answered: what is in it may have arrived or not, and is neither sent again nor given up
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout unanswered network.mizan march --by ana:treasurer")]
pub(super) struct Unanswered {
    #[command(flatten)]
    payout: PayoutArg,
    #[command(flatten)]
    file: FileArg,
    #[command(flatten)]
    by: ByArgs,
}

impl Unanswered {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let ByArgs { by, day } = self.by;
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let (file, attempts) = self.file.of(id, &payout)?;
            let key = format!("payout:{cooperative}:{id}:unanswered:{file}:{attempts}:{day}");
            saying(&key, by, day, cooperative, PayoutUnanswered { payout: id, file })
        })
        .await
    }
}

/// Say that the bank has written that it never had a file; a second person says so with `not-received`
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout missing network.mizan march --statement \"Letter of 3 April\" --by salma:secretary")]
pub(super) struct Missing {
    #[command(flatten)]
    payout: PayoutArg,
    #[command(flatten)]
    file: FileArg,
    /// Where it has written so.
    #[arg(long, value_name = "TEXT")]
    statement: Label,
    /// It has written too that it will pay nothing of it, should it still arrive: then what stands in it can go in another file.
    #[arg(long)]
    withdrawn: bool,
    #[command(flatten)]
    by: ByArgs,
}

impl Missing {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let ByArgs { by, day } = self.by;
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let (file, attempts) = self.file.of(id, &payout)?;
            let words =
                PayoutReportedMissing { payout: id, file, statement: self.statement, withdrawn: self.withdrawn };
            saying(&format!("payout:{cooperative}:{id}:missing:{file}:{attempts}:{day}"), by, day, cooperative, words)
        })
        .await
    }
}

/// Confirm, as a second person who has read it, that the bank never had a file: the same bytes can go again
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout not-received network.mizan march --by karim:president")]
pub(super) struct NotReceived {
    #[command(flatten)]
    payout: PayoutArg,
    #[command(flatten)]
    file: FileArg,
    /// She has read too that the bank will pay nothing of it: what stands in it can go in another file.
    #[arg(long)]
    withdrawn: bool,
    #[command(flatten)]
    by: ByArgs,
}

impl NotReceived {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let ByArgs { by, day } = self.by;
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let (file, attempts) = self.file.of(id, &payout)?;
            let key = format!("payout:{cooperative}:{id}:not-received:{file}:{attempts}:{day}");
            saying(&key, by, day, cooperative, ConfirmNotReceived { payout: id, file, withdrawn: self.withdrawn })
        })
        .await
    }
}

/// Throw a file away that never left: what stands in it can go in another
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout discard network.mizan march --reason \"a payee was frozen\" --by ana:treasurer")]
pub(super) struct Discard {
    #[command(flatten)]
    payout: PayoutArg,
    #[command(flatten)]
    file: FileArg,
    /// Why, in words that say nothing private.
    #[arg(long, value_name = "TEXT")]
    reason: Label,
    #[command(flatten)]
    by: ByArgs,
}

impl Discard {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let ByArgs { by, day } = self.by;
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let (file, _) = self.file.of(id, &payout)?;
            let words = PayoutFileDiscarded { payout: id, file, reason: self.reason };
            saying(&format!("payout:{cooperative}:{id}:discard:{file}:{day}"), by, day, cooperative, words)
        })
        .await
    }
}
