//! A member's part of one sale in her statement: every figure of it, which add up to what is hers.

use jiff::civil::Date;
use serde::Serialize;

use crate::id::{PartyId, SaleId};
use crate::money::Currency;
use crate::report::amount::Amount;

/// Her part of one sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaleLine {
    /// The sale.
    pub sale: SaleId,
    /// When it was divided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<PartyId>,
    /// Her share, before deductions.
    pub share: Amount,
    /// What she has beside it for serving the sale.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub served: Amount,
    /// What was kept of it.
    pub deducted: Amount,
    /// What was taken of it after it was available, payouts apart.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub taken: Amount,
    /// What credit notes and chargebacks took back.
    pub credited: Amount,
    /// What of that a fund or the cooperative bore for her.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub borne: Amount,
    /// What of that she had used already and owes: it is hers of this sale, and is kept of a later one.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub owed_back: Amount,
    /// Her part of exchange differences.
    pub exchange_difference: Amount,
    /// What is hers of it: all of the above, added up.
    pub hers: Amount,
}

impl SaleLine {
    /// Nothing of a sale yet.
    pub(super) fn of(sale: SaleId, currency: Currency) -> SaleLine {
        let zero = Amount::zero(currency);
        SaleLine {
            sale,
            on: None,
            buyer: None,
            share: zero,
            served: zero,
            deducted: zero,
            taken: zero,
            credited: zero,
            borne: zero,
            owed_back: zero,
            exchange_difference: zero,
            hers: zero,
        }
    }

    /// Two of them together, under the name of the first.
    pub(super) fn plus(self, other: SaleLine) -> SaleLine {
        SaleLine {
            share: self.share.plus(other.share),
            served: self.served.plus(other.served),
            deducted: self.deducted.plus(other.deducted),
            taken: self.taken.plus(other.taken),
            credited: self.credited.plus(other.credited),
            borne: self.borne.plus(other.borne),
            owed_back: self.owed_back.plus(other.owed_back),
            exchange_difference: self.exchange_difference.plus(other.exchange_difference),
            hers: self.hers.plus(other.hers),
            ..self
        }
    }

    /// What its figures come to.
    pub(super) fn adds_up_to(&self) -> Amount {
        let earned = self.share.plus(self.served).plus(self.exchange_difference);
        let left = earned.minus(self.deducted).minus(self.taken).minus(self.credited);
        left.plus(self.borne).plus(self.owed_back)
    }
}
