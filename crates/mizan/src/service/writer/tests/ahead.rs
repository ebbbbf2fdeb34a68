//! The next commits are decided while the one before is on its way: what comes of them when that one does not arrive.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::runtime::Builder;
use tokio::task::yield_now;

use super::*;
use crate::service::environment::Rehearsal;
use crate::service::story::Held;

/// The clock and chance of the tests, which counts the commands it was asked for.
struct Counting {
    rehearsal: Rehearsal,
    asked: Arc<AtomicUsize>,
}

impl Environment for Counting {
    fn now(&mut self) -> Timestamp {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.rehearsal.now()
    }

    fn random(&mut self, into: &mut [u8]) -> Result<(), NoChance> {
        self.rehearsal.random(into)
    }
}

/// A writer whose first commit is held on its way while it has decided all that follows.
struct Ahead {
    held: Arc<Held>,
    writer: Writer,
    pending: Vec<Pending>,
}

/// Hands in some commands, and the others once the first are on their way.
async fn ahead(log: Arc<dyn EventLog>, first: Vec<Submission>, then: Vec<Submission>) -> Ahead {
    let (asked, commands) = (Arc::new(AtomicUsize::new(0)), first.len() + then.len());
    let held = Arc::new(Held::over(log));
    let log = Arc::clone(&held) as Arc<dyn EventLog>;
    let before = log.head().await.expect("memory does not fail");
    let environment = Counting { rehearsal: rehearsal(), asked: Arc::clone(&asked) };
    let writer = Writer::start(Arc::clone(&log), environment).await.expect("the log is a book");
    let mut pending = Vec::new();
    for submissions in [first, then] {
        for submission in submissions {
            pending.push(writer.hand_in(submission).await.expect("the writer takes commands"));
        }
        while held.waiting() == 0 {
            yield_now().await;
        }
    }
    // One more would wait for ever if the writer did: whoever decides needs nothing but its turn.
    for _ in 0..1_000 {
        yield_now().await;
    }
    assert_eq!(asked.load(Ordering::Relaxed), commands, "all is decided, also what is not on its way");
    assert_eq!(log.head().await.expect("memory does not fail"), before, "nothing has arrived");
    assert_eq!(held.waiting(), 1, "and one commit is given to the log at a time");
    assert!(pending.iter_mut().all(|pending| pending.if_ready().is_none()), "nothing is answered before it is safe");
    Ahead { held, writer, pending }
}

impl Ahead {
    /// Lets the commits go on: what is answered, and whether the book of the writer, if there is one, is that of the log.
    async fn go_on(self) -> (Vec<Result<Answer, NotAnswered>>, Arc<dyn EventLog>) {
        self.held.let_go();
        let mut answers = Vec::new();
        for pending in self.pending {
            answers.push(pending.answer().await);
        }
        let log = self.held as Arc<dyn EventLog>;
        if let Some(left) = self.writer.finish().await {
            let read = reader::fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole");
            assert!(left == read, "the book of the writer is the book of the log");
        }
        (answers, log)
    }
}

/// How many commands are on their way before the others are handed in.
const FIRST: usize = 8;

/// The golden story and so many parties after it that they fill two commits: one is on its way, one ready behind it, and one
/// is decided on both.
fn long_story() -> Vec<Submission> {
    golden().into_iter().chain(parties(600)).collect()
}

/// So many parties, each of another name.
fn parties(count: usize) -> impl Iterator<Item = Submission> {
    (0..count).map(|number| party(&format!("party-{number}"), "A party"))
}

/// Hands in so many parties, and waits until the first of them are on their way.
async fn on_their_way(writer: &Writer, held: &Held, count: usize) -> Vec<Pending> {
    let mut pending = Vec::new();
    for party in parties(count) {
        pending.push(writer.hand_in(party).await.expect("the writer takes commands"));
    }
    while held.waiting() == 0 {
        yield_now().await;
    }
    pending
}

/// The long story, of which the first commands are on their way into a log that then meets the mishaps.
async fn story_behind(mishaps: &[Mishap]) -> (Vec<Result<Answer, NotAnswered>>, Arc<dyn EventLog>) {
    let unlucky = Arc::new(Unlucky::default());
    unlucky.mishaps.lock().expect("nobody panicked").extend(mishaps);
    let mut story = long_story();
    let then = story.split_off(FIRST);
    ahead(unlucky, story, then).await.go_on().await
}

/// The log of the long story, as it is when nothing happens.
async fn long_log() -> Arc<dyn EventLog> {
    let log = empty();
    submit_together(&writer(&log).await, long_story()).await;
    log
}

