//! Rules of shares: a part is paid when they are taken, never more than they are worth, and no more is given back.

use jiff::Span;
use rust_decimal::Decimal;

use crate::account::Account;
use crate::book::state::Class;
use crate::book::state::capital::{Holding, ShareTerms};
use crate::command::words::capital::{RefundShares, SubscribeShares};
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::capital::{ShareTermsSet, SharesPaid, SharesRefunded, SharesSubscribed};
use crate::id::MemberId;
use crate::money::{Money, NotMoney};

/// The longest time the statutes give to pay the rest: a working life.
const MOST_MONTHS: u32 = 600;

/// The statutes speak in the currency of the accounts.
pub(super) fn set_terms(case: &Case<'_>, words: &ShareTermsSet) -> Result<Vec<Event>, Refusal> {
    case.own_currency(words.value)?;
    words.minimum_capital.map(|minimum| case.own_currency(minimum)).transpose()?;
    if words.within_months > MOST_MONTHS {
        return Err(Refusal::Beyond { what: "within_months", said: words.within_months, most: MOST_MONTHS });
    }
    Ok(vec![words.clone().into()])
}

/// A member takes shares and pays as much of them as the statutes ask, or more.
pub(super) fn subscribe(case: &Case<'_>, words: &SubscribeShares) -> Result<Vec<Event>, Refusal> {
    let SubscribeShares { movement, member, shares, paid, till } = *words;
    case.unused(Class::Movement, movement.0)?;
    case.member(member)?;
    case.till(till)?;
    case.own_currency(paid)?;
    if shares == 0 {
        return Err(Refusal::NoShares { member });
    }
    let terms = case.cooperative.capital.terms_on(case.day).ok_or(Refusal::NoShareTerms { day: case.day })?;
    let ShareTerms { paid_at_least, within_months, .. } = *terms;
    let value = terms.value.times(Decimal::from(shares))?;
    let least = value.decimal().checked_mul(paid_at_least.decimal());
    let least = least.ok_or_else(|| NotMoney::TooLarge(value.to_string()))?;
    let least = Money::rounded_up(least, value.currency())?;
    if least.exceeds(paid)? {
        return Err(Refusal::SharePaymentTooSmall { shares, least, paid });
    }
    if paid.exceeds(value)? {
        return Err(Refusal::SharePaymentTooLarge { member, left: value, asked: paid });
    }
    let due_on = case.day.saturating_add(Span::new().months(within_months));
    let rest_due_on = (paid != value).then_some(due_on);
    Ok(vec![SharesSubscribed { movement, member, shares, paid, till, value, rest_due_on }.into()])
}

/// What is left of her shares is paid, all of it or a part, in time or late.
pub(super) fn pay(case: &Case<'_>, words: &SharesPaid) -> Result<Vec<Event>, Refusal> {
    let SharesPaid { movement, member, amount, till } = *words;
    case.unused(Class::Movement, movement.0)?;
    case.was_member(member)?;
    case.till(till)?;
    case.own_currency(amount)?;
    let (held, paid) = shares_of(case, member);
    let left = held.value.minus(paid)?;
    if amount.exceeds(left)? {
        return Err(Refusal::SharePaymentTooLarge { member, left, asked: amount });
    }
    if let Some(on) = case.cooperative.days.since(Account::Capital(member), amount.currency()) {
        case.begun("share of", member, on)?;
    }
    Ok(vec![words.clone().into()])
}

/// Shares are given back for what was paid of them. Whoever keeps some has paid no more than those are worth.
pub(super) fn refund(case: &Case<'_>, words: &RefundShares) -> Result<Vec<Event>, Refusal> {
    let RefundShares { movement, member, shares, amount, till } = *words;
    case.unused(Class::Movement, movement.0)?;
    case.was_member(member)?;
    case.own_currency(amount)?;
    if shares == 0 {
        return Err(Refusal::NoShares { member });
    }
    let currency = case.cooperative.currency;
    let (held, paid) = shares_of(case, member);
    if held.shares < i64::from(shares) {
        return Err(Refusal::MoreSharesThanHeld { member, held: held.shares, asked: shares });
    }
    let count = |shares: i64| Money::new(i128::from(shares), currency);
    let value = held.value.in_proportion(count(i64::from(shares)), count(held.shares))?;
    let least = paid.minus(held.value.minus(value)?)?;
    let least = if least.is_negative() { currency.zero() } else { least };
    let most = paid.lesser(value)?;
    if amount.exceeds(most)? || least.exceeds(amount)? {
        return Err(Refusal::ShareRefund { shares, least, most, asked: amount });
    }
    let minimum = case.cooperative.capital.terms_on(case.day).and_then(|terms| terms.minimum_capital);
    let left = case.cooperative.capital.subscribed(currency)?.minus(value)?;
    match minimum {
        Some(minimum) if minimum.exceeds(left)? => return Err(Refusal::CapitalTooLow { minimum, left }),
        Some(_) | None => {}
    }
    case.holds(till, amount)?;
    Ok(vec![SharesRefunded { movement, member, shares, amount, till, value }.into()])
}

/// A member's shares, and what she has paid of them.
fn shares_of(case: &Case<'_>, member: MemberId) -> (Holding, Money) {
    let currency = case.cooperative.currency;
    let paid = case.cooperative.balances.owed(Account::Capital(member), currency);
    (case.cooperative.capital.of(member, currency), paid)
}

#[cfg(test)]
mod tests;
