//! What is sold: direct sales, orders with their advance, materials and work, deliveries, acceptance, credit notes.

use std::borrow::Cow;

use mizan_ledger::account::Account;
use mizan_ledger::book::state::trade::Sale;
use mizan_ledger::id::{MemberId, OrderId, SaleId};
use mizan_ledger::money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::generator::terms::{Channel, scale};
use crate::generator::{Generator, Life, Shop, usual_rate};

/// How many paid sales are remembered, for credit notes to come.
const REMEMBERED: usize = 200;

/// What is sold for how much, and who made it.
pub(super) struct Goods {
    pub(super) lines: Value,
    pub(super) total: Money,
    pub(super) makers: Value,
}

impl Generator {
    /// A sale without an order, made by at most so many.
    pub(super) fn sell(&mut self, at: usize, most_makers: usize) {
        let channel = match self.plan.life {
            Life::OnlyThrough(channel) => channel,
            Life::Whole | Life::OnlySales | Life::Tour => Channel::ALL[self.chance.place_in(Channel::ALL.len())],
        };
        let (currency, rate) = self.invoice_currency(at, channel);
        let goods = self.goods(at, channel, currency, rate, most_makers);
        let buyer = self.chance.one_of(&self.buyers).copied();
        let words = json!({
            "buyer": buyer, "lines": goods.lines, "total": goods.total, "makers": goods.makers,
        });
        self.invoice(at, channel, goods.total, rate, words);
    }

    /// The currency of an invoice, and its rate if it is a foreign one: only what is exported is.
    pub(super) fn invoice_currency(&mut self, at: usize, channel: Channel) -> (Currency, Option<Decimal>) {
        let own = self.shops[at].currency;
        let foreign = match (channel, self.chance.below(100)) {
            (Channel::Export, 0..45) => "EUR",
            (Channel::Export, 45..60) => "USD",
            (Channel::Export, 60..70) => "JPY",
            _ => return (own, None),
        };
        let currency = foreign.parse().expect("the currencies above are currencies");
        (currency, Some(self.rate(own, foreign)))
    }

    /// The rate of a day: within a hundredth and a half of the usual one.
    pub(super) fn rate(&mut self, own: Currency, foreign: &str) -> Decimal {
        let thousandths = Decimal::from(self.chance.between(985, 1_015));
        (usual_rate(own, foreign) * thousandths / Decimal::from(1_000)).round_dp(6)
    }

    /// The same worth in the currency of the invoice.
    pub(super) fn priced(&self, amount: Money, currency: Currency, rate: Option<Decimal>) -> Money {
        let Some(rate) = rate else { return amount };
        let price = amount.decimal() / rate;
        Money::rounded(price, currency).expect("the prices of the generator are small")
    }

    pub(super) fn goods(
        &mut self,
        at: usize,
        channel: Channel,
        currency: Currency,
        rate: Option<Decimal>,
        most_makers: usize,
    ) -> Goods {
        let own = self.shops[at].currency;
        let (product, most_lines, low, high) = match channel {
            Channel::Export => ("Rug", 2, 900, 5_000),
            Channel::Local => ("Cushion", 3, 60, 900),
            Channel::Web => ("Print", 1, 80, 600),
            Channel::Bulk => return self.buttons(at, most_makers),
            Channel::Kilo => return self.kernels(at, most_makers),
        };
        let mut lines = Vec::new();
        let mut total = 0;
        for _ in 0..self.chance.between(1, most_lines) {
            let pieces = self.chance.between(1, 3);
            let price = self.amount(own, low, high);
            let price = self.priced(price, currency, rate);
            total += price.minor() * i128::from(pieces);
            lines.push(json!({"product": product, "quantity": pieces.to_string(), "unit_price": price.number()}));
        }
        let makers = self.makers(at, channel, most_makers);
        Goods { lines: lines.into(), total: Money::new(total, currency), makers }
    }

