//! What shares move: money into a till against the member's part of the capital, and back.

use crate::account::Account;
use crate::event::capital::{ShareTermsSet, SharesPaid, SharesRefunded, SharesSubscribed};
use crate::posting::{Book, Moves};

impl Moves for ShareTermsSet {}

impl Moves for SharesSubscribed {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Till(self.till), Account::Capital(self.member), self.paid);
    }
}

impl Moves for SharesPaid {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Till(self.till), Account::Capital(self.member), self.amount);
    }
}

impl Moves for SharesRefunded {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Capital(self.member), Account::Till(self.till), self.amount);
    }
}
