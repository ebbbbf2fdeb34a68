//! Recording a sale: its terms are found, its price divided to the last centime, deductions made, in one batch.

mod in_force;
mod facts;
mod goods;
mod drawn;
mod divided;

use std::borrow::Cow;

use jiff::civil::Date;

use crate::account::Account;
use crate::agreement::document::{Booking, Earned};
use crate::agreement::facts::Maker;
use crate::agreement::split;
use crate::book::state::order::Order;
use crate::command::words::trade::RecordSale;
use crate::decide::order::sum_of;
use crate::decide::refusal::Refusal;
use crate::decide::release::{Pending, release};
use crate::decide::sale::divided::{deductions, divided};
use crate::decide::sale::drawn::Drawn;
use crate::decide::sale::facts::{facts, made_by};
use crate::decide::sale::goods::Goods;
use crate::decide::sale::in_force::terms;
use crate::decide::shop::freight_of;
use crate::decide::{Case, proportion, retention};
use crate::event::Event;
use crate::event::membership::PartyRole;
use crate::event::order::Offset;
use crate::event::trade::{AdvanceOffset, GoodsAccepted, Released, ResiduesCarried, SaleRecorded, Terms};
use crate::id::{OrderId, WorkId};
use crate::money::Money;

/// How many makers a sale has at the most, so that each record about all of them is short enough for the log: the
/// longest is that of a credit note, with a member's five amounts.
const MOST_MAKERS: usize = 250;

/// How many of those can be services, whose records are a little longer.
const MOST_SERVICES: usize = 50;

/// Room for the events of most sales: with it, none is moved for the one behind it.
const USUAL_EVENTS: usize = 8;

