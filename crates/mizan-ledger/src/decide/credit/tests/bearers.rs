//! Stories of who bears what a credit note or a refund takes: a fund as far as it reaches, the cooperative, the makers.

use serde_json::{Value, json};

use super::{credit, paid_out, sold_and_paid};
use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, given, say, the_cooperative};

/// A fifth of each price for the quality fund, the rest for the makers.
fn a_fifth_for_quality() -> Value {
    json!([
        {"kind": "share", "name": "quality", "to": {"fund": "quality"},
         "take": {"percent": {"rate": "0.20", "of": {"from": "gross"}}}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ])
}

#[test]
fn a_fund_bears_what_it_has_and_the_cooperative_the_rest() {
    let refilled = rug("sale-2", "200.00 MAD", &[("weaver-3", "1")]).saying(json!({"agreement": "quality"}));
    let more = terms(json!({"agreement": "quality", "channel": "other"}), a_fifth_for_quality());
    // The fund has 40.00; half of 60.00 and of 30.00 was paid out and is not taken from the makers.
    paid_out(sold_and_paid(json!({}), a_tenth_for_the_cooperative()))
        .and(more)
        .and([refilled.saying(json!({"channel": "other"}))])
        .holds("liabilities:fund:quality", "40.00 MAD")
        .when(credit("credit-1", "50.00 MAD"))
        .then(&["credit_note_issued"])
        .with("/0/makers/0/borne", json!("30.00 MAD"))
        .with("/0/makers/0/lost", Value::Null)
        .with("/0/makers/1/borne", json!("10.00 MAD"))
        .with("/0/makers/1/lost", json!("5.00 MAD"))
        .holds("liabilities:fund:quality", "0.00 MAD")
        .holds("expenses:losses", "5.00 MAD")
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("assets:member:weaver-2:debt", "0.00 MAD");
}

#[test]
fn a_fund_with_nothing_bears_nothing() {
    paid_out(sold_and_paid(json!({}), a_tenth_for_the_cooperative()))
        .when(credit("credit-1", "50.00 MAD"))
        .then(&["credit_note_issued"])
        .with("/0/makers/0/borne", Value::Null)
        .with("/0/makers/0/lost", json!("30.00 MAD"))
        .holds("liabilities:fund:quality", "0.00 MAD")
        .holds("expenses:losses", "45.00 MAD");
}

#[test]
fn a_fund_gives_back_its_own_slice_before_it_bears_anything() {
    // It got 20.00 of the sale. A half is given back, so 10.00 are left to bear what the makers had used: 40.00.
    let shares = json!([{"member": "weaver-1", "method": "cash"}, {"member": "weaver-2", "method": "cash"}]);
    let hand = |member: &str, amount: &str| {
        let data = json!({"payout": "payout-1", "member": member, "amount": amount, "till": "cash:office",
                          "witness": "leader", "signed_by": "signature", "form": "form 1"});
        say("cashier", "hand_over_payout", data)
    };
    sold_and_paid(json!({}), a_fifth_for_quality())
        .and([
            say("treasurer", "schedule_payout", json!({"payout": "payout-1", "pay": shares})),
            say("president", "approve_payout", json!({"payout": "payout-1", "total": "80.00 MAD"})),
            hand("weaver-1", "53.33 MAD"),
            hand("weaver-2", "26.67 MAD"),
        ])
        .when(credit("credit-1", "50.00 MAD"))
        .then(&["credit_note_issued"])
        .with("/0/slices/0/amount", json!("10.00 MAD"))
        .with("/0/slices/0/lost", Value::Null)
        .with("/0/makers/0/borne", json!("10.00 MAD"))
        .with("/0/makers/0/lost", json!("16.67 MAD"))
        .with("/0/makers/1/borne", Value::Null)
        .with("/0/makers/1/lost", json!("13.33 MAD"))
        .holds("liabilities:fund:quality", "0.00 MAD")
        .holds("expenses:losses", "30.00 MAD");
}

fn abroad(bearer: &str) -> Vec<Said> {
    let bears = json!({"fx": bearer, "chargeback": "makers", "breakage": "makers", "late_payment": "makers"});
    let mut steps = a_tenth_for_the_cooperative();
    let clause =
        json!({"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt", "take": "in_full"});
    steps.as_array_mut().expect("the steps are a list").push(clause);
    let mut said =
        [the_cooperative(), terms(json!({"bears": bears, "claw_back": "from_future_sales"}), steps)].concat();
    said.push(rug("sale-1", "100.00 EUR", &[("weaver-1", "2"), ("weaver-2", "1")]).saying(json!({"rate": "10.75"})));
    let pays = json!([{"sale": "sale-1", "amount": "100.00 EUR"}]);
    said.push(say(
        "treasurer",
        "receive_payment",
        json!({"payment": "payment-1", "buyer": "demo-shop",
        "amount": "100.00 EUR", "rate": "10.70", "till": "bank:main", "pays": pays}),
    ));
    said.push(credit("credit-1", "100.00 EUR"));
    said
}

fn refund(rate: &str) -> Said {
    let data =
        json!({"refund": "refund-1", "sale": "sale-1", "amount": "100.00 EUR", "rate": rate, "till": "bank:main"});
    say("treasurer", "issue_refund", data)
}

#[test]
fn a_refund_gives_makers_back_what_the_payments_rate_took_of_them() {
    // Invoiced at 10.75, paid at 10.70: they lost 5.00, which the credit note of all of it leaves them owing until the
    // refund wins it again.
    given(abroad("makers"))
        .holds("assets:member:weaver-1:debt", "3.33 MAD")
        .holds("assets:member:weaver-2:debt", "1.67 MAD")
        .when(refund("10.70"))
        .then(&["refund_issued", "fx_difference_realised", "earnings_released", "debt_set_off", "debt_set_off"])
        .with("/1/side", json!("gain"))
        .with("/1/makers/0/amount", json!("3.33 MAD"))
        .with("/1/makers/1/amount", json!("1.67 MAD"))
        .with("/2/because", json!("refunded"))
        .with("/3/sources/0/amount", json!("3.33 MAD"))
        .with("/4/sources/0/amount", json!("1.67 MAD"))
        .holds("liabilities:member:weaver-1:available", "0.00 MAD")
        .holds("liabilities:member:weaver-2:available", "0.00 MAD")
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("assets:member:weaver-2:debt", "0.00 MAD")
        .holds("income:exchange-difference", "0.00 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}

#[test]
fn a_refund_that_wins_less_gives_back_less_and_one_that_wins_more_leaves_the_rest_to_the_cooperative() {
    given(abroad("makers"))
        .when(refund("10.72"))
        .then(&[
            "refund_issued",
            "fx_difference_realised",
            "earnings_released",
            "fx_difference_realised",
            "debt_set_off",
            "debt_set_off",
        ])
        .with("/1/makers/0/amount", json!("2.00 MAD"))
        .with("/1/makers/1/amount", json!("1.00 MAD"))
        .holds("assets:member:weaver-1:debt", "1.33 MAD");
    given(abroad("makers"))
        .when(refund("10.60"))
        .then(&[
            "refund_issued",
            "fx_difference_realised",
            "earnings_released",
            "fx_difference_realised",
            "fx_difference_realised",
            "debt_set_off",
            "debt_set_off",
        ])
        .with("/1/amount", json!("5.00 MAD"))
        .with("/3/amount", json!("10.00 MAD"))
        .with("/3/makers", Value::Null);
}

#[test]
fn where_the_cooperative_bears_the_rate_a_refund_is_its_own_affair() {
    given(abroad("cooperative"))
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .when(refund("10.70"))
        .then(&["refund_issued", "fx_difference_realised"])
        .with("/1/makers", Value::Null)
        .holds("liabilities:member:weaver-1:available", "0.00 MAD");
}
