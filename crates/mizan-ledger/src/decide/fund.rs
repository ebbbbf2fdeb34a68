//! Rules of money held for a purpose: premiums are paid in full, and nothing leaves a fund without a resolution.

use crate::account::Account;
use crate::book::state::Class;
use crate::book::state::fund::Premium;
use crate::command::words::fund::{AccruePremium, ReceivePremium};
use crate::decide::refusal::Refusal;
use crate::decide::{Case, proportion};
use crate::event::Event;
use crate::event::fund::{FundSpent, PremiumAccrued, PremiumReceived, ResolutionAdopted};
use crate::id::{FundId, PremiumId, ResolutionId};
use crate::money::{Money, NotMoney};

/// A buyer owes a premium: so much on each unit, rounded once, and for one fund once on a sale.
pub(super) fn accrue(case: &Case<'_>, words: &AccruePremium) -> Result<Vec<Event>, Refusal> {
    let AccruePremium { premium, buyer, fund, sale, quantity, per_unit, amount, rate, reference } = words.clone();
    case.buyer(buyer)?;
    if case.cooperative.funds.premiums.contains_key(&premium) {
        return Err(Refusal::AlreadyExists { what: "premium", id: premium.0 });
    }
    if let Some(sale) = sale {
        let owes = case.sale(sale)?.buyer;
        if owes != buyer {
            return Err(Refusal::OtherBuyer { named: buyer, buyer: owes });
        }
        let same = |known: &Premium| known.sale == Some(sale) && known.fund == fund;
        if let Some((&premium, _)) = case.cooperative.funds.premiums.iter().find(|(_, known)| same(known)) {
            return Err(Refusal::PremiumTwice { premium, sale, fund });
        }
    }
    let exact = quantity.decimal().checked_mul(per_unit.decimal());
    let exact = exact.ok_or_else(|| NotMoney::TooLarge(amount.to_string()))?;
    let computed = Money::rounded(exact, amount.currency())?;
    if computed != amount {
        return Err(Refusal::PremiumDiffers { said: amount, computed });
    }
    let booked = case.booked(amount, rate)?;
    let accrued = PremiumAccrued { premium, buyer, fund, sale, quantity, per_unit, amount, rate, reference, booked };
    Ok(vec![accrued.into()])
}

/// A premium is received, all of it or a part, never more than was accrued.
pub(super) fn receive(case: &Case<'_>, words: &ReceivePremium) -> Result<Vec<Event>, Refusal> {
    let ReceivePremium { movement, premium: id, amount, rate, till, value_date, reference } = words.clone();
    case.unused(Class::Movement, movement.0)?;
    case.till(till)?;
    let Premium { on, buyer, sale, left, carried, .. } = *known(case, id)?;
    case.valued(value_date, "premium", id, on)?;
    if amount.exceeds(left)? {
        return Err(Refusal::PremiumExceeded { premium: id, left, asked: amount });
    }
    let booked = case.booked(amount, rate)?;
    let carried = proportion(carried, amount, left)?;
    let premium = id;
    let received =
        PremiumReceived { movement, premium, amount, rate, till, value_date, reference, buyer, sale, booked, carried };
    Ok(vec![received.into()])
}

/// A premium that was accrued.
pub(super) fn known<'a>(case: &Case<'a>, premium: PremiumId) -> Result<&'a Premium, Refusal> {
    let known = case.cooperative.funds.premiums.get(&premium).ok_or(Refusal::UnknownPremium { premium })?;
    case.begun("premium", premium, known.on)?;
    Ok(known)
}

/// A resolution is adopted once.
pub(super) fn adopt(case: &Case<'_>, words: &ResolutionAdopted) -> Result<Vec<Event>, Refusal> {
    if case.cooperative.funds.resolutions.contains_key(&words.resolution) {
        return Err(Refusal::AlreadyExists { what: "resolution", id: words.resolution.0 });
    }
    case.own_currency(words.amount)?;
    Ok(vec![words.clone().into()])
}

/// Money of a fund is spent on what its resolution says.
pub(super) fn spend(case: &Case<'_>, words: &FundSpent) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    case.fund_gives(words.fund, words.resolution, words.amount)?;
    case.holds(words.till, words.amount)?;
    Ok(vec![words.clone().into()])
}

impl Case<'_> {
    /// What a fund may give: no more than its resolution allows and than it has. What a buyer has promised it and not
    /// paid it does not have; its slice of a sale it has from the day the sale is divided.
    pub(super) fn fund_gives(&self, fund: FundId, id: ResolutionId, asked: Money) -> Result<(), Refusal> {
        let resolution = self.cooperative.funds.resolutions.get(&id);
        let resolution = resolution.ok_or(Refusal::UnknownResolution { resolution: id })?;
        if resolution.fund != fund {
            return Err(Refusal::ResolutionElsewhere { resolution: id, about: resolution.fund, fund });
        }
        if self.day < resolution.on {
            return Err(Refusal::ResolutionLater { resolution: id, on: resolution.on, day: self.day });
        }
        if asked.exceeds(resolution.left)? {
            return Err(Refusal::ResolutionExceeded { resolution: id, left: resolution.left, asked });
        }
        let currency = self.cooperative.currency;
        let held = self.cooperative.balances.owed(Account::Fund(fund), currency);
        let unreceived = self.cooperative.funds.unreceived(fund, currency);
        if asked.exceeds(held.minus(unreceived)?)? {
            return Err(Refusal::FundTooSmall { fund, held, unreceived: Box::new(unreceived), asked });
        }
        self.there_by_then(Account::Fund(fund), held, asked)
    }
}

#[cfg(test)]
mod tests;
