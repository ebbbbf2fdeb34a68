//! Stories of deliveries: what was ordered arrives in parts, some of it is rejected and mended, each piece is invoiced
//! and paid once.

mod garments;

use serde_json::{Value, json};

use crate::decide::sale::tests::terms;
use crate::decide::stories::{Said, Story, given, say, the_cooperative};

/// A tenth for the cooperative, the rest to the makers by their pieces.
fn by_the_piece() -> Value {
    json!([
        {"kind": "share", "name": "cooperative", "to": "cooperative",
         "take": {"percent": {"rate": "0.10", "of": {"from": "gross"}}}},
        {"kind": "share", "name": "makers", "to": {"makers": "pieces"}, "take": "rest"},
    ])
}

/// Sixty medium shirts at 50.00 MAD and forty large ones at 55.00 MAD are ordered.
fn shirts() -> Story {
    let lines = json!([
        {"line": "m", "product": "Shirt", "size": "M", "quantity": "60", "unit_price": "50"},
        {"line": "l", "product": "Shirt", "size": "L", "quantity": "40", "unit_price": "55"},
    ]);
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "5200.00 MAD", "channel": "story", "lines": lines,
        "due": {"days": 60, "after": "delivery"}});
    let house = [the_cooperative(), terms(json!({}), by_the_piece())].concat();
    given(house).and([say("president", "place_order", order).on("2026-03-01")])
}

fn deliver(delivery: &str, lines: &[(&str, &str)]) -> Said {
    let lines: Vec<Value> = lines.iter().map(|(line, quantity)| json!({"line": line, "quantity": quantity})).collect();
    say("treasurer", "deliver_goods", json!({"delivery": delivery, "order": "order-1", "lines": lines}))
}

fn inspect(delivery: &str, lines: &[(&str, &str, &str)]) -> Said {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(line, accepted, rejected)| {
            json!({"line": line, "accepted": accepted, "rejected": rejected, "cause": "seam"})
        })
        .collect();
    say("buyer", "inspect_delivery", json!({"delivery": delivery, "lines": lines}))
}

fn rework(delivery: &str, lines: &[(&str, &str)]) -> Said {
    let lines: Vec<Value> = lines.iter().map(|(line, quantity)| json!({"line": line, "quantity": quantity})).collect();
    say("leader", "rework_goods", json!({"delivery": delivery, "lines": lines}))
}

fn work(work: &str, member: &str, did: Value) -> Said {
    say("leader", "record_work", json!({"work": work, "member": member, "delivery": "delivery-1", "did": did}))
}

/// An invoice of accepted pieces, each line at the price that was ordered.
fn invoice(sale: &str, delivery: &str, total: &str, lines: &[(&str, &str, &str)]) -> Said {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(line, quantity, price)| {
            json!({"line": line, "product": "Shirt", "quantity": quantity, "unit_price": price})
        })
        .collect();
    let data = json!({"sale": sale, "buyer": "demo-shop", "order": "order-1", "delivery": delivery, "lines": lines,
        "total": total});
    say("treasurer", "record_sale", data)
}

fn correct(position: u64) -> Said {
    let data = json!({"correction": format!("correction-{position}"), "targets": [position],
        "reason": "wrong_amount", "approved_by": "president"});
    say("treasurer", "declare_correction", data)
}

#[test]
fn no_more_of_a_line_is_delivered_than_was_ordered() {
    shirts()
        .when(deliver("delivery-1", &[]))
        .refused("empty")
        .when(deliver("delivery-1", &[("xl", "1")]))
        .refused_because("unknown_line", "`xl`")
        .when(deliver("delivery-1", &[("m", "1"), ("m", "1")]))
        .refused("line_twice")
        .when(deliver("delivery-1", &[("m", "0")]))
        .refused("no_pieces")
        .and([deliver("delivery-1", &[("m", "40")])])
        .when(deliver("delivery-2", &[("m", "21")]))
        .refused_because("line_exceeded", "20 pieces of the line `m`")
        .when(deliver("delivery-1", &[("m", "20")]))
        .refused("already_exists")
        .when(deliver("delivery-2", &[("m", "20"), ("l", "40")]))
        .then(&["goods_delivered"]);
}

