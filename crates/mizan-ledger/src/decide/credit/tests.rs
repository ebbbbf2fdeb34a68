//! Stories of giving back: every slice mirrors its part, and what was already paid out becomes a debt she can see.

mod bearers;

use serde_json::{Value, json};

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, Story, given, say, the_cooperative};

const BOTH: &[(&str, &str)] = &[("weaver-1", "2"), ("weaver-2", "1")];

/// Terms under which a refund of what was paid out is taken from later sales, down to 50.00 MAD in her hand.
fn from_later_sales() -> Value {
    let mut steps = a_tenth_for_the_cooperative();
    let clause = json!({"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt",
                        "take": "in_full", "protected_minimum": "50"});
    steps.as_array_mut().expect("the steps are a list").push(clause);
    steps
}

fn sold_and_paid(changes: Value, steps: Value) -> Story {
    let pays = json!([{"sale": "sale-1", "amount": "100.00 MAD"}]);
    let data = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "100.00 MAD", "till": "bank:main", "pays": pays});
    given([the_cooperative(), terms(changes, steps)].concat())
        .and([rug("sale-1", "100.00 MAD", BOTH), say("treasurer", "receive_payment", data)])
}

/// The shares of both weavers are in their hands.
fn paid_out(story: Story) -> Story {
    let hand = |member: &str, amount: &str| {
        let data = json!({"payout": "payout-1", "member": member, "amount": amount, "till": "cash:office",
                          "witness": "leader", "signed_by": "signature", "form": "form 1"});
        say("cashier", "hand_over_payout", data)
    };
    let pay = json!([{"member": "weaver-1", "method": "cash"}, {"member": "weaver-2", "method": "cash"}]);
    story.and([
        say("treasurer", "schedule_payout", json!({"payout": "payout-1", "pay": pay})),
        say("president", "approve_payout", json!({"payout": "payout-1", "total": "90.00 MAD"})),
        hand("weaver-1", "60.00 MAD"),
        hand("weaver-2", "30.00 MAD"),
    ])
}

fn credit(id: &str, amount: &str) -> Said {
    say(
        "treasurer",
        "issue_credit_note",
        json!({"credit_note": id, "sale": "sale-1", "amount": amount, "reason": "quality"}),
    )
}

#[test]
fn a_credit_note_lowers_every_slice_and_the_makers_balance_with_them() {
    sold_and_paid(json!({}), a_tenth_for_the_cooperative())
        .when(credit("credit-1", "50.00 MAD"))
        .then(&["credit_note_issued"])
        .with("/0/slices/0/amount", json!("5.00 MAD"))
        .with("/0/makers/0/available", json!("30.00 MAD"))
        .holds("liabilities:member:weaver-1:available", "30.00 MAD")
        .holds("income:commission", "5.00 MAD")
        .holds("assets:receivable:demo-shop", "-50.00 MAD");
}

#[test]
fn credit_notes_that_give_back_everything_leave_nothing() {
    sold_and_paid(json!({}), a_tenth_for_the_cooperative())
        .and([credit("credit-1", "33.33 MAD"), credit("credit-2", "33.33 MAD")])
        .when(credit("credit-3", "33.35 MAD"))
        .refused_because("credit_too_large", "33.34 MAD")
        .when(credit("credit-3", "33.34 MAD"))
        .then(&["credit_note_issued"])
        .holds("liabilities:member:weaver-1:available", "0.00 MAD")
        .holds("liabilities:member:weaver-2:available", "0.00 MAD")
        .holds("income:commission", "0.00 MAD")
        .when(credit("credit-1", "1.00 MAD"))
        .refused("already_exists");
}

#[test]
fn a_refund_after_she_was_paid_is_a_debt_taken_from_later_sales_down_to_her_minimum() {
    let consent = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "refunds"});
    paid_out(sold_and_paid(json!({"claw_back": "from_future_sales"}), from_later_sales()))
        .and([say("weaver-1", "give_consent", consent)])
        .when(credit("credit-1", "50.00 MAD"))
        .then(&["credit_note_issued"])
        .with("/0/makers/0/debt", json!("30.00 MAD"))
        .holds("assets:member:weaver-1:debt", "30.00 MAD")
        .when(rug("sale-2", "80.00 MAD", &[("weaver-1", "1")]))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated", "deduction_applied"])
        .with("/3/amount", json!("22.00 MAD"))
        .holds("liabilities:member:weaver-1:pending", "50.00 MAD")
        .holds("assets:member:weaver-1:debt", "8.00 MAD");
}

#[test]
fn a_refund_pays_what_was_credited_and_the_providers_fee_stays_with_the_provider() {
    let fee = json!({"fee": "fee-1", "kind": "provider", "till": "bank:main", "amount": "2.90 MAD", "sale": "sale-1"});
    let refund = |amount: &str| {
        let data = json!({"refund": "refund-1", "sale": "sale-1", "amount": amount, "till": "bank:main"});
        say("treasurer", "issue_refund", data)
    };
    sold_and_paid(json!({}), a_tenth_for_the_cooperative())
        .and([say("treasurer", "charge_provider_fee", fee)])
        .when(refund("50.00 MAD"))
        .refused_because("nothing_to_refund", "0.00 MAD")
        .and([credit("credit-1", "50.00 MAD")])
        .when(refund("50.01 MAD"))
        .refused_because("nothing_to_refund", "50.00 MAD")
        .when(refund("50.00 MAD"))
        .then(&["refund_issued"])
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("expenses:provider-fees", "2.90 MAD")
        .holds("assets:bank:main", "47.10 MAD");
}

