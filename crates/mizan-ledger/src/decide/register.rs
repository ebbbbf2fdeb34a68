//! Rules of the register: nobody is a member twice at a time, and how somebody stands holds from the day it is said of.

use crate::book::state::register::Standing;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::membership::MemberAdmitted;
use crate::event::register::{BoardElected, MemberExited, MemberStatusChanged, Sex, Status};
use crate::id::MemberId;

/// Somebody is admitted who is no member, again perhaps, but not while she was one.
pub(super) fn admit(case: &Case<'_>, words: &MemberAdmitted) -> Result<Vec<Event>, Refusal> {
    let member = words.member;
    let last = case.cooperative.members.get(&member).and_then(|known| known.spells.last());
    match last.map(|spell| spell.until) {
        Some(None) => Err(Refusal::AlreadyExists { what: "member", id: member.0 }),
        Some(Some(until)) if case.day < until => Err(Refusal::StillMember { member, until, day: case.day }),
        Some(Some(_)) | None => Ok(vec![words.clone().into()]),
    }
}

/// A member stands otherwise than she did on that day.
pub(super) fn change_status(case: &Case<'_>, words: &MemberStatusChanged) -> Result<Vec<Event>, Refusal> {
    let member = words.member;
    let (status, since) = case.standing(member)?;
    if status == words.status {
        return Err(Refusal::StandsSo { member, status: status.word(), since });
    }
    Ok(vec![words.clone().into()])
}

/// A member leaves, after everything that was said of how she stands.
pub(super) fn record_exit(case: &Case<'_>, words: &MemberExited) -> Result<Vec<Event>, Refusal> {
    let member = words.member;
    case.member(member)?;
    let last = case.cooperative.members.get(&member).and_then(|known| known.spells.last());
    if let Some(on) = last.and_then(|spell| spell.until) {
        return Err(Refusal::LeftAlready { member, on });
    }
    let changed = last.and_then(|spell| spell.statuses.last());
    match changed {
        Some((on, status)) if case.day < *on => {
            Err(Refusal::StandsLater { member, status: status.word(), on: *on, day: case.day })
        }
        Some(_) | None => Ok(vec![words.clone().into()]),
    }
}

/// A board has somebody on it, no more women than people, and whoever presides sits on it.
pub(super) fn elect(words: &BoardElected) -> Result<Vec<Event>, Refusal> {
    let BoardElected { board, women, led_by, .. } = *words;
    let fits = match led_by {
        Sex::Woman => (1..=board).contains(&women),
        Sex::Man => women < board,
    };
    if fits {
        Ok(vec![words.clone().into()])
    } else {
        Err(Refusal::NoSuchBoard { board, women, led_by: led_by.word() })
    }
}

impl Case<'_> {
    /// How a member stands on the day, and since when. Refuses who is none then.
    fn standing(&self, member: MemberId) -> Result<(Status, jiff::civil::Date), Refusal> {
        let known = self.cooperative.members.get(&member).ok_or(Refusal::UnknownMember { member })?;
        let day = self.day;
        match known.on(day) {
            Standing::Member { status, since } => Ok((status, since)),
            Standing::NotYet { since } => Err(Refusal::NotYetMember { member, since, day }),
            Standing::Left { on } => Err(Refusal::NoLongerMember { member, on, day }),
        }
    }

    /// A member on the day, however she stands.
    pub(super) fn member(&self, member: MemberId) -> Result<(), Refusal> {
        self.standing(member).map(|_| ())
    }

    /// A member who may take on work and share in a sale on the day.
    pub(super) fn works(&self, member: MemberId) -> Result<(), Refusal> {
        match self.standing(member)? {
            (Status::Suspended, since) => Err(Refusal::Suspended { member, since }),
            (Status::Active | Status::Inactive, _) => Ok(()),
        }
    }

    /// Somebody who is or was a member on the day: what is hers is hers after she has left.
    pub(super) fn was_member(&self, member: MemberId) -> Result<(), Refusal> {
        match self.standing(member) {
            Ok(_) | Err(Refusal::NoLongerMember { .. }) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }
}

#[cfg(test)]
mod tests;
