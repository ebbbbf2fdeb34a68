//! What a chargeback moves: money out of a till for those who bear it, and back again if it is reversed.

use crate::account::{Account, Till};
use crate::agreement::document::Bearer;
use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, GoodsReturned, PriceGivenBack};
use crate::id::{ChargebackId, SaleId};
use crate::money::Money;
use crate::posting::{Book, Moves};

impl Moves for GoodsReturned {}

impl Moves for ChargebackReceived {
    fn moves(&self, book: &mut Book<'_>) {
        let ChargebackReceived { chargeback, sale, amount, booked, till, .. } = *self;
        let taken = match (&self.given_back, self.borne_by) {
            (Some(part), _) => book.each_gives_back(part, chargeback, sale),
            (None, Bearer::Party(party)) => book.bears(Account::Payable(party), booked, sale),
            (None, Bearer::Cooperative | Bearer::Makers) => book.bears(Account::Losses, booked, sale),
        };
        book.difference_of_rates(taken.negated(), booked);
        book.out_of(till, amount, booked);
    }
}

impl Moves for ChargebackReversed {
    fn moves(&self, book: &mut Book<'_>) {
        let ChargebackReversed { chargeback, sale, amount, booked, taken, till, .. } = *self;
        let from = book.0.len();
        match (&self.given_back, self.borne_by) {
            (Some(part), _) => book.each_gives_back(part, chargeback, sale),
            (None, Bearer::Party(party)) => book.bears(Account::Payable(party), taken, sale),
            (None, Bearer::Cooperative | Bearer::Makers) => book.bears(Account::Losses, taken, sale),
        };
        for posting in &mut book.0[from..] {
            posting.amount = posting.amount.negated();
        }
        book.difference_of_rates(taken, booked.negated());
        book.out_of(till, amount.negated(), booked.negated());
    }
}

impl Book<'_> {
    /// Each slice gives back its own part. Answers how much that is together.
    fn each_gives_back(&mut self, part: &PriceGivenBack, chargeback: ChargebackId, sale: SaleId) -> Money {
        self.price_given_back(&part.of_sale(chargeback, sale, part.booked, false));
        part.given()
    }

    /// One account bears all of it; on one that keeps lots, of the sale.
    fn bears(&mut self, account: Account, amount: Money, sale: SaleId) -> Money {
        self.post(account, amount, account.is_lot().then_some(sale));
        amount
    }

    /// What moves at another rate than it is carried at is won or lost by the cooperative: a debit is a loss.
    fn difference_of_rates(&mut self, carried: Money, moved: Money) {
        let difference = Money::new(carried.minor() + moved.minor(), moved.currency());
        let own = if difference.is_negative() { Account::ExchangeGain } else { Account::ExchangeLoss };
        self.post(own, difference, None);
    }

    /// Money leaves a till, or comes into it if it is below zero.
    fn out_of(&mut self, till: Till, amount: Money, booked: Money) {
        self.exchange(amount, booked.negated());
        self.post(Account::Till(till), amount.negated(), None);
    }
}
