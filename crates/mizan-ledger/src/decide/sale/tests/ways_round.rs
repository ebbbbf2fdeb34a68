//! Stories of ways round what protects makers, each of which is closed: what was rejected is not invoiced, work is not
//! paid twice, a piece stays hers, and neither a date nor a neighbour's price lowers what she asks.

use serde_json::{Value, json};

use crate::decide::stories::{Said, Story, given, say, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

fn maker(member: &str, hours: &str) -> Value {
    json!({"member": member, "did": {"hours": hours}})
}

/// Ten bags at 10.00 MAD are ordered.
fn ten_bags() -> Story {
    let lines = json!([{"line": "bag", "product": "Bag", "quantity": "10", "unit_price": "10"}]);
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "100.00 MAD", "lines": lines});
    given(the_cooperative()).and([say("president", "place_order", order)])
}

fn delivered() -> Said {
    let lines = json!([{"line": "bag", "quantity": "10"}]);
    treasurer("deliver_goods", json!({"delivery": "delivery-1", "order": "order-1", "lines": lines}))
}

/// An invoice of the whole order that says neither line nor delivery.
fn all_bags() -> Said {
    let lines = json!([{"product": "Bag", "quantity": "10", "unit_price": "10"}]);
    treasurer(
        "record_sale",
        json!({"sale": "sale-1", "buyer": "demo-shop", "order": "order-1", "total": "100.00 MAD",
            "makers": [maker("weaver-1", "1")], "lines": lines}),
    )
}

/// A piece of a product, made by one of the weavers.
fn piece(piece: &str, product: &str, member: &str) -> Said {
    say("leader", "list_piece", json!({"piece": piece, "product": product, "makers": [maker(member, "1")]}))
}

fn defined(product: &str) -> Said {
    say("leader", "define_product", json!({"product": product, "version": 1, "name": product}))
}

fn asks(member: &str, product: &str, price: &str) -> Said {
    say(member, "set_price", json!({"product": product, "member": member, "price": price, "currency": "MAD"}))
}

fn sold(sale: &str, total: &str, pieces: &[(&str, &str)]) -> Said {
    let line = |(piece, price): &(&str, &str)| json!({"product": "Piece", "piece": piece, "quantity": "1", "unit_price": price});
    let lines: Vec<Value> = pieces.iter().map(line).collect();
    treasurer("record_sale", json!({"sale": sale, "buyer": "demo-shop", "total": total, "lines": lines}))
}

#[test]
fn rejected_bags_are_not_invoiced_by_leaving_their_delivery_out() {
    let inspected = json!([{"line": "bag", "accepted": "0", "rejected": "10", "cause": "seam"}]);
    let named = json!([{"line": "bag", "product": "Bag", "quantity": "10", "unit_price": "10"}]);
    ten_bags()
        .when(all_bags())
        .refused_because("line_missing", "say which `line` of it")
        .and([delivered(), say("buyer", "inspect_delivery", json!({"delivery": "delivery-1", "lines": inspected}))])
        .when(all_bags())
        .refused_because("delivery_missing", "`delivery-1` is one")
        .when(all_bags().saying(json!({"lines": named.clone()})))
        .refused("delivery_missing")
        .when(all_bags().saying(json!({"lines": named, "delivery": "delivery-1"})))
        .refused_because("not_accepted", "0 pieces");
}

#[test]
fn work_that_waits_to_be_paid_is_paid_by_the_next_sale_of_its_order_and_only_once() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "200.00 MAD"});
    let work = json!({"work": "work-1", "member": "weaver-1", "order": "order-1", "did": {"hours": "5"}});
    let half = |sale: &str, makers: Value| {
        let lines = json!([{"product": "Rug", "quantity": "1", "unit_price": "100"}]);
        treasurer(
            "record_sale",
            json!({"sale": sale, "buyer": "demo-shop", "order": "order-1", "total": "100.00 MAD", "lines": lines,
                "makers": makers}),
        )
    };
    given(the_cooperative())
        .and([say("president", "place_order", order), say("leader", "record_work", work)])
        .when(half("sale-1", json!([maker("weaver-1", "5")])))
        .refused_because("work_unpaid", "1 entries of work that no sale has paid: leave `makers` out")
        .and([half("sale-1", Value::Null)])
        .when(half("sale-2", json!([maker("weaver-2", "5")])))
        .then(&["sale_recorded", "proceeds_allocated"])
        .holds("liabilities:member:weaver-1:pending", "100.00 MAD");
}

