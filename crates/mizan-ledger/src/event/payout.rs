//! From a member's balance to her hand: payouts through every state, and what she says she received.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::{Digests, ForHer, Source};
use crate::id::{ActorId, MemberId, PayoutId};
use crate::money::{Money, positive};
use crate::text::Label;

/// By which way a member is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Bank transfer.
    Bank,
    /// Mobile wallet.
    Wallet,
    /// Cash in hand.
    Cash,
}

packed!(enum Method { 0 = Bank, 1 = Wallet, 2 = Cash });

/// One member's part of a payout, and the sales it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutItem {
    /// The member.
    pub member: MemberId,
    /// How much.
    pub amount: Money,
    /// By which way.
    pub method: Method,
    /// Out of her share of which sales, oldest first.
    pub sources: Vec<Source>,
}

/// What the treasurer asked for one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutRequest {
    /// The member.
    pub member: MemberId,
    /// How much; all that is available if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// By which way.
    pub method: Method,
}

/// Members' available money is set aside for a payout. A long list needs several such records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutScheduled {
    /// The payout.
    pub payout: PayoutId,
    /// When it should be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_on: Option<Date>,
    /// What was asked, in the first record of the batch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pay: Vec<PayoutRequest>,
    /// What was set aside.
    pub items: Vec<PayoutItem>,
}

/// A second person has approved the payout as it was scheduled; above a limit another one must too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutApproved {
    /// The payout.
    pub payout: PayoutId,
    /// The sum she approves, so that a changed list cannot pass for the one she saw.
    #[serde(deserialize_with = "positive")]
    pub total: Money,
    /// The SHA-256 of the list she saw, if she was shown it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Label>,
    /// The SHA-256 of the list that was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Label>,
    /// How many more persons must approve it.
    #[serde(default, skip_serializing_if = "is_none_more")]
    pub more: u32,
    /// What she was warned of and goes past, where payouts are watched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub despite: Vec<Warning>,
}

/// What is worth a look before a payout is approved. None of it is wrong by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// A member was to be paid the same sum by another payout not long ago.
    PaidLately,
    /// A sum stays just under a limit.
    UnderLimit,
    /// The first payment to an account is above what the board allows for one.
    NewAccount,
    /// Whoever approves has set or verified where a member is paid.
    ApproverSetAccount,
    /// Most of it comes from sales of long ago.
    OldSales,
}

impl Warning {
    /// The code a caller names it by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Warning::PaidLately => "paid_lately",
            Warning::UnderLimit => "under_limit",
            Warning::NewAccount => "new_account",
            Warning::ApproverSetAccount => "approver_set_account",
            Warning::OldSales => "old_sales",
        }
    }
}

fn is_none_more(more: &u32) -> bool {
    *more == 0
}

/// What was not yet paid of a payout goes back to its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutCancelled {
    /// The payout.
    pub payout: PayoutId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
    /// What goes back.
    pub items: Vec<PayoutItem>,
    /// Whether it had waited uncollected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unclaimed: bool,
}

/// A bank or wallet was told to pay one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutSent {
    /// The payout.
    pub payout: PayoutId,
    /// In which of its files; none if without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<u32>,
    /// The file or batch it went out in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// The member.
    pub member: MemberId,
    /// How much.
    pub amount: Money,
    /// Out of her share of which sales.
    pub sources: Vec<Source>,
}

/// The bank's statement shows that one member was paid. Not yet final: it can still come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutSettled {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// Out of which till.
    pub till: Till,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// The bank's value date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Date>,
    /// How much.
    pub amount: Money,
    /// Out of her share of which sales.
    pub sources: Vec<Source>,
}

/// The bank or wallet refused to pay one member; her money is available again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutFailed {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// Why, in the bank's words or code.
    pub reason: Label,
    /// How much.
    pub amount: Money,
    /// Back to her share of which sales.
    pub sources: Vec<Source>,
}

/// A settled payment came back; her money is available again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutReturned {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// Why, in the bank's words or code.
    pub reason: Label,
    /// Into which till.
    pub till: Till,
    /// How much.
    pub amount: Money,
    /// Back to her share of which sales.
    pub sources: Vec<Source>,
}

/// How a member signed for cash. A cross is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedBy {
    /// Her signature.
    Signature,
    /// Her thumbprint, with her printed name below.
    Thumbprint,
    /// Her own code.
    Pin,
}

/// Cash was put into a member's hand before a witness. The record's actor is the cashier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutHanded {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// How much she was handed; all of her item if the caller said nothing.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which cash box.
    pub till: Till,
    /// Who saw it.
    pub witness: ActorId,
    /// How she signed.
    pub signed_by: SignedBy,
    /// The number of the paper form.
    pub form: Label,
    /// Out of her share of which sales.
    pub sources: Vec<Source>,
    /// What was set aside for her and not handed: available again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Source>,
    /// Whether it had waited uncollected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unclaimed: bool,
    /// Digests of what is sealed: the witness's name, the scan of the form.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// What is available to a member again, or now, is set off against what she owes for the very sales it comes from: a credit
/// note or a chargeback took her share of them while she could not give it. It follows from the records before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DebtSetOff {
    /// The payout it came back from; none if it was released, won or taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payout: Option<PayoutId>,
    /// Whose.
    pub member: MemberId,
    /// Out of her share of which sales, each as much as she owed for it.
    pub sources: Vec<Source>,
}

/// A member did not come for her cash; it waits for her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutUnclaimed {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// How much.
    pub amount: Money,
    /// Out of her share of which sales.
    pub sources: Vec<Source>,
}

/// The member says that she has received the amount: she herself, or on paper that someone who had no hand in paying her
/// writes down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptAcknowledged {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// What she says she received.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// How it came to be said, where somebody else says it for her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_her: Option<ForHer>,
}

/// The member says that she received less, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptDisputed {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// What she says she received.
    pub received: Money,
    /// How it came to be said, where somebody else says it for her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_her: Option<ForHer>,
    /// Digests of what is sealed: her own words.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// How a dispute ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeOutcome {
    /// She was right, and the books follow her.
    Upheld,
    /// She agrees that she had received it.
    Withdrawn,
}

packed!(enum DisputeOutcome { 0 = Upheld, 1 = Withdrawn });

/// A dispute is settled, by someone who had no hand in paying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeResolved {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// How.
    pub outcome: DisputeOutcome,
    /// How it came to be said, where somebody else says it for her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_her: Option<ForHer>,
}
