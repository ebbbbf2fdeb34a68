//! The contract of every store: one list of laws, and each store kept to all of them.

use std::{collections::BTreeSet, sync::Arc};

use mizan_store::{
    log::{AppendError, EventLog, Flaw, PAGE_BYTES_MAX, RECORD_BYTES_MAX},
    memory::MemoryLog,
    sqlite::SqliteLog,
};
use proptest::prelude::*;

mod damage;
mod files;
mod guards;
mod postgres;
mod processes;
mod unsafe_databases;

macro_rules! every_store_keeps {
    ($($law:ident)*) => {
        mod in_memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $law() {
                super::$law(std::sync::Arc::new(super::MemoryLog::new())).await;
            })*
        }
        mod in_a_file {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $law() {
                let folder = tempfile::tempdir().expect("a test has room for its files");
                let log = super::new_book(&folder).await;
                super::$law(log).await;
            })*
        }
        mod in_postgresql {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $law() {
                let Some(server) = mizan_tests::postgres::server() else { return };
                super::$law(super::postgres::new_book(&server).await).await;
            })*
        }
    };
}

every_store_keeps! {
    an_empty_log_has_no_records
    records_are_read_back_at_their_positions
    a_commit_at_a_taken_position_is_a_conflict
    a_commit_that_leaves_a_gap_is_a_conflict
    a_commit_holds_at_least_one_record
    a_record_is_one_line_of_text
    the_longest_record_fits_and_one_byte_more_does_not
    one_bad_record_refuses_the_whole_commit
    reading_starts_at_any_position
    a_page_keeps_to_its_bytes
    a_large_commit_is_whole_or_absent
    wanted_records_are_fetched_wherever_they_lie
    what_is_not_in_the_log_is_not_fetched
    more_is_wanted_than_comes_at_once
    bytes_come_back_as_they_were
    sixteen_writers_leave_no_gap
    however_it_was_written_it_reads_the_same
}

async fn new_book(folder: &tempfile::TempDir) -> Arc<SqliteLog> {
    let path = folder.path().join("cooperative.mizan");
    Arc::new(SqliteLog::create(path).await.expect("a book can be made in an empty folder"))
}

fn lines(lines: &[&str]) -> Vec<Vec<u8>> {
    lines.iter().map(|line| line.as_bytes().to_vec()).collect()
}

/// All records from a position on, read in pages.
async fn all_from(log: &dyn EventLog, from: u64, max_bytes: usize) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    let mut position = from;
    loop {
        let page = log.read(position, max_bytes).await.expect("an intact log can be read");
        assert_eq!(page.first, position, "a page starts where it was asked to");
        assert_eq!(page.records().count() as u64, page.count, "a page holds as many records as it says");
        if page.is_empty() {
            return records;
        }
        records.extend(page.records().map(<[u8]>::to_vec));
        position = page.next();
    }
}

async fn append(log: &dyn EventLog, first: u64, records: &[Vec<u8>]) {
    log.append(first, records).await.expect("a commit at the head is accepted");
}

async fn head(log: &dyn EventLog) -> u64 {
    log.head().await.expect("an intact log has a head")
}

async fn an_empty_log_has_no_records(log: Arc<dyn EventLog>) {
    assert_eq!(head(&*log).await, 0);
    for from in [0, 1, i64::MAX as u64, u64::MAX] {
        let page = log.read(from, 1000).await.expect("there is nothing to read, and that is no error");
        assert!(page.is_empty() && page.bytes().is_empty());
        assert_eq!((page.first, page.next()), (from, from));
        assert_eq!(page.records().count(), 0);
    }
}

async fn records_are_read_back_at_their_positions(log: Arc<dyn EventLog>) {
    append(&*log, 0, &lines(&["{\"type\":\"sale_recorded\"}", "{\"type\":\"commission_charged\"}"])).await;
    append(&*log, 2, &lines(&["{\"type\":\"payout_sent\"}"])).await;
    assert_eq!(head(&*log).await, 3);
    let page = log.read(0, 1000).await.expect("three records can be read");
    assert_eq!(
        page.bytes(),
        b"{\"type\":\"sale_recorded\"}\n{\"type\":\"commission_charged\"}\n{\"type\":\"payout_sent\"}"
    );
    assert_eq!((page.first, page.count, page.next()), (0, 3, 3));
}

