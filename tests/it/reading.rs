//! What people read: balances, statements and traces, through the program itself, in text and in JSON.
//!
//! The texts are snapshots, because a person sees every word of them. What must hold in every book is tried on
//! generated ones, below.

mod languages;
mod laws;
mod pay;
mod way;
mod whole;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::{env, fs};

use mizan_tests::{repository, target_folder};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The program, built from what lies in the repository now.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let cargo = env::var_os("CARGO").expect("cargo tells a test where it is");
        let build = ["build", "--quiet", "--package", "mizan", "--bin", "mizan"];
        let mut command = Command::new(cargo);
        command.args(build).arg("--target-dir").arg(target_folder()).current_dir(repository());
        assert!(command.status().expect("cargo can be run").success(), "the program can be built");
        target_folder().join("debug/mizan")
    })
}

fn mizan(arguments: &[&str]) -> Output {
    let mut program = Command::new(program());
    program.env_remove("MIZAN_BOOK").env_remove("MIZAN_LANG").args(arguments).output().expect("the program can be run")
}

/// What the program answers when all is well.
#[track_caller]
fn answer(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = mizan(arguments);
    let complaint = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(0), "mizan {arguments:?} says: {complaint}");
    String::from_utf8(stdout).expect("an answer is UTF-8")
}

/// The same, as JSON.
#[track_caller]
fn answer_json(arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&answer(&arguments)).expect("--json answers with JSON")
}

/// What the program complains of, when it was given or found something that is not right.
#[track_caller]
fn complaint(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = mizan(arguments);
    assert_eq!(status.code(), Some(2), "mizan {arguments:?} complains");
    assert!(stdout.is_empty(), "an error leaves no half an answer");
    String::from_utf8(stderr).expect("a complaint is UTF-8").trim_end().to_owned()
}

/// A book in a folder of its own, which goes when it does.
struct Shelf {
    folder: TempDir,
}

impl Shelf {
    fn new() -> Shelf {
        let shelf = Shelf { folder: tempfile::tempdir().expect("a folder can be made") };
        answer(&["init", &shelf.book(), "--name", "Demo network", "--currency", "MAD"]);
        shelf
    }

    fn book(&self) -> String {
        self.folder.path().join("demo.mizan").to_str().expect("the folder has a plain name").to_owned()
    }

    /// Records commands, one a line.
    #[track_caller]
    fn record(&self, commands: &str) {
        let file = self.folder.path().join("commands.ndjson");
        fs::write(&file, commands).expect("commands can be written");
        answer(&["record", &self.book(), file.to_str().expect("the folder has a plain name")]);
    }
}

/// The book of the golden scenario: one rug, three weavers. It is only read.
fn golden() -> String {
    static BOOK: OnceLock<Shelf> = OnceLock::new();
    let shelf = BOOK.get_or_init(|| {
        let shelf = Shelf::new();
        let commands = repository().join("fixtures/stories/golden.ndjson");
        shelf.record(&fs::read_to_string(commands).expect("the scenario lies in fixtures/stories"));
        shelf
    });
    shelf.book()
}

fn command(key: &str, kind: &str, cooperative: Option<&str>, data: &Value) -> String {
    let actor = json!({"id": "operator-1", "role": "operator"});
    let mut line = json!({"key": key, "occurred_on": "2026-01-05", "actor": actor, "type": kind, "data": data});
    if let Some(cooperative) = cooperative {
        line["cooperative"] = json!(cooperative);
    }
    format!("{line}\n")
}

#[test]
fn the_balances_of_the_golden_scenario_are_read_in_a_table() {
    insta::assert_snapshot!(answer(&["balances", &golden()]));
}

#[test]
fn a_weavers_statement_speaks_of_what_was_kept_and_what_is_in_her_hand() {
    insta::assert_snapshot!(answer(&["statement", &golden(), "weaver-1"]));
}

#[test]
fn a_statement_of_some_days_begins_with_what_was_due_before() {
    let days = ["statement", &golden(), "weaver-3", "--from", "2026-03-01", "--to", "2026-03-31"];
    insta::assert_snapshot!(answer(&days));
}

#[test]
fn the_rug_is_followed_from_the_gallerys_euros_to_three_hands() {
    insta::assert_snapshot!(answer(&["trace", &golden(), "sale-1"]));
}

#[test]
fn a_payout_is_followed_back_to_the_gallerys_euros() {
    insta::assert_snapshot!(answer(&["trace", &golden(), "payout-1"]));
}

#[test]
fn the_trace_ends_with_no_payout_on_its_way_one_finding_and_nothing_unexplained() {
    for at in ["2026-03-31", "2026-12-31"] {
        let trace = answer_json(&["trace", &golden(), "sale-1", "--at", at]);
        assert_eq!(trace["unexplained"], "0.00");
        assert_eq!(trace["findings"].as_array().map(Vec::len), Some(1));
        assert_eq!(trace["findings"][0]["finding"], "receipt_disputed");
        assert_eq!(trace["paid"]["outstanding"], if at < "2026-04-15" { "0.00" } else { "-100.00" });
        let balances = answer_json(&["balances", &golden(), "--at", at]);
        let accounts = balances["accounts"].as_array().expect("accounts are a list");
        let on_its_way = |line: &&Value| line["account"].as_str().is_some_and(|name| name.contains(":payout:"));
        assert_eq!(accounts.iter().find(on_its_way), None, "nothing is left in a payout");
    }
}

