//! Stories of loans: a micro-credit by schedule, paid back out of sales, put off and forgiven, and a member's own.

use serde_json::{Value, json};

use crate::decide::sale::tests::{rug, terms};
use crate::decide::stories::{Said, given, say, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

fn correct(correction: &str, targets: &[u64]) -> Said {
    let data = json!({
        "correction": correction, "targets": targets, "reason": "wrong_amount", "approved_by": "president"
    });
    treasurer("declare_correction", data).on("2026-06-30")
}

/// The cooperative borrows 30,000 dirhams; nothing of them is spent.
fn borrowed() -> Vec<Said> {
    let lender = json!({"party": "demo-lender", "name": "Demo lender", "roles": ["lender"]});
    let lent = json!({"loan": "loan-1", "lender": "demo-lender", "principal": "30000.00 MAD", "till": "bank:main"});
    let mut said = the_cooperative();
    said.extend([say("operator", "register_party", lender), treasurer("disburse_loan", lent)]);
    said
}

/// At 1.5 % a month over 18 months from 31 March: fixtures/README.md.
fn scheduled(loan: &str) -> Said {
    let data = json!({"loan": loan, "rate_per_month": "0.015", "instalments": 18, "first_due": "2026-03-31"});
    treasurer("schedule_loan", data)
}

fn due(loan: &str, number: u32, day: &str) -> Said {
    let data = json!({"movement": format!("due-{loan}-{number}"), "loan": loan, "number": number});
    treasurer("record_instalment_due", data).on(day)
}

fn repaid(movement: &str, loan: &str, amount: &str) -> Said {
    let data = json!({"movement": movement, "loan": loan, "amount": amount, "till": "bank:main"});
    treasurer("repay_loan", data)
}

#[test]
fn a_loan_without_a_schedule_says_itself_what_is_interest_and_is_never_overpaid() {
    let lent = |lender: &str| {
        treasurer(
            "disburse_loan",
            json!({"loan": "loan-2", "lender": lender, "principal": "500.00 MAD", "till": "bank:main"}),
        )
    };
    let with_interest = |movement: &str, amount: &str, interest: &str| {
        repaid(movement, "loan-1", amount).saying(json!({"interest": interest}))
    };
    given(borrowed())
        .when(lent("demo-shop"))
        .refused("wrong_role")
        .when(repaid("repaid-1", "loan-9", "1.00 MAD"))
        .refused("unknown_loan")
        .when(with_interest("repaid-1", "1914.17 MAD", "450.00 MAD"))
        .then(&["loan_repaid"])
        .with("/0/principal", json!("1464.17 MAD"))
        .with("/0/interest_due", Value::Null)
        .holds("liabilities:loan:loan-1", "28535.83 MAD")
        .holds("expenses:interest", "450.00 MAD")
        .when(repaid("repaid-2", "loan-1", "28535.84 MAD"))
        .refused_because("repaid_too_much", "28535.83 MAD")
        .when(with_interest("repaid-2", "10.00 MAD", "10.01 MAD"))
        .refused("interest_exceeds");
}

#[test]
fn a_micro_credit_falls_due_month_by_month_and_pays_fees_then_interest_then_principal() {
    let with_fees = due("loan-1", 2, "2026-04-30").saying(json!({"fees": "25.00 MAD"}));
    given(borrowed())
        .when(due("loan-1", 1, "2026-03-31"))
        .refused_because("not_scheduled", "give it one first")
        .when(scheduled("loan-1").saying(json!({"first_due": "2026-03-01"})))
        .refused_because("due_before_lent", "it was disbursed on 2026-03-02")
        .when(scheduled("loan-1"))
        .then(&["loan_scheduled"])
        .with("/0/principal", json!("30000.00 MAD"))
        .with("/0/schedule/0/total", json!("1914.17 MAD"))
        .with("/0/schedule/17/total", json!("1914.23 MAD"))
        .with("/0/schedule/17/due_on", json!("2027-08-31"))
        .when(scheduled("loan-1"))
        .refused_because("scheduled_already", "reschedule it")
        .when(due("loan-1", 1, "2026-03-30"))
        .refused_because("not_yet_due", "falls due on 2026-03-31, this is 2026-03-30")
        .when(due("loan-1", 2, "2026-04-30"))
        .refused_because("instalment_order", "the next one is 1")
        .when(due("loan-1", 1, "2026-03-31"))
        .then(&["instalment_due"])
        .holds("expenses:interest", "450.00 MAD")
        .holds("liabilities:loan:loan-1", "30450.00 MAD")
        .when(repaid("repaid-1", "loan-1", "1914.17 MAD").saying(json!({"interest": "450.00 MAD"})))
        .refused_because("interest_by_schedule", "leave `interest` and `fees` out")
        .when(repaid("repaid-1", "loan-1", "1914.17 MAD"))
        .then(&["loan_repaid"])
        .with("/0/interest_due", json!("450.00 MAD"))
        .with("/0/principal", json!("1464.17 MAD"))
        .holds("liabilities:loan:loan-1", "28535.83 MAD")
        .holds("expenses:interest", "450.00 MAD")
        .and([with_fees])
        .when(repaid("repaid-2", "loan-1", "300.00 MAD"))
        .then(&["loan_repaid"])
        .with("/0/fees_due", json!("25.00 MAD"))
        .with("/0/interest_due", json!("275.00 MAD"))
        .with("/0/principal", json!("0.00 MAD"))
        .when(repaid("repaid-3", "loan-1", "1639.17 MAD"))
        .then(&["loan_repaid"])
        .with("/0/interest_due", json!("153.04 MAD"))
        .with("/0/principal", json!("1486.13 MAD"))
        .holds("expenses:interest", "903.04 MAD")
        .holds("liabilities:loan:loan-1", "27049.70 MAD");
}

#[test]
fn the_last_instalment_ends_the_loan_to_the_centime() {
    let months = ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"];
    let four = scheduled("loan-1").saying(json!({"instalments": 4}));
    let mut story = given(borrowed()).and([four]);
    let cash = json!({"movement": "float", "from": "cash:office", "to": "bank:main", "amount": "2000.00 MAD"});
    story = story.and([treasurer("transfer_funds", cash)]);
    // Interest 450.00, 340.00, 228.35 and 115.02: each instalment is 7,783.34 but the last, which takes the odd centime.
    let totals = ["7783.34 MAD", "7783.34 MAD", "7783.34 MAD", "7783.35 MAD"];
    for ((number, day), total) in (1..).zip(months).zip(totals) {
        story = story.and([due("loan-1", number, day)]);
        story = story.and([repaid(&format!("repaid-{number}"), "loan-1", total)]);
    }
    story
        .holds("liabilities:loan:loan-1", "0.00 MAD")
        .when(due("loan-1", 5, "2026-07-31"))
        .refused_because("schedule_over", "every instalment")
        .when(repaid("repaid-5", "loan-1", "0.01 MAD"))
        .refused("repaid_too_much");
}

#[test]
fn what_is_left_is_put_off_and_what_is_due_stays_due() {
    let put_off = treasurer(
        "reschedule_loan",
        json!({
            "loan": "loan-1", "rate_per_month": "0.01", "instalments": 24, "first_due": "2026-06-30", "grace": 2,
            "reason": "A buyer pays late", "minutes": "The lender's letter of 2 April"
        }),
    );
    let story = given(borrowed()).when(put_off.clone()).refused("not_scheduled").and([
        scheduled("loan-1"),
        due("loan-1", 1, "2026-03-31"),
        repaid("repaid-1", "loan-1", "200.00 MAD"),
    ]);
    let earlier = story.position_of("loan_repaid");
    let fell_due = story.position_of("instalment_due");
    let story = story
        .when(put_off.clone().saying(json!({"grace": 24})))
        .refused("grace_too_long")
        .when(put_off)
        .then(&["loan_rescheduled"])
        .with("/0/principal", json!("30000.00 MAD"))
        .with("/0/schedule/0/interest", json!("300.00 MAD"))
        .with("/0/schedule/0/principal", json!("0.00 MAD"))
        .when(due("loan-1", 1, "2026-05-31"))
        .refused("already_exists")
        .when(correct("correction-1", &[earlier]))
        .refused_because("built_on", "has been put into a schedule since")
        .when(correct("correction-1", &[fell_due]))
        .refused_because("built_on", "another schedule holds")
        .when(repaid("repaid-2", "loan-1", "260.00 MAD"))
        .then(&["loan_repaid"])
        .with("/0/interest_due", json!("250.00 MAD"))
        .with("/0/principal", json!("10.00 MAD"));
    let scheduled = story.position_of("loan_rescheduled");
    story.when(correct("correction-2", &[scheduled])).refused_because("not_correctable", "reschedule the loan");
}

#[test]
fn a_lender_forgives_the_cooperative_and_the_cooperative_a_member() {
    let forgiven = |movement: &str, loan: &str, amount: &str| {
        let data = json!({"movement": movement, "loan": loan, "amount": amount, "minutes": "Letter of 1 May"});
        treasurer("write_off_loan", data)
    };
    let lent = json!({"loan": "loan-2", "member": "weaver-1", "principal": "900.00 MAD", "till": "cash:office"});
    given(borrowed())
        .and([treasurer("disburse_loan", lent)])
        .when(forgiven("forgiven-1", "loan-1", "30000.01 MAD"))
        .refused("repaid_too_much")
        .when(forgiven("forgiven-1", "loan-1", "30000.00 MAD"))
        .then(&["loan_written_off"])
        .holds("income:loans-forgiven", "30000.00 MAD")
        .when(scheduled("loan-1"))
        .refused_because("nothing_owed", "loan-1")
        .and([scheduled("loan-2").saying(json!({"instalments": 6})), due("loan-2", 1, "2026-03-31")])
        .holds("assets:member:weaver-1:loan:loan-2", "913.50 MAD")
        .holds("income:interest", "13.50 MAD")
        .when(forgiven("forgiven-2", "loan-2", "913.50 MAD"))
        .then(&["loan_written_off"])
        .with("/0/interest_due", json!("13.50 MAD"))
        .with("/0/member", json!("weaver-1"))
        .holds("expenses:losses", "913.50 MAD")
        .holds("assets:member:weaver-1:loan:loan-2", "0.00 MAD")
        .when(due("loan-2", 2, "2026-04-30"))
        .refused("nothing_owed");
}

#[test]
fn the_cooperatives_own_loan_is_repaid_out_of_sales_under_a_protected_minimum() {
    // Each maker lets a tenth of her share go to the fund, never below 500.00 in her hand; what the fund has set aside
    // repays the loan by a resolution.
    let steps = json!([
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
        {"kind": "deduction", "clause": "loan", "consent": "cooperative-loan", "recovers": {"fund": "loan-repayment"},
         "take": {"of_what_remains": "0.10"}, "protected_minimum": "500"},
    ]);
    let consent = |member: &str| {
        let data = json!({"consent": format!("consent-{member}"), "member": member, "purpose": "cooperative-loan"});
        say(member, "give_consent", data)
    };
    let resolution = say(
        "president",
        "adopt_resolution",
        json!({
            "resolution": "repay", "fund": "loan-repayment", "amount": "34455.12 MAD",
            "purpose": "To repay loan-1", "minutes": "Assembly of 2 March 2026"
        }),
    );
    let from_fund = |movement: &str, amount: &str| {
        let out_of = json!({"out_of": {"fund": "loan-repayment", "resolution": "repay"}});
        repaid(movement, "loan-1", amount).saying(out_of)
    };
    let lent = json!({"loan": "loan-2", "member": "weaver-3", "principal": "50.00 MAD", "till": "cash:office"});
    given(borrowed())
        .and(terms(json!({}), steps))
        .and([consent("weaver-1"), consent("weaver-2"), scheduled("loan-1"), treasurer("disburse_loan", lent)])
        .when(rug("sale-1", "2500.00 MAD", &[("weaver-1", "3"), ("weaver-2", "2")]))
        .then(&["sale_recorded", "proceeds_allocated", "deduction_applied", "deduction_applied"])
        .with("/2/amount", json!("150.00 MAD"))
        .with("/3/amount", json!("100.00 MAD"))
        .holds("liabilities:fund:loan-repayment", "250.00 MAD")
        .and([rug("sale-2", "520.00 MAD", &[("weaver-1", "1")])])
        .holds("liabilities:fund:loan-repayment", "270.00 MAD")
        .and([due("loan-1", 1, "2026-03-31")])
        .when(from_fund("repaid-1", "270.00 MAD"))
        .refused("unknown_resolution")
        .and([resolution])
        .when(from_fund("repaid-1", "270.01 MAD"))
        .refused("fund_too_small")
        .when(from_fund("repaid-1", "50.00 MAD").saying(json!({"loan": "loan-2"})))
        .refused_because("fund_for_members_loan", "leave `out_of` out")
        .when(from_fund("repaid-1", "270.00 MAD"))
        .then(&["loan_repaid"])
        .with("/0/interest_due", json!("270.00 MAD"))
        .holds("liabilities:fund:loan-repayment", "0.00 MAD")
        .holds("income:funds-released", "270.00 MAD")
        .holds("liabilities:loan:loan-1", "30180.00 MAD")
        .holds("assets:bank:main", "29730.00 MAD");
}

#[test]
fn what_was_recorded_of_a_loan_in_error_is_taken_back() {
    let story = given(borrowed()).and([scheduled("loan-1"), due("loan-1", 1, "2026-03-31")]);
    let first = story.position_of("instalment_due");
    let before = story.balances();
    let story = story.and([repaid("repaid-1", "loan-1", "500.00 MAD")]);
    let payment = story.position_of("loan_repaid");
    let story = story
        .when(correct("correction-1", &[first]))
        .refused_because("built_on", "has been paid since")
        .and([correct("correction-2", &[payment])]);
    assert_eq!(story.balances(), before, "the mirror leaves the accounts as they were");
    let story = story
        .when(repaid("repaid-2", "loan-1", "600.00 MAD"))
        .then(&["loan_repaid"])
        .with("/0/interest_due", json!("450.00 MAD"));
    let again = story.position_of("loan_repaid");
    let story = story.and([correct("correction-3", &[again]), due("loan-1", 2, "2026-04-30")]);
    let second = story.position_of("instalment_due");
    story
        .when(correct("correction-4", &[first]))
        .refused_because("built_on", "another instalment has fallen due since")
        .and([correct("correction-4", &[second]), correct("correction-5", &[first])])
        .holds("expenses:interest", "0.00 MAD")
        .holds("liabilities:loan:loan-1", "30000.00 MAD")
        .and([due("loan-1", 1, "2026-03-31").saying(json!({"movement": "due-again"}))])
        .holds("expenses:interest", "450.00 MAD");
}

#[test]
fn a_deduction_pays_what_is_due_of_a_members_loan_and_goes_back_with_its_sale() {
    let steps = json!([
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
        {"kind": "deduction", "clause": "loan", "consent": "loan", "recovers": "loan",
         "take": {"of_what_remains": "0.10"}},
    ]);
    let lent = json!({"loan": "loan-2", "member": "weaver-1", "principal": "900.00 MAD", "till": "cash:office"});
    let consent = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "loan"});
    let in_cash =
        |movement: &str, amount: &str| repaid(movement, "loan-2", amount).saying(json!({"till": "cash:office"}));
    let story = given(the_cooperative())
        .and(terms(json!({}), steps))
        .and([say("weaver-1", "give_consent", consent), treasurer("disburse_loan", lent)])
        .and([scheduled("loan-2").saying(json!({"instalments": 6})), due("loan-2", 1, "2026-03-31")])
        .and([rug("sale-1", "100.00 MAD", &[("weaver-1", "1")])])
        .holds("assets:member:weaver-1:loan:loan-2", "903.50 MAD");
    let sale = story.position_of("sale_recorded")..story.position();
    let sale: Vec<u64> = sale.collect();
    // 10.00 of the 13.50 of interest was deducted, so 3.50 of it is still to be paid.
    let story = story
        .when(in_cash("repaid-1", "5.00 MAD"))
        .then(&["loan_repaid"])
        .with("/0/interest_due", json!("3.50 MAD"))
        .with("/0/principal", json!("1.50 MAD"));
    let payment = story.position_of("loan_repaid");
    let story = story
        .and([correct("correction-1", &[payment]), correct("correction-2", &sale)])
        .when(in_cash("repaid-2", "20.00 MAD"))
        .then(&["loan_repaid"])
        .with("/0/interest_due", json!("13.50 MAD"));
    let put_off = json!({"loan": "loan-2", "rate_per_month": "0.01", "instalments": 3, "first_due": "2026-05-31", "reason": "She was ill"});
    let story = story.and([rug("sale-2", "100.00 MAD", &[("weaver-1", "1")]), treasurer("reschedule_loan", put_off)]);
    let sale: Vec<u64> = (story.position_of("sale_recorded")..story.position() - 1).collect();
    story.when(correct("correction-3", &sale)).refused_because("built_on", "has been put into a schedule since");
}
