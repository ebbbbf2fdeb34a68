//! Every node of the tree, so that any record can be proved to be in any size of it.
//!
//! A node at height h is the root of a perfect tree of 2^h leaves, and once it is there it never changes. They are kept
//! row by row, 64 bytes a leaf in all; what a proof needs beside them is hashed when it is asked for.

use crate::hash::{Hash, empty_root, node_hash};
use crate::tree::MOST_LEAVES;

/// A tree that remembers all of its nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The nodes of each height, from the leaves up, in their order.
    heights: Vec<Vec<Hash>>,
}

/// A question about leaves that a tree does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tree has {size} leaves, {asked} were asked about")]
pub struct NotThatLarge {
    /// How many it has.
    pub size: u64,
    /// How many it would need.
    pub asked: u64,
}

impl Tree {
    /// The tree of a log in which nothing has happened yet.
    #[must_use]
    pub fn new() -> Tree {
        Tree::default()
    }

    /// How many leaves there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.heights.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Appends one leaf, and every node it completes.
    pub fn push(&mut self, leaf: Hash) {
        assert!(self.size() < MOST_LEAVES, "a tree has at most {MOST_LEAVES} leaves");
        let mut node = leaf;
        for height in 0.. {
            if self.heights.len() == height {
                self.heights.push(Vec::new());
            }
            let row = &mut self.heights[height];
            row.push(node);
            let [.., left, right] = row.as_slice() else { return };
            if row.len() % 2 == 1 {
                return;
            }
            node = node_hash(*left, *right);
        }
    }

    /// The nodes of a height, as many as are whole.
    #[must_use]
    pub fn nodes(&self, height: usize) -> &[Hash] {
        self.heights.get(height).map_or(&[], Vec::as_slice)
    }

    /// The root when it had so many leaves.
    pub fn root_at(&self, size: u64) -> Result<Hash, NotThatLarge> {
        self.holds(size)?;
        Ok(if size == 0 { empty_root() } else { self.over(0, size) })
    }

    /// The audit path of a leaf in the tree of so many leaves, from its sibling up (RFC 9162, 2.1.3.1).
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, NotThatLarge> {
        self.holds(size)?;
        if index >= size {
            return Err(NotThatLarge { size, asked: index.saturating_add(1) });
        }
        let mut path = Vec::new();
        let (mut start, mut wide) = (0, size);
        while wide > 1 {
            let left = left_of(wide);
            if index - start < left {
                path.push(self.over(start + left, wide - left));
                wide = left;
            } else {
                path.push(self.over(start, left));
                (start, wide) = (start + left, wide - left);
            }
        }
        path.reverse();
        Ok(path)
    }

    /// What shows that the tree of `newer` leaves begins with the tree of `older` ones (RFC 9162, 2.1.4.1).
    ///
    /// Empty where they are the same, and where the older one is empty: of that every tree is a continuation.
    pub fn consistency(&self, older: u64, newer: u64) -> Result<Vec<Hash>, NotThatLarge> {
        self.holds(newer)?;
        if older > newer {
            return Err(NotThatLarge { size: newer, asked: older });
        }
        let mut path = Vec::new();
        if older == 0 {
            return Ok(path);
        }
        let (mut start, mut wide) = (0, newer);
        while older - start != wide {
            let left = left_of(wide);
            if older - start <= left {
                path.push(self.over(start + left, wide - left));
                wide = left;
            } else {
                path.push(self.over(start, left));
                (start, wide) = (start + left, wide - left);
            }
        }
        if start > 0 {
            path.push(self.over(start, wide));
        }
        path.reverse();
        Ok(path)
    }

    fn holds(&self, size: u64) -> Result<(), NotThatLarge> {
        if size > self.size() { Err(NotThatLarge { size: self.size(), asked: size }) } else { Ok(()) }
    }

    /// The root over some leaves, of which the first begins a perfect tree at least as large. None is asked about
    /// that is not there, and one at least is.
    fn over(&self, start: u64, wide: u64) -> Hash {
        let mut parts = Vec::new();
        let (mut start, mut wide) = (start, wide);
        while wide > 0 {
            let height = wide.ilog2();
            parts.push(self.heights[height as usize][(start >> height) as usize]);
            (start, wide) = (start + (1 << height), wide - (1 << height));
        }
        let newest = parts.pop().unwrap_or_else(empty_root);
        parts.iter().rfold(newest, |right, left| node_hash(*left, right))
    }
}

/// How many leaves are left of the middle: the largest power of two below the whole.
fn left_of(wide: u64) -> u64 {
    1 << (wide - 1).ilog2()
}

impl FromIterator<Hash> for Tree {
    fn from_iter<T: IntoIterator<Item = Hash>>(leaves: T) -> Tree {
        let mut tree = Tree::new();
        leaves.into_iter().for_each(|leaf| tree.push(leaf));
        tree
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hash::leaf_hash;
    use crate::tree::{Frontier, root_of};

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|index| leaf_hash(&index.to_be_bytes())).collect()
    }

    #[test]
    fn a_tree_of_every_size_has_the_root_of_its_frontier_then_and_later() {
        let tree: Tree = leaves(70).into_iter().collect();
        let mut frontier = Frontier::new();
        for (size, leaf) in (0..).zip(leaves(70)) {
            assert_eq!(tree.root_at(size), Ok(frontier.root()));
            frontier.push(leaf);
        }
        assert_eq!(tree.root_at(70), Ok(root_of(&leaves(70))));
    }

    #[test]
    fn what_is_not_there_is_told() {
        let tree: Tree = leaves(3).into_iter().collect();
        assert_eq!(tree.root_at(4), Err(NotThatLarge { size: 3, asked: 4 }));
        assert_eq!(tree.inclusion(3, 3), Err(NotThatLarge { size: 3, asked: 4 }));
        assert_eq!(tree.inclusion(0, 4), Err(NotThatLarge { size: 3, asked: 4 }));
        assert_eq!(tree.consistency(3, 2), Err(NotThatLarge { size: 2, asked: 3 }));
        assert_eq!(tree.inclusion(u64::MAX, 3), Err(NotThatLarge { size: 3, asked: u64::MAX }));
    }

    proptest! {
        #[test]
        fn its_paths_are_those_of_a_tree_that_others_wrote(size in 1_u64..200, index: u64, older: u64) {
            let (index, older) = (index % size, older % size + 1);
            let ours: Tree = leaves(size).into_iter().collect();
            let mut theirs = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
            (0..size).for_each(|index| theirs.push(index.to_be_bytes().to_vec()));
            let path = theirs.prove_inclusion(index as usize);
            prop_assert_eq!(ours.inclusion(index, size).map(|path| bytes_of(&path)), Ok(path.as_bytes().to_vec()));
            let proof = theirs.prove_consistency((size - older) as usize);
            prop_assert_eq!(ours.consistency(older, size).map(|path| bytes_of(&path)), Ok(proof.as_bytes().to_vec()));
        }
    }

    fn bytes_of(path: &[Hash]) -> Vec<u8> {
        path.iter().flat_map(|hash| hash.0).collect()
    }
}
