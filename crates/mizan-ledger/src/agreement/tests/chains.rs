//! Chains of hands, floors that follow the market, shares of profit: what the check asks of them.

use serde_json::{Value, json};

use super::{GOLDEN, read};
use crate::agreement::document::Agreement;

/// What the check says of the golden agreement with these shares before its makers, and no example.
fn says(shares: Value) -> String {
    let mut document: Value = serde_json::from_str(GOLDEN).expect("the golden agreement is JSON");
    document["example"] = Value::Null;
    let steps = document["steps"].as_array_mut().expect("the steps are a list");
    let makers = steps.iter().position(|step| step["name"] == json!("makers")).expect("the makers have a step");
    let shares = shares.as_array().expect("a test writes a list").clone();
    steps.splice(makers..makers, shares);
    let agreement: Agreement = serde_json::from_value(document).expect("a changed agreement is still readable");
    let problems: Vec<String> = agreement.check().iter().map(ToString::to_string).collect();
    problems.into_iter().filter(|problem| !problem.starts_with("no example")).collect::<Vec<_>>().join("\n")
}

fn mark_up(name: &str, times: &str) -> Value {
    let take = json!({"mark_up": {"times": times, "of": {"from": "left"}}});
    json!({"kind": "share", "name": name, "to": "cooperative", "take": take})
}

#[test]
fn whoever_sells_on_adds_something() {
    insta::assert_snapshot!(says(json!([mark_up("first", "1"), mark_up("second", "0.9"), mark_up("third", "1.000001")])), @r"
    step `first` (the cooperative's part) comes after `training` (a fund's part): write it above
    step `second` (the cooperative's part) comes after `training` (a fund's part): write it above
    step `third` (the cooperative's part) comes after `training` (a fund's part): write it above
    step `first` sells on at 1 times the cost, which adds nothing: write more than 1
    step `second` sells on at 0.9 times the cost, which adds nothing: write more than 1
    ");
}

#[test]
fn a_premium_is_nobodys_trade() {
    let mut premium = mark_up("premium", "2");
    premium["kind"] = json!("premium");
    premium["placed"] = json!("included");
    premium["to"] = json!({"fund": "premium"});
    let says = says(json!([premium]));
    let told = "step `premium` is a premium and a mark-up: a mark-up is a share of whoever buys and sells on";
    assert!(says.ends_with(told), "{says}");
}

#[test]
fn a_part_of_what_is_left_may_stand_below_the_makers_rate() {
    let rate = json!({"kind": "share", "name": "piece-rate", "to": {"makers": "pieces"},
        "take": {"fixed": {"amount": "10", "per": "piece"}}});
    let part = |of: Value| {
        json!({"kind": "share", "name": "owners", "to": {"party": "demo-platform"},
            "take": {"percent": {"rate": "0.5", "of": of}}})
    };
    assert_eq!(says(json!([rate, part(json!({"from": "left"}))])), "", "profit is shared when the rate is paid");
    insta::assert_snapshot!(says(json!([rate, part(json!({"from": "gross"}))])), @"step `owners` (a commission) comes after `piece-rate` (the makers' part): write it above");
}

#[test]
fn a_floor_with_its_differentials_stays_below_the_list_price() {
    let mut document: Value = serde_json::from_str(GOLDEN).expect("the golden agreement is JSON");
    document["example"] = Value::Null;
    document["steps"][2]["plus"] = json!([{"name": "organic", "amount": "99.5"}, {"name": "organic", "amount": "0.5"}]);
    document["list_prices"] = json!([{"product": "rug", "price": "2499.99", "per": "order"}]);
    let agreement: Agreement = serde_json::from_value(document).expect("a changed agreement is still readable");
    insta::assert_snapshot!(agreement.check().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"), @r"
    step `floor` lists `organic` twice: once is enough
    step `floor`: the minimum 2500 is above the list price 2499.99 of `rug`: raise that price
    no example is attached: attach one sale with its split, worked through
    ");
}

#[test]
fn an_agreement_that_says_nothing_of_the_market_is_written_as_before() {
    let written = serde_json::to_string(&read(GOLDEN)).expect("an agreement can be written");
    assert!(!written.contains("or_market") && !written.contains("plus"), "{written}");
}
