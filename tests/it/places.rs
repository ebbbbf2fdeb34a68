//! One book in one home or another: the same commands lead to the same books, copies are the same bytes, and several
//! processes share one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use mizan::service::chance::Chance;
use mizan_tests::generator::{Generator, Life, Plan};
use mizan_tests::postgres::{Server, server};
use mizan_tests::program::mizan;
use mizan_tests::recorded::{init, record, records, replay};
use mizan_tests::repository;
use serde_json::{Value, json};

/// A database the program has made ready, and the beginning of the addresses of its books.
fn ready(server: &Server) -> String {
    let (owner, clerk) = server.database();
    let made = run(&["migrate", &owner, "--writer", "clerk"]);
    assert!(made.status.success(), "{made:?}");
    clerk
}

fn run(words: &[&str]) -> Output {
    mizan().args(words).output().expect("the program can be run")
}

fn said(words: &[&str]) -> Value {
    let output = run(words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it answers in JSON")
}

fn refused(words: &[&str], code: i32, expected: &str) {
    let output = run(words);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(code) && told.contains(expected), "{words:?}: {:?} {told}", output.status);
}

fn golden() -> String {
    fs::read_to_string(repository().join("fixtures/stories/golden.ndjson")).expect("the golden story is there")
}

/// The bytes of a log, as they are stored.
fn log_of(book: &str) -> Vec<u8> {
    let output = run(&["export", book, "--as", "ndjson"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn the_golden_story_is_told_in_a_database_as_in_a_file() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let file = folder.path().join("network.mizan").display().to_string();
    let database = format!("{}#network", ready(&server));
    let shown = |book: &str| {
        refused(&["balances", book], 1, "there is no book");
        init(Path::new(book));
        refused(&["init", book, "--name", "Again", "--currency", "MAD"], 2, "exists already");
        if book.starts_with("postgres://") {
            // Nothing is sealed where nobody keeps what opens it.
            let lines = folder.path().join("golden.ndjson").display().to_string();
            fs::write(&lines, golden()).expect("the folder can be written");
            let told = run(&["record", book, &lines]);
            let told = String::from_utf8_lossy(&told.stdout).into_owned();
            assert!(told.contains("no_vault") && told.contains("name it with --vault FILE"), "{told}");
            assert!(run(&["record", book, &lines, "--vault", &format!("{lines}.vault")]).status.code() == Some(0));
        } else {
            assert!(record(Path::new(book), golden().as_bytes()).status.success());
        }
        let again = record(Path::new(book), golden().as_bytes());
        assert_eq!(
            String::from_utf8_lossy(&again.stdout).matches("already_recorded").count(),
            golden().lines().count()
        );
        let replayed = replay(Path::new(book));
        assert_eq!(replayed["agrees_with_live"], true, "{replayed}");
        (said(&["balances", book, "--json"]), run(&["trace", book, "payout-1"]).stdout, replayed["books"].clone())
    };
    assert_eq!(shown(&file), shown(&database));
}

#[test]
fn a_book_moves_to_a_database_and_back_byte_for_byte_and_nothing_is_written_over() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let name = |name: &str| folder.path().join(name).display().to_string();
    let (file, back) = (name("network.mizan"), name("back.mizan"));
    let database = format!("{}#network", ready(&server));
    refused(&["copy", &file, &database], 1, "there is no book");
    init(Path::new(&file));
    record(Path::new(&file), golden().as_bytes());
    let there = said(&["copy", &file, &database, "--json"]);
    assert_eq!(said(&["copy", &database, &back, "--json"])["root"], there["root"]);
    assert_eq!(log_of(&back), log_of(&file));
    for taken in [&database, &back] {
        refused(&["copy", &file, taken], 2, "exists already");
    }
    assert_eq!(said(&["copy", &file, &back, "--resume", "--json"])["root"], there["root"], "there is nothing to add");
    // The copy goes its own way: what it holds now is no beginning of the book.
    let own = json!({"key": "own-1", "occurred_on": "2026-06-01", "actor": {"id": "operator", "role": "operator"},
        "type": "register_party", "data": {"party": "own", "name": "Own", "roles": ["buyer"]}});
    assert!(record(Path::new(&back), format!("{own}\n").as_bytes()).status.success());
    refused(&["copy", &file, &back, "--resume"], 2, "are not the first of the book");
    assert_eq!(said(&["copy", &back, &database, "--resume", "--json"])["to"], database_name(&database));
    assert_eq!(log_of(&database), log_of(&back), "the copy has what was added, and nothing twice");
}

fn database_name(address: &str) -> Value {
    let address: mizan_store::postgres::address::Address = address.parse().expect("an address");
    json!(address.to_string())
}

#[test]
fn a_backup_of_a_live_book_is_a_whole_one_and_appears_at_once() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let name = |name: &str| folder.path().join(name).display().to_string();
    let book = name("network.mizan");
    init(Path::new(&book));
    let story = commands(3, 300);
    thread::scope(|scope| {
        let writer = scope.spawn(|| record(Path::new(&book), story.join("").as_bytes()));
        for number in 0..4 {
            thread::sleep(Duration::from_millis(60));
            let backup = name(&format!("backup-{number}.mizan"));
            let made = said(&["backup", &book, &backup, "--json"]);
            let replayed = replay(Path::new(&backup));
            assert_eq!((&replayed["root"], &replayed["records"]), (&made["root"], &made["records"]), "{replayed}");
            refused(&["backup", &book, &backup], 2, "exists already");
        }
        assert!(writer.join().expect("the writer ends").status.success());
    });
    let left = fs::read_dir(folder.path()).expect("the folder is there").flatten();
    // Beside the book itself lie its key and its vault, and its newest records, if a backup was being made as its writer left.
    let names: BTreeSet<_> = left.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    let others: Vec<_> = names.iter().filter(|name| !name.starts_with("network.")).collect();
    assert_eq!(others.len(), 4, "four backups and nothing unfinished: {others:?}");
    let (whole, backup) = (records(Path::new(&book)), records(Path::new(&name("backup-3.mizan"))));
    assert!(backup.len() > 1 && whole.starts_with(&backup), "{} of {} records", backup.len(), whole.len());
}

