//! Payouts: from what a member has available to her hand, by bank, wallet or cash.
//!
//! An item goes only forwards: what failed, came back or was called off is available again and is paid by another
//! payout, so no amount can be swept up twice. Only one who had no hand in it says that it was received: `receipt`.

pub(super) mod cash;
mod debt;
pub(super) mod file;
pub(super) mod limits;
pub(super) mod recall;

use crate::account::Till;
use crate::account::{Account, TillKind};
use crate::book::state::payout::{Item, ItemState, Payout};
use crate::command::words::payout::{CancelPayout, FailPayout, ReturnPayout, SchedulePayout, SendPayout, SettlePayout};
use crate::decide::Case;
use crate::decide::payee::may_be_paid;
use crate::decide::refusal::Refusal;
use crate::event::payout::{
    Method, PayoutCancelled, PayoutFailed, PayoutItem, PayoutRequest, PayoutReturned, PayoutScheduled, PayoutSent,
    PayoutSettled,
};
use crate::event::{Event, Source};
use crate::id::{ActorId, MemberId, PayoutId};
use crate::money::{LARGEST, Money, NotMoney};
use crate::reference::NUMBERS;
use crate::text::Label;
use std::borrow::Cow;

/// The most sales one item draws on, so that each record of its way, and the mirror of one, is short enough for the
/// log.
pub(super) const MOST_SALES: usize = 400;

/// How many bytes of a record its items may fill; the rest is the envelope's, the reason's and the reference's.
const ROOM: usize = 60_000;

pub(super) fn schedule(case: &Case<'_>, words: &SchedulePayout) -> Result<Vec<Event>, Refusal> {
    let payout = words.payout;
    if case.cooperative.payouts.contains_key(&payout) {
        return Err(Refusal::AlreadyExists { what: "payout", id: payout.0 });
    }
    if words.pay.is_empty() {
        return Err(Refusal::Empty { what: "`pay`" });
    }
    let most = NUMBERS - 1;
    if u32::try_from(words.pay.len()).map_or(true, |members| members > most) {
        let said = u32::try_from(words.pay.len()).unwrap_or(u32::MAX);
        return Err(Refusal::Beyond { what: "the number of members in `pay`", said, most });
    }
    let mut items: Vec<PayoutItem> = Vec::with_capacity(words.pay.len());
    let mut named = std::collections::BTreeSet::new();
    for request in &words.pay {
        if !named.insert(request.member) {
            return Err(Refusal::MemberTwice { member: request.member });
        }
        items.push(set_aside(case, request)?);
    }
    limits::keep(case, payout, &items)?;
    // The words stand in the first record, so its items have that much less room.
    let said = words.pay.iter().map(room_of_request).sum();
    let mut pay = words.pay.clone();
    let batches = in_batches(items, said).into_iter();
    Ok(batches
        .map(|items| {
            let pay = std::mem::take(&mut pay);
            PayoutScheduled { payout, pay_on: words.pay_on, pay, items }.into()
        })
        .collect())
}

/// What is set aside for one member, out of her oldest sales.
fn set_aside(case: &Case<'_>, request: &PayoutRequest) -> Result<PayoutItem, Refusal> {
    let PayoutRequest { member, method, .. } = *request;
    case.was_member(member)?;
    may_be_paid(case, member, method)?;
    let account = Account::MemberAvailable(member);
    let available = case.cooperative.balances.owed(account, case.cooperative.currency);
    if !available.is_positive() {
        return Err(Refusal::NothingAvailable { member });
    }
    // All she has is what she had on that day.
    let by_then = case.least_by_then(account, available);
    let all = if by_then.is_positive() { by_then } else { available };
    let amount = case.own_currency(request.amount.unwrap_or(all))?;
    if !amount.is_positive() {
        return Err(Refusal::Amount(NotMoney::Zero(amount.to_string())));
    }
    if amount.exceeds(available)? {
        return Err(Refusal::MoreThanAvailable { member, available, asked: amount });
    }
    if amount.minor() > LARGEST {
        return Err(Refusal::Amount(NotMoney::TooLarge(amount.to_string())));
    }
    let sources = case.oldest_first(account, amount);
    if sources.len() > MOST_SALES {
        let fits = Money::sum(amount.currency(), sources.iter().take(MOST_SALES).map(|source| source.amount))?;
        return Err(Refusal::TooManySales { member, most: MOST_SALES, fits });
    }
    for source in &sources {
        let sold = case.cooperative.sales.get(&source.sale).ok_or(Refusal::UnknownSale { sale: source.sale })?;
        if case.day < sold.on {
            return Err(Refusal::PaidBeforeSold { member, sale: source.sale, on: sold.on, day: case.day });
        }
    }
    case.there_by_then(account, available, amount)?;
    Ok(PayoutItem { member, amount, method, sources })
}

