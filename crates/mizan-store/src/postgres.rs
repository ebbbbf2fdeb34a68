//! A log in a PostgreSQL database, which holds many books and serves them to several processes at once.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use sqlx::postgres::{PgPoolOptions, PgRow};
use sqlx::{PgPool, Row as _, query};

use tokio::time::timeout;

use crate::log::{AppendError, EventLog, PAGE_BYTES_MAX, Page, RECORD_BYTES_MAX, StoreError, miscounted};
use crate::pick::{PICKED_MAX, PackedRow, Picked, Picker};
use crate::postgres::address::{ANSWER_PATIENCE, Address, PATIENCE, patience};
use crate::postgres::alteration::{Alteration, alterations, view_is_as_made};
use crate::postgres::fault::{answer, failed};
use crate::postgres::open::{OpenError, Purpose, connect, head, within};
use crate::postgres::schema::{FETCH, HEAD, PAGE};
use crate::postgres::writer::Writer;
use crate::row::Commit;

pub mod address;
pub mod alteration;
pub mod migrate;
pub mod open;

mod fault;
mod schema;
mod writer;

/// How many can read at one time.
const CONNECTIONS: u32 = 4;

/// The most rows of one page, small ones though they be.
const PAGE_ROWS_MAX: usize = 4096;

/// How many rows are looked at for a page, at least.
const PAGE_ROWS_LEAST: usize = 16;

/// A book in a database.
#[derive(Debug)]
pub struct PostgresLog {
    address: Address,
    writer: Option<Writer>,
    readers: PgPool,
    /// How many rows the last page had.
    rows_of_a_page: AtomicUsize,
}

impl PostgresLog {
    /// Opens a new book for writing. It is there for others from its first record on.
    pub async fn create(address: Address) -> Result<PostgresLog, OpenError> {
        let log = PostgresLog::for_writing(address).await?;
        match log.head_at_opening().await? {
            0 => Ok(log),
            _ => Err(OpenError::Exists { book: log.address.to_string() }),
        }
    }

    /// Opens a book for reading and writing.
    pub async fn open(address: Address) -> Result<PostgresLog, OpenError> {
        PostgresLog::for_writing(address).await?.that_exists().await
    }

    /// Opens a book for reading.
    pub async fn open_read_only(address: Address) -> Result<PostgresLog, OpenError> {
        let connection = connect(&address.server, Purpose::Reading).await?;
        drop(connection);
        PostgresLog::over(address, None).that_exists().await
    }

    /// What is not as it was made, so that others could have changed records or people are shown others.
    pub async fn altered(&self) -> Result<Vec<Alteration>, OpenError> {
        let server = &self.address.server;
        let mut connection = connect(server, Purpose::Reading).await?;
        let refused = |error| open::refusal(server, error);
        within(server, async {
            let mut altered = alterations(&mut connection).await.map_err(refused)?;
            if !view_is_as_made(&mut connection).await.map_err(refused)? {
                altered.push(Alteration::View);
            }
            Ok(altered)
        })
        .await
    }

    /// Where the book is.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Waits for what is under way and ends all connections.
    pub async fn close(&self) {
        // A reader whose answer was given up does not come back before its line is seen to be dead.
        let _ = timeout(PATIENCE, self.readers.close()).await;
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
    }

    async fn for_writing(address: Address) -> Result<PostgresLog, OpenError> {
        let writer = Writer::open(address.clone()).await?;
        Ok(PostgresLog::over(address, Some(writer)))
    }

    fn over(address: Address, writer: Option<Writer>) -> PostgresLog {
        PostgresLog { readers: readers(&address), writer, rows_of_a_page: AtomicUsize::new(0), address }
    }

    async fn that_exists(self) -> Result<PostgresLog, OpenError> {
        match self.head_at_opening().await? {
            0 => Err(OpenError::NotFound { book: self.address.to_string() }),
            _ => Ok(self),
        }
    }

    async fn head_at_opening(&self) -> Result<u64, OpenError> {
        let server = &self.address.server;
        let mut connection = connect(server, Purpose::Reading).await?;
        within(server, async {
            head(&self.address, &mut connection).await.map_err(|error| open::refusal(server, error))
        })
        .await
    }

