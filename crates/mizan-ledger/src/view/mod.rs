//! What a reader looks things up in: folded from the log beside the book, and thrown away as easily.
//!
//! Views keep positions, never bodies: whoever opens a sale, a payout or a member fetches the records by position.

mod positions;
pub mod refs;
pub mod index;
pub mod find;

#[cfg(test)]
mod tests;
