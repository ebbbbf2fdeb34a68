//! Where evidence is kept: one text file for each pair of checkpoints, whole or not there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use mizan_proof::witness::evidence::Evidence;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

/// Writes evidence into a folder and says where it is; nothing if it is there already.
///
/// The file is named by a hash of the origin, the two sizes and the beginning of the newer root. So whoever sends one
/// pair again and again fills no disk: there are as many files as the log has signed checkpoints against itself.
pub fn keep(folder: &Path, evidence: &Evidence) -> io::Result<Option<PathBuf>> {
    let (older, newer) = (&evidence.cosigned.checkpoint, &evidence.shown.signed.checkpoint);
    let origin = hex(&Sha256::digest(&newer.origin)[..8]);
    let path = folder.join(format!("{origin}-{}-{}-{}.txt", older.size, newer.size, hex(&newer.root.0[..4])));
    let mut draft = NamedTempFile::new_in(folder)?;
    write!(draft, "{evidence}")?;
    draft.as_file().sync_all()?;
    if let Err(error) = draft.persist_noclobber(&path) {
        return if error.error.kind() == io::ErrorKind::AlreadyExists { Ok(None) } else { Err(error.error) };
    }
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(Some(path))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
