//! What the book remembers of grants, of where their money lies, and of assets.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::account::Till;
use crate::event::grant::AssetUse;
use crate::id::{AssetId, Code, GrantId, PartyId};
use crate::money::{Currency, Money};

/// The grants and the assets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    /// The grants.
    pub grants: BTreeMap<GrantId, Grant>,
    /// The assets.
    pub assets: BTreeMap<AssetId, Asset>,
}

packed!(struct Grants { grants, assets });

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// When it was awarded.
    pub on: Date,
    /// On which days tranches came in, and how many on each.
    pub came_in: BTreeMap<Date, u32>,
    /// Who gives it.
    pub funder: PartyId,
    /// What may still be charged to each line.
    pub lines: BTreeMap<Code, Money>,
    /// What may still be received.
    pub to_come: Money,
    /// In which tills its unspent money lies; only where some does.
    pub lies: BTreeMap<Till, Money>,
    /// The whole of it: the sum of its ceilings.
    pub promised: Money,
    /// What the cooperative has to add of its own.
    pub own_share: Option<Money>,
    /// Whether each spending wants its part of that.
    pub own_share_each_time: bool,
    /// What it has added.
    pub own: Money,
}

packed!(struct Grant { on, came_in, funder, lines, to_come, lies, promised, own_share, own_share_each_time, own });

/// Equipment that serves for years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Since when.
    pub since: Date,
    /// What it cost.
    pub cost: Money,
    /// What a grant paid of it.
    pub granted: Option<(GrantId, Money)>,
    /// How many months it is to serve.
    pub life_months: u32,
    /// How many of them have been counted.
    pub months: u32,
    /// What was found when somebody last looked, and when.
    pub found: Option<(Date, AssetUse)>,
}

packed!(struct Asset { since, cost, granted, life_months, months, found });

impl Grants {
    /// What the unspent money of all grants in a till comes to: none of it pays for anything else.
    #[must_use]
    pub fn lying_in(&self, till: Till, currency: Currency) -> Money {
        let lying = self.grants.values().filter_map(|grant| grant.lies.get(&till));
        let lying = lying.filter(|money| money.currency() == currency);
        Money::new(lying.map(|money| money.minor()).sum(), currency)
    }
}
