//! Stories of payments to members that were wrong, and the golden scenario's disputed hand-over.

use serde_json::{Value, json};

use crate::account::Account;
use crate::book::state::payout::{Dispute, Item, ItemState};
use crate::decide::correction::tests::{buy, correct};
use crate::decide::stories::{Said, Story, earned, given, lines, money, say, the_cooperative};

/// The commands of the golden scenario.
const GOLDEN: &str = include_str!("../../../../../../fixtures/stories/golden.ndjson");

/// Two sales of one weaver, in an approved payout in cash; another's in the same, by bank.
fn approved() -> Story {
    let pay = json!([{"member": "weaver-1", "method": "cash"}, {"member": "weaver-2", "method": "bank"}]);
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "300.00 MAD"), ("weaver-2", "70.00 MAD")]))
        .and(earned("rug-2", &[("weaver-1", "178.05 MAD")]))
        .and([
            say("treasurer", "schedule_payout", json!({"payout": "march", "pay": pay})),
            say("president", "approve_payout", json!({"payout": "march", "total": "548.05 MAD"})),
        ])
}

fn hand_over(amount: &str) -> Said {
    let data = json!({
        "payout": "march", "member": "weaver-1", "amount": amount, "till": "cash:office", "witness": "leader",
        "signed_by": "thumbprint", "form": "CASH 014"
    });
    say("cashier", "hand_over_payout", data)
}

fn item(story: &Story, member: &str) -> Item {
    let member = member.parse().expect("an id");
    let payouts = story.cooperative().payouts.iter();
    let items = payouts.filter_map(|(payout, known)| Some((payout, known.items.get(&member)?.clone())));
    items.max_by_key(|(payout, _)| *payout).map(|(_, item)| item).expect("the story pays this member")
}

#[test]
fn a_hand_over_taken_back_waits_for_her_again_as_it_was_set_aside() {
    let before = item(&approved(), "weaver-1");
    let story = approved().and([hand_over("400.00 MAD")]).holds("liabilities:member:weaver-1:available", "78.05 MAD");
    let handed = story.position_of("payout_handed");
    let story = story
        .when(correct("correction-1", &[handed]))
        .then(&["correction_declared"])
        .with("/0/corrects/0/member", json!("weaver-1"))
        .holds("liabilities:member:weaver-1:available", "0.00 MAD")
        .holds("liabilities:member:weaver-1:in-payout", "478.05 MAD")
        .holds("assets:cash:office", "5000.00 MAD");
    assert_eq!(item(&story, "weaver-1"), before, "her item is as it was scheduled");
    story
        .when(say(
            "weaver-1",
            "acknowledge_receipt",
            json!({"payout": "march", "member": "weaver-1", "amount": "400.00 MAD"}),
        ))
        .refused("wrong_state")
        .when(hand_over("478.05 MAD"))
        .then(&["payout_handed"])
        .with("/0/left", Value::Null)
        .when(correct("correction-2", &[handed]))
        .refused("corrected_already");
}

#[test]
fn a_hand_over_of_unclaimed_cash_taken_back_waits_unclaimed() {
    let unclaimed = say("cashier", "leave_unclaimed", json!({"payout": "march", "member": "weaver-1"}));
    let story = approved().and([unclaimed, hand_over("400.00 MAD")]);
    let handed = story.position_of("payout_handed");
    let story = story
        .when(correct("correction-1", &[handed]))
        .then(&["correction_declared"])
        .holds("liabilities:member:weaver-1:unclaimed", "478.05 MAD");
    assert_eq!(item(&story, "weaver-1").state, ItemState::Unclaimed);
}

#[test]
fn a_hand_over_whose_rest_was_set_aside_again_stays() {
    let pay = json!([{"member": "weaver-1", "method": "cash"}]);
    let story = approved().and([hand_over("400.00 MAD")]);
    let handed = story.position_of("payout_handed");
    story
        .and([say("treasurer", "schedule_payout", json!({"payout": "april", "pay": pay}))])
        .when(correct("correction-1", &[handed]))
        .refused_because("built_on", "a member's money has been set aside for another payout since")
        .and([say("treasurer", "cancel_payout", json!({"payout": "april"}))])
        .when(correct("correction-1", &[handed]))
        .then(&["correction_declared"]);
}

