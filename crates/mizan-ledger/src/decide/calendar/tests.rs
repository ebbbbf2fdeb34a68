//! Stories of the bank's days and hours, and what a file may be dated.

use serde_json::{Value, json};

use crate::decide::stories::{Said, Story, earned, given, say, the_cooperative};

/// The first weaver by bank, the second by wallet, approved on a Monday.
fn approved() -> Story {
    let shares = [("weaver-1", "60.00 MAD"), ("weaver-2", "30.00 MAD")];
    let pay = json!([{"member": "weaver-1", "method": "bank"}, {"member": "weaver-2", "method": "wallet"}]);
    given(the_cooperative()).and(earned("rug-1", &shares)).and([
        say("treasurer", "schedule_payout", json!({"payout": "may", "pay": pay})),
        say("president", "approve_payout", json!({"payout": "may", "total": "90.00 MAD"})),
    ])
}

/// A file that is made at one moment to be paid on a day.
fn file(method: &str, made: &str, pay_on: &str) -> Said {
    let total = if method == "bank" { "60.00 MAD" } else { "30.00 MAD" };
    let data = json!({
        "payout": "may", "file": 1, "method": method, "profile": "plain", "created_at": made, "pay_on": pay_on,
        "total": total,
    });
    let day = made.split('T').next().expect("a moment begins with its day");
    say("treasurer", "file_payout", data).sealing(json!({"note": format!("sha256:{:064}", 7)})).on(day)
}

fn day(day: &str, open: bool) -> Said {
    say("secretary", "set_business_day", json!({"day": day, "open": open, "source": "notice of the bank"}))
}

fn until(hour: &str) -> Said {
    say("secretary", "set_cut_offs", json!({"bank": hour}))
}

#[test]
fn a_bank_is_told_to_pay_on_a_day_on_which_it_pays() {
    approved()
        .when(file("bank", "2026-03-06T09:00:00Z", "2026-03-07"))
        .refused_because(
            "no_business_day",
            "2026-03-07, a day of the weekend: the next day on which it does is 2026-03-09",
        )
        .when(file("bank", "2026-03-06T09:00:00Z", "2026-03-20"))
        .refused_because("no_business_day", "a public holiday by an estimate")
        .when(file("bank", "2026-04-20T09:00:00Z", "2026-05-01"))
        .refused_because("no_business_day", "a public holiday: the next day on which it does is 2026-05-04")
        .when(file("bank", "2026-03-06T09:00:00Z", "2026-03-09"))
        .then(&["payout_filed"])
        .with("/0/calendar", json!("ma-2026-11"));
}

#[test]
fn a_feast_that_the_moon_moved_is_where_the_secretary_says_it_is() {
    approved()
        .and([day("2026-03-20", true), day("2026-03-23", false)])
        .when(file("bank", "2026-03-19T09:00:00Z", "2026-03-23"))
        .refused_because("no_business_day", "closed, as was said: the next day on which it does is 2026-03-24")
        .when(file("bank", "2026-03-19T09:00:00Z", "2026-03-20"))
        .then(&["payout_filed"]);
}

#[test]
fn what_is_said_of_a_day_twice_is_as_it_was_said_last() {
    approved()
        .and([day("2026-03-10", false), day("2026-03-10", true)])
        .when(file("bank", "2026-03-09T09:00:00Z", "2026-03-10"))
        .then(&["payout_filed"]);
}

#[test]
fn after_its_hour_the_bank_pays_on_its_next_day() {
    approved()
        .and([until("14:30")])
        .when(file("bank", "2026-03-06T14:30:01Z", "2026-03-06"))
        .refused_because(
            "past_cut_off",
            "until 14:30:00 UTC of the days on which it pays: it pays this one from 2026-03-09 on",
        )
        .when(file("bank", "2026-03-07T09:00:00Z", "2026-03-07"))
        .refused_because("past_cut_off", "from 2026-03-09 on")
        .when(file("bank", "2026-03-06T14:30:00Z", "2026-03-06"))
        .then(&["payout_filed"]);
}

#[test]
fn an_hour_holds_from_its_day_on() {
    let in_ramadan = until("12:00").on("2026-02-19");
    approved()
        .and([until("14:00").on("2026-01-02"), in_ramadan, until("14:00").on("2026-03-23")])
        .when(file("bank", "2026-03-05T13:00:00Z", "2026-03-05"))
        .refused_because("past_cut_off", "from 2026-03-06 on")
        .when(file("bank", "2026-03-24T13:00:00Z", "2026-03-24"))
        .then(&["payout_filed"]);
}

#[test]
fn wallets_pay_on_any_day_at_any_hour() {
    approved()
        .and([until("10:00")])
        .when(file("wallet", "2026-03-07T23:00:00Z", "2026-03-07"))
        .then(&["payout_filed"])
        .with("/0/calendar", Value::Null);
}

#[test]
fn an_hour_is_said_to_the_second() {
    approved().when(until("14:30:00.5")).refused_because("cut_off_fraction", "14:30:00.5 is not");
}
