//! Books in PostgreSQL: who may do what to them, who is let in, several writers, and servers that go away.

use std::sync::Arc;
use std::time::Duration;

use mizan_store::book::Place;
use mizan_store::log::{AppendError, EventLog, StoreError};
use mizan_store::postgres::PostgresLog;
use mizan_store::postgres::address::Address;
use mizan_store::postgres::migrate::{Migrated, Migration};
use mizan_store::postgres::open::OpenError;
use mizan_tests::postgres::{Server, server};
use tokio::sync::OnceCell;

use super::{all_from, append, head, lines};

/// The database most of these tests share, each with books of its own.
pub(super) async fn prepared(server: &Server) -> String {
    let (owner, clerk) = server.database();
    prepare(&owner).await;
    clerk
}

pub(super) async fn prepare(owner: &str) -> Migrated {
    let migration = Migration { writers: vec!["clerk".to_owned()], ..Migration::default() };
    migration.run(&owner.parse().expect("an address")).await.expect("the owner prepares the database")
}

pub(super) fn book_in(database: &str, book: &str) -> Address {
    format!("{database}#{book}").parse().expect("an address")
}

pub(super) fn name_of(database: &str) -> &str {
    database.rsplit('/').next().expect("an address names its database")
}

/// A book with one record.
pub(super) async fn book_with_one(server: &Server) -> (String, Address, PostgresLog) {
    let database = prepared(server).await;
    let address = book_in(&database, "weavers");
    let log = PostgresLog::create(address.clone()).await.expect("a book can be made");
    append(&log, 0, &lines(&["one"])).await;
    (database, address, log)
}

pub(super) async fn new_book(server: &Arc<Server>) -> Arc<PostgresLog> {
    static SHARED: OnceCell<tokio::sync::Mutex<Option<(usize, String)>>> = OnceCell::const_new();
    let shared = SHARED.get_or_init(|| async { tokio::sync::Mutex::new(None) }).await;
    let mut shared = shared.lock().await;
    // The server may be another one than before, if nobody needed it in between.
    let this = Arc::as_ptr(server) as usize;
    let database = match shared.take() {
        Some((of, database)) if of == this => database,
        Some(_) | None => prepared(server).await,
    };
    let log = PostgresLog::create(book_in(&database, &server.book())).await.expect("a book can be made");
    *shared = Some((this, database));
    Arc::new(log)
}

#[tokio::test]
async fn a_busy_writer_gives_a_server_smaller_commits_than_a_file() {
    let Some(server) = server() else { return };
    let (_, address, _) = book_with_one(&server).await;
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let file = Place::File(folder.path().join("weavers.mizan")).create().await.expect("a book can be made");
    let database = Place::Database(Box::new(address)).open().await.expect("it is a book");
    assert!(database.enough_bytes() < file.enough_bytes());
    assert!(database.enough_bytes() >= 1 << 20, "which a commit may always have");
}

#[tokio::test]
async fn a_database_is_prepared_once_and_holds_many_books() {
    let Some(server) = server() else { return };
    let (owner, clerk) = server.database();
    let refusal = PostgresLog::create(book_in(&clerk, "weavers")).await.expect_err("nobody prepared it");
    assert!(matches!(refusal, OpenError::NotPrepared { .. }), "{refusal:?}");
    assert_eq!(prepare(&owner).await, Migrated { from: 0, to: 1, put_back: Vec::new() });
    assert_eq!(prepare(&owner).await, Migrated { from: 1, to: 1, put_back: Vec::new() }, "again it changes nothing");
    for book in ["weavers", "potters"] {
        let refusal = PostgresLog::open(book_in(&clerk, book)).await.expect_err("there is none yet");
        assert!(matches!(refusal, OpenError::NotFound { .. }), "{refusal:?}");
        let log = PostgresLog::create(book_in(&clerk, book)).await.expect("a book can be made");
        append(&log, 0, &lines(&[book, "second"])).await;
        let refusal = PostgresLog::create(book_in(&clerk, book)).await.expect_err("it is there");
        assert!(matches!(refusal, OpenError::Exists { .. }), "{refusal:?}");
        log.close().await;
    }
    for book in ["weavers", "potters"] {
        let log = PostgresLog::open_read_only(book_in(&clerk, book)).await.expect("it can be read");
        assert_eq!(all_from(&log, 0, 1000).await, lines(&[book, "second"]), "each has its own records");
        let refusal = log.append(2, &lines(&["third"])).await.expect_err("it is open for reading");
        assert!(matches!(refusal, AppendError::Store(StoreError::ReadOnly { .. })), "{refusal:?}");
    }
    let seen = server.psql(name_of(&clerk), "SELECT ledger, position, body FROM mizan.record ORDER BY 1, 2");
    assert_eq!(seen, "potters|0|potters\npotters|1|second\nweavers|0|weavers\nweavers|1|second");
}

