//! What an event moves: its postings, a function of the event alone, so that anyone can book the log without our code.
//!
//! A debit is positive and a credit negative; the postings of one event sum to zero in each currency. A posting on a
//! lot account (`Account::is_lot`) names the sale the money comes from, so every centime can be followed.

pub mod trade;
mod between;
mod calendar;
mod capital;
mod census;
mod chain;
mod chargeback;
mod correction;
mod count;
mod delivery;
mod dispute;
mod fund;
mod grant;
mod loan;
mod matching;
mod membership;
mod order;
mod payee;
mod payout;
mod period;
mod person;
mod product;
mod register;
mod refund;
mod retention;
mod shop;
mod tax;
mod treasury;

use crate::account::{Account, Till};
use crate::event::{Event, Source};
use crate::id::SaleId;
use crate::money::Money;

/// One side of a movement of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Posting {
    /// Which account of the cooperative.
    pub account: Account,
    /// Debit above zero, credit below.
    pub amount: Money,
    /// The sale this money comes from, on a lot account.
    pub sale: Option<SaleId>,
}

/// Collects postings, dropping those that move nothing.
struct Book<'a>(&'a mut Vec<Posting>);

impl Book<'_> {
    fn post(&mut self, account: Account, amount: Money, sale: Option<SaleId>) {
        if !amount.is_zero() {
            self.0.push(Posting { account, amount, sale });
        }
    }

    /// Moves an amount: debits one account and credits the other.
    fn move_money(&mut self, debit: Account, credit: Account, amount: Money) {
        self.post(debit, amount, None);
        self.post(credit, amount.negated(), None);
    }

    /// Moves the parts of a lot; the sale stays with whichever account keeps lots.
    fn move_lots(&mut self, debit: Account, credit: Account, sources: &[Source]) {
        for Source { sale, amount } in sources {
            self.post(debit, *amount, debit.is_lot().then_some(*sale));
            self.post(credit, amount.negated(), credit.is_lot().then_some(*sale));
        }
    }

    /// Money comes into a till against an account kept in the cooperative's currency, through the trading account
    /// when the till receives another one.
    fn receive(&mut self, till: Till, received: Money, booked: Money, credit: Account) {
        self.post(Account::Till(till), received, None);
        self.exchange(received.negated(), booked);
        self.post(credit, booked.negated(), None);
    }

    /// Money leaves a till against what an account carries it at, through the trading account when it is foreign.
    fn give_back(&mut self, debit: Account, booked: Money, given: Money, till: Till) {
        self.post(debit, booked, None);
        self.exchange(given, booked.negated());
        self.post(Account::Till(till), given.negated(), None);
    }

    /// Balances each leg of an exchange in its own currency, on the trading account of the foreign one.
    fn exchange(&mut self, foreign: Money, booked: Money) {
        if foreign.currency() != booked.currency() {
            let trading = Account::Exchange(foreign.currency());
            self.post(trading, foreign, None);
            self.post(trading, booked, None);
        }
    }
}

/// What one kind of event moves. A kind that moves nothing says so with an empty `impl`.
trait Moves {
    /// Posts what it moves.
    fn moves(&self, book: &mut Book<'_>) {
        let _ = book;
    }
}

macro_rules! dispatch {
    ($($kind:ident $name:literal $(($sealed:ident))?;)*) => {
        /// The postings of an event, in the accounts of the record's cooperative. They are appended to `into`.
        pub fn postings(event: &Event, into: &mut Vec<Posting>) {
            let mut book = Book(into);
            match event {
                $(Event::$kind(event) => event.moves(&mut book),)*
            }
        }
    };
}

every_event!(dispatch);
