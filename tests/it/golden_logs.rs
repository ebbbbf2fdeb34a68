//! Every log ever shipped still reads, byte for byte, and still comes to the same root and the same balances.
//!
//! `fixtures/logs` only grows: when the shape of a record or an event changes, a new log is added and the old ones stay
//! as they are. A kind of event that no log has is not part of what was promised, and fails here.

use std::collections::BTreeSet;
use std::fs;

use mizan_ledger::book::Book;
use mizan_ledger::event::Kind;
use mizan_ledger::record::Record;
use mizan_proof::hash::leaf_hash;
use mizan_proof::tree::Frontier;
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
