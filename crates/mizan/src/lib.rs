//! The application: the one place where commands meet a clock, chance, a log on disk and a person at a terminal.
//!
//! What may happen is decided in `mizan-ledger`, where the log is kept in `mizan-store`; nothing of either is here.

pub mod service;
pub mod demo;
pub mod cli;
