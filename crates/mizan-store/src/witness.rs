//! The file of a witness: whose logs it watches, and the last checkpoint of each that it cosigned.
//!
//! It is small and it is all that a witness knows. A checkpoint takes the place of the one it continues in one statement,
//! and only if that one still stands there: of two that are asked at once, one is too late. What was stored survives a
//! power cut, and the file itself refuses to go back. A copy of the file does go back: a witness that is restored from
//! one could cosign a second history, so a lost file means a new witness with a new key.

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, SqliteConnection, query, query_as, query_scalar};
use tempfile::NamedTempFile;
use tokio::sync::Mutex;

/// How long another program that is using the file is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tells the file of a witness from all others: the letters MZNW.
const APPLICATION_ID: i64 = 0x4D5A_4E57;

/// The newest schema this program knows.
const SCHEMA_VERSION: i64 = 1;

/// What stands in the file. The guards hold for whoever opens it with whatever program.
const THINGS: [&str; 5] = [
    "CREATE TABLE witness (one INTEGER PRIMARY KEY CHECK (one = 1), vkey TEXT NOT NULL) STRICT",
    "CREATE TABLE log (origin TEXT NOT NULL, vkey TEXT NOT NULL, PRIMARY KEY (origin, vkey)) STRICT, WITHOUT ROWID",
    "CREATE TABLE cosigned (
  origin TEXT PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  root TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER cosigned_never_goes_back BEFORE UPDATE ON cosigned
WHEN NEW.origin IS NOT OLD.origin OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root IS NOT OLD.root)
BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END",
    "CREATE TRIGGER cosigned_is_never_removed BEFORE DELETE ON cosigned
BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END",
];

/// A witness's file, open.
#[derive(Debug)]
pub struct WitnessFile {
    path: PathBuf,
    /// The witness's own key, as others know it.
    vkey: String,
    connection: Mutex<SqliteConnection>,
}

/// The last checkpoint of a log that was cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// How many records the log had.
    pub size: u64,
    /// The root of its tree, in base64.
    pub root: String,
    /// The note: the checkpoint, the log's signatures and the cosignature.
    pub note: String,
}

/// A log that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Which log it is.
    pub origin: String,
    /// The keys it may sign with.
    pub vkeys: Vec<String>,
    /// What was cosigned of it, if anything was.
    pub cosigned: Option<Cosigned>,
}

/// Why a witness's file could not be made, opened or used.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// There is nothing to open.
    #[error("there is no witness at {}: check the name, or make a new one with `mizan witness {} init`", path.display(), path.display())]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new one would stand where something is.
    #[error("{} exists already: give the new witness another name", path.display())]
    Exists {
        /// What exists.
        path: PathBuf,
    },
    /// There is a file, and it is something else.
    #[error("{} is not the file of a witness: that is a SQLite file with application id {APPLICATION_ID:#x}", path.display())]
    NotAWitness {
        /// The file.
        path: PathBuf,
    },
    /// A newer program made it.
    #[error("{} is a witness of schema {found}, and this program knows schema {SCHEMA_VERSION}: open it with a newer program", path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
    },
    /// The disk or the database failed.
    #[error("{}: could not {doing}", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What was not done.
        doing: &'static str,
        /// What failed.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl WitnessError {
    /// Whether the file itself is to blame, and not the disk or the question.
    #[must_use]
    pub fn is_of_the_file(&self) -> bool {
        match self {
            WitnessError::Exists { .. } | WitnessError::NotAWitness { .. } | WitnessError::NewerSchema { .. } => true,
            WitnessError::NotFound { .. } | WitnessError::Failed { .. } => false,
        }
    }
}

