//! Rules of giving back: a credit note mirrors the division of the sale, a refund pays the buyer what it is owed.

use crate::account::Account;
use crate::agreement::document::{Agreement, Bearer, ClawBack};
use crate::book::state::Class;
use crate::book::state::trade::Sale;
use crate::command::words::trade::IssueCreditNote;
use crate::command::words::treasury::IssueRefund;
use crate::decide::refusal::Refusal;
use crate::decide::treasury::{difference_event, realised_by};
use crate::decide::{Case, proportion};
use crate::event::trade::{CreditNoteIssued, CreditReason, Receiver, Reversal, Slice};
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
    let bearer = case.terms_of(sale).map_or(Bears::Makers, |terms| bearer(terms, reason));
    let makers = sale.makers.iter().zip(parts).filter(|(_, part)| part.is_positive());
    let makers: Vec<Reversal> =
        makers.map(|(share, part)| reversal(case, id, share.member, part, bearer)).collect::<Result<_, _>>()?;
    let carried = carried_less(sale, amount)?;
    let borne_by = match bearer {
        Bears::Makers => None,
        Bears::Cooperative => Some(Receiver::Cooperative),
        Bears::Fund(fund) => Some(Receiver::Fund(fund)),
    };
    let (buyer, turn, booking, sealed) = (sale.buyer, sale.turn, sale.booking, Digests::default());
    let event = CreditNoteIssued {
        credit_note,
        sale: id,
        amount,
        reason,
        buyer,
        booked,
        carried,
        tax,
        slices,
        makers,
        borne_by,
        turn,
        booking,
        sealed,
    };
    let released = released(case, id, sale, amount, &event.makers)?;
    let mut events = vec![event.into()];
    // An advance that came in at another rate makes the price's average rate another than the receivable's.
    events.extend(difference_event(booked.minus(carried)?, ExchangeOpen::Receivable(buyer), Some(id)));
    events.extend(released);
    Ok(events)
}

/// Who bears the makers' part of a credit note.
#[derive(Clone, Copy)]
enum Bears {
    /// They do: out of what they have of the sale, and what they have used is a debt.
    Makers,
    /// A fund bears what they have used.
    Fund(FundId),
    /// The cooperative bears all of it.
    Cooperative,
}

/// The agreement says who bears what broke, and who pays when makers have already been paid.
fn bearer(terms: &Agreement, reason: CreditReason) -> Bears {
    match (reason, terms.bears.breakage, terms.claw_back) {
        (CreditReason::Breakage, Bearer::Cooperative, _) => Bears::Cooperative,
        (_, _, ClawBack::Fund(fund)) => Bears::Fund(FundId(fund)),
        (_, _, ClawBack::FromFutureSales) => Bears::Makers,
    }
}

/// By how much less the buyer's account is carried: what it still owes at the rate it is carried at, the rest at the
/// average rate of the price. So what is carried never has another sign than what is outstanding.
fn carried_less(sale: &Sale, amount: Money) -> Result<Money, Refusal> {
    let nothing = amount.currency().zero();
    let owed = if sale.outstanding.is_positive() { sale.outstanding.lesser(amount)? } else { nothing };
    let of_owed =
        if owed.is_zero() { sale.carried.currency().zero() } else { proportion(sale.carried, owed, sale.outstanding)? };
    let rest = amount.minus(owed)?;
    let of_rest = if rest.is_zero() { of_owed.currency().zero() } else { proportion(sale.gross, rest, sale.total)? };
    Ok(of_owed.plus(of_rest)?)
}

/// A maker's part comes out of what she still has of this sale; what she has used is a debt, or borne for her.
fn reversal(
    case: &Case<'_>,
    sale: SaleId,
    member: MemberId,
    amount: Money,
    bearer: Bears,
) -> Result<Reversal, Refusal> {
    let some = |part: Money| part.is_positive().then_some(part);
    if let Bears::Cooperative = bearer {
        return Ok(Reversal { member, amount, pending: None, available: None, debt: None, borne: some(amount) });
    }
    let lot = |account| case.cooperative.balances.lot(account, sale, amount.currency());
    let pending = lot(Account::MemberPending(member)).lesser(amount)?;
    let available = lot(Account::MemberAvailable(member)).lesser(amount.minus(pending)?)?;
    let used = some(amount.minus(pending)?.minus(available)?);
    let (debt, borne) = if let Bears::Makers = bearer { (used, None) } else { (None, used) };
    Ok(Reversal { member, amount, pending: some(pending), available: some(available), debt, borne })
}

/// A credit note can settle what a buyer still owed: then the rest of the shares is available, as after a payment.
fn released(
    case: &Case<'_>,
    id: SaleId,
    sale: &Sale,
    credited: Money,
    makers: &[Reversal],
) -> Result<Option<Event>, Refusal> {
    if credited.minor() < sale.outstanding.minor() {
        return Ok(None);
    }
    let mut pending = case.pending(id, sale);
    for one in &mut pending {
        if let Some(taken) = makers.iter().find(|part| part.member == one.member).and_then(|part| part.pending) {
            one.left = one.left.minus(taken)?;
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
    let realised = if amount.currency() == booked.currency() { None } else { realised_by(case, amount, booked)? };
    Ok(std::iter::once(event.into()).chain(difference).chain(realised).collect())
}

#[cfg(test)]
mod tests;
