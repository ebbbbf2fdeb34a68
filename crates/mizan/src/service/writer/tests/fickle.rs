//! Whatever happens to the log, whoever hands in what: what is answered is so.

use std::sync::PoisonError;

use proptest::collection::vec;
use proptest::prelude::*;
use tokio::runtime::Builder;

use super::*;

/// How many keys there are: fewer than commands, so that many come again, with the same words or with others.
const KEYS: u16 = 900;

fn mishap() -> impl Strategy<Value = Mishap> {
    prop_oneof![
        3 => Just(Mishap::Spared),
        1 => Just(Mishap::Full),
        1 => Just(Mishap::LostUnseen),
        1 => Just(Mishap::KeptUnseen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn what_is_answered_is_in_the_log_by_then_once_and_in_order_whatever_happens_to_commits(
        mishaps in vec(mishap(), 0..8),
        commands in vec((0..KEYS, prop::bool::weighted(0.9)), 1_500),
    ) {
        let threads = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads can be had");
        threads.block_on(told(mishaps, commands));
    }
}

async fn told(mishaps: Vec<Mishap>, commands: Vec<(u16, bool)>) {
    let unlucky = Arc::new(Unlucky::default());
    let log = Arc::clone(&unlucky) as Arc<dyn EventLog>;
    submit_together(&writer(&log).await, vec![opening()]).await;
    unlucky.mishaps.lock().unwrap_or_else(PoisonError::into_inner).extend(mishaps);
    let writer = writer(&log).await;
    let mut answering = Vec::new();
    for (key, is_usual) in commands {
        let (key, name) = (format!("party-{key}"), if is_usual { "A party" } else { "Another" });
        let pending = writer.hand_in(party(&key, name)).await.expect("the writer takes commands");
        let log = Arc::clone(&log);
        answering.push(tokio::spawn(async move {
            let answer = pending.answer().await;
            (key, answer, log.head().await.expect("memory does not fail"))
        }));
    }
    let left = writer.finish().await;
    let records = records(log.as_ref()).await;
    let mut last = 0;
    for answering in answering {
        let (key, answer, head) = answering.await.expect("whoever waits is answered");
        if let Some(Span { first, count }) = span(&answer) {
            assert!(first + u64::from(count) <= head, "{key} is answered before it is there");
            assert_eq!(records[first as usize].envelope.key.as_str(), key);
        }
        match answer {
            Ok(Answer::Recorded { span, .. }) => {
                assert!(span.first > last, "{key} was handed in after what stands at {last}");
                last = span.first;
            }
            Ok(Answer::AlreadyRecorded { .. }) | Err(NotAnswered::Failed(_)) => (),
            Ok(Answer::Refused(refusal)) => {
                assert_eq!(refusal.code(), "key_used");
                assert!(
                    records.iter().any(|record| record.envelope.key.as_str() == key),
                    "{key} is used by what is there"
                );
            }
            Err(NotAnswered::Ended) => panic!("{key}: the writer has not ended"),
        }
    }
    let keys: BTreeSet<_> = records.iter().map(|record| &record.envelope.key).collect();
    assert_eq!(keys.len(), records.len(), "nothing is recorded twice");
    if let Some(left) = left {
        let read = reader::fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole");
        assert!(left == read, "the book of the writer is the book of the log");
    }
}
