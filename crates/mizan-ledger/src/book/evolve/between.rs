//! What transfers between two organisations change in the book.

use crate::book::evolve::{Changes, Unknown};
use crate::book::state::Cooperative;
use crate::book::state::between::Sent;
use crate::event::between::{TransferReceived, TransferSent};
use crate::record::Envelope;

impl Changes for TransferSent {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let sent = Sent { to: self.to, amount: self.amount, on: at.occurred_on };
        own.between.sent.insert(self.transfer, sent);
        Ok(())
    }
}

impl Changes for TransferReceived {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.between.received.insert((self.from, self.transfer));
        Ok(())
    }
}
