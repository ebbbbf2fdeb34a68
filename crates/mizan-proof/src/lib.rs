//! That nothing was altered: leaf hashes, the tree over them, what is signed and proved of it, and sealed fields, over
//! bytes alone.
//!
//! This crate knows no event and no amount. It takes the bytes of a record as they are stored and
//! answers with hashes; whoever holds the same bytes gets the same answers, in any language, because
//! nothing here is our invention: the tree is RFC 6962's and its proofs RFC 9162's, checkpoints, cosignatures, tiles,
//! receipts and policies are those of C2SP (c2sp.org), and sealed fields are RFC 9901's.
//! It reads no clock, no file and no random number; salts arrive as data.

pub mod hash;
pub mod tree;
pub mod proof;
pub mod tile;
pub mod note;
pub mod checkpoint;
pub mod cosignature;
pub mod policy;
pub mod receipt;
pub mod witness;
pub mod disclosure;
pub mod projection;
pub mod scope;
