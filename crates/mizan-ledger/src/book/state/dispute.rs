//! What the book remembers of disputes of invoices.

use jiff::civil::Date;

use crate::event::dispute::DisputeEnd;
use crate::id::{ActorId, SaleId};
use crate::money::Money;

/// The dispute of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Since when.
    pub on: Date,
    /// Of which sale.
    pub sale: SaleId,
    /// How much was disputed, in the currency of the invoice.
    pub amount: Money,
    /// Who raised it, or wrote it down for the buyer.
    pub by: ActorId,
    /// How it ended, if it has.
    pub outcome: Option<DisputeEnd>,
}

packed!(struct Dispute { on, sale, amount, by, outcome });
