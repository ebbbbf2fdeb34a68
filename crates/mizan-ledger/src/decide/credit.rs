//! Rules of giving back: a credit note mirrors the division of the sale, a refund pays the buyer what it is owed.

use crate::account::Account;
use crate::agreement::document::{Agreement, ClawBack};
use crate::book::state::{Class, Sale};
use crate::command::words::{IssueCreditNote, IssueRefund};
use crate::decide::refusal::Refusal;
use crate::decide::treasury::difference_event;
use crate::decide::{Case, proportion};
use crate::event::trade::{CreditNoteIssued, Reversal, Slice};
use crate::event::treasury::{ExchangeOpen, RefundIssued};
use crate::event::{Digests, Event};
use crate::id::{FundId, MemberId, SaleId};
use crate::money::{Money, split};

/// Every slice of the sale gives back its own part, by the same largest remainder that divided it.
pub(super) fn issue(case: &Case<'_>, words: &IssueCreditNote) -> Result<Vec<Event>, Refusal> {
    let IssueCreditNote { credit_note, sale: id, amount, reason } = words.clone();
    case.unused(Class::CreditNote, credit_note.0)?;
    let sale = case.sale(id)?;
    if amount.exceeds(sale.total)? {
        return Err(Refusal::CreditTooLarge { sale: id, left: sale.total, asked: amount });
    }
    let booked = proportion(sale.gross, amount, sale.total)?;
    let weights: Vec<_> = std::iter::once(sale.tax)
        .chain(sale.slices.iter().map(|slice| slice.amount))
        .chain(sale.makers.iter().map(|share| share.amount))
        .map(Money::decimal)
        .collect();
    let mut parts = split(booked, &weights, sale.turn)?.into_iter();
    let tax = parts.next().unwrap_or(booked.currency().zero());
    let slices = sale.slices.iter().zip(parts.by_ref());
    let slices: Vec<Slice> = slices
        .filter(|(_, part)| part.is_positive())
        .map(|(slice, part)| Slice { step: slice.step, to: slice.to, amount: part })
        .collect();
    let fund = case.terms_of(sale).and_then(fund_of);
    let makers = sale.makers.iter().zip(parts).filter(|(_, part)| part.is_positive());
    let makers: Vec<Reversal> =
        makers.map(|(share, part)| reversal(case, id, share.member, part, fund)).collect::<Result<_, _>>()?;
    let (buyer, turn, sealed) = (sale.buyer, sale.turn, Digests::default());
    let event = CreditNoteIssued {
        credit_note,
        sale: id,
        amount,
        reason,
        buyer,
        booked,
        tax,
        slices,
        makers,
        fund,
        turn,
        sealed,
    };
    let mut events = vec![event.into()];
    if sale.outstanding == amount {
        // The advance came in at another rate than the rest: what is left on the account is not owed by anybody.
        let left = sale.carried.minus(booked)?;
        events.extend(difference_event(left.negated(), ExchangeOpen::Receivable(buyer), Some(id)));
    }
    events.extend(released(case, id, sale, amount)?);
    Ok(events)
}

/// The fund that pays when makers have already been paid, if the agreement names one.
fn fund_of(terms: &Agreement) -> Option<FundId> {
    match terms.claw_back {
        ClawBack::Fund(fund) => Some(FundId(fund)),
        ClawBack::FromFutureSales => None,
    }
}

/// A maker's part comes out of what she still has of this sale; what she has used is a debt, or the fund's.
fn reversal(
    case: &Case<'_>,
    sale: SaleId,
    member: MemberId,
    amount: Money,
    fund: Option<FundId>,
) -> Result<Reversal, Refusal> {
    let lot = |account| case.cooperative.balances.lot(account, sale, amount.currency());
    let pending = lot(Account::MemberPending(member)).lesser(amount)?;
    let available = lot(Account::MemberAvailable(member)).lesser(amount.minus(pending)?)?;
    let used = amount.minus(pending)?.minus(available)?;
    let some = |part: Money| part.is_positive().then_some(part);
    let (debt, borne) = if fund.is_some() { (None, some(used)) } else { (some(used), None) };
    Ok(Reversal { member, amount, pending: some(pending), available: some(available), debt, fund: borne })
}

/// A credit note can settle what a buyer still owed: then the rest of the shares is available, as after a payment.
fn released(case: &Case<'_>, id: SaleId, sale: &Sale, credited: Money) -> Result<Option<Event>, Refusal> {
    if sale.outstanding != credited || sale.total == credited {
        return Ok(None);
    }
    let booked = proportion(sale.gross, credited, sale.total)?;
    let weights: Vec<_> = std::iter::once(sale.tax)
        .chain(sale.slices.iter().map(|slice| slice.amount))
        .chain(sale.makers.iter().map(|share| share.amount))
        .map(Money::decimal)
        .collect();
    let parts = split(booked, &weights, sale.turn)?;
    let makers = parts.iter().skip(1 + sale.slices.len());
    let mut pending = case.pending(id, sale);
    for (share, part) in sale.makers.iter().zip(makers) {
        if let Some(one) = pending.iter_mut().find(|one| one.member == share.member) {
            one.left = one.left.minus(part.lesser(one.left)?)?;
        }
    }
    case.released_by_payment(id, sale, credited, credited, &pending)
}

/// The buyer is paid back at most what it is owed back; the rate of the day may differ from the one it is carried at.
pub(super) fn refund(case: &Case<'_>, words: &IssueRefund) -> Result<Vec<Event>, Refusal> {
    let IssueRefund { refund, sale: id, amount, rate, till, reference } = words.clone();
    case.unused(Class::Refund, refund.0)?;
    let sale = case.sale(id)?;
    let credit = sale.outstanding.negated();
    if !credit.is_positive() || amount.exceeds(credit)? {
        let nothing = credit.currency().zero();
        let credit = if credit.is_positive() { credit } else { nothing };
        return Err(Refusal::NothingToRefund { sale: id, credit, asked: amount });
    }
    case.holds(till, amount)?;
    let booked = case.booked(amount, rate)?;
    let carried = proportion(sale.carried.negated(), amount, credit)?;
    let buyer = sale.buyer;
    let event = RefundIssued { refund, sale: id, amount, rate, till, reference, buyer, booked, carried };
    let difference = difference_event(carried.minus(booked)?, ExchangeOpen::Receivable(buyer), Some(id));
    Ok(std::iter::once(event.into()).chain(difference).collect())
}

#[cfg(test)]
mod tests;
