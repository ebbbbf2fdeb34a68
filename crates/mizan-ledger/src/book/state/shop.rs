//! What the book remembers of goods in other hands.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::{Code, PartyId, SaleId};
use crate::money::{Currency, Money, UnitPrice};

/// Goods left with a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consignment {
    /// The shop.
    pub shop: PartyId,
    /// Since when.
    pub on: Date,
    /// The currency of the prices.
    pub currency: Currency,
    /// Its pieces, line by line.
    pub lines: BTreeMap<Code, Consigned>,
}

packed!(struct Consignment { shop, on, currency, lines });

/// How many pieces of one line of a consignment are where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consigned {
    /// What is asked for one.
    pub unit_price: UnitPrice,
    /// Left with the shop.
    pub delivered: Decimal,
    /// Come back.
    pub returned: Decimal,
    /// Sold by the shop.
    pub sold: Decimal,
}

packed!(struct Consigned { unit_price, delivered, returned, sold });

/// A shipment: what each sale in it pays of its freight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// When its freight was divided.
    pub on: Date,
    /// Who carries it.
    pub carrier: PartyId,
    /// Each sale's part.
    pub parts: BTreeMap<SaleId, Money>,
}

packed!(struct Shipment { on, carrier, parts });

impl Consigned {
    /// What lies in the shop.
    #[must_use]
    pub fn left(&self) -> Decimal {
        self.delivered - self.returned - self.sold
    }

    /// Whether nothing has happened to it.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.left() == self.delivered
    }
}