    /// Thousands of buttons, each for less than two dirhams and to four decimals.
    fn buttons(&mut self, at: usize, most_makers: usize) -> Goods {
        let own = self.shops[at].currency;
        let pieces = Decimal::from(self.chance.between(800, 20_000));
        let price = Decimal::new(i64::try_from(self.chance.between(6_000, 12_999)).unwrap_or(6_000), 4);
        let price = price * Decimal::from(scale(own));
        let total = Money::rounded(pieces * price, own).expect("the prices of the generator are small");
        let lines = json!([{"product": "Button", "quantity": pieces.to_string(), "unit_price": price.to_string()}]);
        Goods { lines, total, makers: self.makers(at, Channel::Bulk, most_makers) }
    }

    /// Kernels by the quarter of a kilogram.
    fn kernels(&mut self, at: usize, most_makers: usize) -> Goods {
        let own = self.shops[at].currency;
        let makers = self.makers(at, Channel::Kilo, most_makers);
        let kilograms = makers.as_array().into_iter().flatten().filter_map(|maker| maker["did"]["kilograms"].as_str());
        let kilograms: Decimal = kilograms.filter_map(|text| text.parse::<Decimal>().ok()).sum();
        let price = self.amount(own, 60, 95);
        let total = Money::rounded(kilograms * price.decimal(), own).expect("the prices of the generator are small");
        let weight = kilograms.to_string();
        let lines = json!([{
            "product": "Kernels", "quantity": weight, "unit_price": price.number(), "kilograms": weight,
        }]);
        Goods { lines, total, makers }
    }

    fn makers(&mut self, at: usize, channel: Channel, most: usize) -> Value {
        let members = self.chance.some_of(&self.shops[at].members, most);
        members.into_iter().map(|member| self.maker(channel, member)).collect()
    }

    /// What a member did, in the measure by which the channel's agreement divides.
    pub(super) fn maker(&mut self, channel: Channel, member: MemberId) -> Value {
        match channel {
            Channel::Export => {
                let halves = Decimal::from(self.chance.between(8, 320)) / Decimal::TWO;
                json!({"member": member, "did": {"hours": halves.to_string()}})
            }
            Channel::Local => {
                json!({"member": member, "did": {"pieces": self.chance.between(1, 9).to_string()}})
            }
            Channel::Web => json!({"member": member}),
            Channel::Bulk => json!({"member": member, "graded": [
                {"grade": "a", "pieces": self.chance.between(100, 3_000).to_string()},
                {"grade": "b", "pieces": self.chance.between(0, 5_000).to_string()},
            ]}),
            Channel::Kilo => {
                let quarters = Decimal::from(self.chance.between(8, 90)) / Decimal::from(4);
                json!({"member": member, "did": {"kilograms": quarters.to_string()}})
            }
        }
    }

    /// Who led the work: one member, sometimes two of whom one led for longer.
    fn who_led(&mut self, at: usize) -> Vec<Value> {
        let leading = self.chance.some_of(&self.shops[at].members, 2);
        let weight = |place: usize| if place == 0 { "1" } else { "2.5" };
        let served = leading.iter().enumerate();
        served.map(|(place, member)| json!({"role": "leader", "member": member, "weight": weight(place)})).collect()
    }

    /// Records a sale: what the goods say, and what the channel adds.
    pub(super) fn invoice(
        &mut self,
        at: usize,
        channel: Channel,
        total: Money,
        rate: Option<Decimal>,
        mut words: Value,
    ) -> Option<SaleId> {
        let own = self.shops[at].currency;
        let worth = rate.map_or(total, |rate| {
            Money::rounded(total.decimal() * rate, own).expect("the prices of the generator are small")
        });
        let sale = words["sale"].as_str().map_or_else(|| self.code("sale"), str::to_owned);
        words["sale"] = json!(sale);
        words["channel"] = json!(channel.code());
        words["reference"] = json!(format!("Invoice {sale}"));
        words["due_on"] = json!(self.today.checked_add(jiff::Span::new().days(30)).unwrap_or(self.today));
        if let Some(rate) = rate {
            words["rate"] = json!(rate.to_string());
        }
        match channel {
            Channel::Export => {
                if words.get("shipment").is_none() {
                    words["costs"] = json!([{"cost": "freight", "amount": self.part_of(worth, 3, 9)}]);
                }
                words["exporter"] = json!("exporter");
                words["order_kind"] = json!(if self.chance.percent(30) { "reorder" } else { "first_order" });
            }
            Channel::Local => words["delivered_on"] = json!(self.today),
            Channel::Web => {
                words["provider_fees"] = json!(self.part_of(worth, 2, 4));
                words["served"] = json!(self.who_led(at));
            }
            Channel::Bulk => words["contracted_on"] = json!(self.today),
            Channel::Kilo => {}
        }
        self.say(at, "treasurer", "record_sale", words)?;
        self.sales += 1;
        let sale = sale.parse().ok()?;
        if !self.plan.life.is_only_sales() {
            let shop = &mut self.shops[at];
            shop.unpaid.push(sale);
            if channel == Channel::Kilo {
                shop.unaccepted.push(sale);
            }
        }
        Some(sale)
    }

