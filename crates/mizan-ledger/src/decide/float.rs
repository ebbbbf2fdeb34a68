//! Rules of cash that one person carries: a box of her own, filled by another, counted by two, and paid out of by her alone.
//!
//! A float is a cash box that was opened with a holder. It is filled and emptied as any till is, so nothing is paid
//! out of it that is not there; and since only she takes out of it, what is missing from it is missing from her.

use crate::account::{Account, Till, TillKind};
use crate::book::state::Class;
use crate::command::words::treasury::CountCash;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::count::CashCounted;
use crate::event::treasury::{FundsTransferred, TillOpened};

/// Only cash is carried.
pub(super) fn may_be_held(words: &TillOpened) -> Result<(), Refusal> {
    match (words.held_by, words.till.kind) {
        (None, _) | (Some(_), TillKind::Cash) => Ok(()),
        (Some(_), TillKind::Bank | TillKind::Wallet | TillKind::Provider) => {
            Err(Refusal::WrongTill { till: words.till, wanted: "a cash box, if one person holds it" })
        }
    }
}

/// Nobody gives herself cash to carry.
pub(super) fn is_given(case: &Case<'_>, words: &FundsTransferred) -> Result<(), Refusal> {
    let actor = case.actor.id;
    match case.cooperative.floats.get(&words.to) {
        Some(holder) if *holder == actor => {
            Err(Refusal::SamePerson { actor, did: "carries this float", now: "put money into it" })
        }
        Some(_) | None => Ok(()),
    }
}

/// Two persons count a cash box; if somebody carries it, she is one of them.
pub(super) fn count(case: &Case<'_>, words: &CountCash) -> Result<Vec<Event>, Refusal> {
    let CountCash { count, till, counted, with } = *words;
    let actor = case.actor.id;
    case.unused(Class::Movement, count.0)?;
    case.till_of(till, TillKind::Cash, "a cash box")?;
    if with == actor {
        return Err(Refusal::SamePerson { actor, did: "counts the cash", now: "be the second who counts it" });
    }
    if let Some(holder) = case.cooperative.floats.get(&till).copied().filter(|holder| ![actor, with].contains(holder)) {
        return Err(Refusal::CountedWithoutHer { till, holder });
    }
    case.own_currency(counted)?;
    let now = case.cooperative.balances.of(Account::Till(till), counted.currency());
    let booked = case.cooperative.days.at(Account::Till(till), case.day, now);
    let difference = counted.minus(booked)?;
    let over = difference.is_positive().then_some(difference);
    let short = difference.is_negative().then(|| difference.negated());
    if let Some(short) = short {
        case.has(till, short)?;
    }
    Ok(vec![CashCounted { count, till, counted, with, over, short }.into()])
}

impl Case<'_> {
    /// Refuses to take out of a float, unless its holder does.
    pub(super) fn hers_to_take(&self, till: Till) -> Result<(), Refusal> {
        let actor = self.actor.id;
        match self.cooperative.floats.get(&till) {
            Some(holder) if *holder != actor => Err(Refusal::NotHerFloat { till, holder: *holder, actor }),
            Some(_) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
