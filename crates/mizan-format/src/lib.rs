//! What Mizan writes for others and reads of theirs: it takes and gives bytes, and opens no file.
//!
//! A book is written out record by record (`export`), as the stored lines (`ndjson`), as a journal that somebody
//! else's bookkeeping program reads (`journal_hledger`, `journal_beancount`), or as a table for a spreadsheet (`csv`).
//! What is said to people, in each language, is in `phrases`; reports are laid out as text for a person in
//! `text_page`, `text_balances`, `text_statement`, `text_trace` and `text_payout`, and as rows for a spreadsheet in `csv_page`.
//! For members who do not read, a statement is a script for a speaker (`voice`) and a message to a telephone (`sms`).
//! Other people's files of sales become commands in `import`; their statements, status reports and payout exports become one
//! neutral model in `statement`; what is to be paid becomes files for a bank, a provider of wallets and a cashier in `payment`.

pub mod export;
pub mod ndjson;
pub mod csv;
pub mod csv_page;
mod journal;
pub mod journal_beancount;
pub mod journal_hledger;
pub mod phrases;
pub mod text_table;
pub mod text_page;
pub mod text_balances;
pub mod text_statement;
pub mod text_trace;
pub mod text_payout;
pub mod voice;
pub mod sms;
pub mod import;
pub mod payment;
pub mod statement;

#[cfg(test)]
mod tests;
