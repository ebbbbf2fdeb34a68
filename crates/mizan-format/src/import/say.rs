//! Commands as this import says them: written as JSON and read again as `mizan record` reads them.
//!
//! So whatever is wrong with one is found by the same checks, and a command that learns more words needs nothing here.

use jiff::civil::Date;
use mizan_ledger::account::Till;
use mizan_ledger::agreement::facts::{CostIncurred, InvoicedTax, Maker, OrderKind};
use mizan_ledger::command::Submission;
use mizan_ledger::event::trade::{CreditReason, LineKind};
use mizan_ledger::event::treasury::{Allocation, FeeKind};
use mizan_ledger::id::{
    Code, CooperativeId, CreditNoteId, FeeId, PartyId, PaymentId, PieceId, ProductId, RefundId, SaleId,
};
use mizan_ledger::money::{ExchangeRate, Money, Quantity, UnitPrice};
use mizan_ledger::record::Actor;
use mizan_ledger::text::Label;
use serde::Serialize;

use crate::import::problem::Problem;

/// What goes with a command.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Voice {
    /// What every key of the sale begins with.
    pub(super) key: String,
    pub(super) actor: Actor,
    pub(super) cooperative: CooperativeId,
}

/// A sale.
#[derive(Serialize)]
pub(super) struct Sale {
    pub(super) sale: SaleId,
    pub(super) buyer: PartyId,
    pub(super) channel: Option<Code>,
    pub(super) product_class: Option<Code>,
    pub(super) lines: Vec<Line>,
    pub(super) discount: Option<Money>,
    pub(super) total: Money,
    pub(super) rate: Option<ExchangeRate>,
    pub(super) costs: Vec<CostIncurred>,
    pub(super) provider_fees: Option<Money>,
    pub(super) invoiced_tax: Option<InvoicedTax>,
    pub(super) order_kind: OrderKind,
    pub(super) reference: Option<Label>,
    pub(super) makers: Vec<Maker>,
}

/// A line of a sale.
#[derive(Serialize)]
pub(super) struct Line {
    pub(super) kind: LineKind,
    pub(super) product: Label,
    pub(super) item: Option<ProductId>,
    pub(super) piece: Option<PieceId>,
    pub(super) quantity: Quantity,
    pub(super) unit_price: UnitPrice,
    pub(super) kilograms: Option<Quantity>,
    pub(super) square_metres: Option<Quantity>,
}

/// What a provider keeps of a sale.
#[derive(Serialize)]
pub(super) struct Fee {
    pub(super) fee: FeeId,
    pub(super) kind: FeeKind,
    pub(super) till: Till,
    pub(super) amount: Money,
    pub(super) sale: SaleId,
    pub(super) reference: Option<Label>,
}

/// A payment of one sale.
#[derive(Serialize)]
pub(super) struct Payment {
    pub(super) payment: PaymentId,
    pub(super) buyer: PartyId,
    pub(super) amount: Money,
    pub(super) rate: Option<ExchangeRate>,
    pub(super) till: Till,
    pub(super) reference: Option<Label>,
    pub(super) pays: Vec<Allocation>,
}

/// A part of a sale taken back.
#[derive(Serialize)]
pub(super) struct Credit {
    pub(super) credit_note: CreditNoteId,
    pub(super) sale: SaleId,
    pub(super) amount: Money,
    pub(super) reason: CreditReason,
}

/// Money paid back.
#[derive(Serialize)]
pub(super) struct Refund {
    pub(super) refund: RefundId,
    pub(super) sale: SaleId,
    pub(super) amount: Money,
    pub(super) rate: Option<ExchangeRate>,
    pub(super) till: Till,
    pub(super) reference: Option<Label>,
}

#[derive(Serialize)]
struct Said<'a, T> {
    key: &'a str,
    occurred_on: Date,
    actor: Actor,
    cooperative: CooperativeId,
    r#type: &'static str,
    data: T,
}

impl Voice {
    /// Says a command under the key of a step.
    pub(super) fn say(
        &self,
        step: &str,
        occurred_on: Date,
        r#type: &'static str,
        data: impl Serialize,
    ) -> Result<Submission, Problem> {
        let (actor, cooperative) = (self.actor, self.cooperative);
        let said = Said { key: &self.key_of(step), occurred_on, actor, cooperative, r#type, data };
        let line = serde_json::to_string(&said).map_err(|error| Problem::NotACommand { why: error.to_string() })?;
        Submission::parse(&line).map_err(|error| Problem::NotACommand { why: error.to_string() })
    }

    /// The key of a step.
    pub(super) fn key_of(&self, step: &str) -> String {
        format!("{}:{step}", self.key)
    }
}
