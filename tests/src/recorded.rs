//! What the program answers and leaves behind, read back for a test: answers, the records of a book, a replay.

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread;

use mizan_ledger::record::Record;
use serde::Deserialize;
use serde_json::Value;

use crate::program::mizan;

/// One answer of `mizan record`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The number of the line, counted from 1.
    pub line: u64,
    /// `recorded`, `already_recorded` or `refused`.
    pub status: String,
    /// The first and the last record.
    pub positions: Option<(u64, u64)>,
    /// What opens the sealed fields.
    #[serde(default)]
    pub disclosures: Vec<String>,
    /// The code of a refusal.
    pub code: Option<String>,
    /// The words of a refusal.
    pub reason: Option<String>,
}

impl Answer {
    /// The answers to lines of commands, all of which must be heard.
    pub fn to(book: &Path, lines: &str) -> Vec<Answer> {
        let output = record(book, lines.as_bytes());
        let answers = String::from_utf8(output.stdout).expect("answers are text");
        let answers: Vec<Answer> =
            answers.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect();
        assert_eq!(answers.len(), lines.lines().count(), "{}", String::from_utf8_lossy(&output.stderr));
        answers
    }
}

/// Makes a new book.
pub fn init(book: &Path) {
    let output = mizan().arg("init").arg(book).args(["--name", "A network of tests", "--currency", "MAD"]).output();
    let output = output.expect("the program can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Runs `mizan record` on bytes from standard input.
pub fn record(book: &Path, input: &[u8]) -> Output {
    let mut command = mizan();
    // A book in a database has its vault wherever it is said to be.
    let vault = tempfile::tempdir().expect("a test has room for its files");
    if book.to_string_lossy().starts_with("postgres://") {
        command.env("MIZAN_VAULT", vault.path().join("database.vault"));
    }
    command.arg("record").arg(book).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be run");
    let mut pipe = child.stdin.take().expect("its input is a pipe");
    thread::scope(|scope| {
        // It answers while it reads; whoever only wrote would wait for it, and it for them.
        scope.spawn(move || pipe.write_all(input));
        child.wait_with_output().expect("the program ends")
    })
}

/// The records of a book, as `mizan export` gives them.
pub fn records(book: &Path) -> Vec<Record> {
    let output = mizan().arg("export").arg(book).args(["--as", "ndjson"]).output().expect("the program can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| Record::from_bytes(line).expect("a line of the export is a record")).collect()
}

/// What `mizan replay` finds.
pub fn replay(book: &Path) -> Value {
    let output = mizan().arg("replay").arg(book).arg("--json").output().expect("the program can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a replay is JSON")
}
