//! Who leads, checks the quality or teaches has a part of the sale that is not the makers' part, and is hers like it.

use serde_json::{Value, json};

use super::{rug, terms};
use crate::decide::stories::{Said, given, paid, say, the_cooperative};

/// A tenth of the price for who led, 12.00 for each piece checked, the rest for the makers by their hours.
fn steps() -> Value {
    json!([
        {"kind": "share", "name": "leading", "to": {"role": "leader"},
         "take": {"percent": {"rate": "0.10", "of": {"from": "gross"}}}},
        {"kind": "share", "name": "checking", "to": {"role": "quality"},
         "take": {"fixed": {"amount": "12", "per": "piece"}}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
        {"kind": "deduction", "clause": "loan", "consent": "loan", "recovers": "loan",
         "take": {"of_what_remains": "0.10"}, "protected_minimum": "50"},
        {"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt", "take": "in_full"},
    ])
}

fn the_house() -> Vec<Said> {
    let facts = json!({"gross": "1000.00 MAD", "sold": {"pieces": "1"},
        "served": [{"role": "leader", "member": "weaver-3"}, {"role": "quality", "member": "weaver-4"}],
        "makers": [{"member": "weaver-1", "did": {"hours": "1"}}, {"member": "weaver-2", "did": {"hours": "1"}}]});
    let part = |member: &str, amount: &str| json!({"member": member, "amount": amount});
    let split = json!({"gross": "1000.00 MAD", "slices": [
        {"step": "leading", "kind": "service", "receiver": {"role": "leader"},
         "how": {"percent": {"rate": "0.1", "of": "1000.00 MAD"}}, "amount": "100.00 MAD", "makers": [part("weaver-3", "100.00 MAD")]},
        {"step": "checking", "kind": "service", "receiver": {"role": "quality"},
         "how": {"fixed": {"amount": "12", "per": "piece", "times": "1"}}, "amount": "12.00 MAD", "makers": [part("weaver-4", "12.00 MAD")]},
        {"step": "makers", "kind": "makers", "receiver": "makers", "how": "rest", "amount": "888.00 MAD",
         "makers": [part("weaver-1", "444.00 MAD"), part("weaver-2", "444.00 MAD")]},
    ]});
    let changes = json!({"claw_back": "from_future_sales", "example": {"facts": facts, "split": split}});
    [the_cooperative(), terms(changes, steps())].concat()
}

fn served(services: Value) -> Value {
    json!({"served": services})
}

const TWO: &[(&str, &str)] = &[("weaver-1", "2"), ("weaver-2", "1")];

fn a_rug(sale: &str) -> Said {
    let services = json!([{"role": "leader", "member": "weaver-3"}, {"role": "quality", "member": "weaver-1"}]);
    rug(sale, "1000.00 MAD", TWO).saying(served(services))
}

#[test]
fn a_leader_has_her_own_part_and_it_is_paid_like_any_other() {
    let kinds = ["sale_recorded", "commission_charged", "commission_charged", "proceeds_allocated"];
    given(the_house())
        .when(a_rug("sale-1"))
        .then(&kinds)
        .with("/1/to", json!({"member": "weaver-3"}))
        .with("/1/step", json!("leading"))
        .with("/1/rate", json!("0.1"))
        .with("/1/amount", json!("100.00 MAD"))
        .with("/2/to", json!({"member": "weaver-1"}))
        // The makers' part is what is left without them: 888.00 by two hours to one.
        .with("/3/makers/0/amount", json!("592.00 MAD"))
        .holds("liabilities:member:weaver-3:pending", "100.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "604.00 MAD")
        .when(paid("sale-1", "1000.00 MAD"))
        .then(&["payment_received", "payment_allocated", "earnings_released"])
        .holds("liabilities:member:weaver-3:available", "100.00 MAD")
        .holds("liabilities:member:weaver-1:available", "604.00 MAD")
        .when(say(
            "treasurer",
            "schedule_payout",
            json!({"payout": "may", "pay": [{"member": "weaver-3", "method": "cash"}]}),
        ))
        .then(&["payout_scheduled"])
        .with("/0/items/0/sources/0", json!({"sale": "sale-1", "amount": "100.00 MAD"}));
}

#[test]
fn two_who_served_share_the_part_by_what_each_did() {
    let services = json!([
        {"role": "leader", "member": "weaver-3", "weight": "3"}, {"role": "leader", "member": "weaver-4", "weight": "1"},
        {"role": "quality", "member": "weaver-4"},
    ]);
    given(the_house())
        .when(rug("sale-1", "1000.00 MAD", TWO).saying(served(services)))
        .then(&[
            "sale_recorded",
            "commission_charged",
            "commission_charged",
            "commission_charged",
            "proceeds_allocated",
        ])
        .holds("liabilities:member:weaver-3:pending", "75.00 MAD")
        .holds("liabilities:member:weaver-4:pending", "37.00 MAD");
}

#[test]
fn a_sale_names_who_served_each_role_that_has_a_part_and_no_other() {
    let sale = || rug("sale-1", "1000.00 MAD", TWO);
    let leader = json!({"role": "leader", "member": "weaver-3"});
    let quality = json!({"role": "quality", "member": "weaver-4"});
    given(the_house())
        .when(sale())
        .refused_because("cannot_divide", "the agreement has 100.00 MAD for who served as `leader`")
        .when(sale().saying(served(json!([leader]))))
        .refused_because("cannot_divide", "for who served as `quality`")
        .when(sale().saying(served(json!([leader, quality, leader]))))
        .refused_because("cannot_divide", "the service of `weaver-3` is listed twice")
        .when(sale().saying(served(json!([leader, quality, {"role": "teacher", "member": "weaver-3"}]))))
        .refused_because("cannot_divide", "no step of the agreement has a part for who served as `teacher`")
        .when(sale().saying(served(json!([quality, {"role": "leader", "member": "weaver-9"}]))))
        .refused("unknown_member")
        .when(sale().saying(served(json!([quality, {"role": "leader", "member": "weaver-3", "weight": "0"}]))))
        .refused_because("cannot_divide", "for who served as `leader`");
}

#[test]
fn a_sale_names_no_more_services_than_every_record_about_it_can() {
    let services: Vec<Value> = (0..51).map(|_| json!({"role": "leader", "member": "weaver-3"})).collect();
    given(the_house())
        .when(rug("sale-1", "1000.00 MAD", TWO).saying(served(json!(services))))
        .refused_because("too_many_services", "51 services are named for the sale `sale-1`, 50 are the most");
}

#[test]
fn what_she_owes_is_kept_of_all_she_has_of_the_sale() {
    // 592.00 as a maker and 12.00 for checking: a tenth of 604.00.
    let lent = json!({"loan": "loan-1", "member": "weaver-1", "principal": "500.00 MAD", "till": "cash:office"});
    let consents = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "loan"});
    given(the_house())
        .and([say("treasurer", "disburse_loan", lent), say("weaver-1", "give_consent", consents)])
        .when(a_rug("sale-1"))
        .then(&["sale_recorded", "commission_charged", "commission_charged", "proceeds_allocated", "deduction_applied"])
        .with("/4/amount", json!("60.40 MAD"))
        .holds("liabilities:member:weaver-1:pending", "543.60 MAD");
}

