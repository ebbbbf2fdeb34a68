//! Every log ever shipped still reads, byte for byte, and still comes to the same root and the same balances.
//!
//! `fixtures/logs` only grows: when the shape of a record or an event changes, a new log is added and the old ones stay
//! as they are. A kind of event that no log has is not part of what was promised, and fails here.

use std::collections::BTreeSet;
use std::fs;

use mizan::service::clerk::Clerk;
use mizan::service::environment::Rehearsal;
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::event::Kind;
use mizan_ledger::record::Record;
use mizan_proof::hash::leaf_hash;
use mizan_proof::tree::Frontier;
use mizan_tests::generator::{Generator, Life, Plan};
use mizan_tests::repository;

/// A log, folded.
struct Folded {
    name: String,
    kinds: BTreeSet<Kind>,
    summary: String,
}

fn logs() -> Vec<Folded> {
    let folder = repository().join("fixtures/logs");
    let files = fs::read_dir(&folder).expect("the golden logs lie in fixtures/logs");
    let mut names: Vec<String> = files.flatten().map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let read = |name: &String| fs::read_to_string(folder.join(name)).expect("a golden log is text");
    names.iter().map(|name| fold(name, &read(name))).collect()
}

fn fold(name: &str, log: &str) -> Folded {
    let (mut book, mut tree, mut kinds) = (Book::default(), Frontier::default(), BTreeSet::new());
    for line in log.lines() {
        let record = Record::from_bytes(line.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}: {line}"));
        let again = record.to_bytes().expect("a record that was read can be written");
        assert_eq!(String::from_utf8_lossy(&again), line, "{name}: a record is written again as it was stored");
        kinds.insert(record.event.kind());
        tree.push(leaf_hash(line.as_bytes()));
        book.apply(&record).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    assert_eq!(book.missing(), 0, "{name} ends with a whole batch");
    let mut lines = vec![format!("{} records, root {}", book.head, tree.root())];
    for (cooperative, own) in &book.cooperatives {
        let moved = own.balances.all().into_iter().filter(|(_, balance)| !balance.is_zero());
        lines.extend(moved.map(|(account, balance)| format!("{cooperative} {account} {balance}")));
    }
    Folded { name: name.to_owned(), kinds, summary: lines.join("\n") }
}

#[test]
fn every_golden_log_comes_to_what_it_came_to_when_it_was_shipped() {
    for log in logs() {
        insta::assert_snapshot!(log.name.replace('.', "_"), log.summary);
    }
}

#[test]
fn every_kind_of_event_stands_in_a_golden_log() {
    let shipped: BTreeSet<Kind> = logs().into_iter().flat_map(|log| log.kinds).collect();
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !shipped.contains(kind)).collect();
    assert!(missing.is_empty(), "add a log with {missing:?} to fixtures/logs");
}

/// A log of a generated book that has every kind of event that no golden log has yet, and little else.
///
/// This is how the second log was made. Run again, it makes a log of what the catalogue has gained since: give that a name
/// of its own in `fixtures/logs`, and never write over one that is there.
#[test]
#[ignore = "makes a new golden log in the temporary folder, by hand: cargo test -p mizan-tests --test it new_golden -- --ignored"]
fn a_new_golden_log_is_made_of_a_generated_book() {
    let shipped: BTreeSet<Kind> = logs().into_iter().flat_map(|log| log.kinds).collect();
    let wanted: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| !shipped.contains(kind)).collect();
    let books = (1..20).map(|seed| {
        let plan = Plan { seed, cooperatives: 5, members: 12, sales: 1_500, life: Life::Whole };
        Generator::new(plan).map(|said| said.submission).collect::<Vec<_>>()
    });
    let mut found = books.map(|said| written(&said)).find(|told| told.has_all(&wanted));
    let mut told = found.take().expect("one of twenty books has all that is wanted");
    // What can be left out is left out, by halves, quarters, and so on; what leaned on it is refused, and left out as well.
    let mut span = told.said.len() / 2;
    while span > 1 {
        let mut at = 0;
        while at < told.said.len() {
            let end = told.said.len().min(at + span);
            let less = written(&[&told.said[..at], &told.said[end..]].concat());
            if less.has_all(&wanted) {
                told = less;
            } else {
                at = end;
            }
        }
        span /= 2;
    }
    let mut log = told.lines.join(&b'\n');
    log.push(b'\n');
    let path = std::env::temp_dir().join("new-golden-log.ndjson");
    fs::write(&path, log).expect("the temporary folder has room");
    println!("{} records in {}", told.lines.len(), path.display());
}

/// What a book of its own made of some commands.
struct Told {
    said: Vec<Submission>,
    kinds: BTreeSet<Kind>,
    lines: Vec<Vec<u8>>,
}

impl Told {
    fn has_all(&self, kinds: &[Kind]) -> bool {
        kinds.iter().all(|kind| self.kinds.contains(kind))
    }
}

fn written(said: &[Submission]) -> Told {
    let begins = "2026-11-22T02:00:00Z".parse().expect("a moment");
    let mut clerk = Clerk::new(Rehearsal::new(begins, 11));
    let mut told = Told { said: Vec::new(), kinds: BTreeSet::new(), lines: Vec::new() };
    for submission in said {
        let Ok(written) = clerk.submit(submission, &[]) else { continue };
        told.said.push(submission.clone());
        for written in written {
            told.kinds.insert(written.record.event.kind());
            told.lines.push(written.line);
        }
    }
    told
}
