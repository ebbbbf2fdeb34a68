//! What a proof shows, and to whom: that a record is in a log, and that a log only grew (RFC 9162, 2.1.3.2 and 2.1.4.2).
//!
//! Whoever verifies holds a hash that somebody signed, and needs nothing else from anyone. Sizes stay below 2^63 and a
//! path below 64 hashes, so that a hostile proof costs no more than an honest one.

use crate::hash::{Hash, node_hash};
use crate::tree::MOST_LEAVES;

/// The longest path there can be.
pub const LONGEST_PATH: usize = 63;

/// Why a proof shows nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotProved {
    /// A leaf that a tree of this size cannot have.
    #[error("record {index} cannot be in a log of {size}, whose records are 0 to {}", .size.saturating_sub(1))]
    Outside {
        /// The place of the leaf.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A size that no tree has.
    #[error("a log has at most {MOST_LEAVES} records, this one would have {size}")]
    TooLarge {
        /// The size.
        size: u64,
    },
    /// A log that would have shrunk.
    #[error("a log of {newer} records cannot continue one of {older}")]
    Shrunk {
        /// The size it had.
        older: u64,
        /// The size it says it has.
        newer: u64,
    },
    /// From nothing everything follows.
    #[error("that a log continues an empty one shows nothing")]
    FromNothing,
    /// More or fewer hashes than a proof of this size has.
    #[error("the proof has {hashes} hashes, one for these sizes has not")]
    Length {
        /// How many it has.
        hashes: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to the root {found}, the checkpoint says {expected}")]
    OtherRoot {
        /// The root that was signed.
        expected: Hash,
        /// The root the proof leads to.
        found: Hash,
    },
}

/// Shows that a leaf stands at a place in the tree of this size and root.
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash], root: Hash) -> Result<(), NotProved> {
    if size > MOST_LEAVES {
        return Err(NotProved::TooLarge { size });
    }
    if index >= size {
        return Err(NotProved::Outside { index, size });
    }
    let mut walk = Walk::from(index, size);
    let mut found = leaf;
    for sibling in path {
        match walk.step() {
            Some(Side::Left) => found = node_hash(*sibling, found),
            Some(Side::Right) => found = node_hash(found, *sibling),
            None => return Err(NotProved::Length { hashes: path.len() }),
        }
    }
    if walk.step().is_some() {
        return Err(NotProved::Length { hashes: path.len() });
    }
    if found == root { Ok(()) } else { Err(NotProved::OtherRoot { expected: root, found }) }
}

/// Shows that the tree of the newer size and root begins with the tree of the older one.
pub fn verify_consistency(older: (u64, Hash), newer: (u64, Hash), path: &[Hash]) -> Result<(), NotProved> {
    let ((older, older_root), (newer, newer_root)) = (older, newer);
    if newer > MOST_LEAVES {
        return Err(NotProved::TooLarge { size: newer });
    }
    if older > newer {
        return Err(NotProved::Shrunk { older, newer });
    }
    if older == newer {
        if !path.is_empty() {
            return Err(NotProved::Length { hashes: path.len() });
        }
        return same(older_root, newer_root);
    }
    if older == 0 {
        return Err(NotProved::FromNothing);
    }
    // Where the older tree is perfect its root is itself the first node, and is not sent.
    let known = older.is_power_of_two().then_some(older_root);
    let mut hashes = known.iter().chain(path);
    let Some(first) = hashes.next().copied() else { return Err(NotProved::Length { hashes: path.len() }) };
    let mut walk = Walk::from(older - 1, newer);
    walk.climb_while_right();
    let (mut old, mut new) = (first, first);
    for sibling in hashes {
        match walk.step() {
            Some(Side::Left) => {
                old = node_hash(*sibling, old);
                new = node_hash(*sibling, new);
            }
            Some(Side::Right) => new = node_hash(new, *sibling),
            None => return Err(NotProved::Length { hashes: path.len() }),
        }
    }
    if walk.step().is_some() {
        return Err(NotProved::Length { hashes: path.len() });
    }
    same(older_root, old)?;
    same(newer_root, new)
}

fn same(expected: Hash, found: Hash) -> Result<(), NotProved> {
    if expected == found { Ok(()) } else { Err(NotProved::OtherRoot { expected, found }) }
}

/// On which side of a node its sibling stands.
enum Side {
    Left,
    Right,
}

/// The way from a leaf up to the root: the place of the node it has reached, and of the last node of that height.
struct Walk {
    at: u64,
    last: u64,
}

impl Walk {
    fn from(index: u64, size: u64) -> Walk {
        Walk { at: index, last: size - 1 }
    }

    fn up(&mut self) {
        self.at >>= 1;
        self.last >>= 1;
    }

    /// Goes up while the node is a right child: those it shares with the whole older tree.
    fn climb_while_right(&mut self) {
        while self.at & 1 == 1 {
            self.up();
        }
    }

    /// The side of the next sibling, and up past it; nothing at the root.
    fn step(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let side = if self.at & 1 == 1 || self.at == self.last {
            // The last node of a row may have no sibling of its own height: it goes up alone until it has one.
            while self.at & 1 == 0 && self.at != 0 {
                self.up();
            }
            Side::Left
        } else {
            Side::Right
        };
        self.up();
        Some(side)
    }
}

#[cfg(test)]
mod tests;
