//! What holds of overlapping statements, whatever they say: what is the same is the same one for one, what differs is held.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::account::Till;
use crate::book::state::Cooperative;
use crate::book::state::matching::{StatementLine, Stretch, sign};
use crate::event::membership::Form;
use crate::id::LineId;
use crate::money::{MAD, Money};
use crate::reconcile::overlap::{Entry, Overlap, Recorded, overlap};

const DAY: Date = date(2026, 3, 2);

fn till() -> Till {
    "bank:main".parse().expect("a till")
}

/// Lines of one day that were recorded: their dirhams, below zero what went out, and whether the bank gave a reference.
fn recorded(lines: &[(i64, bool)]) -> Cooperative {
    let mut own = Cooperative::new(MAD, Form::Cooperative);
    for (number, (dirhams, named)) in lines.iter().enumerate() {
        let line = StatementLine {
            till: till(),
            moved: Money::new(i128::from(*dirhams) * 100, MAD),
            on: DAY,
            value_date: None,
            sign: named.then(|| sign(&format!("BK {number}"))),
            matched: None,
            taken_back: false,
        };
        own.statement_lines.insert(named_line(number), line);
    }
    own
}

fn named_line(number: usize) -> LineId {
    format!("line-{number}").parse().expect("a line's name")
}

fn entry<'a>(name: &str, dirhams: i64, reference: Option<&'a str>) -> Entry<'a> {
    let stretch = Stretch { from: Some(DAY), to: Some(DAY), opening: None, closing: None };
    let moved = Money::new(i128::from(dirhams) * 100, MAD);
    Entry { line: name.parse().expect("a line's name"), on: DAY, moved, reference, stretch, so_far: false }
}

