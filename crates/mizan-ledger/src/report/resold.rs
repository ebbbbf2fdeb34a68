//! What the goods of a sale are sold on for: the one answer of every report.

use crate::event::chain::ResaleRecorded;
use crate::money::{Currency, ExchangeRate, Money};

/// A resale that was recorded: its price, and the rate of its currency, if it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resold {
    price: Money,
    rate: Option<ExchangeRate>,
}

impl Resold {
    /// What a record says.
    pub(crate) fn of(e: &ResaleRecorded) -> Resold {
        Resold { price: e.price, rate: e.rate }
    }

    /// What it is worth in the currency of the accounts, if that can be said.
    pub(crate) fn worth(self, own: Currency) -> Option<Money> {
        if self.price.currency() == own {
            return Some(self.price);
        }
        let worth = self.price.decimal().checked_mul(self.rate?.decimal())?;
        Money::rounded(worth, own).ok()
    }
}

/// The last price that is known: that of the last resale, else what the sale itself said. The first resale is the one the
/// sale spoke of: no other is recorded. Nothing where the last one is in another currency and has no rate.
pub(crate) fn last_price(said: Option<Money>, resales: &[Resold], own: Currency) -> Option<Money> {
    resales.last().map_or(said, |last| last.worth(own))
}
