//! Shares in the capital: taken by members, paid in parts, given back to whoever has left.

use mizan_ledger::account::Account;
use mizan_ledger::id::MemberId;
use mizan_ledger::money::Money;
use serde_json::json;

use crate::generator::{Generator, Shop};

impl Generator {
    /// What the statutes ask; the smallest coin of some currencies is worth a hundred times less.
    pub(super) fn found_capital(&mut self, at: usize) {
        let Shop { currency, .. } = self.shops[at];
        let value = self.amount(currency, 100, 100);
        let words = json!({"value": value, "paid_at_least": "0.25", "within_months": 36, "source": "the statutes"});
        self.say(at, "secretary", "set_share_terms", words);
    }

    /// Somebody takes shares or pays more of them, or whoever has left is given back what she paid.
    pub(super) fn tend_the_shares(&mut self, at: usize) {
        let Shop { currency, .. } = self.shops[at];
        let gone = self.shops[at].gone.iter().copied().filter(|member| self.shares_of(at, *member).0 > 0);
        let gone: Vec<_> = gone.collect();
        let gone = self.chance.one_of(&gone).copied();
        if let Some(member) = gone.filter(|_| self.chance.percent(50)) {
            return self.give_shares_back(at, member);
        }
        let Some(member) = self.chance.one_of(&self.shops[at].members).copied() else { return };
        let (_, value, paid) = self.shares_of(at, member);
        let left = Money::new(value.minor() - paid.minor(), currency);
        let movement = self.code("shares");
        if left.is_positive() {
            let amount = self.part_of(left, 30, 100);
            let words = json!({"movement": movement, "member": member, "amount": amount, "till": "cash:box"});
            self.say(at, "treasurer", "pay_shares", words);
        } else {
            let shares = self.chance.between(1, 5);
            let worth = self.amount(currency, 100 * shares, 100 * shares);
            let paid = self.part_of(worth, 25, 100);
            let paid = Money::new(paid.minor().max((worth.minor() + 3) / 4), currency);
            let words = json!({"movement": movement, "member": member, "shares": shares, "paid": paid,
                "till": "bank:main"});
            let taken = self.say(at, "treasurer", "subscribe_shares", words);
            if let Some(records) = taken.filter(|_| self.chance.percent(5)) {
                self.take_back(at, &records, "wrong_amount");
            }
        }
    }

    /// Who has shares leaves, and is given back what she paid.
    pub(super) fn see_a_shareholder_off(&mut self, at: usize) {
        let holders: Vec<_> =
            self.shops[at].members.iter().copied().filter(|member| self.shares_of(at, *member).0 > 0).collect();
        if let Some(member) = self.chance.one_of(&holders).copied().filter(|_| self.one_to_spare(at).is_some()) {
            self.see_off(at, member);
            self.give_shares_back(at, member);
        }
    }

    fn give_shares_back(&mut self, at: usize, member: MemberId) {
        let (shares, value, paid) = self.shares_of(at, member);
        if shares > 0 && paid.minor() <= value.minor() && self.holds(at, "bank:main", paid) {
            let words = json!({"movement": self.code("shares"), "member": member, "shares": shares,
                "amount": paid, "till": "bank:main"});
            self.say(at, "treasurer", "refund_shares", words);
        }
    }

    /// How many shares a member has, what they are worth, and what she has paid of them.
    pub(super) fn shares_of(&self, at: usize, member: MemberId) -> (i64, Money, Money) {
        let books = self.books_of(at);
        let held = books.capital.of(member, books.currency);
        (held.shares, held.value, books.balances.owed(Account::Capital(member), books.currency))
    }
}
