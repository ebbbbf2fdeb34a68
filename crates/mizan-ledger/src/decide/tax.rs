//! Rules of withheld tax: at the rate the book has for the day, of what is about to be paid, and no more brought to the tax
//! office than was withheld.

use jiff::civil::Date;

use crate::account::{Account, TillKind};
use crate::book::state::Class;
use crate::book::state::tax::rate_on;
use crate::command::words::tax::WithholdTax;
use crate::decide::Case;
use crate::decide::loan::group::bounded;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::tax::{Earner, TaxRemitted, TaxWithheld, WithholdingRateSet};

/// A rate is set as the next version of its tax.
pub(super) fn set_rate(case: &Case<'_>, words: &WithholdingRateSet) -> Result<Vec<Event>, Refusal> {
    let WithholdingRateSet { tax, version, .. } = *words;
    let known = case.cooperative.taxes.get(&tax).map_or(0, Vec::len);
    let next = u32::try_from(known).unwrap_or(u32::MAX).saturating_add(1);
    if version != next {
        return Err(Refusal::TaxVersion { tax, version, next });
    }
    Ok(vec![words.clone().into()])
}

/// Tax is withheld of what a member has available, or a party is owed, the oldest sales first.
pub(super) fn withhold(case: &Case<'_>, words: &WithholdTax) -> Result<Vec<Event>, Refusal> {
    let WithholdTax { movement, tax, of, base, from, to, reference } = words.clone();
    case.unused(Class::Movement, movement.0)?;
    in_order(case, from, to)?;
    case.own_currency(base)?;
    let account = match of {
        Earner::Member(member) => case.was_member(member).map(|()| Account::MemberAvailable(member))?,
        Earner::Party(party) if case.book.parties.contains_key(&party) => Account::Payable(party),
        Earner::Party(party) => return Err(Refusal::UnknownParty { party }),
    };
    let rates = case.cooperative.taxes.get(&tax).ok_or(Refusal::UnknownTax { tax })?;
    let (version, rate) = rate_on(rates, case.day).ok_or(Refusal::NoTaxRate { tax, day: case.day })?;
    let available = case.cooperative.balances.owed(account, base.currency());
    if base.exceeds(available)? {
        return Err(Refusal::TaxBaseTooLarge { tax, available, base });
    }
    let amount = base.times(rate.decimal())?;
    if !amount.is_positive() {
        return Err(Refusal::NothingToWithhold { tax, rate, base });
    }
    let mut sources = case.oldest_first(account, amount);
    for source in &sources {
        case.sale(source.sale)?;
    }
    if let Earner::Member(member) = of {
        sources = bounded(member, sources)?;
    }
    let event = TaxWithheld { movement, tax, of, base, from, to, reference, version, rate, amount, sources };
    Ok(vec![event.into()])
}

/// What was withheld is paid to the tax office.
pub(super) fn remit(case: &Case<'_>, words: &TaxRemitted) -> Result<Vec<Event>, Refusal> {
    let TaxRemitted { movement, tax, amount, till, from, to, .. } = *words;
    case.unused(Class::Movement, movement.0)?;
    in_order(case, from, to)?;
    if !case.cooperative.taxes.contains_key(&tax) {
        return Err(Refusal::UnknownTax { tax });
    }
    if till.kind == TillKind::Provider {
        return Err(Refusal::WrongTill { till, wanted: "a till the cooperative pays from: bank, wallet or cash" });
    }
    case.own_currency(amount)?;
    let withheld = case.cooperative.balances.owed(Account::Withheld(tax), amount.currency());
    if amount.exceeds(withheld)? {
        return Err(Refusal::NotWithheld { tax, withheld, asked: amount });
    }
    case.holds(till, amount)?;
    Ok(vec![words.clone().into()])
}

/// The days of a period are in order, and it has begun.
fn in_order(case: &Case<'_>, from: Date, to: Date) -> Result<(), Refusal> {
    if to < from || case.day < from {
        return Err(Refusal::NoTaxPeriod { from, to, day: case.day });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
