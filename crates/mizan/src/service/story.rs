//! For the tests: the golden story as commands, and logs that fail when they are told to.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use mizan_ledger::command::Submission;
use mizan_ledger::record::Record;
use mizan_store::log::{AppendError, EventLog, Page, StoreError};
use mizan_store::memory::MemoryLog;
use mizan_store::pick::Picked;
use mizan_store::row::Commit;
use tokio::sync::Semaphore;

use crate::service::environment::Rehearsal;
use crate::service::writer::{Answer, Writer};

/// The command that opens a book.
pub(crate) const OPENING: &str = r#"{"key":"open","occurred_on":"2026-01-01","actor":{"id":"operator-1","role":"operator"},"type":"open_book","data":{"name":"A network of tests","currency":"MAD"}}"#;

/// The commands of the golden story, the opening of the book first.
pub(crate) fn golden() -> Vec<Submission> {
    let story = include_str!("../../../../fixtures/stories/golden.ndjson");
    let lines = std::iter::once(OPENING).chain(story.lines());
    lines.map(|line| Submission::parse(line).expect("a line of the golden story is a command")).collect()
}

/// A command that registers a party of this name under this key.
pub(crate) fn party(key: &str, name: &str) -> Submission {
    let line = format!(
        r#"{{"key":"{key}","occurred_on":"2026-01-02","actor":{{"id":"operator-1","role":"operator"}},"type":"register_party","data":{{"party":"{key}","name":"{name}","roles":["buyer"]}}}}"#
    );
    Submission::parse(&line).expect("a party can be registered")
}

pub(crate) fn rehearsal() -> Rehearsal {
    Rehearsal::new("2026-05-01T08:00:00Z".parse::<Timestamp>().expect("a moment"), 42)
}

/// A log that holds these lines.
pub(crate) async fn log_of(lines: &[Vec<u8>]) -> Arc<dyn EventLog> {
    let log = MemoryLog::new();
    log.append(0, lines).await.expect("memory takes lines");
    Arc::new(log)
}

/// A log with the whole golden story.
pub(crate) async fn golden_log() -> Arc<dyn EventLog> {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let writer = Writer::start(Arc::clone(&log), rehearsal()).await.expect("an empty log is a book");
    for submission in golden() {
        let answer = writer.submit(submission).await.expect("memory does not fail");
        assert!(matches!(answer, Answer::Recorded { .. }), "{answer:?}");
    }
    log
}

/// The lines of a log.
pub(crate) async fn lines(log: &dyn EventLog) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    loop {
        let page = log.read(lines.len() as u64, 1 << 20).await.expect("the log can be read");
        if page.is_empty() {
            return lines;
        }
        lines.extend(page.records().map(<[u8]>::to_vec));
    }
}

/// The records of a log.
pub(crate) async fn records(log: &dyn EventLog) -> Vec<Record> {
    let lines = lines(log).await;
    lines.iter().map(|line| Record::from_bytes(line).expect("a line of a log is a record")).collect()
}

/// What goes wrong with an append.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mishap {
    /// Nothing goes wrong this time.
    Spared,
    /// The disk is full: nothing is written.
    Full,
    /// The power fails before the records are safe, and nobody knows.
    LostUnseen,
    /// The power fails after the records are safe, and nobody knows.
    KeptUnseen,
}

/// A log to which things happen, one at each append as long as there are any.
#[derive(Debug, Default)]
pub(crate) struct Unlucky {
    pub(crate) log: MemoryLog,
    pub(crate) mishaps: Mutex<VecDeque<Mishap>>,
    /// Whether it cannot say that what it holds is safe.
    pub(crate) is_unsure: AtomicBool,
}

#[async_trait]
impl EventLog for Unlucky {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        let mishap = self.mishaps.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let first = commit.first();
        let unknown = || AppendError::Unknown { first, source: "the power failed".into() };
        match mishap {
            None | Some(Mishap::Spared) => self.log.commit(commit).await,
            Some(Mishap::Full) => Err(AppendError::Store(StoreError::Failed {
                book: "unlucky".into(),
                doing: "write",
                source: "the disk is full".into(),
            })),
            Some(Mishap::LostUnseen) => Err(unknown()),
            Some(Mishap::KeptUnseen) => {
                self.log.commit(commit).await?;
                Err(unknown())
            }
        }
    }

    async fn head(&self) -> Result<u64, StoreError> {
        self.log.head().await
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        self.log.read(from, max_bytes).await
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        self.log.fetch(positions).await
    }

    async fn confirm(&self) -> Result<(), StoreError> {
        if self.is_unsure.load(Ordering::Relaxed) {
            return Err(StoreError::Failed {
                book: "unlucky".into(),
                doing: "make sure that its records are safe",
                source: "the standby is gone".into(),
            });
        }
        self.log.confirm().await
    }

    fn enough_bytes(&self) -> usize {
        self.log.enough_bytes()
    }
}

/// A log on which somebody else is quicker, a number of times.
pub(crate) struct Crowded {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) rival: Writer,
    pub(crate) times: AtomicU32,
}

#[async_trait]
impl EventLog for Crowded {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        let left = self.times.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if let Ok(left) = left {
            let key = format!("rival-{left}");
            self.rival.submit(party(&key, "A rival")).await.expect("memory does not fail");
        }
        self.log.commit(commit).await
    }

    async fn head(&self) -> Result<u64, StoreError> {
        self.log.head().await
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        self.log.read(from, max_bytes).await
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        self.log.fetch(positions).await
    }

    async fn confirm(&self) -> Result<(), StoreError> {
        self.log.confirm().await
    }

    fn enough_bytes(&self) -> usize {
        self.log.enough_bytes()
    }
}

/// A log whose commits are held on their way until they are let go, all of them from then on.
pub(crate) struct Held {
    log: Arc<dyn EventLog>,
    gate: Semaphore,
    waiting: AtomicU32,
    enough: usize,
}

impl Held {
    pub(crate) fn over(log: Arc<dyn EventLog>) -> Held {
        let enough = log.enough_bytes();
        Held { log, gate: Semaphore::new(0), waiting: AtomicU32::new(0), enough }
    }

    /// One that would have its commits no larger.
    pub(crate) fn of_at_most(self, enough: usize) -> Held {
        Held { enough, ..self }
    }

    /// How many commits are held.
    pub(crate) fn waiting(&self) -> u32 {
        self.waiting.load(Ordering::Relaxed)
    }

    pub(crate) fn let_go(&self) {
        self.gate.close();
    }
}

#[async_trait]
impl EventLog for Held {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        // Nobody is let through before the gate is closed, and then nobody waits.
        let _ = self.gate.acquire().await;
        self.log.commit(commit).await
    }

    async fn head(&self) -> Result<u64, StoreError> {
        self.log.head().await
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        self.log.read(from, max_bytes).await
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        self.log.fetch(positions).await
    }

    async fn confirm(&self) -> Result<(), StoreError> {
        self.log.confirm().await
    }

    fn enough_bytes(&self) -> usize {
        self.enough
    }
}

/// A log that says it has more records than it gives.
pub(crate) struct Boastful(pub(crate) Arc<dyn EventLog>);

#[async_trait]
impl EventLog for Boastful {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        self.0.commit(commit).await
    }

    async fn head(&self) -> Result<u64, StoreError> {
        Ok(self.0.head().await? + 1)
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        self.0.read(from, max_bytes).await
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        self.0.fetch(positions).await
    }

    async fn confirm(&self) -> Result<(), StoreError> {
        self.0.confirm().await
    }

    fn enough_bytes(&self) -> usize {
        self.0.enough_bytes()
    }
}
