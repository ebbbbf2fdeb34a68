//! Buttons by the thousand: what a rate leaves below the centime is carried, until it is a centime.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{GOLDEN, mad};
use crate::agreement::document::Agreement;
use crate::agreement::facts::{Carried, Facts};
use crate::agreement::split::{CannotSplit, Split};
use crate::id::MemberId;
use crate::money::exact::Exact;
use crate::money::{MAD, Money};

/// Makers at this rate for each piece; the cooperative has the rest.
fn buttons(rate: &str) -> Agreement {
    let mut document: Value = serde_json::from_str(GOLDEN).expect("the golden agreement is JSON");
    document["residues"] = json!("carried");
    document["claw_back"] = json!({"fund": "quality"});
    document["example"] = Value::Null;
    document["steps"] = json!([
        {"kind": "share", "name": "buttons", "to": {"makers": "pieces"}, "take": {"fixed": {"amount": rate, "per": "piece"}}},
        {"kind": "share", "name": "cooperative", "to": "cooperative", "take": "rest"},
    ]);
    serde_json::from_value(document).expect("the terms of a test are readable")
}

fn sale(gross: Money, makers: &[(&str, u32)], carried: &[(&str, &str)]) -> Facts {
    let pieces: u32 = makers.iter().map(|(_, pieces)| pieces).sum();
    let maker = |(member, pieces): &(&str, u32)| json!({"member": member, "did": {"pieces": pieces.to_string()}});
    let makers: Vec<Value> = makers.iter().map(maker).collect();
    let carried: Vec<Value> =
        carried.iter().map(|(member, amount)| json!({"member": member, "amount": amount})).collect();
    let facts = json!({"gross": gross, "sold": {"pieces": pieces.to_string()}, "makers": makers, "carried": carried});
    serde_json::from_value(facts).expect("the facts of a test are readable")
}

fn told(split: &Split) -> Vec<(String, String, String, String)> {
    let residue = |one: &crate::agreement::split::Residue| {
        (one.member.to_string(), one.before.to_string(), one.exact.to_string(), one.after.to_string())
    };
    split.residues.iter().map(residue).collect()
}

fn row(member: &str, before: &str, exact: &str, after: &str) -> (String, String, String, String) {
    (member.to_owned(), before.to_owned(), exact.to_owned(), after.to_owned())
}

