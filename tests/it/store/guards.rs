//! The guards inside the file of a book: what raw SQL from any program cannot do to records.

use mizan_store::log::EventLog;
use sqlx::{ConnectOptions, Connection, Executor, SqliteConnection, query, query_as, sqlite::SqliteConnectOptions};

use super::{all_from, append, head, lines, new_book};

/// A connection such as any SQLite program makes, with none of our settings.
pub(super) async fn raw(path: &std::path::Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(path).connect().await.expect("a book is a SQLite file")
}

#[tokio::test]
async fn no_statement_changes_removes_or_misplaces_a_record() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a", "b"])).await;
    append(&*log, 2, &lines(&["c"])).await;
    let refused = [
        "UPDATE batch SET records = 'x' || char(10) || 'y' WHERE first = 0",
        "UPDATE OR REPLACE batch SET first = 0 WHERE first = 2",
        "UPDATE OR IGNORE batch SET count = 3",
        "DELETE FROM batch",
        "DELETE FROM batch WHERE first = 2",
        "INSERT OR REPLACE INTO batch VALUES (0, 2, 'x' || char(10) || 'y')",
        "INSERT OR REPLACE INTO batch VALUES (2, 1, 'x')",
        "REPLACE INTO batch VALUES (2, 1, 'x')",
        "INSERT OR IGNORE INTO batch VALUES (2, 1, 'x')",
        "INSERT OR FAIL INTO batch VALUES (2, 1, 'x')",
        "INSERT INTO batch VALUES (2, 1, 'x') ON CONFLICT DO NOTHING",
        "INSERT INTO batch VALUES (2, 1, 'x') ON CONFLICT (first) DO UPDATE SET records = excluded.records",
        "INSERT INTO batch VALUES (0, 1, 'x')",
        "INSERT INTO batch VALUES (1, 1, 'x')",
        "INSERT INTO batch VALUES (4, 1, 'x')",
        "INSERT INTO batch VALUES (-1, 4, 'x')",
        "INSERT INTO batch VALUES (NULL, 1, 'x')",
        "INSERT INTO batch (count, records) VALUES (1, 'x')",
        "INSERT INTO batch VALUES (3, 0, '')",
        "INSERT INTO batch VALUES (3, 1, '')",
        "INSERT INTO batch VALUES (3, 1, NULL)",
        "INSERT INTO batch VALUES (3, 1, x'78')",
        "INSERT INTO batch VALUES (3, 2, 'x')",
        "INSERT INTO batch VALUES (3, 1, 'x' || char(10) || 'y')",
        "INSERT INTO batch VALUES (3, 1, 'x' || char(0) || char(10) || 'y')",
        "INSERT INTO batch VALUES (3, 3, 'é' || char(10) || '織')",
        "INSERT INTO batch VALUES (3, -1, 'x')",
        "INSERT INTO batch VALUES (3, 1, 'x'), (3, 1, 'y')",
        "INSERT INTO record VALUES (3, 'x')",
    ];
    for settings in [
        "",
        "PRAGMA recursive_triggers = ON",
        "PRAGMA recursive_triggers = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF",
    ] {
        let mut connection = raw(log.path()).await;
        connection.execute(settings).await.expect("anyone may set their own connection");
        for statement in refused {
            // The empty record is what a CHECK refuses, and a connection may switch those off.
            if settings.contains("check_constraints") && statement.ends_with("(3, 1, '')") {
                continue;
            }
            let outcome = connection.execute(statement).await;
            assert!(outcome.is_err(), "{settings}: {statement} went through");
            assert_eq!(head(&*log).await, 3, "{settings}: {statement}");
        }
        connection.close().await.expect("a connection can be closed");
    }
    assert_eq!(all_from(&*log, 0, 1000).await, lines(&["a", "b", "c"]));
}

#[tokio::test]
async fn what_the_guards_let_in_is_a_commit_at_the_head() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a"])).await;
    let mut connection = raw(log.path()).await;
    connection.execute("INSERT INTO batch VALUES (1, 2, 'b' || char(10) || 'c')").await.expect("it is at the head");
    assert_eq!(all_from(&*log, 0, 1000).await, lines(&["a", "b", "c"]));
    append(&*log, 3, &lines(&["d"])).await;
}

#[tokio::test]
async fn sql_shows_one_row_a_record() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    let records = lines(&[
        r#"{"name":"فاطمة \"Zoé\"","path":"C:\\new\\u0041"}"#,
        r"\",
        r#"""#,
        r#"\\","\n"#,
        "織 🧶 \u{7f}\u{2028}",
        "plain",
    ]);
    append(&*log, 0, &records[..4]).await;
    append(&*log, 4, &records[4..]).await;
    let mut connection = raw(log.path()).await;
    let rows: Vec<(i64, Vec<u8>)> = query_as("SELECT position, CAST(body AS BLOB) FROM record ORDER BY position")
        .fetch_all(&mut connection)
        .await
        .expect("the view can be read with plain SQL");
    let expected: Vec<(i64, Vec<u8>)> = (0..).zip(records).collect();
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn a_reader_has_no_way_to_write() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a"])).await;
    let reader = mizan_store::sqlite::SqliteLog::open_read_only(log.path()).await.expect("a book in use can be read");
    let refusal = reader.append(1, &lines(&["b"])).await.expect_err("it is open for reading only");
    assert!(refusal.to_string().contains("open for reading only: open it for writing"), "{refusal}");
    assert_eq!(head(&reader).await, 1);
}

#[tokio::test]
async fn the_book_is_kept_write_ahead_whoever_looks() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    let mut connection = raw(log.path()).await;
    let (mode,): (String,) =
        query_as("PRAGMA journal_mode").fetch_one(&mut connection).await.expect("a setting can be asked for");
    assert_eq!(mode, "wal");
    query("PRAGMA journal_mode = DELETE").execute(&mut connection).await.expect_err("not while a writer has it open");
}
