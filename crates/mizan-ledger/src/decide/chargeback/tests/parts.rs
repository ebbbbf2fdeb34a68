//! Stories of a chargeback that is won in parts, and of a fee that is given back.

use serde_json::{Value, json};

use super::{charged_back, paid_out, sold_and_paid, the_weavers};
use crate::decide::sale::tests::{rug, terms};
use crate::decide::stories::{Said, given, paid, say, the_cooperative};

fn won(amount: &str) -> Said {
    let data = json!({"chargeback": "chargeback-1", "amount": amount, "till": "bank:main"});
    say("treasurer", "reverse_chargeback", data).on("2026-04-02")
}

fn the_rest() -> Said {
    say("treasurer", "reverse_chargeback", json!({"chargeback": "chargeback-1", "till": "bank:main"})).on("2026-04-05")
}

fn taken_back(position: u64) -> Said {
    let data = json!({"correction": "correction-1", "targets": [position], "reason": "did_not_happen",
        "approved_by": "president"});
    say("treasurer", "declare_correction", data).on("2026-04-06")
}

#[test]
fn each_slice_has_its_part_of_what_is_won_and_the_last_part_leaves_everything_as_it_was() {
    let before = sold_and_paid(json!("makers"));
    let untouched = before.balances();
    let story = before
        .and([charged_back("chargeback-1", "60.00 MAD")])
        .when(won("20.00 MAD"))
        .then(&["chargeback_reversed"])
        .with("/0/amount", json!("20.00 MAD"))
        .with("/0/given_back/slices/0/amount", json!("2.00 MAD"))
        .with("/0/given_back/makers/0/amount", json!("10.67 MAD"))
        .with("/0/given_back/makers/1/amount", json!("5.33 MAD"))
        .holds("liabilities:payable:demo-platform", "6.00 MAD")
        .holds("liabilities:member:weaver-1:available", "32.00 MAD")
        .holds("assets:bank:main", "60.00 MAD")
        .when(won("40.01 MAD"))
        .refused_because("reversed_too_much", "40.00 MAD of it has not")
        .when(won("0.00 MAD"))
        .refused_because("amount", "moves nothing")
        .and([won("13.33 MAD")])
        .when(the_rest())
        .then(&["chargeback_reversed"])
        .with("/0/amount", json!("26.67 MAD"))
        .when(the_rest().on("2026-04-06"))
        .refused("reversed_already");
    assert_eq!(story.balances(), untouched, "each has again what it gave, to the last centime");
}

#[test]
fn who_bears_it_alone_has_each_part_again() {
    for (bearer, account, sign) in [
        (json!("cooperative"), "expenses:losses", ""),
        (json!({"party": "demo-platform"}), "liabilities:payable:demo-platform", "-"),
    ] {
        let before = sold_and_paid(bearer);
        let untouched = before.balances();
        let left = if sign.is_empty() { "40.00 MAD" } else { "-30.00 MAD" };
        let story = before
            .and([charged_back("chargeback-1", "60.00 MAD")])
            .when(won("20.00 MAD"))
            .then(&["chargeback_reversed"])
            .with("/0/taken", json!("20.00 MAD"))
            .with("/0/given_back", Value::Null)
            .holds(account, left)
            .and([the_rest()]);
        assert_eq!(story.balances(), untouched);
    }
}

#[test]
fn what_is_won_first_pays_what_she_owes() {
    paid_out(sold_and_paid(json!("makers")))
        .and([charged_back("chargeback-1", "60.00 MAD"), won("30.00 MAD")])
        .holds("assets:member:weaver-1:debt", "16.00 MAD")
        .holds("assets:member:weaver-2:debt", "8.00 MAD")
        .holds("liabilities:member:weaver-1:available", "0.00 MAD")
        .and([the_rest()])
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "0.00 MAD");
}

