//! Exact amounts: what a rate of six decimals makes of a piece, before it is paid in whole minor units.
//!
//! A button costs less than a centime, and nobody is paid a part of one. What cannot be paid is not rounded away: it
//! stays an exact amount that is added to the next, so that over many sales each has had what was due to the centime.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::money::digits::Digits;
use crate::money::{CannotSplit, Currency, CurrencyMismatch, LARGEST, Money, NotMoney, split, text};

/// The most decimals an exact amount has: those of a price and of a quantity.
const DECIMALS: u32 = 12;

/// An amount with at most twelve decimals, in one currency. Below zero it is what somebody has had too much.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact {
    value: Decimal,
    currency: Currency,
}

packed!(struct Exact { value, currency });

impl Exact {
    /// An exact number of major units, if it lies in the bounds and has few enough decimals.
    pub fn new(value: Decimal, currency: Currency) -> Result<Exact, NotMoney> {
        let value = value.normalize();
        let most = Money::new(LARGEST, currency).decimal();
        if value.scale() > DECIMALS {
            return Err(NotMoney::TooPrecise { text: value.to_string(), currency, decimals: DECIMALS });
        }
        if value.abs() > most {
            return Err(NotMoney::TooLarge(value.to_string()));
        }
        Ok(Exact { value, currency })
    }

    /// Nothing.
    #[must_use]
    pub fn zero(currency: Currency) -> Exact {
        Exact { value: Decimal::ZERO, currency }
    }

    /// The number of major units.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        self.value
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.value.is_zero()
    }

    /// The sum, if both are in one currency.
    pub fn plus(self, other: Exact) -> Result<Exact, CurrencyMismatch> {
        if self.currency != other.currency {
            return Err(CurrencyMismatch { left: self.currency, right: other.currency });
        }
        Ok(Exact { value: (self.value + other.value).normalize(), ..self })
    }

    /// The difference, if both are in one currency.
    pub fn minus(self, other: Exact) -> Result<Exact, CurrencyMismatch> {
        self.plus(other.negated())
    }

    /// The same amount on the other side.
    #[must_use]
    pub fn negated(self) -> Exact {
        Exact { value: -self.value, ..self }
    }

    /// What of it can be paid: whole minor units, rounded down, and nothing where it is below zero.
    #[must_use]
    pub fn payable(self) -> Money {
        let mut whole =
            self.value.round_dp_with_strategy(self.currency.exponent(), RoundingStrategy::ToNegativeInfinity);
        whole.rescale(self.currency.exponent());
        Money::new(whole.mantissa().max(0), self.currency)
    }

    /// Divides it by weights so that the parts sum to it, to the millionth of the minor unit or as finely as it is
    /// written itself: by a rate and whole measures each part is exact.
    pub fn split(self, weights: &[Decimal], turn: u64) -> Result<Vec<Exact>, CannotSplit> {
        let scale = self.value.scale().max(self.currency.exponent() + 6).min(DECIMALS);
        let mut fine = self.value;
        fine.rescale(scale);
        let too_large = CannotSplit::TooLarge(self.payable());
        if fine.scale() != scale {
            return Err(too_large);
        }
        let parts = split(Money::new(fine.mantissa(), self.currency), weights, turn)?;
        let exact = |part: Money| {
            let value = Decimal::try_from_i128_with_scale(part.minor(), scale).map_err(|_| too_large)?;
            Ok(Exact { value: value.normalize(), ..self })
        };
        parts.into_iter().map(exact).collect()
    }
}

impl From<Money> for Exact {
    fn from(money: Money) -> Exact {
        Exact { value: money.decimal().normalize(), currency: money.currency() }
    }
}

impl Exact {
    /// As text, with no fewer decimals than the currency has.
    fn digits(self) -> Digits {
        let mut value = self.value;
        value.rescale(value.scale().max(self.currency.exponent()));
        Digits::of_exact(value, self.currency)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits().as_str())
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Exact {
    type Err = NotMoney;

    fn from_str(text: &str) -> Result<Exact, NotMoney> {
        let malformed = || NotMoney::Malformed(text.chars().take(60).collect());
        let (number, currency) = text.split_once(' ').ok_or_else(malformed)?;
        let currency: Currency = currency.parse()?;
        let digits = number.strip_prefix('-').unwrap_or(number);
        if !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Err(malformed());
        }
        Exact::new(Decimal::from_str_exact(number).map_err(|_| malformed())?, currency)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::id::letters(self.digits().letters(), serializer)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
        text::read(deserializer, "an exact amount in quotes, such as \"0.0065 MAD\"")
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::Exact;

    fn exact(text: &str) -> Exact {
        text.parse().expect("a test writes exact amounts")
    }

    #[test]
    fn it_is_written_with_as_many_decimals_as_it_has_and_no_fewer_than_its_currency() {
        for (text, written) in [
            ("1527.0765 MAD", "1527.0765 MAD"),
            ("0.00450 MAD", "0.0045 MAD"),
            ("-0.003 MAD", "-0.003 MAD"),
            ("7 MAD", "7.00 MAD"),
            ("0.123456789012 TND", "0.123456789012 TND"),
            ("3 XOF", "3 XOF"),
        ] {
            assert_eq!(exact(text).to_string(), written);
        }
        for wrong in ["1.5", "1,5 MAD", "+1 MAD", "1e3 MAD", "0.1234567890123 MAD", "99999999999999 MAD", " MAD"] {
            assert!(wrong.parse::<Exact>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_can_be_paid_are_whole_minor_units_and_nothing_below_zero() {
        for (text, payable) in [
            ("1527.0765 MAD", "1527.07 MAD"),
            ("0.0099 MAD", "0.00 MAD"),
            ("-0.003 MAD", "0.00 MAD"),
            ("5.9 XOF", "5 XOF"),
        ] {
            assert_eq!(exact(text).payable().to_string(), payable, "{text}");
        }
    }

    #[test]
    fn parts_of_an_exact_amount_sum_to_it() {
        let weights = [Decimal::from(1_237), Decimal::from(3)];
        let parts = exact("1530.78 MAD").split(&weights, 0).expect("it can be divided");
        assert_eq!(parts, ["1527.0765 MAD", "3.7035 MAD"].map(exact));
        let thirds = exact("0.01 MAD").split(&[Decimal::ONE; 3], 1).expect("it can be divided");
        assert_eq!(thirds, ["0.00333333 MAD", "0.00333334 MAD", "0.00333333 MAD"].map(exact));
    }
}