#[test]
fn who_made_a_piece_is_not_set_aside_by_naming_others_beside_her() {
    let theirs = |makers: &[Value]| sold("sale-1", "90.00 MAD", &[("bag-1", "90")]).saying(json!({"makers": makers}));
    given(the_cooperative())
        .and([defined("bag"), piece("bag-1", "bag", "weaver-1")])
        .when(theirs(&[maker("weaver-1", "0.000001"), maker("weaver-2", "1000")]))
        .refused_because("makers_of_pieces", "leave `makers` out")
        .when(theirs(&[maker("weaver-1", "2")]))
        .refused("makers_of_pieces")
        .when(theirs(&[maker("weaver-1", "1")]))
        .then(&["sale_recorded", "proceeds_allocated"])
        .holds("liabilities:member:weaver-1:pending", "90.00 MAD");
}

#[test]
fn a_contract_older_than_her_first_price_does_not_sell_below_it() {
    let early = |price: &str, total: &str| {
        sold("sale-1", total, &[("bag-1", price)]).saying(json!({"contracted_on": "2026-01-15"}))
    };
    given(the_cooperative())
        .and([defined("bag").on("2026-01-10"), asks("weaver-1", "bag", "180").on("2026-02-01")])
        .and([piece("bag-1", "bag", "weaver-1")])
        .when(early("10", "10.00 MAD"))
        .refused_because("below_makers_price", "ask 180.00 MAD")
        .when(early("180", "180.00 MAD"))
        .then(&["sale_recorded", "proceeds_allocated"]);
}

#[test]
fn no_buyer_hands_in_the_minutes_that_lower_a_price() {
    let lower = |actor: &str| {
        let data = json!({"product": "bag", "price": "10", "currency": "MAD", "minutes": "Assembly 4"});
        say(actor, "set_price", data)
    };
    let common = say("leader", "set_price", json!({"product": "bag", "price": "150", "currency": "MAD"}));
    given(the_cooperative())
        .and([defined("bag"), common])
        .when(lower("buyer"))
        .refused_because("nobodys_price", "which an officer of the cooperative hands in")
        .when(lower("weaver-1"))
        .refused("nobodys_price")
        .when(lower("secretary"))
        .then(&["price_set"]);
}

#[test]
fn what_one_maker_receives_beyond_her_price_does_not_hide_what_another_lacks() {
    let two = |first: &str, second: &str, total: &str| sold("sale-1", total, &[("bag-1", first), ("rug-1", second)]);
    given(the_cooperative())
        .and([defined("bag"), defined("rug"), asks("weaver-1", "bag", "100"), asks("weaver-2", "rug", "300")])
        .and([piece("bag-1", "bag", "weaver-1"), piece("rug-1", "rug", "weaver-2")])
        // Together they ask 400.00 and receive it, 200.00 each.
        .when(two("200", "200", "400.00 MAD"))
        .refused_because(
            "below_makers_price",
            "who made the piece `rug-1` asks 300.00 MAD for what this sale sells of hers and would receive 200.00 MAD",
        )
        .when(two("300", "300", "600.00 MAD"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .holds("liabilities:member:weaver-2:pending", "300.00 MAD");
}

#[test]
fn nobody_is_paid_less_because_more_pieces_are_tallied_than_were_delivered() {
    let work = |work: &str, member: &str, pieces: &str| {
        let data = json!({"work": work, "member": member, "delivery": "delivery-1", "did": {"pieces": pieces}});
        say("leader", "record_work", data)
    };
    ten_bags()
        .and([delivered(), work("work-1", "weaver-1", "7")])
        .when(work("work-2", "weaver-2", "4"))
        .refused_because("more_than_delivered", "3 pieces of the delivery `delivery-1` are left")
        .when(work("work-2", "weaver-2", "4").saying(json!({"rework": true})))
        .then(&["work_recorded"])
        .when(work("work-3", "weaver-2", "3"))
        .then(&["work_recorded"]);
}
