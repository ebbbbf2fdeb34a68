//! Balances: the one place that adds postings.
//!
//! Kept per cooperative, account and currency, and per lot: what one account still holds of one sale. A balance that
//! has come back to zero stays known, so that "nothing" and "never" can be told apart; an emptied lot is forgotten, and
//! so is the clearing account of a sale, which is empty at the end of the batch that made it: there would be one for
//! each sale ever recorded.

use hashbrown::hash_map::Entry;

use crate::account::Account;
use crate::id::SaleId;
use crate::money::{Currency, Money};
use crate::names::Names;
use crate::posting::Posting;
use crate::sums::Sums;
use crate::table::Map;

/// What stands on each account of one cooperative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    accounts: Map<(Account, Currency), i128>,
}

packed!(struct Totals { accounts });

impl Totals {
    /// Adds one posting.
    pub fn add(&mut self, posting: &Posting) {
        let minor = posting.amount.minor();
        match self.accounts.entry((posting.account, posting.amount.currency())) {
            Entry::Occupied(mut known) => {
                *known.get_mut() += minor;
                if *known.get() == 0 && matches!(posting.account, Account::SaleClearing(_)) {
                    known.remove();
                }
            }
            Entry::Vacant(new) => {
                if minor != 0 || !matches!(posting.account, Account::SaleClearing(_)) {
                    new.insert(minor);
                }
            }
        }
    }

    /// The balance of an account: debits less credits.
    #[must_use]
    pub fn of(&self, account: Account, currency: Currency) -> Money {
        Money::new(self.accounts.get(&(account, currency)).copied().unwrap_or_default(), currency)
    }

    /// Every account and currency that was ever posted to, in the order of the chart; no clearing account that is empty.
    #[must_use]
    pub fn all(&self) -> Vec<(Account, Money)> {
        let mut all: Vec<_> =
            self.accounts.iter().map(|(&(account, currency), &minor)| (account, Money::new(minor, currency))).collect();
        all.sort_unstable_by_key(|(account, money)| (*account, money.currency()));
        all
    }
}

/// The balances of one cooperative, and what of them is owed for which sale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balances {
    totals: Totals,
    lots: Map<Account, Sums>,
    /// Sales are numbered as they first appear, so that a lot emptied and filled again keeps its place in the line.
    sales: Names,
}

packed!(struct Balances { totals, lots, sales });

/// What an account still holds of one sale. Above zero: owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    /// The sale.
    pub sale: SaleId,
    /// How much is left.
    pub left: Money,
}

impl Balances {
    /// Adds one posting.
    pub fn add(&mut self, posting: &Posting) {
        self.add_all(std::slice::from_ref(posting));
    }

    /// Adds postings. Those of one record are mostly of one sale, which is looked up once.
    pub fn add_all(&mut self, postings: &[Posting]) {
        let mut last: Option<(SaleId, u32)> = None;
        for posting in postings {
            self.totals.add(posting);
            let Some(sale) = posting.sale else { continue };
            let turn = last.filter(|(known, _)| *known == sale).map(|(_, turn)| turn);
            let turn = turn.unwrap_or_else(|| self.sales.number_or_next(sale.0));
            last = Some((sale, turn));
            let mut lots = match self.lots.entry(posting.account) {
                Entry::Occupied(known) => known,
                Entry::Vacant(new) => new.insert_entry(Sums::default()),
            };
            lots.get_mut().add(turn, -posting.amount.minor());
            if lots.get().is_empty() {
                lots.remove();
            }
        }
    }

    /// The balance of an account: debits less credits.
    #[must_use]
    pub fn of(&self, account: Account, currency: Currency) -> Money {
        self.totals.of(account, currency)
    }

    /// What is owed on an account: credits less debits.
    #[must_use]
    pub fn owed(&self, account: Account, currency: Currency) -> Money {
        self.of(account, currency).negated()
    }

    /// What an account still holds of each sale, oldest sale first. Lot accounts are kept in the book's currency.
    pub fn lots(&self, account: Account, currency: Currency) -> impl Iterator<Item = Lot> + '_ {
        let lots = self.lots.get(&account).into_iter().flat_map(Sums::iter);
        lots.filter_map(move |(turn, minor)| {
            Some(Lot { sale: SaleId(self.sales.name(turn)?), left: Money::new(minor, currency) })
        })
    }

    /// What an account still holds of one sale.
    #[must_use]
    pub fn lot(&self, account: Account, sale: SaleId, currency: Currency) -> Money {
        let left = self.sales.number(sale.0).and_then(|turn| Some(self.lots.get(&account)?.of(turn)));
        Money::new(left.unwrap_or_default(), currency)
    }

    /// Every account and currency that was ever posted to, in the order of the chart; no clearing account that is empty.
    #[must_use]
    pub fn all(&self) -> Vec<(Account, Money)> {
        self.totals.all()
    }

    /// What stands on each account, whatever it is owed for.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }
}
