//! A provider's payout on the bank's statement: the sales it settles, what the provider kept, and the rest in the bank.

use std::fs;
use std::path::PathBuf;

use mizan_tests::program::mizan;
use mizan_tests::recorded::{record, replay};
use mizan_tests::repository;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::reconcile::{Poufs, debit, minor, text};

/// The poufs' cooperative, which keeps its accounts in euros and sells in a shop online.
fn in_euros(provider: &str) -> Poufs {
    let folder = tempdir().expect("a test has room for its files");
    let book = folder.path().join("poufs.mizan");
    let begun = mizan().arg("init").arg(&book).args(["--name", "A network of tests", "--currency", "EUR"]).output();
    assert!(begun.expect("the program can be run").status.success());
    let story = fs::read_to_string(repository().join("fixtures/stories/season.ndjson")).expect("the story is there");
    let beginning: Vec<&str> = story.lines().take(45).collect();
    let begun = record(&book, beginning.join("\n").replace("MAD", "EUR").as_bytes());
    assert!(begun.status.success(), "{}", text(&begun));
    let poufs = Poufs { folder, book };
    poufs.records("open_till", "2026-03-01", json!({"till": format!("provider:{provider}")}));
    poufs
}

impl Poufs {
    fn records(&self, kind: &str, day: &str, data: Value) -> Value {
        let answer = self.says(json!({"key": format!("{kind}:{day}"), "occurred_on": day,
            "actor": {"id": "treasurer-1", "role": "treasurer"}, "cooperative": "demo-poufs", "type": kind, "data": data}));
        assert_eq!(answer["status"], "recorded", "{answer}");
        answer
    }

    fn sells(&self, reference: &str, poufs: u32) {
        let total = format!("{}.00 EUR", 20 * poufs);
        let data = json!({"sale": "online-1", "buyer": "demo-medina-shop", "product_class": "poufs", "total": total,
            "lines": [{"product": "leather pouf, small", "quantity": poufs.to_string(), "unit_price": "20.00"}],
            "costs": [{"cost": "freight", "amount": "0.00 EUR"}], "reference": reference, "makers": [{"member": "maker-1", "did": {"pieces": poufs.to_string()}}]});
        self.records("record_sale", "2026-03-01", data);
    }

    /// The bank says that a payout came in.
    fn receives(&self, payout: &str, amount: &str) -> PathBuf {
        let file = self.folder.path().join("payout.xml");
        let line =
            debit(payout, amount).replace("MAD", "EUR").replace("DBIT", "CRDT").replace("2026-02-1", "2026-03-1");
        fs::write(&file, line).expect("the folder can be written");
        file
    }

    fn with(&self, file: &std::path::Path, export: &str, more: &[&str]) -> (Value, String) {
        let export = repository().join("fixtures/statements").join(export);
        let export = export.to_str().expect("a path of letters");
        let told = self.reconcile(file, &[&["--till", "bank:main", "--provider", export, "--json"], more].concat());
        let page: Value =
            serde_json::from_slice(&told.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&told)));
        (page["tables"][0]["rows"][0].clone(), String::from_utf8_lossy(&told.stderr).into_owned())
    }
}

const BOOKS: [&str; 3] = ["--book", "--by", "treasurer-1:treasurer"];

#[test]
fn what_a_shop_online_pays_out_pays_its_sales_and_its_fees_have_a_name() {
    let poufs = in_euros("shopify");
    poufs.sells("#1001", 12);
    let bank = minor(&poufs.holds("assets:bank:main"));
    let owed = minor(&poufs.holds("assets:receivable:demo-medina-shop"));
    // The order was charged twice 120.00, of which 3.78 was kept each time.
    let file = poufs.receives("9001", "232.44");
    let (row, said) = poufs.with(&file, "shopify/transactions.csv", &BOOKS);
    assert_eq!(
        (&row["verdict"], &row["decided_by"]),
        (&json!("is_matched"), &json!("by_provider_payout")),
        "{row} {said}"
    );
    assert_eq!(minor(&poufs.holds("assets:bank:main")) - bank, 23_244);
    assert_eq!(owed - minor(&poufs.holds("assets:receivable:demo-medina-shop")), 24_000, "the sale is paid");
    assert_eq!(poufs.holds("expenses:provider-fees"), "7.56");
    assert_eq!(minor(&format!("0{}", poufs.holds("assets:provider:shopify"))), 0, "nothing is left with the provider");
    let before = poufs.head();
    assert_eq!(poufs.with(&file, "shopify/transactions.csv", &BOOKS).0["verdict"], "is_known");
    assert_eq!(poufs.head(), before);
    assert_eq!(replay(&poufs.book)["agrees_with_live"], true);
}

