//! What somebody found who tried to break it: each is refused or told where it stands, and the book is whole afterwards.

use std::fs;

use mizan_tests::recorded::replay;
use serde_json::{Value, json};

use crate::reconcile::{OPENS, PART, Poufs, debit, text};

/// The first row of what is shown, or booked, of a file.
fn row(poufs: &Poufs, file: &std::path::Path, more: &[&str]) -> Value {
    let told = poufs.reconcile(file, &[&["--json"], more].concat());
    let page: Value = serde_json::from_slice(&told.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&told)));
    page["tables"][0]["rows"][0].clone()
}

const BOOKS: [&str; 5] = ["--till", "bank:main", "--book", "--by", "treasurer-1:treasurer"];

fn said(kind: &str, actor: Value, day: &str, data: Value) -> Value {
    json!({"key": format!("{kind}-1"), "occurred_on": day, "actor": actor, "cooperative": "demo-poufs", "type": kind, "data": data})
}

fn treasurer() -> Value {
    json!({"id": "treasurer-1", "role": "treasurer"})
}

#[test]
fn a_line_that_moves_nothing_is_shown_and_not_recorded_and_the_book_can_be_read() {
    let poufs = Poufs::given();
    let statement = poufs.file("nothing.csv", &["2026-01-30;FRAIS OFFERTS;BK1;0,00;;10000,00", OPENS]);
    let before = poufs.head();
    poufs.books(&statement);
    // The line of 3,540.00, its match with what that books, and the statement.
    assert_eq!(poufs.head() - before, 1 + 4 + 1);
    assert_eq!(replay(&poufs.book)["agrees_with_live"], true);
    let shown = row(&poufs, &statement, &["--till", "bank:main"]);
    assert_eq!((shown["verdict"].clone(), shown["explained"].clone()), (json!("is_nothing"), json!("0.00 MAD")));
}

#[test]
fn a_line_recorded_of_one_till_is_not_booked_on_another() {
    let poufs = Poufs::given();
    let opened = said("open_till", treasurer(), "2026-01-05", json!({"till": "bank:second"}));
    assert_eq!(poufs.says(opened)["status"], "recorded");
    let statement = poufs.file("part.csv", &[PART]);
    poufs.reconcile(&statement, &["--till", "bank:second", "--book", "--by", "treasurer-1:treasurer"]);
    let before = poufs.head();
    let shown = row(&poufs, &statement, &BOOKS);
    assert_eq!((shown["verdict"].clone(), shown["explained"].clone()), (json!("is_refused"), json!("0.00 MAD")));
    assert!(shown["why"].as_str().is_some_and(|why| why.contains("bank:second")), "{shown}");
    // The file is another statement of the other till; no line of it is a line of that till.
    assert_eq!(poufs.head() - before, 1);
}

#[test]
fn what_is_refused_stands_in_its_row_and_is_not_explained() {
    let poufs = Poufs::given();
    let limit = said(
        "set_match_limit",
        json!({"id": "president-1", "role": "president"}),
        "2026-01-05",
        json!({"one_confirms": "100.00 MAD"}),
    );
    assert_eq!(poufs.says(limit)["status"], "recorded");
    let statement = poufs.file("january.csv", &[OPENS]);
    let booked = row(&poufs, &statement, &BOOKS);
    assert_eq!((booked["verdict"].clone(), booked["unexplained"].clone()), (json!("is_refused"), json!("3540.00 MAD")));
    assert!(booked["why"].as_str().is_some_and(|why| why.contains("match_over_limit")), "{booked}");
    let both = row(&poufs, &statement, &[&BOOKS[..], &["--approved-by", "president-1"]].concat());
    assert_eq!(both["verdict"], "is_matched");
}

#[test]
fn a_file_of_two_accounts_is_asked_which() {
    let poufs = Poufs::given();
    let file = poufs.folder.path().join("both.xml");
    let one = debit("NOTPROVIDED", "36.00");
    let stands = one.find("<Stmt>").zip(one.find("</BkToCstmrStmt>")).expect("a statement stands in it");
    let other = one[stands.0..stands.1].replace("011780000012345678901296", "022780000012345678901278");
    let both = one.replace("</BkToCstmrStmt>", &format!("{other}</BkToCstmrStmt>"));
    fs::write(&file, both).expect("the folder can be written");
    let mut command = mizan_tests::program::mizan();
    command.arg("reconcile").arg(&poufs.book).arg(&file).args(["--till", "bank:main"]);
    let told = command.output().expect("the program can be run");
    assert_eq!(told.status.code(), Some(2));
    assert!(
        text(&told).contains("name one with --account: 011780000012345678901296, 022780000012345678901278"),
        "{}",
        text(&told)
    );
}

