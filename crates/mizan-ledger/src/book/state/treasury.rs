//! What the book remembers of payments, and of what was in each till on each day.

use jiff::civil::Date;

use crate::account::{Account, Nature};
use crate::event::treasury::FeeKind;
use crate::id::{OrderId, PartyId, SaleId};
use crate::money::{Currency, Money};
use crate::pack::Pack;
use crate::posting::Posting;
use crate::sums::Sums;
use crate::table::Map;

/// A payment of a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// When it came in.
    pub on: Date,
    /// Who paid; nobody known yet if none.
    pub buyer: Option<PartyId>,
    /// What is not allocated yet, in its own currency.
    pub left: Money,
    /// What that is worth, in the cooperative's.
    pub left_booked: Money,
    /// Whether a part of it has been allocated.
    pub allocated: bool,
    /// Whether it was an advance for an order.
    pub order: Option<OrderId>,
}

packed!(struct Payment { on, buyer, left, left_booked, allocated, order });

/// A fee that a bank or provider took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// When.
    pub on: Date,
    /// Who took it.
    pub kind: FeeKind,
    /// For which sale, if for one.
    pub sale: Option<SaleId>,
    /// How much it was.
    pub amount: Money,
    /// What of it was not given back.
    pub left: Money,
    /// The same in the cooperative's currency.
    pub left_booked: Money,
}

packed!(struct Fee { on, kind, sale, amount, left, left_booked });

/// What came onto each account less what left it, day by day: nothing leaves it on a day before the one on which it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountDays(Map<(Account, Currency), Sums>);

impl Pack for AccountDays {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<AccountDays> {
        Pack::unpack(from).map(AccountDays)
    }
}

impl AccountDays {
    /// Adds a posting of what happened on a day, if it is on an account whose days count.
    pub(in crate::book) fn add(&mut self, posting: &Posting, on: Date) {
        if !counts(posting.account) {
            return;
        }
        let days = self.0.entry((posting.account, posting.amount.currency())).or_default();
        let change = match posting.account.nature() {
            Nature::Assets | Nature::Expenses => posting.amount.minor(),
            Nature::Liabilities | Nature::Equity | Nature::Income => -posting.amount.minor(),
        };
        days.add(number_of(on), change);
    }

    /// The least an account holds at the end of a day or of any later one, and on which day: so much can leave it on the
    /// first. `now` is what it holds after all of them.
    #[must_use]
    pub fn least_from(&self, account: Account, day: Date, now: Money) -> (Date, Money) {
        let (mut held, mut least) = (now.minor(), (day, now.minor()));
        for (on, change) in self.later(account, day, now.currency()) {
            // Before this day it held so much, and as much on every day since the change before it.
            held -= change;
            if held < least.1 {
                least = (on, held);
            }
        }
        let (before, minor) = least;
        let on = if before == day { day } else { before.yesterday().unwrap_or(day) };
        (on, Money::new(minor, now.currency()))
    }

    /// What an account holds at the end of a day. `now` is what it holds after all of them.
    #[must_use]
    pub fn at(&self, account: Account, day: Date, now: Money) -> Money {
        let later: i128 = self.later(account, day, now.currency()).map(|(_, change)| change).sum();
        Money::new(now.minor() - later, now.currency())
    }

    /// The first day on which something came onto an account.
    #[must_use]
    pub fn since(&self, account: Account, currency: Currency) -> Option<Date> {
        let (first, _) = self.0.get(&(account, currency))?.iter().next()?;
        day_of(first)
    }

    /// The changes after a day, the last one first.
    fn later(&self, account: Account, day: Date, currency: Currency) -> impl Iterator<Item = (Date, i128)> {
        let days = self.0.get(&(account, currency)).into_iter();
        let later = days.flat_map(move |days| days.iter().rev().take_while(move |(on, _)| number_of(day) < *on));
        later.filter_map(|(on, change)| Some((day_of(on)?, change)))
    }
}

/// A day as a number: that of a later one is larger.
fn number_of(day: Date) -> u32 {
    // Years reach from -9999 to 9999, and a month has fewer than 32 days.
    (i32::from(day.year()) + 10_000).unsigned_abs() << 9
        | u32::from(day.month().unsigned_abs()) << 5
        | u32::from(day.day().unsigned_abs())
}

/// The day that has a number.
fn day_of(number: u32) -> Option<Date> {
    let year = i16::try_from((number >> 9).checked_signed_diff(10_000)?).ok()?;
    Date::new(year, ((number >> 5) & 15) as i8, (number & 31) as i8).ok()
}

/// Whether the days of an account count: something is taken out of it that must have been there.
fn counts(account: Account) -> bool {
    matches!(
        account,
        Account::Till(_)
            | Account::Stock
            | Account::MemberAvailable(_)
            | Account::Fund(_)
            | Account::Payable(_)
            | Account::Capital(_)
            | Account::BuyerAdvance(_)
    )
}
