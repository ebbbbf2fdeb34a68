//! The file of a snapshot: a head of fixed length that says of what it is one, and two parts with their digests.
//!
//! The first part is the chains and the book, which a writer needs; the second the index and what was taken back, which
//! only readers do. A part is read when it is asked for. All lengths are known before memory is taken for them, and what
//! was flipped, cut or put on behind is found by a digest or a length before anybody sees it.
//!
//! ```text
//! MZSNAPS\n · form u32 · bytes of a word u8 · first record 32 · position u64 · root 32 · last record 32
//!   · length u64 and digest 32 of the one part, of the other · digest 32 of all before · the parts
//! ```
//!
//! Numbers are little-endian, digests SHA-256, records are named by their leaf hashes.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::thread;

use mizan_ledger::book::Book;
use mizan_ledger::pack::{FORM, Pack};
use mizan_ledger::report::counted::TakenBack;
use mizan_ledger::view::index::Index;
use mizan_proof::hash::Hash;
use mizan_verify::guard::Guard;
use sha2::{Digest, Sha256};

use crate::service::reader::{Folded, Whereabouts};

/// How the file begins.
const MAGIC: [u8; 8] = *b"MZSNAPS\n";

/// What a word of this machine has: the hashes by which things are found in a book are of words.
const WORD_BYTES: u8 = size_of::<usize>() as u8;

/// The length of the head.
const HEAD_BYTES: usize = 8 + 4 + 1 + 32 + 8 + 32 + 32 + 2 * (8 + 32) + 32;

/// The most bytes a snapshot has for each record behind it, and beside that. A record leaves some hundred bytes behind.
const MOST_A_RECORD: u64 = 4 << 10;
const MOST_BESIDE: u64 = 16 << 20;

/// Of what something is a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Of {
    /// The first record of the log, which no other log has.
    pub(crate) first: Hash,
    /// How many records are behind it.
    pub(crate) position: u64,
    /// The root over them.
    pub(crate) root: Hash,
    /// The last of them.
    pub(crate) last: Hash,
}

/// Where a part of the file ends, and what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    length: u64,
    digest: Hash,
}

/// Which part.
#[derive(Debug, Clone, Copy)]
enum Which {
    Book,
    Index,
}

/// Why a snapshot is not used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotUsed {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Disk(#[from] io::Error),
    /// It is something else.
    #[error("it is no snapshot, or was damaged in its first lines")]
    NotASnapshot,
    /// Another version of this program wrote it.
    #[error("another version of this program wrote it, in form {found}, and this one reads form {FORM}")]
    Form {
        /// Its form.
        found: u32,
    },
    /// Another kind of machine wrote it.
    #[error("a machine with words of {found} bytes wrote it, and this one has {WORD_BYTES}")]
    Word {
        /// Its words.
        found: u8,
    },
    /// Too short, too long, or not what it says.
    #[error("it is damaged: {0}")]
    Damaged(&'static str),
    /// It is of another book.
    #[error("it is of another book")]
    AnotherBook,
    /// It knows more than the log has.
    #[error("it is of the first {position} records, and the book has {head}, as after a backup was put back")]
    Ahead {
        /// How many it knows.
        position: u64,
        /// How many there are.
        head: u64,
    },
    /// It is of the same book with other records.
    #[error("it is of other records: another one stands at position {position} than when it was written")]
    AnotherRecord {
        /// The position of the last record it knows.
        position: u64,
    },
    /// It contradicts what was signed.
    #[error("it contradicts the last checkpoint, which counts {size} records")]
    Contradicts {
        /// How many records that counts.
        size: u64,
    },
    /// It cannot be held against what was signed.
    #[error("it was not held against the last checkpoint, which counts {size} records, when it was written")]
    NotHeld {
        /// How many records that counts.
        size: u64,
    },
    /// A record after it does not follow from it.
    #[error("the records behind it do not follow from it: {0}")]
    DoesNotFollow(String),
}

/// A file whose head was read.
#[derive(Debug)]
pub(crate) struct Opened {
    file: File,
    pub(crate) of: Of,
    parts: [Part; 2],
}

