//! Which subscriptions of shares can be taken back.

use crate::account::Account;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::capital::SharesSubscribed;
use crate::id::{Code, MemberId};

/// A subscription, while what else she has paid is no more than what her other shares are worth.
pub(super) fn subscribed(
    case: &Case<'_>,
    position: u64,
    e: &SharesSubscribed,
    alone: bool,
) -> Result<(Code, Option<MemberId>), Refusal> {
    if !alone {
        let (kind, instead) = ("shares_subscribed", "name it alone, in a correction of its own");
        return Err(Refusal::NotCorrectable { position, kind, instead });
    }
    let currency = case.cooperative.currency;
    let held = case.cooperative.capital.of(e.member, currency);
    if held.shares < i64::from(e.shares) {
        return Err(Refusal::BuiltOn { position, by: "some of her shares have been given back since" });
    }
    let paid = case.cooperative.balances.owed(Account::Capital(e.member), currency);
    if paid.minus(e.paid)?.exceeds(held.value.minus(e.value)?)? {
        return Err(Refusal::BuiltOn { position, by: "she has paid more of these shares since: take that back first" });
    }
    Ok((e.movement.0, Some(e.member)))
}
