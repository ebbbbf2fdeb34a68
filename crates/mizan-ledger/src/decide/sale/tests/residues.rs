//! Buttons at 1.2345 MAD: the invoice is rounded once, and what a rate leaves below the centime goes from sale to sale.

use serde_json::{Value, json};

use super::terms;
use crate::decide::stories::{Said, Story, given, paid, say, the_cooperative};
use crate::id::MemberId;

fn steps(rate: &str) -> Value {
    json!([
        {"kind": "share", "name": "buttons", "to": {"makers": "pieces"}, "take": {"fixed": {"amount": rate, "per": "piece"}}},
        {"kind": "share", "name": "cooperative", "to": "cooperative", "take": "rest"},
    ])
}

fn the_house() -> Vec<Said> {
    [the_cooperative(), terms(json!({"residues": "carried", "booking": "principal"}), steps("1.2345"))].concat()
}

/// Buttons sold at 1.75 apiece, made by these members.
fn buttons(sale: &str, total: &str, makers: &[(&str, u32)]) -> Said {
    let pieces: u32 = makers.iter().map(|(_, pieces)| pieces).sum();
    let maker = |(member, pieces): &(&str, u32)| json!({"member": member, "did": {"pieces": pieces.to_string()}});
    let makers: Vec<Value> = makers.iter().map(maker).collect();
    let lines = json!([{"product": "buttons", "quantity": pieces.to_string(), "unit_price": "1.753333"}]);
    say(
        "treasurer",
        "record_sale",
        json!({"sale": sale, "buyer": "demo-shop", "channel": "story", "lines": lines,
        "total": total, "makers": makers}),
    )
}

#[track_caller]
fn carried(story: &Story, member: &str) -> String {
    let member: MemberId = member.parse().expect("a story names members");
    story.cooperative().carried.get(&member).map_or("nothing".to_owned(), ToString::to_string)
}

const KINDS: [&str; 4] = ["sale_recorded", "commission_charged", "proceeds_allocated", "residues_carried"];

fn residue(before: &str, exact: &str, after: &str) -> Value {
    json!({"member": "weaver-1", "before": before, "exact": exact, "after": after})
}

#[test]
fn what_is_left_below_a_centime_is_paid_with_a_later_sale() {
    // 1,237 at 1.753333 are 2,168.872921: the buyer owes 2,168.87, and her rate makes 1,527.0765 of it.
    let story = given(the_house())
        .when(buttons("sale-1", "2168.87 MAD", &[("weaver-1", 1_237)]))
        .then(&KINDS)
        .with("/2/makers/0/amount", json!("1527.07 MAD"))
        .with("/3/residues/0", residue("0.00 MAD", "1527.0765 MAD", "0.0065 MAD"))
        .holds("liabilities:member:weaver-1:pending", "1527.07 MAD")
        // The cooperative, which takes the rest, stands on the other side until the centime is paid.
        .with("/1/amount", json!("641.80 MAD"));
    assert_eq!(carried(&story, "weaver-1"), "0.0065 MAD");
    let story = story
        .when(buttons("sale-2", "2170.63 MAD", &[("weaver-1", 1_237), ("weaver-2", 1)]))
        .then(&KINDS)
        .with("/2/makers/0/amount", json!("1527.08 MAD"))
        .with("/3/residues/0", residue("0.0065 MAD", "1527.0765 MAD", "0.003 MAD"));
    assert_eq!(
        (carried(&story, "weaver-1"), carried(&story, "weaver-2")),
        ("0.003 MAD".to_owned(), "0.0045 MAD".to_owned())
    );
    assert_eq!(carried(&story, "weaver-3"), "nothing");
}

