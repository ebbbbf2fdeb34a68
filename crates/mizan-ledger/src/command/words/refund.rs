//! The words of money that goes back to buyers, or that they keep back.

use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::id::{OrderId, RefundId, SaleId};
use crate::money::{Money, positive};
use crate::text::Label;

words! {
    /// A buyer is given back what its order has not used of its advance.
    RefundAdvance {
        /// The refund.
        refund: RefundId,
        /// The order it was paid for.
        order: OrderId,
        /// How much, in the currency of the order.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Out of which till.
        till: Till,
        /// The bank's reference.
        #[serde(default)]
        reference: Option<Label>,
    }

    /// What a buyer kept back of an invoice is due.
    ReleaseRetention {
        /// The sale.
        sale: SaleId,
        /// How much, in the currency of the invoice.
        #[serde(deserialize_with = "positive")]
        amount: Money,
    }
}
