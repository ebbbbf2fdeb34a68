//! A log in a SQLite file: a book that can be copied to a stick and handed to an auditor.
//!
//! The file is written ahead (WAL) and synchronously, so a commit that returned survives a power cut. While someone
//! writes there are two more files beside it; [`SqliteLog::close`] moves all into the one file again.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use sqlx::{FromRow, Row as _};

use crate::{
    log::{AppendError, EventLog, PAGE_BYTES_MAX, Page, StoreError, miscounted},
    pick::{PackedRow, Picked, Picker},
    row::Commit,
    sqlite::{
        alteration::{Alteration, Found, INVENTORY, alterations},
        closing::Closed,
        fault::failed,
        open::OpenError,
        place::{Place, written_ahead_is_kept},
        readers::Readers,
        schema::{FETCH, HEAD, LARGE_BUFFER, PAGE},
        writer::Writer,
    },
};

pub mod alteration;
pub mod closing;
pub mod open;
pub mod vault;

mod create;
mod fault;
mod place;
mod readers;
mod schema;
mod writer;

/// How long a book that others are using is waited for, unless someone says otherwise: whoever writes a commit of eight
/// mebibytes to a slow stick holds it for some seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many positions are asked for at once. The records of as many rows come as a question may take up.
const ASKED_MAX: usize = 1024;

/// A page of so many bytes is one of many, mostly.
const LARGE_PAGE: usize = 256 << 10;

/// Whether this process has read a large page of any book.
///
/// SQLite has its memory from the system. The allocator of glibc gives back what is freed in large pieces, and every page of it
/// costs a fault when it is taken again. Its measure of "large" grows with the largest piece it has seen freed (mallopt(3),
/// M_MMAP_THRESHOLD), so it is shown one, once. Other allocators do not mind.
static LARGE_PAGES_ARE_READ: AtomicBool = AtomicBool::new(false);

/// A book in a file.
///
/// While one is open, the same process must not open the file in any other way, not even to copy it: closing that
/// handle would give up the locks which keep other processes out (sqlite.org/howtocorrupt.html, 2.2).
#[derive(Debug)]
pub struct SqliteLog {
    place: Place,
    writer: Option<Writer>,
    readers: Readers,
}

impl SqliteLog {
    /// Makes a new book and opens it for writing.
    pub async fn create(path: impl AsRef<Path>) -> Result<SqliteLog, OpenError> {
        let place = Place::of_new(path.as_ref(), PATIENCE)?;
        create::create(&place).await?;
        SqliteLog::open(&place.path).await
    }

    /// Opens a book for reading and writing.
    pub async fn open(path: impl AsRef<Path>) -> Result<SqliteLog, OpenError> {
        SqliteLog::open_with_patience(path, PATIENCE).await
    }

    /// Opens a book for reading and writing, and says how long to wait for others who are writing it.
    pub async fn open_with_patience(path: impl AsRef<Path>, patience: Duration) -> Result<SqliteLog, OpenError> {
        let place = Place::of(path.as_ref(), patience)?;
        let writer = Writer::open(place.clone()).await?;
        Ok(SqliteLog { readers: Readers::beside_a_writer(place.clone()), writer: Some(writer), place })
    }

    /// Opens a book for reading, wherever it lies: it is not touched, and nothing is left beside it, unless its writer closes it
    /// while this one reads, who then leaves two files without a record in them.
    ///
    /// Others may write it meanwhile. A book that was not closed has its newest records in a second file, and reading
    /// those takes a folder that can be written, or one in which the writer is at work. A book without its guards
    /// can be read too, and [`SqliteLog::altered`] says so.
    pub async fn open_read_only(path: impl AsRef<Path>) -> Result<SqliteLog, OpenError> {
        let place = Place::of(path.as_ref(), PATIENCE)?;
        Ok(SqliteLog { readers: Readers::open(place.clone()).await?, writer: None, place })
    }

