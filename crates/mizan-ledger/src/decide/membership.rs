//! Rules of taking part: parties, cooperatives, agreements, consents.

use crate::agreement::document::Agreement;
use crate::agreement::step::{Cost, Premium, Rounding, Share, Step, To};
use crate::agreement::terms::Among;
use crate::book::Book;
use crate::book::state::membership::Version;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::membership::{
    AgreementAccepted, AgreementEnded, AgreementProposed, AgreementSuperseded, ConsentGiven, ConsentWithdrawn,
    CooperativeRegistered, PartyRegistered,
};
use crate::id::{CooperativeId, MemberId};
use crate::text::Label;

/// How many problems of an agreement are told at once.
const MOST_PROBLEMS: usize = 20;

/// A party is registered once.
pub(super) fn register_party(book: &Book, words: &PartyRegistered) -> Result<Vec<Event>, Refusal> {
    if book.parties.contains_key(&words.party) {
        return Err(Refusal::AlreadyExists { what: "party", id: words.party.0 });
    }
    if words.roles.is_empty() {
        return Err(Refusal::Empty { what: "`roles`" });
    }
    for (index, role) in words.roles.iter().enumerate() {
        if words.roles.iter().take(index).any(|earlier| earlier == role) {
            return Err(Refusal::RoleTwice { party: words.party, role: role.word() });
        }
    }
    Ok(vec![words.clone().into()])
}

/// A cooperative is registered once.
pub(super) fn register_cooperative(
    book: &Book,
    id: CooperativeId,
    words: &CooperativeRegistered,
) -> Result<Vec<Event>, Refusal> {
    if book.cooperatives.contains_key(&id) {
        return Err(Refusal::AlreadyExists { what: "cooperative", id: id.0 });
    }
    Ok(vec![words.clone().into()])
}

/// A version of an agreement is proposed in its turn, and only if it is sound.
pub(super) fn propose(case: &Case<'_>, words: &AgreementProposed) -> Result<Vec<Event>, Refusal> {
    let terms = &words.terms;
    if terms.cooperative != case.id {
        return Err(Refusal::AgreementElsewhere { agreement: terms.agreement, cooperative: terms.cooperative });
    }
    let versions = case.cooperative.agreements.get(&terms.agreement);
    let next = versions.and_then(|versions| versions.keys().next_back()).map_or(1, |last| last + 1);
    if terms.version != next {
        return Err(Refusal::VersionOrder { agreement: terms.agreement, version: terms.version, next });
    }
    if terms.currency != case.cooperative.currency {
        let amount = terms.currency.zero();
        return Err(Refusal::WrongCurrency { amount, currency: case.cooperative.currency });
    }
    if let Some(unknown) = terms.parties.iter().find(|party| !case.book.parties.contains_key(party)) {
        return Err(Refusal::UnknownParty { party: *unknown });
    }
    if let Some(member) = named_makers(terms).find(|member| !case.cooperative.members.contains_key(member)) {
        return Err(Refusal::UnknownMember { member });
    }
    let mut problems: Vec<String> = terms.check().iter().map(ToString::to_string).collect();
    if let Err(error) = terms.title.parse::<Label>()
        && !terms.title.trim().is_empty()
    {
        problems.push(format!("the title {error}"));
    }
    if !problems.is_empty() {
        return Err(Refusal::UnsoundAgreement { problems: listed(problems) });
    }
    Ok(vec![words.clone().into()])
}

/// As many problems as somebody mends in one sitting.
fn listed(mut problems: Vec<String>) -> String {
    let more = problems.len().saturating_sub(MOST_PROBLEMS);
    problems.truncate(MOST_PROBLEMS);
    if more > 0 {
        problems.push(format!("and {more} more: mend these first"));
    }
    problems.join("; ")
}

/// The members whom an agreement names to share among.
fn named_makers(terms: &Agreement) -> impl Iterator<Item = MemberId> {
    let receivers = terms.steps.iter().filter_map(|step| match step {
        Step::Cost(Cost { to, .. })
        | Step::Premium(Premium { to, .. })
        | Step::Share(Share { to, .. })
        | Step::Rounding(Rounding { to, .. }) => Some(to),
        Step::Tax(_) | Step::Minimum(_) | Step::Deduction(_) => None,
    });
    let named = receivers.filter_map(|to| if let To::Makers(Among::Named(named)) = to { Some(named) } else { None });
    named.flatten().map(|part| part.member)
}

