//! The service: what stands between a caller and the log.
//!
//! `environment` is the clock and chance, `assembly` makes records of events, `chain` links them, `closing` the rows of a period that is
//! closed, `reader` folds a log, `snapshot` saves folding it again from the beginning, `lookup` finds the records behind an
//! answer, `renewal` writes the next snapshot, `writer` appends to it, `notary` signs what it has come to, `clerk` writes in memory, `vault` keeps what opens
//! sealed fields; `beside` is how the files beside a book are called, `leftovers` how a file is begun. `witness` watches the logs of others, `serving` is how
//! anything here is served, `verify_page` is what verifies a receipt in a browser. Rules are not here: they are in `mizan-ledger`; what
//! makes a log one log is in `mizan-verify`.

pub mod chance;
pub mod beside;
pub(crate) mod leftovers;
pub mod environment;
pub mod assembly;
mod chain;
pub mod closing;
pub mod notary;
pub mod reader;
pub mod snapshot;
pub mod lookup;
pub mod renewal;
pub mod clerk;
mod recall;
pub mod vault;
pub mod writer;
pub mod serving;
pub mod witness;
pub mod verify_page;

#[cfg(test)]
pub(crate) mod story;
