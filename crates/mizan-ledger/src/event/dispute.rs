//! A buyer disputes an invoice before anybody's bank is asked, and the cooperative or the buyer settles it.

use serde::{Deserialize, Serialize};

use crate::event::Digests;
use crate::id::{DisputeId, PartyId, SaleId};
use crate::money::{Money, positive};

/// Why a buyer disputes an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeReason {
    /// Nothing came.
    NotDelivered,
    /// Fewer pieces came than were invoiced.
    ShortDelivery,
    /// What came is not as agreed.
    Quality,
    /// The price is not the one agreed.
    Price,
    /// The same goods were invoiced twice.
    Duplicate,
    /// Something else, which the sealed note says.
    Other,
}

/// A buyer says that a part of an invoice is not owed, or all of it. Nothing moves by that: what is credited has a credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceDisputed {
    /// The dispute.
    pub dispute: DisputeId,
    /// Of which sale.
    pub sale: SaleId,
    /// How much is disputed, in the currency of the invoice.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Why.
    pub reason: DisputeReason,
    /// Whose invoice it is.
    pub buyer: PartyId,
    /// Digests of what is sealed: the buyer's own words.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// How the dispute of an invoice ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeEnd {
    /// The buyer was right: a credit note follows.
    Upheld,
    /// The buyer owes it after all, and says so.
    Withdrawn,
    /// The cooperative does not agree: it stays owed.
    Refused,
}

packed!(enum DisputeEnd { 0 = Upheld, 1 = Withdrawn, 2 = Refused });

impl DisputeEnd {
    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DisputeEnd::Upheld => "upheld",
            DisputeEnd::Withdrawn => "withdrawn",
            DisputeEnd::Refused => "refused",
        }
    }
}

/// The dispute of an invoice is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceDisputeSettled {
    /// The dispute.
    pub dispute: DisputeId,
    /// How.
    pub outcome: DisputeEnd,
    /// Of which sale.
    pub sale: SaleId,
}