#[test]
fn a_payout_is_booked_once_whichever_line_brings_it() {
    let poufs = in_euros("shopify");
    poufs.sells("#1001", 24);
    let file = poufs.receives("9001", "232.44");
    let (row, said) = poufs.with(&file, "shopify/transactions.csv", &BOOKS);
    assert_eq!(&row["verdict"], &json!("is_matched"), "{row} {said}");
    let later = fs::read_to_string(&file).expect("it was written").replace("03-17", "03-19").replace("BK-1", "BK-2");
    fs::write(&file, later.replace("S-1", "S-2")).expect("the folder can be written");
    let (row, said) = poufs.with(&file, "shopify/transactions.csv", &BOOKS);
    assert_eq!((&row["verdict"], &row["why"]), (&json!("is_exception"), &json!("needs_confirmation")), "{row}");
    assert!(said.contains("it was booked before, as `po-"), "{said}");
    assert_eq!(poufs.holds("expenses:provider-fees"), "7.56");
}

#[test]
fn what_may_be_in_the_book_already_is_a_persons_to_say() {
    let poufs = in_euros("stripe");
    poufs.sells("1001", 6);
    let file = poufs.receives("po_demo1", "86.45");
    let (row, said) = poufs.with(&file, "stripe/itemised.csv", &BOOKS);
    assert_eq!((&row["verdict"], &row["why"]), (&json!("is_exception"), &json!("needs_confirmation")), "{row}");
    assert!(said.contains("it gave 30.00 EUR back for `re_demo1`"), "{said}");

    let poufs = in_euros("shopify");
    poufs.sells("#1001", 12);
    let paid = json!({"payment": "paid-1", "buyer": "demo-medina-shop", "amount": "240.00 EUR", "till": "bank:main",
        "pays": [{"sale": "online-1", "amount": "240.00 EUR"}]});
    poufs.records("receive_payment", "2026-03-02", paid);
    let file = poufs.receives("9001", "232.44");
    let before = poufs.holds("assets:bank:main");
    let (row, said) = poufs.with(&file, "shopify/transactions.csv", &BOOKS);
    assert_eq!(&row["verdict"], &json!("is_exception"), "{row}");
    assert!(said.contains("of which 240.00 EUR is paid"), "{said}");
    assert_eq!(poufs.holds("assets:bank:main"), before);
}

#[test]
fn what_cannot_be_told_from_a_payout_is_left_to_a_person_with_the_reason_and_she_books_it_by_one_match() {
    let poufs = in_euros("shopify");
    let file = poufs.receives("9001", "232.44");
    let (row, said) = poufs.with(&file, "shopify/transactions.csv", &BOOKS);
    assert_eq!((&row["verdict"], &row["taken_for"][0]["what"]), (&json!("is_exception"), &json!("may_be")), "{row}");
    assert!(said.contains("no sale has the number of its row of `#1001`"), "{said}");

    let exported = mizan().arg("export").arg(&poufs.book).args(["--as", "ndjson"]).output().expect("it is exported");
    let exported = String::from_utf8(exported.stdout).expect("records are text");
    let mut records = exported.lines().map(|line| serde_json::from_str::<Value>(line).expect("a record is JSON"));
    let line = records.find(|record| record["type"] == "statement_line_recorded").expect("the line is recorded");
    poufs.sells("shown on the phone", 12);
    let payment = json!({"as": "payment", "payment": "paid-1", "buyer": "demo-medina-shop", "amount": "240.00 EUR",
        "pays": [{"sale": "online-1", "amount": "240.00 EUR"}], "till": "provider:shopify"});
    let fee =
        json!({"as": "fee", "fee": "kept-1", "kind": "provider", "amount": "7.56 EUR", "till": "provider:shopify"});
    let rest = json!({"as": "transfer", "movement": "rest-1", "from": "provider:shopify", "to": "bank:main", "amount": "232.44 EUR"});
    let says = |key: &str, books: Value| {
        poufs.says(
            json!({"key": key, "occurred_on": line["occurred_on"], "actor": {"id": "treasurer-1", "role": "treasurer"},
            "cooperative": "demo-poufs", "type": "confirm_match",
            "data": {"match": "by-hand", "lines": [line["data"]["line"]], "found_by": "person", "books": books}}),
        )
    };
    assert_eq!(says("m-1", json!([payment, fee]))["code"], "booked_elsewhere", "nothing brings it to the bank");
    let answer = says("m-2", json!([payment, fee, rest]));
    assert_eq!(answer["status"], "recorded", "{answer}");
    assert_eq!(poufs.with(&file, "shopify/transactions.csv", &[]).0["verdict"], "is_known");
    assert_eq!(replay(&poufs.book)["agrees_with_live"], true);
}
