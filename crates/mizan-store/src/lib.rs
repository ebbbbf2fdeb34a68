//! Where the log is kept: one contract, kept in memory, in a SQLite file or in PostgreSQL.
//!
//! A store knows only bytes. What a record says, who may write it and what follows from it is decided elsewhere; here
//! it is a line of text with a position, and the promise is that it is there for ever, at that position, unchanged.

pub mod book;
pub mod log;
pub mod memory;
pub mod pick;
pub mod postgres;
pub mod sqlite;
pub mod witness;

pub mod row;
