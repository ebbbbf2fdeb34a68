//! A small book in each form, as a reader sees it.

use std::io;

use mizan_ledger::posting::postings;
use mizan_ledger::record::Record;

use crate::csv::Csv;
use crate::export::{Entry, Export};
use crate::journal_beancount::Beancount;
use crate::journal_hledger::Hledger;
use crate::ndjson::Ndjson;

/// What was recorded: who says it and when, then the event. Position and part are counted in `book`.
const EVENTS: [(&str, &str, &str, &str, &str); 9] = [
    ("2026-01-01", "open", "null", "book_opened", r#"{"name":"The \"Two Valleys\" network","currency":"MAD"}"#),
    ("2026-01-01", "coop", r#""tigmi""#, "cooperative_registered", r#"{"name":"Tigmi"}"#),
    (
        "2026-01-02",
        "=1+1",
        r#""tigmi""#,
        "opening_balance_recorded",
        r#"{"movement":"opening-1","till":"cash:box","amount":"100.00 MAD"}"#,
    ),
    (
        "2026-01-05",
        "sale,1;100%",
        r#""tigmi""#,
        "sale_recorded",
        r#"{"sale":"rug-1","buyer":"nord-haus","lines":[{"product":"Rug","quantity":"1","unit_price":"120"}],
            "total":"120.00 EUR","rate":"10.75","order_kind":"reorder","terms":{"agreement":"export","version":1},
            "gross":"1290.00 MAD","tax":"0.00 MAD","materials":"0.00 MAD","turn":0}"#,
    ),
    (
        "2026-01-05",
        "sale,1;100%",
        r#""tigmi""#,
        "proceeds_allocated",
        r#"{"sale":"rug-1","slices":[{"step":"platform","to":{"party":"atlas"},"amount":"129.00 MAD"}],
            "makers":[{"member":"w1","amount":"580.51 MAD"},{"member":"7w","amount":"580.49 MAD"}]}"#,
    ),
    (
        "2026-01-20",
        "pay-1",
        r#""tigmi""#,
        "payment_received",
        r#"{"payment":"pay-1","buyer":"nord-haus","amount":"120.00 EUR","rate":"10.70","till":"bank:euro",
            "booked":"1284.00 MAD"}"#,
    ),
    (
        "2026-01-03",
        "told-late",
        r#""tigmi""#,
        "funds_transferred",
        r#"{"movement":"yen-1","from":"bank:tokyo","to":"cash:box","amount":"5000 JPY"}"#,
    ),
    (
        "2026-01-20",
        "fee-1",
        r#""tigmi""#,
        "provider_fee_charged",
        r#"{"fee":"fee-1","kind":"bank","till":"bank:tunis","amount":"1.250 TND","booked":"4.05 MAD"}"#,
    ),
    (
        "2026-01-21",
        "undo",
        r#""tigmi""#,
        "funds_transferred",
        r#"{"movement":"yen-2","from":"cash:box","to":"bank:tokyo","amount":"5000 JPY"}"#,
    ),
];

/// The lines of the small book.
fn book() -> Vec<String> {
    let part = |index: usize| match index {
        3 => "[1,2]",
        4 => "[2,2]",
        _ => "[1,1]",
    };
    let line = |(position, (day, key, scope, kind, data)): (usize, &(&str, &str, &str, &str, &str))| {
        let data: String = data.split('\n').map(str::trim_start).collect();
        format!(
            r#"{{"v":1,"position":{position},"id":"018f4e7c-6b6a-7d1e-9c51-{position:012}","recorded_at":"2026-02-01T10:00:00.{position:03}Z","occurred_on":"{day}","actor":{{"id":"clerk","role":"treasurer"}},"key":"{key}","part":{part},"scope":{scope},"scope_seq":0,"scope_prev":null,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","type":"{kind}","data":{data}}}"#,
            part = part(position),
        )
    };
    EVENTS.iter().enumerate().map(line).collect()
}

/// The book in one form.
fn written<'a>(lines: &[String], form: impl FnOnce(&'a mut Vec<u8>) -> Box<dyn Export + 'a>, into: &'a mut Vec<u8>) {
    let mut form = form(into);
    form.begin().expect("a vector takes every byte");
    for line in lines {
        let record = Record::from_bytes(line.as_bytes()).expect("the small book is made of records");
        let mut moved = Vec::new();
        postings(&record.event, &mut moved);
        let entry = Entry { line: line.as_bytes(), record: &record, postings: &moved };
        form.record(&entry).expect("a vector takes every byte");
    }
    form.end().expect("a vector takes every byte");
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("every form is UTF-8")
}

#[test]
fn the_small_book_as_stored_lines_is_byte_for_byte_the_same() {
    let lines = book();
    let mut bytes = Vec::new();
    written(&lines, |out| Box::new(Ndjson::new(out)), &mut bytes);
    assert_eq!(text(bytes), format!("{}\n", lines.join("\n")));
}

#[test]
fn the_small_book_for_hledger() {
    let mut bytes = Vec::new();
    written(&book(), |out| Box::new(Hledger::new(out)), &mut bytes);
    insta::assert_snapshot!(text(bytes));
}

#[test]
fn the_small_book_for_beancount() {
    let mut bytes = Vec::new();
    written(&book(), |out| Box::new(Beancount::new(out)), &mut bytes);
    insta::assert_snapshot!(text(bytes));
}

#[test]
fn the_small_book_as_a_table_starts_no_formula() {
    let mut bytes = Vec::new();
    written(&book(), |out| Box::new(Csv::new(out)), &mut bytes);
    insta::assert_snapshot!(text(bytes));
}

#[test]
fn a_full_disk_is_told_and_not_swallowed() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::StorageFull.into())
        }
    }
    let forms: [Box<dyn Export>; 4] = [
        Box::new(Ndjson::new(Full)),
        Box::new(Csv::new(Full)),
        Box::new(Hledger::new(Full)),
        Box::new(Beancount::new(Full)),
    ];
    let lines = book();
    for mut form in forms {
        let mut told = form.begin();
        // Some keep a few kilobytes to themselves before they write.
        for line in lines.iter().cycle().take(900) {
            told = told.and_then(|()| {
                let record = Record::from_bytes(line.as_bytes()).expect("the small book is made of records");
                let mut moved = Vec::new();
                postings(&record.event, &mut moved);
                form.record(&Entry { line: line.as_bytes(), record: &record, postings: &moved })
            });
        }
        assert_eq!(told.map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
    }
}