#[test]
fn a_hand_over_is_taken_back_alone() {
    let story = approved().and([hand_over("400.00 MAD"), buy("wool", "5.00 MAD")]);
    let (handed, bought) = (story.position_of("payout_handed"), story.position_of("materials_bought"));
    story
        .when(correct("correction-1", &[handed, bought]))
        .refused_because("not_correctable", "name it alone, in a correction of its own");
}

#[test]
fn a_payment_the_bank_never_made_is_taken_back_and_fails() {
    let settled = json!({"payout": "march", "member": "weaver-2", "till": "bank:main"});
    let failed = json!({"payout": "march", "member": "weaver-2", "reason": "AC04 account closed"});
    let returned = json!({"payout": "march", "member": "weaver-2", "reason": "AC04", "till": "bank:main"});
    let story = approved()
        .and([say("treasurer", "send_payout", json!({"payout": "march"})), say("treasurer", "settle_payout", settled)]);
    let target = story.position_of("payout_settled");
    let story = story
        .when(correct("correction-1", &[target]))
        .then(&["correction_declared"])
        .holds("liabilities:payout:march:weaver-2", "70.00 MAD")
        .holds("assets:bank:main", "548.05 MAD")
        .when(say("treasurer", "return_payout", returned.clone()))
        .refused("wrong_state")
        .when(say("treasurer", "fail_payout", failed))
        .then(&["payout_failed"])
        .holds("liabilities:member:weaver-2:available", "70.00 MAD");
    assert_eq!(item(&story, "weaver-2").state, ItemState::Failed);
}

#[test]
fn what_she_said_of_a_payment_that_is_taken_back_is_forgotten_with_it() {
    let settle =
        || say("treasurer", "settle_payout", json!({"payout": "march", "member": "weaver-2", "till": "bank:main"}));
    let acknowledge = || {
        let data = json!({"payout": "march", "member": "weaver-2", "amount": "70.00 MAD"});
        say("weaver-2", "acknowledge_receipt", data)
    };
    let story = approved().and([say("treasurer", "send_payout", json!({"payout": "march"})), settle(), acknowledge()]);
    let target = story.position_of("payout_settled");
    let story = story.when(correct("correction-1", &[target])).then(&["correction_declared"]);
    assert_eq!(item(&story, "weaver-2").acknowledged, None, "nobody has received what was not paid");
    // The right settlement is hers to acknowledge again.
    story.and([settle()]).when(acknowledge()).then(&["receipt_acknowledged"]);
}

#[test]
fn a_payment_that_came_back_is_not_taken_back_too() {
    let settled = json!({"payout": "march", "member": "weaver-2", "till": "bank:main"});
    let returned = json!({"payout": "march", "member": "weaver-2", "reason": "AC04", "till": "bank:main"});
    let story = approved().and([
        say("treasurer", "send_payout", json!({"payout": "march"})),
        say("treasurer", "settle_payout", settled),
        say("treasurer", "return_payout", returned),
    ]);
    let target = story.position_of("payout_settled");
    story.when(correct("correction-1", &[target])).refused_because("built_on", "has gone on since");
}

