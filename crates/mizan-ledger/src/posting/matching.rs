//! What matching moves: nothing by itself, what it books has records of its own; and what somebody rounded.

use crate::account::Account;
use crate::event::matching::{
    MatchConfirmed, MatchLimitSet, MatchUndone, RoundingBooked, StatementLineRecorded, StatementRecorded,
};
use crate::event::treasury::ExchangeSide;
use crate::posting::{Book, Moves};

impl Moves for StatementRecorded {}
impl Moves for StatementLineRecorded {}
impl Moves for MatchLimitSet {}
impl Moves for MatchConfirmed {}
impl Moves for MatchUndone {}

impl Moves for RoundingBooked {
    fn moves(&self, book: &mut Book<'_>) {
        let (debit, credit) = match self.side {
            ExchangeSide::Loss => (Account::Rounding, Account::Till(self.till)),
            ExchangeSide::Gain => (Account::Till(self.till), Account::Rounding),
        };
        book.move_money(debit, credit, self.amount);
    }
}
