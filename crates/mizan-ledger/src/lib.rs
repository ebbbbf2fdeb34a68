//! What happened, what may happen, what is owed: the pure core of Mizan.
//!
//! No clock, no files, no randomness, no floats and no async: time, identifiers and nonces arrive as data. The modules
//! stand in reading order, each on the ones before it.

pub mod id;
pub mod money;
pub mod agreement;
