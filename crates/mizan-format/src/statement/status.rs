//! What a bank answers to an order of payment (pain.002): at three levels, and often only of what it refuses.
//!
//! Silence is not success: `said_of` tells what the report says of one payment, and of a payment that it does not name it
//! says something only where the level above has a status that holds for all of it.

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};
use serde::Serialize;

use crate::statement::finding::Place;
use crate::statement::model::number;

/// One report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusReport {
    /// Where it begins.
    pub place: Place,
    /// What the bank calls it.
    pub id: Option<String>,
    /// The day it was made.
    pub made_on: Option<Date>,
    /// The message it answers.
    pub original: Original,
    /// The status of all of it, if one is given: `ACTC`, `PART`, `RJCT`.
    pub status: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// How many have which status.
    pub counts: Vec<StatusCount>,
    /// The batches it speaks of.
    pub batches: Vec<BatchStatus>,
    /// Whether something keeps it from being used.
    pub quarantined: bool,
    /// The piece of the file it was read from.
    pub raw: String,
}

/// The order of payment that is answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Original {
    /// Its reference.
    pub message: Option<String>,
    /// Which kind of message it was.
    pub kind: Option<String>,
    /// How many payments it had.
    pub count: Option<u64>,
    /// What they came to, without a currency, as it stands.
    pub total: Option<String>,
}

/// Why something has the status it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The code, known or not: `AC04`, `NARR`.
    pub code: Option<String>,
    /// The bank's own words.
    pub prose: Vec<String>,
}

/// How many have a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusCount {
    /// Which.
    pub status: String,
    /// How many.
    pub count: u64,
}

/// What is said of one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchStatus {
    /// Where it stands.
    pub place: Place,
    /// The batch's reference in the order.
    pub payment_information: Option<String>,
    /// The status of all of it, if one is given.
    pub status: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// How many payments the batch had.
    pub count: Option<u64>,
    /// How many have which status.
    pub counts: Vec<StatusCount>,
    /// The status of the payments that are not named; none where nothing is said of them.
    pub of_the_unnamed: Option<String>,
    /// The payments that are named.
    pub payments: Vec<PaymentStatus>,
}

/// What is said of one payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentStatus {
    /// Where it stands.
    pub place: Place,
    /// Its reference from end to end.
    pub end_to_end: Option<String>,
    /// The reference of the order.
    pub instruction: Option<String>,
    /// Its reference worldwide.
    pub uetr: Option<String>,
    /// The bank's own.
    pub servicer: Option<String>,
    /// Its status: `RJCT`, `ACSC`.
    pub status: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// How much it is, if the bank repeats it.
    #[serde(serialize_with = "number")]
    pub amount: Option<Money>,
    /// In which currency.
    pub currency: Option<Currency>,
}

/// That part of something was accepted, and says nothing of any one payment.
pub const IN_PART: &str = "PART";

/// What a report says of one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<'a> {
    /// It names the payment.
    OfIt(&'a str),
    /// It does not, and its batch or the whole order has a status that holds for all of it.
    OfAll(&'a str),
    /// Nothing: neither success nor failure.
    Nothing,
}

impl StatusReport {
    /// What the report says of a payment of a batch.
    #[must_use]
    pub fn said_of(&self, payment_information: &str, end_to_end: &str) -> Said<'_> {
        let is_it = |batch: &&BatchStatus| batch.payment_information.as_deref() == Some(payment_information);
        let Some(batch) = self.batches.iter().find(is_it) else {
            return of_all(self.status.as_deref());
        };
        let named = batch.payments.iter().find(|payment| payment.end_to_end.as_deref() == Some(end_to_end));
        match named {
            Some(payment) => payment.status.as_deref().map_or(Said::Nothing, Said::OfIt),
            None => of_all(batch.of_the_unnamed.as_deref()),
        }
    }
}

fn of_all(status: Option<&str>) -> Said<'_> {
    status.filter(|status| *status != IN_PART).map_or(Said::Nothing, Said::OfAll)
}
