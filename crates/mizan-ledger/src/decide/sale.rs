//! Recording a sale: its terms are found, its price divided to the last centime, deductions made, in one batch.

use rust_decimal::Decimal;

use crate::account::Account;
use crate::agreement::deduction::Owed;
use crate::agreement::document::{Agreement, DatedBy, Earned};
use crate::agreement::facts::{Facts, InvoicedTax, Maker, Measures};
use crate::agreement::split::{self, Split};
use crate::agreement::step::Recovers;
use crate::book::state::membership::Version;
use crate::book::state::trade::Order;
use crate::command::words::trade::RecordSale;
use crate::decide::refusal::Refusal;
use crate::decide::release::{Pending, release};
use crate::decide::{Case, proportion};
use crate::event::trade::{
    AdvanceOffset, CommissionCharged, DeductionApplied, GoodsAccepted, Minimum, Offset, ProceedsAllocated, Receiver,
    Recovered, Released, SaleRecorded, Slice, Terms,
};
use crate::event::{Event, Share};
use crate::id::{Code, FundId, LoanId, MemberId, OrderId, WorkId};
use crate::money::{Money, Quantity};

/// How many makers a sale has at the most, so that each record about all of them is short enough for the log: the
/// longest is that of a credit note, with a member's four amounts.
const MOST_MAKERS: usize = 250;

/// Records a sale, divides it, offsets the advance and makes the deductions.
pub(super) fn record(case: &Case<'_>, words: &RecordSale) -> Result<Vec<Event>, Refusal> {
    case.buyer(words.buyer)?;
    if case.cooperative.sales.contains_key(&words.sale) {
        return Err(Refusal::AlreadyExists { what: "sale", id: words.sale.0 });
    }
    check_total(words)?;
    let order = words.order.map(|id| fitting_order(case, words, id)).transpose()?;
    let offset = order.map(|(id, order)| offset(words, id, order)).transpose()?.flatten();
    let gross = gross(case, words, offset.as_ref())?;
    let version = terms(case, words, order.map(|(_, order)| order))?;
    let (work, made_by) = made_by(case, words)?;
    let materials = match order {
        Some((_, order)) => proportion(order.materials, words.total, order.total.minus(order.invoiced)?)?,
        None => case.cooperative.currency.zero(),
    };
    let makers = words.makers.clone().unwrap_or_else(|| made_by.clone());
    if makers.len() > MOST_MAKERS {
        return Err(Refusal::TooManyMakers { sale: words.sale, makers: makers.len(), most: MOST_MAKERS });
    }
    let facts = facts(case, words, gross, materials, makers)?;
    let split =
        version.terms.split(&facts).map_err(|why| Refusal::CannotDivide { sale: words.sale, why: Box::new(why) })?;
    let terms = Terms { agreement: version.terms.agreement, version: version.terms.version };
    let tax = split.of_kind(split::SliceKind::Tax);
    let mut events = vec![recorded(words, terms, gross, tax, materials, facts.turn, work, made_by).into()];
    let paid = offset.as_ref().map(|offset| offset.amount);
    events.extend(offset.map(Event::from));
    events.extend(divided(words, &split));
    let mut pending = Vec::new();
    for maker in split.makers() {
        let kept = deductions(case, words, &version.terms, maker.member, maker.amount, &mut events)?;
        pending.push(Pending { member: maker.member, left: kept });
    }
    let (because, part) = match version.terms.earned {
        Earned::OnInvoice => (Released::Invoiced, Some(words.total)),
        Earned::WhenPaid => (Released::Paid, paid.filter(|paid| *paid == words.total)),
        Earned::AsPaid => (Released::Paid, paid),
        Earned::OnAcceptance => (Released::Accepted, None),
    };
    if let Some(part) = part {
        events.extend(release(words.sale, because, &pending, part, words.total, facts.turn)?);
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
    if case.earned(sale) == Some(Earned::OnAcceptance) {
        let pending = case.pending(words.sale, sale);
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
    let currency = words.total.currency();
    let too_large = || crate::money::NotMoney::TooLarge(words.total.to_string());
    let mut sum = Decimal::ZERO;
    for line in &words.lines {
        let line = line.quantity.decimal().checked_mul(line.unit_price.decimal()).ok_or_else(too_large)?;
        sum = sum.checked_add(line).ok_or_else(too_large)?;
    }
    let computed = Money::rounded(sum, currency)?.minus(words.discount.unwrap_or(currency.zero()))?;
    if computed == words.total { Ok(()) } else { Err(Refusal::TotalDiffers { said: words.total, computed }) }
}

/// The order a sale fulfils: of the same buyer, with enough left to invoice.
fn fitting_order<'a>(case: &Case<'a>, words: &RecordSale, id: OrderId) -> Result<(OrderId, &'a Order), Refusal> {
    let order = case.order(id)?;
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

/// The one version in force that is for this sale; the most particular if several agreements are.
fn terms<'a>(case: &Case<'a>, words: &RecordSale, order: Option<&Order>) -> Result<&'a Version, Refusal> {
    let channel = words.channel.or(order.and_then(|order| order.channel));
    let class = words.product_class.or(order.and_then(|order| order.product_class));
    let mut found: Vec<&Version> = Vec::new();
    let mut undated: Option<(usize, Refusal)> = None;
    let particular =
        |terms: &Agreement| usize::from(terms.channel.is_some()) + usize::from(terms.product_class.is_some());
    for version in case.cooperative.agreements.values().flat_map(|versions| versions.values()) {
        let terms = &version.terms;
        if !terms.is_for(channel, class) || words.agreement.is_some_and(|named| named != terms.agreement) {
            continue;
        }
        let (date, which) = match terms.dated_by {
            DatedBy::Sale => (Some(case.day), "sale"),
            DatedBy::Order => (order.map(|order| order.placed_on), "order"),
            DatedBy::Contract => (words.contracted_on, "contract (`contracted_on`)"),
            DatedBy::Delivery => (words.delivered_on, "delivery (`delivered_on`)"),
        };
        match date {
            Some(date) if version.holds_on(date) => found.push(version),
            Some(_) => {}
            None if undated.as_ref().is_none_or(|(most, _)| *most < particular(terms)) => {
                let missing = Refusal::DateMissing { agreement: terms.agreement, which };
                undated = Some((particular(terms), missing));
            }
            None => {}
        }
    }
    let most = found.iter().map(|version| particular(&version.terms)).max();
    found.retain(|version| Some(particular(&version.terms)) == most);
    // Terms whose date was not given might be the ones: the caller says, nobody guesses.
    let undated = undated.filter(|(particular, _)| most.is_none_or(|most| most <= *particular));
    match (found.as_slice(), undated) {
        (_, Some((_, refusal))) => Err(refusal),
        ([one], None) => Ok(one),
        ([], None) => {
            let word = |what: &str, code: Option<Code>| code.map_or(format!("any {what}"), |c| format!("{what} `{c}`"));
            let named = words.agreement.map_or(String::new(), |named| format!(" under the name `{named}`"));
            let (channel, product_class) = (word("channel", channel), word("class of product", class));
            Err(Refusal::NoAgreementInForce { day: case.day, channel, product_class, agreement: named })
        }
        (several, None) => {
            let names: Vec<String> = several.iter().map(|version| format!("`{}`", version.terms.agreement)).collect();
            Err(Refusal::SeveralAgreements { day: case.day, agreements: names.join(", ") })
        }
    }
}

