//! What the book remembers of taxes that are withheld: their rates, version by version.

use jiff::civil::Date;

use crate::money::Rate;

/// One version of a tax's rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxRate {
    /// The first day on which it holds.
    pub from: Date,
    /// The rate.
    pub rate: Rate,
}

packed!(struct TaxRate { from, rate });

/// The version of a tax's rate that holds on a day, and the rate: of those that have begun the one that began last, and of
/// two of the same day the later version.
#[must_use]
pub fn rate_on(rates: &[TaxRate], day: Date) -> Option<(u32, Rate)> {
    let begun = (1..).zip(rates).filter(|(_, rate)| rate.from <= day);
    begun.max_by_key(|(version, rate)| (rate.from, *version)).map(|(version, rate)| (version, rate.rate))
}
