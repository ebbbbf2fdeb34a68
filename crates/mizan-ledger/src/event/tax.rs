//! Tax that is withheld of what somebody has earned, at a rate of the day, and brought to the tax office.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::Source;
use crate::id::{MemberId, MovementId, PartyId, TaxId};
use crate::money::{Money, Rate, positive};
use crate::text::Label;

/// From a day on a tax is withheld at this rate. Every rate is a version of its tax, and says where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithholdingRateSet {
    /// The tax.
    pub tax: TaxId,
    /// Which version of its rate: 1, 2, 3, …
    pub version: u32,
    /// The rate: `0.10` is ten in a hundred.
    pub rate: Rate,
    /// The first day on which it holds, until a later one takes its place.
    pub from: Date,
    /// Where that is written: the law, the circular, the accountant's letter.
    pub source: Label,
}

/// Whose earnings a tax is withheld of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Earner {
    /// A member's.
    Member(MemberId),
    /// An intermediary's, a carrier's or another party's.
    Party(PartyId),
}

/// A part of what somebody has earned and is about to be paid is withheld for the tax office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxWithheld {
    /// This withholding.
    pub movement: MovementId,
    /// Which tax.
    pub tax: TaxId,
    /// Whose.
    pub of: Earner,
    /// Of which amount.
    #[serde(deserialize_with = "positive")]
    pub base: Money,
    /// The first day of the period it is declared for.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The number of the certificate she is given, if she is given one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Which version of the rate holds on the day.
    pub version: u32,
    /// The rate.
    pub rate: Rate,
    /// How much is withheld.
    pub amount: Money,
    /// Of which sales, first in first out.
    pub sources: Vec<Source>,
}

/// What was withheld of a tax was paid to the tax office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRemitted {
    /// This payment.
    pub movement: MovementId,
    /// Which tax.
    pub tax: TaxId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
    /// The first day of the period it is paid for.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The tax office's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}
