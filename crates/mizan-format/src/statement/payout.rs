//! What a provider of payments tells of itself: rows with gross, fee and net, and the payouts they went into.

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};
use serde::Serialize;

use crate::statement::finding::Place;
use crate::statement::model::number;

/// One export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayoutExport {
    /// Where it begins.
    pub place: Place,
    /// Whose export: `stripe`, `shopify`, `paypal`.
    pub provider: String,
    /// Whether a finding keeps it from being booked.
    pub quarantined: bool,
    /// Its rows in the order of the file.
    pub rows: Vec<PayoutRow>,
}

/// One row: a charge, a refund, a fee, a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayoutRow {
    /// The same for the same fact, in whichever file it stands.
    pub id: String,
    /// Where it stands.
    pub place: Place,
    /// What it is, in the provider's word.
    pub kind: String,
    /// The day it happened.
    pub on: Option<Date>,
    /// The day its money is there.
    pub available_on: Option<Date>,
    /// In which currency.
    pub currency: Currency,
    /// What the buyer paid; below zero for what left.
    #[serde(serialize_with = "number")]
    pub gross: Option<Money>,
    /// What the provider kept; below zero for what it gave back.
    #[serde(serialize_with = "number")]
    pub fee: Option<Money>,
    /// What was left.
    #[serde(serialize_with = "number")]
    pub net: Option<Money>,
    /// The provider's reference of the row.
    pub reference: Option<String>,
    /// The order, the invoice or whatever it is about.
    pub about: Option<String>,
    /// The payout it went into; none while it is in none, or where the provider cannot tell.
    pub payout: Option<String>,
    /// The day of that payout.
    pub payout_on: Option<Date>,
    /// How far it is, in the provider's word.
    pub status: Option<String>,
    /// What is said of it.
    pub text: String,
    /// Its named parts, where a row is a sum of several.
    pub parts: Vec<PayoutPart>,
    /// The row as it stands.
    pub raw: String,
}

/// A part of a row that is a sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayoutPart {
    /// The column.
    pub name: String,
    /// How much, signed as it stands.
    #[serde(serialize_with = "number")]
    pub amount: Option<Money>,
}
