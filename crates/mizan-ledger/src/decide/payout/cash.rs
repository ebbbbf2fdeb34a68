//! Rules of cash: out of a box, before a witness, into the hand of the payee; what she does not take or fetch stays hers.

use crate::account::TillKind;
use crate::book::state::payout::{Item, ItemState};
use crate::command::words::payout::{HandOverPayout, LeaveUnclaimed};
use crate::decide::Case;
use crate::decide::payout::{approved, debt, is, item_in};
use crate::decide::refusal::Refusal;
use crate::event::payout::{Method, PayoutHanded, PayoutUnclaimed};
use crate::event::{Digests, Event, Source};
use crate::id::{MemberId, PayoutId};
use crate::money::Money;

/// Cash is handed over by one person, seen by another, and signed for by the payee.
pub(crate) fn hand_over(case: &Case<'_>, words: &HandOverPayout) -> Result<Vec<Event>, Refusal> {
    let HandOverPayout { payout, member, till, witness, signed_by, .. } = *words;
    let waiting = [ItemState::Scheduled, ItemState::Unclaimed];
    let item = cash_item(case, payout, member, &waiting, "scheduled or unclaimed")?;
    let amount = case.own_currency(words.amount)?;
    if amount.exceeds(item.amount)? {
        return Err(Refusal::MoreThanSetAside { member, set_aside: item.amount, asked: amount });
    }
    let cashier = case.actor.id;
    if witness == cashier {
        return Err(Refusal::WitnessIsCashier { actor: cashier });
    }
    for (hand, part) in [(cashier, "cashier"), (witness, "witness")] {
        if is(hand, member) {
            return Err(Refusal::OwnHand { member, part });
        }
    }
    case.till_of(till, TillKind::Cash, "a cash box")?;
    case.holds(till, amount)?;
    // What she owes back for the very sales it comes from stays in the house.
    let (hers, owed) = debt::apart(case, member, &item.sources);
    let most = Money::sum(amount.currency(), hers.iter().map(|source| source.amount))?;
    if amount.exceeds(most)? {
        debt::owes_nothing(case, member, &item)?;
    }
    let (sources, mut left) = divide(&hers, amount);
    left.extend(owed);
    let set_off = debt::set_off(case, payout, member, &left)?;
    let handed = PayoutHanded {
        payout,
        member,
        amount,
        till,
        witness,
        signed_by,
        form: words.form.clone(),
        sources,
        left,
        unclaimed: item.state == ItemState::Unclaimed,
        sealed: Digests::default(),
    };
    Ok(std::iter::once(handed.into()).chain(set_off).collect())
}

/// She did not come: the cash waits for her.
pub(crate) fn leave_unclaimed(case: &Case<'_>, words: &LeaveUnclaimed) -> Result<Vec<Event>, Refusal> {
    let LeaveUnclaimed { payout, member } = *words;
    let item = cash_item(case, payout, member, &[ItemState::Scheduled], "scheduled")?;
    let (amount, sources) = (item.amount, item.sources.clone());
    Ok(vec![PayoutUnclaimed { payout, member, amount, sources }.into()])
}

/// The same for an item that is paid in cash, of an approved payout.
fn cash_item(
    case: &Case<'_>,
    payout: PayoutId,
    member: MemberId,
    states: &[ItemState],
    wanted: &'static str,
) -> Result<Item, Refusal> {
    let items = &approved(case, payout)?.items;
    if items.get(&member).is_some_and(|item| item.method != Method::Cash) {
        return Err(Refusal::WrongMethod { payout, member, wanted: "cash" });
    }
    item_in(case, payout, member, states, wanted)
}

/// The sources that make up an amount, in their order, and those that are left.
fn divide(sources: &[Source], amount: Money) -> (Vec<Source>, Vec<Source>) {
    let (mut taken, mut left) = (Vec::new(), Vec::new());
    let mut wanted = amount.minor();
    for Source { sale, amount } in sources {
        let part = amount.minor().min(wanted);
        let parts = [(&mut taken, part), (&mut left, amount.minor() - part)];
        for (list, minor) in parts {
            if minor > 0 {
                list.push(Source { sale: *sale, amount: Money::new(minor, amount.currency()) });
            }
        }
        wanted -= part;
    }
    (taken, left)
}
