//! The program is killed a hundred times in the middle of its work, and nothing it had answered is lost.
//!
//! A caller who sees no answer sends the command again, from the first one without an answer on; so does this one.
//! A killed process is not a power cut: that what is written reaches the disk is the promise of the store.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use mizan::service::chance::Chance;
use mizan::service::clerk::Written;
use mizan::service::vault::Vault;
use mizan::service::vault::place::VaultPlace;
use mizan_ledger::book::Book;
use mizan_ledger::record::Record;
use mizan_proof::disclosure::Disclosure;
use mizan_tests::generator::{Generator, Life, Plan, Said};
use mizan_tests::program::mizan;
use mizan_tests::recorded::{Answer, init, records, replay};
use tempfile::tempdir;

/// How many books are written at a time, and how often the writer of each is killed.
const BOOKS: u64 = 4;
const KILLS: usize = 25;

#[test]
fn a_writer_killed_a_hundred_times_loses_nothing_it_answered_and_leaves_no_half_batch() {
    // Built before the clock of anyone runs.
    drop(mizan());
    thread::scope(|scope| (0..BOOKS).for_each(|seed| drop(scope.spawn(move || one_book(seed)))));
}

fn one_book(seed: u64) {
    let folder = tempdir().expect("a test has room for its files");
    let book = folder.path().join("killed.mizan");
    init(&book);
    let story = story(seed);
    let mut chance = Chance::new(seed);
    let mut answered = Vec::new();
    for _ in 0..KILLS {
        let patience = chance.below(8);
        let delay = Duration::from_micros(chance.below(1_500));
        // A few more are on their way than will be waited for, so that the kill meets the program at work.
        let from = answered.len();
        let sent = from + chance.place_in(24) + patience as usize + 1;
        answered.extend(until_killed(&book, &story[from..sent.min(story.len())], patience, delay, &mut chance));
        for (number, answer) in answered.iter().enumerate().skip(from) {
            assert_ne!(answer.status, "refused", "{answer:?}");
            assert_eq!(answer.positions, Some(place(&story[number])), "command {number} of book {seed}: {answer:?}");
        }
    }
    let written = records(&book);
    assert!(answered.len() > KILLS && answered.len() < story.len(), "the writer of book {seed} was killed at work");
    assert_whole(&story, &written, answered.len());

    // Everything once more: what was recorded is said to be, the rest is recorded, and nothing is there twice.
    let again = Answer::to(&book, &lines(&story));
    for (number, answer) in again.iter().enumerate() {
        assert_eq!(answer.positions, Some(place(&story[number])), "command {number} of book {seed}: {answer:?}");
        assert!(number >= answered.len() || answer.status == "already_recorded", "{answer:?}");
    }
    let written = records(&book);
    assert_whole(&story, &written, story.len());
    let replayed = replay(&book);
    assert_eq!(replayed["agrees_with_live"], true, "{replayed}");
    assert_kept(&book, &written, answered.iter().chain(&again));
    assert_eq!(replayed["records"], written.len() as u64, "{replayed}");
}

/// The commands of a small book with everything in it. Its first one opens the book, which `init` has done.
fn story(seed: u64) -> Vec<Said> {
    let plan = Plan { seed, cooperatives: 2, members: 4, sales: 200, life: Life::Whole };
    Generator::new(plan).skip(1).collect()
}

fn lines(story: &[Said]) -> String {
    story.iter().map(line).collect()
}

fn line(said: &Said) -> String {
    let mut line = serde_json::to_string(&said.submission).expect("a command can be written");
    line.push('\n');
    line
}

/// Where the records of a command must be: where the generator's own book has them.
fn place(said: &Said) -> (u64, u64) {
    let position = |written: Option<&Written>| written.expect("a command leads to a record").record.envelope.position;
    (position(said.written.first()), position(said.written.last()))
}

