//! Amounts and days as banks write them: exact, and never rounded in silence.

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};
use rust_decimal::Decimal;

use crate::statement::finding::Code;

/// An amount with a point before its decimals, as XML has it; below zero with a minus.
pub(super) fn with_point(text: &str, currency: Currency) -> Result<Money, Code> {
    let digits = text.trim().trim_start_matches('+');
    let plain = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-');
    if digits.is_empty() || !digits.chars().all(plain) || !digits.chars().any(|letter| letter.is_ascii_digit()) {
        return Err(Code::BadAmount);
    }
    exact(Decimal::from_str_exact(digits).map_err(|_| Code::BadAmount)?, currency)
}

/// An amount with a comma before its decimals, which may be none: `500,` and `500` are five hundred.
pub(super) fn with_comma(text: &str, currency: Currency) -> Result<Money, Code> {
    let (whole, decimals) = text.split_once(',').unwrap_or((text, ""));
    if whole.is_empty() || ![whole, decimals].concat().bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Code::BadAmount);
    }
    let digits = if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") };
    exact(Decimal::from_str_exact(&digits).map_err(|_| Code::BadAmount)?, currency)
}

/// An amount in minor units without any mark.
pub(super) fn minor_units(text: &str, currency: Currency) -> Result<Money, Code> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Code::BadAmount);
    }
    let minor: i64 = text.parse().map_err(|_| Code::BadAmount)?;
    exact(Decimal::try_new(minor, currency.exponent()).map_err(|_| Code::BadAmount)?, currency)
}

/// A number as money, if the currency has as many decimals.
pub(super) fn exact(value: Decimal, currency: Currency) -> Result<Money, Code> {
    let value = value.normalize();
    if value.scale() > currency.exponent() {
        return Err(Code::TooPrecise);
    }
    Money::rounded(value, currency).map_err(|_| Code::BadAmount)
}

/// The years a bank speaks of.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// The day of `2026-03-18`, with or without an hour behind it: the bank's own day, in its own time.
pub(super) fn iso_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    if !matches!(rest.chars().next(), None | Some('T' | ' ' | 'Z' | '+' | '-')) {
        return None;
    }
    let mut parts = day.split('-');
    let (Some(year), Some(month), Some(of_month), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    date(year, month, of_month)
}

/// The day of `260318`, in this century, or of `20260318`.
pub(super) fn short_day(text: &str) -> Option<Date> {
    match text.len() {
        6 => date(&format!("20{}", text.get(..2)?), text.get(2..4)?, text.get(4..)?),
        8 => date(text.get(..4)?, text.get(4..6)?, text.get(6..)?),
        _ => None,
    }
}

/// A day of its year, month and day in digits.
pub(super) fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    if ![year, month, day].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use mizan_ledger::money::{EUR, MAD};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_to_the_last_unit_or_not_at_all() {
        assert_eq!(with_point("200.0000", EUR), Ok(Money::new(20_000, EUR)));
        assert_eq!(with_point(".5", EUR), Ok(Money::new(50, EUR)));
        assert_eq!(with_point("12.345", EUR), Err(Code::TooPrecise));
        assert_eq!(with_point("1,234.50", EUR), Err(Code::BadAmount));
        assert_eq!(with_point("1e3", EUR), Err(Code::BadAmount));
        assert_eq!(with_point("-", EUR), Err(Code::BadAmount));
        assert_eq!(with_point("99999999999999999.00", EUR), Err(Code::BadAmount));
        assert_eq!(with_comma("500,", MAD), Ok(Money::new(50_000, MAD)));
        assert_eq!(with_comma("500", MAD), Ok(Money::new(50_000, MAD)));
        assert_eq!(with_comma("500,1", MAD), Ok(Money::new(50_010, MAD)));
        assert_eq!(with_comma(",10", MAD), Err(Code::BadAmount));
        assert_eq!(minor_units("10000", EUR), Ok(Money::new(10_000, EUR)));
    }

    #[test]
    fn a_day_that_no_month_has_is_no_day() {
        assert_eq!(short_day("240230"), None);
        assert_eq!(short_day("240229").map(|day| day.to_string()).as_deref(), Some("2024-02-29"));
        assert_eq!(iso_day("2026-03-18T23:59:00+01:00").map(|day| day.to_string()).as_deref(), Some("2026-03-18"));
        assert_eq!(iso_day("2026-03-181"), None);
    }

    proptest! {
        #[test]
        fn what_a_bank_writes_of_an_amount_is_that_amount(minor in 0_i64..1_000_000_000_000) {
            let money = Money::new(i128::from(minor), MAD);
            prop_assert_eq!(with_point(&money.number(), MAD), Ok(money));
            prop_assert_eq!(with_comma(&money.number().replace('.', ","), MAD), Ok(money));
            prop_assert_eq!(minor_units(&minor.to_string(), MAD), Ok(money));
        }

        #[test]
        fn no_text_of_an_amount_or_a_day_breaks_the_reader(text in ".{0,40}") {
            let _ = (with_point(&text, MAD), with_comma(&text, MAD), minor_units(&text, MAD), iso_day(&text), short_day(&text));
        }
    }
}
