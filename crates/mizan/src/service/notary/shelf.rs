//! Where the last signed checkpoint lies: a file outside the database, replaced as a whole and never by a smaller one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mizan_proof::checkpoint::{NotACheckpoint, SignedCheckpoint};
use mizan_proof::note::LONGEST;

/// The place of one log's checkpoint.
#[derive(Debug, Clone)]
pub struct Shelf {
    file: PathBuf,
}

/// A shelf that nobody else changes as long as this is held.
#[derive(Debug)]
pub struct Held<'a> {
    shelf: &'a Shelf,
    /// Locked; given free when it is closed.
    _lock: File,
}

/// Why a checkpoint could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum NotShelved {
    /// The disk.
    #[error("the checkpoint in {}", file.display())]
    Disk {
        /// Where.
        file: PathBuf,
        /// What failed.
        source: io::Error,
    },
    /// Something else lies there.
    #[error("{} is no checkpoint; it was damaged: take it from a copy, a witness or a receipt, and if there is none, \
             move it away", file.display())]
    NotACheckpoint {
        /// Where.
        file: PathBuf,
        /// What is wrong.
        source: NotACheckpoint,
    },
}

impl Shelf {
    /// The shelf at a place. Nothing need lie there yet.
    #[must_use]
    pub fn at(file: PathBuf) -> Shelf {
        Shelf { file }
    }

    /// Where it is.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// What lies there.
    pub fn read(&self) -> Result<Option<SignedCheckpoint>, NotShelved> {
        let text = match fs::metadata(&self.file).and_then(|found| {
            if found.len() > LONGEST as u64 {
                Err(io::ErrorKind::FileTooLarge.into())
            } else {
                fs::read_to_string(&self.file)
            }
        }) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(self.disk(source)),
        };
        let read = SignedCheckpoint::parse(&text);
        read.map(Some).map_err(|source| NotShelved::NotACheckpoint { file: self.file.clone(), source })
    }

    /// How long ago it was laid there, by the clock of the disk; nothing if nothing lies there, or it is of tomorrow.
    pub fn age(&self) -> Result<Option<Duration>, NotShelved> {
        match fs::metadata(&self.file).and_then(|found| found.modified()) {
            Ok(modified) => Ok(modified.elapsed().ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(self.disk(source)),
        }
    }

    /// Waits for others that change it, and keeps them waiting.
    pub fn hold(&self) -> Result<Held<'_>, NotShelved> {
        let place = self.file.with_extension("checkpoint-lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(place);
        let lock = lock.and_then(|lock| lock.lock().map(|()| lock)).map_err(|source| self.disk(source))?;
        Ok(Held { shelf: self, _lock: lock })
    }

    fn disk(&self, source: io::Error) -> NotShelved {
        NotShelved::Disk { file: self.file.clone(), source }
    }
}

impl Held<'_> {
    /// What lies there.
    pub fn read(&self) -> Result<Option<SignedCheckpoint>, NotShelved> {
        self.shelf.read()
    }

    /// Lays the same checkpoint there with more signatures under it; if a larger one lies there by now, that stays.
    pub fn replace_same(&self, signed: &SignedCheckpoint) -> Result<(), NotShelved> {
        match self.read()? {
            Some(last) if last.checkpoint != signed.checkpoint => Ok(()),
            Some(_) | None => self.replace(signed),
        }
    }

    /// Lays a checkpoint there, so that after a power cut the old one or the new one lies there, whole.
    pub fn replace(&self, signed: &SignedCheckpoint) -> Result<(), NotShelved> {
        let file = &self.shelf.file;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let replace = || {
            let mut new = tempfile::NamedTempFile::new_in(folder)?;
            new.write_all(signed.to_string().as_bytes())?;
            // Whoever verifies or serves it may be somebody else.
            new.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
            new.as_file().sync_all()?;
            new.persist(file).map_err(|error| error.error)?;
            File::open(folder)?.sync_all()
        };
        replace().map_err(|source| self.shelf.disk(source))
    }
}
