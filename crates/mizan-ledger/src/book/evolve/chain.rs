//! What a resale changes in the book: who holds the goods of a sale now.

use crate::book::evolve::{Changes, Unknown};
use crate::book::state::Cooperative;
use crate::book::state::trade::Hop;
use crate::event::chain::ResaleRecorded;
use crate::id::ResaleId;
use crate::record::Envelope;

impl Changes for ResaleRecorded {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let hop = Hop { on: at.occurred_on, resale: self.resale, buyer: self.buyer };
        own.sale_mut(self.sale)?.hops.push(hop);
        own.resales.insert(self.resale, self.sale);
        Ok(())
    }
}

impl Cooperative {
    /// A hop is taken back while it is the last one.
    pub(in crate::book) fn undo_resale(&mut self, resale: ResaleId) -> Result<(), Unknown> {
        let sale = self.resales.remove(&resale).ok_or_else(|| Unknown("resale", resale.to_string()))?;
        self.sale_mut(sale)?.hops.retain(|hop| hop.resale != resale);
        Ok(())
    }
}
