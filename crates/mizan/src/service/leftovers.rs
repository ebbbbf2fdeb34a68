//! Files in the making: how they are begun, and how those go that programs left which were killed meanwhile.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File, Metadata};
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

/// How many random letters and digits end the name of a file in the making.
const RANDOM: usize = 6;

/// After so long without a word written, one that nobody holds was abandoned.
const ABANDONED: Duration = Duration::from_secs(3_600);

/// Begins a file whose name begins so, and removes what killed programs left of such.
pub(crate) fn begin<'a>(folder: &Path, beginning: &'a OsStr, mut like: Builder<'a, '_>) -> io::Result<NamedTempFile> {
    sweep(folder, beginning);
    let new = like.prefix(beginning).rand_bytes(RANDOM).tempfile_in(folder)?;
    // Whoever sweeps sees by it that somebody still writes; where files cannot be locked, nobody sweeps.
    let _ = new.as_file().try_lock();
    Ok(new)
}

/// Removes what was left. What cannot be removed stays until the next time.
fn sweep(folder: &Path, beginning: &OsStr) {
    let in_the_making = |entry: &DirEntry| {
        let found = entry.file_name();
        let random = found.as_encoded_bytes().strip_prefix(beginning.as_encoded_bytes());
        random.is_some_and(|random| random.len() == RANDOM && random.iter().all(u8::is_ascii_alphanumeric))
    };
    // One that has just been made may not be held yet.
    let is_old = |entry: &DirEntry| {
        let file = entry.metadata().ok().filter(Metadata::is_file);
        let age = file.and_then(|file| file.modified().ok()?.elapsed().ok());
        age.is_some_and(|age| age > ABANDONED)
    };
    // One that may not be opened belongs to somebody else, who may be writing it.
    let is_free = |entry: &DirEntry| File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| in_the_making(entry) && is_old(entry) && is_free(entry)) {
        let _ = fs::remove_file(entry.path());
    }
}
