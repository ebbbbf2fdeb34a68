//! Where a command writes what was asked for: a file that appears when it is whole, or whatever else takes bytes; never in
//! place of what belongs to a book.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use mizan_store::book::Place;
use tempfile::NamedTempFile;

use crate::cli::place::{book_and, files_of, kept_of};
use crate::cli::vault::vault_of;
use crate::service::beside::{beside, with_ending};
use crate::service::leftovers;
use crate::service::notary::key_file::FIRST_LINE;

/// How the name of a file in the making begins.
const IN_THE_MAKING: &str = ".mizan-export-";

/// How the file of a book or of a vault begins, as every file of SQLite does.
const DATABASE: &str = "SQLite format 3\0";

/// What SQLite keeps beside a file: nothing, and these.
const BESIDE_A_DATABASE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Where something is written: a file that appears only when it is whole, or something that is no file and takes bytes as
/// they come.
pub(super) enum Output {
    Whole { unfinished: NamedTempFile, path: PathBuf },
    Stream { file: File, path: PathBuf },
}

impl Output {
    /// Begins to write. It may take the place of any file but those of a book, whether of the one that is asked or another.
    pub(super) fn open(path: &Path, asked: Option<&Place>) -> anyhow::Result<Output> {
        // What a link leads to is written, the link stays.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        spare_what_is_a_books(&path, asked)?;
        let cannot = || format!("cannot write {}", path.display());
        if path.exists() && !path.is_file() {
            let file = File::options().write(true).open(&path).with_context(cannot)?;
            return Ok(Output::Stream { file, path });
        }
        path.file_name().with_context(|| format!("{} names no file", path.display()))?;
        let unfinished = in_the_making(folder_of(&path)).with_context(cannot)?;
        Ok(Output::Whole { unfinished, path })
    }

    /// What takes the bytes.
    pub(super) fn writer(&self) -> io::Result<Named<File>> {
        let (file, path) = match self {
            Output::Whole { unfinished, path } => (unfinished.as_file(), path),
            Output::Stream { file, path } => (file, path),
        };
        Ok(Named::new(file.try_clone()?, path.display().to_string()))
    }

    /// Gives the file its name, once every byte is on the disk. Unless it comes so far, it is removed.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        let Output::Whole { unfinished, path } = self else { return Ok(()) };
        let cannot = || format!("cannot write {}", path.display());
        unfinished.as_file().sync_all().with_context(cannot)?;
        unfinished.persist(&path).with_context(cannot)?;
        Ok(())
    }

    /// Writes all there is to write.
    pub(super) fn write(self, bytes: &[u8]) -> anyhow::Result<()> {
        self.writer()?.write_all(bytes)?;
        self.finish()
    }
}

/// A file in the making with the rights of an ordinary one, which it becomes.
pub(super) fn in_the_making(folder: &Path) -> io::Result<NamedTempFile> {
    let mut ordinary = tempfile::Builder::new();
    ordinary.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    leftovers::begin(folder, IN_THE_MAKING.as_ref(), ordinary)
}

/// The folder a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Refuses to write where something of a book lies or is to lie: of the one that is asked, of the one that `MIZAN_BOOK` names,
/// and of any in the same folder; and over whatever is a database or a key by its first bytes, whosever it is.
pub(super) fn spare_what_is_a_books(path: &Path, asked: Option<&Place>) -> anyhow::Result<()> {
    let path = whole(path);
    let named = book_and(None, None).ok().map(|(book, _)| book);
    let neighbours = fs::read_dir(folder_of(&path)).into_iter().flatten().flatten().map(|entry| entry.path());
    let neighbours = neighbours.filter(|path| path.extension().is_some_and(|ending| ending == "mizan"));
    let books = asked.cloned().into_iter().chain(named).chain(neighbours.map(Place::File));
    if let Some(book) = books.into_iter().find(|book| own(book).iter().any(|own| whole(own) == path)) {
        bail!("{} belongs to {book}: name another file to write into", path.display());
    }
    if let Some(what) = precious(&path) {
        bail!("{} is {what}: name another file to write into", path.display());
    }
    Ok(())
}

/// Every file that belongs to a book, whether or not it is there.
fn own(book: &Place) -> Vec<PathBuf> {
    let mut own = Vec::new();
    if let Place::File(path) = book {
        own.extend(BESIDE_A_DATABASE.map(|ending| with_ending(&whole(path), ending)));
        own.push(beside(path, "reconcile-lock"));
    }
    if let Some(files) = files_of(book) {
        own.push(files.checkpoint.with_extension("checkpoint-lock"));
        own.extend([files.key, files.passphrase, files.checkpoint]);
    }
    own.extend(kept_of(book).file().map(ToOwned::to_owned));
    if let Some(place) = vault_of(book) {
        own.extend(BESIDE_A_DATABASE.map(|ending| with_ending(&whole(&place.vault), ending)));
        own.push(place.key);
    }
    own
}

/// A path that is one and the same however it is written, as far as its folder is there.
fn whole(path: &Path) -> PathBuf {
    let by_folder = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(by_folder).unwrap_or_else(|| path.to_owned())
}

