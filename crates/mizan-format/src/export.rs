//! A form in which a log is written out, record by record: begin, each record in the order of the log, end.
//!
//! A writer never looks back at a record, so a log of any length passes through. What it may remember grows with the
//! number of accounts, never with the number of records.

use std::io;

use mizan_ledger::account::Account;
use mizan_ledger::id::SaleId;
use mizan_ledger::posting::Posting;
use mizan_ledger::record::Record;

/// One record as a writer is given it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The bytes as they are stored, without a line end.
    pub line: &'a [u8],
    /// What they say.
    pub record: &'a Record,
    /// What that moves.
    pub postings: &'a [Posting],
}

/// Writes a log in one form.
pub trait Export {
    /// Writes what stands before the first record.
    fn begin(&mut self) -> io::Result<()>;

    /// Writes one record. Each comes after the one before it in the log.
    fn record(&mut self, entry: &Entry<'_>) -> io::Result<()>;

    /// Writes what stands after the last record, and flushes.
    fn end(&mut self) -> io::Result<()>;
}

/// The sale a posting is about: the one it names, or the one whose price its account divides.
pub(crate) fn sale_of(posting: &Posting) -> Option<SaleId> {
    if let Account::SaleClearing(sale) = posting.account { Some(sale) } else { posting.sale }
}
