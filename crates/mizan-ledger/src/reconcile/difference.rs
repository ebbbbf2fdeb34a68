//! What stands between a line and what was expected, and what it is called.
//!
//! A few minor units are rounding; within the margin of an exchange, where the line or the item says there was one, it
//! is the exchange; money that is missing, up to the limit, is what banks kept; the rest is paid short or over.

use crate::money::{Currency, Money};
use crate::reconcile::proposal::{Difference, DifferenceKind};
use crate::reconcile::settings::Settings;

/// The difference, by its name; none where there is none. Both amounts are signed and on the same side.
pub(super) fn between(
    moved: i128,
    expected: i128,
    currency: Currency,
    exchanged: bool,
    settings: &Settings,
) -> Option<Difference> {
    let rest = moved - expected;
    let limits = settings.limits(currency);
    let within = |per_10_000: i128| rest.abs() * 10_000 <= expected.abs() * per_10_000;
    let kind = if rest == 0 {
        return None;
    } else if rest.abs() <= limits.rounding_minor {
        DifferenceKind::Rounding
    } else if exchanged && within(settings.exchange_per_10_000) {
        DifferenceKind::Exchange
    } else if rest < 0 && -rest <= limits.bank_charge_minor && within(settings.bank_charge_per_10_000) {
        DifferenceKind::BankCharge
    } else if moved.abs() < expected.abs() {
        DifferenceKind::ShortPayment
    } else {
        DifferenceKind::OverPayment
    };
    Some(Difference { kind, amount: Money::new(rest, currency) })
}

/// Whether it is explained by what lies between payer and payee, so that nothing is owed any more.
pub(super) fn is_explained(kind: DifferenceKind) -> bool {
    match kind {
        DifferenceKind::BankCharge | DifferenceKind::Exchange | DifferenceKind::Rounding => true,
        DifferenceKind::ShortPayment | DifferenceKind::OverPayment => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{EUR, MAD};
    use DifferenceKind::{BankCharge, Exchange, OverPayment, Rounding, ShortPayment};

    fn named(moved: i128, expected: i128, exchanged: bool) -> Option<(DifferenceKind, i128)> {
        let difference = between(moved, expected, MAD, exchanged, &Settings::default())?;
        Some((difference.kind, difference.amount.minor()))
    }

    #[test]
    fn every_centime_between_has_a_name() {
        assert_eq!(named(431_000, 431_000, false), None);
        assert_eq!(named(430_998, 431_000, false), Some((Rounding, -2)));
        assert_eq!(named(429_500, 431_000, false), Some((BankCharge, -1_500)));
        assert_eq!(named(429_500, 431_000, true), Some((Exchange, -1_500)));
        assert_eq!(named(200_000, 431_000, false), Some((ShortPayment, -231_000)));
        assert_eq!(named(500_000, 431_000, false), Some((OverPayment, 69_000)));
    }

    #[test]
    fn a_charge_on_what_goes_out_makes_it_more() {
        assert_eq!(named(-86_549, -86_049, false), Some((BankCharge, -500)));
        assert_eq!(named(-80_000, -86_049, false), Some((ShortPayment, 6_049)));
        assert_eq!(named(-200_000, -86_049, false), Some((OverPayment, -113_951)));
    }

    #[test]
    fn a_fifth_of_the_price_is_no_charge_and_a_currency_without_limits_has_none() {
        assert_eq!(named(8_000, 10_000, false), Some((ShortPayment, -2_000)));
        let settings = Settings { limits: [].into(), ..Settings::default() };
        let difference = between(9_999, 10_000, EUR, false, &settings).expect("a cent is missing");
        assert_eq!(difference.kind, ShortPayment);
    }
}
