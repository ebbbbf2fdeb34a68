//! What the writer promises, told with a log in memory and one that fails.

mod ahead;
mod fickle;
mod unsure;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mizan_ledger::event::Digests;
use mizan_ledger::record::Record;
use mizan_store::memory::MemoryLog;

use super::*;
use crate::service::environment::Machine;
use crate::service::story::{Crowded, Mishap, Unlucky, golden, golden_log, lines, party, records, rehearsal};

async fn writer(log: &Arc<dyn EventLog>) -> Writer {
    Writer::start(Arc::clone(log), rehearsal()).await.expect("the log is a book")
}

/// Hands all in before any answer is waited for, so that they meet in one commit.
async fn submit_together(writer: &Writer, submissions: Vec<Submission>) -> Vec<Result<Answer, NotAnswered>> {
    let mut pending = Vec::new();
    for submission in submissions {
        pending.push(writer.hand_in(submission).await.expect("the writer takes commands"));
    }
    let mut answers = Vec::new();
    for pending in pending {
        answers.push(pending.answer().await);
    }
    answers
}

fn span(answer: &Result<Answer, NotAnswered>) -> Option<Span> {
    match answer {
        Ok(Answer::Recorded { span, .. } | Answer::AlreadyRecorded { span }) => Some(*span),
        Ok(Answer::Refused(_)) | Err(_) => None,
    }
}

fn empty() -> Arc<dyn EventLog> {
    Arc::new(MemoryLog::new())
}

fn opening() -> Submission {
    golden().swap_remove(0)
}

#[tokio::test]
async fn how_commands_meet_in_commits_changes_no_byte_of_the_log() {
    let one_by_one = golden_log().await;
    let together = empty();
    submit_together(&writer(&together).await, golden()).await;
    assert_eq!(lines(one_by_one.as_ref()).await, lines(together.as_ref()).await);
}

#[tokio::test]
async fn the_same_command_again_is_answered_with_its_first_positions() {
    let log = empty();
    let first = submit_together(&writer(&log).await, golden()).await;
    let head = log.head().await.expect("memory does not fail");
    let again = submit_together(&writer(&log).await, golden()).await;
    assert_eq!(first.iter().map(span).collect::<Vec<_>>(), again.iter().map(span).collect::<Vec<_>>());
    assert!(again.iter().all(|answer| matches!(answer, Ok(Answer::AlreadyRecorded { .. }))));
    assert_eq!(log.head().await.expect("memory does not fail"), head);
}

#[tokio::test]
async fn a_used_key_with_other_words_is_refused_also_within_one_commit() {
    let log = empty();
    let story =
        vec![opening(), party("gallery", "A gallery"), party("gallery", "A gallery"), party("gallery", "Another")];
    let answers = submit_together(&writer(&log).await, story).await;
    let same = Some(Span { first: 1, count: 1 });
    assert_eq!((span(&answers[1]), span(&answers[2])), (same, same));
    let Ok(Answer::Refused(refusal)) = &answers[3] else { panic!("{:?}", answers[3]) };
    assert_eq!(refusal.code(), "key_used");
    assert_eq!(log.head().await.expect("memory does not fail"), 2);
}

#[tokio::test]
async fn a_refused_command_drops_out_alone() {
    let log = empty();
    let writer = writer(&log).await;
    let mut second_opening = opening();
    second_opening.key = "open-again".parse().expect("a key");
    let answers = submit_together(&writer, vec![opening(), party("a", "A"), second_opening, party("b", "B")]).await;
    assert!(matches!(&answers[2], Ok(Answer::Refused(refusal)) if refusal.code() == "book_open"), "{:?}", answers[2]);
    assert_eq!(span(&answers[3]), Some(Span { first: 2, count: 1 }));
}

#[tokio::test]
async fn a_record_that_is_too_long_is_refused_alone() {
    let log = golden_log().await;
    let head = log.head().await.expect("memory does not fail");
    let answers =
        submit_together(&writer(&log).await, vec![party("a", "A"), work_of_many_grades(), party("b", "B")]).await;
    let Ok(Answer::Refused(refusal)) = &answers[1] else { panic!("{:?}", answers[1]) };
    assert_eq!(refusal.code(), "too_long", "{refusal}");
    assert_eq!(span(&answers[0]), Some(Span { first: head, count: 1 }));
    assert_eq!(span(&answers[2]), Some(Span { first: head + 1, count: 1 }));
}

/// An entry of the tally sheet with more grades than a record can hold.
fn work_of_many_grades() -> Submission {
    let graded: Vec<String> = (0..3_000).map(|grade| format!(r#"{{"grade":"g{grade}","pieces":"1"}}"#)).collect();
    let line = format!(
        r#"{{"key":"long","occurred_on":"2026-04-20","actor":{{"id":"leader-1","role":"leader"}},
        "cooperative":"demo-weavers","type":"record_work",
        "data":{{"work":"long","member":"weaver-1","did":{{"pieces":"3000"}},"graded":[{}]}}}}"#,
        graded.join(",")
    );
    Submission::parse(&line).expect("an entry of the tally sheet")
}

