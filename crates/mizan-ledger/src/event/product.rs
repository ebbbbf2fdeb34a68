//! What a cooperative makes: its products and what they cost, the prices their makers ask, the pieces one by one.

use serde::{Deserialize, Serialize};

use crate::agreement::facts::Maker;
use crate::id::{Code, MemberId, PieceId, ProductId};
use crate::money::{Currency, Quantity, UnitPrice};
use crate::text::Label;

/// What goes into one piece, for how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// What.
    pub item: Label,
    /// Its value.
    pub amount: UnitPrice,
}

/// The value chain of one piece: its parts add up to its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worksheet {
    /// The currency of all its amounts, which is that of the cooperative's accounts.
    pub currency: Currency,
    /// What goes into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// How many hours it takes.
    pub hours: Quantity,
    /// What an hour is worth.
    pub hourly: UnitPrice,
    /// Its part of rent, tools, electricity.
    pub overhead: UnitPrice,
    /// What is left for the cooperative and its members.
    pub margin: UnitPrice,
    /// What it is sold for.
    pub price: UnitPrice,
}

/// A product is defined, or the next version of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductDefined {
    /// The product.
    pub product: ProductId,
    /// The version: 1 for a new product, then one more each time.
    pub version: u32,
    /// What it is called.
    pub name: Label,
    /// Its class, which agreements know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Code>,
    /// What it costs and brings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worksheet: Option<Box<Worksheet>>,
}

/// What the makers of one piece of a product are to receive at the least, from this day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceSet {
    /// The product.
    pub product: ProductId,
    /// Whose price it is; that of all who name none of their own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// For one piece.
    pub price: UnitPrice,
    /// In the currency of the cooperative's accounts.
    pub currency: Currency,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
    /// The minutes of the assembly, where it decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Label>,
}

/// A piece lies ready to be sold, with whoever made it and what each of them did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PieceListed {
    /// The piece.
    pub piece: PieceId,
    /// What it is one of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// Who made it. The order of this list decides ties.
    pub makers: Vec<Maker>,
}

packed_json!(Worksheet);
