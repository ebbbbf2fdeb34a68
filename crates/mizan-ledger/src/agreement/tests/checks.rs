//! What keeps an agreement from being accepted: the golden agreement, spoiled in one place at a time.

use serde_json::{Value, json};

use super::{GOLDEN, read};
use crate::agreement::document::Agreement;

/// What the check says of the golden agreement after a change.
fn says(change: impl FnOnce(&mut Value)) -> String {
    let mut document: Value = serde_json::from_str(GOLDEN).expect("the golden agreement is JSON");
    change(&mut document);
    let agreement: Agreement = serde_json::from_value(document).expect("a spoiled agreement is still readable");
    agreement.check().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// What the check says when the steps are others and the example is left out.
fn says_of_steps(change: impl FnOnce(&mut Vec<Value>)) -> String {
    let without_example = says(|document| document["example"] = Value::Null);
    let all = says(|document| {
        document["example"] = Value::Null;
        change(document["steps"].as_array_mut().expect("the steps are a list"));
    });
    all.lines().filter(|line| *line != without_example).collect::<Vec<_>>().join("\n")
}

const FLOOR: usize = 2;
const PLATFORM: usize = 3;
const COOPERATIVE: usize = 4;
const TRAINING: usize = 5;
const MAKERS: usize = 6;
const WOOL: usize = 7;

#[test]
fn the_golden_agreement_has_no_problem() {
    assert_eq!(read(GOLDEN).check(), []);
}

#[test]
fn its_head_must_make_sense() {
    insta::assert_snapshot!(says(|document| {
        document["version"] = json!(0);
        document["title"] = json!(" ");
        document["valid_until"] = json!("2025-12-31");
        document["parties"] = json!(["demo-buyer", "demo-buyer"]);
        document["bears"]["fx"] = json!({"party": "demo-bank"});
    }), @r#"
    version 0: versions are counted from 1
    the title is empty: write what the parties call the agreement
    valid_until 2025-12-31 is before valid_from 2026-01-01: write a later day, or none
    party `demo-buyer` is listed twice: once is enough
    `bears.fx` names party `demo-bank`, who is not among the parties: add it, so that it must accept
    bears.fx is borne by `demo-bank`: name the cooperative or the makers, whom a loss can be charged to
    `platform` names party `demo-platform`, who is not among the parties: add it, so that it must accept
    "#);
}

#[test]
fn refunds_need_a_clause_to_be_taken_back_by() {
    insta::assert_snapshot!(says_of_steps(|steps| drop(steps.pop())), @"refunds are clawed back from future sales, but no deduction recovers a debt: add one with its consent");
}

#[test]
fn a_basis_names_steps_above_it_that_take_something() {
    let of_step = |name: &str| json!({"percent": {"rate": "0.1", "of": {"from": {"step": name}}}});
    insta::assert_snapshot!(says_of_steps(|steps| {
        steps[PLATFORM]["take"] = of_step("training");
        steps[COOPERATIVE]["take"] = of_step("cooperative");
        steps[TRAINING]["take"] = of_step("profit");
        steps[MAKERS]["take"] = json!({"percent": {"rate": "0.1", "of": {"from": "gross", "less": [{"step": "floor"}]}}});
    }), @r#"
    step `platform` refers to `training`, which is reckoned later or at the same time: name a step above it
    step `cooperative` refers to `cooperative`, which is reckoned later or at the same time: name a step above it
    step `training` refers to `profit`, which is no step: name a step above it
    step `makers` refers to `floor`, which takes nothing of the price: name a step that does
    no step takes the rest: let the makers, the cooperative or a fund take "rest"
    "#);
}

#[test]
fn steps_have_names_of_their_own_and_stand_in_the_order_of_precedence() {
    insta::assert_snapshot!(says_of_steps(|steps| {
        steps[TRAINING]["name"] = json!("platform");
        steps[WOOL]["clause"] = json!("loan");
        steps.swap(PLATFORM, COOPERATIVE);
        let tax = steps.remove(0);
        steps.push(tax);
    }), @r#"
    two steps are called `platform`: give each its own name
    two steps are called `loan`: give each its own name
    step `platform` (a commission) comes after `cooperative` (the cooperative's part): write it above
    step `vat` (a tax) comes after `refunds` (a deduction): write it above
    "#);
}

#[test]
fn exactly_one_step_takes_the_rest() {
    insta::assert_snapshot!(
        [
            says_of_steps(|steps| drop(steps.remove(MAKERS))),
            says_of_steps(|steps| steps[TRAINING]["take"] = json!("rest")),
            says_of_steps(|steps| steps[MAKERS]["to"] = json!({"party": "demo-platform"})),
            says_of_steps(|steps| steps[MAKERS]["only"] = json!(["reorder"])),
            says_of_steps(|steps| steps.swap(MAKERS, TRAINING)),
        ].join("\n--\n"),
        @r#"
        no step takes the rest: let the makers, the cooperative or a fund take "rest"
        step `floor` sets a minimum for the makers, but no step gives them a part
        --
        `training` and `makers` both take the rest: only one can
        --
        step `floor` sets a minimum for the makers, but no step gives them a part
        step `makers` gives the rest to a party: only the makers, the cooperative or a fund can take it
        --
        step `makers` takes the rest, with a bound or only for some orders: the rest is whatever is left, always
        --
        step `training` (a fund's part) comes after `makers` (the rest): write it above
        step `training` comes after `makers`, which takes the rest: nothing is left for it, write it above
        "#
    );
}

#[test]
fn percentages_of_one_basis_are_at_most_the_whole() {
    insta::assert_snapshot!(
        [
            says_of_steps(|steps| steps[TRAINING]["take"]["percent"]["rate"] = json!("0.86")),
            says_of_steps(|steps| {
                // Two steps that never take part in the same order may each take more than half.
                steps[TRAINING]["take"]["percent"]["rate"] = json!("0.86");
                steps[TRAINING]["only"] = json!(["reorder"]);
                steps[COOPERATIVE]["only"] = json!(["first_order", "own_client"]);
            }),
        ].join("\n--\n"),
        @r#"
        the percentages of the price with tax less `freight` sum to 101 % (`cooperative`, `training`): at most 100 %
        --
        "#
    );
}

#[test]
fn the_minimum_stays_below_the_list_price_and_is_for_somebody() {
    insta::assert_snapshot!(
        [
            says(|document| {
                document["list_prices"] = json!([
                    {"product": "rug-small", "price": "2399.99", "per": "order"},
                    {"product": "rug-large", "price": "2400", "per": "order"},
                    {"product": "cushion", "price": "100", "per": "piece"},
                ]);
            }),
            says_of_steps(|steps| {
                steps[FLOOR]["amount"] = json!("0");
                steps[MAKERS]["to"] = json!("cooperative");
            }),
        ].join("\n--\n"),
        @r#"
        step `floor`: the minimum 2400 is above the list price 2399.99 of `rug-small`: raise that price
        --
        step `floor`: the minimum is 0: write an amount above zero, or leave it out
        step `floor` sets a minimum for the makers, but no step gives them a part
        "#
    );
}

#[test]
fn bounds_are_above_zero_and_the_floor_below_the_cap() {
    let bound = |amount: &str| json!({"amount": amount, "per": "order"});
    insta::assert_snapshot!(says_of_steps(|steps| {
        steps[PLATFORM]["at_most"] = bound("0");
        steps[COOPERATIVE]["at_least"] = bound("50");
        steps[COOPERATIVE]["at_most"] = bound("40");
        steps[TRAINING]["to"] = json!({"party": "demo-school"});
    }), @r#"
    step `training` (a commission) comes after `cooperative` (the cooperative's part): write it above
    step `platform`: at_most is 0: write an amount above zero, or leave it out
    step `cooperative` takes at least 50 and at most 40: the first must not exceed the second
    `training` names party `demo-school`, who is not among the parties: add it, so that it must accept
    "#);
}

#[test]
fn bands_begin_at_zero_and_ascend() {
    let tiers = |bands: Value| json!({"tiers": {"of": {"from": "gross"}, "reach": "whole", "bands": bands}});
    insta::assert_snapshot!(says_of_steps(|steps| {
        steps[PLATFORM]["take"] = tiers(json!([]));
        steps[COOPERATIVE]["take"] = tiers(json!([{"from": "10", "rate": "0.1"}, {"from": "10", "rate": "0.05"}]));
    }), @r#"
    step `platform` has no bands: write at least one, from 0
    step `cooperative`: the band from 10 does not ascend: the first begins at 0, each next one higher
    step `cooperative`: the band from 10 does not ascend: the first begins at 0, each next one higher
    "#);
}

#[test]
fn makers_are_named_once_and_their_percentages_make_the_whole() {
    let named = json!([{"member": "weaver-1", "rate": "0.5"}, {"member": "weaver-1", "rate": "0.49"}]);
    let graded = json!([{"grade": "a", "coefficient": "1"}, {"grade": "a", "coefficient": "2"}]);
    insta::assert_snapshot!(
        [
            says_of_steps(|steps| steps[MAKERS]["to"] = json!({"makers": {"named": named}})),
            says_of_steps(|steps| steps[MAKERS]["to"] = json!({"makers": {"graded": graded}})),
            says_of_steps(|steps| steps[MAKERS]["to"] = json!({"makers": {"graded": []}})),
        ].join("\n--\n"),
        @r#"
        step `makers`: the named percentages sum to 99 %: they must sum to 100 %
        step `makers` lists `weaver-1` twice: once is enough
        --
        step `makers` lists `a` twice: once is enough
        --
        step `makers` counts pieces by grade and lists no grade: list each with its coefficient
        "#
    );
}

#[test]
fn a_premium_is_an_amount_for_a_purpose() {
    let premium = |name: &str| {
        json!({
            "kind": "premium", "name": name, "placed": "on_top", "to": {"fund": "premium"},
            "take": {"percent": {"rate": "0.1", "of": {"from": "gross"}}},
            "of_which": [{"name": "school", "fund": "school", "rate": "0.6"}, {"name": "school", "fund": "wells", "rate": "0.5"}],
        })
    };
    insta::assert_snapshot!(says_of_steps(|steps| {
        let mut other = premium("other");
        other["take"] = json!("rest");
        other["to"] = json!({"party": "demo-platform"});
        other["of_which"] = json!([]);
        steps.splice(PLATFORM..PLATFORM, [premium("premium"), other]);
    }), @r#"
    step `premium` is a premium on top and not an amount for each unit: write "fixed"
    step `premium`: the earmarked parts sum to 110 % of the premium: at most 100 %
    step `premium` lists `school` twice: once is enough
    step `other` is a premium and takes the rest: write an amount for each unit, or a percentage
    step `other` gives a premium to a party: a premium is for a fund, the makers or the cooperative
    "#);
}

#[test]
fn every_part_of_a_premium_has_a_name_no_other_slice_has() {
    let premium = |name: &str, part: &str| {
        json!({
            "kind": "premium", "name": name, "placed": "included", "to": "cooperative",
            "take": {"fixed": {"amount": "1", "per": "order"}},
            "of_which": [{"name": part, "fund": "school", "rate": "1"}],
        })
    };
    insta::assert_snapshot!(says_of_steps(|steps| {
        let premiums = [premium("first", "school"), premium("second", "school"), premium("third", "training")];
        steps.splice(PLATFORM..PLATFORM, premiums);
    }), @r#"
    step `second` calls a part of its premium `school`, as another step or part is called: give it its own name
    step `third` calls a part of its premium `training`, as another step or part is called: give it its own name
    "#);
}

#[test]
fn costs_deductions_and_coins_are_checked_too() {
    insta::assert_snapshot!(says_of_steps(|steps| {
        steps[WOOL]["recovers"] = json!({"fund": "dues"});
        steps[WOOL + 1]["take"] = json!({"of_what_remains": "0"});
        steps.insert(2, json!({"kind": "cost", "name": "carriage", "cost": {"named": "freight"}, "to": "cooperative"}));
        for (name, coin, to) in [
            ("coins", "0", json!({"makers": "equal"})),
            ("crumbs", "0.005", json!({"party": "demo-school"})),
        ] {
            steps.push(json!({"kind": "rounding", "name": name, "coin": coin, "to": to}));
        }
    }), @r#"
    `freight` and `carriage` pass on the same cost: it is incurred once
    clause `wool` fills a fund in full: a fund is never full, write a rate
    clause `loan` takes 0 % of what remains: write a rate above zero, or leave the clause out
    step `coins`: the coin is 0: write an amount above zero, or leave it out
    step `coins` gives the rounding to the makers, who leave it: name the cooperative, a fund or a party
    step `crumbs`: MAD has no coin of 0.005: write a multiple of its smallest unit
    `crumbs` names party `demo-school`, who is not among the parties: add it, so that it must accept
    "#);
}

#[test]
fn the_attached_example_must_come_out_to_the_centime() {
    insta::assert_snapshot!(
        [
            says(|document| document["example"] = Value::Null),
            says(|document| document["example"]["facts"]["gross"] = json!("4310.00 EUR")),
            says(|document| document["steps"][TRAINING]["take"]["percent"]["rate"] = json!("0.0201")),
            says(|document| document["example"]["split"]["slices"][5]["makers"][0]["amount"] = json!("1213.25 MAD")),
            says(|document| document["example"]["split"]["slices"][3]["how"] = json!("at_cost")),
            says(|document| document["example"]["split"]["slices"][3]["step"] = json!("union")),
            says(|document| document["example"]["split"]["minimums"] = json!([])),
            says(|document| document["example"]["split"]["gross"] = json!("4311.00 MAD")),
        ].join("\n--\n"),
        @r#"
        no example is attached: attach one sale with its split, worked through
        --
        the example cannot be divided: the price is 4310.00 EUR: write an amount in MAD that is not below zero
        --
        the example states 78.60 MAD for `training`, the agreement makes it 78.99 MAD
        the example states 2830.90 MAD for `makers`, the agreement makes it 2830.51 MAD
        the example states 1213.24 MAD of `makers` for maker `weaver-1`, the agreement makes it 1213.07 MAD
        the example states 1011.04 MAD of `makers` for maker `weaver-2`, the agreement makes it 1010.90 MAD
        the example states 606.62 MAD of `makers` for maker `weaver-3`, the agreement makes it 606.54 MAD
        the example's minimum is not what the agreement makes it: attach the split the engine prints
        --
        the example states 1213.25 MAD of `makers` for maker `weaver-1`, the agreement makes it 1213.24 MAD
        --
        the example's slice `cooperative` is not what the agreement makes it: attach the split the engine prints
        --
        the example states 0.00 MAD for `cooperative`, the agreement makes it 589.50 MAD
        the example's slice `union` is not what the agreement makes it: attach the split the engine prints
        --
        the example's minimum is not what the agreement makes it: attach the split the engine prints
        --
        the example's price is not what the agreement makes it: attach the split the engine prints
        "#
    );
}

#[test]
fn an_unknown_field_kind_or_word_is_refused_when_reading() {
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut document: Value = serde_json::from_str(GOLDEN).expect("the golden agreement is JSON");
        change(&mut document);
        let refused = serde_json::from_str::<Agreement>(&document.to_string()).expect_err("this is no agreement");
        refused.to_string().split(" at line ").next().map(ToOwned::to_owned).unwrap_or_default()
    };
    insta::assert_snapshot!(
        [
            refused(&|document| document["colour"] = json!("blue")),
            refused(&|document| document["steps"][PLATFORM]["rate"] = json!("0.2")),
            refused(&|document| document["steps"][PLATFORM]["kind"] = json!("commission")),
            refused(&|document| document["steps"][PLATFORM]["take"]["percent"]["rate"] = json!(0.1)),
            refused(&|document| document["steps"][PLATFORM]["take"]["percent"]["rate"] = json!("10")),
            refused(&|document| document["steps"][FLOOR]["amount"] = json!("-1")),
            refused(&|document| document["steps"][MAKERS]["to"] = json!({"makers": "weight"})),
            refused(&|document| document["bears"]["fx"] = json!("buyer")),
            refused(&|document| document["valid_from"] = json!("2026-02-30")),
            refused(&|document| drop(document.as_object_mut().map(|map| map.remove("tie_break")))),
        ].join("\n"),
        @r#"
        unknown field `colour`, expected one of `agreement`, `version`, `title`, `cooperative`, `channel`, `product_class`, `parties`, `currency`, `valid_from`, `valid_until`, `dated_by`, `booking`, `earned`, `bears`, `claw_back`, `tie_break`, `residues`, `steps`, `list_prices`, `example`
        unknown field `rate`, expected one of `name`, `to`, `take`, `at_least`, `at_most`, `only`
        unknown variant `commission`, expected one of `tax`, `cost`, `minimum`, `premium`, `share`, `deduction`, `rounding`
        invalid type: floating point `0.1`, expected a fraction between 0 and 1 with at most 10 decimals, in quotes, such as "0.15"
        `10` is not a fraction between 0 and 1 with at most 10 decimals
        `-1` is not a unit price of 0 or more with at most 6 decimals
        unknown variant `weight`, expected one of `equal`, `pieces`, `kilograms`, `square_metres`, `hours`, `graded`, `named`
        unknown variant `buyer`, expected one of `cooperative`, `makers`, `party`
        parsed date is not valid: parameter 'day' for `2026-02` is invalid, must be in range `1..=28`
        missing field `tie_break`
        "#
    );
}

#[test]
fn a_field_written_twice_is_refused() {
    for (once, twice) in [
        ("\"version\": 1,", "\"version\": 1, \"version\": 2,"),
        ("\"rate\": \"0.10\"", "\"rate\": \"0.10\", \"rate\": \"0.20\""),
        ("\"name\": \"floor\"", "\"name\": \"floor\", \"name\": \"roof\""),
        ("\"kind\": \"minimum\"", "\"kind\": \"minimum\", \"kind\": \"minimum\""),
    ] {
        let text = GOLDEN.replace(once, twice);
        let refused = serde_json::from_str::<Agreement>(&text).expect_err("a field is written twice").to_string();
        assert!(refused.contains("duplicate field"), "{refused}");
    }
}
