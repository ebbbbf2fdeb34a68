//! Stories of a solidarity group: one weaver is ill, another pays her instalment, and gets it back.

use serde_json::{Value, json};

use crate::decide::sale::tests::{rug, terms};
use crate::decide::stories::{Said, Story, given, paid, say, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

/// Three weavers stand in for each other: groups of three to five.
fn formed(group: &str, members: &[&str]) -> Said {
    let data = json!({
        "group": group, "members": members, "least": 3, "most": 5, "source": "The lender's rules of 2026"
    });
    say("secretary", "form_loan_group", data)
}

fn lent(loan: &str, member: &str) -> Said {
    let data = json!({
        "loan": loan, "member": member, "principal": "900.00 MAD", "till": "cash:office", "group": "group-1"
    });
    treasurer("disburse_loan", data)
}

fn consent(member: &str) -> Said {
    let data = json!({"consent": format!("stands-in-{member}"), "member": member, "purpose": "group-guarantee"});
    say(member, "give_consent", data)
}

fn due(number: u32, day: &str) -> Said {
    let data = json!({"movement": format!("due-{number}"), "loan": "loan-1", "number": number});
    treasurer("record_instalment_due", data).on(day)
}

/// What the second weaver pays for the first.
fn called(movement: &str, amount: &str) -> Said {
    let data = json!({
        "movement": movement, "group": "group-1", "loan": "loan-1", "payer": "weaver-2", "amount": amount
    });
    treasurer("call_guarantee", data).on("2026-04-02")
}

fn made_good(movement: &str, amount: &str) -> Said {
    let data = json!({"movement": movement, "debtor": "weaver-1", "payer": "weaver-2", "amount": amount});
    treasurer("repay_guarantee", data).on("2026-05-02")
}

/// The first weaver has borrowed 900.00 in a group of three; her first instalment of 157.97 is overdue. The second has
/// 400.00 available, of which the terms of its sale protect 300.00, and 80.00 of a sale that protects nothing.
fn overdue() -> Story {
    let protected = json!([
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
        {"kind": "deduction", "clause": "dues", "consent": "dues", "recovers": {"fund": "dues"},
         "take": {"of_what_remains": "0.01"}, "protected_minimum": "300"},
    ]);
    let plan = json!({"loan": "loan-1", "rate_per_month": "0.015", "instalments": 6, "first_due": "2026-03-31"});
    let plain = crate::decide::stories::earned("plain-1", &[("weaver-2", "80.00 MAD")]);
    given(the_cooperative())
        .and(terms(json!({}), protected))
        .and([formed("group-1", &["weaver-1", "weaver-2", "weaver-3"]), lent("loan-1", "weaver-1")])
        .and([treasurer("schedule_loan", plan), due(1, "2026-03-31")])
        .and([rug("sale-1", "400.00 MAD", &[("weaver-2", "1")]), paid("sale-1", "400.00 MAD")])
        .and(plain)
}

#[test]
fn a_group_has_as_many_members_as_its_rules_want_each_once() {
    given(the_cooperative())
        .when(formed("group-1", &["weaver-1", "weaver-2"]))
        .refused_because("group_size", "has 2 members, its rules want 3 to 5")
        .when(formed("group-1", &["weaver-1"]).saying(json!({"least": 1})))
        .refused_because("group_size", "want 2 to 5")
        .when(formed("group-1", &["weaver-1", "weaver-2", "weaver-1"]))
        .refused("member_twice")
        .when(formed("group-1", &["weaver-1", "weaver-2", "weaver-9"]))
        .refused("unknown_member")
        .when(formed("group-1", &["weaver-1", "weaver-2", "weaver-3"]))
        .then(&["loan_group_formed"])
        .when(formed("group-1", &["weaver-2", "weaver-3", "weaver-4"]))
        .refused("already_exists");
}

#[test]
fn a_loan_is_lent_under_a_group_only_to_those_in_it() {
    let lender = json!({"party": "demo-lender", "name": "Demo lender", "roles": ["lender"]});
    let borrowed = json!({
        "loan": "loan-2", "lender": "demo-lender", "principal": "900.00 MAD", "till": "bank:main", "group": "group-1"
    });
    given(the_cooperative())
        .when(lent("loan-1", "weaver-1"))
        .refused_because("unknown_group", "was never formed")
        .and([formed("group-1", &["weaver-1", "weaver-2", "weaver-3"]), say("operator", "register_party", lender)])
        .when(lent("loan-1", "weaver-4"))
        .refused_because("not_in_group", "`weaver-4` is not in the group `group-1`")
        .when(treasurer("disburse_loan", borrowed))
        .refused_because("group_of_lender", "leave `group` out")
        .when(lent("loan-1", "weaver-1"))
        .then(&["loan_disbursed"]);
}

#[test]
fn another_pays_what_is_overdue_down_to_her_protected_minimum_and_it_stays_hers() {
    overdue()
        .when(called("called-1", "100.00 MAD"))
        .refused_because("consent_missing", "`weaver-2` has no consent to `group-guarantee`")
        .and([consent("weaver-2"), consent("weaver-4"), consent("weaver-1")])
        .when(called("called-1", "100.00 MAD").saying(json!({"payer": "weaver-4"})))
        .refused("not_in_group")
        .when(called("called-1", "100.00 MAD").saying(json!({"payer": "weaver-1"})))
        .refused_because("own_loan", "she repays it")
        .when(called("called-1", "100.00 MAD").saying(json!({"group": "group-2"})))
        .refused("loan_not_of_group")
        .when(called("called-1", "157.98 MAD"))
        .refused_because("not_overdue", "157.97 MAD of the loan `loan-1` is overdue")
        .when(called("called-1", "157.97 MAD"))
        .then(&["guarantee_called"])
        .with("/0/debtor", json!("weaver-1"))
        .with("/0/consent", json!("stands-in-weaver-2"))
        .with("/0/interest_due", json!("13.50 MAD"))
        .with(
            "/0/sources",
            json!([{"sale": "sale-1", "amount": "100.00 MAD"}, {"sale": "plain-1", "amount": "57.97 MAD"}]),
        )
        .holds("assets:member:weaver-1:loan:loan-1", "755.53 MAD")
        .holds("assets:member:weaver-1:guarantee:weaver-2", "157.97 MAD")
        .holds("liabilities:member:weaver-2:guarantee", "157.97 MAD")
        .holds("liabilities:member:weaver-2:available", "322.03 MAD")
        .when(called("called-2", "1.00 MAD"))
        .refused_because("not_overdue", "0.00 MAD")
        .and([due(2, "2026-04-30")])
        .when(called("called-2", "22.04 MAD"))
        .refused_because("protected_minimum", "has 22.03 MAD available beyond what the terms of her sales protect");
}

#[test]
fn what_was_paid_for_her_is_paid_back_in_cash_and_out_of_her_next_sale() {
    let in_cash = |amount: &str| made_good("back-1", amount).saying(json!({"till": "cash:office"}));
    overdue()
        .and([consent("weaver-2"), called("called-1", "157.97 MAD")])
        .when(in_cash("157.98 MAD"))
        .refused_because("not_owed_to_member", "`weaver-1` owes `weaver-2` 157.97 MAD")
        .when(in_cash("100.00 MAD"))
        .then(&["guarantee_repaid"])
        .with("/0/frees", json!([{"sale": "sale-1", "amount": "100.00 MAD"}]))
        .holds("assets:cash:office", "4200.00 MAD")
        .holds("liabilities:member:weaver-2:guarantee", "57.97 MAD")
        .holds("liabilities:member:weaver-2:available", "422.03 MAD")
        .when(made_good("back-2", "57.97 MAD"))
        .refused_because("consent_missing", "`weaver-1`")
        .and([consent("weaver-1")])
        .when(made_good("back-2", "57.97 MAD"))
        .refused_because("protected_minimum", "has 0.00 MAD available")
        .and(crate::decide::stories::earned("plain-2", &[("weaver-1", "70.00 MAD")]))
        .when(made_good("back-2", "57.97 MAD"))
        .then(&["guarantee_repaid"])
        .with("/0/consent", json!("stands-in-weaver-1"))
        .with("/0/sources", json!([{"sale": "plain-2", "amount": "57.97 MAD"}]))
        .holds("assets:member:weaver-1:guarantee:weaver-2", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "12.03 MAD")
        .holds("liabilities:member:weaver-2:available", "480.00 MAD");
}

#[test]
fn a_guarantee_that_was_never_called_is_taken_back_while_nothing_of_it_is_paid_back() {
    let correct = |correction: &str, target: u64| {
        treasurer(
            "declare_correction",
            json!({
                "correction": correction, "targets": [target], "reason": "wrong_party", "approved_by": "president"
            }),
        )
        .on("2026-05-02")
    };
    let story = overdue().and([consent("weaver-2")]);
    let before = story.balances();
    let story = story.and([called("called-1", "100.00 MAD")]);
    let call = story.position_of("guarantee_called");
    let story = story.and([made_good("back-1", "40.00 MAD").saying(json!({"till": "cash:office"}))]);
    let back = story.position_of("guarantee_repaid");
    let story = story
        .when(correct("correction-1", call))
        .refused_because("built_on", "has been paid back since")
        .and([correct("correction-2", back), correct("correction-3", call)]);
    assert_eq!(story.balances(), before, "the mirrors leave the accounts as they were");
    story
        .when(called("called-2", "157.97 MAD"))
        .then(&["guarantee_called"])
        .with("/0/interest_due", json!("13.50 MAD"));
}
