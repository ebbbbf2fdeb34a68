//! Payments as files for others to carry out: a bank's instruction, a wallet's batch, a cashier's sheet.
//!
//! A `batch` says what is to be paid; a `profile` says, as data, how one bank wants it said. What comes of the two is
//! checked against rules stricter than the bank's schema (`check`) before a byte is written (`pain001`), because a file
//! can be valid and still be refused, or pay the wrong woman. A `wallet` batch goes to a mobile-money provider; a
//! `cash_sheet` is printed for whoever counts out notes. The references on all of them are made, and known again when
//! they come back, by the ledger's `reference`; `letters` says which signs a bank takes and what becomes of the others.
//!
//! Nothing here reads a clock: the same batch and the same profile give the same bytes for ever.

pub mod batch;
pub mod letters;
pub mod problem;
pub mod profile;
pub mod check;
pub mod pain001;
pub mod wallet;
pub mod cash_sheet;
pub mod of_payout;
pub mod answers;

#[cfg(test)]
mod tests;