async fn a_commit_at_a_taken_position_is_a_conflict(log: Arc<dyn EventLog>) {
    append(&*log, 0, &lines(&["a", "b", "c"])).await;
    for taken in 0..3 {
        let refusal = log.append(taken, &lines(&["other"])).await.expect_err("a position is taken once");
        assert!(matches!(refusal, AppendError::Conflict { head: 3 }), "{refusal:?}");
    }
    assert_eq!(all_from(&*log, 0, 1000).await, lines(&["a", "b", "c"]));
    append(&*log, 3, &lines(&["d"])).await;
}

async fn a_commit_that_leaves_a_gap_is_a_conflict(log: Arc<dyn EventLog>) {
    append(&*log, 0, &lines(&["a"])).await;
    for future in [2, 100, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX] {
        // Ten kilobytes are several rows in a file.
        for commit in [lines(&["x", "y"]), vec![vec![b'x'; 600]; 17]] {
            let refusal = log.append(future, &commit).await.expect_err("positions have no gaps");
            assert!(matches!(refusal, AppendError::Conflict { head: 1 }), "{refusal:?}");
        }
    }
    assert_eq!(all_from(&*log, 0, 1000).await, lines(&["a"]));
}

async fn a_commit_holds_at_least_one_record(log: Arc<dyn EventLog>) {
    let refusal = log.append(0, &[]).await.expect_err("nothing is no commit");
    assert!(matches!(refusal, AppendError::Empty), "{refusal:?}");
    assert_eq!(head(&*log).await, 0);
}

async fn a_record_is_one_line_of_text(log: Arc<dyn EventLog>) {
    let flaws: [(&[u8], Flaw); 6] = [
        (b"", Flaw::Empty),
        (b"two\nlines", Flaw::Control { at: 3, byte: b'\n' }),
        (b"ended\n", Flaw::Control { at: 5, byte: b'\n' }),
        (b"\ttab", Flaw::Control { at: 0, byte: b'\t' }),
        (b"nul\0", Flaw::Control { at: 3, byte: 0 }),
        (b"caf\xe9", Flaw::NotUtf8 { at: 3 }),
    ];
    for (bytes, expected) in flaws {
        let refusal = log.append(0, &[b"sound".to_vec(), bytes.to_vec()]).await.expect_err("it is not a line");
        let AppendError::NotALine { index: 1, flaw } = refusal else { panic!("{bytes:?}: {refusal:?}") };
        assert_eq!(flaw, expected, "{bytes:?}");
    }
    assert_eq!(head(&*log).await, 0, "nothing of a refused commit is kept");
}

async fn the_longest_record_fits_and_one_byte_more_does_not(log: Arc<dyn EventLog>) {
    let longest = vec![b'x'; RECORD_BYTES_MAX];
    append(&*log, 0, std::slice::from_ref(&longest)).await;
    let refusal = log.append(1, &[vec![b'x'; RECORD_BYTES_MAX + 1]]).await.expect_err("one byte is one too many");
    assert!(matches!(refusal, AppendError::TooLong { index: 0, bytes: 65_536 }), "{refusal:?}");
    assert_eq!(all_from(&*log, 0, 1).await, [longest]);
}

async fn one_bad_record_refuses_the_whole_commit(log: Arc<dyn EventLog>) {
    let mut commit = vec![vec![b'r'; 60_000]; 40];
    commit.push(b"bad\nrecord".to_vec());
    log.append(0, &commit).await.expect_err("the last record is two lines");
    assert_eq!(head(&*log).await, 0);
    assert!(all_from(&*log, 0, PAGE_BYTES_MAX).await.is_empty());
}

async fn reading_starts_at_any_position(log: Arc<dyn EventLog>) {
    let words = lines(&["zero", "one", "two", "three", "four", "five", "six"]);
    append(&*log, 0, &words[..1]).await;
    append(&*log, 1, &words[1..5]).await;
    append(&*log, 5, &words[5..]).await;
    for from in 0..=words.len() {
        for max_bytes in [0, 1, 10, usize::MAX] {
            assert_eq!(all_from(&*log, from as u64, max_bytes).await, words[from..], "from {from}");
        }
    }
}

