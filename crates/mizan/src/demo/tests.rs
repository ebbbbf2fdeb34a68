//! The demo as it is told: to its end, the same every time, and the same when it was broken off.

use std::sync::{Arc, OnceLock};

use mizan_format::phrases::Language;
use mizan_format::phrases::pen::width;
use mizan_store::log::EventLog;
use mizan_store::memory::MemoryLog;

use super::library::Library;
use super::stage::Stage;
use super::story::{LONGEST, Story, WIDEST, stories};
use super::*;
use crate::service::reader::{self, ReadError, Until};
use crate::service::writer::{Answer, Writer};

/// Every command of the demo. It is told once for all tests.
fn told() -> &'static [Submission] {
    static TOLD: OnceLock<Vec<Submission>> = OnceLock::new();
    TOLD.get_or_init(|| {
        let telling = Telling::new().expect("the plan and the storylines can be read");
        telling.map(|submission| submission.unwrap_or_else(|error| panic!("{}", chain(&error)))).collect()
    })
}

fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Says commands to a writer that begins anew.
async fn say(log: &Arc<dyn EventLog>, commands: &[Submission]) {
    let seed = Telling::new().expect("the plan can be read").seed();
    let writer = Writer::start(Arc::clone(log), Stage::new(seed)).await.expect("the log can be read");
    let mut pending = Vec::new();
    for command in commands {
        pending.push(writer.hand_in(command.clone()).await.expect("the writer is there"));
    }
    for answer in pending {
        let answer = answer.answer().await.expect("memory does not fail");
        assert!(!matches!(answer, Answer::Refused(_)), "{answer:?}");
    }
    writer.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_telling_that_was_broken_off_and_taken_up_again_ends_in_the_same_bytes() {
    let told = &told()[..6_000];
    let whole: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    say(&whole, told).await;
    let broken: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    say(&broken, &told[..2_345]).await;
    say(&broken, told).await;
    let mut roots = Vec::new();
    for log in [whole, broken] {
        let folded = reader::fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole");
        roots.push((folded.guard.head(), folded.guard.root()));
    }
    assert_eq!(roots[0], roots[1]);
}

#[test]
fn nothing_is_told_before_its_day_and_no_key_is_used_twice() {
    let mut keys = std::collections::BTreeSet::new();
    let days: Vec<Date> = told().iter().map(|submission| submission.occurred_on).collect();
    assert!(days.is_sorted(), "the demo runs from day to day");
    for submission in told() {
        assert!(keys.insert(&submission.key), "{} is used twice", submission.key);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_told_in_every_language_with_the_same_figures() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    say(&log, told()).await;
    let library = Library::read(&log).await.expect("the log is whole");
    let english = stories(&library, Language::En);
    assert_eq!(english.len(), 5);
    for language in Language::ALL {
        let told = stories(&library, language);
        for (story, same) in told.iter().zip(&english) {
            assert_eq!((story.name, &story.figures), (same.name, &same.figures), "{language}");
            assert!(story.lines.len() < LONGEST, "{language}: {} does not fit a screen\n{}", story.name, story.text());
            let widest = story.lines.iter().map(|line| width(line)).max();
            assert!(widest.is_some_and(|widest| widest <= WIDEST), "{language}: {} is wide: {widest:?}", story.name);
        }
        // What is said in English is in the snapshot of the whole demo.
        if language != Language::En {
            let texts: Vec<String> = told.iter().map(Story::text).collect();
            insta::assert_snapshot!(format!("screens_{language}"), texts.join("\n\n"));
        }
    }
}
