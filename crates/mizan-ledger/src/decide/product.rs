//! Rules of products: a worksheet adds up, nobody lowers a maker's price but she herself, a piece says who made it.

use rust_decimal::Decimal;

use crate::agreement::step::Step;
use crate::agreement::terms::Per;
use crate::book::state::product::Product;
use crate::decide::Case;
use crate::decide::payout::is;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::product::{PieceListed, PriceSet, ProductDefined, Worksheet};
use crate::id::{AgreementId, Code, ProductId};
use crate::money::{Currency, NotMoney, UnitPrice};
use crate::record::Role;

/// A version of a product is defined in its turn, and its price is the sum of its parts.
pub(super) fn define(case: &Case<'_>, words: &ProductDefined) -> Result<Vec<Event>, Refusal> {
    let ProductDefined { product, version, .. } = *words;
    let known = case.cooperative.products.get(&product).map_or(0, |product| product.versions.len());
    let next = u32::try_from(known).unwrap_or(u32::MAX).saturating_add(1);
    if version != next {
        return Err(Refusal::ProductVersion { product, version, next });
    }
    if let Some(worksheet) = &words.worksheet {
        case.in_own_currency(worksheet.currency)?;
        adds_up(product, worksheet)?;
    }
    Ok(vec![words.clone().into()])
}

fn adds_up(product: ProductId, worksheet: &Worksheet) -> Result<(), Refusal> {
    let Worksheet { hours, hourly, overhead, margin, price, .. } = worksheet;
    let too_large = || NotMoney::TooLarge(format!("{hours} hours at {hourly}"));
    let work = hours.decimal().checked_mul(hourly.decimal()).ok_or_else(too_large)?;
    let parts = worksheet.materials.iter().map(|material| material.amount.decimal());
    let parts = parts.chain([work, overhead.decimal(), margin.decimal()]);
    let parts = parts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add).ok_or_else(too_large)?;
    let parts = UnitPrice::rounded(parts).map_err(|_| too_large())?;
    if parts == *price {
        return Ok(());
    }
    let difference = (parts.decimal() - price.decimal()).abs();
    Err(Refusal::WorksheetDiffers { product, parts, price: *price, difference })
}

/// A price is set by whose it is, or by a leader on her behalf; a lower one by herself alone, or by the assembly where
/// it is nobody's in particular.
pub(super) fn set_price(case: &Case<'_>, words: &PriceSet) -> Result<Vec<Event>, Refusal> {
    let PriceSet { product: id, member, price, .. } = *words;
    let product = case.product(id)?;
    case.in_own_currency(words.currency)?;
    let common = product.price_of(None, case.day);
    match member {
        Some(member) => {
            case.member(member)?;
            let (actor, herself) = (case.actor.id, is(case.actor.id, member));
            if !herself && case.actor.role != Role::Leader {
                return Err(Refusal::NotHerPrice { member, actor });
            }
            match product.price_of(Some(member), case.day).or(common) {
                Some(in_force) if price < in_force && !herself => {
                    return Err(Refusal::PriceLowered { member, price, in_force });
                }
                Some(_) | None => {}
            }
        }
        None => {
            let decided = words.minutes.is_some() && hands_in_minutes(case.actor.role);
            if !decided && case.actor.role != Role::Leader {
                return Err(Refusal::NobodysPrice { product: id });
            }
            match common {
                Some(in_force) if price < in_force && !decided => {
                    return Err(Refusal::CommonPriceLowered { product: id, price, in_force });
                }
                Some(_) | None => {}
            }
        }
    }
    match floor(case, product.class()) {
        Some((floor, agreement)) if price < floor => Err(Refusal::BelowFloor { product: id, price, floor, agreement }),
        Some(_) | None => Ok(vec![words.clone().into()]),
    }
}

/// Whether somebody in this capacity hands in what the assembly has decided: an officer does, who buys or mediates
/// never.
fn hands_in_minutes(role: Role) -> bool {
    match role {
        Role::Operator | Role::President | Role::Secretary | Role::Treasurer | Role::Leader | Role::Import => true,
        Role::Cashier
        | Role::Storekeeper
        | Role::Member
        | Role::Buyer
        | Role::Intermediary
        | Role::Auditor
        | Role::Certifier => false,
    }
}

/// The least that an agreement in force for this class of products promises the makers of one piece. One that counts by
/// other units, or takes any product, says nothing here.
fn floor(case: &Case<'_>, class: Option<Code>) -> Option<(UnitPrice, AgreementId)> {
    let versions = case.cooperative.agreements.values().flat_map(|versions| versions.values());
    let for_class = versions.filter(|version| class.is_some() && version.terms.product_class == class);
    let in_force = for_class.filter(|version| version.holds_on(case.day));
    let floors = in_force.filter_map(|version| {
        let minimums = version.terms.steps.iter().filter_map(|step| match step {
            Step::Minimum(minimum) if minimum.per == Per::Piece => {
                let plus = minimum.plus.iter().map(|plus| plus.amount.decimal());
                plus.chain([minimum.amount.decimal()]).try_fold(Decimal::ZERO, Decimal::checked_add)
            }
            Step::Minimum(_)
            | Step::Tax(_)
            | Step::Cost(_)
            | Step::Premium(_)
            | Step::Share(_)
            | Step::Deduction(_)
            | Step::Rounding(_) => None,
        });
        let highest = minimums.max().and_then(|highest| UnitPrice::rounded(highest).ok())?;
        Some((highest, version.terms.agreement))
    });
    floors.min()
}

/// A piece is listed once, by members who made it.
pub(super) fn list(case: &Case<'_>, words: &PieceListed) -> Result<Vec<Event>, Refusal> {
    if case.cooperative.pieces.contains_key(&words.piece) {
        return Err(Refusal::AlreadyExists { what: "piece", id: words.piece.0 });
    }
    if let Some(product) = words.product {
        case.product(product)?;
    }
    if words.makers.is_empty() {
        return Err(Refusal::Empty { what: "`makers`" });
    }
    let mut named = std::collections::BTreeSet::new();
    for maker in &words.makers {
        case.works(maker.member)?;
        if !named.insert(maker.member) {
            return Err(Refusal::MemberTwice { member: maker.member });
        }
    }
    Ok(vec![words.clone().into()])
}

impl<'a> Case<'a> {
    /// A product that was defined.
    pub(super) fn product(&self, product: ProductId) -> Result<&'a Product, Refusal> {
        self.cooperative.products.get(&product).ok_or(Refusal::UnknownProduct { product })
    }

    fn in_own_currency(&self, said: Currency) -> Result<(), Refusal> {
        let currency = self.cooperative.currency;
        if said == currency { Ok(()) } else { Err(Refusal::OtherCurrency { said, currency }) }
    }
}

#[cfg(test)]
mod tests;
