//! The books of account of the golden rug: both sides alike everywhere, nothing left out, late entries named.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::report::indicator::tests::page;
use crate::report::query::{Asking, QUERIES};
use crate::report::told::Told;
use crate::report::whole::entries::MOST_LINES;

/// A report as programs read it.
fn told_by(told: &Told, name: &str, from: Option<&str>, to: Option<&str>) -> Value {
    serde_json::to_value(page(told, name, from, to)).expect("a page is JSON")
}

/// The rows of its tables with a title.
fn rows(page: &Value, title: &str) -> Vec<Value> {
    let tables = page["tables"].as_array().into_iter().flatten();
    tables
        .filter(|table| table["title"] == title)
        .flat_map(|table| table["rows"].as_array().cloned().unwrap_or_default())
        .collect()
}

/// An amount in minor units; nothing is zero.
fn minor(cell: &Value) -> i128 {
    let number = cell.as_str().unwrap_or("0.00").split(' ').next().unwrap_or_default().replace('.', "");
    number.parse().expect("an amount")
}

fn closed() -> Told {
    let close = json!({"period": "2026-03", "until": "2026-03-31"});
    Told::golden_to_its_end().then("treasurer-1", "close_period", "2026-04-20", close)
}

fn late_rent(told: Told) -> Told {
    let rent = json!({"movement": "late-rent", "cost": "rent", "amount": "50.00 MAD", "till": "bank:main"});
    told.then("treasurer-1", "pay_expense", "2026-03-30", rent)
}

#[test]
fn a_trial_balance_is_the_same_on_both_sides_and_comes_to_the_books() {
    let told = closed();
    for (from, to) in [(None, None), (Some("2026-03-01"), None), (Some("2026-02-01"), Some("2026-02-28"))] {
        let page = told_by(&told, "trial-balance", from, to);
        let mut rows = rows(&page, "trial_balance");
        let total = rows.pop().expect("the last row is their sum");
        assert_eq!(total["account"], "together");
        let columns = [
            "opening_debit_mad",
            "opening_credit_mad",
            "debit_mad",
            "credit_mad",
            "closing_debit_mad",
            "closing_credit_mad",
        ];
        let sums = columns.map(|column| rows.iter().map(|row| minor(&row[column])).sum::<i128>());
        assert_eq!(columns.map(|column| minor(&total[column])), sums, "{from:?} {to:?}");
        for pair in sums.chunks(2) {
            assert_eq!(pair[0], pair[1], "{from:?} {to:?}");
        }
        for row in &rows {
            let [a, b, c, d, e, f] = columns.map(|column| minor(&row[column]));
            assert_eq!(a - b + c - d, e - f, "{row}");
        }
        assert_eq!(page["unexplained"], if to.is_none() { json!("0.00") } else { Value::Null });
    }
}

#[test]
fn what_stands_in_the_trial_balance_of_march_is_what_the_accounts_held() {
    let told = closed();
    let page = told_by(&told, "trial-balance", None, None);
    let books = told.book.cooperatives.values().next().expect("the weavers");
    let rows = rows(&page, "trial_balance");
    for (account, balance) in books.balances.all() {
        let (name, currency) = (account.to_string(), balance.currency().to_string());
        let of_it = |row: &&Value| row["account"] == name.as_str() && row.get("closing_debit_mad").is_some();
        let Some(row) = rows.iter().find(of_it).filter(|_| currency == "MAD") else {
            assert!(balance.is_zero(), "{name} is missing");
            continue;
        };
        assert_eq!(minor(&row["closing_debit_mad"]) - minor(&row["closing_credit_mad"]), balance.minor(), "{name}");
    }
}

#[test]
fn what_is_recorded_late_of_a_closed_month_is_named_until_the_month_is_opened_again() {
    let told = closed();
    assert!(rows(&told_by(&told, "trial-balance", None, None), "late_entries").is_empty());
    let told = late_rent(told);
    let page = told_by(&told, "trial-balance", None, None);
    let late = rows(&page, "late_entries");
    let [late] = &late[..] else { panic!("one late entry: {late:?}") };
    assert_eq!(
        (&late["period"], &late["on"], &late["kind"], &late["amount"]),
        (&json!("2026-03"), &json!("2026-03-30"), &json!("expense_paid"), &json!(["50.00 MAD"]))
    );
    let periods = rows(&page, "closed_periods");
    assert_eq!((&periods[0]["until"], &periods[0]["late_entries"]), (&json!("2026-03-31"), &json!(1)));
    // Whoever asks about March alone is told of it too, and whoever asks about February is not.
    let of = |from, to| rows(&told_by(&told, "trial-balance", Some(from), Some(to)), "late_entries").len();
    assert_eq!((of("2026-03-01", "2026-03-31"), of("2026-02-01", "2026-02-28")), (1, 0));

    let reopen = json!({"period": "2026-03", "reason": "The rent came late"});
    let told = told.then("president-1", "reopen_period", "2026-05-02", reopen);
    let page = told_by(&told, "trial-balance", None, None);
    assert!(rows(&page, "late_entries").is_empty() && rows(&page, "closed_periods").is_empty());
}

