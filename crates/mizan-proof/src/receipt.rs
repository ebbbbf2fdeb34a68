//! A receipt (C2SP tlog-proof): one record, and all that shows that it is in a log whose checkpoint is signed.
//!
//! The extra data of a proof is bound by nothing, so ours is read strictly: the record, whose hash must be the proved leaf,
//! and disclosures, each of which must open a digest that stands in the record. Any other word is refused.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::checkpoint::{NotACheckpoint, SignedCheckpoint, number};
use crate::disclosure::{Disclosure, NotADisclosure};
use crate::hash::{Hash, leaf_hash};
use crate::policy::{Judged, Policy, Unacceptable};
use crate::proof::{LONGEST_PATH, NotProved, verify_inclusion};

/// The longest receipt that is read, in bytes: the longest record in base64 twice over, disclosures, and a note.
pub const LONGEST: usize = 512 << 10;

/// The most disclosures of one receipt.
pub const MOST_DISCLOSURES: usize = 64;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// A receipt. Nothing of it is verified by being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The record, byte for byte.
    pub record: Vec<u8>,
    /// What opens digests of the record, for whoever this receipt is for.
    pub disclosures: Vec<Disclosure>,
    /// The record's place in the log.
    pub index: u64,
    /// From its sibling up.
    pub path: Vec<Hash>,
    /// The checkpoint it is proved against.
    pub signed: SignedCheckpoint,
}

/// The extra data: no other key, and no key twice.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Extra {
    entry: String,
    disclosures: Vec<String>,
}

/// Why a text is no receipt.
#[derive(Debug, thiserror::Error)]
pub enum NotAReceipt {
    /// Too long.
    #[error("a receipt of {0} bytes, {LONGEST} are the most")]
    TooLong(usize),
    /// Not of the form.
    #[error("line {line} of the receipt: {right}")]
    Line {
        /// Which line, counted from 1.
        line: usize,
        /// What should stand there.
        right: &'static str,
    },
    /// The extra data are not ours.
    #[error("the extra data of the receipt are not the record and its disclosures, each once and nothing else")]
    Extra,
    /// A disclosure that is none.
    #[error("a disclosure of the receipt")]
    Disclosure(#[from] NotADisclosure),
    /// The checkpoint is none.
    #[error("the checkpoint of the receipt")]
    Checkpoint(#[from] NotACheckpoint),
}

/// Why a receipt shows nothing.
#[derive(Debug, thiserror::Error)]
pub enum Refuted {
    /// The checkpoint is not valid by the policy.
    #[error(transparent)]
    Unacceptable(#[from] Unacceptable),
    /// The record is not in the log.
    #[error(transparent)]
    NotProved(#[from] NotProved),
    /// A disclosure opens nothing of this record.
    #[error("a disclosure of the field `{field}` opens no digest of this record")]
    OpensNothing {
        /// The field it names.
        field: String,
    },
}

impl Receipt {
    /// Reads a receipt, in the one way each can be written.
    pub fn parse(text: &str) -> Result<Receipt, NotAReceipt> {
        if text.len() > LONGEST {
            return Err(NotAReceipt::TooLong(text.len()));
        }
        let wrong = |line, right| NotAReceipt::Line { line, right };
        let (proof, checkpoint) = text.split_once("\n\n").ok_or_else(|| {
            wrong(text.lines().count() + 1, "an empty line and the checkpoint must follow the hashes")
        })?;
        let mut lines = (1..).zip(proof.split('\n'));
        if lines.next().is_none_or(|(_, line)| line != FIRST_LINE) {
            return Err(wrong(1, "a receipt begins with `c2sp.org/tlog-proof@v1`"));
        }
        let extra = lines.next().and_then(|(_, line)| line.strip_prefix("extra "));
        let extra = extra.ok_or_else(|| wrong(2, "write `extra ` and the record in base64"))?;
        let index = lines.next().and_then(|(_, line)| number(line.strip_prefix("index ")?));
        let index = index.ok_or_else(|| wrong(3, "write `index ` and the record's position in the log"))?;
        let mut path = Vec::new();
        for (line, hash) in lines {
            if path.len() == LONGEST_PATH {
                return Err(wrong(line, "a path has 63 hashes at the most"));
            }
            path.push(Hash::from_base64(hash).ok_or_else(|| wrong(line, "a hash is 44 characters of base64"))?);
        }
        let extra = BASE64_STANDARD.decode(extra).map_err(|_| NotAReceipt::Extra)?;
        let read: Extra = serde_json::from_slice(&extra).map_err(|_| NotAReceipt::Extra)?;
        if read.disclosures.len() > MOST_DISCLOSURES {
            return Err(NotAReceipt::Extra);
        }
        let record = BASE64_STANDARD.decode(read.entry).map_err(|_| NotAReceipt::Extra)?;
        let disclosures = read.disclosures.iter().map(|text| Disclosure::parse(text)).collect::<Result<_, _>>()?;
        let receipt = Receipt { record, disclosures, index, path, signed: SignedCheckpoint::parse(checkpoint)? };
        // Spaces or another order within the extra data would be a second spelling.
        if receipt.extra() == extra { Ok(receipt) } else { Err(NotAReceipt::Extra) }
    }

    fn extra(&self) -> Vec<u8> {
        let disclosures: Vec<&str> = self.disclosures.iter().map(Disclosure::encoded).collect();
        let entry = BASE64_STANDARD.encode(&self.record);
        // Written by hand, so that the order of keys is ours and not a map's.
        format!("{{\"entry\":\"{entry}\",\"disclosures\":{}}}", json!(disclosures)).into_bytes()
    }

    /// Verifies that the record is in a log of the policy, and that each disclosure opens something of it.
    pub fn verify(&self, policy: &Policy) -> Result<Judged, Refuted> {
        let judged = policy.judge(&self.signed)?;
        let checkpoint = &self.signed.checkpoint;
        verify_inclusion(leaf_hash(&self.record), self.index, checkpoint.size, &self.path, checkpoint.root)?;
        let record: Value = serde_json::from_slice(&self.record).unwrap_or_default();
        let digests = record.pointer("/data/_sd").and_then(Value::as_array);
        for disclosure in &self.disclosures {
            let digest = disclosure.digest();
            let opens = digests.is_some_and(|all| all.iter().any(|sealed| sealed.as_str() == Some(&digest)));
            if !opens {
                return Err(Refuted::OpensNothing { field: disclosure.name().to_owned() });
            }
        }
        Ok(judged)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}\nextra {}\nindex {}", BASE64_STANDARD.encode(self.extra()), self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", hash.to_base64()))?;
        write!(f, "\n{}", self.signed)
    }
}

#[cfg(test)]
mod tests;
