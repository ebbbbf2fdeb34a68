//! What a sale draws from its order and its delivery: pieces that were accepted and not yet invoiced, and the work of
//! those who made them, each piece paid once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::agreement::facts::{GradedPieces, Maker, Measures};
use crate::book::state::delivery::{Delivery, Measure, measures, pieces_in};
use crate::book::state::order::Order;
use crate::book::state::shop::Consignment;
use crate::command::words::trade::RecordSale;
use crate::decide::Case;
use crate::decide::delivery::{delivered_line, ordered};
use crate::decide::order::sum_of;
use crate::decide::refusal::Refusal;
use crate::decide::sale::facts::Made;
use crate::decide::shop::in_shop;
use crate::event::order::DueAfter;
use crate::event::trade::Line;
use crate::id::{Code, ConsignmentId, DeliveryId, MemberId, OrderId};
use crate::money::{NotMoney, Quantity, apportion};

/// What the lines of a sale draw from.
pub(super) struct Drawn<'a> {
    order: Option<(OrderId, &'a Order)>,
    delivery: Option<(DeliveryId, Cow<'a, Delivery>)>,
    pieces: Decimal,
}

/// The consignment a sale names: of the shop that buys, in its currency, and for no order.
fn consigned<'a>(case: &Case<'a>, words: &RecordSale) -> Result<Option<(ConsignmentId, &'a Consignment)>, Refusal> {
    let Some(id) = words.consignment else { return Ok(None) };
    let known = case.consignment(id)?;
    if words.order.is_some() {
        return Err(Refusal::ConsignmentForOrder { consignment: id });
    }
    if known.shop != words.buyer {
        return Err(Refusal::OtherBuyer { named: words.buyer, buyer: known.shop });
    }
    if words.total.currency() != known.currency {
        return Err(Refusal::WrongCurrency { amount: words.total, currency: known.currency });
    }
    Ok(Some((id, known)))
}

impl<'a> Drawn<'a> {
    /// Finds what the lines draw from, which must have it, at the price that was agreed.
    pub(super) fn of(
        case: &Case<'a>,
        words: &RecordSale,
        order: Option<(OrderId, &'a Order)>,
    ) -> Result<Drawn<'a>, Refusal> {
        let delivery = words.delivery.map(|id| case.delivery(id).map(|delivery| (id, delivery))).transpose()?;
        if let Some((id, known)) = delivery.as_ref().filter(|(_, known)| words.order != Some(known.order)) {
            return Err(Refusal::DeliveryOfOther { delivery: *id, order: known.order });
        }
        if let (Some((order, known)), None) = (order, &delivery) {
            needs_no_delivery(words, order, known)?;
        }
        let consignment = consigned(case, words)?;
        let by_lines =
            consignment.is_some() || delivery.is_some() || order.is_some_and(|(_, order)| !order.lines.is_empty());
        let mut drawn: BTreeMap<Code, Decimal> = BTreeMap::new();
        for line in &words.lines {
            let (kind, quantity) = (line.kind.is_goods(), line.quantity.decimal());
            match (line.line, order) {
                (Some(code), Some((id, order))) if kind => {
                    at_the_price_of(line, id, order, code)?;
                    *drawn.entry(code).or_default() += quantity;
                }
                (Some(code), None) if kind && consignment.is_some() => {
                    *drawn.entry(code).or_default() += quantity;
                }
                (Some(code), _) => return Err(Refusal::LineOfNothing { line: code }),
                (None, _) if kind && by_lines => {
                    return Err(Refusal::LineMissing { product: line.product.clone() });
                }
                (None, _) => {}
            }
        }
        if let Some((id, known)) = consignment {
            out_of_the_shop(words, id, known, &drawn)?;
        }
        for (&line, &asked) in &drawn {
            let Some((id, order)) = order else { continue };
            let ordered = ordered(id, order, line)?;
            let left = ordered.line.quantity.decimal() - ordered.invoiced;
            if asked > left {
                return Err(Refusal::LineExceeded { order: id, line, left, asked });
            }
            let Some((id, delivery)) = &delivery else { continue };
            let pieces = delivered_line(*id, delivery, line)?;
            let left = pieces.accepted - pieces.invoiced;
            if asked > left {
                return Err(Refusal::NotAccepted { delivery: *id, line, left, asked });
            }
        }
        Ok(Drawn { order, delivery, pieces: drawn.values().copied().sum() })
    }

    /// When its invoice falls due by what was agreed on the order, as far as the day is known.
    pub(super) fn falls_due_on(&self, case: &Case<'_>, words: &RecordSale) -> Option<jiff::civil::Date> {
        let (_, order) = self.order?;
        let due = order.due.filter(|_| words.due_on.is_none())?;
        let from = match due.after {
            DueAfter::Order => Some(order.placed_on),
            DueAfter::Contract => words.contracted_on,
            DueAfter::Invoice => Some(case.day),
            DueAfter::Delivery => words.delivered_on.or(self.delivered_on()),
            DueAfter::Documents | DueAfter::Resale | DueAfter::Proceeds => None,
        };
        from?.checked_add(jiff::Span::new().days(due.days)).ok()
    }

    /// When the goods were delivered.
    pub(super) fn delivered_on(&self) -> Option<jiff::civil::Date> {
        self.delivery.as_ref().map(|(_, delivery)| delivery.on)
    }

    /// Refuses makers with more pieces than are invoiced: no piece is paid before it is accepted, and none twice.
    pub(super) fn pays_no_more(&self, makers: &[Maker]) -> Result<(), Refusal> {
        let Some((delivery, _)) = &self.delivery else { return Ok(()) };
        let counted = makers.iter().filter_map(|maker| pieces_in(&measures(maker).collect()));
        let asked: Decimal = counted.sum();
        if asked > self.pieces {
            return Err(Refusal::MoreThanAccepted { delivery: *delivery, pieces: self.pieces, asked });
        }
        Ok(())
    }

