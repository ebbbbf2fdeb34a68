//! What builds on a chargeback or on its reversal, so that it can no longer be taken back.

use std::collections::BTreeMap;

use crate::account::Account;
use crate::book::state::trade::Sale;
use crate::decide::Case;
use crate::decide::chargeback::is_payable;
use crate::decide::refusal::Refusal;
use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, PriceGivenBack};
use crate::event::trade::Receiver;
use crate::event::treasury::ProviderFeeCharged;
use crate::money::Money;
use crate::posting::postings;

/// What builds on a chargeback, if anything does.
pub(super) fn on_chargeback(case: &Case<'_>, e: &ChargebackReceived) -> Option<&'static str> {
    let known = case.cooperative.chargebacks.get(&e.chargeback);
    if known.is_none_or(|known| !known.reversed.is_empty()) {
        return Some("it was reversed since: take the reversal back first");
    }
    let of_pending = e.given_back.iter().flat_map(|part| &part.makers).any(|maker| maker.pending.is_some());
    let sale = case.cooperative.sales.get(&e.sale);
    if e.given_back.is_some() && sale.as_ref().is_some_and(|sale| !sale.residues_ended.is_empty()) {
        return Some("with it ended what rates had left below the minor unit: record that the chargeback was reversed");
    }
    let released = of_pending && sale.is_some_and(|sale| is_payable(case, &sale));
    released.then_some("what is left of the sale was released since: record that the chargeback was reversed")
}

/// What builds on a fee, if anything does.
pub(super) fn on_fee(case: &Case<'_>, e: &ProviderFeeCharged) -> Option<&'static str> {
    let fee = case.cooperative.fees.get(&e.fee);
    fee.is_some_and(|fee| fee.left != fee.amount).then_some("a part of it was given back since: take that back first")
}

/// What builds on the reversal of a chargeback, if anything does: the sale must still have what it would give back.
pub(super) fn on_reversal(case: &Case<'_>, e: &ChargebackReversed) -> Result<Option<&'static str>, Refusal> {
    let sale = case.sale(e.sale)?;
    if e.given_back.is_some() && e.amount == sale.total && !sale.residues.is_empty() {
        return Ok(Some("with it what rates leave below the minor unit is carried again: charge it back again"));
    }
    if funds_have_spent(case, e) {
        return Ok(Some("a fund has spent what came back to it since"));
    }
    let has = !e.amount.exceeds(sale.received())? && e.given_back.as_ref().is_none_or(|part| still_has(&sale, part));
    Ok((!has).then_some("what came back was credited, refunded or charged back again since"))
}

/// Whether a fund no longer has what it would give back.
fn funds_have_spent(case: &Case<'_>, e: &ChargebackReversed) -> bool {
    let (mut moved, mut taken) = (Vec::new(), BTreeMap::new());
    postings(&e.clone().into(), &mut moved);
    for posting in moved.iter().filter(|posting| matches!(posting.account, Account::Fund(_))) {
        *taken.entry(posting.account).or_insert(0) -= posting.amount.minor();
    }
    let has = |account| case.cooperative.balances.owed(account, e.taken.currency()).minor();
    taken.into_iter().any(|(account, minor)| minor > 0 && has(account) < minor)
}

/// Whether each slice of a sale still has the part it would give back.
fn still_has(sale: &Sale, part: &PriceGivenBack) -> bool {
    let left = |step, to| sale.slices.iter().find(|left| left.step == step && left.to == to).map(|left| left.amount);
    let is_there = |left: Option<Money>, part: Money| left.is_some_and(|left| part.minor() <= left.minor());
    let slices = part.slices.iter().all(|slice| is_there(left(slice.step, slice.to), slice.amount));
    let makers = part.makers.iter().all(|maker| {
        let hers = sale.makers.iter().find(|share| share.member == maker.member).map(|share| share.amount);
        let hers = maker.step.map_or(hers, |step| left(step, Receiver::Member(maker.member)));
        is_there(hers, maker.amount)
    });
    slices && makers && part.tax.minor() <= sale.tax.minor()
}
