//! Money: exact amounts in one ISO 4217 currency, and the two roundings the ledger knows.
//!
//! An amount is a whole number of minor units (centimes for MAD, none for XOF), written `"860.49 MAD"`. There is no
//! `+` and no `<`: adding or comparing across currencies is an error a caller must meet. A single percentage rounds
//! half up to the minor unit; a division among several receivers uses the largest remainder (`split`), so that parts
//! always sum to the whole.

use std::fmt;
use std::str::FromStr;

use crate::pack::{Pack, take};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub mod cash;
pub(crate) mod digits;
mod division;
pub mod exact;
mod rounding;
mod text;

/// The largest amount a record may carry, in minor units: ten billion thousand dirhams. Sums may exceed it.
pub const LARGEST: i128 = 1_000_000_000_000_000;

/// An ISO 4217 currency with minor units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

/// One byte for the two that are met most.
impl Pack for Currency {
    fn pack(&self, out: &mut Vec<u8>) {
        match *self {
            MAD => out.push(0),
            EUR => out.push(1),
            other => {
                out.push(2);
                out.extend_from_slice(&other.code);
            }
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Currency> {
        match u8::unpack(from)? {
            0 => Some(MAD),
            1 => Some(EUR),
            2 => std::str::from_utf8(take(from, 3)?).ok()?.parse().ok(),
            _ => None,
        }
    }
}

/// The Moroccan dirham.
pub const MAD: Currency = Currency { code: *b"MAD", exponent: 2 };
/// The euro.
pub const EUR: Currency = Currency { code: *b"EUR", exponent: 2 };

impl Currency {
    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("???")
    }

    /// How many decimals an amount has: 2 for MAD, 3 for TND, 0 for XOF.
    #[must_use]
    pub fn exponent(self) -> u32 {
        u32::from(self.exponent)
    }

    /// An amount of nothing.
    #[must_use]
    pub fn zero(self) -> Money {
        Money { minor: 0, currency: self }
    }
}

/// A text that names no currency with minor units.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a currency: write an ISO 4217 code in capitals, such as MAD or EUR")]
pub struct NotACurrency(pub String);

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(code: &str) -> Result<Currency, NotACurrency> {
        if let Some(usual) = text::USUAL.iter().find(|usual| usual.code == code.as_bytes()) {
            return Ok(*usual);
        }
        let refused = || NotACurrency(code.chars().take(12).collect());
        let known = iso_currency::Currency::from_code(code).ok_or_else(refused)?;
        let exponent = known.exponent().and_then(|n| u8::try_from(n).ok()).ok_or_else(refused)?;
        let code = code.as_bytes().try_into().map_err(|_| refused())?;
        Ok(Currency { code, exponent })
    }
}

/// An exact amount in one currency. Signed: balances and postings may be negative, amounts in records never are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i128,
    currency: Currency,
}

packed!(struct Money { minor, currency });

/// Two amounts that cannot meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{left} and {right} are different currencies: convert one of them first")]
pub struct CurrencyMismatch {
    /// The currency on the left.
    pub left: Currency,
    /// The currency on the right.
    pub right: Currency,
}

impl Money {
    /// An amount from its minor units: `Money::new(86_049, MAD)` is 860.49 MAD.
    #[must_use]
    pub fn new(minor: i128, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// The amount in minor units.
    #[must_use]
    pub fn minor(self) -> i128 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The sum, if both are in one currency.
    pub fn plus(self, other: Money) -> Result<Money, CurrencyMismatch> {
        self.same_currency(other)?;
        Ok(Money { minor: self.minor + other.minor, ..self })
    }

    /// The difference, if both are in one currency.
    pub fn minus(self, other: Money) -> Result<Money, CurrencyMismatch> {
        self.plus(other.negated())
    }

    /// The smaller of two amounts in one currency.
    pub fn lesser(self, other: Money) -> Result<Money, CurrencyMismatch> {
        self.same_currency(other)?;
        Ok(if other.minor < self.minor { other } else { self })
    }

    /// Whether this is more than the other amount, in one currency.
    pub fn exceeds(self, other: Money) -> Result<bool, CurrencyMismatch> {
        self.same_currency(other)?;
        Ok(self.minor > other.minor)
    }

    /// The sum of many amounts in one currency.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money, CurrencyMismatch> {
        amounts.into_iter().try_fold(currency.zero(), Money::plus)
    }

    /// The same amount on the other side.
    #[must_use]
    pub fn negated(self) -> Money {
        Money { minor: -self.minor, ..self }
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The amount as a decimal number of major units.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        Decimal::try_from_i128_with_scale(self.minor, self.currency.exponent()).unwrap_or(Decimal::MAX)
    }

    /// Only the number, with exactly as many decimals as the currency has: `860.49`.
    #[must_use]
    pub fn number(self) -> String {
        digits::Digits::of_amount(self).as_str().to_owned()
    }

    fn same_currency(self, other: Money) -> Result<(), CurrencyMismatch> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }
}

/// Why a text or a number is no amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotMoney {
    /// Not a number, a space and a currency.
    #[error("`{0}` is not an amount of money: write a number and a currency, such as \"860.49 MAD\"")]
    Malformed(String),
    /// More decimals than the currency has.
    #[error("`{text}` has more decimals than {currency} has: at most {decimals}")]
    TooPrecise {
        /// What was written.
        text: String,
        /// The currency.
        currency: Currency,
        /// How many decimals it has.
        decimals: u32,
    },
    /// Below zero.
    #[error("`{0}` is negative: amounts are written without a sign, the kind of the event says the direction")]
    Negative(String),
    /// Zero where something must move.
    #[error("`{0}` moves nothing: write an amount above zero")]
    Zero(String),
    /// Above the bound.
    #[error("`{0}` is too large: the bound is 10^15 minor units")]
    TooLarge(String),
    /// No such currency.
    #[error(transparent)]
    Currency(#[from] NotACurrency),
}