async fn a_page_keeps_to_its_bytes(log: Arc<dyn EventLog>) {
    for commit in 0..20 {
        append(&*log, commit * 3, &lines(&["12345678", "12345678", "12345678"])).await;
    }
    // A commit of three is 26 bytes, with the newline before it 27.
    for (max_bytes, records) in [(0, 3), (26, 3), (52, 3), (53, 6), (79, 6), (80, 9), (26 + 19 * 27, 60)] {
        let page = log.read(0, max_bytes).await.expect("there are sixty records");
        assert_eq!(page.count, records, "{max_bytes} bytes");
        assert!(page.bytes().len() <= max_bytes.max(26));
    }
    let page = log.read(4, 53).await.expect("a page may start inside a commit");
    assert_eq!((page.first, page.count), (4, 5));
}

async fn a_large_commit_is_whole_or_absent(log: Arc<dyn EventLog>) {
    // As many rows: more than the 1,040 that go into one statement of SQLite, and some of them longer than a row mostly is.
    let long = |n: usize| if n.is_multiple_of(11) { 50_000 } else { 16_320 };
    let large: Vec<Vec<u8>> = (0..1_100).map(|n| format!("{n:0long$}", long = long(n)).into_bytes()).collect();
    append(&*log, 0, &lines(&["before"])).await;
    log.append(0, &large).await.expect_err("the position is taken");
    assert_eq!(head(&*log).await, 1, "of a large commit nothing is kept either");
    append(&*log, 1, &large).await;
    assert_eq!(head(&*log).await, 1_101);
    let page = log.read(1, 0).await.expect("a large commit is read in parts");
    assert_eq!(page.count, 1, "{} bytes at once", page.bytes().len());
    assert_eq!(all_from(&*log, 1, 0).await, large);
    assert_eq!(all_from(&*log, 51, PAGE_BYTES_MAX).await, large[50..]);
}

/// The records at some positions, asked for until all of them have come.
async fn fetched(log: &dyn EventLog, positions: &[u64]) -> Vec<Vec<u8>> {
    let mut records: Vec<Vec<u8>> = Vec::new();
    while records.len() < positions.len() {
        let picked = log.fetch(&positions[records.len()..]).await.expect("an intact log can be asked");
        assert!(!picked.is_empty() && picked.records().count() == picked.len(), "something comes of what is there");
        records.extend(picked.records().map(<[u8]>::to_vec));
    }
    records
}

async fn wanted_records_are_fetched_wherever_they_lie(log: Arc<dyn EventLog>) {
    append(&*log, 0, &lines(&["zero"])).await;
    append(&*log, 1, &lines(&["one", "two", "three", "four"])).await;
    append(&*log, 5, &lines(&["five", "six"])).await;
    let wanted: [(&[u64], &[&str]); 6] = [
        (&[], &[]),
        (&[0], &["zero"]),
        (&[6], &["six"]),
        (&[1, 4], &["one", "four"]),
        (&[0, 2, 3, 6], &["zero", "two", "three", "six"]),
        (&[0, 1, 2, 3, 4, 5, 6], &["zero", "one", "two", "three", "four", "five", "six"]),
    ];
    for (positions, records) in wanted {
        let picked = log.fetch(positions).await.expect("all of them are there");
        let found: Vec<&[u8]> = picked.records().collect();
        assert_eq!(found, records.iter().map(|record| record.as_bytes()).collect::<Vec<_>>(), "{positions:?}");
    }
}

async fn what_is_not_in_the_log_is_not_fetched(log: Arc<dyn EventLog>) {
    let none = log.fetch(&[0, 7]).await.expect("that nothing is there is no error");
    assert!(none.is_empty());
    append(&*log, 0, &lines(&["a", "b"])).await;
    append(&*log, 2, &lines(&["c"])).await;
    for beyond in [3, 100, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX] {
        assert!(log.fetch(&[beyond]).await.expect("that nothing is there is no error").is_empty());
        let picked = log.fetch(&[1, 2, beyond]).await.expect("two of them are there");
        assert_eq!(picked.records().collect::<Vec<_>>(), [b"b", b"c"], "and {beyond}");
    }
}

