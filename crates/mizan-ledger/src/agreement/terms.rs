//! Terms: how much a step of an agreement takes, of what, and how makers divide it.
//!
//! The words are explained for their writers in `fixtures/agreements/README.md`.

use serde::{Deserialize, Serialize};

use crate::id::{Code, MemberId};
use crate::money::{Quantity, Rate, UnitPrice};

/// How much a step takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Take {
    /// A percentage of a basis, rounded half up.
    Percent(Percent),
    /// An amount for each unit.
    Fixed(PerUnit),
    /// A percentage that changes with the size of the basis.
    Tiers(Tiers),
    /// What whoever buys and sells on adds to what she paid.
    MarkUp(MarkUp),
    /// All that is left.
    Rest,
}

/// A percentage of a basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percent {
    /// The rate: `0.10` is ten in a hundred.
    pub rate: Rate,
    /// Of what.
    pub of: Basis,
}

/// What one hand of a chain adds: she sells on at so many times what she paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkUp {
    /// How many times: `2` doubles, `1.2` adds a fifth. At least once.
    pub times: Quantity,
    /// What she sells for; her part is that less what she paid.
    pub of: Basis,
}

/// An amount for each unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerUnit {
    /// How much for each.
    pub amount: UnitPrice,
    /// Of what.
    pub per: Per,
}

/// What an amount is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Once for the sale.
    Order,
    /// For each piece.
    Piece,
    /// For each kilogram.
    Kilogram,
    /// For each square metre.
    SquareMetre,
    /// For each hour of work.
    Hour,
}

/// A percentage that changes with the size of the basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// Of what.
    pub of: Basis,
    /// What a band's rate applies to.
    pub reach: Reach,
    /// The bands, ascending, the first from zero.
    pub bands: Vec<Band>,
}

/// What a band's rate applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// To the part of the basis that lies in the band.
    Marginal,
    /// To the whole basis.
    Whole,
}

/// One band of a tiered percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Where it begins: a basis of exactly this much is in it.
    pub from: UnitPrice,
    /// Its rate.
    pub rate: Rate,
}

/// What a percentage is of: an amount, less others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Where it begins.
    pub from: Start,
    /// What is taken off it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub less: Vec<Less>,
}

/// Where a basis begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Start {
    /// The price with tax, without premiums paid on top.
    Gross,
    /// The price without tax, without premiums paid on top.
    WithoutTax,
    /// What the steps above have left.
    Left,
    /// What an earlier step took: a percentage of a percentage.
    Step(Code),
    /// The price at which the buyer sells on.
    Resale,
}

/// What is taken off a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Less {
    /// What an earlier step took: freight, a commission.
    Step(Code),
    /// The fees of payment providers.
    ProviderFees,
    /// The value of the materials in the goods.
    Materials,
}

/// How the makers divide their part: always by the largest remainder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Among {
    /// The same for each.
    Equal,
    /// By pieces made.
    Pieces,
    /// By kilograms.
    Kilograms,
    /// By square metres.
    SquareMetres,
    /// By hours worked.
    Hours,
    /// By pieces, each counted with its grade's coefficient.
    Graded(Vec<Grade>),
    /// By named percentages that sum to the whole.
    Named(Vec<NamedShare>),
}

/// What a grade is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Which grade.
    pub grade: Code,
    /// How many ordinary pieces one piece of it counts for.
    pub coefficient: Quantity,
}

/// A maker's agreed part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedShare {
    /// Who.
    pub member: MemberId,
    /// Her part of the makers' part.
    pub rate: Rate,
}
