//! Whom a payout would pay: stories over the golden scenario, before its first payout.

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::{Due, LeftOut, Omitted, Proposal, Wishes, due};
use crate::book::state::Cooperative;
use crate::event::payout::Method;
use crate::id::CooperativeId;
use crate::money::Money;
use crate::report::told::Told;

const DAY: Date = date(2026, 3, 17);

fn own(told: &Told) -> &Cooperative {
    let id: CooperativeId = "demo-weavers".parse().expect("it is an identifier");
    told.book.cooperatives.get(&id).expect("the scenario has it")
}

fn proposed(told: &Told, method: Option<Method>, at_least: Option<&str>) -> Proposal {
    let at_least = at_least.map(|text| text.parse::<Money>().expect("it is an amount"));
    Proposal::of(own(told), &Wishes { method, at_least, day: DAY }).expect("all of it is in one currency")
}

fn left_out(proposal: &Proposal) -> Vec<(&str, Omitted)> {
    proposal.left_out.iter().map(|LeftOut { member, why, .. }| (member.as_str(), *why)).collect()
}

fn paid(proposal: &Proposal) -> Vec<(&str, String, Method)> {
    proposal.pays.iter().map(|pay| (pay.member.as_str(), pay.amount.to_string(), pay.method)).collect()
}

/// Everything three weavers have available, and no payout yet.
fn earned() -> Told {
    Told::golden("transfer-funds:float-1")
}

#[test]
fn all_that_is_available_is_proposed_and_what_is_less_than_the_least_waits() {
    let told = earned();
    let all = proposed(&told, None, None);
    assert_eq!(
        paid(&all),
        [
            ("weaver-1", "860.49 MAD".to_owned(), Method::Cash),
            ("weaver-2", "717.07 MAD".to_owned(), Method::Cash),
            ("weaver-3", "478.05 MAD".to_owned(), Method::Cash),
        ]
    );
    assert_eq!(all.total.to_string(), "2055.61 MAD");
    let large = proposed(&told, Some(Method::Cash), Some("500.00 MAD"));
    assert_eq!(left_out(&large), [("weaver-3", Omitted::LessThan("500.00 MAD".parse().expect("an amount")))]);
    assert_eq!(large.total.to_string(), "1577.56 MAD");
}

#[test]
fn whoever_has_no_number_is_not_proposed_for_the_bank() {
    let by_bank = proposed(&earned(), Some(Method::Bank), None);
    assert_eq!(paid(&by_bank), []);
    let names: Vec<_> = left_out(&by_bank).into_iter().map(|(_, why)| why).collect();
    assert_eq!(names, [Omitted::NoDetails(Method::Bank); 3]);
}

#[test]
fn no_more_than_the_limit_is_proposed_and_the_rest_is_told() {
    let told = earned().then("president", "set_payout_limits", "2026-03-16", json!({"cash": "600.00 MAD"}));
    let capped = proposed(&told, None, None);
    let left: Vec<Option<String>> = capped.pays.iter().map(|pay| pay.left.map(|left| left.to_string())).collect();
    assert_eq!(left, [Some("260.49 MAD".to_owned()), Some("117.07 MAD".to_owned()), None]);
}

#[test]
fn whoever_is_frozen_waits_and_gets_cash_only_if_somebody_says_so() {
    let words: Value = json!({"member": "weaver-2", "reason": "she has called"});
    let told = earned().then("treasurer", "freeze_payee", "2026-03-16", words);
    assert_eq!(left_out(&proposed(&told, None, None)), [("weaver-2", Omitted::Frozen(date(2026, 3, 16)))]);
    assert_eq!(left_out(&proposed(&told, Some(Method::Cash), None)), []);
}

#[test]
fn what_is_proposed_can_be_scheduled_and_then_the_month_is_done() {
    let told = earned();
    assert_eq!(due(own(&told), DAY, 25), Due::From(date(2026, 3, 25)));
    assert_eq!(due(own(&told), DAY, 15), Due::Now);
    assert_eq!(due(own(&told), date(2026, 4, 30), 31), Due::Now, "a shorter month ends it");
    let proposal = proposed(&told, None, None);
    let pay = serde_json::to_value(proposal.requests()).expect("requests are JSON");
    let told = told.then("treasurer", "schedule_payout", "2026-03-17", json!({"payout": "march", "pay": pay}));
    assert_eq!(due(own(&told), DAY, 15), Due::Scheduled(DAY));
    assert_eq!(proposed(&told, None, None).pays, [], "what is set aside is not proposed again");
}
