//! What is left once a mirror has taken back what it names: no account, and no grant's money in a till, below zero.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::{Account, Nature, Till};
use crate::agreement::document::Bearer;
use crate::book::state::Class;
use crate::book::state::effect::Effect;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::{Event, Kind};
use crate::id::{Code, GrantId, PartyId, SaleId};
use crate::money::{Currency, Money};
use crate::posting::Posting;

/// What a mirror changes, and in which target first.
#[derive(Default)]
pub(super) struct After {
    /// By account and currency, and of which sale on accounts that keep lots.
    accounts: BTreeMap<(Account, Option<SaleId>, Currency), (i128, u64)>,
    /// What lies in tills of grants.
    lies: BTreeMap<(GrantId, Till), (i128, u64)>,
    /// Parties that bear a chargeback of which the reversal is taken back: what their slices do not cover they owe again.
    owe: BTreeSet<PartyId>,
}

impl After {
    /// Adds a turned posting.
    pub(super) fn add(&mut self, turned: &Posting, position: u64) {
        let key = (turned.account, turned.sale, turned.amount.currency());
        self.accounts.entry(key).or_insert((0, position)).0 += turned.amount.minor();
    }

    /// A party that bears what a target had given it again may owe it.
    pub(super) fn may_owe(&mut self, event: &Event) {
        if let Event::ChargebackReversed(e) = event
            && let Bearer::Party(party) = e.borne_by
        {
            self.owe.insert(party);
        }
    }

    /// Adds what a target did beside its postings, turned.
    pub(super) fn undo(&mut self, case: &Case<'_>, kind: Kind, of: Code, position: u64) {
        let class = if kind == Kind::AssetCommissioned { Class::Asset } else { Class::Movement };
        for effect in case.cooperative.effects.get(&(class, of)).iter().flat_map(|effects| effects.iter()) {
            if let Effect::GrantLies { grant, till, amount } = *effect {
                self.lies.entry((grant, till)).or_insert((0, position)).0 -= amount.minor();
            }
        }
    }

    /// Refuses a mirror that would take out of an account what is no longer in it, or what is a grant's.
    pub(super) fn check(&self, case: &Case<'_>) -> Result<(), Refusal> {
        let (balances, grants) = (&case.cooperative.balances, &case.cooperative.grants);
        for (&(account, sale, currency), &(change, position)) in &self.accounts {
            let Some(by) = emptied(account).filter(|_| !self.bears(account)) else { continue };
            let mut held = match sale {
                Some(sale) => balances.lot(account, sale, currency),
                None => natural(account, balances.of(account, currency)),
            };
            if let Account::Till(_) = account {
                // Nor did it hold less on any day since.
                (_, held) = case.cooperative.days.least_from(account, case.day, held);
            }
            let mut change = natural(account, Money::new(change, currency));
            if let Account::Till(till) = account {
                // What lies there of grants is theirs, before and after.
                held = held.minus(grants.lying_in(till, currency))?;
                change = change.minus(Money::new(self.more_lies_in(case, till, currency), currency))?;
            }
            if change.is_negative() && held.plus(change)?.is_negative() {
                return Err(Refusal::BuiltOn { position, by });
            }
        }
        for (&(grant, till), &(change, position)) in &self.lies {
            let lies = grants.grants.get(&grant).and_then(|grant| grant.lies.get(&till));
            if change < 0 && lies.map_or(0, |lies| lies.minor()) + change < 0 {
                let by = "its money has been spent or brought to another till since";
                return Err(Refusal::BuiltOn { position, by });
            }
        }
        Ok(())
    }

    fn bears(&self, account: Account) -> bool {
        if let Account::Payable(party) = account { self.owe.contains(&party) } else { false }
    }

    /// By how much more the mirror lets lie in a till of all grants. Grants are kept in the currency of the accounts.
    fn more_lies_in(&self, case: &Case<'_>, till: Till, currency: Currency) -> i128 {
        let here = self.lies.iter().filter(|((_, of), _)| *of == till && currency == case.cooperative.currency);
        here.map(|(_, (change, _))| change).sum()
    }
}

/// An amount on the side where such accounts are.
fn natural(account: Account, amount: Money) -> Money {
    match account.nature() {
        Nature::Assets | Nature::Expenses => amount,
        Nature::Liabilities | Nature::Equity | Nature::Income => amount.negated(),
    }
}

/// What has happened when an account no longer has what a mirror takes from it; nothing for accounts that may turn.
fn emptied(account: Account) -> Option<&'static str> {
    match account {
        Account::Till(_) => Some("its money has left the till since"),
        Account::Stock => Some("its materials have left the store since"),
        Account::MemberAdvance(_) | Account::MemberLoan(..) | Account::MemberDebt(_) => {
            Some("a member has paid a part of it back since")
        }
        Account::MemberPending(_) => Some("a member's share has been released since"),
        Account::MemberAvailable(_) => Some("a member's money has been set aside for another payout since"),
        Account::GuaranteeDebt(..) | Account::MemberGuarantee(_) => {
            Some("what a member has paid for another has been paid back since")
        }
        Account::MemberInPayout(_) | Account::MemberUnclaimed(_) | Account::PayoutSent(..) => {
            Some("its payout has gone on since")
        }
        Account::Withheld(_) => Some("the tax has been paid to the tax office since"),
        Account::Capital(_) => Some("her shares have been given back since"),
        Account::Payable(_) => Some("a party has been paid its slice since"),
        Account::BuyerAdvance(_) => Some("a sale has been set against the advance since"),
        Account::Grant(_) => Some("its money has been spent since"),
        Account::Equipment(_) | Account::DeferredGrant(_) => Some("it has been depreciated since"),
        Account::PremiumReceivable(_) => Some("a part of the premium has been received since"),
        Account::Retained(_) => Some("a part of what the buyer kept back has been released since"),
        Account::Receivable(_)
        | Account::Exchange(_)
        | Account::Opening
        | Account::Loan(_)
        | Account::Tax
        | Account::SaleClearing(_)
        | Account::Suspense
        | Account::Fund(_)
        | Account::Commission
        | Account::Sales
        | Account::Returns
        | Account::MemberWork
        | Account::Services
        | Account::Contributions
        | Account::RecoveredCosts
        | Account::ExchangeGain
        | Account::InterestReceived
        | Account::BankCharges
        | Account::ProviderFees
        | Account::Losses
        | Account::CashDifference
        | Account::GrantsReleased
        | Account::FundsReleased
        | Account::LoansForgiven
        | Account::Depreciation
        | Account::OwnShare(_)
        | Account::Operating(_)
        | Account::ExchangeLoss
        | Account::Rounding
        | Account::Between(_)
        | Account::InterestPaid => None,
    }
}
