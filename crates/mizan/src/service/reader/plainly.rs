//! The log read in the plainest way there is: one record after the other, postings summed in an ordinary map, the tree
//! reckoned by its definition. Slow, short, and shared with nothing that serves.

use std::collections::BTreeMap;

use mizan_ledger::account::Account;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::posting::postings;
use mizan_ledger::record::Record;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::tree::root_of;
use mizan_store::log::EventLog;

use crate::service::reader::ReadError;
use mizan_verify::digest::digest;

/// How much is read at once.
const PAGE_BYTES: usize = 1 << 20;

/// What a log comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// How many records it has.
    pub records: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// The digest of all balances.
    pub books: Hash,
}

/// Reads the first `records` records of a log.
pub async fn read(log: &dyn EventLog, records: u64) -> Result<Sum, ReadError> {
    let mut leaves = Vec::new();
    let mut sums: BTreeMap<(CooperativeId, Account, Currency), i128> = BTreeMap::new();
    let mut next = 0;
    while next < records {
        let page = log.read(next, PAGE_BYTES).await?;
        if page.is_empty() {
            return Err(ReadError::BeyondEnd { asked: records, head: next });
        }
        for (position, line) in (page.first..records).zip(page.records()) {
            let record = Record::from_bytes(line).map_err(|source| ReadError::NotARecord { position, source })?;
            leaves.push(leaf_hash(line));
            if let Some(cooperative) = record.envelope.scope {
                let mut moved = Vec::new();
                postings(&record.event, &mut moved);
                for posting in moved {
                    let key = (cooperative, posting.account, posting.amount.currency());
                    *sums.entry(key).or_default() += posting.amount.minor();
                }
            }
        }
        next = page.next().min(records);
    }
    let balances = sums
        .into_iter()
        .map(|((cooperative, account, currency), minor)| (cooperative, account, Money::new(minor, currency)));
    Ok(Sum { records, root: root_of(&leaves), books: digest(balances) })
}
