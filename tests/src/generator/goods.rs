//! What a cooperative makes: products with what they cost, the prices their makers ask, pieces listed and sold.

use mizan_ledger::id::PieceId;
use mizan_ledger::money::Money;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::generator::terms::Channel;
use crate::generator::{Generator, Shop};

/// The products there are.
const PRODUCTS: [&str; 3] = ["cushion", "pouf", "bag"];

impl Generator {
    /// A product, a price, a piece more, or some pieces less.
    pub(super) fn tend_the_goods(&mut self, at: usize) {
        match self.chance.below(10) {
            0 => self.define_a_product(at),
            1..3 => self.set_a_price(at),
            3..7 => self.list_a_piece(at),
            _ => self.sell_pieces(at),
        }
    }

    fn product(&mut self) -> &'static str {
        PRODUCTS[self.chance.place_in(PRODUCTS.len())]
    }

    pub(super) fn define_a_product(&mut self, at: usize) {
        let product = self.product();
        let Shop { currency, .. } = self.shops[at];
        let known = self.books_of(at).products.iter().find(|(id, _)| id.as_str() == product);
        let version = known.map_or(0, |(_, known)| known.versions.len()) + 1;
        let mut part = |low, high| self.amount(currency, low, high).decimal();
        let (wool, dye, overhead, margin) = (part(20, 60), part(1, 9), part(5, 15), part(10, 90));
        let hourly = part(10, 18);
        let hours = Decimal::from(self.chance.between(4, 60)) / Decimal::from(4);
        let price = wool + dye + hours * hourly + overhead + margin;
        let words = |number: Decimal| number.normalize().to_string();
        let worksheet = json!({
            "currency": currency, "hours": words(hours), "hourly": words(hourly), "overhead": words(overhead),
            "margin": words(margin), "price": words(price),
            "materials": [{"item": "Wool", "amount": words(wool)}, {"item": "Dye", "amount": words(dye)}],
        });
        let words = json!({"product": product, "version": version, "name": product, "worksheet": worksheet});
        self.say(at, "leader", "define_product", words);
    }

    /// She sets her own price, or a leader raises the one that is for all. Both stay far below what pieces bring.
    pub(super) fn set_a_price(&mut self, at: usize) {
        let product = self.product();
        let Shop { currency, .. } = self.shops[at];
        let known = self.books_of(at).products.iter().find(|(id, _)| id.as_str() == product);
        let Some(common) = known.map(|(_, known)| known.price_of(None, self.today)) else { return };
        if self.chance.percent(60) {
            let price = self.amount(currency, 1, 12).number();
            let Some(member) = self.chance.one_of(&self.shops[at].members).copied() else { return };
            let words = json!({"product": product, "member": member, "price": price, "currency": currency});
            self.say_herself(at, member, "set_price", words);
        } else {
            let least = self.amount(currency, 1, 6).decimal();
            let price = common.map_or(least, |common| common.decimal() + Decimal::new(5, 1)).normalize();
            let words = json!({"product": product, "price": price.to_string(), "currency": currency});
            self.say(at, "leader", "set_price", words);
        }
    }

    pub(super) fn list_a_piece(&mut self, at: usize) {
        let product = self.product();
        let defined = self.books_of(at).products.keys().any(|id| id.as_str() == product);
        let makers = self.chance.some_of(&self.shops[at].members, 3);
        let makers: Value = makers.into_iter().map(|member| self.maker(Channel::Local, member)).collect();
        let piece = self.code("piece");
        let mut words = json!({"piece": piece, "makers": makers});
        if defined {
            words["product"] = json!(product);
        }
        if self.say(at, "leader", "list_piece", words).is_some() {
            self.shops[at].pieces.extend(piece.parse::<PieceId>());
        }
    }

    /// One to three pieces go to a visitor of the shop; who made them stands with the pieces.
    fn sell_pieces(&mut self, at: usize) {
        let most = self.shops[at].pieces.len().min(3);
        let Shop { currency, .. } = self.shops[at];
        if most == 0 {
            return;
        }
        let number = 1 + self.chance.place_in(most);
        let sold: Vec<PieceId> = self.shops[at].pieces.drain(..number).collect();
        let (mut lines, mut total) = (Vec::new(), 0);
        for piece in sold {
            let price = self.amount(currency, 60, 900);
            total += price.minor();
            lines.push(json!({"product": "Piece", "piece": piece, "quantity": "1", "unit_price": price.number()}));
        }
        let (buyer, total) = (self.chance.one_of(&self.buyers).copied(), Money::new(total, currency));
        let words = json!({"buyer": buyer, "lines": lines, "total": total});
        self.invoice(at, Channel::Local, total, None, words);
    }
}