/// Who made it, from the tally sheet of its order, unless the caller named them.
fn made_by(case: &Case<'_>, words: &RecordSale) -> Result<(Vec<WorkId>, Vec<Maker>), Refusal> {
    if let Some(makers) = &words.makers {
        let mut seen = std::collections::BTreeSet::new();
        for maker in makers {
            case.member(maker.member)?;
            if !seen.insert(maker.member) {
                return Err(Refusal::MemberTwice { member: maker.member });
            }
        }
        return if makers.is_empty() { Err(Refusal::NoMakers { sale: words.sale }) } else { Ok(Default::default()) };
    }
    let unpaid = words.order.and_then(|order| case.cooperative.unpaid_work.get(&order));
    let work: Vec<WorkId> = unpaid.into_iter().flatten().copied().collect();
    let mut makers: Vec<Maker> = Vec::new();
    for entry in work.iter().filter_map(|work| case.cooperative.work.get(work)) {
        match makers.iter_mut().find(|maker| maker.member == entry.maker.member) {
            Some(maker) => {
                maker.did = together(maker.did, entry.maker.did)?;
                maker.graded.extend(entry.maker.graded.iter().copied());
            }
            None => makers.push(entry.maker.clone()),
        }
    }
    if makers.is_empty() { Err(Refusal::NoMakers { sale: words.sale }) } else { Ok((work, makers)) }
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

fn facts(
    case: &Case<'_>,
    words: &RecordSale,
    gross: Money,
    materials: Money,
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
        costs: words.costs.clone(),
        provider_fees: words.provider_fees,
        materials: Some(materials),
        resale: words.resale,
        market: words.market,
        order: words.order_kind,
        makers,
        turn: case.cooperative.turn,
    })
}

/// The tax of an invoice in the cooperative's currency. What each line was rounded by grows with the rate.
fn invoiced_tax(case: &Case<'_>, words: &RecordSale, tax: InvoicedTax) -> Result<InvoicedTax, Refusal> {
    let amount = case.booked(tax.amount, words.rate)?;
    let Some(rate) = words.rate else { return Ok(InvoicedTax { amount, ..tax }) };
    let lines = Decimal::from(tax.lines).saturating_add(Decimal::ONE).saturating_mul(rate.decimal()).ceil();
    Ok(InvoicedTax { amount, lines: u32::try_from(lines).unwrap_or(u32::MAX) })
}

