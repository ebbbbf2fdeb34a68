//! The words of trade: materials, sales, credit notes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agreement::facts::{CostIncurred, InvoicedTax, Maker, OrderKind, Served};
use crate::event::trade::{CreditReason, Line, Weight};
use crate::id::{
    AgreementId, Code, ConsignmentId, CreditNoteId, DeliveryId, MaterialsId, OrderId, PartyId, SaleId, ShipmentId,
};
use crate::money::{ExchangeRate, Money, Rate, UnitPrice, positive};
use crate::text::{Label, some_day};

words! {
    /// Materials are handed to members against later earnings.
    AdvanceMaterials {
        /// This hand-over.
        materials: MaterialsId,
        /// What.
        item: Label,
        /// Its value.
        #[serde(deserialize_with = "positive")]
        value: Money,
        /// For which order.
        #[serde(default)]
        order: Option<OrderId>,
        /// Between whom, by which weights.
        members: Vec<Weight>,
    }

    /// A sale is invoiced.
    RecordSale {
        /// The sale.
        sale: SaleId,
        /// Who buys.
        buyer: PartyId,
        /// The order it fulfils.
        #[serde(default)]
        order: Option<OrderId>,
        /// The delivery whose accepted pieces are invoiced.
        #[serde(default)]
        delivery: Option<DeliveryId>,
        /// The consignment its goods were left in.
        #[serde(default)]
        consignment: Option<ConsignmentId>,
        /// Why the shop pays less than what was asked for them.
        #[serde(default)]
        below_agreed: Option<Label>,
        /// The shipment it travels in.
        #[serde(default)]
        shipment: Option<ShipmentId>,
        /// The agreement, where channel and class of product leave a choice.
        #[serde(default)]
        agreement: Option<AgreementId>,
        /// The trade channel; the order's if absent.
        #[serde(default)]
        channel: Option<Code>,
        /// The class of product; the order's if absent.
        #[serde(default)]
        product_class: Option<Code>,
        /// Who exports it in its own name.
        #[serde(default)]
        exporter: Option<PartyId>,
        /// When the contract was signed.
        #[serde(default, deserialize_with = "some_day")]
        contracted_on: Option<Date>,
        /// When the goods were delivered.
        #[serde(default, deserialize_with = "some_day")]
        delivered_on: Option<Date>,
        /// What is sold.
        lines: Vec<Line>,
        /// Taken off the sum of the lines.
        #[serde(default)]
        discount: Option<Money>,
        /// What the buyer owes, tax included.
        #[serde(deserialize_with = "positive")]
        total: Money,
        /// The rate, if that is not the cooperative's currency.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// Costs passed on at cost.
        #[serde(default)]
        costs: Vec<CostIncurred>,
        /// Fees a provider takes of this sale.
        #[serde(default)]
        provider_fees: Option<Money>,
        /// The tax in it as the invoice states it, in the currency of the invoice.
        #[serde(default)]
        invoiced_tax: Option<InvoicedTax>,
        /// The price the buyer sells it on for.
        #[serde(default)]
        resale: Option<Money>,
        /// What a unit costs on the market, on the day the price was fixed.
        #[serde(default)]
        market: Option<UnitPrice>,
        /// Where the buyer's order came from.
        #[serde(default)]
        order_kind: OrderKind,
        /// The number of the invoice.
        #[serde(default)]
        reference: Option<Label>,
        /// When the buyer must pay.
        #[serde(default, deserialize_with = "some_day")]
        due_on: Option<Date>,
        /// Who served it beside making it: who led, checked the quality, taught.
        #[serde(default)]
        served: Vec<Served>,
        /// The part of it that the buyer keeps back; the order's if absent.
        #[serde(default)]
        retention: Option<Rate>,
        /// Until when.
        #[serde(default, deserialize_with = "some_day")]
        retained_until: Option<Date>,
        /// Who made it; if absent, the work recorded for the order that no sale has paid yet.
        #[serde(default)]
        makers: Option<Vec<Maker>>,
    }

    /// A part of a sale is given back to its buyer.
    IssueCreditNote {
        /// The credit note.
        credit_note: CreditNoteId,
        /// Of which sale.
        sale: SaleId,
        /// How much, in the currency of the invoice.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Why.
        reason: CreditReason,
    }
}