#[test]
fn a_credit_note_on_an_unpaid_sale_settles_what_the_buyer_no_longer_owes() {
    let pays = json!([{"sale": "sale-1", "amount": "60.00 MAD"}]);
    let data =
        json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "60.00 MAD", "till": "bank:main", "pays": pays});
    given([the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat())
        .and([rug("sale-1", "100.00 MAD", BOTH), say("treasurer", "receive_payment", data)])
        .when(credit("credit-1", "40.00 MAD"))
        .then(&["credit_note_issued", "earnings_released"])
        .with("/0/makers/0/pending", json!("24.00 MAD"))
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "36.00 MAD");
}

#[test]
fn crediting_what_is_still_owed_leaves_nothing_on_the_buyers_account_whatever_the_rates() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "400.00 EUR", "channel": "story"});
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "200.00 EUR", "rate": "10.80", "till": "bank:main"});
    let sale = rug("sale-1", "400.00 EUR", BOTH).saying(json!({"order": "order-1", "rate": "10.75"}));
    given([the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat())
        .and([say("president", "place_order", order), say("treasurer", "receive_advance", advance), sale])
        .holds("assets:receivable:demo-shop", "2150.00 MAD")
        .when(credit("credit-1", "200.00 EUR"))
        .then(&["credit_note_issued", "fx_difference_realised", "earnings_released"])
        .with("/0/booked", json!("2155.00 MAD"))
        .with("/1/amount", json!("5.00 MAD"))
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}

/// A sale of 400.00 EUR of which 200.00 came in advance, at these rates.
fn half_in_advance(advance_rate: &str, sale_rate: &str) -> Story {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "400.00 EUR", "channel": "story"});
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "200.00 EUR", "rate": advance_rate, "till": "bank:main"});
    let sale = rug("sale-1", "400.00 EUR", BOTH).saying(json!({"order": "order-1", "rate": sale_rate}));
    given([the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat()).and([
        say("president", "place_order", order),
        say("treasurer", "receive_advance", advance),
        sale,
    ])
}

#[test]
fn what_is_carried_keeps_the_side_of_what_is_owed_however_far_the_rates_lie_apart() {
    let pays = json!([{"sale": "sale-1", "amount": "10.00 EUR"}]);
    let data = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "10.00 EUR", "rate": "10.00", "till": "bank:main", "pays": pays});
    half_in_advance("11.80", "10.00")
        .when(credit("credit-1", "190.00 EUR"))
        .then(&["credit_note_issued", "fx_difference_realised"])
        .with("/0/booked", json!("2071.00 MAD"))
        .with("/0/carried", json!("1900.00 MAD"))
        .holds("assets:receivable:demo-shop", "100.00 MAD")
        .when(say("treasurer", "receive_payment", data))
        .then(&["payment_received", "payment_allocated", "earnings_released"])
        .holds("assets:receivable:demo-shop", "0.00 MAD");
    let refund =
        json!({"refund": "refund-1", "sale": "sale-1", "amount": "0.01 EUR", "rate": "10.80", "till": "bank:main"});
    half_in_advance("10.70", "10.80")
        .when(credit("credit-1", "200.01 EUR"))
        .then(&["credit_note_issued", "fx_difference_realised", "earnings_released"])
        .holds("assets:receivable:demo-shop", "-0.11 MAD")
        .when(say("treasurer", "issue_refund", refund))
        .then(&["refund_issued"])
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}

#[test]
fn a_credit_note_beyond_what_is_still_owed_settles_the_sale_and_releases_the_rest() {
    let pays = json!([{"sale": "sale-1", "amount": "50.00 MAD"}]);
    let data =
        json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "50.00 MAD", "till": "bank:main", "pays": pays});
    given([the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat())
        .and([rug("sale-1", "100.00 MAD", BOTH), say("treasurer", "receive_payment", data)])
        .when(credit("credit-1", "75.00 MAD"))
        .then(&["credit_note_issued", "earnings_released"])
        .holds("liabilities:member:weaver-1:pending", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "15.00 MAD")
        .holds("assets:receivable:demo-shop", "-25.00 MAD");
}

#[test]
fn what_broke_on_the_way_is_the_cooperatives_loss_where_the_agreement_says_so() {
    let bears = json!({"bears": {"fx": "cooperative", "chargeback": "makers", "breakage": "cooperative", "late_payment": "makers"}});
    let broken = credit("credit-1", "50.00 MAD").saying(json!({"reason": "breakage"}));
    sold_and_paid(bears, a_tenth_for_the_cooperative())
        .when(broken)
        .then(&["credit_note_issued"])
        .with("/0/borne_by", json!("cooperative"))
        .holds("liabilities:member:weaver-1:available", "60.00 MAD")
        .holds("expenses:losses", "45.00 MAD")
        .holds("income:commission", "5.00 MAD");
}

#[test]
fn foreign_money_refunded_leaves_nothing_behind_on_the_trading_account() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "100.00 EUR", "channel": "story"});
    let sale = rug("sale-1", "100.00 EUR", BOTH).saying(json!({"order": "order-1", "rate": "10.00"}));
    let pays = json!([{"sale": "sale-1", "amount": "100.00 EUR"}]);
    let data = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "100.00 EUR", "rate": "10.00", "till": "bank:main", "pays": pays});
    let refund =
        json!({"refund": "refund-1", "sale": "sale-1", "amount": "100.00 EUR", "rate": "11.00", "till": "bank:main"});
    given([the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat())
        .and([say("president", "place_order", order), sale, say("treasurer", "receive_payment", data)])
        .and([credit("credit-1", "100.00 EUR")])
        .when(say("treasurer", "issue_refund", refund))
        .then(&["refund_issued", "fx_difference_realised", "fx_difference_realised"])
        .holds("equity:exchange:eur", "0.00 EUR")
        .holds("equity:exchange:eur", "0.00 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}
