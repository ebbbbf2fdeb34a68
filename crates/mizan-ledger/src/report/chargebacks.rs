//! What buyers' banks took back of sales, who bears it, and what came back.

use jiff::civil::Date;
use serde::Serialize;

use crate::agreement::document::Bearer;
use crate::event::Event;
use crate::id::{ChargebackId, SaleId};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::text::Label;

/// A payment that a buyer's bank took back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChargebackLine {
    /// The chargeback.
    pub chargeback: ChargebackId,
    /// When.
    pub on: Date,
    /// How much, in the currency of the invoice.
    pub amount: Amount,
    /// What left the till, in the cooperative's.
    pub booked: Amount,
    /// Who bears it.
    pub borne_by: Bearer,
    /// Why, in the words of the bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
    /// The bank's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Until when it takes an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Date>,
    /// When it came back, or a part of it last did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reversed_on: Option<Date>,
    /// How much of it came back.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub came_back: Amount,
}

/// Notes what a record says of the chargebacks of a sale.
pub(crate) fn note(lines: &mut Vec<ChargebackLine>, sale: SaleId, record: &Record) {
    let on = record.envelope.occurred_on;
    if let Event::ChargebackReceived(e) = &record.event
        && e.sale == sale
    {
        lines.push(ChargebackLine {
            chargeback: e.chargeback,
            on,
            amount: Amount(e.amount),
            booked: Amount(e.booked),
            borne_by: e.borne_by,
            reason: e.reason.clone(),
            reference: e.reference.clone(),
            answer_by: e.answer_by,
            reversed_on: None,
            came_back: Amount::zero(e.amount.currency()),
        });
    } else if let Event::ChargebackReversed(e) = &record.event
        && let Some(line) = lines.iter_mut().find(|line| line.chargeback == e.chargeback)
    {
        line.reversed_on = Some(on);
        line.came_back = line.came_back.plus(Amount(e.amount));
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