#[test]
fn every_piece_is_accepted_or_rejected_once_and_what_was_rejected_comes_again() {
    shirts()
        .and([deliver("delivery-1", &[("m", "60"), ("l", "10")])])
        .when(inspect("delivery-2", &[("m", "1", "0")]))
        .refused("unknown_delivery")
        .when(inspect("delivery-1", &[("m", "50", "11")]))
        .refused_because("not_waiting", "60 pieces of the line `m`")
        .when(inspect("delivery-1", &[("m", "0", "0")]))
        .refused("no_pieces")
        .and([inspect("delivery-1", &[("m", "30", "4"), ("l", "10", "0")])])
        .when(inspect("delivery-1", &[("m", "27", "0")]))
        .refused_because("not_waiting", "26 pieces")
        .and([inspect("delivery-1", &[("m", "24", "2")])])
        .when(rework("delivery-1", &[("m", "7")]))
        .refused_because("not_rejected", "6 pieces")
        .when(rework("delivery-1", &[("m", "5")]))
        .then(&["goods_reworked"])
        .when(inspect("delivery-1", &[("m", "5", "1")]))
        .refused("not_waiting")
        .when(inspect("delivery-1", &[("m", "5", "0")]))
        .then(&["delivery_inspected"])
        .when(deliver("delivery-2", &[("m", "2")]))
        .refused_because("line_exceeded", "1 pieces")
        .when(deliver("delivery-2", &[("m", "1")]))
        .then(&["goods_delivered"])
        .when(rework("delivery-1", &[("m", "1")]))
        .refused_because("line_exceeded", "0 pieces");
}

#[test]
fn only_accepted_pieces_are_invoiced_each_once_at_the_price_that_was_ordered() {
    let kinds = ["sale_recorded", "commission_charged", "proceeds_allocated"];
    shirts()
        .and([
            deliver("delivery-1", &[("m", "20"), ("l", "10")]).on("2026-03-01"),
            inspect("delivery-1", &[("m", "18", "2")]),
            work("work-1", "weaver-1", json!({"pieces": "30"})),
        ])
        .when(invoice("sale-1", "delivery-1", "950.00 MAD", &[("m", "19", "50")]))
        .refused_because("not_accepted", "18 pieces of the line `m`")
        .when(invoice("sale-1", "delivery-1", "55.00 MAD", &[("l", "1", "55")]))
        .refused_because("not_accepted", "0 pieces of the line `l`")
        .when(invoice("sale-1", "delivery-1", "490.00 MAD", &[("m", "10", "49")]))
        .refused_because("price_differs", "agreed at 50, not at 49")
        .when(invoice("sale-1", "delivery-1", "500.00 MAD", &[("m", "10", "50")]).saying(json!({"order": null})))
        .refused_because("delivery_of_other", "`order-1`")
        .when(invoice("sale-1", "delivery-1", "500.00 MAD", &[]).saying(json!({
            "lines": [{"product": "Shirt", "quantity": "10", "unit_price": "50"}]
        })))
        .refused_because("line_missing", "`Shirt`")
        .when(invoice("sale-1", "delivery-1", "500.00 MAD", &[("m", "10", "50")]))
        .then(&kinds)
        .with("/0/falls_due_on", json!("2026-04-30"))
        .when(invoice("sale-2", "delivery-1", "450.00 MAD", &[("m", "9", "50")]))
        .refused_because("not_accepted", "8 pieces")
        .when(
            invoice("sale-2", "delivery-1", "400.00 MAD", &[("m", "8", "50")]).saying(json!({"due_on": "2026-03-31"})),
        )
        .then(&kinds)
        .with("/0/falls_due_on", Value::Null)
        .when(say("president", "cancel_order", json!({"order": "order-1"})))
        .refused_because("goods_waiting", "10 pieces of the line `l`");
}

