//! A shop: one cooperative that trades every day, with its own chance, so that what another does changes nothing here.

use std::collections::{BTreeMap, BTreeSet};

use mizan_ledger::id::{CooperativeId, MemberId, OrderId, PieceId};
use mizan_ledger::money::Money;
use rust_decimal::Decimal;

use crate::demo::plan::{BuyerPlan, Plan, ShopPlan, Ware};
use crate::service::chance::Chance;

/// What the telling knows of one cooperative beside its book.
#[derive(Debug, Clone)]
pub(super) struct Shop {
    pub(super) cooperative: CooperativeId,
    /// The same without what says that it is of the demo, to begin other names with.
    pub(super) name: String,
    pub(super) plan: ShopPlan,
    pub(super) chance: Chance,
    /// How many things of each name there are.
    counted: BTreeMap<String, u64>,
    /// What is being made to order.
    pub(super) orders: BTreeMap<OrderId, Ordered>,
    /// What is listed and waits for a buyer.
    pub(super) listed: BTreeMap<PieceId, Ordered>,
    /// Who works today, once somebody has asked.
    pub(super) working: Option<Vec<MemberId>>,
    /// Whose wallet has refused more than it may hold.
    pub(super) refused: BTreeSet<MemberId>,
}

/// What is made to order or lies ready, by whom, for whom.
#[derive(Debug, Clone)]
pub(super) struct Ordered {
    pub(super) ware: Ware,
    pub(super) buyer: BuyerPlan,
    pub(super) goods: Goods,
}

/// What is sold, for how much, and who made it.
#[derive(Debug, Clone)]
pub(super) struct Goods {
    pub(super) pieces: u64,
    /// The price of one, in the currency of the invoice.
    pub(super) unit_price: Decimal,
    pub(super) total: Money,
    pub(super) makers: Vec<Hands>,
}

/// What one maker does of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hands {
    pub(super) member: MemberId,
    pub(super) pieces: u64,
    pub(super) hours: Option<u64>,
}

impl Shop {
    /// The next number of things of one name.
    pub(super) fn number(&mut self, word: &str) -> u64 {
        let counted = self.counted.entry(word.to_owned()).or_default();
        *counted += 1;
        *counted
    }

    /// The number behind a cooperative's name, where there are several alike: `-07`.
    pub(super) fn suffix(&self) -> &str {
        let number = self.name.rfind('-').and_then(|at| self.name.get(at..));
        number.filter(|number| number.len() == 3 && number[1..].bytes().all(|byte| byte.is_ascii_digit())).unwrap_or("")
    }

    /// A name nobody has used in this shop: `market-sale-17`.
    pub(super) fn code(&mut self, word: &str) -> String {
        let number = self.number(word);
        format!("{}-{word}-{number}", self.name)
    }
}

/// The shops of a plan, in its order.
pub(super) fn shops(plan: &Plan) -> Vec<Shop> {
    let each = plan.shops.iter().flat_map(|shop| shop.cooperatives.iter().map(move |cooperative| (shop, cooperative)));
    let numbered = (1..).zip(each);
    numbered
        .map(|(number, (shop, cooperative))| Shop {
            cooperative: *cooperative,
            name: cooperative.as_str().trim_start_matches("demo-").to_owned(),
            plan: shop.clone(),
            chance: Chance::new(plan.seed.wrapping_add(number)),
            counted: BTreeMap::new(),
            orders: BTreeMap::new(),
            listed: BTreeMap::new(),
            working: None,
            refused: BTreeSet::new(),
        })
        .collect()
}
