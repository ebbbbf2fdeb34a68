//! What an account held on an earlier day: nothing is taken out of it before it came in.

use crate::account::{Account, Till};
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::money::Money;

impl Case<'_> {
    /// Refuses to take out of a till what came into it on a later day: it would have been below zero between the two.
    pub(super) fn held_by_then(&self, till: Till, asked: Money) -> Result<(), Refusal> {
        let now = self.cooperative.balances.of(Account::Till(till), asked.currency());
        let (on, least) = self.cooperative.days.least_from(Account::Till(till), self.day, now);
        let least = least.plus(self.moved_here(Account::Till(till), asked.currency())?)?;
        if asked.exceeds(least)? {
            let (least, asked) = (Box::new(least), Box::new(asked));
            return Err(Refusal::NotInTillByThen { till, on, least, asked, day: self.day });
        }
        Ok(())
    }

    /// The least an account that holds so much now has held on this day or on any since.
    pub(super) fn least_by_then(&self, account: Account, now: Money) -> Money {
        self.cooperative.days.least_from(account, self.day, now).1
    }

    /// Refuses to take out of an account what came onto it on a later day. `now` is what it holds.
    pub(super) fn there_by_then(&self, account: Account, now: Money, asked: Money) -> Result<(), Refusal> {
        let (on, least) = self.cooperative.days.least_from(account, self.day, now);
        if asked.exceeds(least)? {
            let (least, asked) = (Box::new(least), Box::new(asked));
            return Err(Refusal::NotThereByThen { account, on, least, asked, day: self.day });
        }
        Ok(())
    }
}
