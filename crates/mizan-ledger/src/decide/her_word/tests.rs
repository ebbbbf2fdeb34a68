//! Stories of a member's own word: the treasurer never says it for her, and paper with her mark can be written down.

use serde_json::{Value, json};

use crate::decide::stories::{Said, Story, earned, given, say, the_cooperative};

/// A weaver was handed her cash by the cashier, before the leader.
fn handed() -> Story {
    let pay = json!([{"member": "weaver-1", "method": "cash"}]);
    let cash = json!({"payout": "may", "member": "weaver-1", "amount": "60.00 MAD", "till": "cash:office",
        "witness": "leader", "signed_by": "thumbprint", "form": "CASH 1"});
    given(the_cooperative()).and(earned("rug-1", &[("weaver-1", "60.00 MAD")])).and([
        say("treasurer", "schedule_payout", json!({"payout": "may", "pay": pay})),
        say("president", "approve_payout", json!({"payout": "may", "total": "60.00 MAD"})),
        say("cashier", "hand_over_payout", cash),
    ])
}

fn on_paper(witness: &str) -> Value {
    json!({"for_her": {"form": "SAID 7", "witness": witness}})
}

fn acknowledged(actor: &str) -> Said {
    say(actor, "acknowledge_receipt", json!({"payout": "may", "member": "weaver-1", "amount": "60.00 MAD"}))
}

#[test]
fn that_she_has_received_it_nobody_says_in_her_place_without_her_mark_on_paper() {
    handed()
        .when(acknowledged("secretary"))
        .refused_because("not_her_word", "`secretary` is not `weaver-1`, whose word this is: let her say it, or name")
        .when(acknowledged("president").saying(on_paper("weaver-2")))
        .refused("payer_says_paid")
        .when(acknowledged("secretary").saying(on_paper("secretary")))
        .refused_because("no_witness", "`secretary` writes it down and cannot be the witness as well")
        .when(acknowledged("secretary").saying(on_paper("weaver-1")))
        .refused_because("no_witness", "put her mark on it")
        .when(acknowledged("secretary").saying(on_paper("cashier")))
        .refused_because("no_witness", "`cashier` had a hand in paying")
        .when(acknowledged("secretary").saying(on_paper("weaver-2")))
        .then(&["receipt_acknowledged"])
        .with("/0/for_her/form", json!("SAID 7"));
}

#[test]
fn she_says_it_herself_and_names_no_paper() {
    handed()
        .when(acknowledged("weaver-1").saying(on_paper("weaver-2")))
        .refused_because("says_it_herself", "leave `for_her` out")
        .when(acknowledged("weaver-1"))
        .then(&["receipt_acknowledged"]);
}

#[test]
fn that_it_was_less_and_that_she_agrees_after_all_is_her_word_too() {
    let disputed = |actor: &str| {
        say(actor, "dispute_receipt", json!({"payout": "may", "member": "weaver-1", "received": "50.00 MAD"}))
    };
    let resolved = |actor: &str, outcome: &str| {
        say(actor, "resolve_dispute", json!({"payout": "may", "member": "weaver-1", "outcome": outcome}))
    };
    let by_the_secretary = || handed().and([disputed("secretary").saying(on_paper("weaver-2"))]);
    handed().when(disputed("secretary")).refused("not_her_word");
    by_the_secretary()
        .when(resolved("secretary", "withdrawn"))
        .refused("not_her_word")
        .when(resolved("secretary", "withdrawn").saying(on_paper("weaver-3")))
        .then(&["dispute_resolved"]);
    // That she was right, whoever looks into it finds.
    by_the_secretary().when(resolved("secretary", "upheld")).then(&["dispute_resolved"]);
}

#[test]
fn a_consent_is_given_and_taken_back_by_herself_or_on_paper() {
    let given_by =
        |actor: &str| say(actor, "give_consent", json!({"consent": "loan-1", "member": "weaver-1", "purpose": "loan"}));
    let withdrawn_by = |actor: &str| say(actor, "withdraw_consent", json!({"consent": "loan-1"}));
    given(the_cooperative())
        .when(given_by("treasurer"))
        .refused("not_her_word")
        .when(given_by("treasurer").saying(on_paper("treasurer")))
        .refused("no_witness")
        .when(given_by("treasurer").saying(on_paper("leader")))
        .then(&["consent_given"])
        .when(withdrawn_by("president"))
        .refused_because("not_her_word", "`president` is not `weaver-1`")
        .when(withdrawn_by("weaver-1"))
        .then(&["consent_withdrawn"]);
}