#[test]
fn the_journal_has_every_posting_corrections_included_and_the_ledger_the_same_by_account() {
    let told = closed();
    let journal = told_by(&told, "general-journal", None, None);
    let lines = rows(&journal, "general_journal");
    // A correction and what it takes back both stand in it.
    let corrections: Vec<&Value> = lines.iter().filter(|line| line["kind"] == "correction_declared").collect();
    assert!(!corrections.is_empty(), "the golden rug has a correction");
    let mut by_position: BTreeMap<u64, i128> = BTreeMap::new();
    let mut by_account: BTreeMap<String, i128> = BTreeMap::new();
    for line in &lines {
        let amount = minor(&line["debit"]) - minor(&line["credit"]);
        // Each leg of a conversion balances in its own currency; the rug's books are in one.
        if line["debit"].as_str().or(line["credit"].as_str()).is_some_and(|amount| amount.ends_with("MAD")) {
            *by_position.entry(line["position"].as_u64().expect("a position")).or_default() += amount;
            *by_account.entry(line["account"].as_str().expect("an account").to_owned()).or_default() += amount;
        }
    }
    assert!(by_position.values().all(|sum| *sum == 0), "{by_position:?}");

    let ledger = rows(&told_by(&told, "general-ledger", None, None), "general_ledger");
    for (account, sum) in by_account {
        let of_it: Vec<&Value> = ledger.iter().filter(|row| row["account"] == account.as_str()).collect();
        let last = of_it.iter().rev().find(|row| row["balance"].as_str().is_some_and(|amount| amount.ends_with("MAD")));
        let last = last.expect("the account stands in the ledger");
        assert_eq!((last["kind"].as_str(), minor(&last["balance"])), (Some("together"), sum), "{account}");
    }
    assert!(rows(&journal, "extent").is_empty(), "all of it is shown");
}

#[test]
fn a_ledger_of_some_days_begins_with_what_each_account_had_before_them() {
    let told = closed();
    let whole = rows(&told_by(&told, "general-ledger", None, Some("2026-02-28")), "general_ledger");
    let march = rows(&told_by(&told, "general-ledger", Some("2026-03-01"), None), "general_ledger");
    let bank = |rows: &[Value], kind: &str| {
        let row = rows.iter().find(|row| row["account"] == "assets:bank:main" && row["kind"] == kind);
        row.map(|row| row["balance"].clone())
    };
    assert_eq!(bank(&whole, "together"), bank(&march, "brought_forward"));
    assert!(bank(&march, "brought_forward").is_some());
}

#[test]
fn the_json_of_the_books_of_account_keeps_its_form() {
    let told = late_rent(closed());
    let weavers = told.book.cooperatives.keys().next().copied();
    let books = || QUERIES.iter().filter(|query| query.of_one);
    let asking = |from, to| told.folded(from, to, |book, days| Asking::new(book, days, books()).of(weavers));
    let pages = asking(Some("2026-03-30"), Some("2026-03-30")).made(&told.book);
    insta::assert_snapshot!(serde_json::to_string_pretty(&pages).expect("pages are JSON"));
}

#[test]
fn a_page_that_would_be_too_long_shows_the_first_lines_says_how_many_there_are_and_sums_all() {
    let mut told = closed();
    // Each rent is two lines.
    for month in 0..MOST_LINES / 2 {
        let rent =
            json!({"movement": format!("rent-{month}"), "cost": "rent", "amount": "0.01 MAD", "till": "bank:main"});
        told = told.then("treasurer-1", "pay_expense", "2026-05-04", rent);
    }
    for name in ["general-journal", "general-ledger"] {
        let page = told_by(&told, name, None, None);
        let title = name.replace('-', "_");
        let shown = rows(&page, &title).iter().filter(|row| row["position"].is_u64()).count();
        assert_eq!(shown, MOST_LINES, "{name}");
        let extent = rows(&page, "extent");
        assert_eq!(extent[0]["lines_shown"], json!(MOST_LINES));
        assert!(extent[0]["lines_in_all"].as_u64().is_some_and(|all| all > MOST_LINES as u64), "{extent:?}");
    }
    let journal = told_by(&told, "general-journal", Some("2026-05-04"), None);
    assert!(rows(&journal, "extent").is_empty(), "fewer days are shown whole");
    let sums = rows(&journal, "together");
    assert_eq!((&sums[0]["debit"], &sums[0]["credit"]), (&json!("25.00 MAD"), &json!("25.00 MAD")));
}
