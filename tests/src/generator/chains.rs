//! What happens to goods once they are sold: they are sold on.

use mizan_ledger::id::SaleId;
use serde_json::json;

use crate::generator::Generator;

impl Generator {
    /// Who holds what was sold sells it on, now and then abroad; now and then that did not happen.
    pub(super) fn sell_on(&mut self, at: usize) {
        let sold: Vec<SaleId> = self.shops[at].paid.iter().chain(&self.shops[at].unpaid).copied().collect();
        let Some(id) = self.chance.one_of(&sold).copied() else { return };
        let Some(sale) = self.sale(at, id) else { return };
        let (gross, first, last) = (sale.gross, sale.buyer, sale.hops.last().copied());
        let Some(seller) = last.map_or(Some(first), |hop| hop.buyer) else { return };
        let buyer = self.chance.one_of(&self.buyers).copied().filter(|buyer| *buyer != seller);
        let own = self.shops[at].currency;
        let price = self.part_of(gross, 90, 900);
        let mut words = json!({"resale": self.code("resale"), "sale": id, "seller": seller, "price": price});
        if self.chance.percent(40) {
            let euro = "EUR".parse().expect("the euro is a currency");
            let rate = self.rate(own, "EUR");
            let price = self.priced(price, euro, Some(rate));
            if !price.is_positive() {
                return;
            }
            words["price"] = json!(price);
            if self.chance.percent(80) {
                words["rate"] = json!(rate.to_string());
            }
        }
        if let Some(buyer) = buyer.filter(|_| self.chance.percent(60)) {
            words["buyer"] = json!(buyer);
        }
        let resold = self.say(at, "treasurer", "record_resale", words);
        self.perhaps_take_back(at, resold);
    }
}