/// A party accepts a version. The last one to do so puts it in force, and the version before gives way.
pub(super) fn accept(case: &Case<'_>, words: &AgreementAccepted) -> Result<Vec<Event>, Refusal> {
    let AgreementAccepted { agreement, version: number, party, .. } = *words;
    let versions = case.cooperative.agreements.get(&agreement);
    let found = versions.and_then(|versions| versions.get(&number));
    let version = found.ok_or(Refusal::UnknownAgreement { agreement, version: number })?;
    let before = match party {
        None => version.by_cooperative,
        Some(party) if version.terms.parties.contains(&party) => version.accepted.contains(&party),
        Some(party) => return Err(Refusal::NotNamedInAgreement { party, agreement }),
    };
    if before {
        return Err(Refusal::AcceptedAlready { agreement, version: number });
    }
    let mut events = vec![words.clone().into()];
    let by_cooperative = version.by_cooperative || party.is_none();
    let by_parties =
        version.terms.parties.iter().all(|named| version.accepted.contains(named) || party == Some(*named));
    if !(by_cooperative && by_parties) {
        return Ok(events);
    }
    for (other, candidate) in versions.into_iter().flatten() {
        let (earlier, later) = if *other < number { (candidate, version) } else { (version, candidate) };
        if *other != number && candidate.is_accepted() && overlap(earlier, later) {
            let (from, gives_way, by) = (later.terms.valid_from, earlier.terms.version, later.terms.version);
            events.push(AgreementSuperseded { agreement, version: gives_way, by, from }.into());
        }
    }
    Ok(events)
}

/// A version that holds ends from today on or later; what was sold under it stays as it is.
pub(super) fn end(case: &Case<'_>, words: &AgreementEnded) -> Result<Vec<Event>, Refusal> {
    let AgreementEnded { agreement, version: number, from, .. } = *words;
    let versions = case.cooperative.agreements.get(&agreement);
    let found = versions.and_then(|versions| versions.get(&number));
    let version = found.ok_or(Refusal::UnknownAgreement { agreement, version: number })?;
    if !version.is_accepted() {
        return Err(Refusal::NeverInForce { agreement, version: number });
    }
    if from < case.day {
        return Err(Refusal::EndedInThePast { agreement, from, day: case.day });
    }
    let ends = [version.terms.valid_until.and_then(|last| last.tomorrow().ok()), version.superseded_from];
    match ends.into_iter().flatten().min() {
        Some(end) if end <= from => Err(Refusal::EndedAlready { agreement, version: number, end }),
        Some(_) | None => Ok(vec![words.clone().into()]),
    }
}

/// Whether two versions could hold on the same day.
fn overlap(earlier: &Version, later: &Version) -> bool {
    let ends = [earlier.terms.valid_until, earlier.superseded_from].into_iter().flatten().min();
    ends.is_none_or(|end| end >= later.terms.valid_from)
}

/// A consent is given once, by the member herself or on paper.
pub(super) fn consent(case: &Case<'_>, words: &ConsentGiven) -> Result<Vec<Event>, Refusal> {
    case.member(words.member)?;
    case.her_word(words.member, words.for_her.as_ref())?;
    if case.cooperative.consents.contains_key(&words.consent) {
        return Err(Refusal::AlreadyExists { what: "consent", id: words.consent.0 });
    }
    Ok(vec![words.clone().into()])
}

/// A live consent is withdrawn.
pub(super) fn withdraw(case: &Case<'_>, words: &ConsentWithdrawn) -> Result<Vec<Event>, Refusal> {
    let consent = words.consent;
    let of = case.cooperative.consents.get(&consent).ok_or(Refusal::UnknownConsent { consent })?;
    let given = case.cooperative.consents_to.get(&of);
    let given = given.iter().flat_map(|given| given.iter()).find(|given| given.consent == consent);
    let given = given.ok_or(Refusal::UnknownConsent { consent })?;
    case.begun("consent", consent, given.from)?;
    case.her_word(of.0, words.for_her.as_ref())?;
    match given.until {
        Some(on) => Err(Refusal::ConsentWithdrawn { consent, on }),
        None => Ok(vec![words.clone().into()]),
    }
}

#[cfg(test)]
mod tests;
