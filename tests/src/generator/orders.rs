//! Orders by size: placed line by line, confirmed, changed, cancelled, with the unspent advance given back.

use std::borrow::Cow;

use mizan_ledger::book::state::order::Order;
use mizan_ledger::id::{OrderId, SaleId};
use mizan_ledger::money::Money;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::generator::Generator;
use crate::generator::terms::Channel;

/// The sizes of garments.
const SIZES: [&str; 4] = ["s", "m", "l", "xl"];

impl Generator {
    /// A buyer orders garments by size, and pays a part in advance.
    pub(super) fn take_an_order_by_size(&mut self, at: usize) {
        let channel = if self.chance.percent(60) { Channel::Export } else { Channel::Local };
        let (currency, rate) = self.invoice_currency(at, channel);
        let own = self.shops[at].currency;
        let price = self.amount(own, 40, 160);
        let price = self.priced(price, currency, rate);
        let sizes = self.chance.some_of(&SIZES, SIZES.len());
        let lines: Vec<Value> = sizes
            .into_iter()
            .map(|size| {
                let pieces = self.chance.between(4, 60);
                json!({"line": size, "product": "Garment", "size": size.to_uppercase(),
                    "quantity": pieces.to_string(), "unit_price": price.number()})
            })
            .collect();
        let Some(buyer) = self.chance.one_of(&self.buyers).copied() else { return };
        let order = self.code("order");
        let total = priced_lines(&lines, price);
        let mut placed = json!({"order": order, "buyer": buyer, "total": total, "deposit": "0.5", "lines": lines,
            "channel": channel.code(), "incoterm": "FCA", "due": {"days": 60, "after": "invoice"}});
        if self.chance.percent(40) {
            placed["retention"] = json!("0.05");
        }
        if self.say(at, "treasurer", "place_order", placed).is_none() {
            return;
        }
        self.shops[at].sized.extend(order.parse().map(|order: OrderId| (order, channel)));
        if self.chance.percent(60) {
            let amount = self.part_of(total, 30, 50);
            self.pay_in_advance(at, &order, amount);
        }
    }

    /// A buyer's money for an order comes in before anything is sold.
    pub(super) fn pay_in_advance(&mut self, at: usize, order: &str, amount: Money) {
        let own = self.shops[at].currency;
        let foreign = amount.currency() != own;
        let mut advance = json!({"payment": self.code("advance"), "order": order, "amount": amount,
            "value_date": self.today, "till": if foreign { "bank:foreign" } else { "bank:main" }});
        if foreign {
            advance["rate"] = json!(self.rate(own, amount.currency().code()).to_string());
        }
        self.say(at, "treasurer", "receive_advance", advance);
    }

    /// An order is confirmed, made larger, or cancelled while nothing of it is delivered.
    pub(super) fn tend_an_order(&mut self, at: usize) {
        let place = self.chance.place_in(self.shops[at].sized.len());
        let Some((id, _)) = self.shops[at].sized.get(place).copied() else { return };
        let Some(order) = self.books_of(at).orders.get(&id).map(Cow::into_owned) else { return };
        let untouched = order.lines.values().all(|line| line.bound().is_zero());
        match self.chance.below(10) {
            0..4 if order.confirmed_on.is_none() => {
                self.say(at, "president", "confirm_order", json!({"order": id, "reference": "OC"}));
            }
            0..7 => self.enlarge(at, id, &order),
            _ if untouched => self.cancel(at, id, place),
            _ => self.release_what_was_kept_back(at),
        }
    }

    /// A season later the buyer lets go what it kept back of a sale, all of it or a part, and pays it with the next money.
    pub(super) fn release_what_was_kept_back(&mut self, at: usize) {
        let kept = self.books_of(at).sales.iter().filter(|(_, sale)| sale.retained.is_positive());
        let mut kept: Vec<(SaleId, Money)> = kept.map(|(id, sale)| (id, sale.retained)).collect();
        kept.sort_by_key(|(id, _)| *id);
        let Some((sale, retained)) = self.chance.one_of(&kept).copied() else { return };
        let amount = if self.chance.percent(70) { retained } else { self.part_of(retained, 20, 80) };
        let said = self.say(at, "treasurer", "release_retention", json!({"sale": sale, "amount": amount}));
        if said.is_some() && !self.shops[at].unpaid.contains(&sale) {
            self.shops[at].unpaid.push(sale);
        }
    }

    /// The buyer wants more pieces of the first size.
    pub(super) fn enlarge(&mut self, at: usize, id: OrderId, order: &Order) {
        let mut lines: Vec<Value> = order.lines.values().map(|known| json!(known.line)).collect();
        let Some(first) = order.lines.values().next() else { return };
        let more = Decimal::from(self.chance.between(2, 20));
        lines[0]["quantity"] = json!((first.line.quantity.decimal() + more).to_string());
        let added = Money::rounded(more * first.line.unit_price.decimal(), order.total.currency());
        let added = added.expect("the prices of the generator are small");
        let total = Money::new(order.total.minor() + added.minor(), added.currency());
        let words = json!({"order": id, "total": total, "lines": lines, "reason": "more wanted"});
        self.say(at, "president", "change_order", words);
    }

    pub(super) fn cancel(&mut self, at: usize, id: OrderId, place: usize) {
        if self.say(at, "president", "cancel_order", json!({"order": id, "reason": "no longer wanted"})).is_none() {
            return;
        }
        self.shops[at].sized.swap_remove(place);
        let Some(open) = self.books_of(at).orders.get(&id).map(|order| order.open) else { return };
        let till = if open.currency() == self.shops[at].currency { "bank:main" } else { "bank:foreign" };
        if open.is_positive() && self.holds(at, till, open) {
            let words = json!({"refund": self.code("refund"), "order": id, "amount": open, "till": till});
            self.say(at, "treasurer", "refund_advance", words);
        }
    }
}

/// What lines come to that all have one price.
fn priced_lines(lines: &[Value], price: Money) -> Money {
    let pieces = lines.iter().filter_map(|line| line["quantity"].as_str()?.parse::<i128>().ok());
    Money::new(pieces.sum::<i128>() * price.minor(), price.currency())
}
