//! Rules of work to come: orders, the buyer's advance, materials handed over, the tally sheet.

use rust_decimal::Decimal;

use crate::account::Account;
use crate::book::state::Class;
use crate::command::words::trade::AdvanceMaterials;
use crate::command::words::treasury::ReceiveAdvance;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::trade::{MaterialsAdvanced, OrderPlaced, WorkRecorded};
use crate::event::treasury::AdvanceReceived;
use crate::event::{Event, Share};
use crate::money::{LARGEST, NotMoney, Quantity, split};

/// A buyer's order is placed once.
pub(super) fn place(case: &Case<'_>, words: &OrderPlaced) -> Result<Vec<Event>, Refusal> {
    case.buyer(words.buyer)?;
    if case.cooperative.orders.contains_key(&words.order) {
        return Err(Refusal::AlreadyExists { what: "order", id: words.order.0 });
    }
    Ok(vec![words.clone().into()])
}

/// An advance is at most what the order has not invoiced and not advanced yet.
pub(super) fn receive_advance(case: &Case<'_>, words: &ReceiveAdvance) -> Result<Vec<Event>, Refusal> {
    let ReceiveAdvance { payment, order: id, amount, rate, till, value_date, reference } = words.clone();
    case.till(till)?;
    let order = case.order(id)?;
    if case.cooperative.payments.contains_key(&payment) {
        return Err(Refusal::AlreadyExists { what: "payment", id: payment.0 });
    }
    let open = order.total.minus(order.invoiced)?.minus(order.open)?;
    if amount.exceeds(open)? {
        return Err(Refusal::AdvanceTooLarge { order: id, open, asked: amount });
    }
    let booked = case.booked(amount, rate)?;
    let buyer = order.buyer;
    let event = AdvanceReceived { payment, order: id, amount, rate, till, value_date, reference, buyer, booked };
    Ok(vec![event.into()])
}

/// Materials leave the store for members, each owing her part by weight.
pub(super) fn advance_materials(case: &Case<'_>, words: &AdvanceMaterials) -> Result<Vec<Event>, Refusal> {
    let AdvanceMaterials { materials, item, value, order, members } = words.clone();
    case.unused(Class::Materials, materials.0)?;
    case.own_currency(value)?;
    if let Some(order) = order {
        let together = case.order(order)?.materials.plus(value)?;
        if together.minor() > LARGEST {
            return Err(NotMoney::TooLarge(together.to_string()).into());
        }
    }
    if members.is_empty() {
        return Err(Refusal::Empty { what: "`members`" });
    }
    let mut seen = std::collections::BTreeSet::new();
    for weight in &members {
        case.member(weight.member)?;
        if !seen.insert(weight.member) {
            return Err(Refusal::MemberTwice { member: weight.member });
        }
    }
    let held = case.cooperative.balances.of(Account::Stock, value.currency());
    if value.exceeds(held)? {
        return Err(Refusal::NotEnoughStock { held, asked: value });
    }
    let weights: Vec<Decimal> = members.iter().map(|weight| weight.weight.decimal()).collect();
    let parts = split(value, &weights, case.cooperative.turn)?;
    let shares = members.iter().zip(parts).map(|(weight, amount)| Share { member: weight.member, amount }).collect();
    Ok(vec![MaterialsAdvanced { materials, item, value, order, members, shares }.into()])
}

/// A member's work says how much she did, of something.
pub(super) fn record_work(case: &Case<'_>, words: &WorkRecorded) -> Result<Vec<Event>, Refusal> {
    case.works(words.member)?;
    if case.cooperative.work.contains_key(&words.work) {
        return Err(Refusal::AlreadyExists { what: "work", id: words.work.0 });
    }
    if let Some(order) = words.order {
        case.order(order)?;
    }
    let did = &words.did;
    let measures = [did.pieces, did.kilograms, did.square_metres, did.hours].into_iter().flatten();
    let graded = words.graded.iter().map(|graded| graded.pieces);
    let some = |quantity: Quantity| quantity.decimal() > Decimal::ZERO;
    if !measures.chain(graded).any(some) {
        return Err(Refusal::NothingDone { work: words.work });
    }
    Ok(vec![words.clone().into()])
}