impl WitnessFile {
    /// Makes the file of a new witness, whole or not at all.
    pub async fn create(path: &Path, vkey: &str) -> Result<WitnessFile, WitnessError> {
        let failed = |error: Box<dyn Error + Send + Sync>| fault(path, "make the file", error);
        if fs::symlink_metadata(path).is_ok() {
            return Err(WitnessError::Exists { path: path.to_owned() });
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let draft = NamedTempFile::new_in(folder).map_err(|error| failed(error.into()))?;
        fill(draft.path(), vkey).await.map_err(|error| failed(error.into()))?;
        draft.as_file().sync_all().map_err(|error| failed(error.into()))?;
        draft.persist_noclobber(path).map_err(|error| {
            let taken = error.error.kind() == io::ErrorKind::AlreadyExists;
            if taken { WitnessError::Exists { path: path.to_owned() } } else { failed(error.error.into()) }
        })?;
        sync(folder).map_err(|error| failed(error.into()))?;
        WitnessFile::open(path).await
    }

    /// Opens a witness's file.
    pub async fn open(path: &Path) -> Result<WitnessFile, WitnessError> {
        // The whole path also keeps SQLite from taking a short name for one of its own.
        let whole = fs::canonicalize(path).map_err(|error| {
            let missing = error.kind() == io::ErrorKind::NotFound;
            if missing { WitnessError::NotFound { path: path.to_owned() } } else { fault(path, "open it", error) }
        })?;
        let foreign = |error| not_ours(path, error);
        let mut connection = options(&whole).connect().await.map_err(foreign)?;
        let id: i64 = query_scalar("PRAGMA application_id").fetch_one(&mut connection).await.map_err(foreign)?;
        if id != APPLICATION_ID {
            return Err(WitnessError::NotAWitness { path: path.to_owned() });
        }
        let found: i64 = query_scalar("PRAGMA user_version").fetch_one(&mut connection).await.map_err(foreign)?;
        if found > SCHEMA_VERSION {
            return Err(WitnessError::NewerSchema { path: path.to_owned(), found });
        }
        let vkey = query_scalar("SELECT vkey FROM witness").fetch_one(&mut connection).await.map_err(foreign)?;
        Ok(WitnessFile { path: path.to_owned(), vkey, connection: Mutex::new(connection) })
    }

    /// The witness's own key, as others know it.
    #[must_use]
    pub fn vkey(&self) -> &str {
        &self.vkey
    }

    /// Watches a log, and says whether this key of it is new.
    pub async fn watch(&self, origin: &str, vkey: &str) -> Result<bool, WitnessError> {
        let added = query("INSERT INTO log (origin, vkey) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(origin)
            .bind(vkey)
            .execute(&mut *self.connection.lock().await)
            .await;
        Ok(added.map_err(|error| self.failed("watch a log", error))?.rows_affected() == 1)
    }

    /// One log, if it is watched.
    pub async fn watched(&self, origin: &str) -> Result<Option<Watched>, WitnessError> {
        let failed = |error| self.failed("look for a log", error);
        let mut connection = self.connection.lock().await;
        let vkeys: Vec<String> = query_scalar("SELECT vkey FROM log WHERE origin = ?1 ORDER BY vkey")
            .bind(origin)
            .fetch_all(&mut *connection)
            .await
            .map_err(failed)?;
        if vkeys.is_empty() {
            return Ok(None);
        }
        let cosigned: Option<(i64, String, String)> =
            query_as("SELECT size, root, note FROM cosigned WHERE origin = ?1")
                .bind(origin)
                .fetch_optional(&mut *connection)
                .await
                .map_err(failed)?;
        let cosigned = cosigned.map(|(size, root, note)| Cosigned { size: size.unsigned_abs(), root, note });
        Ok(Some(Watched { origin: origin.to_owned(), vkeys, cosigned }))
    }

    /// All logs that are watched, by their origins.
    pub async fn all_watched(&self) -> Result<Vec<Watched>, WitnessError> {
        let origins: Vec<String> = query_scalar("SELECT DISTINCT origin FROM log ORDER BY origin")
            .fetch_all(&mut *self.connection.lock().await)
            .await
            .map_err(|error| self.failed("list the logs", error))?;
        let mut all = Vec::with_capacity(origins.len());
        for origin in origins {
            all.extend(self.watched(&origin).await?);
        }
        Ok(all)
    }

    /// Puts a checkpoint in the place of the one it continues, and says whether that one still stood there.
    ///
    /// It is one statement and so one transaction; when this returns, what it wrote is on the disk.
    pub async fn replace(
        &self,
        origin: &str,
        before: Option<&Cosigned>,
        after: &Cosigned,
    ) -> Result<bool, WitnessError> {
        let doing = "store a checkpoint";
        let size = |size: u64| i64::try_from(size).map_err(|error| fault(&self.path, doing, error));
        let statement = match before {
            None => {
                query("INSERT INTO cosigned (origin, size, root, note) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")
                    .bind(origin)
                    .bind(size(after.size)?)
                    .bind(&after.root)
                    .bind(&after.note)
            }
            Some(before) => query(
                "UPDATE cosigned SET size = ?2, root = ?3, note = ?4 WHERE origin = ?1 AND size = ?5 AND root = ?6",
            )
            .bind(origin)
            .bind(size(after.size)?)
            .bind(&after.root)
            .bind(&after.note)
            .bind(size(before.size)?)
            .bind(&before.root),
        };
        let done = statement.execute(&mut *self.connection.lock().await).await;
        Ok(done.map_err(|error| self.failed(doing, error))?.rows_affected() == 1)
    }

    /// Closes the file, so that it is one file again.
    pub async fn close(self) -> Result<(), WitnessError> {
        let WitnessFile { path, connection, .. } = self;
        connection.into_inner().close().await.map_err(|error| fault(&path, "close it", error))
    }

    fn failed(&self, doing: &'static str, error: sqlx::Error) -> WitnessError {
        fault(&self.path, doing, error)
    }
}

fn fault(path: &Path, doing: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> WitnessError {
    WitnessError::Failed { path: path.to_owned(), doing, source: source.into() }
}

/// Finds the right words for what SQLite says of a file when it is opened.
fn not_ours(path: &Path, error: sqlx::Error) -> WitnessError {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    // SQLITE_NOTADB, or no table of ours in it.
    if matches!(code, Some(26 | 1)) || matches!(error, sqlx::Error::RowNotFound) {
        return WitnessError::NotAWitness { path: path.to_owned() };
    }
    fault(path, "open it", error)
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(PATIENCE)
        .synchronous(SqliteSynchronous::Full)
        // Elsewhere than on Linux, fsync alone may leave the bytes in the disk's own memory.
        .pragma("fullfsync", "ON")
        // So that INSERT OR REPLACE asks the trigger on DELETE.
        .pragma("recursive_triggers", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .disable_statement_logging()
}

async fn fill(path: &Path, vkey: &str) -> Result<(), sqlx::Error> {
    let mut connection = options(path).journal_mode(SqliteJournalMode::Wal).connect().await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    for made in THINGS {
        transaction.execute(made).await?;
    }
    query("INSERT INTO witness (one, vkey) VALUES (1, ?1)").bind(vkey).execute(&mut *transaction).await?;
    for (pragma, value) in [("application_id", APPLICATION_ID), ("user_version", SCHEMA_VERSION)] {
        transaction.execute(AssertSqlSafe(format!("PRAGMA {pragma} = {value}"))).await?;
    }
    transaction.commit().await?;
    connection.close().await
}

/// Makes the name of a new file durable, where folders are files.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATLAS: &str = "ledger.example/atlas";

    fn cosigned(size: u64, root: &str) -> Cosigned {
        Cosigned { size, root: root.to_owned(), note: format!("the note of {size}") }
    }

    async fn watching(folder: &Path) -> WitnessFile {
        let file = WitnessFile::create(&folder.join("federation.witness"), "the witness").await.expect("a new file");
        assert!(file.watch(ATLAS, "its key").await.expect("watched"));
        file
    }

    #[tokio::test]
    async fn a_witness_remembers_whom_it_watches_and_what_it_cosigned() -> Result<(), WitnessError> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = watching(folder.path()).await;
        assert!(!file.watch(ATLAS, "its key").await?, "it is watched already");
        assert!(file.watch(ATLAS, "its next key").await?);
        assert!(file.replace(ATLAS, None, &cosigned(5, "five")).await?);
        assert!(file.replace(ATLAS, Some(&cosigned(5, "five")), &cosigned(8, "eight")).await?);
        file.close().await?;
        let beside: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(beside.len(), 1, "one file, and nothing beside it");

        let file = WitnessFile::open(&folder.path().join("federation.witness")).await?;
        assert_eq!(file.vkey(), "the witness");
        let vkeys = vec!["its key".to_owned(), "its next key".to_owned()];
        let watched = Watched { origin: ATLAS.to_owned(), vkeys, cosigned: Some(cosigned(8, "eight")) };
        assert_eq!(file.watched(ATLAS).await?, Some(watched.clone()));
        assert_eq!(file.all_watched().await?, vec![watched]);
        assert_eq!(file.watched("ledger.example/rif").await?, None);
        Ok(())
    }

    #[tokio::test]
    async fn a_checkpoint_takes_the_place_of_the_one_it_continues_and_of_no_other() -> Result<(), WitnessError> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = watching(folder.path()).await;
        assert!(file.replace(ATLAS, None, &cosigned(5, "five")).await?);
        assert!(!file.replace(ATLAS, None, &cosigned(3, "three")).await?, "there is one already");
        assert!(!file.replace(ATLAS, Some(&cosigned(4, "four")), &cosigned(9, "nine")).await?, "it is not at 4");
        assert!(!file.replace(ATLAS, Some(&cosigned(5, "other")), &cosigned(9, "nine")).await?, "of another history");
        assert_eq!(file.watched(ATLAS).await?.and_then(|log| log.cosigned), Some(cosigned(5, "five")));
        Ok(())
    }

    #[tokio::test]
    async fn the_file_itself_refuses_to_go_back_or_to_forget() -> Result<(), WitnessError> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = watching(folder.path()).await;
        file.replace(ATLAS, None, &cosigned(5, "five")).await?;
        let mut connection = file.connection.lock().await;
        for back in [
            "UPDATE cosigned SET size = 4",
            "UPDATE cosigned SET root = 'other'",
            "UPDATE cosigned SET origin = 'ledger.example/rif'",
            "DELETE FROM cosigned",
            "INSERT OR REPLACE INTO cosigned VALUES ('ledger.example/atlas', 4, 'four', 'note')",
        ] {
            let refused = connection.execute(back).await.map_err(|error| error.to_string());
            let refused = refused.expect_err(back);
            assert!(refused.contains("a witness never goes back") || refused.contains("forgets nothing"), "{refused}");
        }
        Ok(())
    }

    #[tokio::test]
    async fn what_is_no_witness_is_told_by_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.witness");
        let opened = WitnessFile::open(&path).await;
        assert!(matches!(opened, Err(WitnessError::NotFound { .. })), "{opened:?}");
        for content in ["", "a letter to the federation, which is long enough to be a database, if it were one"] {
            fs::write(&path, content).expect("written");
            let opened = WitnessFile::open(&path).await;
            assert!(matches!(opened, Err(WitnessError::NotAWitness { .. })), "{opened:?}");
        }
        let made = WitnessFile::create(&path, "the witness").await;
        assert!(matches!(made, Err(WitnessError::Exists { .. })), "{made:?}");
    }
}
