//! The columns a table of somebody's own may have, by the words a profile maps them with.

use serde::{Deserialize, Serialize};

/// A column a table of somebody's own may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The day of the sale.
    Date,
    /// The number of the order or invoice. Rows with the same number are one order.
    Reference,
    /// What was sold, in words.
    Product,
    /// What was sold, as a code.
    Sku,
    /// Whose product it is.
    Vendor,
    /// How many; one where the column is missing or empty.
    Quantity,
    /// The price of one.
    Price,
    /// Taken off the row.
    Discount,
    /// Charged for the way.
    Shipping,
    /// Tax, in the row's total.
    Tax,
    /// What the row comes to.
    Total,
    /// What the whole order comes to, the same in each of its rows.
    OrderTotal,
    /// The currency of the row.
    Currency,
    /// Units of the accounts' currency for one of the row's.
    Rate,
    /// The day it was paid; not yet if empty.
    PaidOn,
    /// How much of the row was paid; all of it where the column is missing or empty.
    Paid,
    /// How it was paid.
    Method,
    /// How much of the row was given back.
    Refunded,
    /// On which day.
    RefundedOn,
    /// What a provider kept.
    Fee,
    /// Whose sale it is.
    Cooperative,
    /// Who made it: one or more names, set off by `;` or `+`.
    Maker,
}

impl Field {
    /// Every field, in the order a person is told them.
    pub const ALL: [Field; 22] = [
        Field::Date,
        Field::Reference,
        Field::Product,
        Field::Sku,
        Field::Vendor,
        Field::Quantity,
        Field::Price,
        Field::Discount,
        Field::Shipping,
        Field::Tax,
        Field::Total,
        Field::OrderTotal,
        Field::Currency,
        Field::Rate,
        Field::PaidOn,
        Field::Paid,
        Field::Method,
        Field::Refunded,
        Field::RefundedOn,
        Field::Fee,
        Field::Cooperative,
        Field::Maker,
    ];

    /// The word it is written as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Field::Date => "date",
            Field::Reference => "reference",
            Field::Product => "product",
            Field::Sku => "sku",
            Field::Vendor => "vendor",
            Field::Quantity => "quantity",
            Field::Price => "price",
            Field::Discount => "discount",
            Field::Shipping => "shipping",
            Field::Tax => "tax",
            Field::Total => "total",
            Field::OrderTotal => "order_total",
            Field::Currency => "currency",
            Field::Rate => "rate",
            Field::PaidOn => "paid_on",
            Field::Paid => "paid",
            Field::Method => "method",
            Field::Refunded => "refunded",
            Field::RefundedOn => "refunded_on",
            Field::Fee => "fee",
            Field::Cooperative => "cooperative",
            Field::Maker => "maker",
        }
    }
}
