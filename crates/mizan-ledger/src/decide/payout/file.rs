//! Rules of what goes to a bank or wallet in a file: written down before it is sent, sent whole, and never sent anew
//! while anybody may have it.

use jiff::Span;

use crate::book::state::payout::{Item, ItemState, Missing, Payout, PayoutFile};
use crate::command::words::payout::{ConfirmNotReceived, FilePayout, SendPayout};
use crate::decide::Case;
use crate::decide::payout::{UNDER_WAY, approved, in_batches, item_in, known, payable, sent_to};
use crate::decide::refusal::Refusal;
use crate::event::instruction::{
    Instruction, PayoutAccepted, PayoutFileDiscarded, PayoutFiled, PayoutNotReceived, PayoutReportedMissing,
    PayoutUnanswered,
};
use crate::event::payout::{Method, PayoutItem};
use crate::event::{Digests, Event};
use crate::id::PayoutId;
use crate::money::Money;
use crate::text::Label;

/// The most files of one payout.
const MOST_FILES: u32 = 999;

/// How many days ahead a file can be dated.
const MOST_DAYS_AHEAD: i64 = 60;

/// The most payments of one record, so that it is short enough for the log.
const ITEMS_A_RECORD: usize = 300;

/// What the bytes of a file are known by.
const DIGEST: &str = "sha256:";

/// The status that says no, of which the log keeps another kind of record.
const REJECTED: &str = "RJCT";

/// What can be paid on this day goes into the file; what waits for its payee's details goes with a later one.
pub(crate) fn file(case: &Case<'_>, words: &FilePayout) -> Result<Vec<Event>, Refusal> {
    let FilePayout { payout: id, file, method, profile, created_at, pay_on, total } = *words;
    let payout = approved(case, id)?;
    if method == Method::Cash {
        return Err(Refusal::CashInFile { payout: id });
    }
    let next = u32::try_from(payout.files.len()).unwrap_or(MOST_FILES) + 1;
    if next > MOST_FILES {
        return Err(Refusal::Beyond { what: "file", said: next, most: MOST_FILES });
    }
    if file != next {
        return Err(Refusal::NextFile { payout: id, next, said: file });
    }
    let last = case.day.saturating_add(Span::new().days(MOST_DAYS_AHEAD));
    if pay_on < case.day || last < pay_on {
        return Err(Refusal::PayOn { pay_on, day: case.day, last });
    }
    let calendar = case.dated_as_the_bank_pays(method, created_at, pay_on)?;
    let digest = case.sealed.note.as_deref().and_then(|note| note.strip_prefix(DIGEST));
    let hex = |sign: u8| sign.is_ascii_digit() || (b'a'..=b'f').contains(&sign);
    if !digest.is_some_and(|digest| digest.len() == 64 && digest.bytes().all(hex)) {
        return Err(Refusal::BytesUnknown { payout: id, file });
    }
    let (mut items, mut waits) = (Vec::new(), None);
    let goes = |item: &Item| item.state == ItemState::Scheduled && item.method == method;
    for (&member, item) in payout.items.iter().filter(|(_, item)| goes(item)) {
        match payable(case, member, item) {
            Ok(()) => {
                let end_to_end = Label::ours(payout.end_to_end(item));
                items.push(Instruction { member, amount: item.amount, end_to_end });
            }
            Err(refusal) => waits = waits.or(Some(refusal)),
        }
    }
    if items.is_empty() {
        return Err(waits.unwrap_or(Refusal::NothingToSend { payout: id }));
    }
    let comes_to = Money::sum(case.cooperative.currency, items.iter().map(|item| item.amount))?;
    if comes_to != total {
        return Err(Refusal::FileTotal { payout: id, comes_to, said: total });
    }
    let list = payout.list.clone().ok_or(Refusal::NotApproved { payout: id })?;
    let record = |items: &[Instruction]| {
        let (message, payment_information) = (payout.message(file), payout.payment_information(file));
        Event::from(PayoutFiled {
            payout: id,
            file,
            method,
            profile,
            created_at,
            pay_on,
            total,
            list: list.clone(),
            message: Label::ours(message),
            payment_information: Label::ours(payment_information),
            calendar: calendar.clone(),
            items: items.to_vec(),
            sealed: Digests::default(),
        })
    };
    Ok(items.chunks(ITEMS_A_RECORD).map(record).collect())
}

/// A file that never left is thrown away.
pub(crate) fn discard(case: &Case<'_>, words: &PayoutFileDiscarded) -> Result<Vec<Event>, Refusal> {
    let PayoutFileDiscarded { payout: id, file, .. } = *words;
    let payout = known(case, id)?;
    let sent = file_of(&payout, id, file)?.attempts;
    if sent > 0 {
        return Err(Refusal::FileSent { payout: id, file });
    }
    if !payout.items.values().any(|item| item.file == Some(file) && item.state == ItemState::Filed) {
        return Err(Refusal::NothingInFile { payout: id, file, wanted: "filed" });
    }
    Ok(vec![words.clone().into()])
}

/// A file goes as it is: if one of its payees cannot be paid any more, it is thrown away and made anew.
pub(super) fn send(case: &Case<'_>, words: &SendPayout, file: u32) -> Result<Vec<Event>, Refusal> {
    let payout = approved(case, words.payout)?;
    file_of(&payout, words.payout, file)?;
    let mut sent = Vec::new();
    for (&member, item) in payout.items.iter().filter(|(_, item)| item.file == Some(file)) {
        if item.state != ItemState::Filed {
            continue;
        }
        case.begun("filing of the payout", words.payout, item.since)?;
        payable(case, member, item)?;
        sent.push(sent_to(words, member, item));
    }
    if sent.is_empty() {
        return Err(Refusal::NothingInFile { payout: words.payout, file, wanted: "filed" });
    }
    Ok(sent)
}

