//! The divisions others got wrong, and the facts an agreement cannot be applied to.

use serde_json::{Value, json};

use super::{GOLDEN, code, mad, read};
use crate::agreement::document::Agreement;
use crate::agreement::facts::Facts;
use crate::agreement::split::{CannotSplit, Split};
use crate::money::Money;

/// The golden agreement with other steps.
fn agreement(steps: &Value) -> Agreement {
    let mut document: Value = serde_json::from_str(GOLDEN).expect("the golden agreement is JSON");
    document["steps"] = steps.clone();
    document["example"] = Value::Null;
    serde_json::from_value(document).expect("the steps of a test are readable")
}

fn facts(facts: &Value) -> Facts {
    serde_json::from_value(facts.clone()).expect("the facts of a test are readable")
}

fn equal(gross: &str, makers: usize, turn: u64) -> Facts {
    let makers: Vec<_> = (1..=makers).map(|number| json!({"member": format!("maker-{number}")})).collect();
    facts(&json!({"gross": gross, "makers": makers, "turn": turn}))
}

fn party(name: &str, take: &Value) -> Value {
    json!({"kind": "share", "name": name, "to": {"party": "demo-platform"}, "take": take})
}

fn percent(rate: &str) -> Value {
    json!({"percent": {"rate": rate, "of": {"from": "gross"}}})
}

fn rest() -> Value {
    json!({"kind": "share", "name": "makers", "to": {"makers": "equal"}, "take": "rest"})
}

fn amounts(split: &Split) -> Vec<Money> {
    split.slices.iter().map(|slice| slice.amount).collect()
}

fn makers(split: &Split) -> Vec<Money> {
    split.makers().into_iter().map(|part| part.amount).collect()
}

#[test]
fn two_fifty_at_fifty_and_forty_five_and_the_rest_sums() {
    // Each rounded alone, 45 % is 1.13 and 5 % is 0.13: a centime too much.
    let agreement = agreement(&json!([party("a", &percent("0.50")), party("b", &percent("0.45")), rest()]));
    let split = agreement.split(&equal("2.50 MAD", 1, 0)).expect("a small price can be divided");
    assert_eq!(amounts(&split), ["1.25", "1.13", "0.12"].map(mad));
}

#[test]
fn two_centimes_among_three_leave_another_maker_out_each_time() {
    let agreement = agreement(&json!([rest()]));
    let parts = [0, 1, 2].map(|turn| makers(&agreement.split(&equal("0.02 MAD", 3, turn)).expect("two centimes")));
    assert_eq!(parts[0], ["0.01", "0.01", "0"].map(mad));
    assert_eq!(parts[1], ["0", "0.01", "0.01"].map(mad));
    assert_eq!(parts[2], ["0.01", "0", "0.01"].map(mad));
}

#[test]
fn the_listed_tie_break_serves_the_first_listed_and_says_so() {
    let mut agreement = agreement(&json!([rest()]));
    agreement.tie_break = crate::agreement::document::TieBreak::Listed;
    let parts = makers(&agreement.split(&equal("0.02 MAD", 3, 2)).expect("two centimes"));
    assert_eq!(parts, ["0.01", "0.01", "0"].map(mad));
}

#[test]
fn a_percentage_of_a_percentage_is_of_what_was_really_taken() {
    // An agent has 15 % of the platform's 12.5 % of 99.99: of 12.50, as it was rounded, not of 12.49875.
    let agent = party("agent", &json!({"percent": {"rate": "0.15", "of": {"from": {"step": "platform"}}}}));
    let left = party("left", &json!({"percent": {"rate": "0.5", "of": {"from": "left"}}}));
    let agreement = agreement(&json!([party("platform", &percent("0.125")), agent, left, rest()]));
    let split = agreement.split(&equal("99.99 MAD", 1, 0)).expect("a chain of percentages can be divided");
    assert_eq!(amounts(&split), ["12.50", "1.88", "42.81", "42.80"].map(mad));
}

#[test]
fn an_over_allocated_price_names_the_step_that_no_longer_fits() {
    let fixed = json!({"fixed": {"amount": "60", "per": "order"}});
    let agreement = agreement(&json!([party("a", &percent("0.50")), party("b", &fixed), rest()]));
    let refused = agreement.split(&equal("100.00 MAD", 1, 0));
    let expected = CannotSplit::OverAllocated { step: code("b"), asked: mad("60"), left: mad("50") };
    assert_eq!(refused, Err(expected));
    assert!(agreement.split(&equal("120.00 MAD", 1, 0)).is_ok(), "exactly used up is not over-allocated");
}