#[tokio::test]
async fn the_next_commits_are_decided_while_the_one_before_is_on_its_way_and_the_log_is_the_same() {
    let (answers, log) = story_behind(&[]).await;
    assert!(answers.iter().all(|answer| matches!(answer, Ok(Answer::Recorded { .. }))), "{answers:?}");
    let (lines, expected) = (lines(log.as_ref()).await, lines(long_log().await.as_ref()).await);
    assert!(lines == expected, "{} records, and {}", lines.len(), expected.len());
}

#[tokio::test]
async fn what_was_decided_on_a_commit_that_failed_is_given_back_with_it_and_nothing_of_it_is_in_the_log() {
    for mishaps in [vec![Mishap::Full], vec![Mishap::LostUnseen; 2], vec![Mishap::LostUnseen, Mishap::Full]] {
        let (answers, log) = story_behind(&mishaps).await;
        assert!(answers.iter().all(|answer| matches!(answer, Err(NotAnswered::Failed(_)))), "{mishaps:?} {answers:?}");
        assert_eq!(lines(log.as_ref()).await, Vec::<Vec<u8>>::new(), "{mishaps:?}");
        let again = submit_together(&writer(&log).await, long_story()).await;
        assert!(again.iter().all(|answer| matches!(answer, Ok(Answer::Recorded { .. }))), "{mishaps:?} {again:?}");
    }
}

#[tokio::test]
async fn a_commit_that_was_ready_and_failed_when_its_turn_came_takes_nothing_from_the_one_before() {
    let (answers, log) = story_behind(&[Mishap::Spared, Mishap::Full]).await;
    let (first, then) = answers.split_at(FIRST);
    assert!(first.iter().all(|answer| matches!(answer, Ok(Answer::Recorded { .. }))), "{first:?}");
    assert!(then.iter().all(|answer| matches!(answer, Err(NotAnswered::Failed(_)))), "{then:?}");
    let last = first.iter().filter_map(span).next_back().expect("it was recorded");
    assert_eq!(log.head().await.expect("memory does not fail"), last.first + u64::from(last.count));
    let again = submit_together(&writer(&log).await, long_story()).await;
    let of = |answers: &[Result<Answer, NotAnswered>]| answers.iter().map(span).collect::<Vec<_>>();
    assert_eq!(of(&again[..FIRST]), of(first), "what was answered stands");
    assert!(again[FIRST..].iter().all(|answer| matches!(answer, Ok(Answer::Recorded { .. }))), "{again:?}");
}

#[tokio::test]
async fn what_was_decided_on_a_commit_whose_end_nobody_saw_is_decided_again_and_recorded_once() {
    let unseen = [Mishap::KeptUnseen, Mishap::LostUnseen];
    let stories = unseen.into_iter().flat_map(|mishap| [vec![mishap], vec![Mishap::Spared, mishap]]);
    for mishaps in stories {
        let (answers, log) = story_behind(&mishaps).await;
        let records = records(log.as_ref()).await;
        for answer in &answers {
            let Ok(Answer::Recorded { span, disclosures }) = answer else { panic!("{mishaps:?}: {answer:?}") };
            let digests = digests(&records[span.first as usize]).unwrap_or_default();
            assert!(disclosures.iter().all(|disclosure| digests.contains(&disclosure.digest())), "{mishaps:?}");
        }
        let keys: BTreeSet<_> = records.iter().map(|record| (&record.envelope.key, record.envelope.part)).collect();
        assert_eq!(keys.len(), records.len(), "{mishaps:?}: nothing is recorded twice");
        assert_eq!(records.len(), long_log().await.head().await.expect("memory does not fail") as usize);
    }
}

#[tokio::test]
async fn what_was_decided_on_a_commit_that_another_program_overtook_is_decided_again_after_it() {
    let log = golden_log().await;
    let rival = writer(&log).await;
    let before = log.head().await.expect("memory does not fail");
    let then = vec![party("rival", "A rival"), party("b", "B")];
    let ahead = ahead(Arc::clone(&log), vec![party("a", "A")], then).await;
    rival.submit(party("rival", "A rival")).await.expect("memory does not fail");
    let (answers, log) = ahead.go_on().await;
    let spans: Vec<_> = answers.iter().map(|answer| span(answer).map(|span| span.first)).collect();
    assert_eq!(spans, [Some(before + 1), Some(before), Some(before + 2)]);
    assert!(matches!(answers[1], Ok(Answer::AlreadyRecorded { .. })), "the rival was first: {:?}", answers[1]);
    assert_eq!(log.head().await.expect("memory does not fail"), before + 3);
}