    /// What in the file is not as it was made, so that others could have changed records: nothing, in a sound book.
    ///
    /// A book is opened for writing only while that is so. It is opened for reading whenever there are records to
    /// read, because whoever looks into it wants to know this and them.
    pub async fn altered(&self) -> Result<Vec<Alteration>, StoreError> {
        let doing = "look at what guards the records";
        let rows = self.readers.ask_for_all(doing, INVENTORY, &[]).await?;
        let found: Result<Vec<Found>, sqlx::Error> = rows.iter().map(Found::from_row).collect();
        Ok(alterations(&found.map_err(|error| self.failed(doing, error))?))
    }

    /// Where the book is.
    pub fn path(&self) -> &PathBuf {
        &self.place.path
    }

    /// Waits for what is under way, closes the book, and says whether it is one file again.
    ///
    /// It is, unless someone else is in the middle of reading it. A book that was open for reading only is left as it
    /// lies.
    pub async fn close(&self) -> Result<Closed, StoreError> {
        self.readers.close().await;
        match &self.writer {
            Some(writer) => writer.close().await,
            None => Ok(Closed::as_it_lies(&self.place)),
        }
    }
}

#[async_trait]
impl EventLog for SqliteLog {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        let rows = commit.into_rows()?;
        match &self.writer {
            Some(writer) => writer.append(rows).await,
            None => Err(StoreError::ReadOnly { book: self.place.name() }.into()),
        }
    }

    async fn head(&self) -> Result<u64, StoreError> {
        let doing = "read the head of the book";
        self.expect_the_same_file()?;
        let head: i64 =
            self.readers.ask(doing, HEAD, &[]).await?.try_get(0).map_err(|error| self.failed(doing, error))?;
        Ok(head.unsigned_abs())
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        let doing = "read records";
        let failed = |error| self.failed(doing, error);
        let Ok(wanted) = i64::try_from(from) else { return Ok(Page::empty(from)) };
        if max_bytes >= LARGE_PAGE && !LARGE_PAGES_ARE_READ.swap(true, Ordering::Relaxed) {
            // Whatever stands in its way stands in the way of the page as well, and is told of that.
            let _ = self.readers.ask("prepare for large pages", LARGE_BUFFER, &[]).await;
        }
        let max_bytes = max_bytes.min(PAGE_BYTES_MAX) as i64;
        let row = self.readers.ask(doing, PAGE, &[wanted, max_bytes]).await?;
        let start: Option<i64> = row.try_get(0).map_err(failed)?;
        let next: Option<i64> = row.try_get(1).map_err(failed)?;
        if let (Some(start), Some(next)) = (start, next) {
            let bytes: Vec<u8> = row.try_get(2).map_err(failed)?;
            return match Page::starting_at(from, start.unsigned_abs(), start.abs_diff(next), bytes) {
                Err(together) if max_bytes > 1 => Err(miscounted(self, from, together).await),
                page => page,
            };
        }
        let head: Option<i64> = row.try_get(3).map_err(failed)?;
        if head.is_none_or(|head| head <= wanted) {
            return Ok(Page::empty(from));
        }
        let found: Option<i64> = row.try_get(4).map_err(failed)?;
        Err(StoreError::Gap { expected: from, found: found.or(head).unwrap_or(wanted).unsigned_abs() })
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        let doing = "fetch records";
        let failed = |error| self.failed(doing, error);
        let picker = Picker::of(positions, ASKED_MAX);
        let found = self.readers.ask_about(doing, FETCH, &picker.wanted_in_json()).await?;
        // Neither is there where no row is.
        let rows: Option<&str> = found.try_get(0).map_err(failed)?;
        let records: Option<&[u8]> = found.try_get(1).map_err(failed)?;
        picker.pick(self, taken_apart(rows.unwrap_or_default(), records.unwrap_or_default())).await
    }

    async fn confirm(&self) -> Result<(), StoreError> {
        self.expect_the_same_file()?;
        let kept = written_ahead_is_kept(&self.place).await;
        kept.map_err(|error| self.failed("make sure that its newest records are safe", error.into()))?;
        self.expect_the_same_file()
    }

    /// As long as it takes to move what was written ahead into the file, a writer decides about as much.
    fn enough_bytes(&self) -> usize {
        8 << 20
    }
}

