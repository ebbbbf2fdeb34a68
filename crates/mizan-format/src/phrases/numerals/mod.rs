//! How numbers are spoken, and which form a counted thing takes.

pub mod plural;
