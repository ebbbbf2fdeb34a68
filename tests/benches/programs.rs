//! How long other programs take to come to the balances of a book: hledger, ledger and beancount beside our own.
//!
//! `cargo bench -p mizan-tests --bench programs` measures; `-- --short`, or being run as a test, only shows in a moment
//! that it still runs. Every row is a program from its start to its end, and every one that prints balances must print as
//! many. Ours read each record from the book itself, decode it and check its hash, its chain and its place; `mizan replay`
//! does that twice, folds what decides too, and compares. The others read the journal that `mizan export` makes, in which
//! only the records that move money stand. All run by turns, and each row is the best of its turns, since whatever
//! disturbs only ever makes it slower. A rate is the records of the book by the seconds that passed, whether or not a
//! journal has them. A program that is not installed is skipped, which is said.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, process};

use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;
use mizan_tests::generator::{Generator, Life, Plan};
use mizan_tests::program::mizan;
use mizan_tests::{beancount_python, hledger, ledger, repository};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How many records a commit of the file has, at least.
const COMMIT: usize = 1_000;

/// A program on the book.
struct Row {
    name: &'static str,
    command: Command,
    /// How many balances its answer has, if it prints them.
    count: Option<fn(&str) -> usize>,
    /// The seconds of its best turn.
    best: f64,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let asked = |word: &str| env::args().any(|argument| argument == word);
    let (wanted, turns) = if asked("--bench") && !asked("--short") { (200_000, 3) } else { (2_000, 1) };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("programs-{}", process::id()));
    fs::create_dir_all(&folder)?;
    let outcome = measure(&folder.join("book.mizan"), wanted, turns).await;
    fs::remove_dir_all(&folder)?;
    outcome
}

async fn measure(book: &Path, wanted: usize, turns: usize) -> Outcome<()> {
    let records = write(book, wanted).await?;
    let (journal, beancount) = (export(book, "hledger")?, export(book, "beancount")?);
    let mut rows = rows(book, &journal, &beancount);
    for _ in 0..turns {
        let mut counts = Vec::new();
        for row in &mut rows {
            let begun = Instant::now();
            let output = row.command.stderr(Stdio::inherit()).output()?;
            row.best = row.best.min(begun.elapsed().as_secs_f64());
            assert!(output.status.success(), "{} reads the book", row.name);
            let answer = String::from_utf8(output.stdout)?;
            counts.extend(row.count.map(|count| (row.name, count(&answer))));
        }
        let ours = counts[0].1;
        assert!(ours > 0 && counts.iter().all(|(_, count)| *count == ours), "all find as many balances: {counts:?}");
    }
    println!("a book of {records} records              seconds  records a second  times as long as a replay");
    for Row { name, best, .. } in &rows {
        println!("{name:40} {best:7.3} {:17.0} {:26.2}", records as f64 / best, best / rows[0].best);
    }
    Ok(())
}

/// Ours, and every other one there is.
fn rows(book: &Path, journal: &Path, beancount: &Path) -> Vec<Row> {
    let lines = |answer: &str| answer.lines().count();
    let mut rows = Vec::new();
    let mut row = |name, command, count| rows.push(Row { name, command, count, best: f64::INFINITY });
    let mut replay = mizan();
    replay.arg("replay").arg(book).arg("--json");
    row("mizan replay", replay, None);
    let mut balances = mizan();
    balances.arg("balances").arg(book).arg("--json");
    row("mizan balances", balances, Some(|answer: &str| answer.matches("\"account\":").count()));
    if let Some(mut ledger) = ledger() {
        ledger.arg("-f").arg(journal).args(["balance", "--flat", "--no-total"]);
        row("ledger balance", ledger, Some(lines));
    }
    if let Some(mut hledger) = hledger() {
        let table = ["balance", "--flat", "--no-total", "--layout", "bare", "--output-format", "csv"];
        hledger.arg("-f").arg(journal).args(table);
        row("hledger balance", hledger, Some(|answer: &str| answer.lines().count().saturating_sub(1)));
    }
    if let Some(python) = beancount_python() {
        let mut command = Command::new(python);
        command.arg(repository().join("tests/oracles/balances.py")).arg(beancount);
        row("beancount, its loader", command, Some(lines));
    }
    rows
}

/// The book as `mizan export` writes it.
fn export(book: &Path, form: &str) -> Outcome<PathBuf> {
    let path = book.with_extension(form);
    let status = mizan().arg("export").arg(book).args(["--as", form]).stdout(File::create(&path)?).status()?;
    assert!(status.success(), "the book can be exported as {form}");
    Ok(path)
}

/// Writes a book of so many records or a few more, and tells how many they are.
async fn write(path: &Path, wanted: usize) -> Outcome<usize> {
    let log = SqliteLog::create(path).await?;
    let plan = Plan { seed: 1, cooperatives: 20, members: 40, sales: usize::MAX, life: Life::OnlySales };
    let (mut records, mut commit) = (0, Vec::new());
    for said in Generator::new(plan) {
        commit.extend(said.written.into_iter().map(|written| written.line));
        let enough = records + commit.len() >= wanted;
        if commit.len() >= COMMIT || enough {
            log.append(records as u64, &commit).await?;
            records += commit.len();
            commit.clear();
        }
        if enough {
            break;
        }
    }
    log.close().await?;
    Ok(records)
}
