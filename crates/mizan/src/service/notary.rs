//! The notary: signs what the log has come to, at most once a minute and at each payout, and never what contradicts it.
//!
//! A checkpoint is signed when the records it counts are durable, and it is kept in a file outside the database. So a book
//! that lost its newest records, as one restored from a backup, is behind its own word, and is not written to until
//! somebody has said what became of them.

pub mod key_file;
pub mod shelf;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use mizan_proof::checkpoint::{Checkpoint, SignedCheckpoint};
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::note::{SignatureLine, SignerKey, VerifierKey};
use mizan_proof::tree::Frontier;
use mizan_store::log::{EventLog, StoreError};
use tokio::task;

use crate::service::environment::today;
use crate::service::notary::key_file::KeyFileError;
use crate::service::notary::shelf::{NotShelved, Shelf};
use crate::service::reader::skim::Cooperatives;
use crate::service::reader::{ReadError, Until};
use crate::service::snapshot::{self, Begun, Kept};
use mizan_verify::guard::Unchained;

/// A log that grows without a pause is signed no more often than this, but for payouts.
pub const PAUSE: Duration = Duration::from_secs(60);

/// How much of the log is read at once, when it is read only to be hashed.
const PAGE_BYTES: usize = 4 << 20;

/// Where keys come from, when one is needed: opening them takes a moment, and most runs sign nothing.
pub type Keys = Box<dyn Fn() -> Result<Vec<SignerKey>, KeyFileError> + Send + Sync>;

/// Signs the checkpoints of one log.
pub struct Notary {
    keys: Keys,
    shelf: Shelf,
    /// The newest checkpoint that is known to be true of this log.
    known: Option<SignedCheckpoint>,
}

/// What there is to sign: how many records are durable, and the root over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grown {
    /// How many.
    pub size: u64,
    /// The root.
    pub root: Hash,
    /// Whether a payout is among the new ones: it is signed at once.
    pub pays: bool,
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum NotSigned {
    /// The file of the checkpoint.
    #[error(transparent)]
    Shelf(#[from] NotShelved),
    /// The log.
    #[error(transparent)]
    Log(#[from] StoreError),
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The log contradicts what was signed of it.
    #[error(transparent)]
    Contradicts(#[from] Contradicts),
}

/// A log that contradicts its own last checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Contradicts {
    /// Records that were signed for are missing.
    #[error(
        "the book has {head} records, and its last checkpoint, {file}, was signed when it had {size}: {} are missing, as after \
         a backup was put back. Nothing is written until they are there again: take the newest copy there is. If they are \
         lost for good, say so: `mizan key lost`", .size - .head
    )]
    Behind {
        /// How many records there are.
        head: u64,
        /// How many there were.
        size: u64,
        /// Where the checkpoint is kept.
        file: String,
    },
    /// Other records stand where others were signed for.
    #[error(
        "the first {size} records of the book are not those its last checkpoint, {file}, was signed for: their root is {found}, \
         it was {expected}. The book was altered, or it is another one: nothing is written to it"
    )]
    Another {
        /// How many records it counts.
        size: u64,
        /// The root that was signed.
        expected: Hash,
        /// The root they have.
        found: Hash,
        /// Where the checkpoint is kept.
        file: String,
    },
}

impl Notary {
    /// The notary of a log, with the key and the shelf it has. What lies on the shelf is not trusted before it is held
    /// against the log.
    #[must_use]
    pub fn new(keys: Keys, shelf: Shelf) -> Notary {
        Notary { keys, shelf, known: None }
    }

    /// Where the last checkpoint lies.
    #[must_use]
    pub fn file(&self) -> &Path {
        self.shelf.file()
    }

    /// Signs, if a minute has passed since it last did or somebody is paid. Whoever else signs for the same log has the
    /// same key and the same shelf; a larger checkpoint of theirs stands.
    pub async fn consider(&mut self, log: &Arc<dyn EventLog>, grown: Grown) -> Result<(), NotSigned> {
        if self.known.as_ref().is_some_and(|known| known.checkpoint.size == grown.size) {
            return Ok(());
        }
        if !grown.pays && self.shelf.age()?.is_some_and(|age| age < PAUSE) {
            return Ok(());
        }
        self.sign(log, grown).await
    }

    /// Signs what the log has come to, whenever it last did.
    pub async fn sign(&mut self, log: &Arc<dyn EventLog>, grown: Grown) -> Result<(), NotSigned> {
        let held = self.shelf.hold()?;
        let last = held.read()?;
        if let Some(last) = &last {
            if last.checkpoint.size > grown.size {
                return Ok(());
            }
            if self.known.as_ref() != Some(last) {
                self.hold_against(log.as_ref(), last, grown.size).await?;
            }
        }
        let keys = (self.keys)()?;
        let Some(first) = keys.first() else { return Ok(()) };
        let checkpoint = Checkpoint { origin: first.name().to_owned(), size: grown.size, root: grown.root };
        let text = checkpoint.to_string();
        let mut lines: Vec<SignatureLine> = keys.iter().map(|key| key.signature_of(&text)).collect();
        // Whoever else signed the same, a witness or the key of another day, has signed it still.
        let same = last.filter(|last| last.checkpoint == checkpoint);
        let others = same.iter().flat_map(|last| &last.note.signatures).filter(|line| !lines.contains(line)).cloned();
        let others: Vec<SignatureLine> = others.collect();
        if same.is_some_and(|last| last.note.signatures.len() == lines.len() + others.len()) {
            self.known = Some(checkpoint.signed(lines.into_iter().chain(others).collect()));
            return Ok(());
        }
        lines.extend(others);
        let signed = checkpoint.signed(lines);
        held.replace(&signed)?;
        self.known = Some(signed);
        Ok(())
    }

