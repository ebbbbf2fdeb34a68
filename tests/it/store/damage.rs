//! Damaged books: a missing record, a wrong count, a cut file, a page that is gone, a guard that was taken away, another file
//! by the book's name.

use std::fs;

use mizan_store::{
    log::{AppendError, EventLog, StoreError},
    sqlite::{SqliteLog, open::OpenError},
};
use sqlx::{Connection, Executor};
use tempfile::TempDir;

use super::{all_from, append, files::refusal, guards::raw, head, lines, new_book};

/// A closed book of three commits (0, 1–2, 3), after someone with SQL and no scruples has been there.
async fn tampered(folder: &TempDir, statements: &'static str) -> std::path::PathBuf {
    let log = new_book(folder).await;
    append(&*log, 0, &lines(&["a"])).await;
    append(&*log, 1, &lines(&["b", "c"])).await;
    append(&*log, 3, &lines(&["d"])).await;
    log.close().await.expect("a book can be closed");
    let mut connection = raw(log.path()).await;
    connection.execute(statements).await.expect("the owner of a file can do all things to it");
    connection.close().await.expect("a connection can be closed");
    log.path().clone()
}

#[tokio::test]
async fn a_missing_record_is_never_read_over() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let path = tampered(&folder, "DROP TRIGGER batch_is_never_removed; DELETE FROM batch WHERE first = 1").await;
    let reader = SqliteLog::open_read_only(&path).await.expect("an auditor may look at it");
    assert_eq!(head(&reader).await, 4);
    let page = reader.read(0, 1000).await.expect("what stands before the gap can be read");
    assert_eq!(page.bytes(), b"a");
    for expected in [1, 2] {
        let refusal = reader.read(expected, 1000).await.expect_err("the record is gone");
        assert!(matches!(refusal, StoreError::Gap { expected: named, found: 3 } if named == expected), "{refusal:?}");
    }
    assert_eq!(all_from(&reader, 3, 1000).await, lines(&["d"]));
    for positions in [&[1][..], &[2, 3]] {
        let refusal = reader.fetch(positions).await.expect_err("the first of them is gone");
        assert!(matches!(refusal, StoreError::Gap { found: 3, .. }), "{refusal:?}");
    }
    let picked = reader.fetch(&[0, 3]).await.expect("both of them are there");
    assert_eq!(picked.records().collect::<Vec<_>>(), [b"a", b"d"]);
}

#[tokio::test]
async fn a_missing_beginning_is_a_gap_too() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let path = tampered(&folder, "DROP TRIGGER batch_is_never_removed; DELETE FROM batch WHERE first = 0").await;
    let reader = SqliteLog::open_read_only(&path).await.expect("an auditor may look at it");
    let refusal = reader.read(0, 1000).await.expect_err("the record is gone");
    assert!(matches!(refusal, StoreError::Gap { expected: 0, found: 1 }), "{refusal:?}");
}

#[tokio::test]
async fn a_commit_with_a_record_too_few_is_not_read() {
    for records in ["'b'", "'b' || char(10) || 'c' || char(10) || 'x'"] {
        let folder = tempfile::tempdir().expect("a test has room for its files");
        let statements =
            format!("DROP TRIGGER batch_is_never_changed; UPDATE batch SET records = {records} WHERE count = 2");
        let path = tampered(&folder, statements.leak()).await;
        let reader = SqliteLog::open_read_only(&path).await.expect("an auditor may look at it");
        for from in [0, 1, 2] {
            let refusal = reader.read(from, 1000).await.expect_err("the row does not hold what it says");
            assert!(matches!(refusal, StoreError::Miscounted { first: 1, .. }), "it is told by its row: {refusal:?}");
        }
        for wanted in [1, 2] {
            let refusal = reader.fetch(&[wanted]).await.expect_err("the row does not hold what it says");
            assert!(matches!(refusal, StoreError::Miscounted { .. }), "{refusal:?}");
        }
    }
}

#[tokio::test]
async fn a_book_whose_guards_were_taken_away_gets_no_more_records() {
    for (statements, thing, finding) in [
        (
            "DROP TRIGGER batch_is_never_removed",
            "batch_is_never_removed",
            "`batch_is_never_removed`, which every book has, is missing",
        ),
        (
            "DROP TRIGGER batch_begins_at_head;
             CREATE TRIGGER batch_begins_at_head BEFORE INSERT ON batch WHEN FALSE BEGIN SELECT 1; END",
            "batch_begins_at_head",
            "`batch_begins_at_head` is not as it was made",
        ),
        (
            "CREATE TRIGGER spy AFTER INSERT ON batch BEGIN SELECT 1; END",
            "spy",
            "the trigger `spy` is none that a book has",
        ),
        ("DROP VIEW record", "record", "`record`, which every book has, is missing"),
        ("ALTER TABLE batch ADD COLUMN note TEXT", "batch", ""),
    ] {
        let folder = tempfile::tempdir().expect("a test has room for its files");
        let path = tampered(&folder, statements).await;
        let refusal = SqliteLog::open(&path).await.expect_err("others could have changed its records");
        assert!(matches!(&refusal, OpenError::Altered { thing: named, .. } if named == thing), "{refusal:?}");
        match SqliteLog::open_read_only(&path).await {
            Ok(reader) => {
                assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b", "c", "d"]), "an auditor may read it");
                assert_eq!(findings(&reader).await, [finding], "and is told");
            }
            Err(refusal) => {
                assert!(matches!(&refusal, OpenError::Altered { thing: named, .. } if named == thing), "{refusal:?}");
                assert_eq!(thing, "batch", "an auditor may still read it while there is a table");
            }
        }
    }
}

