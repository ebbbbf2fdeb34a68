//! Stories of sales, work, materials and advances that were wrong.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::decide::correction::tests::{buy, correct, receive, taken_back};
use crate::decide::sale::tests::{rug, terms};
use crate::decide::stories::{Said, Story, given, paid, say, sold, the_cooperative};

/// Terms under which a platform takes a tenth and the cooperative another.
fn with_a_platform() -> Vec<Said> {
    let tenth = json!({"percent": {"rate": "0.10", "of": {"from": "gross"}}});
    let steps = json!([
        {"kind": "share", "name": "platform", "to": {"party": "demo-platform"}, "take": tenth},
        {"kind": "share", "name": "cooperative", "to": "cooperative", "take": tenth},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    let platform = json!({"party": "demo-platform", "name": "Demo platform", "roles": ["intermediary"]});
    let accepted = json!({"agreement": "terms", "version": 1, "party": "demo-platform"});
    [
        the_cooperative(),
        vec![say("operator", "register_party", platform).on("2026-01-01")],
        terms(json!({"parties": ["demo-platform"]}), steps),
        vec![say("operator", "accept_agreement", accepted).on("2026-01-01")],
    ]
    .concat()
}

fn two_rugs() -> (Story, Vec<u64>) {
    let makers = [("weaver-1", "2"), ("weaver-2", "1")];
    let story = given(with_a_platform()).and([rug("rug-1", "100.00 MAD", &makers)]);
    let first = story.position();
    let story = story.and([rug("rug-2", "1000.00 MAD", &makers)]);
    let batch = (first..story.position()).collect();
    (story, batch)
}

#[test]
fn a_sale_is_taken_back_with_all_the_records_that_divide_it() {
    let makers = [("weaver-1", "2"), ("weaver-2", "1")];
    let story = taken_back(given(with_a_platform()), rug("rug-1", "1000.00 MAD", &makers));
    // The right one follows, under the same id if they like.
    story
        .when(rug("rug-1", "900.00 MAD", &makers))
        .then(&["sale_recorded", "commission_charged", "commission_charged", "proceeds_allocated"])
        .holds("liabilities:member:weaver-1:pending", "480.00 MAD")
        .holds("assets:receivable:demo-shop", "900.00 MAD");
}

#[test]
fn a_sale_is_not_taken_back_in_parts() {
    let (story, batch) = two_rugs();
    let (first, last) = (batch[0], batch[3]);
    let whole = format!("name all its records, {first} to {last}");
    story
        .when(correct("correction-1", &[first]))
        .refused_because("part_of_sale", &whole)
        .when(correct("correction-1", &batch[..3]))
        .refused_because("part_of_sale", &whole)
        .when(correct("correction-1", &batch[1..]))
        .refused_because("part_of_sale", &whole)
        .when(correct("correction-1", &[last, first, batch[2], batch[1]]))
        .then(&["correction_declared"])
        .holds("assets:receivable:demo-shop", "100.00 MAD")
        .when(correct("correction-2", &[last]))
        .refused("corrected_already");
}

#[test]
fn a_sale_that_something_builds_on_is_credited_instead() {
    let accepted = || say("buyer", "accept_goods", json!({"sale": "rug-2"}));
    let credited = || {
        let data = json!({"credit_note": "note-1", "sale": "rug-2", "amount": "10.00 MAD", "reason": "quality"});
        say("treasurer", "issue_credit_note", data)
    };
    for later in [accepted(), credited(), paid("rug-2", "1.00 MAD"), paid("rug-2", "1000.00 MAD")] {
        let (story, batch) = two_rugs();
        story
            .and([later])
            .when(correct("correction-1", &batch))
            .refused_because("built_on", "issue a credit note instead");
    }
}

#[test]
fn a_sale_whose_platform_was_paid_its_slice_stays() {
    let (story, batch) = two_rugs();
    let settled = |amount: &str| {
        let data = json!({"movement": "slice", "party": "demo-platform", "amount": amount, "till": "cash:office"});
        say("treasurer", "settle_payable", data)
    };
    // The first ten are the other sale's; the eleventh is this one's.
    story
        .and([settled("11.00 MAD")])
        .when(correct("correction-1", &batch))
        .refused_because("built_on", "a party has been paid its slice since");
    let (story, batch) = two_rugs();
    let story = story.and([settled("10.00 MAD")]).when(correct("correction-1", &batch)).then(&["correction_declared"]);
    let slice = story.position_of("payable_settled");
    story
        .when(correct("correction-2", &[slice]))
        .then(&["correction_declared"])
        .holds("liabilities:payable:demo-platform", "10.00 MAD");
}

#[test]
fn shares_released_with_the_invoice_are_taken_back_until_they_are_set_aside() {
    let on_invoice = terms(
        json!({"earned": "on_invoice"}),
        json!([{"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"}]),
    );
    let story = given([the_cooperative(), on_invoice].concat());
    let story = taken_back(story, rug("rug-1", "90.00 MAD", &[("weaver-1", "1")]));
    let first = story.position();
    let story = story.and([rug("rug-2", "90.00 MAD", &[("weaver-1", "1")])]);
    let batch: Vec<u64> = (first..story.position()).collect();
    let pay = json!([{"member": "weaver-1", "amount": "0.01 MAD", "method": "cash"}]);
    story
        .and([say("treasurer", "schedule_payout", json!({"payout": "march", "pay": pay}))])
        .when(correct("correction-x", &batch))
        .refused_because("built_on", "a member's money has been set aside for another payout since");
}

#[test]
fn what_a_payment_released_does_not_go_without_it() {
    let story =
        given(the_cooperative()).and([sold("rug-1", &[("weaver-1", "100.00 MAD")]), paid("rug-1", "100.00 MAD")]);
    let released = story.position_of("earnings_released");
    story
        .when(correct("correction-1", &[released]))
        .refused_because("not_correctable", "it follows from another record, which is the one to undo");
}

fn order() -> Vec<Said> {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "400.00 MAD", "deposit": "0.5"});
    vec![say("president", "place_order", order).on("2026-01-05")]
}