#[tokio::test]
async fn sealed_words_leave_digests_in_the_record_and_openings_in_the_answer() {
    let log = empty();
    let answers = submit_together(&writer(&log).await, golden()).await;
    let records = records(log.as_ref()).await;
    let mut opened = 0;
    for answer in answers {
        let Ok(Answer::Recorded { span, disclosures }) = answer else { continue };
        let Some(digests) = digests(&records[span.first as usize]) else {
            assert!(disclosures.is_empty(), "an event that may not be sealed opens nothing");
            continue;
        };
        assert_eq!(digests.len(), Digests::COUNT);
        assert!(digests.is_sorted());
        for disclosure in disclosures {
            assert!(digests.contains(&disclosure.digest()), "{disclosure:?} opens a digest of its record");
            opened += 1;
        }
    }
    assert!(opened > 10, "the golden story seals names and phones, {opened} were opened");
    let log = String::from_utf8(lines(log.as_ref()).await.concat()).expect("the log is text");
    assert!(!log.contains("Exemple"), "no name of a person is in the log");
}

fn digests(record: &Record) -> Option<Vec<String>> {
    let mut event = record.event.clone();
    event.sealed_mut().map(|digests| digests.0.iter().map(|digest| digest.to_string()).collect())
}

#[tokio::test]
async fn the_log_does_not_go_back_in_time_when_the_clock_does() {
    struct SetBack(Timestamp, Machine);
    impl Environment for SetBack {
        fn now(&mut self) -> Timestamp {
            self.0 -= SignedDuration::from_hours(1);
            self.0
        }
        fn random(&mut self, into: &mut [u8]) -> Result<(), NoChance> {
            self.1.random(into)
        }
    }
    let log = empty();
    let clock = SetBack("2026-05-01T08:00:00Z".parse().expect("a moment"), Machine::new());
    let writer = Writer::start(Arc::clone(&log), clock).await.expect("an empty log is a book");
    submit_together(&writer, golden()).await;
    let times: Vec<_> = records(log.as_ref()).await.iter().map(|record| record.envelope.recorded_at).collect();
    assert!(times.len() > 50 && times.is_sorted());
    crate::service::reader::fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole");
}

/// The story on an unlucky log: what is answered, and the log in the end.
async fn story_with(mishaps: &[Mishap]) -> (Vec<Result<Answer, NotAnswered>>, Arc<dyn EventLog>) {
    let unlucky = Unlucky::default();
    let log = Arc::new(unlucky);
    let writer = writer(&(Arc::clone(&log) as Arc<dyn EventLog>)).await;
    let story = golden();
    // The first commit goes well, the second one meets the mishaps.
    submit_together(&writer, story[..8].to_vec()).await;
    log.mishaps.lock().expect("nobody panicked").extend(mishaps);
    let answers = submit_together(&writer, story[8..].to_vec()).await;
    (answers, log)
}

#[tokio::test]
async fn a_commit_whose_end_nobody_saw_is_recorded_once_and_answered_with_its_openings() {
    for mishap in [Mishap::KeptUnseen, Mishap::LostUnseen] {
        let (answers, log) = story_with(&[mishap]).await;
        let records = records(log.as_ref()).await;
        for answer in &answers {
            let Ok(Answer::Recorded { span, disclosures }) = answer else { panic!("{mishap:?}: {answer:?}") };
            let digests = digests(&records[span.first as usize]).unwrap_or_default();
            assert!(disclosures.iter().all(|disclosure| digests.contains(&disclosure.digest())), "{mishap:?}");
        }
        let keys: BTreeSet<_> = records.iter().map(|record| (&record.envelope.key, record.envelope.part)).collect();
        assert_eq!(keys.len(), records.len(), "{mishap:?}: nothing is recorded twice");
        assert_eq!(records.len(), golden_log().await.head().await.expect("memory does not fail") as usize);
    }
}

#[tokio::test]
async fn a_commit_that_failed_is_given_back_whole_and_can_be_sent_again() {
    let (answers, log) = story_with(&[Mishap::Full]).await;
    assert!(answers.iter().all(|answer| matches!(answer, Err(NotAnswered::Failed(_)))), "{answers:?}");
    assert_eq!(log.head().await.expect("memory does not fail"), 8);
    let writer = writer(&log).await;
    let again = submit_together(&writer, golden()).await;
    assert!(again[..8].iter().all(|answer| matches!(answer, Ok(Answer::AlreadyRecorded { .. }))));
    assert!(again[8..].iter().all(|answer| matches!(answer, Ok(Answer::Recorded { .. }))));
    assert!(writer.finish().await.is_some());
}

