//! What a bank's answer says about payouts: of a status report or a statement, the commands that follow from it.
//!
//! A payment is known by our own reference alone. What is silent about a payment says nothing of it; what is pending is not
//! booked; and what cannot be true of a payment as it stands is left to a person, with the reason. The key of each command is
//! made of the payment and of what was said, so that a file that is read twice, late, or in another order adds nothing.

mod debit;
mod report;
mod why;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use mizan_ledger::account::Till;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::payout::{Item, ItemState, Payout};
use mizan_ledger::command::Command;
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::money::Money;
use mizan_ledger::reference::{Kind, Reference};
use mizan_ledger::text::Key;
use sha2::{Digest, Sha256};

use crate::payment::answers::why::Why;
use crate::statement::finding::Place;
use crate::statement::model::Reading;

/// What a file of the bank's is held against.
pub struct Ours<'a> {
    /// The cooperative whose payouts they are.
    pub own: &'a Cooperative,
    /// Whether a command was recorded under a key.
    pub knows: &'a dyn Fn(&Key) -> bool,
    /// The till that its bank account is, where one is known.
    pub bank: Option<Till>,
    /// The till that its account of wallets is.
    pub wallet: Option<Till>,
    /// The day it is read: what a file gives no day for is taken to be so on it.
    pub today: Date,
}

/// What is said of one payment, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where in the file.
    pub place: Place,
    /// The payout.
    pub payout: Option<PayoutId>,
    /// Whose payment.
    pub member: Option<MemberId>,
    /// What the bank says: its status, or that the money went or came back.
    pub said: String,
    /// What it says beside it, in its own words. They are shown and not recorded: they may name people.
    pub prose: Option<String>,
    /// What follows.
    pub means: Means,
}

/// What follows from what is said of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// Something new, to be recorded.
    New(Box<Step>),
    /// Nothing that is not recorded already.
    Known,
    /// Nothing that may be recorded without a person.
    Open(Why),
}

/// A command that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Under which key.
    pub key: Key,
    /// On which day it is so.
    pub on: Date,
    /// What is said.
    pub command: Command,
}

/// All that a file says of our payouts, the payments of a report and the debits of a statement before what came back.
#[must_use]
pub fn answers(reading: &Reading, ours: &Ours<'_>) -> Vec<Row> {
    let payouts = ours.own.payouts.iter().map(|(id, payout)| (payout.seed, (id, payout.into_owned()))).collect();
    let mut desk = Desk { ours, payouts, rows: Vec::new(), keys: BTreeSet::new() };
    reading.reports.iter().for_each(|report| desk.report(report));
    desk.statements(&reading.statements);
    desk.rows
}

/// The payouts as they stand once what was read so far is recorded.
struct Desk<'a> {
    ours: &'a Ours<'a>,
    payouts: BTreeMap<u128, (PayoutId, Payout)>,
    rows: Vec<Row>,
    /// The keys of what the statement being read has said.
    keys: BTreeSet<Key>,
}

/// One payment of ours.
#[derive(Debug, Clone)]
struct Paid {
    seed: u128,
    payout: PayoutId,
    member: MemberId,
    reference: String,
    amount: Money,
    method: Method,
    state: ItemState,
    since: Date,
}

impl Desk<'_> {
    /// The payment under a reference.
    fn paid(&self, reference: Reference) -> Option<Paid> {
        let seed = u128::from_be_bytes(reference.id());
        let (_, payout) = self.payouts.get(&seed).filter(|_| reference.kind() == Kind::EndToEnd)?;
        let (member, item) = payout.items.iter().find(|(_, item)| item.number == reference.number())?;
        self.of(seed, *member, item)
    }

    fn of(&self, seed: u128, member: MemberId, item: &Item) -> Option<Paid> {
        let (id, payout) = self.payouts.get(&seed)?;
        let Item { amount, method, state, since, .. } = *item;
        Some(Paid { seed, payout: *id, member, reference: payout.end_to_end(item), amount, method, state, since })
    }

    /// The payments in a file of ours, in the order of their numbers.
    fn in_file(&self, seed: u128, file: u32) -> Vec<Paid> {
        let items = self.payouts.get(&seed).into_iter().flat_map(|(_, payout)| &payout.items);
        let mut items: Vec<(&MemberId, &Item)> = items.filter(|(_, item)| item.file == Some(file)).collect();
        items.sort_by_key(|(_, item)| item.number);
        items.into_iter().filter_map(|(member, item)| self.of(seed, *member, item)).collect()
    }

    fn row(&mut self, place: &Place, paid: Option<&Paid>, said: &str, prose: Option<String>, means: Means) {
        let (payout, member) = (paid.map(|paid| paid.payout), paid.map(|paid| paid.member));
        self.rows.push(Row { place: place.clone(), payout, member, said: said.to_owned(), prose, means });
    }

    /// What follows is recorded: the payment stands so from now on.
    fn step(&mut self, paid: &Paid, state: ItemState, key: Option<Key>, on: Date, command: Command) -> Means {
        let Some(key) = key else { return Means::Open(Why::NoKey) };
        let item = self.payouts.get_mut(&paid.seed).and_then(|(_, payout)| payout.items.get_mut(&paid.member));
        if let Some(item) = item {
            (item.state, item.since) = (state, on);
        }
        Means::New(Box::new(Step { key, on, command }))
    }

    fn till(&self, method: Method) -> Option<Till> {
        match method {
            Method::Bank => self.ours.bank,
            Method::Wallet => self.ours.wallet,
            Method::Cash => None,
        }
    }
}

/// The key of what was said of a payment: of its reference, and of what tells this saying from another.
fn key(verb: &str, reference: &str, of: &[&str]) -> Option<Key> {
    let mut hash = Sha256::new();
    for text in of {
        hash.update(text.len().to_be_bytes());
        hash.update(text.as_bytes());
    }
    let told: String = hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("{verb}:{reference}:{told}").parse().ok()
}

/// Whether the bank was told and has not said how it ended.
fn is_under_way(state: ItemState) -> bool {
    match state {
        ItemState::Sent | ItemState::Unknown | ItemState::Accepted => true,
        ItemState::Scheduled
        | ItemState::Filed
        | ItemState::Settled
        | ItemState::Failed
        | ItemState::Returned
        | ItemState::Handed
        | ItemState::Unclaimed
        | ItemState::Cancelled => false,
    }
}

#[cfg(test)]
mod tests;
