//! Rules of chargebacks: a bank takes no more than its buyer paid, who the agreement names bears it, and it comes back once.
//!
//! The cooperative bears it as its loss. A party bears it out of what it is owed; what that does not cover it owes, and its
//! later slices are held against it, since it has agreed to bear it. Makers bear no more than their own part: each slice of
//! the price gives back its own, as under a credit note.

use crate::account::{Account, TillKind};
use crate::agreement::document::{Bearer, Earned};
use crate::book::state::chargeback::Chargeback;
use crate::book::state::trade::Sale;
use crate::command::words::chargeback::{ReceiveChargeback, ReverseChargeback};
use crate::decide::Case;
use crate::decide::credit::{carried_again, charged_back, no_longer_carried};
use crate::decide::refusal::Refusal;
use crate::decide::treasury::realised_by;
use crate::event::Event;
use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, GoodsReturned, PriceGivenBack};
use crate::event::trade::Reversal;
use crate::id::MemberId;
use crate::money::Money;

/// A bank or provider takes back what a buyer had paid.
pub(super) fn receive(case: &Case<'_>, words: &ReceiveChargeback) -> Result<Vec<Event>, Refusal> {
    let ReceiveChargeback { chargeback, sale: id, amount, rate, till, reason, reference, disputed_on, answer_by } =
        words.clone();
    if case.cooperative.chargebacks.contains_key(&chargeback) {
        return Err(Refusal::AlreadyExists { what: "chargeback", id: chargeback.0 });
    }
    let sale = case.sale(id)?;
    if let Some(on) = disputed_on.filter(|on| *on < sale.on || case.day < *on) {
        return Err(Refusal::DisputedOtherDay { sale: id, on, sold: sale.on, day: case.day });
    }
    if till.kind == TillKind::Cash {
        return Err(Refusal::WrongTill { till, wanted: "a till that a bank or provider takes from" });
    }
    let left = sale.received();
    let credit = sale.outstanding.negated();
    if amount.exceeds(left)? && credit.is_positive() {
        return Err(Refusal::CreditedNotRefunded { sale: id, credit, asked: amount });
    }
    if amount.exceeds(left)? {
        return Err(Refusal::ChargebackTooLarge { sale: id, left, asked: amount });
    }
    let by_then = left.minus(sale.paid_after(case.day))?;
    if amount.exceeds(by_then)? {
        return Err(Refusal::NotPaidByThen { sale: id, by_then, asked: amount, day: case.day });
    }
    case.holds(till, amount)?;
    let booked = case.booked(amount, rate)?;
    let terms = case.terms_of(&sale);
    let borne_by = terms.map_or(Bearer::Cooperative, |terms| terms.bears.chargeback);
    let given_back = match (borne_by, terms) {
        (Bearer::Makers, Some(terms)) => Some(charged_back(case, id, &sale, amount, booked, terms)?),
        (Bearer::Makers | Bearer::Cooperative | Bearer::Party(_), _) => None,
    };
    let ended = if given_back.is_some() && amount == sale.total { no_longer_carried(case, id, &sale)? } else { None };
    let buyer = sale.buyer;
    let event = ChargebackReceived {
        chargeback,
        sale: id,
        amount,
        rate,
        till,
        reason,
        reference,
        disputed_on,
        answer_by,
        buyer,
        booked,
        borne_by,
        given_back,
    };
    let realised = if amount.currency() == booked.currency() { None } else { realised_by(case, amount, booked)? };
    Ok(std::iter::once(event.into()).chain(realised).chain(ended).collect())
}

