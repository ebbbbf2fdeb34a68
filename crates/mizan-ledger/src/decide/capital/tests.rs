//! Stories of shares: a quarter when they are taken, the rest within three years, and back when a member has left.
//!
//! The figures are those of the Moroccan law on cooperatives, 112-12 article 26, as Le Légaliste reports it: shares of
//! 100 MAD, at least a quarter paid at once, the rest within three years, a capital of 1,000 MAD. They are terms that
//! are recorded, as any statutes' are.

use serde_json::{Value, json};

use crate::decide::stories::{Said, Story, given, say, the_cooperative};

fn statutes(changes: Value) -> Said {
    let data = json!({"value": "100.00 MAD", "paid_at_least": "0.25", "within_months": 36,
        "minimum_capital": "1000.00 MAD", "source": "law 112-12, article 26"});
    say("secretary", "set_share_terms", data).saying(changes)
}

fn takes(movement: &str, member: &str, shares: u32, paid: &str) -> Said {
    let data = json!({"movement": movement, "member": member, "shares": shares, "paid": paid, "till": "cash:office"});
    say("treasurer", "subscribe_shares", data)
}

fn pays(movement: &str, member: &str, amount: &str) -> Said {
    let data = json!({"movement": movement, "member": member, "amount": amount, "till": "cash:office"});
    say("treasurer", "pay_shares", data)
}

fn gives_back(movement: &str, member: &str, shares: u32, amount: &str) -> Said {
    let data = json!({"movement": movement, "member": member, "shares": shares, "amount": amount,
        "till": "cash:office"});
    say("treasurer", "refund_shares", data)
}

fn the_founding() -> Story {
    given(the_cooperative()).and([statutes(json!({})).on("2026-01-01")])
}

#[test]
fn a_quarter_is_paid_when_shares_are_taken_and_the_rest_within_three_years() {
    given(the_cooperative())
        .when(takes("shares-1", "weaver-1", 5, "125.00 MAD"))
        .refused_because("no_share_terms", "on 2026-03-02 it is not known what a share is worth")
        .and([statutes(json!({}))])
        .when(takes("shares-1", "weaver-1", 5, "124.99 MAD"))
        .refused_because("share_payment_too_small", "at least 125.00 MAD of 5 shares is paid when they are taken")
        .when(takes("shares-1", "weaver-1", 5, "500.01 MAD"))
        .refused("share_payment_too_large")
        .when(takes("shares-1", "weaver-1", 0, "0.00 MAD"))
        .refused("no_shares")
        .when(takes("shares-1", "weaver-9", 5, "125.00 MAD"))
        .refused("unknown_member")
        .when(takes("shares-1", "weaver-1", 5, "125.00 EUR"))
        .refused("wrong_currency")
        .when(takes("shares-1", "weaver-1", 5, "125.00 MAD"))
        .then(&["shares_subscribed"])
        .with("/0/value", json!("500.00 MAD"))
        .with("/0/rest_due_on", json!("2029-03-02"))
        .holds("equity:capital:weaver-1", "125.00 MAD")
        .when(takes("shares-1", "weaver-2", 1, "100.00 MAD"))
        .refused("already_exists")
        .when(takes("shares-2", "weaver-2", 1, "100.00 MAD"))
        .then(&["shares_subscribed"])
        .with("/0/rest_due_on", Value::Null)
        .holds("assets:cash:office", "5225.00 MAD");
}

#[test]
fn the_rest_is_paid_in_parts_and_never_more_than_the_shares_are_worth() {
    the_founding()
        .and([takes("shares-1", "weaver-1", 5, "125.00 MAD")])
        .when(pays("payment-1", "weaver-1", "375.01 MAD"))
        .refused_because("share_payment_too_large", "has 375.00 MAD of her shares left to pay, not 375.01 MAD")
        .and([pays("payment-1", "weaver-1", "300.00 MAD")])
        .when(pays("payment-1", "weaver-1", "75.00 MAD"))
        .refused("already_exists")
        // Late, but paid.
        .and([pays("payment-2", "weaver-1", "75.00 MAD").on("2030-01-01")])
        .when(pays("payment-3", "weaver-1", "0.01 MAD"))
        .refused("share_payment_too_large")
        .when(pays("payment-3", "weaver-2", "1.00 MAD"))
        .refused_because("share_payment_too_large", "has 0.00 MAD of her shares left to pay")
        .holds("equity:capital:weaver-1", "500.00 MAD");
}

