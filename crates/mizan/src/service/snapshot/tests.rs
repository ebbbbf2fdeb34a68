//! A cooperative's book opened again from its snapshot, and every snapshot that is not used, each with the right answers.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Mutex, PoisonError};

use mizan_ledger::balances::Totals;
use mizan_ledger::id::CooperativeId;
use mizan_store::memory::MemoryLog;
use mizan_store::sqlite::SqliteLog;
use tempfile::TempDir;
use tracing_subscriber::fmt::MakeWriter;

use super::*;
use crate::service::lookup::{Sought, balances, look_up, lookup};
use crate::service::reader::{At, Whereabouts};
use crate::service::renewal::{Compared, DUE, NotWritten, compare, is_due, ready, renew};
use crate::service::snapshot::file::{Of, write};
use crate::service::story::{golden_log, lines, log_of, party, rehearsal};
use crate::service::writer::Writer;

/// A folder with room for one snapshot.
struct Drawer {
    folder: TempDir,
    kept: Kept,
}

impl Drawer {
    fn new() -> Drawer {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let kept = Kept::beside(&folder.path().join("weavers.mizan"));
        Drawer { folder, kept }
    }

    /// With the snapshot of a log in it.
    async fn with(log: &Arc<dyn EventLog>) -> Drawer {
        let drawer = Drawer::new();
        renew(log, &drawer.kept, None, |_| ()).await.expect("there is room for a snapshot");
        drawer
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("weavers.snapshot")
    }

    fn change(&self, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.file()).expect("it is there");
        change(&mut bytes);
        fs::write(self.file(), bytes).expect("it can be written");
    }

    async fn begun(&self, log: &Arc<dyn EventLog>, signed: Option<Signed>) -> Begun {
        fold(log, &self.kept, signed, Until::End).await.expect("the story is whole")
    }

    /// Why it is not used; and all answers are right all the same.
    async fn not_used(&self, log: &Arc<dyn EventLog>, signed: Option<Signed>) -> String {
        let begun = self.begun(log, signed).await;
        assert_eq!(begun.from, 0, "nothing is taken from it");
        assert!(agree(&begun.folded, &cold(log).await), "the book is the one of the log");
        let looked = look_up(log, &self.kept, signed, At::End, Sought::All, |_| ()).await.expect("the story is whole");
        let plain = lookup(log, &Kept::nowhere(), At::End, |_| ()).await.expect("the story is whole");
        assert!(looked.book == plain.book && looked.index == plain.index, "and so is the index");
        let looked =
            look_at(log.as_ref(), &self.kept, signed, Until::End, Wanted::Book).await.expect("memory does not fail");
        looked.expect_err("it is not used").to_string()
    }
}

async fn cold(log: &Arc<dyn EventLog>) -> Folded {
    fold(log, &Kept::nowhere(), None, Until::End).await.expect("the story is whole").folded
}

/// Whether two know the same of a log, whatever one of them knows besides of where it stands.
fn agree(one: &Folded, other: &Folded) -> bool {
    one.book == other.book && one.guard == other.guard
}

/// The golden story as far as it has so many records or a few more, up to the end of a command.
async fn beginning(log: &Arc<dyn EventLog>, records: usize) -> Arc<dyn EventLog> {
    let all = lines(log.as_ref()).await;
    for end in records..=all.len() {
        let beginning = log_of(&all[..end]).await;
        if reader::fold(&beginning, Until::End, |_| Ok::<(), ReadError>(())).await.is_ok() {
            return beginning;
        }
    }
    panic!("the story has no end behind {records} records");
}

async fn head(log: &Arc<dyn EventLog>) -> u64 {
    log.head().await.expect("memory does not fail")
}

