//! What deliveries change in the book: where pieces are, and whose work on them was paid.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::agreement::facts::Maker;
use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::delivery::{Delivery, Drawn, Measure, Pieces, measures};
use crate::book::state::order::Ordered;
use crate::event::delivery::{DeliveryInspected, GoodsDelivered, GoodsReworked, InspectedLine};
use crate::event::trade::{SaleRecorded, WorkRecorded};
use crate::id::{Code, DeliveryId, OrderId, SaleId};
use crate::record::Envelope;

impl Changes for GoodsDelivered {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let mut delivery = Delivery {
            order: self.order,
            on: at.occurred_on,
            lines: BTreeMap::new(),
            tally: BTreeMap::new(),
            inspections: BTreeMap::new(),
        };
        for part in &self.lines {
            let quantity = part.quantity.decimal();
            delivery.lines.insert(part.line, Pieces { waiting: quantity, ..Pieces::default() });
            own.ordered_mut(self.order, part.line)?.delivered += quantity;
        }
        own.order_mut(self.order)?.deliveries.insert(self.delivery);
        own.deliveries.insert(self.delivery, delivery);
        Ok(())
    }
}

impl Changes for DeliveryInspected {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let delivery = own.delivery_mut(self.delivery)?;
        delivery.inspections.insert(at.position, self.lines.clone());
        for part in &self.lines {
            own.inspect(self.delivery, part, Decimal::ONE)?;
        }
        Ok(())
    }
}

impl Changes for GoodsReworked {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        for part in &self.lines {
            let quantity = part.quantity.decimal();
            let delivery = own.delivery_mut(self.delivery)?;
            let order = delivery.order;
            let pieces = known(delivery.lines.get_mut(&part.line), "line", part.line)?;
            pieces.rejected -= quantity;
            pieces.waiting += quantity;
            own.ordered_mut(order, part.line)?.delivered += quantity;
        }
        Ok(())
    }
}

impl Cooperative {
    pub(in crate::book) fn delivery_mut(&mut self, id: DeliveryId) -> Result<&mut Delivery, Unknown> {
        known(self.deliveries.get_mut(&id), "delivery", id)
    }

    pub(in crate::book) fn ordered_mut(&mut self, order: OrderId, line: Code) -> Result<&mut Ordered, Unknown> {
        known(self.order_mut(order)?.lines.get_mut(&line), "line", line)
    }

    /// What an inspection says of one line happens to its pieces; with a sign of minus one it is taken back.
    pub(in crate::book) fn inspect(
        &mut self,
        id: DeliveryId,
        part: &InspectedLine,
        sign: Decimal,
    ) -> Result<(), Unknown> {
        let (accepted, rejected) = (part.accepted.decimal() * sign, part.rejected.decimal() * sign);
        let delivery = self.delivery_mut(id)?;
        let order = delivery.order;
        let pieces = known(delivery.lines.get_mut(&part.line), "line", part.line)?;
        pieces.waiting -= accepted + rejected;
        pieces.accepted += accepted;
        pieces.rejected += rejected;
        // A line that was taken out of its order since has nothing to count.
        if let Ok(ordered) = self.ordered_mut(order, part.line) {
            ordered.delivered -= rejected;
        }
        Ok(())
    }

    /// An entry of the tally sheet counts for its delivery; with a sign of minus one it counts no more.
    pub(in crate::book) fn tally(&mut self, id: DeliveryId, maker: &Maker, sign: Decimal) -> Result<(), Unknown> {
        let tally = self.delivery_mut(id)?.tally.entry(maker.member).or_default();
        count(&mut tally.done, maker, sign);
        Ok(())
    }

    /// A sale draws pieces from its order and its delivery, and pays those who made them.
    pub(super) fn draw(&mut self, sale: &SaleRecorded) -> Result<(), Unknown> {
        let mut pieces: BTreeMap<Code, Decimal> = BTreeMap::new();
        for line in &sale.lines {
            if let Some(code) = line.line {
                *pieces.entry(code).or_default() += line.quantity.decimal();
            }
        }
        if pieces.is_empty() {
            return Ok(());
        }
        let made_by = match (sale.delivery, &sale.makers) {
            (None, _) => Vec::new(),
            (Some(_), Some(named)) => named.clone(),
            (Some(_), None) => sale.made_by.clone(),
        };
        let (order, delivery, consignment) = (sale.order, sale.delivery, sale.consignment);
        let drawn = Drawn { order, delivery, consignment, pieces, made_by };
        self.count_drawn(&drawn, Decimal::ONE)?;
        self.drawn.insert(sale.sale, drawn);
        Ok(())
    }

    /// What a sale drew can be drawn again.
    pub(in crate::book) fn give_back_drawn(&mut self, sale: SaleId) -> Result<(), Unknown> {
        match self.drawn.remove(&sale) {
            Some(drawn) => self.count_drawn(&drawn, Decimal::NEGATIVE_ONE),
            None => Ok(()),
        }
    }

    fn count_drawn(&mut self, drawn: &Drawn, sign: Decimal) -> Result<(), Unknown> {
        for (line, quantity) in &drawn.pieces {
            if let Some(ordered) = drawn.order.and_then(|order| self.ordered_mut(order, *line).ok()) {
                ordered.invoiced += *quantity * sign;
            }
            if let Some(id) = drawn.consignment {
                self.consigned_mut(id, *line)?.sold += *quantity * sign;
            }
            if let Some(id) = drawn.delivery {
                known(self.delivery_mut(id)?.lines.get_mut(line), "line", line)?.invoiced += *quantity * sign;
            }
        }
        for maker in &drawn.made_by {
            if let Some(id) = drawn.delivery {
                count(&mut self.delivery_mut(id)?.tally.entry(maker.member).or_default().paid, maker, sign);
            }
        }
        Ok(())
    }

    /// An entry of the tally sheet is for the order of its delivery, if it names none itself.
    pub(super) fn order_of_work(&self, work: &WorkRecorded) -> Option<OrderId> {
        let delivered = || work.delivery.and_then(|id| self.deliveries.get(&id)).map(|delivery| delivery.order);
        work.order.or_else(delivered)
    }
}

fn count(sums: &mut BTreeMap<Measure, Decimal>, maker: &Maker, sign: Decimal) {
    for (measure, quantity) in measures(maker) {
        *sums.entry(measure).or_default() += quantity * sign;
    }
}
