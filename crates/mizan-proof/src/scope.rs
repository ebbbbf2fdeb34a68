//! The records of one cooperative, taken out of the log: whether they are all there, in order and as they were.
//!
//! Each record of a scope carries its number in it and the leaf hash of the one before it, so that an export of one
//! cooperative can be checked alone, by whoever has nothing else. What was cut off at its end is not found by this: the
//! last record has none after it. It is found against whatever says how far the scope had come: a receipt, a
//! checkpoint, a closing of a period, or the number and hash that somebody noted.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::hash::{Hash, leaf_hash};

/// What a scope comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Whose records they are; none are of the whole book.
    pub scope: Option<String>,
    /// How many there are, which is the number of the next one.
    pub records: u64,
    /// The position of the last.
    pub position: Option<u64>,
    /// Its leaf hash.
    pub last: Option<Hash>,
}

/// The first thing that is wrong with the records of a scope. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unchained {
    /// Not a record.
    #[error("line {line} is no record: {why}")]
    NotARecord {
        /// Where.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// A record of somebody else.
    #[error("line {line} is record {position} of {}, the lines before it are of {}", whose(.found), whose(.expected))]
    OtherScope {
        /// Where.
        line: u64,
        /// The position it says it has.
        position: u64,
        /// Whose the lines before it are.
        expected: Option<String>,
        /// Whose it is.
        found: Option<String>,
    },
    /// Records are missing.
    #[error(
        "records are missing before line {line}: number {expected} should follow, record {position} is number {found}"
    )]
    Gap {
        /// Where the next one stands that is there.
        line: u64,
        /// Its position.
        position: u64,
        /// The number that should follow.
        expected: u64,
        /// Its number.
        found: u64,
    },
    /// Records are out of order, or there twice.
    #[error("record {position} in line {line} is out of order: number {expected} should follow, it is number {found}")]
    Order {
        /// Where.
        line: u64,
        /// Its position.
        position: u64,
        /// The number that should follow.
        expected: u64,
        /// Its number.
        found: u64,
    },
    /// A record was changed.
    #[error(
        "record {position} in line {line} does not carry the hash of the line before it: one of the two was altered, \
         or another was put in its place"
    )]
    Altered {
        /// Where.
        line: u64,
        /// Its position.
        position: u64,
    },
}

fn whose(scope: &Option<String>) -> String {
    scope.as_ref().map_or_else(|| "no cooperative".to_owned(), |scope| format!("`{scope}`"))
}

/// What this reads of a record.
#[derive(Debug, Deserialize)]
struct Link {
    position: u64,
    #[serde(default)]
    scope: Option<String>,
    scope_seq: u64,
    #[serde(default)]
    scope_prev: Option<String>,
}

/// Reads the records of one scope, a line each without its line end, and says what they come to or the first thing that
/// is wrong.
pub fn scope_chain<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Result<Chain, Unchained> {
    let mut chain = Chain { scope: None, records: 0, position: None, last: None };
    let mut lines = (1..).zip(lines);
    while let Some((line, bytes)) = lines.next() {
        let Link { position, scope, scope_seq: found, scope_prev } = read(line, bytes)?;
        if chain.records == 0 {
            chain.scope.clone_from(&scope);
        } else if scope != chain.scope {
            return Err(Unchained::OtherScope { line, position, expected: chain.scope, found: scope });
        }
        let expected = chain.records;
        if found < expected {
            return Err(Unchained::Order { line, position, expected, found });
        }
        if found > expected {
            // What should stand here may stand further on: then nothing is missing, and something is in the wrong place.
            let later: BTreeSet<u64> =
                lines.filter_map(|(line, bytes)| Some(read(line, bytes).ok()?.scope_seq)).collect();
            return Err(if later.contains(&expected) {
                Unchained::Order { line, position, expected, found }
            } else {
                Unchained::Gap { line, position, expected, found }
            });
        }
        let follows = scope_prev == chain.last.map(|last| last.to_string());
        if !follows || chain.position.is_some_and(|before| position <= before) {
            return Err(Unchained::Altered { line, position });
        }
        chain = Chain { records: found + 1, position: Some(position), last: Some(leaf_hash(bytes)), ..chain };
    }
    Ok(chain)
}

fn read(line: u64, bytes: &[u8]) -> Result<Link, Unchained> {
    serde_json::from_slice(bytes).map_err(|error| Unchained::NotARecord { line, why: error.to_string() })
}

#[cfg(test)]
mod tests;
