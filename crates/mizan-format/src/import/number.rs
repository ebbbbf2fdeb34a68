//! Numbers and amounts as people type them: `1.234,56 €`, `1 234.50 DH`, `$5.00`, and what cannot be told apart.

use std::collections::BTreeMap;

use mizan_ledger::money::{Currency, Money, NotMoney, Quantity, UnitPrice};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::import::problem::Problem;

/// Which mark stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

/// How the numbers of a file are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers<'a> {
    /// The mark, if it is known; else each number must show it.
    pub(crate) mark: Option<DecimalMark>,
    /// Signs the profile gives a meaning.
    pub(crate) symbols: &'a BTreeMap<String, Currency>,
}

/// Signs that mean one currency wherever they stand.
const SIGNS: [(&str, &str); 8] = [
    ("€", "EUR"),
    ("£", "GBP"),
    ("dh", "MAD"),
    ("dhs", "MAD"),
    ("د.م.", "MAD"),
    ("درهم", "MAD"),
    ("chf", "CHF"),
    ("us$", "USD"),
];

/// The currencies a bare `$` may mean; which one, another column must say.
const DOLLARS: [&str; 7] = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"];

/// A number and the currency written beside it.
struct Written<'a> {
    value: Decimal,
    beside: &'a str,
}

/// Why a text is no number.
enum Unclear {
    Not,
    Ambiguous,
}

