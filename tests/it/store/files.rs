//! Files as books: making, opening, closing, copying, sharing, and what is refused.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use mizan_store::{
    log::{AppendError, EventLog, StoreError},
    sqlite::{SqliteLog, closing::Closed, open::OpenError},
};
use sqlx::{Connection, Executor, query};
use tempfile::TempDir;

use super::{all_from, append, guards::raw, head, lines, new_book};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a test has room for its files")
}

/// Opens a file both ways, and takes the one refusal that both give.
pub(super) async fn refusal(path: &Path) -> OpenError {
    let for_reading = SqliteLog::open_read_only(path).await.expect_err("it is refused for reading");
    let for_writing = SqliteLog::open(path).await.expect_err("it is refused for writing");
    assert_eq!(for_reading.to_string(), for_writing.to_string());
    assert!(for_writing.to_string().contains(&path.display().to_string()), "{for_writing} names the file");
    for_writing
}

/// Copies the file of a book and nothing else, by `cp`: had we opened it, closing it would give up SQLite's locks.
fn copied(book: &Path, folder: &TempDir) -> PathBuf {
    let stick = folder.path().join("stick.mizan");
    assert!(Command::new("cp").arg(book).arg(&stick).status().expect("there is cp").success());
    stick
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("the folder of a test can be listed");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry has a name").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_closed_book_is_one_file_with_everything_in_it() {
    let folder = folder();
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a", "b"])).await;
    log.close().await.expect("a book can be closed");
    assert_eq!(names(&folder), ["cooperative.mizan"]);
    let copy = folder.path().join("for the auditor.mizan");
    fs::copy(log.path(), &copy).expect("a book is a file");
    let reader = SqliteLog::open_read_only(&copy).await.expect("a copy is a book");
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b"]));
    let log = SqliteLog::open(log.path()).await.expect("a closed book can be opened again");
    append(&log, 2, &lines(&["c"])).await;
    assert_eq!(all_from(&log, 0, 1000).await, lines(&["a", "b", "c"]));
}

#[tokio::test]
async fn a_closed_book_can_be_copied_although_someone_has_it_open() {
    let folder = folder();
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a", "b"])).await;
    let reader = SqliteLog::open_read_only(log.path()).await.expect("a book in use can be read");
    assert_eq!(head(&reader).await, 2);
    assert_eq!(log.close().await.expect("a book can be closed"), Closed::Whole);
    let stick = copied(log.path(), &folder);
    let copy = SqliteLog::open_read_only(&stick).await.expect("a copy is a book");
    assert_eq!(all_from(&copy, 0, 1000).await, lines(&["a", "b"]), "all records are in the one file");
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b"]), "and who was reading goes on");
    let log = SqliteLog::open(log.path()).await.expect("a closed book can be opened again");
    append(&log, 2, &lines(&["c"])).await;
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b", "c"]));
}

#[tokio::test]
async fn a_book_closed_under_a_reader_says_that_it_is_two_files() {
    let folder = folder();
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a"])).await;
    assert_eq!(log.close().await.expect("a book can be closed"), Closed::Whole);
    let log = SqliteLog::open_with_patience(log.path(), Duration::from_millis(30)).await.expect("it can be opened");
    let mut other = raw(log.path()).await;
    let mut reading = other.begin().await.expect("a transaction can begin");
    reading.fetch_all("SELECT * FROM batch").await.expect("it can be read");
    append(&log, 1, &lines(&["b"])).await;
    let closed = log.close().await.expect("a book can be closed");
    let wal = folder.path().join("cooperative.mizan-wal");
    assert_eq!(closed, Closed::WithItsWal { wal: wal.clone() });
    let warning = closed.warning().expect("there is something to tell");
    assert!(warning.contains("cooperative.mizan-wal holds the newest records") && warning.contains("copy both files"));
    let stick = copied(log.path(), &folder);
    let copied = Command::new("cp").arg(&wal).arg(folder.path().join("stick.mizan-wal")).status();
    assert!(copied.expect("there is cp").success());
    let copy = SqliteLog::open_read_only(&stick).await.expect("both files are a book");
    assert_eq!(all_from(&copy, 0, 1000).await, lines(&["a", "b"]));
    reading.rollback().await.expect("the other one has read enough");
    let log = SqliteLog::open(log.path()).await.expect("a closed book can be opened again");
    assert_eq!(log.close().await.expect("a book can be closed").warning(), None, "nobody is reading any more");
}

