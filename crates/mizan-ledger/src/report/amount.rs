//! An amount in a report: only its number, since the report names the currency once.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::money::{Currency, Money};

/// An amount whose currency is named beside it: `860.49`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount(pub Money);

impl Amount {
    /// Nothing.
    #[must_use]
    pub fn zero(currency: Currency) -> Amount {
        Amount(currency.zero())
    }

    /// The sum of amounts that are in one currency by construction: the accounts of one cooperative, or one invoice.
    #[must_use]
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Amount>) -> Amount {
        Amount(Money::new(amounts.into_iter().map(|Amount(money)| money.minor()).sum(), currency))
    }

    /// This and another one, of the same currency by construction.
    #[must_use]
    pub fn plus(self, other: Amount) -> Amount {
        Amount(Money::new(self.0.minor() + other.0.minor(), self.0.currency()))
    }

    /// This less another one, of the same currency by construction.
    #[must_use]
    pub fn minus(self, other: Amount) -> Amount {
        self.plus(Amount(other.0.negated()))
    }

    /// Its size, whatever its sign: gaps are added up this way, so that no gap can hide another.
    #[must_use]
    pub fn size(self) -> Amount {
        if self.0.is_negative() { Amount(self.0.negated()) } else { self }
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The same for `#[serde(skip_serializing_if)]`.
    pub(crate) fn is_zero_ref(&self) -> bool {
        self.is_zero()
    }

    /// The same for a field that is left out when it is nothing.
    pub(crate) fn is_nothing(&self) -> bool {
        self.is_zero()
    }

    /// The smaller of two of the same currency by construction.
    #[must_use]
    pub(crate) fn at_most(self, other: Amount) -> Amount {
        if other.0.minor() < self.0.minor() { other } else { self }
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Amount {
        Amount(money)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.number())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.number())
    }
}
