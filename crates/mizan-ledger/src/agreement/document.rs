//! The agreement as it is written, proposed, accepted and stored: a JSON document a treasurer's helper can read.
//!
//! Every choice is spelled out; nothing is defaulted that moves money. Amounts in the document are numbers in the
//! cooperative's book currency, which the document names once. How much a step takes, and how makers divide it,
//! is `terms`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agreement::facts::{Facts, OrderKind};
use crate::agreement::split::Split;
use crate::agreement::terms::{Among, Per, PerUnit, Take};
use crate::id::{AgreementId, ClauseId, Code, CooperativeId, PartyId};
use crate::money::{Currency, Rate, UnitPrice};

/// One version of an agreement. It is superseded by a later version, never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Which agreement, through all its versions.
    pub agreement: AgreementId,
    /// Which version of it: 1, 2, 3, …
    pub version: u32,
    /// What the parties call it.
    pub title: String,
    /// Whose sales it divides.
    pub cooperative: CooperativeId,
    /// The sales channel it is for; none means any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Code>,
    /// The class of products it is for; none means any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_class: Option<Code>,
    /// Who must accept it besides the cooperative.
    pub parties: Vec<PartyId>,
    /// The cooperative's book currency: all amounts below are in it.
    pub currency: Currency,
    /// The first day it holds.
    pub valid_from: Date,
    /// The last day it holds; none means until another version supersedes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// Which date of a transaction picks the version.
    pub dated_by: DatedBy,
    /// How a sale under it is booked.
    pub booking: Booking,
    /// When a maker's part becomes available to her.
    pub earned: Earned,
    /// Who bears what can go wrong.
    pub bears: Bears,
    /// Who pays when a buyer is refunded and the makers were already paid.
    pub claw_back: ClawBack,
    /// Who gets the odd centime when remainders are equal.
    pub tie_break: TieBreak,
    /// The steps, evaluated from the top.
    pub steps: Vec<Step>,
    /// Prices the cooperative publishes, against which the minimum price is checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub list_prices: Vec<ListPrice>,
    /// One worked example; the engine must reproduce it to the centime before anyone accepts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Example>,
}

impl Agreement {
    /// Whether this version holds on a day, its first and last day included.
    #[must_use]
    pub fn in_force_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|last| day <= last)
    }

    /// Whether it is for sales through this channel of this class of products.
    #[must_use]
    pub fn is_for(&self, channel: Option<Code>, product_class: Option<Code>) -> bool {
        (self.channel.is_none() || self.channel == channel)
            && (self.product_class.is_none() || self.product_class == product_class)
    }
}

/// The date of a transaction that picks the version of the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatedBy {
    /// The invoice's date.
    Sale,
    /// The day the order was placed.
    Order,
    /// The day the contract was signed.
    Contract,
    /// The day the goods were delivered.
    Delivery,
}

/// How a sale is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Booking {
    /// The cooperative sells as its members' agent; its income is its own slice.
    Mandate,
}

/// When a maker's part becomes available to her.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Earned {
    /// With the invoice.
    OnInvoice,
    /// When the buyer accepts the goods.
    OnAcceptance,
    /// When the buyer has paid the whole invoice.
    WhenPaid,
    /// With each payment, in proportion.
    AsPaid,
}

/// Who bears a difference or a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Bearer {
    /// The cooperative's own account.
    Cooperative,
    /// The makers of the sale, in proportion to their parts.
    Makers,
    /// A named party.
    Party(PartyId),
}

/// Who bears what can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bears {
    /// A difference between the invoice's exchange rate and the receipt's.
    pub fx: Bearer,
    /// A payment taken back by the buyer's bank.
    pub chargeback: Bearer,
    /// Goods lost or broken on the way.
    pub breakage: Bearer,
    /// The buyer pays late.
    pub late_payment: Bearer,
}

/// Who pays when a buyer is refunded and the makers were already paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ClawBack {
    /// The makers, out of their future sales, by a deduction clause.
    FromFutureSales,
    /// A fund kept for it.
    Fund(Code),
}

/// Who gets the odd centime when remainders are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieBreak {
    /// Another maker at each sale.
    Rotating,
    /// The maker listed first.
    Listed,
}

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

/// A price the cooperative publishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListPrice {
    /// What is sold.
    pub product: Code,
    /// For how much.
    pub price: UnitPrice,
    /// For each what.
    pub per: Per,
}

/// One sale worked through by hand or by the engine, attached to the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sale.
    pub facts: Facts,
    /// How it is divided.
    pub split: Split,
}
