//! The checkpoints a verifier has seen, kept from run to run: a log that shows two faces meets its own word here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mizan_proof::checkpoint::SignedCheckpoint;
use mizan_proof::hash::leaf_hash;
use mizan_proof::note::LONGEST;

/// The most checkpoints that are remembered of one log; of those between, every other one is forgotten.
const MOST: usize = 1_000;

/// A folder of checkpoints.
#[derive(Debug, Clone)]
pub struct Memory {
    folder: PathBuf,
}

/// Why something could not be remembered.
#[derive(Debug, thiserror::Error)]
pub enum Forgetful {
    /// The disk.
    #[error("the memory in {}", file.display())]
    Disk {
        /// Where.
        file: PathBuf,
        /// What failed.
        source: io::Error,
    },
    /// A file that is no checkpoint.
    #[error("{} was a checkpoint and is none any more: look who changed it, and move it away", file.display())]
    Damaged {
        /// Which.
        file: PathBuf,
    },
}

fn disk(file: &Path) -> impl Fn(io::Error) -> Forgetful + '_ {
    move |source| Forgetful::Disk { file: file.to_owned(), source }
}

impl Memory {
    /// The memory in a folder, which need not be there yet.
    #[must_use]
    pub fn at(folder: PathBuf) -> Memory {
        Memory { folder }
    }

    /// One folder a log, by a hash of its name.
    fn of(&self, origin: &str) -> PathBuf {
        self.folder.join(leaf_hash(origin.as_bytes()).to_string())
    }

    /// What was seen of a log, the smallest first.
    pub fn recall(&self, origin: &str) -> Result<Vec<SignedCheckpoint>, Forgetful> {
        let folder = self.of(origin);
        let files = match fs::read_dir(&folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(disk(&folder)(source)),
        };
        let mut seen = Vec::new();
        for file in files {
            let file = file.map_err(disk(&folder))?.path();
            if file.extension().is_none_or(|ending| ending != "checkpoint") {
                continue;
            }
            let damaged = || Forgetful::Damaged { file: file.clone() };
            if fs::metadata(&file).map_err(disk(&file))?.len() > LONGEST as u64 {
                return Err(damaged());
            }
            let text = fs::read_to_string(&file).map_err(disk(&file))?;
            let signed = SignedCheckpoint::parse(&text).map_err(|_| damaged())?;
            if signed.checkpoint.origin != origin {
                return Err(damaged());
            }
            seen.push(signed);
        }
        seen.sort_by_key(|signed| signed.checkpoint.size);
        Ok(seen)
    }

    /// Remembers a checkpoint that was found true.
    pub fn remember(&self, signed: &SignedCheckpoint) -> Result<(), Forgetful> {
        let folder = self.of(&signed.checkpoint.origin);
        fs::create_dir_all(&folder).map_err(disk(&folder))?;
        let file = |size: u64| folder.join(format!("{size}.checkpoint"));
        let place = file(signed.checkpoint.size);
        let new = folder.join(format!("{}.new", signed.checkpoint.size));
        fs::write(&new, signed.to_string()).map_err(disk(&new))?;
        fs::rename(&new, &place).map_err(disk(&place))?;
        let seen = self.recall(&signed.checkpoint.origin)?;
        if seen.len() > MOST {
            let middle = seen.iter().skip(1).step_by(2).filter(|old| old.checkpoint.size < signed.checkpoint.size);
            for old in middle {
                let old = file(old.checkpoint.size);
                fs::remove_file(&old).map_err(disk(&old))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use mizan_proof::checkpoint::Checkpoint;
    use mizan_proof::note::SignerKey;

    use super::*;

    fn seen(size: u64) -> SignedCheckpoint {
        let origin = "ledger.example/atlas";
        let key = SignerKey::new(origin, &[7; 32]).expect("a name");
        let checkpoint = Checkpoint { origin: origin.to_owned(), size, root: leaf_hash(&size.to_be_bytes()) };
        let line = key.signature_of(&checkpoint.to_string());
        checkpoint.signed(vec![line])
    }

    #[test]
    fn what_was_seen_is_recalled_from_the_smallest_to_the_largest_and_a_damaged_one_is_told() -> Result<(), Forgetful> {
        let folder = tempfile::tempdir().expect("a folder");
        let memory = Memory::at(folder.path().join("memory"));
        assert_eq!(memory.recall("ledger.example/atlas")?, []);
        for size in [30, 4, 200] {
            memory.remember(&seen(size))?;
        }
        assert_eq!(memory.recall("ledger.example/atlas")?, [seen(4), seen(30), seen(200)]);
        assert_eq!(memory.recall("ledger.example/rif")?, []);
        let one = memory.of("ledger.example/atlas").join("30.checkpoint");
        fs::write(&one, "nothing").expect("written");
        assert!(matches!(memory.recall("ledger.example/atlas"), Err(Forgetful::Damaged { file }) if file == one));
        Ok(())
    }

    #[test]
    fn a_memory_has_a_bound_and_keeps_the_oldest_and_the_newest() -> Result<(), Forgetful> {
        let folder = tempfile::tempdir().expect("a folder");
        let memory = Memory::at(folder.path().to_owned());
        for size in 1..=1_001 {
            memory.remember(&seen(size))?;
        }
        let kept = memory.recall("ledger.example/atlas")?;
        assert!(kept.len() < 600, "{}", kept.len());
        let ends = [kept.first(), kept.last()].map(|signed| signed.map(|signed| signed.checkpoint.size));
        assert_eq!(ends, [Some(1), Some(1_001)]);
        Ok(())
    }
}