/// How many bytes a request takes at most.
fn room_of_request(request: &PayoutRequest) -> usize {
    let amount = request.amount.map_or(0, |amount| amount.to_string().len());
    request.member.as_str().len() + amount + r#"{"member":"","amount":"","method":"wallet"},"#.len()
}

/// How many bytes an item takes at most.
fn room_of_item(item: &PayoutItem) -> usize {
    let part = |source: &Source| {
        source.sale.as_str().len() + source.amount.to_string().len() + r#"{"sale":"","amount":""},"#.len()
    };
    let fixed = r#"{"member":"","amount":"","method":"wallet","sources":[]},"#.len();
    let sources: usize = item.sources.iter().map(part).sum();
    fixed + item.member.as_str().len() + item.amount.to_string().len() + sources
}

/// Divides items among as many records as they need; the first has this much of its room taken already.
fn in_batches(items: Vec<PayoutItem>, taken: usize) -> Vec<Vec<PayoutItem>> {
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    let mut filled = taken;
    for item in items {
        let room = room_of_item(&item);
        if filled > 0 && filled + room > ROOM {
            batches.push(std::mem::take(&mut batch));
            filled = 0;
        }
        filled += room;
        batch.push(item);
    }
    batches.push(batch);
    batches
}

/// Calls off what is neither sent, nor paid, nor waiting uncollected; of what waits, only what its maker owes back.
pub(super) fn cancel(case: &Case<'_>, words: &CancelPayout) -> Result<Vec<Event>, Refusal> {
    let payout = known(case, words.payout)?;
    let called_off = |(&member, item): (&MemberId, &Item)| {
        let Item { amount, method, .. } = *item;
        PayoutItem { member, amount, method, sources: item.sources.clone() }
    };
    let stays = |item: &Item| item.state == ItemState::Scheduled || file::never_left(&payout, item);
    let scheduled: Vec<PayoutItem> = payout.items.iter().filter(|(_, item)| stays(item)).map(called_off).collect();
    let waits = |(member, item): &(&MemberId, &Item)| {
        item.state == ItemState::Unclaimed && debt::owes_nothing(case, **member, item).is_err()
    };
    let waiting: Vec<PayoutItem> = payout.items.iter().filter(waits).map(called_off).collect();
    if scheduled.is_empty() && waiting.is_empty() {
        return Err(Refusal::NothingToCancel { payout: words.payout });
    }
    let (payout, reason) = (words.payout, &words.reason);
    let back: Vec<_> = scheduled.iter().chain(&waiting).map(|item| (item.member, item.sources.clone())).collect();
    let mut events: Vec<Event> = Vec::new();
    for (items, unclaimed) in [(scheduled, false), (waiting, true)] {
        let batches = in_batches(items, 0).into_iter().filter(|items| !items.is_empty());
        events.extend(batches.map(|items| PayoutCancelled { payout, reason: reason.clone(), items, unclaimed }.into()));
    }
    for (member, sources) in &back {
        events.extend(debt::set_off(case, payout, *member, sources)?);
    }
    Ok(events)
}

/// Sends what is to be sent. What waits for its payee's details stays scheduled and goes with a later sending, so that
/// nobody waits for another's.
pub(super) fn send(case: &Case<'_>, words: &SendPayout) -> Result<Vec<Event>, Refusal> {
    if let Some(file) = words.file {
        return file::send(case, words, file);
    }
    let payout = approved(case, words.payout)?;
    let goes = |item: &Item| item.state == ItemState::Scheduled && item.method != Method::Cash;
    let (mut sent, mut waits) = (Vec::new(), None);
    for (&member, item) in payout.items.iter().filter(|(_, item)| goes(item)) {
        match payable(case, member, item) {
            Ok(()) => sent.push(sent_to(words, member, item)),
            Err(refusal) => waits = waits.or(Some(refusal)),
        }
    }
    match waits {
        _ if !sent.is_empty() => Ok(sent),
        Some(refusal) => Err(refusal),
        None => Err(Refusal::NothingToSend { payout: words.payout }),
    }
}

/// Whether one member's item can go to a bank or wallet on this day.
fn payable(case: &Case<'_>, member: MemberId, item: &Item) -> Result<(), Refusal> {
    may_be_paid(case, member, item.method)?;
    debt::owes_nothing(case, member, item)
}

fn sent_to(words: &SendPayout, member: MemberId, item: &Item) -> Event {
    let SendPayout { payout, file, ref reference } = *words;
    let (reference, amount, sources) = (reference.clone(), item.amount, item.sources.clone());
    PayoutSent { payout, file, reference, member, amount, sources }.into()
}

/// How far an item has come that the bank or wallet was told of, and of which the end is not known.
const UNDER_WAY: [ItemState; 3] = [ItemState::Sent, ItemState::Unknown, ItemState::Accepted];

