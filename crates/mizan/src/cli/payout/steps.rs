//! What is said of a payout and its members: one command of the ledger each, with the words a treasurer would look up.

use anyhow::bail;
use clap::Args;
use jiff::civil::Date;
use mizan_ledger::account::Till;
use mizan_ledger::book::state::payout::{ItemState, Payout};
use mizan_ledger::command::words::payout::{
    ApprovePayout, CancelPayout, HandOverPayout, LeaveUnclaimed, SchedulePayout,
};
use mizan_ledger::event::ForHer;
use mizan_ledger::event::payout::{Method, PayoutRequest, ReceiptAcknowledged, SignedBy, Warning};
use mizan_ledger::id::{ActorId, MemberId, PayoutId};
use mizan_ledger::money::Money;
use mizan_ledger::text::Label;

use crate::cli::payout::said::{ByArgs, Meant, PayoutArg, meant, say_one, saying, worded};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};

/// How many signs of a digest are enough to name a list.
const ENOUGH: usize = 8;

/// Approve a payout as it was shown: another person than who scheduled it, and above the limit two
///
/// What is approved is the list of which `mizan payout show` printed the SHA-256; its first signs will do. If anything in it
/// is another by now, nothing is approved.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout approve network.mizan march --seen 1f0c82ab --by karim:president")]
pub(super) struct Approve {
    #[command(flatten)]
    payout: PayoutArg,
    /// The SHA-256 of the list that was shown, or at least 8 of its first signs.
    #[arg(long, value_name = "SHA256")]
    seen: String,
    /// A kind of warning she was shown and goes past: paid_lately, under_limit, new_account, approver_set_account, old_sales.
    /// May be given several times; each there is must be named.
    #[arg(long, value_name = "WARNING", value_parser = worded::<Warning>)]
    despite: Vec<Warning>,
    #[command(flatten)]
    by: ByArgs,
}

impl Approve {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let ByArgs { by, day } = self.by;
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, own, id, payout } = meant(book, &name)?;
            let (list, seen) = (payout.list_digest(id), self.seen.to_ascii_lowercase());
            if seen.len() < ENOUGH || !list.starts_with(&seen) {
                bail!(Finding(format!(
                    "the list of `{id}` is {list}, and {} was seen: look at it again with `mizan payout show`",
                    self.seen
                )));
            }
            let total = Money::sum(own.currency, payout.items.values().map(|item| item.amount))?;
            let words = ApprovePayout { payout: id, total, seen: Some(list.parse()?), despite: self.despite };
            saying(&format!("payout:{cooperative}:{id}:approve:{}:{day}", by.id), by, day, cooperative, words)
        })
        .await
    }
}

/// Say that cash was put into a member's hand; whoever says so is the cashier
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout hand-over network.mizan march --member weaver-3 --till cash:box --witness leila \\
    --signed-by thumbprint --form \"CASH 014\" --by omar:cashier")]
pub(super) struct HandOver {
    #[command(flatten)]
    payout: PayoutArg,
    /// Whom.
    #[arg(long, value_name = "MEMBER", value_parser = worded::<MemberId>)]
    member: MemberId,
    /// How much; all of it, if it is not said.
    #[arg(long, value_name = "AMOUNT")]
    amount: Option<Money>,
    /// Out of which cash box.
    #[arg(long, value_name = "TILL")]
    till: Till,
    /// Who saw it.
    #[arg(long, value_name = "WHO", value_parser = worded::<ActorId>)]
    witness: ActorId,
    /// How she signed: signature, thumbprint or pin.
    #[arg(long, value_name = "HOW", value_parser = worded::<SignedBy>)]
    signed_by: SignedBy,
    /// The number of the paper form.
    #[arg(long, value_name = "FORM")]
    form: Label,
    #[command(flatten)]
    by: ByArgs,
}

impl HandOver {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let ByArgs { by, day } = self.by;
        let day = day.day();
        let HandOver { member, till, witness, signed_by, form, .. } = self;
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let amount = self.amount.map_or_else(|| amount_of(id, &payout, member), Ok)?;
            let words = HandOverPayout { payout: id, member, amount, till, witness, signed_by, form };
            saying(&format!("payout:{cooperative}:{id}:hand-over:{member}:{day}"), by, day, cooperative, words)
        })
        .await
    }
}

/// Say what a member acknowledges: she herself, or on a paper with her mark and a witness
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout acknowledge network.mizan march --member weaver-1 --by weaver-1:member")]
pub(super) struct Acknowledge {
    #[command(flatten)]
    payout: PayoutArg,
    /// Who.
    #[arg(long, value_name = "MEMBER", value_parser = worded::<MemberId>)]
    member: MemberId,
    /// What she says she received; all of it, if it is not said. Less is a dispute.
    #[arg(long, value_name = "AMOUNT")]
    amount: Option<Money>,
    /// The number of the paper form, where somebody says it for her.
    #[arg(long, value_name = "FORM", requires = "witness")]
    form: Option<Label>,
    /// Who saw her put her mark on it.
    #[arg(long, value_name = "WHO", requires = "form", value_parser = worded::<ActorId>)]
    witness: Option<ActorId>,
    #[command(flatten)]
    by: ByArgs,
}

