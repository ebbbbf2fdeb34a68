//! What the book remembers of payouts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::book::state::Cooperative;
use crate::event::Source;
use crate::event::payout::{DisputeOutcome, Method};
use crate::id::{ActorId, MemberId, SaleId};
use crate::money::Money;

/// How far one member's item of a payout has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemState {
    /// Set aside.
    Scheduled,
    /// The bank or wallet was told.
    Sent,
    /// The bank paid.
    Settled,
    /// The bank or wallet refused.
    Failed,
    /// It came back after it was paid.
    Returned,
    /// Cash was handed over.
    Handed,
    /// She did not come for it.
    Unclaimed,
    /// It was called off.
    Cancelled,
}

packed!(enum ItemState {
    0 = Scheduled, 1 = Sent, 2 = Settled, 3 = Failed, 4 = Returned, 5 = Handed, 6 = Unclaimed, 7 = Cancelled,
});

impl ItemState {
    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ItemState::Scheduled => "scheduled",
            ItemState::Sent => "sent",
            ItemState::Settled => "settled",
            ItemState::Failed => "failed",
            ItemState::Returned => "returned",
            ItemState::Handed => "handed over",
            ItemState::Unclaimed => "unclaimed",
            ItemState::Cancelled => "cancelled",
        }
    }
}

/// A dispute of a member about what she received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dispute {
    /// When it was raised.
    pub on: Date,
    /// The record that raised it.
    pub position: u64,
    /// What she says she received.
    pub received: Money,
    /// How it ended, if it has.
    pub outcome: Option<DisputeOutcome>,
}

packed!(struct Dispute { on, position, received, outcome });

/// One member's item of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// How much.
    pub amount: Money,
    /// By which way.
    pub method: Method,
    /// Out of her share of which sales.
    pub sources: Vec<Source>,
    /// How far it has come.
    pub state: ItemState,
    /// On which day it came so far.
    pub since: Date,
    /// What she says she received, once she has.
    pub acknowledged: Option<Money>,
    /// Her dispute, if she raised one.
    pub dispute: Option<Dispute>,
}

packed!(struct Item { amount, method, sources, state, since, acknowledged, dispute });

/// A payout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payout {
    /// When it was scheduled.
    pub scheduled_on: Option<Date>,
    /// Who scheduled it.
    pub scheduled_by: Option<ActorId>,
    /// Who approved it, and when.
    pub approved: Option<(ActorId, Date)>,
    /// Everyone who had a hand in paying: who scheduled, approved or sent it, handed it over or left it unclaimed, or
    /// said what the bank made of it.
    pub hands: BTreeSet<ActorId>,
    /// One item a member.
    pub items: BTreeMap<MemberId, Item>,
}

packed!(struct Payout { scheduled_on, scheduled_by, approved, hands, items });

impl Cooperative {
    /// What a member owes of a sale that was given back after she had her share.
    #[must_use]
    pub fn owed_of(&self, member: MemberId, sale: SaleId) -> Money {
        let owed = self.debts.get(&member).and_then(|debts| debts.get(&sale));
        owed.copied().unwrap_or(self.currency.zero())
    }

    /// What of these sources of an item a member owes back, for the very sales they come from.
    #[must_use]
    pub fn owed_back(&self, member: MemberId, sources: &[Source]) -> Vec<Source> {
        let mut back: Vec<Source> = Vec::new();
        for Source { sale, amount } in sources {
            let before: i128 = back.iter().filter(|known| known.sale == *sale).map(|known| known.amount.minor()).sum();
            let minor = (self.owed_of(member, *sale).minor() - before).min(amount.minor());
            if minor > 0 {
                back.push(Source { sale: *sale, amount: Money::new(minor, self.currency) });
            }
        }
        back
    }
}
