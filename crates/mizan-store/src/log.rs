//! The contract every store keeps: what may be appended, what is read back, and what can go wrong.
//!
//! A record is one line of UTF-8 JSON, without control characters, of at most [`RECORD_BYTES_MAX`] bytes. Positions
//! are 0, 1, 2, … without a gap. The records of one append are one commit: all of them are in the log, or none is.

use std::{error::Error, iter, time::Duration};

use async_trait::async_trait;
use memchr::{memchr, memchr_iter};

use crate::pick::Picked;
use crate::row::Commit;

/// The longest record, in bytes: the transparency log's tiles write the length of a record in 16 bits.
pub const RECORD_BYTES_MAX: usize = 65_535;

/// The largest page, in bytes. Whoever asks for more gets this much, so that no question can fill the memory.
pub const PAGE_BYTES_MAX: usize = 64 << 20;

/// An append-only sequence of records: one book.
#[async_trait]
pub trait EventLog: Send + Sync {
    /// Appends all the records, the first of them at exactly `first`, or none.
    ///
    /// When it returns they survive a power cut, and every later read, by anyone, sees them. Of two writers that
    /// expect the same position one succeeds; the other is told of the [conflict](AppendError::Conflict), catches up
    /// and decides again. A caller that drops the future does not know whether the records are in the log.
    async fn append(&self, first: u64, records: &[Vec<u8>]) -> Result<(), AppendError> {
        self.commit(Commit::of(first, records)?).await
    }

    /// Appends records that are packed already, as [`append`](EventLog::append) does.
    async fn commit(&self, commit: Commit) -> Result<(), AppendError>;

    /// The number of records, which is the position of the next one.
    async fn head(&self) -> Result<u64, StoreError>;

    /// The records from a position on: as many rows of a commit as fit into `max_bytes`, and at least one.
    ///
    /// A small commit is one row, and a large one several. At the end of the log, and behind it, the page is empty.
    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError>;

    /// The records at these positions, which ascend: all of them, or as many of the first as come at once, at least one.
    ///
    /// Each row of a commit is taken up once, however many of its records are wanted. Where a position is not in the
    /// log, what comes ends before it.
    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError>;

    /// Makes sure that whatever can be read by now survives a power cut, as what was acknowledged does.
    ///
    /// Whoever finds records in the log that nobody told them of, such as those of a commit that was cut, knows that somebody
    /// wrote them, and no more. A log that is opened to be written has made sure of it.
    async fn confirm(&self) -> Result<(), StoreError>;

    /// Of how many bytes the commits of a busy writer may be, a mebibyte or more: of larger ones each record costs the log more.
    fn enough_bytes(&self) -> usize;
}

/// Finds the row that is not as long as it says among those from a position on, which were read together.
pub(crate) async fn miscounted(log: &dyn EventLog, from: u64, together: StoreError) -> StoreError {
    let mut from = from;
    loop {
        match log.read(from, 1).await {
            Err(row) => return row,
            Ok(page) if page.is_empty() => return together,
            Ok(page) => from = page.next(),
        }
    }
}

/// Consecutive records, packed as lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The position of the first record.
    pub first: u64,
    /// How many records there are.
    pub count: u64,
    /// The records, with a newline between each two.
    bytes: Vec<u8>,
}

impl Page {
    /// The page at the end of a log.
    pub(crate) fn empty(first: u64) -> Page {
        Page { first, count: 0, bytes: Vec::new() }
    }

    /// Takes rows that say they are `count` records from `first` on, and leaves out what stands before `from`.
    pub(crate) fn starting_at(from: u64, first: u64, count: u64, mut bytes: Vec<u8>) -> Result<Page, StoreError> {
        let lines = memchr_iter(b'\n', &bytes).count() as u64 + 1;
        let skipped = match from.checked_sub(first) {
            Some(skipped) if lines == count && skipped < count => skipped,
            Some(_) | None => return Err(StoreError::Miscounted { first, counted: count, lines }),
        };
        if skipped > 0 {
            let last_skipped = memchr_iter(b'\n', &bytes).nth(skipped as usize - 1);
            bytes.drain(..last_skipped.map_or(0, |newline| newline + 1));
        }
        Ok(Page { first: from, count: count - skipped, bytes })
    }

    /// The position after the last record, which is where the next page starts.
    pub fn next(&self) -> u64 {
        self.first + self.count
    }

    /// Whether there is no record: the end of the log.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The records in the order of their positions, each without its newline.
    pub fn records(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = (self.count > 0).then_some(self.bytes.as_slice());
        iter::from_fn(move || {
            let bytes = rest?;
            let end = memchr(b'\n', bytes);
            rest = end.map(|end| &bytes[end + 1..]);
            Some(&bytes[..end.unwrap_or(bytes.len())])
        })
    }