#[expect(clippy::too_many_arguments, reason = "each is one outcome beside the caller's words")]
fn recorded(
    words: &RecordSale,
    terms: Terms,
    gross: Money,
    tax: Money,
    materials: Money,
    turn: u64,
    work: Vec<WorkId>,
    made_by: Vec<Maker>,
) -> SaleRecorded {
    let words = words.clone();
    SaleRecorded {
        sale: words.sale,
        buyer: words.buyer,
        order: words.order,
        agreement: words.agreement,
        channel: words.channel,
        product_class: words.product_class,
        contracted_on: words.contracted_on,
        delivered_on: words.delivered_on,
        lines: words.lines,
        discount: words.discount,
        total: words.total,
        rate: words.rate,
        costs: words.costs,
        provider_fees: words.provider_fees,
        invoiced_tax: words.invoiced_tax,
        resale: words.resale,
        market: words.market,
        order_kind: words.order_kind,
        reference: words.reference,
        due_on: words.due_on,
        makers: words.makers,
        terms,
        gross,
        tax,
        materials,
        turn,
        work,
        made_by,
    }
}

/// The slices of a split as events: commissions one by one, then all the rest.
fn divided(words: &RecordSale, split: &Split) -> Vec<Event> {
    let sale = words.sale;
    let mut events = Vec::new();
    let mut rest: Vec<Slice> = Vec::new();
    for slice in split.slices.iter().filter(|slice| slice.amount.is_positive()) {
        let to = match (slice.receiver, slice.kind) {
            (split::Receiver::TaxOffice | split::Receiver::Makers, _) => continue,
            (split::Receiver::Cooperative, split::SliceKind::Cost) => Receiver::Recovered,
            (split::Receiver::Cooperative, _) => Receiver::Cooperative,
            (split::Receiver::Party(party), _) => Receiver::Party(party),
            (split::Receiver::Fund(fund), _) => Receiver::Fund(FundId(fund)),
        };
        let step = slice.part.unwrap_or(slice.step);
        if matches!(slice.kind, split::SliceKind::Commission | split::SliceKind::Cooperative) {
            let (basis, rate, amount) = (slice.basis(), slice.rate(), slice.amount);
            events.push(CommissionCharged { sale, step, to, basis, rate, amount }.into());
        } else {
            rest.push(Slice { step, to, amount: slice.amount });
        }
    }
    let minimums = split.minimums.iter();
    let minimums: Vec<Minimum> =
        minimums.map(|m| Minimum { step: m.step, required: m.required, reached: m.reached }).collect();
    let makers = split.makers().into_iter().map(|m| Share { member: m.member, amount: m.amount }).collect();
    events.push(ProceedsAllocated { sale, slices: rest, makers, minimums }.into());
    events
}

/// Makes a maker's deductions and answers what is left of her share.
fn deductions(
    case: &Case<'_>,
    words: &RecordSale,
    terms: &Agreement,
    member: MemberId,
    share: Money,
    events: &mut Vec<Event>,
) -> Result<Money, Refusal> {
    let owed = owed(case, member);
    let consent = |purpose: Code| case.cooperative.consent(member, purpose, case.day);
    let taken = terms.deductions(share, &owed, |purpose| consent(purpose).is_some());
    let mut left = share;
    for part in taken.map_err(|why| Refusal::CannotDeduct { member, why: Box::new(why) })? {
        let Some(consent) = consent(part.consent) else { continue };
        let recovers = match (part.recovers, part.reference) {
            (Recovers::Materials, _) => Recovered::Materials,
            (Recovers::Debt, _) => Recovered::Debt,
            (Recovers::Fund(fund), _) => Recovered::Fund(FundId(fund)),
            (Recovers::Loan, Some(loan)) => Recovered::Loan(LoanId(loan)),
            (Recovers::Loan, None) => continue,
        };
        left = left.minus(part.amount)?;
        let (sale, clause, amount) = (words.sale, part.clause, part.amount);
        events.push(DeductionApplied { sale, member, clause, consent, recovers, amount }.into());
    }
    Ok(left)
}

/// What a member owes the cooperative: materials, loans in the order of their ids, debts.
fn owed(case: &Case<'_>, member: MemberId) -> Vec<Owed> {
    let balance = |account| case.cooperative.balances.of(account, case.cooperative.currency);
    let loans = case.cooperative.loans_of.get(&member).into_iter().flatten();
    let loans = loans.map(|loan| (Recovers::Loan, loan.0, balance(Account::MemberLoan(member, *loan))));
    [(Recovers::Materials, member.0, balance(Account::MemberAdvance(member)))]
        .into_iter()
        .chain(loans)
        .chain([(Recovers::Debt, member.0, balance(Account::MemberDebt(member)))])
        .filter(|(_, _, outstanding)| outstanding.is_positive())
        .map(|(what, reference, outstanding)| Owed { what, reference, outstanding })
        .collect()
}

#[cfg(test)]
pub(in crate::decide) mod tests;
