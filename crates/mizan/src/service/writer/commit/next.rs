//! The commit that is decided while others are on their way, and how large it may grow.

use std::collections::{HashMap, VecDeque};

use mizan_ledger::id::CooperativeId;
use mizan_verify::guard::Guard;
use rustc_hash::FxBuildHasher;

use crate::service::writer::commit::draft::{Draft, Ticket};
use crate::service::writer::commit::flight::Flights;

/// The most commands of one commit, while the log keeps up. About a thousand records of sales are as cheap for the disk as
/// more, and stay near the processor until they are in the log.
pub(super) const MOST_COMMANDS: usize = 256;

/// A commit that has grown to this many bytes takes no further command, while the log keeps up.
pub(super) const ENOUGH_BYTES: usize = 1 << 20;

/// The commit that is decided while others are on their way.
#[derive(Default)]
pub(super) struct Next {
    /// Whose commands it holds, and behind them those that are not decided yet.
    pub(super) tickets: VecDeque<Ticket>,
    pub(super) draft: Draft,
}

impl Next {
    /// Whether it may go off now, if it is large or nobody adds to it: behind what is on its way, unless as many are as may be.
    /// What adds nothing to the log may rest on what is on its way, and waits until that has arrived.
    pub(super) fn may_go(&self, flights: &Flights) -> bool {
        let decided = if flights.is_empty() { !self.tickets.is_empty() } else { !self.draft.lines.is_empty() };
        decided && !flights.are_full()
    }

    /// How many more commands it takes, if it may grow to so many bytes.
    pub(super) fn room(&self, enough: usize) -> usize {
        let most = enough / ENOUGH_BYTES * MOST_COMMANDS;
        if self.is_large(enough) { 0 } else { most.saturating_sub(self.tickets.len()) }
    }

    /// Whether it takes no further command, however few it has.
    pub(super) fn is_large(&self, enough: usize) -> bool {
        self.draft.bytes >= enough
    }
}

/// How many records each scope has, with those whose commits are decided or on their way: the guard of the book learns of
/// them later.
pub(super) struct Lengths(HashMap<Option<CooperativeId>, u64, FxBuildHasher>);

impl Lengths {
    /// As a guard has seen them.
    pub(super) fn seen_by(guard: &Guard) -> Lengths {
        Lengths(guard.lengths().collect())
    }

    /// Of one scope.
    pub(super) fn of(&self, scope: Option<CooperativeId>) -> u64 {
        self.0.get(&scope).copied().unwrap_or(0)
    }

    /// Counts so many more.
    pub(super) fn grow(&mut self, scope: Option<CooperativeId>, by: u32) {
        *self.0.entry(scope).or_insert(0) += u64::from(by);
    }
}
