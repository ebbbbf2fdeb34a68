//! Stories of orders: sizes, confirmation, change, cancellation, and the advance that is given back.

use serde_json::{Value, json};

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, given, say, the_cooperative};

const BOTH: &[(&str, &str)] = &[("weaver-1", "2"), ("weaver-2", "1")];

fn the_house() -> Vec<Said> {
    [the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat()
}

fn line(line: &str, size: &str, quantity: &str, unit_price: &str) -> Value {
    json!({"line": line, "product": "Overall", "size": size, "quantity": quantity, "unit_price": unit_price})
}

/// The textile order: 900 medium and 500 large overalls, half of the price in advance.
fn overalls() -> Said {
    let lines = [line("m", "M", "900", "85"), line("l", "L", "500", "85")];
    let data = json!({"order": "order-1", "buyer": "demo-shop", "total": "119000.00 MAD", "deposit": "0.5",
        "channel": "story", "lines": lines, "incoterm": "FCA", "due": {"days": 60, "after": "invoice"}});
    say("president", "place_order", data)
}

fn advance(payment: &str, amount: &str) -> Said {
    let data = json!({"payment": payment, "order": "order-1", "amount": amount, "till": "bank:main"});
    say("treasurer", "receive_advance", data)
}

fn give_back(refund: &str, amount: &str) -> Said {
    let data = json!({"refund": refund, "order": "order-1", "amount": amount, "till": "bank:main"});
    say("treasurer", "refund_advance", data)
}

fn change(total: &str, lines: Value) -> Said {
    say("president", "change_order", json!({"order": "order-1", "total": total, "lines": lines}))
}

#[test]
fn an_order_whose_invoices_would_fall_due_on_a_day_nobody_records_is_refused() {
    for after in ["documents", "resale", "proceeds"] {
        given(the_house())
            .when(overalls().saying(json!({"due": {"days": 30, "after": after}})))
            .refused_because("day_never_known", &format!("after `{after}`"));
    }
    for after in ["order", "contract", "invoice", "delivery"] {
        given(the_house())
            .when(overalls().saying(json!({"due": {"days": 30, "after": after}})))
            .then(&["order_placed"]);
    }
}

#[test]
fn an_order_is_the_sum_of_its_sizes() {
    let twice = json!([line("m", "M", "900", "85"), line("m", "L", "500", "85")]);
    let none = json!([line("m", "M", "1400", "85"), line("l", "L", "0", "85")]);
    given(the_house())
        .when(overalls().saying(json!({"lines": twice})))
        .refused_because("line_twice", "`m`")
        .when(overalls().saying(json!({"lines": none})))
        .refused_because("no_pieces", "`l`")
        .when(overalls().saying(json!({"total": "119000.01 MAD"})))
        .refused_because("total_differs", "119000.00 MAD")
        .when(overalls().saying(json!({"due": {"days": 731, "after": "invoice"}})))
        .refused_because("too_many_days", "731 days")
        .when(overalls().saying(json!({"incoterm": "fob"})))
        .unreadable("data.incoterm")
        .when(overalls())
        .then(&["order_placed"])
        .with("/0/lines/1/size", json!("L"))
        .with("/0/incoterm", json!("FCA"));
}

#[test]
fn an_order_is_confirmed_once_in_each_of_its_versions() {
    let confirm = || say("president", "confirm_order", json!({"order": "order-1", "reference": "OC 17"}));
    given(the_house())
        .when(confirm())
        .refused("unknown_order")
        .and([overalls()])
        .when(confirm())
        .then(&["order_confirmed"])
        .when(confirm())
        .refused_because("confirmed_already", "version 1")
        .when(change("76500.00 MAD", json!([line("m", "M", "900", "85")])))
        .then(&["order_changed"])
        .when(confirm())
        .then(&["order_confirmed"])
        .when(confirm())
        .refused_because("confirmed_already", "version 2");
}

#[test]
fn an_order_is_not_changed_below_what_was_invoiced_and_paid_in_advance() {
    let sale = |sale: &str, total: &str, quantity: &str| {
        let lines = json!([{"line": "m", "product": "Overall", "quantity": quantity, "unit_price": "85"}]);
        rug(sale, total, BOTH).saying(json!({"order": "order-1", "lines": lines}))
    };
    given(the_house())
        .and([overalls(), advance("advance-1", "59500.00 MAD"), sale("sale-1", "42500.00 MAD", "500")])
        .when(change("80749.99 MAD", json!([])))
        .refused_because("order_too_small", "80750.00 MAD")
        .when(change("80750.00 EUR", json!([])))
        .refused("wrong_currency")
        .when(give_back("refund-1", "38250.01 MAD"))
        .refused_because("no_advance_left", "38250.00 MAD")
        .when(give_back("refund-1", "8500.00 MAD"))
        .then(&["advance_refunded"])
        .holds("liabilities:buyer-advance:demo-shop", "29750.00 MAD")
        .holds("assets:bank:main", "51000.00 MAD")
        .when(change("72250.00 MAD", json!([line("m", "M", "850", "85")])))
        .then(&["order_changed"])
        .when(sale("sale-2", "29750.00 MAD", "350"))
        .then(&["sale_recorded", "advance_offset", "commission_charged", "proceeds_allocated", "earnings_released"])
        .with("/1/amount", json!("29750.00 MAD"))
        .holds("liabilities:buyer-advance:demo-shop", "0.00 MAD");
}

#[test]
fn on_a_cancelled_order_nothing_is_invoiced_and_what_is_left_of_its_advance_goes_back() {
    let cancel = || say("president", "cancel_order", json!({"order": "order-1", "reason": "the shop closes"}));
    given(the_house())
        .and([overalls(), advance("advance-1", "59500.00 MAD")])
        .when(cancel())
        .then(&["order_cancelled"])
        .when(cancel())
        .refused_because("order_cancelled", "2026-03-02")
        .when(rug("sale-1", "100.00 MAD", BOTH).saying(json!({"order": "order-1"})))
        .refused("order_cancelled")
        .when(advance("advance-2", "10.00 MAD"))
        .refused("order_cancelled")
        .when(change("200000.00 MAD", json!([])))
        .refused("order_cancelled")
        .when(give_back("refund-1", "59500.00 MAD").saying(json!({"till": "cash:office"})))
        .refused("not_enough_in_till")
        .when(give_back("refund-1", "59500.00 MAD"))
        .then(&["advance_refunded"])
        .holds("liabilities:buyer-advance:demo-shop", "0.00 MAD")
        .holds("assets:bank:main", "0.00 MAD")
        .when(give_back("refund-1", "0.01 MAD"))
        .refused("already_exists");
}

#[test]
fn a_foreign_advance_goes_back_at_what_it_came_in_at_and_the_difference_is_the_cooperatives() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "400.00 EUR", "channel": "story"});
    let came = |payment: &str, amount: &str, rate: &str| advance(payment, amount).saying(json!({"rate": rate}));
    given(the_house())
        .and([
            say("president", "place_order", order),
            came("advance-1", "100.00 EUR", "10.80"),
            came("advance-2", "100.00 EUR", "11.00"),
        ])
        .when(give_back("refund-1", "50.00 EUR"))
        .then(&["advance_refunded"])
        .with("/0/booked", json!("545.00 MAD"))
        .holds("liabilities:buyer-advance:demo-shop", "1635.00 MAD")
        .holds("equity:exchange:eur", "150.00 EUR")
        .holds("equity:exchange:eur", "-1635.00 MAD")
        .and([say(
            "treasurer",
            "receive_payment",
            json!({"payment": "payment-1", "buyer": "demo-shop",
                "amount": "150.00 EUR", "rate": "11.20", "till": "bank:main"}),
        )])
        .when(give_back("refund-2", "150.00 EUR"))
        .then(&["advance_refunded", "fx_difference_realised"])
        .with("/0/booked", json!("1635.00 MAD"))
        .with("/1/side", json!("loss"))
        .with("/1/amount", json!("22.50 MAD"));
}

