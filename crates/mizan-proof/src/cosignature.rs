//! A cosignature (C2SP tlog-cosignature): a witness says that at some time this was the largest log it had seen, and
//! that it continued every one before.

use std::fmt::Write;

use crate::checkpoint::SignedCheckpoint;
use crate::note::{FalseSignature, SignatureLine, SignerKey, Signs, VerifierKey};
use crate::tree::MOST_LEAVES;

/// What a witness signs: a line that says what this is, the time in whole seconds since 1970, and the checkpoint.
fn message(seconds: u64, checkpoint: &str) -> String {
    let mut message = String::with_capacity(checkpoint.len() + 40);
    // A text takes whatever is written to it.
    let _ = write!(message, "cosignature/v1\ntime {seconds}\n{checkpoint}");
    message
}

/// Cosigns a checkpoint's text at a time. Whoever calls has seen that it continues every one cosigned before.
#[must_use]
pub fn cosign(key: &SignerKey, seconds: u64, checkpoint: &str) -> SignatureLine {
    let signed = key.sign(message(seconds, checkpoint).as_bytes());
    let known = key.verifier(Signs::TextSeen);
    let signature = [seconds.to_be_bytes().as_slice(), &signed].concat();
    SignatureLine { name: key.name().to_owned(), id: known.id(), signature }
}

/// When a witness saw a checkpoint, in seconds since 1970: the latest of its true cosignatures, or none. One that is false
/// spoils the note.
pub fn seen_by(witness: &VerifierKey, signed: &SignedCheckpoint) -> Result<Option<u64>, FalseSignature> {
    let mut latest = None;
    for line in signed.note.signatures.iter().filter(|line| line.names(witness)) {
        let seconds = seen(witness, line, &signed.note.text);
        latest = latest.max(Some(seconds.ok_or_else(|| FalseSignature { name: line.name.clone() })?));
    }
    Ok(latest)
}

/// The time in a cosignature, if it is one of this witness over this text.
fn seen(witness: &VerifierKey, line: &SignatureLine, checkpoint: &str) -> Option<u64> {
    let (seconds, signature) = line.signature.split_first_chunk::<8>()?;
    let (seconds, signature) = (u64::from_be_bytes(*seconds), signature.try_into().ok()?);
    let true_one = witness.has_signed(message(seconds, checkpoint).as_bytes(), signature);
    (true_one && seconds <= MOST_LEAVES && witness.signs() == Signs::TextSeen).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::Checkpoint;
    use crate::hash::leaf_hash;

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: "ledger.example/atlas".to_owned(), size: 5, root: leaf_hash(b"five") }
    }

    fn witness() -> SignerKey {
        SignerKey::new("federation.example/witness", &[3; 32]).expect("a name")
    }

    #[test]
    fn a_witness_says_when_it_saw_a_log() {
        let text = checkpoint().to_string();
        let signed = checkpoint().signed(vec![cosign(&witness(), 1_790_000_000, &text)]);
        let known = witness().verifier(Signs::TextSeen);
        assert_eq!(seen_by(&known, &signed), Ok(Some(1_790_000_000)));
        let stranger = SignerKey::new("other.example", &[4; 32]).expect("a name").verifier(Signs::TextSeen);
        assert_eq!(seen_by(&stranger, &signed), Ok(None));
        // The same secret as a log's key is another key.
        assert_eq!(seen_by(&witness().verifier(Signs::Text), &signed), Ok(None));
    }

    #[test]
    fn a_cosignature_whose_time_was_changed_is_false() {
        let mut line = cosign(&witness(), 1_790_000_000, &checkpoint().to_string());
        line.signature[7] ^= 1;
        let known = witness().verifier(Signs::TextSeen);
        let told = seen_by(&known, &checkpoint().signed(vec![line.clone()]));
        assert_eq!(told, Err(FalseSignature { name: "federation.example/witness".to_owned() }));
        line.signature.truncate(40);
        assert!(seen_by(&known, &checkpoint().signed(vec![line])).is_err());
    }

    #[test]
    fn the_example_of_the_specification_has_a_witness_of_that_day() {
        // C2SP tlog-cosignature: the witness's line under the example, of which the key is not published.
        let line = "\u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJs\
                    X3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==";
        let line: SignatureLine = line.parse().expect("a signature line");
        assert_eq!(line.signature.len(), 8 + 64);
        let seconds = line.signature.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes));
        assert_eq!(seconds, Some(1_679_315_147), "the time the specification shows in the message");
    }
}
