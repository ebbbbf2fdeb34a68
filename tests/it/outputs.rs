//! What commands write, and where: over nothing that belongs to a book; and what is told where nothing can be written.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::thread;
use std::time::Duration;

use mizan_tests::program::mizan;
use mizan_tests::recorded::{init, record};
use mizan_tests::repository;
use serde_json::json;
use sqlx::{Connection, Executor, SqliteConnection};
use tempfile::{TempDir, tempdir};

/// A folder with the weavers' book in it, its key and its vault.
struct Office(TempDir);

impl Office {
    fn new() -> Office {
        let office = Office(tempdir().expect("a test has room for its files"));
        init(&office.book());
        assert!(record(&office.book(), golden().as_bytes()).status.success());
        assert!(office.run(&["checkpoint"], &[]).status.success());
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn book(&self) -> PathBuf {
        self.path("network.mizan")
    }

    fn run(&self, words: &[&str], rest: &[&Path]) -> Output {
        let output =
            mizan().current_dir(self.0.path()).env("MIZAN_BOOK", "network.mizan").args(words).args(rest).output();
        output.expect("the program can be run")
    }

    /// Every file there is, with its bytes. Of a book that is only read, others lie beside it for a moment.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(self.0.path()).expect("it can be listed").flatten();
        let mut files: Vec<_> = entries
            .map(|entry| {
                (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("it can be read"))
            })
            .filter(|(name, _)| !name.contains("-lock") && !name.contains(".mizan-"))
            .collect();
        files.sort();
        files
    }
}

