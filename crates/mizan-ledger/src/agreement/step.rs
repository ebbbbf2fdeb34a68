//! Steps: the kinds of parts an agreement divides a price into, in the order of precedence.
//!
//! How much a step takes, and how makers divide it, is `terms`.

use serde::{Deserialize, Serialize};

use crate::agreement::facts::OrderKind;
use crate::agreement::terms::{Among, Per, PerUnit, Take};
use crate::id::{ClauseId, Code, PartyId};
use crate::money::{Rate, UnitPrice};

/// One step of the division. The kinds stand in the order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// 1: tax contained in the price.
    Tax(Tax),
    /// 2: a cost passed through at what it really was.
    Cost(Cost),
    /// 3: what the makers must reach; a sale that does not is flagged.
    Minimum(Minimum),
    /// 4: a premium with a purpose; it never counts towards the minimum.
    Premium(Premium),
    /// 5 to 8: a part for a party (a commission), the cooperative, a fund or the makers.
    Share(Share),
    /// 9: what each maker's part repays.
    Deduction(Deduction),
    /// 10: makers' parts rounded down to coins that exist.
    Rounding(Rounding),
}

impl Step {
    /// The name by which other steps, slices and problems refer to it; a deduction's is its clause.
    #[must_use]
    pub fn name(&self) -> Code {
        match self {
            Step::Tax(step) => step.name,
            Step::Cost(step) => step.name,
            Step::Minimum(step) => step.name,
            Step::Premium(step) => step.name,
            Step::Share(step) => step.name,
            Step::Deduction(step) => step.clause.0,
            Step::Rounding(step) => step.name,
        }
    }
}

/// Tax contained in the price, as a rate on the price without tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// Its name.
    pub name: Code,
    /// The rate: `0.20` of the price without tax.
    pub rate: Rate,
}

/// A cost passed through at what it really was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Its name.
    pub name: Code,
    /// Which of the facts says how much it was.
    pub cost: Incurred,
    /// Who is paid for it: a party, or the cooperative that has paid it already.
    pub to: To,
}

/// Which fact says how much a cost was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Incurred {
    /// A cost of this name: freight, customs, packing, a bank fee.
    Named(Code),
    /// The fees of payment providers.
    ProviderFees,
    /// The value of the materials in the goods.
    Materials,
}

/// What the makers must reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// Its name.
    pub name: Code,
    /// How much for each unit.
    pub amount: UnitPrice,
    /// Of what.
    pub per: Per,
    /// Whether the market's price counts instead where it is higher; the sale then says what it was.
    #[serde(default, skip_serializing_if = "is_false")]
    pub or_market: bool,
    /// What comes on top of either for each unit: for organic growing, for a quality.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plus: Vec<Differential>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over by reference")]
fn is_false(said: &bool) -> bool {
    !said
}

/// What comes on top of a minimum or market price for each unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differential {
    /// What for.
    pub name: Code,
    /// How much for each unit.
    pub amount: UnitPrice,
}

/// A premium with a purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Premium {
    /// Its name.
    pub name: Code,
    /// How much.
    pub take: Take,
    /// Whom it is for: a fund, the cooperative, or the makers in cash.
    pub to: To,
    /// Whether percentages of the price see it.
    pub placed: Placed,
    /// Parts of it with a narrower purpose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of_which: Vec<Earmark>,
}

/// Whether a premium is part of the price on which others take their percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placed {
    /// It is taken out of the price.
    Included,
    /// The buyer pays it on top: percentages are of the price without it.
    OnTop,
}

/// A part of a premium with a narrower purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earmark {
    /// Its name.
    pub name: Code,
    /// The fund that keeps it.
    pub fund: Code,
    /// Its part of the premium: `0.25` is a quarter.
    pub rate: Rate,
}

/// A part of the price for someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Its name.
    pub name: Code,
    /// Whom it is for.
    pub to: To,
    /// How much.
    pub take: Take,
    /// Never less than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<PerUnit>,
    /// Never more than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<PerUnit>,
    /// Only for these orders; empty means for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<OrderKind>,
}

/// Whom a part is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum To {
    /// A third party: its part is a commission, or the price of its service.
    Party(PartyId),
    /// The cooperative itself.
    Cooperative,
    /// A fund with a purpose: training, solidarity, quality.
    Fund(Code),
    /// The makers, by a rule.
    Makers(Among),
    /// The members who served the sale in a role: who led, checked the quality, taught.
    Role(Code),
}

/// What each maker's part repays, with her consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deduction {
    /// The clause each deduction cites.
    pub clause: ClauseId,
    /// The purpose to which a member must have consented.
    pub consent: Code,
    /// What it repays or fills.
    pub recovers: Recovers,
    /// How much of it.
    pub take: Recovery,
    /// What stays in her hand whatever she owes; none means nothing is protected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected_minimum: Option<UnitPrice>,
}

/// What a deduction repays or fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Recovers {
    /// Materials handed to her.
    Materials,
    /// A loan.
    Loan,
    /// What she was paid for a sale refunded later.
    Debt,
    /// A fund she pays into.
    Fund(Code),
}

/// How much of what is owed a deduction takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Recovery {
    /// All that is owed, as far as her part reaches.
    InFull,
    /// At most this part of what earlier deductions have left, rounded half up.
    OfWhatRemains(Rate),
}

/// Makers' parts rounded down to coins that exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Its name.
    pub name: Code,
    /// The coin: each maker's part becomes a multiple of it.
    pub coin: UnitPrice,
    /// Who receives what that leaves: the cooperative, a fund or a party.
    pub to: To,
}