#[test]
fn abroad_each_part_comes_in_at_the_rate_of_its_day() {
    let abroad = rug("sale-1", "100.00 EUR", super::BOTH).saying(json!({"rate": "10.00"}));
    let pays = json!([{"sale": "sale-1", "amount": "100.00 EUR"}]);
    let payment = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "100.00 EUR", "rate": "10.00",
        "till": "bank:main", "pays": pays});
    given(the_weavers(json!("cooperative"), json!({})))
        .and([abroad, say("treasurer", "receive_payment", payment)])
        .and([charged_back("chargeback-1", "50.00 EUR").saying(json!({"rate": "10.00"}))])
        .and([won("20.00 EUR").saying(json!({"rate": "10.10"})), the_rest().saying(json!({"rate": "9.90"}))])
        .holds("expenses:losses", "0.00 MAD")
        .holds("income:exchange-difference", "2.00 MAD")
        .holds("expenses:exchange-difference", "3.00 MAD")
        .holds("assets:bank:main", "100.00 EUR");
}

#[test]
fn one_part_that_was_not_won_is_taken_back_and_the_others_stand() {
    let story = sold_and_paid(json!("makers")).and([charged_back("chargeback-1", "60.00 MAD"), won("20.00 MAD")]);
    let (with_one, second) = (story.balances(), story.position());
    let story = story.and([won("15.00 MAD"), taken_back(second)]);
    assert_eq!(story.balances(), with_one);
    story
        .when(taken_back(second - 2).saying(json!({"correction": "correction-2"})))
        .refused_because("built_on", "take the reversal back first")
        .when(won("40.01 MAD").on("2026-04-07"))
        .refused_because("reversed_too_much", "40.00 MAD")
        .when(won("40.00 MAD").on("2026-04-07"))
        .then(&["chargeback_reversed"]);
}

fn fee() -> Said {
    let fee = json!({"fee": "fee-1", "kind": "provider", "till": "bank:main", "amount": "15.00 MAD", "sale": "sale-1"});
    say("treasurer", "charge_provider_fee", fee).on("2026-03-10")
}

fn given_back(movement: &str, amount: &str) -> Said {
    let data =
        json!({"movement": movement, "fee": "fee-1", "till": "bank:main", "amount": amount, "reference": "dp_1042"});
    say("treasurer", "return_provider_fee", data).on("2026-04-02")
}

#[test]
fn a_fee_that_is_given_back_is_borne_by_nobody_and_never_more_than_was_taken() {
    let before = sold_and_paid(json!("cooperative"));
    let untouched = before.balances();
    let story = before
        .when(given_back("back-1", "5.00 MAD"))
        .refused_because("unknown_fee", "fee-1")
        .and([fee()])
        .when(given_back("back-1", "5.00 MAD").on("2026-03-09"))
        .refused("before_it_began")
        .when(given_back("back-1", "5.00 EUR"))
        .refused("wrong_currency")
        .when(given_back("back-1", "5.00 MAD"))
        .then(&["provider_fee_returned"])
        .with("/0/kind", json!("provider"))
        .with("/0/sale", json!("sale-1"))
        .holds("expenses:provider-fees", "10.00 MAD")
        .when(given_back("back-2", "10.01 MAD"))
        .refused_because("fee_returned_too_much", "10.00 MAD of it is left")
        .when(given_back("back-1", "10.00 MAD").on("2026-04-03"))
        .refused("already_exists")
        .and([given_back("back-2", "10.00 MAD")]);
    assert_eq!(story.balances(), untouched);
}

#[test]
fn a_fee_that_was_not_given_back_stands_and_one_that_was_is_not_taken_back() {
    let story = sold_and_paid(json!("cooperative")).and([fee()]);
    let (charged, untouched) = (story.position() - 1, story.balances());
    let story = story.and([given_back("back-1", "5.00 MAD")]);
    let back = story.position() - 1;
    let story = story.when(taken_back(charged)).refused_because("built_on", "given back since").and([taken_back(back)]);
    assert_eq!(story.balances(), untouched);
    story
        .and([taken_back(charged).saying(json!({"correction": "correction-2"}))])
        .holds("expenses:provider-fees", "0.00 MAD")
        .when(given_back("back-2", "5.00 MAD").on("2026-04-07"))
        .refused("unknown_fee");
}