#[test]
fn every_other_step_of_a_payout_says_what_to_do_instead() {
    let settled = json!({"payout": "march", "member": "weaver-2", "till": "bank:main"});
    let returned = json!({"payout": "march", "member": "weaver-2", "reason": "AC04", "till": "bank:main"});
    let waits = json!({"payout": "march", "member": "weaver-1"});
    let disputed = json!({"payout": "march", "member": "weaver-1", "received": "1.00 MAD"});
    let withdrawn = json!({"payout": "march", "member": "weaver-1", "outcome": "withdrawn"});
    let received = json!({"payout": "march", "member": "weaver-1", "amount": "478.05 MAD"});
    let again = json!([{"member": "weaver-2", "method": "wallet"}]);
    let once_more = json!([{"member": "weaver-2", "amount": "1.00 MAD", "method": "wallet"}]);
    let mut story = approved().and([
        say("treasurer", "send_payout", json!({"payout": "march"})),
        say("treasurer", "settle_payout", settled),
        say("treasurer", "return_payout", returned),
        say("cashier", "leave_unclaimed", waits),
        hand_over("478.05 MAD"),
        say("weaver-1", "dispute_receipt", disputed),
        say("weaver-1", "resolve_dispute", withdrawn),
        say("weaver-1", "acknowledge_receipt", received),
        say("treasurer", "schedule_payout", json!({"payout": "april", "pay": again})),
        say("president", "approve_payout", json!({"payout": "april", "total": "70.00 MAD"})),
        say("treasurer", "send_payout", json!({"payout": "april"})),
        say("treasurer", "fail_payout", json!({"payout": "april", "member": "weaver-2", "reason": "AM14"})),
        say("treasurer", "schedule_payout", json!({"payout": "may", "pay": once_more})),
        say("treasurer", "cancel_payout", json!({"payout": "may"})),
    ]);
    for (kind, instead) in [
        ("payout_scheduled", "cancel the payout"),
        ("payout_approved", "cancel the payout"),
        ("payout_cancelled", "schedule another payout"),
        ("payout_sent", "record that the payment failed"),
        ("payout_failed", "schedule another payout"),
        ("payout_returned", "schedule another payout"),
        ("payout_unclaimed", "hand the cash over when she comes"),
        ("receipt_acknowledged", "record what she says as a dispute"),
        ("receipt_disputed", "resolve the dispute"),
        ("dispute_resolved", "raise the dispute again"),
    ] {
        let target = story.position_of(kind);
        story = story.when(correct("correction-1", &[target])).refused_because("not_correctable", instead);
    }
}

/// Step 8 of the golden scenario, record by record; `decide/golden.rs` has the whole of it.
#[test]
fn the_third_weaver_was_handed_less_than_the_books_said_and_her_dispute_stays_open() {
    let mut said = lines(GOLDEN);
    let disputed = GOLDEN.lines().position(|line| line.contains("dispute_receipt")).expect("she disputes it");
    let mut after = said.split_off(disputed + 1).into_iter();
    let (correction, again) = (after.next().expect("it is corrected"), after.next().expect("it is handed over again"));
    let open = say("operator", "open_book", json!({"name": "Demo network", "currency": "MAD"})).on("2026-01-01");
    let story = given([open]).and(said);
    let handed = story.position_under("hand-over-payout:payout-1:weaver-3");
    let story = story
        .holds("liabilities:member:weaver-3:in-payout", "0.00 MAD")
        .holds("assets:cash:box", "504.88 MAD")
        .when(correction.clone().saying(json!({"targets": [handed], "approved_by": "treasurer-1"})))
        .refused("second_person_missing")
        .when(correction.saying(json!({"targets": [handed]})))
        .then(&["correction_declared"])
        .with(
            "/0/corrects",
            json!([{"position": handed, "kind": "payout_handed", "of": "payout-1", "member": "weaver-3"}]),
        )
        .with(
            "/0/mirror",
            json!([
                {"account": "liabilities:member:weaver-3:in-payout", "credit": "478.05 MAD", "sale": "sale-1"},
                {"account": "assets:cash:box", "debit": "478.05 MAD"}
            ]),
        )
        .holds("liabilities:member:weaver-3:in-payout", "478.05 MAD")
        .holds("assets:cash:box", "982.93 MAD")
        .when(again)
        .then(&["payout_handed"])
        .with("/0/left", json!([{"sale": "sale-1", "amount": "28.05 MAD"}]))
        .holds("liabilities:member:weaver-3:available", "28.05 MAD")
        .holds("assets:cash:box", "532.93 MAD");
    let on_its_way = |account: &Account| matches!(account, Account::PayoutSent(..) | Account::MemberInPayout(_));
    assert!(!story.balances().iter().any(|(account, _)| on_its_way(account)), "nothing is on its way any more");
    let third = item(&story, "weaver-3");
    assert_eq!((third.state, third.amount), (ItemState::Handed, money("450.00 MAD")));
    let payouts = story.cooperative().payouts.values();
    let disputes: Vec<Dispute> =
        payouts.flat_map(|payout| payout.into_owned().items.into_values()).filter_map(|item| item.dispute).collect();
    let [dispute] = disputes.as_slice() else { panic!("one dispute was raised: {disputes:?}") };
    assert_eq!((dispute.received, dispute.outcome), (money("450.00 MAD"), None), "and nobody has resolved it");
}
