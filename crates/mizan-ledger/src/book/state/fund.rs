//! What the book remembers of premiums and of what funds may be spent on.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::id::{FundId, PartyId, PremiumId, ResolutionId, SaleId};
use crate::money::{Currency, Money};

/// The premiums, and the resolutions about funds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Funds {
    /// The premiums.
    pub premiums: BTreeMap<PremiumId, Premium>,
    /// What each fund has been promised by premiums and not yet received, in the cooperative's currency.
    pub unreceived: BTreeMap<FundId, Money>,
    /// The resolutions.
    pub resolutions: BTreeMap<ResolutionId, Resolution>,
}

packed!(struct Funds { premiums, unreceived, resolutions });

/// A premium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Premium {
    /// When it was accrued.
    pub on: Date,
    /// Who owes it.
    pub buyer: PartyId,
    /// The fund it is for.
    pub fund: FundId,
    /// The sale it was agreed on.
    pub sale: Option<SaleId>,
    /// The whole of it, in its own currency.
    pub amount: Money,
    /// What has not been received, in its own currency.
    pub left: Money,
    /// What that is carried at, in the cooperative's.
    pub carried: Money,
}

packed!(struct Premium { on, buyer, fund, sale, amount, left, carried });

/// A resolution of the assembly about a fund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolution {
    /// Which fund.
    pub fund: FundId,
    /// When it was adopted.
    pub on: Date,
    /// What may still be spent under it.
    pub left: Money,
}

packed!(struct Resolution { fund, on, left });

impl Funds {
    /// What a fund has been promised by premiums and not yet received.
    #[must_use]
    pub fn unreceived(&self, fund: FundId, currency: Currency) -> Money {
        self.unreceived.get(&fund).copied().unwrap_or(currency.zero())
    }
}