impl Acknowledge {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let (member, ByArgs { by, day }) = (self.member, self.by);
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let amount = self.amount.map_or_else(|| amount_of(id, &payout, member), Ok)?;
            let for_her = self.form.zip(self.witness).map(|(form, witness)| ForHer { form, witness });
            let words = ReceiptAcknowledged { payout: id, member, amount, for_her };
            saying(&format!("payout:{cooperative}:{id}:acknowledge:{member}:{day}"), by, day, cooperative, words)
        })
        .await
    }
}

/// What a member's item comes to.
fn amount_of(id: PayoutId, payout: &Payout, member: MemberId) -> anyhow::Result<Money> {
    match payout.items.get(&member) {
        Some(item) => Ok(item.amount),
        None => bail!(Finding(format!("`{member}` is not in payout `{id}`: see `mizan payout show`"))),
    }
}

/// Say that a member did not come for her cash: it waits for her
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout unclaimed network.mizan march --member weaver-3 --by omar:cashier")]
pub(super) struct Unclaimed {
    #[command(flatten)]
    payout: PayoutArg,
    /// Who.
    #[arg(long, value_name = "MEMBER", value_parser = worded::<MemberId>)]
    member: MemberId,
    #[command(flatten)]
    by: ByArgs,
}

impl Unclaimed {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let (member, ByArgs { by, day }) = (self.member, self.by);
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, .. } = meant(book, &name)?;
            let words = LeaveUnclaimed { payout: id, member };
            saying(&format!("payout:{cooperative}:{id}:unclaimed:{member}:{day}"), by, day, cooperative, words)
        })
        .await
    }
}

/// Schedule what was refused or came back once more, in another payout and by another method
///
/// It is new money of hers in a new payout, under new references; the old one keeps its reason. The payout is to be approved
/// as any other.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout re-route network.mizan march --member weaver-2 --method cash --as march-2 --by ana:treasurer")]
pub(super) struct ReRoute {
    #[command(flatten)]
    payout: PayoutArg,
    /// Whose; all of whom it was refused or came back, if nobody is named.
    #[arg(long, value_name = "MEMBER", value_parser = worded::<MemberId>)]
    member: Vec<MemberId>,
    /// By which method she is paid now: bank, wallet or cash.
    #[arg(long, value_name = "METHOD", value_parser = worded::<Method>)]
    method: Method,
    /// What the new payout is called.
    #[arg(long = "as", value_name = "PAYOUT", value_parser = worded::<PayoutId>)]
    new: PayoutId,
    /// On which day it should be paid.
    #[arg(long, value_name = "DATE")]
    pay_on: Option<Date>,
    #[command(flatten)]
    by: ByArgs,
}

impl ReRoute {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let (new, method, ByArgs { by, day }) = (self.new, self.method, self.by);
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let came_back = |state| matches!(state, ItemState::Failed | ItemState::Returned);
            let mut pay = Vec::new();
            let all: Vec<MemberId> =
                payout.items.iter().filter(|(_, item)| came_back(item.state)).map(|(member, _)| *member).collect();
            for member in if self.member.is_empty() { all } else { self.member } {
                match payout.items.get(&member) {
                    Some(item) if came_back(item.state) => {
                        pay.push(PayoutRequest { member, amount: Some(item.amount), method })
                    }
                    Some(item) => bail!(Finding(format!(
                        "what `{member}` has in `{id}` is {}: only what failed or was returned is paid by another method",
                        item.state.word()
                    ))),
                    None => bail!(Finding(format!("`{member}` is not in payout `{id}`: see `mizan payout show`"))),
                }
            }
            if pay.is_empty() {
                bail!(Finding(format!("nothing of payout `{id}` has failed or was returned")));
            }
            let words = SchedulePayout { payout: new, pay_on: self.pay_on, pay };
            // The key names the payout it takes the place of.
            saying(&format!("payout:{cooperative}:{id}:re-route:{new}"), by, day, cooperative, words)
        })
        .await
    }
}

/// Call off what was neither sent nor handed over
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout cancel network.mizan march --reason \"the sale was undone\" --by ana:treasurer")]
pub(super) struct Cancel {
    #[command(flatten)]
    payout: PayoutArg,
    /// Why, in words that say nothing private.
    #[arg(long, value_name = "TEXT")]
    reason: Option<Label>,
    #[command(flatten)]
    by: ByArgs,
}

impl Cancel {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.both()?;
        let ByArgs { by, day } = self.by;
        let day = day.day();
        say_one(terminal, place, &name, |book| {
            let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
            let called_off = payout.items.values().filter(|item| item.state == ItemState::Cancelled).count();
            let words = CancelPayout { payout: id, reason: self.reason };
            saying(&format!("payout:{cooperative}:{id}:cancel:{called_off}:{day}"), by, day, cooperative, words)
        })
        .await
    }
}
