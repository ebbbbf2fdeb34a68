//! Rules of chargebacks: a bank takes no more than its buyer paid, who the agreement names bears it, and no more comes back.
//!
//! The cooperative bears it as its loss. A party bears it out of what it is owed; what that does not cover it owes, and its
//! later slices are held against it, since it has agreed to bear it. Makers bear no more than their own part: each slice of
//! the price gives back its own, as under a credit note.

use std::borrow::Cow;

use crate::account::{Account, TillKind};
use crate::agreement::document::{Bearer, Earned};
use crate::book::state::chargeback::Chargeback;
use crate::book::state::trade::Sale;
use crate::command::words::chargeback::{ReceiveChargeback, ReverseChargeback};
use crate::decide::credit::{carried_again, charged_back, no_longer_carried};
use crate::decide::refusal::Refusal;
use crate::decide::treasury::realised_by;
use crate::decide::{Case, proportion};
use crate::event::Event;
use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, GoodsReturned, PriceGivenBack};
use crate::event::trade::{Reversal, Slice};
use crate::id::{ChargebackId, MemberId};
use crate::money::{Money, NotMoney, split};

/// A bank or provider takes back what a buyer had paid.
pub(super) fn receive(case: &Case<'_>, words: &ReceiveChargeback) -> Result<Vec<Event>, Refusal> {
    let ReceiveChargeback { chargeback, sale: id, amount, rate, till, reason, reference, disputed_on, answer_by } =
        words.clone();
    if case.cooperative.chargebacks.contains_key(&chargeback) {
        return Err(Refusal::AlreadyExists { what: "chargeback", id: chargeback.0 });
    }
    let sale = case.sale(id)?;
    if let Some(on) = disputed_on.filter(|on| *on < sale.on || case.day < *on) {
        return Err(Refusal::DisputedOtherDay { sale: id, on, sold: sale.on, day: case.day });
    }
    if till.kind == TillKind::Cash {
        return Err(Refusal::WrongTill { till, wanted: "a till that a bank or provider takes from" });
    }
    let left = sale.received();
    let credit = sale.outstanding.negated();
    if amount.exceeds(left)? && credit.is_positive() {
        return Err(Refusal::CreditedNotRefunded { sale: id, credit, asked: amount });
    }
    if amount.exceeds(left)? {
        return Err(Refusal::ChargebackTooLarge { sale: id, left, asked: amount });
    }
    let by_then = left.minus(sale.paid_after(case.day))?;
    if amount.exceeds(by_then)? {
        return Err(Refusal::NotPaidByThen { sale: id, by_then, asked: amount, day: case.day });
    }
    case.holds(till, amount)?;
    let booked = case.booked(amount, rate)?;
    let terms = case.terms_of(&sale);
    let borne_by = terms.map_or(Bearer::Cooperative, |terms| terms.bears.chargeback);
    let given_back = match (borne_by, terms) {
        (Bearer::Makers, Some(terms)) => Some(charged_back(case, id, &sale, amount, booked, terms)?),
        (Bearer::Makers | Bearer::Cooperative | Bearer::Party(_), _) => None,
    };
    let ended = if given_back.is_some() && amount == sale.total { no_longer_carried(case, id, &sale)? } else { None };
    let buyer = sale.buyer;
    let event = ChargebackReceived {
        chargeback,
        sale: id,
        amount,
        rate,
        till,
        reason,
        reference,
        disputed_on,
        answer_by,
        buyer,
        booked,
        borne_by,
        given_back,
    };
    let realised = if amount.currency() == booked.currency() { None } else { realised_by(case, amount, booked)? };
    Ok(std::iter::once(event.into()).chain(realised).chain(ended).collect())
}

/// What a chargeback took comes back, or a part of it, to those who had borne it: from the bank, or from the buyer who pays
/// after all, in cash as well.
pub(super) fn reverse(case: &Case<'_>, words: &ReverseChargeback) -> Result<Vec<Event>, Refusal> {
    let ReverseChargeback { chargeback: id, amount, rate, till, reference } = words.clone();
    let known = known(case, id)?;
    let left = known.left();
    if left.is_zero() {
        return Err(Refusal::ReversedAlready { chargeback: id });
    }
    case.begun("chargeback", id, known.on)?;
    case.till(till)?;
    let amount = amount.unwrap_or(left);
    if !amount.is_positive() {
        return Err(Refusal::Amount(NotMoney::Zero(amount.to_string())));
    }
    if amount.exceeds(left)? {
        return Err(Refusal::ReversedTooMuch { chargeback: id, left, asked: amount });
    }
    let ChargebackReceived { sale, borne_by, .. } = known.received;
    let of = case.sale(sale)?;
    let carried = if of.total.is_zero() { carried_again(case, sale, &of)? } else { None };
    let booked = case.booked(amount, rate)?;
    let given_back = match known.left_of_price() {
        Some(price) => Some(Again { case, sale: &of, paid_off: Vec::new() }.part(&price, amount, left)?),
        None => None,
    };
    let taken = match &given_back {
        Some(part) => part.given(),
        None => proportion(known.left_booked(), amount, left)?,
    };
    let event =
        ChargebackReversed { chargeback: id, rate, till, reference, sale, amount, booked, taken, borne_by, given_back };
    Ok(std::iter::once(event.into()).chain(carried).collect())
}