impl Numbers<'_> {
    /// An amount, which may be below zero. An empty cell is none.
    pub(crate) fn signed(
        &self,
        column: &str,
        cell: &str,
        currency: Option<Currency>,
    ) -> Result<Option<Money>, Problem> {
        if cell.is_empty() {
            return Ok(None);
        }
        let Written { value, beside } = self.written(column, cell)?;
        let (column, value_shown) = (column.to_owned(), shown(cell));
        let currency = match (self.currency_of(beside), currency) {
            (Beside::Nothing, Some(currency)) => currency,
            (Beside::Nothing, None) => return Err(Problem::NoCurrency { column, value: value_shown }),
            (Beside::One(said), Some(currency)) if said != currency => {
                return Err(Problem::OtherCurrency { column, value: value_shown, currency });
            }
            (Beside::One(said), Some(_) | None) => said,
            (Beside::Dollar, Some(currency)) if DOLLARS.contains(&currency.code()) => currency,
            (Beside::Dollar, Some(currency)) => {
                return Err(Problem::OtherCurrency { column, value: value_shown, currency });
            }
            (Beside::Dollar, None) => return Err(Problem::NoCurrency { column, value: value_shown }),
            (Beside::Unknown, _) => return Err(unknown(column, beside, value_shown)),
        };
        let value = value.normalize();
        if value.scale() > currency.exponent() {
            let why = NotMoney::TooPrecise { text: value_shown, currency, decimals: currency.exponent() };
            return Err(Problem::NotMoney { column, why });
        }
        // Money refuses what is below zero; the sign is put back behind it.
        let money = Money::rounded(value.abs(), currency).map_err(|why| Problem::NotMoney { column, why })?;
        Ok(Some(if value.is_sign_negative() { money.negated() } else { money }))
    }

    /// An amount of zero or more; an empty cell is none.
    pub(super) fn amount(
        &self,
        column: &str,
        cell: &str,
        currency: Option<Currency>,
    ) -> Result<Option<Money>, Problem> {
        match self.signed(column, cell, currency)? {
            Some(money) if money.is_negative() => {
                Err(Problem::Negative { column: column.to_owned(), value: shown(cell) })
            }
            money => Ok(money),
        }
    }

    /// An amount of which the sign only says the direction, as some exports write discounts and fees.
    pub(super) fn size(&self, column: &str, cell: &str, currency: Option<Currency>) -> Result<Option<Money>, Problem> {
        let signed = self.signed(column, cell, currency)?;
        Ok(signed.map(|money| if money.is_negative() { money.negated() } else { money }))
    }

    /// The price of one piece, with up to six decimals.
    pub(super) fn price(&self, column: &str, cell: &str, currency: Currency) -> Result<UnitPrice, Problem> {
        let Written { value, beside } = self.written(column, cell)?;
        match self.currency_of(beside) {
            Beside::Nothing => {}
            Beside::One(said) if said == currency => {}
            Beside::Dollar if DOLLARS.contains(&currency.code()) => {}
            Beside::One(_) | Beside::Dollar => {
                return Err(Problem::OtherCurrency { column: column.to_owned(), value: shown(cell), currency });
            }
            Beside::Unknown => return Err(unknown(column.to_owned(), beside, shown(cell))),
        }
        if value.is_sign_negative() && !value.is_zero() {
            return Err(Problem::Negative { column: column.to_owned(), value: shown(cell) });
        }
        let unfit = |error: mizan_ledger::money::NotANumber| Problem::NotWhatItShould {
            column: column.to_owned(),
            value: shown(cell),
            what: error.what,
        };
        UnitPrice::new(value).map_err(unfit)
    }

    /// How many were sold: above zero.
    pub(super) fn quantity(&self, column: &str, cell: &str) -> Result<Quantity, Problem> {
        let Written { value, beside } = self.written(column, cell)?;
        let (column, value_shown) = (column.to_owned(), shown(cell));
        if !beside.is_empty() {
            return Err(Problem::NotANumber { column, value: value_shown });
        }
        if value.is_zero() {
            return Err(Problem::NothingSold { column });
        }
        if value.is_sign_negative() {
            return Err(Problem::Negative { column, value: value_shown });
        }
        let unfit = |error: mizan_ledger::money::NotANumber| Problem::NotWhatItShould {
            column,
            value: value_shown,
            what: error.what,
        };
        Quantity::new(value).map_err(unfit)
    }

    /// A plain number above zero, such as an exchange rate.
    pub(super) fn plain(&self, column: &str, cell: &str) -> Result<Decimal, Problem> {
        let Written { value, beside } = self.written(column, cell)?;
        if beside.is_empty() {
            Ok(value)
        } else {
            Err(Problem::NotANumber { column: column.to_owned(), value: shown(cell) })
        }
    }

    /// The currency a cell names, by its code or sign alone.
    pub(super) fn currency(&self, column: &str, cell: &str) -> Result<Currency, Problem> {
        let unknown = || Problem::UnknownCurrency { column: column.to_owned(), value: shown(cell) };
        match self.currency_of(cell) {
            Beside::One(currency) => Ok(currency),
            Beside::Dollar | Beside::Unknown | Beside::Nothing => cell.to_uppercase().parse().map_err(|_| unknown()),
        }
    }

    /// The currency written beside an amount, if one is.
    pub(super) fn beside(&self, cell: &str) -> Option<Currency> {
        let Ok(Written { beside, .. }) = written(cell, self.mark) else { return None };
        match self.currency_of(beside) {
            Beside::One(currency) => Some(currency),
            Beside::Nothing | Beside::Dollar | Beside::Unknown => None,
        }
    }

    fn written<'a>(&self, column: &str, cell: &'a str) -> Result<Written<'a>, Problem> {
        let (column, value) = (column.to_owned(), shown(cell));
        written(cell, self.mark).map_err(|unclear| match unclear {
            Unclear::Not => Problem::NotANumber { column, value },
            Unclear::Ambiguous => Problem::AmbiguousNumber { column, value },
        })
    }

    fn currency_of(&self, beside: &str) -> Beside {
        if beside.is_empty() {
            return Beside::Nothing;
        }
        if let Some(currency) = self.symbols.get(beside) {
            return Beside::One(*currency);
        }
        if beside == "$" {
            return Beside::Dollar;
        }
        let lower = beside.to_lowercase();
        let code = SIGNS.iter().find(|(sign, _)| *sign == lower).map_or(beside, |(_, code)| code);
        code.parse().map_or(Beside::Unknown, Beside::One)
    }
}

/// What stands beside a number.
enum Beside {
    Nothing,
    One(Currency),
    Dollar,
    Unknown,
}

/// What stands beside a number and is no currency: one nobody knows, or no number after all, such as a formula.
fn unknown(column: String, beside: &str, value: String) -> Problem {
    let may_be_one =
        beside.chars().all(|letter| letter.is_alphabetic() || !letter.is_ascii() || matches!(letter, '$' | '.'));
    if may_be_one { Problem::UnknownCurrency { column, value } } else { Problem::NotANumber { column, value } }
}

