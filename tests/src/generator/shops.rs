//! Goods in other hands: left with shops, sold by them or come back, and sales that travel together.

use mizan_ledger::id::{Code, ConsignmentId};
use mizan_ledger::money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::generator::Generator;
use crate::generator::terms::Channel;

impl Generator {
    pub(super) fn trade_through_others(&mut self, at: usize) {
        match self.chance.below(100) {
            0..25 => self.leave_with_a_shop(at),
            25..60 => self.sell_out_of_a_shop(at),
            60..75 => self.come_back_from_a_shop(at),
            _ => self.travel_together(at),
        }
    }

    /// Cushions and bags lie in a shop from now on, for prices in dirhams or, now and then, in euros.
    pub(super) fn leave_with_a_shop(&mut self, at: usize) {
        let own = self.shops[at].currency;
        let euro: Currency = "EUR".parse().expect("the euro is a currency");
        let (currency, rate) = if self.chance.percent(25) { (euro, Some(self.rate(own, "EUR"))) } else { (own, None) };
        let mut lines = Vec::new();
        for (line, product) in [("cushion", "Cushion"), ("bag", "Bag")] {
            let price = self.amount(own, 60, 400);
            let price = self.priced(price, currency, rate);
            lines.push(json!({"line": line, "product": product, "quantity": self.chance.between(3, 20).to_string(),
                "unit_price": price.number()}));
        }
        let shop = self.chance.one_of(&self.buyers).copied();
        let words = json!({"consignment": self.code("left"), "shop": shop, "currency": currency, "lines": lines});
        let left = self.say(at, "treasurer", "deliver_consignment", words);
        if self.chance.percent(5)
            && let Some(records) = left
        {
            self.take_back(at, &records, "wrong_party");
        }
    }

    /// A line of a consignment of which something lies in its shop.
    fn in_a_shop(&mut self, at: usize) -> Option<(ConsignmentId, Code, u64)> {
        let known = self.books_of(at).consignments.iter();
        let lines =
            known.flat_map(|(id, known)| known.lines.iter().map(|(line, consigned)| (*id, *line, consigned.left())));
        let left: Vec<_> = lines.filter(|(_, _, left)| *left > Decimal::ZERO).collect();
        let (id, line, left) = self.chance.one_of(&left).copied()?;
        Some((id, line, u64::try_from(left).ok()?))
    }

    /// The shop has sold some and owes for them what was asked, or a little less for what has faded.
    fn sell_out_of_a_shop(&mut self, at: usize) {
        let Some((id, line, left)) = self.in_a_shop(at) else { return };
        let Some(known) = self.books_of(at).consignments.get(&id) else { return };
        let (shop, currency, asked) = (known.shop, known.currency, known.lines[&line].unit_price.decimal());
        let pieces = self.chance.between(1, left);
        let faded = self.chance.percent(10);
        let price = if faded { (asked * Decimal::new(9, 1)).round_dp(currency.exponent()) } else { asked };
        let total =
            Money::rounded(price * Decimal::from(pieces), currency).expect("the prices of the generator are small");
        if !total.is_positive() {
            return;
        }
        let members = self.chance.some_of(&self.shops[at].members, 2);
        let makers: Vec<Value> = members
            .into_iter()
            .map(|member| json!({"member": member, "did": {"pieces": pieces.to_string()}}))
            .collect();
        let lines =
            [json!({"line": line, "product": line, "quantity": pieces.to_string(), "unit_price": price.to_string()})];
        let mut words = json!({"buyer": shop, "consignment": id, "lines": lines, "total": total, "makers": makers});
        if faded {
            words["below_agreed"] = json!("faded in the window");
        }
        let own = self.shops[at].currency;
        let rate = (currency != own).then(|| self.rate(own, currency.code()));
        self.invoice(at, Channel::Local, total, rate, words);
    }

    pub(super) fn come_back_from_a_shop(&mut self, at: usize) {
        let Some((id, line, left)) = self.in_a_shop(at) else { return };
        let pieces = self.chance.between(1, left);
        let words = json!({"consignment": id, "lines": [{"line": line, "quantity": pieces.to_string()}]});
        self.say(at, "treasurer", "return_consignment", words);
    }

    /// Two or three exports share one freight, which is divided before they are invoiced.
    pub(super) fn travel_together(&mut self, at: usize) {
        let own = self.shops[at].currency;
        let sales: Vec<String> = (0..self.chance.between(2, 3)).map(|_| self.code("sale")).collect();
        let mut parcels = Vec::new();
        for sale in &sales {
            let alone = self.amount(own, 80, 200);
            parcels.push(json!({"sale": sale, "kilograms": self.chance.between(2, 40).to_string(), "alone": alone,
                "value": self.amount(own, 500, 5_000), "pieces": self.chance.between(1, 6).to_string()}));
        }
        let by = ["weight", "value", "piece"][self.chance.place_in(3)];
        let shipment = self.code("shipment");
        let words = json!({"shipment": shipment, "carrier": "carrier", "freight": self.amount(own, 90, 250), "by": by,
            "parcels": parcels});
        if self.say(at, "treasurer", "share_freight", words).is_none() {
            return;
        }
        for sale in sales {
            let (currency, rate) = self.invoice_currency(at, Channel::Export);
            let goods = self.goods(at, Channel::Export, currency, rate, 4);
            let buyer = self.chance.one_of(&self.buyers).copied();
            let words = json!({"sale": sale, "shipment": shipment, "buyer": buyer, "lines": goods.lines,
                "total": goods.total, "makers": goods.makers});
            self.invoice(at, Channel::Export, goods.total, rate, words);
        }
    }
}