#[tokio::test]
async fn the_weavers_book_opened_from_its_snapshot_is_the_same_book() {
    let log = golden_log().await;
    for records in [1, 20, 50, 1_000_000] {
        let earlier = beginning(&log, records.min(usize::try_from(head(&log).await).expect("a story is short"))).await;
        let drawer = Drawer::with(&earlier).await;
        let begun = drawer.begun(&log, None).await;
        assert_eq!(begun.from, head(&earlier).await, "the records before it are not folded again");
        assert!(agree(&begun.folded, &cold(&log).await), "and the book is the same");
        let plain = lookup(&log, &Kept::nowhere(), At::End, |_| ()).await.expect("the story is whole");
        let looked = lookup(&log, &drawer.kept, At::End, |_| ()).await.expect("the story is whole");
        assert!(looked.book == plain.book && looked.guard == plain.guard && looked.index == plain.index);
        assert_eq!(looked.taken_back, plain.taken_back);
    }
}

#[tokio::test]
async fn balances_are_the_same_from_a_snapshot_and_at_every_earlier_place() {
    let log = golden_log().await;
    let drawer = Drawer::with(&beginning(&log, 40).await).await;
    let last = head(&log).await - 1;
    let end = head(&beginning(&log, 20).await).await - 1;
    let day = "2026-02-15".parse().expect("a day");
    for at in [At::End, At::Position(last), At::Position(end), At::Day(day)] {
        let told = balances(&log, &drawer.kept, at, |_| ()).await.expect("the story is whole");
        let plain = balances(&log, &Kept::nowhere(), at, |_| ()).await.expect("the story is whole");
        let all = |id: &CooperativeId, sums: &Totals| (*id, sums.all());
        let [told_all, plain_all] =
            [&told, &plain].map(|summed| summed.books.iter().map(|(id, sums)| all(id, sums)).collect::<Vec<_>>());
        assert_eq!((told_all, told.records), (plain_all, plain.records), "{at:?}");
    }
}

#[tokio::test]
async fn a_snapshot_of_another_book_or_of_other_records_is_not_used() {
    let log = golden_log().await;
    let drawer = Drawer::with(&log).await;

    let other: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let writer = Writer::start(Arc::clone(&other), rehearsal()).await.expect("an empty log is a book");
    let opening = crate::service::story::golden().into_iter().take(1);
    for said in opening.chain((0..head(&log).await).map(|number| party(&format!("gallery-{number}"), "A gallery"))) {
        writer.submit(said).await.expect("memory does not fail");
    }
    // Its first record has another nonce and another moment: only a copy of a book has its first record.
    let told = drawer.not_used(&other, None).await;
    let of_this = "it is of other records: another one stands at position";
    assert!(told == "it is of another book" || told.starts_with(of_this), "{told}");

    // The backup of yesterday was put back, and the story went on otherwise.
    let backup = beginning(&log, 30).await;
    let told = drawer.not_used(&backup, None).await;
    let expected = format!(
        "it is of the first {} records, and the book has {}, as after a backup was put back",
        head(&log).await,
        head(&backup).await
    );
    assert_eq!(told, expected);
    let writer = Writer::start(Arc::clone(&backup), rehearsal()).await.expect("the backup is a book");
    for number in 0..head(&log).await {
        writer.submit(party(&format!("gallery-{number}"), "A gallery")).await.expect("memory does not fail");
    }
    let told = drawer.not_used(&backup, None).await;
    assert!(told.starts_with(of_this), "{told}");
}