#[test]
fn whoever_has_left_is_given_back_what_she_paid_while_the_capital_stays() {
    the_founding()
        .and([takes("shares-1", "weaver-1", 5, "500.00 MAD"), takes("shares-2", "weaver-2", 9, "900.00 MAD")])
        .and([takes("shares-3", "weaver-3", 2, "50.00 MAD")])
        .and([say("secretary", "record_exit", json!({"member": "weaver-1"}))])
        .when(takes("shares-4", "weaver-1", 1, "100.00 MAD"))
        .refused("no_longer_member")
        .when(gives_back("back-1", "weaver-1", 6, "500.00 MAD"))
        .refused_because("more_shares_than_held", "has 5 shares, 6 cannot be given back")
        .when(gives_back("back-1", "weaver-1", 5, "500.01 MAD"))
        .refused_because("share_refund", "between 500.00 MAD and 500.00 MAD can be given back, not 500.01 MAD")
        .when(gives_back("back-1", "weaver-1", 5, "499.99 MAD"))
        .refused("share_refund")
        .and([gives_back("back-1", "weaver-1", 5, "500.00 MAD")])
        .holds("equity:capital:weaver-1", "0.00 MAD")
        // 1,100.00 is left; two shares less are 900.00.
        .when(gives_back("back-2", "weaver-3", 2, "50.00 MAD"))
        .refused_because("capital_too_low", "would fall to 900.00 MAD, the statutes keep it at 1000.00 MAD")
        .when(gives_back("back-2", "weaver-3", 1, "50.01 MAD"))
        .refused("share_refund")
        .when(gives_back("back-2", "weaver-3", 1, "25.00 MAD"))
        .then(&["shares_refunded"])
        .with("/0/value", json!("100.00 MAD"))
        .when(gives_back("back-3", "weaver-4", 1, "25.00 MAD"))
        .refused("more_shares_than_held")
        .when(gives_back("back-3", "weaver-2", 0, "25.00 MAD"))
        .refused("no_shares");
}

#[test]
fn a_share_is_worth_what_it_was_when_it_was_taken() {
    the_founding()
        .and([takes("shares-1", "weaver-1", 10, "1000.00 MAD").on("2026-01-10")])
        .and([statutes(json!({"value": "150.00 MAD", "minimum_capital": null})).on("2026-02-01")])
        .and([takes("shares-2", "weaver-1", 2, "300.00 MAD")])
        // Written down late: as of January, a share was worth 100.00.
        .when(takes("shares-3", "weaver-2", 1, "100.00 MAD").on("2026-01-20"))
        .then(&["shares_subscribed"])
        .when(gives_back("back-1", "weaver-1", 12, "1300.00 MAD"))
        .then(&["shares_refunded"])
        .with("/0/value", json!("1300.00 MAD"))
        .when(statutes(json!({"within_months": 601})))
        .refused_because("beyond", "`within_months` says 601, 600 is the most")
        .when(statutes(json!({"value": "100.00 EUR"})))
        .refused("wrong_currency")
        .when(statutes(json!({"minimum_capital": "1000.00 EUR"})))
        .refused("wrong_currency");
}

#[test]
fn what_was_recorded_of_shares_in_error_is_taken_back_in_its_turn() {
    let undo = |name: &str, position: u64| {
        let data = json!({"correction": name, "targets": [position], "reason": "wrong_amount",
            "approved_by": "president"});
        say("treasurer", "declare_correction", data)
    };
    let story = the_founding().and([
        takes("shares-1", "weaver-1", 10, "250.00 MAD").under("taken"),
        pays("payment-1", "weaver-1", "750.00 MAD").under("paid"),
        takes("shares-2", "weaver-2", 10, "1000.00 MAD"),
        gives_back("back-1", "weaver-1", 4, "400.00 MAD").under("back"),
    ]);
    let [taken, paid, back] = ["taken", "paid", "back"].map(|key| story.position_under(key));
    let both = undo("c-0", taken).saying(json!({"targets": [taken, paid]}));
    let story = story
        .when(undo("c-1", taken))
        .refused_because("built_on", "some of her shares have been given back since")
        .when(undo("c-1", paid))
        .refused_because("built_on", "her shares have been given back since")
        .and([undo("c-1", back)])
        .when(undo("c-2", taken))
        .refused_because("built_on", "she has paid more of these shares since")
        .when(both)
        .refused_because("not_correctable", "name it alone")
        .and([undo("c-2", paid), undo("c-3", taken)])
        .holds("equity:capital:weaver-1", "0.00 MAD")
        .holds("assets:cash:office", "6000.00 MAD");
    let held = |member: &str| {
        let member = member.parse().expect("an id");
        story.cooperative().capital.of(member, crate::money::MAD).shares
    };
    assert_eq!([held("weaver-1"), held("weaver-2")], [0, 10]);
}

#[test]
fn nothing_is_paid_of_shares_before_they_are_taken() {
    the_founding()
        .and([takes("shares-1", "weaver-1", 10, "250.00 MAD")])
        .when(pays("rest-1", "weaver-1", "10.00 MAD").on("2026-03-01"))
        .refused_because("before_it_began", "the share of `weaver-1` is there since 2026-03-02")
        .when(pays("rest-1", "weaver-1", "10.00 MAD"))
        .then(&["shares_paid"]);
}