async fn findings(log: &SqliteLog) -> Vec<String> {
    let altered = log.altered().await.expect("a book that is open can be looked at");
    altered.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_reader_learns_of_guards_that_are_taken_away_while_it_reads() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    let reader = SqliteLog::open_read_only(log.path()).await.expect("a book in use can be read");
    assert_eq!(findings(&reader).await, [""; 0]);
    let mut connection = raw(log.path()).await;
    let statements = "DROP TRIGGER batch_is_never_changed; DROP TRIGGER batch_is_never_removed";
    connection.execute(statements).await.expect("the owner of a file can do all things to it");
    for log in [&reader, &*log] {
        let gone = ["batch_is_never_changed", "batch_is_never_removed"];
        assert_eq!(findings(log).await, gone.map(|guard| format!("`{guard}`, which every book has, is missing")));
    }
}

#[tokio::test]
async fn a_cut_book_is_refused_wherever_it_was_cut() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    let records: Vec<Vec<u8>> = (0..70).map(|n| format!("{n:03000}").into_bytes()).collect();
    append(&*log, 0, &records).await;
    log.close().await.expect("a book can be closed");
    let whole = fs::read(log.path()).expect("a book is a file");
    let page = 16_384;
    assert!(whole.len() > 10 * page, "the book has enough pages to lose some");
    for bytes in [16, 99, 100, 1000, page, page + 1, 2 * page, whole.len() / 2, whole.len() - page, whole.len() - 1] {
        let path = folder.path().join(format!("cut at {bytes}.mizan"));
        fs::write(&path, &whole[..bytes]).expect("a file can be written");
        let refusal = refusal(&path).await;
        assert!(
            matches!(refusal, OpenError::Damaged { bytes: named, .. } if named == bytes as u64),
            "cut at {bytes}: {refusal:?}"
        );
    }
    let path = folder.path().join("whole.mizan");
    fs::write(&path, &whole).expect("a file can be written");
    let reader = SqliteLog::open_read_only(&path).await.expect("the whole of it is a book");
    assert_eq!(all_from(&reader, 0, 1000).await, records);
}

#[tokio::test]
async fn a_page_that_is_gone_makes_a_book_damaged_and_the_disk_is_not_blamed() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    let records: Vec<Vec<u8>> = (0..70).map(|n| format!("{n:03000}").into_bytes()).collect();
    append(&*log, 0, &records).await;
    log.close().await.expect("a book can be closed");
    let mut bytes = fs::read(log.path()).expect("a book is a file");
    let page = bytes.len() / 16_384 / 2 * 16_384;
    bytes[page..page + 16_384].fill(0);
    let path = folder.path().join("hole.mizan");
    fs::write(&path, &bytes).expect("a file can be written");
    let reader = SqliteLog::open_read_only(&path).await.expect("its first page is whole");
    let refusal = reader.read(0, 1 << 20).await.expect_err("not all of it is there");
    assert!(matches!(refusal, StoreError::Damaged { .. }), "{refusal:?}");
    assert!(refusal.to_string().ends_with("hole.mizan is damaged: could not read records, take the book from a copy"));
}

#[tokio::test]
async fn nothing_is_acknowledged_once_another_file_has_the_name_of_the_book() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a"])).await;
    log.close().await.expect("a book can be closed");
    let path = log.path().clone();
    let name = |name: &str| folder.path().join(name);
    fs::copy(&path, name("copy")).expect("nobody has it open");
    for laid in [Some("copy"), None] {
        let log = SqliteLog::open(&path).await.expect("it is a book");
        let position = head(&log).await;
        append(&log, position, &lines(&["b"])).await;
        fs::rename(&path, name("away")).expect("a folder of ours");
        if let Some(laid) = laid {
            fs::copy(name(laid), &path).expect("a folder of ours");
        }
        for turn in 1..3 {
            let refusal = log.append(position + turn, &lines(&["c"])).await.expect_err("nobody would find it");
            assert!(matches!(refusal, AppendError::Store(StoreError::Moved { .. })), "{refusal:?}");
        }
        // Nor is what it has answered for as known before.
        let refusals = [log.head().await.map(drop), log.confirm().await];
        assert!(refusals.iter().all(|refusal| matches!(refusal, Err(StoreError::Moved { .. }))), "{refusals:?}");
        // It is put back, and goes on.
        fs::rename(name("away"), &path).expect("a folder of ours");
        assert_eq!(head(&log).await, position + 1, "what was refused is nowhere");
        append(&log, position + 1, &lines(&["d"])).await;
        log.close().await.expect("a book can be closed");
    }
    let reader = SqliteLog::open_read_only(&path).await.expect("it is a book");
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b", "d", "b", "d"]));
}