#[test]
fn twelve_hundred_and_thirty_seven_buttons_leave_part_of_a_centime() {
    let split = buttons("1.2345").split(&sale(mad("2000"), &[("maker-1", 1_237)], &[])).expect("a price that suffices");
    assert_eq!(split.makers()[0].amount, mad("1527.07"));
    assert_eq!(told(&split), [row("maker-1", "0.00 MAD", "1527.0765 MAD", "0.0065 MAD")]);
    assert_eq!(split.slices[1].amount, mad("472.93"), "whoever takes the rest stands on the other side");
    insta::assert_snapshot!(split.in_words().join("\n"), @r"
    Of 2,000.00 MAD:
    - the makers get 1,527.07 (buttons: 1.2345 a piece for 1237): maker-1 1,527.07
    - the cooperative keeps 472.93 (cooperative: all that is left)
    Together: 1,527.07 + 472.93 = 2,000.00 MAD.
    The rates of maker-1 make exactly 1,527.0765; with 0.00 from before, 0.0065 is carried to her next sale.
    ");
}

#[test]
fn what_was_carried_becomes_a_centime() {
    let again = sale(mad("2000"), &[("maker-1", 1_237), ("maker-2", 1)], &[("maker-1", "0.0065 MAD")]);
    let split = buttons("1.2345").split(&again).expect("a price that suffices");
    let paid: Vec<_> = split.makers().iter().map(|part| part.amount).collect();
    assert_eq!(paid, ["1527.08", "1.23"].map(mad), "1,527.0765 and 0.0065 are 1,527.083");
    let expected = [
        row("maker-1", "0.0065 MAD", "1527.0765 MAD", "0.003 MAD"),
        row("maker-2", "0.00 MAD", "1.2345 MAD", "0.0045 MAD"),
    ];
    assert_eq!(told(&split), expected);
}

#[test]
fn a_rate_of_whole_centimes_has_nothing_to_carry() {
    let split = buttons("1.25").split(&sale(mad("100"), &[("maker-1", 4)], &[])).expect("a price that suffices");
    assert_eq!(told(&split), []);
    let split = buttons("1.25").split(&sale(mad("100"), &[("maker-1", 4)], &[("maker-1", "0.004 MAD")]));
    assert_eq!(told(&split.expect("a price that suffices")), [row("maker-1", "0.004 MAD", "5.00 MAD", "0.004 MAD")]);
}

#[test]
fn what_she_had_too_much_is_kept_first() {
    let split = buttons("0.01").split(&sale(mad("1"), &[("maker-1", 1)], &[("maker-1", "-0.003 MAD")]));
    let split = split.expect("a price that suffices");
    assert_eq!(split.makers()[0].amount, mad("0"));
    assert_eq!(told(&split), [row("maker-1", "-0.003 MAD", "0.01 MAD", "0.007 MAD")]);
}

#[test]
fn a_centime_the_price_has_not_waits_and_the_rate_itself_must_fit() {
    // At 0.335 each of three has 0.33 and 0.005; 0.005 were carried to each, so each is due 0.34.
    let carried = [("maker-1", "0.005 MAD"), ("maker-2", "0.006 MAD"), ("maker-3", "0.005 MAD")];
    let makers = [("maker-1", 1), ("maker-2", 1), ("maker-3", 1)];
    let paid = |gross: &str| {
        let split = buttons("0.335").split(&sale(mad(gross), &makers, &carried))?;
        Ok::<_, CannotSplit>((split.makers().iter().map(|part| part.amount).collect::<Vec<_>>(), told(&split)))
    };
    assert_eq!(paid("1.02").map(|(paid, _)| paid), Ok(["0.34"; 3].map(mad).to_vec()));
    let (short, residues) = paid("1.00").expect("the rates alone fit");
    assert_eq!(short, ["0.33", "0.34", "0.33"].map(mad), "who has least left over waits first");
    assert_eq!(residues[0], row("maker-1", "0.005 MAD", "0.335 MAD", "0.01 MAD"));
    let refused = paid("0.98").map_err(|why| why.to_string());
    let words =
        "step `buttons` takes 1.02 MAD, but the steps before it have left 0.98 MAD: the price is over-allocated";
    assert_eq!(refused.map(|_| ()), Err(words.to_owned()));
}

#[test]
fn residues_are_carried_only_where_a_rate_leaves_some() {
    let mut bounded = buttons("1.2345");
    if let crate::agreement::step::Step::Share(share) = &mut bounded.steps[0] {
        share.at_most = serde_json::from_value(json!({"amount": "5", "per": "order"})).ok();
    }
    let problems: Vec<_> = bounded.check().iter().map(ToString::to_string).collect();
    assert!(problems.iter().any(|problem| problem.starts_with("residues are carried, but no share")), "{problems:?}");
    let twice = sale(mad("10"), &[("maker-1", 1)], &[("maker-1", "0.001 MAD"), ("maker-1", "0.002 MAD")]);
    let refused = buttons("1").split(&twice).map_err(|why| why.to_string());
    assert_eq!(refused, Err("what is carried for `maker-1` is listed twice: write the sum once".to_owned()));
    let foreign = sale(mad("10"), &[("maker-1", 1)], &[("maker-1", "0.001 EUR")]);
    let refused = buttons("1").split(&foreign).map_err(|why| why.to_string());
    assert_eq!(refused, Err("what is carried for `maker-1` is 0.001 EUR: write it in MAD".to_owned()));
}

/// One sale of a season: its rate in millionths, and how many pieces each of some makers made.
fn one_sale() -> impl Strategy<Value = (u32, Vec<(usize, u32)>)> {
    let makers = prop::collection::btree_map(0_usize..12, 1..5_000_u32, 1..7);
    (1..3_000_000_u32, makers.prop_map(|makers| makers.into_iter().collect()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Over any season what each was paid and what her rates made never differ by a whole centime.
    #[test]
    fn what_each_was_paid_and_what_her_rates_made_differ_by_less_than_a_centime(
        season in prop::collection::vec(one_sale(), 1..60),
    ) {
        let mut carried: BTreeMap<MemberId, Exact> = BTreeMap::new();
        let mut exact: BTreeMap<MemberId, Decimal> = BTreeMap::new();
        let mut paid: BTreeMap<MemberId, i128> = BTreeMap::new();
        for (turn, (millionths, made)) in (0..).zip(season) {
            let rate = Decimal::new(i64::from(millionths), 6);
            let names: Vec<String> = made.iter().map(|(maker, _)| format!("maker-{maker}")).collect();
            let makers: Vec<(&str, u32)> = names.iter().map(String::as_str).zip(made.iter().map(|(_, pieces)| *pieces)).collect();
            let pieces: u32 = makers.iter().map(|(_, pieces)| pieces).sum();
            // The buyer pays a little more for each piece than its maker has.
            let gross = Money::rounded((rate + Decimal::new(2, 1)) * Decimal::from(pieces), MAD)?;
            let mut facts = Facts { turn, ..sale(gross, &makers, &[]) };
            facts.carried = carried.iter().map(|(member, amount)| Carried { member: *member, amount: *amount }).collect();
            facts.carried.retain(|due| facts.makers.iter().any(|maker| maker.member == due.member));
            let split = buttons(&rate.to_string()).split(&facts)?;
            prop_assert_eq!(split.slices.iter().map(|slice| slice.amount.minor()).sum::<i128>(), gross.minor());
            for residue in &split.residues {
                carried.insert(residue.member, residue.after);
            }
            for part in split.makers() {
                *paid.entry(part.member).or_default() += part.amount.minor();
            }
            for maker in &facts.makers {
                let hers = maker.did.pieces.map_or(Decimal::ZERO, |pieces| pieces.decimal() * rate);
                *exact.entry(maker.member).or_default() += hers;
            }
        }
        for (member, exact) in exact {
            let paid = Money::new(paid.get(&member).copied().unwrap_or_default(), MAD).decimal();
            let due = carried.get(&member).map_or(Decimal::ZERO, |due| due.decimal());
            prop_assert_eq!(exact - paid, due, "what {} is due is what is carried for her", member);
            prop_assert!(due >= Decimal::ZERO && due < Decimal::new(1, 2), "{} is due {}", member, due);
        }
    }
}
