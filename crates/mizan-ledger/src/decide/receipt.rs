//! Receipts: what the payee says she received. The payer is never the one who says "paid".
//!
//! She may say it herself, whatever else she does in the cooperative; anyone else only without a hand in paying, who
//! neither scheduled, approved, sent nor handed over anything of the payout, nor said what the bank made of it.

use crate::book::state::payout::{Item, ItemState};
use crate::decide::Case;
use crate::decide::payout::{is, item_in, known};
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::payout::{DisputeResolved, ReceiptAcknowledged, ReceiptDisputed};
use crate::id::{MemberId, PayoutId};

pub(super) fn acknowledge(case: &Case<'_>, words: &ReceiptAcknowledged) -> Result<Vec<Event>, Refusal> {
    let ReceiptAcknowledged { payout, member, amount } = *words;
    let reached = [ItemState::Settled, ItemState::Handed];
    let item = item_in(case, payout, member, &reached, "settled or handed over")?;
    not_the_payer(case, payout, member)?;
    if item.acknowledged.is_some() {
        return Err(Refusal::AcknowledgedAlready { payout, member });
    }
    if open_dispute(item) {
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
    if open_dispute(item) {
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
    let DisputeResolved { payout, member, .. } = *words;
    let item = known(case, payout)?.items.get(&member).ok_or(Refusal::NotInPayout { payout, member })?;
    if !open_dispute(item) {
        return Err(Refusal::NoDispute { payout, member });
    }
    item.dispute.map_or(Ok(()), |dispute| case.begun("dispute about the payout", payout, dispute.on))?;
    not_the_payer(case, payout, member)?;
    Ok(vec![words.clone().into()])
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
