//! Stories of traces: the golden scenario opened up at each step, and what a trace says when something is open.

use serde_json::{Value, json};

use crate::report::told::Told;
use crate::report::trace::payout::PayoutTrace;
use crate::report::trace::sale::SaleTrace;
use crate::report::trace::slice::ReceiverKind;
use crate::report::trace::{Trace, Untraceable, trace};

const AGREEMENT: &str = include_str!("../../../../../fixtures/agreements/golden-export.json");

fn sale(told: &Told, day: Option<&str>) -> SaleTrace {
    match told.trace("sale-1", day) {
        Ok(Trace::Sale(trace)) => trace,
        other => panic!("the sale can be traced: {other:?}"),
    }
}

fn payout(told: &Told, reference: &str) -> PayoutTrace {
    match told.trace(reference, None) {
        Ok(Trace::Payout(trace)) => trace,
        other => panic!("the payout can be traced: {other:?}"),
    }
}

fn json_of(trace: &impl serde::Serialize) -> Value {
    serde_json::to_value(trace).expect("a trace is JSON")
}

/// The makers of a sale, as JSON.
fn makers(trace: &SaleTrace) -> Value {
    let slice = trace.slices.iter().find(|slice| slice.receiver == ReceiverKind::Makers).expect("the sale has makers");
    json_of(&slice.makers)
}

