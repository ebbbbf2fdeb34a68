//! What a witness writes down when a log shows it something that does not continue what it has cosigned.
//!
//! It is the request as the log made it, an empty line, and the checkpoint the witness had cosigned: both are signed by
//! the log, so it proves itself to whoever has the log's key. Two roots of one size are a fork whatever the log says. Of
//! two sizes it shows only that no proof came along, for anybody can send a checkpoint of others with a bad proof: then
//! the log is asked for a good one, which an honest log always has.

use std::fmt;

use crate::checkpoint::{NotSigned, SignedCheckpoint};
use crate::note::VerifierKey;
use crate::proof::NotProved;
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
    /// The log signed two roots of one size: it told two histories, and no proof can explain that.
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

    /// What it shows to somebody who knows that this is a key of the log.
    pub fn against(&self, log: &VerifierKey) -> Result<Shown, NotEvidence> {
        self.shown.signed.verify(log)?;
        self.cosigned.verify(log)?;
        match self.shown.against(Some(&self.cosigned.checkpoint)) {
            Finding::OtherRoot => Ok(Shown::Forked),
            Finding::NotShown(error) if self.cosigned.checkpoint.size > 0 => Ok(Shown::Unproved(error)),
            Finding::NotShown(_) | Finding::Continues | Finding::Elsewhere { .. } => Err(NotEvidence::Agree),
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Evidence { shown, cosigned } = self;
        let (older, newer) = (&cosigned.checkpoint, &shown.signed.checkpoint);
        writeln!(f, "{REMARK}Two checkpoints of the log {}, both signed by it.", newer.origin)?;
        if older.size == newer.size {
            writeln!(f, "{REMARK}Both are of {} records, and their roots differ: it told two histories.", newer.size)?;
        } else {
            writeln!(f, "{REMARK}The proof does not show that the one of {} records", newer.size)?;
            writeln!(f, "{REMARK}continues the one of {}. An honest log can give one that does.", older.size)?;
        }
        write!(f, "{shown}\n{cosigned}")
    }
}
