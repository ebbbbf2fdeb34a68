//! What the notary signs and when, in stories of a book whose last checkpoint lies beside it.

use std::fs::File;
use std::time::SystemTime;

use jiff::civil::date;
use mizan_ledger::command::Submission;
use mizan_proof::note::Signs;
use tempfile::TempDir;

use super::*;
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::Kept;
use crate::service::story::{golden, golden_log, lines, log_of, party, rehearsal};
use crate::service::writer::Writer;

/// A folder with a key, and where its checkpoint will lie.
struct Office {
    _folder: TempDir,
    files: Files,
}

impl Office {
    fn new() -> Office {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let files = Files::beside(&folder.path().join("atlas.mizan"));
        files.make("ledger.example/atlas").expect("a key can be made");
        Office { _folder: folder, files }
    }

    fn last(&self) -> Option<SignedCheckpoint> {
        Shelf::at(self.files.checkpoint.clone()).read().expect("it is a checkpoint")
    }

    fn size(&self) -> Option<u64> {
        let last = self.last()?;
        let key = key_file::whose(&self.files.key).expect("there is a key");
        assert_eq!(last.verify(&key), Ok(()));
        Some(last.checkpoint.size)
    }

    /// As if the last checkpoint had been signed two minutes ago.
    fn wait_two_minutes(&self) {
        let file = File::options().write(true).open(&self.files.checkpoint).expect("it is there");
        file.set_modified(SystemTime::now() - 2 * PAUSE).expect("the clock of a file can be set");
    }

    async fn write(&self, log: &Arc<dyn EventLog>, submissions: Vec<Submission>) {
        let writer = Writer::start_with(Arc::clone(log), rehearsal(), self.files.notary()).await.expect("a true book");
        for submission in submissions {
            writer.submit(submission).await.expect("memory does not fail");
        }
        writer.finish().await.expect("no commit failed");
    }
}

async fn grown(log: &Arc<dyn EventLog>, pays: bool) -> Grown {
    let size = log.head().await.expect("memory does not fail");
    let root = root_at(log.as_ref(), size).await.expect("memory does not fail").expect("it has so many");
    Grown { size, root, pays }
}

fn memory() -> Arc<dyn EventLog> {
    Arc::new(mizan_store::memory::MemoryLog::new())
}

#[tokio::test]
async fn a_log_is_signed_at_once_and_then_once_a_minute() {
    let (office, log) = (Office::new(), memory());
    office.write(&log, golden().into_iter().take(1).collect()).await;
    assert_eq!(office.size(), Some(1));
    office.write(&log, vec![party("gallery-2", "A gallery")]).await;
    assert_eq!(office.size(), Some(1), "a minute has not passed");
    office.wait_two_minutes();
    office.write(&log, vec![party("gallery-3", "Another"), party("gallery-4", "And another")]).await;
    assert_eq!(office.size(), Some(3), "the first commit after a minute");
    assert_eq!(log.head().await.expect("memory does not fail"), 4);
}

