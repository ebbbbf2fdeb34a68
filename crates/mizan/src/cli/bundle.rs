//! A bundle of the whole log, for any web server, any stick and any verifier: `mizan export --as bundle`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use mizan_ledger::book::Book;
use mizan_proof::checkpoint::SignedCheckpoint;
use mizan_proof::policy::Policy;
use mizan_store::book::Place;
use mizan_store::log::EventLog;
use mizan_verify::bundle::{self, CHECKPOINT, Writing};
use mizan_verify::digest::lines_of;
use tar::{Builder, Header};
use tempfile::NamedTempFile;

use crate::cli::Finding;
use crate::cli::output::{folder_of, in_the_making, spare_what_is_a_books};
use crate::cli::place::files_of;
use crate::service::environment::today;
use crate::service::notary::shelf::Shelf;
use crate::service::notary::{Files, Grown, key_file, root_at};
use crate::service::reader::{At, ReadError, visit};

/// Writes a bundle of all records there are, and tells how many.
pub(super) async fn write(
    place: &Place,
    log: &Arc<dyn EventLog>,
    target: &Path,
    mut reached: impl FnMut(u64),
) -> anyhow::Result<u64> {
    let Some(files) = files_of(place).filter(|files| files.key.exists()) else {
        bail!(Finding(format!("{place} has no key, and a bundle must be signed: make one with `mizan key new`")));
    };
    spare_what_is_a_books(target, Some(place))?;
    let signed = sign(&files, log).await?;
    let Some(last) = signed.checkpoint.size.checked_sub(1) else {
        bail!(Finding(format!("{place} has no record yet")));
    };
    let mut sink = Sink::open(target, &signed)?;
    let (mut writing, mut book) = (Writing::default(), Book::default());
    visit(log, At::Position(last), |seen| {
        reached(seen.record.envelope.position);
        book.apply(seen.record).map_err(ReadError::Broken)?;
        if let Some(file) = writing.record(seen.record, seen.line)? {
            sink.put(&file)?;
        }
        anyhow::Ok(())
    })
    .await?;
    let records = writing.size();
    let balances = book.cooperatives.iter().map(|(id, cooperative)| (*id, cooperative.balances.totals()));
    let balances = lines_of(balances).concat().into_bytes();
    for file in writing.finish(&signed, &policy(&files)?, balances) {
        sink.put(&file)?;
    }
    sink.finish()?;
    Ok(records)
}

/// The checkpoint over all there is.
pub(super) async fn sign(files: &Files, log: &Arc<dyn EventLog>) -> anyhow::Result<SignedCheckpoint> {
    let size = log.head().await?;
    let Some(root) = root_at(log.as_ref(), size).await? else { bail!("the log became smaller while it was read") };
    files.notary().sign(log, Grown { size, root, pays: false }).await?;
    Shelf::at(files.checkpoint.clone()).read()?.context("the checkpoint was taken away while it was read")
}

/// Whose word the log itself says it has: its key, and the one before it as long as both sign.
pub(super) fn policy(files: &Files) -> anyhow::Result<Policy> {
    let keys = std::iter::once(files.key.clone()).chain(files.before(today()));
    Ok(Policy::of_logs(keys.map(|file| key_file::whose(&file)).collect::<Result<Vec<_>, _>>()?))
}

/// Where a bundle is written.
enum Sink {
    /// A folder: new, or one of this log's earlier bundles, to which what is new is added.
    Folder(PathBuf),
    /// A tar file, which appears when it is whole.
    Tar { builder: Box<Builder<NamedTempFile>>, path: PathBuf },
}

impl Sink {
    fn open(target: &Path, signed: &SignedCheckpoint) -> anyhow::Result<Sink> {
        if target.extension().is_some_and(|ending| ending == "tar") {
            let file =
                in_the_making(folder_of(target)).with_context(|| format!("cannot write {}", target.display()))?;
            return Ok(Sink::Tar { builder: Box::new(Builder::new(file)), path: target.to_owned() });
        }
        if target.exists() {
            check_is_ours(target, signed)?;
        }
        fs::create_dir_all(target).with_context(|| format!("cannot make the folder {}", target.display()))?;
        Ok(Sink::Folder(target.to_owned()))
    }

    fn put(&mut self, file: &bundle::File) -> anyhow::Result<()> {
        match self {
            Sink::Folder(folder) => {
                let path = folder.join(&file.path);
                put(&path, &file.bytes).with_context(|| format!("cannot write {}", path.display()))
            }
            Sink::Tar { builder, path } => {
                let mut header = Header::new_gnu();
                header.set_size(file.bytes.len() as u64);
                header.set_mode(0o644);
                // The same log gives the same file, whenever it is written.
                header.set_mtime(0);
                let put = builder.append_data(&mut header, &file.path, file.bytes.as_slice());
                put.with_context(|| format!("cannot write {}", path.display()))
            }
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        let Sink::Tar { builder, path } = self else { return Ok(()) };
        let cannot = || format!("cannot write {}", path.display());
        let file = builder.into_inner().with_context(cannot)?;
        file.as_file().sync_all().with_context(cannot)?;
        make_ordinary(file.as_file()).with_context(cannot)?;
        file.persist(&path).with_context(cannot)?;
        Ok(())
    }
}

/// A temporary file is for its owner alone; a bundle is for everybody.
fn make_ordinary(file: &File) -> io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

/// Writes a file of a bundle as a whole, unless it is there already: what a web server hands out is never half.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    make_ordinary(file.as_file())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A folder that is there must hold an earlier bundle of this log, or nothing: nobody's files are written over.
fn check_is_ours(folder: &Path, signed: &SignedCheckpoint) -> anyhow::Result<()> {
    let mut inside = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    if inside.next().is_none() {
        return Ok(());
    }
    let before = fs::read_to_string(folder.join(CHECKPOINT)).ok().and_then(|text| SignedCheckpoint::parse(&text).ok());
    let now = &signed.checkpoint;
    match before {
        Some(before) if before.checkpoint.origin == now.origin && before.checkpoint.size <= now.size => Ok(()),
        Some(before) if before.checkpoint.origin == now.origin => bail!(Finding(format!(
            "{} holds {} records of this log already, which has {}: it was put back from a backup",
            folder.display(),
            before.checkpoint.size,
            now.size
        ))),
        Some(before) => bail!(Finding(format!("{} is a bundle of {}", folder.display(), before.checkpoint.origin))),
        None => bail!(Finding(format!("{} is there and is no bundle: name another folder", folder.display()))),
    }
}
