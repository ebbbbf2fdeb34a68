//! The words of payments that are taken back by a buyer's bank, and given back again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::id::{ChargebackId, SaleId};
use crate::money::{ExchangeRate, Money, positive};
use crate::text::Label;

words! {
    /// A bank or provider takes back what a buyer had paid for a sale. Its fee is charged by `charge_provider_fee`.
    ReceiveChargeback {
        /// The chargeback.
        chargeback: ChargebackId,
        /// Of which sale.
        sale: SaleId,
        /// How much, in the currency of the invoice.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Units of the cooperative's currency for one of the invoice's.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// Out of which till.
        till: Till,
        /// Why, in the words or the code of the bank or provider.
        #[serde(default)]
        reason: Option<Label>,
        /// The reference of the bank or provider.
        #[serde(default)]
        reference: Option<Label>,
        /// When the buyer disputed the payment, if it is known.
        #[serde(default)]
        disputed_on: Option<Date>,
        /// Until when the bank or provider takes an answer.
        #[serde(default)]
        answer_by: Option<Date>,
    }

    /// What a chargeback had taken comes back, or a part of it.
    ReverseChargeback {
        /// The chargeback.
        chargeback: ChargebackId,
        /// How much, in the currency of the invoice; all that has not come back if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Money>,
        /// Units of the cooperative's currency for one of the invoice's.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// Into which till.
        till: Till,
        /// The reference of the bank or provider.
        #[serde(default)]
        reference: Option<Label>,
    }
}
