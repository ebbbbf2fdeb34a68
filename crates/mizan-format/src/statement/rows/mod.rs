//! Tables: what Stripe, Shopify, PayPal and banks export, as delimited text or as a spreadsheet.
//!
//! A table is known by the names in its header and read by them, whatever their order. Gross less fee must come to net; a
//! running balance must run. What stands above a header, and what is no row, is kept.

pub(super) mod grid;
pub(super) mod known;
mod sheet;
mod export;
mod stripe;
mod shopify;
mod paypal;
mod settlement;
mod bank;
#[cfg(feature = "xlsx")]
pub(crate) mod xlsx;

use crate::statement::Asked;
use crate::statement::Form;
use crate::statement::finding::Finding;
use crate::statement::model::Reading;
use crate::statement::rows::export::export;
use crate::statement::rows::known::Found;
use crate::statement::rows::sheet::Sheet;

/// Reads a table whose header is known.
pub(super) fn read(found: &Found, asked: &Asked<'_>, reading: &mut Reading) {
    let Found { form, grid, header } = found;
    reading.format = Some(form.word().to_owned());
    reading.findings.extend(grid.findings.iter().cloned());
    let Some((head, rows)) = grid.rows.get(*header..).and_then(|rows| rows.split_first()) else { return };
    let above = grid.rows.get(..*header).unwrap_or_default();
    if *form == Form::PaypalSettlement {
        // Its rows are typed, those above the header too.
        return settlement::read(grid, asked, reading);
    }
    for row in above.iter().filter(|row| !row.raw.starts_with("sep=")) {
        reading.keep(grid.place(row, ""), &row.raw);
    }
    // A table that could not be taken apart to its end is read as far as it goes, and quarantined.
    let cut = grid.findings.iter().any(Finding::quarantines);
    let mut sheet = Sheet::new(grid, head);
    match form {
        Form::Stripe => export(&mut sheet, head, rows, cut, "stripe", stripe::columns, reading),
        Form::ShopifyTransactions => export(&mut sheet, head, rows, cut, "shopify", shopify::transactions, reading),
        Form::PaypalActivity => export(&mut sheet, head, rows, cut, "paypal", paypal::columns, reading),
        Form::ShopifyPayouts => shopify::payouts(&mut sheet, head, rows, cut, reading),
        Form::Csv => bank::read(&mut sheet, head, rows, cut, asked, reading),
        Form::PaypalSettlement | Form::Camt | Form::Pain002 | Form::Mt940 => {}
    }
}
