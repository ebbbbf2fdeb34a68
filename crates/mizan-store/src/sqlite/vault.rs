//! The file of a vault: what is sealed of people, encrypted, beside a book and never in it.
//!
//! It knows ciphertexts and whose they are, by pseudonym; the keys are somebody else's matter. What is taken out is
//! overwritten in the file, and no second file keeps it: the journal holds the old pages only while a change is under
//! way, and is removed with it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{
    ConnectOptions, Connection, Executor, QueryBuilder, Sqlite, SqliteConnection, Transaction, query, query_as,
    query_scalar,
};

use crate::sqlite::fault::{Fault, cause};

/// Tells the file of a vault from all others: the letters MZVT.
const APPLICATION_ID: i64 = 0x4D5A_5654;

/// The newest schema this program knows.
const SCHEMA_VERSION: i64 = 1;

/// How many rows a statement asks for or adds: a journey to the database's thread takes as long as many of them do, and a
/// statement may name 32,766 values.
const AT_ONCE: usize = 512;

/// How long to wait for another program that is changing the vault.
const PATIENCE: Duration = Duration::from_secs(20);

/// What stands in the file: the proof that a key fits, a key for each person and turn, and what is sealed under it.
/// A turn ends with each erasure of that person, so what was sealed before it is told from what was sealed since.
const THINGS: [&str; 4] = [
    "CREATE TABLE proof (sealed BLOB NOT NULL) STRICT",
    "CREATE TABLE person (whose TEXT NOT NULL, turn INTEGER NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (whose, turn)) STRICT",
    "CREATE TABLE opening (digest TEXT PRIMARY KEY, whose TEXT NOT NULL, turn INTEGER NOT NULL, sealed BLOB NOT NULL, \
     kept_at INTEGER NOT NULL, FOREIGN KEY (whose, turn) REFERENCES person (whose, turn)) STRICT",
    "CREATE INDEX opening_of ON opening (whose, turn)",
];

/// Why a vault could not be used.
#[derive(Debug, thiserror::Error)]
pub enum VaultFault {
    /// There is none.
    #[error("there is no vault at {}: whatever was sealed before it was lost is in the answers of `mizan record` alone", .0.display())]
    NotFound(PathBuf),
    /// The file is something else.
    #[error("{} is not a vault: name another file, or take the vault from a copy", .0.display())]
    NotAVault(PathBuf),
    /// A newer program made it.
    #[error("{} is a vault of schema {found}, and this program knows schema {SCHEMA_VERSION}: open it with a newer program", path.display())]
    NewerSchema {
        /// The vault.
        path: PathBuf,
        /// Its schema.
        found: i64,
    },
    /// The file was cut short or overwritten.
    #[error("{} is damaged: take the vault from a copy; what was erased since is erased in it again when it is opened", .0.display())]
    Damaged(PathBuf),
    /// Another program held it all the time.
    #[error("{} is in use by another program: try again", .0.display())]
    Busy(PathBuf),
    /// The disk or the database failed.
    #[error("{} could not be used", path.display())]
    Failed {
        /// The vault.
        path: PathBuf,
        /// What failed.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl VaultFault {
    /// Whether the vault itself is to blame, and not the disk or the question.
    #[must_use]
    pub fn is_of_the_vault(&self) -> bool {
        match self {
            VaultFault::NotFound(_)
            | VaultFault::NotAVault(_)
            | VaultFault::NewerSchema { .. }
            | VaultFault::Damaged(_) => true,
            VaultFault::Busy(_) | VaultFault::Failed { .. } => false,
        }
    }
}

/// One opening as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The digest that stands in a record.
    pub digest: String,
    /// Whose it is.
    pub whose: String,
    /// In which turn of theirs it was sealed.
    pub turn: i64,
    /// The opening, encrypted.
    pub sealed: Vec<u8>,
    /// When it was kept, in seconds since 1970.
    pub kept_at: i64,
}

/// A person's key as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub whose: String,
    /// In which turn.
    pub turn: i64,
    /// Her key, encrypted.
    pub wrapped: Vec<u8>,
}

/// An open vault.
#[derive(Debug)]
pub struct VaultFile {
    path: PathBuf,
    pool: SqlitePool,
}

/// A change under way, which nobody else's comes between. Dropped, it never was.
#[derive(Debug)]
pub struct Change<'a> {
    file: &'a VaultFile,
    transaction: Transaction<'static, Sqlite>,
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(PATIENCE)
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Extra)
        .foreign_keys(true)
        .pragma("fullfsync", "ON")
        .pragma("secure_delete", "ON")
        // What SQLite sets aside while it works stays in memory.
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .disable_statement_logging()
}

