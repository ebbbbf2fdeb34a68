//! What builds on a record about goods, if anything does: then it is not taken back by a mirror.

use rust_decimal::Decimal;

use crate::book::state::delivery::{Tally, measures};
use crate::book::state::shop::Consigned;
use crate::decide::Case;
use crate::decide::delivery::delivered_line;
use crate::decide::refusal::Refusal;
use crate::event::delivery::{DeliveryInspected, GoodsDelivered};
use crate::event::refund::AdvanceRefunded;
use crate::event::retention::RetentionReleased;
use crate::event::shop::{ConsignmentDelivered, FreightShared};
use crate::event::trade::WorkRecorded;

/// What builds on a record.
type By = Result<Option<&'static str>, Refusal>;

/// The order may have been made smaller since a part of its advance went back.
pub(super) fn on_advance_refund(case: &Case<'_>, e: &AdvanceRefunded) -> By {
    let order = case.order(e.order)?;
    let room = order.total.minus(order.invoiced)?.minus(order.open)?;
    Ok(e.amount.exceeds(room)?.then_some("its order has no room for the advance any more"))
}

/// What was made due can be kept back again until it is paid or credited.
pub(super) fn on_release(case: &Case<'_>, e: &RetentionReleased) -> By {
    Ok(e.amount.exceeds(case.sale(e.sale)?.due())?.then_some("it was paid or credited since"))
}

/// A delivery stands alone until it is inspected, or somebody's work is recorded for it.
pub(super) fn on_delivery(case: &Case<'_>, e: &GoodsDelivered) -> By {
    let delivery = case.delivery(e.delivery)?;
    let inspected = delivery.lines.values().any(|pieces| pieces.waiting != pieces.delivered());
    let tallied = delivery.tally.values().any(|tally| tally.done.values().any(|done| !done.is_zero()));
    Ok((inspected || tallied).then_some("it was inspected, or work is recorded for it"))
}

/// What an inspection said stands until pieces are invoiced, mended or replaced.
pub(super) fn on_inspection(case: &Case<'_>, e: &DeliveryInspected) -> By {
    let delivery = case.delivery(e.delivery)?;
    let order = case.order(delivery.order)?;
    for part in &e.lines {
        let (accepted, rejected) = (part.accepted.decimal(), part.rejected.decimal());
        let pieces = delivered_line(e.delivery, &delivery, part.line)?;
        let ordered = order.lines.get(&part.line);
        let room = ordered.map_or(Decimal::ZERO, |ordered| ordered.line.quantity.decimal() - ordered.delivered);
        if pieces.accepted - pieces.invoiced < accepted || pieces.rejected < rejected || room < rejected {
            return Ok(Some("pieces of it were invoiced, mended or replaced since"));
        }
    }
    Ok(None)
}

/// Goods left with a shop are not left there until some are sold or come back.
pub(super) fn on_consignment(case: &Case<'_>, e: &ConsignmentDelivered) -> By {
    let untouched = case.consignment(e.consignment)?.lines.values().all(Consigned::is_untouched);
    Ok((!untouched).then_some("a part of it was sold or has come back since"))
}

/// A freight is divided again until one of its sales is recorded with its part.
pub(super) fn on_freight(case: &Case<'_>, e: &FreightShared) -> Option<&'static str> {
    let used = e.parts.iter().any(|part| case.cooperative.sales.contains_key(&part.sale));
    used.then_some("a sale that travels in it is recorded since")
}

/// A sale may have paid an entry of the tally sheet; of one for a delivery, perhaps only a part.
pub(super) fn on_work(case: &Case<'_>, e: &WorkRecorded) -> By {
    const PAID: Option<&str> = Some("a sale has paid this work");
    let Some(work) = case.cooperative.work.get(&e.work).filter(|work| work.paid_by.is_none()) else { return Ok(PAID) };
    let delivery = work.delivery.filter(|_| !work.rework).and_then(|id| case.cooperative.deliveries.get(&id));
    let Some(tally) = delivery.as_ref().and_then(|delivery| delivery.tally.get(&e.member)) else { return Ok(None) };
    // Without the entry less would be done than was paid.
    let left = Tally::left(tally);
    let lacks = |(measure, did)| left.get(&measure).is_none_or(|left| *left < did);
    Ok(measures(&work.maker).any(lacks).then_some(PAID).flatten())
}
