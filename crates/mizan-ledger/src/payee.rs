//! The numbers people are paid under, and whether one can be right: a Moroccan RIB, an IBAN, the number of a wallet.
//!
//! A RIB has 24 digits: bank 3, town 3, account 16, key 2. Its key is 97 less the remainder of the first 22 digits and
//! two zeros by 97, so the whole number is divisible by 97, and every Moroccan IBAN, which is `MA`, two check digits and
//! the RIB, begins with MA64. One wrong digit, or two neighbours in each other's place, never pass (a test tries them
//! all). Source of the 24 digits: La Vie éco, 2004; of the key: reckoned, and held against the IBAN registry's example.
//! A wallet is known by the number of a Moroccan mobile telephone. Numbers are personal: no error repeats one.

use std::fmt;
use std::ops::RangeInclusive;

use arrayvec::ArrayString;
use serde::{Deserialize, Serialize};

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// A Moroccan bank account, in 24 digits.
    Rib,
    /// A bank account in the international form.
    Iban,
    /// A wallet, by the number of its telephone.
    Phone,
}

/// A number as banks and wallets write it: without spaces, letters in capitals, a telephone with its country.
pub type Number = ArrayString<34>;

/// Why a text is no such number. The text itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongNumber {
    /// Other signs than it may have.
    #[error("it has other signs than {0}")]
    Signs(&'static str),
    /// Too long or too short.
    #[error("it has {found} of them, {wanted} would be right")]
    Length {
        /// How many it has.
        found: usize,
        /// How many it should have.
        wanted: &'static str,
    },
    /// The key of a RIB.
    #[error(
        "its key, the last two digits, does not go with the 22 before it: a digit is wrong, or two stand in each other's place"
    )]
    Key,
    /// The check digits of an IBAN.
    #[error(
        "its check digits, the third and fourth sign, do not go with the rest: a sign is wrong, or two stand in each other's place"
    )]
    Check,
    /// The beginning of an IBAN.
    #[error("it does not begin with the two letters of a country and two digits")]
    Country,
    /// A telephone that is no mobile one, or a foreign one.
    #[error("it is not the number of a Moroccan mobile telephone: +212, then 6 or 7, then eight digits")]
    Mobile,
}

impl Scheme {
    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Scheme::Rib => "RIB",
            Scheme::Iban => "IBAN",
            Scheme::Phone => "wallet number",
        }
    }

    /// Reads a number of this kind, with spaces or without.
    pub fn read(self, text: &str) -> Result<Number, WrongNumber> {
        match self {
            Scheme::Rib => rib(text),
            Scheme::Iban => iban(text),
            Scheme::Phone => mobile(text),
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The key that goes with the first 22 digits of a RIB: from 01 to 97.
#[must_use]
pub fn key_of(digits: &str) -> u32 {
    97 - remainder(digits.bytes().chain(*b"00"))
}

fn rib(text: &str) -> Result<Number, WrongNumber> {
    let dense = dense(text, "digits and spaces", |sign| sign.is_ascii_digit())?;
    let number = of_length(&dense, 24..=24, "24")?;
    let (digits, key) = number.split_at(22);
    if key.parse() == Ok(key_of(digits)) { Ok(number) } else { Err(WrongNumber::Key) }
}

fn iban(text: &str) -> Result<Number, WrongNumber> {
    let allowed = |sign: u8| sign.is_ascii_digit() || sign.is_ascii_uppercase();
    let dense = dense(&text.to_ascii_uppercase(), "letters, digits and spaces", allowed)?;
    let moroccan = dense.starts_with("MA");
    let number = if moroccan { of_length(&dense, 28..=28, "28")? } else { of_length(&dense, 15..=34, "15 to 34")? };
    let (head, account) = number.split_at(4);
    let (country, check) = head.split_at(2);
    let (Ok(check), true) = (check.parse::<u32>(), country.bytes().all(|sign| sign.is_ascii_uppercase())) else {
        return Err(WrongNumber::Country);
    };
    // Several numbers of two digits leave the same remainder; only those from 02 to 98 are given as check digits.
    if remainder(account.bytes().chain(head.bytes())) != 1 || !(2..=98).contains(&check) {
        return Err(WrongNumber::Check);
    }
    if moroccan {
        rib(account)?;
    }
    Ok(number)
}

fn mobile(text: &str) -> Result<Number, WrongNumber> {
    let plain: String = text.trim().chars().filter(|sign| !matches!(sign, '.' | '-')).collect();
    let (plus, digits) = plain.strip_prefix('+').map_or((false, plain.as_str()), |digits| (true, digits));
    let digits = dense(digits, "digits, spaces, dots, hyphens and a + before them", |sign| sign.is_ascii_digit())?;
    let beginnings: &[&str] = if plus { &["212"] } else { &["00212", "212", "0"] };
    let national = beginnings.iter().find_map(|beginning| digits.strip_prefix(beginning));
    let mobile = |national: &&str| national.len() == 9 && national.starts_with(['6', '7']);
    let national = national.filter(mobile).ok_or(WrongNumber::Mobile)?;
    let mut number = Number::new();
    ["+212", national].into_iter().for_each(|part| number.push_str(part));
    Ok(number)
}

/// The signs of a number without the spaces between them.
fn dense(text: &str, signs: &'static str, allowed: impl Fn(u8) -> bool) -> Result<String, WrongNumber> {
    let dense: String = text.chars().filter(|sign| !matches!(sign, ' ' | '\u{a0}' | '\u{202f}')).collect();
    if dense.bytes().all(allowed) { Ok(dense) } else { Err(WrongNumber::Signs(signs)) }
}

fn of_length(dense: &str, right: RangeInclusive<usize>, wanted: &'static str) -> Result<Number, WrongNumber> {
    let found = dense.len();
    let number = Number::from(dense).ok().filter(|_| right.contains(&found));
    number.ok_or(WrongNumber::Length { found, wanted })
}

/// The remainder of a number by 97; letters count from 10 for A to 35 for Z.
fn remainder(signs: impl IntoIterator<Item = u8>) -> u32 {
    signs.into_iter().fold(0, |rest, sign| match sign {
        b'0'..=b'9' => (rest * 10 + u32::from(sign - b'0')) % 97,
        _ => (rest * 100 + u32::from(sign.saturating_sub(b'A')) + 10) % 97,
    })
}

packed_json!(Scheme);

#[cfg(test)]
mod tests;
