//! What is true of folding every history: its bytes say all of it, from the file as well, and where it is cut is the same.

use std::sync::Arc;

use mizan::service::clerk::Clerk;
use mizan::service::environment::Rehearsal;
use mizan::service::lookup::lookup;
use mizan::service::reader::{self, At, ReadError, Until};
use mizan::service::renewal::{Compared, compare, renew};
use mizan::service::snapshot::{Kept, fold};
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::needs;
use mizan_ledger::record::Record;
use mizan_store::log::EventLog;
use mizan_store::memory::MemoryLog;
use mizan_store::sqlite::SqliteLog;
use proptest::prelude::*;

use crate::laws::histories::{History, histories};

fn replayed<'a>(records: impl IntoIterator<Item = &'a Record>) -> Book {
    let mut book = Book::default();
    for record in records {
        book.apply(record).expect("a log follows from itself");
    }
    book
}

#[test]
fn a_replay_of_the_bytes_is_the_live_book() {
    for history in histories() {
        let mut book = Book::default();
        for written in history.written() {
            let read = Record::from_bytes(&written.line).expect("what was written can be read");
            assert_eq!(read, written.record, "seed {}", history.seed);
            assert_eq!(read.to_bytes().expect("what was read can be written"), written.line, "seed {}", history.seed);
            book.apply(&read).expect("a log follows from itself");
        }
        assert!(book == history.book, "seed {}: a replay comes to another book", history.seed);
    }
}

#[tokio::test]
async fn a_replay_out_of_a_file_is_the_live_book() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    for history in histories() {
        let path = folder.path().join(format!("{}.mizan", history.seed));
        let log = SqliteLog::create(&path).await.expect("a book can be made in an empty folder");
        let lines: Vec<Vec<u8>> = history.written().map(|written| written.line.clone()).collect();
        for (at, commit) in lines.chunks(200).enumerate() {
            log.append(at as u64 * 200, commit).await.expect("a commit at the head is accepted");
        }
        log.close().await.expect("a file can be closed");
        let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(&path).await.expect("a file can be opened"));
        let mut read = Vec::new();
        let folded = reader::fold(&log, Until::End, |seen| {
            read.push(seen.line.to_vec());
            Ok::<(), ReadError>(())
        });
        let folded = folded.await.expect("an intact book can be read");
        assert!(read == lines, "seed {}: the file has other bytes", history.seed);
        assert!(folded.book == history.book, "seed {}: the file comes to another book", history.seed);
    }
}

#[test]
fn the_same_commands_said_again_to_an_empty_book_make_the_same_book_but_for_its_clock() {
    for history in histories().iter().take(3) {
        let mut clerk = Clerk::new(Rehearsal::new("2199-12-31T06:00:00Z".parse().expect("a moment"), 1));
        let records: Vec<Record> = history.records().cloned().collect();
        for said in &history.said {
            let line = serde_json::to_string(&said.submission).expect("a command can be written");
            let submission = Submission::parse(&line).expect("what was written can be read");
            assert_eq!(submission, said.submission, "seed {}", history.seed);
            let needed =
                needs(&submission.command).iter().filter_map(|place| records.get(usize::try_from(*place).ok()?));
            let past: Vec<Record> = needed.cloned().collect();
            let written = clerk.submit(&submission, &past);
            let written = written.unwrap_or_else(|error| panic!("seed {}: {error}: {line}", history.seed));
            let events = written.iter().map(|one| &one.record.event);
            let before = said.written.iter().map(|one| &one.record.event);
            // Digests are salted: what is sealed has others each time.
            assert!(
                submission.command.leads_to().may_be_sealed() || events.eq(before),
                "seed {}: {line}",
                history.seed
            );
        }
        let balances =
            |book: &Book| book.cooperatives.iter().map(|(id, own)| (*id, own.balances.all())).collect::<Vec<_>>();
        assert_eq!(balances(clerk.book()), balances(&history.book), "seed {}", history.seed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_beginning_and_its_rest_are_the_whole(which: prop::sample::Index, cut: prop::sample::Index) {
        let history = &histories()[which.index(histories().len())];
        let records: Vec<&Record> = history.records().collect();
        let (beginning, rest) = records.split_at(cut.index(records.len()));
        // The beginning alone, as whoever has only it would fold it, and again from its own bytes.
        let mut book = replayed(beginning.iter().copied());
        let bytes = beginning.iter().map(|record| record.to_bytes().expect("a record can be written"));
        let again: Vec<Record> = bytes.map(|line| Record::from_bytes(&line).expect("and read")).collect();
        prop_assert!(book == replayed(&again), "seed {}", history.seed);
        for record in rest {
            prop_assert_eq!(book.apply(record), Ok(()));
        }
        prop_assert!(book == history.book, "seed {}, cut at {}", history.seed, beginning.len());
    }

    #[test]
    fn a_snapshot_at_any_command_and_the_rest_are_the_whole(which: prop::sample::Index, cut: prop::sample::Index) {
        let history = &histories()[which.index(histories().len())];
        let commits = 1 + cut.index(history.said.len() - 1);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        runtime.expect("a runtime").block_on(taken_up(history, commits));
    }
}

/// Writes a snapshot when so many commands are told, tells the rest, and takes the snapshot up.
async fn taken_up(history: &History, commits: usize) {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let (kept, nowhere) = (Kept::beside(&folder.path().join("book.mizan")), Kept::nowhere());
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let mut head = 0;
    for (number, said) in history.said.iter().enumerate() {
        let lines: Vec<Vec<u8>> = said.written.iter().map(|written| written.line.clone()).collect();
        log.append(head, &lines).await.expect("memory does not fail");
        head += lines.len() as u64;
        if number + 1 == commits {
            let written = renew(&log, &kept, None, |_| ()).await.expect("there is room for a snapshot");
            assert_eq!(written.records, head);
        }
    }
    let begun = fold(&log, &kept, None, Until::End).await.expect("the history is whole");
    let plain = fold(&log, &nowhere, None, Until::End).await.expect("the history is whole");
    let seed = history.seed;
    assert!(begun.from > 0 && plain.from == 0, "seed {seed}: the snapshot is of use");
    assert!(begun.folded == plain.folded, "seed {seed}, {commits} commands: another book");
    assert!(begun.folded.book == history.book, "seed {seed}, {commits} commands: not the live book");
    let known = lookup(&log, &kept, At::End, |_| ()).await.expect("the history is whole");
    let plain = lookup(&log, &nowhere, At::End, |_| ()).await.expect("the history is whole");
    assert!(known.index == plain.index && known.taken_back == plain.taken_back, "seed {seed}: another index");
    let compared = compare(&log, &kept, |_| ()).await.expect("the history is whole");
    assert!(matches!(compared, Some(Compared::Agrees { .. })), "seed {seed}, {commits} commands: {compared:?}");
}
