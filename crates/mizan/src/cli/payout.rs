//! `mizan payout`: a treasurer's month, from what is available to what each member says she has.
//!
//! Each command reads the book and says commands as `mizan record` takes them, under keys made of the payout and of what
//! is said: said again, they are known. Only `file`, `cash-sheet` and `answers` touch other files.

mod said;
mod propose;
mod show;
mod sealed;
mod file;
mod cash_sheet;
mod of_file;
mod answers;
mod steps;

use clap::{Args, Subcommand};

use crate::cli::Outcome;
use crate::cli::payout::answers::Answers;
use crate::cli::payout::cash_sheet::Sheet;
use crate::cli::payout::file::File;
use crate::cli::payout::of_file::{Discard, Missing, NotReceived, Sent, Unanswered};
use crate::cli::payout::propose::Propose;
use crate::cli::payout::show::Show;
use crate::cli::payout::steps::{Acknowledge, Approve, Cancel, HandOver, ReRoute, Unclaimed};
use crate::cli::terminal::Terminal;

/// Pay the members: propose, approve, file, send, read the answers, hand over, see what is left to do
///
/// A month in its order. What is recorded answers as `mizan record` does, with --json in the same words.
///
///   mizan payout propose network.mizan march --at-least "200.00 MAD" --record --by ana:treasurer
///   mizan payout show network.mizan march
///   mizan payout approve network.mizan march --seen 1f0c… --by karim:president
///   mizan payout file network.mizan march --profile bank.json --pay-on 2026-03-27 -o march.xml --by ana:treasurer
///   mizan payout sent network.mizan march --by ana:treasurer
///   mizan payout answers network.mizan report.xml statement.xml --by ana:treasurer
///
/// A payout is named by its identifier; where several cooperatives have one of that name, as COOPERATIVE/PAYOUT.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  mizan payout propose network.mizan march --cooperative demo-weavers
  mizan payout show network.mizan march --lang fr
  mizan payout re-route network.mizan march --member weaver-2 --method cash --as march-2 --by ana:treasurer"
)]
pub(super) struct Payout {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Propose(Box<Propose>),
    Show(Show),
    Approve(Approve),
    File(Box<File>),
    CashSheet(Box<Sheet>),
    Sent(Sent),
    Answers(Box<Answers>),
    Unanswered(Unanswered),
    Missing(Missing),
    NotReceived(NotReceived),
    Discard(Discard),
    HandOver(Box<HandOver>),
    Acknowledge(Acknowledge),
    Unclaimed(Unclaimed),
    ReRoute(Box<ReRoute>),
    Cancel(Cancel),
}

impl Payout {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        match self.what {
            What::Propose(propose) => propose.run(terminal).await,
            What::Show(show) => show.run(terminal).await,
            What::Approve(approve) => approve.run(terminal).await,
            What::File(file) => file.run(terminal).await,
            What::CashSheet(sheet) => sheet.run(terminal).await,
            What::Answers(answers) => answers.run(terminal).await,
            What::Sent(sent) => sent.run(terminal).await,
            What::Unanswered(unanswered) => unanswered.run(terminal).await,
            What::Missing(missing) => missing.run(terminal).await,
            What::NotReceived(not_received) => not_received.run(terminal).await,
            What::Discard(discard) => discard.run(terminal).await,
            What::HandOver(hand_over) => hand_over.run(terminal).await,
            What::Acknowledge(acknowledge) => acknowledge.run(terminal).await,
            What::Unclaimed(unclaimed) => unclaimed.run(terminal).await,
            What::ReRoute(re_route) => re_route.run(terminal).await,
            What::Cancel(cancel) => cancel.run(terminal).await,
        }
    }
}
