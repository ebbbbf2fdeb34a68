//! What the book remembers of transfers between two of its organisations.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::id::{CooperativeId, TransferId};
use crate::money::Money;

/// The transfers of one organisation, both ways.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Between {
    /// What it sent.
    pub sent: BTreeMap<TransferId, Sent>,
    /// What it received, and from whom.
    pub received: BTreeSet<(CooperativeId, TransferId)>,
}

packed!(struct Between { sent, received });

/// A transfer that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// To whom.
    pub to: CooperativeId,
    /// How much.
    pub amount: Money,
    /// When.
    pub on: Date,
}

packed!(struct Sent { to, amount, on });
