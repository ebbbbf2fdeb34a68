//! Orders: what is made after somebody asked for it, with a deposit, wool advanced and a tally sheet.

use mizan_ledger::account::Account;
use mizan_ledger::id::OrderId;
use mizan_ledger::money::Money;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::plan::{BuyerPlan, ToOrder, Ware};
use crate::demo::sale::{hundredths, money};
use crate::demo::shop::{Goods, Hands, Ordered};
use crate::demo::teller::Teller;

impl Teller {
    /// A buyer orders. The deposit comes in some days, the goods when they are made.
    pub(super) fn take_order(&mut self, at: usize, ware: Ware, buyer: BuyerPlan, goods: Goods) -> Result<(), NotTold> {
        let Some(ToOrder { days, deposit, materials }) = ware.to_order else { return Ok(()) };
        let code = self.shops[at].code("order");
        let mut words = json!({"order": code, "buyer": buyer.party, "total": goods.total, "channel": ware.channel,
            "offset": "pro_rata", "reference": format!("Order {code}")});
        if let Some(class) = ware.class {
            words["product_class"] = json!(class);
        }
        if let Some(percent) = deposit {
            words["deposit"] = json!(Decimal::new(i64::try_from(percent).unwrap_or(0), 2).to_string());
        }
        self.speak(at, "treasurer", "place_order", words)?;
        let order: OrderId = code.parse().map_err(|_| NotTold::Unknown { what: code })?;
        let chance = &mut self.shops[at].chance;
        let (paid_in, made_in) = (chance.between(2, 9), days.draw(chance));
        self.shops[at].orders.insert(order, Ordered { ware, buyer, goods });
        if deposit.is_some() {
            self.later(at, paid_in, Task::Deposit(order));
        }
        if materials.is_some() {
            self.later(at, paid_in + 1, Task::HandMaterials(order));
        }
        self.later(at, paid_in + made_in, Task::Deliver(order));
        Ok(())
    }

    fn ordered(&self, at: usize, order: OrderId) -> Result<Ordered, NotTold> {
        let known = self.shops[at].orders.get(&order).cloned();
        known.ok_or_else(|| NotTold::Unknown { what: format!("the order `{order}`") })
    }

    /// The buyer pays its deposit.
    pub(super) fn receive_deposit(&mut self, at: usize, order: OrderId) -> Result<(), NotTold> {
        let Ordered { ware, buyer, goods } = self.ordered(at, order)?;
        let percent = ware.to_order.and_then(|to_order| to_order.deposit).unwrap_or(0);
        let amount = hundredths(goods.total, percent * 10)?;
        let payment = self.shops[at].code("payment");
        let mut words = json!({"payment": payment, "order": order, "amount": amount,
            "till": self.till_of(at, &buyer)?, "value_date": self.today, "reference": format!("Deposit {order}")});
        self.add_rate(at, amount, &mut words)?;
        self.speak(at, "treasurer", "receive_advance", words)?;
        Ok(())
    }

    /// Wool or leather is bought if there is none, and handed to the makers by their parts.
    pub(super) fn hand_materials(&mut self, at: usize, order: OrderId) -> Result<(), NotTold> {
        let Ordered { ware, mut goods, .. } = self.ordered(at, order)?;
        self.finish_without_who_left(at, &mut goods)?;
        let Some(share) = ware.to_order.and_then(|to_order| to_order.materials) else { return Ok(()) };
        let own = self.books(at)?.currency;
        let rate = if goods.total.currency() == own { Decimal::ONE } else { self.rate(at, goods.total.currency())? };
        let worth = money(goods.total.decimal() * rate, own)?;
        let percent = share.draw(&mut self.shops[at].chance);
        let value = hundredths(worth, percent * 10)?;
        let held = self.books(at)?.balances.of(Account::Stock, own);
        if held.minor() < value.minor() {
            let amount = Money::new(value.minor() * 2, own);
            if self.held(at, "bank:main", own)?.minor() < amount.minor() {
                // Without money for wool they spin their own.
                return Ok(());
            }
            let movement = self.shops[at].code("wool");
            let bought = json!({"movement": movement, "item": "wool", "amount": amount, "till": "bank:main"});
            self.speak(at, "storekeeper", "buy_materials", bought)?;
        }
        let weights = goods
            .makers
            .iter()
            .map(|hands| json!({"member": hands.member, "weight": hands.hours.unwrap_or(hands.pieces).to_string()}));
        let members: Value = weights.collect();
        let materials = self.shops[at].code("materials");
        let words = json!({"materials": materials, "item": "wool", "value": value, "order": order,
            "members": members});
        self.speak(at, "storekeeper", "advance_materials", words)?;
        Ok(())
    }

    /// The tally sheet is written, and what was ordered is invoiced.
    pub(super) fn deliver(&mut self, at: usize, order: OrderId) -> Result<(), NotTold> {
        let Ordered { ware, buyer, mut goods } = self.ordered(at, order)?;
        self.shops[at].orders.remove(&order);
        self.finish_without_who_left(at, &mut goods)?;
        for hands in &goods.makers {
            let work = self.shops[at].code("work");
            let mut did = json!({"pieces": hands.pieces.to_string()});
            if let Some(hours) = hands.hours {
                did["hours"] = json!(hours.to_string());
            }
            let words = json!({"work": work, "member": hands.member, "order": order, "product": ware.product,
                "did": did});
            self.speak(at, "leader", "record_work", words)?;
        }
        self.invoice(at, &ware, &buyer, &goods, json!({"order": order}))
    }

    /// Whoever has left since the order was taken does not finish it: the others do, or someone who is there.
    fn finish_without_who_left(&mut self, at: usize, goods: &mut Goods) -> Result<(), NotTold> {
        let working = self.working(at)?;
        let (stayed, left): (Vec<Hands>, Vec<Hands>) =
            goods.makers.iter().partition(|hands| working.contains(&hands.member));
        goods.makers = stayed;
        for gone in left {
            match goods.makers.first_mut() {
                Some(first) => {
                    first.pieces += gone.pieces;
                    first.hours = first.hours.zip(gone.hours).map(|(own, taken_over)| own + taken_over);
                }
                None => goods.makers.extend(working.first().map(|member| Hands { member: *member, ..gone })),
            }
        }
        Ok(())
    }
}
