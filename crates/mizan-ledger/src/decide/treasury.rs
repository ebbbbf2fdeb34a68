//! Rules of the cooperative's own money: no till goes below zero, no currency is made up.

use crate::account::{Account, TillKind};
use crate::book::state::Class;
use crate::command::words::treasury::{ChargeProviderFee, ConvertCurrency, ReturnProviderFee, SettlePayable};
use crate::decide::refusal::Refusal;
use crate::decide::{Case, float, proportion};
use crate::event::Event;
use crate::event::fee::ProviderFeeReturned;
use crate::event::trade::PayableSettled;
use crate::event::treasury::{
    CurrencyConverted, ExchangeOpen, ExchangeSide, ExpensePaid, FundsTransferred, FxDifferenceRealised,
    MaterialsBought, OpeningBalanceRecorded, ProviderFeeCharged, TillOpened,
};
use crate::id::SaleId;
use crate::money::Money;

/// A till is opened once.
pub(super) fn open_till(case: &Case<'_>, words: &TillOpened) -> Result<Vec<Event>, Refusal> {
    if case.cooperative.tills.contains_key(&words.till) {
        return Err(Refusal::TillExists { till: words.till });
    }
    float::may_be_held(words)?;
    Ok(vec![words.clone().into()])
}

/// What the cooperative had before it sold anything, said once of each till and of the store, in its own currency.
pub(super) fn opening_balance(case: &Case<'_>, words: &OpeningBalanceRecorded) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    if let Some(till) = words.till {
        case.till(till)?;
    }
    case.own_currency(words.amount)?;
    if let Some(&movement) = case.cooperative.openings.get(&words.till) {
        let of = words.till.map_or("the store".to_owned(), |till| format!("`{till}`"));
        return Err(Refusal::OpenedAlready { of, movement });
    }
    match case.cooperative.sells_since {
        Some(on) if on < case.day => Err(Refusal::OpeningTooLate { on, day: case.day }),
        Some(_) | None => Ok(vec![words.clone().into()]),
    }
}

/// Money moves between two tills of one cooperative.
pub(super) fn transfer(case: &Case<'_>, words: &FundsTransferred) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    case.till(words.to)?;
    if words.from == words.to {
        return Err(Refusal::WrongTill { till: words.to, wanted: "another till than the one the money leaves" });
    }
    float::is_given(case, words)?;
    case.hers_to_take(words.from)?;
    match words.grant {
        Some(grant) => case.grant_lies(grant, words.from, words.amount)?,
        None => case.holds(words.from, words.amount)?,
    }
    Ok(vec![words.clone().into()])
}

/// Materials are bought out of a till.
pub(super) fn buy_materials(case: &Case<'_>, words: &MaterialsBought) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    case.own_currency(words.amount)?;
    case.holds(words.till, words.amount)?;
    Ok(vec![words.clone().into()])
}

/// A running cost is paid in the organisation's own currency, out of a till that has it.
pub(super) fn pay_expense(case: &Case<'_>, words: &ExpensePaid) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    case.own_currency(words.amount)?;
    if let Some(party) = words.to.filter(|party| !case.book.parties.contains_key(party)) {
        return Err(Refusal::UnknownParty { party });
    }
    case.holds(words.till, words.amount)?;
    Ok(vec![words.clone().into()])
}

/// A fee leaves a till as a row of its own; foreign money leaves at what it is carried at.
pub(super) fn charge_fee(case: &Case<'_>, words: &ChargeProviderFee) -> Result<Vec<Event>, Refusal> {
    let ChargeProviderFee { fee, kind, till, amount, sale, reference } = words.clone();
    case.unused(Class::Fee, fee.0)?;
    if let Some(sale) = sale {
        case.sale(sale)?;
    }
    case.holds(till, amount)?;
    let booked = carried(case, amount)?;
    Ok(vec![ProviderFeeCharged { fee, kind, till, amount, sale, reference, booked }.into()])
}

/// A fee comes back, or a part of it, at what it was booked at: never more than was taken.
pub(super) fn return_fee(case: &Case<'_>, words: &ReturnProviderFee) -> Result<Vec<Event>, Refusal> {
    let ReturnProviderFee { movement, fee: id, till, amount, reference } = words.clone();
    case.unused(Class::Movement, movement.0)?;
    let fee = case.cooperative.fees.get(&id).ok_or(Refusal::UnknownFee { fee: id })?;
    case.begun("fee", id, fee.on)?;
    case.till(till)?;
    if amount.exceeds(fee.left)? {
        return Err(Refusal::FeeReturnedTooMuch { fee: id, left: fee.left, asked: amount });
    }
    let booked = proportion(fee.left_booked, amount, fee.left)?;
    let (kind, sale) = (fee.kind, fee.sale);
    Ok(vec![ProviderFeeReturned { movement, fee: id, till, amount, reference, kind, sale, booked }.into()])
}

