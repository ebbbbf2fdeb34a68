//! The chain: each record carries the hash of the one before it in its scope, which is written into its line at the end.
//!
//! The writer decides a command before the records of the one before it are hashed. So a line is made with the place of
//! its link blank, and the place is filled when the hash is there, as the line is packed for the log.

use memchr::memmem;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::Record;
use mizan_ledger::text::Brief;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_store::log::AppendError;
use mizan_store::row::Commit;
use mizan_verify::guard::{Guard, Link, Unchained};

use crate::service::assembly::Made;

/// What stands where a link will: as long as a hash is written.
pub(crate) const BLANK: &str = "-------------------------------------------";

/// What stands before a link. No text of a record can say it: in a text, a quote has a backslash before it.
const BEFORE: &[u8] = b",\"scope_prev\":\"";

/// A line whose link is blank, and the scope it belongs to, with its number there.
#[derive(Debug)]
pub(crate) struct Unlinked {
    pub(crate) of: (Option<CooperativeId>, u64),
    pub(crate) line: Vec<u8>,
}

/// Chains lines from this position on to what a guard has seen, which has seen them too then.
pub(crate) fn chained(guard: &mut Guard, first: u64, unlinked: &[Unlinked]) -> Result<Commit, NotChained> {
    let bytes = unlinked.iter().map(|unlinked| unlinked.line.len() + 1).sum();
    let mut commit = Commit::at_position(first, bytes);
    for (position, Unlinked { of, line }) in (first..).zip(unlinked) {
        guard.follow(position, *of, |link| {
            let added = match link.last {
                Some(last) => {
                    let (before, after) = around_link(line);
                    commit.add([before, &last.characters(), after])
                }
                None => commit.add([line]),
            };
            added.map(leaf_hash).map_err(NotChained::from)
        })?;
    }
    Ok(commit)
}

/// The same for one record, as it is known from then on.
pub(crate) fn chain(guard: &mut Guard, made: Made) -> Result<(Record, Vec<u8>), Unchained> {
    let Made { mut record, mut line } = made;
    let link = guard.link(record.envelope.scope);
    let leaf = linked(&mut line, link);
    record.envelope.scope_prev = link.last.map(|last| Brief::from(last.to_string().as_str()));
    guard.take(&record.envelope, leaf)?;
    Ok((record, line))
}

/// Why lines were not made a commit.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotChained {
    /// They do not follow from what the guard has seen.
    #[error(transparent)]
    Unchained(#[from] Unchained),
    /// No log would take one of them.
    #[error(transparent)]
    NotALine(#[from] AppendError),
}

/// Writes a link into its line, and hashes the line.
fn linked(line: &mut [u8], link: Link) -> Hash {
    if let Some(last) = link.last {
        let start = around_link(line).0.len();
        line[start..start + BLANK.len()].copy_from_slice(&last.characters());
    }
    leaf_hash(line)
}

/// What stands before the place of a link, and what behind it.
fn around_link(line: &[u8]) -> (&[u8], &[u8]) {
    let start = memmem::find(line, BEFORE).map(|before| before + BEFORE.len());
    let parts = start.and_then(|start| Some((&line[..start], line.get(start + BLANK.len()..)?)));
    parts.expect("a record that follows another has a place for its link")
}
