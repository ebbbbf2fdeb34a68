//! Stories of files: written down before they are sent, and never sent anew while anybody may have them.

use serde_json::{Value, json};

use crate::decide::payout::tests::{approve, approved, cancel, fail, give_back, pocket, rug_paid, schedule, settle};
use crate::decide::stories::{Said, Story, say};

/// Weaver 1 by bank, as the golden scenario has it.
fn file(number: u32, total: &str) -> Said {
    let data = json!({
        "payout": "march", "file": number, "method": "bank", "profile": "plain",
        "created_at": "2026-03-02T09:00:00Z", "pay_on": "2026-03-03", "total": total,
    });
    say("treasurer", "file_payout", data).sealing(json!({"note": format!("sha256:{:064}", 7)}))
}

fn about(actor: &str, command: &str, number: u32) -> Said {
    say(actor, command, json!({"payout": "march", "file": number}))
}

fn missing(actor: &str) -> Said {
    let data = json!({"payout": "march", "file": 1, "statement": "letter 88 of the bank"});
    say(actor, "report_payout_missing", data)
}

fn accept(member: &str, status: &str) -> Said {
    say("treasurer", "accept_payout", json!({"payout": "march", "member": member, "status": status}))
}

fn discard(number: u32) -> Said {
    let data = json!({"payout": "march", "file": number, "reason": "the bank wants another day"});
    say("treasurer", "discard_payout_file", data)
}

/// Two by bank: 860.49 and 717.07 MAD.
fn two_by_bank() -> Story {
    let pay = json!([{"member": "weaver-1", "method": "bank"}, {"member": "weaver-2", "method": "bank"}]);
    rug_paid().and([schedule("march", pay), approve("march", "1577.56 MAD")])
}

fn two_sent() -> Story {
    two_by_bank().and([file(1, "1577.56 MAD"), about("treasurer", "send_payout", 1)])
}

#[test]
fn what_a_bank_is_told_is_written_down_before_it_is_told() {
    approved()
        .when(about("treasurer", "send_payout", 1))
        .refused_because("unknown_file", "has 0 files")
        .when(file(1, "860.49 MAD"))
        .then(&["payout_filed"])
        .with("/0/items/0/member", json!("weaver-1"))
        .with("/0/items/0/amount", json!("860.49 MAD"))
        .with("/0/items/1", Value::Null)
        .holds(&pocket("weaver-1", "in-payout"), "860.49 MAD")
        .when(file(2, "860.49 MAD"))
        .refused_because("nothing_to_send", "nothing left")
        .when(about("treasurer", "send_payout", 1))
        .then(&["payout_sent"])
        .with("/0/file", json!(1))
        .holds("liabilities:payout:march:weaver-1", "860.49 MAD")
        .when(about("treasurer", "send_payout", 1))
        .refused_because("nothing_in_file", "nothing in file 1 of the payout `march` is filed")
        .when(settle("weaver-1", "bank:main"))
        .then(&["payout_settled"]);
}

#[test]
fn a_file_that_is_not_the_one_whose_bytes_were_made_is_refused() {
    let nameless = file(1, "860.49 MAD").sealing(json!({"note": "a file"}));
    let late = file(1, "860.49 MAD").saying(json!({"pay_on": "2026-03-01"}));
    let cash = file(1, "478.05 MAD").saying(json!({"method": "cash"}));
    approved()
        .when(file(1, "860.48 MAD"))
        .refused_because("file_total", "comes to 860.49 MAD, not to 860.48 MAD")
        .when(file(2, "860.49 MAD"))
        .refused_because("next_file", "is number 1, not 2")
        .when(nameless)
        .refused_because("bytes_unknown", "`sha256:` and 64 digits")
        .when(late)
        .refused_because("pay_on", "from the day of the file on, 2026-03-02")
        .when(cash)
        .refused("cash_in_file");
}

#[test]
fn nothing_is_filed_that_nobody_has_approved() {
    let pay = json!([{"member": "weaver-1", "method": "bank"}]);
    rug_paid().and([schedule("march", pay)]).when(file(1, "860.49 MAD")).refused("not_approved");
}

