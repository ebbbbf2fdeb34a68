//! Stories of the hands a payout passes through, and on which days.

use serde_json::json;

use crate::decide::payout::tests::{schedule, scheduled};
use crate::decide::stories::{earned, given, say, the_cooperative};

#[test]
fn whoever_is_paid_does_not_approve_it() {
    let both = json!([{"member": "weaver-1", "method": "cash"}, {"member": "weaver-2", "method": "cash"}]);
    let approved = |actor: &str, total: &str| say(actor, "approve_payout", json!({"payout": "may", "total": total}));
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "60.00 MAD"), ("weaver-2", "30.00 MAD")]))
        .and([schedule("may", both)])
        .when(approved("weaver-2", "90.00 MAD"))
        .refused_because("own_hand", "`weaver-2` is paid and cannot be the approver as well: another person must")
        // Whose own office it is makes no difference; a member who is not paid by it may.
        .when(approved("weaver-3", "90.00 MAD"))
        .then(&["payout_approved"]);
}

#[test]
fn no_step_of_a_payout_is_dated_before_the_step_it_follows() {
    let cash = json!({"payout": "may", "pay": [{"member": "weaver-1", "method": "cash"}, {"member": "weaver-2", "method": "wallet"}]});
    let handed = json!({"payout": "may", "member": "weaver-1", "amount": "60.00 MAD", "till": "cash:office",
        "witness": "leader", "signed_by": "signature", "form": "CASH 1"});
    let settled = json!({"payout": "may", "member": "weaver-2", "till": "wallet:main"});
    let approved = json!({"payout": "may", "total": "90.00 MAD"});
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "60.00 MAD"), ("weaver-2", "30.00 MAD")]))
        .and([say("treasurer", "schedule_payout", cash).on("2026-03-10")])
        .when(say("president", "approve_payout", approved.clone()).on("2026-03-09"))
        .refused_because("before_scheduled", "was scheduled on 2026-03-10, this happened on 2026-03-09")
        .and([say("president", "approve_payout", approved).on("2026-03-11")])
        .when(say("cashier", "hand_over_payout", handed.clone()).on("2026-03-09"))
        .refused("before_scheduled")
        .when(say("cashier", "hand_over_payout", handed.clone()).on("2026-03-10"))
        .refused_because("before_it_began", "the approval of the payout `may` is there since 2026-03-11")
        .and([say("treasurer", "send_payout", json!({"payout": "may"})).on("2026-03-12")])
        .when(say("treasurer", "settle_payout", settled.clone()).on("2026-03-11"))
        .refused_because("before_that", "is sent since 2026-03-12, this happened on 2026-03-11")
        .when(
            say("treasurer", "settle_payout", settled.clone())
                .saying(json!({"value_date": "2026-03-11"}))
                .on("2026-03-12"),
        )
        .refused_because(
            "valued_before",
            "valued on 2026-03-11, the sending of the payout `may` is there since 2026-03-12",
        )
        .when(
            say("treasurer", "settle_payout", settled.clone())
                .saying(json!({"value_date": "2026-03-23"}))
                .on("2026-03-12"),
        )
        .refused_because("valued_ahead", "more than 10 days after 2026-03-12")
        .and([say("treasurer", "settle_payout", settled).saying(json!({"value_date": "2026-03-13"})).on("2026-03-12")])
        .and([say("cashier", "hand_over_payout", handed).on("2026-03-11")]);
}

#[test]
fn who_schedules_a_payout_does_not_approve_it() {
    let by_herself = say("treasurer", "approve_payout", json!({"payout": "march", "total": "2055.61 MAD"}));
    scheduled().when(by_herself).refused_because("same_hand", "`treasurer` has scheduled this payout");
}

#[test]
fn nobody_is_paid_on_a_day_before_the_sale_she_is_paid_for() {
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "10.00 MAD")]))
        .when(schedule("march", json!([{"member": "weaver-1", "method": "cash"}])).on("2026-03-01"))
        .refused_because("paid_before_sold", "`rug-1` of 2026-03-02");
}
