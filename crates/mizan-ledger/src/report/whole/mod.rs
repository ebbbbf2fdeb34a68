//! Reports about a whole book, each asked for by its name: one file a report.

pub mod funds;
pub mod orders;
pub mod waiting;
