//! Stories of receipts: the payee says what she received, and nobody who paid says it for her.

use serde_json::{Value, json};

use crate::book::state::payout::Dispute;
use crate::decide::stories::{Said, Story, earned, given, money, say, the_cooperative};
use crate::event::payout::DisputeOutcome;

/// Two weavers are paid in March: the first by bank, the second in cash. Nothing has left yet.
fn approved() -> Story {
    let pay = json!([
        {"member": "weaver-1", "method": "bank"}, {"member": "weaver-2", "method": "cash"},
        {"member": "weaver-3", "method": "bank"}
    ]);
    let shares = [("weaver-1", "860.49 MAD"), ("weaver-2", "478.05 MAD"), ("weaver-3", "100.00 MAD")];
    given(the_cooperative()).and(earned("rug-1", &shares)).and([
        say("treasurer", "schedule_payout", json!({"payout": "march", "pay": pay})),
        say("president", "approve_payout", json!({"payout": "march", "total": "1438.54 MAD"})),
    ])
}

/// The bank was told, and the cash was handed over.
fn under_way() -> Story {
    approved().and([
        say("secretary", "send_payout", json!({"payout": "march"})),
        say(
            "cashier",
            "hand_over_payout",
            json!({
                "payout": "march", "member": "weaver-2", "amount": "478.05 MAD", "till": "cash:office",
                "witness": "leader", "signed_by": "signature", "form": "CASH 14"
            }),
        ),
    ])
}

/// The bank's statement shows the first payment.
fn settled() -> Story {
    let data = json!({"payout": "march", "member": "weaver-1", "till": "bank:main"});
    under_way().and([say("treasurer", "settle_payout", data)])
}

fn acknowledge(actor: &str, member: &str, amount: &str) -> Said {
    say(actor, "acknowledge_receipt", json!({"payout": "march", "member": member, "amount": amount}))
}

/// Somebody else writes down what she said.
fn on_paper() -> Value {
    json!({"for_her": {"form": "SAID 1", "witness": "weaver-4"}})
}

fn dispute(actor: &str, member: &str, received: &str) -> Said {
    let data = json!({"payout": "march", "member": member, "received": received});
    say(actor, "dispute_receipt", data).sealing(json!({"note": "two notes were missing"}))
}

fn resolve(actor: &str, outcome: &str) -> Said {
    say(actor, "resolve_dispute", json!({"payout": "march", "member": "weaver-2", "outcome": outcome}))
}

#[test]
fn the_payee_says_that_she_received_it() {
    settled()
        .when(acknowledge("weaver-1", "weaver-1", "860.49 MAD"))
        .then(&["receipt_acknowledged"])
        .when(acknowledge("weaver-2", "weaver-2", "478.05 MAD"))
        .then(&["receipt_acknowledged"])
        .when(acknowledge("weaver-2", "weaver-2", "478.05 MAD"))
        .refused("acknowledged_already");
}

#[test]
fn nobody_who_had_a_hand_in_paying_says_that_it_was_received() {
    let mut story = settled();
    for payer in ["treasurer", "president", "secretary", "cashier"] {
        story = story
            .when(acknowledge(payer, "weaver-2", "478.05 MAD"))
            .refused_because("payer_says_paid", payer)
            .when(dispute(payer, "weaver-2", "450.00 MAD"))
            .refused("payer_says_paid");
    }
    story.when(acknowledge("leader", "weaver-2", "478.05 MAD").saying(on_paper())).then(&["receipt_acknowledged"]);
}

#[test]
fn whoever_says_what_the_bank_made_of_a_payment_does_not_say_that_it_was_received() {
    let clerk = |command: &str, changes: Value| {
        say("leader", command, json!({"payout": "march", "member": "weaver-1"})).saying(changes)
    };
    let settles = || clerk("settle_payout", json!({"till": "bank:main"}));
    let waits = || clerk("leave_unclaimed", json!({"member": "weaver-2"}));
    let handed = || {
        let data = json!({
            "payout": "march", "member": "weaver-2", "amount": "478.05 MAD", "till": "cash:office",
            "witness": "storekeeper", "signed_by": "signature", "form": "CASH 14"
        });
        say("cashier", "hand_over_payout", data)
    };
    let sent = || approved().and([say("secretary", "send_payout", json!({"payout": "march"}))]);
    for by_the_clerk in [
        vec![settles(), handed()],
        vec![clerk("fail_payout", json!({"reason": "AC04"})), handed()],
        vec![waits(), handed()],
    ] {
        sent()
            .and(by_the_clerk)
            .when(acknowledge("leader", "weaver-2", "478.05 MAD"))
            .refused_because("payer_says_paid", "`leader` had a hand in paying")
            .when(acknowledge("operator", "weaver-2", "478.05 MAD").saying(on_paper()))
            .then(&["receipt_acknowledged"]);
    }
    let by_the_treasurer =
        say("treasurer", "settle_payout", json!({"payout": "march", "member": "weaver-1", "till": "bank:main"}));
    sent()
        .and([by_the_treasurer, clerk("return_payout", json!({"reason": "AC04", "till": "bank:main"})), handed()])
        .when(acknowledge("leader", "weaver-2", "478.05 MAD"))
        .refused("payer_says_paid");
}

