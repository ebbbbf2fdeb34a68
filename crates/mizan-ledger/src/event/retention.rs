//! What a buyer keeps back of an invoice until the goods have proved good: a part of the price that is due later.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{PartyId, SaleId};
use crate::money::{Money, positive};

/// A part of an invoice is not due yet. What the buyer owes for the sale is what is due and what is kept back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionHeld {
    /// The sale.
    pub sale: SaleId,
    /// Who keeps it.
    pub buyer: PartyId,
    /// How much, in the currency of the invoice.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// How much, in the cooperative's currency, at the sale's rate.
    pub booked: Money,
    /// Until when, if a day was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What was kept back of an invoice, or a part of it, is due now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionReleased {
    /// The sale.
    pub sale: SaleId,
    /// How much, in the currency of the invoice.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Who had kept it.
    pub buyer: PartyId,
    /// What this part is carried at, in the cooperative's currency.
    pub booked: Money,
}