#[test]
fn a_line_of_an_order_can_be_invoiced_without_deliveries_but_never_beyond_it() {
    let line = |quantity: &str| json!([{"line": "m", "product": "Shirt", "quantity": quantity, "unit_price": "50"}]);
    let sale = |sale: &str, quantity: &str, total: &str| {
        let makers = json!([{"member": "weaver-1", "did": {"pieces": quantity}}]);
        let data = json!({"sale": sale, "buyer": "demo-shop", "order": "order-1", "lines": line(quantity), "total": total,
            "makers": makers});
        say("treasurer", "record_sale", data)
    };
    let kinds = ["sale_recorded", "commission_charged", "proceeds_allocated"];
    shirts()
        .when(sale("sale-1", "61", "3050.00 MAD"))
        .refused_because("line_exceeded", "60 pieces of the line `m`")
        .when(sale("sale-1", "50", "2500.00 MAD"))
        .then(&kinds)
        .when(sale("sale-2", "11", "550.00 MAD"))
        .refused_because("line_exceeded", "10 pieces of the line `m`")
        .when(sale("sale-2", "10", "500.00 MAD").saying(json!({"order": null, "channel": "story"})))
        .refused_because("line_of_nothing", "`m`")
        .when(say(
            "president",
            "change_order",
            json!({"order": "order-1", "total": "2450.00 MAD", "lines": [
            {"line": "m", "product": "Shirt", "size": "M", "quantity": "49", "unit_price": "50"}]}),
        ))
        .refused("order_too_small")
        .when(say(
            "president",
            "change_order",
            json!({"order": "order-1", "total": "4645.00 MAD", "lines": [
            {"line": "m", "product": "Shirt", "size": "M", "quantity": "49", "unit_price": "50"},
            {"line": "l", "product": "Shirt", "size": "L", "quantity": "40", "unit_price": "54.875"}]}),
        ))
        .refused_because("line_too_small", "50 pieces of the line `m`")
        .when(say(
            "president",
            "change_order",
            json!({"order": "order-1", "total": "2550.00 MAD", "lines": [
            {"line": "m", "product": "Shirt", "size": "M", "quantity": "50", "unit_price": "51"}]}),
        ))
        .refused_because("line_begun", "`m`");
}

#[test]
fn a_maker_is_paid_for_pieces_once_they_are_accepted_and_never_for_mending_them() {
    let mended = json!({"work": "work-3", "member": "weaver-2", "delivery": "delivery-1", "rework": true,
        "did": {"pieces": "6", "hours": "3"}});
    let kinds = ["sale_recorded", "commission_charged", "proceeds_allocated"];
    shirts()
        .and([
            deliver("delivery-1", &[("m", "60")]),
            work("work-1", "weaver-1", json!({"pieces": "40", "hours": "20"})),
            work("work-2", "weaver-2", json!({"pieces": "20", "hours": "11"})),
            inspect("delivery-1", &[("m", "54", "6")]),
        ])
        // 54 of 60 pieces: 36 of her 40, 18 of her 20.
        .when(invoice("sale-1", "delivery-1", "2700.00 MAD", &[("m", "54", "50")]))
        .then(&kinds)
        .with("/0/made_by/0/did/pieces", json!("36"))
        .with("/0/made_by/0/did/hours", json!("18"))
        .with("/0/made_by/1/did/pieces", json!("18"))
        .with("/0/made_by/1/did/hours", json!("9.9"))
        .with("/0/work", Value::Null)
        .with("/2/makers/0/amount", json!("1620.00 MAD"))
        .with("/2/makers/1/amount", json!("810.00 MAD"))
        .and([
            rework("delivery-1", &[("m", "6")]),
            say("leader", "record_work", mended),
            inspect("delivery-1", &[("m", "6", "0")]),
        ])
        .when(invoice("sale-2", "delivery-1", "300.00 MAD", &[("m", "6", "50")]))
        .then(&kinds)
        .with("/0/made_by/0/did/pieces", json!("4"))
        .with("/0/made_by/1/did/pieces", json!("2"))
        .with("/0/made_by/1/did/hours", json!("1.1"))
        .with("/0/work", json!(["work-1", "work-2"]))
        .with("/2/makers/0/amount", json!("180.00 MAD"))
        .with("/2/makers/1/amount", json!("90.00 MAD"))
        .holds("liabilities:member:weaver-1:pending", "1800.00 MAD")
        .holds("liabilities:member:weaver-2:pending", "900.00 MAD");
}

