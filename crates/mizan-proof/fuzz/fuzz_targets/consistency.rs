//! That a log only grew: of a true proof no changed copy is accepted, none takes long, and others judge alike.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::proof::verify_consistency;
use mizan_proof::tree::nodes::Tree;

static TREE: LazyLock<Tree> = LazyLock::new(|| (0..256_u64).map(|at| leaf_hash(&at.to_be_bytes())).collect());

fn judged(older: (u64, Hash), newer: (u64, Hash), path: &[Hash]) -> bool {
    let ours = verify_consistency(older, newer, path).is_ok();
    if (1..1 << 62).contains(&older.0) && newer.0 < 1 << 62 {
        let their = |hash: Hash| tlog_tiles::tlog::Hash(hash.0);
        let path: Vec<_> = path.iter().copied().map(their).collect();
        let theirs = tlog_tiles::tlog::check_tree(&path, newer.0, their(newer.1), older.0, their(older.1)).is_ok();
        assert_eq!(ours, theirs);
    }
    ours
}

fuzz_target!(|data: &[u8]| {
    let Some((head, changes)) = data.split_first_chunk::<18>() else { return };
    let number = |at: usize| u64::from_be_bytes(std::array::from_fn(|byte| head[at + byte]));
    let hashes: Vec<Hash> = changes.as_chunks::<32>().0.iter().copied().map(Hash).collect();
    judged((number(0), leaf_hash(b"older")), (number(8), leaf_hash(b"newer")), &hashes);

    let newer = u64::from(head[16]) + 1;
    let older = u64::from(head[17]) % newer + 1;
    let path = TREE.consistency(older, newer).expect("it grew");
    let root_at = |size| TREE.root_at(size).expect("as large");
    let mut changed = path.clone();
    for change in changes.chunks_exact(3) {
        match change[0] % 4 {
            0 => changed.push(leaf_hash(&change[1..])),
            1 => drop(changed.pop()),
            2 if !changed.is_empty() => {
                let at = usize::from(change[1]) % changed.len();
                changed[at].0[usize::from(change[2] % 32)] ^= 1 | change[2];
            }
            _ => changed.reverse(),
        }
    }
    let accepted = judged((older, root_at(older)), (newer, root_at(newer)), &changed);
    assert_eq!(accepted, changed == path);
});
