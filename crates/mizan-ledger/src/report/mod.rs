//! What people read: balances, statements, traces, indicators. Each is typed data reckoned from the records it is given.
//!
//! A report fetches nothing and says nothing in prose: the same structs are serialised as JSON and laid out as text,
//! so the two cannot disagree. What is about a whole book is folded from its records in one pass (`counted::Fold`) and
//! read as a `page::Page`. Every date in a report is the day something happened (`occurred_on`), never the day it
//! was written down; money counts as paid on the bank's value date where it is known (`day_paid`).

pub mod amount;
pub mod term;
pub mod table;
pub mod taken;
pub mod summary;
pub mod note;
pub mod page;
pub mod month;
pub mod rank;
pub mod counted;
pub mod day_paid;
pub mod to_hand;
pub mod payout_item;
pub mod proposal;
mod resold;
pub mod shared_freight;
pub mod balances;
pub mod chargebacks;
pub mod trace;
pub mod statement;
pub mod orders;
pub mod cooperative;
pub mod retailer;
pub mod reconciliation;
pub mod intermediary;
pub mod provenance;
pub mod suppress;
pub mod indicator;
pub mod whole;
pub mod query;

#[cfg(test)]
mod told;
#[cfg(test)]
mod tests;
