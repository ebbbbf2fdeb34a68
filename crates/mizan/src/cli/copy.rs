//! `mizan copy` and `mizan backup`: the same records in another place, and the proof that they are the same.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::tree::Frontier;
use mizan_store::book::{Book, Place};
use mizan_store::log::{AppendError, EventLog, StoreError};
use mizan_store::postgres::address::Address;
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
    from: String,
    /// The place of the copy, where there must be no book.
    #[arg(value_name = "TO")]
    to: String,
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
    book: String,
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
    /// What guards what was copied no longer, or should not act on it: its copy has all guards again, and looks as if nothing
    /// had been.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    altered: Vec<String>,
}

impl Copy {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (from, to): (Place, Place) = (self.from.parse()?, self.to.parse()?);
        let source = from.open_read_only().await?;
        let altered = source.altered().await.map_err(anyhow::Error::from_boxed)?;
        let target = match to.create().await {
            Ok(target) => target,
            Err(taken) if taken.is_taken() && self.resume => to.open().await?,
            Err(taken) if taken.is_taken() => {
                return Err(anyhow::Error::from(taken).context("a copy that was interrupted goes on with --resume"));
            }
            Err(error) => return Err(error.into()),
        };
        let copied = copy(&source, &target, &to, terminal).await;
        // Whatever became of it, the place of the copy is left as one whole file.
        let closed = target.close().await;
        let begun = |error: anyhow::Error| match can_go_on(&error) {
            true => error.context(format!("the copy in {to} is not whole: go on with --resume")),
            false => error,
        };
        let end = copied.map_err(begun)?;
        closed?;
        let root = read_back(&to, end, terminal).await?;
        said(terminal, Copied { from: from.to_string(), to: to.to_string(), records: end.records, root, altered })
    }
}

impl Backup {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let Backup { book, file } = self;
        if file.to_str().is_some_and(Address::looks_like) {
            bail!("a backup is a file, and what is named is a database: `mizan copy` copies a book there");
        }
        if fs::symlink_metadata(&file).is_ok() {
            bail!(Finding(format!("{} exists already: give the backup another name", file.display())));
        }
        let book: Place = book.parse()?;
        let source = book.open_read_only().await?;
        let altered = source.altered().await.map_err(anyhow::Error::from_boxed)?;
        let unfinished = Unfinished::beside(&file);
        let draft = Place::File(unfinished.0.clone());
        let target = draft.create().await?;
        let copied = copy(&source, &target, &draft, terminal).await;
        let closed = target.close().await;
        let end = copied?;
        closed?;
        let root = read_back(&draft, end, terminal).await?;
        unfinished.finish(&file).with_context(|| format!("cannot write {}", file.display()))?;
        let (from, to) = (book.to_string(), file.display().to_string());
        said(terminal, Copied { from, to, records: end.records, root, altered })
    }
}

/// A backup in the making, which is gone whatever happens, unless the power fails or the program is killed.
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

/// What was copied: how many records, and the root over them.
#[derive(Debug, Clone, Copy)]
struct End {
    records: u64,
    root: Hash,
}

/// Copies all there is.
async fn copy(source: &Book, target: &Book, place: &Place, terminal: &Terminal) -> anyhow::Result<End> {
    let end = source.head().await?;
    if end == 0 {
        bail!(Finding("the book has no record yet: there is nothing to copy".to_owned()));
    }
    let there = target.head().await?;
    let bar = terminal.progress(Some(end), "records");
    let mut hashed = Frontier::new();
    let mut resumed = Frontier::new();
    hash_up_to(target, there, &mut resumed).await?;
    if there > end || hash_up_to(source, there.min(end), &mut hashed).await? != resumed.root() {
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
        target.append(first, &records).await.map_err(|error| not_copied(error, first, place))?;
        bar.set_position(hashed.size());
    }
    bar.finish_and_clear();
    Ok(End { records: end, root: hashed.root() })
}

/// Why some records, the first of which stands at a position, did not go over: a record that no book takes is told by where it
/// stands in this one.
fn not_copied(error: AppendError, first: u64, place: &Place) -> anyhow::Error {
    match error {
        AppendError::TooLong { index, .. } | AppendError::NotALine { index, .. } => {
            let position = first + index as u64;
            Finding(format!("record {position} is none that a book can hold ({error}): take the book from a copy"))
                .into()
        }
        AppendError::Conflict { head } => {
            anyhow!("another program has added to {place} meanwhile, which has {head} records now and had {first}")
        }
        AppendError::Empty | AppendError::Unknown { .. } | AppendError::Store(_) => error.into(),
    }
}

/// Reads a copy back in the way of every reader, and gives its root, which must be that of what was copied.
async fn read_back(place: &Place, end: End, terminal: &Terminal) -> anyhow::Result<String> {
    let bar = terminal.progress(Some(end.records), "records");
    let copied: Arc<dyn EventLog> = Arc::new(place.open_read_only().await?);
    let checked = fold(&copied, Until::End, |seen| {
        bar.set_position(seen.record.envelope.position);
        anyhow::Ok(())
    })
    .await?;
    bar.finish_and_clear();
    let (records, root) = (checked.guard.head(), checked.guard.root());
    if (records, root) != (end.records, end.root) {
        bail!(Finding(format!(
            "the copy in {place} has {records} records with root {root}, and {} with root {} were copied: the copy is not good",
            end.records, end.root
        )));
    }
    Ok(root.to_string())
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

/// Whether a copy that was interrupted so can go on.
fn can_go_on(error: &anyhow::Error) -> bool {
    let store = match error.downcast_ref::<AppendError>() {
        Some(AppendError::Store(error)) => Some(error),
        Some(_) | None => error.downcast_ref::<StoreError>(),
    };
    let never = store.is_some_and(|error| error.is_of_the_book() || matches!(error, StoreError::Moved { .. }));
    !never && error.downcast_ref::<Finding>().is_none()
}

/// Tells what was copied, and what was found at the book that was.
fn said(terminal: &Terminal, copied: Copied) -> anyhow::Result<Outcome> {
    if terminal.wants_json() {
        terminal.say_json(&copied)?;
    } else {
        let Copied { to, records, root, .. } = &copied;
        terminal.say(format_args!("{to} holds {records} records, read back and checked, root {root}"))?;
    }
    for alteration in &copied.altered {
        tracing::warn!(
            "What keeps {} was ALTERED: {alteration}: see `mizan verify` before you trust the copy",
            copied.from
        );
    }
    Ok(if copied.altered.is_empty() { Outcome::Fine } else { Outcome::Found })
}
