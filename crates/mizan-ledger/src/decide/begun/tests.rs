//! Stories of dates out of order: nothing is done to an order, a sale, a till or a promise before its day.

use serde_json::{Value, json};

use crate::decide::grant::tests::{awarded, tranche};
use crate::decide::stories::{Said, Story, given, paid, say, sold, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

/// Ten bags are ordered on the second of March and delivered on the fifth.
fn ten_bags() -> Story {
    let lines = json!([{"line": "bag", "product": "Bag", "quantity": "10", "unit_price": "10"}]);
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "100.00 MAD", "lines": lines});
    given(the_cooperative()).and([say("president", "place_order", order), delivered().on("2026-03-05")])
}

fn delivered() -> Said {
    let lines = json!([{"line": "bag", "quantity": "10"}]);
    treasurer("deliver_goods", json!({"delivery": "delivery-1", "order": "order-1", "lines": lines}))
}

#[test]
fn nothing_comes_of_an_order_before_it_is_placed() {
    let other = delivered().saying(json!({"delivery": "delivery-2"}));
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "10.00 MAD", "till": "bank:main"});
    let inspected = json!({"delivery": "delivery-1", "lines": [{"line": "bag", "accepted": "10", "rejected": "0"}]});
    let work = json!({"work": "work-1", "member": "weaver-1", "delivery": "delivery-1", "did": {"pieces": "1"}});
    ten_bags()
        .when(other.on("2026-03-01"))
        .refused_because(
            "before_it_began",
            "the order `order-1` is there since 2026-03-02, this happened on 2026-03-01",
        )
        .when(say("president", "confirm_order", json!({"order": "order-1"})).on("2026-03-01"))
        .refused("before_it_began")
        .when(treasurer("receive_advance", advance).on("2026-03-01"))
        .refused("before_it_began")
        .when(say("buyer", "inspect_delivery", inspected.clone()).on("2026-03-04"))
        .refused_because("before_it_began", "the delivery `delivery-1`")
        // What a delivery brings is made before it.
        .and([say("leader", "record_work", work).on("2026-03-03")])
        .when(say("buyer", "inspect_delivery", inspected).on("2026-03-05"))
        .then(&["delivery_inspected"]);
}

#[test]
fn nothing_comes_of_a_sale_before_it_is_invoiced() {
    let note = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "10.00 MAD", "reason": "quality"});
    let before = "2026-03-01";
    given(the_cooperative())
        .and([sold("sale-1", &[("weaver-1", "90.00 MAD")])])
        .when(treasurer("issue_credit_note", note).on(before))
        .refused_because("before_it_began", "the sale `sale-1` is there since 2026-03-02")
        .when(say("buyer", "accept_goods", json!({"sale": "sale-1"})).on(before))
        .refused("before_it_began")
        .when(paid("sale-1", "90.00 MAD").on(before))
        .refused("before_it_began")
        // What a buyer pays before the invoice waits and is set against it on its day.
        .and([paid("sale-1", "90.00 MAD").saying(json!({"pays": []})).on(before)])
        .when(treasurer(
            "allocate_payment",
            json!({"payment": "payment-sale-1", "pays": [{"sale": "sale-1", "amount": "90.00 MAD"}]}),
        ))
        .then(&["payment_allocated", "earnings_released"]);
}

#[test]
fn no_money_is_used_before_it_is_there() {
    let moved = json!({"movement": "move-1", "from": "cash:office", "to": "wallet:main", "amount": "1.00 MAD"});
    let premium = json!({"premium": "premium-1", "buyer": "demo-shop", "fund": "training", "quantity": "800",
        "per_unit": "0.25", "amount": "200.00 MAD"});
    let received = json!({"movement": "in-1", "premium": "premium-1", "amount": "200.00 MAD", "till": "bank:main"});
    let spent = json!({"movement": "out-1", "grant": "looms", "line": "training", "amount": "5.00 MAD",
        "till": "bank:main", "item": "A teacher"});
    given(the_cooperative())
        .when(treasurer("transfer_funds", moved).on("2025-12-31"))
        .refused_because("before_it_began", "is there since 2026-01-01")
        .and([treasurer("accrue_premium", premium)])
        .when(treasurer("receive_premium", received).on("2026-03-01"))
        .refused_because("before_it_began", "the premium `premium-1`")
        .and(awarded())
        .when(tranche("tranche-1", "100.00 MAD").on("2026-03-01"))
        .refused_because("before_it_began", "the grant `looms`")
        .and([tranche("tranche-1", "100.00 MAD").on("2026-03-10")])
        .when(treasurer("spend_grant", spent.clone()).on("2026-03-09"))
        .refused_because("before_it_began", "the money of the grant `looms` is there since 2026-03-10")
        .when(treasurer("spend_grant", spent).on("2026-03-10"))
        .then(&["grant_spent"]);
}
