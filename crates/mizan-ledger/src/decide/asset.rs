//! Rules of assets: what they cost, what they are worth less each month, and whether anybody uses them.

use jiff::civil::Date;

use crate::account::Account;
use crate::book::state::Class;
use crate::book::state::grant::Asset;
use crate::command::words::grant::DepreciateAsset;
use crate::decide::refusal::Refusal;
use crate::decide::{Case, proportion};
use crate::event::Event;
use crate::event::grant::{AssetCommissioned, AssetDepreciated, AssetUseReported};
use crate::id::AssetId;
use crate::money::Money;

/// How long an asset serves at the most: a hundred years.
const LONGEST_LIFE: u32 = 1_200;

/// An asset is bought: a grant pays its part out of its line, the cooperative the rest out of what is its own.
pub(super) fn commission(case: &Case<'_>, words: &AssetCommissioned) -> Result<Vec<Event>, Refusal> {
    let AssetCommissioned { asset, cost, till, life_months, .. } = *words;
    case.unused(Class::Asset, asset.0)?;
    case.own_currency(cost)?;
    if !(1..=LONGEST_LIFE).contains(&life_months) {
        return Err(Refusal::LifeOutOfBounds { asset, months: life_months, most: LONGEST_LIFE });
    }
    let granted = words.grant.map_or(case.cooperative.currency.zero(), |part| part.amount);
    if granted.exceeds(cost)? {
        return Err(Refusal::GrantBeyondCost { asset, cost, granted });
    }
    if let Some(part) = words.grant {
        case.grant_pays(till, part, Some(cost.minus(granted)?))?;
    }
    case.holds(till, cost.minus(granted)?)?;
    Ok(vec![words.clone().into()])
}

/// Equal parts of the cost over the life, each rounded so that what is gone by then is right: the last takes what is left.
pub(super) fn depreciate(case: &Case<'_>, words: &DepreciateAsset) -> Result<Vec<Event>, Refusal> {
    let DepreciateAsset { movement, asset: id, months } = *words;
    case.unused(Class::Movement, movement.0)?;
    let asset = known(case, id)?;
    let left = asset.life_months - asset.months;
    if months == 0 || months > left {
        return Err(Refusal::LifeOver { asset: id, left, asked: months });
    }
    let begun = months_begun(asset.since, case.day);
    if i64::from(asset.months + months) > begun {
        return Err(Refusal::NotYetServed { asset: id, begun, counted: asset.months, asked: months });
    }
    let gone = |of: Money, account: Account| {
        let currency = of.currency();
        let month = |number: u32| Money::new(i128::from(number), currency);
        let by_now = proportion(of, month(asset.months + months), month(asset.life_months))?;
        let before = of.minus(Money::new(case.cooperative.balances.of(account, currency).minor().abs(), currency))?;
        Ok::<Money, Refusal>(by_now.minus(before)?)
    };
    let amount = gone(asset.cost, Account::Equipment(id))?;
    let released = asset.granted.map(|(_, part)| gone(part, Account::DeferredGrant(id))).transpose()?;
    Ok(vec![AssetDepreciated { movement, asset: id, months, amount, released }.into()])
}

/// Somebody looked after an asset.
pub(super) fn report_use(case: &Case<'_>, words: &AssetUseReported) -> Result<Vec<Event>, Refusal> {
    known(case, words.asset)?;
    Ok(vec![words.clone().into()])
}

fn known<'a>(case: &Case<'a>, asset: AssetId) -> Result<&'a Asset, Refusal> {
    let known = case.cooperative.grants.assets.get(&asset).ok_or(Refusal::UnknownAsset { asset })?;
    case.begun("asset", asset, known.since)?;
    Ok(known)
}

/// How many months have begun from one day to another, the month of the first day among them.
fn months_begun(since: Date, day: Date) -> i64 {
    let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
    (months(day) - months(since) + 1).max(0)
}

#[cfg(test)]
mod tests;
