//! Positions answer as a set does, however they came.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::pack::Pack;
use crate::view::positions::Positions;

proptest! {
    #[test]
    fn positions_are_a_set_whatever_the_order_in_which_they_are_noted(
        mut noted in prop::collection::vec(0_u64..2_000, 0..600), asked in 0_u64..2_000, mostly_ascending in any::<bool>(),
    ) {
        if mostly_ascending {
            let late = noted.split_off(noted.len() / 10 * 9);
            noted.sort_unstable();
            noted.extend(late);
        }
        let mut positions = Positions::default();
        noted.iter().for_each(|position| positions.note(*position));
        let set: BTreeSet<u64> = noted.into_iter().collect();
        prop_assert_eq!(positions.iter().collect::<Vec<_>>(), set.iter().copied().collect::<Vec<_>>());
        prop_assert_eq!(positions.has(asked), set.contains(&asked));

        let mut bytes = Vec::new();
        positions.pack(&mut bytes);
        let mut rest = bytes.as_slice();
        let again = Positions::unpack(&mut rest).expect("what was packed is read");
        prop_assert!(rest.is_empty());
        prop_assert_eq!(again.iter().collect::<Vec<_>>(), positions.iter().collect::<Vec<_>>());
    }
}
