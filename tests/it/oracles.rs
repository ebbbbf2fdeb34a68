//! Two programs no one here wrote judge our books: hledger and beancount load what we export, and come to our balances.
//!
//! They read the journal with their own arithmetic and their own idea of what may stand in one. Every account and
//! currency is compared, in both directions: what they know and we do not is as wrong as the reverse.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::{Command, Output};

use jiff::Timestamp;
use mizan::service::clerk::{Clerk, Written};
use mizan::service::environment::Rehearsal;
use mizan_format::export::{Entry, Export};
use mizan_format::journal_beancount::{self, Beancount};
use mizan_format::journal_hledger::{self, Hledger};
use mizan_ledger::account::Account;
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::needs;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::posting::postings;
use mizan_ledger::record::Record;
use mizan_tests::generator::{Generator, Life, Plan};
use mizan_tests::program::mizan;
use mizan_tests::{beancount_python, hledger, repository};
use rust_decimal::Decimal;

use crate::demo::demo;
use crate::laws::histories::{History, histories};

/// What stands on each account, in each currency, where it is not nothing.
pub(crate) type Standing = BTreeMap<(String, String), Decimal>;

/// What an account is called in a journal.
type Name = fn(CooperativeId, Account) -> String;

#[test]
fn both_come_to_our_balances_in_generated_books_of_every_size() {
    // Dirhams, dinars with three decimals and francs with none; invoices in euros, dollars and yen.
    let plans = [(1, 5, 12, 2_000), (2, 2, 30, 600), (3, 1, 4, 300)];
    for (seed, cooperatives, members, sales) in plans {
        let plan = Plan { seed, cooperatives, members, sales, life: Life::Whole };
        let mut generator = Generator::new(plan);
        let written: Vec<Written> = generator.by_ref().flat_map(|said| said.written).collect();
        judge(&format!("{plan:?}"), &written, |_| true, generator.book());
    }
}

#[test]
fn both_come_to_our_balances_in_short_books_of_the_whole_catalogue() {
    // In dirhams, dinars and francs, and one that is another one in each run.
    for History { seed, said, book, .. } in
        histories().iter().filter(|one| [0, 2, 4].contains(&one.seed) || one.seed > 5).take(4)
    {
        let written: Vec<Written> = said.iter().flat_map(|said| said.written.clone()).collect();
        judge(&format!("the history of seed {seed}"), &written, |_| true, book);
    }
}

#[test]
fn both_come_to_our_balances_in_every_story() {
    let folder = repository().join("fixtures/stories");
    let stories = fs::read_dir(&folder).expect("the stories lie in fixtures/stories");
    let mut told = 0;
    for story in stories {
        let path = story.expect("a folder that can be read can be listed").path();
        let (written, book) = told_by(&path);
        judge(&path.display().to_string(), &written, |_| true, &book);
        told += 1;
    }
    assert!(told > 0, "there are no stories in {}", folder.display());
}

#[test]
fn both_come_to_our_balances_on_the_whole_demo_book() {
    let (demo, folder) = (demo(), tempfile::tempdir().expect("there is room for a file"));
    let exported = |form: &str| {
        let path = folder.path().join(format!("demo.{form}"));
        let file = File::create(&path).expect("there is room for a file");
        let mut command = mizan();
        let status = command.arg("export").arg(demo.path()).args(["--as", form]).stdout(file).status();
        assert!(status.expect("the program can be run").success());
        path
    };
    if let Some(hledger) = hledger() {
        let balances = hledger_balances(hledger, &exported("hledger"));
        assert_eq!(balances, ours(&demo.book, journal_hledger::name), "hledger on the demo");
    }
    if let Some(python) = beancount_python() {
        let balances = beancount_balances(&python, &exported("beancount"));
        assert_eq!(balances, ours(&demo.book, journal_beancount::name), "beancount on the demo");
    }
}

#[test]
fn both_come_to_our_balances_at_a_past_position_and_for_one_cooperative() {
    let plan = Plan { seed: 4, cooperatives: 3, members: 5, sales: 120, life: Life::Whole };
    let written: Vec<Written> = Generator::new(plan).flat_map(|said| said.written).collect();
    let past = &written[..written.len() * 2 / 3];
    let mut book = Book::default();
    for one in past {
        book.apply(&one.record).expect("a log follows from itself");
    }
    judge("two thirds of a book", past, |_| true, &book);
    let id = *book.cooperatives.keys().next().expect("the book has cooperatives");
    book.cooperatives.retain(|cooperative, _| *cooperative == id);
    judge("one cooperative's part", past, |record| record.envelope.scope == Some(id), &book);
}

#[test]
fn a_journal_with_a_transaction_missing_does_not_load() {
    let plan = Plan { seed: 5, cooperatives: 1, members: 4, sales: 20, life: Life::OnlySales };
    let written: Vec<Written> = Generator::new(plan).flat_map(|said| said.written).collect();
    let folder = tempfile::tempdir().expect("there is room for a file");
    let without_one = |path: &Path| {
        let journal = fs::read_to_string(path).expect("the journal was just written");
        let mut transactions: Vec<&str> = journal.split("\n\n").collect();
        let lost = transactions.iter().rposition(|text| text.contains("sale_recorded")).expect("there are sales");
        // Its accounts are declared before it, and stay.
        let declared = transactions[lost].lines().take_while(|line| !line.contains("sale_recorded"));
        let declared = declared.collect::<Vec<_>>().join("\n");
        transactions[lost] = &declared;
        fs::write(path, transactions.join("\n\n")).expect("there is room for a file");
    };
    if let Some(mut hledger) = hledger() {
        let path = folder.path().join("book.journal");
        export(&path, &written, |_| true, |file| Box::new(Hledger::new(file)));
        without_one(&path);
        let output = hledger.arg("-f").arg(&path).arg("check").output().expect("hledger can be run");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("balance assertion"), "{said}");
    }
    if let Some(python) = beancount_python() {
        let path = folder.path().join("book.beancount");
        export(&path, &written, |_| true, |file| Box::new(Beancount::new(file)));
        without_one(&path);
        let output = balances_py(&python, &path);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("Balance failed"), "{said}");
    }
}