#[tokio::test]
async fn a_snapshot_of_another_version_a_cut_or_a_changed_one_is_not_used() {
    let log = golden_log().await;
    let told = async |change: &dyn Fn(&mut Vec<u8>)| {
        let drawer = Drawer::with(&log).await;
        drawer.change(change);
        drawer.not_used(&log, None).await
    };
    let newer = "another version of this program wrote it, in form";
    assert!(told(&|bytes| bytes[8] += 1).await.starts_with(newer));
    assert_eq!(told(&|bytes| bytes[12] = 4).await, "a machine with words of 4 bytes wrote it, and this one has 8");
    let no_snapshot = "it is no snapshot, or was damaged in its first lines";
    for change in [
        &(|bytes: &mut Vec<u8>| bytes.clear()) as &dyn Fn(&mut Vec<u8>),
        &|bytes| bytes.truncate(100),
        &|bytes| bytes[0] = b'X',
        &|bytes| bytes[14] ^= 1,
        &|bytes| bytes[190] ^= 0x80,
        &|bytes| *bytes = b"a text".repeat(99),
    ] {
        assert_eq!(told(change).await, no_snapshot);
    }
    let length = "it is damaged: its length is not the one it was written with";
    assert_eq!(told(&|bytes| bytes.truncate(bytes.len() - 1)).await, length);
    assert_eq!(told(&|bytes| bytes.push(0)).await, length);
    let listed = "it is damaged: the list of its parts is not the one that was written";
    assert_eq!(told(&|bytes| bytes[200] ^= 0x80).await, listed);
    let flipped = "it is damaged: its bytes are not those that were written";
    assert_eq!(told(&|bytes| bytes[1_000] ^= 1).await, flipped);

    let drawer = Drawer::new();
    fs::create_dir(drawer.file()).expect("a folder can be made");
    assert_eq!(drawer.not_used(&log, None).await, no_snapshot);
}

#[tokio::test]
async fn a_snapshot_must_agree_with_the_last_checkpoint() {
    let log = golden_log().await;
    let earlier = beginning(&log, 40).await;
    let (size, all) = (head(&earlier).await, head(&log).await);
    let (then, now) = (cold(&earlier).await.guard.root(), cold(&log).await.guard.root());

    // Signed behind it: what follows must come to it.
    let drawer = Drawer::with(&earlier).await;
    assert_eq!(drawer.begun(&log, Some((all, now))).await.from, size);
    let contradicted = fold(&log, &drawer.kept, Some((all, then)), Until::End).await.map(|_| ());
    assert!(
        contradicted.is_err_and(|error| error.to_string().contains("the book was altered")),
        "it is the log's fault"
    );

    // Signed when it was written, or before it was known to it.
    assert_eq!(drawer.begun(&earlier, Some((size, then))).await.from, size);
    let told = drawer.not_used(&earlier, Some((1, cold(&beginning(&log, 1).await).await.guard.root()))).await;
    assert_eq!(told, "it was not held against the last checkpoint, which counts 1 records, when it was written");
    renew(&log, &drawer.kept, Some((size, then)), |_| ()).await.expect("there is room for a snapshot");
    assert_eq!(drawer.begun(&log, Some((size, then))).await.from, all, "it was held against that one");
    let looked = look_at(log.as_ref(), &drawer.kept, Some((size, now)), Until::End, Wanted::Book).await;
    let told = looked.expect("memory does not fail").expect_err("it is not used").to_string();
    assert_eq!(told, format!("it contradicts the last checkpoint, which counts {size} records"));
}

#[tokio::test]
async fn records_that_do_not_follow_from_a_false_snapshot_are_folded_from_the_first_one_on() {
    let log = golden_log().await;
    let earlier = beginning(&log, 40).await;
    let drawer = Drawer::with(&earlier).await;
    // Somebody made one that says the weavers were never registered.
    falsify(&earlier, &drawer, |folded| folded.book.cooperatives.clear()).await;
    assert!(agree(&drawer.begun(&log, None).await.folded, &cold(&log).await));
    let looked = lookup(&log, &drawer.kept, At::End, |_| ()).await.expect("the story is whole");
    assert!(looked.book == cold(&log).await.book);
}

