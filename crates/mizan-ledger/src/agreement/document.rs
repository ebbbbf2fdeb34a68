//! The agreement as it is written, proposed, accepted and stored: a JSON document a treasurer's helper can read.
//!
//! Every choice is spelled out; nothing is defaulted that moves money. Amounts in the document are numbers in the
//! cooperative's book currency, which the document names once. The steps of the division are `step`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agreement::facts::Facts;
use crate::agreement::split::Split;
use crate::agreement::step::Step;
use crate::agreement::terms::Per;
use crate::id::{AgreementId, Code, CooperativeId, PartyId};
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
    /// What becomes of what a maker's rate leaves below the minor unit; rounded away with each sale if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residues: Option<Residues>,
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

/// How a sale is booked. What a member earns of it is the same either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Booking {
    /// The cooperative sells as its members' agent; its income is its own slice.
    #[default]
    Mandate,
    /// The cooperative buys from its members and sells for itself; its income is the price, what others have of it is
    /// its expense.
    Principal,
}

packed!(enum Booking { 0 = Mandate, 1 = Principal });

impl Booking {
    /// Whether it sells as its members' agent, as every sale did that says nothing.
    #[must_use]
    pub fn is_mandate(&self) -> bool {
        matches!(self, Booking::Mandate)
    }
}

/// When a maker's part becomes available to her.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Earned {
    /// With the invoice.
    OnInvoice,
    /// When the buyer accepts the goods.
    OnAcceptance,
    /// When the buyer has paid the whole invoice.
    WhenPaid,
    /// With each payment, in proportion.
    AsPaid,
    /// This part with the invoice, out of the cooperative's own money; the rest when the buyer has paid the whole
    /// invoice, less what was credited meanwhile.
    Advanced(Rate),
}

/// What becomes of what a maker's rate leaves below the minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Residues {
    /// It is carried to her next sale, so that over all of them she has what her rate makes, to the centime.
    Carried,
}

/// Who bears a difference or a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Bearer {
    /// The cooperative's own account.
    Cooperative,
    /// The makers of the sale and those who served it, in proportion to what they have open of it.
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
    /// A payment taken back by the buyer's bank. Where makers bear it, each slice of the price gives back its own part, as
    /// under a credit note, so that they bear theirs and nobody else's.
    pub chargeback: Bearer,
    /// Goods lost or broken on the way.
    pub breakage: Bearer,
    /// What it costs that the buyer pays late. Nothing is booked for it: it is said in the words of the agreement.
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

packed_json!(Agreement);
