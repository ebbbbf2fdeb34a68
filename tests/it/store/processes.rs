//! Books and several processes: two that write one book, one whose disk fails, one that may only read.
//!
//! The other process is this test program again, asked for one of the ignored parts below.

use std::{
    env, fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use mizan_store::{
    log::{AppendError, EventLog},
    sqlite::{SqliteLog, open::OpenError},
};

use super::{all_from, append, head, lines, new_book};

/// Tells a part which book is meant.
const BOOK: &str = "MIZAN_TEST_BOOK";

/// Runs this program for one part, on a book, through the commands before it, which end in running another.
fn play(part: &str, book: &Path, through: &[&str]) -> Command {
    let this = env::current_exe().expect("a running program has a file");
    let mut words = through.iter().map(|word| (*word).into()).chain([this.into_os_string()]);
    let mut command = Command::new(words.next().expect("there is this program at least"));
    command.args(words).args([&format!("store::processes::{part}"), "--exact", "--ignored", "--nocapture"]);
    command.env(BOOK, book);
    command
}

fn must_pass(output: &Output) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{out}\n{err}");
}

fn book() -> String {
    env::var(BOOK).expect("a part is told which book is meant")
}

#[tokio::test]
async fn two_processes_write_one_book_without_a_gap() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    log.close().await.expect("a book can be closed");
    let log = patiently(log.path()).await;
    let others: Vec<_> = (0..2)
        .map(|_| play("part_of_a_second_writer", log.path(), &[]).stdout(std::process::Stdio::piped()).spawn())
        .collect();
    write_fifty(&log, "parent").await;
    let mut names = vec!["parent".to_owned()];
    for other in others {
        let other = other.expect("this program can be run");
        names.push(other.id().to_string());
        must_pass(&other.wait_with_output().expect("it ends"));
    }
    let written = all_from(&log, 0, 1000).await;
    assert_eq!(written.len(), 150);
    for name in names {
        let own: Vec<_> = written.iter().filter(|record| record.starts_with(name.as_bytes())).collect();
        let expected: Vec<_> = (0..50).map(|n| format!("{name} {n}").into_bytes()).collect();
        assert_eq!(own, expected.iter().collect::<Vec<_>>(), "each writer's records are there once, in their order");
    }
}

#[tokio::test]
#[ignore = "a part played for `two_processes_write_one_book_without_a_gap`"]
async fn part_of_a_second_writer() {
    let log = patiently(book().as_ref()).await;
    write_fifty(&log, &std::process::id().to_string()).await;
}

/// On a busy machine the disk may need long for so many commits, and that is not what is tested.
async fn patiently(path: &Path) -> SqliteLog {
    let opened = SqliteLog::open_with_patience(path, Duration::from_secs(60)).await;
    opened.expect("a book that another process writes can be opened")
}