/// Records a sale, divides it, offsets the advance and makes the deductions.
pub(super) fn record(case: &Case<'_>, words: &RecordSale) -> Result<Vec<Event>, Refusal> {
    case.buyer(words.buyer)?;
    if let Some(exporter) = words.exporter {
        case.party(exporter, PartyRole::Exporter, PartyRole::Exporter.word())?;
    }
    if case.cooperative.sales.contains_key(&words.sale) {
        return Err(Refusal::AlreadyExists { what: "sale", id: words.sale.0 });
    }
    if let Some(signed_on) = words.contracted_on {
        case.begun("contract of the sale", words.sale, signed_on)?;
    }
    check_total(words)?;
    let fulfils = words.order.map(|id| fitting_order(case, words, id)).transpose()?;
    let order = fulfils.as_ref().map(|(id, order)| (*id, order.as_ref()));
    let drawn = Drawn::of(case, words, order)?;
    let offset = order.map(|(id, order)| offset(words, id, order)).transpose()?.flatten();
    if let Some(AdvanceOffset { buyer, booked, .. }) = offset {
        // Nothing is set off that had not come in.
        let advance = Account::BuyerAdvance(buyer);
        case.there_by_then(advance, case.cooperative.balances.owed(advance, case.cooperative.currency), booked)?;
    }
    let gross = gross(case, words, offset.as_ref())?;
    let version = terms(case, words, order.map(|(_, order)| order), drawn.delivered_on())?;
    let goods = Goods::of(case, words)?;
    let (work, made_by) = made_by(case, words, &goods, &drawn)?;
    let named = words.makers.is_some();
    let materials = match order {
        Some((_, order)) => proportion(order.materials, words.total, order.total.minus(order.invoiced)?)?,
        None => case.cooperative.currency.zero(),
    };
    let makers = words.makers.clone().unwrap_or(made_by);
    let together = makers.len() + words.served.len();
    if together > MOST_MAKERS {
        return Err(Refusal::TooManyMakers { sale: words.sale, makers: together, most: MOST_MAKERS });
    }
    if words.served.len() > MOST_SERVICES {
        let services = words.served.len();
        return Err(Refusal::TooManyServices { sale: words.sale, services, most: MOST_SERVICES });
    }
    for served in &words.served {
        case.works(served.member)?;
    }
    goods.name_everyone(&makers)?;
    drawn.pays_no_more(&makers)?;
    let freight = freight_of(case, words, &version.terms)?;
    let facts = facts(case, words, gross, materials, freight, makers)?;
    let split =
        version.terms.split(&facts).map_err(|why| Refusal::CannotDivide { sale: words.sale, why: Box::new(why) })?;
    let agreed_on = words.contracted_on.or(order.map(|(_, order)| order.placed_on)).unwrap_or(case.day);
    let parts = split.makers();
    goods.reach_their_price(case, words, agreed_on, &facts.makers, &parts)?;
    let terms = Terms { agreement: version.terms.agreement, version: version.terms.version };
    let tax = split.of_kind(split::SliceKind::Tax);
    let booking = version.terms.booking;
    let falls_due_on = drawn.falls_due_on(case, words);
    let turn = facts.turn;
    // Those the caller named are said as she named them, and only others are told by what they did.
    let (makers, made_by) = if named { (Some(facts.makers), Vec::new()) } else { (None, facts.makers) };
    let outcome = Outcome { terms, gross, tax, materials, turn, work, makers, made_by, booking, falls_due_on, freight };
    let mut events = Vec::with_capacity(USUAL_EVENTS);
    events.push(recorded(words, outcome).into());
    let paid = offset.as_ref().map(|offset| offset.amount);
    let agreed = order.and_then(|(_, order)| order.retention);
    let held = retention::held(words, agreed, gross, offset.as_ref())?;
    events.extend(offset.map(Event::from));
    events.extend(held.map(Event::from));
    divided(words, booking, &split, &parts, &mut events);
    let earners = split.earners();
    if !split.residues.is_empty() {
        events.push(ResiduesCarried { sale: words.sale, residues: split.residues }.into());
    }
    let mut pending = Vec::with_capacity(earners.len());
    for maker in earners {
        let kept = deductions(case, words, &version.terms, maker.member, maker.amount, &mut events)?;
        pending.push(Pending { member: maker.member, left: kept });
    }
    let (because, part) = match version.terms.earned {
        Earned::OnInvoice => (Released::Invoiced, Some(words.total)),
        Earned::WhenPaid => (Released::Paid, paid.filter(|paid| *paid == words.total)),
        Earned::AsPaid => (Released::Paid, paid),
        Earned::Advanced(_) if paid == Some(words.total) => (Released::Paid, paid),
        Earned::Advanced(part) => (Released::Advanced, Some(words.total.times(part.decimal())?)),
        Earned::OnAcceptance => (Released::Accepted, None),
    };
    if let Some(part) = part {
        events.extend(release(words.sale, because, &pending, part, words.total, turn)?);
    }
    Ok(events)
}

/// The buyer has accepted the goods; under some agreements the makers' shares are available from now on.
pub(super) fn accept(case: &Case<'_>, words: &GoodsAccepted) -> Result<Vec<Event>, Refusal> {
    let sale = case.sale(words.sale)?;
    if sale.accepted {
        return Err(Refusal::AcceptedGoods { sale: words.sale });
    }
    let mut events = vec![words.clone().into()];
    if case.earned(&sale) == Some(Earned::OnAcceptance) {
        let pending = case.pending(words.sale, &sale);
        let whole = sale.total;
        events.extend(release(words.sale, Released::Accepted, &pending, whole, whole, sale.turn)?);
    }
    Ok(events)
}

/// The total is the sum of the lines less the discount, rounded once.
fn check_total(words: &RecordSale) -> Result<(), Refusal> {
    if words.lines.is_empty() {
        return Err(Refusal::Empty { what: "`lines`" });
    }
    let sum = sum_of(words.lines.iter().map(|line| (line.quantity, line.unit_price)), words.total)?;
    let computed = sum.minus(words.discount.unwrap_or(words.total.currency().zero()))?;
    if computed == words.total { Ok(()) } else { Err(Refusal::TotalDiffers { said: words.total, computed }) }
}

