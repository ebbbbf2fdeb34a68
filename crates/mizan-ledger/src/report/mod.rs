//! What people read: balances, statements, traces. Each is typed data reckoned from the records it is given.
//!
//! A report fetches nothing and says nothing in prose: the same structs are serialised as JSON and laid out as text,
//! so the two cannot disagree. Every date in a report is the day something happened (`occurred_on`), never the day it
//! was written down.

pub mod amount;
pub mod term;
pub mod table;
pub mod summary;
mod counted;
pub mod payout_item;
pub mod balances;
pub mod trace;
pub mod statement;

#[cfg(test)]
mod told;
#[cfg(test)]
mod tests;
