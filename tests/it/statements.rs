//! Files of banks and providers through the program: what each file of `fixtures/statements` is told, as a person reads it and
//! as a program does, and how many of a folder of other people's samples can be read.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use mizan_tests::program::mizan;
use mizan_tests::repository;
use serde_json::Value;
use tempfile::tempdir;

const FOLDER: &str = "fixtures/statements";

fn read(file: &str, more: &[&str]) -> Output {
    let mut command = mizan();
    command.arg("read").arg(file).args(more).current_dir(repository());
    command.output().expect("the program can be run")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    })
}

/// The files below a folder, in their order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut unread = vec![folder.to_owned()];
    while let Some(folder) = unread.pop() {
        for entry in fs::read_dir(&folder).expect("a folder can be listed") {
            let path = entry.expect("a folder can be listed to its end").path();
            if path.is_dir() { unread.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The mapping that lies beside a bank's table.
fn mapping(file: &str) -> Option<&'static str> {
    let plain = ["utf16.csv", "ambiguous.csv"].iter().any(|name| file.ends_with(name));
    match (file.contains("/bank/"), plain) {
        (false, _) => None,
        (true, true) => Some("fixtures/statements/bank/mapping-plain.json"),
        (true, false) => Some("fixtures/statements/bank/mapping.json"),
    }
}

#[test]
fn every_file_is_told_what_was_understood_of_it() {
    for path in files(&repository().join(FOLDER)) {
        let file = path.strip_prefix(repository()).expect("it lies in the repository").display().to_string();
        if file.ends_with(".json") {
            continue;
        }
        let mut more: Vec<&str> = mapping(&file).into_iter().flat_map(|mapping| ["--mapping", mapping]).collect();
        let text = read(&file, &more);
        more.push("--json");
        let output = read(&file, &more);
        assert_eq!((text.status, text.stderr.is_empty()), (output.status, output.stderr.is_empty()));
        let read = json(&output);
        let quarantined = read["findings"].as_array().expect("findings are a list");
        let quarantined = quarantined.iter().any(|finding| finding["gravity"] == "quarantine");
        assert_eq!(output.status.code(), Some(if quarantined { 2 } else { 0 }), "{file}");
        let pretty = serde_json::to_string_pretty(&read).expect("JSON can be written");
        let name = file.trim_start_matches("fixtures/statements/").replace(['/', '.'], "_");
        let text = String::from_utf8(text.stdout).expect("what is told is text");
        insta::assert_snapshot!(name, format!("exit {:?}\n{text}\n{pretty}", output.status.code()));
    }
}

#[test]
fn what_cannot_be_done_is_said_with_what_would_be_right() {
    let folder = tempdir().expect("a test has room for its files");
    let inside = |name: &str| folder.path().join(name);
    let said = |output: Output| {
        let told = String::from_utf8_lossy(&output.stderr).replace(&folder.path().display().to_string(), "FOLDER");
        (output.status.code(), told)
    };
    let long = fs::File::create(inside("long.xml")).expect("a file can be made");
    long.set_len(1 << 30).expect("an empty file may be as long as one likes");
    let (code, told) = said(read(&inside("long.xml").display().to_string(), &[]));
    assert_eq!(code, Some(2));
    insta::assert_snapshot!("beyond_the_bound", told);

    let (code, told) = said(read(&inside("none.xml").display().to_string(), &[]));
    assert_eq!(code, Some(1));
    assert!(told.contains("cannot read FOLDER/none.xml"), "{told}");

    fs::write(inside("mapping.json"), r#"{"columns":{"booked_on":"Date","amont":"Montant"}}"#).expect("there is room");
    let mapping = inside("mapping.json").display().to_string();
    let (code, told) = said(read("fixtures/statements/bank/march.csv", &["--mapping", &mapping]));
    assert_eq!(code, Some(1));
    insta::assert_snapshot!("a_mapping_with_a_slip", told);

    let (code, told) = said(read("fixtures/statements/bank/march.csv", &["--as", "camt.053"]));
    assert_eq!(code, Some(1));
    assert!(told.contains("paypal-settlement"), "it lists the formats: {told}");
}

#[test]
fn a_statement_without_end_is_refused_as_soon_as_the_bound_is_read() {
    let mut command = mizan();
    let command = command.args(["read", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut program = command.spawn().expect("the program can be run");
    let mut input = program.stdin.take().expect("it reads what it is handed");
    let mebibyte = vec![b' '; 1 << 20];
    // A gigabyte is offered. What is not taken needs no room in any memory.
    let taken = (0..1_024).take_while(|_| input.write_all(&mebibyte).is_ok()).count();
    drop(input);
    let output = program.wait_with_output().expect("it ends");
    assert!((128..=130).contains(&taken), "{taken} MiB were taken");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("- has more than the 134217728 bytes that are read of one file"), "{told}");
}

#[test]
fn a_file_read_as_what_it_is_not_and_a_table_nobody_has_named_are_told() {
    let codes = |output: &Output| {
        let read = json(output);
        let findings = read["findings"].as_array().expect("findings are a list").iter();
        findings.map(|finding| finding["code"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let forced = read("fixtures/statements/camt053/march.xml", &["--as", "pain002", "--json"]);
    assert_eq!((codes(&forced), forced.status.code()), (vec!["unknown_format".to_owned()], Some(2)));
    let nameless = read("fixtures/statements/bank/newest-first.csv", &["--json"]);
    assert_eq!(codes(&nameless), ["assumed_letters", "needs_mapping"]);
    let sheet = read("fixtures/statements/bank/march.xlsx", &["--json"]);
    assert_eq!(codes(&sheet).last().map(String::as_str), Some("needs_mapping"));
    let elsewhere = read("fixtures/statements/camt053/march.xml", &["--account", "FR76 3000", "--json"]);
    assert_eq!(codes(&elsewhere), ["other_account"]);
    let ours = json(&read("fixtures/statements/camt054/returned.xml", &["--ours", "MZ8", "--json"]));
    assert_eq!(ours["statements"][0]["entries"][1]["return"]["ground"], "echo");
}

/// Public samples are other people's, and lie in no repository of ours: where there is a folder of them, it is named.
const SAMPLES: &str = "MIZAN_SAMPLES";

#[test]
fn of_other_peoples_samples_none_is_lost() {
    let Some(folder) = std::env::var_os(SAMPLES) else {
        eprintln!("skipped: {SAMPLES} names no folder of public statement files");
        return;
    };
    let folder = fs::canonicalize(folder).expect("the folder of samples is there");
    let mut lines = String::new();
    for path in files(&folder) {
        let mut command: Command = mizan();
        let output = command.arg("read").arg(&path).arg("--json").output().expect("the program can be run");
        let read = json(&output);
        let count = |list: &str| read[list].as_array().map_or(0, Vec::len);
        let understood = count("statements") + count("reports") + count("payouts");
        // Read, or named and kept.
        assert!(understood > 0 || (count("unread") > 0 && count("findings") > 0), "{}", path.display());
        let name = path.strip_prefix(&folder).expect("it lies in the folder").display();
        lines.push_str(&format!("{name}: {} {understood}\n", read["format"]));
    }
    eprintln!("{lines}");
}