/// Has both look at the records that are wanted, and compares with what the book says.
fn judge(what: &str, written: &[Written], wanted: impl Fn(&Record) -> bool, book: &Book) {
    let folder = tempfile::tempdir().expect("there is room for a file");
    if let Some(hledger) = hledger() {
        let path = folder.path().join("book.journal");
        export(&path, written, &wanted, |file| Box::new(Hledger::new(file)));
        assert_eq!(hledger_balances(hledger, &path), ours(book, journal_hledger::name), "hledger on {what}");
    }
    if let Some(python) = beancount_python() {
        let path = folder.path().join("book.beancount");
        export(&path, written, &wanted, |file| Box::new(Beancount::new(file)));
        assert_eq!(beancount_balances(&python, &path), ours(book, journal_beancount::name), "beancount on {what}");
    }
}

/// Writes the records that are wanted into a file.
fn export(
    path: &Path,
    written: &[Written],
    wanted: impl Fn(&Record) -> bool,
    form: impl FnOnce(BufWriter<File>) -> Box<dyn Export>,
) {
    let mut form = form(BufWriter::new(File::create(path).expect("there is room for a file")));
    form.begin().expect("there is room for a journal");
    for Written { record, line } in written.iter().filter(|one| wanted(&one.record)) {
        let mut moved = Vec::new();
        postings(&record.event, &mut moved);
        form.record(&Entry { line, record, postings: &moved }).expect("there is room for a journal");
    }
    form.end().expect("there is room for a journal");
}

/// What our own book says.
fn ours(book: &Book, name: Name) -> Standing {
    let all = book.cooperatives.iter().flat_map(|(id, cooperative)| {
        let all = cooperative.balances.all().into_iter().filter(|(_, amount)| !amount.is_zero());
        all.map(|(account, amount)| ((name(*id, account), amount.currency().to_string()), amount.decimal()))
    });
    let standing: Standing = all.collect();
    assert!(!standing.is_empty(), "a book without a balance shows nothing");
    standing
}

/// What hledger says, asked to accept nothing that is not declared.
pub(crate) fn hledger_balances(mut hledger: Command, journal: &Path) -> Standing {
    hledger.args(["--strict", "balance", "--flat", "--no-total", "--layout", "bare", "--output-format", "csv", "-f"]);
    let output = hledger.arg(journal).output().expect("hledger can be run");
    let lines = answer(&output);
    let cells = lines.lines().skip(1).map(|line| line.trim_matches('"').split("\",\"").collect::<Vec<_>>());
    cells
        .map(|cells| match *cells.as_slice() {
            [account, currency, balance] => ((account.to_owned(), currency.to_owned()), number(balance)),
            _ => panic!("hledger gives an account, a currency and a balance, not {cells:?}"),
        })
        .collect()
}

/// What beancount says.
pub(crate) fn beancount_balances(python: &Path, journal: &Path) -> Standing {
    let text = |value: &serde_json::Value| value.as_str().expect("account, currency and balance are texts").to_owned();
    let lines = answer(&balances_py(python, journal));
    let lines = lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON"));
    lines
        .map(|line: serde_json::Value| {
            ((text(&line["account"]), text(&line["currency"])), number(&text(&line["balance"])))
        })
        .collect()
}

fn balances_py(python: &Path, journal: &Path) -> Output {
    let script = repository().join("tests/oracles/balances.py");
    Command::new(python).arg(script).arg(journal).output().expect("python can be run")
}

/// What a program printed, if it had nothing to complain of.
fn answer(output: &Output) -> String {
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaints.is_empty(), "{complaints}");
    String::from_utf8(output.stdout.clone()).expect("balances are UTF-8")
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|error| panic!("`{text}` is no number: {error}"))
}

/// The records of a story, told as `mizan record` takes it, and its book.
fn told_by(path: &Path) -> (Vec<Written>, Book) {
    let text = fs::read_to_string(path).expect("a story can be read");
    let open = r#"{"key":"open","occurred_on":"2026-01-01","actor":{"id":"operator","role":"operator"},"type":"open_book","data":{"name":"Demo","currency":"MAD"}}"#;
    let mut clerk = Clerk::new(Rehearsal::new(Timestamp::MAX, 0));
    let mut written: Vec<Written> = Vec::new();
    let opened = text.contains(r#""type":"open_book""#);
    for line in (!opened).then_some(open).into_iter().chain(text.lines()).filter(|line| !line.trim().is_empty()) {
        let submission = Submission::parse(line).unwrap_or_else(|error| panic!("{error} in {line}"));
        let needed =
            needs(&submission.command).iter().filter_map(|position| written.get(usize::try_from(*position).ok()?));
        let past: Vec<Record> = needed.map(|one| one.record.clone()).collect();
        // A story may try what is refused; then nothing happens.
        if let Ok(records) = clerk.submit(&submission, &past) {
            written.extend(records);
        }
    }
    (written, clerk.book().clone())
}
