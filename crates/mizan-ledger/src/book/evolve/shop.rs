//! What goods in other hands change in the book.

use rust_decimal::Decimal;

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::shop::{Consigned, Consignment, Shipment};
use crate::event::shop::{ConsignmentDelivered, ConsignmentReturned, FreightShared};
use crate::id::{Code, ConsignmentId};
use crate::record::Envelope;

impl Changes for ConsignmentDelivered {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let nothing = Decimal::ZERO;
        let lines = self.lines.iter().map(|line| {
            let (unit_price, delivered) = (line.unit_price, line.quantity.decimal());
            (line.line, Consigned { unit_price, delivered, returned: nothing, sold: nothing })
        });
        let (shop, on, currency) = (self.shop, at.occurred_on, self.currency.unwrap_or(own.currency));
        own.consignments.insert(self.consignment, Consignment { shop, on, currency, lines: lines.collect() });
        Ok(())
    }
}

impl Changes for ConsignmentReturned {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        for part in &self.lines {
            own.consigned_mut(self.consignment, part.line)?.returned += part.quantity.decimal();
        }
        Ok(())
    }
}

impl Changes for FreightShared {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let parts = self.parts.iter().map(|part| (part.sale, part.amount)).collect();
        own.travels.extend(self.parts.iter().map(|part| (part.sale, self.shipment)));
        own.shipments.insert(self.shipment, Shipment { on: at.occurred_on, carrier: self.carrier, parts });
        Ok(())
    }
}

impl Cooperative {
    pub(super) fn consigned_mut(&mut self, id: ConsignmentId, line: Code) -> Result<&mut Consigned, Unknown> {
        let consignment = known(self.consignments.get_mut(&id), "consignment", id)?;
        known(consignment.lines.get_mut(&line), "line", line)
    }
}
