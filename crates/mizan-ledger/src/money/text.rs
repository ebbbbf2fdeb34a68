//! How money is written: as text `"860.49 MAD"`, and in JSON always in quotes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use super::digits::Digits;
use super::{Currency, EUR, LARGEST, MAD, Money, NotMoney};
use crate::id::letters;

/// Those most amounts are in: the list of all takes as long to search as the rest of an amount to read.
pub(super) const USUAL: [Currency; 7] = [
    MAD,
    EUR,
    Currency { code: *b"USD", exponent: 2 },
    Currency { code: *b"XOF", exponent: 0 },
    Currency { code: *b"TND", exponent: 3 },
    Currency { code: *b"DZD", exponent: 2 },
    Currency { code: *b"GBP", exponent: 2 },
];

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Digits::of_money(*self).as_str())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An amount as we write it, `860.49 MAD`: with exactly as many decimals as its currency has, and no more digits than
/// surely fit. Whatever else there is, and what is wrong with it, is for the reader of any spelling.
fn as_written(text: &str) -> Option<Money> {
    let (number, code) = text.split_at_checked(text.len().checked_sub(3)?)?;
    let number = number.strip_suffix(' ')?.as_bytes();
    let currency: Currency = USUAL.into_iter().find(|usual| usual.code == code.as_bytes())?;
    let decimals = currency.exponent() as usize;
    let point = if decimals == 0 { number.len() } else { number.len().checked_sub(decimals + 1)? };
    let leading_zero = number.first() == Some(&b'0') && point > 1;
    if !(1..=12).contains(&point) || leading_zero {
        return None;
    }
    let (major, rest) = number.split_at(point);
    let minor = match rest.split_first() {
        None => sum(major, 0)?,
        Some((b'.', rest)) => sum(rest, sum(major, 0)?)?,
        Some(_) => return None,
    };
    (minor <= LARGEST.unsigned_abs() as u64).then_some(Money { minor: i128::from(minor), currency })
}

/// Digits behind digits. At most 15 of them.
fn sum(digits: &[u8], before: u64) -> Option<u64> {
    let step = |sum: u64, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + u64::from(digit - b'0'));
    digits.iter().try_fold(before, step)
}

impl FromStr for Money {
    type Err = NotMoney;

    fn from_str(text: &str) -> Result<Money, NotMoney> {
        if let Some(money) = as_written(text) {
            return Ok(money);
        }
        let shown = || text.chars().take(60).collect::<String>();
        let malformed = || NotMoney::Malformed(shown());
        let (number, currency) = text.split_once(' ').ok_or_else(malformed)?;
        if number.starts_with('-') {
            return Err(NotMoney::Negative(shown()));
        }
        let currency: Currency = currency.parse()?;
        let (major, rest) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let leading_zero = major.len() > 1 && major.starts_with('0');
        let fraction = !number.contains('.') || digits(rest);
        if !digits(major) || !fraction || leading_zero {
            return Err(malformed());
        }
        let exponent = currency.exponent();
        if rest.len() > exponent as usize {
            return Err(NotMoney::TooPrecise { text: shown(), currency, decimals: exponent });
        }
        let mut minor: i128 = 0;
        for digit in major.bytes().chain(rest.bytes()).chain((rest.len()..exponent as usize).map(|_| b'0')) {
            minor = minor * 10 + i128::from(digit - b'0');
            if minor > LARGEST {
                return Err(NotMoney::TooLarge(shown()));
            }
        }
        Ok(Money { minor, currency })
    }
}

impl Serialize for Money {
    /// Writes an amount that can be read again: never below zero, never beyond the bound.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_negative() {
            return Err(ser::Error::custom(NotMoney::Negative(self.to_string())));
        }
        if self.minor() > LARGEST {
            return Err(ser::Error::custom(NotMoney::TooLarge(self.to_string())));
        }
        letters(Digits::of_money(*self).letters(), serializer)
    }
}

/// Reads a text through its `FromStr`, saying what would be right when it is no text at all.
struct Text<T>(&'static str, std::marker::PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for Text<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Reads a text through its `FromStr`.
pub(super) fn read<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(
    from: D,
    what: &'static str,
) -> Result<T, D::Error> {
    from.deserialize_str(Text(what, std::marker::PhantomData))
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        read(deserializer, "an amount in quotes, such as \"860.49 MAD\"")
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        read(deserializer, "a currency code in quotes, such as \"MAD\"")
    }
}
