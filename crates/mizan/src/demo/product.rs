//! Products: what their makers ask for them, and pieces that are listed one by one before they are sold.

use mizan_ledger::id::{MemberId, PieceId, ProductId};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::plan::{BuyerPlan, Ware};
use crate::demo::sale::makers;
use crate::demo::shop::{Goods, Ordered};
use crate::demo::teller::Teller;

impl Teller {
    /// What these makers ask for one piece, in the cooperative's currency.
    pub(super) fn asked(&self, at: usize, ware: &Ware, makers: &[MemberId]) -> Result<Option<Decimal>, NotTold> {
        let product = ware.item.map(|item| self.books(at).map(|books| books.products.get(&item))).transpose()?;
        let asked = product.flatten().and_then(|product| product.asked(makers.iter().copied(), self.today));
        Ok(asked.map(|price| price.decimal()))
    }

    /// A piece is listed with whoever made it, and finds its buyer some days later.
    pub(super) fn list_piece(&mut self, at: usize, ware: Ware, buyer: BuyerPlan, goods: Goods) -> Result<(), NotTold> {
        let code = self.shops[at].code("piece");
        let words = json!({"piece": code, "product": ware.item, "makers": makers(&goods.makers)});
        self.speak(at, "leader", "list_piece", words)?;
        let piece: PieceId = code.parse().map_err(|_| NotTold::Unknown { what: code })?;
        let days = self.shops[at].chance.between(2, 45);
        self.shops[at].listed.insert(piece, Ordered { ware, buyer, goods });
        self.later(at, days, Task::SellPiece(piece));
        Ok(())
    }

    /// A piece that was listed is sold; its makers are those of the piece.
    pub(super) fn sell_piece(&mut self, at: usize, piece: PieceId) -> Result<(), NotTold> {
        let Some(Ordered { ware, buyer, goods }) = self.shops[at].listed.remove(&piece) else { return Ok(()) };
        self.invoice(at, &ware, &buyer, &goods, json!({"piece": piece}))
    }

    /// Some members set a price of their own: most of them more than the common one, a few of them less.
    pub(super) fn set_prices(&mut self, at: usize) -> Result<(), NotTold> {
        for _ in 0..self.shops[at].plan.own_prices {
            self.set_a_price(at)?;
        }
        Ok(())
    }

    fn set_a_price(&mut self, at: usize) -> Result<(), NotTold> {
        let working = self.working(at)?;
        let shop = &mut self.shops[at];
        let items: Vec<ProductId> = shop.plan.wares.iter().filter_map(|ware| ware.item).collect();
        let (item, member) = (shop.chance.one_of(&items).copied(), shop.chance.one_of(&working).copied());
        let (Some(item), Some(member)) = (item, member) else { return Ok(()) };
        let percent = shop.chance.between(96, 115);
        let by_a_leader = percent > 100 && shop.chance.percent(30);
        let known = self.books(at)?.products.get(&item);
        let Some(in_force) = known.and_then(|product| product.asked([member], self.today)) else { return Ok(()) };
        let price = (in_force.decimal() * Decimal::from(percent) / Decimal::ONE_HUNDRED).round_dp(0);
        if price == in_force.decimal() || by_a_leader && price < in_force.decimal() {
            return Ok(());
        }
        let currency = self.books(at)?.currency;
        let words = json!({"product": item, "member": member, "price": price.to_string(), "currency": currency,
            "reason": if price < in_force.decimal() { "to sell before the winter" } else { "finer wool" }});
        if by_a_leader {
            self.speak(at, "leader", "set_price", words)?;
        } else {
            self.speak_as(at, json!({"id": member, "role": "member"}), "set_price", words, Value::Null)?;
        }
        Ok(())
    }
}