async fn write_fifty(log: &dyn EventLog, name: &str) {
    let mut expected = 0;
    for n in 0..50 {
        loop {
            match log.append(expected, &[format!("{name} {n}").into_bytes()]).await {
                Ok(()) => break expected += 1,
                Err(AppendError::Conflict { head }) => expected = head,
                Err(other) => panic!("{name}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_disk_that_fails_in_a_commit_leaves_it_unknown_and_the_book_whole() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    log.close().await.expect("a book can be closed");
    // Past half a mebibyte in a file this process gets an error from the disk, and no signal.
    let limited = ["sh", "-c", "trap '' XFSZ; ulimit -f 1024; exec \"$0\" \"$@\""];
    must_pass(&play("part_of_a_writer_whose_disk_fails", log.path(), &limited).output().expect("there is a shell"));
    let log = SqliteLog::open(log.path()).await.expect("the book is as good as before");
    let written = all_from(&log, 0, 1000).await;
    let acknowledged: usize =
        fs::read_to_string(folder.path().join("acknowledged")).expect("the part said it").parse().expect("in digits");
    assert!(acknowledged > 2, "{acknowledged} commits went well before the disk failed");
    assert_eq!(written.len() % 3, 0, "no commit is there in part");
    assert_eq!(written.len() / 3, acknowledged + 1, "no acknowledged commit is lost, and the next went in once");
    append(&log, written.len() as u64, &lines(&["and on it goes"])).await;
}

#[tokio::test]
#[ignore = "a part played for `a_disk_that_fails_in_a_commit_leaves_it_unknown_and_the_book_whole`"]
async fn part_of_a_writer_whose_disk_fails() {
    let log = SqliteLog::open(book()).await.expect("the book can be opened");
    let commit = [vec![b'a'; 9000], vec![b'b'; 9000], vec![b'c'; 9000]];
    let mut acknowledged = 0;
    let refusal = loop {
        match log.append(acknowledged * 3, &commit).await {
            Ok(()) => acknowledged += 1,
            Err(refusal) => break refusal,
        }
        assert!(acknowledged < 1000, "the disk fails long before");
    };
    let told = refusal.to_string();
    let AppendError::Unknown { first, .. } = refusal else { panic!("{refusal:?}") };
    let start = format!("the disk or the database failed while the commit at position {first} was written, and it is");
    assert!(told.starts_with(&start) && told.contains("read the log from there to see which"), "{told}");
    assert_eq!(first, acknowledged * 3);
    let noted = Path::new(&book()).with_file_name("acknowledged");
    fs::write(noted, acknowledged.to_string()).expect("a short file can still be written");
    // The lost connection, once it is closed, makes room by moving its records into the book.
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        match log.append(first, &commit).await {
            Ok(()) => break,
            Err(AppendError::Conflict { head }) => {
                assert_eq!(head, first + 3, "the unknown commit was there after all");
                break;
            }
            Err(AppendError::Unknown { .. }) => (),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(head(&log).await, first + 3, "the log goes on when the disk does");
}

/// Runs the program behind it without the right to write where the mode of a file or folder forbids it.
fn as_an_ordinary_person() -> &'static [&'static str] {
    let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    if is_root { &["setpriv", "--bounding-set=-all", "--inh-caps=-all"] } else { &[] }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the owner sets the mode");
}

#[tokio::test]
async fn a_book_in_a_folder_that_cannot_be_written_can_be_read() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a", "b"])).await;
    log.close().await.expect("a book can be closed");
    set_mode(folder.path(), 0o555);
    let played = play("part_of_a_reader_without_rights", log.path(), as_an_ordinary_person()).output();
    set_mode(folder.path(), 0o755);
    must_pass(&played.expect("setpriv is on every Debian"));
}

#[tokio::test]
#[ignore = "a part played for `a_book_in_a_folder_that_cannot_be_written_can_be_read`"]
async fn part_of_a_reader_without_rights() {
    let reader = SqliteLog::open_read_only(book()).await.expect("what lies still can be read anywhere");
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b"]));
    assert_eq!(head(&reader).await, 2);
    let refusal = SqliteLog::open(book()).await.expect_err("a writer needs the folder");
    assert!(matches!(refusal, OpenError::NoAccess { .. }), "{refusal:?}");
    let new = Path::new(&book()).with_file_name("new.mizan");
    let refusal = SqliteLog::create(new).await.expect_err("a new book needs the folder");
    assert!(matches!(refusal, OpenError::NoAccess { .. }), "{refusal:?}");
}

#[tokio::test]
async fn whoever_may_not_write_a_book_leaves_nothing_in_the_way_of_who_may() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a", "b"])).await;
    log.close().await.expect("a book can be closed");
    set_mode(folder.path(), 0o777);
    set_mode(log.path(), 0o444);
    let played = play("part_of_a_writer_without_the_right", log.path(), as_an_ordinary_person()).output();
    must_pass(&played.expect("setpriv is on every Debian"));
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder can be listed").collect();
    assert_eq!(left.len(), 1, "there is the book alone: {left:?}");
    set_mode(log.path(), 0o644);
    let log = SqliteLog::open(log.path()).await.expect("its owner writes on");
    append(&log, 2, &lines(&["c"])).await;
}

#[tokio::test]
#[ignore = "a part played for `whoever_may_not_write_a_book_leaves_nothing_in_the_way_of_who_may`"]
async fn part_of_a_writer_without_the_right() {
    let refusal = SqliteLog::open(book()).await.expect_err("the book may be read and not written");
    assert!(matches!(refusal, OpenError::NoAccess { .. }), "{refusal:?}");
    let reader = SqliteLog::open_read_only(book()).await.expect("reading it takes no more than that");
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b"]));
}

#[tokio::test]
async fn a_book_left_open_says_what_reading_it_takes() {
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let log = new_book(&folder).await;
    append(&*log, 0, &lines(&["a", "b"])).await;
    // As after a crash. `cp` and not we: closing a copied file would give up the locks of our open book.
    let left = folder.path().join("left");
    fs::create_dir(&left).expect("a folder can be made");
    let wal = folder.path().join("cooperative.mizan-wal");
    let copied = Command::new("cp").arg(log.path()).arg(wal).arg(&left).status().expect("there is cp");
    assert!(copied.success());
    set_mode(&left, 0o555);
    let played =
        play("part_of_a_reader_of_a_book_left_open", &left.join("cooperative.mizan"), as_an_ordinary_person()).output();
    set_mode(&left, 0o755);
    must_pass(&played.expect("setpriv is on every Debian"));
    let reader = SqliteLog::open_read_only(left.join("cooperative.mizan")).await.expect("the folder is ours again");
    assert_eq!(all_from(&reader, 0, 1000).await, lines(&["a", "b"]), "no record was left behind in the second file");
}

#[tokio::test]
#[ignore = "a part played for `a_book_left_open_says_what_reading_it_takes`"]
async fn part_of_a_reader_of_a_book_left_open() {
    let refusal = SqliteLog::open_read_only(book()).await.expect_err("the newest records cannot be reached");
    assert!(matches!(refusal, OpenError::NeedsItsWal { .. }), "{refusal:?}");
    assert!(
        refusal.to_string().contains("cooperative.mizan-wal holds records that are not yet in the book"),
        "{refusal}"
    );
}
