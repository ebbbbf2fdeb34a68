//! The vault through the program: planted names are followed through every output and file, and after an erasure they are
//! nowhere, whatever is restored and whoever was interrupted.

mod followed;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use mizan_tests::program::mizan;
use mizan_tests::recorded::{Answer, init, record, records, replay};
use serde_json::{Value, json};
use sqlx::{Connection, Executor, SqliteConnection};
use tempfile::{TempDir, tempdir};

/// A book in a folder of its own, which goes when it does.
struct Shelf {
    folder: TempDir,
}

impl Shelf {
    fn new() -> Shelf {
        let shelf = Shelf { folder: tempdir().expect("a test has room for its files") };
        init(&shelf.book());
        shelf
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn book(&self) -> PathBuf {
        self.path("network.mizan")
    }

    fn person(&self, words: &[&str]) -> Output {
        let mut command = mizan();
        let (what, words) = words.split_first().expect("it is said what to do");
        command.args(["person", what]).arg(self.book()).args(words);
        command.output().expect("the program can be run")
    }

    #[track_caller]
    fn answered(&self, words: &[&str]) -> Value {
        let Output { status, stdout, stderr } = self.person(&[words, &["--json"]].concat());
        assert!(status.success(), "{words:?}: {}", String::from_utf8_lossy(&stderr));
        serde_json::from_slice(&stdout).expect("it answers in JSON")
    }

    fn shown(&self, who: &str) -> Vec<(String, String, Option<u64>)> {
        let shown = self.answered(&["show", who]);
        let field = |field: &Value| {
            let text = |name: &str| field[name].as_str().expect("a text").to_owned();
            (text("field"), text("value"), field["record"].as_u64())
        };
        shown["kept"].as_array().expect("a list").iter().map(field).collect()
    }
}

const ERASE: [&str; 5] = ["erase", "weaver-1", "--ground", "person_asked", "--reference=Letter 7"];

fn line(key: &str, role: &str, command: &str, data: &Value, sealed: &Value) -> String {
    let cooperative = (command != "register_party").then_some("demo-weavers");
    let line = json!({"key": key, "occurred_on": "2026-01-05", "actor": {"id": role, "role": role},
        "cooperative": cooperative, "type": command, "data": data, "sealed": sealed});
    format!("{line}\n")
}

/// A cooperative with two weavers, whose names are sealed.
fn weavers() -> String {
    let coop =
        line("coop", "operator", "register_cooperative", &json!({"name": "Demo weavers (invented)"}), &json!({}));
    let admit = |member: &str, name: &str| {
        line(
            member,
            "secretary",
            "admit_member",
            &json!({"member": member}),
            &json!({"name": name, "phone": "+212 611 222"}),
        )
    };
    coop + &admit("weaver-1", "Itto Plantee") + &admit("weaver-2", "Zahra Plantee")
}

fn with_weavers() -> Shelf {
    let shelf = Shelf::new();
    let answers = Answer::to(&shelf.book(), &weavers());
    assert!(answers.iter().all(|answer| answer.status == "recorded"), "{answers:?}");
    shelf
}

fn is_in(path: &Path, text: &str) -> bool {
    let bytes = fs::read(path).expect("a file of ours can be read");
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn what_is_sealed_is_kept_though_nobody_heard_the_answer_and_shown_with_its_record() {
    let shelf = Shelf::new();
    let mut command = mizan();
    command.arg("record").arg(shelf.book()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program can be run");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("its input is a pipe");
    input.write_all(weavers().as_bytes()).expect("the program reads");
    drop(input);
    assert!(child.wait().expect("it ends").success());
    let field = |field: &str, value: &str, record| (field.to_owned(), value.to_owned(), Some(record));
    assert_eq!(shelf.shown("weaver-1"), [field("name", "Itto Plantee", 2), field("phone", "+212 611 222", 2)]);
    let added =
        shelf.answered(&["add", "weaver-1", "--phone", "+212 699", "--by", "secretary-1", "--role", "secretary"]);
    assert_eq!(added, json!({"who": "member:demo-weavers/weaver-1", "record": 4, "fields": ["phone"]}));
    assert_eq!(shelf.shown("demo-weavers/weaver-1")[2], field("phone", "+212 699", 4));
    assert_eq!(shelf.shown("cooperative:demo-weavers"), []);
    let nobody = shelf.person(&["show", "nobody"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("`nobody` is no member, party or cooperative"));
}

#[test]
fn a_vault_that_is_destroyed_meanwhile_takes_no_record_of_the_book_with_it() {
    let shelf = Shelf::new();
    let mut command = mizan();
    command.arg("record").arg(shelf.book()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be run");
    let mut input = child.stdin.take().expect("its input is a pipe");
    input.write_all(weavers().as_bytes()).expect("the program reads");
    let answers = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines().take(3);
    assert!(answers.map_while(Result::ok).all(|answer| answer.contains("\"recorded\"")), "all is recorded");
    let vault = shelf.path("network.vault");
    let length = fs::metadata(&vault).expect("it is there").len();
    fs::write(&vault, vec![7; usize::try_from(length).unwrap_or(0)]).expect("it can be overwritten");
    drop(input);
    let ended = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{told}");
    assert!(told.contains("the commands are recorded, but what they erased may still be in the vault: "), "{told}");
    assert!(!shelf.path("network.mizan-wal").exists(), "the book is one file again");
    assert_eq!(records(&shelf.book()).len(), 4);
}

#[test]
fn an_erasure_is_a_record_and_changes_nothing_else() {
    let shelf = with_weavers();
    let before = records(&shelf.book());
    let balances = || {
        let output = mizan().arg("balances").arg(shelf.book()).arg("--json").output().expect("the program can be run");
        let told: Value = serde_json::from_slice(&output.stdout).expect("it answers in JSON");
        told["cooperatives"].clone()
    };
    let held = balances();
    let at = |position: &str| {
        let output = mizan().arg("replay").arg(shelf.book()).args(["--at", position, "--json"]).output();
        let output = output.expect("the program can be run");
        let told: Value = serde_json::from_slice(&output.stdout).expect("it answers in JSON");
        assert!(told["root"].is_string(), "{told}");
        told["root"].clone()
    };
    let root = at("3");
    let told = shelf.answered(&ERASE);
    assert_eq!(told, json!({"who": "member:demo-weavers/weaver-1", "status": "erased", "record": 4, "openings": 2}));
    assert_eq!(at("3"), root, "the root before it is what it was");
    assert_eq!(balances(), held);
    assert_eq!(replay(&shelf.book())["agrees_with_live"], true);
    let after = records(&shelf.book());
    assert_eq!(after[..before.len()], before);
    let erasure = serde_json::to_value(&after[before.len()].event).expect("an event is JSON");
    assert_eq!((&erasure["ground"], &erasure["reference"]), (&json!("person_asked"), &json!("Letter 7")));
    let named = erasure["digests"].as_array().expect("it names digests");
    let sealed = serde_json::to_value(&before[2].event).expect("an event is JSON");
    let sealed = sealed["_sd"].as_array().expect("the admission has digests");
    assert!(named.len() == 2 && named.iter().all(|digest| sealed.contains(digest)), "{named:?} of {sealed:?}");
    assert_eq!(shelf.shown("weaver-1"), []);
    assert_eq!(shelf.shown("weaver-2").len(), 2, "nobody else's is touched");
    assert_eq!(shelf.answered(&ERASE)["status"], "erased_already");
    assert_eq!(records(&shelf.book()).len(), after.len(), "it is recorded once");
}

#[test]
fn a_vault_from_the_oldest_copy_does_not_bring_back_what_was_erased() {
    let shelf = with_weavers();
    let copy = fs::read(shelf.path("network.vault")).expect("the vault can be copied");
    shelf.answered(&ERASE);
    // Each command that opens a vault erases first: one that shows, one that records, one that adds, one that erases.
    type Open = fn(&Shelf);
    let opening: [Open; 4] = [
        |shelf| assert_eq!(shelf.shown("weaver-2").len(), 2),
        |shelf| assert!(record(&shelf.book(), b"").status.success()),
        |shelf| drop(shelf.answered(&["add", "weaver-2", "--note", "a remark"])),
        |shelf| assert_eq!(shelf.answered(&ERASE)["status"], "finished"),
    ];
    for open in opening {
        fs::write(shelf.path("network.vault"), &copy).expect("the copy can be put back");
        open(&shelf);
        assert_eq!(shelf.shown("weaver-1"), []);
        let opened = mizan().args(["card", "--from-vault"]).arg(shelf.book()).arg("weaver-1").output();
        assert!(!String::from_utf8_lossy(&opened.expect("the program can be run").stdout).contains("Plantee"));
    }
}

#[test]
fn whoever_is_killed_between_the_record_and_the_erasure_has_it_finished_for_him() {
    let shelf = with_weavers();
    let vault = shelf.path("network.vault");
    let before = records(&shelf.book()).len();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        // Somebody else is changing the vault, so the erasure has to wait once its record is written.
        let mut other =
            SqliteConnection::connect(&vault.display().to_string()).await.expect("the vault is a SQLite file");
        other.execute("BEGIN IMMEDIATE").await.expect("nobody else is writing");
        let mut command = mizan();
        command.arg("person").arg(ERASE[0]).arg(shelf.book()).args(&ERASE[1..]).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program can be run");
        let mut patience = 200;
        while records(&shelf.book()).len() == before && patience > 0 {
            patience -= 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        child.kill().expect("it waits");
        child.wait().expect("it ends");
        other.execute("ROLLBACK").await.expect("nothing was changed");
        let left: i64 = sqlx::query_scalar("SELECT count(*) FROM person WHERE whose = 'member:demo-weavers/weaver-1'")
            .fetch_one(&mut other)
            .await
            .expect("the vault can be read");
        assert_eq!(left, 1, "it was killed between the two");
        other.close().await.expect("it can be closed");
    });
    assert_eq!(records(&shelf.book()).len(), before + 1);
    assert_eq!(shelf.answered(&ERASE)["status"], "finished");
    assert_eq!(records(&shelf.book()).len(), before + 1, "it is recorded once");
    assert_eq!(shelf.shown("weaver-1"), []);
}

#[test]
fn an_erasure_that_is_said_as_a_command_erases_as_well_and_needs_no_key() {
    let shelf = with_weavers();
    fs::rename(shelf.path("network.vault.key"), shelf.path("elsewhere")).expect("the key can be put away");
    let words = json!({"subject": {"member": "weaver-1"}, "ground": "law_demands", "reference": "Order 12"});
    let erase = line("erase", "secretary", "erase_personal_data", &words, &Value::Null).replace(",\"sealed\":null", "");
    let answers = Answer::to(&shelf.book(), &erase);
    assert_eq!(answers[0].status, "recorded", "{answers:?}");
    fs::rename(shelf.path("elsewhere"), shelf.path("network.vault.key")).expect("the key can be put back");
    assert_eq!(shelf.shown("weaver-1"), []);
    assert_eq!(shelf.shown("weaver-2").len(), 2);
}

#[test]
fn what_is_wrong_with_a_vault_is_said_and_no_sealed_word_is_recorded_meanwhile() {
    let shelf = with_weavers();
    let before = records(&shelf.book()).len();
    let more = line(
        "more",
        "secretary",
        "seal_personal_data",
        &json!({"subject": "cooperative"}),
        &json!({"note": "Plantee"}),
    );
    let (vault, key) = (shelf.path("network.vault"), shelf.path("network.vault.key"));
    let [good, good_key] = [&vault, &key].map(|path| fs::read(path).expect("it can be read"));
    let refused = |expected: &str| {
        for output in [shelf.person(&["show", "weaver-1"]), record(&shelf.book(), more.as_bytes())] {
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success() && told.contains(expected), "{expected}: {told}");
            assert!(output.stdout.is_empty(), "{expected}: nothing is answered");
        }
        assert_eq!(records(&shelf.book()).len(), before, "{expected}");
    };
    fs::remove_file(&key).expect("it can be lost");
    refused("is not: put the key back in its place");
    fs::write(&key, [3; 32]).expect("it can be written");
    refused("is not the key of");
    fs::write(&key, &good_key).expect("it can be put back");
    fs::write(&vault, &good[..good.len() / 2]).expect("it can be cut");
    refused("is damaged");
    fs::write(&vault, "something else").expect("it can be written over");
    refused("is not a vault");
    // A lost vault is said to be lost; what is sealed from now on is kept in a new one under the same key.
    fs::remove_file(&vault).expect("it can be lost");
    let lost = shelf.person(&["show", "weaver-1"]);
    assert_eq!(lost.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&lost.stderr).contains("there is no vault at"));
    assert!(record(&shelf.book(), more.as_bytes()).status.success());
    assert_eq!(shelf.shown("demo-weavers")[0].1, "Plantee");
    assert_eq!(fs::read(&key).expect("it can be read"), good_key);
}

#[test]
fn two_programs_that_seal_at_once_both_keep_everything() {
    let shelf = with_weavers();
    let own = |program: usize| -> String {
        let seal = |step: usize| {
            let words = json!({"subject": {"member": format!("weaver-{}", 1 + step % 2)}});
            let note = json!({"note": format!("remark {program} {step}")});
            line(&format!("{program}-{step}"), "secretary", "seal_personal_data", &words, &note)
        };
        (0..40).map(seal).collect()
    };
    std::thread::scope(|scope| {
        for program in 0..2 {
            let (book, lines) = (shelf.book(), own(program));
            scope.spawn(move || {
                let answers = Answer::to(&book, &lines);
                assert!(answers.iter().all(|answer| answer.status == "recorded"), "{answers:?}");
            });
        }
    });
    let kept = [shelf.shown("weaver-1"), shelf.shown("weaver-2")].concat();
    let mut notes: Vec<&str> = kept
        .iter()
        .filter(|(field, _, record)| field == "note" && record.is_some())
        .map(|(_, note, _)| &**note)
        .collect();
    notes.sort_unstable();
    notes.dedup();
    assert_eq!(notes.len(), 80, "every remark is kept, and stands in a record");
}

#[test]
fn a_card_shows_the_last_name_the_vault_has_of_whoever_agreed_to_it() {
    let shelf = with_weavers();
    let lines = [
        line(
            "consent",
            "weaver-1",
            "give_consent",
            &json!({"consent": "name-1", "member": "weaver-1", "purpose": "show-name"}),
            &json!({}),
        )
        .replace("\"role\":\"weaver-1\"", "\"role\":\"member\""),
        line(
            "piece",
            "storekeeper",
            "list_piece",
            &json!({"piece": "rug-1", "makers": [{"member": "weaver-1", "did": {"hours": "10"}}]}),
            &json!({}),
        )
        .replace(",\"sealed\":{}", ""),
    ];
    let answers = Answer::to(&shelf.book(), &lines.concat());
    assert!(answers.iter().all(|answer| answer.status == "recorded"), "{answers:?}");
    shelf.answered(&["add", "weaver-1", "--name", "Itto Corrigee"]);
    let card = |words: &[&str]| {
        let output =
            mizan().arg("card").arg(shelf.book()).arg("rug-1").args(words).output().expect("the program can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("a card is text")
    };
    assert!(!card(&[]).contains("Itto"));
    let named = card(&["--from-vault"]);
    assert!(named.contains("Itto Corrigee") && !named.contains("Plantee"), "{named}");
    shelf.answered(&ERASE);
    assert!(!card(&["--from-vault"]).contains("Itto"));
    assert!(!is_in(&shelf.book(), "Itto"));
}

#[test]
fn a_photograph_is_sealed_itself_and_gone_when_it_is_erased() {
    let shelf = Shelf::new();
    Answer::to(&shelf.book(), &weavers());
    // The head of a PNG and bytes that are found again, should any be left.
    let photo: Vec<u8> =
        b"\x89PNG\r\n\x1a\n".iter().copied().chain((0..9_000_u32).map(|at| (at.wrapping_mul(37) >> 3) as u8)).collect();
    fs::write(shelf.path("weaver.png"), &photo).expect("a file");
    fs::write(shelf.path("notes.txt"), "no photograph").expect("a file");
    let path = |name: &str| shelf.path(name).display().to_string();
    let refused = shelf.person(&["add", "weaver-1", "--photo", &path("notes.txt")]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is no photograph this knows"), "{refused:?}");
    shelf.answered(&["add", "weaver-1", "--photo", &path("weaver.png")]);
    let kept = shelf.shown("weaver-1");
    let (_, value, _) = kept.iter().find(|(field, _, _)| field == "scan").expect("the photograph is kept");
    let whole = value.strip_prefix("data:image/png;base64,").expect("a picture");
    use base64::Engine;
    assert_eq!(base64::prelude::BASE64_STANDARD.decode(whole).expect("base64"), photo);
    let plain = shelf.person(&["show", "weaver-1"]);
    assert!(String::from_utf8_lossy(&plain.stdout).contains("scan: image/png, 9008 bytes"), "{plain:?}");
    fs::remove_file(shelf.path("weaver.png")).expect("it is there");
    shelf.answered(&ERASE);
    let piece = &photo[4_000..4_064];
    let text = &whole.as_bytes()[4_000..4_064];
    for file in fs::read_dir(shelf.folder.path()).expect("a folder") {
        let bytes = fs::read(file.expect("a file").path()).expect("it can be read");
        assert!(!bytes.windows(64).any(|window| window == piece || window == text));
    }
}
