//! What is withheld cannot be computed from what is shown.

use proptest::prelude::*;

use super::*;

/// Groups of so many, who are in no other group.
fn apart(persons: &[usize]) -> Vec<Vec<BTreeSet<(usize, usize)>>> {
    let group = |(group, persons): (usize, &usize)| vec![(0..*persons).map(|person| (group, person)).collect()];
    persons.iter().enumerate().map(group).collect()
}

fn of(persons: &[usize]) -> Withheld {
    withheld(&apart(persons))
}

#[test]
fn nothing_is_withheld_where_every_group_is_large_enough_or_empty() {
    assert_eq!(of(&[12, 0, 5]), Withheld { groups: vec![false, false, false], total: false });
    assert_eq!(of(&[]), Withheld { groups: vec![], total: false });
}

#[test]
fn a_small_group_takes_the_smallest_of_the_others_with_it() {
    assert_eq!(of(&[40, 3, 9]).groups, [false, true, true]);
    assert_eq!(of(&[17, 3]).groups, [true, true]);
    assert_eq!(of(&[2, 2, 30, 30]).groups, [true, true, false, true], "two small ones are still only four");
}

#[test]
fn small_groups_that_protect_each_other_take_nobody_with_them() {
    assert_eq!(of(&[3, 40, 4]).groups, [true, false, true]);
}

#[test]
fn a_total_of_few_is_withheld_with_all_it_is_made_of() {
    assert_eq!(of(&[3, 0]), Withheld { groups: vec![true, false], total: true });
    assert_eq!(of(&[2, 2]), Withheld { groups: vec![true, true], total: true });
}

#[test]
fn the_same_few_in_two_groups_are_still_few() {
    let few = BTreeSet::from([1, 2, 3]);
    let same = withheld(&[vec![few.clone()], vec![few], vec![(10..20).collect()], vec![(20..30).collect()]]);
    assert_eq!(same.groups, [true, true, false, true], "two groups of the same three hide nobody");
}

#[test]
fn a_group_whose_rest_is_few_is_withheld_and_so_is_what_it_could_be_computed_from() {
    let of = |own: std::ops::Range<usize>, rest: std::ops::Range<usize>| vec![own.collect(), rest.collect()];
    let hidden = withheld(&[of(0..9, 100..101), of(10..30, 110..120), of(40..46, 140..150)]);
    assert_eq!(hidden, Withheld { groups: vec![true, false, true], total: false });
    assert!(withheld(&[of(0..9, 100..101), of(10..30, 0..0)]).total, "the rest of all of them is one");
}

#[test]
fn the_largest_value_is_withheld_where_one_has_it_and_the_median_of_many_is_shown() {
    let member = |number: usize| {
        let id = |text: String| text.parse::<crate::id::Code>().expect("it is an identifier");
        (CooperativeId(id("workshop".to_owned())), MemberId(id(format!("maker-{number}"))))
    };
    let mut spread = Spread::default();
    (0..9).for_each(|number| spread.add(i64::from(number), 1, [member(number as usize)]));
    assert_eq!(spread.percentile(50, Cell::Days), Cell::Days(4));
    assert_eq!(spread.percentile(90, Cell::Days), Cell::Term(Term::Withheld));
    assert_eq!(spread.max(Cell::Days), Cell::Term(Term::Withheld));
    (0..5).for_each(|number| spread.add(8, 1, [member(number)]));
    assert_eq!(spread.max(Cell::Days), Cell::Days(8), "six have it now");
}

proptest! {
    /// What a reader can compute: each group that is shown, the total, and so the sum of those that are not.
    #[test]
    fn what_is_withheld_cannot_be_computed_from_what_is_shown(
        persons in prop::collection::vec(prop_oneof![3 => 0_usize..8, 1 => 0_usize..200], 0..9),
    ) {
        let Withheld { groups, total } = of(&persons);
        let hidden: Vec<usize> = persons.iter().zip(&groups).filter(|(_, hidden)| **hidden).map(|(n, _)| *n).collect();
        for (persons, hidden) in persons.iter().zip(&groups) {
            prop_assert!(*hidden || !is_too_few(*persons), "a group of {persons} is shown");
            prop_assert!(!*hidden || *persons > 0, "nobody is withheld");
        }
        prop_assert_eq!(total, is_too_few(persons.iter().sum()));
        if !hidden.is_empty() && !total {
            prop_assert!(hidden.len() >= 2, "one withheld group is the total less the others");
            prop_assert!(hidden.iter().sum::<usize>() >= LEAST, "the withheld groups together are few: {hidden:?}");
        }
        if persons.iter().all(|persons| !is_too_few(*persons)) {
            prop_assert!(hidden.is_empty(), "nothing asks for {hidden:?} to be withheld");
        }
    }

    /// The same where groups share people, and where another table shows what is left of each.
    #[test]
    fn neither_who_is_withheld_nor_who_is_left_beside_another_table_is_few(
        groups in prop::collection::vec(
            (prop::collection::btree_set(0_u8..30, 0..9), prop::collection::btree_set(0_u8..30, 0..9)), 0..7,
        ),
    ) {
        let groups: Vec<Vec<BTreeSet<u8>>> = groups.into_iter().map(|(own, rest)| vec![own, rest]).collect();
        let Withheld { groups: hidden, total } = withheld(&groups);
        let union = |way: usize, wanted: bool| {
            let those = groups.iter().zip(&hidden).filter(|(_, hidden)| **hidden == wanted);
            those.flat_map(|(group, _)| &group[way]).collect::<BTreeSet<_>>().len()
        };
        for (group, hidden) in groups.iter().zip(&hidden) {
            prop_assert!(*hidden || group.iter().all(|people| !is_too_few(people.len())), "{group:?} is shown");
        }
        if !total && hidden.contains(&true) {
            prop_assert!(hidden.iter().filter(|hidden| **hidden).count() >= 2);
            prop_assert!(!is_too_few(union(0, true)) && !is_too_few(union(1, true)), "{groups:?} {hidden:?}");
        }
    }

    #[test]
    fn the_same_people_counted_in_two_tables_have_their_total_in_both_or_in_neither(
        one in prop::collection::vec(0_usize..9, 1..6),
    ) {
        let together = [one.iter().sum::<usize>()];
        prop_assert_eq!(of(&one).total, of(&together).total);
    }
}