/// A cell as it may be quoted in a message.
pub(super) fn shown(cell: &str) -> String {
    cell.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Takes a number apart: a sign, what stands beside it, whole and decimals.
fn written(cell: &str, mark: Option<DecimalMark>) -> Result<Written<'_>, Unclear> {
    let first = cell.find(|letter: char| letter.is_ascii_digit()).ok_or(Unclear::Not)?;
    let last = cell.rfind(|letter: char| letter.is_ascii_digit()).ok_or(Unclear::Not)?;
    let (before, number, after) = match (cell.get(..first), cell.get(first..=last), cell.get(last + 1..)) {
        (Some(before), Some(number), Some(after)) => (before, number, after),
        (_, _, _) => return Err(Unclear::Not),
    };
    let is_sign = |letter: char| matches!(letter, '-' | '\u{2212}' | '+');
    let around = |letter: char| is_space(letter) || is_sign(letter) || matches!(letter, '(' | ')');
    let (left, right) = (before.trim_matches(around), after.trim_matches(around));
    let beside = match (left.is_empty(), right.is_empty()) {
        (_, true) => left,
        (true, false) => right,
        (false, false) => return Err(Unclear::Not),
    };
    let in_brackets = before.contains('(') && after.contains(')');
    if before.contains('(') != after.contains(')') {
        return Err(Unclear::Not);
    }
    let minuses = before.chars().chain(after.chars()).filter(|letter| matches!(letter, '-' | '\u{2212}')).count();
    if minuses + usize::from(in_brackets) > 1 {
        return Err(Unclear::Not);
    }
    let digits = plain_digits(number, mark)?;
    let value = Decimal::from_str_exact(&digits).map_err(|_| Unclear::Not)?;
    let negative = minuses == 1 || in_brackets;
    Ok(Written { value: if negative { -value } else { value }, beside })
}

/// The number with a point before its decimals and nothing between its thousands.
fn plain_digits(number: &str, mark: Option<DecimalMark>) -> Result<String, Unclear> {
    let known = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '\'' | '’') || is_space(letter);
    if !number.chars().all(known) {
        return Err(Unclear::Not);
    }
    let decimal = match mark {
        Some(DecimalMark::Point) => Some('.'),
        Some(DecimalMark::Comma) => Some(','),
        None => decimal_mark_of(number)?,
    };
    let (whole, decimals) = match decimal.and_then(|mark| number.split_once(mark)) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (number, None),
    };
    let whole = without_thousands(whole)?;
    match decimals {
        None => Ok(whole),
        Some(decimals) if decimals.bytes().all(|byte| byte.is_ascii_digit()) => Ok(format!("{whole}.{decimals}")),
        Some(_) => Err(Unclear::Not),
    }
}

/// The decimal mark a number shows by itself; none if it has no decimals.
fn decimal_mark_of(number: &str) -> Result<Option<char>, Unclear> {
    let count = |mark| number.matches(mark).count();
    let last = |mark| number.rfind(mark);
    match (count('.'), count(',')) {
        (0, 0) => Ok(None),
        (1, 0) => alone(number, '.'),
        (0, 1) => alone(number, ','),
        (_, 0) | (0, _) => Ok(None),
        (_, 1) if last(',') > last('.') => Ok(Some(',')),
        (1, _) if last('.') > last(',') => Ok(Some('.')),
        (_, _) => Err(Unclear::Not),
    }
}

/// One mark alone is a decimal mark unless it could be one of thousands: `1,234` is either.
fn alone(number: &str, mark: char) -> Result<Option<char>, Unclear> {
    let (before, after) = number.split_once(mark).unwrap_or((number, ""));
    let thousands = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if thousands { Err(Unclear::Ambiguous) } else { Ok(Some(mark)) }
}

/// Whole digits, whose groups are of three (or, before the last, of two as in India) and set off by one mark.
fn without_thousands(whole: &str) -> Result<String, Unclear> {
    let marks: Vec<char> = whole.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let Some(mark) = marks.first() else { return Ok(whole.to_owned()) };
    if !marks.iter().all(|other| other == mark || (is_space(*other) && is_space(*mark))) {
        return Err(Unclear::Not);
    }
    let groups: Vec<&str> = whole.split(|letter: char| !letter.is_ascii_digit()).collect();
    let (Some((first, rest)), Some(last)) = (groups.split_first(), groups.last()) else { return Err(Unclear::Not) };
    let sound =
        (1..=3).contains(&first.len()) && last.len() == 3 && rest.iter().all(|group| matches!(group.len(), 2 | 3));
    if sound { Ok(groups.concat()) } else { Err(Unclear::Not) }
}