/// That the vault has whatever opens what an answered command sealed, of everybody of whom nothing was erased.
fn assert_kept<'a>(book: &Path, written: &[Record], answers: impl Iterator<Item = &'a Answer>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let vault = Vault::at(VaultPlace::beside(book, None));
    let kept = runtime.block_on(vault.digests(None)).expect("the vault can be read");
    let mut folded = Book::default();
    written.iter().for_each(|record| folded.apply(record).expect("a log follows from itself"));
    let mut openings = 0;
    for answer in answers {
        let Some((first, _)) = answer.positions else { continue };
        let Record { envelope, event } = &written[usize::try_from(first).expect("a small book")];
        let whose = event.sealed_of().and_then(|subject| subject.whose(envelope.scope));
        if whose.is_none_or(|whose| folded.erasures.contains_key(&whose)) {
            continue;
        }
        for opening in &answer.disclosures {
            let digest = Disclosure::parse(opening).expect("a disclosure opens").digest();
            assert!(kept.contains(&digest), "{digest} was answered, and nobody keeps what opens it");
            openings += 1;
        }
    }
    assert!(openings > 0, "something was sealed");
}

/// That the book holds at least the commands that were answered, each whole and in its place, and nothing else.
fn assert_whole(story: &[Said], written: &[Record], answered: usize) {
    let expected: Vec<_> = story.iter().flat_map(|said| &said.written).collect();
    let found = &written[1..];
    assert!(found.len() <= expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        let (found, expected) = (&found.envelope, &expected.record.envelope);
        assert_eq!((found.position, &found.key, found.part), (expected.position, &expected.key, expected.part));
    }
    let last = &found.last().expect("the book has records").envelope;
    assert_eq!(last.part.0, last.part.1, "the log ends with a whole batch");
    assert!(answered == 0 || place(&story[answered - 1]).1 <= last.position, "all that was answered is there");
}

/// Sends commands to the program, kills it some time after so many answers, and gives all the answers it had given.
fn until_killed(book: &Path, story: &[Said], patience: u64, delay: Duration, chance: &mut Chance) -> Vec<Answer> {
    let mut child = recording(book);
    let mut input = child.stdin.take().expect("its input is a pipe");
    let output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
    let seen = Arc::new(AtomicU64::new(0));
    let portions: Vec<_> =
        (0..story.len()).map(|_| (1 + chance.place_in(6), Duration::from_micros(chance.below(600)))).collect();
    thread::scope(|scope| {
        let answers = scope.spawn({
            let seen = Arc::clone(&seen);
            move || {
                let complete = output.split(b'\n').map_while(Result::ok);
                let answers = complete.map_while(|line| {
                    let answer = serde_json::from_slice(&line).ok();
                    seen.fetch_add(1, Ordering::Release);
                    answer
                });
                answers.collect::<Vec<Answer>>()
            }
        });
        // The pipe stays open behind the last command: nobody but us ends the program.
        let sending = scope.spawn(|| send(&mut input, story, &portions));
        let enough = patience.min(story.len() as u64);
        let mut waited = 0;
        while seen.load(Ordering::Acquire) < enough {
            thread::sleep(Duration::from_micros(200));
            waited += 1;
            assert!(waited < 100_000, "the program answers within twenty seconds");
            assert!(child.try_wait().expect("a child can be asked").is_none(), "the program ended by itself");
        }
        thread::sleep(delay);
        child.kill().expect("the program can be killed");
        child.wait().expect("the program ends");
        drop(sending);
        answers.join().expect("its answers can be read")
    })
}

fn recording(book: &Path) -> Child {
    let mut command: Command = mizan();
    command.arg("record").arg(book).arg("-");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program can be run")
}

/// Sends a few commands at a time, so that they meet in commits of all sizes, until the program is gone.
fn send(input: &mut ChildStdin, story: &[Said], portions: &[(usize, Duration)]) {
    let mut rest = story;
    for &(portion, pause) in portions {
        let (now, later) = rest.split_at(portion.min(rest.len()));
        if now.is_empty() || input.write_all(lines(now).as_bytes()).is_err() {
            return;
        }
        rest = later;
        thread::sleep(pause);
    }
}