    /// Reads the log as far as a checkpoint counts, and says whether it is the log's.
    async fn hold_against(&self, log: &dyn EventLog, last: &SignedCheckpoint, head: u64) -> Result<(), NotSigned> {
        let Checkpoint { size, root, .. } = last.checkpoint;
        let file = self.file().display().to_string();
        match root_at(log, size).await? {
            None => Err(Contradicts::Behind { head, size, file }.into()),
            Some(found) if found != root => Err(Contradicts::Another { size, expected: root, found, file }.into()),
            Some(_) => Ok(()),
        }
    }

    /// Folds a log before anything is written to it, from its snapshot on if that is of use, and sees that it has
    /// everything its last checkpoint counts.
    pub async fn fold(
        &mut self,
        log: &Arc<dyn EventLog>,
        kept: &Kept,
        read: Cooperatives<'_>,
    ) -> Result<Begun, NotOpened> {
        let last = self.shelf.read().map_err(NotSigned::from)?;
        let signed = last.as_ref().map(|last| (last.checkpoint.size, last.checkpoint.root));
        let file = self.file().display().to_string();
        let begun = snapshot::begin(log, kept, signed, Until::End, read).await;
        if let Err(ReadError::Unchained(Unchained::OtherRoot { size, expected, found })) = begun {
            return Err(NotSigned::from(Contradicts::Another { size, expected, found, file }).into());
        }
        let begun = begun?;
        let head = begun.folded.guard.head();
        if let Some(last) = last {
            let size = last.checkpoint.size;
            if size > head {
                return Err(NotSigned::from(Contradicts::Behind { head, size, file }).into());
            }
            self.known = Some(last);
        }
        Ok(begun)
    }
}

/// Why a book was not opened to be written.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It contradicts its own word.
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
}

impl fmt::Debug for Notary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notary").field("shelf", &self.shelf).field("known", &self.known).finish_non_exhaustive()
    }
}

/// The root over the first records of a log; nothing if it has fewer.
pub async fn root_at(log: &dyn EventLog, size: u64) -> Result<Option<Hash>, StoreError> {
    let mut tree = Frontier::new();
    while tree.size() < size {
        let page = log.read(tree.size(), PAGE_BYTES).await?;
        if page.is_empty() {
            return Ok(None);
        }
        let more = usize::try_from(size - tree.size()).unwrap_or(usize::MAX);
        // Hashing a page takes some milliseconds: others on this thread may go first.
        page.records().take(more).for_each(|record| tree.push(leaf_hash(record)));
        task::yield_now().await;
    }
    Ok(Some(tree.root()))
}

/// How the ending of a key begins that signs beside the next one, before the day until which it does.
const UNTIL: &str = "key-until-";

/// Where the key of a book and its last checkpoint are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The key, encrypted.
    pub key: PathBuf,
    /// What opens it, if it lies beside it.
    pub passphrase: PathBuf,
    /// The last checkpoint.
    pub checkpoint: PathBuf,
}

impl Files {
    /// Beside a file, whose name but for its ending they share.
    #[must_use]
    pub fn beside(file: &Path) -> Files {
        let [key, passphrase, checkpoint] = ["key", "passphrase", "checkpoint"].map(|end| file.with_extension(end));
        Files { key, passphrase, checkpoint }
    }

    /// The keys that sign: that of the file, and those before it as long as they do. Without a file there are none, and
    /// a checkpoint that lies there is still held against the log.
    pub fn keys(&self) -> Result<Vec<SignerKey>, KeyFileError> {
        if !self.key.exists() {
            return Ok(Vec::new());
        }
        let passphrase = key_file::read_secret(&self.passphrase)?;
        let passphrase = passphrase.trim_end_matches(['\r', '\n']);
        let files = std::iter::once(self.key.clone()).chain(self.before(today()));
        files.map(|file| key_file::open(&file, passphrase)).collect()
    }

    /// The keys before this one that still sign on a day: each file says in its name until when.
    #[must_use]
    pub fn before(&self, today: Date) -> Vec<PathBuf> {
        let folder = self.key.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let prefix = format!("{}.{UNTIL}", self.key.file_stem().unwrap_or_default().to_string_lossy());
        let still = |path: &PathBuf| {
            let name = path.file_name()?.to_str()?;
            let until: Date = name.strip_prefix(&prefix)?.get(..10)?.parse().ok()?;
            (until >= today).then_some(())
        };
        let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> = files.filter(|path| still(path).is_some()).collect();
        files.sort();
        files
    }

    /// Where a key is kept that signs beside the next one until a day. No two keys have one place.
    #[must_use]
    pub fn until(&self, day: Date, key: &VerifierKey) -> PathBuf {
        self.key.with_extension(format!("{UNTIL}{day}-{:08x}", u32::from_be_bytes(key.id())))
    }

    /// Makes a key, and a passphrase for it where there is none.
    pub fn make(&self, origin: &str) -> Result<SignerKey, KeyFileError> {
        self.make_in(&self.key, origin)
    }

    /// The same in another file.
    pub fn make_in(&self, file: &Path, origin: &str) -> Result<SignerKey, KeyFileError> {
        if !self.passphrase.exists() {
            key_file::write_secret(&self.passphrase, &key_file::passphrase()?)?;
        }
        let passphrase = key_file::read_secret(&self.passphrase)?;
        key_file::make(file, origin, passphrase.trim_end_matches(['\r', '\n']))
    }

    /// Whoever signs with these keys, and lays the checkpoint there.
    #[must_use]
    pub fn notary(&self) -> Notary {
        let files = self.clone();
        Notary::new(Box::new(move || files.keys()), Shelf::at(self.checkpoint.clone()))
    }
}

#[cfg(test)]
mod tests;
