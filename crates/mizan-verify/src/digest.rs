//! One hash for all balances, so that two people can see over the telephone that their books agree.
//!
//! SHA-256 over one line for each balance that is not zero, `atlas-weavers assets:bank:main 860.49 MAD` and a line end,
//! the lines in the order of their bytes (`LC_ALL=C sort`). Written in base64url, like the hashes of the log.

use mizan_ledger::account::Account;
use mizan_ledger::balances::Totals;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::Money;
use mizan_proof::hash::Hash;
use sha2::{Digest, Sha256};

/// The digest of the balances of cooperatives.
pub fn digest_of<'a>(balances: impl IntoIterator<Item = (CooperativeId, &'a Totals)>) -> Hash {
    let all = balances.into_iter().flat_map(|(cooperative, balances)| {
        balances.all().into_iter().map(move |(account, amount)| (cooperative, account, amount))
    });
    digest(all)
}

/// The digest of balances that come from anywhere.
pub fn digest(balances: impl Iterator<Item = (CooperativeId, Account, Money)>) -> Hash {
    let mut hasher = Sha256::new();
    lines(balances).iter().for_each(|line| hasher.update(line));
    Hash(hasher.finalize().into())
}

/// The lines it is the digest of, for whoever wants to see which of them differs.
#[must_use]
pub fn lines_of<'a>(balances: impl IntoIterator<Item = (CooperativeId, &'a Totals)>) -> Vec<String> {
    lines(balances.into_iter().flat_map(|(cooperative, balances)| {
        balances.all().into_iter().map(move |(account, amount)| (cooperative, account, amount))
    }))
}

fn lines(balances: impl Iterator<Item = (CooperativeId, Account, Money)>) -> Vec<String> {
    let not_zero = balances.filter(|(_, _, amount)| !amount.is_zero());
    let mut lines: Vec<String> = not_zero
        .map(|(cooperative, account, amount)| {
            format!("{cooperative} {account} {} {}\n", amount.number(), amount.currency())
        })
        .collect();
    lines.sort_unstable();
    lines
}
