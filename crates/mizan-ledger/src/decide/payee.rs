//! Rules of payee details: what one person sets a second verifies and the member confirms, and a change waits.
//!
//! Nobody alone can turn a member's money to an account: who sets the details does not verify them, who verifies them
//! does not confirm them, and a payout needs two more persons. Days are those people say they happened on, as
//! everywhere; who writes a change down late shows in the records.

use jiff::Span;

use crate::book::state::payee::{Blocked, Details};
use crate::command::words::payee::{ConfirmPayeeDetails, SetPayeeDetails, VerifyPayeeDetails};
use crate::decide::Case;
use crate::decide::payout::is;
use crate::decide::payout::limits::MOST_LEVELS;
use crate::decide::refusal::Refusal;
use crate::event::payee::{
    PayeeDetailsConfirmed, PayeeDetailsSet, PayeeDetailsVerified, PayeeFrozen, PayeeReleased, PayeeTermsSet,
};
use crate::event::payout::Method;
use crate::event::{Digests, Event};
use crate::id::{DetailsId, MemberId};
use crate::payee::Scheme;

/// How many days changed details wait where the cooperative has not said: about the 72 hours in which whoever is robbed
/// of an account notices it.
const USUAL_COOLING_DAYS: u32 = 3;

/// The longest a change may wait.
const MOST_COOLING_DAYS: u32 = 90;

/// How long a change waits is said in days.
pub(super) fn set_terms(words: &PayeeTermsSet) -> Result<Vec<Event>, Refusal> {
    let said = words.cooling_days;
    if said > MOST_COOLING_DAYS {
        return Err(Refusal::Beyond { what: "cooling_days", said, most: MOST_COOLING_DAYS });
    }
    Ok(vec![words.clone().into()])
}

/// Details are set once, with a number that can be right. What takes the place of others waits.
pub(super) fn set(case: &Case<'_>, words: &SetPayeeDetails) -> Result<Vec<Event>, Refusal> {
    let SetPayeeDetails { details, member, scheme } = *words;
    case.was_member(member)?;
    if case.cooperative.details_of.contains_key(&details) {
        return Err(Refusal::AlreadyExists { what: "payee details", id: details.0 });
    }
    let number = case.sealed.account_number.as_deref().ok_or(Refusal::NumberMissing { scheme })?;
    scheme.read(number).map_err(|why| Refusal::WrongNumber { scheme, why })?;
    let before = case.cooperative.payees.get(&member).and_then(|payee| payee.details_for(scheme.method()));
    let not_before = before.map(|_| case.day.saturating_add(Span::new().days(cooling_days(case))));
    Ok(vec![PayeeDetailsSet { details, member, scheme, not_before, sealed: Digests::default() }.into()])
}

fn cooling_days(case: &Case<'_>) -> u32 {
    let set = case.cooperative.cooling_days.iter().rev().find(|(from, _)| *from <= case.day);
    set.map_or(USUAL_COOLING_DAYS, |(_, days)| *days)
}

/// A second person verifies the details that count, neither who set nor who confirmed them, nor the member.
pub(super) fn verify(case: &Case<'_>, words: &VerifyPayeeDetails) -> Result<Vec<Event>, Refusal> {
    let VerifyPayeeDetails { details, ref against, level } = *words;
    let (member, known) = current(case, details)?;
    let scheme = known.scheme;
    if let Some(level) = level.filter(|level| scheme != Scheme::Phone || !(1..=MOST_LEVELS).contains(level)) {
        return Err(Refusal::NoLevel { scheme, level, most: MOST_LEVELS });
    }
    if known.verified_by.is_some() {
        return Err(Refusal::DetailsVerified { details });
    }
    let actor = case.actor.id;
    let hand = if known.set_by == actor {
        Some("has set these details")
    } else if is(actor, member) {
        Some("is paid under these details")
    } else {
        known.confirmed_by.filter(|by| *by == actor).map(|_| "has confirmed these details")
    };
    match hand {
        Some(did) => Err(Refusal::SamePerson { actor, did, now: "verify them" }),
        None => Ok(vec![PayeeDetailsVerified { details, against: against.clone(), level, member }.into()]),
    }
}

