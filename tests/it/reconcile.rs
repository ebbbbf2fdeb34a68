//! Statements held against a book through the program: shown, booked once whichever files a line stands in, and put right by a person.

mod found;
mod overlap;
mod provider;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use mizan_tests::program::mizan;
use mizan_tests::recorded::{init, record, replay};
use mizan_tests::repository;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

const HEAD: &str = "Date;Text;Ref;Debit;Credit;Balance";
const OPENS: &str = "2026-01-30;VIREMENT RECU INV POUF-1;BK1;;3540,00;13540,00";
const PART: &str = "2026-01-31;VIREMENT RECU INV BUTTONS-1;BK2;;2250,00;15790,00";
const CHARGE: &str = "2026-02-01;FRAIS TENUE DE COMPTE;BK3;36,00;;15754,00";
const DEPOSIT: &str = "2026-02-02;VERSEMENT ESPECES;;;100,00;15854,00";
const AGAIN: &str = "2026-02-02;VERSEMENT ESPECES;;;100,00;15954,00";

/// The pouf cooperative of the season, up to its first two invoices: 3,540.00 and 3,250.00 MAD.
struct Poufs {
    folder: TempDir,
    book: PathBuf,
}

impl Poufs {
    fn given() -> Poufs {
        Poufs::after(45)
    }

    /// The season as far as its first lines tell it.
    fn after(lines: usize) -> Poufs {
        let folder = tempdir().expect("a test has room for its files");
        let book = folder.path().join("poufs.mizan");
        init(&book);
        let story =
            fs::read_to_string(repository().join("fixtures/stories/season.ndjson")).expect("the story is there");
        let beginning: Vec<&str> = story.lines().take(lines).collect();
        assert!(record(&book, beginning.join("\n").as_bytes()).status.success(), "the season begins");
        let mapping = json!({"account": "011780000012345678901296", "currency": "MAD", "delimiter": ";", "decimal": "comma",
            "columns": {"booked_on": "Date", "text": ["Text"], "debit": "Debit", "credit": "Credit",
                "balance": "Balance", "reference": "Ref"}});
        fs::write(folder.path().join("mapping.json"), mapping.to_string()).expect("the folder can be written");
        Poufs { folder, book }
    }

    fn file(&self, name: &str, lines: &[&str]) -> PathBuf {
        let file = self.folder.path().join(name);
        fs::write(&file, [&[HEAD], lines].concat().join("\n")).expect("the folder can be written");
        file
    }

    fn reconcile(&self, file: &Path, more: &[&str]) -> Output {
        let mut command = mizan();
        command.arg("reconcile").arg(&self.book).arg(file.file_name().expect("it has a name"));
        if file.extension().is_some_and(|kind| kind == "csv") {
            command.args(["--mapping", "mapping.json"]);
        }
        command.args(more).current_dir(self.folder.path());
        command.output().expect("the program can be run")
    }

    fn books(&self, file: &Path) -> Output {
        self.reconcile(file, &["--till", "bank:main", "--book", "--by", "treasurer-1:treasurer"])
    }

    /// The verdict of each line, by its place in the file.
    fn verdicts(&self, file: &Path) -> Vec<(String, String)> {
        let told = self.reconcile(file, &["--till", "bank:main", "--json"]);
        let page: Value = serde_json::from_slice(&told.stdout).expect("it answers in JSON");
        let rows = page["tables"][0]["rows"].as_array().expect("there are rows");
        let text = |cell: &Value| cell.as_str().unwrap_or_default().to_owned();
        rows.iter().map(|row| (text(&row["line"]), text(&row["verdict"]))).collect()
    }

    fn head(&self) -> u64 {
        replay(&self.book)["position"].as_u64().expect("a replay says how far it came")
    }

    fn says(&self, command: Value) -> Value {
        let said = record(&self.book, format!("{command}\n").as_bytes());
        serde_json::from_slice(&said.stdout).expect("a command is answered")
    }

    fn holds(&self, account: &str) -> String {
        let told = mizan().arg("balances").arg(&self.book).arg("--json").output().expect("the program can be run");
        let told: Value = serde_json::from_slice(&told.stdout).expect("it answers in JSON");
        let balances = told["accounts"].as_array().expect("there are balances");
        let found = balances.iter().find(|balance| balance["account"] == account);
        found.map_or_else(String::new, |balance| balance["balance"].as_str().unwrap_or_default().to_owned())
    }
}

fn text(output: &Output) -> String {
    let told = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(told).expect("what is told is text")
}

