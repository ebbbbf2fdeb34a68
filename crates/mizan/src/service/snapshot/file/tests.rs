//! The bytes of a snapshot: what hostile ones come to, and that nobody changes how they are packed without saying so.

use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime};

use mizan_ledger::record::Record;
use mizan_ledger::view::index::Index;
use mizan_proof::hash::leaf_hash;
use proptest::prelude::*;

use super::*;

/// The logs that were shipped, with every kind of event between them.
const LOGS: [&str; 12] = [
    include_str!("../../../../../../fixtures/logs/2026-11.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-catalogue.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-returns.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-wins.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-persons.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-periods.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-keys.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-files.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-recalls.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-statements.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-disputes.ndjson"),
    include_str!("../../../../../../fixtures/logs/2026-11-providers.ndjson"),
];

/// Each number there was for how things are packed, and the digest of the shipped logs as they were packed under it.
#[cfg(target_arch = "x86_64")]
const FORMS: [(u32, &str); 7] = [
    (1, "I0qtqx6m7FQUwssWfT-6-eRVK7sXAfVBU7LOb10p2Jg"),
    (2, "N0fOXGuM_Cjqd3VYphCytW9Vm-DeMuQhXnsoZKsQObU"),
    (3, "5p-FRB6nPlvQvg8US6j3gy-T6mcmCh9jtlNxLrU1iA4"),
    (4, "EWPeFdYF7VyyptivOCrtLhrGw440X0Hvr4cc-n025BI"),
    (5, "kISVG3TCubwt4n45mvLBT_mjEvU53KJcTVCKWWVKBfc"),
    (6, "kDWJUA00E2s2ZJpnXUglnkUFn-QZNZyELSJRYKkzhec"),
    (7, "yTv4MG_pXqJUKDbZ-LM_GcvZD6PK8EVc209LLmg1tUo"),
];

/// The bytes of the snapshot of a log.
fn snapshot_of(log: &str) -> Vec<u8> {
    let (mut folded, mut whereabouts) = (Folded::default(), Whereabouts::default());
    let mut leaves = Vec::new();
    for line in log.lines() {
        let record = Record::from_bytes(line.as_bytes()).expect("a line of the log is a record");
        let leaf = leaf_hash(line.as_bytes());
        folded.take(&record, leaf).expect("the log is one log and follows from itself");
        whereabouts.note(&record, &folded.book);
        leaves.push(leaf);
    }
    let of = Of {
        first: leaves[0],
        position: folded.guard.head(),
        root: folded.guard.root(),
        last: *leaves.last().expect("the log has records"),
    };
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let path = folder.path().join("book.snapshot");
    let length = write(&path, of, &folded, &whereabouts).expect("there is room for a snapshot");
    let bytes = std::fs::read(path).expect("it is there");
    assert_eq!(bytes.len() as u64, length);
    bytes
}

fn read(bytes: &[u8]) -> Result<Folded, NotUsed> {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let path = folder.path().join("book.snapshot");
    std::fs::write(&path, bytes).expect("there is room for a snapshot");
    Opened::open(&path)?.expect("it is there").read(true)
}

/// Where each part lies, by the list.
fn parts_of(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let head: &[u8; HEAD_BYTES] = bytes.first_chunk().expect("it has a head");
    let (_, counts, _) = read_head(head).expect("it is a head");
    let list = counts.parts() as usize * ENTRY_BYTES;
    let mut start = HEAD_BYTES + list;
    let entries = bytes[HEAD_BYTES..start].as_chunks::<ENTRY_BYTES>().0;
    let lengths = entries.iter().map(|entry| read_entry(entry, 0).expect("it is an entry").length as usize);
    let ranges = lengths.map(|length| {
        start += length;
        start - length..start
    });
    ranges.collect()
}

/// Makes the digests those of the bytes, as somebody would who wants them to be believed.
fn mend(bytes: &mut [u8]) {
    let parts = parts_of(bytes);
    for (number, range) in parts.iter().enumerate() {
        let digest = digest_of(&bytes[range.clone()]).0;
        // Behind its length.
        let place = HEAD_BYTES + number * ENTRY_BYTES + 8;
        bytes[place..place + 32].copy_from_slice(&digest);
    }
    mend_head(bytes, parts.len() * ENTRY_BYTES);
}

