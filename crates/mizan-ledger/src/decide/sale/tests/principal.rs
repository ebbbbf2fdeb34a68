//! A cooperative that buys from its members and sells for itself: its books say so, and a member sees no difference.

use serde_json::{Value, json};

use super::{BOTH, rug, terms};
use crate::decide::stories::{Said, Story, given, money, paid, say, the_cooperative};

/// Tax, freight, a platform, the cooperative, training, and the makers by their hours.
fn steps() -> Value {
    let percent = |rate: &str| json!({"percent": {"rate": rate, "of": {"from": "without_tax"}}});
    json!([
        {"kind": "tax", "name": "vat", "rate": "0.20"},
        {"kind": "share", "name": "platform", "to": {"party": "demo-platform"}, "take": percent("0.10")},
        {"kind": "share", "name": "cooperative", "to": "cooperative", "take": percent("0.15")},
        {"kind": "share", "name": "training", "to": {"fund": "training"}, "take": percent("0.02")},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
        {"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt", "take": "in_full"},
    ])
}

fn the_house(booking: &str) -> Vec<Said> {
    let platform = json!({"party": "demo-platform", "name": "Demo platform (invented)", "roles": ["intermediary"]});
    let mut said = the_cooperative();
    said.push(say("operator", "register_party", platform).on("2026-01-01"));
    let claw_back = "from_future_sales";
    said.extend(terms(json!({"booking": booking, "parties": ["demo-platform"], "claw_back": claw_back}), steps()));
    let accepts = json!({"agreement": "terms", "version": 1, "party": "demo-platform"});
    said.push(say("treasurer", "accept_agreement", accepts).on("2026-01-01"));
    said
}

/// A rug at 1,200.00 with tax, sold, paid, its first maker paid in cash, then a quarter given back.
fn lived(booking: &str) -> Story {
    let pay = json!({"payout": "may", "pay": [{"member": "weaver-1", "method": "cash"}]});
    let hand = json!({"payout": "may", "member": "weaver-1", "amount": "486.67 MAD", "till": "cash:office", "witness": "leader", "signed_by": "signature", "form": "CASH 1"});
    let credit = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "300.00 MAD", "reason": "quality"});
    given(the_house(booking))
        .and([
            rug("sale-1", "1200.00 MAD", BOTH),
            paid("sale-1", "1200.00 MAD"),
            say("treasurer", "schedule_payout", pay),
        ])
        .and([say("president", "approve_payout", json!({"payout": "may", "total": "486.67 MAD"}))])
        .and([say("cashier", "hand_over_payout", hand).sealing(json!({"witness": "Leader (invented)"}))])
        .and([say("treasurer", "issue_credit_note", credit)])
}

#[test]
fn the_price_is_its_income_and_what_others_have_its_expense() {
    given(the_house("principal"))
        .when(rug("sale-1", "1200.00 MAD", BOTH))
        .then(&["sale_recorded", "commission_charged", "commission_charged", "proceeds_allocated"])
        .with("/0/booking", json!("principal"))
        .with("/1/booking", json!("principal"))
        .with("/3/booking", json!("principal"))
        .holds("assets:receivable:demo-shop", "1200.00 MAD")
        .holds("liabilities:tax", "200.00 MAD")
        .holds("income:sales", "1000.00 MAD")
        .holds("expenses:services", "100.00 MAD")
        .holds("liabilities:payable:demo-platform", "100.00 MAD")
        .holds("expenses:fund-contributions", "20.00 MAD")
        .holds("liabilities:fund:training", "20.00 MAD")
        .holds("expenses:member-work", "730.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "486.67 MAD")
        .holds("liabilities:member:weaver-2:pending", "243.33 MAD")
        // Its own 15 % is not booked twice: it is what is left of income and expense.
        .holds("income:commission", "0.00 MAD")
        .holds("liabilities:sale:sale-1", "0.00 MAD");
}

#[test]
fn a_sale_for_its_members_says_nothing_of_it_as_it_always_did() {
    given(the_house("mandate"))
        .when(rug("sale-1", "1200.00 MAD", BOTH))
        .then(&["sale_recorded", "commission_charged", "commission_charged", "proceeds_allocated"])
        .with("/0/booking", Value::Null)
        .with("/1/booking", Value::Null)
        .with("/3/booking", Value::Null)
        .holds("income:commission", "150.00 MAD")
        .holds("income:sales", "0.00 MAD");
}

#[test]
fn a_credit_note_takes_back_income_and_expenses_alike() {
    // A quarter of each: 50.00 of tax, 250.00 of the price; 25.00, 5.00 and 182.50 of what others had.
    lived("principal")
        .with("/0/booking", json!("principal"))
        .holds("income:sales", "1000.00 MAD")
        .holds("income:returns", "-250.00 MAD")
        .holds("liabilities:tax", "150.00 MAD")
        .holds("expenses:services", "75.00 MAD")
        .holds("expenses:fund-contributions", "15.00 MAD")
        .holds("expenses:member-work", "547.50 MAD")
        .holds("assets:member:weaver-1:debt", "121.67 MAD");
}

#[test]
fn whoever_owes_and_is_owed_is_the_same_either_way() {
    let [mandate, principal] = ["mandate", "principal"].map(lived);
    let standing = |story: &Story| {
        let mut all = story.balances();
        all.retain(|(account, _)| !["income", "expenses"].contains(&account.nature().word()));
        all
    };
    assert_eq!(standing(&mandate), standing(&principal));
    let made = |story: &Story| {
        let all = story.balances().into_iter();
        let of_it = all.filter(|(account, _)| ["income", "expenses"].contains(&account.nature().word()));
        of_it.map(|(_, balance)| -balance.minor()).sum::<i128>()
    };
    assert_eq!(made(&mandate), money("112.50 MAD").minor(), "15 % of 750.00 is the cooperative's");
    assert_eq!(made(&principal), made(&mandate));
}

#[test]
fn a_sale_of_its_own_that_was_wrong_is_taken_back_whole() {
    let story = given(the_house("principal"));
    let before = story.balances();
    let story = story.and([rug("sale-1", "1200.00 MAD", BOTH)]);
    let position = story.position_of("sale_recorded");
    let targets: Vec<u64> = (position..position + 4).collect();
    let words =
        json!({"correction": "correction-1", "targets": targets, "reason": "wrong_amount", "approved_by": "president"});
    let story = story.when(say("treasurer", "declare_correction", words)).then(&["correction_declared"]);
    assert_eq!(story.balances(), before);
}