#[tokio::test]
async fn a_payout_is_signed_for_at_once() {
    let (office, log) = (Office::new(), memory());
    office.write(&log, golden()).await;
    let sent = |kinds: &[&str], line: &[u8]| kinds.iter().any(|kind| String::from_utf8_lossy(line).contains(kind));
    let pays = [r#""type":"payout_sent""#, r#""type":"payout_handed""#];
    let last = lines(log.as_ref()).await.iter().rposition(|line| sent(&pays, line)).expect("the story pays her") as u64;
    assert!(office.size().is_some_and(|size| size > last), "{:?} and the last payout is at {last}", office.size());
}

#[tokio::test]
async fn a_book_put_back_from_a_backup_is_not_written_and_says_what_is_missing() {
    let (office, log) = (Office::new(), golden_log().await);
    let whole = grown(&log, true).await;
    office.files.notary().consider(&log, whole).await.expect("it is signed");
    let backup = log_of(&lines(log.as_ref()).await[..30]).await;
    let refused = Writer::start_with(Arc::clone(&backup), rehearsal(), office.files.notary()).await;
    let told = refused.map(|_| ()).map_err(|error| error.to_string());
    let file = office.files.checkpoint.display();
    assert_eq!(
        told,
        Err(format!(
            "the book has 30 records, and its last checkpoint, {file}, was signed when it had {size}: {} are missing, as \
             after a backup was put back. Nothing is written until they are there again: take the newest copy there is. If \
             they are lost for good, say so: `mizan key lost`",
            whole.size - 30,
            size = whole.size,
        ))
    );
    assert_eq!(backup.head().await.expect("memory does not fail"), 30);
}

#[tokio::test]
async fn another_book_under_the_same_name_is_not_written() {
    let (office, log) = (Office::new(), golden_log().await);
    office.files.notary().consider(&log, grown(&log, false).await).await.expect("it is signed");
    let (other, head) = (memory(), log.head().await.expect("memory does not fail"));
    let rest = (0..head).map(|number| party(&format!("gallery-{number}"), "A gallery"));
    let writer = Writer::start(Arc::clone(&other), rehearsal()).await.expect("an empty log is a book");
    for submission in golden().into_iter().take(1).chain(rest) {
        writer.submit(submission).await.expect("memory does not fail");
    }
    let refused = Writer::start_with(Arc::clone(&other), rehearsal(), office.files.notary()).await;
    let refused = refused.map(|_| ()).map_err(|error| error.to_string());
    assert!(refused.is_err_and(|told| told.contains("are not those its last checkpoint")), "it is another book");
    // Nor is it signed by a notary who meets it later.
    let signed = office.files.notary().sign(&other, grown(&other, false).await).await;
    assert!(matches!(signed, Err(NotSigned::Contradicts(Contradicts::Another { .. }))));
    assert_eq!(office.size(), Some(head));
}

#[tokio::test]
async fn whoever_is_behind_another_of_the_same_office_signs_nothing_smaller() {
    let (office, log) = (Office::new(), golden_log().await);
    let early = Grown { size: 10, ..grown(&log_of(&lines(log.as_ref()).await[..10]).await, false).await };
    let mut slow = office.files.notary();
    office.files.notary().sign(&log, grown(&log, false).await).await.expect("it is signed");
    slow.sign(&log, early).await.expect("a larger one stands");
    assert_eq!(office.size(), log.head().await.ok());
}

#[tokio::test]
async fn while_a_new_key_and_the_one_before_overlap_both_sign() {
    let (office, log) = (Office::new(), golden_log().await);
    let before = key_file::whose(&office.files.key).expect("there is a key");
    std::fs::rename(&office.files.key, office.files.until(date(2999, 1, 1), &before)).expect("it can be moved");
    let past = office.files.until(date(2001, 1, 1), &before);
    std::fs::copy(office.files.until(date(2999, 1, 1), &before), past).expect("one that signs no more");
    let new = office.files.make("ledger.example/atlas").expect("a key can be made").verifier(Signs::Text);
    office.files.notary().sign(&log, grown(&log, false).await).await.expect("it is signed");
    let last = office.last().expect("it was signed");
    assert_eq!(last.note.signatures.len(), 2);
    assert_eq!([last.verify(&new), last.verify(&before)], [Ok(()), Ok(())]);
}

#[tokio::test]
async fn a_damaged_checkpoint_a_wrong_passphrase_and_a_full_shelf_are_told() {
    let (office, log) = (Office::new(), golden_log().await);
    std::fs::write(&office.files.checkpoint, "no checkpoint").expect("it can be written");
    let told = office
        .files
        .notary()
        .fold(&log, &Kept::nowhere(), Cooperatives::AtOnce)
        .await
        .map(|_| ())
        .map_err(|error| error.to_string());
    assert!(told.is_err_and(|told| told.contains("is no checkpoint; it was damaged")));
    std::fs::remove_file(&office.files.checkpoint).expect("it is there");
    std::fs::write(&office.files.passphrase, "another").expect("it can be written");
    let told = office.files.notary().sign(&log, grown(&log, false).await).await.map_err(|error| error.to_string());
    assert!(told.is_err_and(|told| told.contains("the passphrase does not open")));
    assert_eq!(office.last(), None, "nothing half signed lies there");
}
