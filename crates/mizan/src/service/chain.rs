//! The chain: each record carries the hash of the one before it in its scope, which is written into its line at the end.
//!
//! The writer decides a command before the records of the one before it are hashed. So a line is made without its link, and
//! the link is put in when the hash is there, as the line is packed for the log.

use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::{LINK, Record, Unlinked};
use mizan_ledger::text::Brief;
use mizan_proof::hash::leaf_hash;
use mizan_store::log::AppendError;
use mizan_store::row::Commit;
use mizan_verify::guard::{Guard, Unchained};

use crate::service::assembly::Made;

/// A line without its link, and the scope it belongs to, with its number there.
#[derive(Debug)]
pub(crate) struct Loose {
    pub(crate) of: (Option<CooperativeId>, u64),
    pub(crate) line: Unlinked,
}

/// Chains lines from this position on to what a guard has seen, which has seen them too then.
pub(crate) fn chained(guard: &mut Guard, first: u64, loose: &[Loose]) -> Result<Commit, NotChained> {
    let bytes = loose.iter().map(|loose| loose.line.bytes() + 1).sum();
    let mut commit = Commit::at_position(first, bytes);
    for (position, Loose { of, line }) in (first..).zip(loose) {
        guard.follow(position, *of, |link| {
            let added = commit.add(line.with(text(&link.last.map(|last| last.characters()))));
            added.map(leaf_hash).map_err(NotChained::from)
        })?;
    }
    Ok(commit)
}

/// The same for one record, as it is known from then on.
pub(crate) fn chain(guard: &mut Guard, made: Made) -> Result<(Record, Vec<u8>), Unchained> {
    let Made { mut record, line } = made;
    let link = guard.link(record.envelope.scope).last.map(|last| last.characters());
    record.envelope.scope_prev = text(&link).map(Brief::from);
    let line = line.with(text(&link)).concat().into_bytes();
    guard.take(&record.envelope, leaf_hash(&line))?;
    Ok((record, line))
}

/// A link as it is written; the first record of a scope has none.
fn text(link: &Option<[u8; LINK]>) -> Option<&str> {
    link.as_ref().map(|characters| str::from_utf8(characters).expect("base64 is ASCII"))
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
