//! How far the matcher may go: limits in money for each currency, days, and how much it looks at.
//!
//! Where a number has a source, it stands beside it. The others are choices of this house, on the careful side: set
//! them to what your bank's tariff and your own nerves say. A currency without limits is matched only where amounts
//! are equal to the minor unit, and never by amount and day alone.

use std::collections::BTreeMap;

use crate::money::{Currency, EUR, MAD};

/// The limits in one currency, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// The most that is taken for a charge which banks on the way kept. Zero: no shortfall is.
    pub bank_charge_minor: i128,
    /// The most that is taken for rounding, on either side.
    pub rounding_minor: i128,
    /// Up to here a line may be matched by amount, day and party alone.
    pub low_value_minor: i128,
}

/// What the matcher is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The limits for each currency.
    pub limits: BTreeMap<Currency, Limits>,
    /// The most an amount that was exchanged may differ, in ten-thousandths of what is open.
    pub exchange_per_10_000: i128,
    /// The most of what is open that can be a bank's charge, in ten-thousandths: a fifth is no charge, it is a part.
    pub bank_charge_per_10_000: i128,
    /// How many days before its first day an item may be met.
    pub days_before: i32,
    /// How many days after it is due an item is still met by amount and day.
    pub days_after: i32,
    /// How many days after it is due a payment may come back without naming what it was.
    pub return_days: i32,
    /// How many candidates of one line are looked at before it counts as having too many.
    pub candidates: usize,
    /// The largest component, lines and items together, that is assigned as a whole.
    pub component: usize,
    /// The most items among which a sum is looked for.
    pub sum_among: usize,
    /// The most items that make a sum.
    pub sum_of: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            limits: BTreeMap::from([
                // A choice: charges up to 250.00 MAD or 25.00 EUR, the order of a transfer abroad; a low value of 5,000.00 MAD or
                // 500.00 EUR, where a wrong match is found
                // by the buyer's next statement and undone by one correction.
                (MAD, Limits { bank_charge_minor: 25_000, rounding_minor: 5, low_value_minor: 500_000 }),
                (EUR, Limits { bank_charge_minor: 2_500, rounding_minor: 2, low_value_minor: 50_000 }),
            ]),
            // The specification of the matcher: at most half a percent.
            exchange_per_10_000: 50,
            // A choice: above a tenth nobody would call it a charge without asking.
            bank_charge_per_10_000: 1_000,
            // GnuCash calls a match likely within four days.
            days_before: 4,
            // The last age that the specification of the matcher tells apart begins after thirty days.
            days_after: 30,
            // A choice: returns of the schemes come within days, those by the payee's bank within two months.
            return_days: 60,
            // A choice: whoever has more than these to choose from is not chosen for.
            candidates: 64,
            // The specification of the matcher: at most 200 nodes, sums of at most 5 among 16.
            component: 200,
            sum_among: 16,
            sum_of: 5,
        }
    }
}

impl Settings {
    /// The limits in a currency.
    pub(super) fn limits(&self, currency: Currency) -> Limits {
        self.limits.get(&currency).copied().unwrap_or_default()
    }
}
