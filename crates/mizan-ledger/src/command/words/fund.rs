//! The words of premiums.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::id::{FundId, MovementId, PartyId, PremiumId, SaleId};
use crate::money::{ExchangeRate, Money, Quantity, UnitPrice, positive};
use crate::text::{Label, some_day};

words! {
    /// A buyer owes a premium on top of the price.
    AccruePremium {
        /// The premium.
        premium: PremiumId,
        /// Who owes it.
        buyer: PartyId,
        /// The fund it is for.
        fund: FundId,
        /// The sale it was agreed on, if on one.
        #[serde(default)]
        sale: Option<SaleId>,
        /// On how many units.
        quantity: Quantity,
        /// How much on each.
        per_unit: UnitPrice,
        /// The premium: quantity times premium of a unit, rounded once.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// The rate, if that is not the cooperative's currency.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// The buyer's or the standard's reference.
        #[serde(default)]
        reference: Option<Label>,
    }

    /// A buyer pays a premium, or a part of it.
    ReceivePremium {
        /// This payment.
        movement: MovementId,
        /// The premium.
        premium: PremiumId,
        /// How much, in the currency of the premium.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// The rate, if that is not the cooperative's currency.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// Into which till.
        till: Till,
        /// The bank's value date.
        #[serde(default, deserialize_with = "some_day")]
        value_date: Option<Date>,
        /// The bank's reference.
        #[serde(default)]
        reference: Option<Label>,
    }
}