/// Whose items are under way in a file.
pub(super) fn under_way_in(case: &Case<'_>, payout: PayoutId, file: u32) -> Result<Vec<MemberId>, Refusal> {
    let known = known(case, payout)?;
    let goes = |item: &Item| item.file == Some(file) && UNDER_WAY.contains(&item.state);
    let members: Vec<MemberId> = known.items.iter().filter(|(_, item)| goes(item)).map(|(&member, _)| member).collect();
    if members.is_empty() { Err(Refusal::NothingUnderWay { payout, file }) } else { Ok(members) }
}

pub(super) fn settle(case: &Case<'_>, words: &SettlePayout) -> Result<Vec<Event>, Refusal> {
    let SettlePayout { payout, member, till, .. } = *words;
    let item = item_in(case, payout, member, &UNDER_WAY, "sent")?;
    pays_by(case, till, item.method)?;
    case.valued(words.value_date, "sending of the payout", payout, item.since)?;
    case.holds(till, item.amount)?;
    let settled = PayoutSettled {
        payout,
        member,
        till,
        reference: words.reference.clone(),
        value_date: words.value_date,
        amount: item.amount,
        sources: item.sources.clone(),
    };
    Ok(vec![settled.into()])
}

pub(super) fn fail(case: &Case<'_>, words: &FailPayout) -> Result<Vec<Event>, Refusal> {
    let FailPayout { payout, member, .. } = *words;
    let item = item_in(case, payout, member, &UNDER_WAY, "sent")?;
    failed(case, payout, member, &item, words.reason.clone())
}

/// What is not paid is available again, less what she owes of it.
fn failed(
    case: &Case<'_>,
    payout: PayoutId,
    member: MemberId,
    item: &Item,
    reason: Label,
) -> Result<Vec<Event>, Refusal> {
    let (amount, sources) = (item.amount, item.sources.clone());
    let set_off = debt::set_off(case, payout, member, &sources)?;
    let failed = PayoutFailed { payout, member, reason, amount, sources };
    Ok(std::iter::once(failed.into()).chain(set_off).collect())
}

pub(super) fn give_back(case: &Case<'_>, words: &ReturnPayout) -> Result<Vec<Event>, Refusal> {
    let ReturnPayout { payout, member, till, .. } = *words;
    let item = item_in(case, payout, member, &[ItemState::Settled], "settled")?;
    pays_by(case, till, item.method)?;
    let (reason, amount, sources) = (words.reason.clone(), item.amount, item.sources.clone());
    let set_off = debt::set_off(case, payout, member, &sources)?;
    let returned = PayoutReturned { payout, member, reason, till, amount, sources };
    Ok(std::iter::once(returned.into()).chain(set_off).collect())
}

/// A payout that was scheduled, on this day or before.
pub(super) fn known<'a>(case: &Case<'a>, payout: PayoutId) -> Result<Cow<'a, Payout>, Refusal> {
    let known = case.cooperative.payouts.get(&payout).ok_or(Refusal::UnknownPayout { payout })?;
    match known.scheduled_on {
        Some(on) if case.day < on => Err(Refusal::BeforeScheduled { payout, on, day: case.day }),
        Some(_) | None => Ok(known),
    }
}

/// A payout that a second person has approved, on this day or before.
fn approved<'a>(case: &Case<'a>, payout: PayoutId) -> Result<Cow<'a, Payout>, Refusal> {
    let known = known(case, payout)?;
    let on = known.approved_on.ok_or(Refusal::NotApproved { payout })?;
    case.begun("approval of the payout", payout, on)?;
    Ok(known)
}

/// One member's item, which must have come this far and no further.
pub(super) fn item_in(
    case: &Case<'_>,
    payout: PayoutId,
    member: MemberId,
    states: &[ItemState],
    wanted: &'static str,
) -> Result<Item, Refusal> {
    let item = known(case, payout)?.items.get(&member).cloned();
    let item = item.ok_or(Refusal::NotInPayout { payout, member })?;
    if !states.contains(&item.state) {
        return Err(Refusal::WrongState { payout, member, state: item.state.word(), wanted });
    }
    if case.day < item.since {
        let (state, since) = (item.state.word(), item.since);
        return Err(Refusal::BeforeThat { payout, member, state, since, day: case.day });
    }
    Ok(item)
}

/// A till out of which an item of this method can be paid: banks pay into wallets too, wallets not into banks.
fn pays_by(case: &Case<'_>, till: Till, method: Method) -> Result<(), Refusal> {
    let (kinds, wanted): (&[TillKind], _) = match method {
        Method::Bank => (&[TillKind::Bank], "a bank account"),
        Method::Wallet => (
            &[TillKind::Wallet, TillKind::Provider, TillKind::Bank],
            "a wallet, a provider's balance or a bank account",
        ),
        Method::Cash => (&[TillKind::Cash], "a cash box"),
    };
    case.till(till)?;
    if kinds.contains(&till.kind) { Ok(()) } else { Err(Refusal::WrongTill { till, wanted }) }
}

/// Whether the person behind a command is this member.
pub(super) fn is(actor: ActorId, member: MemberId) -> bool {
    actor.0 == member.0
}

#[cfg(test)]
pub(in crate::decide) mod tests;