    /// A buyer orders and pays a part in advance; members take materials for it.
    pub(super) fn take_an_order(&mut self, at: usize) {
        let channel = if self.chance.percent(70) { Channel::Export } else { Channel::Local };
        let (currency, rate) = self.invoice_currency(at, channel);
        let Shop { currency: own, .. } = self.shops[at];
        let total = self.amount(own, 2_000, 20_000);
        let total = self.priced(total, currency, rate);
        let Some(buyer) = self.chance.one_of(&self.buyers).copied() else { return };
        let order = self.code("order");
        let offset = if self.chance.percent(50) { "pro_rata" } else { "first_in_first_out" };
        let placed = json!({"order": order, "buyer": buyer, "total": total, "deposit": "0.5", "offset": offset,
            "channel": channel.code()});
        if self.say(at, "treasurer", "place_order", placed).is_none() {
            return;
        }
        if self.chance.percent(70) {
            let amount = self.part_of(total, 20, 60);
            self.pay_in_advance(at, &order, amount);
        }
        if self.chance.percent(60) {
            self.advance_materials(at, &order);
        }
        self.shops[at].orders.extend(order.parse().map(|order: OrderId| (order, channel)));
    }

    fn advance_materials(&mut self, at: usize, order: &str) {
        let own = self.shops[at].currency;
        let value = self.amount(own, 60, 700);
        let held = self.books_of(at).balances.of(Account::Stock, own);
        if held.minor() < value.minor() {
            let amount = Money::new(value.minor() * 4, own);
            let bought = json!({"movement": self.code("wool"), "item": "Wool", "amount": amount, "till": "bank:main"});
            self.say(at, "storekeeper", "buy_materials", bought);
        }
        let members = self.chance.some_of(&self.shops[at].members, 4);
        let members: Value = members
            .into_iter()
            .map(|member| json!({"member": member, "weight": self.chance.between(1, 12).to_string()}))
            .collect();
        let words = json!({"materials": self.code("wool"), "item": "Wool", "value": value, "order": order,
            "members": members});
        let materials = words["materials"].clone();
        if self.say(at, "storekeeper", "advance_materials", words).is_some() && self.chance.percent(15) {
            self.bring_wool_back(at, &materials);
        }
    }

    /// The rent is paid, or what else the house costs.
    pub(super) fn keep_house(&mut self, at: usize) {
        let amount = self.amount(self.shops[at].currency, 5, 60);
        let cost = self.chance.one_of(&["rent", "wages", "travel"]).copied();
        let words = json!({"movement": self.code("cost"), "cost": cost, "amount": amount, "till": "bank:main"});
        self.say(at, "treasurer", "pay_expense", words);
    }

    /// One of those who owe for wool brings some of it back.
    pub(super) fn bring_wool_back(&mut self, at: usize, materials: &Value) {
        let own = self.shops[at].currency;
        let owes = |member: &MemberId| self.books_of(at).balances.of(Account::MemberAdvance(*member), own);
        let most = self.shops[at].members.iter().map(|member| (owes(member).minor(), *member)).max();
        let Some((owed, member)) = most.filter(|(owed, _)| *owed > 0) else { return };
        let value = self.part_of(Money::new(owed.min(5_000), own), 10, 60);
        let words =
            json!({"movement": self.code("wool-back"), "materials": materials, "member": member, "value": value});
        self.say(at, "storekeeper", "return_materials", words);
    }

