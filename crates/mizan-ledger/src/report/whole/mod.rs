//! Reports about a whole book, each asked for by its name: one file a report.

pub mod assets;
pub mod census;
mod entries;
pub mod funds;
pub mod general_journal;
pub mod general_ledger;
pub mod grants;
pub mod in_kind;
pub mod loans;
pub mod order_lines;
pub mod orders;
pub mod shipments;
pub mod taxes;
pub mod transfers;
pub mod trial_balance;
pub mod waiting;

#[cfg(test)]
mod tests;
