//! Whom a payout would pay, how much and by which way, of what is available on a day; and who is left out, and why.
//!
//! It proposes and sets nothing aside: `schedule_payout` does, by rules of its own. A schedule is a day of the month from
//! which on that month's payout is due.

use jiff::civil::Date;
use serde::Serialize;

use crate::account::Account;
use crate::book::state::Cooperative;
use crate::book::state::payee::Blocked;
use crate::book::state::register::Standing;
use crate::event::payout::{Method, PayoutRequest};
use crate::id::MemberId;
use crate::money::{CurrencyMismatch, Money};

/// What is wished of a payout.
#[derive(Debug, Clone, Copy)]
pub struct Wishes {
    /// By which way all are paid; each as her details say, if it is not said.
    pub method: Option<Method>,
    /// The least that is paid; what is less waits for the next payout.
    pub at_least: Option<Money>,
    /// On which day.
    pub day: Date,
}

/// A payout as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Whom it pays.
    pub pays: Vec<Pay>,
    /// Whom it leaves out who has something available.
    pub left_out: Vec<LeftOut>,
    /// What it comes to.
    pub total: Money,
}

/// One member's part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pay {
    /// The member.
    pub member: MemberId,
    /// How much.
    pub amount: Money,
    /// By which way.
    pub method: Method,
    /// What stays for another payout, because no more may be paid at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Money>,
}

/// Somebody who is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The member.
    pub member: MemberId,
    /// What she has available.
    pub available: Money,
    /// Why.
    pub why: Omitted,
}

/// Why somebody is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Omitted {
    /// It is less than is paid.
    LessThan(Money),
    /// She was admitted later.
    NotYet(Date),
    /// She is frozen.
    Frozen(Date),
    /// Nobody has verified where she is paid.
    Unverified,
    /// She has not confirmed where she is paid.
    Unconfirmed,
    /// Where she is paid was changed not long ago.
    Cooling(Date),
    /// Nobody has said where she is paid by this way.
    NoDetails(Method),
    /// No more than nothing may be paid by this way.
    NothingAllowed(Method),
}

impl Proposal {
    /// The payout a cooperative's available money comes to.
    pub fn of(own: &Cooperative, wishes: &Wishes) -> Result<Proposal, CurrencyMismatch> {
        let (mut pays, mut left_out) = (Vec::new(), Vec::new());
        for (member, known) in &own.members {
            let available = own.balances.owed(Account::MemberAvailable(*member), own.currency);
            if !available.is_positive() {
                continue;
            }
            let standing = known.on(wishes.day);
            let omitted = match standing {
                Standing::NotYet { since } => Err(Omitted::NotYet(since)),
                Standing::Member { .. } | Standing::Left { .. } => way(own, *member, wishes),
            };
            let less = wishes.at_least.map(|least| least.exceeds(available).map(|less| (less, least))).transpose()?;
            let omitted = match less {
                Some((true, least)) => Err(Omitted::LessThan(least)),
                Some((false, _)) | None => omitted,
            };
            match omitted.and_then(|method| at_once(own, available, method, wishes.day)) {
                Ok((amount, method)) => {
                    let left = available.minus(amount)?;
                    pays.push(Pay { member: *member, amount, method, left: left.is_positive().then_some(left) });
                }
                Err(why) => left_out.push(LeftOut { member: *member, available, why }),
            }
        }
        pays.sort_by_key(|pay| pay.member);
        left_out.sort_by_key(|left| left.member);
        let total = Money::sum(own.currency, pays.iter().map(|pay| pay.amount))?;
        Ok(Proposal { pays, left_out, total })
    }

    /// What `schedule_payout` is asked for.
    #[must_use]
    pub fn requests(&self) -> Vec<PayoutRequest> {
        let request = |pay: &Pay| PayoutRequest { member: pay.member, amount: Some(pay.amount), method: pay.method };
        self.pays.iter().map(request).collect()
    }
}

/// By which way a member can be paid on a day.
fn way(own: &Cooperative, member: MemberId, wishes: &Wishes) -> Result<Method, Omitted> {
    let payee = own.payees.get(&member);
    let method = wishes.method.unwrap_or_else(|| {
        let has = |method: &Method| payee.is_some_and(|payee| payee.details_for(*method).is_some());
        [Method::Bank, Method::Wallet].into_iter().find(has).unwrap_or(Method::Cash)
    });
    // Whoever is frozen and named no way is not paid by another one for that.
    let frozen = payee.and_then(|payee| payee.frozen).filter(|_| wishes.method != Some(Method::Cash));
    if let Some((since, _)) = frozen {
        return Err(Omitted::Frozen(since));
    }
    match payee.and_then(|payee| payee.blocked(method, wishes.day)) {
        Some(Blocked::Frozen { since }) => Err(Omitted::Frozen(since)),
        Some(Blocked::Unverified { .. }) => Err(Omitted::Unverified),
        Some(Blocked::Unconfirmed { .. }) => Err(Omitted::Unconfirmed),
        Some(Blocked::Cooling { until, .. }) => Err(Omitted::Cooling(until)),
        None if method != Method::Cash && payee.is_none_or(|payee| payee.details_for(method).is_none()) => {
            Err(Omitted::NoDetails(method))
        }
        None => Ok(method),
    }
}

/// No more than is paid at once.
fn at_once(own: &Cooperative, available: Money, method: Method, day: Date) -> Result<(Money, Method), Omitted> {
    let limits = own.limits.iter().rev().find(|limits| limits.from <= day);
    let most = limits.and_then(|limits| limits.of(method));
    let amount = most.and_then(|most| available.lesser(most).ok()).unwrap_or(available);
    if amount.is_positive() { Ok((amount, method)) } else { Err(Omitted::NothingAllowed(method)) }
}

/// Whether the payout of a month is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Not before this day.
    From(Date),
    /// It was scheduled on this day.
    Scheduled(Date),
    /// It is.
    Now,
}

/// Whether the payout of this month is due, if there is one from the nth on; in a shorter month, from its last day on.
#[must_use]
pub fn due(own: &Cooperative, day: Date, nth: i8) -> Due {
    let nth = nth.clamp(1, day.days_in_month());
    let from = day.first_of_month().saturating_add(jiff::Span::new().days(nth - 1));
    let scheduled = own.payouts.values().filter_map(|payout| payout.scheduled_on);
    let this_month = scheduled.filter(|on| *on >= from && *on <= day).max();
    match this_month {
        Some(on) => Due::Scheduled(on),
        None if day < from => Due::From(from),
        None => Due::Now,
    }
}

#[cfg(test)]
mod tests;
