//! What buyers order: the lines with their sizes, what is agreed about paying, and what becomes of an order.

use serde::{Deserialize, Serialize};

use crate::id::{Code, OrderId, PartyId};
use crate::money::{Money, Quantity, Rate, UnitPrice, positive};
use crate::text::Label;

/// How a buyer's advance is offset against the sales of its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// Each sale takes the share of the advance that it is of the order.
    #[default]
    ProRata,
    /// The first sales take the whole advance.
    FirstInFirstOut,
}

packed!(enum Offset { 0 = ProRata, 1 = FirstInFirstOut });

/// One line of an order: a product in one size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderLine {
    /// The line, as deliveries and invoices name it.
    pub line: Code,
    /// What is ordered.
    pub product: Label,
    /// In which size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Label>,
    /// How many pieces.
    pub quantity: Quantity,
    /// The price of one, tax included, in the currency of the order.
    pub unit_price: UnitPrice,
}

packed!(struct OrderLine { line, product, size, quantity, unit_price });

/// Who carries the goods how far, by the eleven rules of Incoterms 2020.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Incoterm {
    /// Ex works.
    Exw,
    /// Free carrier.
    Fca,
    /// Carriage paid to.
    Cpt,
    /// Carriage and insurance paid to.
    Cip,
    /// Delivered at place.
    Dap,
    /// Delivered at place unloaded.
    Dpu,
    /// Delivered duty paid.
    Ddp,
    /// Free alongside ship.
    Fas,
    /// Free on board.
    Fob,
    /// Cost and freight.
    Cfr,
    /// Cost, insurance and freight.
    Cif,
}

/// From when the days to pay are counted. The words follow the payment time references of UN/EDIFACT 2475.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueAfter {
    /// The day of the order.
    Order,
    /// The day the contract was signed.
    Contract,
    /// The day of the invoice.
    Invoice,
    /// The day the goods were delivered.
    Delivery,
    /// The day the documents were presented.
    Documents,
    /// The day the buyer sold the goods on.
    Resale,
    /// The day the shop had the proceeds.
    Proceeds,
}

packed!(enum DueAfter {
    0 = Order, 1 = Contract, 2 = Invoice, 3 = Delivery, 4 = Documents, 5 = Resale, 6 = Proceeds,
});

impl DueAfter {
    /// Its word, where no record says of an invoice which day it is.
    #[must_use]
    pub fn never_known(self) -> Option<&'static str> {
        match self {
            DueAfter::Order | DueAfter::Contract | DueAfter::Invoice | DueAfter::Delivery => None,
            DueAfter::Documents => Some("documents"),
            DueAfter::Resale => Some("resale"),
            DueAfter::Proceeds => Some("proceeds"),
        }
    }
}

/// When invoices of an order must be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// How many days.
    pub days: u16,
    /// After what.
    pub after: DueAfter,
}

packed!(struct Due { days, after });

/// A buyer has ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderPlaced {
    /// The order.
    pub order: OrderId,
    /// Who ordered.
    pub buyer: PartyId,
    /// The whole price, in the currency of its invoices.
    #[serde(deserialize_with = "positive")]
    pub total: Money,
    /// The part the buyer pays before work begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Rate>,
    /// How the advance is offset.
    #[serde(default)]
    pub offset: Offset,
    /// The trade channel, which picks the agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Code>,
    /// The class of product, which picks the agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_class: Option<Code>,
    /// The buyer's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// What is ordered, line by line; they sum to the total.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<OrderLine>,
    /// Who carries the goods how far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incoterm: Option<Incoterm>,
    /// When its invoices must be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// The part of each invoice that the buyer keeps back until it is released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<Rate>,
}

/// The cooperative says yes to an order as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderConfirmed {
    /// The order.
    pub order: OrderId,
    /// The number of the confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// An order has a new version, which is to be confirmed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderChanged {
    /// The order.
    pub order: OrderId,
    /// The whole price from now on.
    #[serde(deserialize_with = "positive")]
    pub total: Money,
    /// All its lines from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<OrderLine>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
}

/// Nothing more is delivered or invoiced on an order; what is left of its advance is to be given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderCancelled {
    /// The order.
    pub order: OrderId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
}