fn held(own: &Cooperative, entries: &[Entry<'_>]) -> Overlap {
    overlap(own, till(), entries, &[])
}

fn named(name: &str) -> LineId {
    name.parse().expect("a line's name")
}

#[test]
fn what_the_bank_names_is_known_by_its_name_whatever_the_format_makes_of_it() {
    let own = recorded(&[(100, true), (100, true)]);
    let other = held(&own, &[entry("e-1", 100, Some("bk1")), entry("e-2", 100, Some("BK 7"))]);
    assert_eq!(other.entries, BTreeMap::from([(named("e-1"), Recorded::As(named("line-1")))]), "BK 7 is a third");
    assert_ne!(sign("BK 1"), sign("BK 7"));
}

#[test]
fn a_notification_without_a_reference_is_not_a_payment_that_has_one_and_says_something_else() {
    let own = recorded(&[(100, true)]);
    let other = held(&own, &[entry("e-1", 40, None)]);
    assert!(matches!(other.entries.get(&named("e-1")), Some(Recorded::Perhaps(day)) if day.recorded.len() == 1));
    let new = held(&own, &[entry("e-1", 40, Some("BK 9"))]);
    assert_eq!(new, Overlap::default(), "two references are two payments");
}

#[test]
fn two_statements_with_balances_have_one_truth_whatever_references_each_gives() {
    let mut own = recorded(&[(100, true), (40, true)]);
    let whole = |closing| Stretch {
        from: Some(DAY),
        to: Some(DAY),
        opening: Some(Money::new(1_000, MAD)),
        closing: Some(Money::new(closing, MAD)),
    };
    own.stretches.insert(till(), vec![whole(15_000)]);
    let told = |entries: &[(i64, &'static str)], closing| {
        let entry = |(number, (dirhams, reference)): (usize, &(i64, &'static str))| Entry {
            stretch: whole(closing),
            ..entry(&format!("e-{number}"), *dirhams, Some(reference))
        };
        let entries: Vec<Entry<'_>> = entries.iter().enumerate().map(entry).collect();
        held(&own, &entries).entries
    };
    let same = told(&[(40, "OTHER 1"), (100, "OTHER 2")], 15_000);
    assert_eq!(same.get(&named("e-0")), Some(&Recorded::As(named("line-1"))));
    assert_eq!(same.get(&named("e-1")), Some(&Recorded::As(named("line-0"))));
    let other = told(&[(40, "OTHER 1"), (100, "OTHER 2"), (7, "OTHER 3")], 15_700);
    assert!(other.len() == 3 && other.values().all(|recorded| matches!(recorded, Recorded::Perhaps(_))));
    let page = Stretch { opening: whole(15_000).closing, ..whole(15_500) };
    assert_eq!(held(&own, &[Entry { stretch: page, ..entry("e-9", 5, None) }]), Overlap::default(), "the next page");
}

#[test]
fn a_day_that_comes_to_nothing_and_ends_one_statement_is_the_same_day_where_it_begins_the_next() {
    let mut own = recorded(&[(100, false), (-100, false)]);
    let half = |from: Date, to: Date| Stretch {
        from: Some(from),
        to: Some(to),
        opening: Some(Money::new(1_000, MAD)),
        closing: Some(Money::new(1_000, MAD)),
    };
    let first = Stretch { opening: Some(Money::new(400, MAD)), ..half(date(2026, 2, 20), DAY) };
    own.stretches.insert(till(), vec![first]);
    let second = Stretch { closing: Some(Money::new(9_000, MAD)), ..half(DAY, date(2026, 3, 9)) };
    let told = |name, dirhams| Entry { stretch: second, ..entry(name, dirhams, None) };
    let found = held(&own, &[told("e-1", -100), told("e-2", 100)]).entries;
    assert_eq!(found.get(&named("e-1")), Some(&Recorded::As(named("line-1"))));
    assert_eq!(found.get(&named("e-2")), Some(&Recorded::As(named("line-0"))));
    let page = held(&own, &[told("e-1", 100)]).entries;
    assert!(matches!(page.get(&named("e-1")), Some(Recorded::Perhaps(_))), "a person looks: {page:?}");
}

#[test]
fn a_second_report_of_a_day_so_far_may_be_its_afternoon_and_is_held() {
    let own = recorded(&[(100, false)]);
    let report = Entry { so_far: true, ..entry("e-1", 100, None) };
    assert!(matches!(held(&own, &[report]).entries.get(&named("e-1")), Some(Recorded::Perhaps(_))));
    let named_by_the_bank = Entry { so_far: true, ..entry("e-1", 100, Some("BK 9")) };
    let own = recorded(&[(100, true)]);
    assert_eq!(held(&own, &[named_by_the_bank]), Overlap::default(), "two references are two payments");
}

/// How often each thing is there.
fn counted(all: impl IntoIterator<Item = i64>) -> BTreeMap<i64, usize> {
    all.into_iter().fold(BTreeMap::new(), |mut counted, one| {
        *counted.entry(one).or_default() += 1;
        counted
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The same amounts in any order are all known, each line once or as one of several; any other are all held, with both sides.
    #[test]
    fn a_day_is_known_whole_or_held_whole(
        lines in prop::collection::vec(prop::sample::select(vec![-100_i64, -40, 40, 100]), 1..6),
        other in prop::collection::vec(prop::sample::select(vec![-100_i64, -40, 40, 100]), 1..6),
        same in any::<bool>(),
        turned in any::<usize>(),
    ) {
        let mut said = if same { lines.clone() } else { other };
        let turn = turned % said.len();
        said.rotate_left(turn);
        let without: Vec<(i64, bool)> = lines.iter().map(|dirhams| (*dirhams, false)).collect();
        let own = recorded(&without);
        let entries: Vec<Entry<'_>> =
            said.iter().enumerate().map(|(number, dirhams)| entry(&format!("e-{number}"), *dirhams, None)).collect();
        let found = held(&own, &entries).entries;
        prop_assert_eq!(found.len(), said.len());
        let is_known = counted(lines.iter().copied()) == counted(said.iter().copied());
        let mut taken = BTreeSet::new();
        for (entry, recorded) in found {
            match recorded {
                Recorded::As(line) => {
                    prop_assert!(is_known && taken.insert(line));
                    let number = |name: LineId| name.to_string().rsplit_once('-').and_then(|(_, number)| number.parse::<usize>().ok());
                    prop_assert_eq!(number(line).map(|line| lines[line]), number(entry).map(|entry| said[entry]));
                }
                Recorded::Among(alike) => prop_assert!(is_known && alike > 1),
                Recorded::Perhaps(day) => {
                    prop_assert!(!is_known);
                    prop_assert_eq!((day.recorded.len(), day.said.len()), (lines.len(), said.len()));
                }
            }
        }
        // Under the names they have, all is itself.
        let again: Vec<Entry<'_>> =
            lines.iter().enumerate().map(|(number, dirhams)| entry(&format!("line-{number}"), *dirhams, None)).collect();
        prop_assert_eq!(held(&own, &again), Overlap::default());
    }
}
