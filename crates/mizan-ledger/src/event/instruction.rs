//! A payout's way to a bank or wallet and what is heard of it: filed, not answered, accepted, not received after all.
//!
//! A bank cannot be asked to do a thing once only. So what it is told is written down before it is told, under references
//! that are made of the payout alone; and what it does not answer is neither sent anew nor given up.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::Digests;
use crate::event::payout::{Method, PayoutItem};
use crate::id::{Code, MemberId, PayoutId};
use crate::money::{Money, positive};
use crate::text::Label;

/// How much is paid at once, and who must agree, from this day on. What is not named has no limit, and needs one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutLimitsSet {
    /// The most one member is paid by bank at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<Money>,
    /// The most one member is paid into her wallet at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wallet: Option<Money>,
    /// The most one member is paid into a wallet of the first level of identification at once, of the second, and so on: what
    /// such a wallet may hold. One whose level nobody has said is of the first; one of a level that is not named has no
    /// ceiling.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wallet_levels: Vec<Money>,
    /// The most one member is paid in cash at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash: Option<Money>,
    /// The most one payout comes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payout: Option<Money>,
    /// What a payout comes to without a second approval; above it two persons approve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_approves: Option<Money>,
    /// Whether payouts are watched: whoever approves one names what she was warned of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub watch: bool,
    /// The most that is paid to an account the first time without a warning, where payouts are watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_account: Option<Money>,
    /// Where that is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
}

/// One payment of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instruction {
    /// Whom it pays.
    pub member: MemberId,
    /// How much.
    pub amount: Money,
    /// The reference that comes back with it (EndToEndId).
    pub end_to_end: Label,
}

/// The bank or wallet items of a payout stand in a file that is to be sent. A long file needs several such records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutFiled {
    /// The payout.
    pub payout: PayoutId,
    /// Which of its files: the first is 1.
    pub file: u32,
    /// By which way it pays.
    pub method: Method,
    /// The bank's profile it is written by.
    pub profile: Code,
    /// When its bytes say that they were made (CreDtTm).
    pub created_at: Timestamp,
    /// On which day it is to be paid.
    pub pay_on: Date,
    /// What it comes to.
    #[serde(deserialize_with = "positive")]
    pub total: Money,
    /// The list that was approved, by its SHA-256: the file holds nothing else.
    pub list: Label,
    /// The reference of the file (MsgId).
    pub message: Label,
    /// The reference of its list of payments (PmtInfId).
    pub payment_information: Label,
    /// By which version of the table of public holidays its day was looked at, if by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Label>,
    /// Its payments.
    pub items: Vec<Instruction>,
    /// Digests of what is sealed: the SHA-256 of its bytes.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// A file that was never sent is thrown away: what stands in it is as it was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutFileDiscarded {
    /// The payout.
    pub payout: PayoutId,
    /// Which of its files.
    pub file: u32,
    /// Why.
    pub reason: Label,
}

/// A file was sent and nothing was heard of it by when it should have been. Nobody knows whether it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutUnanswered {
    /// The payout.
    pub payout: PayoutId,
    /// Which of its files.
    pub file: u32,
}

/// The bank or wallet says that it will pay one member, or is about to. She is not paid by that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutAccepted {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// Its word: a status code of ISO 20022, such as ACSP.
    pub status: Label,
    /// What it says beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Label>,
}

/// The bank or wallet has written that it never received a file. A second person must have read that too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutReportedMissing {
    /// The payout.
    pub payout: PayoutId,
    /// Which of its files.
    pub file: u32,
    /// Where it has written so.
    pub statement: Label,
    /// Whether it has written too that it will pay nothing of it, should it still arrive.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// A file was never received, as two persons have read: the same bytes may be sent again. If the bank has written too that
/// it will pay nothing of it, the file is withdrawn: it is never sent again, and what stands in it is as it was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutNotReceived {
    /// The payout.
    pub payout: PayoutId,
    /// Which of its files.
    pub file: u32,
    /// What was on its way in it.
    pub items: Vec<PayoutItem>,
    /// Whether it is withdrawn.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}
