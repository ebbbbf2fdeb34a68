//! Rules of disputes of invoices: a buyer disputes no more than its invoice, once at a time, and whoever raised that or wrote
//! it down does not say whether it is right.

use crate::book::state::trade::Sale;
use crate::command::words::dispute::{DisputeInvoice, SettleInvoiceDispute};
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::dispute::{DisputeEnd, InvoiceDisputeSettled, InvoiceDisputed};
use crate::id::SaleId;
use crate::money::Money;
use crate::record::Role;

/// A buyer disputes what is open or paid of its invoice.
pub(super) fn raise(case: &Case<'_>, words: &DisputeInvoice) -> Result<Vec<Event>, Refusal> {
    let DisputeInvoice { dispute, sale: id, amount, reason } = *words;
    if case.cooperative.disputes.contains_key(&dispute) {
        return Err(Refusal::AlreadyExists { what: "dispute", id: dispute.0 });
    }
    let sale = case.sale(id)?;
    its_own_or_ours(case, id, &sale)?;
    if let Some(&dispute) = case.cooperative.disputed.get(&id) {
        return Err(Refusal::DisputedAlready { sale: id, dispute });
    }
    let currency = sale.total.currency();
    if amount.currency() != currency {
        return Err(Refusal::WrongCurrency { amount, currency });
    }
    let left = Money::new(sale.total.minor() - sale.charged_back.minor(), currency);
    if amount.exceeds(left)? {
        return Err(Refusal::DisputedTooMuch { sale: id, left, asked: amount });
    }
    Ok(vec![
        InvoiceDisputed { dispute, sale: id, amount, reason, buyer: sale.buyer, sealed: Default::default() }.into(),
    ])
}

/// A buyer withdraws its dispute; whether it was right another person of the cooperative says than the one who raised it.
pub(super) fn settle(case: &Case<'_>, words: &SettleInvoiceDispute) -> Result<Vec<Event>, Refusal> {
    let SettleInvoiceDispute { dispute: id, outcome } = *words;
    let dispute = case.cooperative.disputes.get(&id).ok_or(Refusal::UnknownDispute { dispute: id })?;
    case.begun("dispute", id, dispute.on)?;
    if let Some(outcome) = dispute.outcome {
        return Err(Refusal::DisputeSettled { dispute: id, outcome: outcome.word() });
    }
    match outcome {
        DisputeEnd::Withdrawn => its_own_or_ours(case, dispute.sale, &*case.sale(dispute.sale)?)?,
        DisputeEnd::Upheld | DisputeEnd::Refused => {
            if dispute.by == case.actor.id {
                return Err(Refusal::RaisedIt { dispute: id, actor: dispute.by });
            }
            if !keeps_accounts(case.actor.role) {
                return Err(Refusal::NotTheirsToSettle { dispute: id, actor: case.actor.id, outcome: outcome.word() });
            }
        }
    }
    Ok(vec![InvoiceDisputeSettled { dispute: id, outcome, sale: dispute.sale }.into()])
}

/// The buyer speaks of its own invoice, or an officer of the cooperative writes down what it says.
fn its_own_or_ours(case: &Case<'_>, sale: SaleId, known: &Sale) -> Result<(), Refusal> {
    let (actor, buyer) = (case.actor, known.buyer);
    let its_own = actor.role == Role::Buyer && actor.id.0 == buyer.0;
    if its_own || keeps_accounts(actor.role) {
        Ok(())
    } else {
        Err(Refusal::NotItsInvoice { sale, buyer, actor: actor.id })
    }
}

/// Whether somebody in this capacity deals with buyers for the cooperative.
fn keeps_accounts(role: Role) -> bool {
    match role {
        Role::Operator
        | Role::President
        | Role::Secretary
        | Role::Treasurer
        | Role::Cashier
        | Role::Storekeeper
        | Role::Leader => true,
        Role::Member | Role::Buyer | Role::Intermediary | Role::Auditor | Role::Certifier | Role::Import => false,
    }
}

#[cfg(test)]
mod tests;
