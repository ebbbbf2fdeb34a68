//! Money held for a purpose: premiums on top of trade, the assembly's resolutions, what is spent of a fund.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::Digests;
use crate::id::{FundId, MovementId, PartyId, PremiumId, ResolutionId, SaleId};
use crate::money::{ExchangeRate, Money, Quantity, UnitPrice, positive};
use crate::text::Label;

/// A buyer owes a premium on top of the price. It is the fund's from now on, a row of its own, never netted with a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumAccrued {
    /// The premium.
    pub premium: PremiumId,
    /// Who owes it.
    pub buyer: PartyId,
    /// The fund it is for.
    pub fund: FundId,
    /// The sale it was agreed on, if on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
    /// On how many units.
    pub quantity: Quantity,
    /// How much on each, in the currency of the premium.
    pub per_unit: UnitPrice,
    /// The premium: quantity times premium of a unit, rounded once.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Units of the cooperative's currency for one of the premium's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// The buyer's or the standard's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// How much, in the cooperative's currency.
    pub booked: Money,
}

/// A buyer paid a premium, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumReceived {
    /// This payment.
    pub movement: MovementId,
    /// The premium.
    pub premium: PremiumId,
    /// How much, in the currency of the premium.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Units of the cooperative's currency for one of the premium's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// Into which till.
    pub till: Till,
    /// The bank's value date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Date>,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Who paid.
    pub buyer: PartyId,
    /// The sale it was agreed on, if on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
    /// How much, in the cooperative's currency, at the rate of the payment.
    pub booked: Money,
    /// What this part of the premium was carried at. The difference is the cooperative's gain or loss, not the fund's.
    pub carried: Money,
}

/// The assembly has decided what a fund may be spent on, and how much at the most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolutionAdopted {
    /// The resolution.
    pub resolution: ResolutionId,
    /// About which fund.
    pub fund: FundId,
    /// How much may be spent under it.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// On what.
    pub purpose: Label,
    /// The minutes of the assembly.
    pub minutes: Label,
}

/// How many people something was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beneficiaries {
    /// Members of the cooperative.
    pub members: u32,
    /// Others: children, neighbours, members of another cooperative.
    pub others: u32,
}

/// A fund, and the resolution under which it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromFund {
    /// The fund.
    pub fund: FundId,
    /// The resolution.
    pub resolution: ResolutionId,
}

/// Money of a fund was spent, as a resolution of the assembly allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundSpent {
    /// This spending.
    pub movement: MovementId,
    /// Of which fund.
    pub fund: FundId,
    /// Under which resolution.
    pub resolution: ResolutionId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
    /// On what.
    pub item: Label,
    /// For how many people.
    pub beneficiaries: Beneficiaries,
    /// The number of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Digests of what is sealed: the scan of the list of who took part.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}
