//! A guard as bytes, for snapshots: it goes on where it was, and knows what was signed of what it has seen.

use std::collections::HashMap;

use mizan_ledger::id::CooperativeId;
use mizan_ledger::pack::Pack;
use mizan_proof::hash::Hash;
use mizan_proof::tree::Frontier;

use crate::guard::{Guard, Link};

/// A link as it is packed: whose, how many, and the hash of the last.
type Packed = (Option<CooperativeId>, u64, Option<[u8; 32]>);

/// The scopes in the order of their ids, so that two guards that saw the same are the same bytes.
impl Pack for Guard {
    fn pack(&self, out: &mut Vec<u8>) {
        let Guard { scopes: _, here: _, tree, open, key, signed } = self;
        let mut links: Vec<Packed> =
            self.links().map(|(scope, link)| (scope, link.length, link.last.map(|last| last.0))).collect();
        links.sort_unstable();
        links.pack(out);
        tree.size().pack(out);
        tree.roots().iter().map(|root| root.0).collect::<Vec<_>>().pack(out);
        open.map(|(first, last)| (first, last, key.clone())).pack(out);
        // What is still to come has not been seen, and is somebody else's to say.
        signed.filter(|(size, _)| *size <= tree.size()).map(|(size, root)| (size, root.0)).pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Guard> {
        let links: Vec<Packed> = Pack::unpack(from)?;
        let scopes: HashMap<_, _, _> =
            links.into_iter().map(|(scope, length, last)| (scope, Link { length, last: last.map(Hash) })).collect();
        let size = u64::unpack(from)?;
        let roots: Vec<[u8; 32]> = Pack::unpack(from)?;
        let tree = Frontier::of(size, roots.into_iter().map(Hash).collect())?;
        let open: Option<(u64, u64, String)> = Pack::unpack(from)?;
        let signed: Option<(u64, [u8; 32])> = Pack::unpack(from)?;
        let (open, key) = open.map_or((None, String::new()), |(first, last, key)| (Some((first, last)), key));
        let signed = signed.map(|(size, root)| (size, Hash(root)));
        // Every record is of one scope.
        let records = scopes.values().try_fold(0_u64, |sum, link: &Link| sum.checked_add(link.length));
        (records == Some(size)).then_some(Guard { scopes, here: None, tree, open, key, signed })
    }
}
