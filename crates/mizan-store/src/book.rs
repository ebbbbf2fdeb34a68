//! A book wherever it is kept: what a person writes to name it, and opening what is named.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use async_trait::async_trait;

use crate::log::{AppendError, EventLog, Page, StoreError};
use crate::pick::Picked;
use crate::postgres::PostgresLog;
use crate::postgres::address::{Address, NotAnAddress};
use crate::row::Commit;
use crate::sqlite::SqliteLog;
use crate::sqlite::closing::Closed;
use crate::{postgres, sqlite};

/// Where a book is kept.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a SQLite file.
    File(PathBuf),
    /// In a PostgreSQL database.
    Database(Box<Address>),
}

/// A book that was opened.
#[derive(Debug)]
pub enum Book {
    /// In a SQLite file.
    File(Box<SqliteLog>),
    /// In a PostgreSQL database.
    Database(Box<PostgresLog>),
}

/// Why a book was not made or not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// In a SQLite file.
    #[error(transparent)]
    File(#[from] sqlite::open::OpenError),
    /// In a PostgreSQL database.
    #[error(transparent)]
    Database(#[from] postgres::open::OpenError),
}

impl OpenError {
    /// Whether a new book would stand where there is one.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(
            self,
            OpenError::File(sqlite::open::OpenError::Exists { .. })
                | OpenError::Database(postgres::open::OpenError::Exists { .. })
        )
    }

    /// Whether a part of the book is gone, or the table of its records.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            OpenError::File(sqlite::open::OpenError::Altered { thing, .. }) => thing == "batch",
            OpenError::File(error) => matches!(error, sqlite::open::OpenError::Damaged { .. }),
            OpenError::Database(_) => false,
        }
    }

    /// Whether the book itself is to blame, and not the disk, the server or the question.
    #[must_use]
    pub fn is_of_the_book(&self) -> bool {
        match self {
            OpenError::File(error) => error.is_of_the_book(),
            OpenError::Database(error) => error.is_of_the_book(),
        }
    }
}

impl FromStr for Place {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Place, NotAnAddress> {
        if Address::looks_like(text) {
            return Ok(Place::Database(Box::new(text.parse()?)));
        }
        Ok(Place::File(text.into()))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(path) => path.display().fmt(f),
            Place::Database(address) => address.fmt(f),
        }
    }
}

impl Place {
    /// Makes a new book and opens it for writing.
    pub async fn create(&self) -> Result<Book, OpenError> {
        Ok(match self {
            Place::File(path) => Book::File(Box::new(SqliteLog::create(path).await?)),
            Place::Database(address) => Book::Database(Box::new(PostgresLog::create(Address::clone(address)).await?)),
        })
    }

    /// Opens a book for reading and writing.
    pub async fn open(&self) -> Result<Book, OpenError> {
        Ok(match self {
            Place::File(path) => Book::File(Box::new(SqliteLog::open(path).await?)),
            Place::Database(address) => Book::Database(Box::new(PostgresLog::open(Address::clone(address)).await?)),
        })
    }

    /// Opens a book for reading.
    pub async fn open_read_only(&self) -> Result<Book, OpenError> {
        Ok(match self {
            Place::File(path) => Book::File(Box::new(SqliteLog::open_read_only(path).await?)),
            Place::Database(address) => {
                Book::Database(Box::new(PostgresLog::open_read_only(Address::clone(address)).await?))
            }
        })
    }
}

impl Book {
    /// What guards the records and is not as it was made, in words.
    pub async fn altered(&self) -> Result<Vec<String>, Box<dyn Error + Send + Sync>> {
        match self {
            Book::File(log) => Ok(log.altered().await?.iter().map(ToString::to_string).collect()),
            Book::Database(log) => Ok(log.altered().await?.iter().map(ToString::to_string).collect()),
        }
    }

    /// Waits for what is under way and closes the book. A file is one file again, unless others are using it.
    pub async fn close(&self) -> Result<(), StoreError> {
        match self {
            Book::File(log) => match log.close().await? {
                Closed::Whole | Closed::WithItsWal { .. } => Ok(()),
            },
            Book::Database(log) => {
                log.close().await;
                Ok(())
            }
        }
    }
}

#[async_trait]
impl EventLog for Book {
    async fn commit(&self, commit: Commit) -> Result<(), AppendError> {
        match self {
            Book::File(log) => log.commit(commit).await,
            Book::Database(log) => log.commit(commit).await,
        }
    }

    async fn head(&self) -> Result<u64, StoreError> {
        match self {
            Book::File(log) => log.head().await,
            Book::Database(log) => log.head().await,
        }
    }

    async fn read(&self, from: u64, max_bytes: usize) -> Result<Page, StoreError> {
        match self {
            Book::File(log) => log.read(from, max_bytes).await,
            Book::Database(log) => log.read(from, max_bytes).await,
        }
    }

    async fn fetch(&self, positions: &[u64]) -> Result<Picked, StoreError> {
        match self {
            Book::File(log) => log.fetch(positions).await,
            Book::Database(log) => log.fetch(positions).await,
        }
    }

    async fn confirm(&self) -> Result<(), StoreError> {
        match self {
            Book::File(log) => log.confirm().await,
            Book::Database(log) => log.confirm().await,
        }
    }

    fn enough_bytes(&self) -> usize {
        match self {
            Book::File(log) => log.enough_bytes(),
            Book::Database(log) => log.enough_bytes(),
        }
    }
}
