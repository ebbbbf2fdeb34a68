//! What an owner of a file or a database can do to it without its key, and how a verification finds each.

use std::fs;

use mizan_ledger::record::Record;
use mizan_store::sqlite::SqliteLog;
use mizan_tests::postgres::server;
use mizan_tests::program::mizan;
use mizan_tests::repository;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};

use super::{Ledger, Said, files, rechained};

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
    let mut loose = Vec::new();
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
            let ends = said.text.split("it is one of the last: ").nth(1).and_then(|rest| rest.lines().next());
            let among = ends.is_some_and(|ends| ends.split(", ").any(|end| end == place.to_string()));
            // Or a time was put forward, and the next record says an earlier one.
            let early = format!(", before record {place} (");
            assert!(named(place) || among || said.text.contains(&early), "record {place}: {}", said.text);
            loose.push(place);
        }
    }
    assert!(loose.len() < 4 && lines.len() > 60, "{loose:?} of {}", lines.len());
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
    // The first line out of a row of several, wherever that is, its count put right: the next record stands where it stood.
    let several = sqlx::query_scalar::<_, i64>("SELECT min(first) FROM batch WHERE count > 1 AND first > 0");
    let first = several.fetch_one(&mut open(&whole).await).await.expect("some command made several records");
    let line = &whole.lines()[usize::try_from(first).expect("a position")];
    let one = format!(
        "UPDATE batch SET records = replace(records, {}, ''), count = count - 1 WHERE first = {first}",
        quoted(&format!("{line}\n")),
    );
    let next = format!("record {first}: record {} stands where record {first} should be", first + 1);
    whole.key_of(&tampered(&whole, one).await).finds(4, &next);
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

#[test]
fn a_book_of_which_a_part_is_gone_is_a_broken_log_to_whoever_verifies_it_and_is_not_copied() {
    let whole = Ledger::new();
    let bytes = fs::read(&whole.book).expect("a book is a file");
    let cut = bytes[..bytes.len() - 1].to_vec();
    let mut hole = bytes;
    hole[16_384..].fill(0);
    for (bytes, told) in [(cut, "FAIL log=1   exit 4"), (hole, "is damaged")] {
        let ledger = whole.copy();
        fs::write(&ledger.book, bytes).expect("it may be written");
        whole.key_of(&ledger).finds(4, told);
        ledger.run(&["copy", "atlas.mizan", "copy.mizan"]).finds(2, "damaged");
    }
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
    let run = |words: &[&str]| {
        Said::of(
            mizan()
                .env("MIZAN_KEY", &key)
                .env("MIZAN_VAULT", folder.path().join("atlas.vault"))
                .args(words)
                .output()
                .expect("the program can be run"),
        )
    };
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
    let lines: Vec<String> = run(&["export", &book, "--as", "ndjson"]).text.lines().map(str::to_owned).collect();
    let swap = format!(
        "UPDATE mizan.batch SET records = replace(replace(replace(records, {0}, 'in between'), {1}, {0}), 'in between', {1})",
        quoted(&lines[5]),
        quoted(&lines[6])
    );
    tamper(&swap).finds(4, "record 5: record 6 stands where record 5 should be");
    let flip = format!(
        "UPDATE mizan.batch SET records = replace(records, {}, {})",
        quoted(&lines[9]),
        quoted(&flipped(&lines[9], 40))
    );
    tamper(&flip).finds(4, "record ");
    let one = format!(
        "UPDATE mizan.batch SET records = replace(records, {0} || chr(10), ''), count = count - 1 \
         WHERE position({0} in records) > 0",
        quoted(&lines[4])
    );
    tamper(&one).finds(4, "record 4: ");

    // With the operator's key, too: another history in the same table, signed anew.
    let memory = folder.path().join("seen").display().to_string();
    let pinned = run(&["key", "show", &book]).text.trim().to_owned();
    run(&["verify", &book, "--key", &pinned, "--memory", &memory]).finds(0, "RESULT     OK   exit 0");
    let records =
        || lines.iter().map(|line| Record::from_bytes(line.as_bytes()).expect("a record")).collect::<Vec<_>>();
    let checkpoint = folder.path().join("atlas.checkpoint");
    let signed = fs::read(&checkpoint).expect("it was signed");
    let rewrite = |mut records: Vec<Record>| {
        let lines: Vec<String> =
            rechained(&mut records).into_iter().map(|line| String::from_utf8(line).expect("UTF-8")).collect();
        fs::remove_file(&checkpoint).expect("it is there");
        guards("DISABLE");
        let put = format!(
            "DELETE FROM mizan.batch; INSERT INTO mizan.batch (ledger, first, count, records) VALUES ('atlas', 0, {}, {})",
            lines.len(),
            quoted(&lines.join("\n"))
        );
        server.psql(&database, &put);
        guards("ENABLE ALWAYS");
        run(&["checkpoint", &book]).finds(0, "mizan.invalid/atlas-");
    };
    let mut earlier = records();
    let place = earlier.len() / 2;
    earlier[place].envelope.recorded_at =
        earlier[0].envelope.recorded_at.checked_sub(jiff::Span::new().hours(2)).expect("a moment");
    rewrite(earlier);
    run(&["verify", &book]).finds(4, &format!("record {place}: it says it was recorded at"));
    let mut other = records();
    other[3].envelope.nonce = other[4].envelope.nonce.clone();
    rewrite(other);
    let evidence = folder.path().join("evidence.txt").display().to_string();
    let remembered = ["verify", &book, "--key", &pinned, "--memory", &memory, "--evidence", &evidence];
    run(&remembered).finds(5, "two faces");
    // The rows are put back, and the checkpoint is still the other history's.
    tamper("SELECT 1");
    run(&["verify", &book]).finds(4, "the records are not those");
    fs::write(&checkpoint, &signed).expect("it is put back");
    run(&remembered).finds(0, "1 of 1 remembered checkpoints consistent");

    // Another key under the same name, and a view that shows something else.
    let origin = pinned.split('+').next().expect("a name").to_owned();
    fs::remove_file(&key).expect("it is there");
    fs::remove_file(&checkpoint).expect("it is there");
    run(&["key", "new", &book, "--origin", &origin]).finds(0, "");
    run(&["checkpoint", &book]).finds(0, &origin);
    run(&["verify", &book, "--key", &pinned]).finds(4, "is not signed by the key it was held against");
    run(&["verify", &book]).finds(0, "RESULT     OK   exit 0");
    server.psql(&database, "CREATE OR REPLACE VIEW mizan.record (ledger, position, body) AS SELECT ledger, first, 'all is well'::text FROM mizan.batch");
    run(&["verify", &book]).finds(4, "where it is kept");
    guards("DISABLE");
    run(&["verify", &book]).finds(4, "where it is kept");
}
