//! What grants and what is bought with them move.

use crate::account::Account;
use crate::event::grant::{
    AssetCommissioned, AssetDepreciated, AssetUseReported, GrantAwarded, GrantReceived, GrantReturned, GrantSpent,
    InKindReceived,
};
use crate::posting::{Book, Moves};

impl Moves for GrantAwarded {}
impl Moves for AssetUseReported {}
impl Moves for InKindReceived {}

impl Moves for GrantReceived {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Till(self.till), Account::Grant(self.grant), self.amount);
    }
}

impl Moves for GrantSpent {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Grant(self.grant), Account::Till(self.till), self.amount);
        let own = self.own.into_iter();
        own.for_each(|own| book.move_money(Account::OwnShare(self.grant), Account::Till(self.till), own));
    }
}

impl Moves for GrantReturned {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Grant(self.grant), Account::Till(self.till), self.amount);
    }
}

impl Moves for AssetCommissioned {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Equipment(self.asset), Account::Till(self.till), self.cost);
        if let Some(part) = self.grant {
            book.move_money(Account::Grant(part.grant), Account::DeferredGrant(self.asset), part.amount);
        }
    }
}

impl Moves for AssetDepreciated {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Depreciation, Account::Equipment(self.asset), self.amount);
        let released = self.released.into_iter();
        released.for_each(|part| book.move_money(Account::DeferredGrant(self.asset), Account::GrantsReleased, part));
    }
}
