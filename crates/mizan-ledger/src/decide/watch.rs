//! What a person should look at before she approves a payout: duplicates, new accounts, sums just under a limit.
//!
//! Nothing here says that something is wrong, and nothing stops anybody for good: whoever approves names what she goes past.
//! Two things are not watched here. That two members are paid to one account: a record has only salted digests of a
//! number, made so that nobody can compare them, and whoever verifies the details sees the number. And that somebody who
//! approves is paid: she cannot (`decide::payout::limits`).

use std::collections::BTreeMap;
use std::fmt;

use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;

use crate::book::state::Cooperative;
use crate::book::state::payout::{Item, ItemState, Payout};
use crate::event::payout::{Method, Warning};
use crate::id::{ActorId, MemberId, PayoutId};
use crate::money::Money;

/// How many days ago the same sum to the same member is worth a look.
const SAME_SUM_DAYS: i32 = 30;

/// Above this part of a limit a sum is just under it.
const JUST_UNDER_PERCENT: i128 = 95;

/// A sale longer ago than this many days is not one of the period.
const PERIOD_DAYS: i32 = 90;

/// How many warnings are said in one sentence.
const SAID: usize = 12;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warned {
    /// What it is.
    pub warning: Warning,
    /// Whose payment it is about; none if about the payout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// The sum.
    pub amount: Money,
    /// The limit or the whole it is held against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Money>,
    /// The other payout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payout: Option<PayoutId>,
}

impl fmt::Display for Warned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (", self.warning.code())?;
        if let Some(member) = self.member {
            write!(f, "{member}, ")?;
        }
        write!(f, "{}", self.amount)?;
        if let Some(against) = self.against {
            write!(f, " of {against}")?;
        }
        if let Some(payout) = self.payout {
            write!(f, ", as in {payout}")?;
        }
        f.write_str(")")
    }
}

/// Warnings as a sentence says them; of many, the first ones and how many more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said(pub Vec<Warned>);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, warned) in self.0.iter().take(SAID).enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            write!(f, "{comma}{warned}")?;
        }
        match self.0.len().saturating_sub(SAID) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// What is worth a look in a payout on a day, for whoever would approve it: each thing once, in the order of their kinds and of
/// members. It goes once through all payouts of the cooperative.
#[must_use]
pub fn watched(own: &Cooperative, id: PayoutId, payout: &Payout, day: Date, approver: Option<ActorId>) -> Vec<Warned> {
    let live: BTreeMap<MemberId, &Item> = payout
        .items
        .iter()
        .filter(|(_, item)| item.state != ItemState::Cancelled)
        .map(|(m, item)| (*m, item))
        .collect();
    let mut found = Vec::new();
    let settled = paid_before(own, id, &live, day, &mut found);
    near_limits(own, &live, day, &mut found);
    accounts(own, &live, day, approver, &settled, &mut found);
    of_old_sales(own, &live, day, &mut found);
    found.sort_by_key(|warned| (warned.warning, warned.member, warned.payout));
    found
}

/// The same sum for the same member in another payout not long ago. Gives back since when each of them has been paid by which
/// ways: the last day for each.
fn paid_before(
    own: &Cooperative,
    id: PayoutId,
    live: &BTreeMap<MemberId, &Item>,
    day: Date,
    found: &mut Vec<Warned>,
) -> BTreeMap<(MemberId, Method), Date> {
    let mut settled = BTreeMap::new();
    let since = day.saturating_sub(Span::new().days(SAME_SUM_DAYS));
    for (other, before) in own.payouts.iter().filter(|(other, _)| *other != id) {
        let recent = before.scheduled_on.is_some_and(|on| since <= on && on <= day);
        for (&member, item) in live {
            let Some(known) = before.items.get(&member) else { continue };
            if known.state == ItemState::Settled {
                let last = settled.entry((member, known.method)).or_insert(known.since);
                *last = known.since.max(*last);
            }
            if recent && known.amount == item.amount && !known.state.gave_back() {
                let (warning, amount) = (Warning::PaidLately, item.amount);
                found.push(Warned { warning, member: Some(member), amount, against: None, payout: Some(other) });
            }
        }
    }
    settled
}

/// Sums that stay just under what would ask for another person, or be refused.
fn near_limits(own: &Cooperative, live: &BTreeMap<MemberId, &Item>, day: Date, found: &mut Vec<Warned>) {
    let Some(limits) = own.limits_on(day) else { return };
    let just_under = |amount: Money, limit: Money| {
        let (amount, limit) = (amount.minor(), limit.minor());
        amount <= limit && amount * 100 > limit * JUST_UNDER_PERCENT
    };
    for (&member, item) in live {
        if let Some(limit) = limits.of(item.method).filter(|limit| just_under(item.amount, *limit)) {
            let (warning, amount) = (Warning::UnderLimit, item.amount);
            found.push(Warned { warning, member: Some(member), amount, against: Some(limit), payout: None });
        }
    }
    let total = Money::new(live.values().map(|item| item.amount.minor()).sum(), own.currency);
    for limit in [limits.payout, limits.one_approves].into_iter().flatten().filter(|limit| just_under(total, *limit)) {
        let warning = Warning::UnderLimit;
        found.push(Warned { warning, member: None, amount: total, against: Some(limit), payout: None });
    }
}

/// First payments to new accounts above a sum, and accounts that whoever approves has set or verified herself.
fn accounts(
    own: &Cooperative,
    live: &BTreeMap<MemberId, &Item>,
    day: Date,
    approver: Option<ActorId>,
    settled: &BTreeMap<(MemberId, Method), Date>,
    found: &mut Vec<Warned>,
) {
    let cap = own.limits_on(day).and_then(|limits| limits.new_account);
    for (&member, item) in live.iter().filter(|(_, item)| item.method != Method::Cash) {
        let Some(details) = own.payees.get(&member).and_then(|payee| payee.details_for(item.method)) else { continue };
        let paid = settled.get(&(member, item.method)).is_some_and(|on| details.set_on <= *on);
        if let Some(cap) = cap.filter(|cap| !paid && item.amount.minor() > cap.minor()) {
            let (warning, amount) = (Warning::NewAccount, item.amount);
            found.push(Warned { warning, member: Some(member), amount, against: Some(cap), payout: None });
        }
        let hands = [Some(details.set_by), details.verified_by];
        if approver.is_some() && hands.contains(&approver) {
            let (warning, amount) = (Warning::ApproverSetAccount, item.amount);
            found.push(Warned { warning, member: Some(member), amount, against: None, payout: None });
        }
    }
}

/// More than half of it comes from sales before the period: money that nobody has asked for in months, all at once.
fn of_old_sales(own: &Cooperative, live: &BTreeMap<MemberId, &Item>, day: Date, found: &mut Vec<Warned>) {
    let since = day.saturating_sub(Span::new().days(PERIOD_DAYS));
    let (mut old, mut total) = (0, 0);
    for source in live.values().flat_map(|item| &item.sources) {
        total += source.amount.minor();
        if own.sales.get(&source.sale).is_some_and(|sale| sale.on < since) {
            old += source.amount.minor();
        }
    }
    if old * 2 > total {
        let [amount, total] = [old, total].map(|minor| Money::new(minor, own.currency));
        let warning = Warning::OldSales;
        found.push(Warned { warning, member: None, amount, against: Some(total), payout: None });
    }
}
