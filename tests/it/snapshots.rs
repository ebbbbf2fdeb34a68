//! A snapshot beside a book, through the program: the same answers with it and without it, whatever lies there.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use mizan_tests::program::mizan;
use mizan_tests::recorded::{init, record};
use mizan_tests::repository;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

/// A folder with the weavers' book in it.
struct Office(TempDir);

/// What is asked of the book.
const ASKED: [&[&str]; 7] = [
    &["balances"],
    &["balances", "--at", "2026-02-20"],
    &["balances", "--at", "20"],
    &["statement", "weaver-3"],
    &["trace", "payout-1"],
    &["report", "funds"],
    &["indicators"],
];

impl Office {
    /// The book of the golden story, with a snapshot of its first forty commands and the rest told since.
    fn with_snapshot() -> Office {
        let office = Office::new();
        let story =
            fs::read_to_string(repository().join("fixtures/stories/golden.ndjson")).expect("the story is there");
        let lines: Vec<&str> = story.split_inclusive('\n').collect();
        let (beginning, rest) = lines.split_at(40);
        assert!(record(&office.book(), beginning.concat().as_bytes()).status.success());
        let made = office.json(&["snapshot", "--json"]);
        assert_eq!(made["bytes"], fs::metadata(office.snapshot()).expect("it is there").len());
        assert!(record(&office.book(), rest.concat().as_bytes()).status.success());
        office
    }

    fn new() -> Office {
        let office = Office(tempdir().expect("a test has room for its files"));
        init(&office.book());
        office
    }

    fn book(&self) -> PathBuf {
        self.0.path().join("weavers.mizan")
    }

    fn snapshot(&self) -> PathBuf {
        self.0.path().join("weavers.snapshot")
    }

    fn run(&self, words: &[&str]) -> Output {
        let output = mizan().arg(words[0]).arg(self.book()).args(&words[1..]).output();
        output.expect("the program can be run")
    }

    fn json(&self, words: &[&str]) -> Value {
        let output = self.run(words);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{words:?}: {output:?}"))
    }

    /// What each question is answered, with its exit code; and what an operator is told meanwhile.
    fn answers(&self) -> (Vec<(String, Option<i32>)>, Vec<String>) {
        let asked = ASKED.iter().map(|words| self.run(words));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        asked.map(|output| ((text(&output.stdout), output.status.code()), text(&output.stderr))).unzip()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("it can be listed").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn change(&self, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.snapshot()).expect("it is there");
        change(&mut bytes);
        fs::write(self.snapshot(), bytes).expect("it can be written");
    }
}

#[test]
fn every_answer_is_the_same_with_a_snapshot_without_one_and_with_a_damaged_one() {
    let office = Office::with_snapshot();
    let (with, told) = office.answers();
    assert!(with.iter().all(|(answer, _)| !answer.is_empty()));
    assert!(told.iter().all(String::is_empty), "nobody need be told: {told:?}");

    office.change(|bytes| *bytes.last_mut().expect("it has bytes") ^= 1);
    let (damaged, told) = office.answers();
    assert_eq!(damaged, with);
    let file = office.snapshot().display().to_string();
    for (words, told) in ASKED.iter().zip(told) {
        // Balances need no index, nor does a day need a snapshot, and neither reads what is damaged here.
        let reads_it = words[0] != "balances";
        assert_eq!(told.matches("is not used").count(), usize::from(reads_it), "{words:?}: {told}");
        assert!(!reads_it || told.contains(&file), "{words:?}: {told}");
    }

    fs::remove_file(office.snapshot()).expect("it is there");
    let before = office.names();
    assert_eq!(office.answers().0, with);
    assert_eq!(office.names(), before, "reading leaves nothing beside a book");
}

#[test]
fn a_book_goes_on_from_its_snapshot_and_says_nothing_twice() {
    let office = Office::with_snapshot();
    let story = fs::read(repository().join("fixtures/stories/golden.ndjson")).expect("the story is there");
    let again = record(&office.book(), &story);
    let answers = String::from_utf8_lossy(&again.stdout).into_owned();
    assert_eq!(answers.matches("already_recorded").count(), answers.lines().count());
    let fee = json!({"key": "fee-9", "occurred_on": "2026-04-20", "actor": {"id": "treasurer-1", "role": "treasurer"},
        "cooperative": "demo-weavers", "type": "charge_provider_fee",
        "data": {"fee": "fee-9", "kind": "bank", "till": "bank:main", "amount": "1.00 MAD"}});
    let recorded = record(&office.book(), format!("{fee}\n").as_bytes());
    assert!(recorded.status.success(), "{recorded:?}");
    let found = office.json(&["replay", "--json"]);
    assert_eq!((&found["agrees_with_live"], &found["snapshot"]["agrees"]), (&json!(true), &json!(true)), "{found}");
}

