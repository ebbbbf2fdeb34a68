//! Every history said by two writers of one log at the same time: in memory and in a file, no command is there twice, none
//! is half there, and what both come to is what a replay comes to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use mizan::service::environment::Rehearsal;
use mizan::service::reader::{self, ReadError, Until};
use mizan::service::writer::{Answer, Writer};
use mizan_ledger::book::Span;
use mizan_ledger::command::{Command, Submission};
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::Record;
use mizan_store::log::EventLog;
use mizan_store::memory::MemoryLog;
use mizan_store::sqlite::SqliteLog;

use crate::laws::histories::{History, known_histories};

/// A machine with a clock far ahead, so that nothing is said before its day.
fn machine(seed: u64) -> Rehearsal {
    Rehearsal::new("2199-12-31T06:00:00Z".parse().expect("a moment"), seed)
}

/// Where the records of a history stand in this log: positions are another log's own.
#[derive(Debug, Default)]
struct Places(Mutex<BTreeMap<u64, u64>>);

impl Places {
    fn note(&self, before: &[u64], now: Span) {
        let mut places = self.0.lock().expect("nobody fails while noting");
        places.extend(before.iter().copied().zip(now.first..));
    }

    /// A command as it is said here: what it takes back stands elsewhere.
    fn here(&self, submission: &Submission) -> Submission {
        let mut submission = submission.clone();
        if let Command::DeclareCorrection(words) = &mut submission.command {
            let places = self.0.lock().expect("nobody fails while noting");
            for target in &mut words.targets {
                *target = places.get(target).copied().unwrap_or(*target);
            }
        }
        submission
    }
}

/// Says some commands one after the other, each of them twice if asked; gives the keys of what was recorded and refused.
async fn say(
    writer: &Writer,
    history: &History,
    places: &Places,
    wanted: impl Fn(Option<CooperativeId>) -> bool,
) -> (BTreeSet<String>, Vec<String>) {
    let (mut recorded, mut refused) = (BTreeSet::new(), Vec::new());
    for said in history.said.iter().filter(|said| wanted(said.submission.cooperative)) {
        let submission = places.here(&said.submission);
        let key = submission.key.to_string();
        let positions: Vec<u64> = said.written.iter().map(|one| one.record.envelope.position).collect();
        match writer.submit(submission.clone()).await.expect("the writer answers") {
            Answer::Recorded { span, .. } => {
                places.note(&positions, span);
                recorded.insert(key);
                let again = writer.submit(submission).await.expect("the writer answers");
                assert_eq!(again, Answer::AlreadyRecorded { span }, "seed {}", history.seed);
            }
            Answer::AlreadyRecorded { span } => places.note(&positions, span),
            Answer::Refused(refusal) => refused.push(format!("{}: {refusal}", submission.command.name())),
        }
    }
    (recorded, refused)
}

async fn two_writers_come_to_what_a_replay_comes_to(log: Arc<dyn EventLog>, history: &History) {
    let seed = history.seed;
    let one = Writer::start(Arc::clone(&log), machine(1)).await.expect("an empty log can be written");
    let other = Writer::start(Arc::clone(&log), machine(2)).await.expect("an empty log can be written");
    let places = Places::default();
    let ids: Vec<CooperativeId> = history.book.cooperatives.keys().copied().collect();
    // What concerns the whole book is said by both at once: whoever is second is told where it stands.
    let whole = |of: Option<CooperativeId>| of.is_none();
    let (mine, yours) = tokio::join!(say(&one, history, &places, whole), say(&other, history, &places, whole));
    assert!(mine.0.is_disjoint(&yours.0), "seed {seed}: recorded twice");
    assert_eq!((mine.1.len(), yours.1.len()), (0, 0), "seed {seed}: {:?} {:?}", mine.1, yours.1);
    // Then each speaks for a cooperative of its own, and now and then for the other's as well.
    let (first, second) = (ids.first().copied(), ids.last().copied());
    let (third, fourth) = tokio::join!(
        say(&one, history, &places, |of| of.is_some() && of == first),
        say(&other, history, &places, |of| of.is_some() && of == second),
    );
    assert!(third.1.len() + fourth.1.len() < 12, "seed {seed}: refused {:?} {:?}", third.1, fourth.1);
    // At the end both say everything again, and nothing is new.
    let head = log.head().await.expect("a log has a head");
    let refused: usize = [&third.1, &fourth.1].iter().map(|refused| refused.len()).sum();
    let (again, too) = tokio::join!(say(&one, history, &places, |_| true), say(&other, history, &places, |_| true));
    let added: BTreeSet<String> = again.0.union(&too.0).cloned().collect();
    assert!(added.len() <= refused, "seed {seed}: {added:?} was recorded again, {refused} had been refused");
    assert!(log.head().await.expect("a log has a head") - head <= 4 * refused as u64, "seed {seed}");

    let (one, other) = (one.finish().await.expect("the book"), other.finish().await.expect("the book"));
    let mut keys: BTreeMap<String, u32> = BTreeMap::new();
    let replayed = reader::fold(&log, Until::End, |seen| {
        let record: &Record = seen.record;
        *keys.entry(record.envelope.key.to_string()).or_default() += 1;
        assert_eq!(keys[&record.envelope.key.to_string()], record.envelope.part.0, "seed {seed}: a part is there once");
        Ok::<(), ReadError>(())
    });
    let replayed = replayed.await.expect("the log is whole");
    assert_eq!(replayed.book.missing(), 0, "seed {seed}: a command is half there");
    // Whoever wrote last knows all of it; the other one what was there when it looked.
    assert!(one == replayed || other == replayed, "seed {seed}: neither writer's book is the replay's");
    let said = keys.len() + refused;
    assert!(said >= history.said.len(), "seed {seed}: {} of {} commands", keys.len(), history.said.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writers_of_one_log_in_memory_come_to_what_a_replay_comes_to() {
    for history in known_histories().iter().take(3) {
        two_writers_come_to_what_a_replay_comes_to(Arc::new(MemoryLog::new()), history).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writers_of_one_file_come_to_what_a_replay_comes_to() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let path = folder.path().join("network.mizan");
    let log = SqliteLog::create(&path).await.expect("a book can be made in an empty folder");
    two_writers_come_to_what_a_replay_comes_to(Arc::new(log), &known_histories()[3]).await;
}