#[test]
fn a_file_that_never_left_is_thrown_away_and_made_anew() {
    approved()
        .and([file(1, "860.49 MAD")])
        .when(discard(1))
        .then(&["payout_file_discarded"])
        .when(discard(1))
        .refused_because("nothing_in_file", "is filed")
        .when(about("treasurer", "send_payout", 1))
        .refused("nothing_in_file")
        .when(file(2, "860.49 MAD"))
        .then(&["payout_filed"])
        .when(about("treasurer", "send_payout", 2))
        .then(&["payout_sent"])
        .when(discard(2))
        .refused_because("file_sent", "only the bank's answer ends it");
}

#[test]
fn what_stands_in_a_file_that_never_left_is_called_off_with_its_payout() {
    approved()
        .and([file(1, "860.49 MAD")])
        .when(cancel("march"))
        .then(&["payout_cancelled"])
        .holds(&pocket("weaver-1", "available"), "860.49 MAD")
        .when(about("treasurer", "send_payout", 1))
        .refused("nothing_in_file");
    two_sent().when(cancel("march")).refused("nothing_to_cancel");
}

#[test]
fn nobody_alone_says_that_the_bank_never_had_it() {
    two_sent()
        .and([about("treasurer", "note_payout_unanswered", 1)])
        .when(about("president", "confirm_not_received", 1))
        .refused_because("not_reported_missing", "one person does, another confirms it")
        .when(missing("secretary"))
        .then(&["payout_reported_missing"])
        .when(missing("president"))
        .refused_because("missing_already", "`secretary` has reported")
        .when(about("secretary", "confirm_not_received", 1))
        .refused("same_hand")
        .when(about("president", "confirm_not_received", 1))
        .then(&["payout_not_received"])
        .holds(&pocket("weaver-1", "in-payout"), "860.49 MAD")
        .holds("liabilities:payout:march:weaver-1", "0.00 MAD")
        .when(file(2, "1577.56 MAD"))
        .refused("nothing_to_send")
        .when(discard(1))
        .refused("file_sent")
        .when(about("treasurer", "send_payout", 1))
        .then(&["payout_sent", "payout_sent"])
        .holds("liabilities:payout:march:weaver-1", "860.49 MAD");
}

#[test]
fn a_file_of_which_one_payment_was_answered_was_received() {
    two_sent()
        .and([missing("secretary"), accept("weaver-2", "ACSP")])
        .when(about("president", "confirm_not_received", 1))
        .refused_because("file_answered", "the payment of `weaver-2` in file 1 of the payout `march` is accepted");
}

#[test]
fn no_answer_is_not_a_no_and_stops_only_what_it_is_about() {
    two_sent()
        .and([accept("weaver-2", "ACSP")])
        .when(about("treasurer", "note_payout_unanswered", 1))
        .then(&["payout_unanswered"])
        .when(about("treasurer", "note_payout_unanswered", 1))
        .refused_because("nothing_in_file", "is sent")
        .when(cancel("march"))
        .refused("nothing_to_cancel")
        .when(schedule("april", json!([{"member": "weaver-1", "method": "cash"}])))
        .refused("nothing_available")
        .when(settle("weaver-2", "bank:main"))
        .then(&["payout_settled"])
        .when(settle("weaver-1", "bank:main"))
        .then(&["payout_settled"]);
}

#[test]
fn what_a_bank_says_late_undoes_nothing() {
    two_sent()
        .when(accept("weaver-1", "RJCT"))
        .refused_because("rejected_is_not_accepted", "record that it failed, with the reason")
        .and([accept("weaver-1", "PDNG"), accept("weaver-1", "ACSP"), settle("weaver-1", "bank:main")])
        .when(accept("weaver-1", "ACSP"))
        .refused_because("wrong_state", "is settled")
        .when(fail("weaver-1"))
        .refused("wrong_state")
        .and([give_back("weaver-1", "bank:main")])
        .when(settle("weaver-1", "bank:main"))
        .refused("wrong_state")
        .when(accept("weaver-1", "ACSP"))
        .refused("wrong_state");
}

/// The bank writes, and two persons read, that it will pay nothing of a file.
fn withdrawn(actor: &str, command: &str) -> Said {
    let data = json!({"payout": "march", "file": 1, "withdrawn": true});
    let said = say(actor, command, data);
    if command == "report_payout_missing" { said.saying(json!({"statement": "letter 89 of the bank"})) } else { said }
}

