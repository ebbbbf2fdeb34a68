//! A decimal number and its currency as text, written from the end, eight digits at a time, without the machinery of `fmt`.

use rust_decimal::Decimal;

use crate::money::{Currency, Money};

/// Room for a sign, the digits of the largest amount, a point, a space and a currency, and for eight digits more.
const ROOM: usize = 56;

/// The first number of more than eight digits.
pub(crate) const EIGHT_DIGITS: u64 = 100_000_000;

/// A number as text.
pub(super) struct Digits {
    /// The text stands at the end.
    bytes: [u8; ROOM],
    start: usize,
}

impl Digits {
    /// An amount with its currency, `860.49 MAD`.
    pub(super) fn of_money(money: Money) -> Digits {
        let Money { minor, currency } = money;
        Digits::of(minor.unsigned_abs(), currency.exponent(), minor < 0, Some(currency))
    }

    /// An amount without its currency, `860.49`.
    pub(super) fn of_amount(money: Money) -> Digits {
        let Money { minor, currency } = money;
        Digits::of(minor.unsigned_abs(), currency.exponent(), minor < 0, None)
    }

    /// A decimal number with as many decimals as it has, `0.150`.
    pub(super) fn of_decimal(value: Decimal) -> Digits {
        Digits::of(value.mantissa().unsigned_abs(), value.scale(), value.is_sign_negative(), None)
    }

    /// The same with a currency.
    pub(super) fn of_exact(value: Decimal, currency: Currency) -> Digits {
        Digits::of(value.mantissa().unsigned_abs(), value.scale(), value.is_sign_negative(), Some(currency))
    }

    fn of(number: u128, decimals: u32, negative: bool, currency: Option<Currency>) -> Digits {
        let mut digits = Digits { bytes: [b' '; ROOM], start: ROOM };
        if let Some(Currency { code, .. }) = currency {
            digits.start -= 4;
            digits.bytes[digits.start + 1..].copy_from_slice(&code);
        }
        digits.put_number(number, decimals);
        if negative {
            digits.put(b'-');
        }
        digits
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        // Digits are ASCII, so they are always text.
        std::str::from_utf8(self.letters()).unwrap_or_default()
    }

