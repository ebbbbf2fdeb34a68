//! A checkpoint (C2SP tlog-checkpoint): which log, how large, and the root, in a note that the log signs.

use std::fmt;

use crate::hash::Hash;
use crate::note::{FalseSignature, NotANote, Note, SignatureLine, VerifierKey};
use crate::tree::MOST_LEAVES;

/// What a log says of itself at some size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log it is.
    pub origin: String,
    /// How many records it has.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// Why a note is no checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotACheckpoint {
    /// Not even a note.
    #[error(transparent)]
    NotANote(#[from] NotANote),
    /// Other lines than a checkpoint has.
    #[error("a checkpoint has three lines: the origin, the size and the root; more lines nobody can audit")]
    Lines,
    /// A size in no spelling of one.
    #[error("the size of a checkpoint is a whole number below 2^63 without leading zeros")]
    Size,
    /// A root that is no hash.
    #[error("the root of a checkpoint is 44 characters of base64")]
    Root,
}

/// Reads a number as the log's formats write one: decimal, in one spelling, below 2^63.
pub(crate) fn number(text: &str) -> Option<u64> {
    let spelled = text.bytes().all(|digit| digit.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|number| spelled && *number <= MOST_LEAVES)
}

impl Checkpoint {
    /// Reads the text of a note.
    pub fn of_text(text: &str) -> Result<Checkpoint, NotACheckpoint> {
        let lines = text.strip_suffix('\n').ok_or(NotACheckpoint::Lines)?;
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root), None) = (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(NotACheckpoint::Lines);
        };
        if origin.is_empty() {
            return Err(NotACheckpoint::Lines);
        }
        let size = number(size).ok_or(NotACheckpoint::Size)?;
        let root = Hash::from_base64(root).ok_or(NotACheckpoint::Root)?;
        Ok(Checkpoint { origin: origin.to_owned(), size, root })
    }

    /// With the signatures of whoever signs it.
    #[must_use]
    pub fn signed(&self, signatures: Vec<SignatureLine>) -> SignedCheckpoint {
        SignedCheckpoint { checkpoint: self.clone(), note: Note { text: self.to_string(), signatures } }
    }
}

/// The text of its note.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root.to_base64())
    }
}

/// A checkpoint with the note it stands in. Nothing is verified by being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// Its text and the signatures under it.
    pub note: Note,
}

/// Why a checkpoint is not the log's word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// Of another log.
    #[error("a checkpoint of the log `{found}`, the key is for `{expected}`")]
    Origin {
        /// The origin it names.
        found: String,
        /// The origin the key is for.
        expected: String,
    },
    /// The key has not signed it.
    #[error("the checkpoint of `{origin}` is not signed by the key it was held against")]
    Missing {
        /// Of which log.
        origin: String,
    },
    /// Somebody else signed in its name.
    #[error(transparent)]
    False(#[from] FalseSignature),
}

impl SignedCheckpoint {
    /// Reads a note that is a checkpoint.
    pub fn parse(note: &str) -> Result<SignedCheckpoint, NotACheckpoint> {
        let note = Note::parse(note)?;
        Ok(SignedCheckpoint { checkpoint: Checkpoint::of_text(&note.text)?, note })
    }

    /// Verifies that the log whose key this is has signed it. The key's name is the log's origin.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), NotSigned> {
        let origin = &self.checkpoint.origin;
        if origin != key.name() {
            return Err(NotSigned::Origin { found: origin.clone(), expected: key.name().to_owned() });
        }
        if self.note.signed_by(key)? { Ok(()) } else { Err(NotSigned::Missing { origin: origin.clone() }) }
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hash::leaf_hash;
    use crate::note::{SignerKey, Signs};

    fn key() -> SignerKey {
        SignerKey::new("ledger.example/atlas", &[7; 32]).expect("a name")
    }

    fn signed(size: u64) -> SignedCheckpoint {
        let checkpoint = Checkpoint { origin: "ledger.example/atlas".to_owned(), size, root: leaf_hash(b"the root") };
        let line = key().signature_of(&checkpoint.to_string());
        checkpoint.signed(vec![line])
    }

