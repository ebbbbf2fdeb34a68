//! Stories of payee details: three persons turn a member's money to another account, or nobody does, and not today.

use serde_json::{Value, json};

use crate::decide::stories::{Said, Story, earned, given, say, the_cooperative};

/// Invented accounts of a bank that does not exist.
const RIB: &str = "999780000000000000000105";
const OTHER_RIB: &str = "999780000000000000004276";

fn set(actor: &str, details: &str, scheme: &str, number: &str) -> Said {
    let data = json!({"details": details, "member": "weaver-1", "scheme": scheme});
    say(actor, "set_payee_details", data).sealing(json!({"account_number": number, "name": "Nobody in particular"}))
}

fn verify(actor: &str, details: &str) -> Said {
    say(actor, "verify_payee_details", json!({"details": details, "against": "the bank's letter"}))
}

fn confirm(actor: &str, details: &str) -> Said {
    say(actor, "confirm_payee_details", json!({"details": details}))
}

fn pay(payout: &str, method: &str) -> Said {
    let pay = json!([{"member": "weaver-1", "amount": "10.00 MAD", "method": method}]);
    say("treasurer", "schedule_payout", json!({"payout": payout, "pay": pay}))
}

/// A weaver with 500.00 to be paid; her account was set in January, and is verified and confirmed.
fn her_account() -> Story {
    given(the_cooperative())
        .and(
            earned("rug-1", &[("weaver-1", "500.00 MAD"), ("weaver-2", "500.00 MAD")])
                .map(|said| said.on("2026-01-05")),
        )
        .and(
            [
                set("secretary", "account-1", "rib", RIB),
                verify("president", "account-1"),
                confirm("weaver-1", "account-1"),
            ]
            .map(|said| said.on("2026-01-10")),
        )
}

#[test]
fn a_number_that_cannot_be_right_is_refused_and_never_repeated() {
    let kinds: [(&str, &str, &str); 6] = [
        ("rib", "999780000000000000002476", "is no RIB: its key, the last two digits, does not go with the 22"),
        ("rib", "99978000000000000000010", "it has 23 of them, 24 would be right"),
        ("iban", "MA65 9997 8000 0000 0000 0000 0105", "is no IBAN: its check digits"),
        ("iban", "999780000000000000000105", "it does not begin with the two letters of a country"),
        ("phone", "+33 6 12 34 56 78", "is no wallet number: it is not the number of a Moroccan mobile telephone"),
        ("phone", "06 12 34 56 7X", "it has other signs than digits"),
    ];
    let mut story = given(the_cooperative());
    for (scheme, number, words) in kinds {
        let told = story.when(set("secretary", "details-1", scheme, number));
        let said = format!("{told:?}");
        story = told.refused_because("wrong_number", words);
        assert!(!said.contains(&format!("`{number}`")) && !said.contains("999780000000000000002476"), "{said}");
    }
    let unsealed = json!({"details": "details-1", "member": "weaver-1", "scheme": "rib"});
    story
        .when(say("secretary", "set_payee_details", unsealed.clone()))
        .refused_because("number_missing", "the RIB itself is missing: give it in `sealed.account_number`")
        .when(say("secretary", "set_payee_details", unsealed).saying(json!({"account_number": RIB})))
        .unreadable("unknown field `account_number`")
        .when(set("secretary", "details-1", "iban", &format!("MA64 {RIB}")))
        .then(&["payee_details_set"])
        .with("/0/not_before", Value::Null)
        .and([set("secretary", "details-2", "phone", "06 12 34 56 78")])
        .when(set("secretary", "details-1", "rib", RIB))
        .refused("already_exists");
}

#[test]
fn first_details_are_paid_under_once_a_second_person_verified_and_she_confirmed_them() {
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "500.00 MAD")]))
        // Whoever never had any details is paid as before.
        .and([pay("before", "bank"), set("secretary", "account-1", "rib", RIB)])
        .when(pay("payout-1", "bank"))
        .refused_because("payee_unverified", "before a second person has verified them")
        .when(pay("payout-1", "wallet"))
        .then(&["payout_scheduled"])
        .and([pay("cash", "cash")])
        .when(verify("secretary", "account-1"))
        .refused_because("same_hand", "`secretary` has set these details and cannot verify them as well")
        .when(verify("weaver-1", "account-1"))
        .refused_because("same_hand", "is paid under these details")
        .and([verify("president", "account-1")])
        .when(verify("leader", "account-1"))
        .refused("details_verified")
        .when(pay("payout-2", "bank"))
        .refused_because("payee_unconfirmed", "before she has confirmed them")
        .when(confirm("secretary", "account-1"))
        .refused_because("same_hand", "has set these details and cannot confirm them for her")
        .when(confirm("president", "account-1"))
        .refused_because("same_hand", "has verified these details")
        .and([confirm("leader", "account-1")])
        .when(confirm("weaver-1", "account-1"))
        .refused("details_confirmed")
        .when(pay("payout-2", "bank"))
        .then(&["payout_scheduled"]);
}