impl VaultFile {
    /// Makes the file of an empty vault, under another name until it is whole. Whoever is second opens what the first made.
    pub async fn create(path: &Path, proof: &[u8]) -> Result<VaultFile, VaultFault> {
        let failed = |error: io::Error| VaultFault::Failed { path: path.to_owned(), source: error.into() };
        let draft = draft_beside(path, b"").map_err(failed)?;
        let filled = fill(&draft, proof).await.map_err(|error| fault(path, error));
        let linked = filled.and_then(|()| match fs::hard_link(&draft, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            // A stick gives a file one name only.
            Err(_) if !path.exists() => fs::rename(&draft, path).map_err(failed),
            linked => linked.map_err(failed),
        });
        for ending in ["", "-journal"] {
            // What cannot be removed is less telling than why the vault could not be made.
            let _ = fs::remove_file(format!("{}{ending}", draft.display()));
        }
        linked?;
        sync_folder(path).map_err(failed)?;
        VaultFile::open(path).await
    }

    /// Opens a vault.
    pub async fn open(path: &Path) -> Result<VaultFile, VaultFault> {
        match fs::metadata(path) {
            Ok(file) if file.is_file() && file.len() > 0 => {}
            Ok(_) => return Err(VaultFault::NotAVault(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(VaultFault::NotFound(path.to_owned()));
            }
            Err(error) => return Err(VaultFault::Failed { path: path.to_owned(), source: error.into() }),
        }
        let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE).connect_with(options(path));
        let pool = pool.await.map_err(|error| fault(path, error))?;
        let file = VaultFile { path: path.to_owned(), pool };
        let id: i64 = file.number("PRAGMA application_id").await?;
        let schema: i64 = file.number("PRAGMA user_version").await?;
        match (id, schema) {
            (APPLICATION_ID, SCHEMA_VERSION) => Ok(file),
            (APPLICATION_ID, found) => Err(VaultFault::NewerSchema { path: path.to_owned(), found }),
            _ => Err(VaultFault::NotAVault(path.to_owned())),
        }
    }

    /// What proves that a key is the key of this vault.
    pub async fn proof(&self) -> Result<Vec<u8>, VaultFault> {
        let found = query_scalar::<_, Vec<u8>>("SELECT sealed FROM proof").fetch_optional(&self.pool).await;
        found.map_err(|error| self.fault(error))?.ok_or_else(|| VaultFault::Damaged(self.path.clone()))
    }

    /// The people of whom something is kept, turn by turn.
    pub async fn people(&self) -> Result<Vec<Person>, VaultFault> {
        let rows =
            query_as::<_, (String, i64, Vec<u8>)>("SELECT whose, turn, wrapped FROM person ORDER BY whose, turn");
        let rows = rows.fetch_all(&self.pool).await.map_err(|error| self.fault(error))?;
        Ok(rows.into_iter().map(|(whose, turn, wrapped)| Person { whose, turn, wrapped }).collect())
    }

    /// What is kept of everyone, or of one.
    pub async fn openings(&self, whose: Option<&str>) -> Result<Vec<Sealed>, VaultFault> {
        let rows = query_as::<_, (String, String, i64, Vec<u8>, i64)>(
            "SELECT digest, whose, turn, sealed, kept_at FROM opening WHERE ?1 IS NULL OR whose = ?1 ORDER BY whose, turn, digest",
        );
        let rows = rows.bind(whose).fetch_all(&self.pool).await.map_err(|error| self.fault(error))?;
        let sealed = |(digest, whose, turn, sealed, kept_at)| Sealed { digest, whose, turn, sealed, kept_at };
        Ok(rows.into_iter().map(sealed).collect())
    }

    /// Begins a change.
    pub async fn change(&self) -> Result<Change<'_>, VaultFault> {
        let transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(|error| self.fault(error))?;
        Ok(Change { file: self, transaction })
    }

    /// Writes the file anew, so that no page holds what is no longer kept.
    pub async fn tidy(&self) -> Result<(), VaultFault> {
        self.pool.execute("VACUUM").await.map(drop).map_err(|error| self.fault(error))
    }

    /// Lets go of the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    async fn number(&self, asked: &'static str) -> Result<i64, VaultFault> {
        query_scalar::<_, i64>(asked).fetch_one(&self.pool).await.map_err(|error| self.fault(error))
    }

    fn fault(&self, error: sqlx::Error) -> VaultFault {
        fault(&self.path, error)
    }
}