/// The order a sale fulfils: of the same buyer, with enough left to invoice.
fn fitting_order<'a>(case: &Case<'a>, words: &RecordSale, id: OrderId) -> Result<(OrderId, Cow<'a, Order>), Refusal> {
    let order = case.live_order(id)?;
    if order.buyer != words.buyer {
        return Err(Refusal::OtherBuyer { named: words.buyer, buyer: order.buyer });
    }
    let left = order.total.minus(order.invoiced)?;
    if words.total.exceeds(left)? {
        return Err(Refusal::OrderExceeded { order: id, left, asked: words.total });
    }
    Ok((id, order))
}

/// The part of the order's advance that this sale takes, at its historic rate.
fn offset(words: &RecordSale, id: OrderId, order: &Order) -> Result<Option<AdvanceOffset>, Refusal> {
    let invoiced = order.invoiced.plus(words.total)?;
    let amount = match order.offset {
        Offset::FirstInFirstOut => order.open,
        Offset::ProRata => {
            let reached = proportion(order.advanced, invoiced, order.total)?;
            let before = order.advanced.minus(order.open)?;
            reached.minus(before)?.lesser(order.open)?
        }
    };
    let amount = amount.lesser(words.total)?;
    if !amount.is_positive() {
        return Ok(None);
    }
    let booked = proportion(order.open_booked, amount, order.open)?;
    Ok(Some(AdvanceOffset { sale: words.sale, order: id, buyer: order.buyer, amount, booked }))
}

/// What the sale brings in the cooperative's currency: the advance as it came in, the rest at the sale's rate.
fn gross(case: &Case<'_>, words: &RecordSale, offset: Option<&AdvanceOffset>) -> Result<Money, Refusal> {
    let Some(offset) = offset else { return case.booked(words.total, words.rate) };
    let rest = words.total.minus(offset.amount)?;
    Ok(offset.booked.plus(case.booked(rest, words.rate)?)?)
}

/// What was reckoned of a sale beside the caller's words.
struct Outcome {
    terms: Terms,
    gross: Money,
    tax: Money,
    materials: Money,
    turn: u64,
    work: Vec<WorkId>,
    makers: Option<Vec<Maker>>,
    made_by: Vec<Maker>,
    booking: Booking,
    falls_due_on: Option<Date>,
    freight: Option<Money>,
}

fn recorded(words: &RecordSale, outcome: Outcome) -> SaleRecorded {
    SaleRecorded {
        sale: words.sale,
        buyer: words.buyer,
        order: words.order,
        delivery: words.delivery,
        consignment: words.consignment,
        below_agreed: words.below_agreed.clone(),
        shipment: words.shipment,
        agreement: words.agreement,
        channel: words.channel,
        product_class: words.product_class,
        exporter: words.exporter,
        contracted_on: words.contracted_on,
        delivered_on: words.delivered_on,
        lines: words.lines.clone(),
        discount: words.discount,
        total: words.total,
        rate: words.rate,
        costs: words.costs.clone(),
        provider_fees: words.provider_fees,
        invoiced_tax: words.invoiced_tax,
        resale: words.resale,
        market: words.market,
        order_kind: words.order_kind,
        reference: words.reference.clone(),
        due_on: words.due_on,
        served: words.served.clone(),
        retention: words.retention,
        retained_until: words.retained_until,
        makers: outcome.makers,
        terms: outcome.terms,
        gross: outcome.gross,
        tax: outcome.tax,
        materials: outcome.materials,
        turn: outcome.turn,
        work: outcome.work,
        made_by: outcome.made_by,
        booking: outcome.booking,
        falls_due_on: outcome.falls_due_on,
        freight: outcome.freight,
    }
}

#[cfg(test)]
pub(in crate::decide) mod tests;
