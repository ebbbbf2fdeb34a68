//! Who made what of an order: its items are put to their makers, and each group of makers has a sale of its own.
//!
//! One sale is divided among its makers by one rule of one agreement. A rug and a coaster by two weavers in one sale
//! would be divided by their pieces, half and half; so what different women made are different sales, and the order's
//! discount, shipping and tax are divided among them by what they come to.

use mizan_ledger::agreement::facts::{GradedPieces, Maker, Measures};
use mizan_ledger::id::{Code, CooperativeId, MemberId};
use mizan_ledger::money::Quantity;
use rust_decimal::Decimal;

use crate::import::order::{Item, Order};
use crate::import::problem::Problem;
use crate::import::profile::{Catalogue, Product, Profile};

/// What one sale is about, so that items can be in it together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) cooperative: CooperativeId,
    pub(super) channel: Option<Code>,
    pub(super) class: Option<Code>,
    members: Vec<MemberId>,
}

/// The items of one sale.
#[derive(Debug)]
pub(super) struct Share<'a> {
    pub(super) terms: Terms,
    pub(super) items: Vec<Placed<'a>>,
}

/// An item and who made it.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub(super) item: &'a Item,
    /// What the profile says of its product.
    pub(super) entry: Option<&'a Product>,
    pub(super) kilograms: Option<Quantity>,
    pub(super) square_metres: Option<Quantity>,
    makers: Vec<Maker>,
}

/// Puts the items of an order to their makers, in the order in which the makers come.
pub(super) fn shares<'a>(
    order: &'a Order,
    profile: &Profile,
    catalogue: &Catalogue<'a>,
) -> Result<Vec<Share<'a>>, Problem> {
    let mut shares: Vec<Share<'_>> = Vec::new();
    for item in &order.items {
        let entry = catalogue.find(&item.sku, &item.name, &item.vendor);
        if entry.is_none() && item.makers.is_empty() {
            return Err(unmapped(item));
        }
        let makers = if item.makers.is_empty() { of_entry(item, entry)? } else { of_row(item, profile)? };
        let cooperative = item.cooperative.or(entry.and_then(|entry| entry.cooperative));
        let cooperative = cooperative.or(profile.cooperative);
        let mut members: Vec<MemberId> = makers.iter().map(|maker| maker.member).collect();
        members.sort_unstable();
        let terms = Terms {
            cooperative: cooperative.ok_or_else(|| Problem::NoCooperative { product: item.shown() })?,
            channel: entry.and_then(|entry| entry.channel).or(profile.channel),
            class: entry.and_then(|entry| entry.class),
            members,
        };
        let times = |one: Option<Quantity>| one.map(|one| product(one, item.quantity)).transpose();
        let placed = Placed {
            item,
            entry,
            kilograms: times(entry.and_then(|entry| entry.kilograms))?,
            square_metres: times(entry.and_then(|entry| entry.square_metres))?,
            makers,
        };
        match shares.iter_mut().find(|share| share.terms == terms) {
            Some(share) => share.items.push(placed),
            None => shares.push(Share { terms, items: vec![placed] }),
        }
    }
    Ok(shares)
}

/// What to add to the profile, ready to be copied.
fn unmapped(item: &Item) -> Problem {
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let name = if item.sku.is_empty() {
        format!("\"product\": {}", quoted(&item.name))
    } else {
        format!("\"sku\": {}", quoted(&item.sku))
    };
    let entry = format!("{{{name}, \"makers\": [{{\"member\": …}}]}}");
    Problem::UnmappedProduct { product: item.name.chars().take(80).collect(), entry }
}

