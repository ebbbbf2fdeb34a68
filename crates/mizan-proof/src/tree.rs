//! The RFC 6962 tree over a log's leaves, kept by its frontier.
//!
//! A tree of n leaves is a row of perfect trees, one for each 1 in n written in binary, the largest
//! first. Their roots, at most 63 hashes, are all that is needed to append and to know the root;
//! appending is adding one in binary, where each carry joins two trees of one size.

pub mod nodes;

use crate::hash::{Hash, empty_root, node_hash};

/// The most leaves a tree may have: sizes stay below 2^63, so that a database's signed integer and
/// every other reader can hold them.
pub const MOST_LEAVES: u64 = (1 << 63) - 1;

/// A tree that grows at its right edge and remembers nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// Roots of the perfect trees, from the largest and oldest to the smallest and newest.
    roots: Vec<Hash>,
}

impl Frontier {
    /// The tree of a log in which nothing has happened yet.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// The tree of so many leaves with these roots, as [`Frontier::roots`] gave them; nothing if there would be others.
    pub fn of(size: u64, roots: Vec<Hash>) -> Option<Frontier> {
        let fits = size <= MOST_LEAVES && roots.len() == size.count_ones() as usize;
        fits.then_some(Frontier { size, roots })
    }

    /// Roots of the perfect trees, from the largest and oldest to the smallest and newest: all there is to remember.
    pub fn roots(&self) -> &[Hash] {
        &self.roots
    }

    /// Appends one leaf.
    pub fn push(&mut self, leaf: Hash) {
        assert!(self.size < MOST_LEAVES, "a tree has at most {MOST_LEAVES} leaves");
        let carries = self.size.trailing_ones() as usize;
        let kept = self.roots.len() - carries;
        let joined = join(leaf, &self.roots[kept..]);
        self.roots.truncate(kept);
        self.roots.push(joined);
        self.size += 1;
    }

    /// How many leaves were appended.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The one hash that stands for every leaf so far, in order.
    pub fn root(&self) -> Hash {
        self.roots.split_last().map_or_else(empty_root, |(newest, older)| join(*newest, older))
    }
}

/// Joins the newest tree with its left neighbours, the nearest first.
fn join(newest: Hash, older: &[Hash]) -> Hash {
    older.iter().rfold(newest, |right, left| node_hash(*left, right))
}

/// The root by the words of RFC 6962, 2.1: the left part is the largest power of two smaller than
/// the whole. It needs every leaf at once; it is what [`Frontier`] is held to.
pub fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(root_of(left), root_of(right))
        }
    }
}

#[cfg(test)]
mod tests;
