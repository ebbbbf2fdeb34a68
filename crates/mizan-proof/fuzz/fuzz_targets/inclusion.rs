//! Paths from a record to a root: of a true one no changed copy is accepted, none takes long, and others judge alike.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::proof::verify_inclusion;
use mizan_proof::tree::nodes::Tree;

static TREE: LazyLock<Tree> = LazyLock::new(|| (0..256_u64).map(|at| leaf_hash(&at.to_be_bytes())).collect());

fn judged(leaf: Hash, index: u64, size: u64, path: &[Hash], root: Hash) -> bool {
    let ours = verify_inclusion(leaf, index, size, path, root).is_ok();
    if size < 1 << 62 {
        let their = |hash: Hash| tlog_tiles::tlog::Hash(hash.0);
        let path: Vec<_> = path.iter().copied().map(their).collect();
        let theirs = tlog_tiles::tlog::check_record(&path, size, their(root), index, their(leaf)).is_ok();
        assert_eq!(ours, theirs);
    }
    ours
}

fuzz_target!(|data: &[u8]| {
    let Some((head, changes)) = data.split_first_chunk::<18>() else { return };
    let number = |at: usize| u64::from_be_bytes(std::array::from_fn(|byte| head[at + byte]));
    let hashes: Vec<Hash> = changes.as_chunks::<32>().0.iter().copied().map(Hash).collect();
    judged(leaf_hash(b""), number(0), number(8), &hashes, leaf_hash(b"root"));

    let (size, place) = (u64::from(head[16]) + 1, u64::from(head[17]));
    let index = place % size;
    let (root, path) = (TREE.root_at(size).expect("as large"), TREE.inclusion(index, size).expect("it is there"));
    let mut changed = path.clone();
    let mut said = (index, size);
    for change in changes.chunks_exact(3) {
        match change[0] % 6 {
            0 => said.0 = u64::from(change[1]),
            1 => said.1 = u64::from(change[1]),
            2 => changed.push(leaf_hash(&change[1..])),
            3 => drop(changed.pop()),
            4 if !changed.is_empty() => {
                let at = usize::from(change[1]) % changed.len();
                changed[at].0[usize::from(change[2] % 32)] ^= 1 | change[2];
            }
            _ => changed.reverse(),
        }
    }
    let leaf = leaf_hash(&index.to_be_bytes());
    let accepted = judged(leaf, said.0, said.1, &changed, root);
    // Of another size the same path can be the true one: what is proved is the place from the root down.
    if (said, &changed) == ((index, size), &path) {
        assert!(accepted);
    } else if accepted {
        assert_eq!(changed, path);
    }
});
