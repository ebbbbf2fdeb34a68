//! What the tree is held to: vectors others published, the definition, and a tree others wrote.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;

use super::*;
use crate::hash::leaf_hash;

/// The eight records of Certificate Transparency's test vectors
/// (github.com/google/certificate-transparency, `merkletree/merkle_tree_test.cc`).
const RECORDS: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

/// The published root of the first 0, 1, … 8 of [`RECORDS`].
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hex(hash: Hash) -> String {
    hash.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Leaves told apart by their number alone.
fn leaves(count: u32) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

fn grown(leaves: &[Hash]) -> Frontier {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier
}

#[test]
fn the_roots_are_those_certificate_transparency_published() {
    let leaves: Vec<Hash> = RECORDS.into_iter().map(leaf_hash).collect();
    for (size, published) in ROOTS.into_iter().enumerate() {
        assert_eq!(hex(grown(&leaves[..size]).root()), published, "frontier of {size}");
        assert_eq!(hex(root_of(&leaves[..size])), published, "definition of {size}");
    }
}

#[test]
fn the_frontier_agrees_with_the_definition_at_every_size() {
    let leaves = leaves(300);
    let mut frontier = Frontier::new();
    for size in 0..=leaves.len() {
        assert_eq!(frontier.size(), size as u64);
        assert_eq!(frontier.root(), root_of(&leaves[..size]), "size {size}");
        assert_eq!(frontier.roots.len(), size.count_ones() as usize, "one hash for each 1 in {size}");
        if let Some(leaf) = leaves.get(size) {
            frontier.push(*leaf);
        }
    }
}

#[test]
fn a_tree_written_by_others_has_the_same_root_at_every_size() {
    let mut ours = Frontier::new();
    let mut theirs = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    for number in 0..300_u32 {
        let record = format!("record {number}").into_bytes();
        ours.push(leaf_hash(&record));
        theirs.push(record);
        assert_eq!(ours.root().0[..], theirs.root().as_bytes()[..], "after record {number}");
    }
}

#[test]
fn a_frontier_taken_up_from_its_roots_grows_as_the_one_it_was() {
    let leaves = leaves(40);
    for size in 0..leaves.len() {
        let before = grown(&leaves[..size]);
        let mut again = Frontier::of(before.size(), before.roots().to_vec()).expect("these are its roots");
        leaves[size..].iter().for_each(|leaf| again.push(*leaf));
        assert_eq!(again.root(), root_of(&leaves), "taken up at {size}");
        let more = [before.roots(), &[empty_root()]].concat();
        assert_eq!(Frontier::of(before.size(), more), None, "{size} leaves have fewer roots");
    }
    assert_eq!(Frontier::of(MOST_LEAVES + 1, vec![empty_root()]), None);
}

#[test]
#[should_panic(expected = "at most 9223372036854775807 leaves")]
fn a_full_tree_takes_no_more() {
    let mut full = Frontier { size: MOST_LEAVES, roots: vec![empty_root(); 63] };
    full.push(empty_root());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_log_has_the_root_of_the_definition(records in prop::collection::vec(any::<Vec<u8>>(), 0..100)) {
        let leaves: Vec<Hash> = records.iter().map(|record| leaf_hash(record)).collect();
        prop_assert_eq!(grown(&leaves).root(), root_of(&leaves));
    }

    #[test]
    fn changing_swapping_or_dropping_a_leaf_changes_the_root(count in 2..200_u32, at: prop::sample::Index, bit in 0..256_usize) {
        let honest = leaves(count);
        let root = root_of(&honest);
        let at = at.index(honest.len() - 1);

        let mut changed = honest.clone();
        changed[at].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert_ne!(grown(&changed).root(), root);

        let mut swapped = honest.clone();
        swapped.swap(at, at + 1);
        prop_assert_ne!(grown(&swapped).root(), root);

        let mut dropped = honest.clone();
        dropped.remove(at);
        prop_assert_ne!(grown(&dropped).root(), root);
    }
}