#[test]
fn whoever_confirmed_for_her_does_not_verify() {
    given(the_cooperative())
        .and([set("secretary", "account-1", "rib", RIB), confirm("leader", "account-1")])
        .when(verify("leader", "account-1"))
        .refused_because("same_hand", "has confirmed these details")
        .when(verify("president", "account-2"))
        .refused("unknown_details")
        .when(verify("president", "account-1").on("2026-03-01"))
        .refused_because("details_later", "were set on 2026-03-02, this happened on 2026-03-01");
}

#[test]
fn a_change_freezes_until_it_is_verified_confirmed_and_has_waited() {
    let day = |said: Said, day: &str| said.on(day);
    her_account()
        .when(pay("payout-1", "bank"))
        .then(&["payout_scheduled"])
        .when(day(set("treasurer", "account-2", "rib", OTHER_RIB), "2026-03-10"))
        .then(&["payee_details_set"])
        .with("/0/not_before", json!("2026-03-13"))
        .when(day(pay("payout-2", "bank"), "2026-03-10"))
        .refused_because("payee_unverified", "`account-2`")
        .when(day(verify("president", "account-1"), "2026-03-10"))
        .refused_because("details_replaced", "have given way to `account-2`")
        .and([day(verify("president", "account-2"), "2026-03-10"), day(confirm("weaver-1", "account-2"), "2026-03-10")])
        .when(day(pay("payout-2", "bank"), "2026-03-12"))
        .refused_because("payee_cooling", "are paid under from 2026-03-13, not on 2026-03-12")
        // What is dated before the change is not paid past it.
        .when(day(pay("payout-2", "bank"), "2026-03-09"))
        .refused("payee_cooling")
        // Her wallet and her cash have nothing to do with it.
        .when(day(pay("payout-3", "wallet"), "2026-03-10"))
        .then(&["payout_scheduled"])
        .when(day(pay("payout-2", "bank"), "2026-03-13"))
        .then(&["payout_scheduled"]);
}

#[test]
fn the_cooperative_says_how_long_a_change_waits() {
    let terms = |days: u32| say("president", "set_payee_terms", json!({"cooling_days": days, "source": "the board"}));
    her_account()
        .when(terms(91))
        .refused_because("beyond", "`cooling_days` says 91, 90 is the most")
        .and([terms(10).on("2026-02-01")])
        .when(set("secretary", "account-2", "rib", OTHER_RIB))
        .then(&["payee_details_set"])
        .with("/0/not_before", json!("2026-03-12"))
        // Said later, it does not shorten a wait that has begun.
        .and([terms(0), verify("president", "account-2"), confirm("weaver-1", "account-2")])
        .when(pay("payout-1", "bank"))
        .refused("payee_cooling")
        .when(set("secretary", "account-3", "rib", RIB))
        .then(&["payee_details_set"])
        .with("/0/not_before", json!("2026-03-02"));
}

#[test]
fn what_was_approved_before_the_change_is_not_sent_to_the_new_account() {
    let both = json!([
        {"member": "weaver-1", "amount": "10.00 MAD", "method": "bank"},
        {"member": "weaver-2", "amount": "20.00 MAD", "method": "bank"},
    ]);
    let send = || say("treasurer", "send_payout", json!({"payout": "march"}));
    her_account()
        .and([
            say("treasurer", "schedule_payout", json!({"payout": "march", "pay": both})),
            say("president", "approve_payout", json!({"payout": "march", "total": "30.00 MAD"})),
            set("secretary", "account-2", "rib", OTHER_RIB),
        ])
        // The other weaver is paid all the same.
        .when(send())
        .then(&["payout_sent"])
        .with("/0/member", json!("weaver-2"))
        .when(send())
        .refused("payee_unverified")
        .and([verify("president", "account-2"), confirm("weaver-1", "account-2")])
        .when(send().on("2026-03-04"))
        .refused("payee_cooling")
        .when(send().on("2026-03-05"))
        .then(&["payout_sent"])
        .with("/0/member", json!("weaver-1"))
        .when(send().on("2026-03-06"))
        .refused("nothing_to_send");
}

#[test]
fn whoever_is_frozen_is_released_by_another() {
    let freeze = |actor: &str| say(actor, "freeze_payee", json!({"member": "weaver-2", "reason": "her phone is lost"}));
    let release = |actor: &str| say(actor, "release_payee", json!({"member": "weaver-2", "reason": "found again"}));
    let pay = |payout: &str, method: &str| {
        let pay = json!([{"member": "weaver-2", "amount": "10.00 MAD", "method": method}]);
        say("treasurer", "schedule_payout", json!({"payout": payout, "pay": pay}))
    };
    her_account()
        .when(release("president"))
        .refused_because("not_frozen", "`weaver-2` is not frozen")
        .and([freeze("weaver-2")])
        .when(freeze("president"))
        .refused_because("frozen_already", "since 2026-03-02")
        .when(pay("payout-1", "wallet"))
        .refused_because(
            "payee_frozen",
            "`weaver-2` is frozen since 2026-03-02: release her first, or hand it to her in cash",
        )
        .when(pay("payout-1", "cash"))
        .then(&["payout_scheduled"])
        .when(release("weaver-2"))
        .refused_because("same_hand", "has frozen her and cannot release her as well")
        .and([release("president")])
        .when(pay("payout-2", "wallet"))
        .then(&["payout_scheduled"]);
}
