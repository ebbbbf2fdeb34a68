//! The file of a snapshot: a head of fixed length that says of what it is one, a list of its parts with their digests, and
//! the parts.
//!
//! The first parts are the book's, which a writer needs: the chains with its frame, the keys of the commands, and one for
//! each cooperative. The others are the index's, which only readers need: what was taken back, and one for each
//! cooperative. Each is read once, held against its digest and looked through, by as many threads as there are
//! processors; what a cooperative's say is unpacked when it is asked for. All lengths are known before memory is taken
//! for them, and what was flipped, cut or put on behind is found by a digest or a length before anybody sees it.
//!
//! ```text
//! MZSNAPS\n · form u32 · bytes of a word u8 · first record 32 · position u64 · root 32 · last record 32
//!   · how many cooperatives the book has u64, and the index u64 · digest 32 of the list · digest 32 of all before
//!   · the list: length u64 and digest 32 of each part · the parts
//! ```
//!
//! Numbers are little-endian, digests SHA-256, records are named by their leaf hashes.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use mizan_ledger::pack::{FORM, Pack};
use mizan_proof::hash::Hash;
use sha2::{Digest, Sha256};

use crate::service::leftovers;
use crate::service::reader::{Folded, Whereabouts};
use crate::service::snapshot::parts::{self, Counts};

/// How the file begins.
const MAGIC: [u8; 8] = *b"MZSNAPS\n";

/// What a word of this machine has: the hashes by which things are found in a book are of words.
const WORD_BYTES: u8 = size_of::<usize>() as u8;

/// The length of the head.
const HEAD_BYTES: usize = 8 + 4 + 1 + 32 + 8 + 32 + 32 + 2 * 8 + 32 + 32;

/// The length of what the list says of a part.
const ENTRY_BYTES: usize = 8 + 32;

/// The most bytes a snapshot has for each record behind it, and beside that. A record leaves some hundred bytes behind.
const MOST_A_RECORD: u64 = 4 << 10;
const MOST_BESIDE: u64 = 16 << 20;

/// What is said of a file that was cut, or to which something was added.
const LENGTH: &str = "its length is not the one it was written with";

/// What is said of a file that a snapshot would have been written over.
const NOT_OURS: &str = "what lies there is no snapshot: name another file, or move it away";

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

/// A part of the file: where it is, and what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    start: u64,
    length: u64,
    digest: Hash,
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
    counts: Counts,
    /// The digest of the list.
    list: Hash,
    /// How many bytes there are.
    length: u64,
}

impl Opened {
    /// Opens a file and reads its head; nothing if there is none.
    pub(crate) fn open(path: &Path) -> Result<Option<Opened>, NotUsed> {
        let Some(file) = open_file(path)? else { return Ok(None) };
        let found = file.metadata()?;
        if !found.is_file() || found.len() < HEAD_BYTES as u64 {
            return Err(NotUsed::NotASnapshot);
        }
        let mut head = [0; HEAD_BYTES];
        file.read_exact_at(&mut head, 0)?;
        let (of, counts, list) = read_head(&head)?;
        Ok(Some(Opened { file, of, counts, list, length: found.len() }))
    }

    /// Where the parts are. The log was asked before how many records there are, which is how much memory this may take.
    fn parts(&self) -> Result<Vec<Part>, NotUsed> {
        let most = self.of.position.saturating_mul(MOST_A_RECORD).saturating_add(MOST_BESIDE);
        let list = self.counts.parts().checked_mul(ENTRY_BYTES as u64).filter(|list| *list <= self.length.min(most));
        let list = list.and_then(|list| usize::try_from(list).ok());
        let mut list = vec![0; list.ok_or(NotUsed::Damaged(LENGTH))?];
        self.file.read_exact_at(&mut list, HEAD_BYTES as u64).map_err(|_| NotUsed::Damaged(LENGTH))?;
        if digest_of(&list) != self.list {
            return Err(NotUsed::Damaged("the list of its parts is not the one that was written"));
        }
        let mut end = (HEAD_BYTES + list.len()) as u64;
        let mut parts = Vec::with_capacity(list.len() / ENTRY_BYTES);
        for entry in list.as_chunks::<ENTRY_BYTES>().0 {
            let part = read_entry(entry, end).ok_or(NotUsed::Damaged(LENGTH))?;
            end = end.checked_add(part.length).ok_or(NotUsed::Damaged(LENGTH))?;
            parts.push(part);
        }
        if end == self.length && end <= most { Ok(parts) } else { Err(NotUsed::Damaged(LENGTH)) }
    }

    /// The chains and the book, and the index if that is wanted.
    pub(crate) fn read(&self, with_index: bool) -> Result<Folded, NotUsed> {
        let parts = self.parts()?;
        let folded = parts::read(self.counts, with_index, |number| match parts.get(number) {
            Some(part) => self.part(*part),
            None => Err(NotUsed::Damaged(LENGTH)),
        })?;
        let Of { position, root, .. } = self.of;
        let Folded { book, guard, .. } = &folded;
        let whole = guard.open_batch().is_none() && book.missing() == 0;
        if !whole || (guard.head(), guard.root(), book.head) != (position, root, position) {
            return Err(NotUsed::Damaged("what is in it is not what it says it is of"));
        }
        Ok(folded)
    }

