//! A month is closed, an auditor makes its rows again, and a weaver shows that her balance was counted.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use mizan_proof::scope::{Unchained, scope_chain};
use mizan_tests::program::mizan;
use mizan_tests::recorded::{Answer, init};
use mizan_tests::repository;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

/// The book of the golden rug with its March closed.
struct Closed {
    folder: TempDir,
    /// The answer that the closing was given.
    answer: Answer,
}

impl Closed {
    fn new() -> Closed {
        let folder = tempdir().expect("a test has room for its files");
        let book = folder.path().join("rug.mizan");
        init(&book);
        let story =
            fs::read_to_string(repository().join("fixtures/stories/golden.ndjson")).expect("the story is there");
        let mut answers = Answer::to(&book, &format!("{story}{}\n", close("treasurer")));
        assert!(answers.iter().all(|answer| answer.status == "recorded"), "{answers:?}");
        let answer = answers.pop().expect("the closing is answered");
        fs::write(folder.path().join("opening"), answer.disclosures.join("\n")).expect("the folder has room");
        Closed { folder, answer }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `mizan rows` of March with some arguments: what it says, and its exit code.
    fn rows(&self, more: &[&str]) -> (String, Option<i32>) {
        let mut command = mizan();
        command.current_dir(self.folder.path()).args(["rows", "rug.mizan", "--cooperative", "demo-weavers"]);
        let output = command.args(["--period", "2026-03"]).args(more).output();
        let Output { status, stdout, stderr } = output.expect("the program can be run");
        let said = String::from_utf8([stdout, stderr].concat()).expect("it says text");
        (said, status.code())
    }

    /// The lines of the cooperative, as they are exported.
    fn export(&self) -> Vec<String> {
        let mut command = mizan();
        let output = command.arg("export").arg(self.path("rug.mizan")).args(["--as", "ndjson", "--cooperative"]);
        let Output { status, stdout, .. } = output.arg("demo-weavers").output().expect("the program can be run");
        assert!(status.success());
        String::from_utf8(stdout).expect("an export is text").lines().map(str::to_owned).collect()
    }
}

fn close(who: &str) -> Value {
    let actor = json!({"id": format!("{who}-1"), "role": who});
    json!({"key": "close-march", "occurred_on": "2026-04-20", "actor": actor, "cooperative": "demo-weavers",
        "type": "close_period", "data": {"period": "2026-03", "until": "2026-03-31"}})
}

#[test]
fn an_auditor_with_the_opening_makes_every_row_again() {
    let closed = Closed::new();
    let (said, code) = closed.rows(&["--opening", "opening", "--json"]);
    assert_eq!(code, Some(0), "{said}");
    let sheet: Value = serde_json::from_str(&said).expect("--json answers with JSON");
    let shown = sheet["shown"].as_array().expect("rows");
    assert_eq!((&sheet["rows"], &sheet["differs"]), (&json!(shown.len()), &json!([])));
    // The rows are the balances, to the centime, and sum to zero.
    let rows: Vec<Value> = shown
        .iter()
        .map(|row| serde_json::from_str(row["row"].as_str().expect("a row is text")).expect("and JSON"))
        .collect();
    let bank = rows.iter().find(|row| row["account"] == "assets:bank:main").expect("the bank holds something");
    let mut balances = mizan();
    let output = balances.arg("balances").arg(closed.path("rug.mizan")).arg("--json").output();
    let balances: Value = serde_json::from_slice(&output.expect("the program can be run").stdout).expect("JSON");
    let held = balances["accounts"].as_array().expect("accounts");
    assert_eq!(held.len(), rows.len());
    let held = held.iter().find(|line| line["account"] == "assets:bank:main").expect("the bank holds something");
    assert_eq!(held["balance"], bank["balance"]);
    let minor = |row: &Value| row["balance"].as_str().expect("text").replace('.', "").parse::<i64>().expect("a number");
    assert_eq!(rows.iter().map(minor).sum::<i64>(), 0);
    // The whole answer serves as well as the opening in it.
    fs::write(closed.path("answer"), json!({"line": 1, "disclosures": closed.answer.disclosures}).to_string())
        .expect("the folder has room");
    let (said, code) = closed.rows(&["--opening", "answer"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("The rows come to the root that stands in the book."), "{said}");
}

#[test]
fn a_weaver_keeps_her_rows_and_shows_later_that_they_were_counted() {
    let closed = Closed::new();
    let (hers, code) = closed.rows(&["--opening", "opening", "--member", "weaver-1", "--json"]);
    assert_eq!(code, Some(0), "{hers}");
    assert!(hers.contains("weaver-1") && !hers.contains("weaver-2") && !hers.contains("weaver-3"), "{hers}");
    fs::write(closed.path("hers.json"), &hers).expect("the folder has room");
    let (said, code) = closed.rows(&["--proof", "hers.json"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("The rows come to the root that stands in the book."), "{said}");

    // A centime more, another place, or a hash that was changed: none of them is under the root.
    let sheet: Value = serde_json::from_str(&hers).expect("JSON");
    let row = sheet["shown"][0]["row"].as_str().expect("a row").to_owned();
    let index = sheet["shown"][0]["index"].as_u64().expect("a place");
    let balance = serde_json::from_str::<Value>(&row).expect("JSON")["balance"].as_str().expect("text").to_owned();
    let another = if index == 0 { 1 } else { index - 1 };
    for (place, value) in [
        ("/shown/0/row", json!(row.replace(&balance, &format!("1{balance}")))),
        ("/shown/0/index", json!(another)),
        ("/shown/0/path/0", sheet["shown"][0]["path"][1].clone()),
        ("/shown/0/path", json!([])),
        ("/shown", json!([])),
    ] {
        let mut forged = sheet.clone();
        *forged.pointer_mut(place).expect("the sheet has it") = value;
        fs::write(closed.path("forged.json"), forged.to_string()).expect("the folder has room");
        let (said, code) = closed.rows(&["--proof", "forged.json"]);
        assert_eq!(code, Some(2), "{place}: {said}");
        assert!(said.contains("The closing DIFFERS"), "{place}: {said}");
    }
    // What she says of the root or of the number of rows is not believed: the book says it.
    let mut boasting = sheet.clone();
    (boasting["root"], boasting["rows"]) = (json!("another"), json!(1));
    fs::write(closed.path("boasting.json"), boasting.to_string()).expect("the folder has room");
    assert_eq!(closed.rows(&["--proof", "boasting.json"]).1, Some(0));
}

#[test]
fn whoever_has_no_opening_or_no_balance_is_told_so() {
    let closed = Closed::new();
    fs::write(closed.path("other"), "WyJDTWthU2dOVDFTVmMwMS1ONnJRVDl3IiwgInBlcmlvZF9zZWNyZXQiLCAiOUZWLVVzb0MxTDVDM0pTSkp4N0pGRUZFdk1lNklYXzhrQTdjWmRNRjI1ZyJd")
        .expect("the folder has room");
    let (said, code) = closed.rows(&["--opening", "other"]);
    assert_eq!(code, Some(2));
    let (position, _) = closed.answer.positions.expect("it was recorded");
    assert!(
        said.contains(&format!("nothing in other opens the secret of the closing at position {position}")),
        "{said}"
    );
    let (said, code) = closed.rows(&["--opening", "opening", "--member", "weaver-99"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("`weaver-99` has no balance that is not zero"), "{said}");
    let (said, code) = closed.rows(&[]);
    assert_eq!(code, Some(1), "{said}");
}

#[test]
fn an_export_of_one_cooperative_is_checked_alone_and_the_first_wrong_record_is_named() {
    let closed = Closed::new();
    let lines = closed.export();
    let told = |lines: &[String]| scope_chain(lines.iter().map(|line| line.as_bytes()));
    let whole = told(&lines).expect("it is gap-free");
    assert_eq!((whole.scope.as_deref(), whole.records), (Some("demo-weavers"), lines.len() as u64));
    let at = lines.len() / 2;
    let position = |line: &String| serde_json::from_str::<Value>(line).expect("JSON")["position"].as_u64().unwrap_or(0);

    let mut deleted = lines.clone();
    deleted.remove(at);
    let (line, seq) = (at as u64 + 1, at as u64);
    let gap = Unchained::Gap { line, position: position(&lines[at + 1]), expected: seq, found: seq + 1 };
    assert_eq!(told(&deleted), Err(gap));

    let mut swapped = lines.clone();
    swapped.swap(at, at + 1);
    let order = Unchained::Order { line, position: position(&lines[at + 1]), expected: seq, found: seq + 1 };
    assert_eq!(told(&swapped), Err(order));

    let mut changed = lines.clone();
    changed[at] = changed[at].replacen("2026", "2025", 1);
    assert_ne!(changed, lines);
    assert_eq!(told(&changed), Err(Unchained::Altered { line: line + 1, position: position(&lines[at + 1]) }));

    // The tail is found against what says how far the scope had come: its closing was number so much.
    let mut cut = lines.clone();
    let closing: Value = serde_json::from_str(&cut.pop().expect("the closing is the last")).expect("JSON");
    assert_eq!(closing["type"], "period_closed");
    let found = told(&cut).expect("the chain alone finds nothing wrong");
    assert_eq!(closing["scope_seq"], json!(found.records), "the closing, if it is known, is number {}", found.records);
    assert_ne!(found, whole);
}