#[tokio::test]
async fn a_closed_log_answers_no_more() {
    let folder = folder();
    let log = new_book(&folder).await;
    log.close().await.expect("a book can be closed");
    log.close().await.expect("and closed again");
    let refusal = log.append(0, &lines(&["a"])).await.expect_err("it is closed");
    assert!(matches!(refusal, AppendError::Store(StoreError::Closed { .. })), "{refusal:?}");
    let refusal = log.head().await.expect_err("it is closed");
    assert!(matches!(refusal, StoreError::Closed { .. }), "{refusal:?}");
}

#[tokio::test]
async fn a_new_book_takes_the_place_of_nothing() {
    let folder = folder();
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a"])).await;
    let notes = folder.path().join("notes.txt");
    fs::write(&notes, "olives").expect("a file can be written");
    for path in [log.path(), &notes, &folder.path().to_owned()] {
        let refusal = SqliteLog::create(path).await.expect_err("something is there");
        assert!(matches!(&refusal, OpenError::Exists { path: named } if named == path), "{refusal:?}");
    }
    assert_eq!(all_from(&*log, 0, 1000).await, lines(&["a"]));
    assert_eq!(fs::read(notes).expect("the notes are still there"), b"olives");
}

#[tokio::test]
async fn a_new_book_does_not_eat_the_newest_records_of_another() {
    let folder = folder();
    let left_over = folder.path().join("season.mizan-wal");
    fs::write(&left_over, "records").expect("a file can be written");
    let refusal = SqliteLog::create(folder.path().join("season.mizan")).await.expect_err("something is there");
    assert!(matches!(&refusal, OpenError::Exists { path } if *path == left_over), "{refusal:?}");
    assert_eq!(names(&folder), ["season.mizan-wal"]);
}

#[tokio::test]
async fn a_book_that_is_not_there_is_not_made_by_opening_it() {
    let folder = folder();
    let path = folder.path().join("typo.mizan");
    let refusal = refusal(&path).await;
    assert!(matches!(refusal, OpenError::NotFound { .. }), "{refusal:?}");
    assert_eq!(names(&folder), [""; 0]);
    let refusal = SqliteLog::create(folder.path().join("no/such/folder.mizan")).await.expect_err("there is no folder");
    assert!(refusal.to_string().contains("no/such/folder.mizan"), "{refusal}");
}

