//! A bundle: the whole log as files, for any web server, any stick and any verifier.
//!
//! Its tiles are those of C2SP tlog-tiles; beside them lie the policy that names the log's key, the balances the records
//! come to, and every agreement as it was proposed.

use std::collections::BTreeMap;

use mizan_ledger::event::Event;
use mizan_ledger::record::Record;
use mizan_proof::checkpoint::SignedCheckpoint;
use mizan_proof::hash::leaf_hash;
use mizan_proof::policy::Policy;
use mizan_proof::tile::{Holds, Tile, TooLong, WIDTH, bundle_up, tiles_of};
use mizan_proof::tree::nodes::Tree;

/// The file of the signed checkpoint.
pub const CHECKPOINT: &str = "checkpoint";

/// The file of the policy.
pub const POLICY: &str = "policy";

/// The file of the balances, a line each, as `digest` writes them.
pub const BALANCES: &str = "balances";

/// The file that says what this is.
const READ_ME: &str = "README.txt";

/// A bundle that is written while records pass by.
#[derive(Debug, Default)]
pub struct Writing {
    tree: Tree,
    entries: Vec<u8>,
    agreements: BTreeMap<String, Vec<u8>>,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path in the bundle.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Writing {
    /// Takes the next record. Whenever a bundle of records is full, it is handed back.
    pub fn record(&mut self, record: &Record, line: &[u8]) -> Result<Option<File>, TooLong> {
        bundle_up(&mut self.entries, line)?;
        self.tree.push(leaf_hash(line));
        if let (Event::AgreementProposed(proposed), Some(scope)) = (&record.event, record.envelope.scope) {
            let terms = &proposed.terms;
            let path = format!("agreements/{scope}/{}-{}.json", terms.agreement, terms.version);
            let mut text = serde_json::to_vec_pretty(terms).unwrap_or_default();
            text.push(b'\n');
            self.agreements.insert(path, text);
        }
        let full = self.tree.size().is_multiple_of(WIDTH);
        Ok(full.then(|| self.bundle(WIDTH)))
    }

    fn bundle(&mut self, width: u64) -> File {
        let tile = Tile { holds: Holds::Records, index: (self.tree.size() - 1) / WIDTH, width };
        File { path: tile.to_string(), bytes: std::mem::take(&mut self.entries) }
    }

    /// How many records it has taken.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The rest of the files. The checkpoint counts as many records as were taken, and stands last, so that a bundle that
    /// was not written to its end has none.
    #[must_use]
    pub fn finish(mut self, signed: &SignedCheckpoint, policy: &Policy, balances: Vec<u8>) -> Vec<File> {
        let size = self.tree.size();
        let mut files = Vec::new();
        if !size.is_multiple_of(WIDTH) {
            files.push(self.bundle(size % WIDTH));
        }
        let tiles = tiles_of(size).filter(|tile| tile.holds != Holds::Records);
        files.extend(tiles.filter_map(|tile| Some(File { path: tile.to_string(), bytes: tile.bytes(&self.tree)? })));
        files.extend(self.agreements.into_iter().map(|(path, bytes)| File { path, bytes }));
        let file = |path: &str, bytes: Vec<u8>| File { path: path.to_owned(), bytes };
        files.push(file(BALANCES, balances));
        files.push(file(READ_ME, read_me(signed).into_bytes()));
        files.push(file(POLICY, policy.to_string().into_bytes()));
        files.push(file(CHECKPOINT, signed.to_string().into_bytes()));
        files
    }
}

fn read_me(signed: &SignedCheckpoint) -> String {
    let (origin, size) = (&signed.checkpoint.origin, signed.checkpoint.size);
    format!(
        "The log {origin} with its first {size} records.\n\n\
         checkpoint     its size and root, signed (C2SP tlog-checkpoint)\n\
         tile/          the tree over its records and the records themselves (C2SP tlog-tiles)\n\
         policy         the key it is signed with, as the log itself names it (C2SP tlog-policy)\n\
         balances       what every account stands at, a line each\n\
         agreements/    every agreement as it was proposed\n\n\
         Verify it:     mizan-verify FOLDER --key KEY\n\
         KEY is the line `log` of the policy, but have it from somebody else than from this folder.\n"
    )
}