#[test]
fn a_treasurer_who_is_paid_herself_can_say_so_of_herself_alone() {
    let pay = json!([{"member": "weaver-1", "method": "cash"}, {"member": "weaver-2", "method": "cash"}]);
    let hand = |member: &str| {
        let data = json!({
            "payout": "march", "member": member, "amount": "50.00 MAD", "till": "cash:office", "witness": "leader",
            "signed_by": "signature", "form": "CASH 15"
        });
        say("cashier", "hand_over_payout", data)
    };
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "50.00 MAD"), ("weaver-2", "50.00 MAD")]))
        .and([
            say("weaver-1", "schedule_payout", json!({"payout": "march", "pay": pay})),
            say("president", "approve_payout", json!({"payout": "march", "total": "100.00 MAD"})),
            hand("weaver-1"),
            hand("weaver-2"),
        ])
        .when(acknowledge("weaver-1", "weaver-2", "50.00 MAD"))
        .refused("payer_says_paid")
        .when(acknowledge("weaver-1", "weaver-1", "50.00 MAD"))
        .then(&["receipt_acknowledged"]);
}

#[test]
fn only_what_was_paid_is_acknowledged_and_to_the_centime() {
    under_way()
        .when(acknowledge("weaver-1", "weaver-1", "860.49 MAD"))
        .refused_because("wrong_state", "is sent, it must be settled or handed over")
        .when(acknowledge("weaver-4", "weaver-4", "1.00 MAD"))
        .refused("not_in_payout")
        .when(acknowledge("weaver-2", "weaver-2", "450.00 MAD"))
        .refused_because("acknowledged_other", "if she received less, record a dispute")
        .when(acknowledge("weaver-2", "weaver-2", "478.06 MAD"))
        .refused("acknowledged_other");
}

#[test]
fn she_disputes_what_came_short_or_never_came() {
    let story = under_way()
        .when(dispute("weaver-2", "weaver-2", "450.00 MAD"))
        .then(&["receipt_disputed"])
        .when(dispute("weaver-1", "weaver-1", "0.00 MAD"))
        .then(&["receipt_disputed"])
        .when(dispute("weaver-2", "weaver-2", "400.00 MAD"))
        .refused("dispute_open")
        .when(acknowledge("weaver-2", "weaver-2", "478.05 MAD"))
        .refused_because("dispute_open", "resolve it first");
    let payout = story.cooperative().payouts.values().next().expect("one payout was scheduled");
    let open: Vec<Dispute> = payout.items.values().filter_map(|item| item.dispute).collect();
    assert_eq!(
        open.iter().map(|dispute| dispute.received).collect::<Vec<_>>(),
        [money("0.00 MAD"), money("450.00 MAD")]
    );
    assert!(open.iter().all(|dispute| dispute.outcome.is_none()), "nobody has resolved them");
}

#[test]
fn nothing_is_disputed_that_came_in_full_or_was_not_paid() {
    approved()
        .when(dispute("weaver-2", "weaver-2", "450.00 MAD"))
        .refused_because("wrong_state", "is scheduled, it must be sent, settled or handed over");
    under_way()
        .when(dispute("weaver-2", "weaver-2", "478.05 MAD"))
        .refused_because("nothing_disputed", "acknowledge the receipt instead")
        .when(dispute("weaver-2", "weaver-2", "500.00 MAD"))
        .refused("nothing_disputed")
        .when(dispute("weaver-2", "weaver-2", "450.00 EUR"))
        .refused("wrong_currency");
}

#[test]
fn a_dispute_is_resolved_by_someone_without_a_hand_in_paying() {
    let disputed = || under_way().and([dispute("weaver-2", "weaver-2", "450.00 MAD")]);
    disputed()
        .when(resolve("cashier", "withdrawn"))
        .refused("payer_says_paid")
        .when(resolve("operator", "upheld"))
        .then(&["dispute_resolved"])
        .when(resolve("operator", "upheld"))
        .refused("no_dispute");
    let story = disputed()
        .when(resolve("weaver-2", "withdrawn"))
        .then(&["dispute_resolved"])
        .when(acknowledge("weaver-2", "weaver-2", "478.05 MAD"))
        .then(&["receipt_acknowledged"]);
    let payout = story.cooperative().payouts.values().next().expect("one payout was scheduled");
    let outcomes: Vec<_> = payout.items.values().filter_map(|item| item.dispute?.outcome).collect();
    assert_eq!(outcomes, [DisputeOutcome::Withdrawn]);
}

#[test]
fn there_is_nothing_to_resolve_where_nobody_disputes() {
    under_way()
        .when(resolve("operator", "upheld"))
        .refused_because("no_dispute", "`weaver-2` has no open dispute")
        .when(resolve("operator", "upheld").saying(json!({"member": "weaver-4"})))
        .refused("not_in_payout")
        .when(resolve("operator", "upheld").saying(json!({"payout": "april"})))
        .refused("unknown_payout");
}

#[test]
fn she_may_dispute_again_after_a_dispute_was_resolved() {
    under_way()
        .and([dispute("weaver-2", "weaver-2", "450.00 MAD"), resolve("weaver-2", "withdrawn")])
        .when(dispute("weaver-2", "weaver-2", "440.00 MAD"))
        .then(&["receipt_disputed"]);
}
