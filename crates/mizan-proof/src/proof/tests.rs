//! What a proof shows, and that nothing else is shown by it.

use proptest::prelude::*;

use super::*;
use crate::hash::{empty_root, leaf_hash};
use crate::tree::nodes::Tree;

fn grown(size: u64) -> Tree {
    (0..size).map(leaf).collect()
}

fn leaf(index: u64) -> Hash {
    leaf_hash(format!("record {index}").as_bytes())
}

fn root(tree: &Tree, size: u64) -> Hash {
    tree.root_at(size).expect("the tree is as large")
}

#[test]
fn every_record_of_every_small_log_is_proved_and_at_no_other_place() {
    let tree = grown(40);
    for size in 1..=40 {
        for index in 0..size {
            let path = tree.inclusion(index, size).expect("it is there");
            for place in 0..size {
                let shown = verify_inclusion(leaf(index), place, size, &path, root(&tree, size));
                assert_eq!(shown.is_ok(), place == index, "record {index} at {place} of {size}: {shown:?}");
            }
        }
    }
}

#[test]
fn every_small_log_continues_every_smaller_one_and_no_other() {
    let (tree, other): (Tree, Tree) = (grown(40), (100..140).map(leaf).collect());
    for newer in 1..=40 {
        for older in 1..=newer {
            let path = tree.consistency(older, newer).expect("it is there");
            let then = (older, root(&tree, older));
            assert_eq!(verify_consistency(then, (newer, root(&tree, newer)), &path), Ok(()));
            let forked = (older, root(&other, older));
            assert!(verify_consistency(forked, (newer, root(&tree, newer)), &path).is_err(), "{older} of {newer}");
        }
    }
}

#[test]
fn what_shows_nothing_says_so() {
    let tree = grown(5);
    let [four, five] = [4, 5].map(|size| root(&tree, size));
    let told = |shown: Result<(), NotProved>| shown.map_err(|error| error.to_string());
    assert_eq!(
        told(verify_inclusion(leaf(5), 5, 5, &[], five)),
        Err("record 5 cannot be in a log of 5, whose records are 0 to 4".to_owned())
    );
    assert_eq!(
        told(verify_consistency((5, five), (4, four), &[])),
        Err("a log of 4 records cannot continue one of 5".to_owned())
    );
    assert_eq!(verify_consistency((0, empty_root()), (5, five), &[]), Err(NotProved::FromNothing));
    assert_eq!(verify_consistency((5, five), (5, five), &[four]), Err(NotProved::Length { hashes: 1 }));
    assert_eq!(verify_consistency((3, four), (5, five), &[]), Err(NotProved::Length { hashes: 0 }));
    assert_eq!(
        verify_consistency((5, four), (5, five), &[]),
        Err(NotProved::OtherRoot { expected: four, found: five })
    );
    let beyond = MOST_LEAVES + 1;
    assert_eq!(verify_inclusion(leaf(0), 0, beyond, &[], five), Err(NotProved::TooLarge { size: beyond }));
    assert_eq!(verify_consistency((5, five), (beyond, five), &[]), Err(NotProved::TooLarge { size: beyond }));
}

/// A hash that may or may not be of the tree.
fn some_hash() -> impl Strategy<Value = Hash> {
    prop_oneof![any::<[u8; 32]>().prop_map(Hash), (0_u64..300).prop_map(leaf)]
}

proptest! {
    #[test]
    fn a_path_that_was_touched_proves_nothing(
        size in 2_u64..300, index: u64, touched: prop::sample::Index, bit in 0_usize..256,
    ) {
        let index = index % size;
        let tree = grown(size);
        let mut path = tree.inclusion(index, size).expect("it is there");
        let place = touched.index(path.len());
        path[place].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(verify_inclusion(leaf(index), index, size, &path, root(&tree, size)).is_err());
    }

    #[test]
    fn a_path_of_another_length_proves_nothing(size in 2_u64..300, index: u64, extra in some_hash()) {
        let index = index % size;
        let tree = grown(size);
        let path = tree.inclusion(index, size).expect("it is there");
        let shown = |path: &[Hash]| verify_inclusion(leaf(index), index, size, path, root(&tree, size));
        let hashes = path.len();
        prop_assert_eq!(shown(&path[1..]), Err(NotProved::Length { hashes: hashes - 1 }));
        let longer: Vec<Hash> = path.into_iter().chain([extra]).collect();
        prop_assert_eq!(shown(&longer), Err(NotProved::Length { hashes: hashes + 1 }));
    }

    #[test]
    fn hostile_sizes_and_paths_are_answered_at_once(
        index: u64, size: u64, older: u64, path in prop::collection::vec(some_hash(), 0..130), root in some_hash(),
    ) {
        prop_assert!(verify_inclusion(leaf(index % 7), index, size, &path, root).is_err());
        let _ = verify_consistency((older, root), (size, root), &path);
    }

    #[test]
    fn others_accept_our_proofs(size in 1_u64..200, index: u64, older: u64) {
        let (index, older) = (index % size, older % size + 1);
        let tree = grown(size);
        let signed = ct_merkle::RootHash::<sha2::Sha256>::new(root(&tree, size).0.into(), size);
        let path: Vec<u8> = tree.inclusion(index, size).expect("there").iter().flat_map(|hash| hash.0).collect();
        let path = ct_merkle::InclusionProof::<sha2::Sha256>::try_from_bytes(path).expect("whole hashes");
        let record = format!("record {index}");
        prop_assert!(signed.verify_inclusion(&record.as_bytes(), index, &path).is_ok());
        let then = ct_merkle::RootHash::<sha2::Sha256>::new(root(&tree, older).0.into(), older);
        let proof: Vec<u8> = tree.consistency(older, size).expect("there").iter().flat_map(|hash| hash.0).collect();
        let proof = ct_merkle::ConsistencyProof::<sha2::Sha256>::try_from_bytes(proof).expect("whole hashes");
        prop_assert!(signed.verify_consistency(&then, &proof).is_ok());
    }
}