    /// The rows of a page. The server adds up the lengths of all the rows it looks at, so it looks at few where the last
    /// page had few.
    async fn rows_from(&self, from: i64, max_bytes: i64) -> Result<Vec<PgRow>, sqlx::Error> {
        let likely = 2 * self.rows_of_a_page.load(Ordering::Relaxed);
        let mut found = Vec::new();
        for most in [likely.clamp(PAGE_ROWS_LEAST, PAGE_ROWS_MAX), PAGE_ROWS_MAX] {
            let page = query(PAGE).bind(&self.address.book).bind(from).bind(max_bytes).bind(most as i64);
            found = page.fetch_all(&self.readers).await?;
            if found.len() < most {
                break;
            }
        }
        self.rows_of_a_page.store(found.len(), Ordering::Relaxed);
        Ok(found)
    }

    fn failed(&self, doing: &'static str, error: sqlx::Error) -> StoreError {
        failed(&self.address, doing, error)
    }
}

/// The first position of a row, how many records it has, and their bytes: whoever decodes them sees whether they are text.
fn taken_apart(row: &PgRow) -> Result<PackedRow<'_>, sqlx::Error> {
    Ok((row.try_get(0)?, row.try_get(1)?, row.try_get_unchecked(2)?))
}

fn readers(address: &Address) -> PgPool {
    let options = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
    options.connect_lazy_with(address.server.options.clone())
}

#[async_trait]
impl EventLog for PostgresLog {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        let rows = commit.into_rows()?;
        match &self.writer {
            Some(writer) => writer.append(rows).await,
            None => Err(StoreError::ReadOnly { book: self.address.to_string() }.into()),
        }
    }

    async fn head(&self) -> Result<u64, StoreError> {
        let asked = sqlx::query_scalar(HEAD).bind(&self.address.book).fetch_one(&self.readers);
        let head: i64 = answer(&self.address, "read the head of the book", ANSWER_PATIENCE, asked).await?;
        Ok(head.unsigned_abs())
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        let failed = |error| self.failed("read records", error);
        let Ok(wanted) = i64::try_from(from) else { return Ok(Page::empty(from)) };
        let most = max_bytes.min(PAGE_BYTES_MAX);
        let asked = self.rows_from(wanted, most as i64);
        let found = answer(&self.address, "read records", patience(most as u64), asked).await?;
        let rows: Result<Vec<PackedRow<'_>>, sqlx::Error> = found.iter().map(taken_apart).collect();
        let mut rows = rows.map_err(failed)?;
        rows.retain(|(first, count, _)| first.saturating_add(*count) > wanted);
        let Some((first, _, _)) = rows.first().copied() else { return Ok(Page::empty(from)) };
        if first > wanted {
            return Err(StoreError::Gap { expected: from, found: first.unsigned_abs() });
        }
        let (mut next, mut bytes) = (first, Vec::new());
        bytes.reserve_exact(rows.iter().map(|(_, _, records)| records.len() + 1).sum());
        for (first, count, records) in rows {
            // A gap ends the page; the next one begins with it and is refused.
            if first != next {
                break;
            }
            if !bytes.is_empty() {
                bytes.push(b'\n');
            }
            bytes.extend_from_slice(records);
            next = first.saturating_add(count);
        }
        match Page::starting_at(from, first.unsigned_abs(), first.abs_diff(next), bytes) {
            Err(together) if most > 1 => Err(miscounted(self, from, together).await),
            page => page,
        }
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        let failed = |error| self.failed("fetch records", error);
        let picker = Picker::of(positions, PICKED_MAX);
        let numbers: Vec<i64> = picker.wanted().iter().map_while(|wanted| i64::try_from(*wanted).ok()).collect();
        let asked = query(FETCH).bind(&self.address.book).bind(numbers).fetch_all(&self.readers);
        let most = (PICKED_MAX * RECORD_BYTES_MAX) as u64;
        let found = answer(&self.address, "fetch records", patience(most), asked).await?;
        let rows: Result<Vec<PackedRow<'_>>, sqlx::Error> = found.iter().map(taken_apart).collect();
        picker.pick(self, rows.map_err(failed)?).await
    }

    async fn confirm(&self) -> Result<(), StoreError> {
        match &self.writer {
            Some(writer) => writer.confirm().await,
            None => Err(StoreError::ReadOnly { book: self.address.to_string() }),
        }
    }

    /// A server takes up a commit in one piece: of one of eight mebibytes each record costs it two thirds more.
    fn enough_bytes(&self) -> usize {
        2 << 20
    }
}
