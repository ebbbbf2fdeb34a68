//! Money that goes back to buyers beside the refund of a credit note.

use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::id::{OrderId, PartyId, RefundId};
use crate::money::{Money, positive};
use crate::text::Label;

/// A buyer was given back what its order had not used of its advance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvanceRefunded {
    /// The refund.
    pub refund: RefundId,
    /// The order it had been paid for.
    pub order: OrderId,
    /// How much, in the currency of the order.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Who was paid back.
    pub buyer: PartyId,
    /// What this part of the advance is carried at, in the cooperative's currency.
    pub booked: Money,
}
