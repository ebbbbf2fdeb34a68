//! Rules of payments that are asked back: asking undoes nothing, and what the bank makes of it is said once.

use crate::book::state::payout::{ItemState, Recall};
use crate::decide::Case;
use crate::decide::payout::{UNDER_WAY, failed, item_in};
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::recall::{PayoutRecallAnswered, PayoutRecallAsked, RecallAnswer};
use crate::text::Label;

/// What can be asked back: what was sent and has not come back.
const SENT_OR_SETTLED: [ItemState; 4] = [ItemState::Sent, ItemState::Unknown, ItemState::Accepted, ItemState::Settled];

/// The reason of a payment that ended since it was asked back, where the bank names none: its code in ISO 20022.
const FOLLOWING_RECALL: &str = "FOCR";

/// A payment is asked back that the bank has, and not again before it has answered.
pub(crate) fn ask(case: &Case<'_>, words: &PayoutRecallAsked) -> Result<Vec<Event>, Refusal> {
    let PayoutRecallAsked { payout, member, .. } = *words;
    let item = item_in(case, payout, member, &SENT_OR_SETTLED, "sent or settled")?;
    match item.recall {
        Some(Recall { answer: None | Some(RecallAnswer::Pending | RecallAnswer::ComesBack), since, .. }) => {
            Err(Refusal::RecallOpen { payout, member, since })
        }
        Some(Recall { answer: Some(RecallAnswer::Refused | RecallAnswer::NeverLeft), .. }) | None => {
            Ok(vec![words.clone().into()])
        }
    }
}

/// The bank answers what it was asked. It may say more than once that it does not know yet, and all else once.
pub(crate) fn answer(case: &Case<'_>, words: &PayoutRecallAnswered) -> Result<Vec<Event>, Refusal> {
    let PayoutRecallAnswered { payout, member, answer, .. } = *words;
    let (states, wanted): (&[ItemState], _) = match answer {
        // What has left cannot have been stopped.
        RecallAnswer::NeverLeft => (&UNDER_WAY, "sent"),
        RecallAnswer::Pending | RecallAnswer::ComesBack | RecallAnswer::Refused => {
            (&SENT_OR_SETTLED, "sent or settled")
        }
    };
    let item = item_in(case, payout, member, states, wanted)?;
    let recall = item.recall.ok_or(Refusal::NotRecalled { payout, member })?;
    case.begun("recall of the payout", payout, recall.since)?;
    match recall.answer {
        None | Some(RecallAnswer::Pending) => {}
        Some(before @ (RecallAnswer::NeverLeft | RecallAnswer::ComesBack | RecallAnswer::Refused)) => {
            return Err(Refusal::RecallAnswered { payout, member, answer: before.words() });
        }
    }
    let mut events = vec![words.clone().into()];
    if answer == RecallAnswer::NeverLeft {
        let reason = words.reason.clone().unwrap_or_else(|| Label::ours(FOLLOWING_RECALL.to_owned()));
        events.extend(failed(case, payout, member, &item, reason)?);
    }
    Ok(events)
}