fn advance(payment: &str, amount: &str) -> Said {
    let data = json!({"payment": payment, "order": "order-1", "amount": amount, "till": "bank:main"});
    say("treasurer", "receive_advance", data)
}

fn work(id: &str, hours: &str) -> Said {
    let data = json!({"work": id, "member": "weaver-1", "order": "order-1", "did": {"hours": hours}});
    say("leader", "record_work", data)
}

fn wool(id: &str, value: &str) -> Said {
    let members = json!([{"member": "weaver-1", "weight": "1"}]);
    let data = json!({"materials": id, "item": "wool", "value": value, "order": "order-1", "members": members});
    say("storekeeper", "advance_materials", data).under(id)
}

/// A delivery of the order, made by those who stand on its tally sheet.
fn delivery(sale: &str, total: &str) -> Said {
    sold(sale, &[("weaver-1", total)]).saying(json!({"order": "order-1", "makers": Value::Null}))
}

#[test]
fn a_sale_taken_back_gives_its_order_the_advance_the_work_and_the_materials_again() {
    let story = given(the_cooperative()).and(order()).and([
        advance("advance-1", "200.00 MAD"),
        buy("wool", "60.00 MAD"),
        wool("wool-1", "60.00 MAD"),
        work("work-1", "8"),
    ]);
    let before = story.cooperative().orders.values().next().map(Cow::into_owned);
    let story = taken_back(story, delivery("rug-1", "400.00 MAD"));
    assert_eq!(story.cooperative().orders.values().next().map(Cow::into_owned), before, "the order is as it was");
    story
        .when(delivery("rug-1", "100.00 MAD"))
        .then(&["sale_recorded", "advance_offset", "proceeds_allocated"])
        .with("/0/work", json!(["work-1"]))
        .with("/0/materials", json!("15.00 MAD"))
        .with("/1/amount", json!("50.00 MAD"));
}

