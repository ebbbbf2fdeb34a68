//! Facts: what is known of one sale when its price is divided.
//!
//! A fact a step needs and does not find is an error, never a zero: write `"0.00 MAD"` where nothing was spent and
//! `"0"` where nobody worked.

use serde::{Deserialize, Serialize};

use crate::id::{Code, MemberId};
use crate::money::exact::Exact;
use crate::money::{Money, Quantity, UnitPrice};

/// One sale, as far as dividing its price needs to know it. Amounts are in the agreement's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// All that the buyer pays for this sale: tax and premiums on top included.
    pub gross: Money,
    /// The tax as the invoice states it; without it, it is reckoned from the agreement's rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<InvoicedTax>,
    /// How much was sold.
    #[serde(default)]
    pub sold: Measures,
    /// What it really cost to sell it: freight, customs, packing, bank fees, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostIncurred>,
    /// The fees of payment providers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_fees: Option<Money>,
    /// The value of the materials in the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub materials: Option<Money>,
    /// The price at which the buyer sells on, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resale: Option<Money>,
    /// What a unit costs on the market, on the day the price was fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub market: Option<UnitPrice>,
    /// Where the order came from.
    #[serde(default)]
    pub order: OrderKind,
    /// Who served it beside making it: who led, checked the quality, taught.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub served: Vec<Served>,
    /// What makers are still due of earlier sales below the minor unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<Carried>,
    /// Who made it. The order of this list decides ties.
    pub makers: Vec<Maker>,
    /// Which sale this is, counted up by one at each sale: the rotating tie-break begins there.
    #[serde(default)]
    pub turn: u64,
}

/// The tax as an invoice states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoicedTax {
    /// How much in all.
    pub amount: Money,
    /// In how many lines it was rounded: each may differ by half a minor unit.
    pub lines: u32,
}

/// Where an order came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// The buyer's first order through this channel.
    #[default]
    FirstOrder,
    /// The buyer orders again.
    Reorder,
    /// The cooperative brought the buyer itself.
    OwnClient,
}

/// Quantities, each where it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// Pieces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pieces: Option<Quantity>,
    /// Kilograms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kilograms: Option<Quantity>,
    /// Square metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub square_metres: Option<Quantity>,
    /// Hours of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Quantity>,
}

packed!(struct Measures { pieces, kilograms, square_metres, hours });

/// A cost really incurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostIncurred {
    /// What for.
    pub cost: Code,
    /// How much.
    pub amount: Money,
}

/// A member who served a sale in a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// In which role.
    pub role: Code,
    /// Who.
    pub member: MemberId,
    /// What her service counts beside others' in the same role: hours, shifts. One, if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Quantity>,
}

/// What a maker is still due below the minor unit; below zero she has had it already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Who.
    pub member: MemberId,
    /// How much.
    pub amount: Exact,
}

/// A member who made part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maker {
    /// Who.
    pub member: MemberId,
    /// How much she made or worked.
    #[serde(default)]
    pub did: Measures,
    /// Her pieces by grade, where grades are counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub graded: Vec<GradedPieces>,
}

packed!(struct Maker { member, did, graded });

/// Pieces of one grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradedPieces {
    /// Which grade.
    pub grade: Code,
    /// How many.
    pub pieces: Quantity,
}

packed!(struct GradedPieces { grade, pieces });
