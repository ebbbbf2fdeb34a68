//! Other people's statements, status reports and payout exports become one neutral model; no book is needed.
//!
//! `read` knows a file by what stands in it. Each format is one page that fills the `model`: `camt` and `pain` (XML),
//! `mt940`, and `rows` (tables of providers and banks, as CSV or a spreadsheet). `check` judges what they found: a
//! statement whose balances do not add up is quarantined. `identity` makes an entry the same in every file it stands in.
//!
//! Reading is lenient and never silent: what is odd, assumed or not understood is a `finding`, and what was not understood is
//! kept whole. Everything is bounded, and no entity of an XML is ever expanded.

pub mod finding;
pub mod model;
pub mod status;
pub mod payout;
mod amount;
mod letters;
mod identity;
mod check;
mod xml;
mod camt;
mod pain;
mod mt940;
pub mod lines;
pub mod mapping;
mod rows;
mod recognise;
pub mod text;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use crate::statement::finding::{Code, Place};
use crate::statement::mapping::Mapping;
use crate::statement::model::Reading;
use crate::statement::recognise::Content;

/// The longest file, in bytes. A longer one is refused before it is read.
pub const MOST_BYTES: usize = 128 << 20;

/// The most statements, entries, payments or rows of one file, taken together.
const MOST_ENTRIES: usize = 250_000;

/// The most pieces of one file that are kept because they are not understood.
const MOST_KEPT: usize = 10_000;

/// A text this short is repeated under `unread` if nothing of it can be read; of a longer file, or one that is no text, its hash
/// says which it is.
const SHORT: usize = 64 << 10;

/// What is known beforehand of a file.
#[derive(Default, Clone, Copy)]
pub struct Asked<'a> {
    /// Its format, if it is not to be told by its content.
    pub form: Option<Form>,
    /// What the columns of a bank's table are called.
    pub mapping: Option<&'a Mapping>,
    /// The account it must be of.
    pub account: Option<&'a str>,
    /// The day it is read: nothing is booked later.
    pub today: Option<Date>,
    /// Which references are our own, so that one that comes back is known.
    pub is_ours: Option<&'a dyn Fn(&str) -> bool>,
}

/// The formats a file can be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// camt.052, camt.053 and camt.054, of any version.
    Camt,
    /// pain.002, of any version.
    Pain002,
    /// MT940 and MT942.
    Mt940,
    /// Stripe's itemised reports of balance and payouts.
    Stripe,
    /// The transactions of Shopify's own payments.
    ShopifyTransactions,
    /// The payouts of Shopify's own payments.
    ShopifyPayouts,
    /// PayPal's settlement report.
    PaypalSettlement,
    /// PayPal's activity, as it is downloaded by hand.
    PaypalActivity,
    /// A bank's table, whose columns a mapping names.
    Csv,
}

impl Form {
    /// Every format.
    pub const ALL: [Form; 9] = [
        Form::Camt,
        Form::Pain002,
        Form::Mt940,
        Form::Stripe,
        Form::ShopifyTransactions,
        Form::ShopifyPayouts,
        Form::PaypalSettlement,
        Form::PaypalActivity,
        Form::Csv,
    ];

    /// The word it is asked for by.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Form::Camt => "camt",
            Form::Pain002 => "pain002",
            Form::Mt940 => "mt940",
            Form::Stripe => "stripe",
            Form::ShopifyTransactions => "shopify-transactions",
            Form::ShopifyPayouts => "shopify-payouts",
            Form::PaypalSettlement => "paypal-settlement",
            Form::PaypalActivity => "paypal-activity",
            Form::Csv => "csv",
        }
    }
}

/// Reads a file: never fails, and says of everything that it could not read what it is and where.
#[must_use]
pub fn read(bytes: &[u8], asked: &Asked<'_>) -> Reading {
    let mut reading = Reading {
        format: None,
        bytes: bytes.len(),
        sha256: String::new(),
        statements: Vec::new(),
        reports: Vec::new(),
        payouts: Vec::new(),
        findings: Vec::new(),
        unread: Vec::new(),
    };
    let whole = || Place::new(1, "the file");
    if bytes.len() > MOST_BYTES {
        reading.find(Code::TooMuch, whole(), &format!("{} bytes, {MOST_BYTES} are the most", bytes.len()));
        return reading;
    }
    reading.sha256 = identity::sha256(bytes);
    match recognise::content(bytes, asked, &mut reading) {
        Content::Xml(text) => xml::read(&text, asked, &mut reading),
        Content::Fields(text) => mt940::read(&text, asked, &mut reading),
        Content::Rows(grid) => rows::read(&grid, asked, &mut reading),
        Content::Nothing => {}
    }
    check::follow(&mut reading);
    let nothing = reading.statements.is_empty() && reading.reports.is_empty() && reading.payouts.is_empty();
    if nothing && reading.unread.is_empty() {
        let text = if bytes.len() <= SHORT { letters::whole(bytes) } else { String::new() };
        reading.unread.push(model::Unread { place: whole(), text });
    }
    reading
}
