//! A table for a spreadsheet: one row for each posting, with what surrounds it.
//!
//! A record that moves no money has no row. Debit and credit stand in columns of their own, without a sign, so that
//! adding up a column by currency needs no formula.

use std::borrow::Cow;
use std::io;

use csv::Writer;

use crate::export::{Entry, Export, sale_of};

/// The first row.
pub const COLUMNS: [&str; 12] = [
    "position",
    "id",
    "occurred_on",
    "recorded_at",
    "cooperative",
    "type",
    "account",
    "debit",
    "credit",
    "currency",
    "sale",
    "key",
];

/// Writes a row a posting.
#[derive(Debug)]
pub struct Csv<W: io::Write>(Writer<W>);

impl<W: io::Write> Csv<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Csv<W> {
        Csv(Writer::from_writer(out))
    }
}

impl<W: io::Write> Export for Csv<W> {
    fn begin(&mut self) -> io::Result<()> {
        self.0.write_record(COLUMNS).map_err(failed)
    }

    fn record(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        if entry.postings.is_empty() {
            return Ok(());
        }
        let envelope = &entry.record.envelope;
        let around = [
            envelope.position.to_string(),
            envelope.id.to_string(),
            envelope.occurred_on.to_string(),
            format!("{:.3}", envelope.recorded_at),
            envelope.scope.map_or_else(String::new, |cooperative| cooperative.to_string()),
            entry.record.event.kind().to_string(),
        ];
        for posting in entry.postings {
            let amount = posting.amount;
            let (debit, credit) = if amount.is_negative() {
                (String::new(), amount.negated().number())
            } else {
                (amount.number(), String::new())
            };
            let row = [
                posting.account.to_string(),
                debit,
                credit,
                amount.currency().to_string(),
                sale_of(posting).map_or_else(String::new, |sale| sale.to_string()),
                envelope.key.to_string(),
            ];
            let cells = around.iter().chain(&row).map(|cell| harmless(cell));
            self.0.write_record(cells.map(Cow::into_owned).map(String::into_bytes)).map_err(failed)?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What failed underneath, as it was.
pub(crate) fn failed(error: csv::Error) -> io::Error {
    let what = error.to_string();
    if let csv::ErrorKind::Io(error) = error.into_kind() { error } else { io::Error::other(what) }
}

/// A text no spreadsheet takes for a formula: where it begins like one, an apostrophe stands before it.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}