/// What a file is that nothing is written over, by its first bytes.
fn precious(path: &Path) -> Option<&'static str> {
    let mut head = Vec::new();
    let file = path.is_file().then(|| File::open(path).ok()).flatten()?;
    file.take(DATABASE.len().max(FIRST_LINE.len()) as u64).read_to_end(&mut head).ok()?;
    if head.starts_with(DATABASE.as_bytes()) {
        Some("a book, a vault or another database")
    } else if head.starts_with(FIRST_LINE.as_bytes()) {
        Some("the key of a book")
    } else {
        None
    }
}

/// What takes bytes, and says where it is when it does not.
#[derive(Debug)]
pub(super) struct Named<W> {
    to: W,
    name: String,
}

impl<W> Named<W> {
    pub(super) fn new(to: W, name: String) -> Named<W> {
        Named { to, name }
    }

    /// What is read at the other end of a pipe, or by a person.
    pub(super) fn standard_output(to: W) -> Named<W> {
        Named::new(to, "standard output".to_owned())
    }

    /// The kind of an error says what became of whoever reads, and stays.
    fn told(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("cannot write {}: {error}", self.name))
    }
}

impl<W: Write> Write for Named<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes).map_err(|error| self.told(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush().map_err(|error| self.told(&error))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all_and_never_in_place_of_the_book() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (file, book) = (folder.path().join("out.csv"), folder.path().join("network.mizan"));
        fs::write(&book, "the book")?;
        let place = Place::File(book.clone());
        drop(Output::open(&file, Some(&place))?);
        assert_eq!(fs::read_dir(folder.path())?.count(), 1, "what was not finished is gone");
        let output = Output::open(&file, Some(&place))?;
        output.writer()?.write_all(b"whole")?;
        assert!(!file.exists());
        output.finish()?;
        assert_eq!(fs::read_to_string(&file)?, "whole");
        for own in [
            "network.mizan",
            "network.mizan-wal",
            "network.mizan-shm",
            "network.mizan-journal",
            "network.key",
            "network.passphrase",
            "network.checkpoint",
            "network.checkpoint-lock",
            "network.snapshot",
            "network.reconcile-lock",
            "network.vault",
            "network.vault-journal",
            "network.vault.key",
        ] {
            let own = folder.path().join(own);
            for asked in [Some(&place), None, Some(&Place::File(folder.path().join("other.mizan")))] {
                let told = Output::open(&own, asked).map(drop).expect_err("it belongs to the book").to_string();
                assert!(told.starts_with(&format!("{} belongs to ", own.display())), "{told}");
            }
        }
        assert_eq!(fs::read_to_string(&book)?, "the book");
        Ok(())
    }

    #[test]
    fn what_a_killed_program_left_goes_with_the_next_file_unless_it_is_young_or_held() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let hours_ago = |hours: u64| SystemTime::now() - Duration::from_secs(3_600 * hours);
        let put = |name: &str, hours: u64| {
            let file = File::create_new(folder.path().join(name))?;
            file.set_modified(hours_ago(hours)).map(|()| file)
        };
        let held = put(".mizan-export-heldby", 5)?;
        held.try_lock()?;
        for (name, hours) in [(".mizan-export-killed", 5), (".mizan-export-young1", 0), (".mizan-other-abc123", 5)] {
            put(name, hours)?;
        }
        Output::open(&folder.path().join("out.csv"), None)?.write(b"a table")?;
        let left =
            fs::read_dir(folder.path())?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<BTreeSet<_>>>()?;
        let expected = [".mizan-export-heldby", ".mizan-export-young1", ".mizan-other-abc123", "out.csv"];
        assert_eq!(left, expected.map(Into::into).into());
        Ok(())
    }

    #[test]
    fn a_link_or_a_way_around_leads_to_the_book_all_the_same() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let book = folder.path().join("network.mizan");
        fs::write(&book, "the book")?;
        std::os::unix::fs::symlink(&book, folder.path().join("out.csv"))?;
        fs::create_dir(folder.path().join("sub"))?;
        for way in ["out.csv", "sub/../network.vault", "./network.key"] {
            assert!(Output::open(&folder.path().join(way), Some(&Place::File(book.clone()))).is_err(), "{way}");
        }
        Ok(())
    }

    #[test]
    fn a_database_and_a_key_are_written_over_nowhere_and_by_nobody() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("elsewhere");
        for (head, what) in [(DATABASE, "a book, a vault or another database"), (FIRST_LINE, "the key of a book")] {
            fs::write(&file, format!("{head} and more"))?;
            let told = Output::open(&file, None).map(drop).expect_err("it is precious").to_string();
            assert_eq!(told, format!("{} is {what}: name another file to write into", file.display()));
        }
        fs::write(&file, "a table")?;
        Output::open(&file, None)?.write(b"another table")?;
        assert_eq!(fs::read_to_string(&file)?, "another table");
        Ok(())
    }

    #[test]
    fn whatever_cannot_be_written_is_named_and_whoever_has_left_is_known() {
        struct Broken(io::ErrorKind);
        impl Write for Broken {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Err(self.0.into())
            }
        }
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::BrokenPipe] {
            let mut out = Named::standard_output(Broken(kind));
            for error in [
                out.write_all(b"an answer").map_err(|error| (error.kind(), error.to_string())),
                out.flush().map_err(|error| (error.kind(), error.to_string())),
            ] {
                assert_eq!(error, Err((kind, format!("cannot write standard output: {kind}"))));
            }
        }
    }
}
