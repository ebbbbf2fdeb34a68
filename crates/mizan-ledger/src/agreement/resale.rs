//! Resale: what was paid beside the price it is sold on for, in three figures that are often mistaken for one another.
//!
//! A rug bought at 45.00 and sold at 366.00 brings its maker's side 12.30 % of the price, is sold at 8.13 times what was
//! paid, and is marked up by 713 % of it.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use crate::money::Money;

/// What was paid beside the price it is sold on for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Resale {
    /// What was paid, in hundredths of the resale price, with two decimals.
    pub share: Decimal,
    /// How many times what was paid the resale price is, with two decimals.
    pub times: Decimal,
    /// What is added, in whole hundredths of what was paid.
    pub mark_up: Decimal,
}

impl Resale {
    /// Compares two amounts above zero of one currency; others cannot be compared.
    #[must_use]
    pub fn of(paid: Money, price: Money) -> Option<Resale> {
        if paid.currency() != price.currency() || !paid.is_positive() || !price.is_positive() {
            return None;
        }
        let (low, high) = (paid.decimal(), price.decimal());
        let hundredths = |part: Decimal, whole: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
        Some(Resale {
            share: rounded(hundredths(low, high)?, 2),
            times: rounded(high.checked_div(low)?, 2),
            mark_up: rounded(hundredths(high.checked_sub(low)?, low)?, 0),
        })
    }
}

/// A figure to be shown, rounded half up and with all its decimals.
fn rounded(exact: Decimal, decimals: u32) -> Decimal {
    let mut rounded = exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded
}
