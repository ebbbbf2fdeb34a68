//! What goes back to buyers: money leaves a till at what it was carried at on the buyer's side.

use crate::account::Account;
use crate::event::refund::AdvanceRefunded;
use crate::posting::{Book, Moves};

impl Moves for AdvanceRefunded {
    fn moves(&self, book: &mut Book<'_>) {
        book.give_back(Account::BuyerAdvance(self.buyer), self.booked, self.amount, self.till);
    }
}
