//! What withheld tax moves: out of what somebody has earned to what the tax office is owed, and out of a till to it.

use crate::account::Account;
use crate::event::tax::{Earner, TaxRemitted, TaxWithheld, WithholdingRateSet};
use crate::posting::{Book, Moves};

impl Moves for WithholdingRateSet {}

impl Moves for TaxWithheld {
    fn moves(&self, book: &mut Book<'_>) {
        let hers = match self.of {
            Earner::Member(member) => Account::MemberAvailable(member),
            Earner::Party(party) => Account::Payable(party),
        };
        book.move_lots(hers, Account::Withheld(self.tax), &self.sources);
    }
}

impl Moves for TaxRemitted {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Withheld(self.tax), Account::Till(self.till), self.amount);
    }
}
