//! What premiums and funds move.

use crate::account::Account;
use crate::event::fund::{FundSpent, PremiumAccrued, PremiumReceived, ResolutionAdopted};
use crate::money::Money;
use crate::posting::{Book, Moves};

impl Moves for ResolutionAdopted {}

impl Moves for PremiumAccrued {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::PremiumReceivable(self.buyer), Account::Fund(self.fund), self.booked);
    }
}

impl Moves for PremiumReceived {
    fn moves(&self, book: &mut Book<'_>) {
        let PremiumReceived { till, amount, booked, carried, buyer, .. } = *self;
        book.post(Account::Till(till), amount, None);
        book.exchange(amount.negated(), booked);
        book.post(Account::PremiumReceivable(buyer), carried.negated(), None);
        let difference = booked.minor() - carried.minor();
        let own = if difference < 0 { Account::ExchangeLoss } else { Account::ExchangeGain };
        book.post(own, Money::new(-difference, booked.currency()), None);
    }
}

impl Moves for FundSpent {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Fund(self.fund), Account::Till(self.till), self.amount);
    }
}
