//! What is known of a sale when its price is divided: who made it, how much was sold, what it cost.

use rust_decimal::Decimal;
use std::borrow::Cow;

use crate::agreement::facts::{Carried, CostIncurred, Facts, InvoicedTax, Maker, Measures};
use crate::book::state::trade::Work;
use crate::command::words::trade::RecordSale;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::decide::sale::drawn::Drawn;
use crate::decide::sale::goods::Goods;
use crate::decide::shop::FREIGHT;
use crate::id::{Code, OrderId, WorkId};
use crate::money::{Money, Quantity};

/// The entries of the tally sheet that a sale pays, and what each maker did.
pub(super) type Made = (Vec<WorkId>, Vec<Maker>);

pub(super) fn facts(
    case: &Case<'_>,
    words: &RecordSale,
    gross: Money,
    materials: Money,
    freight: Option<Money>,
    makers: Vec<Maker>,
) -> Result<Facts, Refusal> {
    let goods = words.lines.iter().filter(|line| line.kind.is_goods());
    let sold = Measures {
        pieces: sum(goods.map(|line| Some(line.quantity)))?,
        kilograms: sum(words.lines.iter().map(|line| line.kilograms))?,
        square_metres: sum(words.lines.iter().map(|line| line.square_metres))?,
        hours: sum(makers.iter().map(|maker| maker.did.hours))?,
    };
    for amount in words.costs.iter().map(|cost| cost.amount).chain(words.provider_fees).chain(words.resale) {
        case.own_currency(amount)?;
    }
    Ok(Facts {
        gross,
        tax: words.invoiced_tax.map(|tax| invoiced_tax(case, words, tax)).transpose()?,
        sold,
        costs: costs(words, freight),
        provider_fees: words.provider_fees,
        materials: Some(materials),
        resale: words.resale,
        market: words.market,
        order: words.order_kind,
        served: words.served.clone(),
        carried: carried(case, &makers),
        makers,
        turn: case.cooperative.turn,
    })
}

/// What the makers are still due of earlier sales below the minor unit.
fn carried(case: &Case<'_>, makers: &[Maker]) -> Vec<Carried> {
    let due =
        |maker: &Maker| Some(Carried { member: maker.member, amount: *case.cooperative.carried.get(&maker.member)? });
    makers.iter().filter_map(due).filter(|carried| !carried.amount.is_zero()).collect()
}

/// The costs the caller said, and the freight of the shipment if she did not.
fn costs(words: &RecordSale, freight: Option<Money>) -> Vec<CostIncurred> {
    let mut costs = words.costs.clone();
    if let Some(amount) = freight {
        let named = FREIGHT.parse::<Code>().ok().filter(|name| costs.iter().all(|cost| cost.cost != *name));
        costs.extend(named.map(|cost| CostIncurred { cost, amount }));
    }
    costs
}

/// The tax of an invoice in the cooperative's currency. What each line was rounded by grows with the rate.
fn invoiced_tax(case: &Case<'_>, words: &RecordSale, tax: InvoicedTax) -> Result<InvoicedTax, Refusal> {
    let amount = case.booked(tax.amount, words.rate)?;
    let Some(rate) = words.rate else { return Ok(InvoicedTax { amount, ..tax }) };
    let lines = Decimal::from(tax.lines).saturating_add(Decimal::ONE).saturating_mul(rate.decimal()).ceil();
    Ok(InvoicedTax { amount, lines: u32::try_from(lines).unwrap_or(u32::MAX) })
}

