//! Stories of statements: a weaver's money month by month, and what a correction changes of earlier days.

use crate::report::statement::{Days, Statement};
use crate::report::told::{Told, date};
use crate::view::find::NotFound;

fn hers(told: &Told, member: &str, from: Option<&str>, to: Option<&str>) -> Statement {
    told.statement(member, from, to).expect("she is a member")
}

#[test]
fn a_statement_says_what_she_earned_what_was_kept_and_what_is_in_her_hand() {
    let told = Told::golden("hand-over-payout:payout-1:weaver-3:again");
    let first = hers(&told, "weaver-1", None, None);
    assert_eq!(first.earned.to_string(), "1213.24");
    assert_eq!(first.deducted.to_string(), "352.75");
    let clauses: Vec<_> =
        first.deducted_by_clause.iter().map(|line| (line.clause.to_string(), line.amount.to_string())).collect();
    assert_eq!(clauses, [("wool".to_owned(), "257.14".to_owned()), ("loan".to_owned(), "95.61".to_owned())]);
    assert_eq!(first.paid.to_string(), "860.49");
    assert_eq!(first.closing.to_string(), "0.00");
    assert_eq!(first.owed.loans[0].amount.to_string(), "1404.39");
    assert_eq!(first.owed.total.to_string(), "1404.39");
    assert_eq!(first.unexplained.to_string(), "0.00");
}

#[test]
fn each_month_begins_with_what_the_month_before_left_due() {
    let told = Told::golden_to_its_end();
    let months = [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31")];
    for member in ["weaver-1", "weaver-2", "weaver-3"] {
        let mut due = "0.00".to_owned();
        for (from, to) in months {
            let month = hers(&told, member, Some(from), Some(to));
            assert_eq!(month.opening.to_string(), due, "{member} from {from}");
            assert_eq!(month.unexplained.to_string(), "0.00", "{member} from {from}");
            due = month.closing.to_string();
        }
    }
}

#[test]
fn a_correction_changes_earlier_days_in_the_statement_of_the_day_it_was_made() {
    let told = Told::golden_to_its_end();
    let before = hers(&told, "weaver-3", None, Some("2026-03-20"));
    assert_eq!((before.paid.to_string(), before.closing.to_string()), ("478.05".to_owned(), "0.00".to_owned()));
    let on_the_day = hers(&told, "weaver-3", Some("2026-03-21"), Some("2026-03-21"));
    assert_eq!(on_the_day.opening.to_string(), "0.00");
    assert_eq!(on_the_day.corrected.to_string(), "478.05");
    assert_eq!(on_the_day.paid.to_string(), "450.00");
    assert_eq!(on_the_day.closing.to_string(), "28.05");
    assert_eq!(on_the_day.unexplained.to_string(), "0.00");
}

#[test]
fn a_credit_note_takes_what_is_left_and_the_rest_is_owed() {
    let third = hers(&Told::golden_to_its_end(), "weaver-3", Some("2026-04-01"), None);
    assert_eq!(third.opening.to_string(), "28.05");
    assert_eq!(third.credited.to_string(), "151.65");
    assert_eq!(third.credited_after_use.to_string(), "123.60");
    assert_eq!(third.closing.to_string(), "0.00");
    assert_eq!(third.owed.debts.to_string(), "123.60");
    assert_eq!(third.unexplained.to_string(), "0.00");
}

#[test]
fn a_member_without_any_sale_has_an_empty_statement() {
    let told = Told::golden("admit-member:weaver-1");
    let empty = hers(&told, "weaver-1", None, None);
    assert_eq!(empty.earned.to_string(), "0.00");
    assert!(empty.sales.is_empty() && empty.payouts.is_empty());
}

#[test]
fn a_stranger_has_no_statement() {
    let told = Told::golden_to_its_end();
    let unknown = told.statement("weaver-9", None, None);
    assert!(matches!(unknown, Err(NotFound::Unknown { .. })), "{unknown:?}");
}

#[test]
fn a_statement_needs_at_least_one_day() {
    let none = Days::new(Some(date("2026-03-02")), Some(date("2026-03-01"))).map_err(|error| error.to_string());
    let words = "a statement from 2026-03-02 to 2026-03-01 has no days: the first must not come after the last";
    assert_eq!(none, Err(words.to_owned()));
}

#[test]
fn the_json_of_a_statement_keeps_its_form() {
    let third = hers(&Told::golden_to_its_end(), "weaver-3", None, None);
    insta::assert_snapshot!(serde_json::to_string_pretty(&third).expect("a statement is JSON"));
}