fn golden() -> String {
    fs::read_to_string(repository().join("fixtures/stories/golden.ndjson")).expect("the golden story is there")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn nothing_is_written_over_a_book_its_vault_or_their_keys() {
    let office = Office::new();
    let before = office.files();
    let writes: [&[&str]; 5] = [
        &["verify", "network.mizan", "--evidence"],
        &["receipt", "network.mizan", "payout-1", "-o"],
        &["receipt", "--page"],
        &["export", "--as", "csv", "-o"],
        &["export", "--as", "bundle", "-o"],
    ];
    for name in ["network.mizan", "network.vault", "network.vault.key", "network.key", "network.passphrase"] {
        for words in writes {
            // The page is written alone, and no book is named with it: it knows the neighbours of the file.
            let output = match words {
                ["receipt", "--page"] => mizan().args(words).arg(office.path(name)).output().expect("it can be run"),
                words => office.run(words, &[&office.path(name)]),
            };
            let told = told(&output);
            assert!(output.status.code() == Some(1) && told.contains("name another file"), "{words:?} {name}: {told}");
        }
    }
    assert!(office.files() == before, "every file is as it was");
    let receipt = office.path("payout-1.tlog-proof");
    assert!(office.run(writes[1], &[&receipt]).status.success());
    assert!(fs::read_to_string(receipt).expect("it is written").starts_with("c2sp.org/tlog-proof"));
}

#[test]
fn a_book_called_as_a_bundle_is_keeps_its_place() {
    let office = Office::new();
    for (own, other) in
        [("network.mizan", "network.tar"), ("network.key", "its.key"), ("network.passphrase", "its.passphrase")]
    {
        fs::copy(office.path(own), office.path(other)).expect("a file can be copied");
    }
    let book = office.path("network.tar");
    let output = mizan()
        .arg("export")
        .arg(&book)
        .args(["--as", "bundle", "-o"])
        .arg(&book)
        .env("MIZAN_KEY", office.path("its.key"))
        .output();
    let output = output.expect("the program can be run");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(told(&output).contains("belongs to"), "{}", told(&output));
}

/// Where every byte meets a full disk.
fn full() -> Stdio {
    File::options().write(true).open("/dev/full").expect("there is a full device").into()
}

/// Commands that are all recorded, behind the golden story.
fn fees(count: u32) -> String {
    let fee = |number| {
        let actor = json!({ "id": "treasurer-1", "role": "treasurer" });
        let data =
            json!({ "fee": format!("small-{number}"), "kind": "bank", "till": "bank:main", "amount": "1.00 MAD" });
        json!({ "key": format!("small-{number}"), "occurred_on": "2026-04-20", "actor": actor,
            "cooperative": "demo-weavers", "type": "charge_provider_fee", "data": data })
    };
    (0..count).map(|number| format!("{}\n", fee(number))).collect()
}

#[test]
fn a_program_that_cannot_complain_ends_as_it_would_have() {
    let office = Office::new();
    let fees = office.path("twice.ndjson");
    fs::write(&fees, "no command").expect("the folder can be written");
    let runs: [(&[&str], i32); 4] = [
        (&["balances", "nofile.mizan"], 1),
        (&["statement", "network.mizan", "nobody"], 2),
        (&["balances", "network.mizan"], 0),
        (&["record", "network.mizan", "twice.ndjson"], 2),
    ];
    for (words, code) in runs {
        let mut command = mizan();
        command.current_dir(office.0.path()).args(words).env("MIZAN_LOG", "trace").stderr(full()).stdout(Stdio::null());
        let status = command.status().expect("the program can be run");
        assert_eq!(status.code(), Some(code), "{words:?}");
    }
}

#[test]
fn what_cannot_be_written_is_named_whatever_it_is() {
    let office = Office::new();
    for form in ["ndjson", "csv", "hledger", "beancount"] {
        let output = office.run(&["export", "--as", form, "-o", "/dev/full"], &[]);
        assert_eq!(told(&output), "mizan: cannot write /dev/full: No space left on device (os error 28)\n");
        assert_eq!(output.status.code(), Some(1), "{form}");
    }
    let mut exports = vec![vec!["balances"], vec!["man"], vec!["balances", "--json"], vec!["completions", "bash"]];
    exports.extend(["ndjson", "csv", "hledger", "beancount"].map(|form| vec!["export", "--as", form]));
    for words in exports {
        let mut command = mizan();
        command.current_dir(office.0.path()).env("MIZAN_BOOK", "network.mizan").args(&words).stdout(full());
        let output = command.stderr(Stdio::piped()).spawn().and_then(std::process::Child::wait_with_output);
        let output = output.expect("the program can be run");
        let expected = "mizan: cannot write standard output: No space left on device (os error 28)\n";
        assert_eq!((told(&output).as_str(), output.status.code()), (expected, Some(1)), "{words:?}");
    }
}

#[test]
fn answers_that_cannot_be_written_end_the_recording_at_once_and_it_is_said_where_to_go_on() {
    let office = Office::new();
    let mut command = mizan();
    command.arg("record").arg(office.book()).stdin(Stdio::piped()).stdout(full()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be run");
    let mut input = child.stdin.take().expect("its input is a pipe");
    let lines = fees(8_000);
    let (done, waits) = std::sync::mpsc::channel::<()>();
    let writing = thread::spawn(move || {
        // It may not read to the end.
        let _ = input.write_all(lines.as_bytes());
        // Nobody types the end of the input before the program has ended.
        let _ = waits.recv_timeout(Duration::from_secs(60));
    });
    let output = child.wait_with_output().expect("the program ends");
    assert!(!writing.is_finished(), "it waits for no line that nobody types");
    drop(done);
    writing.join().expect("it has ended");
    let expected = "mizan: line 1 and those after it are not answered: send the file again: \
                    cannot write standard output: No space left on device (os error 28)\n";
    assert_eq!((told(&output).as_str(), output.status.code()), (expected, Some(1)), "and not a line more");
    let beside = office.files().into_iter().map(|(name, _)| name).filter(|name| name.contains('-'));
    assert_eq!(beside.collect::<Vec<_>>(), Vec::<String>::new(), "the book is one file again, and so is the vault");
    let again = record(&office.book(), fees(8_000).as_bytes());
    assert!(again.status.success(), "sent again, all is recorded once");
}

#[test]
fn a_folder_that_is_sent_as_commands_is_named() {
    let office = Office::new();
    let output = office.run(&["record", "network.mizan"], &[office.0.path()]);
    let expected = format!("mizan: cannot read {}: Is a directory (os error 21)\n", office.0.path().display());
    assert_eq!((told(&output), output.status.code()), (expected, Some(1)));
}

#[test]
fn a_replay_up_to_no_position_is_told_what_one_is() {
    for text in ["x", "2025-03-01", "+4", "99999999999999999999"] {
        let output = mizan().args(["replay", "network.mizan", "--at", text]).output().expect("the program can be run");
        let told = told(&output);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            told.contains(&format!("'{text}'")) && told.contains("give the number of a record, such as 1042"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn an_erasure_that_the_vault_did_not_take_is_said_to_be_recorded_and_is_finished_later() {
    let office = Office::new();
    let vault = office.path("network.vault");
    let open = async || {
        let place = format!("sqlite://{}", vault.display());
        SqliteConnection::connect(&place).await.expect("the vault is a file of SQLite")
    };
    // It fails as it would on a disk on which there is no room for the journal.
    let trigger = "CREATE TRIGGER fails BEFORE DELETE ON opening BEGIN SELECT RAISE(ABORT, 'no room'); END";
    let mut connection = open().await;
    connection.execute(trigger).await.expect("a trigger can be made");
    connection.close().await.expect("it can be closed");
    let words = ["person", "erase", "network.mizan", "weaver-1", "--ground", "person_asked", "--reference", "Letter 7"];
    let output = office.run(&words, &[]);
    let told = told(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("says that what was sealed of member:demo-weavers/weaver-1 is erased"), "{told}");
    assert!(told.contains("whatever opens the vault next erases it first"), "{told}");
    let mut connection = open().await;
    connection.execute("DROP TRIGGER fails").await.expect("a trigger can be taken away");
    connection.close().await.expect("it can be closed");
    let again = office.run(&words, &[]);
    let again = String::from_utf8_lossy(&again.stdout).into_owned();
    assert!(again.contains("the erasure that was recorded is carried out now"), "{again}");
}
