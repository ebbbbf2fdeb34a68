//! Stories of an intermediary's statement: what the platform kept of the rug, and what it was paid.

use crate::report::intermediary::{IntermediaryFold, IntermediaryStatement};
use crate::report::told::Told;

fn statement(told: &Told, party: &str, from: Option<&str>, to: Option<&str>) -> IntermediaryStatement {
    let party = party.parse().expect("a party has an identifier");
    told.folded(from, to, |book, days| IntermediaryFold::new(book, party, None, days)).made(&told.book)
}

#[test]
fn the_platform_kept_a_tenth_under_its_agreement_and_gives_a_quarter_of_it_back() {
    let told = Told::golden_to_its_end();
    let made = statement(&told, "demo-platform", None, None);
    let account = made.accounts.values().next().expect("the weavers sell through the platform");
    let figures = [account.taken, account.credited, account.closing].map(|amount| amount.to_string());
    assert_eq!(figures, ["431.00", "107.75", "323.25"]);
    let service = &account.services[0];
    assert_eq!(
        (service.sales, service.amount.to_string(), service.percent.to_string()),
        (1, "323.25".into(), "10.00".into())
    );
    assert_eq!(service.rate.map(|rate| rate.to_string()).as_deref(), Some("0.1"));
    assert_eq!(account.unexplained.to_string(), "0.00");
}

#[test]
fn the_carrier_was_paid_what_it_cost() {
    let told = Told::golden_to_its_end();
    let made = statement(&told, "demo-carrier", None, Some("2026-03-31"));
    let account = made.accounts.values().next().expect("the carrier carried the rug");
    let figures = [account.taken, account.paid, account.closing].map(|amount| amount.to_string());
    assert_eq!(figures, ["380.00", "380.00", "0.00"]);
    assert_eq!(account.payments.len(), 1);
}

#[test]
fn what_is_owed_goes_on_from_month_to_month() {
    let told = Told::golden_to_its_end();
    let mut owed = "0.00".to_owned();
    for (from, to) in [("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")] {
        let made = statement(&told, "demo-platform", Some(from), Some(to));
        let account = made.accounts.values().next().expect("the weavers sell through the platform");
        assert_eq!(account.opening.to_string(), owed, "from {from}");
        owed = account.closing.to_string();
    }
}

#[test]
fn every_party_of_both_stories_has_an_account_that_adds_up() {
    let told = Told::both_stories();
    for party in told.book.parties.keys() {
        assert!(statement(&told, party.as_str(), None, None).is_whole(), "{party}");
    }
}

#[test]
fn the_json_of_an_intermediarys_statement_keeps_its_form() {
    let page = statement(&Told::golden_to_its_end(), "demo-platform", None, None).page();
    insta::assert_snapshot!(serde_json::to_string_pretty(&page).expect("a page is JSON"));
}
