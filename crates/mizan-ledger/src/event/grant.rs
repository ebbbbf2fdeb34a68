//! Money and help that is given: grants by budget line, what is bought with them, and help in kind.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::fund::Beneficiaries;
use crate::id::{AssetId, Code, GrantId, MovementId, PartyId};
use crate::money::{Money, Quantity, positive};
use crate::text::Label;

/// One line of a grant's budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantLine {
    /// The line.
    pub line: Code,
    /// What it is for.
    pub purpose: Label,
    /// The most that may be charged to it.
    #[serde(deserialize_with = "positive")]
    pub ceiling: Money,
}

/// A funder has promised money for named purposes. Nothing has been received yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantAwarded {
    /// The grant.
    pub grant: GrantId,
    /// Who gives it.
    pub funder: PartyId,
    /// Its budget, line by line; the sum of the ceilings is the grant.
    pub lines: Vec<GrantLine>,
    /// What the cooperative has to add of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_share: Option<Money>,
    /// Whether each spending wants its part of that; otherwise it is to be put by the end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_share_each_time: bool,
    /// The number of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// A part of a grant came in. It lies in its till for the grant's lines alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantReceived {
    /// This tranche.
    pub movement: MovementId,
    /// Of which grant.
    pub grant: GrantId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Into which till.
    pub till: Till,
    /// The bank's value date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Date>,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// Money of a grant was spent on one of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantSpent {
    /// This spending.
    pub movement: MovementId,
    /// Of which grant.
    pub grant: GrantId,
    /// On which line.
    pub line: Code,
    /// How much of the grant.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// What the cooperative added of its own, out of the same till.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Money>,
    /// Out of which till.
    pub till: Till,
    /// On what.
    pub item: Label,
    /// The number of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// Money of a grant that was not spent went back to its funder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantReturned {
    /// This payment.
    pub movement: MovementId,
    /// Of which grant.
    pub grant: GrantId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// The part of something that a grant pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromGrant {
    /// Which grant.
    pub grant: GrantId,
    /// Which of its lines.
    pub line: Code,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
}

/// Equipment was bought that serves for years: a loom, a kettle. What a grant paid of it becomes income over its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetCommissioned {
    /// The asset.
    pub asset: AssetId,
    /// What it is.
    pub name: Label,
    /// What it cost.
    #[serde(deserialize_with = "positive")]
    pub cost: Money,
    /// Out of which till.
    pub till: Till,
    /// How many months it is to serve.
    pub life_months: u32,
    /// What a grant paid of it, if one did; the rest is the cooperative's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<FromGrant>,
    /// The number of the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// Some months of an asset's life are over: so much less is it worth, and so much of its grant has become income.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetDepreciated {
    /// This entry.
    pub movement: MovementId,
    /// The asset.
    pub asset: AssetId,
    /// How many months.
    pub months: u32,
    /// What it is worth less: in equal parts over its life, and exactly its cost in the end.
    pub amount: Money,
    /// What of its grant has become income.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Money>,
}

/// Whether something is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetUse {
    /// People work with it.
    InUse,
    /// It stands there.
    Idle,
    /// It does not work.
    BrokenDown,
}

/// Somebody went to look whether an asset is used. The record's actor is who looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetUseReported {
    /// The asset.
    pub asset: AssetId,
    /// What was found.
    pub found: AssetUse,
    /// How many hours it was used since the last report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Quantity>,
    /// How many members used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u32>,
}

/// What kind of help was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpKind {
    /// Days of training.
    Training,
    /// Machines and tools.
    Equipment,
    /// Wool, dye, paper.
    Materials,
    /// Somebody's work.
    Service,
}

/// Help came that was no money. It stands at the value its giver states, moves nothing, and is never added to cash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InKindReceived {
    /// This help.
    pub movement: MovementId,
    /// Who gave it.
    pub from: PartyId,
    /// What kind of help.
    pub kind: HelpKind,
    /// What it was.
    pub what: Label,
    /// How much of it: days, pieces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// What its giver says it is worth.
    #[serde(deserialize_with = "positive")]
    pub stated_value: Money,
    /// For how many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiaries: Option<Beneficiaries>,
}

packed_json!(AssetUse);
