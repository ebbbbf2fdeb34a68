//! What is kept back moves from what a buyer owes now to what it will owe, and back.

use crate::account::Account;
use crate::event::retention::{RetentionHeld, RetentionReleased};
use crate::posting::{Book, Moves};

impl Moves for RetentionHeld {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Retained(self.buyer), Account::Receivable(self.buyer), self.booked);
    }
}

impl Moves for RetentionReleased {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Receivable(self.buyer), Account::Retained(self.buyer), self.booked);
    }
}
