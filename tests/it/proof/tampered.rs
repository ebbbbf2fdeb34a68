//! What an owner of a file or a database can do to it without its key, and how a verification finds each.

use std::fs;

use mizan_store::sqlite::SqliteLog;
use mizan_tests::postgres::server;
use mizan_tests::program::mizan;
use mizan_tests::repository;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};

use super::{Ledger, Said, files};

const UNGUARDED: &str =
    "DROP TRIGGER batch_is_never_changed; DROP TRIGGER batch_is_never_removed; DROP TRIGGER batch_begins_at_head;
     DROP TRIGGER batch_counts_its_lines;";

/// Puts the guards back as they were, so that nothing but the records shows what was done.
async fn guarded_again(ledger: &Ledger, whole: &Ledger) {
    let mut connection = open(whole).await;
    let made: Vec<(String,)> = sqlx::query_as("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
        .fetch_all(&mut connection)
        .await
        .expect("SQL");
    connection.close().await.expect("closed");
    let mut connection = open(ledger).await;
    for (sql,) in made {
        connection.execute(sqlx::AssertSqlSafe(sql)).await.expect("a guard");
    }
    connection.close().await.expect("closed");
}

async fn open(ledger: &Ledger) -> sqlx::SqliteConnection {
    SqliteConnectOptions::new().filename(&ledger.book).connect().await.expect("a book is a SQLite file")
}

/// A copy of a book to which somebody with SQL and no scruples has done something, and hidden how.
async fn tampered(whole: &Ledger, sql: String) -> Ledger {
    let ledger = whole.copy();
    let mut connection = open(&ledger).await;
    connection.execute(UNGUARDED).await.expect("the owner of a file can do all things to it");
    connection.execute(sqlx::AssertSqlSafe(sql)).await.expect("the owner of a file can do all things to it");
    connection.close().await.expect("closed");
    guarded_again(&ledger, whole).await;
    ledger
}

/// A line with one bit of one of its letters turned, so that it is a line still.
fn flipped(line: &str, place: usize) -> String {
    let mut bytes = line.as_bytes().to_vec();
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    bytes[digits[place % digits.len()]] ^= 1;
    String::from_utf8(bytes).expect("a digit stays one")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn replaced(from: &str, to: &str) -> String {
    format!("UPDATE batch SET records = replace(records, {}, {})", quoted(from), quoted(to))
}

#[tokio::test]
async fn one_flipped_bit_of_any_record_is_found_and_placed() {
    let whole = Ledger::new();
    let (lines, records) = (whole.lines(), whole.records());
    let mut loose = 0;
    for (place, line) in lines.iter().enumerate().step_by(3) {
        let ledger = tampered(&whole, replaced(line, &flipped(line, place * 7))).await;
        let said = whole.key_of(&ledger);
        assert_eq!(said.code, 4, "record {place}: {}", said.text);
        let scope = records[place].envelope.scope;
        let next = (place + 1..records.len()).find(|later| records[*later].envelope.scope == scope);
        let named = |at: usize| said.text.contains(&format!("record {at}: "));
        if let Some(next) = next {
            assert!((place..=next).any(named), "record {place}: {}", said.text);
        } else {
            // Nothing after it holds it but the root: it is one of a few.
            assert!(named(place) || said.text.contains(&format!("{place}")), "{}", said.text);
            loose += 1;
        }
    }
    assert!(loose < 4 && lines.len() > 60, "{loose} of {}", lines.len());
}

impl Ledger {
    /// Verifies another copy with the key of this one.
    fn key_of(&self, other: &Ledger) -> Said {
        let key = self.key();
        other.run(&["verify", "atlas.mizan", "--key", &key])
    }
}

#[tokio::test]
async fn a_record_taken_from_the_tail_or_the_middle_is_missed() {
    let whole = Ledger::new();
    let count = whole.lines().len();
    let ledger = tampered(&whole, "DELETE FROM batch WHERE first = (SELECT max(first) FROM batch)".to_owned()).await;
    let log = SqliteLog::open_read_only(&ledger.book).await.expect("it can be read");
    let left = mizan_store::log::EventLog::head(&log).await.expect("it has a head");
    drop(log);
    let missing =
        format!("record {left}: {} records that were signed for are missing, from here on", count as u64 - left);
    whole.key_of(&ledger).finds(4, &missing);
    let middle = "DELETE FROM batch WHERE first = (SELECT first FROM batch ORDER BY first LIMIT 1 OFFSET 2)";
    whole.key_of(&tampered(&whole, middle.to_owned()).await).finds(4, "is missing, the next one is at");
    // One line out of a commit, its count put right: the next record stands where it stood.
    let lines = whole.lines();
    let one = format!(
        "UPDATE batch SET records = replace(records, {}, ''), count = count - 1 WHERE instr(records, {}) > 0",
        quoted(&format!("{}\n", lines[4])),
        quoted(&lines[4])
    );
    whole.key_of(&tampered(&whole, one).await).finds(4, "record 4: ");
}

#[tokio::test]
async fn two_records_that_changed_places_are_found() {
    let whole = Ledger::new();
    let lines = whole.lines();
    let (one, two) = (&lines[5], &lines[6]);
    let swap = format!(
        "UPDATE batch SET records = replace(replace(replace(records, {0}, 'in between'), {1}, {0}), 'in between', {1}) WHERE instr(records, {0}) > 0",
        quoted(one),
        quoted(two)
    );
    whole.key_of(&tampered(&whole, swap).await).finds(4, "record 5: record 6 stands where record 5 should be");
}

#[tokio::test]
async fn an_edited_view_and_a_guard_that_was_taken_away_are_told() {
    let whole = Ledger::new();
    let view = "DROP VIEW record; CREATE VIEW record (position, body) AS SELECT first, 'all is well' FROM batch";
    whole.key_of(&tampered(&whole, view.to_owned()).await).finds(4, "where it is kept: `record` is not as it was made");
    let ledger = whole.copy();
    let mut connection = open(&ledger).await;
    connection.execute("DROP TRIGGER batch_is_never_changed").await.expect("dropped");
    connection.close().await.expect("closed");
    whole.key_of(&ledger).finds(4, "where it is kept: `batch_is_never_changed`");
}

#[tokio::test]
async fn a_replaced_key_signs_nothing_for_whoever_has_the_old_one() {
    let whole = Ledger::new();
    let ledger = whole.copy();
    let origin = whole.key().split('+').next().expect("a name").to_owned();
    for ending in ["key", "checkpoint"] {
        fs::remove_file(ledger.book.with_extension(ending)).expect("it is there");
    }
    ledger.said(&["key", "new", "atlas.mizan", "--origin", &origin]);
    ledger.sign();
    whole.key_of(&ledger).finds(4, "is not signed by the key it was held against");
    ledger.run(&["verify", "atlas.mizan"]).finds(0, "the key is the one the log itself names");
}

#[tokio::test]
async fn every_file_of_a_bundle_holds_every_other() {
    let whole = Ledger::new();
    whole.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle"]);
    let key = whole.key();
    let bundle = whole.path("bundle");
    let mut met = 0;
    for file in files(&bundle) {
        let inside = file.strip_prefix(&bundle).expect("beneath it").display().to_string();
        // What is said to a person, and agreements, which stand in records, are for reading.
        if inside == "README.txt" || inside == "policy" || inside.starts_with("agreements/") {
            continue;
        }
        met += 1;
        let good = fs::read(&file).expect("it can be read");
        for place in [0, good.len() / 2, good.len() - 2] {
            let mut bad = good.clone();
            bad[place] ^= 1;
            fs::write(&file, &bad).expect("it can be written");
            let said = whole.run(&["verify", "bundle", "--key", &key]);
            let code = if inside == "balances" { 3 } else { 4 };
            assert_eq!(said.code, code, "{inside} at {place}: {}", said.text);
        }
        fs::write(&file, &good).expect("it can be written");
    }
    assert_eq!(met, 4, "the checkpoint, the balances, a tile and the records");
    // In a bundle every record has its hash beside it, so the very record is named: the last ones, too.
    let last = whole.lines().len() - 1;
    let records = bundle.join(format!("tile/entries/000.p/{}", last + 1));
    let mut bytes = fs::read(&records).expect("it can be read");
    let place = bytes.len() - 40;
    bytes[place] ^= 1;
    fs::write(&records, bytes).expect("it can be written");
    whole
        .run(&["verify", "bundle", "--key", &key])
        .finds(4, &format!("record {last}: its hash is not the one in tile/0/000"));
}

#[test]
fn a_superuser_of_a_database_is_found_as_the_owner_of_a_file_is() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let (owner, clerk) = server.database();
    let database = owner.rsplit('/').next().expect("a name").to_owned();
    let key = folder.path().join("atlas.key");
    let run =
        |words: &[&str]| Said::of(mizan().env("MIZAN_KEY", &key).args(words).output().expect("the program can be run"));
    let book = format!("{clerk}#atlas");
    run(&["migrate", &owner, "--writer", "clerk"]).finds(0, "");
    run(&["init", &book, "--name", "Atlas", "--currency", "MAD"]).finds(0, "Whoever verifies it needs its key");
    let story = repository().join("fixtures/stories/golden.ndjson").display().to_string();
    run(&["record", &book, &story]).finds(0, "");
    run(&["checkpoint", &book]).finds(0, "mizan.invalid/atlas-");
    run(&["verify", &book]).finds(0, "RESULT     OK   exit 0");
    let guards = |how: &str| {
        let all = format!(
            "SELECT string_agg(format('ALTER TABLE mizan.batch {how} TRIGGER %I', tgname), ';') FROM pg_trigger \
             WHERE tgrelid = 'mizan.batch'::regclass AND NOT tgisinternal"
        );
        let all = server.psql(&database, &all);
        assert!(all.contains("TRIGGER"), "{all}");
        server.psql(&database, &all);
    };
    server.psql(&database, "CREATE TABLE kept AS TABLE mizan.batch");
    let tamper = |sql: &str| {
        guards("DISABLE");
        server.psql(&database, sql);
        guards("ENABLE ALWAYS");
        let said = run(&["verify", &book]);
        guards("DISABLE");
        let columns = "ledger, first, count, records";
        let back = format!("DELETE FROM mizan.batch; INSERT INTO mizan.batch ({columns}) SELECT {columns} FROM kept");
        server.psql(&database, &back);
        guards("ENABLE ALWAYS");
        said
    };
    tamper(
        "UPDATE mizan.batch SET records = replace(records, '\"amount\":\"478.05 MAD\"', '\"amount\":\"578.05 MAD\"')",
    )
    .finds(4, "the records are not those that were signed for");
    tamper("DELETE FROM mizan.batch WHERE first = (SELECT max(first) FROM mizan.batch)")
        .finds(4, "records that were signed for are missing");
    tamper("UPDATE mizan.batch SET first = first + 1 WHERE first = (SELECT max(first) FROM mizan.batch)")
        .finds(4, "is missing, the next one is at");
    run(&["verify", &book]).finds(0, "RESULT     OK   exit 0");
    guards("DISABLE");
    run(&["verify", &book]).finds(4, "where it is kept");
}