#[tokio::test]
async fn the_writer_goes_on_after_a_failed_commit_as_if_it_had_never_been() {
    let unlucky = Arc::new(Unlucky::default());
    let log = Arc::clone(&unlucky) as Arc<dyn EventLog>;
    let writer = writer(&log).await;
    unlucky.mishaps.lock().expect("nobody panicked").push_back(Mishap::Full);
    assert!(submit_together(&writer, golden()).await.iter().all(Result::is_err));
    let answers = submit_together(&writer, golden()).await;
    assert!(answers.iter().all(|answer| matches!(answer, Ok(Answer::Recorded { .. }))), "{answers:?}");
    let left = writer.finish().await.expect("the last commit went well");
    let read = reader::fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole");
    assert!(left == read, "the book of the writer is the book of the log");
}

/// The answers to three commands on a log where a rival is quicker this many times, and the log.
async fn overtaken(times: u32) -> (Vec<Result<Answer, NotAnswered>>, Arc<dyn EventLog>) {
    let log = golden_log().await;
    let rival = writer(&log).await;
    let crowded: Arc<dyn EventLog> = Arc::new(Crowded { log: Arc::clone(&log), rival, times: times.into() });
    let writer = writer(&crowded).await;
    let commands = vec![party("a", "A"), party("rival-1", "A rival"), party("b", "B")];
    let answers = submit_together(&writer, commands).await;
    let left = writer.finish().await.expect("a conflict is no reason to lose the book");
    let until = Until::Position(left.guard.head() - 1);
    let read = reader::fold(&log, until, |_| Ok::<(), ReadError>(())).await.expect("the log is whole");
    assert!(left == read, "the book of the writer is the book of the log");
    (answers, log)
}

#[tokio::test]
async fn whoever_is_overtaken_reads_on_and_decides_again() {
    let before = golden_log().await.head().await.expect("memory does not fail");
    for times in [1, 2, 5, 31] {
        let (answers, log) = overtaken(times).await;
        // The rival's last command is one of ours too, and the rival was first.
        assert!(matches!(answers[1], Ok(Answer::AlreadyRecorded { .. })), "{:?}", answers[1]);
        let behind = before + u64::from(times);
        assert_eq!(span(&answers[0]), Some(Span { first: behind, count: 1 }));
        assert_eq!(span(&answers[2]), Some(Span { first: behind + 1, count: 1 }));
        assert_eq!(log.head().await.expect("memory does not fail"), behind + 2);
    }
}

#[tokio::test]
async fn whoever_is_overtaken_time_after_time_gives_the_commands_back() {
    let (answers, log) = overtaken(1_000).await;
    assert!(answers.iter().all(|answer| matches!(answer, Err(NotAnswered::Failed(_)))), "{answers:?}");
    let records = records(log.as_ref()).await;
    assert!(records.iter().all(|record| !["a", "b"].contains(&record.envelope.key.as_str())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writers_of_one_log_both_get_on_and_nothing_is_doubled() {
    const COMMANDS: usize = 400;
    let log = golden_log().await;
    let before = log.head().await.expect("memory does not fail");
    let work = |own: &'static str| {
        let log = Arc::clone(&log);
        async move {
            let writer = Writer::start(log, Machine::new()).await.expect("the log is a book");
            // Every second command is the same for both: only one of the two records it.
            let commands = (0..COMMANDS).map(|number| match number % 2 {
                0 => party(&format!("{own}-{number}"), own),
                _ => party(&format!("common-{number}"), "common"),
            });
            let answers = submit_together(&writer, commands.collect()).await;
            (answers, writer.finish().await.expect("the last commit went well"))
        }
    };
    let (one, other) = tokio::join!(tokio::spawn(work("one")), tokio::spawn(work("other")));
    let ((one, _), (other, _)) = (one.expect("no panic"), other.expect("no panic"));
    for number in 0..COMMANDS {
        let spans = (span(&one[number]), span(&other[number]));
        assert!(spans.0.is_some() && spans.1.is_some(), "{:?} {:?}", one[number], other[number]);
        assert_eq!(number % 2 == 1, spans.0 == spans.1, "a common command has one place");
    }
    let records = records(log.as_ref()).await;
    assert_eq!(records.len() as u64, before + (COMMANDS + COMMANDS / 2) as u64);
    reader::fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole");
}

/// A command about the weavers of the golden story.
fn of_the_weavers(key: &str, actor: &str, command: &str, data: &str, sealed: &str) -> Submission {
    let role = actor.trim_end_matches(|last: char| last == '-' || last.is_ascii_digit());
    let line = format!(
        r#"{{"key":"{key}","occurred_on":"2026-04-20","actor":{{"id":"{actor}","role":"{role}"}},
        "cooperative":"demo-weavers","type":"{command}","data":{data},"sealed":{sealed}}}"#
    );
    Submission::parse(&line).unwrap_or_else(|error| panic!("{error} in {line}"))
}

