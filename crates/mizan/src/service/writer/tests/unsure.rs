//! A log that does not know whether what it holds is safe, and one that has less than it had: nothing is answered for either.

use std::sync::atomic::Ordering;
use std::sync::{PoisonError, RwLock};

use async_trait::async_trait;
use mizan_store::log::{Page, StoreError};
use mizan_store::pick::Picked;
use mizan_store::row::Commit;

use super::*;
use crate::service::story::log_of;

#[tokio::test]
async fn what_is_found_behind_a_cut_commit_is_not_answered_for_before_the_log_says_that_it_is_safe() {
    let log = Arc::new(Unlucky::default());
    let writer = writer(&(Arc::clone(&log) as Arc<dyn EventLog>)).await;
    submit_together(&writer, vec![opening()]).await;
    log.mishaps.lock().expect("nobody panicked").push_back(Mishap::KeptUnseen);
    log.is_unsure.store(true, Ordering::Relaxed);
    // Also one that was said before: its first answer may have been lost with the server.
    for command in [party("weaver", "A weaver"), opening()] {
        let answers = submit_together(&writer, vec![command]).await;
        assert!(matches!(answers[..], [Err(NotAnswered::Failed(_))]), "{answers:?}");
    }
    log.is_unsure.store(false, Ordering::Relaxed);
    let answers = submit_together(&writer, vec![party("weaver", "A weaver"), opening()]).await;
    assert!(answers.iter().all(|answer| matches!(answer, Ok(Answer::AlreadyRecorded { .. }))), "{answers:?}");
    assert_eq!(log.head().await.expect("memory does not fail"), 2);
}

/// A log in whose place another can be put.
struct PutBack(RwLock<Arc<dyn EventLog>>);

impl PutBack {
    fn now(&self) -> Arc<dyn EventLog> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl EventLog for PutBack {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        self.now().commit(commit).await
    }

    async fn head(&self) -> Result<u64, StoreError> {
        self.now().head().await
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        self.now().read(from, max_bytes).await
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        self.now().fetch(positions).await
    }

    async fn confirm(&self) -> Result<(), StoreError> {
        self.now().confirm().await
    }

    fn enough_bytes(&self) -> usize {
        self.now().enough_bytes()
    }
}

#[tokio::test]
async fn a_log_that_was_put_back_to_an_earlier_state_is_not_written_on() {
    let log = Arc::new(PutBack(RwLock::new(empty())));
    let writer = writer(&(Arc::clone(&log) as Arc<dyn EventLog>)).await;
    let said = vec![opening(), party("weaver", "A weaver"), party("spinner", "A spinner")];
    let answers = submit_together(&writer, said).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    // A standby that had two of three records takes over.
    let earlier = log_of(&lines(log.as_ref()).await[..2]).await;
    *log.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&earlier);
    for turn in 0..3 {
        let answers = submit_together(&writer, vec![party("dyer", "A dyer")]).await;
        let [Err(NotAnswered::Failed(error))] = &answers[..] else { panic!("{turn}: {answers:?}") };
        assert!(error.to_string().starts_with("the log has 2 records, and had 3"), "{turn}: {error}");
    }
    // With as many records again it is another log all the same.
    let other = party("felter", "A felter");
    submit_together(&self::writer(&earlier).await, vec![other]).await;
    let answers = submit_together(&writer, vec![party("dyer", "A dyer")]).await;
    let [Err(NotAnswered::Failed(error))] = &answers[..] else { panic!("{answers:?}") };
    assert!(error.to_string().contains("the book was altered"), "{error}");
    assert_eq!(earlier.head().await.expect("memory does not fail"), 3);
}

#[tokio::test]
async fn nor_is_what_another_program_has_written_answered_for_before() {
    let log = Arc::new(Unlucky::default());
    let shared = Arc::clone(&log) as Arc<dyn EventLog>;
    let one = writer(&shared).await;
    submit_together(&one, vec![opening()]).await;
    let other = writer(&shared).await;
    submit_together(&other, vec![party("weaver", "A weaver")]).await;
    log.is_unsure.store(true, Ordering::Relaxed);
    let answers = submit_together(&one, vec![party("weaver", "A weaver")]).await;
    assert!(matches!(answers[..], [Err(NotAnswered::Failed(_))]), "{answers:?}");
    log.is_unsure.store(false, Ordering::Relaxed);
    let answers = submit_together(&one, vec![party("weaver", "A weaver")]).await;
    assert!(matches!(answers[..], [Ok(Answer::AlreadyRecorded { .. })]), "{answers:?}");
}

#[tokio::test]
async fn a_program_that_has_only_read_a_log_notices_too_that_it_was_put_back() {
    let whole = golden_log().await;
    let all = lines(whole.as_ref()).await;
    let log = Arc::new(PutBack(RwLock::new(whole)));
    let writer = writer(&(Arc::clone(&log) as Arc<dyn EventLog>)).await;
    *log.0.write().unwrap_or_else(PoisonError::into_inner) = log_of(&all[..1]).await;
    for turn in 0..2 {
        let answers = submit_together(&writer, vec![party("dyer", "A dyer")]).await;
        let [Err(NotAnswered::Failed(error))] = &answers[..] else { panic!("{turn}: {answers:?}") };
        assert!(error.to_string().starts_with("the log has 1 records, and had"), "{turn}: {error}");
    }
}