#[test]
fn a_minimum_that_is_missed_is_flagged_and_takes_from_nobody() {
    let golden = read(GOLDEN);
    let mut sale = golden.example.clone().expect("the golden agreement has an example").facts;
    sale.gross = mad("3600");
    let split = golden.split(&sale).expect("a low price can be divided");
    let short: Vec<_> = split.short().map(|short| (short.required, short.reached, short.short_by)).collect();
    assert_eq!(short, [(mad("2400"), mad("2312.60"), mad("87.40"))]);
    assert_eq!(split.taken_by(code("platform")), mad("360"));
}

#[test]
fn a_floor_and_a_cap_bound_a_commission() {
    let mut commission = party("platform", &percent("0.10"));
    commission["at_least"] = json!({"amount": "5", "per": "order"});
    commission["at_most"] = json!({"amount": "40", "per": "order"});
    let agreement = agreement(&json!([commission, rest()]));
    for (gross, taken) in [("20.00 MAD", "5"), ("50.00 MAD", "5"), ("200.00 MAD", "20"), ("999.00 MAD", "40")] {
        let split = agreement.split(&equal(gross, 1, 0)).expect("every price above the floor can be divided");
        assert_eq!(split.taken_by(code("platform")), mad(taken), "{gross}");
    }
    assert!(agreement.split(&equal("4.99 MAD", 1, 0)).is_err(), "the floor exceeds the price");
}

#[test]
fn bands_take_of_their_part_or_of_the_whole() {
    let bands =
        json!([{"from": "0", "rate": "0.20"}, {"from": "100", "rate": "0.10"}, {"from": "1000", "rate": "0.05"}]);
    for (reach, expected) in [("marginal", ["20", "20.00", "110", "110.05"]), ("whole", ["10", "20.00", "50", "50.05"])]
    {
        let tiers = json!({"tiers": {"of": {"from": "gross"}, "reach": reach, "bands": bands}});
        let agreement = agreement(&json!([party("platform", &tiers), rest()]));
        for (gross, taken) in ["100.00 MAD", "99.99 MAD", "1000.00 MAD", "1001.00 MAD"].into_iter().zip(expected) {
            let split = agreement.split(&equal(gross, 1, 0)).expect("every price can be divided");
            assert_eq!(split.taken_by(code("platform")), mad(taken), "{reach} of {gross}");
        }
    }
}

#[test]
fn every_unit_and_every_rule_of_the_makers_can_be_said() {
    let fixed = |per: &str| party(&per.replace('_', "-"), &json!({"fixed": {"amount": "1.005", "per": per}}));
    let resale = party("resale", &json!({"percent": {"rate": "0.01", "of": {"from": "resale"}}}));
    let net =
        json!({"percent": {"rate": "0.1", "of": {"from": "without_tax", "less": ["provider_fees", "materials"]}}});
    let units = ["order", "piece", "kilogram", "square_metre", "hour"].map(fixed);
    let named = json!([{"member": "maker-1", "rate": "0.7"}, {"member": "maker-2", "rate": "0.3"}]);
    for (rule, first) in [
        (json!("equal"), "0.5"),
        (json!("pieces"), "0.75"),
        (json!("kilograms"), "0.2"),
        (json!("square_metres"), "0"),
        (json!("hours"), "0.625"),
        (json!({"graded": [{"grade": "a", "coefficient": "1.5"}, {"grade": "b", "coefficient": "1"}]}), "0.6"),
        (json!({"named": named}), "0.7"),
    ] {
        let mut steps = vec![json!({"kind": "tax", "name": "vat", "rate": "0.20"})];
        steps.extend(units.clone());
        steps.extend([resale.clone(), party("net", &net)]);
        steps.push(json!({"kind": "share", "name": "makers", "to": {"makers": rule}, "take": "rest"}));
        let sale = facts(&json!({
            "gross": "1200.00 MAD", "resale": "5000.00 MAD", "provider_fees": "30.00 MAD", "materials": "70.00 MAD",
            "sold": {"pieces": "2", "kilograms": "3.5", "square_metres": "6.25"},
            "makers": [
                {"member": "maker-1", "did": {"pieces": "3", "kilograms": "1", "square_metres": "0", "hours": "25"},
                 "graded": [{"grade": "a", "pieces": "2"}]},
                {"member": "maker-2", "did": {"pieces": "1", "kilograms": "4", "square_metres": "1", "hours": "15"},
                 "graded": [{"grade": "b", "pieces": "2"}]},
            ],
        }));
        let split = agreement(&json!(steps)).split(&sale).expect("every unit is known");
        // The hours sold are those of the makers together: 40.
        let expected = ["200", "1.01", "2.01", "3.52", "6.28", "40.20", "50", "90", "806.98"];
        assert_eq!(amounts(&split), expected.map(mad));
        let share: rust_decimal::Decimal = first.parse().expect("a number");
        assert_eq!(makers(&split)[0], mad("806.98").times(share).expect("a part"), "{rule}");
    }
}

