//! Stories of what a buyer keeps back: of which part, at which rate, and what credit notes and corrections make of it.

use serde_json::json;

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, Story, given, paid, say, the_cooperative};

const BOTH: &[(&str, &str)] = &[("weaver-1", "2"), ("weaver-2", "1")];

fn the_house(earned: &str) -> Story {
    given([the_cooperative(), terms(json!({"earned": earned}), a_tenth_for_the_cooperative())].concat())
}

/// A sale of 1,000.00 MAD of which the buyer keeps back a tenth until the end of the year.
fn kept_back() -> Said {
    rug("sale-1", "1000.00 MAD", BOTH).saying(json!({"retention": "0.1", "retained_until": "2026-12-31"}))
}

fn release(amount: &str) -> Said {
    say("treasurer", "release_retention", json!({"sale": "sale-1", "amount": amount}))
}

fn credit(id: &str, amount: &str) -> Said {
    let data = json!({"credit_note": id, "sale": "sale-1", "amount": amount, "reason": "quality"});
    say("treasurer", "issue_credit_note", data)
}

#[test]
fn what_is_kept_back_is_owed_but_not_due() {
    the_house("when_paid")
        .when(release("100.00 MAD"))
        .refused("unknown_sale")
        .when(kept_back())
        .then(&["sale_recorded", "retention_held", "commission_charged", "proceeds_allocated"])
        .with("/1/amount", json!("100.00 MAD"))
        .with("/1/until", json!("2026-12-31"))
        .holds("assets:receivable:demo-shop", "900.00 MAD")
        .holds("assets:retained:demo-shop", "100.00 MAD")
        .when(paid("sale-1", "950.00 MAD"))
        .refused_because("retained_still", "900.00 MAD of the sale `sale-1` is due and 100.00 MAD is kept back")
        .when(paid("sale-1", "1000.01 MAD"))
        .refused("sale_overpaid")
        .when(release("100.01 MAD"))
        .refused_because("not_retained", "100.00 MAD")
        .when(paid("sale-1", "900.00 MAD"))
        .then(&["payment_received", "payment_allocated"])
        .when(release("100.00 MAD"))
        .then(&["retention_released"])
        .holds("assets:receivable:demo-shop", "100.00 MAD")
        .holds("assets:retained:demo-shop", "0.00 MAD")
        .when(paid("sale-1", "100.00 MAD").saying(json!({"payment": "the-rest"})))
        .then(&["payment_received", "payment_allocated", "earnings_released"]);
}

#[test]
fn an_advance_that_pays_everything_leaves_nothing_to_keep_back() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "1000.00 MAD", "channel": "story", "retention": "0.1",
        "offset": "first_in_first_out"});
    let advance = |amount: &str| {
        let data = json!({"payment": "advance-1", "order": "order-1", "amount": amount, "till": "bank:main"});
        say("treasurer", "receive_advance", data)
    };
    let sale = || rug("sale-1", "1000.00 MAD", BOTH).saying(json!({"order": "order-1"}));
    the_house("when_paid")
        .and([say("president", "place_order", order.clone()), advance("1000.00 MAD")])
        .when(sale())
        .then(&["sale_recorded", "advance_offset", "commission_charged", "proceeds_allocated", "earnings_released"]);
    the_house("when_paid")
        .and([say("president", "place_order", order), advance("960.00 MAD")])
        .when(sale())
        .then(&["sale_recorded", "advance_offset", "retention_held", "commission_charged", "proceeds_allocated"])
        .with("/2/amount", json!("40.00 MAD"))
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}

#[test]
fn a_credit_note_takes_what_is_due_first_and_then_what_is_kept_back() {
    the_house("as_paid")
        .and([kept_back()])
        .when(credit("credit-1", "300.00 MAD"))
        .then(&["credit_note_issued"])
        .holds("assets:receivable:demo-shop", "600.00 MAD")
        .holds("assets:retained:demo-shop", "100.00 MAD")
        .and([paid("sale-1", "600.00 MAD")])
        .when(credit("credit-2", "70.00 MAD"))
        .then(&["credit_note_issued", "retention_released"])
        .with("/1/amount", json!("70.00 MAD"))
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("assets:retained:demo-shop", "30.00 MAD")
        .when(credit("credit-3", "130.00 MAD"))
        .then(&["credit_note_issued", "retention_released"])
        .with("/1/amount", json!("30.00 MAD"))
        .holds("assets:receivable:demo-shop", "-100.00 MAD")
        .holds("assets:retained:demo-shop", "0.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "300.00 MAD");
}

#[test]
fn what_is_kept_back_in_a_foreign_currency_is_carried_at_the_rate_of_its_sale() {
    let sale = kept_back().saying(json!({"total": "1000.00 EUR", "rate": "10.75"}));
    let pay = |payment: &str, amount: &str, rate: &str| {
        paid("sale-1", amount).saying(json!({"payment": payment, "rate": rate}))
    };
    the_house("as_paid")
        .when(sale)
        .then(&["sale_recorded", "retention_held", "commission_charged", "proceeds_allocated"])
        .with("/1/booked", json!("1075.00 MAD"))
        .when(pay("payment-1", "900.00 EUR", "10.70"))
        .then(&["payment_received", "payment_allocated", "fx_difference_realised", "earnings_released"])
        .with("/2/amount", json!("45.00 MAD"))
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .and([release("100.00 EUR")])
        .when(pay("payment-2", "100.00 EUR", "10.90"))
        .then(&["payment_received", "payment_allocated", "fx_difference_realised", "earnings_released"])
        .with("/2/side", json!("gain"))
        .with("/2/amount", json!("15.00 MAD"))
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "0.00 MAD");
}

#[test]
fn a_release_is_taken_back_until_what_it_made_due_is_paid() {
    let correct = |position: u64| {
        let data = json!({"correction": format!("correction-{position}"), "targets": [position],
            "reason": "did_not_happen", "approved_by": "president"});
        say("treasurer", "declare_correction", data)
    };
    let story = the_house("as_paid").and([kept_back(), paid("sale-1", "900.00 MAD"), release("60.00 MAD")]);
    let released = story.position_of("retention_released");
    let story = story
        .and([correct(released)])
        .holds("assets:retained:demo-shop", "100.00 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .and([release("100.00 MAD"), paid("sale-1", "50.00 MAD").saying(json!({"payment": "half"}))]);
    let released = story.position_of("retention_released");
    let story = story.when(correct(released)).refused_because("built_on", "paid or credited");
    let held = story.position_of("retention_held");
    let story = story.when(correct(held)).refused("part_of_sale").and([credit("credit-1", "20.00 MAD")]);
    assert_eq!(story.position_of("retention_released"), released, "the credit note took what is due");
}

#[test]
fn a_sale_with_a_part_kept_back_is_taken_back_whole() {
    let story = the_house("when_paid");
    let before = story.balances();
    let story = story.and([kept_back()]);
    let first = story.position_of("sale_recorded");
    let whole: Vec<u64> = (first..story.position()).collect();
    let correction =
        json!({"correction": "correction-1", "targets": whole, "reason": "wrong_amount", "approved_by": "president"});
    let story = story.when(say("treasurer", "declare_correction", correction)).then(&["correction_declared"]);
    assert_eq!(story.balances(), before);
}
