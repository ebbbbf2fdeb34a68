//! Stories of a retailer's statement: the gallery's account, what is open, and whose hands its money reached.

use serde_json::json;

use crate::report::retailer::{BuyerAccount, RetailerFold, RetailerStatement};
use crate::report::told::Told;

fn statement(told: &Told, buyer: &str, from: Option<&str>, to: Option<&str>) -> RetailerStatement {
    let buyer = buyer.parse().expect("a buyer has an identifier");
    told.folded(from, to, |book, days| RetailerFold::new(book, buyer, None, days)).made(&told.book)
}

fn with_weavers(told: &Told, from: Option<&str>, to: Option<&str>) -> BuyerAccount {
    let made = statement(told, "demo-gallery", from, to);
    let account = made.accounts.into_iter().find(|(cooperative, _)| cooperative.as_str() == "demo-weavers");
    account.expect("the gallery deals with the weavers").1
}

#[test]
fn the_gallerys_account_is_kept_in_euros_and_ends_with_what_it_is_owed_back() {
    let account = with_weavers(&Told::golden_to_its_end(), None, None);
    let euros = account.balances.values().next().expect("the gallery pays in euros");
    let figures = [euros.opening, euros.invoiced, euros.credited, euros.advances, euros.payments, euros.closing];
    let figures = figures.map(|money| money.to_string());
    assert_eq!(figures, ["0.00 EUR", "400.00 EUR", "-100.00 EUR", "-200.00 EUR", "-200.00 EUR", "-100.00 EUR"]);
    assert_eq!(account.unexplained.to_string(), "0.00");
    let booked = account.booked;
    assert_eq!(booked.invoiced.to_string(), "4310.00 MAD");
    assert_eq!(booked.differences.to_string(), "-10.00 MAD", "the loss between two rates is not the gallery's");
}

#[test]
fn each_entry_has_both_references_and_what_is_owed_after_it() {
    let account = with_weavers(&Told::golden_to_its_end(), None, None);
    let owed: Vec<_> =
        account.entries.iter().filter_map(|entry| entry.balance).map(|money| money.to_string()).collect();
    assert_eq!(owed, ["-200.00 EUR", "200.00 EUR", "0.00 EUR", "-100.00 EUR"]);
    let invoice = account.entries.iter().find(|entry| entry.ours.as_str() == "sale-1").expect("the rug was invoiced");
    assert!(invoice.order.is_some());
}

#[test]
fn an_invoice_is_open_until_it_is_paid() {
    let account = with_weavers(&Told::golden("record-sale:sale-1"), None, None);
    let open: Vec<_> = account.open.iter().map(|invoice| invoice.unpaid.to_string()).collect();
    assert_eq!(open, ["200.00 EUR"]);
    let paid = with_weavers(&Told::golden("hand-over-payout:payout-1:weaver-3:again"), None, None);
    assert!(paid.open.is_empty());
    assert_eq!(paid.balances.values().next().expect("euros").closing.to_string(), "0.00 EUR");
}

#[test]
fn an_invoice_that_no_day_was_agreed_for_is_due_after_the_sixty_days_of_the_law() {
    let rug = json!({
        "sale": "sale-2", "buyer": "demo-gallery", "channel": "export",
        "lines": [{"product": "rug", "quantity": "1", "unit_price": "3000.00"}], "total": "3000.00 MAD",
        "costs": [{"cost": "freight", "amount": "100.00 MAD"}],
        "makers": [{"member": "weaver-1", "did": {"hours": "80"}}]
    });
    let told = Told::golden("hand-over-payout:payout-1:weaver-3:again");
    let told = told.then("treasurer-1", "record_sale", "2026-03-02", rug);
    let invoices = |until: &str| with_weavers(&told, None, Some(until)).open;
    let due: Vec<_> = invoices("2026-05-01").iter().map(|open| (open.due_on.to_string(), open.agreed)).collect();
    assert_eq!(due, [("2026-05-01".to_owned(), false)]);
    let row = |until: &str| {
        let page = statement(&told, "demo-gallery", None, Some(until)).page();
        let page = serde_json::to_value(&page).expect("a page is JSON");
        let tables = page["tables"].as_array().expect("a page has tables").clone();
        let ages = tables.into_iter().find(|table| table["title"] == "ageing_of_invoices").expect("an ageing");
        let notes: Vec<_> = page["notes"].as_array().into_iter().flatten().cloned().collect();
        (ages["rows"][0].clone(), notes)
    };
    let (on_the_day, notes) = row("2026-05-01");
    assert!(on_the_day["late_to_thirty"].is_null() && !on_the_day["not_due"].is_null(), "{on_the_day}");
    assert!(notes.iter().any(|note| *note == "due_by_law"), "the page says whose day it is: {notes:?}");
    let (a_day_after, _) = row("2026-05-02");
    assert!(a_day_after["not_due"].is_null() && !a_day_after["late_to_thirty"].is_null(), "{a_day_after}");
}

