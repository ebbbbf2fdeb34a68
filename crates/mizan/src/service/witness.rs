//! A witness: it watches the logs of others, and cosigns of each one history and no second one.
//!
//! Asked over HTTP as C2SP tlog-witness says, by whoever likes: what a checkpoint is worth is in its signature, not in who
//! brings it. What it cosigns is on the disk before anybody hears of it, and what it refuses because the log contradicts
//! itself is written out as evidence.

pub mod ask;
pub mod evidence;
pub mod http;

use std::path::PathBuf;

use jiff::Timestamp;
use mizan_proof::checkpoint::{NotACheckpoint, SignedCheckpoint};
use mizan_proof::cosignature::cosign;
use mizan_proof::note::{NotAKey, Note, SignatureLine, SignerKey, Signs, VerifierKey};
use mizan_proof::witness::evidence::Evidence;
use mizan_proof::witness::{Finding, NotARequest, Request};
use mizan_store::witness::{Cosigned, WitnessError, WitnessFile};

/// A witness at work.
#[derive(Debug)]
pub struct Witness {
    file: WitnessFile,
    key: SignerKey,
    evidence: PathBuf,
}

/// What a witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has cosigned.
    Cosigned(SignatureLine),
    /// That was no request.
    Malformed(NotARequest),
    /// It does not watch this log.
    UnknownLog {
        /// The origin of the log.
        origin: String,
    },
    /// None of the keys it knows of this log has signed, or a signature of one is false.
    NotSigned,
    /// It has cosigned another size, or another root of this size.
    Elsewhere {
        /// The size it has cosigned.
        size: u64,
    },
    /// It is not shown that the checkpoint continues the one it has cosigned.
    NotShown(String),
}

/// Why a witness could not answer.
#[derive(Debug, thiserror::Error)]
pub enum CannotWitness {
    /// Its file.
    #[error(transparent)]
    File(#[from] WitnessError),
    /// A key in its file.
    #[error("the file of the witness holds something that is no key")]
    Key(#[from] NotAKey),
    /// A checkpoint in its file.
    #[error("the file of the witness holds something that is no checkpoint")]
    Checkpoint(#[from] NotACheckpoint),
    /// The key beside it is another witness's.
    #[error("the key is not the one of this witness, which is {vkey}: take the key file that was made with it")]
    OtherKey {
        /// The key of this witness.
        vkey: String,
    },
    /// The clock of the machine.
    #[error("the clock of this machine stands before 1970: set it right")]
    Clock,
}

impl Witness {
    /// A witness with the key that belongs to its file, which writes evidence into a folder.
    pub fn new(file: WitnessFile, key: SignerKey, evidence: PathBuf) -> Result<Witness, CannotWitness> {
        let known: VerifierKey = file.vkey().parse()?;
        if key.verifier(Signs::TextSeen) != known {
            return Err(CannotWitness::OtherKey { vkey: known.to_string() });
        }
        Ok(Witness { file, key, evidence })
    }

    /// Answers a request. What it cosigns is stored before this returns.
    pub async fn answer(&self, request: &str) -> Result<Answer, CannotWitness> {
        let request = match Request::parse(request) {
            Ok(request) => request,
            Err(error) => return Ok(Answer::Malformed(error)),
        };
        let origin = &request.signed.checkpoint.origin;
        // Whoever is overtaken by another request looks again, and finds the witness further on.
        loop {
            let Some(log) = self.file.watched(origin).await? else {
                return Ok(Answer::UnknownLog { origin: origin.clone() });
            };
            let Some(by_the_log) = signed_by_any(&request.signed, &log.vkeys)? else { return Ok(Answer::NotSigned) };
            let request = Request { signed: by_the_log, ..request.clone() };
            let last = log.cosigned.as_ref().map(|last| SignedCheckpoint::parse(&last.note)).transpose()?;
            match request.against(last.as_ref().map(|last| &last.checkpoint)) {
                Finding::Elsewhere { size } => return Ok(Answer::Elsewhere { size }),
                Finding::OtherRoot => {
                    let size = request.signed.checkpoint.size;
                    self.keep_evidence(request, last);
                    return Ok(Answer::Elsewhere { size });
                }
                Finding::NotShown(error) => {
                    self.keep_evidence(request, last);
                    return Ok(Answer::NotShown(error.to_string()));
                }
                Finding::Continues => {}
            }
            if let Some(line) = self.cosign(&request.signed, log.cosigned.as_ref()).await? {
                return Ok(Answer::Cosigned(line));
            }
        }
    }

    /// Cosigns what continues the last one, and stores it in its place; nothing where something else stands there by now.
    async fn cosign(
        &self,
        signed: &SignedCheckpoint,
        last: Option<&Cosigned>,
    ) -> Result<Option<SignatureLine>, CannotWitness> {
        let seconds = u64::try_from(Timestamp::now().as_second()).map_err(|_| CannotWitness::Clock)?;
        let line = cosign(&self.key, seconds, &signed.note.text);
        let mut note = signed.note.clone();
        note.signatures.push(line.clone());
        let checkpoint = &signed.checkpoint;
        let next = Cosigned { size: checkpoint.size, root: checkpoint.root.to_base64(), note: note.to_string() };
        Ok(self.file.replace(&checkpoint.origin, last, &next).await?.then_some(line))
    }

    /// Writes down what a log has signed against itself. The refusal stands whether or not that succeeds.
    fn keep_evidence(&self, shown: Request, cosigned: Option<SignedCheckpoint>) {
        let Some(cosigned) = cosigned.filter(|cosigned| cosigned.checkpoint.size > 0) else { return };
        if shown.signed.checkpoint == cosigned.checkpoint {
            return;
        }
        let origin = shown.signed.checkpoint.origin.clone();
        match evidence::keep(&self.evidence, &Evidence { shown, cosigned }) {
            Ok(Some(path)) => {
                let path = path.display();
                tracing::warn!(log.origin = %origin, evidence.path = %path, "A log does not continue what was cosigned");
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(log.origin = %origin, %error, "The evidence against {origin} could not be written")
            }
        }
    }

    /// Closes its file, so that it is one file again.
    pub async fn close(self) -> Result<(), CannotWitness> {
        Ok(self.file.close().await?)
    }
}

/// The checkpoint with those signatures alone that are of these keys, if there is one and none is false.
fn signed_by_any(signed: &SignedCheckpoint, vkeys: &[String]) -> Result<Option<SignedCheckpoint>, NotAKey> {
    let keys = vkeys.iter().map(|vkey| vkey.parse()).collect::<Result<Vec<VerifierKey>, NotAKey>>()?;
    let of_a_key = |line: &&SignatureLine| keys.iter().any(|key| line.names(key));
    let signatures: Vec<SignatureLine> = signed.note.signatures.iter().filter(of_a_key).cloned().collect();
    let note = Note { text: signed.note.text.clone(), signatures };
    let by_the_log = SignedCheckpoint { checkpoint: signed.checkpoint.clone(), note };
    let verified = keys.iter().map(|key| by_the_log.note.signed_by(key)).collect::<Result<Vec<bool>, _>>();
    Ok(verified.is_ok_and(|signed| signed.contains(&true)).then_some(by_the_log))
}
