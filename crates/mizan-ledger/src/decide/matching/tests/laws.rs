//! What holds of statements' lines whatever is read, matched and taken back, in any order: each line is matched once or waits,
//! what it is matched with comes to what it says, and to read a line again adds nothing.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::account::Account;
use crate::decide::matching::tests::{a_sale, undo};
use crate::decide::stories::{Said, Story, say};
use crate::event::matching::Side;
use crate::id::{LineId, MatchId};
use crate::money::{MAD, Money};
use crate::posting::postings;

/// The lines that the bank writes, of a few amounts so that many could be taken for each other: in or out, in dirhams.
const LINES: [(u32, Side); 8] = [
    (100, Side::Credit),
    (100, Side::Credit),
    (100, Side::Debit),
    (40, Side::Debit),
    (140, Side::Credit),
    (60, Side::Credit),
    (1, Side::Debit),
    (200, Side::Credit),
];

#[derive(Debug, Clone)]
enum Act {
    /// Some lines are read, those that were read before among them, in any order.
    Read(Vec<usize>),
    /// Lines are matched with a payment of so much, less a charge.
    Match { lines: Vec<usize>, paid: u32, charge: u32 },
    /// Lines are matched with what the last records say already.
    Find { lines: Vec<usize>, back: u64 },
    /// A match is taken back.
    Undo(usize),
    /// Somebody books a payment by hand.
    ByHand(u32),
}

fn act() -> impl Strategy<Value = Act> {
    let lines = || prop::collection::vec(0..LINES.len(), 1..4);
    let amount = || prop::sample::select(vec![1_u32, 40, 60, 100, 140, 200]);
    prop_oneof![
        3 => prop::collection::vec(0..LINES.len(), 1..8).prop_map(Act::Read),
        6 => (lines(), amount(), prop::sample::select(vec![0_u32, 0, 1, 40])).prop_map(|(lines, paid, charge)| Act::Match {
            lines, paid, charge
        }),
        3 => (lines(), 0_u64..4).prop_map(|(lines, back)| Act::Find { lines, back }),
        2 => (0_usize..8).prop_map(Act::Undo),
        1 => amount().prop_map(Act::ByHand),
    ]
}

fn line(number: usize) -> Said {
    let (amount, side) = LINES[number];
    let data = json!({"line": format!("line-{number}"), "till": "bank:main", "amount": dirhams(amount), "side": side});
    say("treasurer", "record_statement_line", data).under(&format!("line:{number}"))
}

fn dirhams(amount: u32) -> String {
    format!("{amount}.00 MAD")
}

fn confirm(turn: usize, lines: &[usize], rest: Value) -> Said {
    let lines: Vec<String> = lines.iter().map(|line| format!("line-{line}")).collect();
    let words = json!({"match": format!("match-{turn}"), "lines": lines, "found_by": "person"});
    say("treasurer", "confirm_match", words).saying(rest)
}

fn said(turn: usize, act: &Act, story: &Story) -> Vec<Said> {
    match act {
        Act::Read(lines) => lines.iter().map(|number| line(*number)).collect(),
        Act::Match { lines, paid, charge } => {
            let payment = json!({"as": "payment", "payment": format!("payment-{turn}"), "amount": dirhams(*paid)});
            let fee = json!({"as": "fee", "fee": format!("fee-{turn}"), "kind": "bank", "amount": dirhams(*charge)});
            let books = if *charge == 0 { json!([payment]) } else { json!([payment, fee]) };
            vec![confirm(turn, lines, json!({"books": books}))]
        }
        Act::Find { lines, back } => {
            vec![confirm(turn, lines, json!({"booked": [story.position().saturating_sub(1 + back)]}))]
        }
        Act::Undo(number) => vec![undo(&format!("match-{number}"))],
        Act::ByHand(amount) => {
            let words = json!({"payment": format!("by-hand-{turn}"), "amount": dirhams(*amount), "till": "bank:main"});
            vec![say("treasurer", "receive_payment", words)]
        }
    }
}

/// What a record moves on the bank account.
fn moves(story: &Story, position: u64) -> i128 {
    let record = &story.log()[usize::try_from(position).expect("a position of this log")];
    assert_eq!(record.envelope.position, position);
    let mut moved = Vec::new();
    postings(&record.event, &mut moved);
    let bank = Account::Till("bank:main".parse().expect("a till"));
    moved.iter().filter(|posting| posting.account == bank).map(|posting| posting.amount.minor()).sum()
}

/// Each line stands in one match that holds, or waits; a match comes to its lines; no record explains two of them.
fn check(story: &Story, read: &BTreeSet<usize>) {
    let own = story.cooperative();
    let mut in_matches: BTreeMap<LineId, MatchId> = BTreeMap::new();
    let mut explained: BTreeMap<u64, MatchId> = BTreeMap::new();
    for (id, matched) in own.matches.iter().filter(|(_, matched)| !matched.undone) {
        let says: i128 =
            matched.lines.iter().map(|line| own.statement_lines.get(line).map_or(0, |line| line.moved.minor())).sum();
        let booked: i128 = matched.records.iter().map(|position| moves(story, *position)).sum();
        assert_eq!(says, booked, "{id} comes to its lines");
        for line in &matched.lines {
            assert_eq!(in_matches.insert(*line, id), None, "{line} is matched once");
        }
        for position in &matched.records {
            assert_eq!(explained.insert(*position, id), None, "record {position} explains one match");
        }
    }
    assert_eq!(own.statement_lines.iter().count(), read.len(), "a line that is read again adds nothing");
    for (id, line) in own.statement_lines.iter() {
        assert_eq!(line.matched, in_matches.get(&id).copied(), "{id} is matched by whoever has it, or waits");
    }
    assert_eq!(own.explained, explained);
    // What the account holds is what the matched lines say and what nothing on a statement explains.
    let matched: i128 =
        own.statement_lines.iter().filter(|(_, line)| line.matched.is_some()).map(|(_, line)| line.moved.minor()).sum();
    let others: i128 = (0..story.position())
        .filter(|position| !explained.contains_key(position))
        .map(|position| moves(story, position))
        .sum();
    let bank = Account::Till("bank:main".parse().expect("a till"));
    assert_eq!(own.balances.of(bank, MAD), Money::new(matched + others, MAD));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_line_is_matched_with_what_it_says_or_waits(acts in prop::collection::vec(act(), 1..24)) {
        let mut story = a_sale();
        let mut read = BTreeSet::new();
        for (turn, act) in acts.iter().enumerate() {
            if let Act::Read(lines) = act {
                read.extend(lines.iter().copied());
            }
            for said in said(turn, act, &story) {
                let told = story.when(said);
                (story, _) = told.whatever();
            }
            check(&story, &read);
        }
    }

    #[test]
    fn statements_in_any_order_and_as_often_as_you_like_leave_the_same_lines(
        one in prop::collection::vec(0..LINES.len(), 1..12), other in prop::collection::vec(0..LINES.len(), 0..12),
    ) {
        let read = |order: Vec<usize>| {
            order.into_iter().fold(a_sale(), |story, number| story.when(line(number)).whatever().0)
        };
        let lines = |story: &Story| {
            let mut lines: Vec<_> = story.cooperative().statement_lines.iter().map(|(id, line)| (id, line.into_owned())).collect();
            lines.sort_by_key(|(id, _)| *id);
            lines
        };
        let forwards = read([one.clone(), other.clone()].concat());
        let backwards = read([other, one.clone(), one].concat().into_iter().rev().collect());
        prop_assert_eq!(lines(&forwards), lines(&backwards));
        prop_assert_eq!(forwards.log().len(), backwards.log().len());
    }
}