impl Change<'_> {
    /// The keys of those of these people, each in a turn, who have one, as they are kept.
    pub async fn keys_of(&mut self, people: &[(String, i64)]) -> Result<Vec<Person>, VaultFault> {
        let mut found = Vec::new();
        for people in people.chunks(AT_ONCE) {
            let mut asked = QueryBuilder::new("SELECT whose, turn, wrapped FROM person WHERE (whose, turn) IN (");
            asked.push_values(people, |mut row, (whose, turn)| {
                row.push_bind(whose).push_bind(turn);
            });
            let asked = asked.push(")").build_query_as::<(String, i64, Vec<u8>)>().persistent(false);
            let rows = asked.fetch_all(&mut *self.transaction).await.map_err(|error| self.file.fault(error))?;
            found.extend(rows.into_iter().map(|(whose, turn, wrapped)| Person { whose, turn, wrapped }));
        }
        Ok(found)
    }

    /// Keeps the keys of people.
    pub async fn add_people(&mut self, people: &[Person]) -> Result<(), VaultFault> {
        for people in people.chunks(AT_ONCE) {
            let mut insert = QueryBuilder::new("INSERT INTO person (whose, turn, wrapped) ");
            insert.push_values(people, |mut row, person| {
                row.push_bind(&person.whose).push_bind(person.turn).push_bind(&person.wrapped);
            });
            self.execute(insert).await?;
        }
        Ok(())
    }

    /// Keeps openings; one of a digest that is kept already is kept.
    pub async fn add(&mut self, openings: &[Sealed]) -> Result<(), VaultFault> {
        for openings in openings.chunks(AT_ONCE) {
            let mut insert = QueryBuilder::new("INSERT INTO opening (digest, whose, turn, sealed, kept_at) ");
            insert.push_values(openings, |mut row, opening| {
                row.push_bind(&opening.digest).push_bind(&opening.whose).push_bind(opening.turn);
                row.push_bind(&opening.sealed).push_bind(opening.kept_at);
            });
            insert.push(" ON CONFLICT DO NOTHING");
            self.execute(insert).await?;
        }
        Ok(())
    }

    async fn execute(&mut self, mut asked: QueryBuilder<Sqlite>) -> Result<(), VaultFault> {
        // Seldom are there as many again.
        let done = asked.build().persistent(false).execute(&mut *self.transaction).await;
        done.map(drop).map_err(|error| self.file.fault(error))
    }

    /// Takes out all that is kept of a person from before a turn, and her keys.
    pub async fn erase_before(&mut self, whose: &str, turn: i64) -> Result<(), VaultFault> {
        for statement in
            ["DELETE FROM opening WHERE whose = ?1 AND turn < ?2", "DELETE FROM person WHERE whose = ?1 AND turn < ?2"]
        {
            let erased = query(statement).bind(whose).bind(turn).execute(&mut *self.transaction).await;
            erased.map_err(|error| self.file.fault(error))?;
        }
        Ok(())
    }

    /// Takes out one opening, and the key of whoever has none left.
    pub async fn drop_opening(&mut self, digest: &str) -> Result<(), VaultFault> {
        let dropped = query("DELETE FROM opening WHERE digest = ?1").bind(digest).execute(&mut *self.transaction).await;
        dropped.map_err(|error| self.file.fault(error))?;
        let left = "DELETE FROM person WHERE NOT EXISTS \
                    (SELECT 1 FROM opening WHERE opening.whose = person.whose AND opening.turn = person.turn)";
        query(left).execute(&mut *self.transaction).await.map(drop).map_err(|error| self.file.fault(error))
    }

    /// Makes the change durable.
    pub async fn commit(self) -> Result<(), VaultFault> {
        let Change { file, transaction } = self;
        transaction.commit().await.map_err(|error| file.fault(error))
    }
}

async fn fill(draft: &Path, proof: &[u8]) -> Result<(), sqlx::Error> {
    let mut connection: SqliteConnection = options(draft).connect().await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    for made in THINGS {
        transaction.execute(made).await?;
    }
    query("INSERT INTO proof (sealed) VALUES (?1)").bind(proof).execute(&mut *transaction).await?;
    for (pragma, value) in [("application_id", APPLICATION_ID), ("user_version", SCHEMA_VERSION)] {
        transaction.execute(sqlx::AssertSqlSafe(format!("PRAGMA {pragma} = {value}"))).await?;
    }
    transaction.commit().await?;
    connection.close().await
}

fn fault(path: &Path, error: sqlx::Error) -> VaultFault {
    let path = path.to_owned();
    match Fault::of(&error) {
        Fault::NotADatabase => VaultFault::NotAVault(path),
        Fault::Damaged => VaultFault::Damaged(path),
        Fault::Busy => VaultFault::Busy(path),
        Fault::NotAtHead
        | Fault::Full
        | Fault::NoRoomBeside
        | Fault::ReadOnly
        | Fault::CannotOpen
        | Fault::Closed
        | Fault::Other => VaultFault::Failed { path, source: cause(error) },
    }
}

/// How many may be making the same file at once, those included whose power failed meanwhile.
const DRAFTS: u32 = 1000;

/// Writes a file that nobody but its owner may read, under a name beside another that nobody is using.
pub fn draft_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    use io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    for number in 0..DRAFTS {
        let mut draft = path.as_os_str().to_owned();
        draft.push(format!(".new{number}"));
        let draft = PathBuf::from(draft);
        match options.open(&draft) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                file.sync_all()?;
                return Ok(draft);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Makes the name of a new file durable, where folders are files.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) && folder.as_os_str().is_empty() => fs::File::open(".")?.sync_all(),
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        Some(_) | None => Ok(()),
    }
}
