//! Stories of limits: how much is paid at once, and who must agree.

use serde_json::json;

use crate::decide::payout::tests::{approve, march, rug_paid, schedule, send};
use crate::decide::stories::{Said, say};

/// `printf 'march\nweaver-1\t860.49 MAD\tbank\nweaver-2\t717.07 MAD\twallet\nweaver-3\t478.05 MAD\tcash\n' | sha256sum`
const LIST: &str = "dadbb6670c800c1915bdedb315b0cbdb9ffbf48cbb3355fdc05b5a7b29b2e2aa";

fn limits(said: serde_json::Value) -> Said {
    say("president", "set_payout_limits", said)
}

#[test]
fn nobody_is_paid_more_at_once_than_the_board_allows() {
    rug_paid()
        .and([limits(json!({"bank": "800.00 MAD", "payout": "1500.00 MAD"}))])
        .when(march())
        .refused_because("over_limit", "`weaver-1` would be paid 860.49 MAD at once, and the limit is 800.00 MAD")
        .when(schedule(
            "march",
            json!([
                {"member": "weaver-1", "amount": "800.00 MAD", "method": "bank"},
                {"member": "weaver-2", "method": "wallet"},
            ]),
        ))
        .refused_because("payout_over_limit", "comes to 1517.07 MAD, and the limit is 1500.00 MAD: divide it")
        .when(schedule("march", json!([{"member": "weaver-1", "amount": "800.00 MAD", "method": "bank"}])))
        .then(&["payout_scheduled"]);
}

#[test]
fn above_a_sum_two_persons_approve_and_neither_of_them_twice() {
    let second = say("secretary", "approve_payout", json!({"payout": "march", "total": "2055.61 MAD"}));
    rug_paid()
        .and([limits(json!({"one_approves": "2000.00 MAD"})), march()])
        .when(approve("march", "2055.61 MAD"))
        .then(&["payout_approved"])
        .with("/0/more", json!(1))
        .when(send("march"))
        .refused_because("not_approved", "not by as many as it needs")
        .when(approve("march", "2055.61 MAD"))
        .refused("same_hand")
        .when(second)
        .then(&["payout_approved"])
        .when(send("march"))
        .then(&["payout_sent", "payout_sent"]);
}

#[test]
fn whoever_approves_a_list_approves_the_list_she_was_shown() {
    let other = json!({"payout": "march", "total": "2055.61 MAD", "seen": "0".repeat(64)});
    rug_paid()
        .and([march()])
        .when(say("president", "approve_payout", other))
        .refused_because("list_not_seen", "is another than the one that is approved")
        .when(say("president", "approve_payout", json!({"payout": "march", "total": "2055.61 MAD", "seen": LIST})))
        .then(&["payout_approved"])
        .with("/0/list", json!(LIST));
}

#[test]
fn limits_hold_from_their_day_on_and_are_sums_of_the_cooperative() {
    rug_paid()
        .when(limits(json!({})))
        .refused("empty")
        .when(limits(json!({"cash": "100.00 EUR"})))
        .refused("wrong_currency")
        .when(limits(json!({"cash": "0.00 MAD"})))
        .refused("amount")
        .and([limits(json!({"bank": "1.00 MAD"})).on("2026-03-09")])
        .when(march())
        .then(&["payout_scheduled"]);
}

#[test]
fn a_wallet_is_paid_no_more_than_its_level_may_hold() {
    let levels = json!({"wallet_levels": ["200.00 MAD", "5000.00 MAD", "20000.00 MAD"]});
    let into_her_wallet = schedule("march", json!([{"member": "weaver-2", "method": "wallet"}]));
    let set = json!({"details": "wallet-2", "member": "weaver-2", "scheme": "phone"});
    let verified = |level: u8| say("president", "verify_payee_details", json!({"details": "wallet-2", "level": level}));
    rug_paid()
        .and([limits(levels)])
        .when(into_her_wallet.clone())
        .refused_because("over_ceiling", "into a wallet of level 1, which holds 200.00 MAD at the most")
        .and([say("secretary", "set_payee_details", set).sealing(json!({"account_number": "+212612345678"}))])
        .when(verified(0))
        .refused_because("no_level", "a wallet number has no level of identification 0")
        .and([verified(2), say("weaver-2", "confirm_payee_details", json!({"details": "wallet-2"}))])
        .when(into_her_wallet)
        .then(&["payout_scheduled"]);
}

#[test]
fn ceilings_rise_with_the_level_and_only_a_wallet_has_one() {
    let set = json!({"details": "account-1", "member": "weaver-1", "scheme": "rib"});
    let verified = say("president", "verify_payee_details", json!({"details": "account-1", "level": 2}));
    rug_paid()
        .when(limits(json!({"wallet_levels": ["200.00 MAD", "200.00 MAD"]})))
        .refused("wallet_levels")
        .when(limits(json!({"wallet_levels": ["200.00 EUR"]})))
        .refused("wrong_currency")
        .and(
            [say("secretary", "set_payee_details", set).sealing(json!({"account_number": "999780000000000000000105"}))],
        )
        .when(verified)
        .refused_because("no_level", "a RIB has no level of identification 2");
}