#[test]
fn a_fee_abroad_comes_back_at_what_it_was_booked_at() {
    let abroad = rug("sale-1", "100.00 EUR", super::BOTH).saying(json!({"rate": "10.00"}));
    let pays = json!([{"sale": "sale-1", "amount": "100.00 EUR"}]);
    let payment = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "100.00 EUR", "rate": "10.00",
        "till": "bank:main", "pays": pays});
    given(the_weavers(json!("cooperative"), json!({})))
        .and([abroad, say("treasurer", "receive_payment", payment), fee().saying(json!({"amount": "3.00 EUR"}))])
        .holds("expenses:provider-fees", "30.00 MAD")
        .and([given_back("back-1", "1.00 EUR")])
        .holds("expenses:provider-fees", "20.00 MAD")
        .holds("assets:bank:main", "98.00 EUR")
        .holds("equity:exchange:eur", "-980.00 MAD");
}

#[test]
fn what_a_fund_has_again_and_spent_on_another_credit_is_not_taken_back() {
    let a_fifth = json!({"kind": "share", "name": "quality", "to": {"fund": "quality"},
        "take": {"percent": {"rate": "0.20", "of": {"from": "gross"}}}});
    let rest = json!({"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"});
    let bears = json!({"bears": super::bearing(json!("makers")), "claw_back": {"fund": "quality"}});
    let credit = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "50.00 MAD", "reason": "quality"});
    let story = given([the_cooperative(), terms(bears, json!([a_fifth, rest]))].concat())
        .and([rug("sale-1", "100.00 MAD", super::BOTH), paid("sale-1", "100.00 MAD")]);
    let story = paid_out(story).and([charged_back("chargeback-1", "60.00 MAD")]);
    let won_at = story.position();
    story
        .holds("liabilities:fund:quality", "0.00 MAD")
        .and([won("20.00 MAD")])
        .holds("liabilities:fund:quality", "6.67 MAD")
        .and([say("treasurer", "issue_credit_note", credit).on("2026-04-03")])
        .holds("liabilities:fund:quality", "0.00 MAD")
        .when(taken_back(won_at))
        .refused_because("built_on", "a fund has spent");
}

#[test]
fn what_is_won_is_set_off_against_what_a_credit_note_left_her_owing_of_the_same_sale() {
    let credit = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "40.00 MAD", "reason": "quality"});
    let of_weaver = |command: &str| {
        let data = json!({"payout": "payout-1", "member": "weaver-1", "till": "wallet:main"});
        say("treasurer", command, data).on("2026-03-09")
    };
    let pay = json!([{"member": "weaver-1", "method": "wallet", "amount": "20.00 MAD"}]);
    sold_and_paid(json!("makers"))
        .and([
            say("treasurer", "schedule_payout", json!({"payout": "payout-1", "pay": pay})),
            say("president", "approve_payout", json!({"payout": "payout-1", "total": "20.00 MAD"})),
            say("treasurer", "send_payout", json!({"payout": "payout-1"})).on("2026-03-08"),
            of_weaver("settle_payout"),
            charged_back("chargeback-1", "60.00 MAD"),
            say("treasurer", "issue_credit_note", credit).on("2026-03-11"),
        ])
        .holds("assets:member:weaver-1:debt", "20.00 MAD")
        .when(won("60.00 MAD"))
        .then(&["chargeback_reversed", "debt_set_off"])
        .with("/1/sources/0/amount", json!("20.00 MAD"))
        .with("/1/payout", Value::Null)
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "12.00 MAD");
}
