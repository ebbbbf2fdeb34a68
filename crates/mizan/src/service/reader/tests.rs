//! What a reader can rely on, told with the golden story and with logs that someone has been at.

use std::collections::BTreeMap;

use mizan_ledger::balances::Totals;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::posting::postings;
use mizan_store::memory::MemoryLog;

use super::*;
use crate::service::lookup::balances;
use crate::service::snapshot::Kept;
use crate::service::story::{Boastful, golden_log, lines, log_of};
use mizan_verify::digest::digest_of;

async fn folded(log: &Arc<dyn EventLog>, until: Until) -> Result<Folded, ReadError> {
    fold(log, until, |_| Ok(())).await
}

async fn why_not(lines: &[Vec<u8>]) -> String {
    let log = log_of(lines).await;
    folded(&log, Until::End).await.expect_err("the log is not whole").to_string()
}

/// The story's largest batch: the positions of its first record and its last.
async fn a_batch(log: &Arc<dyn EventLog>) -> (u64, u64) {
    let book = folded(log, Until::End).await.expect("the story is whole").book;
    let longest = book.keys.values().max_by_key(|span| (span.count, span.first)).expect("the story has commands");
    (longest.first, longest.first + u64::from(longest.count) - 1)
}

#[tokio::test]
async fn reading_in_threads_and_reading_plainly_come_to_the_same() {
    let log = golden_log().await;
    let folded = folded(&log, Until::End).await.expect("the story is whole");
    let plain = plainly::read(log.as_ref(), folded.guard.head()).await.expect("the story is whole");
    let books = folded.book.cooperatives.iter().map(|(id, cooperative)| (*id, cooperative.balances.totals()));
    assert_eq!((folded.guard.root(), digest_of(books)), (plain.root, plain.books));
}

#[tokio::test]
async fn a_book_folded_in_two_parts_is_the_book_folded_at_once() {
    let log = golden_log().await;
    let all = lines(log.as_ref()).await;
    let whole = folded(&log, Until::End).await.expect("the story is whole");
    let mut cuts = 0;
    for cut in 1..all.len() {
        let shorter = log_of(&all[..cut]).await;
        let Ok(mut half) = folded(&shorter, Until::End).await else { continue };
        catch_up(log.as_ref(), &mut half).await.expect("the rest follows");
        assert!(half == whole, "cut before {cut}");
        cuts += 1;
    }
    assert!(cuts > 50, "most places of the story are between two commands, {cuts} were tried");
}

#[tokio::test]
async fn a_position_is_a_state_only_where_a_batch_ends() {
    let log = golden_log().await;
    let (first, last) = a_batch(&log).await;
    assert!(first + 1 < last, "the story has a batch of several records");
    for asked in [first, last - 1] {
        let error = folded(&log, Until::Position(asked)).await.expect_err("half a batch is no state");
        assert!(matches!(error, ReadError::InsideBatch { .. }) && error.is_finding(), "{error}");
        assert!(error.to_string().contains(&format!("positions {first} to {last}")), "{error}");
    }
    for asked in [first - 1, last] {
        let folded = folded(&log, Until::Position(asked)).await.expect("a batch ends here");
        assert_eq!(folded.guard.head(), asked + 1);
    }
    let error = folded(&log, Until::Position(10_000)).await.expect_err("nothing is there");
    assert!(matches!(error, ReadError::BeyondEnd { asked: 10_000, .. }), "{error}");
}

#[tokio::test]
async fn a_log_that_was_cut_inside_a_batch_says_so() {
    let log = golden_log().await;
    let (first, last) = a_batch(&log).await;
    let all = lines(log.as_ref()).await;
    let told = why_not(&all[..first as usize + 2]).await;
    let expected = format!("the log ends at position {}, inside the batch of", first + 1);
    assert!(told.starts_with(&expected) && told.contains(&format!("positions {first} to {last}")), "{told}");
}

