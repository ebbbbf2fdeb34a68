//! Stories of what is watched before a payout is approved: whoever approves says what she goes past.

use serde_json::{Value, json};

use crate::decide::stories::{Said, Story, earned, given, say, the_cooperative};

/// Two weavers with 500.00 each of a sale on a day, where payouts are watched.
fn watched(sold_on: &str, limits: Value) -> Story {
    let shares = [("weaver-1", "500.00 MAD"), ("weaver-2", "500.00 MAD")];
    let limits = say("president", "set_payout_limits", limits).saying(json!({"watch": true}));
    given(the_cooperative()).and(earned("rug-1", &shares).map(|said| said.on(sold_on))).and([limits.on("2026-01-02")])
}

fn pay(payout: &str, pay: &[(&str, &str, &str)]) -> Said {
    let one =
        |(member, amount, method): &(&str, &str, &str)| json!({"member": member, "amount": amount, "method": method});
    let pay: Vec<Value> = pay.iter().map(one).collect();
    say("treasurer", "schedule_payout", json!({"payout": payout, "pay": pay}))
}

fn approve(payout: &str, total: &str, despite: &[&str]) -> Said {
    say("president", "approve_payout", json!({"payout": payout, "total": total, "despite": despite}))
}

#[test]
fn the_same_sum_to_the_same_member_within_a_month_is_named_or_not_approved() {
    watched("2026-03-01", json!({}))
        .and([pay("one", &[("weaver-1", "100.00 MAD", "cash")]), approve("one", "100.00 MAD", &[])])
        .and([pay("two", &[("weaver-1", "100.00 MAD", "cash"), ("weaver-2", "40.00 MAD", "cash")])])
        .when(approve("two", "140.00 MAD", &[]))
        .refused_because("not_looked_at", "paid_lately (weaver-1, 100.00 MAD, as in one): look at each")
        .when(approve("two", "140.00 MAD", &["paid_lately"]))
        .then(&["payout_approved"])
        .with("/0/despite", json!(["paid_lately"]));
}

#[test]
fn what_was_called_off_or_is_long_ago_is_no_duplicate() {
    let cancel = say("treasurer", "cancel_payout", json!({"payout": "one", "reason": "wrong list"}));
    watched("2026-03-01", json!({}))
        .and([pay("one", &[("weaver-1", "100.00 MAD", "cash")]), cancel])
        .and([pay("two", &[("weaver-1", "100.00 MAD", "cash")]), approve("two", "100.00 MAD", &[])])
        .and([pay("three", &[("weaver-1", "100.00 MAD", "cash")]).on("2026-04-02")])
        .and([approve("three", "100.00 MAD", &[]).on("2026-04-02")]);
}

#[test]
fn nobody_goes_past_what_is_not_there() {
    watched("2026-03-01", json!({}))
        .and([pay("one", &[("weaver-1", "100.00 MAD", "cash")])])
        .when(approve("one", "100.00 MAD", &["old_sales"]))
        .refused_because("no_such_warning", "`old_sales`");
}

#[test]
fn a_sum_just_under_a_limit_is_shown_and_one_well_under_it_is_not() {
    watched("2026-03-01", json!({"cash": "100.00 MAD", "one_approves": "200.00 MAD"}))
        .and([pay("one", &[("weaver-1", "95.00 MAD", "cash")]), approve("one", "95.00 MAD", &[])])
        .and([pay("two", &[("weaver-1", "95.01 MAD", "cash"), ("weaver-2", "100.00 MAD", "cash")])])
        .when(approve("two", "195.01 MAD", &[]))
        .refused_because(
            "not_looked_at",
            "under_limit (195.01 MAD of 200.00 MAD), under_limit (weaver-1, 95.01 MAD of 100.00 MAD), \
             under_limit (weaver-2, 100.00 MAD of 100.00 MAD)",
        )
        .when(approve("two", "195.01 MAD", &["under_limit"]))
        .then(&["payout_approved"]);
}

#[test]
fn a_first_payment_to_a_new_account_and_an_approver_who_verified_it_are_shown() {
    let set = json!({"details": "account-1", "member": "weaver-1", "scheme": "rib"});
    let details = |actor: &str, command: &str| say(actor, command, json!({"details": "account-1"})).on("2026-01-03");
    let small =
        [pay("one", &[("weaver-1", "50.00 MAD", "bank")]), approve("one", "50.00 MAD", &["approver_set_account"])];
    let settled = json!({"payout": "one", "member": "weaver-1", "till": "bank:main"});
    watched("2026-03-01", json!({"new_account": "60.00 MAD"}))
        .and([
            say("secretary", "set_payee_details", set)
                .sealing(json!({"account_number": "999780000000000000000105"}))
                .on("2026-01-03"),
            details("president", "verify_payee_details"),
            details("weaver-1", "confirm_payee_details"),
        ])
        .and(small)
        .and([pay("two", &[("weaver-1", "61.00 MAD", "bank")])])
        .when(approve("two", "61.00 MAD", &[]))
        .refused_because(
            "not_looked_at",
            "new_account (weaver-1, 61.00 MAD of 60.00 MAD), approver_set_account (weaver-1, 61.00 MAD)",
        )
        // Once a payment has arrived there, the account is no longer new.
        .and([say("treasurer", "send_payout", json!({"payout": "one"})), say("treasurer", "settle_payout", settled)])
        .when(approve("two", "61.00 MAD", &["approver_set_account"]))
        .then(&["payout_approved"]);
}

#[test]
fn money_of_long_ago_that_is_paid_all_at_once_is_shown() {
    watched("2026-01-02", json!({}))
        .and([pay("one", &[("weaver-1", "500.00 MAD", "cash")]).on("2026-04-03")])
        .when(approve("one", "500.00 MAD", &[]).on("2026-04-03"))
        .refused_because("not_looked_at", "old_sales (500.00 MAD of 500.00 MAD)")
        .when(approve("one", "500.00 MAD", &["old_sales"]).on("2026-04-03"))
        .then(&["payout_approved"]);
}

#[test]
fn where_nobody_has_asked_for_the_watch_an_approval_is_as_it_was() {
    let shares = [("weaver-1", "500.00 MAD")];
    given(the_cooperative())
        .and(earned("rug-1", &shares))
        .and([pay("one", &[("weaver-1", "100.00 MAD", "cash")]), pay("two", &[("weaver-1", "100.00 MAD", "cash")])])
        .when(say("president", "approve_payout", json!({"payout": "two", "total": "100.00 MAD"})))
        .then(&["payout_approved"])
        .with("/0/despite", Value::Null)
        .when(approve("one", "100.00 MAD", &["paid_lately"]))
        .refused("no_such_warning");
}
