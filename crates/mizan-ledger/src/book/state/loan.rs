//! What the book remembers of loans, their schedules and the groups that stand in for them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::event::loan::Instalment;
use crate::id::{GroupId, MemberId};
use crate::money::{Currency, Money};

/// A loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loan {
    /// The member who borrowed, or the cooperative if none.
    pub member: Option<MemberId>,
    /// The currency it is in.
    pub currency: Currency,
    /// When it was disbursed.
    pub on: Date,
    /// The group that stands in for it.
    pub group: Option<GroupId>,
    /// How many schedules it has had.
    pub version: u32,
    /// The one in force.
    pub plan: Option<Plan>,
}

packed!(struct Loan { member, currency, on, group, version, plan });

/// A schedule, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// When it was made.
    pub on: Date,
    /// The instalments.
    pub schedule: Vec<Instalment>,
    /// How many of them have fallen due.
    pub due: u32,
    /// Interest that has fallen due and is not paid.
    pub interest: Money,
    /// Fees that have fallen due and are not paid.
    pub fees: Money,
    /// What has fallen due and is not paid, principal included; below zero it was paid before its day.
    pub overdue: Money,
}

packed!(struct Plan { on, schedule, due, interest, fees, overdue });

/// What a payment of a loan pays of what has fallen due; the rest of it is principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Fees.
    pub fees: Money,
    /// Interest.
    pub interest: Money,
}

packed!(struct Paid { fees, interest });

/// Members who stand in for each other's loans.
pub type Group = BTreeSet<MemberId>;

impl Plan {
    /// The next instalment to fall due.
    #[must_use]
    pub fn next(&self) -> Option<&Instalment> {
        self.schedule.get(usize::try_from(self.due).unwrap_or(usize::MAX))
    }
}

impl Loan {
    /// What a payment pays: fees first, then interest, both as far as they have fallen due.
    #[must_use]
    pub fn pays(&self, amount: Money) -> Paid {
        let nothing = amount.currency().zero();
        let Some(plan) = &self.plan else { return Paid { fees: nothing, interest: nothing } };
        let fees = amount.minor().min(plan.fees.minor());
        let interest = (amount.minor() - fees).min(plan.interest.minor());
        let money = |minor| Money::new(minor, amount.currency());
        Paid { fees: money(fees), interest: money(interest) }
    }
}
