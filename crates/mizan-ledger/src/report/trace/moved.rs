//! What the postings of a sale's records moved: the side of the trace that no event field can flatter.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::Account;
use crate::balances::Balances;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::id::{MemberId, SaleId};
use crate::money::{Currency, Money};
use crate::posting::postings;
use crate::record::Record;
use crate::report::amount::Amount;

/// Sums of postings, credits above zero.
pub(super) struct Moved {
    currency: Currency,
    /// What lot accounts hold of the sale.
    lots: BTreeMap<Account, i128>,
    /// What the other receivers got out of the division of the sale, less what they gave back.
    kept: BTreeMap<Account, i128>,
    /// What is left on the sale's clearing account.
    undivided: i128,
}

impl Moved {
    /// Sums the postings of the records that count.
    pub(super) fn of(sale: SaleId, records: &[&Record], currency: Currency) -> Moved {
        let mut moved = Moved { currency, lots: BTreeMap::new(), kept: BTreeMap::new(), undivided: 0 };
        let mut all = Vec::new();
        for record in records {
            all.clear();
            postings(&record.event, &mut all);
            let divides = divides(&record.event, sale);
            for posting in &all {
                let credit = -posting.amount.minor();
                if posting.sale == Some(sale) {
                    *moved.lots.entry(posting.account).or_default() += credit;
                } else if posting.account == Account::SaleClearing(sale) {
                    moved.undivided += credit;
                } else if divides && posting.sale.is_none() {
                    *moved.kept.entry(own_of(posting.account)).or_default() += credit;
                }
            }
        }
        moved
    }

    /// What a lot account holds of the sale.
    pub(super) fn lot(&self, account: Account) -> Amount {
        self.amount(self.lots.get(&account))
    }

    /// What another receiver has of it.
    pub(super) fn kept(&self, account: Account) -> Amount {
        self.amount(self.kept.get(&account))
    }

    /// What payouts that were sent and not settled hold of it for a member.
    pub(super) fn sent_to(&self, member: MemberId) -> Amount {
        let to_her = |account: &Account| matches!(account, Account::PayoutSent(_, to) if *to == member);
        let sent = self.lots.iter().filter(|(account, _)| to_her(account)).map(|(_, minor)| minor).sum();
        self.amount(Some(&sent))
    }

    /// What was invoiced and not divided.
    pub(super) fn undivided(&self) -> Amount {
        self.amount(Some(&self.undivided))
    }

    /// The currency of the accounts.
    pub(super) fn currency(&self) -> Currency {
        self.currency
    }

    /// How far lot accounts are from what the book itself holds on them of the sale: a record that was not found shows
    /// here. Beside the accounts the records moved, those of the makers are looked at.
    pub(super) fn astray(&self, sale: SaleId, book: &Balances, makers: impl Iterator<Item = MemberId>) -> Amount {
        let of = |member| {
            [
                Account::MemberPending(member),
                Account::MemberAvailable(member),
                Account::MemberInPayout(member),
                Account::MemberUnclaimed(member),
                Account::MemberGuarantee(member),
            ]
        };
        let accounts: BTreeSet<Account> = self.lots.keys().copied().chain(makers.flat_map(of)).collect();
        let gap = |account| self.lot(account).minus(Amount(book.lot(account, sale, self.currency))).size();
        Amount::sum(self.currency, accounts.into_iter().map(gap))
    }

    fn amount(&self, minor: Option<&i128>) -> Amount {
        Amount(Money::new(minor.copied().unwrap_or_default(), self.currency))
    }
}

/// What the cooperative sells for itself is its income, and what others have of it its expense: what is left of both is
/// what it has of the sale.
fn own_of(account: Account) -> Account {
    let trading = [Account::Sales, Account::Returns, Account::MemberWork, Account::Services, Account::Contributions];
    if trading.contains(&account) { Account::Sales } else { account }
}

/// Whether an event gives receivers their slices of the sale, or takes parts of them back.
fn divides(event: &Event, sale: SaleId) -> bool {
    if let Event::SaleRecorded(e) = event {
        e.sale == sale
    } else if let Event::CommissionCharged(e) = event {
        e.sale == sale
    } else if let Event::ProceedsAllocated(e) = event {
        e.sale == sale
    } else {
        GivenBack::of(event).is_some_and(|e| e.sale == sale)
    }
}
