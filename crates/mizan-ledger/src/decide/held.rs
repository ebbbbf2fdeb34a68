//! What is in tills: which there are, whose they are to take from, and what can leave them.

use jiff::civil::Date;

use crate::account::{Account, Till, TillKind};
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::money::{Currency, CurrencyMismatch, Money};
use crate::posting::Posting;

impl Case<'_> {
    /// A till, on a day on which it was open.
    pub(super) fn till(&self, till: Till) -> Result<(), Refusal> {
        let on = self.open_since(till)?;
        self.begun("till", till, on)
    }

    /// The day on which a till was opened.
    pub(super) fn open_since(&self, till: Till) -> Result<Date, Refusal> {
        self.cooperative.tills.get(&till).copied().ok_or(Refusal::UnknownTill { till })
    }

    /// A till of one kind.
    pub(super) fn till_of(&self, till: Till, kind: TillKind, wanted: &'static str) -> Result<(), Refusal> {
        self.till(till)?;
        if till.kind == kind { Ok(()) } else { Err(Refusal::WrongTill { till, wanted }) }
    }

    /// What the same command has moved on an account already.
    pub(super) fn moved_here(&self, account: Account, currency: Currency) -> Result<Money, CurrencyMismatch> {
        let here = |posting: &&Posting| posting.account == account && posting.amount.currency() == currency;
        Money::sum(currency, self.moved.iter().filter(here).map(|posting| posting.amount))
    }

    /// What an account comes to with what the same command has moved already, debits less credits.
    pub(super) fn balance(&self, account: Account, currency: Currency) -> Result<Money, CurrencyMismatch> {
        self.cooperative.balances.of(account, currency).plus(self.moved_here(account, currency)?)
    }

    /// A till that holds at least this much beyond the unspent money of grants in it: that pays for their lines and for
    /// nothing else. No till is ever below zero.
    pub(super) fn holds(&self, till: Till, asked: Money) -> Result<(), Refusal> {
        self.hers_to_take(till)?;
        self.has(till, asked)
    }

    /// The same, whoever asks.
    pub(super) fn has(&self, till: Till, asked: Money) -> Result<(), Refusal> {
        self.till(till)?;
        let held = self.balance(Account::Till(till), asked.currency())?;
        let reserved = self.cooperative.grants.lying_in(till, asked.currency());
        let free = held.minus(reserved)?;
        match (asked.exceeds(free)?, reserved.is_zero()) {
            (false, _) => self.held_by_then(till, asked),
            (true, true) => Err(Refusal::NotEnoughInTill { till, held, asked }),
            (true, false) => {
                let (held, reserved, free) = (Box::new(held), Box::new(reserved), Box::new(free));
                Err(Refusal::ReservedForGrants { till, held, reserved, free, asked })
            }
        }
    }
}
