//! What is verified: a checkpoint, the records it counts, and whatever else was handed over with them.

use mizan_proof::tile::Tile;

use crate::source::SourceError;

/// A log as somebody hands it over. Nothing of it is believed.
pub trait Material {
    /// What it is called in messages.
    fn name(&self) -> String;

    /// Whether it is the log itself, which may only grow, and not an export, which may be of long ago.
    fn is_live(&self) -> bool;

    /// The signed note of its newest checkpoint.
    fn checkpoint(&mut self) -> Result<String, SourceError>;

    /// The policy it brings, if any: its own word about whom to trust.
    fn policy(&mut self) -> Result<Option<String>, SourceError>;

    /// Shows the first records in their order, as many as there are up to `size`, until the visitor has seen enough.
    fn records(&mut self, size: u64, visit: &mut dyn FnMut(&[u8]) -> Next) -> Result<(), SourceError>;

    /// A tile of hashes, if it has tiles.
    fn tile(&mut self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError>;

    /// The balances it says its records come to, as `digest` writes them.
    fn balances(&mut self) -> Result<Option<Vec<u8>>, SourceError>;

    /// What guards the records where they are kept and is not as it was made, in words.
    fn altered(&mut self) -> Result<Vec<String>, SourceError> {
        Ok(Vec::new())
    }
}

/// What a visitor wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The next record.
    More,
    /// No more.
    Enough,
}
