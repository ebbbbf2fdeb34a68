//! The words of disputes of invoices.

use serde::{Deserialize, Serialize};

use crate::event::dispute::{DisputeEnd, DisputeReason};
use crate::id::{DisputeId, SaleId};
use crate::money::{Money, positive};

words! {
    /// A buyer disputes an invoice, or somebody of the cooperative writes that down. Its own words go into `sealed.note`.
    DisputeInvoice {
        /// The dispute.
        dispute: DisputeId,
        /// Of which sale.
        sale: SaleId,
        /// How much is disputed, in the currency of the invoice.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Why.
        reason: DisputeReason,
    }

    /// The dispute of an invoice is settled. Where it is upheld a credit note says what is given back.
    SettleInvoiceDispute {
        /// The dispute.
        dispute: DisputeId,
        /// How.
        outcome: DisputeEnd,
    }
}