#[test]
fn a_credit_note_takes_back_a_service_like_every_other_slice() {
    let credit = |id: &str, amount: &str| {
        say(
            "treasurer",
            "issue_credit_note",
            json!({"credit_note": id, "sale": "sale-1", "amount": amount, "reason": "quality"}),
        )
    };
    given(the_house())
        .and([a_rug("sale-1"), paid("sale-1", "1000.00 MAD")])
        .when(credit("credit-1", "250.00 MAD"))
        .then(&["credit_note_issued"])
        .with("/0/slices", json!([]))
        .with("/0/makers/0", json!({"member": "weaver-1", "amount": "148.00 MAD", "available": "148.00 MAD"}))
        .with(
            "/0/makers/2",
            json!({"member": "weaver-3", "amount": "25.00 MAD", "available": "25.00 MAD", "step": "leading"}),
        )
        .with(
            "/0/makers/3",
            json!({"member": "weaver-1", "amount": "3.00 MAD", "available": "3.00 MAD", "step": "checking"}),
        )
        .holds("liabilities:member:weaver-1:available", "453.00 MAD")
        .holds("liabilities:member:weaver-3:available", "75.00 MAD")
        .when(credit("credit-2", "750.00 MAD"))
        .then(&["credit_note_issued"])
        .holds("liabilities:member:weaver-1:available", "0.00 MAD")
        .holds("liabilities:member:weaver-3:available", "0.00 MAD");
}

#[test]
fn a_sale_with_services_that_was_wrong_is_taken_back_whole() {
    let story = given(the_house());
    let before = story.balances();
    let story = story.and([a_rug("sale-1")]);
    let position = story.position_of("sale_recorded");
    let targets: Vec<u64> = (position..position + 4).collect();
    let words =
        json!({"correction": "correction-1", "targets": targets, "reason": "wrong_amount", "approved_by": "president"});
    let story = story.when(say("treasurer", "declare_correction", words)).then(&["correction_declared"]);
    assert_eq!(story.balances(), before);
}

#[test]
fn an_advance_of_the_cooperative_is_made_good_when_the_buyer_has_paid() {
    let advanced = json!({"earned": {"advanced": "0.60"}});
    let credit = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "100.00 MAD", "reason": "quality"});
    let tenth = super::a_tenth_for_the_cooperative();
    given([the_cooperative(), terms(advanced, tenth)].concat())
        .when(rug("sale-1", "1000.00 MAD", TWO))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated", "earnings_released"])
        .with("/3/because", json!("advanced"))
        .with("/3/shares/0/amount", json!("360.00 MAD"))
        .holds("liabilities:member:weaver-1:available", "360.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "240.00 MAD")
        // The buyer finds fault: what is still pending becomes less, not what she was advanced.
        .and([say("treasurer", "issue_credit_note", credit)])
        .holds("liabilities:member:weaver-1:available", "360.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "180.00 MAD")
        .when(paid("sale-1", "900.00 MAD"))
        .then(&["payment_received", "payment_allocated", "earnings_released"])
        .with("/2/because", json!("paid"))
        .with("/2/shares/0/amount", json!("180.00 MAD"))
        .holds("liabilities:member:weaver-1:available", "540.00 MAD");
    for part in ["0", "1"] {
        let mut said = terms(json!({"earned": {"advanced": part}}), super::a_tenth_for_the_cooperative());
        let proposed = said.remove(0);
        given(the_cooperative())
            .when(proposed)
            .refused_because("unsound_agreement", "of the makers' parts is advanced");
    }
}
