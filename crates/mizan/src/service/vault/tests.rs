//! Stories of the vault: what was sealed is kept before it is recorded, opened by its key alone, and erased for good.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use mizan_ledger::command::Submission;
use mizan_store::log::EventLog;
use mizan_store::memory::MemoryLog;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::service::environment::Machine;
use crate::service::reader::{Folded, ReadError, Until, fold};
use crate::service::story::{Mishap, Unlucky, golden, records};
use crate::service::writer::{Answer, NotAnswered, Writer};

/// A vault in a folder of its own, which goes when it does.
struct Shelf {
    folder: TempDir,
}

impl Shelf {
    fn new() -> Shelf {
        Shelf { folder: tempfile::tempdir().expect("a test has room for its files") }
    }

    fn place(&self) -> VaultPlace {
        VaultPlace::beside(&self.folder.path().join("book.mizan"), None)
    }

    fn vault(&self) -> Arc<Vault> {
        Arc::new(Vault::at(self.place()))
    }

    /// Everything that lies in the folder, file behind file.
    fn bytes(&self) -> Vec<u8> {
        let files = fs::read_dir(self.folder.path()).expect("the folder is there").flatten();
        files.flat_map(|file| fs::read(file.path()).expect("a file of ours can be read")).collect()
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn weaver(number: u32) -> Whose {
    format!("member:demo-weavers/weaver-{number}").parse().expect("somebody")
}

fn kept(whose: Whose, turn: u32, name: &str, value: &str, salt: u8) -> Kept {
    Kept { whose, turn, disclosure: Disclosure::new([salt; 16], name, value) }
}

fn erased(whose: Whose, times: u32) -> Book {
    let mut book = Book::default();
    book.erasures.insert(whose, times);
    book
}

/// Says commands to a log whose sealed words go into a vault.
async fn said(log: &Arc<dyn EventLog>, vault: &Arc<Vault>, said: Vec<Submission>) -> Vec<Result<Answer, NotAnswered>> {
    let folded: Folded = fold(log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is a book");
    let writer = Writer::take_up(Arc::clone(log), Machine::new(), folded, None, Some(Arc::clone(vault)));
    let mut pending = Vec::new();
    for submission in said {
        pending.push(writer.hand_in(submission).await.expect("the writer takes commands"));
    }
    let mut answers = Vec::new();
    for pending in pending {
        answers.push(pending.answer().await);
    }
    answers
}

#[tokio::test]
async fn a_whole_village_is_sealed_at_once_those_who_are_known_and_those_who_are_new() {
    let shelf = Shelf::new();
    let vault = shelf.vault();
    let village = 1..=1_100;
    // Every second one is known when all of them are kept; every third was erased once and is new again.
    let name = |number: u32| kept(weaver(number), 0, "name", &format!("Fadma {number}"), 1);
    let phone = |number: u32| kept(weaver(number), (number % 3) / 2, "phone", &format!("+212 {number}"), 2);
    let known: Vec<Kept> = village.clone().step_by(2).map(name).collect();
    vault.keep(&known).await.expect("it is taken");
    let all: Vec<Kept> = village.map(phone).collect();
    vault.keep(&[all.clone(), known.clone()].concat()).await.expect("what is kept already is kept");
    let mut expected = [known, all].concat();
    let mut opened = vault.opened(None).await.expect("it can be opened");
    let order = |kept: &Kept| (kept.whose, kept.turn, kept.disclosure.encoded().to_owned());
    expected.sort_by_key(order);
    opened.sort_by_key(order);
    assert_eq!(opened, expected);
}

#[tokio::test]
async fn whatever_the_golden_story_seals_is_kept_under_whom_its_record_speaks_of() {
    let (shelf, log) = (Shelf::new(), Arc::new(MemoryLog::new()) as Arc<dyn EventLog>);
    let vault = shelf.vault();
    let answers = said(&log, &vault, golden()).await;
    let records = records(log.as_ref()).await;
    let all = vault.opened(None).await.expect("the vault can be read");
    let mut kept = 0;
    for answer in answers {
        let Ok(Answer::Recorded { span, disclosures }) = answer else { panic!("the story is recorded: {answer:?}") };
        let first = &records[usize::try_from(span.first).expect("a short story")];
        let whose = first.event.sealed_of().and_then(|subject| subject.whose(first.envelope.scope));
        for disclosure in disclosures {
            let found = all.iter().find(|kept| kept.disclosure == disclosure).expect("it is kept");
            assert_eq!((Some(found.whose), found.turn), (whose, 0));
            kept += 1;
        }
    }
    assert!(kept > 10 && kept == all.len(), "{kept} of {}", all.len());
    let bytes = shelf.bytes();
    for kept in all {
        assert!(!holds(&bytes, kept.disclosure.value().as_bytes()), "{kept:?} stands in a file in clear");
        assert!(!holds(&bytes, kept.disclosure.encoded().as_bytes()), "{kept:?} stands in a file");
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_and_a_commit_whose_end_nobody_saw_lose_no_opening() {
    for mishap in [Mishap::KeptUnseen, Mishap::LostUnseen, Mishap::Full] {
        let (shelf, unlucky) = (Shelf::new(), Arc::new(Unlucky::default()));
        unlucky.mishaps.lock().expect("nobody panicked").extend([mishap]);
        let log = unlucky as Arc<dyn EventLog>;
        let vault = shelf.vault();
        drop(said(&log, &vault, golden()).await);
        // Said again from the beginning, as whoever saw no answer does.
        drop(said(&log, &vault, golden()).await);
        let digests = vault.digests(None).await.expect("the vault can be read");
        let mut openings = 0;
        for record in records(log.as_ref()).await {
            let sealed = record.event.sealed().map(|sealed| sealed.0.iter()).into_iter().flatten();
            openings += sealed.filter(|digest| digests.contains(&***digest)).count();
        }
        let said: usize =
            golden().iter().map(|said| said.sealed.fields().iter().filter(|(_, value)| value.is_some()).count()).sum();
        assert_eq!(openings, said, "{mishap:?}");
    }
}

#[tokio::test]
async fn nothing_is_recorded_whose_openings_the_vault_does_not_take() {
    let (shelf, log) = (Shelf::new(), Arc::new(MemoryLog::new()) as Arc<dyn EventLog>);
    fs::write(shelf.place().vault, "no vault at all").expect("the folder can be written");
    let answers = said(&log, &shelf.vault(), golden()).await;
    let sealed: Vec<bool> = golden().iter().map(|said| said.sealed != Default::default()).collect();
    assert!(sealed.iter().any(|sealed| *sealed));
    let failed = answers.iter().find_map(|answer| answer.as_ref().err()).expect("what is sealed is given back");
    let told = format!("{:#}", anyhow::Error::from(failed.clone()));
    assert!(told.contains("is not a vault"), "{told}");
    for record in records(log.as_ref()).await {
        let any = golden().iter().any(|said| said.key == record.envelope.key && said.sealed != Default::default());
        assert!(!any, "{:?} is in the log, and what opens it is nowhere", record.envelope.key);
    }
}

#[tokio::test]
async fn what_is_erased_is_in_no_file_and_everyone_elses_stays() {
    let shelf = Shelf::new();
    let vault = shelf.vault();
    let many = |number| {
        (0..40)
            .map(move |salt| kept(weaver(number), 0, "note", &format!("{number} {salt} {}", "z".repeat(1_000)), salt))
    };
    vault.keep(&many(1).chain(many(2)).collect::<Vec<_>>()).await.expect("the vault takes it");
    let file = vault.file().await.expect("it is open");
    let hers = file.openings(Some(&weaver(1).to_string())).await.expect("it can be read");
    let key = file.people().await.expect("it can be read").swap_remove(0);
    assert_eq!(key.whose, weaver(1).to_string());
    assert!(holds(&shelf.bytes(), &key.wrapped), "her key is there to be erased");
    assert_eq!(vault.obey(&erased(weaver(1), 1)).await.expect("it is erased"), [weaver(1)]);
    assert_eq!(vault.obey(&erased(weaver(1), 1)).await.expect("it is erased"), [], "there is nothing more to erase");
    vault.close().await;
    let bytes = shelf.bytes();
    assert!(!holds(&bytes, &key.wrapped), "her key is in no file");
    for sealed in hers {
        assert!(
            sealed.sealed.chunks(64).filter(|part| part.len() == 64).all(|part| !holds(&bytes, part)),
            "no part of a text is"
        );
    }
    let left = shelf.vault().opened(None).await.expect("it can be read");
    assert_eq!(left.len(), 40);
    assert!(left.iter().all(|kept| kept.whose == weaver(2)));
}

#[tokio::test]
async fn a_vault_from_an_old_copy_erases_again_and_keeps_what_was_sealed_since() {
    let shelf = Shelf::new();
    let vault = shelf.vault();
    vault.keep(&[kept(weaver(1), 0, "name", "Fatima", 1)]).await.expect("the vault takes it");
    vault.close().await;
    let copy = fs::read(shelf.place().vault).expect("it can be copied");
    let vault = shelf.vault();
    vault.obey(&erased(weaver(1), 1)).await.expect("it is erased");
    vault.close().await;
    fs::write(shelf.place().vault, copy).expect("it can be put back");
    let vault = shelf.vault();
    // She has come back meanwhile, and something was sealed of her before anybody looked.
    vault.keep(&[kept(weaver(1), 1, "name", "Fatima again", 2)]).await.expect("the vault takes it");
    assert_eq!(vault.obey(&erased(weaver(1), 1)).await.expect("it is erased"), [weaver(1)]);
    let left = vault.opened(Some(weaver(1))).await.expect("it can be read");
    assert_eq!(left.iter().map(|kept| kept.disclosure.value()).collect::<Vec<_>>(), ["Fatima again"]);
}

#[tokio::test]
async fn each_thing_that_can_be_wrong_with_a_vault_has_its_own_words() {
    async fn told(change: impl FnOnce(&VaultPlace)) -> String {
        let shelf = Shelf::new();
        let vault = shelf.vault();
        vault.keep(&[kept(weaver(1), 0, "name", "Fatima", 1)]).await.expect("the vault takes it");
        vault.close().await;
        change(&shelf.place());
        let error = shelf.vault().opened(None).await.expect_err("something is wrong");
        assert!(error.is_finding(), "{error:?}");
        let told = format!("{error:?} {error}");
        assert!(!told.contains("Fatima"), "{told}");
        error.to_string().replace(&shelf.folder.path().display().to_string(), "FOLDER")
    }
    let write = |path: &Path, bytes: &[u8]| fs::write(path, bytes).expect("the folder can be written");
    let remove = |path: &Path| fs::remove_file(path).expect("the folder can be written");
    assert_eq!(
        told(|place| remove(&place.vault)).await,
        "there is no vault at FOLDER/book.vault: whatever was sealed before it was lost is in the answers of `mizan record` alone"
    );
    assert_eq!(
        told(|place| remove(&place.key)).await,
        "the vault FOLDER/book.vault is there and its key FOLDER/book.vault.key is not: put the key back in its place"
    );
    assert_eq!(
        told(|place| write(&place.key, &[7; 32])).await,
        "FOLDER/book.vault.key is not the key of FOLDER/book.vault: put the right key in its place"
    );
    assert_eq!(
        told(|place| write(&place.key, b"short")).await,
        "FOLDER/book.vault.key is not the key of a vault: it has 5 bytes and a key has 32"
    );
    let other = "FOLDER/book.vault is not a vault: name another file, or take the vault from a copy";
    assert_eq!(told(|place| write(&place.vault, b"")).await, other);
    assert_eq!(told(|place| write(&place.vault, b"something else, of no known kind")).await, other);
    let half = |place: &VaultPlace| {
        let bytes = fs::read(&place.vault).expect("it can be read");
        write(&place.vault, &bytes[..bytes.len() / 2]);
    };
    let damaged = "FOLDER/book.vault is damaged: take the vault from a copy; what was erased since is erased in it again when it is opened";
    assert_eq!(told(half).await, damaged);
}

#[tokio::test]
async fn a_sealed_text_that_was_put_under_another_name_or_changed_is_not_opened() {
    let shelf = Shelf::new();
    let vault = shelf.vault();
    vault
        .keep(&[kept(weaver(1), 0, "name", "Fatima", 1), kept(weaver(2), 0, "name", "Itto", 2)])
        .await
        .expect("it is taken");
    let mut hers = vault.file().await.expect("it is open").openings(None).await.expect("it can be read");
    // Somebody who can write the file, and has no key, gives the second weaver the name of the first.
    let mut change = vault.file().await.expect("it is open").change().await.expect("it can be changed");
    change.drop_opening(&hers[1].digest).await.expect("it can be changed");
    change.add(&[Sealed { sealed: hers[0].sealed.clone(), ..hers.remove(1) }]).await.expect_err("her key went with it");
    drop(change);
    let mut change = vault.file().await.expect("it is open").change().await.expect("it can be changed");
    change.drop_opening(&hers[0].digest).await.expect("it can be changed");
    let people = vault.file().await.expect("it is open");
    change.commit().await.expect("it can be changed");
    assert_eq!(people.people().await.expect("it can be read").len(), 1, "a person with nothing left has no key left");
    let moved = Sealed { digest: "moved".to_owned(), whose: weaver(2).to_string(), ..hers.remove(0) };
    let mut change = people.change().await.expect("it can be changed");
    change.add(&[moved]).await.expect("the file does not know better");
    change.commit().await.expect("it can be changed");
    let error = vault.opened(None).await.expect_err("the tag does not fit");
    assert!(matches!(&error, VaultError::Changed { whose, .. } if *whose == weaver(2).to_string()), "{error:?}");
}

#[tokio::test]
async fn an_opening_whose_record_never_came_is_swept_out_after_a_day() {
    let shelf = Shelf::new();
    let vault = shelf.vault();
    let lost = kept(weaver(1), 0, "name", "Fatima", 1);
    vault.keep(&[lost.clone(), kept(weaver(2), 0, "name", "Itto", 2)]).await.expect("the vault takes it");
    let lost = BTreeSet::from([lost.disclosure.digest()]);
    let sweep = |after: SignedDuration| vault.sweep(&lost, Timestamp::now() + after);
    assert_eq!(sweep(SignedDuration::from_hours(1)).await.expect("it is swept"), 0, "its commit may be under way");
    assert_eq!(sweep(SignedDuration::from_hours(25)).await.expect("it is swept"), 1);
    let left = vault.opened(None).await.expect("it can be read");
    assert_eq!(left.iter().map(|kept| kept.whose).collect::<Vec<_>>(), [weaver(2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_who_make_and_write_one_vault_at_once_lose_nothing_of_each_other() {
    let shelf = Shelf::new();
    let writing = (0..6_u8).map(|one| {
        // Each its own, as programs are.
        let vault = Vault::at(shelf.place());
        tokio::spawn(async move {
            for step in 0..10_u8 {
                let kept = kept(weaver(u32::from(step % 3)), 0, "note", "a remark", one * 10 + step);
                vault.keep(&[kept]).await.expect("the vault takes it");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            vault.close().await;
        })
    });
    for writing in writing.collect::<Vec<_>>() {
        writing.await.expect("nobody panics");
    }
    assert_eq!(shelf.vault().opened(None).await.expect("it can be read").len(), 60);
    let mut names: Vec<String> = fs::read_dir(shelf.folder.path())
        .expect("the folder is there")
        .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["book.vault", "book.vault.key"], "nothing else lies about");
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_its_owner_may_read_the_vault_or_its_key() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = Shelf::new();
    shelf.vault().keep(&[kept(weaver(1), 0, "name", "Fatima", 1)]).await.expect("the vault takes it");
    let VaultPlace { vault, key } = shelf.place();
    for path in [vault, key] {
        let mode = fs::metadata(&path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_kept_is_opened_as_it_was(values in prop::collection::vec((0..4_u32, 0..3_u32, any::<String>()), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let shelf = Shelf::new();
            let (vault, mut expected) = (shelf.vault(), Vec::new());
            for ((who, turn, value), salt) in values.iter().zip(0..) {
                let kept = kept(weaver(*who), *turn, "note", value, salt);
                vault.keep(std::slice::from_ref(&kept)).await.expect("the vault takes it");
                expected.push(kept);
            }
            let sorted = |mut all: Vec<Kept>| { all.sort_by_key(|kept| kept.disclosure.digest()); all };
            let opened = shelf.vault().opened(None).await.expect("the vault can be read");
            assert_eq!(sorted(opened), sorted(expected));
        });
    }
}
