//! The federation as witness of the Atlas cooperatives' log: it cosigns what continues, and of two histories one, whoever
//! asks, however many at once, and whenever it is killed.

mod hostile;

use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use mizan::service::chance::Chance;
use mizan::service::witness::ask::NotCosigned;
use mizan_proof::note::{SignerKey, Signs};
use mizan_proof::policy::Policy;
use mizan_proof::witness::evidence::{Evidence, Shown};
use mizan_tests::program::mizan;
use mizan_tests::watching::{ATLAS, Federation, Log, SHARED, run};
use tempfile::tempdir;

#[test]
fn a_log_that_grows_is_cosigned_and_the_cosignature_counts_for_a_member_who_asks_for_it() {
    let folder = tempdir().expect("a test has room for its files");
    let federation = Federation::watching(folder.path());
    let log = Log::told("all");
    let at_work = federation.serve();
    assert_eq!(federation.cosigned(), serde_json::Value::Null);

    let policy = Policy::of_logs([log.vkey()]).and_witness("federation", federation.vkey.clone());
    for (old, size) in [(0, 5), (5, 5), (5, 8), (8, 200)] {
        let lines = log.ask(&at_work.url, old, size).expect("it continues");
        let mut signed = log.signed(size);
        assert!(policy.judge(&signed).is_err(), "without the witness it is nothing to her");
        signed.note.signatures.extend(lines);
        let judged = policy.judge(&signed).expect("signed and cosigned");
        assert_eq!(judged.seen.len(), 1);
        assert_eq!(federation.cosigned()["size"], size);
    }
    let late = log.ask(&at_work.url, 5, 200);
    assert!(matches!(late, Err(NotCosigned::Elsewhere { size: 200 })), "{late:?}");
    assert_eq!(federation.evidence(), [], "nobody did anything wrong");

    assert!(at_work.end(), "asked to end, it ends well");
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").flatten().map(|file| file.file_name()).collect();
    left.sort();
    let kept = ["evidence", "federation.witness", "federation.witness.key", "federation.witness.passphrase"];
    assert_eq!(left, kept, "and leaves one file beside its key");
}

#[test]
fn a_forked_log_gets_no_second_cosignature_and_its_two_words_are_written_out() {
    let folder = tempdir().expect("a test has room for its files");
    let federation = Federation::watching(folder.path());
    let (to_buyers, to_members) = (Log::told("buyers"), Log::told("members"));
    let at_work = federation.serve();
    to_buyers.ask(&at_work.url, 0, 8).expect("the first it hears");

    let same_size = to_members.ask(&at_work.url, 8, 8);
    assert!(matches!(same_size, Err(NotCosigned::Elsewhere { size: 8 })), "{same_size:?}");
    let larger = to_members.ask(&at_work.url, 8, 12);
    assert!(matches!(larger, Err(NotCosigned::NotShown { .. })), "{larger:?}");
    // A log that feigns to be new is known all the same.
    let from_nothing = to_members.ask(&at_work.url, 0, 8);
    assert!(matches!(from_nothing, Err(NotCosigned::Elsewhere { size: 8 })), "{from_nothing:?}");

    let evidence = federation.evidence();
    let names: Vec<&str> = evidence.iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        matches!(names.as_slice(), [larger, same] if larger.contains("-8-12-") && same.contains("-8-8-")),
        "{names:?}"
    );
    let shown: Vec<Shown> = evidence
        .iter()
        .map(|(_, text)| Evidence::parse(text).and_then(|read| read.against(&to_buyers.vkey())).expect("it holds"))
        .collect();
    assert!(matches!(shown.as_slice(), [Shown::Unproved(_), Shown::Forked]), "{shown:?}");
    let (_, forked) = &evidence[1];
    assert!(forked.starts_with(&format!("# Two checkpoints of the log {ATLAS}, both signed by it.\n")), "{forked}");

    // What it has cosigned goes on, and the other history never does.
    to_buyers.ask(&at_work.url, 8, 12).expect("it continues");
    assert!(to_members.ask(&at_work.url, 12, 13).is_err());
    assert_eq!(federation.cosigned()["size"], 12);
    // Its own proof of the larger one says what the twelve records were: others than it had signed for.
    let (_, proved) = federation.evidence().into_iter().find(|(name, _)| name.contains("-12-13-")).expect("the third");
    let read = Evidence::parse(&proved).expect("it was written");
    assert_eq!(read.against(&to_buyers.vkey()), Ok(Shown::Forked), "{proved}");

    // Anybody verifies it elsewhere, with nothing but the log's key.
    let verified = |file: &str, key: &str| {
        let file = folder.path().join("evidence").join(file);
        let output = mizan().arg("verify").arg(file).args(["--key", key]).output().expect("the program can be run");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let key = to_buyers.vkey().to_string();
    let told: Vec<_> = federation.evidence().iter().map(|(name, _)| verified(name, &key)).collect();
    assert_eq!(told.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Some(5), Some(4), Some(5)], "{told:?}");
    let two_faces = format!(
        "EVIDENCE   the log {ATLAS} has two faces: it signed two histories, one of 8 records and one of 8\nRESULT     FAIL split=1   exit 5\n"
    );
    assert_eq!(told[2].1, two_faces);
    let another = SignerKey::new(ATLAS, &[8; 32]).expect("a name").verifier(Signs::Text).to_string();
    let (code, nothing) = verified(&federation.evidence()[2].0, &another);
    assert_eq!(code, Some(0), "{nothing}");
    assert!(nothing.starts_with("EVIDENCE   nothing is shown against the log: "), "{nothing}");
}