/// Sells one of the pieces, for whichever writer says it.
fn sells(own: &str, number: usize) -> Submission {
    let data = format!(
        r#"{{"sale":"{own}-{number}","buyer":"demo-gallery","channel":"export","total":"3600.00 MAD",
        "lines":[{{"product":"rug","piece":"rug-{number}","quantity":"1","unit_price":"3600"}}],
        "costs":[{{"cost":"freight","amount":"0.00 MAD"}}]}}"#
    );
    of_the_weavers(&format!("{own}-sale-{number}"), "treasurer-1", "record_sale", &data, "{}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_writers_who_race_for_one_piece_one_sells_it_and_the_other_is_told_so() {
    const PIECES: usize = 60;
    let log = golden_log().await;
    let listed = |number: usize| {
        let data = format!(r#"{{"piece":"rug-{number}","makers":[{{"member":"weaver-1","did":{{"hours":"9"}}}}]}}"#);
        of_the_weavers(&format!("list-{number}"), "leader-1", "list_piece", &data, "{}")
    };
    let answers = submit_together(&writer(&log).await, (0..PIECES).map(listed).collect()).await;
    assert!(answers.iter().all(|answer| span(answer).is_some()), "{answers:?}");
    let work = |own: &'static str, backwards: bool| {
        let log = Arc::clone(&log);
        async move {
            let writer = Writer::start(log, Machine::new()).await.expect("the log is a book");
            let place = |number| if backwards { PIECES - 1 - number } else { number };
            let mut answers = Vec::new();
            for number in 0..PIECES {
                let submission = sells(own, place(number));
                answers.push((place(number), writer.submit(submission).await.expect("memory does not fail")));
            }
            writer.finish().await.expect("the last commit went well");
            answers.sort_by_key(|(number, _)| *number);
            answers
        }
    };
    let (one, other) = tokio::join!(tokio::spawn(work("one", false)), tokio::spawn(work("other", true)));
    let (one, other) = (one.expect("no panic"), other.expect("no panic"));
    for ((number, one), (_, other)) in one.iter().zip(&other) {
        match (one, other) {
            (Answer::Recorded { .. }, Answer::Refused(refusal))
            | (Answer::Refused(refusal), Answer::Recorded { .. }) => {
                assert_eq!(refusal.code(), "piece_sold", "rug-{number}: {refusal}");
            }
            both => panic!("rug-{number}: {both:?}"),
        }
    }
    let sold = records(log.as_ref()).await.into_iter().filter(|record| record.event.kind().name() == "sale_recorded");
    assert_eq!(sold.count(), PIECES + 1, "each piece once, and the rug of the story");
}

#[tokio::test]
async fn what_can_be_done_once_is_done_by_whoever_comes_first_in_one_commit() {
    let log = golden_log().await;
    let rib = r#"{"account_number":"999780000000000000000105"}"#;
    let details = r#"{"details":"account-1","member":"weaver-1","scheme":"rib"}"#;
    let verified = r#"{"details":"account-1"}"#;
    let gone = r#"{"member":"weaver-3"}"#;
    let work = r#"{"work":"late","member":"weaver-3","did":{"hours":"1"}}"#;
    let said = [
        ("secretary-1", "set_payee_details", details, rib, None),
        ("treasurer-1", "set_payee_details", details, rib, Some("already_exists")),
        ("secretary-1", "verify_payee_details", verified, "{}", Some("same_hand")),
        ("president-1", "verify_payee_details", verified, "{}", None),
        ("leader-1", "verify_payee_details", verified, "{}", Some("details_verified")),
        ("secretary-1", "record_exit", gone, "{}", None),
        ("secretary-1", "record_exit", gone, "{}", Some("no_longer_member")),
        ("leader-1", "record_work", work, "{}", Some("no_longer_member")),
    ];
    let submissions = said.iter().enumerate().map(|(number, (actor, command, data, sealed, _))| {
        of_the_weavers(&format!("said-{number}"), actor, command, data, sealed)
    });
    let answers = submit_together(&writer(&log).await, submissions.collect()).await;
    for ((_, command, _, _, refused), answer) in said.iter().zip(&answers) {
        match (answer, refused) {
            (Ok(Answer::Recorded { .. }), None) => {}
            (Ok(Answer::Refused(refusal)), Some(code)) => assert_eq!(refusal.code(), *code, "{refusal}"),
            (other, wanted) => panic!("{command}: {other:?}, {wanted:?}"),
        }
    }
    let written = lines(log.as_ref()).await.concat();
    assert!(!String::from_utf8_lossy(&written).contains("999780"), "the number is nowhere in the log");
}
