//! Balances: the one place that adds postings.
//!
//! Kept per cooperative, account and currency, and per lot: what one account still holds of one sale. A balance that
//! has come back to zero stays known, so that "nothing" and "never" can be told apart; an emptied lot is forgotten, and
//! so is the clearing account of a sale, which is empty at the end of the batch that made it: there would be one for
//! each sale ever recorded.

use hashbrown::hash_map::Entry;

use crate::account::Account;
use crate::id::{Code, SaleId};
use crate::money::{Currency, Money};
use crate::names::{Names, make_room};
use crate::pack::Pack;
use crate::posting::Posting;
use crate::sums::Sums;
use crate::table::Map;

/// What stands on each account of one cooperative.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// Every account with its currency, as they are packed: most are few letters, and were used once.
    accounts: Names,
    /// What stands on each, by its number.
    sums: Vec<i128>,
    /// What stands on the clearing accounts of sales that are being divided.
    clearing: Map<(SaleId, Currency), i128>,
    /// Reused for the account of each posting.
    scratch: Vec<u8>,
}

/// In whichever order the accounts were first met.
impl PartialEq for Totals {
    fn eq(&self, other: &Totals) -> bool {
        let theirs = |account| Some(other.sums[other.accounts.number(account)? as usize]);
        self.clearing == other.clearing
            && self.sums.len() == other.sums.len()
            && self.accounts.iter().zip(&self.sums).all(|(account, sum)| theirs(account) == Some(*sum))
    }
}

impl Eq for Totals {}

impl Pack for Totals {
    fn pack(&self, out: &mut Vec<u8>) {
        let Totals { accounts, sums, clearing, scratch: _ } = self;
        accounts.pack(out);
        sums.iter().for_each(|sum| sum.pack(out));
        clearing.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Totals> {
        let accounts = Names::unpack(from)?;
        let readable = accounts.iter().all(|account| account_of(account).is_some());
        let sums = (0..accounts.len()).map(|_| Pack::unpack(from)).collect::<Option<Vec<i128>>>()?;
        let clearing = Pack::unpack(from)?;
        readable.then_some(Totals { accounts, sums, clearing, scratch: Vec::new() })
    }
}

/// The account and the currency that were packed.
fn account_of(mut packed: &[u8]) -> Option<(Account, Currency)> {
    let read = Pack::unpack(&mut packed)?;
    packed.is_empty().then_some(read)
}

impl Totals {
    /// Adds one posting.
    pub fn add(&mut self, posting: &Posting) {
        self.add_to(posting);
    }

    /// Adds one posting, and says which number its account has; the clearing account of a sale has none.
    fn add_to(&mut self, posting: &Posting) -> Option<u32> {
        let (minor, currency) = (posting.amount.minor(), posting.amount.currency());
        if let Account::SaleClearing(sale) = posting.account {
            match self.clearing.entry((sale, currency)) {
                Entry::Occupied(mut known) => {
                    *known.get_mut() += minor;
                    if *known.get() == 0 {
                        known.remove();
                    }
                }
                Entry::Vacant(new) => {
                    if minor != 0 {
                        new.insert(minor);
                    }
                }
            }
            return None;
        }
        self.scratch.clear();
        (posting.account, currency).pack(&mut self.scratch);
        let number = self.accounts.number_or_next(&self.scratch);
        if self.sums.len() < self.accounts.len() {
            make_room(&mut self.sums, 1);
            self.sums.push(0);
        }
        self.sums[number as usize] += minor;
        Some(number)
    }

    /// The number of an account that was posted to.
    fn number(&self, account: Account, currency: Currency) -> Option<u32> {
        let mut packed = Vec::with_capacity(80);
        (account, currency).pack(&mut packed);
        self.accounts.number(&packed)
    }

    /// The balance of an account: debits less credits.
    #[must_use]
    pub fn of(&self, account: Account, currency: Currency) -> Money {
        let minor = if let Account::SaleClearing(sale) = account {
            self.clearing.get(&(sale, currency)).copied()
        } else {
            self.number(account, currency).map(|number| self.sums[number as usize])
        };
        Money::new(minor.unwrap_or_default(), currency)
    }

    /// Every account and currency that was ever posted to, in the order of the chart; no clearing account that is empty.
    #[must_use]
    pub fn all(&self) -> Vec<(Account, Money)> {
        let known = self.accounts.iter().filter_map(account_of).zip(&self.sums);
        let clearing =
            self.clearing.iter().map(|((sale, currency), minor)| ((Account::SaleClearing(*sale), *currency), minor));
        let all = known.chain(clearing);
        let mut all: Vec<_> = all.map(|((account, currency), &minor)| (account, Money::new(minor, currency))).collect();
        all.sort_unstable_by_key(|(account, money)| (*account, money.currency()));
        all
    }
}

/// The balances of one cooperative, and what of them is owed for which sale.
#[derive(Debug, Clone, Default)]
pub struct Balances {
    totals: Totals,
    /// By the number of the account.
    lots: Map<u32, Sums>,
    /// Sales are numbered as they first appear, so that a lot emptied and filled again keeps its place in the line.
    sales: Names,
}

packed!(struct Balances { totals, lots, sales });

/// With accounts and sales in the same order, as one log gives: what is held for which sale is kept by their numbers.
impl PartialEq for Balances {
    fn eq(&self, other: &Balances) -> bool {
        let Balances { totals, lots, sales } = self;
        totals.accounts == other.totals.accounts
            && *totals == other.totals
            && (lots, sales) == (&other.lots, &other.sales)
    }
}

impl Eq for Balances {}

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
            let account = self.totals.add_to(posting);
            let (Some(account), Some(sale)) = (account, posting.sale) else { continue };
            let turn = last.filter(|(known, _)| *known == sale).map(|(_, turn)| turn);
            let turn = turn.unwrap_or_else(|| self.sales.number_or_next(sale.0.letters()));
            last = Some((sale, turn));
            let mut lots = match self.lots.entry(account) {
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
        let lots = self.lots_of(account, currency).into_iter().flat_map(Sums::iter);
        lots.filter_map(move |(turn, minor)| {
            let sale = Code::of_any(self.sales.name(turn)?)?;
            Some(Lot { sale: SaleId(sale), left: Money::new(minor, currency) })
        })
    }

    /// What an account still holds of one sale.
    #[must_use]
    pub fn lot(&self, account: Account, sale: SaleId, currency: Currency) -> Money {
        let turn = self.sales.number(sale.0.letters());
        let left = turn.and_then(|turn| Some(self.lots_of(account, currency)?.of(turn)));
        Money::new(left.unwrap_or_default(), currency)
    }

    fn lots_of(&self, account: Account, currency: Currency) -> Option<&Sums> {
        self.lots.get(&self.totals.number(account, currency)?)
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

#[cfg(test)]
mod tests;
