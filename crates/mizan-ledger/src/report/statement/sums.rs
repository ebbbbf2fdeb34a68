//! What postings moved on a member's accounts: both ends of her statement.
//!
//! A payment may have happened before its sale: on a day between the two, the share is payable and was not earned. It is no
//! debt of hers and cannot be paid on that day, so it is neither still to come nor available.

use std::collections::BTreeMap;

use crate::account::Account;
use crate::id::{LoanId, MemberId, SaleId};
use crate::money::{Currency, Money};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::statement::owed::{LoanLine, Owed, PaidForHer};
use crate::report::trace::maker::Open;

/// What a member's records moved on her accounts.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Sums {
    pending: BTreeMap<Option<SaleId>, i128>,
    available: i128,
    in_payout: i128,
    sent: i128,
    unclaimed: i128,
    guarantee: i128,
    owed_to: Vec<(MemberId, i128)>,
    advances: i128,
    debts: i128,
    loans: Vec<(LoanId, i128)>,
}

impl Sums {
    /// What records moved on a member's accounts.
    pub(in crate::report) fn of<'a>(member: MemberId, records: impl IntoIterator<Item = &'a Record>) -> Sums {
        let (mut sums, mut moved) = (Sums::default(), Vec::new());
        for record in records {
            postings(&record.event, &mut moved);
            let hers = moved.drain(..).filter(|posting| posting.account.member() == Some(member));
            hers.for_each(|posting| sums.post(&posting));
        }
        sums
    }

    /// Adds a posting on one of her accounts.
    pub(in crate::report) fn post(&mut self, posting: &Posting) {
        let debit = posting.amount.minor();
        if let Account::MemberPending(_) = posting.account {
            *self.pending.entry(posting.sale).or_default() -= debit;
        } else if let Account::MemberAvailable(_) = posting.account {
            self.available -= debit;
        } else if let Account::MemberInPayout(_) = posting.account {
            self.in_payout -= debit;
        } else if let Account::PayoutSent(..) = posting.account {
            self.sent -= debit;
        } else if let Account::MemberUnclaimed(_) = posting.account {
            self.unclaimed -= debit;
        } else if let Account::MemberGuarantee(_) = posting.account {
            self.guarantee -= debit;
        } else if let Account::GuaranteeDebt(_, payer) = posting.account {
            match self.owed_to.iter_mut().find(|(known, _)| *known == payer) {
                Some((_, sum)) => *sum += debit,
                None => self.owed_to.push((payer, debit)),
            }
        } else if let Account::MemberAdvance(_) = posting.account {
            self.advances += debit;
        } else if let Account::MemberDebt(_) = posting.account {
            self.debts += debit;
        } else if let Account::MemberLoan(_, loan) = posting.account {
            match self.loans.iter_mut().find(|(known, _)| *known == loan) {
                Some((_, sum)) => *sum += debit,
                None => self.loans.push((loan, debit)),
            }
        }
    }

    /// What is due to her, by state.
    pub(in crate::report) fn open(&self, currency: Currency) -> Open {
        let amount = |minor: i128| Amount(Money::new(minor, currency));
        let pending: i128 = self.pending.values().filter(|minor| **minor > 0).sum();
        let early: i128 = self.pending.values().filter(|minor| **minor < 0).sum();
        // What was payable before its sale is taken back where it is now.
        let mut early = -early;
        let [available, in_payout, sent, unclaimed] =
            [self.available, self.in_payout, self.sent, self.unclaimed].map(|minor| {
                let part = early.min(minor.max(0));
                early -= part;
                minor - part
            });
        Open {
            pending: amount(pending - early),
            available: amount(available),
            in_payout: amount(in_payout),
            sent: amount(sent),
            unclaimed: amount(unclaimed),
            guarantee: amount(self.guarantee),
        }
    }

    /// What she owes.
    pub(in crate::report) fn owed(&self, currency: Currency) -> Owed {
        let amount = |minor: i128| Amount(Money::new(minor, currency));
        let loans: Vec<LoanLine> =
            self.loans.iter().map(|&(loan, minor)| LoanLine { loan, amount: amount(minor) }).collect();
        let paid_for_her = self.owed_to.iter();
        let paid_for_her: Vec<PaidForHer> =
            paid_for_her.map(|&(by, minor)| PaidForHer { by, amount: amount(minor) }).collect();
        let (advances, debts) = (amount(self.advances), amount(self.debts));
        let total = Amount::sum(
            currency,
            loans
                .iter()
                .map(|line| line.amount)
                .chain(paid_for_her.iter().map(|line| line.amount))
                .chain([advances, debts]),
        );
        Owed { advances, loans, debts, paid_for_her, total }
    }
}
