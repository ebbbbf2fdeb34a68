//! Members' shares in the capital of their cooperative: what the statutes ask, what was subscribed, paid and given back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::id::{MemberId, MovementId};
use crate::money::{Money, Rate, positive};
use crate::text::Label;

/// What the statutes ask of shares from this day on. The figures are theirs, and the law's of their country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareTermsSet {
    /// What one share is worth.
    #[serde(deserialize_with = "positive")]
    pub value: Money,
    /// The part of it that is paid when it is subscribed, at the least.
    pub paid_at_least: Rate,
    /// In how many months the rest is to be paid.
    pub within_months: u32,
    /// The capital the cooperative keeps at the least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_capital: Option<Money>,
    /// Where that is written: the article of the statutes or of the law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
}

/// A member takes shares and pays a part of them, or all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharesSubscribed {
    /// This subscription.
    pub movement: MovementId,
    /// Who.
    pub member: MemberId,
    /// How many shares.
    pub shares: u32,
    /// What she pays of them now.
    pub paid: Money,
    /// Into which till.
    pub till: Till,
    /// What all of them are worth under the terms of that day.
    pub value: Money,
    /// By when she is to pay the rest, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_due_on: Option<Date>,
}

/// A member pays more of the shares she has taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharesPaid {
    /// This payment.
    pub movement: MovementId,
    /// Who.
    pub member: MemberId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Into which till.
    pub till: Till,
}

/// Shares are given back and what was paid of them is paid out, usually to a member who has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharesRefunded {
    /// This refund.
    pub movement: MovementId,
    /// To whom.
    pub member: MemberId,
    /// How many shares.
    pub shares: u32,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
    /// What the shares are worth.
    pub value: Money,
}
