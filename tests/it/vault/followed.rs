//! Planted names and numbers, followed through the stories: whatever the program prints, logs, exports and stores.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use mizan_ledger::record::Record;
use mizan_proof::disclosure::Disclosure;
use mizan_tests::generator::{Generator, Life, Plan};
use mizan_tests::program::mizan;
use mizan_tests::recorded::{init, records};
use mizan_tests::repository;
use serde_json::{Value, json};

/// What stands in every planted value, and nowhere else.
const PLANTED: &str = "Qzxwvk";

/// A story with something planted in every sealed field of every command that may have one, and in lines that are wrong.
fn planted(story: &str) -> String {
    let mut lines = Vec::new();
    for (number, line) in story.lines().enumerate() {
        let mut line: Value = serde_json::from_str(line).expect("each line of a story is JSON");
        let mut said = line.clone();
        let fields = ["name", "phone", "address", "national_id", "account_number", "witness", "scan", "note"];
        let of_payee = line["type"] == "set_payee_details";
        // The number of an account is looked at by a rule, so there it stays what it is.
        let fields = fields.iter().filter(|field| !of_payee || **field != "account_number");
        for field in fields {
            said["sealed"][*field] = json!(format!("{PLANTED} {field} {number}"));
        }
        let may = mizan_ledger::command::Submission::parse(&said.to_string()).is_ok();
        if may {
            let mut refused = said.clone();
            refused["key"] = json!(format!("refused-{number}"));
            refused["cooperative"] = json!("nowhere");
            lines.push(refused.to_string());
            line = said.clone();
        } else {
            said["key"] = json!(format!("nothing-sealed-{number}"));
            lines.push(said.to_string());
        }
        lines.push(line.to_string());
        if number == 3 {
            let whole = line.to_string();
            said["sealed"] = json!({"name": [PLANTED]});
            let wrong_field = said.to_string();
            said["sealed"] = json!({PLANTED: PLANTED});
            let unknown_field = said.to_string();
            said["sealed"] = json!({"note": PLANTED.repeat(1_000)});
            let too_long = said.to_string();
            said["sealed"] = json!(PLANTED);
            lines.extend([wrong_field, unknown_field, too_long, said.to_string(), whole + PLANTED]);
        }
    }
    lines.join("\n") + "\n"
}

/// What must not be found: the planted word, and whatever opens a digest, in the form it is handed over.
struct Needles(Vec<Vec<u8>>);

impl Needles {
    #[track_caller]
    fn are_not_in(&self, haystack: &[u8], what: &str) {
        for needle in &self.0 {
            let found = haystack.windows(needle.len()).any(|window| window == &needle[..]);
            assert!(!found, "{what} has {}", String::from_utf8_lossy(needle));
        }
    }
}

fn run(words: &[&str], book: &Path) -> Output {
    let mut command = mizan();
    let (name, words) = words.split_first().expect("a command is named");
    command.arg(name).arg(book).args(words).env("MIZAN_LOG", "trace").stdin(Stdio::null());
    command.output().expect("the program can be run")
}