/// What a chargeback took comes back, to those who had borne it: from the bank, or from the buyer who pays after all, in
/// cash as well.
pub(super) fn reverse(case: &Case<'_>, words: &ReverseChargeback) -> Result<Vec<Event>, Refusal> {
    let ReverseChargeback { chargeback: id, rate, till, reference } = words.clone();
    let known = case.cooperative.chargebacks.get(&id).ok_or(Refusal::UnknownChargeback { chargeback: id })?;
    let Chargeback { on, ref received, ref reversed } = *known;
    if reversed.is_some() {
        return Err(Refusal::ReversedAlready { chargeback: id });
    }
    case.begun("chargeback", id, on)?;
    case.till(till)?;
    let ChargebackReceived { sale, amount, borne_by, .. } = *received;
    let of = case.sale(sale)?;
    let carried = if of.total.is_zero() { carried_again(case, sale, &of)? } else { None };
    let booked = case.booked(amount, rate)?;
    let given_back = match &received.given_back {
        Some(part) => Some(again(case, &of, part)?),
        None => None,
    };
    let taken = given_back.as_ref().map_or(received.booked, PriceGivenBack::given);
    let event =
        ChargebackReversed { chargeback: id, rate, till, reference, sale, amount, booked, taken, borne_by, given_back };
    Ok(std::iter::once(event.into()).chain(carried).collect())
}

/// Goods come back whose price was charged back to the last centime: what is left of it is credited with them instead.
pub(super) fn take_goods_back(case: &Case<'_>, words: &GoodsReturned) -> Result<Vec<Event>, Refusal> {
    let id = words.sale;
    let sale = case.sale(id)?;
    if sale.goods_returned {
        return Err(Refusal::GoodsBackAlready { sale: id });
    }
    let of_sale = case.cooperative.chargebacks.values().filter(|known| known.received.sale == id);
    let Some(on) = of_sale.filter(|known| known.reversed.is_none()).map(|known| known.on).max() else {
        return Err(Refusal::NotChargedBack { sale: id });
    };
    let left = sale.total.minus(sale.charged_back)?;
    if left.is_positive() {
        return Err(Refusal::PartNotChargedBack { sale: id, left });
    }
    case.begun("chargeback of the sale", id, on)?;
    Ok(vec![words.clone().into()])
}

/// Each slice has again what it gave back, and each maker her part.
fn again(case: &Case<'_>, sale: &Sale, part: &PriceGivenBack) -> Result<PriceGivenBack, Refusal> {
    let payable = is_payable(case, sale);
    let mut paid_off: Vec<(MemberId, Money)> = Vec::new();
    let mut makers = Vec::with_capacity(part.makers.len());
    for maker in &part.makers {
        let before = paid_off.iter().filter(|(member, _)| *member == maker.member).map(|(_, debt)| *debt);
        let before = Money::sum(maker.amount.currency(), before)?;
        let made = hers_again(case, maker, payable, before)?;
        paid_off.extend(made.debt.map(|debt| (maker.member, debt)));
        makers.push(made);
    }
    Ok(PriceGivenBack { makers, ..part.clone() })
}

/// A maker has her part again: she owes as much less as she still owes, and what she has paid back of it meanwhile is
/// available to her.
fn hers_again(case: &Case<'_>, maker: &Reversal, payable: bool, paid_off: Money) -> Result<Reversal, Refusal> {
    let nothing = maker.amount.currency().zero();
    let owed = case.cooperative.balances.of(Account::MemberDebt(maker.member), nothing.currency()).minus(paid_off)?;
    let took = maker.debt.unwrap_or(nothing);
    let debt = if owed.is_positive() { took.lesser(owed)? } else { nothing };
    let pending = maker.pending.unwrap_or(nothing);
    let available = maker.available.unwrap_or(nothing).plus(took.minus(debt)?)?;
    let (pending, available) = if payable { (nothing, available.plus(pending)?) } else { (pending, available) };
    let some = |part: Money| part.is_positive().then_some(part);
    Ok(Reversal { pending: some(pending), available: some(available), debt: some(debt), ..maker.clone() })
}

/// Whether what is left of a sale's shares is payable by its terms, so that what comes back is.
pub(super) fn is_payable(case: &Case<'_>, sale: &Sale) -> bool {
    let paid = !sale.outstanding.is_positive();
    match case.earned(sale) {
        Some(Earned::WhenPaid | Earned::AsPaid | Earned::Advanced(_)) => paid,
        Some(Earned::OnAcceptance) => sale.accepted,
        Some(Earned::OnInvoice) | None => true,
    }
}

#[cfg(test)]
mod tests;
