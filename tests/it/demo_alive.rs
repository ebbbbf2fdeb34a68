//! What must be alive in the demo book beside its trade: every kind of event, a loan under a protected minimum, a chain of
//! hands and a certifier who reads.

use std::collections::BTreeSet;
use std::process::Output;

use mizan_ledger::account::Account;
use mizan_ledger::event::trade::Recovered;
use mizan_ledger::event::{Event, Kind};
use mizan_tests::program::mizan;
use serde_json::Value;

use crate::demo::{cooperative, demo, of, story};

/// What a report says of the demo book.
fn report(name: &str) -> Value {
    let mut command = mizan();
    let output = command.arg("report").arg(demo().path()).args([name, "--json"]).output();
    let Output { status, stdout, stderr } = output.expect("the program can be run");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    serde_json::from_slice(&stdout).expect("--json answers with JSON")
}

/// A figure in minor units.
fn minor(figure: &Value) -> i128 {
    let text = figure.as_str().unwrap_or("0.00").replace('.', "");
    text.parse().unwrap_or_else(|error| panic!("`{figure}` is no amount: {error}"))
}

#[test]
fn every_kind_of_event_is_alive_in_the_demo() {
    let alive: BTreeSet<Kind> = demo().records.iter().map(|record| record.event.kind()).collect();
    let missing: Vec<&str> = Kind::ALL.iter().filter(|kind| !alive.contains(kind)).map(|kind| kind.name()).collect();
    assert_eq!(missing, [""; 0], "these kinds never happen in the demo");
}

#[test]
fn the_micro_credit_is_told_as_the_report_of_loans_has_it() {
    let report = report("loans");
    let tables = report["tables"].as_array().expect("a report has tables");
    let table = tables.iter().find(|table| table["of"] == "demo-poufs").expect("the cooperative has loans");
    let rows = table["rows"].as_array().expect("a table has rows");
    let sum = |column: &str, of_members: bool| {
        let rows = rows.iter().filter(|row| (row["borrower"] != "cooperative") == of_members);
        rows.map(|row| minor(&row[column])).sum::<i128>()
    };
    let told = &story("poufs")["lent_on"];
    for (name, column) in [
        ("lent", "lent_mad"),
        ("out_of_sales", "out_of_sales_mad"),
        ("at_the_till", "paid_back_mad"),
        ("by_the_group", "by_the_group_mad"),
        ("forgiven", "written_off_mad"),
        ("left", "owed_mad"),
    ] {
        let figure = minor(&told[name]);
        assert_eq!(figure, sum(column, true), "{name}");
        assert!(figure > 0, "{name} is alive");
    }
    let borrowed = &story("poufs")["borrowed"];
    assert_eq!(minor(&borrowed["paid_back"]), sum("paid_back_mad", false));
    // 30,000 at 1.5 % a month in 18 instalments.
    assert_eq!([&borrowed["lent"], &borrowed["interest"], &borrowed["left"]], ["30000.00", "4455.12", "0.00"]);
}

#[test]
fn the_protected_minimum_kept_something_of_as_many_shares_as_the_demo_says() {
    let taken = of("demo-poufs").filter(
        |record| matches!(&record.event, Event::DeductionApplied(e) if matches!(e.recovers, Recovered::Loan(_))),
    );
    let told = &story("poufs")["protected"];
    // A woman with two loans would pay both out of one share; none of the demo has two.
    assert_eq!(told["taken"], taken.count());
    assert!(told["kept"].as_u64().is_some_and(|kept| kept > 20), "{told}");
    assert!(minor(&told["amount"]) > 0);
}

#[test]
fn a_chain_of_hands_is_worth_the_last_price_to_the_centime() {
    let told = &story("bridge")["hands"];
    let hands = told["hands"].as_array().expect("a chain has hands");
    let parts: i128 = hands.iter().map(|hand| minor(&hand["part"])).sum();
    assert_eq!(parts, minor(&told["intermediation"]));
    assert_eq!(minor(&told["makers"]) + parts, minor(&told["price"]));
    let names: Vec<&str> = hands.iter().filter_map(|hand| hand["name"].as_str()).collect();
    for hand in ["demo-bridge", "demo-importer", "demo-shop"] {
        assert!(names.contains(&hand), "{hand} is in {names:?}");
    }
    let all = &story("bridge")["chains"];
    assert!(all["sales"].as_u64().is_some_and(|sales| sales > 50), "{all}");
    assert_eq!(minor(&all["makers"]) + minor(&all["intermediation"]), minor(&all["price"]));
}

#[test]
fn what_the_intermediary_keeps_is_eight_percent_of_what_the_sales_brought() {
    let kept = &story("bridge")["kept"];
    assert_eq!(minor(&kept["taken"]) - minor(&kept["given_back"]), minor(&kept["keeps"]));
    let percent = minor(&kept["percent"]);
    assert_eq!((minor(&kept["keeps"]) * 20_000 / minor(&kept["of"]) + 1) / 2, percent, "{kept}");
}

#[test]
fn the_certifier_reads_the_book_and_writes_nothing_in_it() {
    let refused = story("certifier")["refused"].as_array().expect("what she tried");
    assert_eq!(refused.len(), 3);
    assert!(refused.iter().all(|tried| tried["code"] == "only_reads"), "{refused:?}");
    let told = story("certifier");
    assert_eq!(told["replayed"]["agrees"], true);
    assert_eq!(told["replayed"]["records"], demo().records.len());
    assert_eq!((&told["trial_balance"]["uneven"], &told["sample"]["unexplained"]), (&0.into(), &0.into()));
    assert_eq!((&told["two_persons"]["by_one"], &told["two_persons"]["corrections_by_one"]), (&0.into(), &0.into()));
    let hers = demo().records.iter().filter(|record| record.envelope.actor.id.as_str().starts_with("demo-label"));
    assert_eq!(hers.count(), 0, "no record of the book is hers");
}

#[test]
fn goods_left_with_the_museum_shop_are_sold_sent_back_or_still_there() {
    let palm = cooperative("demo-palm");
    assert_eq!(palm.consignments.len(), 3);
    let consigned = |record: &&mizan_ledger::record::Record| matches!(&record.event, Event::SaleRecorded(e) if e.consignment.is_some());
    assert_eq!(of("demo-palm").filter(consigned).count(), 7);
    for known in palm.consignments.values().flat_map(|known| known.lines.values()) {
        assert!(!known.left().is_sign_negative(), "no more was sold than lay there");
    }
    let till = Account::Till("bank:main".parse().expect("a till"));
    assert!(palm.balances.of(till, palm.currency).is_positive());
}