/// Money changes currency at a rate that agrees with both amounts; what the rate differs from the books is realised.
pub(super) fn convert(case: &Case<'_>, words: &ConvertCurrency) -> Result<Vec<Event>, Refusal> {
    let ConvertCurrency { conversion, from, sold, to, bought, rate, source } = words.clone();
    case.unused(Class::Conversion, conversion.0)?;
    case.till(to)?;
    let own = case.cooperative.currency;
    let (abroad, home) = match (sold.currency() == own, bought.currency() == own) {
        (false, true) => (sold, bought),
        (true, false) => (bought, sold),
        (true, true) | (false, false) => return Err(Refusal::ConversionCurrencies { sold, bought, currency: own }),
    };
    let computed = case.booked(abroad, Some(rate))?;
    if computed != home {
        return Err(Refusal::ConversionDiffers { sold, bought, computed });
    }
    case.holds(from, sold)?;
    let foreign = abroad.currency();
    let event = CurrencyConverted { conversion, from, sold, to, bought, rate, source, foreign };
    let mut events = vec![event.into()];
    if sold == abroad {
        events.extend(realised_by(case, abroad, home)?);
    }
    Ok(events)
}

/// What an amount held in a till is carried at in the cooperative's currency.
fn carried(case: &Case<'_>, amount: Money) -> Result<Money, Refusal> {
    let own = case.cooperative.currency;
    if amount.currency() == own {
        return Ok(amount);
    }
    let trading = Account::Exchange(amount.currency());
    let held = case.balance(trading, amount.currency())?.negated();
    proportion(case.balance(trading, own)?, amount, held)
}

/// Foreign money that leaves for more or less than it is carried at is a gain or a loss of the cooperative.
pub(super) fn realised_by(case: &Case<'_>, left: Money, brought: Money) -> Result<Option<Event>, Refusal> {
    let difference = brought.minus(carried(case, left)?)?;
    Ok(difference_event(difference, ExchangeOpen::Exchange(left.currency()), None))
}

/// The event for a gain (above zero) or a loss (below) that the cooperative bears; none if there is no difference.
pub(super) fn difference_event(difference: Money, on: ExchangeOpen, sale: Option<SaleId>) -> Option<Event> {
    let (side, amount) = match difference {
        none if none.is_zero() => return None,
        loss if loss.is_negative() => (ExchangeSide::Loss, loss.negated()),
        gain => (ExchangeSide::Gain, gain),
    };
    Some(FxDifferenceRealised { sale, amount, side, on, makers: Vec::new() }.into())
}

/// A party is paid what it is owed, the oldest slices first.
pub(super) fn settle_payable(case: &Case<'_>, words: &SettlePayable) -> Result<Vec<Event>, Refusal> {
    let SettlePayable { movement, party, amount, till, reference } = words.clone();
    case.unused(Class::Movement, movement.0)?;
    if !case.book.parties.contains_key(&party) {
        return Err(Refusal::UnknownParty { party });
    }
    if till.kind == TillKind::Provider {
        return Err(Refusal::WrongTill { till, wanted: "a till the cooperative pays from: bank, wallet or cash" });
    }
    case.own_currency(amount)?;
    let owed = case.cooperative.balances.owed(Account::Payable(party), amount.currency());
    if amount.exceeds(owed)? {
        return Err(Refusal::NotOwed { party, owed, asked: amount });
    }
    // What it has owed since does not matter: only that it was owed this much then.
    let then = case.cooperative.days.at(Account::Payable(party), case.day, owed);
    if amount.exceeds(then)? {
        let (account, on, least, asked) = (Account::Payable(party), case.day, Box::new(then), Box::new(amount));
        return Err(Refusal::NotThereByThen { account, on, least, asked, day: case.day });
    }
    case.holds(till, amount)?;
    let sources = case.oldest_first(Account::Payable(party), amount);
    Ok(vec![PayableSettled { movement, party, amount, till, reference, sources }.into()])
}

#[cfg(test)]
mod tests;