fn frozen(member: &str) -> Said {
    say("secretary", "freeze_payee", json!({"member": member, "reason": "her telephone was stolen"}))
}

#[test]
fn a_file_that_never_arrived_and_holds_a_frozen_payee_is_withdrawn_and_the_others_are_paid() {
    two_sent()
        .and([missing("secretary"), about("president", "confirm_not_received", 1), frozen("weaver-1")])
        .when(about("treasurer", "send_payout", 1))
        .refused("payee_frozen")
        .when(cancel("march"))
        .refused("nothing_to_cancel")
        .when(withdrawn("president", "confirm_not_received"))
        .refused("not_reported_missing")
        .and([withdrawn("secretary", "report_payout_missing")])
        .when(withdrawn("secretary", "confirm_not_received"))
        .refused("same_hand")
        .when(about("president", "confirm_not_received", 1))
        .refused_because("withdrawn_unlike", "says `withdrawn` true, this says false")
        .when(withdrawn("president", "confirm_not_received"))
        .then(&["payout_not_received"])
        .with("/0/items", json!([]))
        .when(about("treasurer", "send_payout", 1))
        .refused("nothing_in_file")
        // The other goes on in a file with a number of its own, under the reference she had.
        .when(file(2, "717.07 MAD"))
        .then(&["payout_filed"])
        .with("/0/items/0/member", json!("weaver-2"))
        .and([about("treasurer", "send_payout", 2)])
        .when(cancel("march"))
        .then(&["payout_cancelled"])
        .holds(&pocket("weaver-1", "available"), "860.49 MAD")
        .holds("liabilities:payout:march:weaver-2", "717.07 MAD");
}

#[test]
fn what_goes_again_after_a_withdrawal_keeps_the_reference_it_had() {
    let before = two_sent().and([withdrawn("secretary", "report_payout_missing")]);
    let references = |story: &Story| {
        let payout = story.cooperative().payouts.get(&"march".parse().expect("an id")).expect("it was scheduled");
        payout.items.values().map(|item| payout.end_to_end(item)).collect::<Vec<_>>()
    };
    let had = references(&before);
    let after = before
        .when(withdrawn("president", "confirm_not_received"))
        .then(&["payout_not_received"])
        .holds(&pocket("weaver-1", "in-payout"), "860.49 MAD")
        .holds("liabilities:payout:march:weaver-1", "0.00 MAD")
        .when(file(2, "1577.56 MAD"))
        .then(&["payout_filed"])
        .with("/0/items/0/end_to_end", json!(had[0]))
        .with("/0/items/1/end_to_end", json!(had[1]));
    assert_eq!(references(&after), had, "a reference is made of the payout and the place in it, not of the file");
}

#[test]
fn a_file_that_was_answered_or_never_sent_is_not_withdrawn() {
    two_sent()
        .and([accept("weaver-2", "ACSP")])
        .when(withdrawn("secretary", "report_payout_missing"))
        .refused("file_answered");
    two_by_bank()
        .and([file(1, "1577.56 MAD")])
        .when(withdrawn("secretary", "report_payout_missing"))
        .refused_because("nothing_in_file", "is sent");
}

#[test]
fn whoever_said_that_a_file_never_arrived_does_not_say_for_a_payee_that_she_was_paid() {
    let for_her = json!({"payout": "march", "member": "weaver-1", "amount": "860.49 MAD",
        "for_her": {"form": "Form 7", "witness": "leader"}});
    two_sent()
        .and([missing("secretary"), settle("weaver-1", "bank:main")])
        .when(say("secretary", "acknowledge_receipt", for_her))
        .refused("payer_says_paid");
}

#[test]
fn what_was_read_of_a_file_before_it_was_sent_again_does_not_speak_of_that() {
    two_sent()
        .and([missing("secretary"), about("president", "confirm_not_received", 1)])
        .and([withdrawn("secretary", "report_payout_missing"), about("treasurer", "send_payout", 1)])
        .when(withdrawn("president", "confirm_not_received"))
        .refused("not_reported_missing")
        .holds("liabilities:payout:march:weaver-1", "860.49 MAD");
}