#[test]
fn the_price_of_the_rug_is_divided_with_nothing_unexplained() {
    let trace = sale(&Told::golden("record-sale:sale-1"), None);
    let slices: Vec<_> = trace.slices.iter().map(|slice| (slice.step.to_string(), slice.amount.to_string())).collect();
    let slices: Vec<_> = slices.iter().map(|(step, amount)| (step.as_str(), amount.as_str())).collect();
    let expected = [
        ("freight", "380.00"),
        ("platform", "431.00"),
        ("cooperative", "589.50"),
        ("training", "78.60"),
        ("makers", "2830.90"),
    ];
    assert_eq!(slices, expected);
    assert_eq!(trace.paid.gross.to_string(), "4310.00");
    assert_eq!(trace.paid.outstanding.to_string(), "200.00");
    assert_eq!(trace.slices[4].percent.to_string(), "65.68");
    assert_eq!(makers(&trace).pointer("/0/open/pending"), Some(&json!("860.49")));
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn the_buyers_payment_shows_the_rate_it_lost_and_makes_the_shares_available() {
    let trace = sale(&Told::golden("receive-payment:payment-1"), None);
    let paid = json_of(&trace.paid);
    assert_eq!(paid.pointer("/payments/0/how"), Some(&json!("advance")));
    assert_eq!(paid.pointer("/payments/0/on"), Some(&json!("2026-01-12")));
    assert_eq!(paid.pointer("/payments/1/booked"), Some(&json!("2140.00")));
    assert_eq!(paid.pointer("/payments/1/carried"), Some(&json!("2150.00")));
    assert_eq!(paid.pointer("/exchange_difference"), Some(&json!("-10.00")));
    assert_eq!(paid.pointer("/outstanding"), Some(&json!("0.00")));
    assert_eq!(makers(&trace).pointer("/2/open/available"), Some(&json!("478.05")));
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn after_the_correction_one_finding_is_open_and_nothing_is_unexplained() {
    let told = Told::golden("hand-over-payout:payout-1:weaver-3:again");
    let trace = sale(&told, None);
    let makers = makers(&trace);
    assert_eq!(makers.pointer("/0/paid"), Some(&json!("860.49")));
    assert_eq!(makers.pointer("/0/days"), Some(&json!(7)));
    assert_eq!(makers.pointer("/0/payouts/0/acknowledged/amount"), Some(&json!("860.49")));
    assert_eq!(makers.pointer("/1/payouts/0/state"), Some(&json!("failed")));
    assert_eq!(makers.pointer("/1/payouts/0/paid"), Some(&json!("0.00")));
    assert_eq!(makers.pointer("/1/payouts/1/state"), Some(&json!("handed")));
    assert_eq!(makers.pointer("/1/days"), Some(&json!(9)));
    assert_eq!(makers.pointer("/2/paid"), Some(&json!("450.00")));
    assert_eq!(makers.pointer("/2/open/available"), Some(&json!("28.05")));
    assert_eq!(makers.pointer("/2/open/sent"), Some(&json!("0.00")));
    assert_eq!(trace.findings.len(), 1, "{:?}", trace.findings);
    assert_eq!(json_of(&trace.findings).pointer("/0/finding"), Some(&json!("receipt_disputed")));
    assert_eq!(trace.corrections.len(), 1);
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn before_the_correction_the_trace_shows_what_was_believed_then() {
    let told = Told::golden_to_its_end();
    let then = sale(&told, Some("2026-03-20"));
    assert_eq!(makers(&then).pointer("/2/paid"), Some(&json!("478.05")));
    assert_eq!(then.corrections.len(), 0);
    assert_eq!(then.findings.len(), 1);
    assert_eq!(then.unexplained.to_string(), "0.00");
    let earlier = sale(&told, Some("2026-03-09"));
    assert_eq!(makers(&earlier).pointer("/2/open/pending"), Some(&json!("478.05")));
    assert_eq!(earlier.paid.outstanding.to_string(), "200.00");
}

#[test]
fn the_credit_note_takes_back_a_quarter_of_every_slice_and_says_who_bears_it() {
    let trace = sale(&Told::golden_to_its_end(), None);
    let credited: Vec<String> = trace.slices.iter().map(|slice| slice.credited.to_string()).collect();
    assert_eq!(credited, ["95.00", "107.75", "147.38", "19.65", "707.72"]);
    assert_eq!(trace.paid.gross_credited.to_string(), "1077.50");
    assert_eq!(trace.paid.outstanding.to_string(), "-100.00");
    let makers = makers(&trace);
    assert_eq!(makers.pointer("/0/owed_back"), Some(&json!("303.31")));
    assert_eq!(makers.pointer("/2/credit_notes/0/from_open"), Some(&json!("28.05")));
    assert_eq!(makers.pointer("/2/owed_back"), Some(&json!("123.60")));
    // The carrier was paid all of its slice, so it owes a quarter back.
    let freight = json_of(&trace.slices[0].ends);
    assert_eq!(freight.pointer("/0/end"), Some(&json!("settled")));
    assert_eq!(freight.pointer("/0/amount"), Some(&json!("380.00")));
    assert_eq!(freight.pointer("/1/amount"), Some(&json!("-95.00")));
    assert_eq!(trace.findings.len(), 1);
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn the_json_of_a_sale_keeps_its_form() {
    let trace = sale(&Told::golden_to_its_end(), None);
    insta::assert_snapshot!(serde_json::to_string_pretty(&trace).expect("a trace is JSON"));
}

#[test]
fn a_payout_is_followed_back_to_the_buyers_payments() {
    let told = Told::golden_to_its_end();
    let trace = payout(&told, "payout-1");
    let traced = json_of(&trace);
    assert_eq!(traced.pointer("/paid/amount"), Some(&json!("2055.61")));
    assert_eq!(traced.pointer("/paid/sales/0/buyer"), Some(&json!("demo-gallery")));
    assert_eq!(traced.pointer("/paid/sales/0/paid/payments/1/payments/0"), Some(&json!("payment-1")));
    assert_eq!(traced.pointer("/slices/0/sources/0/days"), Some(&json!(7)));
    assert_eq!(traced.pointer("/slices/1/given_back"), Some(&json!("717.07")));
    assert_eq!(traced.pointer("/slices/2/paid"), Some(&json!("450.00")));
    assert_eq!(traced.pointer("/slices/2/given_back"), Some(&json!("28.05")));
    assert_eq!(trace.findings.len(), 1);
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn the_json_of_a_payout_keeps_its_form() {
    let trace = payout(&Told::golden_to_its_end(), "payout-1");
    insta::assert_snapshot!(serde_json::to_string_pretty(&trace).expect("a trace is JSON"));
}

#[test]
fn a_sale_that_was_taken_back_or_has_not_happened_yet_cannot_be_traced() {
    let told = Told::golden("record-sale:sale-1");
    assert!(matches!(told.trace("sale-1", Some("2026-02-24")), Err(Untraceable::NotYet { what: "sale", .. })));
    let first = told.position_of("sale_recorded");
    let targets: Vec<u64> = (first..told.book.head).collect();
    let correction =
        json!({"correction": "never", "targets": targets, "reason": "did_not_happen", "approved_by": "president-1"});
    let told = told.then("treasurer-1", "declare_correction", "2026-02-26", correction);
    assert!(matches!(told.trace("sale-1", None), Err(Untraceable::TakenBack { what: "sale", .. })));
    assert_eq!(sale(&told, Some("2026-02-25")).unexplained.to_string(), "0.00");
}

#[test]
fn a_price_below_the_minimum_is_a_finding() {
    let cheap = json!({
        "sale": "sale-2", "buyer": "demo-gallery", "channel": "export",
        "lines": [{"product": "rug", "quantity": "1", "unit_price": "2000.00"}], "total": "2000.00 MAD",
        "costs": [{"cost": "freight", "amount": "100.00 MAD"}],
        "makers": [{"member": "weaver-1", "did": {"hours": "80"}}]
    });
    let told = Told::golden("record-sale:sale-1").then("treasurer-1", "record_sale", "2026-02-26", cheap);
    let Ok(Trace::Sale(trace)) = told.trace("sale-2", None) else { panic!("the sale can be traced") };
    let found = json!([
        {"finding": "minimum_not_met", "step": "floor", "required": "2400.00", "reached": "1377.00"}
    ]);
    assert_eq!(serde_json::to_value(&trace.findings).ok(), Some(found));
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn a_party_with_two_slices_that_was_paid_before_a_credit_note_owes_a_part_of_each() {
    let mut terms: Value = serde_json::from_str(AGREEMENT).expect("the fixture is JSON");
    terms["steps"][1]["to"] = json!({"party": "demo-platform"});
    terms["example"]["split"]["slices"][1]["receiver"] = json!({"party": "demo-platform"});
    terms["agreement"] = json!("one-party");
    terms["channel"] = json!("web");
    let sale = json!({
        "sale": "sale-2", "buyer": "demo-gallery", "channel": "web",
        "lines": [{"product": "rug", "quantity": "1", "unit_price": "4000.00"}], "total": "4000.00 MAD",
        "costs": [{"cost": "freight", "amount": "100.00 MAD"}],
        "makers": [{"member": "weaver-1", "did": {"hours": "80"}}]
    });
    let paid = json!({"movement": "paid", "party": "demo-platform", "amount": "350.00 MAD", "till": "bank:main"});
    let rest = json!({"movement": "rest", "party": "demo-platform", "amount": "150.00 MAD", "till": "bank:main"});
    let credit = json!({"credit_note": "half", "sale": "sale-2", "amount": "2000.00 MAD", "reason": "returned"});
    let told = Told::golden("disburse-loan:loan-3")
        .then("president-1", "propose_agreement", "2026-01-08", json!({"terms": terms}))
        .then("president-1", "accept_agreement", "2026-01-08", json!({"agreement": "one-party", "version": 1}))
        .then(
            "intermediary-1",
            "accept_agreement",
            "2026-01-08",
            json!({"agreement": "one-party", "version": 1, "party": "demo-platform"}),
        )
        .then("treasurer-1", "record_sale", "2026-01-09", sale)
        .then("treasurer-1", "settle_payable", "2026-01-10", paid)
        .then("treasurer-1", "settle_payable", "2026-01-11", rest)
        .then("treasurer-1", "issue_credit_note", "2026-01-12", credit);
    let Ok(Trace::Sale(trace)) = told.trace("sale-2", None) else { panic!("the sale can be traced") };
    let ends = |place: usize| -> Vec<String> {
        trace.slices[place].ends.iter().map(|end| format!("{} {}", end.end.term(), end.amount)).collect()
    };
    assert_eq!(ends(0), ["paid 100.00", "owed -50.00"]);
    assert_eq!(ends(1), ["paid 250.00", "paid 150.00", "owed -200.00"]);
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn a_record_that_was_not_found_leaves_something_unexplained() {
    let told = Told::golden("record-sale:sale-1");
    let found = told.index.find_trace("sale-1").expect("the sale is there");
    let mut records = told.records(found);
    let deduction = records.iter().position(|record| record.event.kind().name() == "deduction_applied");
    records.remove(deduction.expect("wool was deducted"));
    let Ok(trace) = trace(&told.book, found, &records, None) else { panic!("the sale can be traced") };
    assert_eq!(trace.unexplained().to_string(), "257.14");
}