    /// All the records as they are packed: a newline between each two, none at the end.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Why records were not appended, or may not have been.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Someone else wrote first, or the caller expected a position that does not follow. Nothing was written.
    #[error("the next position is {head}: read up to there and decide again")]
    Conflict {
        /// The next position.
        head: u64,
    },
    /// An append of nothing. Nothing was written.
    #[error("a commit holds at least one record, this one holds none")]
    Empty,
    /// A record that is too long for the log. Nothing was written.
    #[error(
        "record {index} of the commit has {bytes} bytes, and {RECORD_BYTES_MAX} are the most: say it in several records"
    )]
    TooLong {
        /// Which of the records, counted from 0.
        index: usize,
        /// Its length.
        bytes: usize,
    },
    /// A record that is not a line of text. Nothing was written.
    #[error("record {index} of the commit is not one line of JSON in UTF-8: {flaw}")]
    NotALine {
        /// Which of the records, counted from 0.
        index: usize,
        /// What is wrong with it.
        flaw: Flaw,
    },
    /// The disk or the database failed in the middle of the commit: the records are in the log, all of them, or they
    /// are not. Only the log can tell.
    #[error(
        "the disk or the database failed while the commit at position {first} was written, and it is in the log as a whole or not at all: read the log from there to see which, before anything else"
    )]
    Unknown {
        /// Where the commit was to begin.
        first: u64,
        /// What failed.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The store could not be asked. Nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What keeps bytes from being a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// There are no bytes.
    #[error("it is empty")]
    Empty,
    /// A newline, a tab, any byte below 0x20. JSON writes them with a backslash inside a text.
    #[error("byte {at} is the control character {byte:#04x}, which a text writes as an escape")]
    Control {
        /// Its place in the record, counted from 0.
        at: usize,
        /// The byte.
        byte: u8,
    },
    /// Bytes that are no text.
    #[error("byte {at} is not UTF-8")]
    NotUtf8 {
        /// The place of the first such byte, counted from 0.
        at: usize,
    },
}

/// Why a store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program held the book all the time.
    #[error("{book} is in use by another program, which did not let go of it within {waited:?}: try again")]
    Busy {
        /// The book.
        book: String,
        /// How long this one waited.
        waited: Duration,
    },
    /// A record is missing in the middle. A book has no gaps: this one was damaged or tampered with.
    #[error("the record at position {expected} is missing, the next one is at {found}: take the book from a copy")]
    Gap {
        /// The position that must be there.
        expected: u64,
        /// The next position that is.
        found: u64,
    },
    /// A row of a commit holds more or fewer records than it says. The book was damaged or tampered with.
    #[error("the rows from position {first} on say {counted} records and hold {lines}: take the book from a copy")]
    Miscounted {
        /// The position of the first of the rows.
        first: u64,
        /// The number of records they claim.
        counted: u64,
        /// The number of lines they have.
        lines: u64,
    },
    /// An append to a book that was opened for reading only.
    #[error("{book} is open for reading only: open it for writing to append")]
    ReadOnly {
        /// The book.
        book: String,
    },
    /// A question to a book that was closed.
    #[error("{book} was closed: open it again")]
    Closed {
        /// The book.
        book: String,
    },
    /// What is stored cannot be read any more.
    #[error("{book} is damaged: could not {doing}, take the book from a copy")]
    Damaged {
        /// The book.
        book: String,
        /// What was tried.
        doing: &'static str,
        /// What failed.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The file is not where it was when it was opened.
    #[error(
        "{book} was moved, removed or replaced while it was open: end this program, see which file is the book, and send again \
         what was not answered"
    )]
    Moved {
        /// Where it was.
        book: String,
    },
    /// The database or the disk failed.
    #[error("{book}: could not {doing}")]
    Failed {
        /// The book.
        book: String,
        /// What was tried.
        doing: &'static str,
        /// What failed.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl StoreError {
    /// Whether the book itself is to blame, and not the disk, the server or who else uses it.
    #[must_use]
    pub fn is_of_the_book(&self) -> bool {
        match self {
            StoreError::Gap { .. } | StoreError::Miscounted { .. } | StoreError::Damaged { .. } => true,
            StoreError::Busy { .. }
            | StoreError::ReadOnly { .. }
            | StoreError::Closed { .. }
            | StoreError::Moved { .. }
            | StoreError::Failed { .. } => false,
        }
    }
}