/// Lays a well-made snapshot into a drawer that says something else than the log.
async fn falsify(log: &Arc<dyn EventLog>, drawer: &Drawer, change: impl FnOnce(&mut Folded)) {
    let known = lookup(log, &Kept::nowhere(), At::End, |_| ()).await.expect("the story is whole");
    let position = known.guard.head();
    let leaf = async |position| leaf_at(log.as_ref(), position).await.expect("it can be read").expect("it is there");
    let of = Of { first: leaf(0).await, position, root: known.guard.root(), last: leaf(position - 1).await };
    let mut folded = Folded { book: known.book, guard: known.guard, whereabouts: None };
    change(&mut folded);
    let whereabouts = Whereabouts { index: known.index, taken_back: known.taken_back };
    write(&drawer.file(), of, &folded, &whereabouts).expect("there is room for a snapshot");
}

#[tokio::test]
async fn a_false_snapshot_is_found_by_comparing_it_and_an_honest_one_agrees() {
    let log = golden_log().await;
    let drawer = Drawer::new();
    let compared = async || compare(&log, &drawer.kept, |_| ()).await.expect("the story is whole");
    assert_eq!(compared().await, None, "there is none");
    let records = head(&log).await;
    renew(&log, &drawer.kept, None, |_| ()).await.expect("there is room for a snapshot");
    assert_eq!(compared().await, Some(Compared::Agrees { records }));
    let weavers: CooperativeId = "demo-weavers".parse().expect("an id");
    let differs = |what: &str| Some(Compared::Differs { records, what: vec![what.to_owned()] });
    falsify(&log, &drawer, |folded| {
        folded.book.cooperatives.get_mut(&weavers).expect("they are there").turn += 1;
    })
    .await;
    assert_eq!(compared().await, differs("what is known of `demo-weavers` beside its balances"));
    falsify(&log, &drawer, |folded| folded.book.name = None).await;
    assert_eq!(compared().await, differs("what is known of the whole network"));
    falsify(&log, &drawer, |folded| {
        folded.book.cooperatives.get_mut(&weavers).expect("they are there").balances = Default::default()
    })
    .await;
    assert_eq!(compared().await, differs("the balances of `demo-weavers`"));
    drawer.change(|bytes| bytes[1_000] ^= 1);
    assert!(matches!(compared().await, Some(Compared::NotUsed { .. })));
}

/// Leaves a snapshot of what a writer has left.
async fn leave(log: &Arc<dyn EventLog>, drawer: &Drawer, left: Folded) {
    ready(log, &drawer.kept, None, left).await.expect("the log can be read").leave().await;
}

#[tokio::test]
async fn what_nobody_asked_for_is_read_before_a_snapshot_is_left() {
    let log = golden_log().await;
    let drawer = Drawer::new();
    let nothing = Folded { whereabouts: Some(Box::default()), ..Folded::default() };
    let left = skim(nothing, &log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the story is whole");
    assert!(left.book.unread().next().is_some());
    leave(&log, &drawer, left).await;
    let compared = compare(&log, &drawer.kept, |_| ()).await.expect("the story is whole");
    assert!(matches!(compared, Some(Compared::Agrees { .. })), "{compared:?}");
}

#[tokio::test]
async fn a_snapshot_is_left_of_a_book_that_is_closed_already() {
    let drawer = Drawer::new();
    let book = drawer.folder.path().join("weavers.mizan");
    let file = Arc::new(SqliteLog::create(&book).await.expect("there is room for a book"));
    let records = lines(golden_log().await.as_ref()).await;
    file.append(0, &records).await.expect("it is empty");
    let log = Arc::clone(&file) as Arc<dyn EventLog>;
    let ready = ready(&log, &drawer.kept, None, cold(&log).await).await.expect("the log can be read");
    file.close().await.expect("nobody else has it open");
    ready.leave().await;
    let mut left: Vec<_> = fs::read_dir(drawer.folder.path()).expect("it can be listed").flatten().collect();
    left.sort_by_key(fs::DirEntry::path);
    let left: Vec<_> = left.iter().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["weavers.mizan", "weavers.snapshot"], "a book is one file, and its snapshot another");
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(&book).await.expect("it is a book"));
    let compared = compare(&log, &drawer.kept, |_| ()).await.expect("the story is whole");
    assert!(matches!(compared, Some(Compared::Agrees { .. })), "{compared:?}");
}

