//! Stories of money that has not left the house when its sale is taken back, and of goods that come back.

use serde_json::{Value, json};

use crate::decide::chargeback::tests::{BOTH, charged_back, sold_and_paid, won};
use crate::decide::sale::tests::rug;
use crate::decide::stories::{Said, Story, paid, say};

/// Both shares are set aside, for a bank and for cash; a second person has approved it.
fn set_aside(story: Story) -> Story {
    let pay = json!([{"member": "weaver-1", "method": "bank"}, {"member": "weaver-2", "method": "cash"}]);
    let steps = [
        say("treasurer", "schedule_payout", json!({"payout": "payout-1", "pay": pay})),
        say("president", "approve_payout", json!({"payout": "payout-1", "total": "80.00 MAD"})),
    ];
    story.and(steps.map(|said| said.on("2026-03-09")))
}

fn on(day: &str, command: &str, data: Value) -> Said {
    say(if command == "hand_over_payout" { "cashier" } else { "treasurer" }, command, data).on(day)
}

fn send() -> Said {
    on("2026-03-11", "send_payout", json!({"payout": "payout-1"}))
}

fn cancel() -> Said {
    on("2026-03-12", "cancel_payout", json!({"payout": "payout-1", "reason": "charged back"}))
}

fn hand(amount: &str) -> Said {
    let data = json!({"payout": "payout-1", "member": "weaver-2", "amount": amount, "till": "cash:office",
                      "witness": "leader", "signed_by": "signature", "form": "form 1"});
    on("2026-03-12", "hand_over_payout", data)
}

#[test]
fn what_is_set_aside_for_a_rug_that_was_charged_back_does_not_leave_and_is_set_off_when_it_is_called_off() {
    set_aside(sold_and_paid(json!("makers")))
        .and([charged_back("chargeback-1", "60.00 MAD")])
        .holds("assets:member:weaver-1:debt", "32.00 MAD")
        .holds("assets:member:weaver-2:debt", "16.00 MAD")
        .when(send())
        .refused_because("owed_back_for_sale", "`weaver-1` owes 32.00 MAD back for the sale `sale-1`")
        .when(hand("26.67 MAD"))
        .refused_because("owed_back_for_sale", "`weaver-2` owes 16.00 MAD back for the sale `sale-1`")
        .when(cancel())
        .then(&["payout_cancelled", "debt_set_off", "debt_set_off"])
        .with("/1/sources/0/amount", json!("32.00 MAD"))
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("assets:member:weaver-2:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "21.33 MAD")
        .holds("liabilities:member:weaver-2:available", "10.67 MAD");
}

#[test]
fn of_cash_that_is_hers_only_in_part_she_is_handed_that_part_and_the_rest_is_set_off() {
    set_aside(sold_and_paid(json!("makers")))
        .and([charged_back("chargeback-1", "60.00 MAD")])
        .when(hand("10.67 MAD"))
        .then(&["payout_handed", "debt_set_off"])
        .holds("assets:member:weaver-2:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-2:available", "0.00 MAD")
        .holds("liabilities:member:weaver-2:in-payout", "0.00 MAD");
}

#[test]
fn cash_that_waits_for_her_and_is_owed_back_is_called_off_with_the_rest() {
    let left = on("2026-03-09", "leave_unclaimed", json!({"payout": "payout-1", "member": "weaver-2"}));
    set_aside(sold_and_paid(json!("makers")))
        .and([left.clone(), charged_back("chargeback-1", "100.00 MAD")])
        .when(cancel())
        .then(&["payout_cancelled", "payout_cancelled", "debt_set_off", "debt_set_off"])
        .with("/1/unclaimed", json!(true))
        .holds("liabilities:member:weaver-2:unclaimed", "0.00 MAD")
        .holds("liabilities:member:weaver-2:available", "0.00 MAD")
        .holds("assets:member:weaver-2:debt", "0.00 MAD");
    // Nobody calls off what waits for a member who owes nothing.
    set_aside(sold_and_paid(json!("makers")))
        .and([left])
        .when(cancel())
        .then(&["payout_cancelled"])
        .holds("liabilities:member:weaver-2:unclaimed", "26.67 MAD");
}

#[test]
fn what_a_bank_refuses_or_sends_back_is_set_off_as_well() {
    let failed = on("2026-03-13", "fail_payout", json!({"payout": "payout-1", "member": "weaver-1", "reason": "AC04"}));
    set_aside(sold_and_paid(json!("makers")))
        .and([send().on("2026-03-09"), charged_back("chargeback-1", "60.00 MAD")])
        .when(failed)
        .then(&["payout_failed", "debt_set_off"])
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "21.33 MAD");
}

