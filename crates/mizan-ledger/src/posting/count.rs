//! What a count of cash moves: the difference between the box and the books.

use crate::account::Account;
use crate::event::count::CashCounted;
use crate::posting::{Book, Moves};

impl Moves for CashCounted {
    fn moves(&self, book: &mut Book<'_>) {
        if let Some(over) = self.over {
            book.move_money(Account::Till(self.till), Account::CashDifference, over);
        }
        if let Some(short) = self.short {
            book.move_money(Account::CashDifference, Account::Till(self.till), short);
        }
    }
}