/// Makes the digests in the head those of the list and of the head.
fn mend_head(bytes: &mut [u8], list: usize) {
    let digest = digest_of(&bytes[HEAD_BYTES..HEAD_BYTES + list]).0;
    bytes[HEAD_BYTES - 64..HEAD_BYTES - 32].copy_from_slice(&digest);
    let digest = digest_of(&bytes[..HEAD_BYTES - 32]).0;
    bytes[HEAD_BYTES - 32..HEAD_BYTES].copy_from_slice(&digest);
}

#[cfg(target_arch = "x86_64")]
#[test]
fn whoever_changes_how_things_are_packed_raises_the_number_for_it() {
    // The order of what a map packs is that of its slots, and those follow from the machine: one kind of it is enough.
    let mut all = Sha256::new();
    LOGS.iter().for_each(|log| all.update(&snapshot_of(log)[8 + 4..]));
    let now = (FORM, Hash(all.finalize().into()).to_string());
    let known = FORMS.map(|(form, digest)| (form, digest.to_owned()));
    assert_eq!(
        known.last(),
        Some(&now),
        "things are packed otherwise than before: raise FORM in mizan-ledger/src/pack.rs by one, and add a line here"
    );
    assert!(known.iter().zip(1..).all(|((form, _), number)| *form == number), "no number is left out or taken again");
}

#[test]
fn a_snapshot_is_read_as_it_was_written() {
    for log in LOGS {
        let folded = read(&snapshot_of(log)).expect("it is a snapshot");
        assert_eq!(folded.guard.head() as usize, log.lines().count());
        let index = folded.whereabouts.map(|whereabouts| whereabouts.index).unwrap_or_default();
        assert!(index != Index::default() || folded.book.cooperatives.is_empty());
    }
}

#[test]
fn what_a_killed_program_left_in_the_making_goes_with_the_next_snapshot_and_nothing_else_does() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let put = |name: &str, hours: u64| {
        let file = File::create_new(folder.path().join(name)).expect("it is not there yet");
        file.set_modified(SystemTime::now() - Duration::from_secs(3_600 * hours)).expect("its time can be set");
        file
    };
    let written_still = put(".book.snapshot-heldby", 5);
    written_still.try_lock().expect("nobody else holds it");
    let others = [
        (".book.snapshot-young1", 0),
        (".book.snapshot-notes.txt", 5),
        (".other.snapshot-abc123", 5),
        ("book.snapshot-abc123", 5),
    ];
    for (name, hours) in others {
        put(name, hours);
    }
    put(".book.snapshot-abc123", 5);
    write_one(&folder.path().join("book.snapshot")).expect("there is room for a snapshot");
    let mut expected: Vec<_> = others.map(|(name, _)| name.to_owned()).into();
    expected.extend([".book.snapshot-heldby".to_owned(), "book.snapshot".to_owned()]);
    expected.sort();
    let left =
        fs::read_dir(folder.path()).expect("it is a folder").map(|entry| entry.expect("it can be listed").file_name());
    let mut left: Vec<_> = left.map(|name| name.into_string().expect("the names are text")).collect();
    left.sort();
    assert_eq!(left, expected);
}

/// Writes the snapshot of a book in which nothing is.
fn write_one(path: &Path) -> io::Result<u64> {
    let nothing = Hash([0; 32]);
    let of = Of { first: nothing, position: 1, root: nothing, last: nothing };
    write(path, of, &Folded::default(), &Whereabouts::default())
}

#[test]
fn a_snapshot_takes_the_place_of_a_snapshot_of_any_form_and_of_nothing_else() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let path = folder.path().join("book.snapshot");
    write_one(&path).expect("nothing lies there");
    write_one(&path).expect("a snapshot lies there");
    fs::write(&path, b"MZSNAPS\nof another form").expect("the folder can be written");
    write_one(&path).expect("a snapshot of another form lies there");
    for other in [b"SQLite format 3\0 and all of a book".as_slice(), b"MZSNAP", b""] {
        fs::write(&path, other).expect("the folder can be written");
        assert_eq!(write_one(&path).expect_err("it is no snapshot").to_string(), NOT_OURS);
        assert_eq!(fs::read(&path).expect("it is there"), other, "not a byte of it was touched");
    }
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("the folder can be written");
    assert_eq!(write_one(&inner).expect_err("a folder is no snapshot").to_string(), NOT_OURS);
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).expect("it is a folder").flatten().map(|it| it.file_name()).collect();
    left.sort();
    assert_eq!(left, ["book.snapshot", "inner"], "nothing was begun");
}