#[test]
fn a_chargeback_that_is_won_after_its_debt_was_set_off_is_available_again() {
    set_aside(sold_and_paid(json!("makers")))
        .and([charged_back("chargeback-1", "60.00 MAD"), cancel()])
        .when(won("chargeback-1"))
        .then(&["chargeback_reversed"])
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "53.33 MAD")
        .holds("liabilities:member:weaver-2:available", "26.67 MAD");
}

#[test]
fn what_is_won_of_a_rug_whose_debt_was_set_off_pays_what_she_owes_for_another() {
    let other = json!({"chargeback": "chargeback-2", "sale": "sale-2", "amount": "100.00 MAD", "till": "bank:main"});
    let hand = json!({"payout": "payout-2", "member": "weaver-1", "amount": "53.33 MAD", "till": "cash:office",
                      "witness": "leader", "signed_by": "signature", "form": "form 2"});
    set_aside(sold_and_paid(json!("makers")))
        .and([
            charged_back("chargeback-1", "60.00 MAD"),
            cancel(),
            rug("sale-2", "100.00 MAD", BOTH).on("2026-03-13"),
            paid("sale-2", "100.00 MAD").on("2026-03-13"),
            on(
                "2026-03-14",
                "schedule_payout",
                json!({"payout": "payout-2", "pay": [
                {"member": "weaver-1", "method": "cash", "amount": "53.33 MAD"}]}),
            ),
            say("president", "approve_payout", json!({"payout": "payout-2", "total": "53.33 MAD"})).on("2026-03-14"),
            on("2026-03-15", "hand_over_payout", hand),
            on("2026-03-16", "receive_chargeback", other),
        ])
        .holds("assets:member:weaver-1:debt", "32.00 MAD")
        .when(won("chargeback-1"))
        .then(&["chargeback_reversed"])
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "0.00 MAD");
}

#[test]
fn a_credit_note_is_met_in_the_same_way() {
    let credit = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "60.00 MAD", "reason": "returned"});
    set_aside(sold_and_paid(json!("cooperative")))
        .and([on("2026-03-10", "issue_credit_note", credit)])
        .holds("assets:member:weaver-1:debt", "32.00 MAD")
        .when(cancel())
        .then(&["payout_cancelled", "debt_set_off", "debt_set_off"])
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "21.33 MAD");
}

/// A piece by one weaver, listed, sold for 100.00 and paid.
fn a_piece(story: Story) -> Story {
    let makers = json!([{"member": "weaver-1", "did": {"hours": "3"}}]);
    let listed = say("leader", "list_piece", json!({"piece": "piece-1", "makers": makers}));
    story.and([listed.on("2026-01-05"), piece_sold("sale-2"), paid("sale-2", "100.00 MAD")])
}

fn piece_sold(sale: &str) -> Said {
    let lines = json!([{"product": "rug", "quantity": "1", "unit_price": "100.00", "piece": "piece-1"}]);
    let data = json!({"sale": sale, "buyer": "demo-shop", "channel": "story", "lines": lines, "total": "100.00 MAD"});
    say("treasurer", "record_sale", data)
}

fn bank_took(amount: &str) -> Said {
    let data = json!({"chargeback": "chargeback-2", "sale": "sale-2", "amount": amount, "till": "bank:main"});
    say("treasurer", "receive_chargeback", data).on("2026-03-10")
}

fn back() -> Said {
    on("2026-03-20", "take_goods_back", json!({"sale": "sale-2", "reference": "parcel 7"}))
}

#[test]
fn a_piece_whose_price_was_charged_back_and_that_is_back_is_sold_again_whoever_bore_it() {
    for bearer in ["cooperative", "makers"] {
        a_piece(sold_and_paid(json!(bearer)))
            .when(back())
            .refused_because("not_charged_back", "issue a credit note")
            .and([bank_took("100.00 MAD")])
            .when(piece_sold("sale-3"))
            .refused("piece_sold")
            .when(back())
            .then(&["goods_returned"])
            .when(back())
            .refused("goods_back_already")
            .when(piece_sold("sale-3").on("2026-03-21"))
            .then(&["sale_recorded", "commission_charged", "commission_charged", "proceeds_allocated"]);
    }
}

#[test]
fn what_was_not_charged_back_is_credited_before_the_goods_are_said_to_be_back() {
    let credit = json!({"credit_note": "credit-1", "sale": "sale-2", "amount": "40.00 MAD", "reason": "returned"});
    a_piece(sold_and_paid(json!("cooperative")))
        .and([bank_took("60.00 MAD")])
        .when(back())
        .refused_because("part_not_charged_back", "40.00 MAD of the sale `sale-2` is not charged back")
        .and([on("2026-03-19", "issue_credit_note", credit)])
        .when(back())
        .then(&["goods_returned"]);
}
