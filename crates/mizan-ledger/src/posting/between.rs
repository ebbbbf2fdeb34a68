//! What transfers between two organisations move: each its own till, against its account with the other.

use crate::account::Account;
use crate::event::between::{TransferReceived, TransferSent};
use crate::posting::{Book, Moves};

impl Moves for TransferSent {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Between(self.to), Account::Till(self.till), self.amount);
    }
}

impl Moves for TransferReceived {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Till(self.till), Account::Between(self.from), self.amount);
    }
}