#[tokio::test]
async fn nobody_changes_what_is_recorded() {
    let Some(server) = server() else { return };
    let (database, _, log) = book_with_one(&server).await;
    let name = name_of(&database);
    let insert = "INSERT INTO mizan.batch VALUES ('weavers', 0, 1, 'other')";
    let attempts = [
        "UPDATE mizan.batch SET records = 'other'".to_owned(),
        "DELETE FROM mizan.batch".to_owned(),
        "TRUNCATE mizan.batch".to_owned(),
        format!("{insert} ON CONFLICT (ledger, first) DO UPDATE SET records = 'other'"),
        "ALTER TABLE mizan.batch DISABLE TRIGGER batch_is_never_changed".to_owned(),
        "SET session_replication_role = replica".to_owned(),
        "DROP TABLE mizan.batch".to_owned(),
        "INSERT INTO mizan.migration VALUES (2, false)".to_owned(),
        "CREATE TABLE mizan.own (n int)".to_owned(),
    ];
    for attempt in &attempts {
        let refusal = server.asked("clerk", name, attempt).expect_err("the clerk may add and read");
        assert!(refusal.contains("denied") || refusal.contains("must be owner"), "{attempt}: {refusal}");
    }
    // The owner has all rights, and meets the guards, also where ordinary triggers are silenced.
    for silenced in ["", "SET session_replication_role = replica;"] {
        for attempt in &attempts[..3] {
            let refusal =
                server.asked("owner", name, &format!("{silenced} {attempt}")).expect_err("a guard stands there");
            assert!(refusal.contains("a book is only ever added to"), "{attempt}: {refusal}");
        }
        let refusal =
            server.asked("owner", name, &format!("{silenced} {}", attempts[3])).expect_err("a guard stands there");
        assert!(refusal.contains("a commit begins at the head"), "{refusal}");
    }
    for (row, words) in [
        ("('weavers', 2, 1, 'gap')", "begins at the head"),
        ("('weavers', 0, 1, 'again')", "begins at the head"),
        ("('weavers', 1, 2, 'one')", "counts its records"),
        ("('weavers', 1, 1, '')", "check constraint"),
    ] {
        let refusal = server.asked("clerk", name, &format!("INSERT INTO mizan.batch VALUES {row}")).expect_err(row);
        assert!(refusal.contains(words), "{row}: {refusal}");
    }
    assert_eq!(all_from(&log, 0, 1000).await, lines(&["one"]));
}

#[tokio::test]
async fn records_are_packed_as_the_server_reads_them_soonest_unless_it_was_told_otherwise() {
    let Some(server) = server() else { return };
    let database = prepared(&server).await;
    let packed = |book: &str| {
        let asked =
            format!("SELECT pg_column_compression(records) FROM mizan.batch WHERE ledger = '{book}' ORDER BY first");
        server.psql(name_of(&database), &asked)
    };
    let known = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'";
    let soonest = if server.psql(name_of(&database), known) == "t" { "lz4" } else { "pglz" };
    let log = PostgresLog::create(book_in(&database, "weavers")).await.expect("a book can be made");
    append(&log, 0, &[vec![b'w'; 20_000]]).await;
    assert_eq!(packed("weavers"), soonest);
    server.psql(name_of(&database), "ALTER TABLE mizan.batch ALTER COLUMN records SET COMPRESSION pglz");
    append(&log, 1, &[vec![b'p'; 20_000]]).await;
    assert_eq!(packed("weavers"), format!("{soonest}\npglz"), "what was packed before stays as it is");
    assert_eq!(all_from(&log, 0, 1000).await, [vec![b'w'; 20_000], vec![b'p'; 20_000]]);
}

