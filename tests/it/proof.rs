//! That a log proves itself to whoever does not trust its operator: honest ones pass, and each way to cheat is found.

mod honest;
mod tampered;
mod forged;
mod keys;
mod others;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use mizan_ledger::record::Record;
use mizan_proof::hash::leaf_hash;
use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;
use mizan_tests::program::mizan;
use mizan_tests::recorded::{Answer, init};
use mizan_tests::repository;
use serde_json::Value;
use tempfile::TempDir;

/// A book of the golden story, recorded in several commits and signed.
pub(crate) struct Ledger {
    folder: TempDir,
    book: PathBuf,
}

/// What a verification said.
#[derive(Debug)]
pub(crate) struct Said {
    code: i32,
    text: String,
}

impl Said {
    fn of(output: Output) -> Said {
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("it speaks UTF-8"));
        Said { code: output.status.code().expect("it ended by itself"), text: text.concat() }
    }

    /// That it was found, with what was found.
    fn finds(&self, code: i32, what: &str) {
        assert!(self.code == code && self.text.contains(what), "exit {}, and not `{what}`:\n{}", self.code, self.text);
    }
}

impl Ledger {
    fn new() -> Ledger {
        let folder = tempfile::tempdir().expect("a test has room for its files");
        let book = folder.path().join("atlas.mizan");
        init(&book);
        let story =
            fs::read_to_string(repository().join("fixtures/stories/golden.ndjson")).expect("the story is there");
        let lines: Vec<&str> = story.lines().collect();
        for some in lines.chunks(lines.len().div_ceil(5)) {
            let answers = Answer::to(&book, &format!("{}\n", some.join("\n")));
            assert!(answers.iter().all(|answer| answer.status == "recorded"), "{answers:?}");
        }
        let ledger = Ledger { folder, book };
        ledger.sign();
        ledger
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, words: &[&str]) -> Said {
        Said::of(mizan().current_dir(self.folder.path()).args(words).output().expect("the program can be run"))
    }

    fn said(&self, words: &[&str]) -> String {
        let said = self.run(words);
        assert_eq!(said.code, 0, "{words:?}: {}", said.text);
        said.text
    }

    fn sign(&self) {
        self.said(&["checkpoint", "atlas.mizan"]);
    }

    fn key(&self) -> String {
        self.said(&["key", "show", "atlas.mizan"]).trim().to_owned()
    }

    fn verify(&self, what: &str, more: &[&str]) -> Said {
        let key = self.key();
        self.run(&[&["verify", what, "--key", &key], more].concat())
    }

    /// The same files at another place, to be tampered with.
    fn copy(&self) -> Ledger {
        let folder = tempfile::tempdir().expect("a test has room for its files");
        for file in fs::read_dir(self.folder.path()).expect("the folder is there") {
            let file = file.expect("a file").path();
            if file.is_file() {
                fs::copy(&file, folder.path().join(file.file_name().expect("a name"))).expect("it can be copied");
            }
        }
        let book = folder.path().join("atlas.mizan");
        Ledger { folder, book }
    }

    /// Its records, as they are stored.
    fn lines(&self) -> Vec<String> {
        self.said(&["export", "atlas.mizan", "--as", "ndjson"]).lines().map(str::to_owned).collect()
    }

    fn records(&self) -> Vec<Record> {
        self.lines().iter().map(|line| Record::from_bytes(line.as_bytes()).expect("a record")).collect()
    }

    /// The same operator, with the same key, writes another history: every chain is made anew.
    async fn rewritten(&self, mut records: Vec<Record>) -> Ledger {
        let forged = self.copy();
        for ending in ["mizan", "checkpoint"] {
            fs::remove_file(forged.book.with_extension(ending)).expect("it is there");
        }
        let lines = rechained(&mut records);
        let log = SqliteLog::create(&forged.book).await.expect("a new file");
        log.append(0, &lines).await.expect("it is a log like any other");
        log.close().await.expect("it can be closed");
        forged.sign();
        forged
    }
}

/// The lines of another history: positions and every chain made anew.
fn rechained(records: &mut [Record]) -> Vec<Vec<u8>> {
    let mut chains = std::collections::BTreeMap::new();
    let mut lines = Vec::new();
    for (position, record) in (0..).zip(records) {
        let (length, last) = chains.entry(record.envelope.scope).or_insert((0, None::<String>));
        record.envelope.position = position;
        record.envelope.scope_seq = *length;
        record.envelope.scope_prev = last.as_deref().map(|hash| hash.into());
        let line = record.to_bytes().expect("it can be written");
        (*length, *last) = (*length + 1, Some(leaf_hash(&line).to_string()));
        lines.push(line);
    }
    lines
}

/// What a file of JSON says.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The files beneath a folder, by their paths in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    all.sort();
    all
}
