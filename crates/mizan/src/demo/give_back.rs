//! What comes back: goods returned, broken or not as agreed, with a credit note and a refund.

use mizan_ledger::id::SaleId;
use mizan_ledger::money::Money;
use serde_json::json;

use crate::demo::NotTold;
use crate::demo::sale::hundredths;
use crate::demo::teller::Teller;

impl Teller {
    /// A buyer is credited a part of a sale or all of it, and what it has paid too much is refunded.
    pub(super) fn give_back(&mut self, at: usize, sale: SaleId) -> Result<(), NotTold> {
        let Some(total) = self.books(at)?.sales.get(&sale).map(|known| known.total) else { return Ok(()) };
        let chance = &mut self.shops[at].chance;
        let (reason, permille) = match chance.below(100) {
            0..45 => ("returned", 1_000),
            45..80 => ("quality", chance.between(15, 40) * 10),
            80..92 => ("breakage", chance.between(30, 100) * 10),
            _ => ("short_delivery", chance.between(10, 30) * 10),
        };
        if !total.is_positive() {
            return Ok(());
        }
        let amount = hundredths(total, permille)?;
        let code = self.shops[at].code("credit");
        let words = json!({"credit_note": code, "sale": sale, "amount": amount, "reason": reason});
        self.speak(at, "treasurer", "issue_credit_note", words)?;
        self.refund(at, sale)
    }

    fn refund(&mut self, at: usize, sale: SaleId) -> Result<(), NotTold> {
        let own = self.books(at)?.currency;
        let known = self.books(at)?.sales.get(&sale).map(|known| known.outstanding);
        let Some(owed) = known.map(Money::negated).filter(|owed| owed.is_positive()) else { return Ok(()) };
        let till = if owed.currency() == own { "bank:main" } else { "bank:foreign" };
        if !self.provide(at, till, owed)? {
            return Ok(());
        }
        let code = self.shops[at].code("refund");
        let mut words = json!({"refund": code, "sale": sale, "amount": owed, "till": till,
            "reference": format!("Refund {code}")});
        self.add_rate(at, owed, &mut words)?;
        self.speak(at, "treasurer", "issue_refund", words)?;
        Ok(())
    }
}
