//! A sieve for what lines say: what does not pass is no reference of any item, and no cut or misread one.
//!
//! It lets through more than it must. It is asked once for each line, so that most of what stands in texts is looked up
//! nowhere, and lines which name nothing in part are not held against the items of their payers in every round.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::reconcile::normal::{LONG, ONE_LOST_IN};
use crate::table::Map;

/// Of a long reference in which one sign is misread one of two pieces of so many signs at its beginning is right.
const PIECE: usize = LONG / 5 * 2;

/// By so many signs at its beginning, and by its length, a text is told from what is no reference. They must be right.
const BEGINNING: usize = 3;

/// How references of items may begin, kept as hashes: what is a hash by chance is looked at once more than it had to be.
#[derive(Default)]
pub(super) struct Sieve {
    /// How references begin and how long they are: few, and asked first.
    shapes: Map<([u8; BEGINNING], usize), ()>,
    cut: Map<u64, ()>,
    first: Map<u64, ()>,
    second: Map<u64, ()>,
}

impl Sieve {
    /// Adds a dense reference.
    pub(super) fn add(&mut self, reference: &str) {
        let whole = reference.len();
        let Some(beginning) = beginning(reference) else { return };
        self.shapes.insert((beginning, whole), ());
        if reference.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        for end in whole - whole / ONE_LOST_IN..whole {
            self.shapes.insert((beginning, end), ());
            if let Some(cut) = reference.get(..end) {
                self.cut.insert(hashed(cut), ());
            }
        }
        if whole >= LONG {
            let pieces = (reference.get(..PIECE), reference.get(PIECE..2 * PIECE));
            if let (Some(first), Some(second)) = pieces {
                self.first.insert(hashed(first), ());
                self.second.insert(hashed(second), ());
            }
        }
    }

    /// Whether a dense text may be a reference, whole or not, by how it begins and how long it is.
    pub(super) fn may_be_any(&self, found: &str) -> bool {
        beginning(found).is_some_and(|beginning| self.shapes.contains_key(&(beginning, found.len())))
    }

    /// Whether a dense text, if it may be any, may be a reference that was cut or misread.
    pub(super) fn lets_through(&self, found: &str) -> bool {
        let knows = |known: &Map<u64, ()>, piece: Option<&str>| piece.is_some_and(|it| known.contains_key(&hashed(it)));
        self.cut.contains_key(&hashed(found))
            || found.len() >= 2 * PIECE
                && (knows(&self.first, found.get(..PIECE)) || knows(&self.second, found.get(PIECE..2 * PIECE)))
    }
}

fn beginning(text: &str) -> Option<[u8; BEGINNING]> {
    text.as_bytes().first_chunk().copied()
}

fn hashed(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reconcile::normal::{is_cut, is_misread};

    proptest! {
        #[test]
        fn whatever_is_cut_or_misread_passes(
            reference in "[A-C]{2}[0-9]{4,30}",
            lost in 0_usize..8,
            place in BEGINNING..36,
            sign in "[A-C0-9]",
        ) {
            let mut sieve = Sieve::default();
            sieve.add(&reference);
            let mut found = reference[..reference.len().saturating_sub(lost)].to_owned();
            if place < found.len() {
                found.replace_range(place..=place, &sign);
            }
            if is_cut(&found, &reference) || is_misread(&found, &reference) {
                prop_assert!(sieve.may_be_any(&found) && sieve.lets_through(&found), "{found} of {reference}");
            }
        }
    }

    #[test]
    fn what_is_whole_or_another_does_not_pass() {
        let mut sieve = Sieve::default();
        sieve.add("INV20260142");
        for found in ["INV20260142", "INV2026", "INV2025014", "20260142"] {
            assert!(!sieve.lets_through(found), "{found}");
        }
        assert!(sieve.may_be_any("INV20260142") && !sieve.may_be_any("FAC20260142") && !sieve.may_be_any("INV2026"));
        assert!(sieve.lets_through("INV2026014"));
    }
}
