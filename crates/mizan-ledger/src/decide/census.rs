//! Rules of a census: it counts everyone whom the register has on its day, each once, by a definition that is stored.

use std::collections::BTreeSet;

use crate::book::Book;
use crate::command::words::register::TakeCensus;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::census::{ActivityDefined, CensusCorrected, CensusTaken, Counted};
use crate::id::MemberId;

/// How many members one record of a census names, so that it is short enough for the log.
const MOST_NAMED: usize = 1_500;

/// A definition is given once and counts something.
pub(super) fn define(book: &Book, words: &ActivityDefined) -> Result<Vec<Event>, Refusal> {
    let definition = words.definition;
    if book.definitions.contains_key(&definition) {
        return Err(Refusal::AlreadyExists { what: "definition", id: definition.0 });
    }
    if words.times == 0 {
        return Err(Refusal::NeverActive { definition });
    }
    Ok(vec![words.clone().into()])
}

/// The active members are named; whoever else the register has on that day is counted as not active.
pub(super) fn take(case: &Case<'_>, words: &TakeCensus) -> Result<Vec<Event>, Refusal> {
    let TakeCensus { census, definition, as_of, members: said, ref active } = *words;
    if case.cooperative.censuses.contains_key(&census) {
        return Err(Refusal::AlreadyExists { what: "census", id: census.0 });
    }
    if !case.book.definitions.contains_key(&definition) {
        return Err(Refusal::UnknownDefinition { definition });
    }
    if case.day < as_of {
        return Err(Refusal::CensusAhead { census, as_of, day: case.day });
    }
    for (cooperative, own) in &case.book.cooperatives {
        let Some(taken) = own.censuses.get(&census) else { continue };
        if (taken.definition, taken.as_of) != (definition, as_of) {
            let (cooperative, definition, as_of) = (*cooperative, taken.definition, taken.as_of);
            return Err(Refusal::CensusOtherwise { census, cooperative, definition, as_of });
        }
    }
    if active.len() > MOST_NAMED {
        return Err(Refusal::CensusTooLong { census, active: active.len(), most: MOST_NAMED });
    }
    let mut others: BTreeSet<MemberId> =
        case.cooperative.members_on(as_of).into_iter().map(|(member, _)| member).collect();
    let known = others.len();
    let mut named = BTreeSet::new();
    for &member in active {
        if !named.insert(member) {
            return Err(Refusal::MemberTwice { member });
        }
        if !others.remove(&member) {
            return Err(Refusal::NotCounted { census, member, as_of });
        }
    }
    if usize::try_from(said) != Ok(known) {
        return Err(Refusal::CensusMiscounted { census, as_of, said, known });
    }
    let sheets = sheets(active.clone(), others, MOST_NAMED).into_iter();
    let taken = |(active, inactive)| CensusTaken { census, definition, as_of, members: said, active, inactive }.into();
    Ok(sheets.map(taken).collect())
}

/// Divides who was counted among as many records as they need: the active all in the first one, which says the words
/// of the command again.
fn sheets(
    active: Vec<MemberId>,
    inactive: impl IntoIterator<Item = MemberId>,
    most: usize,
) -> Vec<(Vec<MemberId>, Vec<MemberId>)> {
    let mut inactive = inactive.into_iter();
    let room = most.saturating_sub(active.len());
    let mut sheets = vec![(active, inactive.by_ref().take(room).collect())];
    loop {
        let next: Vec<MemberId> = inactive.by_ref().take(most).collect();
        if next.is_empty() {
            return sheets;
        }
        sheets.push((Vec::new(), next));
    }
}

/// A member is counted otherwise than she is. Whom the register does not have on that day cannot be counted.
pub(super) fn correct(case: &Case<'_>, words: &CensusCorrected) -> Result<Vec<Event>, Refusal> {
    let CensusCorrected { census, member, counted, .. } = *words;
    let taken = case.cooperative.censuses.get(&census).ok_or(Refusal::UnknownCensus { census })?;
    case.begun("census", census, taken.on)?;
    let known = case.cooperative.members.get(&member).ok_or(Refusal::UnknownMember { member })?;
    let was_member = known.status_on(taken.as_of).is_some();
    if counted != Counted::NotAMember && !was_member {
        return Err(Refusal::NotCounted { census, member, as_of: taken.as_of });
    }
    if taken.counts(member) == counted {
        return Err(Refusal::CountedSo { census, member, counted: counted.word() });
    }
    Ok(vec![words.clone().into()])
}

#[cfg(test)]
mod tests;
