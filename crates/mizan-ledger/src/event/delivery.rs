//! Goods on their way to a buyer: delivered, inspected piece by piece, reworked.

use serde::{Deserialize, Serialize};

use crate::id::{Code, DeliveryId, OrderId};
use crate::money::Quantity;
use crate::text::Label;

/// Pieces of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinePieces {
    /// The line.
    pub line: Code,
    /// How many pieces.
    pub quantity: Quantity,
}

/// Goods of an order were delivered; the buyer has still to inspect them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodsDelivered {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The order.
    pub order: OrderId,
    /// How many pieces of which lines.
    pub lines: Vec<LinePieces>,
    /// The number of the delivery note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// What the buyer says of the pieces of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectedLine {
    /// The line.
    pub line: Code,
    /// How many pieces are accepted.
    pub accepted: Quantity,
    /// How many are rejected.
    pub rejected: Quantity,
    /// Why they are, in a word that returns are counted by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Code>,
}

packed!(struct InspectedLine { line, accepted, rejected, cause });

/// The buyer has inspected a delivery, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryInspected {
    /// The delivery.
    pub delivery: DeliveryId,
    /// What is said of which lines.
    pub lines: Vec<InspectedLine>,
    /// The number of the inspection report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// Rejected pieces were mended and are presented again: they wait for another inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodsReworked {
    /// The delivery.
    pub delivery: DeliveryId,
    /// How many pieces of which lines.
    pub lines: Vec<LinePieces>,
}
