//! Receipts: what the payee says she received. The payer is never the one who says "paid".
//!
//! She says it herself, whatever else she does in the cooperative. Where she put her mark on paper before a witness,
//! somebody else may write that down, if neither of the two had a hand in paying: scheduled, approved, sent or handed
//! over anything of the payout, or said what the bank made of it.

use crate::book::state::payout::{Item, ItemState};
use crate::decide::Case;
use crate::decide::payout::{is, item_in, known};
use crate::decide::refusal::Refusal;
use crate::event::payout::{DisputeOutcome, DisputeResolved, ReceiptAcknowledged, ReceiptDisputed};
use crate::event::{Event, ForHer};
use crate::id::{MemberId, PayoutId};

pub(super) fn acknowledge(case: &Case<'_>, words: &ReceiptAcknowledged) -> Result<Vec<Event>, Refusal> {
    let ReceiptAcknowledged { payout, member, amount, .. } = *words;
    let reached = [ItemState::Settled, ItemState::Handed];
    let item = item_in(case, payout, member, &reached, "settled or handed over")?;
    not_the_payer(case, payout, member)?;
    her_word(case, payout, member, words.for_her.as_ref())?;
    if item.acknowledged.is_some() {
        return Err(Refusal::AcknowledgedAlready { payout, member });
    }
    if open_dispute(&item) {
        return Err(Refusal::DisputeOpen { payout, member });
    }
    if amount != item.amount {
        return Err(Refusal::AcknowledgedOther { said: amount, paid: item.amount });
    }
    Ok(vec![words.clone().into()])
}

pub(super) fn dispute(case: &Case<'_>, words: &ReceiptDisputed) -> Result<Vec<Event>, Refusal> {
    let ReceiptDisputed { payout, member, received, .. } = *words;
    let reached = [ItemState::Sent, ItemState::Settled, ItemState::Handed];
    let item = item_in(case, payout, member, &reached, "sent, settled or handed over")?;
    not_the_payer(case, payout, member)?;
    her_word(case, payout, member, words.for_her.as_ref())?;
    if open_dispute(&item) {
        return Err(Refusal::DisputeOpen { payout, member });
    }
    let received = case.own_currency(received)?;
    if !item.amount.exceeds(received)? {
        return Err(Refusal::NothingDisputed { received, paid: item.amount });
    }
    Ok(vec![words.clone().into()])
}

/// It can be resolved however far the item has come since: a correction may have set it aside again.
pub(super) fn resolve(case: &Case<'_>, words: &DisputeResolved) -> Result<Vec<Event>, Refusal> {
    let DisputeResolved { payout, member, outcome, .. } = *words;
    let payout_known = known(case, payout)?;
    let item = payout_known.items.get(&member).ok_or(Refusal::NotInPayout { payout, member })?;
    if !open_dispute(item) {
        return Err(Refusal::NoDispute { payout, member });
    }
    item.dispute.map_or(Ok(()), |dispute| case.begun("dispute about the payout", payout, dispute.on))?;
    not_the_payer(case, payout, member)?;
    match (outcome, words.for_her.as_ref()) {
        // That she agrees after all is her word; that she was right others can find.
        (DisputeOutcome::Withdrawn, for_her) => her_word(case, payout, member, for_her)?,
        (DisputeOutcome::Upheld, Some(for_her)) => her_word(case, payout, member, Some(for_her))?,
        (DisputeOutcome::Upheld, None) => {}
    }
    Ok(vec![words.clone().into()])
}

/// She says it herself, or on paper of which neither the writer nor the witness had a hand in paying.
fn her_word(case: &Case<'_>, payout: PayoutId, member: MemberId, for_her: Option<&ForHer>) -> Result<(), Refusal> {
    case.her_word(member, for_her)?;
    let hands = &known(case, payout)?.hands;
    match for_her {
        Some(ForHer { witness, .. }) if hands.contains(witness) => {
            Err(Refusal::NoWitness { witness: *witness, is: "had a hand in paying" })
        }
        Some(_) | None => Ok(()),
    }
}

fn open_dispute(item: &Item) -> bool {
    item.dispute.is_some_and(|dispute| dispute.outcome.is_none())
}

fn not_the_payer(case: &Case<'_>, payout: PayoutId, member: MemberId) -> Result<(), Refusal> {
    let actor = case.actor.id;
    let paid = known(case, payout)?.hands.contains(&actor);
    if paid && !is(actor, member) { Err(Refusal::PayerSaysPaid { actor }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
