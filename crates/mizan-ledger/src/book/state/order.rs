//! What the book remembers of orders.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::event::order::{Due, Offset, OrderLine};
use crate::id::{Code, DeliveryId, PartyId};
use crate::money::{Money, Rate};

/// An order and its advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Who ordered.
    pub buyer: PartyId,
    /// When.
    pub placed_on: Date,
    /// The whole price.
    pub total: Money,
    /// The deposit agreed.
    pub deposit: Option<Rate>,
    /// How the advance is offset.
    pub offset: Offset,
    /// The channel it came through.
    pub channel: Option<Code>,
    /// The class of product.
    pub product_class: Option<Code>,
    /// Its lines, if it says them.
    pub lines: BTreeMap<Code, Ordered>,
    /// What was delivered of it.
    pub deliveries: BTreeSet<DeliveryId>,
    /// When its invoices must be paid.
    pub due: Option<Due>,
    /// The part of each invoice the buyer keeps back.
    pub retention: Option<Rate>,
    /// Which version it is: each change is another.
    pub version: u32,
    /// When this version was confirmed.
    pub confirmed_on: Option<Date>,
    /// When it was cancelled.
    pub cancelled_on: Option<Date>,
    /// What was paid in advance, less what was given back.
    pub advanced: Money,
    /// What is left of it, in the currency of the order.
    pub open: Money,
    /// What is left of it, in the cooperative's.
    pub open_booked: Money,
    /// What was given back of the advance.
    pub refunded: Money,
    /// What was invoiced so far.
    pub invoiced: Money,
    /// The value of the materials advanced for it and not yet counted in a sale.
    pub materials: Money,
}

packed!(struct Order {
    buyer, placed_on, total, deposit, offset, channel, product_class, lines, deliveries, due, retention, version,
    confirmed_on, cancelled_on, advanced, open, open_booked, refunded, invoiced, materials,
});

/// A line of an order, and how many of its pieces are where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// As it was ordered.
    pub line: OrderLine,
    /// Delivered, and not rejected since.
    pub delivered: Decimal,
    /// Invoiced.
    pub invoiced: Decimal,
}

packed!(struct Ordered { line, delivered, invoiced });

impl Ordered {
    /// A line of which nothing was delivered yet.
    #[must_use]
    pub fn new(line: OrderLine) -> Ordered {
        Ordered { line, delivered: Decimal::ZERO, invoiced: Decimal::ZERO }
    }

    /// The pieces it cannot fall below.
    #[must_use]
    pub fn bound(&self) -> Decimal {
        self.delivered.max(self.invoiced)
    }
}
