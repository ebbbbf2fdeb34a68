//! That nothing was altered: leaf hashes, the tree over them, and sealed fields, over bytes alone.
//!
//! This crate knows no event and no amount. It takes the bytes of a record as they are stored and
//! answers with hashes; whoever holds the same bytes gets the same answers, in any language, because
//! nothing here is our invention: the tree is RFC 6962's and sealed fields are RFC 9901's.
//! It reads no clock, no file and no random number; salts arrive as data.

pub mod hash;
pub mod tree;
pub mod disclosure;