    /// The letters of it.
    pub(super) fn letters(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// A point stands before the decimals, and a digit before the point.
    fn put_number(&mut self, number: u128, decimals: u32) {
        match u64::try_from(number) {
            Ok(number) if number < EIGHT_DIGITS && decimals < 8 => self.put_short(number, decimals),
            Ok(_) | Err(_) => self.put_long(number, decimals),
        }
    }

    /// Puts up to eight digits: all of them twice, over what is to be seen of them the first time.
    fn put_short(&mut self, number: u64, decimals: u32) {
        let digits = eight(number);
        if decimals > 0 {
            self.put_eight(digits);
            self.start -= decimals as usize;
            self.put(b'.');
        }
        self.put_eight(digits << (8 * decimals));
        let whole = 8 - decimals as usize;
        self.start -= whole - zeros_before(digits).min(whole - 1);
    }

    /// Puts eight digits there that are not counted yet.
    fn put_eight(&mut self, digits: u64) {
        self.bytes[self.start - 8..self.start].copy_from_slice(&digits.to_le_bytes());
    }

    /// Puts a number of any length, digit by digit.
    fn put_long(&mut self, number: u128, decimals: u32) {
        let mut rest = number;
        for _ in 0..decimals {
            self.put(last_digit(&mut rest));
        }
        if decimals > 0 {
            self.put(b'.');
        }
        loop {
            self.put(last_digit(&mut rest));
            if rest == 0 {
                return;
            }
        }
    }

    fn put(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }
}

/// Takes the last digit off a number.
fn last_digit(number: &mut u128) -> u8 {
    // Few numbers are larger than what can be divided at once.
    let (rest, digit) = match u64::try_from(*number) {
        Ok(number) => (u128::from(number / 10), (number % 10) as u8),
        Err(_) => (*number / 10, (*number % 10) as u8),
    };
    *number = rest;
    b'0' + digit
}

/// The eight digits of a number below a hundred million, the first in the lowest byte, reckoned all at once: halves of four
/// digits, of those halves of two, and of those single ones, each in its own part of the number.
pub(crate) fn eight(number: u64) -> u64 {
    let fours = number / 10_000 + ((number % 10_000) << 32);
    // A hundredth of what is below ten thousand, and a tenth of what is below a hundred, without dividing.
    let above = ((fours * 10_486) >> 20) & 0x7f_0000_007f;
    let twos = above + ((fours - above * 100) << 16);
    let above = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
    above + ((twos - above * 10) << 8) + u64::from_le_bytes([b'0'; 8])
}

/// How many of eight digits are zeros before any other, seven at the most.
pub(crate) fn zeros_before(digits: u64) -> usize {
    let others = digits & u64::from_le_bytes([0x0f; 8]);
    (others.trailing_zeros() as usize / 8).min(7)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::{LARGEST, MAD};

    fn any_currency() -> impl Strategy<Value = Currency> {
        prop_oneof![Just("MAD"), Just("XOF"), Just("TND"), Just("CLF"), Just("EUR")]
            .prop_map(|code| code.parse().expect("a currency"))
    }

    /// What `fmt` makes of an amount.
    fn by_fmt(minor: i128, currency: Currency) -> String {
        let sign = if minor < 0 { "-" } else { "" };
        let unit = 10_u128.pow(currency.exponent());
        let (major, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
        match currency.exponent() {
            0 => format!("{sign}{major}"),
            digits => format!("{sign}{major}.{rest:0width$}", width = digits as usize),
        }
    }

    #[test]
    fn an_amount_at_an_edge_is_written_whole() {
        let largest = u128::from(u64::MAX) as i128;
        for minor in [0, 1, 9, 10, 99, 100, 101, LARGEST - 1, LARGEST, largest, largest + 1, i128::MAX, i128::MIN, -1] {
            for code in ["XOF", "MAD", "TND", "CLF"] {
                let currency: Currency = code.parse().expect("a currency");
                let money = Money::new(minor, currency);
                assert_eq!(money.number(), by_fmt(minor, currency));
                assert_eq!(money.to_string(), format!("{} {code}", by_fmt(minor, currency)));
            }
        }
        assert_eq!(Money::new(i128::MIN, MAD).to_string(), "-1701411834604692317316873037158841057.28 MAD");
    }

    #[test]
    fn a_decimal_at_an_edge_is_written_as_it_writes_itself() {
        let mut nothing_owed = Decimal::new(0, 2);
        nothing_owed.set_sign_negative(true);
        let smallest = Decimal::from_i128_with_scale(1, 28);
        for value in
            [Decimal::ZERO, Decimal::ONE, Decimal::MAX, Decimal::MIN, Decimal::new(0, 3), smallest, nothing_owed]
        {
            assert_eq!(Digits::of_decimal(value).as_str(), value.to_string());
            assert_eq!(Digits::of_exact(value, MAD).as_str(), format!("{value} MAD"));
        }
    }

    #[test]
    fn every_eight_digits_are_those_of_the_number() {
        for number in (0..100_000_000).step_by(7).chain(99_990_000..100_000_000) {
            assert_eq!(eight(number).to_le_bytes(), format!("{number:08}").as_bytes());
        }
    }

    proptest! {
        #[test]
        fn every_amount_is_written_as_fmt_would(
            minor in prop_oneof![any::<i128>(), any::<i64>().prop_map(i128::from), -100_000..100_000_i128],
            currency in any_currency(),
        ) {
            let money = Money::new(minor, currency);
            prop_assert_eq!(money.number(), by_fmt(minor, currency));
            prop_assert_eq!(money.to_string(), format!("{} {}", by_fmt(minor, currency), currency.code()));
        }

        #[test]
        fn every_decimal_is_written_as_it_writes_itself(
            mantissa in prop_oneof![-(1_i128 << 96) + 1..1_i128 << 96, any::<i64>().prop_map(i128::from)], scale in 0..=28_u32,
        ) {
            let value = Decimal::from_i128_with_scale(mantissa, scale);
            let written = Digits::of_decimal(value);
            prop_assert_eq!(written.as_str(), value.to_string());
        }
    }
}
