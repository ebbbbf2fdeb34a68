//! What a buyer sells on, from hand to hand, as it is told afterwards by whoever sold it.

use mizan_ledger::id::SaleId;
use rust_decimal::Decimal;
use serde_json::json;

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::plan::Hop;
use crate::demo::sale::money;
use crate::demo::teller::Teller;

impl Teller {
    /// The goods of a sale are sold on some weeks after their buyer has them, if the plan knows to whom.
    pub(super) fn expect_resale(&mut self, at: usize, sale: SaleId) -> Result<(), NotTold> {
        if let Some(hop) = self.next_hop(at, sale)? {
            let days = hop.after.draw(&mut self.shops[at].chance);
            self.later(at, days, Task::Resell(sale));
        }
        Ok(())
    }

    /// To whom the goods of a sale go next, after those who had them already.
    fn next_hop(&self, at: usize, sale: SaleId) -> Result<Option<Hop>, NotTold> {
        let Some(known) = self.books(at)?.sales.get(&sale) else { return Ok(None) };
        let buyers = &self.shops[at].plan.buyers;
        let hops = buyers.iter().find(|buyer| buyer.party == known.buyer).map(|buyer| &buyer.sells_on);
        Ok(hops.and_then(|hops| hops.get(known.hops.len())).copied())
    }

    /// Whoever holds the goods has sold them, for some part more than what was paid to the cooperative.
    pub(super) fn resell(&mut self, at: usize, sale: SaleId) -> Result<(), NotTold> {
        let Some(hop) = self.next_hop(at, sale)? else { return Ok(()) };
        let Some(known) = self.books(at)?.sales.get(&sale) else { return Ok(()) };
        // What came back whole is not sold on.
        if !known.total.is_positive() {
            return Ok(());
        }
        let seller = known.hops.last().map_or(Some(known.buyer), |hop| hop.buyer);
        let paid = known.total;
        let percent = hop.percent.draw(&mut self.shops[at].chance);
        let price = money(paid.decimal() * Decimal::from(percent) / Decimal::ONE_HUNDRED, paid.currency())?;
        let resale = self.shops[at].code("resale");
        let mut words = json!({"resale": resale, "sale": sale, "seller": seller, "price": price});
        if let Some(buyer) = hop.to {
            words["buyer"] = json!(buyer);
        }
        self.add_rate(at, price, &mut words)?;
        self.speak(at, "treasurer", "record_resale", words)?;
        self.expect_resale(at, sale)
    }
}