/// Reads an amount that must be above zero; for `#[serde(deserialize_with)]`.
pub fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
    let money = Money::deserialize(deserializer)?;
    if money.is_positive() { Ok(money) } else { Err(de::Error::custom(NotMoney::Zero(money.to_string()))) }
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident, $low:ident, $high:expr, $decimals:literal, $what:literal, $example:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(Decimal);

        impl $name {
            /// The number, if it lies in the bounds and has few enough decimals.
            pub fn new(value: Decimal) -> Result<$name, NotANumber> {
                let value = value.normalize();
                let low = bounds::$low(value);
                if low || value > Decimal::from($high) || value.scale() > $decimals {
                    return Err(NotANumber { text: value.to_string(), what: $what });
                }
                Ok($name(value))
            }

            /// One.
            pub const ONE: $name = $name(Decimal::ONE);

            /// The number itself.
            #[must_use]
            pub fn decimal(self) -> Decimal {
                self.0
            }
        }

        impl Pack for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                self.0.pack(out);
            }

            fn unpack(from: &mut &[u8]) -> Option<$name> {
                <Decimal as Pack>::unpack(from).map($name)
            }
        }

        impl FromStr for $name {
            type Err = NotANumber;
            fn from_str(text: &str) -> Result<$name, NotANumber> {
                let refused = || NotANumber { text: text.chars().take(60).collect(), what: $what };
                if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
                    return Err(refused());
                }
                $name::new(Decimal::from_str_exact(text).map_err(|_| refused())?).map_err(|_| refused())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::id::letters(digits::Digits::of_decimal(self.0).letters(), serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                text::read(deserializer, concat!($what, ", in quotes, such as \"", $example, "\""))
            }
        }
    )*};
}

mod bounds {
    //! The lower bounds of the numbers below.
    use rust_decimal::Decimal;

    /// Refuses what is below zero.
    pub(super) fn negative(value: Decimal) -> bool {
        value.is_sign_negative() && !value.is_zero()
    }

    /// Refuses zero and what is below.
    pub(super) fn not_positive(value: Decimal) -> bool {
        value <= Decimal::ZERO
    }
}

/// A text that is not the number it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}")]
pub struct NotANumber {
    /// What was written.
    pub text: String,
    /// What would be right.
    pub what: &'static str,
}

numbers! {
    /// A fraction of an amount: `0.15` is fifteen in a hundred. Unit: 1.
    Rate, negative, 1, 10, "a fraction between 0 and 1 with at most 10 decimals", "0.15";
    /// A count or measure: pieces, kilograms, square metres, hours, grade coefficients.
    Quantity, negative, 1_000_000_000_000_i64, 6, "a quantity of 0 or more with at most 6 decimals", "12.5";
    /// Units of the book's currency for one unit of a foreign one.
    ExchangeRate, not_positive, 1_000_000_000_i64, 10, "an exchange rate above 0 with at most 10 decimals", "10.75";
    /// The price of one unit in the currency of its sale: up to six decimals, since a button costs less than a centime.
    UnitPrice, negative, 1_000_000_000_000_i64, 6, "a unit price of 0 or more with at most 6 decimals", "1.2500";
}

/// Why a whole cannot be divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSplit {
    /// Nobody to give to.
    #[error("{0} cannot be divided: every weight is zero")]
    NoWeights(Money),
    /// Amounts below zero are mirrored, not divided.
    #[error("{0} cannot be divided: it is below zero")]
    Negative(Money),
    /// Arithmetic would not be exact.
    #[error("{0} cannot be divided exactly: the weights are too large")]
    TooLarge(Money),
}

/// Divides a whole by weights so that the parts sum to it: the largest remainder.
///
/// Each receiver gets her exact share rounded down; the centimes left over go one each to the largest remainders. Among
/// equal remainders they go round in the order of the list, beginning at `turn` modulo the number of equals: count the
/// turns sale by sale, and over as many sales as there are equals each of them is served as often as the others.
pub fn split(whole: Money, weights: &[Decimal], turn: u64) -> Result<Vec<Money>, CannotSplit> {
    if whole.is_negative() {
        return Err(CannotSplit::Negative(whole));
    }
    let parts = division::by_weight(whole.minor, weights, turn).map_err(|why| match why {
        division::Undivided::NoWeights => CannotSplit::NoWeights(whole),
        division::Undivided::TooLarge => CannotSplit::TooLarge(whole),
    })?;
    Ok(parts.into_iter().map(|minor| Money { minor, currency: whole.currency }).collect())
}

/// Divides pieces by weights, by the same rule: in whole pieces, or as finely as the whole and the weights are counted.
/// None where every weight is zero or arithmetic would not be exact.
#[must_use]
pub fn apportion(whole: Decimal, weights: &[Decimal], turn: u64) -> Option<Vec<Decimal>> {
    let weights: Vec<Decimal> = weights.iter().map(Decimal::normalize).collect();
    let scale = weights.iter().map(Decimal::scale).chain([whole.normalize().scale()]).max().unwrap_or(0);
    let mut units = whole;
    units.rescale(scale);
    let parts = division::by_weight(units.mantissa(), &weights, turn).ok()?;
    parts.into_iter().map(|part| Decimal::try_from_i128_with_scale(part, scale).ok()).collect()
}

#[cfg(test)]
mod tests;
