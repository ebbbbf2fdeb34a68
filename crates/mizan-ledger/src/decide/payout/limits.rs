//! Approval of payouts and its limits: how much is paid at once, and from which sum on two persons approve.

use crate::book::state::payout::{ItemState, Payout};
use crate::command::words::payout::ApprovePayout;
use crate::decide::Case;
use crate::decide::payout::{is, known};
use crate::decide::refusal::Refusal;
use crate::decide::watch::{Said, watched};
use crate::event::Event;
use crate::event::instruction::PayoutLimitsSet;
use crate::event::payout::{Method, PayoutApproved, PayoutItem};
use crate::id::PayoutId;
use crate::money::{Money, NotMoney};
use crate::text::Label;

/// The most levels of identification a wallet can have; Moroccan wallets have three.
pub(in crate::decide) const MOST_LEVELS: u8 = 9;

/// Limits are sums in the currency of the accounts.
pub(crate) fn set(case: &Case<'_>, words: &PayoutLimitsSet) -> Result<Vec<Event>, Refusal> {
    let PayoutLimitsSet { bank, wallet, cash, payout, one_approves, watch, new_account, .. } = *words;
    let named = [bank, wallet, cash, payout, one_approves, new_account];
    if named.iter().all(Option::is_none) && words.wallet_levels.is_empty() && !watch {
        return Err(Refusal::Empty { what: "the limits" });
    }
    let levels = &words.wallet_levels;
    if levels.len() > usize::from(MOST_LEVELS) || !levels.is_sorted_by(|lower, upper| lower.minor() < upper.minor()) {
        return Err(Refusal::WalletLevels { most: MOST_LEVELS });
    }
    for limit in named.into_iter().flatten().chain(levels.iter().copied()) {
        if !case.own_currency(limit)?.is_positive() {
            return Err(Refusal::Amount(NotMoney::Zero(limit.to_string())));
        }
    }
    Ok(vec![words.clone().into()])
}

/// Refuses what is more than is paid at once.
pub(super) fn keep(case: &Case<'_>, payout: PayoutId, items: &[PayoutItem]) -> Result<(), Refusal> {
    let Some(limits) = case.cooperative.limits_on(case.day) else { return Ok(()) };
    for item in items {
        if let Some(limit) = limits.of(item.method)
            && item.amount.exceeds(limit)?
        {
            return Err(Refusal::OverLimit { member: item.member, amount: item.amount, limit });
        }
        if item.method == Method::Wallet {
            let payee = case.cooperative.payees.get(&item.member);
            let level = payee.and_then(|payee| payee.details_for(Method::Wallet)).and_then(|details| details.level);
            if let Some(ceiling) = limits.ceiling(level)
                && item.amount.exceeds(ceiling)?
            {
                let (member, amount, level) = (item.member, item.amount, level.unwrap_or(1));
                return Err(Refusal::OverCeiling { member, amount, ceiling, level });
            }
        }
    }
    let total = Money::sum(case.cooperative.currency, items.iter().map(|item| item.amount))?;
    match limits.payout {
        Some(limit) if total.exceeds(limit)? => Err(Refusal::PayoutOverLimit { payout, total, limit }),
        Some(_) | None => Ok(()),
    }
}

/// A second person approves it, who is not paid by it.
pub(crate) fn approve(case: &Case<'_>, words: &ApprovePayout) -> Result<Vec<Event>, Refusal> {
    let payout = known(case, words.payout)?;
    if payout.approved_on.is_some() {
        return Err(Refusal::ApprovedAlready { payout: words.payout });
    }
    if payout.items.values().all(|item| item.state == ItemState::Cancelled) {
        return Err(Refusal::Cancelled { payout: words.payout });
    }
    case.other_hand(payout.scheduled_by, "scheduled", "approve")?;
    let before = payout.approvals.iter().map(|(by, _)| *by).find(|by| *by == case.actor.id);
    case.other_hand(before, "approved", "approve")?;
    // Nobody lets money go to herself. Who set up where somebody is paid and who scheduled it are other persons already.
    let paid = payout.items.iter().filter(|(_, item)| item.state != ItemState::Cancelled);
    if let Some((&member, _)) = paid.into_iter().find(|(member, _)| is(case.actor.id, **member)) {
        return Err(Refusal::OwnHand { member, part: "approver" });
    }
    let total = Money::sum(case.cooperative.currency, payout.items.values().map(|item| item.amount))?;
    if words.total != total {
        return Err(Refusal::TotalNotSeen { payout: words.payout, total, seen: words.total });
    }
    let list = Label::ours(payout.list_digest(words.payout));
    if words.seen.as_ref().is_some_and(|seen| *seen != list) {
        return Err(Refusal::ListNotSeen { payout: words.payout });
    }
    goes_past(case, words, &payout)?;
    let approvals = u32::try_from(payout.approvals.len()).unwrap_or(u32::MAX).saturating_add(1);
    let more = approvals_for(case, total)?.saturating_sub(approvals);
    let (payout, seen, despite) = (words.payout, words.seen.clone(), words.despite.clone());
    Ok(vec![PayoutApproved { payout, total, seen, list: Some(list), more, despite }.into()])
}

/// Where payouts are watched, whoever approves one names each kind of warning there is, and no other: it is not enough to
/// name them all in advance. Where they are not there are none, and an approval says nothing of them.
fn goes_past(case: &Case<'_>, words: &ApprovePayout, payout: &Payout) -> Result<(), Refusal> {
    let watch = case.cooperative.limits_on(case.day).is_some_and(|limits| limits.watch);
    let mut found = Vec::new();
    if watch {
        found = watched(case.cooperative, words.payout, payout, case.day, Some(case.actor.id));
    }
    if let Some(warning) = words.despite.iter().find(|named| found.iter().all(|warned| warned.warning != **named)) {
        return Err(Refusal::NoSuchWarning { payout: words.payout, warning: warning.code() });
    }
    found.retain(|warned| !words.despite.contains(&warned.warning));
    if found.is_empty() {
        return Ok(());
    }
    Err(Refusal::NotLookedAt { payout: words.payout, warnings: Box::new(Said(found)) })
}

/// How many persons must approve a payout that comes to so much.
fn approvals_for(case: &Case<'_>, total: Money) -> Result<u32, Refusal> {
    match case.cooperative.limits_on(case.day).and_then(|limits| limits.one_approves) {
        Some(limit) if total.exceeds(limit)? => Ok(2),
        Some(_) | None => Ok(1),
    }
}