#[test]
fn a_treasurer_sees_every_line_and_nothing_is_recorded_before_she_says_so() {
    let poufs = Poufs::given();
    let before = poufs.head();
    let statement = poufs.file("january.csv", &[OPENS, PART, CHARGE, DEPOSIT, AGAIN]);
    let shown = poufs.reconcile(&statement, &["--till", "bank:main"]);
    assert_eq!(shown.status.code(), Some(2), "something is left to her");
    insta::assert_snapshot!("a_statement_is_shown", ages_apart(&text(&shown)));
    assert_eq!(poufs.head(), before);
}

/// A page without the ages of its lines, which grow by the day, and without where the book lies.
fn ages_apart(page: &str) -> String {
    page.lines().map(|line| line.split(", over ").next().unwrap_or_default().trim_end()).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_line_is_booked_once_whichever_files_it_stands_in() {
    let poufs = Poufs::given();
    let before = poufs.head();
    let statement = poufs.file("january.csv", &[OPENS, PART, CHARGE, DEPOSIT, AGAIN]);
    assert_eq!(poufs.books(&statement).status.code(), Some(2));
    assert_eq!(poufs.holds("assets:receivable:demo-medina-shop"), "", "the shop owes nothing");
    let after = poufs.head();
    // Five lines, the statement, and one match with its payment, allocation and what it releases.
    assert_eq!(after - before, 5 + 1 + 4);

    let known = |place: &str, verdict: &str| (place.to_owned(), verdict.to_owned());
    assert_eq!(poufs.verdicts(&statement)[0], known("2", "is_known"));
    assert_eq!(poufs.books(&statement).status.code(), Some(2), "the rest still waits for her");
    assert_eq!(poufs.head(), after, "the same file says nothing new");

    let more = "2026-02-03;VERSEMENT;BK9;;50,00;16004,00";
    let overlap = poufs.file("february.csv", &[CHARGE, DEPOSIT, AGAIN, more]);
    poufs.books(&overlap);
    // One line more, and the statement itself. Two deposits of one day and amount are two, and none of them is a third.
    assert_eq!(poufs.head() - after, 2, "{}", text(&poufs.reconcile(&overlap, &["--till", "bank:main"])));
}

#[test]
fn a_statement_that_does_not_add_up_books_nothing() {
    let poufs = Poufs::given();
    let before = poufs.head();
    let statement = poufs.file("wrong.csv", &[OPENS, PART.replace("15790", "15791").as_str()]);
    let told = poufs.books(&statement);
    assert_eq!(told.status.code(), Some(2));
    assert!(text(&told).contains("quarantined"), "{}", text(&told));
    assert_eq!(poufs.head(), before, "nothing of it is recorded");
}

#[test]
fn a_person_says_what_a_line_means_and_takes_it_back() {
    let poufs = Poufs::given();
    let statement = poufs.file("january.csv", &[OPENS, PART, CHARGE]);
    poufs.books(&statement);
    let exported = mizan().arg("export").arg(&poufs.book).args(["--as", "ndjson"]).output().expect("it is exported");
    let exported = String::from_utf8(exported.stdout).expect("records are text");
    let line_of = |amount: &str| {
        let records = exported.lines().map(|line| serde_json::from_str::<Value>(line).expect("a record is JSON"));
        let mut lines = records.filter(|record| record["type"] == "statement_line_recorded");
        let found = lines.find(|record| record["data"]["amount"] == amount).expect("the line was recorded");
        found["data"]["line"].clone()
    };
    let say = |key: &str, kind: &str, day: &str, data: Value| {
        json!({"key": key, "occurred_on": day, "actor": {"id": "treasurer-1", "role": "treasurer"},
            "cooperative": "demo-poufs", "type": kind, "data": data})
    };
    let part = json!({"match": "by-hand-1", "lines": [line_of("2250.00 MAD")], "found_by": "person", "books": [
        {"as": "payment", "payment": "paid-1", "buyer": "demo-atelier", "amount": "2250.00 MAD",
            "pays": [{"sale": "buttons-1", "amount": "2250.00 MAD"}]}]});
    assert_eq!(poufs.says(say("m-1", "confirm_match", "2026-01-31", part))["status"], "recorded");
    let charge = json!({"match": "by-hand-2", "lines": [line_of("36.00 MAD")], "found_by": "person", "books": [
        {"as": "fee", "fee": "account-fee", "kind": "bank", "amount": "36.00 MAD"}]});
    assert_eq!(poufs.says(say("m-2", "confirm_match", "2026-02-01", charge))["status"], "recorded");
    assert_eq!(
        poufs.reconcile(&statement, &["--till", "bank:main"]).status.code(),
        Some(0),
        "nothing is left to anybody"
    );
    assert_eq!(poufs.holds("expenses:bank-charges"), "36.00");

    let undo = json!({"match": "by-hand-2", "reason": "it was the neighbour's account"});
    assert_eq!(poufs.says(say("m-3", "undo_match", "2026-02-05", undo))["status"], "recorded");
    assert_eq!(poufs.verdicts(&statement)[2], ("4".to_owned(), "is_exception".to_owned()));
    assert_eq!(replay(&poufs.book)["agrees_with_live"], true);
}

#[test]
fn a_retailer_holds_its_remittance_against_its_invoices_and_the_report_has_a_row_for_each_line() {
    let poufs = Poufs::given();
    let remittance = poufs.file("remittance.csv", &[OPENS, PART]);
    let report = poufs.reconcile(&remittance, &["--buyer", "demo-medina-shop", "--as", "csv"]);
    assert_eq!(report.status.code(), Some(2));
    insta::assert_snapshot!("a_remittance_is_reported", text(&report).replace("; age_over", ""));
    let book = poufs.reconcile(&remittance, &["--buyer", "demo-medina-shop", "--as", "xlsx"]);
    assert!(book.stdout.starts_with(b"PK"), "a workbook is a packed folder");
}

#[test]
fn what_cannot_be_done_is_said_with_what_would_be_right() {
    let poufs = Poufs::given();
    let statement = poufs.file("january.csv", &[OPENS]);
    let told = |more: &[&str]| {
        let output = poufs.reconcile(&statement, more);
        let told = text(&output).replace(&poufs.folder.path().display().to_string(), "FOLDER");
        format!("{more:?}: {:?}\n{}\n", output.status.code(), told.trim_end())
    };
    let all = [
        told(&["--till", "bank:other"]),
        told(&["--till", "bank:main", "--cooperative", "nobody"]),
        told(&["--till", "bank:main", "--book"]),
        told(&["--till", "bank:main", "--book", "--by", "treasurer-1"]),
        told(&["--till", "bank:main", "--account", "011780000099999999999999"]),
        told(&[]),
    ];
    insta::assert_snapshot!("what_cannot_be_reconciled", all.join("\n"));
}

/// A statement of one entry: the bank has paid a member, under our own reference.
fn debit(reference: &str, amount: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>B-1</MsgId><CreDtTm>2026-02-18T06:00:00+01:00</CreDtTm></GrpHdr>
<Stmt><Id>S-1</Id><Acct><Id><Othr><Id>011780000012345678901296</Id></Othr></Id><Ccy>MAD</Ccy></Acct>
<Ntry><Amt Ccy="MAD">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-02-17</Dt></BookgDt><AcctSvcrRef>BK-1</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>"#
    )
}

