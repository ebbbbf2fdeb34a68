//! Two records hashed at once: each step of SHA-256 waits for the one before it, and meanwhile the processor has room for a
//! step of another.
//!
//! Here stands only in which order the steps are taken, block by block in turn; a step is the library's. That takes a fifth
//! less time than one record behind the other (290 ns for 374 a record of 650 bytes, `--bench proof`).

use sha2::block_api::compress256;

use crate::hash::{BEGINNING, Block, Hash, LEAF, end, leaf_hash};

/// The hashes of two records, each as [`leaf_hash`] has it.
pub fn leaf_hashes(one: &[u8], other: &[u8]) -> [Hash; 2] {
    let (Some(one), Some(other)) = (Leaf::of(one), Leaf::of(other)) else {
        return [leaf_hash(one), leaf_hash(other)];
    };
    let mut states = [BEGINNING; 2];
    let [left, right] = &mut states;
    compress256(left, &[one.first]);
    compress256(right, &[other.first]);
    for (one, other) in one.middle.iter().zip(other.middle) {
        compress256(left, std::slice::from_ref(one));
        compress256(right, std::slice::from_ref(other));
    }
    let both = one.middle.len().min(other.middle.len());
    compress256(left, &one.middle[both..]);
    compress256(right, &other.middle[both..]);
    compress256(left, one.last());
    compress256(right, other.last());
    states.map(Hash::of_state)
}

/// What is hashed of a record, in blocks: the mark of a leaf, the record, and what SHA-256 puts behind (FIPS 180-4, 5.1.1).
struct Leaf<'a> {
    /// The mark, and as much of the record as fills a block.
    first: Block,
    /// The blocks of the record that are whole.
    middle: &'a [Block],
    /// The rest, the bit behind it, zeros, and how many bits there were.
    last: [Block; 2],
    /// Whether that takes both.
    is_long: bool,
}

impl Leaf<'_> {
    /// Of a record that fills a block at least.
    fn of(record: &[u8]) -> Option<Leaf<'_>> {
        let (start, behind) = record.split_at_checked(size_of::<Block>() - 1)?;
        let mut first = [LEAF; size_of::<Block>()];
        first[1..].copy_from_slice(start);
        let (middle, rest) = behind.as_chunks();
        let mut last = [[0; size_of::<Block>()]; 2];
        let is_long = rest.len() + 1 + size_of::<u64>() > size_of::<Block>();
        let bytes = last.as_flattened_mut();
        bytes[..rest.len()].copy_from_slice(rest);
        let filled = size_of::<Block>() * (1 + usize::from(is_long));
        end(&mut bytes[..filled], rest.len(), 1 + record.len());
        Some(Leaf { first, middle, last, is_long })
    }

    fn last(&self) -> &[Block] {
        if self.is_long { &self.last } else { &self.last[..1] }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_records_of_any_length_have_the_hashes_they_have_one_by_one() {
        let bytes: Vec<u8> = (0..=255).cycle().take(400).collect();
        for one in 0..330 {
            for other in [0, 1, 55, 62, 63, 64, 118, 119, 126, 127, 128, 200, one, 330 - one] {
                let (one, other) = (&bytes[..one], &bytes[bytes.len() - other..]);
                assert_eq!(leaf_hashes(one, other), [leaf_hash(one), leaf_hash(other)]);
            }
        }
    }

    proptest! {
        #[test]
        fn two_records_have_the_hashes_they_have_one_by_one(
            one in prop::collection::vec(any::<u8>(), 0..2_000), other in prop::collection::vec(any::<u8>(), 0..2_000),
        ) {
            prop_assert_eq!(leaf_hashes(&one, &other), [leaf_hash(&one), leaf_hash(&other)]);
        }
    }
}