#[test]
fn the_invoices_own_tax_is_taken_if_it_is_only_rounded_otherwise() {
    let agreement = agreement(&json!([{"kind": "tax", "name": "vat", "rate": "0.20"}, rest()]));
    let sale = |tax: &str, lines: u32| {
        facts(
            &json!({"gross": "100.00 MAD", "tax": {"amount": tax, "lines": lines}, "makers": [{"member": "maker-1"}]}),
        )
    };
    for (tax, lines) in [("16.67 MAD", 1), ("16.68 MAD", 1), ("16.66 MAD", 1), ("16.65 MAD", 3)] {
        let split = agreement.split(&sale(tax, lines)).expect("the invoice's rounding is its own");
        assert_eq!(Ok(split.taken_by(code("vat"))), tax.parse());
        assert_eq!(Money::sum(split.gross.currency(), amounts(&split)), Ok(split.gross));
    }
    for (tax, lines) in [("16.65 MAD", 2), ("20.00 MAD", 9), ("0.00 MAD", 1)] {
        assert!(matches!(agreement.split(&sale(tax, lines)), Err(CannotSplit::TaxDiffers { .. })), "{tax} {lines}");
    }
}

#[test]
fn a_fact_that_is_missing_wrong_or_unknown_is_named() {
    let golden = read(GOLDEN);
    let sale = serde_json::to_value(golden.example.clone().expect("an example").facts).expect("facts can be written");
    let says = |change: &dyn Fn(&mut Value)| {
        let mut sale = sale.clone();
        change(&mut sale);
        golden.split(&facts(&sale)).expect_err("these facts cannot be divided").to_string()
    };
    let freight = json!({"cost": "freight", "amount": "380.00 MAD"});
    let piecework = json!({"kind": "share", "name": "piecework", "to": {"party": "demo-platform"},
        "take": {"fixed": {"amount": "1", "per": "kilogram"}}});
    let by_weight = agreement(&json!([piecework, rest()])).split(&equal("5.00 MAD", 1, 0));
    let net = json!({"percent": {"rate": "0.1", "of": {"from": "gross", "less": ["materials"]}}});
    let net = agreement(&json!([party("net", &net), rest()]));
    let mut by_grade = read(include_str!("../../../../../fixtures/agreements/buttons-by-grade.json"));
    let mut unsorted = by_grade.example.take().expect("an example").facts;
    unsorted.makers[1].graded[0].grade = code("z");
    let named = json!([{"member": "maker-1", "rate": "1"}]);
    let named = json!({"kind": "share", "name": "makers", "to": {"makers": {"named": named}}, "take": "rest"});
    let costly = facts(&json!({"gross": "5.00 MAD", "materials": "5.01 MAD", "makers": [{"member": "maker-1"}]}));
    insta::assert_snapshot!([
        says(&|sale| sale["costs"] = json!([])),
        says(&|sale| sale["costs"][0]["amount"] = json!("380.00 EUR")),
        says(&|sale| sale["costs"] = json!([freight, {"cost": "customs", "amount": "1.00 MAD"}])),
        says(&|sale| sale["costs"] = json!([freight, freight])),
        says(&|sale| sale["gross"] = json!("4310.00 EUR")),
        says(&|sale| sale["gross"] = json!("379.99 MAD")),
        says(&|sale| sale["makers"] = json!([])),
        says(&|sale| sale["makers"][1]["member"] = json!("weaver-1")),
        says(&|sale| sale["makers"][1]["did"] = json!({})),
        by_weight.expect_err("no weight is known").to_string(),
        net.split(&equal("5.00 MAD", 1, 0)).expect_err("no materials are known").to_string(),
        net.split(&costly).expect_err("the materials cost more than the price").to_string(),
        by_grade.split(&unsorted).expect_err("nobody knows this grade").to_string(),
        agreement(&json!([named])).split(&equal("5.00 MAD", 2, 0)).expect_err("one is not named").to_string(),
        agreement(&json!([])).split(&equal("5.00 MAD", 1, 0)).expect_err("nobody takes it").to_string(),
    ].join("\n"), @r#"
    step `freight` needs the cost `freight` of the sale: write 0 if there was none
    the cost `freight` is 380.00 EUR: write an amount in MAD that is not below zero
    no step of the agreement passes on the cost `customs`: leave it out, or propose a version that does
    the cost `freight` is listed twice: write the sum once
    the price is 4310.00 EUR: write an amount in MAD that is not below zero
    step `freight` takes 380.00 MAD, but the steps before it have left 379.99 MAD: the price is over-allocated
    step `makers` cannot divide 2830.90 MAD among the makers: nobody is listed, or all of them with zero
    the maker `weaver-1` is listed twice: write the sum once
    step `makers` needs the hours of maker `weaver-2`: write 0 if there was none
    step `piecework` needs the kilograms of the sale: write 0 if there was none
    step `net` needs the materials' value of the sale: write 0 if there was none
    step `net` is a percentage of -0.01 MAD: what its basis leaves out is more than the basis
    step `makers` has no coefficient for grade `z`: leave it out, or propose a version that does
    step `makers` names no percentage for maker `maker-2`
    5.00 MAD is left, and no step takes the rest
    "#);
}

#[test]
fn a_percentage_does_not_see_a_premium_paid_on_top() {
    for (placed, commission) in [("on_top", "10"), ("included", "11")] {
        let premium = json!({"kind": "premium", "name": "premium", "placed": placed, "to": {"makers": "equal"},
            "take": {"fixed": {"amount": "10", "per": "order"}}});
        let minimum = json!({"kind": "minimum", "name": "floor", "amount": "90", "per": "order"});
        let agreement = agreement(&json!([minimum, premium, party("platform", &percent("0.10")), rest()]));
        let split = agreement.split(&equal("110.00 MAD", 2, 0)).expect("a premium can be paid");
        assert_eq!(split.taken_by(code("platform")), mad(commission), "{placed}");
        // In the makers' hands the premium is theirs, but the floor is reached or missed without it.
        let hands = Money::sum(crate::money::MAD, makers(&split)).expect("one currency");
        assert_eq!(hands, mad("110").minus(mad(commission)).expect("one currency"));
        assert_eq!(split.short().count(), usize::from(placed == "included"), "{placed}");
    }
}

#[test]
fn coins_are_rounded_over_all_a_maker_has() {
    let piecework = json!({"kind": "share", "name": "piecework", "to": {"makers": "equal"},
        "take": {"fixed": {"amount": "10.06", "per": "order"}}});
    let coins = json!({"kind": "rounding", "name": "coins", "coin": "0.05", "to": "cooperative"});
    let agreement = agreement(&json!([piecework, rest(), coins]));
    // 5.03 + 0.01 each: the four centimes over 5.00 are taken off what came last, then off what came before.
    let split = agreement.split(&equal("10.08 MAD", 2, 0)).expect("two makers");
    assert_eq!(makers(&split), ["5", "5"].map(mad));
    assert_eq!(amounts(&split), ["10", "0", "0.08"].map(mad));
}

#[test]
fn a_version_holds_from_its_first_to_its_last_day_for_its_channel_and_class() {
    let mut agreement = read(GOLDEN);
    agreement.valid_until = Some(jiff::civil::date(2026, 6, 30));
    let days = [(2025, 12, 31), (2026, 1, 1), (2026, 6, 30), (2026, 7, 1)];
    let in_force = days.map(|(year, month, day)| agreement.in_force_on(jiff::civil::date(year, month, day)));
    assert_eq!(in_force, [false, true, true, false]);
    assert!(agreement.is_for(Some(code("export")), Some(code("rugs"))), "no class named means any class");
    assert!(!agreement.is_for(Some(code("market")), None));
    assert!(!agreement.is_for(None, None), "a sale without a channel is not an export");
}
