//! Rules of work to come: orders and what becomes of them, the buyer's advance, materials handed over, the tally sheet.

use rust_decimal::Decimal;

use crate::account::Account;
use crate::agreement::facts::Maker;
use crate::book::state::Class;
use crate::book::state::delivery::{measures, pieces_in};
use crate::book::state::order::Ordered;
use crate::command::words::refund::RefundAdvance;
use crate::command::words::trade::AdvanceMaterials;
use crate::command::words::treasury::ReceiveAdvance;
use crate::decide::refusal::Refusal;
use crate::decide::treasury::realised_by;
use crate::decide::{Case, proportion};
use crate::event::order::{OrderCancelled, OrderChanged, OrderConfirmed, OrderLine, OrderPlaced};
use crate::event::refund::AdvanceRefunded;
use crate::event::trade::{MaterialsAdvanced, MaterialsReturned, WorkRecorded};
use crate::event::treasury::AdvanceReceived;
use crate::event::{Event, Share};
use crate::id::{DeliveryId, OrderId};
use crate::money::{LARGEST, Money, NotMoney, Quantity, UnitPrice, split};

/// How many days after its anchor an invoice can be due at the most: two years.
const MOST_DAYS: u16 = 730;

/// A buyer's order is placed once, and its lines come to its total.
pub(super) fn place(case: &Case<'_>, words: &OrderPlaced) -> Result<Vec<Event>, Refusal> {
    case.buyer(words.buyer)?;
    if case.cooperative.orders.contains_key(&words.order) {
        return Err(Refusal::AlreadyExists { what: "order", id: words.order.0 });
    }
    if let Some(due) = words.due.filter(|due| due.days > MOST_DAYS) {
        return Err(Refusal::TooManyDays { days: due.days, most: MOST_DAYS });
    }
    if let Some(after) = words.due.and_then(|due| due.after.never_known()) {
        return Err(Refusal::DayNeverKnown { after });
    }
    check_lines(&words.lines, words.total)?;
    Ok(vec![words.clone().into()])
}

/// An order is confirmed once in each of its versions.
pub(super) fn confirm(case: &Case<'_>, words: &OrderConfirmed) -> Result<Vec<Event>, Refusal> {
    let order = case.live_order(words.order)?;
    if let Some(on) = order.confirmed_on {
        return Err(Refusal::ConfirmedAlready { order: words.order, version: order.version, on });
    }
    Ok(vec![words.clone().into()])
}

/// An order is changed as a whole, and never below what has already been built on it.
pub(super) fn change(case: &Case<'_>, words: &OrderChanged) -> Result<Vec<Event>, Refusal> {
    let order = case.live_order(words.order)?;
    let needed = order.invoiced.plus(order.open)?;
    if needed.exceeds(words.total)? {
        return Err(Refusal::OrderTooSmall { order: words.order, needed, asked: words.total });
    }
    check_lines(&words.lines, words.total)?;
    let begun = order.lines.values().filter(|known| known.bound() > Decimal::ZERO);
    for known in begun {
        let line = known.line.line;
        let now = words.lines.iter().find(|now| now.line == line);
        let pieces = now.map_or(Decimal::ZERO, |now| now.quantity.decimal());
        if pieces < known.bound() {
            return Err(Refusal::LineTooSmall { order: words.order, line, least: known.bound(), asked: pieces });
        }
        if now.is_some_and(|now| OrderLine { quantity: known.line.quantity, ..now.clone() } != known.line) {
            return Err(Refusal::LineBegun { order: words.order, line });
        }
    }
    Ok(vec![words.clone().into()])
}

/// An order is cancelled once nothing of it waits to be invoiced.
pub(super) fn cancel(case: &Case<'_>, words: &OrderCancelled) -> Result<Vec<Event>, Refusal> {
    let order = case.live_order(words.order)?;
    let waiting = |known: &&Ordered| known.delivered > known.invoiced;
    if let Some(known) = order.lines.values().find(waiting) {
        let pieces = known.delivered - known.invoiced;
        return Err(Refusal::GoodsWaiting { order: words.order, line: known.line.line, pieces });
    }
    Ok(vec![words.clone().into()])
}

/// The lines of an order have pieces, each its own name, and sum to the total.
fn check_lines(lines: &[OrderLine], total: Money) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut seen = std::collections::BTreeSet::new();
    for line in lines {
        if !seen.insert(line.line) {
            return Err(Refusal::LineTwice { line: line.line });
        }
        if line.quantity.decimal().is_zero() {
            return Err(Refusal::NoPieces { line: line.line });
        }
    }
    let computed = sum_of(lines.iter().map(|line| (line.quantity, line.unit_price)), total)?;
    if computed == total { Ok(()) } else { Err(Refusal::TotalDiffers { said: total, computed }) }
}

/// What lines come to in the currency of their total, rounded once.
pub(super) fn sum_of(lines: impl Iterator<Item = (Quantity, UnitPrice)>, total: Money) -> Result<Money, Refusal> {
    let too_large = || NotMoney::TooLarge(total.to_string());
    let mut sum = Decimal::ZERO;
    for (quantity, price) in lines {
        let line = quantity.decimal().checked_mul(price.decimal()).ok_or_else(too_large)?;
        sum = sum.checked_add(line).ok_or_else(too_large)?;
    }
    Ok(Money::rounded(sum, total.currency())?)
}