#[test]
fn replay_compares_the_snapshot_and_finds_one_that_somebody_made_up() {
    let office = Office::with_snapshot();
    let said = |office: &Office| {
        let output = office.run(&["replay"]);
        (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code())
    };
    let (told, code) = said(&office);
    assert!(told.contains("snapshot agrees: ") && code == Some(0), "{told}");

    // Of another version: nobody uses it, and that is no finding about the book.
    office.change(|bytes| bytes[8] += 1);
    let (told, code) = said(&office);
    assert!(told.contains("is not used: another version of this program wrote it") && code == Some(0), "{told}");
    office.change(|bytes| bytes[8] -= 1);

    // Well made, with another name for the network in it.
    office.change(|bytes| forge(bytes, b"A network of tests", b"A network of lies!"));
    let (told, code) = said(&office);
    assert!(told.contains("DISAGREES") && told.contains("what is known of the whole network"), "{told}");
    assert_eq!(code, Some(2));
    let found = office.json(&["replay", "--json"]);
    assert_eq!((&found["agrees_with_live"], &found["snapshot"]["agrees"]), (&json!(true), &json!(false)), "{found}");
    assert_eq!(found["snapshot"]["differs"], json!(["what is known of the whole network"]));
}

/// Writes something else of the same length into the first part of a snapshot, and the digests that go with it.
fn forge(bytes: &mut [u8], before: &[u8], after: &[u8]) {
    use sha2::{Digest, Sha256};
    let place = bytes.windows(before.len()).position(|found| found == before).expect("it is in the snapshot");
    bytes[place..place + after.len()].copy_from_slice(after);
    // As `service/snapshot/file.rs` lays it out: behind 117 bytes of the head the counts of cooperatives, in the book and in
    // the index; then the digests of the list and of the head. The list has length and digest of each part.
    let (counts, head, entry) = (117, 197, 40);
    let number = |bytes: &[u8], at: usize| -> usize {
        let number = u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
        usize::try_from(number).expect("it is small")
    };
    let parts = 3 + number(bytes, counts) + number(bytes, counts + 8);
    let first = head + parts * entry;
    let digest = Sha256::digest(&bytes[first..first + number(bytes, head)]);
    bytes[head + 8..head + entry].copy_from_slice(&digest);
    let digest = Sha256::digest(&bytes[head..first]);
    bytes[head - 64..head - 32].copy_from_slice(&digest);
    let digest = Sha256::digest(&bytes[..head - 32]);
    bytes[head - 32..head].copy_from_slice(&digest);
}

#[test]
fn a_backup_and_a_copy_take_no_snapshot_along_and_one_put_back_does_not_use_it() {
    let office = Office::with_snapshot();
    let folder = tempdir().expect("a test has room for its files");
    let name = |name: &str| folder.path().join(name).display().to_string();
    let before = office.answers().0;
    for (command, file) in [("backup", "backup.mizan"), ("copy", "copy.mizan")] {
        assert!(office.run(&[command, &name(file)]).status.success());
    }
    let mut copies: Vec<_> =
        fs::read_dir(folder.path()).expect("it can be listed").flatten().map(|file| file.file_name()).collect();
    copies.sort();
    assert_eq!(copies, ["backup.mizan", "copy.mizan"]);

    // Yesterday's backup is put back beside today's snapshot.
    let yesterday = Office::new();
    fs::copy(office.snapshot(), yesterday.snapshot()).expect("a file can be copied");
    let told = String::from_utf8_lossy(&yesterday.run(&["balances"]).stderr).into_owned();
    assert!(told.contains("as after a backup was put back"), "{told}");
    fs::copy(name("backup.mizan"), yesterday.book()).expect("a file can be copied");
    let (answers, told) = yesterday.answers();
    assert_eq!(answers, before, "it is the same book, and its snapshot is good");
    assert!(told.iter().all(String::is_empty), "{told:?}");
}

#[test]
fn a_snapshot_is_kept_where_somebody_says() {
    let office = Office::with_snapshot();
    let elsewhere = office.0.path().join("cache");
    fs::remove_file(office.snapshot()).expect("it is there");
    let run = |words: &[&str]| {
        let output =
            mizan().arg(words[0]).arg(office.book()).args(&words[1..]).env("MIZAN_SNAPSHOT", &elsewhere).output();
        output.expect("the program can be run")
    };
    assert!(run(&["snapshot"]).status.success());
    assert!(elsewhere.exists() && !office.snapshot().exists());
    let told = String::from_utf8_lossy(&run(&["replay"]).stdout).into_owned();
    assert!(told.contains(&format!("snapshot agrees: {}", elsewhere.display())), "{told}");
}

#[test]
fn a_snapshot_is_written_over_a_snapshot_and_over_nothing_else() {
    let office = Office::with_snapshot();
    let note = office.0.path().join("note");
    fs::write(&note, "minutes of the meeting").expect("the folder can be written");
    let before = office.json(&["replay", "--json"]);
    for other in [office.book(), note.clone()] {
        let output = mizan().arg("snapshot").arg(office.book()).env("MIZAN_SNAPSHOT", &other).output();
        let output = output.expect("the program can be run");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{told}");
        let place = other.display();
        let expected = format!(
            "mizan: the snapshot {place} cannot be written: what lies there is no snapshot: name another file, or move it away"
        );
        assert!(told.ends_with(&format!("{expected}\n")), "{told}");
    }
    assert_eq!(fs::read_to_string(note).expect("it is there"), "minutes of the meeting");
    assert_eq!(office.json(&["replay", "--json"])["root"], before["root"], "the book is whole");
    assert!(office.run(&["snapshot"]).status.success(), "over its own it is written");
}
