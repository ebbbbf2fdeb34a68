//! Sales from day to day: what is sold, at which price, made by whom; and the invoice.

use jiff::civil::Weekday;
use mizan_ledger::id::{Code, SaleId};
use mizan_ledger::money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::plan::{BuyerPlan, Ware};
use crate::demo::shop::{Goods, Hands, Shop};
use crate::demo::teller::Teller;

/// What is sold costs at least so many hundredths of what its makers ask for it, so that they reach it after freight,
/// fees and slices.
const MARK_UP: i64 = 165;

/// How many members serve in a role, one week each.
const SERVE_IN_TURN: usize = 5;

/// How many working days a week has.
const WORKING_DAYS: u64 = 6;

impl Teller {
    /// How many sales a shop makes today: by its plan, the season and the day of the week.
    pub(super) fn sales_today(&mut self, at: usize) -> u64 {
        let month = usize::from(self.today.month().unsigned_abs()) - 1;
        let season = self.plan.season[month];
        // On Fridays the afternoon is free.
        let day = if self.today.weekday() == Weekday::Friday { 60 } else { 108 };
        let Shop { plan, chance, .. } = &mut self.shops[at];
        let usual = plan.sales_in_100_weeks * season * day / WORKING_DAYS;
        let (whole, rest) = (usual / 1_000_000, usual % 1_000_000);
        whole + u64::from(chance.below(1_000_000) < rest)
    }

    /// Something is sold, or ordered where it is made to order.
    pub(super) fn sell(&mut self, at: usize) -> Result<(), NotTold> {
        let Some((ware, buyer)) = self.choose(at) else { return Ok(()) };
        let Some(goods) = self.goods(at, &ware, &buyer)? else { return Ok(()) };
        if ware.to_order.is_some() {
            return self.take_order(at, ware, buyer, goods);
        }
        if ware.listed {
            return self.list_piece(at, ware, buyer, goods);
        }
        let words = json!({"makers": makers(&goods.makers)});
        self.invoice(at, &ware, &buyer, &goods, words)
    }

    /// One of the wares by its weight, and one of the buyers of its channel by theirs.
    fn choose(&mut self, at: usize) -> Option<(Ware, BuyerPlan)> {
        let Shop { plan, chance, .. } = &mut self.shops[at];
        let total = plan.wares.iter().map(|ware| ware.weight).sum();
        let mut drawn = chance.below(total);
        let ware = plan.wares.iter().find(|ware| below(&mut drawn, ware.weight))?;
        let buyers = || plan.buyers.iter().filter(|buyer| buyer.channel == ware.channel);
        let mut drawn = chance.below(buyers().map(|buyer| buyer.weight).sum());
        let buyer = buyers().find(|buyer| below(&mut drawn, buyer.weight))?;
        Some((ware.clone(), buyer.clone()))
    }

    /// So many pieces by so many makers, priced in the buyer's currency.
    fn goods(&mut self, at: usize, ware: &Ware, buyer: &BuyerPlan) -> Result<Option<Goods>, NotTold> {
        let own = self.books(at)?.currency;
        let currency = buyer.currency.unwrap_or(own);
        let rate = if currency == own { Decimal::ONE } else { self.rate(at, currency)? };
        let working = self.working(at)?;
        let Shop { chance, .. } = &mut self.shops[at];
        let most = usize::try_from(ware.makers.draw(chance)).unwrap_or(1);
        let pieces = ware.pieces.draw(chance);
        let most = most.min(usize::try_from(pieces).unwrap_or(most)).min(working.len());
        if most == 0 {
            return Ok(None);
        }
        let members = chance.so_many_of(&working, most);
        let drawn = match ware.small_price {
            Some(small) => Decimal::new(i64::try_from(small.draw(chance)).unwrap_or(0), 4),
            None => Decimal::from(ware.price.draw(chance)),
        };
        let asked = self.asked(at, ware, &members)?.unwrap_or_default();
        let price = drawn.max(asked * Decimal::new(MARK_UP, 2));
        let unit_price = match ware.small_price {
            Some(_) => price,
            None => (price / rate).ceil(),
        };
        let chance = &mut self.shops[at].chance;
        let hands = members.into_iter().zip(parts(pieces, most));
        let hands =
            hands.map(|(member, pieces)| Hands { member, pieces, hours: ware.hours.map(|hours| hours.draw(chance)) });
        let makers = hands.collect();
        Ok(Some(Goods { pieces, unit_price, total: money(unit_price * Decimal::from(pieces), currency)?, makers }))
    }

