//! What a witness writes down when a log shows it something that does not continue what it has cosigned.
//!
//! It is the request as the log made it, an empty line, and the checkpoint the witness had cosigned: both are signed by
//! the log, so it proves itself to whoever has the log's key. Two roots of one size are a fork whatever the log says, and so
//! is a proof that leads to the larger root from another one than was signed for the smaller. Any other failing proof
//! shows only that no good one came along, for anybody can send a checkpoint of others with a bad proof: then the log is
//! asked for a good one, which an honest log always has.

use std::fmt;

use crate::checkpoint::{Checkpoint, NotSigned, SignedCheckpoint};
use crate::hash::Hash;
use crate::note::VerifierKey;
use crate::proof::{NotProved, verify_consistency};
use crate::witness::{Finding, NotARequest, Request};

/// The longest evidence that is read, in bytes.
pub const LONGEST: usize = 2 * super::LONGEST;

/// What begins a line for people, at the head of the evidence.
const REMARK: &str = "# ";

/// Two checkpoints of one log that do not go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What the log showed, with the proof that failed.
    pub shown: Request,
    /// What had been cosigned.
    pub cosigned: SignedCheckpoint,
}

/// What evidence shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The log signed two histories, and no proof can explain that: two roots of one size, or a larger one whose first
    /// records have another root than it had signed for them.
    Forked,
    /// The proof that came with the larger checkpoint does not show that it continues the smaller one. Whoever has the
    /// log can give one that does; if nobody can, the log told two histories.
    Unproved(NotProved),
}

/// Why a text is no evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotEvidence {
    /// Too long.
    #[error("evidence of {0} bytes, {LONGEST} are the most")]
    TooLong(usize),
    /// Not of the form.
    #[error("evidence is a request to a witness, an empty line, and the checkpoint the witness had cosigned")]
    Form,
    /// No request stands above.
    #[error(transparent)]
    Request(#[from] NotARequest),
    /// One of the two checkpoints is not the log's word.
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
    /// The two go together, or speak of other sizes than the proof.
    #[error("the two checkpoints go together: nothing is shown against the log")]
    Agree,
}

impl Evidence {
    /// Reads evidence. Lines for people at its head are passed over.
    pub fn parse(text: &str) -> Result<Evidence, NotEvidence> {
        if text.len() > LONGEST {
            return Err(NotEvidence::TooLong(text.len()));
        }
        let mut rest = text;
        while rest.starts_with(REMARK) {
            rest = rest.split_once('\n').ok_or(NotEvidence::Form)?.1;
        }
        // The proof, the text and the signatures of the one, the text and the signatures of the other.
        let second = rest.match_indices("\n\n").nth(2).ok_or(NotEvidence::Form)?.0;
        let shown = Request::parse(&rest[..=second])?;
        let cosigned = SignedCheckpoint::parse(&rest[second + 2..]).map_err(NotARequest::Checkpoint)?;
        Ok(Evidence { shown, cosigned })
    }

    /// Of two checkpoints of one log that do not go together: the larger root, and what it says the first records were.
    ///
    /// Where the smaller tree is perfect its root is no part of a proof; here it stands before it.
    #[must_use]
    pub fn of(cosigned: SignedCheckpoint, newer: SignedCheckpoint, first: Hash, path: Vec<Hash>) -> Evidence {
        let old = cosigned.checkpoint.size;
        let first = (old.is_power_of_two() && old < newer.checkpoint.size).then_some(first);
        let shown = Request { old, path: first.into_iter().chain(path).collect(), signed: newer };
        Evidence { shown, cosigned }
    }

    /// Whether the two checkpoints alone, with the proof, leave no honest way out. Whose they are is not asked.
    fn is_a_fork(&self) -> bool {
        let (older, newer) = (&self.cosigned.checkpoint, &self.shown.signed.checkpoint);
        if older.size == newer.size {
            return older.root != newer.root;
        }
        // What the larger root says the first records were, by a proof that leads to it.
        let path = self.shown.path.as_slice();
        let said = match path.split_first() {
            Some((first, rest)) if older.size.is_power_of_two() => Some((*first, rest)),
            Some(_) | None => first_by(path, older, newer).map(|first| (first, path)),
        };
        said.is_some_and(|(first, path)| {
            first != older.root && verify_consistency((older.size, first), (newer.size, newer.root), path).is_ok()
        })
    }

    /// What it shows to somebody who knows that this is a key of the log.
    pub fn against(&self, log: &VerifierKey) -> Result<Shown, NotEvidence> {
        self.shown.signed.verify(log)?;
        self.cosigned.verify(log)?;
        match self.shown.against(Some(&self.cosigned.checkpoint)) {
            Finding::OtherRoot | Finding::NotShown(_) if self.is_a_fork() => Ok(Shown::Forked),
            Finding::NotShown(error) if self.cosigned.checkpoint.size > 0 => Ok(Shown::Unproved(error)),
            Finding::OtherRoot | Finding::NotShown(_) | Finding::Continues | Finding::Elsewhere { .. } => {
                Err(NotEvidence::Agree)
            }
        }
    }
}

/// The root to which a proof leads for the smaller of two trees, where it is another than was said.
fn first_by(path: &[Hash], older: &Checkpoint, newer: &Checkpoint) -> Option<Hash> {
    match verify_consistency((older.size, older.root), (newer.size, newer.root), path) {
        Err(NotProved::OtherRoot { found, .. }) => Some(found),
        Ok(()) | Err(_) => None,
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Evidence { shown, cosigned } = self;
        let (older, newer) = (&cosigned.checkpoint, &shown.signed.checkpoint);
        writeln!(f, "{REMARK}Two checkpoints of the log {}, both signed by it.", newer.origin)?;
        if older.size == newer.size {
            writeln!(f, "{REMARK}Both are of {} records, and their roots differ: it told two histories.", newer.size)?;
        } else if self.is_a_fork() {
            writeln!(f, "{REMARK}By the proof the first {} records of the larger one are others than", older.size)?;
            writeln!(f, "{REMARK}those of the smaller one: it told two histories.")?;
        } else {
            writeln!(f, "{REMARK}The proof does not show that the one of {} records", newer.size)?;
            writeln!(f, "{REMARK}continues the one of {}. An honest log can give one that does.", older.size)?;
        }
        write!(f, "{shown}\n{cosigned}")
    }
}