#[tokio::test]
async fn a_file_that_is_not_a_book_is_named_for_what_it_is() {
    let folder = folder();
    for (bytes, found) in [
        ("", "an empty file"),
        ("sale,price\nPOUF,1200.00\n", r#"a file that begins with "sale,price\nPOUF,""#),
        ("x", "an empty file"),
        ("xy", r#"a file that begins with "xy""#),
    ] {
        let path = folder.path().join("sales.mizan");
        fs::write(&path, bytes).expect("a file can be written");
        let refusal = refusal(&path).await;
        let OpenError::NotABook { found: named, .. } = &refusal else { panic!("{refusal:?}") };
        assert_eq!(named, found);
        assert!(refusal.to_string().contains("a book is a SQLite file with application id 0x4d5a414e"), "{refusal}");
        assert_eq!(fs::read(&path).expect("the file is still there"), bytes.as_bytes(), "it is left as it was");
    }
    let refusal = refusal(folder.path()).await;
    assert!(refusal.to_string().contains("a folder"), "{refusal}");
}

#[tokio::test]
async fn a_database_of_another_program_is_not_a_book() {
    let folder = folder();
    let path = folder.path().join("contacts.sqlite");
    fs::write(&path, "").expect("a file can be written");
    let mut connection = raw(&path).await;
    connection.execute("CREATE TABLE contact (name TEXT); PRAGMA application_id = 7").await.expect("a database");
    connection.close().await.expect("a connection can be closed");
    let before = fs::read(&path).expect("it is a file");
    let refusal = refusal(&path).await;
    assert!(refusal.to_string().contains("a SQLite file with application id 0x7,"), "{refusal}");
    assert_eq!(fs::read(&path).expect("it is a file"), before, "it is left as it was");
}

#[tokio::test]
async fn a_book_of_a_newer_program_is_left_to_it() {
    let folder = folder();
    let log = new_book(&folder).await;
    log.close().await.expect("a book can be closed");
    let mut connection = raw(log.path()).await;
    connection.execute("PRAGMA user_version = 2").await.expect("a newer program may do this");
    connection.close().await.expect("a connection can be closed");
    let refusal = refusal(log.path()).await;
    assert!(refusal.to_string().contains("a book of schema 2, and this program knows schema 1"), "{refusal}");
}

#[tokio::test]
async fn a_copy_made_by_sqlite_is_a_book() {
    let folder = folder();
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a", "b"])).await;
    let copy = folder.path().join("copy.mizan");
    let mut connection = raw(log.path()).await;
    query("VACUUM INTO ?").bind(copy.to_string_lossy()).execute(&mut connection).await.expect("SQLite makes copies");
    let reader = SqliteLog::open_read_only(&copy).await.expect("the copy can be read");
    assert_eq!(head(&reader).await, 2);
    let writer = SqliteLog::open(&copy).await.expect("the copy can be written");
    append(&writer, 2, &lines(&["c"])).await;
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b", "c"]));
}

#[tokio::test]
async fn reading_leaves_nothing_beside_a_book() {
    let folder = folder();
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a"])).await;
    log.close().await.expect("a book can be closed");
    let before = fs::read(log.path()).expect("a book is a file");
    let reader = SqliteLog::open_read_only(log.path()).await.expect("a closed book can be read");
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a"]));
    assert_eq!(names(&folder), ["cooperative.mizan"]);
    assert_eq!(fs::read(log.path()).expect("a book is a file"), before);
}

#[tokio::test]
async fn a_reader_sees_writers_come_and_go() {
    let folder = folder();
    let log = new_book(&folder).await;
    log.close().await.expect("a book can be closed");
    let reader = SqliteLog::open_read_only(log.path()).await.expect("an empty book can be read");
    assert_eq!(head(&reader).await, 0);
    for season in 0..5 {
        let writer = SqliteLog::open(log.path()).await.expect("a book that is read can be written");
        for commit in 0..3 {
            let position = season * 3 + commit;
            append(&writer, position, &lines(&["record"])).await;
            assert_eq!(head(&reader).await, position + 1, "a commit is seen at once");
            assert_eq!(all_from(&reader, position, 1000).await, lines(&["record"]));
        }
        writer.close().await.expect("a book can be closed");
        assert_eq!(all_from(&reader, 0, 1000).await.len() as u64, season * 3 + 3);
    }
}

#[tokio::test]
async fn a_book_behind_a_link_is_the_book_itself() {
    let folder = folder();
    for name in ["real", "links"] {
        fs::create_dir(folder.path().join(name)).expect("a folder can be made");
    }
    let (real, link) = (folder.path().join("real/season.mizan"), folder.path().join("links/season.mizan"));
    symlink(&real, &link).expect("a link can be made");
    let refusal = refusal(&link).await;
    assert!(matches!(refusal, OpenError::NotFound { .. }), "{refusal:?}");
    let log = SqliteLog::create(&real).await.expect("a book can be made in an empty folder");
    let reader = SqliteLog::open_read_only(&link).await.expect("a link leads to the book");
    for position in 0..3 {
        append(&log, position, &lines(&["record"])).await;
        assert_eq!(head(&reader).await, position + 1, "a commit is seen at once");
        let late = SqliteLog::open_read_only(&link).await.expect("a link leads to the book");
        assert_eq!(head(&late).await, position + 1, "and by whoever comes now");
    }
    let other = SqliteLog::open(&link).await.expect("a link leads to the book");
    append(&other, 3, &lines(&["through the link"])).await;
    assert_eq!(all_from(&log, 3, 1000).await, lines(&["through the link"]));
    assert_eq!(other.path(), log.path());
    let refusal = SqliteLog::create(&link).await.expect_err("something is there");
    assert!(matches!(refusal, OpenError::Exists { .. }), "{refusal:?}");
}

#[tokio::test]
async fn a_book_is_made_in_the_folder_a_link_leads_to() {
    let folder = folder();
    fs::create_dir(folder.path().join("real")).expect("a folder can be made");
    symlink(folder.path().join("real"), folder.path().join("link")).expect("a link can be made");
    let log = SqliteLog::create(folder.path().join("link/season.mizan")).await.expect("the folder is empty");
    append(&log, 0, &lines(&["a"])).await;
    assert_eq!(*log.path(), folder.path().join("real/season.mizan"));
    let reader = SqliteLog::open_read_only(log.path()).await.expect("a book in use can be read");
    assert_eq!(head(&reader).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_make_one_book_at_once_one_does_and_nobody_meets_it_half_made() {
    for _ in 0..8 {
        let folder = folder();
        let path = Arc::new(folder.path().join("demo.mizan"));
        let others: Vec<_> = (0..8)
            .map(|_| {
                let path = path.clone();
                tokio::spawn(async move {
                    if path.exists() { SqliteLog::open(&*path).await } else { SqliteLog::create(&*path).await }
                })
            })
            .collect();
        let mut opened = Vec::new();
        for other in others {
            match other.await.expect("nobody panics") {
                Ok(log) => opened.push(log),
                Err(OpenError::Exists { path: named }) => assert_eq!(named, *path),
                Err(refusal) => panic!("it is there whole, or not at all: {refusal:?}"),
            }
        }
        for log in &opened {
            let position = head(log).await;
            append(log, position, &lines(&["a"])).await;
        }
        assert!(!opened.is_empty(), "someone has made it");
        for log in &opened {
            assert_eq!(all_from(log, 0, 1000).await.len(), opened.len());
            log.close().await.expect("a book can be closed");
        }
        assert_eq!(names(&folder), ["demo.mizan"]);
    }
}

#[tokio::test]
async fn a_writer_waits_for_another_but_not_for_ever() {
    let folder = folder();
    let log = new_book(&folder).await;
    let hasty = SqliteLog::open_with_patience(log.path(), Duration::from_millis(30)).await.expect("two may open it");
    let mut other = raw(log.path()).await;
    let transaction = other.begin_with("BEGIN IMMEDIATE").await.expect("nobody else is writing");
    let refusal = hasty.append(0, &lines(&["a"])).await.expect_err("the other one holds the lock");
    assert!(matches!(refusal, AppendError::Store(StoreError::Busy { .. })), "{refusal:?}");
    assert!(refusal.to_string().contains("did not let go of it within 30ms"), "{refusal}");
    let patient = tokio::spawn(async move { log.append(0, &lines(&["a"])).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    transaction.rollback().await.expect("the other one lets go");
    patient.await.expect("it does not panic").expect("waiting was worth it");
    let refusal = hasty.append(0, &lines(&["b"])).await.expect_err("the patient one was first");
    assert!(matches!(refusal, AppendError::Conflict { head: 1 }), "{refusal:?}");
}

#[tokio::test]
async fn an_append_given_up_half_way_does_not_block_the_next() {
    let folder = folder();
    let log = new_book(&folder).await;
    let large: Vec<Vec<u8>> = (0..50).map(|n| format!("{n:060000}").into_bytes()).collect();
    for wait in 0..20 {
        let position = head(&*log).await;
        let _ = tokio::time::timeout(Duration::from_micros(wait * 300), log.append(position, &large)).await;
        let small = loop {
            let position = head(&*log).await;
            match log.append(position, &lines(&["small"])).await {
                Ok(()) => break position,
                Err(AppendError::Conflict { .. }) => (),
                Err(other) => panic!("{other:?}"),
            }
        };
        assert!([position, position + 50].contains(&small), "the large commit is there whole, or not at all");
    }
}