    #[test]
    fn a_checkpoint_is_read_and_verified_as_it_was_signed() {
        let text = signed(70_000).to_string();
        let read = SignedCheckpoint::parse(&text).expect("as it was written");
        assert_eq!(read, signed(70_000));
        assert_eq!(read.verify(&key().verifier(Signs::Text)), Ok(()));
        assert!(text.starts_with("ledger.example/atlas\n70000\n"), "{text}");
    }

    #[test]
    fn another_log_another_key_and_an_altered_text_are_told_apart() {
        let of = |name: &str, secret| SignerKey::new(name, &[secret; 32]).expect("a name").verifier(Signs::Text);
        let told = |key: &VerifierKey, checkpoint: &SignedCheckpoint| {
            checkpoint.verify(key).map_err(|error| error.to_string())
        };
        assert_eq!(
            told(&of("ledger.example/rif", 7), &signed(3)),
            Err("a checkpoint of the log `ledger.example/atlas`, the key is for `ledger.example/rif`".to_owned())
        );
        assert_eq!(
            told(&of("ledger.example/atlas", 8), &signed(3)),
            Err("the checkpoint of `ledger.example/atlas` is not signed by the key it was held against".to_owned())
        );
        let altered = SignedCheckpoint { note: Note { text: signed(4).note.text, ..signed(3).note }, ..signed(4) };
        assert_eq!(
            told(&of("ledger.example/atlas", 7), &altered),
            Err("the signature of `ledger.example/atlas` is false: the text was altered, or somebody else signed it"
                .to_owned())
        );
    }

    #[test]
    fn what_is_spelled_otherwise_is_no_checkpoint() {
        let root = leaf_hash(b"the root").to_base64();
        for (size, wrong) in [
            ("03", NotACheckpoint::Size),
            ("+3", NotACheckpoint::Size),
            ("", NotACheckpoint::Size),
            ("-1", NotACheckpoint::Size),
            ("9223372036854775808", NotACheckpoint::Size),
            ("3\nmore", NotACheckpoint::Lines),
        ] {
            assert_eq!(Checkpoint::of_text(&format!("origin\n{size}\n{root}\n")), Err(wrong), "{size}");
        }
        assert!(Checkpoint::of_text(&format!("origin\n9223372036854775807\n{root}\n")).is_ok());
        assert_eq!(Checkpoint::of_text(&format!("\n3\n{root}\n")), Err(NotACheckpoint::Lines));
        assert_eq!(Checkpoint::of_text(&format!("origin\n3\n{root}")), Err(NotACheckpoint::Lines));
        let url = root.replace('+', "-").replace('/', "_");
        assert_eq!(Checkpoint::of_text(&format!("origin\n3\n{}\n", &url[..43])), Err(NotACheckpoint::Root));
    }

    proptest! {
        #[test]
        fn hostile_checkpoints_are_answered_and_read_in_one_way_only(text in "[ -~\n\u{2014}]{0,300}") {
            if let Ok(read) = SignedCheckpoint::parse(&text) {
                prop_assert_eq!(read.to_string(), text);
            }
        }

        #[test]
        fn others_read_our_checkpoints(size in 0_u64..1 << 63, root: [u8; 32]) {
            let ours = Checkpoint { origin: "ledger.example/atlas".to_owned(), size, root: Hash(root) };
            let line = key().signature_of(&ours.to_string());
            let text = ours.signed(vec![line]).to_string();
            let vkey = key().verifier(Signs::Text).to_string();
            let verifier = signed_note::StandardVerifier::new(&vkey).expect("a key of ours");
            let verifiers = signed_note::VerifierList::new(vec![Box::new(verifier)]);
            let note = signed_note::Note::from_bytes(text.as_bytes()).expect("a note of ours");
            prop_assert!(note.verify(&verifiers).is_ok_and(|(known, others)| (known.len(), others.len()) == (1, 0)));
            let read = tlog_tiles::checkpoint::Checkpoint::from_bytes(note.text()).expect("a checkpoint of ours");
            prop_assert_eq!((read.size(), read.hash().0), (size, root));
        }
    }
}