impl Opened {
    /// Opens a file and reads its head; nothing if there is none.
    pub(crate) fn open(path: &Path) -> Result<Option<Opened>, NotUsed> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let found = file.metadata()?;
        if !found.is_file() || found.len() < HEAD_BYTES as u64 {
            return Err(NotUsed::NotASnapshot);
        }
        let mut head = [0; HEAD_BYTES];
        file.read_exact_at(&mut head, 0)?;
        let (of, parts) = read_head(&head)?;
        let most = of.position.saturating_mul(MOST_A_RECORD).saturating_add(MOST_BESIDE);
        let told = parts.iter().try_fold(HEAD_BYTES as u64, |sum, part| sum.checked_add(part.length));
        match told {
            Some(told) if told == found.len() && told <= most => Ok(Some(Opened { file, of, parts })),
            Some(_) | None => Err(NotUsed::Damaged("its length is not the one it was written with")),
        }
    }

    /// The chains and the book, and the index if that is wanted.
    pub(crate) fn read(&self, with_index: bool) -> Result<Folded, NotUsed> {
        let (book, index) = thread::scope(|scope| {
            // Two parts are two halves of the work.
            let index = with_index.then(|| scope.spawn(|| self.part::<(Index, TakenBack)>(Which::Index)));
            let book = self.part::<(Guard, Book)>(Which::Book);
            let index = index.map(|index| index.join().unwrap_or(Err(NotUsed::Damaged("it cannot be read"))));
            (book, index.transpose())
        });
        let ((guard, book), index) = (book?, index?);
        let Of { position, root, .. } = self.of;
        let whole = guard.open_batch().is_none() && book.missing() == 0;
        if !whole || (guard.head(), guard.root(), book.head) != (position, root, position) {
            return Err(NotUsed::Damaged("what is in it is not what it says it is of"));
        }
        let whereabouts = index.map(|(index, taken_back)| Box::new(Whereabouts { index, taken_back }));
        Ok(Folded { book, guard, whereabouts })
    }

    fn part<T: Pack + Send>(&self, which: Which) -> Result<T, NotUsed> {
        let [book, index] = &self.parts;
        let (start, part) = match which {
            Which::Book => (HEAD_BYTES as u64, book),
            Which::Index => (HEAD_BYTES as u64 + book.length, index),
        };
        let length = usize::try_from(part.length).map_err(|_| NotUsed::Damaged("it is larger than memory"))?;
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, start)?;
        thread::scope(|scope| {
            // What was unpacked from other bytes than those that were written is never seen.
            let digest = scope.spawn(|| digest_of(&bytes));
            let mut rest = bytes.as_slice();
            let unpacked = T::unpack(&mut rest).filter(|_| rest.is_empty());
            if digest.join().ok() != Some(part.digest) {
                return Err(NotUsed::Damaged("its bytes are not those that were written"));
            }
            unpacked.ok_or(NotUsed::Damaged("what is in it cannot be"))
        })
    }
}

/// Writes a snapshot so that after a power cut the old one or the new one lies there, whole; says how many bytes it has.
/// Nobody but the owner may read it.
pub(crate) fn write(path: &Path, of: Of, folded: &Folded, whereabouts: &Whereabouts) -> io::Result<u64> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let new = tempfile::Builder::new().prefix(&new_name(path)).tempfile_in(folder)?;
    let mut out = BufWriter::new(new.as_file());
    // What the head says of the parts is known behind them, and one of them in memory is enough.
    out.write_all(&[0; HEAD_BYTES])?;
    let book = write_part(&mut out, |bytes| {
        folded.guard.pack(bytes);
        folded.book.pack(bytes);
    })?;
    let index = write_part(&mut out, |bytes| {
        whereabouts.index.pack(bytes);
        whereabouts.taken_back.pack(bytes);
    })?;
    out.seek(SeekFrom::Start(0))?;
    out.write_all(&head_of(of, [book, index]))?;
    out.flush()?;
    drop(out);
    new.as_file().sync_all()?;
    new.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()?;
    Ok(HEAD_BYTES as u64 + book.length + index.length)
}

/// How the name of a snapshot in the making begins: one that a power cut left behind shows whose it was.
fn new_name(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push("-");
    name.into()
}

fn write_part(out: &mut impl Write, pack: impl FnOnce(&mut Vec<u8>)) -> io::Result<Part> {
    let mut bytes = Vec::new();
    pack(&mut bytes);
    out.write_all(&bytes)?;
    Ok(Part { length: bytes.len() as u64, digest: digest_of(&bytes) })
}

/// The bytes of a head.
fn head_of(of: Of, parts: [Part; 2]) -> Vec<u8> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    MAGIC.pack(&mut head);
    FORM.to_le_bytes().pack(&mut head);
    WORD_BYTES.pack(&mut head);
    of.first.0.pack(&mut head);
    of.position.to_le_bytes().pack(&mut head);
    of.root.0.pack(&mut head);
    of.last.0.pack(&mut head);
    for Part { length, digest } in parts {
        length.to_le_bytes().pack(&mut head);
        digest.0.pack(&mut head);
    }
    digest_of(&head).0.pack(&mut head);
    head
}

fn read_head(head: &[u8; HEAD_BYTES]) -> Result<(Of, [Part; 2]), NotUsed> {
    let (before, digest) = head.split_at(HEAD_BYTES - 32);
    let mut rest = before;
    let mut fields = || -> Option<([u8; 8], u32, u8)> {
        Some((Pack::unpack(&mut rest)?, u32::from_le_bytes(Pack::unpack(&mut rest)?), u8::unpack(&mut rest)?))
    };
    let (magic, form, word) = fields().ok_or(NotUsed::NotASnapshot)?;
    if magic != MAGIC {
        return Err(NotUsed::NotASnapshot);
    }
    // Said before the digest is asked for, because another form may have another head.
    if form != FORM {
        return Err(NotUsed::Form { found: form });
    }
    if word != WORD_BYTES {
        return Err(NotUsed::Word { found: word });
    }
    if digest_of(before).0 != digest {
        return Err(NotUsed::NotASnapshot);
    }
    let hash = |rest: &mut &[u8]| Pack::unpack(rest).map(Hash);
    let number = |rest: &mut &[u8]| Pack::unpack(rest).map(u64::from_le_bytes);
    let mut told = || -> Option<(Of, [Part; 2])> {
        let first = hash(&mut rest)?;
        let position = number(&mut rest).filter(|position| *position > 0)?;
        let (root, last) = (hash(&mut rest)?, hash(&mut rest)?);
        let book = Part { length: number(&mut rest)?, digest: hash(&mut rest)? };
        let index = Part { length: number(&mut rest)?, digest: hash(&mut rest)? };
        Some((Of { first, position, root, last }, [book, index]))
    };
    told().ok_or(NotUsed::NotASnapshot)
}

fn digest_of(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests;
