//! Goods in other hands before they are sold: left with a shop to sell, and on their way together with others.

use serde::{Deserialize, Serialize};

use crate::event::delivery::LinePieces;
use crate::id::{Code, ConsignmentId, PartyId, SaleId, ShipmentId};
use crate::money::{Currency, Money, Quantity, UnitPrice, positive};
use crate::text::Label;

/// One line of what is left with a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsignedLine {
    /// The line, as returns and invoices name it.
    pub line: Code,
    /// What it is.
    pub product: Label,
    /// How many pieces.
    pub quantity: Quantity,
    /// What the cooperative asks for one of them, tax included.
    pub unit_price: UnitPrice,
}

/// Goods are left with a shop, which owes for them only what it sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsignmentDelivered {
    /// The consignment.
    pub consignment: ConsignmentId,
    /// The shop, which will be the buyer of what it sells.
    pub shop: PartyId,
    /// The currency of the prices; the cooperative's own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What is left there.
    pub lines: Vec<ConsignedLine>,
    /// The number of the delivery note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// Goods come back from a shop unsold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsignmentReturned {
    /// The consignment.
    pub consignment: ConsignmentId,
    /// How many pieces of which lines.
    pub lines: Vec<LinePieces>,
    /// The number of the note that came with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// By what the freight of a shipment is divided among its parcels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreightBy {
    /// By kilograms.
    Weight,
    /// By what the goods are worth.
    Value,
    /// By pieces.
    Piece,
}

impl FreightBy {
    /// The field of a parcel that says how much of it there is.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            FreightBy::Weight => "kilograms",
            FreightBy::Value => "value",
            FreightBy::Piece => "pieces",
        }
    }
}

/// The goods of one sale in a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parcel {
    /// The sale, which is recorded after its shipment.
    pub sale: SaleId,
    /// What it weighs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kilograms: Option<Quantity>,
    /// What it is worth, in the cooperative's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// How many pieces it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pieces: Option<Quantity>,
    /// What its freight would have been alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone: Option<Money>,
}

/// One parcel's part of the freight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreightPart {
    /// The sale.
    pub sale: SaleId,
    /// Its part.
    pub amount: Money,
    /// By how much less that is than alone, where that is known and so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Money>,
}

/// Several sales travel together and share one freight. It is charged with each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreightShared {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Who carries it.
    pub carrier: PartyId,
    /// What the way of all of it costs, in the cooperative's currency.
    #[serde(deserialize_with = "positive")]
    pub freight: Money,
    /// By what it is divided.
    pub by: FreightBy,
    /// What travels.
    pub parcels: Vec<Parcel>,
    /// The number of the waybill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Each parcel's part; they sum to the freight.
    pub parts: Vec<FreightPart>,
    /// Who is served first when centimes tie: how many sales the cooperative had recorded.
    pub turn: u64,
}
