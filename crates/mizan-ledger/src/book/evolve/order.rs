//! What orders change in the book.

use std::collections::BTreeSet;

use crate::book::evolve::{Changes, Unknown};
use crate::book::state::Cooperative;
use crate::book::state::order::{Order, Ordered};
use crate::event::order::{OrderCancelled, OrderChanged, OrderConfirmed, OrderPlaced};
use crate::record::Envelope;

impl Changes for OrderPlaced {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let nothing = self.total.currency().zero();
        let order = Order {
            buyer: self.buyer,
            placed_on: at.occurred_on,
            total: self.total,
            deposit: self.deposit,
            offset: self.offset,
            channel: self.channel,
            product_class: self.product_class,
            lines: self.lines.iter().map(|line| (line.line, Ordered::new(line.clone()))).collect(),
            deliveries: BTreeSet::new(),
            due: self.due,
            retention: self.retention,
            version: 1,
            confirmed_on: None,
            cancelled_on: None,
            advanced: nothing,
            open: nothing,
            open_booked: own.currency.zero(),
            refunded: nothing,
            invoiced: nothing,
            materials: own.currency.zero(),
        };
        own.orders.insert(self.order, order);
        Ok(())
    }
}

impl Changes for OrderConfirmed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.order_mut(self.order)?.confirmed_on = Some(at.occurred_on);
        Ok(())
    }
}

impl Changes for OrderChanged {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let order = own.order_mut(self.order)?;
        let mut before = std::mem::take(&mut order.lines);
        for line in &self.lines {
            let known = before.remove(&line.line);
            let ordered =
                known.map_or_else(|| Ordered::new(line.clone()), |known| Ordered { line: line.clone(), ..known });
            order.lines.insert(line.line, ordered);
        }
        order.total = self.total;
        order.version += 1;
        order.confirmed_on = None;
        Ok(())
    }
}

impl Changes for OrderCancelled {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.order_mut(self.order)?.cancelled_on = Some(at.occurred_on);
        Ok(())
    }
}