/// Nothing was heard: what was sent may have arrived or not, and nothing is sent again by that.
pub(crate) fn unanswered(case: &Case<'_>, words: &PayoutUnanswered) -> Result<Vec<Event>, Refusal> {
    let PayoutUnanswered { payout: id, file } = *words;
    let payout = known(case, id)?;
    file_of(&payout, id, file)?;
    let sent = payout.items.values().filter(|item| item.file == Some(file) && item.state == ItemState::Sent);
    let since = sent.map(|item| item.since).max();
    case.begun("sending of the payout", id, since.ok_or(Refusal::NothingInFile { payout: id, file, wanted: "sent" })?)?;
    Ok(vec![words.clone().into()])
}

/// The bank says that it will pay. It may say so again, and otherwise; once it has paid or refused, that says nothing new.
pub(crate) fn accept(case: &Case<'_>, words: &PayoutAccepted) -> Result<Vec<Event>, Refusal> {
    let PayoutAccepted { payout, member, .. } = *words;
    if words.status.as_str() == REJECTED {
        return Err(Refusal::RejectedIsNotAccepted { payout, member });
    }
    item_in(case, payout, member, &UNDER_WAY, "sent")?;
    Ok(vec![words.clone().into()])
}

/// One person has read that the bank never had the file, and nothing of it was answered. Once the bank has written too that
/// it will pay nothing of it, that is reported as well: of a file that is to be sent again, or of one that is not yet.
pub(crate) fn report_missing(case: &Case<'_>, words: &PayoutReportedMissing) -> Result<Vec<Event>, Refusal> {
    let PayoutReportedMissing { payout: id, file, .. } = *words;
    let payout = known(case, id)?;
    match file_of(&payout, id, file)?.missing {
        Some(Missing { by, on, withdrawn }) if withdrawn || !words.withdrawn => {
            return Err(Refusal::MissingAlready { payout: id, file, by, on });
        }
        Some(_) | None => {}
    }
    unheard_of(case, &payout, id, file, words.withdrawn)?;
    Ok(vec![words.clone().into()])
}

/// A second person has read it too: the same bytes can be sent again, under the same references.
///
/// Or the file is withdrawn, since the bank will pay nothing of it. That is a no to all of it, as a rejection is a no to one
/// payment, and so its items can be called off, or wait until their payees can be paid. Those that go in a later file keep
/// the references that come back with them: should the first file be processed against the bank's word, the bank refuses
/// the second payment as a duplicate, and a statement shows which item it was.
pub(crate) fn confirm_not_received(case: &Case<'_>, words: &ConfirmNotReceived) -> Result<Vec<Event>, Refusal> {
    let ConfirmNotReceived { payout: id, file, withdrawn } = *words;
    let payout = known(case, id)?;
    let missing = file_of(&payout, id, file)?.missing.ok_or(Refusal::NotReportedMissing { payout: id, file })?;
    let actor = case.actor.id;
    if missing.by == actor {
        return Err(Refusal::SamePerson { actor, did: "has reported the file missing", now: "confirm it" });
    }
    if missing.withdrawn != withdrawn {
        return Err(Refusal::WithdrawnUnlike { payout: id, file, reported: missing.withdrawn, said: withdrawn });
    }
    case.begun("report that the file is missing, of the payout", id, missing.on)?;
    let items = unheard_of(case, &payout, id, file, withdrawn)?;
    let batches = in_batches(items, 0).into_iter();
    Ok(batches.map(|items| PayoutNotReceived { payout: id, file, items, withdrawn }.into()).collect())
}

/// What is on its way in a file, if nothing of it was answered. A file that is withdrawn may be one that was sent, was not
/// received, and was not sent again: then nothing of it is.
fn unheard_of(
    case: &Case<'_>,
    payout: &Payout,
    id: PayoutId,
    file: u32,
    withdrawn: bool,
) -> Result<Vec<PayoutItem>, Refusal> {
    let (mut items, mut waits) = (Vec::new(), false);
    let was_sent = file_of(payout, id, file)?.attempts > 0;
    for (&member, item) in payout.items.iter().filter(|(_, item)| item.file == Some(file)) {
        let Item { amount, method, state, since, .. } = *item;
        if state == ItemState::Filed {
            waits = true;
        } else if matches!(state, ItemState::Sent | ItemState::Unknown) {
            items.push(PayoutItem { member, amount, method, sources: item.sources.clone() });
        } else {
            return Err(Refusal::FileAnswered { payout: id, file, member, state: state.word() });
        }
        case.begun("sending of the payout", id, since)?;
    }
    if items.is_empty() && !(waits && withdrawn && was_sent) {
        return Err(Refusal::NothingInFile { payout: id, file, wanted: "sent" });
    }
    Ok(items)
}

/// A file of a payout.
fn file_of(payout: &Payout, id: PayoutId, file: u32) -> Result<&PayoutFile, Refusal> {
    let place = usize::try_from(file).ok().and_then(|file| file.checked_sub(1));
    let known = place.and_then(|place| payout.files.get(place));
    known.ok_or(Refusal::UnknownFile { payout: id, file, files: payout.files.len() })
}

/// Whether an item stands in a file that nobody was sent.
pub(super) fn never_left(payout: &Payout, item: &Item) -> bool {
    let file = item.file.and_then(|file| usize::try_from(file).ok()?.checked_sub(1));
    item.state == ItemState::Filed
        && file.and_then(|file| payout.files.get(file)).is_some_and(|file| file.attempts == 0)
}
