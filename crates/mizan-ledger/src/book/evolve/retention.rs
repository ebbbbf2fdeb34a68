//! What is kept back of sales changes in the book.

use crate::book::evolve::{Changes, Unknown, add, take};
use crate::book::state::Cooperative;
use crate::event::retention::{RetentionHeld, RetentionReleased};
use crate::id::SaleId;
use crate::money::Money;
use crate::record::Envelope;

impl Changes for RetentionHeld {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let sale = own.sale_mut(self.sale)?;
        add(&mut sale.retained, self.amount);
        add(&mut sale.retained_booked, self.booked);
        Ok(())
    }
}

impl Changes for RetentionReleased {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.releases.insert(at.position, (self.amount, self.booked));
        let sale = own.sale_mut(self.sale)?;
        sale.built_on = true;
        take(&mut sale.retained, self.amount);
        take(&mut sale.retained_booked, self.booked);
        Ok(())
    }
}

impl Cooperative {
    /// What a release made due is kept back again.
    pub(in crate::book) fn undo_release(&mut self, sale: SaleId, position: u64) -> Result<(), Unknown> {
        let undone: Option<(Money, Money)> = self.releases.remove(&position);
        let (amount, booked) = undone.ok_or_else(|| Unknown("release of the retention of sale", sale.to_string()))?;
        let sale = self.sale_mut(sale)?;
        add(&mut sale.retained, amount);
        add(&mut sale.retained_booked, booked);
        Ok(())
    }
}