#[test]
fn a_correction_takes_back_what_a_sale_carried() {
    let story = given(the_house()).and([buttons("sale-1", "2168.87 MAD", &[("weaver-1", 1_237)])]);
    let position = story.position();
    let story = story.and([buttons("sale-2", "2168.87 MAD", &[("weaver-1", 1_237)])]);
    assert_eq!(carried(&story, "weaver-1"), "0.003 MAD");
    let targets: Vec<u64> = (position..position + 4).collect();
    let words =
        json!({"correction": "correction-1", "targets": targets, "reason": "wrong_amount", "approved_by": "president"});
    let story = story.when(say("treasurer", "declare_correction", words)).then(&["correction_declared"]);
    assert_eq!(carried(&story, "weaver-1"), "0.0065 MAD");
    let story = story
        .when(buttons("sale-2", "1.75 MAD", &[("weaver-1", 1)]))
        .then(&KINDS)
        .with("/2/makers/0/amount", json!("1.24 MAD"))
        .with("/3/residues/0", residue("0.0065 MAD", "1.2345 MAD", "0.001 MAD"));
    assert_eq!(carried(&story, "weaver-1"), "0.001 MAD");
}

#[test]
fn a_credit_note_of_all_takes_back_what_its_sale_carried_and_one_of_a_part_does_not() {
    let credit = |id: &str, sale: &str, amount: &str| {
        say(
            "treasurer",
            "issue_credit_note",
            json!({"credit_note": id, "sale": sale, "amount": amount, "reason": "cancelled"}),
        )
    };
    let story = given(the_house())
        .and([
            buttons("sale-1", "2168.87 MAD", &[("weaver-1", 1_237)]),
            buttons("sale-2", "2168.87 MAD", &[("weaver-1", 1_237)]),
        ])
        .when(credit("credit-1", "sale-1", "1000.00 MAD"))
        .then(&["credit_note_issued"]);
    assert_eq!(carried(&story, "weaver-1"), "0.003 MAD");
    // Of sale-1 nothing is left, and the 0.0065 it carried became a part of the centime sale-2 paid: she had it already.
    let story = story
        .when(credit("credit-2", "sale-1", "1168.87 MAD"))
        .then(&["credit_note_issued", "residues_carried"])
        .with("/1/residues/0", residue("0.003 MAD", "-1527.0765 MAD", "-0.0035 MAD"));
    assert_eq!(carried(&story, "weaver-1"), "-0.0035 MAD");
    let story = story
        .when(buttons("sale-3", "1.75 MAD", &[("weaver-1", 1)]))
        .then(&KINDS)
        .with("/2/makers/0/amount", json!("1.23 MAD"))
        .with("/3/residues/0", residue("-0.0035 MAD", "1.2345 MAD", "0.001 MAD"));
    assert_eq!(carried(&story, "weaver-1"), "0.001 MAD");
}

#[test]
fn an_agreement_that_says_nothing_of_it_rounds_each_sale_as_before() {
    given([the_cooperative(), terms(json!({}), steps("1.2345"))].concat())
        .when(buttons("sale-1", "2168.87 MAD", &[("weaver-1", 1_237)]))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/2/makers/0/amount", json!("1527.08 MAD"));
}

#[test]
fn what_was_charged_back_whole_carries_nothing_on_until_it_is_won() {
    let bears = json!({"fx": "cooperative", "chargeback": "makers", "breakage": "makers", "late_payment": "makers"});
    let house = terms(json!({"residues": "carried", "booking": "principal", "bears": bears}), steps("1.2345"));
    let taken = json!({"chargeback": "chargeback-1", "sale": "sale-1", "amount": "2168.87 MAD", "till": "bank:main"});
    let back = json!({"chargeback": "chargeback-1", "till": "bank:main"});
    let story = given([the_cooperative(), house].concat())
        .and([buttons("sale-1", "2168.87 MAD", &[("weaver-1", 1_237)]), paid("sale-1", "2168.87 MAD")]);
    assert_eq!(carried(&story, "weaver-1"), "0.0065 MAD");
    let story = story
        .when(say("treasurer", "receive_chargeback", taken).on("2026-03-10"))
        .then(&["chargeback_received", "residues_carried"])
        .with("/1/residues/0", residue("0.0065 MAD", "-1527.0765 MAD", "0.00 MAD"));
    let story = story
        .when(say("treasurer", "reverse_chargeback", back).on("2026-04-02"))
        .then(&["chargeback_reversed", "residues_carried"])
        .with("/1/residues/0", residue("0.00 MAD", "1527.0765 MAD", "0.0065 MAD"));
    assert_eq!(carried(&story, "weaver-1"), "0.0065 MAD");
}