/// The commands of a generated book, one a line; the book itself is open.
fn commands(seed: u64, sales: usize) -> Vec<String> {
    let plan = Plan { seed, cooperatives: 2, members: 4, sales, life: Life::Whole };
    let said = Generator::new(plan).skip(1);
    said.map(|said| serde_json::to_string(&said.submission).expect("a command can be written") + "\n").collect()
}

/// Parties of a processes's own: commands that lean on nothing another process says.
fn own_commands(process: usize, how_many: usize) -> Vec<String> {
    let line = |number: usize| {
        let party = format!("party-{process}-{number}");
        let command = json!({"key": party, "occurred_on": "2026-06-01", "actor": {"id": "operator", "role": "operator"},
            "type": "register_party", "data": {"party": party, "name": party, "roles": ["buyer"]}});
        format!("{command}\n")
    };
    (0..how_many).map(line).collect()
}

#[test]
fn several_processes_write_one_book_and_some_are_killed() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let mut books = vec![folder.path().join("network.mizan")];
    let server: Option<Arc<Server>> = server();
    books.extend(server.as_ref().map(|server| PathBuf::from(format!("{}#network", ready(server)))));
    for book in books {
        init(&book);
        thread::scope(|scope| {
            for process in 0..3 {
                let book = &book;
                scope.spawn(move || write_until_all_is_there(book, process));
            }
        });
        let written = records(&book);
        assert_eq!(written.len(), 1 + 3 * 150 + 1, "each command is recorded once, and so is the common one");
        for (record, position) in written.iter().zip(0..) {
            assert_eq!(record.envelope.position, position, "positions have no gap");
        }
        let keys: BTreeSet<String> = written.iter().map(|record| record.envelope.key.to_string()).collect();
        assert_eq!(keys.len(), written.len(), "no command is there twice");
        let replayed = replay(&book);
        assert_eq!(replayed["agrees_with_live"], true, "{replayed}");
    }
}

