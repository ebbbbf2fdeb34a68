//! Rules of personal data: it is sealed and erased of somebody the book knows, and an erasure never says what it erased.

use crate::book::Book;
use crate::command::Submission;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::person::{PersonalDataErased, PersonalDataSealed, Subject};

/// How long a digest is, in the letters of base64url.
const DIGEST: usize = 43;

/// Something more is sealed of somebody.
pub(super) fn seal(book: &Book, said: &Submission, words: &PersonalDataSealed) -> Result<Vec<Event>, Refusal> {
    known(book, said, words.subject)?;
    if said.sealed.fields().iter().all(|(_, value)| value.is_none()) {
        return Err(Refusal::Empty { what: "`sealed`" });
    }
    Ok(vec![words.clone().into()])
}

/// Whatever was sealed of somebody is erased. It may be erased again: more may have been sealed since.
pub(super) fn erase(book: &Book, said: &Submission, words: &PersonalDataErased) -> Result<Vec<Event>, Refusal> {
    known(book, said, words.subject)?;
    let in_order = words.digests.windows(2).all(|pair| pair[0] < pair[1]);
    let letters =
        |digest: &str| digest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if !in_order || !words.digests.iter().all(|digest| digest.len() == DIGEST && letters(digest)) {
        return Err(Refusal::NoDigests {});
    }
    Ok(vec![words.clone().into()])
}

/// Refuses whom the book does not know on the day. Who has left is known.
fn known(book: &Book, said: &Submission, subject: Subject) -> Result<(), Refusal> {
    let id = match (subject, said.cooperative) {
        (Subject::Party(party), None) if book.parties.contains_key(&party) => return Ok(()),
        (Subject::Party(party), None) => return Err(Refusal::UnknownParty { party }),
        (Subject::Party(party), Some(_)) => return Err(Refusal::PartyOfTheBook { party }),
        (_, None) => return Err(Refusal::CooperativeMissing { command: said.command.name() }),
        (_, Some(id)) => id,
    };
    let cooperative = book.cooperatives.get(&id).ok_or(Refusal::UnknownCooperative { cooperative: id })?;
    let case =
        Case { book, cooperative, id, day: said.occurred_on, actor: said.actor, sealed: &said.sealed, moved: &[] };
    match subject {
        Subject::Member(member) => case.was_member(member),
        Subject::Party(_) | Subject::Cooperative => Ok(()),
    }
}

#[cfg(test)]
mod tests;