#[tokio::test]
async fn nothing_is_decided_further_ahead_of_the_log_than_two_commits_and_a_large_one() {
    let usual = Held::over(golden_log().await);
    assert_eq!(decided_ahead_of(usual).await, FIRST + 256 + 8 * 256, "on its way, ready, and as large as may be");
    let smaller = Held::over(golden_log().await).of_at_most(2 << 20);
    assert_eq!(decided_ahead_of(smaller).await, FIRST + 256 + 2 * 256, "as large as its log takes without loss");
}

/// How many commands are decided while the log takes nothing.
async fn decided_ahead_of(held: Held) -> usize {
    let asked = Arc::new(AtomicUsize::new(0));
    let held = Arc::new(held);
    let environment = Counting { rehearsal: rehearsal(), asked: Arc::clone(&asked) };
    let log = Arc::clone(&held) as Arc<dyn EventLog>;
    let writer = Writer::start(log, environment).await.expect("the log is a book");
    let mut pending = on_their_way(&writer, &held, FIRST).await;
    for party in parties(4_000).skip(FIRST) {
        pending.push(writer.hand_in(party).await.expect("the writer takes commands"));
    }
    let mut decided = 0;
    while decided < asked.load(Ordering::Relaxed) {
        decided = asked.load(Ordering::Relaxed);
        for _ in 0..1_000 {
            yield_now().await;
        }
    }
    held.let_go();
    for pending in pending {
        let answer = pending.answer().await;
        assert!(matches!(answer, Ok(Answer::Recorded { .. })), "{answer:?}");
    }
    decided
}

#[tokio::test]
async fn a_key_of_the_commit_on_its_way_is_known_to_the_next() {
    let again = vec![party("a", "A"), party("a", "Another")];
    let ahead = ahead(golden_log().await, vec![party("a", "A")], Vec::new()).await;
    let mut pending = Vec::new();
    for submission in again {
        pending.push(ahead.writer.hand_in(submission).await.expect("the writer takes commands"));
    }
    for _ in 0..1_000 {
        yield_now().await;
    }
    assert!(pending.iter_mut().all(|pending| pending.if_ready().is_none()), "the first may still fail");
    let (answers, _) = Ahead { pending: ahead.pending.into_iter().chain(pending).collect(), ..ahead }.go_on().await;
    assert!(matches!(answers[0], Ok(Answer::Recorded { .. })));
    assert!(matches!(&answers[1], Ok(Answer::AlreadyRecorded { span: known }) if Some(*known) == span(&answers[0])));
    assert!(matches!(&answers[2], Ok(Answer::Refused(refusal)) if refusal.code() == "key_used"), "{:?}", answers[2]);
}

/// A clock that, once the first commit is decided, shows the time only when that commit has come to the log.
struct Waits {
    rehearsal: Rehearsal,
    held: Arc<Held>,
    decided: usize,
}

impl Environment for Waits {
    fn now(&mut self) -> Timestamp {
        self.decided += 1;
        let begun = Instant::now();
        while self.decided > 256 && self.held.waiting() == 0 {
            assert!(begun.elapsed() < Duration::from_secs(20), "the first commit waits for whoever decides the second");
            thread::yield_now();
        }
        self.rehearsal.now()
    }

    fn random(&mut self, into: &mut [u8]) -> Result<(), NoChance> {
        self.rehearsal.random(into)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_comes_to_the_log_while_whoever_decides_the_next_has_no_moment_to_spare() {
    let held = Arc::new(Held::over(golden_log().await));
    let log = Arc::clone(&held) as Arc<dyn EventLog>;
    let clock = Waits { rehearsal: rehearsal(), held: Arc::clone(&held), decided: 0 };
    let writer = Writer::start(log, clock).await.expect("the log is a book");
    let pending = on_their_way(&writer, &held, 600).await;
    held.let_go();
    for pending in pending {
        let answer = pending.answer().await;
        assert!(matches!(answer, Ok(Answer::Recorded { .. })), "{answer:?}");
    }
}

#[test]
fn whoever_waits_while_everything_is_being_ended_is_told_that_the_writer_has_ended() {
    for mut threads in [Builder::new_multi_thread(), Builder::new_current_thread()] {
        let threads = threads.enable_all().build().expect("threads can be had");
        let pending = threads.block_on(async {
            let held = Arc::new(Held::over(golden_log().await));
            let writer = writer(&(Arc::clone(&held) as Arc<dyn EventLog>)).await;
            on_their_way(&writer, &held, 900).await
        });
        drop(threads);
        for mut pending in pending {
            let answer = pending.if_ready();
            assert!(matches!(answer, Some(Err(NotAnswered::Ended))), "{answer:?}");
        }
    }
}
