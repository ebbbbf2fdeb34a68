//! Which table it is, by the names in its header, wherever in the first rows that is.

use crate::statement::rows::grid::{Grid, Row, delimited};
use crate::statement::rows::paypal::is_activity;
use crate::statement::{Asked, Form, MOST_ENTRIES};

/// How many rows may stand above a header.
const ABOVE: usize = 40;

/// What may stand between cells, in the order they are tried.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// A table, what it is, and which of its rows is the header.
#[derive(Debug)]
pub(crate) struct Found {
    pub(super) form: Form,
    pub(super) grid: Grid,
    pub(super) header: usize,
}

/// Whether a header is one of a form that names these columns, among others.
pub(super) fn names(row: &Row, columns: &[&str]) -> bool {
    columns.iter().all(|column| row.cells.iter().any(|cell| same(cell, column)))
}

/// Whether a cell of a header is a name, whatever its capitals and spaces.
pub(super) fn same(cell: &str, name: &str) -> bool {
    let plain = |text: &str| {
        let words: Vec<String> =
            text.trim_matches(['\u{feff}', '"', ' ']).split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    plain(cell) == plain(name)
}

/// The form a header is of.
fn form_of(row: &Row, asked: &Asked<'_>) -> Option<Form> {
    if let Some(mapping) = asked.mapping {
        let all: Vec<&str> = mapping.columns.names().collect();
        return (names(row, &all) && asked.form.is_none_or(|form| form == Form::Csv)).then_some(Form::Csv);
    }
    let form = if names(row, &["reporting_category", "currency", "gross", "net"]) {
        Form::Stripe
    } else if names(row, &["transaction date", "payout status", "amount", "fee", "net", "currency"]) {
        Form::ShopifyTransactions
    } else if names(row, &["payout date", "status", "charges", "total", "currency"]) {
        Form::ShopifyPayouts
    } else if row.cell(0) == "CH" && names(row, &["transaction id", "gross transaction amount"]) {
        Form::PaypalSettlement
    } else if is_activity(row) {
        Form::PaypalActivity
    } else {
        return None;
    };
    asked.form.is_none_or(|wanted| wanted == form).then_some(form)
}

/// Finds the header of a grid.
pub(crate) fn header(grid: Grid, asked: &Asked<'_>) -> Result<Found, Grid> {
    let found = grid.rows.iter().take(ABOVE).enumerate().find_map(|(at, row)| Some((at, form_of(row, asked)?)));
    match found {
        Some((header, form)) => Ok(Found { form, grid, header }),
        None => Err(grid),
    }
}

/// What a text is, as a table.
pub(crate) enum Table {
    /// One that is known.
    Known(Found),
    /// One whose columns nobody has named: how its first row is.
    Nameless(String),
    /// None.
    No,
}

/// Looks for a table in a text, at every separator unless one is said.
pub(crate) fn table(text: &str, asked: &Asked<'_>) -> Table {
    let (text, announced) = announced(text);
    let said = asked.mapping.and_then(|mapping| mapping.delimiter).or(announced);
    let tried: Vec<u8> = match said.and_then(|delimiter| u8::try_from(delimiter).ok()) {
        Some(delimiter) => vec![delimiter],
        None => DELIMITERS.to_vec(),
    };
    let mut nameless = None;
    for delimiter in tried {
        match header(delimited(text, delimiter, ABOVE), asked) {
            Ok(Found { form, header, .. }) => {
                return Table::Known(Found { form, grid: delimited(text, delimiter, MOST_ENTRIES), header });
            }
            Err(grid) => {
                let first = grid.rows.iter().find(|row| row.cells.len() > 2);
                nameless = nameless.or_else(|| first.map(|row| row.raw.clone()));
            }
        }
    }
    nameless.map_or(Table::No, Table::Nameless)
}

/// Some spreadsheets write `sep=;` as a line before the header. Its line stays, so that lines keep their number.
fn announced(text: &str) -> (&str, Option<char>) {
    let first = text.lines().next().unwrap_or_default();
    let said = first.trim_end().strip_prefix("sep=").filter(|said| said.chars().count() == 1);
    (text, said.and_then(|said| said.chars().next()))
}
