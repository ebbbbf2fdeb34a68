//! Every log ever shipped still reads, byte for byte, and still comes to the same root and the same balances.
//!
//! `fixtures/logs` only grows: when the shape of a record or an event changes, a new log is added and the old ones stay
//! as they are. A kind of event that no log has is not part of what was promised, and fails here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mizan::service::clerk::Clerk;
use mizan::service::environment::Rehearsal;
use mizan_ledger::book::Book;
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

/// A log of a generated book in which each kind of command stands a few times: as few as show every kind of event.
///
/// This is how the second log was made. Run again, it makes a log of another day's catalogue: give that a name of its own
/// in `fixtures/logs`, and never write over one that is there.
#[test]
#[ignore = "makes a new golden log in the temporary folder, by hand: cargo test -p mizan-tests --test it new_golden -- --ignored"]
fn a_new_golden_log_is_made_of_a_generated_book() {
    let plan = Plan { seed: 1, cooperatives: 5, members: 12, sales: 500, life: Life::Whole };
    let said: Vec<_> = Generator::new(plan).collect();
    let thinned = |most: usize| {
        let begins = "2026-11-21T20:00:00Z".parse().expect("a moment");
        let mut clerk = Clerk::new(Rehearsal::new(begins, 11));
        let (mut times, mut kinds, mut lines) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
        for said in &said {
            let known = times.entry(said.submission.command.name()).or_insert(0);
            if *known >= most {
                continue;
            }
            // What leans on something that was left out is refused, and left out as well.
            for written in clerk.submit(&said.submission, &[]).into_iter().flatten() {
                *known += usize::from(written.record.envelope.part.0 == 1);
                kinds.insert(written.record.event.kind());
                lines.push(written.line);
            }
        }
        (kinds, lines)
    };
    let corrected = |kind: &&Kind| **kind != Kind::CorrectionDeclared;
    let whole = Kind::ALL.iter().filter(corrected).count();
    let found = (2..400).map(thinned).find(|(kinds, _)| kinds.len() >= whole);
    let (_, lines) = found.expect("the generated book knows every kind");
    let mut log = lines.join(&b'\n');
    log.push(b'\n');
    let path = std::env::temp_dir().join("new-golden-log.ndjson");
    fs::write(&path, log).expect("the temporary folder has room");
    println!("{} records in {}", lines.len(), path.display());
}