#[test]
fn a_pipe_where_a_snapshot_is_looked_for_keeps_nobody_waiting_and_stays() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("there is a program that makes pipes");
    assert!(made.success());
    let (told, heard) = mpsc::channel();
    let place = pipe.clone();
    thread::spawn(move || {
        let read = Opened::open(&place).expect_err("a pipe is no snapshot").to_string();
        let written = write_one(&place).expect_err("a pipe is no snapshot").to_string();
        // Whoever asks may have left.
        let _ = told.send([read, written]);
    });
    let said = heard.recv_timeout(Duration::from_secs(30)).expect("whoever opens it does not wait for a writer");
    assert_eq!(said, [NotUsed::NotASnapshot.to_string(), NOT_OURS.to_owned()]);
    assert!(!fs::metadata(&pipe).expect("it is there").is_file());
}

#[test]
fn what_nobody_asked_for_is_written_as_it_was_read() {
    for log in LOGS {
        let bytes = snapshot_of(log);
        let mut folded = read(&bytes).expect("it is a snapshot");
        let (head, _) = bytes.split_first_chunk::<HEAD_BYTES>().expect("it has a head");
        let (of, _, _) = read_head(head).expect("it is a head");
        let whereabouts = folded.whereabouts.take().expect("the index was asked for");
        let folder = tempfile::tempdir().expect("a test has room for its files");
        let path = folder.path().join("book.snapshot");
        write(&path, of, &folded, &whereabouts).expect("there is room for a snapshot");
        assert!(std::fs::read(path).expect("it is there") == bytes);
    }
}

#[test]
fn a_list_that_tells_of_more_than_there_is_is_refused_before_memory_is_taken_for_it() {
    let whole = snapshot_of(LOGS[0]);
    let list = parts_of(&whole).len() * ENTRY_BYTES;
    let refused = |bytes: &[u8]| read(bytes).expect_err("it cannot be").to_string();
    let told = format!("it is damaged: {LENGTH}");
    // The counts stand before the two digests of the head.
    for place in [HEAD_BYTES - 64 - 16, HEAD_BYTES - 64 - 8] {
        for count in [u64::MAX, u64::MAX / 40, whole.len() as u64] {
            let mut changed = whole.clone();
            changed[place..place + 8].copy_from_slice(&count.to_le_bytes());
            mend_head(&mut changed, list);
            assert_eq!(refused(&changed), told);
        }
    }
    for length in [u64::MAX, whole.len() as u64] {
        let mut changed = whole.clone();
        changed[HEAD_BYTES..HEAD_BYTES + 8].copy_from_slice(&length.to_le_bytes());
        mend_head(&mut changed, list);
        assert_eq!(refused(&changed), told);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_flipped_or_cut_snapshot_is_refused(at: prop::sample::Index, bit in 0..8_u32, cut: prop::sample::Index) {
        let whole = snapshot_of(LOGS[0]);
        let mut flipped = whole.clone();
        flipped[at.index(whole.len())] ^= 1 << bit;
        prop_assert!(read(&flipped).is_err());
        prop_assert!(read(&whole[..cut.index(whole.len())]).is_err());
    }

    #[test]
    fn a_changed_snapshot_with_good_digests_is_refused_or_read_and_never_a_panic(
        at: prop::sample::Index, bytes in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        let mut changed = snapshot_of(LOGS[0]);
        let first = parts_of(&changed)[0].start;
        let at = first + at.index(changed.len() - first - bytes.len());
        changed[at..at + bytes.len()].copy_from_slice(&bytes);
        mend(&mut changed);
        // Comparing unpacks all there is.
        let told = read(&changed).map(|folded| folded == folded).map(|_| ()).map_err(|why| why.to_string());
        let other = "it is damaged: its bytes are not those that were written".to_owned();
        prop_assert!(told != Err(other), "the digests are good");
    }
}
