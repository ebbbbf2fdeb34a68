//! Rules of goods in other hands: a shop owes for what it sells and for nothing else, and parcels share one freight.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::agreement::document::Agreement;
use crate::agreement::step::{Cost, Incurred, Step, To};
use crate::book::state::shop::{Consigned, Consignment};
use crate::command::words::shop::ShareFreight;
use crate::command::words::trade::RecordSale;
use crate::decide::Case;
use crate::decide::delivery::named_once;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::membership::PartyRole;
use crate::event::shop::{ConsignmentDelivered, ConsignmentReturned, FreightBy, FreightPart, FreightShared, Parcel};
use crate::id::{Code, ConsignmentId, PartyId};
use crate::money::{Money, split};

/// Goods are left with a shop that can buy them.
pub(super) fn consign(case: &Case<'_>, words: &ConsignmentDelivered) -> Result<Vec<Event>, Refusal> {
    case.buyer(words.shop)?;
    if case.cooperative.consignments.contains_key(&words.consignment) {
        return Err(Refusal::AlreadyExists { what: "consignment", id: words.consignment.0 });
    }
    named_once(words.lines.iter().map(|line| (line.line, line.quantity.decimal())))?;
    Ok(vec![words.clone().into()])
}

/// No more comes back than lies in the shop.
pub(super) fn take_back(case: &Case<'_>, words: &ConsignmentReturned) -> Result<Vec<Event>, Refusal> {
    let known = case.consignment(words.consignment)?;
    named_once(words.lines.iter().map(|part| (part.line, part.quantity.decimal())))?;
    for part in &words.lines {
        in_shop(words.consignment, known, part.line, part.quantity.decimal())?;
    }
    Ok(vec![words.clone().into()])
}

/// The line of a consignment, of which so many pieces must lie in the shop.
pub(super) fn in_shop(
    id: ConsignmentId,
    known: &Consignment,
    line: Code,
    asked: Decimal,
) -> Result<Consigned, Refusal> {
    let consigned = known.lines.get(&line).ok_or(Refusal::UnknownLine { what: "consignment", id: id.0, line })?;
    let left = consigned.left();
    if asked > left { Err(Refusal::NotInShop { consignment: id, line, left, asked }) } else { Ok(*consigned) }
}

/// One freight is divided among parcels, by the same rule as every price, before their sales are recorded.
pub(super) fn share_freight(case: &Case<'_>, words: &ShareFreight) -> Result<Vec<Event>, Refusal> {
    let ShareFreight { shipment, carrier, freight, by, parcels, reference } = words.clone();
    case.party(carrier, PartyRole::Carrier, PartyRole::Carrier.word())?;
    if case.cooperative.shipments.contains_key(&shipment) {
        return Err(Refusal::AlreadyExists { what: "shipment", id: shipment.0 });
    }
    case.own_currency(freight)?;
    if parcels.is_empty() {
        return Err(Refusal::Empty { what: "`parcels`" });
    }
    let mut named = BTreeSet::new();
    let mut weights = Vec::with_capacity(parcels.len());
    for parcel in &parcels {
        let sale = parcel.sale;
        if !named.insert(sale) {
            return Err(Refusal::ParcelTwice { sale });
        }
        if case.cooperative.sales.contains_key(&sale) {
            return Err(Refusal::FreightTooLate { sale });
        }
        if let Some(&shipment) = case.cooperative.travels.get(&sale) {
            return Err(Refusal::InOtherShipment { sale, shipment });
        }
        parcel.value.into_iter().chain(parcel.alone).try_for_each(|amount| case.own_currency(amount).map(|_| ()))?;
        weights.push(weight(parcel, by).ok_or(Refusal::MeasureMissing { sale, field: by.field() })?);
    }
    let turn = case.cooperative.turn;
    let mut parts = Vec::with_capacity(parcels.len());
    for (parcel, amount) in parcels.iter().zip(split(freight, &weights, turn)?) {
        let saved = parcel.alone.map(|alone| alone.minus(amount)).transpose()?;
        parts.push(FreightPart { sale: parcel.sale, amount, saved: saved.filter(|saved| !saved.is_negative()) });
    }
    Ok(vec![FreightShared { shipment, carrier, freight, by, parcels, reference, parts, turn }.into()])
}

/// How much of a parcel there is.
fn weight(parcel: &Parcel, by: FreightBy) -> Option<Decimal> {
    match by {
        FreightBy::Weight => parcel.kilograms.map(|weight| weight.decimal()),
        FreightBy::Value => parcel.value.map(Money::decimal),
        FreightBy::Piece => parcel.pieces.map(|pieces| pieces.decimal()),
    }
}

/// A sale's part of the freight of its shipment; a figure written beside it must be the same.
/// It is owed to who carries it, or to the cooperative that has paid for it.
pub(super) fn freight_of(case: &Case<'_>, words: &RecordSale, terms: &Agreement) -> Result<Option<Money>, Refusal> {
    let sale = words.sale;
    let Some(shipment) = words.shipment else {
        let travels = case.cooperative.travels.get(&sale);
        return travels.map_or(Ok(None), |&shipment| Err(Refusal::ShipmentNotNamed { sale, shipment }));
    };
    let known = case.cooperative.shipments.get(&shipment).ok_or(Refusal::UnknownShipment { shipment })?;
    let carrier = known.carrier;
    if let Some(receiver) = paid_for_freight(terms).find(|receiver| *receiver != carrier) {
        return Err(Refusal::OtherCarrier { shipment, carrier, receiver });
    }
    case.begun("shipment", shipment, known.on)?;
    let part = *known.parts.get(&sale).ok_or(Refusal::NotInShipment { sale, shipment })?;
    match words.costs.iter().find(|cost| cost.cost.as_str() == FREIGHT) {
        Some(written) if written.amount != part => {
            Err(Refusal::FreightDiffers { shipment, part, said: written.amount })
        }
        Some(_) | None => Ok(Some(part)),
    }
}

/// The parties to whom an agreement passes the freight on.
fn paid_for_freight(terms: &Agreement) -> impl Iterator<Item = PartyId> {
    terms.steps.iter().filter_map(|step| {
        let Step::Cost(Cost { cost: Incurred::Named(cost), to: To::Party(party), .. }) = step else { return None };
        (cost.as_str() == FREIGHT).then_some(*party)
    })
}

/// The cost that the freight of a shipment is, in the words of agreements.
pub(super) const FREIGHT: &str = "freight";

impl<'a> Case<'a> {
    /// A consignment, on a day on which it was with the shop.
    pub(super) fn consignment(&self, consignment: ConsignmentId) -> Result<&'a Consignment, Refusal> {
        let known = self.cooperative.consignments.get(&consignment);
        let known = known.ok_or(Refusal::UnknownConsignment { consignment })?;
        self.begun("consignment", consignment, known.on)?;
        Ok(known)
    }
}

#[cfg(test)]
mod tests;
