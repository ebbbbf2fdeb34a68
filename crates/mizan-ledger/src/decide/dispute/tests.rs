//! Stories of disputed invoices: the shop says what it does not owe, another than who wrote that down settles it, and not a
//! centime moves.

use serde_json::{Value, json};

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, Story, given, paid, say, the_cooperative};

/// A rug of 400.00 that the shop has not paid.
fn sold() -> Story {
    given([the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat()).and([rug(
        "sale-1",
        "400.00 MAD",
        &[("weaver-1", "1")],
    )])
}

fn disputed(dispute: &str, amount: &str) -> Value {
    json!({"dispute": dispute, "sale": "sale-1", "amount": amount, "reason": "short_delivery"})
}

fn treasurer_notes(dispute: &str, amount: &str) -> Said {
    say("treasurer", "dispute_invoice", disputed(dispute, amount))
}

fn settled(who: &str, dispute: &str, outcome: &str) -> Said {
    say(who, "settle_invoice_dispute", json!({"dispute": dispute, "outcome": outcome}))
}

#[test]
fn a_shop_disputes_its_invoice_in_its_own_words_and_withdraws_that() {
    sold()
        .when(
            say("demo-shop", "dispute_invoice", disputed("dispute-1", "150.00 MAD"))
                .of_a_buyer()
                .sealing(json!({"note": "One rug of the two never came"})),
        )
        .then(&["invoice_disputed"])
        .with("/0/buyer", json!("demo-shop"))
        .with("/0/amount", json!("150.00 MAD"))
        .holds("assets:receivable:demo-shop", "400.00 MAD")
        .when(settled("demo-shop", "dispute-1", "upheld").of_a_buyer())
        .refused_because("raised_it", "another person says")
        .when(settled("demo-shop", "dispute-1", "withdrawn").of_a_buyer())
        .then(&["invoice_dispute_settled"])
        .with("/0/sale", json!("sale-1"))
        .holds("assets:receivable:demo-shop", "400.00 MAD");
}

#[test]
fn another_than_who_wrote_it_down_says_whether_the_shop_is_right() {
    for outcome in ["upheld", "refused"] {
        sold()
            .and([treasurer_notes("dispute-1", "150.00 MAD")])
            .when(settled("treasurer", "dispute-1", outcome))
            .refused_because("raised_it", "`treasurer` raised the dispute")
            .when(settled("demo-shop", "dispute-1", outcome).of_a_buyer())
            .refused_because("not_theirs_to_settle", "somebody of the cooperative says")
            .when(settled("president", "dispute-1", outcome))
            .then(&["invoice_dispute_settled"])
            .when(settled("president", "dispute-1", "withdrawn"))
            .refused_because("dispute_settled", outcome)
            .when(treasurer_notes("dispute-2", "400.00 MAD"))
            .then(&["invoice_disputed"]);
    }
}

#[test]
fn only_the_buyer_or_an_officer_disputes_an_invoice_or_withdraws_that() {
    let strange = |who: &str| say(who, "dispute_invoice", disputed("dispute-1", "150.00 MAD"));
    sold()
        .when(strange("buyer"))
        .refused_because("not_its_invoice", "invoiced to `demo-shop`")
        .when(strange("weaver-1"))
        .refused("not_its_invoice")
        .and([treasurer_notes("dispute-1", "150.00 MAD")])
        .when(settled("buyer", "dispute-1", "withdrawn"))
        .refused("not_its_invoice");
}

#[test]
fn no_more_is_disputed_than_was_invoiced_less_what_was_credited_and_once_at_a_time() {
    let credited = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "100.00 MAD", "reason": "quality"});
    sold()
        .when(treasurer_notes("dispute-1", "400.01 MAD"))
        .refused_because("disputed_too_much", "400.00 MAD")
        .when(treasurer_notes("dispute-1", "10.00 EUR"))
        .refused("wrong_currency")
        .and([paid("sale-1", "400.00 MAD"), say("treasurer", "issue_credit_note", credited)])
        .when(treasurer_notes("dispute-1", "300.01 MAD"))
        .refused_because("disputed_too_much", "300.00 MAD")
        .when(treasurer_notes("dispute-1", "300.00 MAD"))
        .then(&["invoice_disputed"])
        .when(treasurer_notes("dispute-2", "1.00 MAD"))
        .refused_because("disputed_already", "as `dispute-1`")
        .when(treasurer_notes("dispute-1", "1.00 MAD"))
        .refused("already_exists")
        .when(settled("president", "dispute-7", "upheld"))
        .refused("unknown_dispute");
}

#[test]
fn a_dispute_is_not_dated_before_its_invoice_nor_its_end_before_the_dispute() {
    sold()
        .when(treasurer_notes("dispute-1", "150.00 MAD").on("2026-01-15"))
        .refused("before_it_began")
        .and([treasurer_notes("dispute-1", "150.00 MAD").on("2026-03-09")])
        .when(settled("president", "dispute-1", "refused").on("2026-03-08"))
        .refused("before_it_began");
}

#[test]
fn a_sale_whose_invoice_was_disputed_is_credited_not_taken_back() {
    let before = given([the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat());
    let first = before.position();
    let story = before.and([rug("sale-1", "400.00 MAD", &[("weaver-1", "1")])]);
    let targets: Vec<u64> = (first..story.position()).collect();
    let taken_back = json!({"correction": "correction-1", "targets": targets, "reason": "did_not_happen",
        "approved_by": "president"});
    story
        .and([treasurer_notes("dispute-1", "150.00 MAD"), settled("president", "dispute-1", "refused")])
        .when(say("treasurer", "declare_correction", taken_back))
        .refused_because("built_on", "its invoice was disputed");
}
