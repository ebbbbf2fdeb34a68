//! What the closing of a period changes in the book.

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::period::Closing;
use crate::event::period::{PeriodClosed, PeriodReopened};
use crate::record::Envelope;

impl Changes for PeriodClosed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.closed.push(Closing { period: self.period, until: self.until, on: at.occurred_on, by: at.actor.id });
        Ok(())
    }
}

impl Changes for PeriodReopened {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let last = own.closed.last_mut().filter(|closing| closing.period == self.period);
        known(last, "period", self.period)?;
        own.closed.pop();
        Ok(())
    }
}
