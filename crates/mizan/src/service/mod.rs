//! The service: what stands between a caller and the log.
//!
//! `environment` is the clock and chance, `assembly` makes records of events, `guard` checks that records follow from
//! each other, `reader` folds a log, `lookup` finds the records behind an answer, `writer` appends to it, `clerk` does
//! the same in memory. `witness` watches the logs of others, `serving` is how anything here is served, `verify_page` is
//! what verifies a receipt in a browser. Rules are not here: they are in `mizan-ledger`.

pub mod chance;
pub mod environment;
pub mod assembly;
pub mod digest;
pub mod guard;
pub mod reader;
pub mod lookup;
pub mod clerk;
mod recall;
pub mod writer;
pub mod serving;
pub mod witness;
pub mod verify_page;

#[cfg(test)]
mod story;