#[test]
fn odd_pieces_go_to_one_of_the_makers_whole() {
    let three = ["weaver-1", "weaver-2", "weaver-3"];
    shirts()
        .and([deliver("delivery-1", &[("m", "30")])])
        .and(three.map(|member| work(&format!("work-{member}"), member, json!({"pieces": "10"}))))
        .and([inspect("delivery-1", &[("m", "29", "1")])])
        .when(invoice("sale-1", "delivery-1", "1450.00 MAD", &[("m", "29", "50")]))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/made_by/0/did/pieces", json!("10"))
        .with("/0/made_by/1/did/pieces", json!("10"))
        .with("/0/made_by/2/did/pieces", json!("9"))
        .with("/0/work", json!(["work-weaver-1", "work-weaver-2"]));
}

#[test]
fn whoever_counts_hours_is_paid_as_much_of_them_as_is_invoiced_of_the_delivery() {
    let hours = json!([{"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"}]);
    let by_the_hour = terms(json!({"agreement": "hours", "channel": "hours"}), hours);
    let sale = |sale: &str, total: &str, quantity: &str| {
        invoice(sale, "delivery-1", total, &[("m", quantity, "50")]).saying(json!({"channel": "hours"}))
    };
    shirts()
        .and(by_the_hour)
        .and([
            deliver("delivery-1", &[("m", "40")]),
            work("work-1", "weaver-1", json!({"hours": "30"})),
            work("work-2", "weaver-2", json!({"hours": "10"})),
            inspect("delivery-1", &[("m", "30", "10")]),
        ])
        .when(sale("sale-1", "1500.00 MAD", "30"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/made_by/0/did/hours", json!("22.5"))
        .with("/1/makers/0/amount", json!("1125.00 MAD"))
        .and([rework("delivery-1", &[("m", "10")]), inspect("delivery-1", &[("m", "10", "0")])])
        .when(sale("sale-2", "500.00 MAD", "10"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/made_by/0/did/hours", json!("7.5"))
        .with("/0/work", json!(["work-1", "work-2"]));
}

#[test]
fn makers_may_be_named_but_not_for_more_pieces_than_are_invoiced() {
    let named = |pieces: &str| {
        let makers = json!([{"member": "weaver-1", "did": {"pieces": pieces}}]);
        invoice("sale-1", "delivery-1", "500.00 MAD", &[("m", "10", "50")]).saying(json!({"makers": makers}))
    };
    shirts()
        .and([
            deliver("delivery-1", &[("m", "20")]),
            inspect("delivery-1", &[("m", "20", "0")]),
            work("work-1", "weaver-1", json!({"pieces": "12"})),
            work("work-2", "weaver-2", json!({"pieces": "8"})),
        ])
        .when(named("11"))
        .refused_because("more_than_accepted", "10 pieces of the delivery `delivery-1` are invoiced")
        .when(named("10"))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .when(invoice("sale-2", "delivery-1", "500.00 MAD", &[("m", "10", "50")]))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/made_by/0/did/pieces", json!("2"))
        .with("/0/made_by/1/did/pieces", json!("8"));
}

#[test]
fn work_for_a_delivery_is_paid_by_its_sale_and_by_no_other() {
    let other = json!({"order": "order-2", "buyer": "demo-shop", "total": "100.00 MAD", "channel": "story"});
    let elsewhere = work("work-1", "weaver-1", json!({"pieces": "5"})).saying(json!({"order": "order-2"}));
    let of_nothing =
        work("work-1", "weaver-1", json!({"pieces": "5"})).saying(json!({"delivery": null, "rework": true}));
    let plain = json!({"sale": "sale-1", "buyer": "demo-shop", "order": "order-1", "total": "50.00 MAD",
        "lines": [{"line": "m", "product": "Shirt", "quantity": "1", "unit_price": "50"}]});
    shirts()
        .and([say("president", "place_order", other), deliver("delivery-1", &[("m", "20")])])
        .when(elsewhere)
        .refused("delivery_of_other")
        .when(of_nothing)
        .refused("rework_of_nothing")
        .and([work("work-1", "weaver-1", json!({"pieces": "5"}))])
        .when(say("treasurer", "record_sale", plain))
        .refused("delivery_missing");
}

#[test]
fn what_was_written_of_a_delivery_in_error_is_taken_back_until_something_builds_on_it() {
    let story = shirts().and([deliver("delivery-1", &[("m", "60")])]);
    let delivered = story.position_of("goods_delivered");
    let story = story
        .and([work("work-1", "weaver-1", json!({"pieces": "20"}))])
        .when(correct(delivered))
        .refused_because("built_on", "work is recorded");
    let worked = story.position_of("work_recorded");
    let story = story.and([correct(worked), inspect("delivery-1", &[("m", "50", "10")])]);
    let inspected = story.position_of("delivery_inspected");
    let story = story
        .when(correct(delivered))
        .refused_because("built_on", "inspected")
        .and([correct(inspected), correct(delivered)])
        .and([deliver("delivery-2", &[("m", "60")]), inspect("delivery-2", &[("m", "50", "10")])])
        .and([say(
            "leader",
            "record_work",
            json!({"work": "work-2", "member": "weaver-1", "delivery": "delivery-2",
            "did": {"pieces": "50"}}),
        )]);
    let (inspected, worked) = (story.position_of("delivery_inspected"), story.position_of("work_recorded"));
    let story = story.and([invoice("sale-1", "delivery-2", "500.00 MAD", &[("m", "10", "50")])]);
    let sale = story.position_of("sale_recorded");
    let whole: Vec<u64> = (sale..story.position()).collect();
    let take_back = json!({"correction": "correction-sale", "targets": whole, "reason": "wrong_amount",
        "approved_by": "president"});
    story
        .when(correct(worked))
        .refused_because("built_on", "paid this work")
        .when(correct(inspected))
        .refused_because("built_on", "invoiced, mended or replaced")
        .and([say("treasurer", "declare_correction", take_back)])
        .when(correct(worked))
        .then(&["correction_declared"])
        .when(correct(inspected))
        .then(&["correction_declared"]);
}

#[test]
fn a_sale_that_is_cancelled_gives_its_pieces_back_to_be_invoiced_again() {
    let credit =
        json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "1000.00 MAD", "reason": "pricing_error"});
    shirts()
        .and([
            deliver("delivery-1", &[("m", "20")]),
            inspect("delivery-1", &[("m", "20", "0")]),
            work("work-1", "weaver-1", json!({"pieces": "20"})),
            invoice("sale-1", "delivery-1", "1000.00 MAD", &[("m", "20", "50")]),
        ])
        .when(invoice("sale-2", "delivery-1", "1000.00 MAD", &[("m", "20", "50")]))
        .refused("not_accepted")
        .and([say("treasurer", "issue_credit_note", credit)])
        .when(invoice("sale-2", "delivery-1", "1000.00 MAD", &[("m", "20", "50")]))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/made_by/0/did/pieces", json!("20"));
}
