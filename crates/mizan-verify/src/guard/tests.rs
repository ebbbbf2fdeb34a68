//! A guard that was packed and taken up again guards as the one it was, and what is being made follows it or is refused: told
//! with a log that was shipped.

use mizan_ledger::pack::Pack;
use mizan_ledger::record::{Envelope, Record};
use mizan_proof::hash::leaf_hash;

use super::*;

const LOG: &str = include_str!("../../../../fixtures/logs/2026-11.ndjson");

fn take(guard: &mut Guard, line: &str) {
    let record = Record::from_bytes(line.as_bytes()).expect("a line of the log is a record");
    guard.take(&record.envelope, leaf_hash(line.as_bytes())).expect("the log follows from itself");
}

fn guard_of(records: usize) -> Guard {
    let mut guard = Guard::default();
    LOG.lines().take(records).for_each(|line| take(&mut guard, line));
    guard
}

fn bytes_of(guard: &Guard) -> Vec<u8> {
    let mut bytes = Vec::new();
    guard.pack(&mut bytes);
    bytes
}

fn again(guard: &Guard) -> Guard {
    let bytes = bytes_of(guard);
    let mut rest = bytes.as_slice();
    let again = Guard::unpack(&mut rest).expect("what was packed is read");
    assert!(rest.is_empty(), "all of it is read");
    again
}

#[test]
fn a_guard_that_is_packed_after_each_record_goes_on_as_if_it_were_not() {
    let (mut whole, mut packed) = (Guard::default(), Guard::default());
    for line in LOG.lines() {
        take(&mut whole, line);
        take(&mut packed, line);
        packed = again(&packed);
        assert_eq!(packed, whole, "a batch may be open");
    }
    assert_eq!(packed.root(), whole.root());
    assert_eq!(bytes_of(&packed), bytes_of(&whole));
}

#[test]
fn bytes_of_a_guard_that_are_cut_or_changed_are_refused_or_another_guard_and_never_a_panic() {
    let bytes = bytes_of(&guard_of(30));
    for at in 0..bytes.len() {
        assert_eq!(Guard::unpack(&mut &bytes[..at]), None, "cut at {at}");
        let mut changed = bytes.clone();
        changed[at] ^= 0x41;
        let _ = Guard::unpack(&mut changed.as_slice());
    }
}

#[test]
fn a_guard_says_of_a_signed_root_whether_what_it_saw_agrees() {
    let (ten, twenty) = (guard_of(10).root(), guard_of(20).root());
    let mut guard = Guard::knowing(10, ten);
    LOG.lines().take(20).for_each(|line| take(&mut guard, line));
    let mut guard = again(&guard);
    assert_eq!(guard.hold_to(10, ten), Agrees::Yes, "it was told of it before it saw them, and remembers");
    assert_eq!(guard.hold_to(10, twenty), Agrees::No);
    assert_eq!(guard.hold_to(11, ten), Agrees::Unknown);
    assert_eq!(guard.hold_to(20, ten), Agrees::No);
    assert_eq!(guard.hold_to(20, twenty), Agrees::Yes);
    assert_eq!(guard.hold_to(21, ten), Agrees::IsToBeSeen, "and it is not the root of the first 21");
    let next = LOG.lines().nth(20).expect("the log has more than twenty records");
    let record = Record::from_bytes(next.as_bytes()).expect("a line of the log is a record");
    let refused = guard.take(&record.envelope, leaf_hash(next.as_bytes()));
    assert!(matches!(refused, Err(Unchained::OtherRoot { size: 21, .. })), "{refused:?}");
}

#[test]
fn a_record_that_is_being_made_stands_where_the_guard_has_come_to_or_is_refused() {
    let mut guard = guard_of(20);
    let record = LOG.lines().nth(20).map(|line| Record::from_bytes(line.as_bytes()).expect("a line is a record"));
    let Envelope { position, scope, scope_seq, .. } = record.expect("the log has more than twenty records").envelope;
    let unseen = |_: Link| -> Result<Hash, Unchained> { panic!("what stands elsewhere is not made") };
    let elsewhere = guard.follow(position + 1, (scope, scope_seq), unseen);
    assert_eq!(elsewhere, Err(Unchained::Position { expected: position, found: position + 1 }));
    let twice = guard.follow(position, (scope, scope_seq + 1), unseen);
    assert_eq!(twice, Err(Unchained::ScopeSeq { position, scope, expected: scope_seq, found: scope_seq + 1 }));
    assert_eq!(guard, guard_of(20), "and nothing is seen of it");
    let line = LOG.lines().nth(20).unwrap_or_default();
    let before = guard.link(scope);
    let taken: Result<(), Unchained> = guard.follow(position, (scope, scope_seq), |link| {
        assert_eq!(link, before);
        Ok(leaf_hash(line.as_bytes()))
    });
    assert_eq!((taken, guard.head(), guard.root()), (Ok(()), 21, guard_of(21).root()));
}