/// An advance is at most what the order has not invoiced and not advanced yet.
pub(super) fn receive_advance(case: &Case<'_>, words: &ReceiveAdvance) -> Result<Vec<Event>, Refusal> {
    let ReceiveAdvance { payment, order: id, amount, rate, till, value_date, reference } = words.clone();
    case.till(till)?;
    let order = case.live_order(id)?;
    case.valued(value_date, "order", id, order.placed_on)?;
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

/// What an order has not used of its advance goes back to the buyer. The money leaves at what it is carried at as an
/// advance, so that no rate of the day is asked for; what the till's own money is carried at may differ.
pub(super) fn refund_advance(case: &Case<'_>, words: &RefundAdvance) -> Result<Vec<Event>, Refusal> {
    let RefundAdvance { refund, order: id, amount, till, reference } = words.clone();
    case.unused(Class::Refund, refund.0)?;
    let order = case.order(id)?;
    if amount.exceeds(order.open)? {
        return Err(Refusal::NoAdvanceLeft { order: id, open: order.open, asked: amount });
    }
    case.holds(till, amount)?;
    let booked = proportion(order.open_booked, amount, order.open)?;
    let buyer = order.buyer;
    let realised = if amount.currency() == booked.currency() { None } else { realised_by(case, amount, booked)? };
    let event = AdvanceRefunded { refund, order: id, amount, till, reference, buyer, booked };
    Ok(std::iter::once(event.into()).chain(realised).collect())
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
    case.there_by_then(Account::Stock, held, value)?;
    let weights: Vec<Decimal> = members.iter().map(|weight| weight.weight.decimal()).collect();
    let parts = split(value, &weights, case.cooperative.turn)?;
    let shares = members.iter().zip(parts).map(|(weight, amount)| Share { member: weight.member, amount }).collect();
    Ok(vec![MaterialsAdvanced { materials, item, value, order, members, shares }.into()])
}

/// Materials come back that a member still owes for, of a hand-over that is known.
pub(super) fn return_materials(case: &Case<'_>, words: &MaterialsReturned) -> Result<Vec<Event>, Refusal> {
    let MaterialsReturned { movement, materials, member, value } = *words;
    case.unused(Class::Movement, movement.0)?;
    if !case.cooperative.members.contains_key(&member) {
        return Err(Refusal::UnknownMember { member });
    }
    case.own_currency(value)?;
    let (_, handed) = *case.cooperative.materials.get(&materials).ok_or(Refusal::UnknownMaterials { materials })?;
    let owed = case.cooperative.balances.of(Account::MemberAdvance(member), value.currency());
    let most = if owed.exceeds(handed)? { handed } else { owed };
    if value.exceeds(most)? {
        return Err(Refusal::MoreThanOwedForMaterials { member, owed: most, asked: value });
    }
    Ok(vec![words.clone().into()])
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
    let delivery = words.delivery.map(|id| case.announced(id).map(|known| (id, known.order))).transpose()?;
    match (delivery, words.order) {
        (Some((delivery, order)), Some(named)) if named != order => {
            return Err(Refusal::DeliveryOfOther { delivery, order });
        }
        (None, _) if words.rework => return Err(Refusal::ReworkOfNothing { work: words.work }),
        (Some(_) | None, _) => {}
    }
    if let Some(delivery) = words.delivery.filter(|_| !words.rework) {
        fits_its_delivery(case, delivery, words)?;
    } else if let Some(order) = words.order.filter(|_| !words.rework) {
        fits_its_order(case, order, words)?;
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

/// Of a delivery no more pieces are made than it has: others would be paid less for theirs.
fn fits_its_delivery(case: &Case<'_>, id: DeliveryId, words: &WorkRecorded) -> Result<(), Refusal> {
    let delivery = case.announced(id)?;
    let maker = Maker { member: words.member, did: words.did, graded: words.graded.clone() };
    let Some(asked) = pieces_in(&measures(&maker).collect()) else { return Ok(()) };
    let made: Decimal = delivery.tally.values().filter_map(|tally| pieces_in(&tally.done)).sum();
    let left = (delivery.pieces() - made).max(Decimal::ZERO);
    if asked > left { Err(Refusal::MoreThanDelivered { delivery: id, left, asked }) } else { Ok(()) }
}

/// Of an order that says its pieces no more are made than are left to invoice, for the same reason.
fn fits_its_order(case: &Case<'_>, id: OrderId, words: &WorkRecorded) -> Result<(), Refusal> {
    let order = case.order(id)?;
    let pieces = |maker: &Maker| pieces_in(&measures(maker).collect());
    let maker = Maker { member: words.member, did: words.did, graded: words.graded.clone() };
    let Some(asked) = pieces(&maker).filter(|_| !order.lines.is_empty()) else { return Ok(()) };
    let open: Decimal = order.lines.values().map(|known| known.line.quantity.decimal() - known.invoiced).sum();
    let unpaid = case.cooperative.unpaid_work.get(&id);
    let entries = unpaid.iter().flat_map(|unpaid| unpaid.iter()).filter_map(|work| case.cooperative.work.get(work));
    let made: Decimal = entries.filter(|entry| entry.delivery.is_none()).filter_map(|entry| pieces(&entry.maker)).sum();
    let left = (open - made).max(Decimal::ZERO);
    if asked > left { Err(Refusal::MoreThanOrdered { order: id, left, asked }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