    /// The entries of the tally sheet of its delivery that it pays in full, and what it pays of each maker's work; none
    /// if it draws from no delivery.
    ///
    /// Where fewer pieces are invoiced than were made, because others are rejected or not yet inspected, each maker is
    /// paid for her part of them, in whole pieces by the largest remainder; the rest is paid when it is accepted.
    pub(super) fn made_by(&self, case: &Case<'_>) -> Result<Option<Made>, Refusal> {
        let Some((id, delivery)) = &self.delivery else { return Ok(None) };
        let left: Vec<(MemberId, BTreeMap<Measure, Decimal>)> =
            delivery.tally.iter().map(|(member, tally)| (*member, tally.left())).collect();
        let pieces: Vec<Decimal> = left.iter().map(|(_, left)| pieces_in(left).unwrap_or_default()).collect();
        let made: Decimal = pieces.iter().copied().sum();
        let too_large = || NotMoney::TooLarge(self.pieces.to_string());
        let paid = if made > self.pieces {
            apportion(self.pieces, &pieces, case.cooperative.turn).ok_or_else(too_large)?
        } else {
            pieces.clone()
        };
        let uninvoiced = delivery.pieces() - delivery.invoiced();
        let mut makers = Vec::new();
        let mut whole = Vec::new();
        for (((member, left), pieces), paid) in left.into_iter().zip(pieces).zip(paid) {
            // Whoever counts no pieces is paid as much of her hours as is invoiced of the delivery.
            let (part, of) = if pieces.is_zero() { (self.pieces, uninvoiced) } else { (paid, pieces) };
            let maker = part_of(member, &left, part, of)?;
            if part >= of {
                whole.push(member);
            }
            makers.extend(maker);
        }
        let unpaid = case.cooperative.unpaid_work.get(&delivery.order);
        let theirs = unpaid.iter().flat_map(|unpaid| unpaid.iter()).filter(|work| {
            let entry = case.cooperative.work.get(work);
            entry.is_some_and(|entry| entry.delivery == Some(*id) && whole.contains(&entry.maker.member))
        });
        Ok(Some((theirs.copied().collect(), makers)))
    }
}

/// Goods of an order that is delivered are invoiced of a delivery, so that nobody is invoiced what was rejected.
fn needs_no_delivery(words: &RecordSale, id: OrderId, order: &Order) -> Result<(), Refusal> {
    let goods = words.lines.iter().any(|line| line.kind.is_goods());
    // Without lines nothing is delivered, so that there is nothing to look for.
    if !goods || order.lines.is_empty() {
        return Ok(());
    }
    match order.deliveries.first() {
        Some(&delivery) => Err(Refusal::DeliveryMissing { order: id, delivery }),
        None => Ok(()),
    }
}

/// What a shop sells lies there, and brings what was asked for it, unless the caller says why not.
fn out_of_the_shop(
    words: &RecordSale,
    id: ConsignmentId,
    known: &Consignment,
    drawn: &BTreeMap<Code, Decimal>,
) -> Result<(), Refusal> {
    for (&line, &asked) in drawn {
        in_shop(id, known, line, asked)?;
    }
    let goods = || words.lines.iter().filter(|line| line.kind.is_goods());
    let asked = |line: &Line| line.line.and_then(|code| known.lines.get(&code)).map(|line| line.unit_price);
    let agreed = sum_of(goods().filter_map(|line| Some((line.quantity, asked(line)?))), words.total)?;
    let said = sum_of(goods().map(|line| (line.quantity, line.unit_price)), words.total)?;
    let said = said.minus(words.discount.unwrap_or(said.currency().zero()))?;
    let below = goods().any(|line| asked(line).is_some_and(|agreed| line.unit_price < agreed));
    if words.below_agreed.is_none() && (below || agreed.exceeds(said)?) {
        return Err(Refusal::BelowAgreed { consignment: id, agreed, said });
    }
    Ok(())
}

/// A line that names one of the order's says its price.
fn at_the_price_of(line: &Line, id: OrderId, order: &Order, code: Code) -> Result<(), Refusal> {
    let agreed = ordered(id, order, code)?.line.unit_price;
    if line.unit_price != agreed {
        return Err(Refusal::PriceDiffers { line: code, agreed, said: line.unit_price });
    }
    Ok(())
}

/// The part of what a member did that goes with so many of her pieces; nothing where that is nothing.
fn part_of(
    member: MemberId,
    left: &BTreeMap<Measure, Decimal>,
    part: Decimal,
    of: Decimal,
) -> Result<Option<Maker>, Refusal> {
    let mut did = Measures::default();
    let mut graded = Vec::new();
    for (measure, whole) in left {
        let amount = if part >= of { *whole } else { (*whole * part / of).round_dp(6) };
        if amount.is_zero() {
            continue;
        }
        let quantity = Quantity::new(amount).map_err(|_| NotMoney::TooLarge(amount.to_string()))?;
        match measure {
            Measure::Pieces => did.pieces = Some(quantity),
            Measure::Kilograms => did.kilograms = Some(quantity),
            Measure::SquareMetres => did.square_metres = Some(quantity),
            Measure::Hours => did.hours = Some(quantity),
            Measure::Grade(grade) => graded.push(GradedPieces { grade: *grade, pieces: quantity }),
        }
    }
    let nothing = did == Measures::default() && graded.is_empty();
    Ok((!nothing).then_some(Maker { member, did, graded }))
}