/// Records the commands of one process, which is killed again and again on the way, and a command they all say.
fn write_until_all_is_there(book: &Path, process: usize) {
    let mut story = own_commands(process, 150);
    story.insert(75, own_commands(9, 1).join(""));
    let mut chance = Chance::new(process as u64);
    for _ in 0..6 {
        let mut child = mizan()
            .args(["record", "-"])
            .env("MIZAN_BOOK", book)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be run");
        let input = child.stdin.take().expect("its input is a pipe");
        let lines = story.join("");
        thread::scope(|scope| {
            scope.spawn(move || {
                // A killed program reads no more.
                let _ = std::io::Write::write_all(&mut &input, lines.as_bytes());
                drop(input);
            });
            thread::sleep(Duration::from_millis(30 + chance.below(150)));
            // It may have ended by itself.
            let _ = child.kill();
            child.wait().expect("it ends");
        });
    }
    let output = record(book, story.join("").as_bytes());
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told} {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(told.lines().filter(|line| line.contains("recorded\"")).count(), story.len(), "{told}");
}

#[test]
fn no_password_is_repeated_whatever_is_wrong_with_an_address() {
    for words in [
        &["balances", "postgres://clerk:GEHEIM@db/trade#Big Name"][..],
        &["balances", "postgres://clerk:GEHEIM@db:no/trade#weavers"],
        &["balances", "postgres://clerk:GE#HEIM@db/trade#weavers"],
        &["statement", "Postgres://clerk:GEHEIM@db/trade#weavers", "weaver-1"],
        &["copy", "postgres:/clerk:GEHEIM@db/trade", "copy.mizan"],
        &["copy", "network.mizan", "postgres://clerk:GEHEIM@db/trade"],
        &["backup", "mysql://clerk:GEHEIM@db/trade#weavers", "backup.mizan"],
        &["backup", "network.mizan", "postgres://clerk:GEHEIM@db/trade#weavers"],
        &["balances", "postgres://clerk:?GEHEIM@db/trade#weavers"],
        &["verify", "postgres://clerk:GEHEIM@db/trade#Big Name"],
        &["migrate", "mysql://owner:GEHEIM@db/trade", "--writer", "clerk"],
    ] {
        let output = run(words);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(1) && told.starts_with("mizan: "), "{words:?}: {told}");
        assert!(!told.contains("HEIM"), "{words:?}: {told}");
    }
}

#[test]
fn a_copy_of_a_book_whose_guards_were_taken_away_says_so_since_it_has_them_again() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let name = |name: &str| folder.path().join(name).display().to_string();
    let book = name("network.mizan");
    init(Path::new(&book));
    record(Path::new(&book), golden().as_bytes());
    without_a_guard(&book);
    for words in [["copy", &book, &name("copy.mizan")], ["backup", &book, &name("backup.mizan")]] {
        let output = run(&words);
        let told = String::from_utf8_lossy(&output.stderr);
        let expected = "`batch_is_never_changed`, which every book has, is missing";
        assert!(output.status.code() == Some(2) && told.contains(expected), "{words:?}: {told}");
        assert_eq!(log_of(words[2]), log_of(&book), "it is a copy all the same");
    }
}

/// Takes a guard away, as the owner of a file can.
#[tokio::main(flavor = "current_thread")]
async fn without_a_guard(book: &str) {
    use sqlx::{ConnectOptions, Connection, Executor};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(book);
    let mut connection = options.connect().await.expect("it is a file of SQLite");
    connection.execute("DROP TRIGGER batch_is_never_changed").await.expect("the owner of a file may do that");
    connection.close().await.expect("a connection can be closed");
}
