//! What a log asks a witness (C2SP tlog-witness, `add-checkpoint`), and what a witness finds.
//!
//! A witness keeps of each log the last checkpoint it cosigned, and cosigns another only where it is shown that this one
//! continues that one. So of two histories that a log tells, it cosigns one.

pub mod evidence;

use std::fmt;

use crate::checkpoint::{Checkpoint, NotACheckpoint, SignedCheckpoint, number};
use crate::hash::{Hash, empty_root};
use crate::proof::{LONGEST_PATH, NotProved, verify_consistency};

/// The longest request that is read, in bytes.
pub const LONGEST: usize = 64 << 10;

/// A log shows a checkpoint, and that it continues the one the witness has cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How large the log was in the checkpoint the witness has cosigned, as the log believes; 0 for none.
    pub old: u64,
    /// That the new log begins with the old one.
    pub path: Vec<Hash>,
    /// The new checkpoint.
    pub signed: SignedCheckpoint,
}

/// Why a text is no request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotARequest {
    /// Too long.
    #[error("a request of {0} bytes, {LONGEST} are the most")]
    TooLong(usize),
    /// Not of the form.
    #[error("line {line} of the request: {right}")]
    Line {
        /// Which line, counted from 1.
        line: usize,
        /// What should stand there.
        right: &'static str,
    },
    /// The checkpoint is none.
    #[error(transparent)]
    Checkpoint(#[from] NotACheckpoint),
    /// The log would have been larger before.
    #[error("the checkpoint is of {size} records and the old size is {old}: a log only grows")]
    Backwards {
        /// The size it says the witness has seen.
        old: u64,
        /// The size of the new checkpoint.
        size: u64,
    },
}

/// What a witness finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The checkpoint continues the one that was cosigned: this one can be, too.
    Continues,
    /// Another size was cosigned than the log believes.
    Elsewhere {
        /// The size that was cosigned.
        size: u64,
    },
    /// The log has signed two roots for one size.
    OtherRoot,
    /// What came with the checkpoint does not show that it continues the one that was cosigned.
    NotShown(NotProved),
}

impl Request {
    /// Reads a request, in the one way each can be written.
    pub fn parse(text: &str) -> Result<Request, NotARequest> {
        if text.len() > LONGEST {
            return Err(NotARequest::TooLong(text.len()));
        }
        let wrong = |line, right| NotARequest::Line { line, right };
        let (proof, checkpoint) = text.split_once("\n\n").ok_or_else(|| {
            wrong(text.lines().count() + 1, "an empty line and the checkpoint must follow the hashes")
        })?;
        let mut lines = (1..).zip(proof.split('\n'));
        let old = lines.next().and_then(|(_, line)| number(line.strip_prefix("old ")?));
        let old = old.ok_or_else(|| wrong(1, "write `old ` and the size of the checkpoint that was cosigned, or 0"))?;
        let mut path = Vec::new();
        for (line, hash) in lines {
            if path.len() == LONGEST_PATH {
                return Err(wrong(line, "a proof has 63 hashes at the most"));
            }
            path.push(Hash::from_base64(hash).ok_or_else(|| wrong(line, "a hash is 44 characters of base64"))?);
        }
        let signed = SignedCheckpoint::parse(checkpoint)?;
        let size = signed.checkpoint.size;
        if old > size {
            return Err(NotARequest::Backwards { old, size });
        }
        Ok(Request { old, path, signed })
    }

    /// Holds the new checkpoint against the last one that was cosigned of this log. Who signed it is not asked here.
    #[must_use]
    pub fn against(&self, cosigned: Option<&Checkpoint>) -> Finding {
        let (old, old_root) = cosigned.map_or((0, empty_root()), |last| (last.size, last.root));
        let Checkpoint { size, root, .. } = self.signed.checkpoint;
        // First of all, because no word about the past can excuse it.
        if size == old && root != old_root {
            return Finding::OtherRoot;
        }
        if self.old != old {
            return Finding::Elsewhere { size: old };
        }
        if old == 0 && size > 0 {
            // Every log continues an empty one, and there is nothing to show.
            let hashes = self.path.len();
            return if hashes == 0 { Finding::Continues } else { Finding::NotShown(NotProved::Length { hashes }) };
        }
        match verify_consistency((old, old_root), (size, root), &self.path) {
            Ok(()) => Finding::Continues,
            Err(error) => Finding::NotShown(error),
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", hash.to_base64()))?;
        write!(f, "\n{}", self.signed)
    }
}

#[cfg(test)]
mod tests;
