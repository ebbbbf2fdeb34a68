//! A decimal number and its currency as text, written digit by digit from the end, without the machinery of `fmt`.

use rust_decimal::Decimal;

use crate::money::{Currency, Money};

/// Room for a sign, the digits of the largest amount, a point, a space and a currency.
const ROOM: usize = 48;

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
        Digits::none().currency(currency).number(minor.unsigned_abs(), currency.exponent()).sign(minor < 0)
    }

    /// An amount without its currency, `860.49`.
    pub(super) fn of_amount(money: Money) -> Digits {
        let Money { minor, currency } = money;
        Digits::none().number(minor.unsigned_abs(), currency.exponent()).sign(minor < 0)
    }

    /// A decimal number with as many decimals as it has, `0.150`.
    pub(super) fn of_decimal(value: Decimal) -> Digits {
        let (number, negative) = (value.mantissa().unsigned_abs(), value.is_sign_negative());
        Digits::none().number(number, value.scale()).sign(negative)
    }

    /// The same with a currency.
    pub(super) fn of_exact(value: Decimal, currency: Currency) -> Digits {
        let (number, negative) = (value.mantissa().unsigned_abs(), value.is_sign_negative());
        Digits::none().currency(currency).number(number, value.scale()).sign(negative)
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        // Digits are ASCII, so they are always text.
        std::str::from_utf8(&self.bytes[self.start..]).unwrap_or_default()
    }

    fn none() -> Digits {
        Digits { bytes: [b' '; ROOM], start: ROOM }
    }

    fn currency(mut self, currency: Currency) -> Digits {
        self.start -= 4;
        self.bytes[self.start + 1..].copy_from_slice(&currency.code);
        self
    }

    /// A point stands before the decimals, and a digit before the point.
    fn number(mut self, number: u128, decimals: u32) -> Digits {
        let mut number = number;
        let mut decimals = decimals;
        // Few numbers are larger than what can be divided at once.
        while number > u128::from(u64::MAX) {
            self.digit((number % 10) as u8, &mut decimals);
            number /= 10;
        }
        let mut number = number as u64;
        while decimals > 0 {
            self.digit((number % 10) as u8, &mut decimals);
            number /= 10;
        }
        loop {
            self.put(b'0' + (number % 10) as u8);
            number /= 10;
            if number == 0 {
                return self;
            }
        }
    }

    /// A digit that may be a decimal, and the point before the last of those.
    fn digit(&mut self, digit: u8, decimals: &mut u32) {
        self.put(b'0' + digit);
        if *decimals > 0 {
            *decimals -= 1;
            if *decimals == 0 {
                self.put(b'.');
            }
        }
    }

    fn sign(mut self, negative: bool) -> Digits {
        if negative {
            self.put(b'-');
        }
        self
    }

    fn put(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }
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
