//! What the book remembers of payments, and of what was in each till on each day.

use std::collections::BTreeMap;
use std::ops::Bound;

use jiff::civil::Date;

use crate::account::{Account, Till};
use crate::id::{OrderId, PartyId};
use crate::money::{Currency, Money};
use crate::posting::Posting;

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

/// What came into each till less what left it, day by day: money is spent on no day before the one on which it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TillDays(BTreeMap<(Till, Currency), BTreeMap<Date, i128>>);

impl TillDays {
    /// Adds a posting of what happened on a day, if it is on a till.
    pub(in crate::book) fn add(&mut self, posting: &Posting, on: Date) {
        let Account::Till(till) = posting.account else { return };
        let days = self.0.entry((till, posting.amount.currency())).or_default();
        let change = days.entry(on).or_default();
        *change += posting.amount.minor();
        if *change == 0 {
            days.remove(&on);
        }
    }

    /// The least a till holds at the end of a day or of any later one, and on which day: so much can leave it on the
    /// first. `now` is what it holds after all of them.
    #[must_use]
    pub fn least_from(&self, till: Till, day: Date, now: Money) -> (Date, Money) {
        let (mut held, mut least) = (now.minor(), (day, now.minor()));
        let later = self.0.get(&(till, now.currency())).into_iter();
        let later = later.flat_map(|days| days.range((Bound::Excluded(day), Bound::Unbounded)).rev());
        for (&on, change) in later {
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
}