#[test]
fn text_and_json_show_the_same_balances() {
    let (text, found) = (answer(&["balances", &golden()]), answer_json(&["balances", &golden()]));
    let accounts = found["accounts"].as_array().expect("accounts are a list");
    assert!(!accounts.is_empty());
    for line in accounts {
        let word = |field: &str| line[field].as_str().expect("fields are texts");
        let row = text.lines().find(|row| row.trim_start().starts_with(&format!("{} ", word("account"))));
        assert!(row.is_some_and(|row| row.replace(',', "").ends_with(word("balance"))), "{line} stands in the table");
    }
}

#[test]
fn every_read_can_be_asked_for_a_day_or_a_position_of_the_past() {
    let book = golden();
    let when_sold = answer_json(&["balances", &book, "--member", "weaver-1", "--at", "2026-02-25"]);
    let accounts = when_sold["accounts"].as_array().expect("accounts are a list");
    let due = json!({
        "cooperative": "demo-weavers", "account": "liabilities:member:weaver-1:pending", "currency": "MAD",
        "balance": "860.49"
    });
    assert!(accounts.contains(&due), "{accounts:#?}");
    let statement = answer_json(&["statement", &book, "weaver-1", "--at", "2026-03-16"]);
    assert_eq!(statement["open"]["sent"], "860.49");
    let last = answer_json(&["balances", &book])["position"].as_u64().expect("a position is a number");
    let before_the_credit_note = (last - 1).to_string();
    let trace = answer_json(&["trace", &book, "sale-1", "--at", &before_the_credit_note]);
    assert_eq!((&trace["paid"]["credited"], &trace["unexplained"]), (&json!("0.00"), &json!("0.00")));
    let statement = answer_json(&["statement", &book, "weaver-3", "--at", &before_the_credit_note]);
    assert_eq!(statement["open"]["available"], "28.05");
}

#[test]
fn a_position_that_is_no_state_of_the_book_is_refused() {
    let sale = answer_json(&["trace", &golden(), "sale-1"]);
    assert_eq!(sale["kind"], "sale");
    let beyond = complaint(&["balances", &golden(), "--at", "4711"]);
    assert!(beyond.contains("there is no position 4711"), "{beyond}");
    let inside = complaint(&["trace", &golden(), "sale-1", "--at", "43"]);
    assert!(inside.contains("lies inside the batch of `record-sale:sale-1`"), "{inside}");
}

#[test]
fn who_or_what_nobody_knows_is_named_in_the_complaint() {
    let book = golden();
    let cases: [(&[&str], &str); 6] = [
        (
            &["statement", &book, "weaver-9"],
            "mizan: `weaver-9` is no member, cooperative, buyer or intermediary of this book",
        ),
        (&["trace", &book, "rug-9"], "mizan: `rug-9` is no sale or payout of this book"),
        (&["trace", &book, "demo-dyers/sale-1"], "mizan: `demo-dyers/sale-1` is no sale or payout of this book"),
        (&["balances", &book, "--member", "weaver-9"], "mizan: `weaver-9` is no member of this book"),
        (&["balances", &book, "--cooperative", "demo-dyers"], "mizan: `demo-dyers` is no cooperative of this book"),
        (
            &["trace", &book, "sale-1", "--at", "2026-01-31"],
            "mizan: the sale `sale-1` was not recorded as having happened by 2026-01-31: leave out the day or give a \
             later one",
        ),
    ];
    for (arguments, expected) in cases {
        assert_eq!(complaint(arguments), expected);
    }
}

#[test]
fn an_empty_book_has_no_balances_and_nobody_to_ask_for() {
    let shelf = Shelf::new();
    assert_eq!(
        answer(&["balances", &shelf.book()]),
        "Balances at position 0\n\nNothing is held and nothing is owed.\n"
    );
    assert_eq!(answer_json(&["balances", &shelf.book()]), json!({"position": 0, "accounts": []}));
    let nobody = "mizan: `weaver-1` is no member, cooperative, buyer or intermediary of this book";
    assert_eq!(complaint(&["statement", &shelf.book(), "weaver-1"]), nobody);
    assert_eq!(complaint(&["trace", &shelf.book(), "sale-1"]), "mizan: `sale-1` is no sale or payout of this book");
}

#[test]
fn a_member_without_any_account_has_no_balances_and_an_empty_statement() {
    let shelf = Shelf::new();
    let cooperatives = ["demo-dyers", "demo-weavers"];
    let mut commands = String::new();
    for cooperative in cooperatives {
        let key = |what: &str| format!("{what}-{cooperative}");
        let registered = json!({"name": cooperative});
        commands += &command(&key("register"), "register_cooperative", Some(cooperative), &registered);
        commands += &command(&key("admit"), "admit_member", Some(cooperative), &json!({"member": "member-1"}));
    }
    shelf.record(&commands);
    let book = shelf.book();
    assert!(answer(&["balances", &book, "--member", "member-1"]).contains("Nothing is held"));
    assert_eq!(
        complaint(&["statement", &book, "member-1"]),
        "mizan: `member-1` is not one thing but several: write demo-dyers/member/member-1 or \
         demo-weavers/member/member-1"
    );
    let hers = answer_json(&["statement", &book, "demo-dyers/member-1"]);
    assert_eq!((&hers["cooperative"], &hers["earned"]), (&json!("demo-dyers"), &json!("0.00")));
}

#[test]
fn a_statement_with_its_days_the_wrong_way_round_cannot_be_made() {
    let output = mizan(&["statement", &golden(), "weaver-1", "--from", "2026-03-02", "--to", "2026-03-01"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("has no days: the first must not come after the last"));
}