/// The member confirms the details that count, or for her somebody who neither set nor verified them.
pub(super) fn confirm(case: &Case<'_>, words: &ConfirmPayeeDetails) -> Result<Vec<Event>, Refusal> {
    let ConfirmPayeeDetails { details, ref form } = *words;
    let (member, known) = current(case, details)?;
    if known.confirmed_by.is_some() {
        return Err(Refusal::DetailsConfirmed { details });
    }
    let actor = case.actor.id;
    let hand = if is(actor, member) {
        None
    } else if known.set_by == actor {
        Some("has set these details")
    } else {
        known.verified_by.filter(|by| *by == actor).map(|_| "has verified these details")
    };
    match hand {
        Some(did) => Err(Refusal::SamePerson { actor, did, now: "confirm them for her" }),
        None => Ok(vec![PayeeDetailsConfirmed { details, form: form.clone(), member }.into()]),
    }
}

/// The details under this id and whose they are, if they count: set on this day or before, and not replaced since.
fn current<'a>(case: &Case<'a>, details: DetailsId) -> Result<(MemberId, &'a Details), Refusal> {
    let member = *case.cooperative.details_of.get(&details).ok_or(Refusal::UnknownDetails { details })?;
    let payee = case.cooperative.payees.get(&member).ok_or(Refusal::UnknownDetails { details })?;
    let known = payee.details.iter().find(|known| known.details == details);
    let known = known.ok_or(Refusal::UnknownDetails { details })?;
    if case.day < known.set_on {
        return Err(Refusal::DetailsLater { details, on: known.set_on, day: case.day });
    }
    match payee.details_for(known.scheme.method()) {
        Some(last) if last.details != details => Err(Refusal::DetailsReplaced { details, by: last.details }),
        Some(_) | None => Ok((member, known)),
    }
}

/// Anybody stops what may be wrong.
pub(super) fn freeze(case: &Case<'_>, words: &PayeeFrozen) -> Result<Vec<Event>, Refusal> {
    let member = words.member;
    case.was_member(member)?;
    match case.cooperative.payees.get(&member).and_then(|payee| payee.frozen) {
        Some((since, _)) => Err(Refusal::FrozenAlready { member, since }),
        None => Ok(vec![words.clone().into()]),
    }
}

/// Another person than who stopped it lets it go on.
pub(super) fn release(case: &Case<'_>, words: &PayeeReleased) -> Result<Vec<Event>, Refusal> {
    let (member, actor) = (words.member, case.actor.id);
    let frozen = case.cooperative.payees.get(&member).and_then(|payee| payee.frozen);
    let (_, by) = frozen.ok_or(Refusal::NotFrozen { member })?;
    if by == actor {
        return Err(Refusal::SamePerson { actor, did: "has frozen her", now: "release her" });
    }
    Ok(vec![words.clone().into()])
}

/// Whether a member can be paid by this way on this day.
pub(super) fn may_be_paid(case: &Case<'_>, member: MemberId, method: Method) -> Result<(), Refusal> {
    let day = case.day;
    match case.cooperative.payees.get(&member).and_then(|payee| payee.blocked(method, day)) {
        None => Ok(()),
        Some(Blocked::Frozen { since }) => Err(Refusal::PayeeFrozen { member, since }),
        Some(Blocked::Unverified { details }) => Err(Refusal::PayeeUnverified { member, details }),
        Some(Blocked::Unconfirmed { details }) => Err(Refusal::PayeeUnconfirmed { member, details }),
        Some(Blocked::Cooling { details, until }) => Err(Refusal::PayeeCooling { details, until, day }),
    }
}

#[cfg(test)]
mod tests;
