//! Deductions: wool, a loan, and the minimum that stays in her hand (domain figures, step 6).

use super::{GOLDEN, code, mad, read};
use crate::agreement::deduction::{CannotDeduct, Deducted, Owed};
use crate::agreement::step::{Recovers, Step};
use crate::id::Code;
use crate::money::Money;

fn owes(what: Recovers, reference: &str, outstanding: &str) -> Owed {
    Owed { what, reference: code(reference), outstanding: mad(outstanding) }
}

fn deduct(part: &str, owed: &[Owed], consents: &[&str]) -> Vec<Deducted> {
    let consented = |purpose: Code| consents.contains(&purpose.as_str());
    read(GOLDEN).deductions(mad(part), owed, consented).expect("a maker's part can repay what she owes")
}

fn amounts(deducted: &[Deducted]) -> Vec<(&str, Money)> {
    deducted.iter().map(|row| (row.clause.as_str(), row.amount)).collect()
}

#[test]
fn wool_is_repaid_in_full_and_the_loan_takes_a_tenth_of_what_remains() {
    for (part, wool, loan, net) in [
        ("1213.24", "257.14", "95.61", "860.49"),
        ("1011.04", "214.29", "79.68", "717.07"),
        ("606.62", "128.57", "0.00", "478.05"),
    ] {
        let owed = [owes(Recovers::Loan, "loan-1", "3000"), owes(Recovers::Materials, "wool-1", wool)];
        let taken = deduct(part, &owed, &["materials", "loan"]);
        let mut expected = vec![("wool", mad(wool)), ("loan", mad(loan))];
        expected.retain(|(_, amount)| amount.is_positive());
        assert_eq!(amounts(&taken), expected);
        let left = taken.iter().try_fold(mad(part), |left, row| left.minus(row.amount));
        assert_eq!(left, Ok(mad(net)));
    }
}

#[test]
fn without_her_consent_nothing_is_taken() {
    let owed = [owes(Recovers::Loan, "loan-1", "3000"), owes(Recovers::Materials, "wool-1", "257.14")];
    assert_eq!(deduct("1213.24", &owed, &[]), []);
    assert_eq!(amounts(&deduct("1213.24", &owed, &["loan"])), [("loan", mad("121.32"))]);
}

#[test]
fn no_more_is_taken_than_she_owes_and_never_below_the_protected_minimum() {
    let almost_repaid = [owes(Recovers::Loan, "loan-1", "12.50")];
    assert_eq!(amounts(&deduct("2000", &almost_repaid, &["loan"])), [("loan", mad("12.50"))]);
    let loan = [owes(Recovers::Loan, "loan-1", "3000")];
    assert_eq!(amounts(&deduct("520", &loan, &["loan"])), [("loan", mad("20"))]);
    assert_eq!(deduct("500", &loan, &["loan"]), []);
    assert_eq!(deduct("0", &loan, &["loan"]), []);
}

#[test]
fn a_protected_minimum_finer_than_the_coin_is_rounded_up() {
    let mut agreement = read(GOLDEN);
    for step in &mut agreement.steps {
        if let Step::Deduction(clause) = step
            && clause.protected_minimum.is_some()
        {
            clause.protected_minimum = Some("500.001".parse().expect("a minimum in tenths of a centime"));
        }
    }
    let loan = [owes(Recovers::Loan, "loan-1", "3000")];
    let taken = agreement.deductions(mad("500.02"), &loan, |_| true).expect("her part can repay what she owes");
    assert_eq!(amounts(&taken), [("loan", mad("0.01"))], "500.01 stays in her hand, not 500.00");
}

#[test]
fn materials_are_not_protected_and_take_at_most_her_whole_part() {
    let wool = [owes(Recovers::Materials, "wool-1", "900")];
    assert_eq!(amounts(&deduct("606.62", &wool, &["materials"])), [("wool", mad("606.62"))]);
}

#[test]
fn one_clause_repays_several_debts_in_the_order_given() {
    let owed = [owes(Recovers::Debt, "sale-1", "100"), owes(Recovers::Debt, "sale-2", "900")];
    let taken = deduct("900", &owed, &["refunds"]);
    let rows: Vec<_> = taken.iter().map(|row| (row.reference, row.amount)).collect();
    assert_eq!(rows, [(Some(code("sale-1")), mad("100")), (Some(code("sale-2")), mad("300"))]);
}

#[test]
fn an_amount_in_another_currency_is_refused() {
    let part: Money = "606.62 EUR".parse().expect("euros are money");
    let refused = read(GOLDEN).deductions(part, &[], |_| true);
    assert!(matches!(refused, Err(CannotDeduct::Amount { .. })), "{refused:?}");
}
