//! Stories of payments that are asked back: nothing is undone by asking, and each centime is where the bank's answer puts it.

use serde_json::{Value, json};

use crate::decide::payout::tests::{approved, fail, give_back, pocket, send, settle};
use crate::decide::stories::{Said, Story, say};

/// Where what was sent to the first weaver is.
const SENT: &str = "liabilities:payout:march:weaver-1";

fn asked_back(member: &str) -> Said {
    say(
        "president",
        "ask_payout_back",
        json!({"payout": "march", "member": member, "reason": "CUST: the list was wrong"}),
    )
}

fn answered(answer: &str) -> Said {
    say("treasurer", "answer_recall", json!({"payout": "march", "member": "weaver-1", "answer": answer}))
}

/// The first weaver by bank, the second by wallet.
fn sent() -> Story {
    approved().and([send("march")])
}

#[test]
fn what_the_bank_stops_is_hers_again_and_is_never_paid_by_it() {
    sent()
        .and([asked_back("weaver-1")])
        .holds(SENT, "860.49 MAD")
        .when(answered("never_left"))
        .then(&["payout_recall_answered", "payout_failed"])
        .with("/1/reason", json!("FOCR"))
        .holds(SENT, "0.00 MAD")
        .holds(&pocket("weaver-1", "available"), "860.49 MAD")
        .when(settle("weaver-1", "bank:main"))
        .refused("wrong_state");
}

#[test]
fn not_yet_is_neither_a_yes_nor_a_no() {
    sent()
        .and([asked_back("weaver-1"), answered("pending"), answered("pending")])
        .holds(SENT, "860.49 MAD")
        .when(asked_back("weaver-1"))
        .refused_because("recall_open", "is asked back since 2026-03-02")
        .when(settle("weaver-1", "bank:main"))
        .then(&["payout_settled"])
        // What has left cannot have been stopped.
        .when(answered("never_left"))
        .refused_because("wrong_state", "is settled, it must be sent")
        .when(answered("comes_back"))
        .then(&["payout_recall_answered"])
        .with("/1", Value::Null)
        .holds(&pocket("weaver-1", "available"), "0.00 MAD")
        .when(give_back("weaver-1", "bank:main"))
        .then(&["payout_returned"])
        .holds(&pocket("weaver-1", "available"), "860.49 MAD");
}

#[test]
fn what_the_bank_refuses_to_fetch_stays_as_it_is_and_can_be_asked_once_more() {
    sent()
        .and([settle("weaver-1", "bank:main"), asked_back("weaver-1"), answered("refused")])
        .when(answered("comes_back"))
        .refused_because("recall_answered", "(refused): ask once more before another answer")
        .when(answered("pending"))
        .refused("recall_answered")
        .and([asked_back("weaver-1"), answered("comes_back")])
        .when(asked_back("weaver-1"))
        .refused("recall_open");
}

#[test]
fn nothing_is_asked_back_that_the_bank_does_not_have() {
    approved()
        .when(asked_back("weaver-1"))
        .refused_because("wrong_state", "is scheduled, it must be sent or settled")
        .when(asked_back("weaver-3"))
        .refused("wrong_state")
        .and([send("march")])
        .when(answered("refused"))
        .refused_because("not_recalled", "record that first")
        .and([fail("weaver-1")])
        .when(asked_back("weaver-1"))
        .refused("wrong_state");
}
