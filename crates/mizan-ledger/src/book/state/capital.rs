//! What the book remembers of shares. What was paid of them is on the members' capital accounts.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::id::MemberId;
use crate::money::{Currency, CurrencyMismatch, Money, Rate};

/// What the statutes ask of shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareTerms {
    /// Since when.
    pub from: Date,
    /// What one share is worth.
    pub value: Money,
    /// The part that is paid when it is subscribed.
    pub paid_at_least: Rate,
    /// In how many months the rest is to be paid.
    pub within_months: u32,
    /// The capital kept at the least.
    pub minimum_capital: Option<Money>,
}

packed!(struct ShareTerms { from, value, paid_at_least, within_months, minimum_capital });

/// The shares of one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// How many.
    pub shares: i64,
    /// What they are worth, paid or not.
    pub value: Money,
}

packed!(struct Holding { shares, value });

/// The capital of a cooperative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capital {
    /// What the statutes ask, oldest first.
    pub terms: Vec<ShareTerms>,
    /// Who has how many shares.
    pub holdings: BTreeMap<MemberId, Holding>,
}

packed!(struct Capital { terms, holdings });

impl Capital {
    /// What the statutes ask on a day.
    #[must_use]
    pub fn terms_on(&self, day: Date) -> Option<&ShareTerms> {
        self.terms.iter().rev().find(|terms| terms.from <= day)
    }

    /// The shares of a member; none if she has taken none.
    #[must_use]
    pub fn of(&self, member: MemberId, currency: Currency) -> Holding {
        self.holdings.get(&member).copied().unwrap_or(Holding { shares: 0, value: currency.zero() })
    }

    /// What all shares are worth, paid or not.
    pub fn subscribed(&self, currency: Currency) -> Result<Money, CurrencyMismatch> {
        Money::sum(currency, self.holdings.values().map(|holding| holding.value))
    }
}