#[test]
fn what_answers_and_reconcile_both_read_is_booked_once_in_either_order() {
    for answers_first in [true, false] {
        let poufs = Poufs::after(61);
        let run = |words: &[&str]| {
            let mut command = mizan();
            let output = command.args(words).current_dir(poufs.folder.path()).output();
            output.expect("the program can be run")
        };
        let shown = run(&["payout", "show", "poufs.mizan", "pay-2026-02-16", "--json"]);
        let shown: Value = serde_json::from_slice(&shown.stdout).expect("it answers in JSON");
        let item = &shown["items"][0];
        let reference = item["end_to_end"].as_str().expect("a payment has a reference");
        let file = poufs.folder.path().join("statement.xml");
        fs::write(&file, debit(reference, "361.65")).expect("the folder can be written");
        let before: i64 = minor(&poufs.holds("assets:bank:main"));
        let mut commands = [
            vec!["payout", "answers", "poufs.mizan", "statement.xml", "--by", "treasurer-2:treasurer"],
            vec![
                "reconcile",
                "poufs.mizan",
                "statement.xml",
                "--till",
                "bank:main",
                "--book",
                "--by",
                "treasurer-2:treasurer",
            ],
        ];
        if !answers_first {
            commands.reverse();
        }
        for words in &commands {
            let told = run(words);
            assert_eq!(told.status.code(), Some(0), "{words:?}: {}", text(&told));
        }
        assert_eq!(before - minor(&poufs.holds("assets:bank:main")), 36_165, "she is paid once");
        let told = text(&run(&["reconcile", "poufs.mizan", "statement.xml", "--till", "bank:main"]));
        assert!(told.contains("known already"), "{told}");
        assert_eq!(replay(&poufs.book)["agrees_with_live"], true);
    }
}

/// A figure in minor units.
fn minor(figure: &str) -> i64 {
    figure.replace('.', "").parse().expect("a balance is a number")
}