#[tokio::test]
async fn a_snapshot_is_left_when_it_is_due_for_its_owner_alone_and_nothing_beside_it() {
    let log = golden_log().await;
    let drawer = Drawer::new();
    assert!(!is_due(7, 6 + DUE), "the book opens at once without");
    assert!(is_due(7, 7 + DUE));
    assert!(ready(&log, &Kept::nowhere(), None, cold(&log).await).await.is_none());
    assert_eq!(fs::read_dir(drawer.folder.path()).expect("it can be listed").count(), 0);
    leave(&log, &drawer, cold(&log).await).await;
    assert_eq!(drawer.begun(&log, None).await.from, head(&log).await);
    let read_again = fs::read(drawer.file()).expect("it is there");
    let mode = fs::metadata(drawer.file()).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_dir(drawer.folder.path()).expect("it can be listed").count(), 1);

    fs::remove_file(drawer.file()).expect("it is there");
    let writer = Writer::take_up(Arc::clone(&log), rehearsal(), drawer.begun(&log, None).await.folded, None, None);
    let left = writer.finish().await.expect("nothing was written");
    assert!(left.whereabouts.is_some(), "it was folded from the first record on, and a snapshot is kept");
    leave(&log, &drawer, left).await;
    assert!(
        fs::read(drawer.file()).expect("it is there") == read_again,
        "a writer's own is the one that is read again"
    );

    drawer.change(|bytes| *bytes = b"minutes of a meeting".into());
    assert!(ready(&log, &drawer.kept, None, cold(&log).await).await.is_none(), "over those nothing is written");
    fs::remove_file(drawer.file()).expect("it is there");

    let empty: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let refused = renew(&empty, &drawer.kept, None, |_| ()).await;
    assert!(matches!(refused, Err(NotWritten::NoRecord)), "{refused:?}");
    let nowhere = Kept::at(drawer.folder.path().join("no/such/folder/weavers.snapshot"));
    let refused = renew(&log, &nowhere, None, |_| ()).await.map_err(|error| error.to_string());
    assert!(refused.is_err_and(|told| told.ends_with("weavers.snapshot cannot be written")));
}

/// Lines of warnings, as an operator reads them.
#[derive(Default)]
struct Heard(Mutex<Vec<u8>>);

impl io::Write for &Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Heard {
    type Writer = &'a Heard;

    fn make_writer(&'a self) -> &'a Heard {
        self
    }
}

#[tokio::test]
async fn that_a_snapshot_is_not_used_is_told_once_with_its_name_and_why() {
    let log = golden_log().await;
    let drawer = Drawer::with(&log).await;
    drawer.change(|bytes| bytes[1_000] ^= 1);
    let heard: &'static Heard = Box::leak(Box::default());
    let listen = || {
        let listening = tracing_subscriber::fmt().with_writer(move || heard).with_ansi(false).without_time().finish();
        tracing::subscriber::set_default(listening)
    };
    // The place that warns is asked when it is first come to, and whenever somebody begins to listen, whether anybody does.
    // Another test may just be there first and answer for all: it is done when this has been told, heard or not.
    let guard = listen();
    drawer.begun(&log, None).await;
    drop(guard);
    heard.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    let guard = listen();
    drawer.begun(&log, None).await;
    drop(guard);
    let told = String::from_utf8(heard.0.lock().unwrap_or_else(PoisonError::into_inner).clone()).expect("it is text");
    assert_eq!(told.matches("WARN").count(), 1, "{told}");
    assert!(told.contains(&drawer.file().display().to_string()), "{told}");
    assert!(told.contains("is not used, and every record is read: it is damaged"), "{told}");
}
