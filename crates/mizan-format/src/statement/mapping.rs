//! What a bank's table is called by its columns: a JSON document, written once for each bank.
//!
//! Columns are named as they stand in the header. Whatever a table shows by itself (its letters, its separator, a decimal mark, the
//! order of a day) need not be said; what it does not show is asked for, and never guessed.
//!
//! ```json
//! { "account": "011780000012345678901234", "currency": "MAD",
//!   "encoding": "windows-1252", "delimiter": ";", "decimal": "comma", "dates": "dmy",
//!   "columns": { "booked_on": "Date", "value_on": "Valeur", "text": ["Libelle"],
//!                "debit": "Debit", "credit": "Credit", "balance": "Solde", "reference": "Reference" } }
//! ```

use mizan_ledger::money::Currency;
use serde::{Deserialize, Serialize};

use crate::import::day::DayOrder;
use crate::import::number::DecimalMark;
use crate::import::text::Encoding;

/// The most bytes of a mapping.
pub const MOST_BYTES: usize = 64 << 10;

/// How a bank's table is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The account it is of, where no column says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its currency, where no column says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Its letters, where it does not show them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// What stands between its cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Which mark stands before the decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// In which order day and month stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DayOrder>,
    /// Which sheet of a spreadsheet; the first if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// What its columns are called.
    pub columns: Columns,
}

/// The columns of a bank's table. An amount is one signed column, one column and one that says which way, or one for each way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The day of booking.
    pub booked_on: String,
    /// The value date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_on: Option<String>,
    /// The amount: below zero for what went, or without a sign beside `side`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Which way an amount without a sign goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<SideColumn>,
    /// What went, where it has a column of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit: Option<String>,
    /// What came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// What was on the account after the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<String>,
    /// Free words, of one or more columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<String>,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The payer's reference, from end to end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_to_end: Option<String>,
    /// The name of who is on the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterparty: Option<String>,
    /// The account of who is on the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterparty_account: Option<String>,
    /// The account the row is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The currency of the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// A column that says which way an amount goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideColumn {
    /// What it is called.
    pub column: String,
    /// What it says of money that came.
    pub credit: Vec<String>,
    /// What it says of money that went.
    pub debit: Vec<String>,
}

impl Columns {
    /// The columns that are named.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let Columns {
            booked_on,
            value_on,
            amount,
            side,
            debit,
            credit,
            balance,
            text,
            reference,
            end_to_end,
            counterparty,
            counterparty_account,
            account,
            currency,
        } = self;
        let one = [
            value_on,
            amount,
            debit,
            credit,
            balance,
            reference,
            end_to_end,
            counterparty,
            counterparty_account,
            account,
            currency,
        ];
        let side = side.iter().map(|side| &side.column);
        std::iter::once(booked_on).chain(one.into_iter().flatten()).chain(side).chain(text).map(String::as_str)
    }
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAMapping {
    /// Not the document it should be.
    #[error("the mapping, at `{path}`: {why}")]
    Json {
        /// Where.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// More than a mapping is.
    #[error("the mapping has {0} bytes, {MOST_BYTES} are the most: is it the statement?")]
    TooLong(usize),
    /// No column for an amount, or too many.
    #[error(
        "the mapping names no amount, or more than one kind of it: give `amount`, or `amount` and `side`, or `debit` and `credit`"
    )]
    Amounts,
    /// A separator that is none.
    #[error("`{0}` cannot stand between cells: use a comma, a semicolon, a tab or another letter of ASCII")]
    Delimiter(char),
}

impl Mapping {
    /// Reads a mapping.
    pub fn from_json(bytes: &[u8]) -> Result<Mapping, NotAMapping> {
        if bytes.len() > MOST_BYTES {
            return Err(NotAMapping::TooLong(bytes.len()));
        }
        let mut from = serde_json::Deserializer::from_slice(bytes);
        let mapping: Mapping = serde_path_to_error::deserialize(&mut from)
            .map_err(|error| NotAMapping::Json { path: error.path().to_string(), why: error.inner().to_string() })?;
        from.end().map_err(|error| NotAMapping::Json { path: ".".to_owned(), why: error.to_string() })?;
        let Columns { amount, side, debit, credit, .. } = &mapping.columns;
        match (amount, side, debit, credit) {
            (Some(_), _, None, None) | (None, None, Some(_), Some(_)) => {}
            (_, _, _, _) => return Err(NotAMapping::Amounts),
        }
        match mapping.delimiter.filter(|delimiter| !delimiter.is_ascii() || matches!(delimiter, '"' | '\n' | '\r')) {
            Some(delimiter) => Err(NotAMapping::Delimiter(delimiter)),
            None => Ok(mapping),
        }
    }
}

/// The encoding as the library of letters knows it.
pub(super) fn letters(encoding: Encoding) -> &'static encoding_rs::Encoding {
    match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_that_cannot_be_meant_is_refused_with_its_place() {
        let read = |text: &str| Mapping::from_json(text.as_bytes()).map_err(|error| error.to_string());
        assert!(read(r#"{"columns":{"booked_on":"Date","amount":"Montant"}}"#).is_ok());
        assert!(read(r#"{"columns":{"booked_on":"Date"}}"#).is_err_and(|error| error.contains("`debit` and `credit`")));
        let both = r#"{"columns":{"booked_on":"Date","amount":"M","debit":"D","credit":"C"}}"#;
        assert_eq!(Mapping::from_json(both.as_bytes()), Err(NotAMapping::Amounts));
        let unknown = read(r#"{"columns":{"booked_on":"Date","amont":"M"}}"#);
        assert!(unknown.is_err_and(|error| error.contains("columns") && error.contains("amont")));
        let quote = r#"{"delimiter":"\"","columns":{"booked_on":"Date","amount":"M"}}"#;
        assert_eq!(Mapping::from_json(quote.as_bytes()), Err(NotAMapping::Delimiter('"')));
    }
}
