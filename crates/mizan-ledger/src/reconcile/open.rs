//! An open item: what is expected on an account, folded from the book by whoever asks.
//!
//! Three kinds: a payment of a payout that was sent, an invoice a buyer owes, a payout a provider announced. Items that
//! are settled may be given as well: they can come back, and they explain a second payment.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::money::{Currency, CurrencyMismatch, Money};

/// Whether an item still waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It waits for its money.
    Open,
    /// Its money has moved: it can come back, or be paid a second time by mistake.
    Settled {
        /// The day on which it did.
        on: Date,
    },
}

/// What kind of row a provider's payout is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// What buyers paid.
    Charge,
    /// What was given back to them.
    Refund,
    /// What the provider keeps.
    Fee,
    /// What a buyer's bank took back, or gave again.
    Dispute,
    /// What the provider holds back, or lets go.
    Reserve,
    /// Anything else the provider names.
    Adjustment,
}

/// One row of a provider's payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// What it adds to the payout, or takes from it where it is below zero.
    pub net: Money,
}

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One payment of a payout of ours, expected to go out.
    Payout {
        /// Our reference of it, which the bank carries end to end.
        reference: String,
        /// Our reference to the bank, where it is another.
        instruction: Option<String>,
        /// The batch it was sent in.
        payment_information: Option<String>,
        /// How much.
        amount: Money,
    },
    /// What a buyer owes, expected to come in.
    Invoice {
        /// What a buyer may write to name it: the invoice's number, the order's.
        references: Vec<String>,
        /// What is still owed.
        open: Money,
        /// The currency it was priced in, where that is another than the one it is owed in.
        priced_in: Option<Currency>,
    },
    /// What a provider announced, expected to come in, or to go out where the rows come to less than nothing.
    ProviderPayout {
        /// The ids it may be named by: the provider's own, the trace at the bank. None in older files.
        ids: Vec<String>,
        /// What it is made of.
        rows: Vec<Row>,
    },
}

/// Who is expected at the other end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// The names she is known by.
    pub names: Vec<String>,
    /// The numbers of the accounts she is known to use.
    pub accounts: Vec<String>,
}

/// One thing that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What makes it this item and no other.
    pub id: String,
    /// The account it must be on; none where any will do.
    pub account: Option<String>,
    /// The first day it can happen: sent, invoiced, announced.
    pub from: Date,
    /// The day it is due.
    pub due: Date,
    /// Who is at the other end.
    pub party: Party,
    /// Whether it still waits.
    pub standing: Standing,
    /// What is expected.
    pub kind: Kind,
}

impl Item {
    /// What its line should say, with its sign: above zero what comes in.
    pub fn expected(&self) -> Result<Money, CurrencyMismatch> {
        match &self.kind {
            Kind::Payout { amount, .. } => Ok(amount.negated()),
            Kind::Invoice { open, .. } => Ok(*open),
            Kind::ProviderPayout { rows, .. } => match rows.split_first() {
                Some((first, rest)) => rest.iter().try_fold(first.net, |sum, row| sum.plus(row.net)),
                None => Ok(crate::money::MAD.zero()),
            },
        }
    }

    /// What a provider's payout is made of, kind by kind: its own postings, which sum to what is expected.
    pub fn parts(&self) -> Result<BTreeMap<RowKind, Money>, CurrencyMismatch> {
        let mut parts = BTreeMap::new();
        if let Kind::ProviderPayout { rows, .. } = &self.kind {
            for row in rows {
                let part = parts.entry(row.kind).or_insert(row.net.currency().zero());
                *part = part.plus(row.net)?;
            }
        }
        Ok(parts)
    }

    /// Whether it was priced in another currency than it is owed in.
    #[must_use]
    pub(super) fn is_foreign(&self) -> bool {
        match &self.kind {
            Kind::Invoice { open, priced_in, .. } => priced_in.is_some_and(|priced| priced != open.currency()),
            Kind::Payout { .. } | Kind::ProviderPayout { .. } => false,
        }
    }
}
