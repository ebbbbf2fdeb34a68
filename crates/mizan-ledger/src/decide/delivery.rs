//! Rules of deliveries: never more than was ordered, every piece inspected once, what was rejected presented again.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::book::state::delivery::{Delivery, Pieces};
use crate::book::state::order::{Order, Ordered};
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::delivery::{DeliveryInspected, GoodsDelivered, GoodsReworked};
use crate::id::{Code, DeliveryId, OrderId};

/// Of each line no more is delivered than was ordered; pieces that were rejected can be replaced.
pub(super) fn deliver(case: &Case<'_>, words: &GoodsDelivered) -> Result<Vec<Event>, Refusal> {
    let order = case.live_order(words.order)?;
    if case.cooperative.deliveries.contains_key(&words.delivery) {
        return Err(Refusal::AlreadyExists { what: "delivery", id: words.delivery.0 });
    }
    named_once(words.lines.iter().map(|part| (part.line, part.quantity.decimal())))?;
    for part in &words.lines {
        room(words.order, &order, part.line, part.quantity.decimal())?;
    }
    Ok(vec![words.clone().into()])
}

/// A buyer accepts and rejects pieces that wait for it, perhaps in several inspections.
pub(super) fn inspect(case: &Case<'_>, words: &DeliveryInspected) -> Result<Vec<Event>, Refusal> {
    let delivery = case.delivery(words.delivery)?;
    named_once(words.lines.iter().map(|part| (part.line, part.accepted.decimal() + part.rejected.decimal())))?;
    for part in &words.lines {
        let asked = part.accepted.decimal() + part.rejected.decimal();
        let left = delivered_line(words.delivery, &delivery, part.line)?.waiting;
        if asked > left {
            return Err(Refusal::NotWaiting { delivery: words.delivery, line: part.line, left, asked });
        }
    }
    Ok(vec![words.clone().into()])
}

/// Pieces that were rejected and mended wait again, unless others have taken their place.
pub(super) fn rework(case: &Case<'_>, words: &GoodsReworked) -> Result<Vec<Event>, Refusal> {
    let delivery = case.delivery(words.delivery)?;
    let order = case.live_order(delivery.order)?;
    named_once(words.lines.iter().map(|part| (part.line, part.quantity.decimal())))?;
    for part in &words.lines {
        let asked = part.quantity.decimal();
        let left = delivered_line(words.delivery, &delivery, part.line)?.rejected;
        if asked > left {
            return Err(Refusal::NotRejected { delivery: words.delivery, line: part.line, left, asked });
        }
        room(delivery.order, &order, part.line, asked)?;
    }
    Ok(vec![words.clone().into()])
}

/// Each line is named once, with pieces.
pub(super) fn named_once(lines: impl Iterator<Item = (Code, Decimal)>) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for (line, pieces) in lines {
        if !seen.insert(line) {
            return Err(Refusal::LineTwice { line });
        }
        if pieces.is_zero() {
            return Err(Refusal::NoPieces { line });
        }
    }
    if seen.is_empty() { Err(Refusal::Empty { what: "`lines`" }) } else { Ok(()) }
}

/// Refuses more pieces than a line of the order still lacks.
fn room(id: OrderId, order: &Order, line: Code, asked: Decimal) -> Result<(), Refusal> {
    let ordered = ordered(id, order, line)?;
    let left = ordered.line.quantity.decimal() - ordered.delivered;
    if asked > left { Err(Refusal::LineExceeded { order: id, line, left, asked }) } else { Ok(()) }
}

/// A line of an order.
pub(super) fn ordered(id: OrderId, order: &Order, line: Code) -> Result<&Ordered, Refusal> {
    order.lines.get(&line).ok_or(Refusal::UnknownLine { what: "order", id: id.0, line })
}

/// The pieces of one line of a delivery.
pub(super) fn delivered_line(id: DeliveryId, delivery: &Delivery, line: Code) -> Result<&Pieces, Refusal> {
    delivery.lines.get(&line).ok_or(Refusal::UnknownLine { what: "delivery", id: id.0, line })
}

impl<'a> Case<'a> {
    /// A delivery, on a day on which it was made.
    pub(super) fn delivery(&self, delivery: DeliveryId) -> Result<Cow<'a, Delivery>, Refusal> {
        let known = self.announced(delivery)?;
        self.begun("delivery", delivery, known.on)?;
        Ok(known)
    }

    /// A delivery whose day may be still to come: what it brings is made before.
    pub(super) fn announced(&self, delivery: DeliveryId) -> Result<Cow<'a, Delivery>, Refusal> {
        self.cooperative.deliveries.get(&delivery).ok_or(Refusal::UnknownDelivery { delivery })
    }
}

#[cfg(test)]
mod tests;