    /// Who leads and who checks, week by week: one of a few who do it in turn.
    fn served(&mut self, at: usize) -> Result<Value, NotTold> {
        let roles = self.shops[at].plan.served.clone();
        if roles.is_empty() {
            return Ok(json!([]));
        }
        let working = self.working(at)?;
        let week = usize::from(self.today.iso_week_date().week().unsigned_abs());
        let serves = |(place, role): (usize, &Code)| {
            let member = working.get((place * SERVE_IN_TURN + week % SERVE_IN_TURN) % working.len().max(1));
            json!({"role": role, "member": member})
        };
        Ok(roles.iter().enumerate().map(serves).collect())
    }

    /// Records a sale, and notes when it will be paid, and whether something will be wrong with it.
    pub(super) fn invoice(
        &mut self,
        at: usize,
        ware: &Ware,
        buyer: &BuyerPlan,
        goods: &Goods,
        mut words: Value,
    ) -> Result<(), NotTold> {
        let own = self.books(at)?.currency;
        let currency = goods.total.currency();
        let mut worth = goods.total;
        if currency != own {
            let rate = self.rate(at, currency)?;
            worth = money(goods.total.decimal() * rate, own)?;
            words["rate"] = json!(rate.to_string());
        }
        let due = self.in_days(buyer.terms);
        let today = self.today;
        let Shop { chance, plan, .. } = &mut self.shops[at];
        let returned = chance.percent(plan.returned(today));
        let freight = ware.freight.map(|freight| freight.draw(chance));
        let fees = ware.provider_fees.map(|fees| fees.draw(chance));
        let late = if chance.percent(buyer.late_percent) { buyer.late_days.draw(chance) } else { 0 };
        if let Some(percent) = freight {
            let amount = hundredths(worth, percent * 10)?;
            words["costs"] = json!([{"cost": "freight", "amount": amount}]);
        }
        if let Some(permille) = fees {
            words["provider_fees"] = json!(hundredths(worth, permille)?);
        }
        words["served"] = self.served(at)?;
        let sale = self.shops[at].code("sale");
        words["sale"] = json!(sale);
        words["buyer"] = json!(buyer.party);
        words["exporter"] = json!(buyer.exporter);
        words["channel"] = json!(ware.channel);
        words["product_class"] = json!(ware.class);
        let mut line = json!({"product": ware.product, "quantity": goods.pieces.to_string(),
            "unit_price": goods.unit_price.normalize().to_string()});
        let piece = words.as_object_mut().and_then(|words| words.remove("piece"));
        let (field, what) = piece.map_or(("item", json!(ware.item)), |piece| ("piece", piece));
        line[field] = what;
        words["lines"] = json!([line]);
        words["total"] = json!(goods.total);
        words["reference"] = json!(format!("INV {sale}"));
        words["due_on"] = json!(due);
        self.speak(at, "treasurer", "record_sale", words)?;
        let sale: SaleId = sale.parse().map_err(|_| NotTold::Unknown { what: sale })?;
        if let Some(span) = buyer.accepts_after {
            let days = span.draw(&mut self.shops[at].chance);
            self.later(at, days, Task::Accept(sale));
        }
        self.later(at, buyer.terms + late, Task::Pay(sale));
        self.expect_resale(at, sale)?;
        if returned {
            let days = self.shops[at].chance.between(8, 40);
            self.later(at, buyer.terms + late + days, Task::GiveBack(sale));
        }
        Ok(())
    }
}

/// Whether a drawn number falls to this weight; if not it is less by it for the next one.
fn below(drawn: &mut u64, weight: u64) -> bool {
    let falls = *drawn < weight;
    *drawn = drawn.saturating_sub(weight);
    falls
}

/// So many pieces among so many makers, as evenly as can be.
fn parts(pieces: u64, makers: usize) -> impl Iterator<Item = u64> {
    let makers = makers as u64;
    (0..makers).map(move |place| pieces / makers + u64::from(place < pieces % makers))
}

/// Who made it, in the measures that may divide the makers' part.
pub(super) fn makers(hands: &[Hands]) -> Value {
    let did = |hands: &Hands| {
        let mut did = json!({"pieces": hands.pieces.to_string()});
        if let Some(hours) = hands.hours {
            did["hours"] = json!(hours.to_string());
        }
        json!({"member": hands.member, "did": did})
    };
    hands.iter().map(did).collect()
}

/// An amount, rounded to the minor unit.
pub(super) fn money(amount: Decimal, currency: Currency) -> Result<Money, NotTold> {
    Money::rounded(amount, currency).map_err(|_| NotTold::Unknown { what: format!("the amount {amount}") })
}

/// So many thousandths of an amount, never nothing.
pub(super) fn hundredths(amount: Money, permille: u64) -> Result<Money, NotTold> {
    let part = amount.decimal() * Decimal::from(permille) / Decimal::from(1_000);
    let least = Decimal::new(1, amount.currency().exponent());
    money(part.max(least), amount.currency())
}