#[test]
fn the_refund_of_an_advance_that_was_none_is_taken_back_alone() {
    let correct = |position: u64| {
        let data = json!({"correction": format!("correction-{position}"), "targets": [position],
            "reason": "did_not_happen", "approved_by": "president"});
        say("treasurer", "declare_correction", data)
    };
    let story = given(the_house()).and([
        overalls(),
        advance("advance-1", "59500.00 MAD"),
        give_back("refund-1", "9500.00 MAD"),
    ]);
    let (advanced, refund) = (story.position_of("advance_received"), story.position_of("advance_refunded"));
    let story = story
        .when(correct(advanced))
        .refused_because("built_on", "given back")
        .when(correct(refund))
        .then(&["correction_declared"])
        .holds("liabilities:buyer-advance:demo-shop", "59500.00 MAD")
        .holds("assets:bank:main", "59500.00 MAD")
        .and([give_back("refund-2", "9500.00 MAD"), change("76500.00 MAD", json!([line("m", "M", "900", "85")]))])
        .and([advance("advance-2", "26500.00 MAD")]);
    let refund = story.position_of("advance_refunded");
    story.when(correct(refund)).refused_because("built_on", "no room");
}

#[test]
fn no_more_pieces_are_made_of_an_order_than_it_has() {
    let lines = json!([{"line": "bag", "product": "Bag", "quantity": "10", "unit_price": "10"}]);
    let order = json!({"order": "bags", "buyer": "demo-shop", "total": "100.00 MAD", "lines": lines});
    let made = |work: &str, member: &str, pieces: &str| {
        say(
            "leader",
            "record_work",
            json!({"work": work, "member": member, "order": "bags", "did": {"pieces": pieces}}),
        )
    };
    given(the_cooperative())
        .and([say("president", "place_order", order), made("work-1", "weaver-1", "6")])
        // Her eleven would leave the other less than her six of ten.
        .when(made("work-2", "weaver-2", "5"))
        .refused_because(
            "more_than_ordered",
            "4 pieces of the order `bags` are neither invoiced nor on its tally sheet, not 5",
        )
        .and([made("work-2", "weaver-2", "4")]);
}
