//! What the journals share: which accounts and currencies they have named, and what each account comes to.
//!
//! A journal closes with the balance of every account, so that whoever loads it learns at once when a line is missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use mizan_ledger::account::Account;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::posting::Posting;

/// The accounts and currencies a journal has met so far.
#[derive(Debug, Default)]
pub(crate) struct Met {
    accounts: BTreeMap<(CooperativeId, Account), BTreeMap<Currency, i128>>,
    currencies: BTreeSet<Currency>,
    last_day: Option<Date>,
}

impl Met {
    /// Whether this currency is met for the first time.
    pub(crate) fn currency_is_new(&mut self, currency: Currency) -> bool {
        self.currencies.insert(currency)
    }

    /// Whether this account is met for the first time; its balance is kept from now on.
    pub(crate) fn account_is_new(&mut self, owner: CooperativeId, posting: &Posting) -> bool {
        let mut is_new = false;
        let held = self.accounts.entry((owner, posting.account)).or_insert_with(|| {
            is_new = true;
            BTreeMap::new()
        });
        *held.entry(posting.amount.currency()).or_default() += posting.amount.minor();
        is_new
    }

    /// Keeps the latest day.
    pub(crate) fn happened_on(&mut self, day: Date) {
        self.last_day = self.last_day.max(Some(day));
    }

    /// The latest day something moved on.
    pub(crate) fn last_day(&self) -> Option<Date> {
        self.last_day
    }

    /// What stands on each account that is not at zero, in the order of the chart.
    pub(crate) fn balances(&self) -> impl Iterator<Item = (CooperativeId, Account, Money)> + '_ {
        self.accounts.iter().flat_map(|(&(owner, account), held)| {
            let open = held.iter().filter(|(_, minor)| **minor != 0);
            open.map(move |(&currency, &minor)| (owner, account, Money::new(minor, currency)))
        })
    }
}

/// The name of an account with its owner behind the root, so that one journal can hold a whole network.
pub(crate) fn parts(owner: CooperativeId, account: Account) -> impl Iterator<Item = String> {
    [account.nature().word().to_owned(), owner.to_string()].into_iter().chain(account.path())
}
