//! Rules of periods: one closes them in their order, another opens the last one again; both are officers.

use std::collections::BTreeMap;

use crate::command::Sealed;
use crate::command::words::period::ClosePeriod;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::period::{Control, PeriodClosed, PeriodReopened, Root};
use crate::event::{Digests, Event};
use crate::money::{Currency, Money};
use crate::record::Role;

/// A president or treasurer closes a period that has ended, after the ones before it, over books that balance.
pub(super) fn close(case: &Case<'_>, words: &ClosePeriod) -> Result<Vec<Event>, Refusal> {
    let ClosePeriod { period, until } = *words;
    if !matches!(case.actor.role, Role::President | Role::Treasurer) {
        return Err(Refusal::ClosesNothing { actor: case.actor.id, period });
    }
    // The one thing that is sealed here is made where the record is written down.
    if *case.sealed != Sealed::default() {
        return Err(Refusal::SealsASecretOnly { period });
    }
    if case.day < until {
        return Err(Refusal::PeriodRuns { period, until, day: case.day });
    }
    if case.cooperative.closed.iter().any(|closing| closing.period == period) {
        return Err(Refusal::AlreadyExists { what: "period", id: period.0 });
    }
    if let Some(last) = case.cooperative.last_closed() {
        if until <= last.until {
            let (last, ended) = (last.period, last.until);
            return Err(Refusal::PeriodsOverlap { period, until, last, ended });
        }
        case.begun("closing of the period", last.period, last.on)?;
    }
    let (rows, totals) = controls(case)?;
    let (projection_root, sealed) = (Root::default(), Digests::default());
    Ok(vec![PeriodClosed { period, until, rows, totals, projection_root, sealed }.into()])
}

/// How many balances are not zero, and their sums in each currency. Books that do not balance are not closed.
fn controls(case: &Case<'_>) -> Result<(u64, Vec<Control>), Refusal> {
    let mut rows = 0;
    let mut sums: BTreeMap<Currency, [i128; 2]> = BTreeMap::new();
    for (_, balance) in case.cooperative.balances.all() {
        if balance.is_zero() {
            continue;
        }
        rows += 1;
        sums.entry(balance.currency()).or_default()[usize::from(balance.is_negative())] += balance.minor().abs();
    }
    let control = |(currency, [debits, credits]): (Currency, [i128; 2])| {
        if debits != credits {
            return Err(Refusal::BooksDoNotBalance { cooperative: case.id, currency });
        }
        Ok(Control { debits: Money::new(debits, currency), credits: Money::new(credits, currency) })
    };
    Ok((rows, sums.into_iter().map(control).collect::<Result<_, _>>()?))
}

/// An officer who did not close it opens the last closed period again: what is closed over it would not hold.
pub(super) fn reopen(case: &Case<'_>, words: &PeriodReopened) -> Result<Vec<Event>, Refusal> {
    let period = words.period;
    if !matches!(case.actor.role, Role::President | Role::Treasurer | Role::Secretary) {
        return Err(Refusal::ReopensNothing { actor: case.actor.id, period });
    }
    if !case.cooperative.closed.iter().any(|closing| closing.period == period) {
        return Err(Refusal::NotClosed { period });
    }
    let Some(last) = case.cooperative.last_closed().filter(|last| last.period == period) else {
        let last = case.cooperative.last_closed().map_or(period, |last| last.period);
        return Err(Refusal::ClosedOver { period, last });
    };
    case.begun("closing of the period", period, last.on)?;
    let actor = case.actor.id;
    if last.by == actor {
        return Err(Refusal::SamePerson { actor, did: "closed the period", now: "open it again" });
    }
    Ok(vec![words.clone().into()])
}

#[cfg(test)]
mod tests;
