//! What Mizan writes for others: it takes records and gives bytes, and opens no file.
//!
//! A book is written out record by record (`export`), as the stored lines (`ndjson`), as a journal that somebody
//! else's bookkeeping program reads (`journal_hledger`, `journal_beancount`), or as a table for a spreadsheet (`csv`).

pub mod export;
pub mod ndjson;
pub mod csv;
mod journal;
pub mod journal_beancount;
pub mod journal_hledger;

#[cfg(test)]
mod tests;
