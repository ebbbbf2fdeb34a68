//! A log in a PostgreSQL database, which holds many books and serves them to several processes at once.

use async_trait::async_trait;
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, query_as};

use crate::log::{AppendError, EventLog, PAGE_BYTES_MAX, Page, StoreError};
use crate::postgres::address::{Address, PATIENCE};
use crate::postgres::fault::failed;
use crate::postgres::open::{OpenError, Purpose, connect, head};
use crate::postgres::schema::{HEAD, PAGE};
use crate::postgres::writer::Writer;
use crate::row::rows;

pub mod address;
pub mod migrate;
pub mod open;

mod fault;
mod schema;
mod writer;

/// How many can read at one time.
const CONNECTIONS: u32 = 4;

/// The most rows of one page, small ones though they be.
const PAGE_ROWS_MAX: i64 = 4096;

/// A book in a database.
#[derive(Debug)]
pub struct PostgresLog {
    address: Address,
    writer: Option<Writer>,
    readers: PgPool,
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
        PostgresLog { readers: readers(&address), writer: None, address }.that_exists().await
    }

    /// The guards that are missing or not as they were made, so that others could have changed records.
    pub async fn altered(&self) -> Result<Vec<&'static str>, OpenError> {
        let mut connection = connect(&self.address.server, Purpose::Reading).await?;
        let mut altered = open::altered(&self.address.server, &mut connection).await?;
        let same = open::view_is_as_made(&mut connection).await;
        if !same.map_err(|error| open::refusal(&self.address.server, error))? {
            altered.push("record");
        }
        Ok(altered)
    }

    /// Where the book is.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Waits for what is under way and ends all connections.
    pub async fn close(&self) {
        self.readers.close().await;
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
    }

    async fn for_writing(address: Address) -> Result<PostgresLog, OpenError> {
        let writer = Writer::open(address.clone()).await?;
        Ok(PostgresLog { readers: readers(&address), writer: Some(writer), address })
    }

    async fn that_exists(self) -> Result<PostgresLog, OpenError> {
        match self.head_at_opening().await? {
            0 => Err(OpenError::NotFound { book: self.address.to_string() }),
            _ => Ok(self),
        }
    }

    async fn head_at_opening(&self) -> Result<u64, OpenError> {
        let mut connection = connect(&self.address.server, Purpose::Reading).await?;
        let head = head(&self.address, &mut connection).await;
        head.map_err(|error| open::refusal(&self.address.server, error))
    }

    fn failed(&self, doing: &'static str, error: sqlx::Error) -> StoreError {
        failed(&self.address, doing, error)
    }
}

fn readers(address: &Address) -> PgPool {
    let options = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
    options.connect_lazy_with(address.server.options.clone())
}

#[async_trait]
impl EventLog for PostgresLog {
    async fn append(&self, first: u64, records: &[Vec<u8>]) -> Result<(), AppendError> {
        let commit = rows(first, records)?;
        match &self.writer {
            Some(writer) => writer.append(commit).await,
            None => Err(StoreError::ReadOnly { book: self.address.to_string() }.into()),
        }
    }

    async fn head(&self) -> Result<u64, StoreError> {
        let asked = sqlx::query_scalar(HEAD).bind(&self.address.book).fetch_one(&self.readers).await;
        let head: i64 = asked.map_err(|error| self.failed("read the head of the book", error))?;
        Ok(head.unsigned_abs())
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        let Ok(wanted) = i64::try_from(from) else { return Ok(Page::empty(from)) };
        let max_bytes = max_bytes.min(PAGE_BYTES_MAX) as i64;
        let page = query_as(PAGE).bind(&self.address.book).bind(wanted).bind(max_bytes).bind(PAGE_ROWS_MAX);
        let found: Vec<(i64, i64, String)> =
            page.fetch_all(&self.readers).await.map_err(|error| self.failed("read records", error))?;
        let behind = |(first, count, _): &(i64, i64, String)| first.saturating_add(*count) <= wanted;
        let mut rows = found.into_iter().skip_while(behind);
        let Some((first, count, records)) = rows.next() else { return Ok(Page::empty(from)) };
        if first > wanted {
            return Err(StoreError::Gap { expected: from, found: first.unsigned_abs() });
        }
        let mut next = first.saturating_add(count);
        let mut bytes = records.into_bytes();
        for (first, count, records) in rows {
            // A gap ends the page; the next one begins with it and is refused.
            if first != next {
                break;
            }
            bytes.reserve(records.len() + 1);
            bytes.push(b'\n');
            bytes.extend_from_slice(records.as_bytes());
            next = first.saturating_add(count);
        }
        Page::starting_at(from, first.unsigned_abs(), first.abs_diff(next), bytes)
    }
}