#[test]
fn an_invoice_its_buyer_disputes_is_told_so() {
    let poufs = Poufs::given();
    let buyer = json!({"id": "demo-medina-shop", "role": "buyer"});
    let disputed = json!({"dispute": "d-1", "sale": "pouf-1", "amount": "590.00 MAD", "reason": "quality"});
    assert_eq!(poufs.says(said("dispute_invoice", buyer, "2026-01-29", disputed))["status"], "recorded");
    let statement = poufs.file("january.csv", &[OPENS]);
    assert_eq!(row(&poufs, &statement, &["--buyer", "demo-medina-shop"])["stands_as"], "is_disputed");
}

#[test]
fn what_a_buyer_paid_before_a_credit_note_is_held_against_what_was_asked_then() {
    let poufs = Poufs::given();
    let credit = json!({"credit_note": "credit-1", "sale": "pouf-1", "amount": "295.00 MAD", "reason": "quality"});
    let credited = poufs.says(said("issue_credit_note", treasurer(), "2026-04-15", credit));
    assert_eq!(credited["status"], "recorded", "{credited}");
    let statement = poufs.file("january.csv", &[OPENS]);
    let shown = row(&poufs, &statement, &["--buyer", "demo-medina-shop"]);
    assert_eq!((shown["verdict"].clone(), shown["explained"].clone()), (json!("is_matched"), json!("3540.00 MAD")));
}

#[test]
fn who_pays_is_known_by_the_name_that_the_vault_opens_and_by_nothing_without_it() {
    let poufs = Poufs::given();
    let named = json!({"key": "name-1", "occurred_on": "2026-01-06", "actor": {"id": "operator-1", "role": "operator"},
        "type": "seal_personal_data", "data": {"subject": {"party": "demo-medina-shop"}}, "sealed": {"name": "Boutique Zellige Exemple"}});
    let answer = poufs.says(named);
    assert_eq!(answer["status"], "recorded", "{answer}");
    let file = poufs.folder.path().join("name.xml");
    let line = debit("NOTPROVIDED", "3540.00")
        .replace("<CdtDbtInd>DBIT", "<CdtDbtInd>CRDT")
        .replace("</Refs>", "</Refs><RltdPties><Dbtr><Nm>BOUTIQUE ZELLIGE EXEMPLE</Nm></Dbtr></RltdPties>");
    fs::write(&file, line).expect("the folder can be written");
    let verdict = |vault: &[&str]| {
        let mut command = mizan_tests::program::mizan();
        command.arg("reconcile").arg(&poufs.book).arg(&file).args(["--till", "bank:main", "--json"]).args(vault);
        let told = command.output().expect("the program can be run");
        let page: Value =
            serde_json::from_slice(&told.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&told)));
        let row = &page["tables"][0]["rows"][0];
        (row["verdict"].clone(), row["decided_by"].clone())
    };
    assert_eq!(verdict(&[]), (json!("is_matched"), json!("by_amount_day_party")));
    let nowhere = poufs.folder.path().join("none.vault").display().to_string();
    assert_eq!(verdict(&["--vault", &nowhere]), (json!("is_exception"), json!("by_nobody")));
}

#[test]
fn a_match_that_was_taken_back_is_confirmed_by_no_rule() {
    let poufs = Poufs::after(61);
    let shown = mizan_tests::program::mizan()
        .args(["payout", "show"])
        .arg(&poufs.book)
        .args(["pay-2026-02-16", "--json"])
        .output()
        .expect("the program can be run");
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("it answers in JSON");
    let reference = shown["items"][0]["end_to_end"].as_str().expect("a payment has a reference");
    let file = poufs.folder.path().join("paid.xml");
    fs::write(&file, debit(reference, "361.65")).expect("the folder can be written");
    let taken = row(&poufs, &file, &BOOKS);
    assert_eq!(
        (taken["verdict"].clone(), taken["decided_by"].clone()),
        (json!("is_matched"), json!("by_own_reference"))
    );
    let known = row(&poufs, &file, &["--till", "bank:main"]);
    let undo = json!({"match": known["taken_for"], "reason": "the bank showed another's payment"});
    let undone = poufs.says(said("undo_match", treasurer(), "2026-02-18", undo));
    assert_eq!(undone["status"], "recorded", "{undone}");
    let before = poufs.head();
    let left = row(&poufs, &file, &BOOKS);
    assert_eq!((left["verdict"].clone(), left["why"].clone()), (json!("is_exception"), json!("taken_back")));
    assert_eq!(left["taken_for"][0]["what"], "may_be", "{left}");
    assert_eq!(poufs.head(), before, "a rule says nothing of it any more");
    assert_eq!(replay(&poufs.book)["agrees_with_live"], true);
}
