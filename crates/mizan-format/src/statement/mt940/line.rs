//! The line of an entry, `:61:`: two days, which way, how much, what kind, and two references.

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};

use crate::statement::amount::{date, short_day, with_comma};
use crate::statement::finding::Code;
use crate::statement::identity::telling;
use crate::statement::model::{Side, Status};

/// What the line says.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) value_on: Option<Date>,
    pub(super) booked_on: Option<Date>,
    pub(super) side: Side,
    pub(super) status: Status,
    pub(super) reversal: bool,
    pub(super) amount: Money,
    pub(super) code: String,
    /// Of whoever has the account.
    pub(super) own: Option<String>,
    /// Of the bank.
    pub(super) servicer: Option<String>,
    /// Days that are none.
    pub(super) odd_days: Vec<String>,
}

/// Reads it. The code says what is missing.
pub(super) fn line(text: &str, currency: Currency) -> Result<Line, (Code, String)> {
    let shown = |code: Code| (code, text.to_owned());
    let (value, rest) = digits(text, 6).ok_or_else(|| shown(Code::NoDay))?;
    let value_on = short_day(value);
    let (entry, rest) = digits(rest, 4).map_or((None, rest), |(entry, rest)| (Some(entry), rest));
    let booked_on = entry.map(|entry| entry_day(value, entry));
    let odd_days = [(value_on.is_none(), value), (booked_on == Some(None), entry.unwrap_or_default())];
    let odd_days = odd_days.into_iter().filter(|(odd, _)| *odd).map(|(_, day)| day.to_owned()).collect();
    let (mark, rest) = mark(rest).ok_or_else(|| shown(Code::NoSide))?;
    // The third letter of the currency may stand before the amount.
    let rest = rest.strip_prefix(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(rest);
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != ',').unwrap_or(rest.len());
    let (amount, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    if amount.is_empty() {
        return Err(shown(Code::NoAmount));
    }
    let amount = with_comma(amount, currency).map_err(|code| (code, format!("{amount} {currency}")))?;
    let kind = rest.char_indices().nth(4).map_or(rest.len(), |(at, _)| at);
    let (code, references) = rest.split_at_checked(kind).unwrap_or((rest, ""));
    let (own, servicer) = references.split_once("//").unwrap_or((references, ""));
    Ok(Line {
        value_on,
        booked_on: booked_on.flatten(),
        side: mark.side,
        status: mark.status,
        reversal: mark.reversal,
        amount,
        code: code.trim().to_owned(),
        own: telling(own),
        servicer: telling(servicer),
        odd_days,
    })
}

/// As many digits, and what follows.
fn digits(text: &str, count: usize) -> Option<(&str, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some((digits, rest))
}

struct Mark {
    side: Side,
    status: Status,
    reversal: bool,
}

/// Which way the money went: what is taken back goes the other way.
fn mark(text: &str) -> Option<(Mark, &str)> {
    const MARKS: [(&str, Side, Status, bool); 6] = [
        ("RC", Side::Debit, Status::Booked, true),
        ("RD", Side::Credit, Status::Booked, true),
        ("EC", Side::Credit, Status::Pending, false),
        ("ED", Side::Debit, Status::Pending, false),
        ("C", Side::Credit, Status::Booked, false),
        ("D", Side::Debit, Status::Booked, false),
    ];
    MARKS.iter().find_map(|(word, side, status, reversal)| {
        let rest = text.strip_prefix(word)?;
        Some((Mark { side: *side, status: *status, reversal: *reversal }, rest))
    })
}

/// The day of booking has no year: it is the one nearest to the value date.
fn entry_day(value: &str, entry: &str) -> Option<Date> {
    let (year, month) = (value.get(..2)?.parse::<i16>().ok()? + 2000, value.get(2..4)?);
    let (entry_month, day) = entry.split_at_checked(2)?;
    let year = match (month, entry_month) {
        ("12", "01") => year + 1,
        ("01", "12") => year - 1,
        (_, _) => year,
    };
    date(&year.to_string(), entry_month, day)
}

#[cfg(test)]
mod tests {
    use mizan_ledger::money::{EUR, MAD};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_read_however_its_bank_shortens_it() -> Result<(), (Code, String)> {
        let full = line("2601020102CR500,00NTRFORDER 7//B26A02", EUR)?;
        assert_eq!((full.amount, full.side, full.code.as_str()), (Money::new(50_000, EUR), Side::Credit, "NTRF"));
        assert_eq!((full.own.as_deref(), full.servicer.as_deref()), (Some("ORDER 7"), Some("B26A02")));
        let bare = line("260102D500NTRFNONREF", MAD)?;
        assert_eq!((bare.booked_on, bare.own, bare.servicer), (None, None, None));
        let taken_back = line("2601021231RD12,5N068NONREF", EUR)?;
        assert_eq!((taken_back.side, taken_back.reversal), (Side::Credit, true));
        assert_eq!(taken_back.booked_on.map(|day| day.to_string()).as_deref(), Some("2025-12-31"));
        let no_such_day = line("260230D1,00NMSC", EUR)?;
        assert_eq!((no_such_day.value_on, no_such_day.odd_days), (None, vec!["260230".to_owned()]));
        Ok(())
    }

    #[test]
    fn what_is_missing_in_a_line_is_named() {
        let code = |text: &str| line(text, EUR).err().map(|(code, _)| code);
        assert_eq!(code("26010D1,00NMSC"), Some(Code::NoDay));
        assert_eq!(code("2601021,00NMSC"), Some(Code::NoSide));
        assert_eq!(code("260102DNMSC"), Some(Code::NoAmount));
        assert_eq!(code("260102D1,005NMSC"), Some(Code::TooPrecise));
    }

    proptest! {
        #[test]
        fn no_line_breaks_the_reader(text in "([0-9]{0,12}[RCDE]{0,3}[0-9,]{0,20})?.{0,30}") {
            let _ = line(&text, EUR);
        }
    }
}
