//! Which figures about groups of people are not shown, so that nobody is recognised by being one of few.
//!
//! A group of one to four persons is withheld, and never shown as nothing. Groups of one table add up to their total, so
//! a single withheld group could be computed from the others: then the smallest of the others is withheld as well, until
//! at least two groups, of five persons together, share what is not shown. A total is withheld only where it is itself
//! of fewer than five. A group of nobody has nobody to protect and is shown.
//!
//! This holds for one table of groups that do not overlap. So no indicator divides people by two things at once, and
//! tables about the same people share nothing but their total. What it cannot prevent is that somebody compares the same
//! table on two days.

/// A group of fewer persons is not shown.
pub const LEAST: u64 = 5;

/// What is not shown of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Whether each group is, in the order they were given.
    pub groups: Vec<bool>,
    /// Whether the total is.
    pub total: bool,
}

/// Whether a single figure about so many persons is withheld.
#[must_use]
pub fn is_too_few(persons: u64) -> bool {
    persons > 0 && persons < LEAST
}

/// Decides what is withheld of groups of so many persons that are shown with their total.
#[must_use]
pub fn withheld(persons: &[u64]) -> Withheld {
    let mut groups: Vec<bool> = persons.iter().map(|persons| is_too_few(*persons)).collect();
    let total = is_too_few(persons.iter().sum());
    if total {
        return Withheld { groups, total };
    }
    loop {
        let hidden = persons.iter().zip(&groups).filter(|(_, hidden)| **hidden);
        let (count, together) = hidden.fold((0, 0), |(count, sum), (persons, _)| (count + 1, sum + persons));
        if count == 0 || (count >= 2 && together >= LEAST) {
            return Withheld { groups, total };
        }
        let shown = (0..persons.len()).filter(|place| !groups[*place] && persons[*place] > 0);
        // Of equal groups the last one, so that the order of a table decides and nothing else.
        match shown.min_by_key(|place| (persons[*place], std::cmp::Reverse(*place))) {
            Some(place) => groups[place] = true,
            None => return Withheld { groups, total },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_withheld_where_every_group_is_large_enough_or_empty() {
        assert_eq!(withheld(&[12, 0, 5]), Withheld { groups: vec![false, false, false], total: false });
        assert_eq!(withheld(&[]), Withheld { groups: vec![], total: false });
    }

    #[test]
    fn a_small_group_takes_the_smallest_of_the_others_with_it() {
        assert_eq!(withheld(&[40, 3, 9]).groups, [false, true, true]);
        assert_eq!(withheld(&[17, 3]).groups, [true, true]);
        assert_eq!(withheld(&[2, 2, 30, 30]).groups, [true, true, false, true], "two small ones are still only four");
    }

    #[test]
    fn small_groups_that_protect_each_other_take_nobody_with_them() {
        assert_eq!(withheld(&[3, 40, 4]).groups, [true, false, true]);
    }

    #[test]
    fn a_total_of_few_is_withheld_with_all_it_is_made_of() {
        assert_eq!(withheld(&[3, 0]), Withheld { groups: vec![true, false], total: true });
        assert_eq!(withheld(&[2, 2]), Withheld { groups: vec![true, true], total: true });
    }

    proptest! {
        /// What a reader can compute: each group that is shown, the total, and so the sum of those that are not.
        #[test]
        fn what_is_withheld_cannot_be_computed_from_what_is_shown(
            persons in prop::collection::vec(prop_oneof![3 => 0_u64..8, 1 => 0_u64..200], 0..9),
        ) {
            let Withheld { groups, total } = withheld(&persons);
            let hidden: Vec<u64> = persons.iter().zip(&groups).filter(|(_, hidden)| **hidden).map(|(n, _)| *n).collect();
            for (persons, hidden) in persons.iter().zip(&groups) {
                prop_assert!(*hidden || !is_too_few(*persons), "a group of {persons} is shown");
                prop_assert!(!*hidden || *persons > 0, "nobody is withheld");
            }
            prop_assert_eq!(total, is_too_few(persons.iter().sum()));
            if !hidden.is_empty() && !total {
                prop_assert!(hidden.len() >= 2, "one withheld group is the total less the others");
                prop_assert!(hidden.iter().sum::<u64>() >= LEAST, "the withheld groups together are few: {hidden:?}");
            }
            if persons.iter().all(|persons| !is_too_few(*persons)) {
                prop_assert!(hidden.is_empty(), "nothing asks for {hidden:?} to be withheld");
            }
        }

        #[test]
        fn the_same_people_counted_in_two_tables_have_their_total_in_both_or_in_neither(
            one in prop::collection::vec(0_u64..9, 1..6),
        ) {
            let together = [one.iter().sum::<u64>()];
            prop_assert_eq!(withheld(&one).total, withheld(&together).total);
        }
    }
}