async fn more_is_wanted_than_comes_at_once(log: Arc<dyn EventLog>) {
    let large: Vec<Vec<u8>> = (0..200).map(|n| format!("{n:060000}").into_bytes()).collect();
    let small: Vec<Vec<u8>> = (200..3000).map(|n| n.to_string().into_bytes()).collect();
    append(&*log, 0, &large).await;
    append(&*log, 200, &small).await;
    let all = [large, small].concat();
    assert_eq!(fetched(&*log, &(0..3000).collect::<Vec<u64>>()).await, all);
    let some: Vec<u64> = (0..3000).step_by(7).collect();
    assert!(fetched(&*log, &some).await.iter().eq(all.iter().step_by(7)));
}

async fn bytes_come_back_as_they_were(log: Arc<dyn EventLog>) {
    let texts = lines(&[
        r#"{"name":"ⴰⵎⴰⵣⵉⵖ, فاطمة, Zoé, 织, 🧶"}"#,
        r#"{"escaped":"\n \\ \" \u0000 \u00e9"}"#,
        "'; DROP TABLE batch; --",
        " spaces are kept ",
        "\u{7f}\u{85}\u{2028}\u{feff}",
        "1e2",
    ]);
    append(&*log, 0, &texts).await;
    assert_eq!(all_from(&*log, 0, 1000).await, texts);
}

async fn sixteen_writers_leave_no_gap(log: Arc<dyn EventLog>) {
    let writers: Vec<_> = (0..16).map(|writer| tokio::spawn(write_ten_commits(log.clone(), writer))).collect();
    for writer in writers {
        writer.await.expect("a writer is never refused but for a conflict");
    }
    let written = all_from(&*log, 0, 1000).await;
    assert_eq!(written.len(), 16 * 10 * 2);
    let once: BTreeSet<&Vec<u8>> = written.iter().collect();
    assert_eq!(once.len(), written.len(), "each record is there once");
    for commit in written.chunks(2) {
        let (first, second) = (&commit[0], &commit[1]);
        assert_eq!(first[..first.len() - 1], second[..second.len() - 1], "no other writer came into a commit");
    }
}

async fn write_ten_commits(log: Arc<dyn EventLog>, writer: u32) {
    let mut expected = 0;
    for commit in 0..10 {
        let records = [format!("{writer} {commit} a").into_bytes(), format!("{writer} {commit} b").into_bytes()];
        loop {
            match log.append(expected, &records).await {
                Ok(()) => break expected += 2,
                Err(AppendError::Conflict { head }) => expected = head,
                Err(other) => panic!("writer {writer}: {other:?}"),
            }
        }
    }
}

async fn however_it_was_written_it_reads_the_same(log: Arc<dyn EventLog>) {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(12));
    let record = ("[a-z\"\\\\é]", 1..3000usize).prop_map(|(letter, times)| letter.repeat(times).into_bytes());
    let commits = prop::collection::vec(prop::collection::vec(record, 1..30), 1..12);
    let pages = prop::collection::vec(0..40_000usize, 1..5);
    runner
        .run(&(commits, pages), |(commits, pages)| {
            let log = log.clone();
            tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(async move {
                    let start = head(&*log).await;
                    let mut written: Vec<Vec<u8>> = Vec::new();
                    for commit in commits {
                        append(&*log, start + written.len() as u64, &commit).await;
                        written.extend(commit);
                    }
                    for max_bytes in pages {
                        let from = max_bytes % written.len();
                        prop_assert_eq!(&all_from(&*log, start + from as u64, max_bytes).await[..], &written[from..]);
                        let step = max_bytes % 5 + 1;
                        let wanted: Vec<u64> =
                            (start + from as u64..start + written.len() as u64).step_by(step).collect();
                        prop_assert!(fetched(&*log, &wanted).await.iter().eq(written[from..].iter().step_by(step)));
                    }
                    Ok(())
                })
            })
        })
        .expect("commits and pages are cut independently of each other");
}