#[tokio::test]
async fn who_is_not_let_in_and_what_is_not_there_is_told_plainly() {
    let Some(server) = server() else { return };
    let database = prepared(&server).await;
    let stranger = database.replace("clerk@", "stranger@");
    let refusal = PostgresLog::open(book_in(&stranger, "weavers")).await.expect_err("there is no such role");
    assert!(matches!(&refusal, OpenError::Refused { reason, .. } if reason.contains("stranger")), "{refusal:?}");
    let elsewhere = format!("{database}-that-is-not-there");
    let refusal = PostgresLog::open(book_in(&elsewhere, "weavers")).await.expect_err("there is no such database");
    assert!(matches!(refusal, OpenError::Refused { .. }), "{refusal:?}");
    let refusal =
        PostgresLog::open(book_in("postgres://clerk@127.0.0.1:1/trade", "weavers")).await.expect_err("nobody there");
    assert!(matches!(refusal, OpenError::Unreachable { .. }), "{refusal:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_goes_and_comes_back_loses_nothing_and_needs_no_restart_of_ours() {
    let Some(server) = Server::start(&[]) else { return };
    let (_, _, log) = book_with_one(&server).await;
    let log = Arc::new(log);
    let mut acknowledged = 1;
    for _ in 0..3 {
        let writer = tokio::spawn({
            let log = Arc::clone(&log);
            async move {
                let mut next = acknowledged;
                let refusal = loop {
                    match log.append(next, &[format!("record {next}").into_bytes()]).await {
                        Ok(()) => next += 1,
                        Err(refusal) => break refusal,
                    }
                };
                (next, refusal)
            }
        });
        tokio::time::sleep(Duration::from_millis(150)).await;
        // As in a power cut: no commit under way is waited for.
        server.stop("QUIT");
        let (next, refusal) = writer.await.expect("the writer ends");
        assert!(matches!(refusal, AppendError::Unknown { .. } | AppendError::Store(_)), "{refusal:?}");
        let refusal = log.append(next, &lines(&["while it is gone"])).await.expect_err("it is gone");
        assert!(matches!(refusal, AppendError::Store(StoreError::Failed { .. })), "{refusal:?}");
        log.head().await.expect_err("it is gone");
        server.run(&[]);
        let there = head(&*log).await;
        assert!(there == next || there == next + 1, "{there} records, and {next} were acknowledged");
        acknowledged = there;
    }
    append(&*log, acknowledged, &lines(&["and on it goes"])).await;
    let written = all_from(&*log, 1, 100_000).await;
    for (record, position) in written[..written.len() - 1].iter().zip(1..) {
        assert_eq!(String::from_utf8_lossy(record), format!("record {position}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_cut_in_a_commit_leaves_it_whole_or_absent() {
    let Some(server) = server() else { return };
    let (database, _, log) = book_with_one(&server).await;
    let name = name_of(&database).to_owned();
    let mut next = 1;
    let mut unknown = 0;
    for _ in 0..20 {
        let cut = format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}' AND usename = 'clerk'"
        );
        let (server, name) = (Arc::clone(&server), name.clone());
        let cutter = tokio::task::spawn_blocking(move || server.psql(&name, &cut));
        let commit: Vec<Vec<u8>> = (0..40).map(|n| format!("{n:060000}").into_bytes()).collect();
        match log.append(next, &commit).await {
            Ok(()) => next += 40,
            Err(AppendError::Unknown { first, .. }) => {
                unknown += 1;
                cutter.await.expect("the owner may cut connections");
                let there = all_from(&log, first, 0).await.len() as u64;
                assert!(there == 0 || there == 40, "{there} of 40 records");
                next += there;
                continue;
            }
            Err(AppendError::Store(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
        cutter.await.expect("the owner may cut connections");
    }
    assert!(unknown > 0, "at least one of twenty cuts met a commit");
    assert_eq!(all_from(&log, 0, 0).await.len() as u64, next);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follower_sees_a_record_soon_after_it_was_acknowledged() {
    let Some(server) = server() else { return };
    let (_, address, log) = book_with_one(&server).await;
    let follower = PostgresLog::open_read_only(address).await.expect("it can be followed");
    for position in 1..20 {
        append(&log, position, &lines(&["next"])).await;
        let page = follower.read(position, 1000).await.expect("it can be read");
        assert_eq!(page.count, 1, "what was acknowledged is there for whoever asks");
    }
}