/// Rows that were joined, by what is said of them: first, count and bytes of each.
fn taken_apart<'a>(said: &str, mut records: &'a [u8]) -> Vec<PackedRow<'a>> {
    let mut numbers = said.split(' ').map_while(|number| number.parse::<i64>().ok());
    let mut rows = Vec::new();
    while let (Some(first), Some(count), Some(bytes)) = (numbers.next(), numbers.next(), numbers.next()) {
        let bytes = usize::try_from(bytes).map_or(records.len(), |bytes| bytes.min(records.len()));
        let (row, rest) = records.split_at(bytes);
        records = rest;
        rows.push((first, count, row));
    }
    rows
}

impl SqliteLog {
    /// That whoever writes the book has the file that others find by its name.
    fn expect_the_same_file(&self) -> Result<(), StoreError> {
        self.writer.as_ref().map_or(Ok(()), Writer::expect_the_same_file)
    }

    fn failed(&self, doing: &'static str, error: sqlx::Error) -> StoreError {
        failed(&self.place, doing, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{row::ROW_BYTES_MAX, sqlite::schema::FILE_PAGE_BYTES};

    #[tokio::test]
    async fn records_of_very_many_rows_come_in_several_answers_and_none_is_taken_for_another() {
        let folder = tempfile::tempdir().expect("a test has room for its files");
        let log = SqliteLog::create(folder.path().join("book")).await.expect("the folder is there");
        let mut all = Vec::new();
        for commit in 0..100 {
            // A letter is one byte or two, and a commit one record or three.
            let lines = (0..=commit % 2 * 2).map(|line| format!("{} of {commit}", "aé".repeat(line + 1)).into_bytes());
            let lines: Vec<Vec<u8>> = lines.collect();
            log.append(all.len() as u64, &lines).await.expect("it begins at the head");
            all.extend(lines);
        }
        for nth in [1, 3, 150] {
            let mut left: Vec<u64> = (0..all.len() as u64).step_by(nth).collect();
            while !left.is_empty() {
                let picked = log.fetch(&left).await.expect("they are all there");
                assert!(!picked.is_empty());
                for (position, line) in left.drain(..picked.len()).zip(picked.records()) {
                    assert_eq!(line, all[position as usize]);
                }
            }
        }
        let beyond = log.fetch(&[all.len() as u64, u64::MAX]).await.expect("the end of a log is no fault");
        assert!(beyond.is_empty());
        log.close().await.expect("a book can be closed");
    }

    #[tokio::test]
    async fn the_longest_row_of_several_records_is_a_page_to_itself() {
        let folder = tempfile::tempdir().expect("a test has room for its files");
        let pages = async |name: &str, rows: u64| {
            let path = folder.path().join(name);
            let log = SqliteLog::create(&path).await.expect("the folder is there");
            for row in 0..rows {
                let records = [vec![b'a'; ROW_BYTES_MAX - 2], vec![b'b']];
                log.append(2 * row, &records).await.expect("it begins at the head");
            }
            log.close().await.expect("a book can be closed");
            std::fs::metadata(&path).expect("it is a file").len() / u64::from(FILE_PAGE_BYTES)
        };
        let (few, many) = (pages("few", 10).await, pages("many", 110).await);
        assert_eq!(many - few, 100, "each of a hundred rows more is a page");
    }

    #[tokio::test]
    async fn commits_of_one_length_fill_two_thirds_of_their_pages_or_more() {
        let folder = tempfile::tempdir().expect("a test has room for its files");
        for bytes in (1_500..ROW_BYTES_MAX).step_by(601) {
            let path = folder.path().join(bytes.to_string());
            let log = SqliteLog::create(&path).await.expect("the folder is there");
            let bare = std::fs::metadata(&path).expect("it is a file").len();
            let records: Vec<Vec<u8>> = vec![vec![b'a'; 600]; bytes / 601];
            for commit in 0..60 {
                log.append(commit * records.len() as u64, &records).await.expect("it begins at the head");
            }
            log.close().await.expect("a book can be closed");
            let taken = std::fs::metadata(&path).expect("it is a file").len() - bare;
            let needed = 60 * 601 * records.len() as u64;
            assert!(taken * 2 <= needed * 3, "commits of {} records: {taken} for {needed}", records.len());
        }
    }
}
