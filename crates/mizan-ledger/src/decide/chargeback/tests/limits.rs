//! Stories of what a bank cannot take or give back, and of chargebacks that never were.

use std::borrow::Cow;

use serde_json::json;

use super::{BOTH, charged_back, paid_out_on, sold_and_paid, the_weavers, won};
use crate::decide::sale::tests::rug;
use crate::decide::stories::{Said, given, paid, say};

fn taken_back(position: u64) -> Said {
    let data = json!({"correction": "correction-1", "targets": [position], "reason": "did_not_happen",
        "approved_by": "president"});
    say("treasurer", "declare_correction", data).on("2026-04-03")
}

#[test]
fn a_bank_takes_no_more_than_its_buyer_has_paid_and_not_had_back() {
    let credit = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "30.00 MAD", "reason": "quality"});
    let refund = json!({"refund": "refund-1", "sale": "sale-1", "amount": "30.00 MAD", "till": "bank:main"});
    let cash = charged_back("chargeback-1", "10.00 MAD").saying(json!({"till": "cash:office"}));
    given(the_weavers(json!("cooperative"), json!({})))
        .and([rug("sale-1", "100.00 MAD", BOTH)])
        .when(charged_back("chargeback-1", "0.01 MAD"))
        .refused_because("chargeback_too_large", "0.00 MAD is left")
        .and([paid("sale-1", "100.00 MAD")])
        .when(charged_back("chargeback-1", "100.01 MAD"))
        .refused_because("chargeback_too_large", "100.00 MAD is left")
        .when(charged_back("chargeback-1", "10.00 EUR"))
        .refused("wrong_currency")
        .when(cash)
        .refused("wrong_till")
        .when(charged_back("chargeback-1", "10.00 MAD").saying(json!({"sale": "sale-9"})))
        .refused("unknown_sale")
        .when(charged_back("chargeback-1", "10.00 MAD").on("2026-03-01"))
        .refused_because("before_it_began", "2026-03-02")
        .when(charged_back("chargeback-1", "10.00 MAD").saying(json!({"disputed_on": "2026-03-11"})))
        .refused_because("disputed_other_day", "2026-03-11")
        .and([say("treasurer", "issue_credit_note", credit), say("treasurer", "issue_refund", refund)])
        .when(charged_back("chargeback-1", "70.01 MAD"))
        .refused_because("chargeback_too_large", "70.00 MAD is left")
        .and([charged_back("chargeback-1", "40.00 MAD")])
        .when(charged_back("chargeback-1", "1.00 MAD"))
        .refused("already_exists")
        .when(charged_back("chargeback-2", "30.01 MAD"))
        .refused_because("chargeback_too_large", "30.00 MAD is left");
}

#[test]
fn what_was_charged_back_is_not_credited_as_well() {
    let credit = |amount: &str| {
        let data = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": amount, "reason": "quality"});
        say("treasurer", "issue_credit_note", data).on("2026-03-11")
    };
    for bearer in ["cooperative", "makers"] {
        sold_and_paid(json!(bearer))
            .and([charged_back("chargeback-1", "60.00 MAD")])
            .when(credit("40.01 MAD"))
            .refused_because("credit_too_large", "40.00 MAD")
            .when(credit("40.00 MAD"))
            .then(&["credit_note_issued"])
            .holds("assets:receivable:demo-shop", "-40.00 MAD")
            .and([won("chargeback-1")]);
    }
}

#[test]
fn it_comes_back_once_and_not_before_it_was_taken() {
    sold_and_paid(json!("cooperative"))
        .when(won("chargeback-1"))
        .refused("unknown_chargeback")
        .and([charged_back("chargeback-1", "60.00 MAD")])
        .when(won("chargeback-1").on("2026-03-09"))
        .refused_because("before_it_began", "2026-03-10")
        .when(won("chargeback-1").saying(json!({"rate": "10.00"})))
        .refused("rate_unwanted")
        .and([won("chargeback-1")])
        .when(won("chargeback-1"))
        .refused("reversed_already")
        // It can be taken back once more, by another chargeback.
        .when(charged_back("chargeback-2", "100.00 MAD").on("2026-04-05"))
        .then(&["chargeback_received"]);
}

#[test]
fn a_chargeback_that_never_was_is_taken_back_whole() {
    for bearer in [json!("cooperative"), json!("makers"), json!({"party": "demo-platform"})] {
        let before = sold_and_paid(bearer);
        let (position, untouched) = (before.position(), before.balances());
        let sale = before.cooperative().sales.values().next().map(Cow::into_owned);
        let story = before
            .and([charged_back("chargeback-1", "60.00 MAD"), taken_back(position)])
            .when(won("chargeback-1"))
            .refused("unknown_chargeback");
        assert_eq!(story.balances(), untouched);
        let now = story.cooperative().sales.values().next().map(Cow::into_owned);
        assert_eq!(
            now.map(|sale| (sale.total, sale.charged_back, sale.makers, sale.slices)),
            sale.map(|sale| (sale.total, sale.charged_back, sale.makers, sale.slices))
        );
    }
}

#[test]
fn a_reversal_that_never_was_is_taken_back_as_long_as_nobody_had_the_money() {
    let story = sold_and_paid(json!("makers")).and([charged_back("chargeback-1", "60.00 MAD")]);
    let (taken, untouched, back) = (story.position() - 1, story.balances(), story.position());
    let story = story
        .and([won("chargeback-1")])
        .when(taken_back(taken))
        .refused_because("built_on", "take the reversal back first")
        .and([taken_back(back)]);
    assert_eq!(story.balances(), untouched);
    let story = story.and([won("chargeback-1")]);
    let again = story.position() - 1;
    paid_out_on(story, "2026-04-02")
        .when(taken_back(again).saying(json!({"correction": "correction-2"})))
        .refused("built_on");
}

#[test]
fn a_reversal_that_never_was_leaves_the_party_that_bears_it_owing_again() {
    let story = sold_and_paid(json!({"party": "demo-platform"})).and([charged_back("chargeback-1", "60.00 MAD")]);
    let (untouched, back) = (story.balances(), story.position());
    let story = story.and([won("chargeback-1"), taken_back(back)]);
    assert_eq!(story.balances(), untouched);
}

#[test]
fn what_a_credit_note_gave_and_nobody_refunded_is_a_refund_when_its_bank_takes_it() {
    let credit = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "100.00 MAD", "reason": "quality"});
    sold_and_paid(json!("cooperative"))
        .and([say("treasurer", "issue_credit_note", credit)])
        .when(charged_back("chargeback-1", "100.00 MAD"))
        .refused_because("credited_not_refunded", "a refund out of this till");
}

#[test]
fn a_buyer_who_pays_after_all_may_pay_in_cash() {
    sold_and_paid(json!("cooperative"))
        .and([charged_back("chargeback-1", "60.00 MAD")])
        .when(won("chargeback-1").saying(json!({"till": "cash:office"})))
        .then(&["chargeback_reversed"])
        .holds("expenses:losses", "0.00 MAD")
        .holds("assets:cash:office", "5060.00 MAD");
}