#[test]
fn an_advance_is_taken_back_until_a_sale_is_set_against_it() {
    let story = given(the_cooperative()).and(order());
    let before = story.cooperative().orders.values().next().map(Cow::into_owned);
    let story = taken_back(story, advance("advance-1", "20.00 MAD"));
    assert_eq!(story.cooperative().orders.values().next().map(Cow::into_owned), before, "the order is as it was");
    let story = story.and([advance("advance-1", "200.00 MAD"), buy("wool", "5.00 MAD"), work("work-1", "8")]);
    let (advanced, bought) = (story.position_of("advance_received"), story.position_of("materials_bought"));
    story
        .when(correct("correction-x", &[advanced, bought]))
        .refused_because("not_correctable", "name it alone, in a correction of its own")
        .and([delivery("rug-1", "100.00 MAD")])
        .when(correct("correction-x", &[advanced]))
        .refused_because("built_on", "a sale has been set against the advance");
}

#[test]
fn an_advance_in_another_currency_leaves_the_till_it_came_into() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "400.00 EUR"});
    let story = given(the_cooperative()).and([say("president", "place_order", order)]);
    let before = story.cooperative().orders.values().next().map(Cow::into_owned);
    let story = taken_back(story, advance("advance-1", "200.00 EUR").saying(json!({"rate": "10.80"})));
    assert_eq!(story.cooperative().orders.values().next().map(Cow::into_owned), before, "the order is as it was");
}

#[test]
fn work_that_was_not_done_is_taken_off_the_tally_sheet_until_a_sale_has_paid_it() {
    let story = given(the_cooperative()).and(order()).and([work("work-1", "12")]);
    let story = taken_back(story, work("work-2", "120"));
    let (paid, undone) = (story.position_of("work_recorded") - 1, story.position_of("work_recorded"));
    story
        .when(delivery("rug-1", "100.00 MAD"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/work", json!(["work-1"]))
        .when(correct("correction-x", &[paid]))
        .refused_because("built_on", "a sale has paid this work")
        .when(correct("correction-x", &[undone]))
        .refused("corrected_already");
}

#[test]
fn materials_that_a_sale_has_counted_stay() {
    let story = given(the_cooperative()).and(order()).and([
        buy("wool", "60.00 MAD"),
        wool("wool-1", "40.00 MAD"),
        work("work-1", "8"),
    ]);
    let counted = story.position_of("materials_advanced");
    let story = story.and([delivery("rug-1", "400.00 MAD")]);
    let story = story
        .when(correct("correction-x", &[counted]))
        .refused_because("built_on", "a sale of its order has counted these materials");
    // What was handed out afterwards has not been counted.
    taken_back(story, wool("wool-2", "20.00 MAD"));
}

#[test]
fn what_a_sale_has_counted_of_several_materials_stays_whoever_asks_for_all_of_them() {
    let story = given(the_cooperative()).and(order()).and([
        buy("wool", "90.00 MAD"),
        wool("wool-1", "40.00 MAD"),
        work("work-1", "8"),
        delivery("rug-1", "400.00 MAD"),
        wool("wool-2", "30.00 MAD"),
    ]);
    let second = story.position_of("materials_advanced");
    let story = story.and([wool("wool-3", "20.00 MAD")]);
    let third = story.position_of("materials_advanced");
    let first = story.position_under("wool-1");
    // 50.00 of the order are not counted yet: the second and the third together, or the first alone, but not all.
    story
        .when(correct("correction-x", &[first, second]))
        .refused_because("built_on", "a sale of its order has counted these materials")
        .when(correct("correction-x", &[first, second, third]))
        .refused("built_on")
        .when(correct("correction-x", &[second, third]))
        .then(&["correction_declared"])
        .when(correct("correction-y", &[first]))
        .refused("built_on");
}

#[test]
fn a_deposit_taken_for_a_payment_is_corrected_as_a_payment() {
    let story = given(the_cooperative()).and(order());
    taken_back(story, receive("payment-1", Some("demo-shop"), "200.00 MAD"))
        .when(advance("payment-1", "200.00 MAD"))
        .then(&["advance_received"])
        .holds("liabilities:buyer-advance:demo-shop", "200.00 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}
