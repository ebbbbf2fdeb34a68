//! Sums answer as a map does, however they lie in blocks.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::pack::Pack;
use crate::sums::Sums;

/// One more than the most that 96 bits hold.
const FARTHEST: i128 = 1 << 95;

fn again(sums: &Sums) -> Sums {
    let mut bytes = Vec::new();
    sums.pack(&mut bytes);
    let mut rest = bytes.as_slice();
    let again = Sums::unpack(&mut rest).expect("what was packed is read");
    assert!(rest.is_empty(), "all of it is read");
    again
}

/// As it happens: sales come one after the other, and what is taken is mostly of the oldest or of the newest.
fn change() -> impl Strategy<Value = (u32, i128)> {
    let number = prop_oneof![0_u32..2_000, 0_u32..40, 1_900_u32..2_000];
    let more = prop_oneof![4 => -3_i128..4, 1 => -FARTHEST / 4_000..FARTHEST / 4_000];
    (number, more)
}

proptest! {
    #[test]
    fn what_is_added_to_sums_is_in_them_as_in_a_map(
        many in 0_u32..2_000,
        changes in proptest::collection::vec(change(), 0..3_000),
    ) {
        let (mut sums, mut map) = (Sums::default(), BTreeMap::new());
        let first = (0..many).map(|number| (number, 1));
        for (number, more) in first.chain(changes) {
            sums.add(number, more);
            let sum = map.entry(number).or_insert(0);
            *sum += more;
            if *sum == 0 {
                map.remove(&number);
            }
            prop_assert_eq!(sums.of(number), map.get(&number).copied().unwrap_or_default());
        }
        prop_assert_eq!(sums.is_empty(), map.is_empty());
        let all = || map.iter().map(|(number, sum)| (*number, *sum));
        prop_assert!(sums.iter().eq(all()));
        prop_assert!(sums.iter().rev().eq(all().rev()));
        prop_assert_eq!(again(&sums), sums);
    }
}

#[test]
fn the_most_and_the_least_that_can_be_is_kept_to_the_last_centime() {
    for sum in [1, -1, FARTHEST - 1, -FARTHEST, 1 << 31, -(1 << 31), 1 << 63, -(1 << 63), (1 << 64) - 1] {
        let mut sums = Sums::default();
        sums.add(7, sum);
        assert_eq!(sums.of(7), sum);
        sums.add(7, -sum);
        assert!(sums.is_empty(), "nothing is left of {sum}");
    }
}

#[test]
fn sums_are_equal_when_they_come_to_the_same_whichever_came_first() {
    // Given the same sums twice, once from the first number on and once from the last,
    let (mut one, mut other) = (Sums::default(), Sums::default());
    (0..1_000).for_each(|number| one.add(number, 5));
    (0..1_000).rev().for_each(|number| other.add(number, 5));
    assert_eq!(one, other);
    // when one of them is a centime less, then they differ.
    one.add(500, -1);
    assert_ne!(one, other);
}