    /// The bytes of a part, which are those that were written.
    fn part(&self, part: Part) -> Result<Vec<u8>, NotUsed> {
        let length = usize::try_from(part.length).map_err(|_| NotUsed::Damaged("it is larger than memory"))?;
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, part.start)?;
        let written = digest_of(&bytes) == part.digest;
        written.then_some(bytes).ok_or(NotUsed::Damaged("its bytes are not those that were written"))
    }
}

/// Opens what lies somewhere, if it is a file; nothing if nothing lies there. What is none may keep waiting whoever opens it.
fn open_file(path: &Path) -> Result<Option<File>, NotUsed> {
    let opened = fs::metadata(path).and_then(|found| found.is_file().then(|| File::open(path)).transpose());
    match opened {
        Ok(Some(file)) => Ok(Some(file)),
        Ok(None) => Err(NotUsed::NotASnapshot),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Refuses to take the place of anything but a snapshot: it is a cache, and whatever else lies there is worth more.
pub(crate) fn may_take_the_place_of(path: &Path) -> io::Result<()> {
    let is_one = match open_file(path) {
        Ok(None) => true,
        Ok(Some(file)) => {
            let mut magic = [0; MAGIC.len()];
            match file.read_exact_at(&mut magic, 0) {
                Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
                read => read.is_ok() && magic == MAGIC,
            }
        }
        Err(NotUsed::Disk(error)) => return Err(error),
        Err(_) => false,
    };
    let refused = || io::Error::new(io::ErrorKind::AlreadyExists, NOT_OURS);
    if is_one { Ok(()) } else { Err(refused()) }
}

/// Writes a snapshot so that after a power cut the old one or the new one lies there, whole; says how many bytes it has.
/// Nobody but the owner may read it. Of what lies there only a snapshot is written over.
pub(crate) fn write(path: &Path, of: Of, folded: &Folded, whereabouts: &Whereabouts) -> io::Result<u64> {
    may_take_the_place_of(path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = new_name(path);
    let new = leftovers::begin(folder, &name, tempfile::Builder::new())?;
    let counts = Counts::of(folded, whereabouts);
    let mut out = BufWriter::new(new.as_file());
    // What the head and the list say of the parts is known behind them, and one of them in memory is enough.
    let mut list = vec![0; counts.parts() as usize * ENTRY_BYTES];
    out.write_all(&[0; HEAD_BYTES])?;
    out.write_all(&list)?;
    list.clear();
    let mut length = 0;
    parts::pack(folded, whereabouts, |bytes| {
        (bytes.len() as u64).to_le_bytes().pack(&mut list);
        digest_of(bytes).0.pack(&mut list);
        length += bytes.len() as u64;
        out.write_all(bytes)
    })?;
    out.seek(SeekFrom::Start(0))?;
    out.write_all(&head_of(of, counts, digest_of(&list)))?;
    out.write_all(&list)?;
    out.flush()?;
    drop(out);
    new.as_file().sync_all()?;
    new.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()?;
    Ok((HEAD_BYTES + list.len()) as u64 + length)
}

/// How the name of a snapshot in the making begins: one that a power cut left behind shows whose it was.
fn new_name(path: &Path) -> OsString {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push("-");
    name
}

/// The bytes of a head.
fn head_of(of: Of, counts: Counts, list: Hash) -> Vec<u8> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    MAGIC.pack(&mut head);
    FORM.to_le_bytes().pack(&mut head);
    WORD_BYTES.pack(&mut head);
    of.first.0.pack(&mut head);
    of.position.to_le_bytes().pack(&mut head);
    of.root.0.pack(&mut head);
    of.last.0.pack(&mut head);
    counts.book.to_le_bytes().pack(&mut head);
    counts.index.to_le_bytes().pack(&mut head);
    list.0.pack(&mut head);
    digest_of(&head).0.pack(&mut head);
    head
}

fn read_head(head: &[u8; HEAD_BYTES]) -> Result<(Of, Counts, Hash), NotUsed> {
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
    let mut told = || -> Option<(Of, Counts, Hash)> {
        let first = hash(&mut rest)?;
        let position = number(&mut rest).filter(|position| *position > 0)?;
        let (root, last) = (hash(&mut rest)?, hash(&mut rest)?);
        let counts = Counts { book: number(&mut rest)?, index: number(&mut rest)? };
        Some((Of { first, position, root, last }, counts, hash(&mut rest)?))
    };
    told().ok_or(NotUsed::NotASnapshot)
}

/// What the list says of the part that begins there.
fn read_entry(mut entry: &[u8], start: u64) -> Option<Part> {
    let length = u64::from_le_bytes(Pack::unpack(&mut entry)?);
    Some(Part { start, length, digest: Hash(Pack::unpack(&mut entry)?) })
}

fn digest_of(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests;
