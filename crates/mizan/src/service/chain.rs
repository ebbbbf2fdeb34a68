//! The chain: each record carries the hash of the one before it in its scope, which is written into its line at the end.
//!
//! The writer decides a command before the records of the one before it are hashed. So a line is made with the place of
//! its link blank, and the place is filled when the hash is there, by whoever is on the way to the log.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use memchr::memmem;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::Record;
use mizan_ledger::text::Brief;
use mizan_proof::hash::{Hash, leaf_hash};
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
pub(crate) fn chained(guard: &mut Guard, first: u64, unlinked: &[Unlinked]) -> Result<Vec<Vec<u8>>, Unchained> {
    let mut lines = Vec::with_capacity(unlinked.len());
    for (position, Unlinked { of, line }) in (first..).zip(unlinked) {
        let mut line = line.clone();
        guard.follow(position, *of, |link| linked(&mut line, link))?;
        lines.push(line);
    }
    Ok(lines)
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

/// Writes a link into its line, and hashes the line.
fn linked(line: &mut [u8], link: Link) -> Hash {
    if let Some(last) = link.last {
        let start = memmem::find(line, BEFORE).map(|before| before + BEFORE.len());
        let place = start.and_then(|start| line.get_mut(start..start + BLANK.len()));
        let place = place.expect("a record that follows another has a place for its link");
        let written = BASE64_URL_SAFE_NO_PAD.encode_slice(last.0, place);
        assert_eq!(written, Ok(BLANK.len()), "a hash fills the place of a link");
    }
    leaf_hash(line)
}
