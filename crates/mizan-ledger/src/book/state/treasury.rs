//! What the book remembers of payments.

use jiff::civil::Date;

use crate::id::{OrderId, PartyId};
use crate::money::Money;

/// A payment of a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// When it came in.
    pub on: Date,
    /// Who paid; nobody known yet if none.
    pub buyer: Option<PartyId>,
    /// What is not allocated yet, in its own currency.
    pub left: Money,
    /// What that is worth, in the cooperative's.
    pub left_booked: Money,
    /// Whether a part of it has been allocated.
    pub allocated: bool,
    /// Whether it was an advance for an order.
    pub order: Option<OrderId>,
}