    /// Members work for an order, and a part of it or all that is left is invoiced.
    pub(super) fn deliver(&mut self, at: usize) {
        let place = self.chance.place_in(self.shops[at].orders.len());
        let Some((id, channel)) = self.shops[at].orders.get(place).copied() else { return };
        for member in self.chance.some_of(&self.shops[at].members, 4) {
            let mut work = self.maker(channel, member);
            work["work"] = json!(self.code("work"));
            work["order"] = json!(id);
            self.say(at, "leader", "record_work", work);
        }
        let Some(order) = self.books_of(at).orders.get(&id) else { return };
        let left = Money::new(order.total.minor() - order.invoiced.minor(), order.total.currency());
        let buyer = order.buyer;
        let last = self.chance.percent(60);
        let total = if last { left } else { self.part_of(left, 30, 70) };
        let own = self.shops[at].currency;
        let rate = (total.currency() != own).then(|| self.rate(own, total.currency().code()));
        let lines = json!([{"product": "Made to order", "quantity": "1", "unit_price": total.number()}]);
        let words = json!({"order": id, "buyer": buyer, "lines": lines, "total": total});
        if self.invoice(at, channel, total, rate, words).is_some() && last {
            self.shops[at].orders.swap_remove(place);
        }
    }

    /// The buyer accepts what was delivered by the kilogram.
    pub(super) fn have_goods_accepted(&mut self, at: usize) {
        let place = self.chance.place_in(self.shops[at].unaccepted.len());
        let Some(sale) = self.shops[at].unaccepted.get(place).copied() else { return };
        self.shops[at].unaccepted.swap_remove(place);
        self.say(at, "treasurer", "accept_goods", json!({"sale": sale}));
    }

    /// A buyer is credited a part of a sale, or all of it, and perhaps refunded.
    pub(super) fn give_back(&mut self, at: usize) {
        let shop = &self.shops[at];
        let candidates: Vec<SaleId> = shop.paid.iter().chain(shop.unpaid.iter().rev().take(20)).copied().collect();
        let Some(id) = self.chance.one_of(&candidates).copied() else { return };
        let Some(total) = self.sale(at, id).map(|sale| sale.total).filter(|total| total.is_positive()) else { return };
        let amount = if self.chance.percent(15) { total } else { self.part_of(total, 2, 50) };
        let reasons = ["quality", "breakage", "short_delivery", "returned", "pricing_error"];
        let reason = if amount == total { "cancelled" } else { reasons[self.chance.place_in(reasons.len())] };
        let words = json!({"credit_note": self.code("credit"), "sale": id, "amount": amount, "reason": reason});
        if self.say(at, "treasurer", "issue_credit_note", words).is_some() {
            self.file(at, id);
            if self.chance.percent(75) {
                self.refund(at, id);
            }
        }
    }

    pub(super) fn refund(&mut self, at: usize, id: SaleId) {
        let Some(owed) = self.sale(at, id).map(|sale| sale.outstanding.negated()) else { return };
        let own = self.shops[at].currency;
        let till = if owed.currency() == own { "bank:main" } else { "bank:foreign" };
        if !owed.is_positive() || !self.holds(at, till, owed) {
            return;
        }
        let mut words = json!({"refund": self.code("refund"), "sale": id, "amount": owed, "till": till});
        if owed.currency() != own {
            words["rate"] = json!(self.rate(own, owed.currency().code()).to_string());
        }
        self.say(at, "treasurer", "issue_refund", words);
    }

    /// A sale as the book knows it.
    pub(super) fn sale(&self, at: usize, id: SaleId) -> Option<Cow<'_, Sale>> {
        self.books_of(at).sales.get(&id)
    }

    /// Moves a sale from the unpaid to the paid ones, once nothing is outstanding.
    pub(super) fn file(&mut self, at: usize, id: SaleId) {
        if self.sale(at, id).is_some_and(|sale| sale.outstanding.is_positive()) {
            return;
        }
        let shop = &mut self.shops[at];
        if let Some(place) = shop.unpaid.iter().position(|unpaid| *unpaid == id) {
            shop.unpaid.swap_remove(place);
            shop.paid.push_back(id);
            if shop.paid.len() > REMEMBERED {
                shop.paid.pop_front();
            }
        }
    }
}
