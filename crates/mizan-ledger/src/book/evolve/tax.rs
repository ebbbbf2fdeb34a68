//! What withheld tax changes in the book: the rates that hold, and what was named.

use crate::book::evolve::{Changes, Unknown};
use crate::book::state::tax::TaxRate;
use crate::book::state::{Class, Cooperative};
use crate::event::tax::{TaxRemitted, TaxWithheld, WithholdingRateSet};
use crate::record::Envelope;

impl Changes for WithholdingRateSet {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.taxes.entry(self.tax).or_default().push(TaxRate { from: self.from, rate: self.rate });
        Ok(())
    }
}

impl Changes for TaxWithheld {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}

impl Changes for TaxRemitted {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}
