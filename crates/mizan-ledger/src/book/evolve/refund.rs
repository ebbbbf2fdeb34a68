//! What money that goes back to buyers changes in the book.

use crate::book::evolve::{Changes, Unknown, add, take};
use crate::book::state::{Class, Cooperative};
use crate::event::refund::AdvanceRefunded;
use crate::record::Envelope;

impl Changes for AdvanceRefunded {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Refund, self.refund.0);
        own.advance_refunds.insert(self.refund, self.order);
        let order = own.order_mut(self.order)?;
        take(&mut order.advanced, self.amount);
        take(&mut order.open, self.amount);
        take(&mut order.open_booked, self.booked);
        add(&mut order.refunded, self.amount);
        Ok(())
    }
}