#[tokio::test]
async fn a_record_taken_out_doubled_or_exchanged_is_found() {
    let log = golden_log().await;
    let all = lines(log.as_ref()).await;
    let without = [&all[..5], &all[6..]].concat();
    assert_eq!(why_not(&without).await, "record 6 stands where record 5 should be");
    let doubled = [&all[..6], &all[5..]].concat();
    assert_eq!(why_not(&doubled).await, "record 5 stands where record 6 should be");
    let mut exchanged = all.clone();
    exchanged.swap(7, 8);
    assert_eq!(why_not(&exchanged).await, "record 8 stands where record 7 should be");
}

#[tokio::test]
async fn an_altered_record_breaks_the_chain_of_its_cooperative() {
    let log = golden_log().await;
    let mut all = lines(log.as_ref()).await;
    let altered = String::from_utf8(all[6].clone()).expect("a record is text").replace("PV 2026-01", "PV 2026-99");
    assert_ne!(altered.as_bytes(), all[6]);
    all[6] = altered.into_bytes();
    let told = why_not(&all).await;
    assert!(told.starts_with("record 7 does not carry the hash of the record before it"), "{told}");
}

#[tokio::test]
async fn a_log_that_gives_less_than_it_says_is_not_taken_for_whole() {
    let log = golden_log().await;
    let head = log.head().await.expect("memory does not fail");
    let boastful: Arc<dyn EventLog> = Arc::new(Boastful(log));
    let told = folded(&boastful, Until::End).await.expect_err("a record is missing").to_string();
    assert_eq!(told, format!("there is no position {head}: the log has {head} records, counted from 0"));
}

#[tokio::test]
async fn what_is_no_record_is_named_by_its_position() {
    let log = golden_log().await;
    let mut all = lines(log.as_ref()).await;
    all[9] = b"{}".to_vec();
    assert_eq!(why_not(&all).await, "position 9 holds no record");
}

#[tokio::test]
async fn a_day_counts_what_happened_by_then_whenever_it_was_written_down() {
    let log = golden_log().await;
    let day: Date = "2026-02-15".parse().expect("a day");
    let dated = balances(&log, &Kept::nowhere(), At::Day(day), |_| ()).await.expect("the story is whole").books;
    let mut plain: BTreeMap<CooperativeId, Totals> = BTreeMap::new();
    visit(&log, At::End, |seen| {
        let envelope = &seen.record.envelope;
        if let Some(cooperative) = envelope.scope.filter(|_| envelope.occurred_on <= day) {
            let mut moved = Vec::new();
            postings(&seen.record.event, &mut moved);
            moved.iter().for_each(|posting| plain.entry(cooperative).or_default().add(posting));
        }
        Ok::<(), ReadError>(())
    })
    .await
    .expect("the story is whole");
    let digest = |all: &BTreeMap<CooperativeId, Totals>| digest_of(all.iter().map(|(id, balances)| (*id, balances)));
    assert_eq!(digest(&dated), digest(&plain));
    let end = balances(&log, &Kept::nowhere(), At::End, |_| ()).await.expect("the story is whole").books;
    assert_ne!(digest(&dated), digest(&end), "something happens after the middle of February");
}

#[tokio::test]
async fn an_empty_log_is_an_empty_book() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    assert_eq!(folded(&log, Until::End).await.expect("nothing is wrong"), Folded::default());
}

#[test]
fn a_place_in_the_log_is_a_position_or_a_day() {
    let at = |text: &str| text.parse::<At>().ok();
    assert_eq!(at("0"), Some(At::Position(0)));
    assert_eq!(at("1042"), Some(At::Position(1042)));
    assert_eq!(at("2026-03-31"), Some(At::Day(jiff::civil::date(2026, 3, 31))));
    for wrong in ["", "-1", "1.5", "yesterday", "2026-02-30", "99999999999999999999"] {
        assert_eq!(at(wrong), None, "{wrong}");
    }
}