/// Who made it: those the caller named, else those who made its pieces, else those on the tally sheet of its order.
pub(super) fn made_by(
    case: &Case<'_>,
    words: &RecordSale,
    goods: &Goods<'_>,
    drawn: &Drawn<'_>,
) -> Result<Made, Refusal> {
    let listed = goods.makers()?;
    if let Some(makers) = &words.makers {
        let mut seen = std::collections::BTreeSet::new();
        for maker in makers {
            if !goods.are_by(maker.member) {
                case.works(maker.member)?;
            }
            if !seen.insert(maker.member) {
                return Err(Refusal::MemberTwice { member: maker.member });
            }
        }
        if makers.is_empty() {
            return Err(Refusal::NoMakers { sale: words.sale });
        }
        if listed.is_some_and(|listed| !the_same(makers, &listed)) {
            return Err(Refusal::MakersOfPieces { sale: words.sale });
        }
        if words.delivery.is_none() {
            pays_no_work_twice(case, words.order)?;
        }
        return Ok(Default::default());
    }
    if let Some(makers) = listed {
        return Ok((Vec::new(), makers));
    }
    let (work, makers) = drawn.made_by(case)?.map_or_else(|| on_the_tally_sheet(case, words.order), Ok)?;
    if makers.is_empty() { Err(Refusal::NoMakers { sale: words.sale }) } else { Ok((work, makers)) }
}

/// Whether these are the same members with the same measures, in whatever order.
fn the_same(named: &[Maker], listed: &[Maker]) -> bool {
    named.len() == listed.len() && named.iter().all(|maker| listed.contains(maker))
}

/// Refuses makers who are named while work for the order waits to be paid: the next sale would pay it again.
fn pays_no_work_twice(case: &Case<'_>, order: Option<OrderId>) -> Result<(), Refusal> {
    let Some(order) = order else { return Ok(()) };
    let (work, _) = on_the_tally_sheet(case, Some(order))?;
    match work.len() {
        0 => Ok(()),
        entries => Err(Refusal::WorkUnpaid { order, entries }),
    }
}

/// The entries for an order that no sale has paid and that are for none of its deliveries, and what they come to.
fn on_the_tally_sheet(case: &Case<'_>, order: Option<OrderId>) -> Result<Made, Refusal> {
    let unpaid = order.and_then(|order| case.cooperative.unpaid_work.get(&order));
    let unpaid = unpaid.iter().flat_map(|unpaid| unpaid.iter());
    let entries = unpaid.filter_map(|work| case.cooperative.work.get(work).map(|entry| (*work, entry)));
    let (work, entries): (Vec<WorkId>, Vec<Cow<'_, Work>>) =
        entries.filter(|(_, entry)| entry.delivery.is_none()).unzip();
    let makers = gather(entries.iter().map(|entry| &entry.maker))?;
    Ok((work, makers))
}

/// What each did, all her entries together, in the order in which they first appear.
pub(super) fn gather<'a>(entries: impl IntoIterator<Item = &'a Maker>) -> Result<Vec<Maker>, Refusal> {
    let mut makers: Vec<Maker> = Vec::new();
    for entry in entries {
        match makers.iter_mut().find(|maker| maker.member == entry.member) {
            Some(maker) => {
                maker.did = together(maker.did, entry.did)?;
                maker.graded.extend(entry.graded.iter().copied());
            }
            None => makers.push(entry.clone()),
        }
    }
    Ok(makers)
}

/// Two entries of one member together; what neither says stays unsaid.
fn together(one: Measures, other: Measures) -> Result<Measures, Refusal> {
    Ok(Measures {
        pieces: sum([one.pieces, other.pieces])?,
        kilograms: sum([one.kilograms, other.kilograms])?,
        square_metres: sum([one.square_metres, other.square_metres])?,
        hours: sum([one.hours, other.hours])?,
    })
}

fn sum(quantities: impl IntoIterator<Item = Option<Quantity>>) -> Result<Option<Quantity>, Refusal> {
    let mut said = quantities.into_iter().flatten().peekable();
    if said.peek().is_none() {
        return Ok(None);
    }
    let total: Decimal = said.map(Quantity::decimal).sum();
    let beyond = |_| crate::money::NotMoney::TooLarge(total.to_string());
    Ok(Some(Quantity::new(total).map_err(beyond)?))
}
