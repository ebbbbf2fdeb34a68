//! What was left unread and is read later is what it would have been, told with a log of every kind of event; and what is wrong
//! with a record is told by whoever reads it.

use mizan_ledger::book::Book;

use super::*;
use crate::service::reader::fold_on;
use crate::service::story::{golden_log, lines, log_of};

const LOG: &str = include_str!("../../../../../../fixtures/logs/2026-11.ndjson");

fn id(text: &str) -> CooperativeId {
    text.parse().expect("an id")
}

async fn of_every_kind() -> Arc<dyn EventLog> {
    let lines: Vec<Vec<u8>> = LOG.lines().map(|line| line.as_bytes().to_vec()).collect();
    log_of(&lines).await
}

/// Nothing yet, for whoever will ask where everything stands.
fn nothing() -> Folded {
    Folded { whereabouts: Some(Box::default()), ..Folded::default() }
}

async fn folded(log: &Arc<dyn EventLog>) -> Folded {
    fold_on(nothing(), log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole")
}

async fn skimmed(log: &Arc<dyn EventLog>) -> Folded {
    skim(nothing(), log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole")
}

#[tokio::test]
async fn a_log_of_every_kind_that_was_skimmed_and_then_read_is_the_log_that_was_folded() {
    let log = of_every_kind().await;
    let whole = folded(&log).await;
    let mut at_once = skimmed(&log).await;
    assert_eq!(at_once.guard, whole.guard);
    assert_eq!(at_once.book.unread().count(), 2);
    at_once.read_all(&log).await.expect("the log is whole");
    assert!(at_once == whole);
    let mut one_by_one = skimmed(&log).await;
    one_by_one.fetch_one(&log, id("demo-poufs")).await.expect("the log is whole");
    let unread: Vec<CooperativeId> = one_by_one.book.unread().map(|(id, _)| id).collect();
    assert_eq!(unread, [id("demo-weavers")]);
    let poufs = |folded: &Folded| folded.book.cooperatives[&id("demo-poufs")].balances.all();
    assert_eq!(poufs(&one_by_one), poufs(&whole));
    one_by_one.fetch_one(&log, id("demo-weavers")).await.expect("the log is whole");
    assert!(one_by_one == whole);
}

#[tokio::test]
async fn what_others_append_behind_what_is_unread_is_read_with_it() {
    let log = of_every_kind().await;
    let all = lines(log.as_ref()).await;
    let whole = folded(&log).await;
    for cut in [60, 120, 200] {
        // The end of the batch it lies in.
        let end = whole.book.keys.values().map(|span| span.first + u64::from(span.count)).find(|end| *end >= cut);
        let cut = end.expect("a batch ends there") as usize;
        let mut begun = skimmed(&log_of(&all[..cut]).await).await;
        crate::service::reader::catch_up(log.as_ref(), &mut begun).await.expect("the rest follows");
        assert_eq!(begun.guard, whole.guard, "cut at {cut}");
        begun.read_up(&log, Reach::These([Some(id("demo-weavers")), None])).await.expect("the log is whole");
        begun.read_up(&log, Reach::All).await.expect("the log is whole");
        assert!(begun == whole, "cut at {cut}");
    }
}

#[tokio::test]
async fn a_record_of_another_between_two_that_are_left_unread_is_not_left_with_them() {
    let log = of_every_kind().await;
    let mut begun = skimmed(&log).await;
    begun.fetch_one(&log, id("demo-poufs")).await.expect("the log is whole");
    let before: Vec<u64> = begun.book.unread_of(id("demo-weavers")).collect();
    let (head, last) = (begun.book.head, begun.book.last_recorded_at.expect("there are records"));
    let records: Vec<Record> = LOG.lines().filter_map(|line| Record::from_bytes(line.as_bytes()).ok()).collect();
    let of = |scope: &str, part: u32| {
        let opens = |record: &&Record| record.event.kind().name() == "till_opened";
        let mut record = records.iter().find(opens).expect("somebody opens a till").clone();
        record.envelope.scope = Some(id(scope));
        record.envelope.position = head + u64::from(part) - 1;
        (record.envelope.recorded_at, record.envelope.part) = (last, (part, 3));
        record
    };
    for record in [of("demo-weavers", 1), of("demo-poufs", 2), of("demo-weavers", 3)] {
        begun.book.apply(&record).expect("it follows");
    }
    let after: Vec<u64> = begun.book.unread_of(id("demo-weavers")).collect();
    assert_eq!(after, [before.as_slice(), &[head, head + 2]].concat());
}

#[tokio::test]
async fn what_cannot_be_read_is_told_when_it_is_read_and_leaves_the_others_as_they_are() {
    let log = of_every_kind().await;
    let mut all = lines(log.as_ref()).await;
    // The last record of one cooperative says what no sale says; nothing is chained to it.
    let scope = |line: &[u8]| line.windows(20).any(|bytes| bytes == b"\"scope\":\"demo-poufs\"");
    let at = all.iter().rposition(|line| scope(line)).expect("it has records");
    let line = String::from_utf8(all[at].clone()).expect("a record is text");
    let (around, _) = line.split_once(",\"data\":").expect("a record has data");
    all[at] = format!("{around},\"data\":{{\"what\":\"it says\"}}}}").into_bytes();
    let log = log_of(&all).await;
    let mut begun = skimmed(&log).await;
    for _ in 0..2 {
        let told = begun.fetch_one(&log, id("demo-poufs")).await.expect_err("one is no record");
        assert!(matches!(told, ReadError::NotARecord { position, .. } if position == at as u64), "{told}");
        let told = begun.read_all(&log).await.expect_err("one is no record");
        assert!(matches!(told, ReadError::NotARecord { position, .. } if position == at as u64), "{told}");
        assert_eq!(begun.book.unread().count(), 2, "nothing has changed");
    }
    begun.fetch_one(&log, id("demo-weavers")).await.expect("hers are all records");
    assert!(!begun.book.has_unread(Some(id("demo-weavers"))));
}

#[tokio::test]
async fn a_log_whose_chain_is_broken_is_not_opened_by_skimming_either() {
    let log = golden_log().await;
    let mut all = lines(log.as_ref()).await;
    let altered = String::from_utf8(all[6].clone()).expect("a record is text").replace("PV 2026-01", "PV 2026-99");
    all[6] = altered.into_bytes();
    let altered = log_of(&all).await;
    let told = skim(nothing(), &altered, Until::End, |_| Ok::<(), ReadError>(())).await.expect_err("it was altered");
    let folded = fold_on(nothing(), &altered, Until::End, |_| Ok::<(), ReadError>(())).await.expect_err("as well");
    assert_eq!(told.to_string(), folded.to_string());
}

#[test]
fn a_cooperative_is_registered_once() {
    let records: Vec<Record> =
        LOG.lines().map(|line| Record::from_bytes(line.as_bytes()).expect("a line of the log is a record")).collect();
    let mut book = Book::default();
    for record in &records {
        book.apply(record).expect("the log follows from itself");
    }
    let again = records.iter().find(|record| record.event.kind().name() == "cooperative_registered");
    let mut again = again.expect("one is registered").clone();
    again.envelope.position = book.head;
    again.envelope.recorded_at = book.last_recorded_at.expect("there are records");
    again.envelope.part = (1, 1);
    let told = book.apply(&again).expect_err("it is known").to_string();
    assert_eq!(told, "record 235 registers the cooperative `demo-weavers`, which a record before it has registered");
}
