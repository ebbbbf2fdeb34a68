//! Orders by size are delivered in parts: tallied, inspected, some pieces mended, and what is accepted is invoiced.

use std::borrow::Cow;

use mizan_ledger::id::{Code, DeliveryId, OrderId};
use mizan_ledger::money::Money;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::generator::Generator;
use crate::generator::terms::Channel;

impl Generator {
    /// A part of an order is delivered, inspected, and what is accepted is invoiced at once or with the next delivery.
    pub(super) fn deliver_by_size(&mut self, at: usize) {
        let place = self.chance.place_in(self.shops[at].sized.len());
        let Some((order, channel)) = self.shops[at].sized.get(place).copied() else { return };
        let Some(delivery) = self.hand_in(at, order) else {
            self.shops[at].sized.swap_remove(place);
            return;
        };
        if self.chance.percent(4) {
            // The lorry turned back.
            let Some(last) = self.said.back().cloned() else { return };
            let records: Vec<_> = last.written.into_iter().map(|written| written.record).collect();
            self.take_back(at, &records, "did_not_happen");
            return;
        }
        self.tally(at, delivery);
        self.inspect(at, delivery, 92);
        self.rework(at, delivery);
        self.invoice_delivery(at, order, delivery, channel);
    }

    /// Some pieces of each line that still lacks some.
    fn hand_in(&mut self, at: usize, id: OrderId) -> Option<DeliveryId> {
        let order = self.books_of(at).orders.get(&id)?;
        let lacking: Vec<(Code, Decimal)> = order
            .lines
            .iter()
            .map(|(line, known)| (*line, known.line.quantity.decimal() - known.delivered))
            .filter(|(_, lacking)| *lacking > Decimal::ZERO)
            .collect();
        if lacking.is_empty() {
            return None;
        }
        let all = self.chance.percent(40);
        let lines: Vec<Value> = lacking
            .into_iter()
            .map(|(line, lacking)| {
                let most = u64::try_from(lacking).unwrap_or(1).max(1);
                let pieces = if all { most } else { self.chance.between(1, most) };
                json!({"line": line, "quantity": pieces.to_string()})
            })
            .collect();
        let delivery = self.code("delivery");
        let words = json!({"delivery": delivery, "order": id, "lines": lines, "reference": format!("Note {delivery}")});
        self.say(at, "treasurer", "deliver_goods", words)?;
        delivery.parse().ok()
    }

    /// The pieces of a delivery are shared out on the tally sheet, with the hours they took.
    fn tally(&mut self, at: usize, id: DeliveryId) {
        let Some(pieces) = self.books_of(at).deliveries.get(&id).map(|delivery| delivery.pieces()) else { return };
        let mut left = u64::try_from(pieces).unwrap_or(0);
        let members = self.chance.some_of(&self.shops[at].members, 4);
        let last = members.len().saturating_sub(1);
        for (place, member) in members.into_iter().enumerate() {
            let pieces = if place == last { left } else { self.chance.between(0, left) };
            left -= pieces;
            if pieces > 0 {
                let hours = Decimal::from(pieces * self.chance.between(1, 6)) / Decimal::TWO;
                let words = json!({"work": self.code("work"), "member": member, "delivery": id,
                    "did": {"pieces": pieces.to_string(), "hours": hours.to_string()}});
                self.say(at, "leader", "record_work", words);
            }
        }
    }

    /// The buyer accepts so many of a hundred pieces that wait for it.
    fn inspect(&mut self, at: usize, id: DeliveryId, of_a_hundred: u64) {
        let Some(delivery) = self.books_of(at).deliveries.get(&id).map(Cow::into_owned) else { return };
        let mut lines = Vec::new();
        for (line, pieces) in &delivery.lines {
            let waiting = u64::try_from(pieces.waiting).unwrap_or(0);
            if waiting > 0 {
                let rejected = (0..waiting).filter(|_| !self.chance.percent(of_a_hundred)).count() as u64;
                lines.push(json!({"line": line, "accepted": (waiting - rejected).to_string(),
                    "rejected": rejected.to_string(), "cause": "seam"}));
            }
        }
        if !lines.is_empty() {
            self.say(at, "treasurer", "inspect_delivery", json!({"delivery": id, "lines": lines}));
        }
    }

    /// Usually what was rejected is mended, by somebody who is not paid for it once more, and then accepted.
    fn rework(&mut self, at: usize, id: DeliveryId) {
        let Some(delivery) = self.books_of(at).deliveries.get(&id).map(Cow::into_owned) else { return };
        let rejected = delivery.lines.iter().filter(|(_, pieces)| pieces.rejected > Decimal::ZERO);
        let lines: Vec<Value> =
            rejected.map(|(line, pieces)| json!({"line": line, "quantity": pieces.rejected.to_string()})).collect();
        if lines.is_empty() || self.chance.percent(30) {
            return;
        }
        let Some(member) = self.chance.one_of(&self.shops[at].members).copied() else { return };
        let work = json!({"work": self.code("work"), "member": member, "delivery": id, "rework": true,
            "did": {"hours": self.chance.between(1, 8).to_string()}});
        if self.say(at, "leader", "rework_goods", json!({"delivery": id, "lines": lines})).is_some() {
            self.say(at, "leader", "record_work", work);
            self.inspect(at, id, 100);
        }
    }

    fn invoice_delivery(&mut self, at: usize, id: OrderId, delivery: DeliveryId, channel: Channel) {
        let books = self.books_of(at);
        let (Some(order), Some(known)) = (books.orders.get(&id), books.deliveries.get(&delivery)) else { return };
        let (currency, buyer) = (order.total.currency(), order.buyer);
        let mut lines = Vec::new();
        let mut total = 0;
        for (line, pieces) in &known.lines {
            let accepted = pieces.accepted - pieces.invoiced;
            let Some(ordered) = order.lines.get(line).filter(|_| accepted > Decimal::ZERO) else { continue };
            let price = ordered.line.unit_price;
            let worth = Money::rounded(accepted * price.decimal(), currency);
            total += worth.expect("the prices of the generator are small").minor();
            lines.push(
                json!({"line": line, "product": "Garment", "quantity": accepted.to_string(), "unit_price": price}),
            );
        }
        if lines.is_empty() {
            return;
        }
        let total = Money::new(total, currency);
        let own = self.shops[at].currency;
        let rate = (currency != own).then(|| self.rate(own, currency.code()));
        let words = json!({"order": id, "delivery": delivery, "buyer": buyer, "lines": lines, "total": total});
        self.invoice(at, channel, total, rate, words);
    }
}
