//! What disputes of invoices change in the book: what is disputed, and by whom it was said. Nothing is owed less by that.

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::dispute::Dispute;
use crate::event::dispute::{InvoiceDisputeSettled, InvoiceDisputed};
use crate::record::Envelope;

impl Changes for InvoiceDisputed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let InvoiceDisputed { dispute, sale, amount, .. } = *self;
        let known = Dispute { on: at.occurred_on, sale, amount, by: at.actor.id, outcome: None };
        own.disputes.insert(dispute, known);
        own.disputed.insert(sale, dispute);
        Ok(())
    }
}

impl Changes for InvoiceDisputeSettled {
    fn changes(&self, own: &mut Cooperative, _at: &Envelope) -> Result<(), Unknown> {
        let dispute = known(own.disputes.get_mut(&self.dispute), "dispute of an invoice", self.dispute)?;
        dispute.outcome = Some(self.outcome);
        own.disputed.remove(&self.sale);
        Ok(())
    }
}