#[test]
fn of_fifty_that_ask_at_once_each_is_cosigned_in_turn_and_all_of_them_tell_one_history() {
    let folder = tempdir().expect("a test has room for its files");
    let federation = Federation::watching(folder.path());
    let logs = [Log::told("buyers"), Log::told("members")];
    let at_work = federation.serve();
    logs[0].ask(&at_work.url, 0, SHARED).expect("what both tell");

    let cosigned = Mutex::new(BTreeSet::new());
    thread::scope(|scope| {
        for caller in 0..50 {
            let (log, url, cosigned) = (&logs[caller % 2], &at_work.url, &cosigned);
            scope.spawn(move || {
                // Each wants a size of its own, and goes on from wherever it is told the witness is.
                let (mut old, size) = (SHARED, SHARED + 1 + caller as u64);
                loop {
                    match log.ask(url, old, size) {
                        Ok(_) => {
                            cosigned.lock().expect("nobody panicked").insert((caller % 2, size));
                            return;
                        }
                        Err(NotCosigned::Elsewhere { size: now }) if now < size && now != old => old = now,
                        Err(NotCosigned::Elsewhere { .. } | NotCosigned::NotShown { .. }) => return,
                        Err(error) => panic!("{error:?}"),
                    }
                }
            });
        }
    });
    let cosigned = cosigned.into_inner().expect("nobody panicked");
    let histories: BTreeSet<usize> = cosigned.iter().map(|(history, _)| *history).collect();
    assert_eq!(histories.len(), 1, "{cosigned:?}");
    let largest = cosigned.iter().map(|(_, size)| *size).max();
    assert_eq!(federation.cosigned()["size"].as_u64(), largest, "nothing was taken back");
}

#[test]
fn a_witness_killed_again_and_again_has_forgotten_nothing_it_answered() {
    let folder = tempdir().expect("a test has room for its files");
    let federation = Federation::watching(folder.path());
    let (log, other) = (Log::told("buyers"), Log::told("members"));
    let mut chance = Chance::new(6);
    let (mut known, mut answered) = (0, 0);
    for _ in 0..12 {
        let at_work = federation.serve();
        let url = at_work.url.clone();
        let (log, delay) = (&log, Duration::from_micros(chance.below(20_000)));
        let last = thread::scope(|scope| {
            let asking = scope.spawn(move || {
                let (mut at, mut heard) = (known, None);
                while log.ask(&url, at, at + 1).is_ok() {
                    (at, heard) = (at + 1, Some(at + 1));
                }
                heard
            });
            thread::sleep(delay);
            at_work.kill();
            asking.join().expect("it ends with the witness")
        });
        answered += u64::from(last.is_some());
        let stored = federation.cosigned()["size"].as_u64().unwrap_or(0);
        assert!(stored >= last.unwrap_or(known), "{stored} are stored, {last:?} was answered");
        assert!(stored <= last.unwrap_or(known) + 1, "one answer at the most was on its way");
        known = stored;
    }
    assert!(answered > 0, "it was killed at work");
    let at_work = federation.serve();
    log.ask(&at_work.url, known, known + 5).expect("it goes on where it was");
    assert!(other.ask(&at_work.url, known + 5, known + 6).is_err(), "and knows one history still");
}

#[test]
fn what_cannot_be_a_witness_is_refused_with_what_would_be_right() {
    let folder = tempdir().expect("a test has room for its files");
    let federation = Federation::watching(folder.path());
    let told = |file: &str, arguments: &[&str]| {
        let output = mizan().current_dir(folder.path()).args(["witness", file]).args(arguments).output();
        let output = output.expect("the program can be run");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).replace(&folder.path().display().to_string(), "DIR"),
        )
    };
    let again = told("federation.witness", &["init", "--name", "other.example"]);
    assert_eq!(
        again,
        (Some(2), "mizan: federation.witness exists already: give the new witness another name\n".into())
    );
    let (code, name) = told("label.witness", &["init", "--name", "a label"]);
    assert_eq!(code, Some(1));
    assert!(
        name.starts_with("mizan: `a label` cannot be the name of a witness: the name of a key has no space"),
        "{name}"
    );
    let itself = told("federation.witness", &["trust", &federation.vkey.to_string()]);
    assert_eq!(itself, (Some(2), "mizan: this is the key of a witness: a log's key is of type 0x01\n".into()));
    let (_, mistyped) = told("federation.witness", &["trust", "ledger.example/atlas+00000000+AXq3"]);
    assert!(mistyped.starts_with("mizan: the key of the log: "), "{mistyped}");
    let (code, missing) = told("label.witness", &["show"]);
    assert_eq!(code, Some(1));
    assert!(missing.starts_with("mizan: there is no witness at label.witness: "), "{missing}");

    // The key of another witness.
    run(&folder.path().join("label.witness"), &["init", "--name", "label.example"]);
    for ending in ["key", "passphrase"] {
        let of = |name: &str| folder.path().join(format!("{name}.witness.{ending}"));
        fs::rename(of("label"), of("federation")).expect("it is there");
    }
    let (_, other) = told("federation.witness", &["serve", "--listen", "127.0.0.1:0", "--evidence", "evidence"]);
    assert!(other.starts_with("mizan: the key is not the one of this witness"), "{other}");
    // The key of a witness that lost its file: with it another could cosign what that one would not.
    fs::remove_file(folder.path().join("federation.witness")).expect("it is there");
    let (code, left) = told("federation.witness", &["init", "--name", "federation.example/witness"]);
    assert_eq!(code, Some(2));
    assert!(left.contains("federation.witness.key exists already: if no witness uses this key any more"), "{left}");
    // A book is no witness.
    mizan_tests::recorded::init(&folder.path().join("book.mizan"));
    let (code, book) = told("book.mizan", &["show"]);
    assert_eq!(code, Some(2));
    assert!(book.starts_with("mizan: book.mizan is not the file of a witness"), "{book}");
}