/// The makers a row names, by their identifiers or by the names the profile knows. One alone made every piece.
fn of_row(item: &Item, profile: &Profile) -> Result<Vec<Maker>, Problem> {
    let mut makers: Vec<Maker> = Vec::new();
    for name in &item.makers {
        let known = profile.members.get(name).copied().or_else(|| name.parse().ok());
        let member = known.ok_or_else(|| Problem::UnknownMaker { name: name.chars().take(60).collect() })?;
        if makers.iter().all(|maker| maker.member != member) {
            makers.push(Maker { member, did: Measures::default(), graded: Vec::new() });
        }
    }
    if let [alone] = makers.as_mut_slice() {
        alone.did.pieces = Some(item.quantity);
    }
    Ok(makers)
}

/// The makers of a product, with what each did for as many pieces.
fn of_entry(item: &Item, entry: Option<&Product>) -> Result<Vec<Maker>, Problem> {
    let makers = entry.map_or(&[][..], |entry| &entry.makers);
    let times = |one: Option<Quantity>| one.map(|one| product(one, item.quantity)).transpose();
    let did = |maker: &Maker| {
        let Measures { pieces, kilograms, square_metres, hours } = maker.did;
        let graded = maker
            .graded
            .iter()
            .map(|of| Ok(GradedPieces { grade: of.grade, pieces: product(of.pieces, item.quantity)? }));
        Ok::<Maker, Problem>(Maker {
            member: maker.member,
            did: Measures {
                pieces: times(pieces)?,
                kilograms: times(kilograms)?,
                square_metres: times(square_metres)?,
                hours: times(hours)?,
            },
            graded: graded.collect::<Result<_, Problem>>()?,
        })
    };
    let mut makers: Vec<Maker> = makers.iter().map(did).collect::<Result<_, _>>()?;
    match makers.as_mut_slice() {
        [] => return Err(Problem::NoMakers { product: item.shown() }),
        [alone] if alone.did == Measures::default() && alone.graded.is_empty() => {
            alone.did.pieces = Some(item.quantity)
        }
        [_, ..] => {}
    }
    Ok(makers)
}

impl Share<'_> {
    /// What its items come to without their own discounts: what the order's discount and shipping are divided by.
    pub(super) fn weight(&self) -> Decimal {
        let net = |placed: &Placed<'_>| placed.item.gross().saturating_sub(placed.item.discount.decimal());
        self.items.iter().map(net).fold(Decimal::ZERO, Decimal::saturating_add).max(Decimal::ZERO)
    }

    /// Its makers, each with what she did for all its items.
    pub(super) fn makers(&self) -> Result<Vec<Maker>, Problem> {
        let mut together: Vec<Maker> = Vec::new();
        for maker in self.items.iter().flat_map(|placed| &placed.makers) {
            let Some(known) = together.iter_mut().find(|known| known.member == maker.member) else {
                together.push(maker.clone());
                continue;
            };
            known.did = Measures {
                pieces: sum(known.did.pieces, maker.did.pieces)?,
                kilograms: sum(known.did.kilograms, maker.did.kilograms)?,
                square_metres: sum(known.did.square_metres, maker.did.square_metres)?,
                hours: sum(known.did.hours, maker.did.hours)?,
            };
            for of in &maker.graded {
                match known.graded.iter_mut().find(|known| known.grade == of.grade) {
                    Some(known) => known.pieces = quantity(known.pieces.decimal().saturating_add(of.pieces.decimal()))?,
                    None => known.graded.push(*of),
                }
            }
        }
        Ok(together)
    }
}

fn product(one: Quantity, times: Quantity) -> Result<Quantity, Problem> {
    quantity(one.decimal().saturating_mul(times.decimal()))
}

fn sum(one: Option<Quantity>, other: Option<Quantity>) -> Result<Option<Quantity>, Problem> {
    match (one, other) {
        (None, said) | (said, None) => Ok(said),
        (Some(one), Some(other)) => quantity(one.decimal().saturating_add(other.decimal())).map(Some),
    }
}

fn quantity(value: Decimal) -> Result<Quantity, Problem> {
    Quantity::new(value.normalize()).map_err(|error| Problem::NotACommand { why: error.to_string() })
}