#[test]
fn what_the_gallery_disputes_stays_in_its_age_and_stands_beside_it_until_it_is_settled() {
    let said = json!({"dispute": "dispute-1", "sale": "sale-1", "amount": "150.00 EUR", "reason": "price"});
    let told = Told::golden("record-sale:sale-1").then("treasurer-1", "dispute_invoice", "2026-02-27", said);
    let page = |told: &Told| {
        let page = statement(told, "demo-gallery", None, None).page();
        let page = serde_json::to_value(&page).expect("a page is JSON");
        let tables = page["tables"].as_array().expect("a page has tables").clone();
        let rows = |title: &str| {
            let found = tables.iter().find(|table| table["title"] == title);
            found.map(|table| table["rows"].clone())
        };
        (rows("disputed_invoices"), rows("ageing_of_invoices").map(|rows| rows[0].clone()))
    };
    let (disputed, ages) = page(&told);
    let row = json!([{"sale": "sale-1", "document_reference": "INV 2026-001", "on": "2026-02-27",
        "why": "wrong_price", "amount_disputed": "150.00 EUR", "unpaid": "200.00 EUR"}]);
    assert_eq!(disputed, Some(row));
    let ages = ages.expect("something is open");
    assert_eq!((&ages["not_due"], &ages["of_that_disputed"]), (&json!("200.00"), &json!("150.00")));
    let refused = json!({"dispute": "dispute-1", "outcome": "refused"});
    let (disputed, ages) = page(&told.then("president-1", "settle_invoice_dispute", "2026-02-28", refused));
    assert_eq!(disputed, None);
    assert_eq!(ages.map(|ages| ages.get("of_that_disputed").is_some()), Some(false));
}

#[test]
fn the_gallery_sees_whose_hands_its_money_reached() {
    let account = with_weavers(&Told::golden("hand-over-payout:payout-1:weaver-3:again"), None, None);
    assert_eq!((account.makers, account.reached), (3, 3));
    let went: Vec<_> = account.went.iter().map(|line| format!("{} {}", line.amount, line.percent)).collect();
    assert_eq!(went, ["2830.90 65.68", "589.50 13.68", "431.00 10.00", "380.00 8.82", "78.60 1.82"]);
}

#[test]
fn a_statement_of_some_days_begins_with_what_was_owed_before() {
    let told = Told::golden_to_its_end();
    let mut owed = "0.00 EUR".to_owned();
    for (from, to) in [("2026-01-01", "2026-02-28"), ("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-12-31")] {
        let account = with_weavers(&told, Some(from), Some(to));
        let euros = account.balances.values().next().expect("the gallery pays in euros");
        assert_eq!(euros.opening.to_string(), owed, "from {from}");
        assert_eq!(account.unexplained.to_string(), "0.00", "from {from}");
        owed = euros.closing.to_string();
    }
}

#[test]
fn a_premium_is_a_row_of_its_own_and_no_part_of_the_account() {
    let accrued = json!({
        "premium": "premium-1", "buyer": "demo-gallery", "fund": "training", "quantity": "1", "per_unit": "12.5",
        "amount": "12.50 EUR", "rate": "10.80"
    });
    let paid = json!({
        "movement": "premium-in", "premium": "premium-1", "amount": "10.00 EUR", "till": "bank:euro", "rate": "10.70"
    });
    let told = Told::golden_to_its_end().then("treasurer-1", "accrue_premium", "2026-04-16", accrued).then(
        "treasurer-1",
        "receive_premium",
        "2026-04-20",
        paid,
    );
    let account = with_weavers(&told, None, None);
    let line = account.premiums.values().next().expect("the gallery owes a premium");
    assert_eq!((line.paid.to_string(), line.left_booked.to_string()), ("10.00 EUR".to_owned(), "27.00".to_owned()));
    assert_eq!(account.balances.values().next().expect("euros").closing.to_string(), "-100.00 EUR");
    assert_eq!(account.unexplained.to_string(), "0.00");
}

#[test]
fn every_buyer_of_both_stories_has_an_account_that_adds_up() {
    let told = Told::both_stories();
    let mut accounts = 0;
    for party in told.book.parties.keys() {
        let made = statement(&told, party.as_str(), None, None);
        assert!(made.is_whole(), "{party}");
        accounts += made.accounts.len();
    }
    assert!(accounts >= 3, "the stories have several buyers: {accounts}");
}

#[test]
fn the_json_of_a_retailers_statement_keeps_its_form() {
    let page = statement(&Told::golden_to_its_end(), "demo-gallery", None, None).page();
    insta::assert_snapshot!(serde_json::to_string_pretty(&page).expect("a page is JSON"));
}
