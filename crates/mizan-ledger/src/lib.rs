//! What happened, what may happen, what is owed: the pure core of Mizan.
//!
//! No clock, no files, no randomness, no floats and no async: time, identifiers and nonces arrive as data. The modules
//! stand in reading order, each on the ones before it.

#[macro_use]
pub mod pack;
pub mod table;
pub mod id;
pub mod later;
mod names;
mod sums;
pub mod money;
pub mod agreement;
pub mod text;
pub mod payee;
pub mod reference;
pub mod calendar;
pub mod account;
#[macro_use]
pub mod event;
pub mod record;
pub mod posting;
pub mod balances;
pub mod command;
pub mod book;
pub mod reconcile;
pub mod view;
pub mod decide;
pub mod report;
