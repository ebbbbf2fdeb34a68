//! Rules of buyers' payments: what comes in, whose it is, which sales it pays, and what two rates make of it.

use crate::agreement::document::Bearer;
use crate::book::state::trade::Sale;
use crate::book::state::treasury::Payment;
use crate::command::words::treasury::{AllocatePayment, IdentifyPayment, ReceivePayment};
use crate::decide::refusal::Refusal;
use crate::decide::release::Pending;
use crate::decide::{Case, proportion};
use crate::event::treasury::{
    Allocation, ExchangeOpen, ExchangeSide, FxDifferenceRealised, PaymentAllocated, PaymentIdentified, PaymentReceived,
    Settlement,
};
use crate::event::{Event, Share};
use crate::id::{PartyId, PaymentId, SaleId};
use crate::money::{Money, split};
use std::borrow::Cow;

/// A payment comes in; if the buyer is known it may pay sales at once, if not it waits in suspense.
pub(super) fn receive(case: &Case<'_>, words: &ReceivePayment) -> Result<Vec<Event>, Refusal> {
    let ReceivePayment { payment, buyer, amount, rate, till, value_date, reference, pays } = words.clone();
    case.till(till)?;
    case.valued(value_date, "till", till, case.open_since(till)?)?;
    if case.cooperative.payments.contains_key(&payment) {
        return Err(Refusal::AlreadyExists { what: "payment", id: payment.0 });
    }
    let booked = case.booked(amount, rate)?;
    let allocated = match buyer {
        Some(buyer) => {
            case.buyer(buyer)?;
            let fresh = Payment {
                on: case.day,
                buyer: Some(buyer),
                left: amount,
                left_booked: booked,
                allocated: false,
                order: None,
            };
            if pays.is_empty() { Vec::new() } else { allocation(case, payment, &fresh, buyer, &pays)? }
        }
        None if pays.is_empty() => Vec::new(),
        None => return Err(Refusal::BuyerMissing { payment }),
    };
    let received = PaymentReceived { payment, buyer, amount, rate, till, value_date, reference, pays, booked };
    Ok(std::iter::once(received.into()).chain(allocated).collect())
}

/// An unidentified payment leaves suspense for its buyer's account.
pub(super) fn identify(case: &Case<'_>, words: &IdentifyPayment) -> Result<Vec<Event>, Refusal> {
    let IdentifyPayment { payment, buyer } = *words;
    case.buyer(buyer)?;
    let known = known(case, payment)?;
    if let Some(buyer) = known.buyer {
        return Err(Refusal::BuyerKnown { payment, buyer });
    }
    Ok(vec![PaymentIdentified { payment, buyer, booked: known.left_booked }.into()])
}

/// What is left of a payment pays sales of its buyer.
pub(super) fn allocate(case: &Case<'_>, words: &AllocatePayment) -> Result<Vec<Event>, Refusal> {
    let payment = known(case, words.payment)?;
    let buyer = payment.buyer.ok_or(Refusal::BuyerMissing { payment: words.payment })?;
    if words.pays.is_empty() {
        return Err(Refusal::Empty { what: "`pays`" });
    }
    allocation(case, words.payment, &payment, buyer, &words.pays)
}

fn known<'a>(case: &Case<'a>, payment: PaymentId) -> Result<Cow<'a, Payment>, Refusal> {
    let known = case.cooperative.payments.get(&payment).ok_or(Refusal::UnknownPayment { payment })?;
    match known.order {
        Some(order) => Err(Refusal::PaymentIsAdvance { payment, order }),
        None => case.begun("payment", payment, known.on).map(|()| known),
    }
}

/// The allocation, the differences of rates it makes real, and the shares it releases.
fn allocation(
    case: &Case<'_>,
    id: PaymentId,
    payment: &Payment,
    buyer: PartyId,
    pays: &[Allocation],
) -> Result<Vec<Event>, Refusal> {
    let mut left = payment.left;
    let mut left_booked = payment.left_booked;
    let mut settles: Vec<Settlement> = Vec::new();
    let mut after = Vec::new();
    for Allocation { sale: sale_id, amount } in pays {
        let sale = case.sale(*sale_id)?;
        if sale.buyer != buyer {
            return Err(Refusal::OtherBuyer { named: buyer, buyer: sale.buyer });
        }
        if settles.iter().any(|settled| settled.sale == *sale_id) {
            return Err(Refusal::SaleOverpaid { sale: *sale_id, left: left.currency().zero(), asked: *amount });
        }
        let due = sale.due();
        if amount.exceeds(due)? && !amount.exceeds(sale.outstanding)? {
            return Err(Refusal::RetainedStill { sale: *sale_id, due, retained: sale.retained });
        }
        if amount.exceeds(sale.outstanding)? {
            return Err(Refusal::SaleOverpaid { sale: *sale_id, left: sale.outstanding, asked: *amount });
        }
        if amount.exceeds(left)? {
            return Err(Refusal::PaymentExceeded { payment: id, left, asked: *amount });
        }
        let booked = proportion(left_booked, *amount, left)?;
        let carried = proportion(sale.due_carried(), *amount, due)?;
        left = left.minus(*amount)?;
        left_booked = left_booked.minus(booked)?;
        let mut pending = case.pending(*sale_id, &sale);
        after.extend(difference(case, &sale, *sale_id, booked.minus(carried)?, &mut pending)?);
        after.extend(case.released_by_payment(*sale_id, &sale, *amount, sale.outstanding, &pending)?);
        settles.push(Settlement { sale: *sale_id, amount: *amount, booked, carried });
    }
    let event = PaymentAllocated { payment: id, buyer, pays: pays.to_vec(), settles };
    Ok(std::iter::once(event.into()).chain(after).collect())
}

/// The difference between what a payment is worth and what the invoice was carried at, borne as the agreement says.
fn difference(
    case: &Case<'_>,
    sale: &Sale,
    id: SaleId,
    difference: Money,
    pending: &mut [Pending],
) -> Result<Option<Event>, Refusal> {
    let on = ExchangeOpen::Receivable(sale.buyer);
    let (side, amount) = match difference {
        none if none.is_zero() => return Ok(None),
        loss if loss.is_negative() => (ExchangeSide::Loss, loss.negated()),
        gain => (ExchangeSide::Gain, gain),
    };
    let open = Money::sum(amount.currency(), pending.iter().map(|one| one.left))?;
    let by_makers = case.terms_of(sale).is_some_and(|terms| terms.bears.fx == Bearer::Makers);
    // Makers bear it out of what is pending; where that does not suffice the cooperative does.
    if !by_makers || !open.is_positive() || (side == ExchangeSide::Loss && amount.exceeds(open)?) {
        let event = FxDifferenceRealised { sale: Some(id), amount, side, on, makers: Vec::new() };
        return Ok(Some(event.into()));
    }
    let weights: Vec<_> = pending.iter().map(|one| one.left.decimal()).collect();
    let mut makers = Vec::new();
    for (one, part) in pending.iter_mut().zip(split(amount, &weights, sale.turn)?) {
        one.left = match side {
            ExchangeSide::Loss => one.left.minus(part)?,
            ExchangeSide::Gain => one.left.plus(part)?,
        };
        if part.is_positive() {
            makers.push(Share { member: one.member, amount: part });
        }
    }
    Ok(Some(FxDifferenceRealised { sale: Some(id), amount, side, on, makers }.into()))
}

#[cfg(test)]
mod tests;
