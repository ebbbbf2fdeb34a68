//! Stories of cash that a cashier carries to the villages: given to her, counted with her, and handed out by her alone.

use serde_json::{Value, json};

use crate::decide::stories::{Said, Story, earned, given, say, the_cooperative};

fn open(till: &str) -> Said {
    say("treasurer", "open_till", json!({"till": till, "held_by": "cashier"}))
}

fn carry(actor: &str, movement: &str, from: &str, to: &str, amount: &str) -> Said {
    say(actor, "transfer_funds", json!({"movement": movement, "from": from, "to": to, "amount": amount}))
}

fn count(actor: &str, number: &str, counted: &str, with: &str) -> Said {
    let data = json!({"count": number, "till": "cash:road", "counted": counted, "with": with});
    say(actor, "count_cash", data)
}

fn hand(actor: &str, witness: &str, amount: &str) -> Said {
    let data = json!({
        "payout": "may", "member": "weaver-1", "amount": amount, "till": "cash:road", "witness": witness,
        "signed_by": "thumbprint", "form": "CASH 15"
    });
    say(actor, "hand_over_payout", data)
}

/// A cashier with a float of 100.00, and a weaver who is to be paid 60.00 in cash.
fn on_the_road() -> Story {
    let pay = json!([{"member": "weaver-1", "method": "cash"}]);
    given(the_cooperative()).and(earned("rug-1", &[("weaver-1", "60.00 MAD")])).and([
        say("treasurer", "schedule_payout", json!({"payout": "may", "pay": pay})),
        say("president", "approve_payout", json!({"payout": "may", "total": "60.00 MAD"})),
        open("cash:road"),
        carry("treasurer", "out", "cash:office", "cash:road", "100.00 MAD"),
    ])
}

#[test]
fn only_who_carries_a_float_pays_out_of_it() {
    on_the_road()
        .when(hand("treasurer", "leader", "60.00 MAD"))
        .refused_because("not_her_float", "`cash:road` is carried by `cashier`, not by `treasurer`")
        .when(hand("cashier", "cashier", "60.00 MAD"))
        .refused("witness_is_cashier")
        .when(hand("cashier", "leader", "60.00 MAD"))
        .then(&["payout_handed"])
        .holds("assets:cash:road", "40.00 MAD")
        .when(carry("treasurer", "back", "cash:road", "cash:office", "40.00 MAD"))
        .refused("not_her_float")
        .when(carry("cashier", "back", "cash:road", "cash:office", "40.00 MAD"))
        .then(&["funds_transferred"])
        .holds("assets:cash:road", "0.00 MAD");
}

#[test]
fn nobody_gives_herself_cash_to_carry_and_no_bank_account_is_carried() {
    on_the_road()
        .when(carry("cashier", "more", "cash:office", "cash:road", "10.00 MAD"))
        .refused_because("same_hand", "`cashier` carries this float and cannot put money into it as well")
        .when(open("bank:road"))
        .refused("wrong_till");
}

#[test]
fn nothing_is_handed_over_that_is_not_in_the_float() {
    on_the_road()
        .and([carry("cashier", "back", "cash:road", "cash:office", "50.00 MAD")])
        .when(hand("cashier", "leader", "60.00 MAD"))
        .refused("not_enough_in_till");
}

#[test]
fn what_two_persons_count_is_what_the_books_say_from_then_on() {
    on_the_road()
        .and([hand("cashier", "leader", "60.00 MAD")])
        .when(count("cashier", "count-1", "39.50 MAD", "cashier"))
        .refused("same_hand")
        .when(count("treasurer", "count-1", "39.50 MAD", "president"))
        .refused_because("counted_without_her", "`cashier` carries `cash:road`")
        .when(count("treasurer", "count-1", "39.50 MAD", "cashier"))
        .then(&["cash_counted"])
        .with("/0/short", json!("0.50 MAD"))
        .holds("assets:cash:road", "39.50 MAD")
        .holds("expenses:cash-difference", "0.50 MAD")
        .when(count("cashier", "count-2", "41.50 MAD", "treasurer"))
        .then(&["cash_counted"])
        .with("/0/over", json!("2.00 MAD"))
        .holds("assets:cash:road", "41.50 MAD")
        .holds("expenses:cash-difference", "-1.50 MAD")
        .when(count("cashier", "count-2", "41.50 MAD", "treasurer"))
        .refused("already_exists")
        .when(count("cashier", "count-3", "41.50 MAD", "treasurer"))
        .then(&["cash_counted"])
        .with("/0/over", Value::Null)
        .with("/0/short", Value::Null);
}

#[test]
fn an_empty_box_is_counted_too_and_a_count_is_of_its_day() {
    on_the_road()
        .when(count("cashier", "count-1", "0.00 MAD", "treasurer"))
        .then(&["cash_counted"])
        .with("/0/short", json!("100.00 MAD"))
        .holds("assets:cash:road", "0.00 MAD")
        .when(count("cashier", "count-2", "1.00 EUR", "treasurer"))
        .refused("wrong_currency");
}
