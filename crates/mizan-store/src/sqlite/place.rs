//! Where a book is: its file, what SQLite keeps beside it, and the words for what is wrong there.
//!
//! Nothing here opens the file of a book except through SQLite: closing any handle of a file gives up all the locks
//! that this process holds on it, those of an open book among them. Asking for its length is harmless.

use std::{
    fs, io,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    ConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};
use tokio::task;

use crate::{
    log::StoreError,
    sqlite::{
        fault::{Fault, cause},
        open::OpenError,
    },
};

/// A file among all others: its device and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

/// Where a book is, and how long to wait for those who are using it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    pub(super) patience: Duration,
}

impl Place {
    /// The place of a book that is there.
    ///
    /// SQLite follows links and keeps its other files beside what they lead to, so we must look there too: beside
    /// the link there is nothing, as if nobody wrote the book. The whole path also keeps SQLite from taking a short
    /// name for one of its own (`:memory:`, `file:…`).
    pub(super) fn of(path: &Path, patience: Duration) -> Result<Place, OpenError> {
        let asked = Place { path: path.to_owned(), patience };
        match fs::canonicalize(path) {
            Ok(path) => Ok(Place { path, patience }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(OpenError::NotFound { path: asked.path }),
            Err(error) => Err(asked.failed(error)),
        }
    }

    /// The place of a book that is to be made: a name for which there is nothing yet, in a folder that is there.
    pub(super) fn of_new(path: &Path, patience: Duration) -> Result<Place, OpenError> {
        let asked = Place { path: path.to_owned(), patience };
        let absolute = std::path::absolute(path).map_err(|error| asked.failed(error))?;
        match (absolute.parent(), absolute.file_name()) {
            (Some(folder), Some(name)) => {
                let folder = fs::canonicalize(folder).map_err(|error| asked.failed(error))?;
                Ok(Place { path: folder.join(name), patience })
            }
            // The root, or a path that ends in `..`.
            (None, _) | (_, None) => Err(OpenError::Exists { path: asked.path }),
        }
    }

    /// A file that SQLite keeps beside the book: `-wal`, `-shm` or `-journal`.
    pub(super) fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        name.into()
    }

    /// The bytes of the files beside the book that hold what is not in it yet.
    pub(super) fn bytes_beside(&self) -> u64 {
        let length = |ending| fs::metadata(self.beside(ending)).map_or(0, |file| file.len());
        length("-wal") + length("-journal")
    }

    /// The book as people are told of it.
    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    pub(super) fn options(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.path)
            .busy_timeout(self.patience)
            .synchronous(SqliteSynchronous::Full)
            // Elsewhere than on Linux, fsync alone may leave the bytes in the disk's own memory.
            .pragma("fullfsync", "ON")
            // So that INSERT OR REPLACE asks the trigger on DELETE.
            .pragma("recursive_triggers", "ON")
            // A file from elsewhere gets no say in which functions run.
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            // The rows of a statement that guards look at are first put into a table of their own: not into a file.
            .pragma("temp_store", "MEMORY")
            .disable_statement_logging()
    }

    pub(super) fn options_for_reading(&self) -> SqliteConnectOptions {
        self.options().read_only(true).pragma("query_only", "ON")
    }

    /// Refuses what is no file before SQLite is asked, which would call it all by one name.
    pub(super) fn expect_a_file(&self) -> Result<(), OpenError> {
        match fs::metadata(&self.path) {
            Ok(file) if file.is_file() => Ok(()),
            Ok(_) => Err(OpenError::NotABook { path: self.path.clone(), found: "a folder or a device".to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenError::NotFound { path: self.path.clone() })
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Refuses a file that may not be written before SQLite is asked: to find that out it makes files beside the
    /// book, which belong to whoever asked, and which lock out who may write.
    pub(super) fn expect_a_file_to_write(&self) -> Result<(), OpenError> {
        self.expect_a_file()?;
        may_write(&self.path).map_err(|error| self.failed(error))
    }

    /// Finds the right words for a fault of SQLite while opening.
    pub(super) fn refusal(&self, error: sqlx::Error) -> OpenError {
        let path = self.path.clone();
        match Fault::of(&error) {
            Fault::NotADatabase => self.foreign(),
            Fault::Damaged => OpenError::Damaged { path, bytes: self.bytes() },
            Fault::Busy => OpenError::Busy { path, waited: self.patience },
            Fault::ReadOnly | Fault::CannotOpen => OpenError::NoAccess { path, source: cause(error) },
            Fault::NotAtHead | Fault::Full | Fault::NoRoomBeside | Fault::Closed | Fault::Other => {
                OpenError::Failed { path, source: cause(error) }
            }
        }
    }

    /// Finds the right words for a fault of the disk.
    pub(super) fn failed(&self, error: io::Error) -> OpenError {
        let path = self.path.clone();
        if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) {
            return OpenError::NoAccess { path, source: error.into() };
        }
        OpenError::Failed { path, source: error.into() }
    }

    /// Which file it is, whatever it is called by then.
    pub(super) fn identity(&self) -> io::Result<Identity> {
        let file = fs::metadata(&self.path)?;
        #[cfg(unix)]
        let known = Identity(std::os::unix::fs::MetadataExt::dev(&file), std::os::unix::fs::MetadataExt::ino(&file));
        // Elsewhere an open file keeps its name.
        #[cfg(not(unix))]
        let known = Identity(u64::from(file.is_file()), 0);
        Ok(known)
    }

    /// Puts on the disk what was written ahead of the file. A program that is killed between writing a commit and waiting for
    /// the disk leaves one that everybody reads and a power cut takes away.
    ///
    /// Nobody holds locks on the file of what is written ahead, so it may be opened.
    fn keep_what_was_written_ahead(&self) -> io::Result<()> {
        match fs::OpenOptions::new().read(true).write(true).open(self.beside("-wal")) {
            Ok(ahead) => ahead.sync_all(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Says why a book that was open cannot be opened again.
    pub(super) fn cannot_reopen(&self, error: OpenError) -> StoreError {
        StoreError::Failed { book: self.name(), doing: "open it again", source: error.into() }
    }

    /// The length of the file.
    pub(super) fn bytes(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| file.len())
    }

    /// Names a file that SQLite does not know. That file holds no locks of ours, so it may be opened.
    fn foreign(&self) -> OpenError {
        let mut start = Vec::new();
        let read = fs::File::open(&self.path).and_then(|file| file.take(16).read_to_end(&mut start));
        if let Err(error) = read {
            return self.failed(error);
        }
        if start.starts_with(b"SQLite format 3\0") {
            return OpenError::Damaged { path: self.path.clone(), bytes: self.bytes() };
        }
        let found = format!("a file that begins with \"{}\"", start.escape_ascii());
        OpenError::NotABook { path: self.path.clone(), found }
    }
}

/// Puts on the disk what was written ahead, in a thread that may wait.
pub(super) async fn written_ahead_is_kept(place: &Place) -> io::Result<()> {
    let place = place.clone();
    task::spawn_blocking(move || place.keep_what_was_written_ahead()).await.map_err(io::Error::other)?
}

/// Asks the system, which knows of all rights and lists of rights, and does not open the file.
#[cfg(unix)]
fn may_write(path: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(path, rustix::fs::Access::WRITE_OK)?)
}

/// Elsewhere a file has locks of its own for each handle, so opening it takes none away.
#[cfg(not(unix))]
fn may_write(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().append(true).open(path).map(drop)
}