/// Tells a story through the program and follows what was planted.
fn follow(story: &str) {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let book = folder.path().join("network.mizan");
    init(&book);
    let lines = folder.path().join("lines");
    fs::write(&lines, planted(story)).expect("the folder can be written");
    let told = mizan().arg("record").arg(&book).arg(&lines).env("MIZAN_LOG", "trace").output();
    let told = told.expect("the program can be run");
    fs::remove_file(&lines).expect("what was typed in is no file of the program");
    let (mut openings, mut needles, mut answers) = (0, BTreeSet::from([PLANTED.as_bytes().to_vec()]), Vec::new());
    for line in String::from_utf8(told.stdout).expect("answers are text").lines() {
        let mut answer: Value = serde_json::from_str(line).expect("an answer is JSON");
        let disclosures = answer.as_object_mut().and_then(|answer| answer.remove("disclosures"));
        for disclosure in disclosures.iter().flat_map(|all| all.as_array().expect("a list")) {
            let encoded = disclosure.as_str().expect("a text");
            assert!(Disclosure::parse(encoded).is_ok());
            needles.insert(encoded.as_bytes().to_vec());
            openings += 1;
        }
        answers.push(answer.to_string());
    }
    assert!(openings > 15, "something was planted: {openings}");
    let needles = Needles(needles.into_iter().collect());
    needles.are_not_in(answers.join("\n").as_bytes(), "an answer beside its disclosures");
    needles.are_not_in(&told.stderr, "the log of `record`");

    let written = records(&book);
    for words in everything_that_is_read(&written) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Output { stdout, stderr, .. } = run(&words, &book);
        needles.are_not_in(&stdout, &format!("what {words:?} prints"));
        needles.are_not_in(&stderr, &format!("what {words:?} logs"));
    }
    for file in fs::read_dir(folder.path()).expect("the folder is there").flatten() {
        needles.are_not_in(&fs::read(file.path()).expect("it can be read"), &file.path().display().to_string());
    }

    let people = whose(&written);
    assert!(people.len() > 3, "{people:?}");
    for who in &people {
        let words = ["person", "erase", who, "--ground", "law_demands", "--reference", "Order 12"];
        let output = mizan().args(&words[..2]).arg(&book).args(&words[2..]).env("MIZAN_LOG", "trace").output();
        let Output { status, stdout, stderr } = output.expect("the program can be run");
        assert!(status.success(), "{who}: {}", String::from_utf8_lossy(&stderr));
        needles.are_not_in(&stdout, &format!("the erasure of {who}"));
        needles.are_not_in(&stderr, &format!("the log of the erasure of {who}"));
        let output = mizan().args(["person", "show"]).arg(&book).arg(who).output().expect("the program can be run");
        needles.are_not_in(&output.stdout, &format!("what is shown of {who} after it"));
    }
    for file in fs::read_dir(folder.path()).expect("the folder is there").flatten() {
        needles.are_not_in(&fs::read(file.path()).expect("it can be read"), &file.path().display().to_string());
    }
}

/// Everybody of whom something may have been sealed.
fn whose(written: &[Record]) -> BTreeSet<String> {
    let named = written.iter().filter_map(|record| record.event.sealed_of()?.whose(record.envelope.scope));
    named.map(|whose| whose.to_string()).collect()
}

/// Every command that reads, in the forms it has.
fn everything_that_is_read(written: &[Record]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<&str>> = vec![vec!["balances"], vec!["replay"], vec!["indicators"], vec!["report"]];
    for form in ["ndjson", "hledger", "beancount", "csv"] {
        all.push(vec!["export", "--as", form]);
    }
    for language in ["en", "fr", "ar"] {
        all.push(vec!["indicators", "--lang", language]);
    }
    for report in mizan_ledger::report::query::QUERIES {
        all.push(vec!["report", report.name]);
    }
    let mut all: Vec<Vec<String>> =
        all.into_iter().map(|words| words.into_iter().map(str::to_owned).collect()).collect();
    let mut members = BTreeSet::new();
    for record in written {
        let event = serde_json::to_value(&record.event).expect("an event is JSON");
        for (field, command) in [("member", "statement"), ("sale", "trace"), ("payout", "trace"), ("piece", "card")] {
            if let Some(id) = event[field].as_str() {
                members.insert([command.to_owned(), id.to_owned()]);
            }
        }
    }
    all.extend(members.into_iter().take(40).map(Vec::from));
    let json = all.clone().into_iter().map(|words| [words, vec!["--json".to_owned()]].concat());
    all.iter().cloned().chain(json.collect::<Vec<_>>()).collect()
}

#[test]
fn nothing_planted_in_the_golden_story_is_printed_logged_exported_or_stored() {
    follow(&fs::read_to_string(repository().join("fixtures/stories/golden.ndjson")).expect("the story is there"));
}

#[test]
fn nothing_planted_in_the_season_is_printed_logged_exported_or_stored() {
    follow(&fs::read_to_string(repository().join("fixtures/stories/season.ndjson")).expect("the story is there"));
}

#[test]
fn nothing_planted_in_a_generated_tour_of_the_catalogue_is_printed_logged_exported_or_stored() {
    let plan = Plan { seed: 4, cooperatives: 2, members: 3, sales: 25, life: Life::Tour };
    let said = Generator::new(plan).skip(1);
    let lines: Vec<String> =
        said.map(|said| serde_json::to_string(&said.submission).expect("a command can be written")).collect();
    follow(&lines.join("\n"));
}
