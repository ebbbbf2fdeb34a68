//! `mizan copy` and `mizan backup`: the same records in another place, and the proof that they are the same.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::tree::Frontier;
use mizan_store::book::{Book, Place};
use mizan_store::log::EventLog;
use serde::Serialize;

use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::reader::{Until, fold};

/// How much is read and written at a time.
const PAGE_BYTES: usize = 1 << 20;

/// Copy a book to another place, from a file to a database or back.
///
/// Every record goes over byte for byte, up to the last one there was when copying began; others may write meanwhile. Then
/// the copy is read back, checked record by record as `mizan replay` does, and its root compared with that of what was
/// copied. What exists at the other place is never written over: a copy that was interrupted goes on with --resume.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan copy network.mizan postgres://clerk@db.example/trade#network
  mizan copy postgres://clerk@db.example/trade#network network.mizan")]
pub(super) struct Copy {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME.
    #[arg(value_name = "FROM")]
    from: Place,
    /// The place of the copy, where there must be no book.
    #[arg(value_name = "TO")]
    to: Place,
    /// Go on with a copy that was interrupted: what is there must be the first records of the book.
    #[arg(long)]
    resume: bool,
}

/// Copy a book to a file, while others write it.
///
/// The file gets its name only when it is whole and was read back: each record checked as `mizan replay` does, and the
/// root compared with that of what was copied. A backup is a book: any command reads it. To restore it, give it the name
/// of the book, or `mizan copy` it to a database. Nobody's name is in it: the vault is copied by itself, see `mizan person
/// --help`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan backup network.mizan network-2026-11-22.mizan
  mizan backup postgres://clerk@db.example/trade#network network-2026-11-22.mizan")]
pub(super) struct Backup {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME.
    #[arg(value_name = "BOOK")]
    book: Place,
    /// The file of the backup, which must not exist.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// What was copied, as JSON.
#[derive(Serialize)]
struct Copied {
    from: String,
    to: String,
    records: u64,
    root: String,
}

impl Copy {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let source = self.from.open_read_only().await?;
        let target = match self.to.create().await {
            Ok(target) => target,
            Err(taken) if taken.is_taken() && self.resume => self.to.open().await?,
            Err(taken) if taken.is_taken() => {
                return Err(anyhow::Error::from(taken).context("a copy that was interrupted goes on with --resume"));
            }
            Err(error) => return Err(error.into()),
        };
        let (records, root) = copy(source, target, &self.to, terminal).await?;
        said(terminal, Copied { from: self.from.to_string(), to: self.to.to_string(), records, root: root.to_string() })
    }
}

impl Backup {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let Backup { book, file } = self;
        if fs::symlink_metadata(&file).is_ok() {
            bail!(Finding(format!("{} exists already: give the backup another name", file.display())));
        }
        let source = book.open_read_only().await?;
        let unfinished = Unfinished::beside(&file);
        let draft = Place::File(unfinished.0.clone());
        let target = draft.create().await?;
        let (records, root) = copy(source, target, &draft, terminal).await?;
        unfinished.finish(&file).with_context(|| format!("cannot write {}", file.display()))?;
        let (from, to) = (book.to_string(), file.display().to_string());
        said(terminal, Copied { from, to, records, root: root.to_string() })
    }
}

/// A backup in the making, which is gone whatever happens, unless the power fails.
struct Unfinished(PathBuf);

impl Unfinished {
    fn beside(file: &Path) -> Unfinished {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".part{}", std::process::id()));
        Unfinished(name.into())
    }

    /// Gives it its name, unless something has that name by now.
    fn finish(self, file: &Path) -> io::Result<()> {
        match fs::hard_link(&self.0, file) {
            // A stick gives a file one name only.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !file.exists() => fs::rename(&self.0, file)?,
            linked => linked?,
        }
        match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => fs::File::open(folder)?.sync_all(),
            None => fs::File::open(".")?.sync_all(),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            // What cannot be removed is less telling than why the backup failed.
            let _ = fs::remove_file(format!("{}{ending}", self.0.display()));
        }
    }
}

/// Copies all there is, reads the copy back, and tells how many records it has and their root.
async fn copy(source: Book, target: Book, place: &Place, terminal: &Terminal) -> anyhow::Result<(u64, Hash)> {
    let end = source.head().await?;
    if end == 0 {
        bail!(Finding("the book has no record yet: there is nothing to copy".to_owned()));
    }
    let there = target.head().await?;
    let bar = terminal.progress(Some(end), "records");
    let mut hashed = Frontier::new();
    let mut resumed = Frontier::new();
    hash_up_to(&target, there, &mut resumed).await?;
    if there > end || hash_up_to(&source, there.min(end), &mut hashed).await? != resumed.root() {
        bail!(Finding(format!("the {there} records in {place} are not the first of the book: name another place")));
    }
    while hashed.size() < end {
        let first = hashed.size();
        let page = source.read(first, PAGE_BYTES).await?;
        let wanted = usize::try_from(end - first)?;
        let records: Vec<Vec<u8>> = page.records().take(wanted).map(<[u8]>::to_vec).collect();
        if records.is_empty() {
            bail!(Finding(format!(
                "the book ends at {first}, and {end} records were there before: take it from a copy"
            )));
        }
        records.iter().for_each(|record| hashed.push(leaf_hash(record)));
        target.append(first, &records).await?;
        bar.set_position(hashed.size());
    }
    target.close().await?;
    // What was written is read in the way of every reader.
    let copied: Arc<dyn EventLog> = Arc::new(place.open_read_only().await?);
    let checked = fold(&copied, Until::End, |seen| {
        bar.set_position(seen.record.envelope.position);
        anyhow::Ok(())
    })
    .await?;
    bar.finish_and_clear();
    let root = checked.guard.root();
    if (checked.guard.head(), root) != (end, hashed.root()) {
        bail!(Finding(format!(
            "the copy in {place} has {} records with root {root}, and {end} with root {} were copied: the copy is not good",
            checked.guard.head(),
            hashed.root()
        )));
    }
    Ok((end, root))
}

/// Hashes the records up to a position.
async fn hash_up_to(log: &Book, end: u64, hashed: &mut Frontier) -> anyhow::Result<Hash> {
    while hashed.size() < end {
        let page = log.read(hashed.size(), PAGE_BYTES).await?;
        let wanted = usize::try_from(end - hashed.size())?;
        if page.is_empty() {
            bail!(Finding(format!("the book ends at {}, and {end} records were there before", hashed.size())));
        }
        page.records().take(wanted).for_each(|record| hashed.push(leaf_hash(record)));
    }
    Ok(hashed.root())
}

fn said(terminal: &Terminal, copied: Copied) -> anyhow::Result<Outcome> {
    if terminal.wants_json() {
        terminal.say_json(&copied)?;
    } else {
        let Copied { to, records, root, .. } = copied;
        terminal.say(format_args!("{to} holds {records} records, read back and checked, root {root}"))?;
    }
    Ok(Outcome::Fine)
}