/// Goods come back whose price was charged back to the last centime: what is left of it is credited with them instead.
pub(super) fn take_goods_back(case: &Case<'_>, words: &GoodsReturned) -> Result<Vec<Event>, Refusal> {
    let id = words.sale;
    let sale = case.sale(id)?;
    if sale.goods_returned {
        return Err(Refusal::GoodsBackAlready { sale: id });
    }
    let of_sale = case.cooperative.chargebacks.values().filter(|known| known.received.sale == id);
    let Some(on) = of_sale.filter(|known| known.left().is_positive()).map(|known| known.on).max() else {
        return Err(Refusal::NotChargedBack { sale: id });
    };
    let left = sale.total.minus(sale.charged_back)?;
    if left.is_positive() {
        return Err(Refusal::PartNotChargedBack { sale: id, left });
    }
    case.begun("chargeback of the sale", id, on)?;
    Ok(vec![words.clone().into()])
}

fn known<'a>(case: &Case<'a>, id: ChargebackId) -> Result<Cow<'a, Chargeback>, Refusal> {
    case.cooperative.chargebacks.get(&id).ok_or(Refusal::UnknownChargeback { chargeback: id })
}

/// What slices and makers have again while a part of one chargeback comes back.
struct Again<'a> {
    case: &'a Case<'a>,
    sale: &'a Sale,
    /// What it paid of the debts of members so far.
    paid_off: Vec<(MemberId, Money)>,
}

impl Again<'_> {
    /// Each slice has again its part of what comes back, by the largest remainder of what it gave and has not again.
    fn part(mut self, left: &PriceGivenBack, amount: Money, of: Money) -> Result<PriceGivenBack, Refusal> {
        let booked = proportion(left.booked, amount, of)?;
        let slices = left.slices.iter().map(|slice| slice.amount);
        let all = std::iter::once(left.tax).chain(slices).chain(left.makers.iter().map(|maker| maker.amount));
        let weights: Vec<_> = all.map(Money::decimal).collect();
        let mut parts = split(booked, &weights, self.sale.turn)?.into_iter();
        let tax = parts.next().unwrap_or(booked.currency().zero());
        let mut slices = Vec::with_capacity(left.slices.len());
        for (slice, amount) in left.slices.iter().zip(parts.by_ref()).filter(|(_, part)| part.is_positive()) {
            let lost = slice.lost.map(|lost| proportion(lost, amount, slice.amount)).transpose()?;
            slices.push(Slice { amount, lost: lost.filter(|lost| lost.is_positive()), ..slice.clone() });
        }
        let mut makers = Vec::with_capacity(left.makers.len());
        for (maker, amount) in left.makers.iter().zip(parts).filter(|(_, part)| part.is_positive()) {
            makers.push(self.maker(maker, amount)?);
        }
        Ok(PriceGivenBack { booked, tax, slices, makers, ..left.clone() })
    }

    /// A maker has a part again: first she owes as much less as she still owes of it, then it waits as it waited, and the rest,
    /// with what she has paid back meanwhile, is available to her. Who bore something for her has as much of that again.
    fn maker(&mut self, left: &Reversal, amount: Money) -> Result<Reversal, Refusal> {
        let nothing = amount.currency().zero();
        let [borne, lost, rates] = [left.borne, left.lost, left.rates].map(|part| part.unwrap_or(nothing));
        let hers = left.amount.minus(borne)?.minus(lost)?.minus(rates)?;
        let weights = [hers, borne, lost, rates].map(Money::decimal);
        let mut parts = split(amount, &weights, self.sale.turn)?.into_iter();
        let mut next = || parts.next().unwrap_or(nothing);
        let [hers, borne, lost, rates] = [next(), next(), next(), next()];
        let before = self.paid_off.iter().filter(|(member, _)| *member == left.member).map(|(_, debt)| *debt);
        let before = Money::sum(nothing.currency(), before)?;
        let owed = self.case.cooperative.balances.of(Account::MemberDebt(left.member), nothing.currency());
        let owed = owed.minus(before)?;
        let took = left.debt.unwrap_or(nothing).lesser(hers)?;
        let debt = if owed.is_positive() { took.lesser(owed)? } else { nothing };
        self.paid_off.push((left.member, debt));
        let waited = left.pending.unwrap_or(nothing).lesser(hers.minus(debt)?)?;
        let pending = if is_payable(self.case, self.sale) { nothing } else { waited };
        let available = hers.minus(debt)?.minus(pending)?;
        let some = |part: Money| part.is_positive().then_some(part);
        Ok(Reversal {
            member: left.member,
            amount,
            pending: some(pending),
            available: some(available),
            debt: some(debt),
            borne: some(borne),
            lost: some(lost),
            rates: some(rates),
            step: left.step,
        })
    }
}

/// Whether what is left of a sale's shares is payable by its terms, so that what comes back is.
pub(super) fn is_payable(case: &Case<'_>, sale: &Sale) -> bool {
    let paid = !sale.outstanding.is_positive();
    match case.earned(sale) {
        Some(Earned::WhenPaid | Earned::AsPaid | Earned::Advanced(_)) => paid,
        Some(Earned::OnAcceptance) => sale.accepted,
        Some(Earned::OnInvoice) | None => true,
    }
}

#[cfg(test)]
mod tests;
