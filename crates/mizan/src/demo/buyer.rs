//! Buyers: they pay on time or late, at once or in two parts, with their name or without; and parties are paid.

use mizan_ledger::account::Account;
use mizan_ledger::id::{PartyId, PaymentId, SaleId};
use mizan_ledger::money::Money;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::plan::{BuyerPlan, PaysInto};
use crate::demo::sale::hundredths;
use crate::demo::teller::Teller;

impl Teller {
    /// The till a buyer pays into.
    pub(super) fn till_of(&self, at: usize, buyer: &BuyerPlan) -> Result<&'static str, NotTold> {
        let own = self.books(at)?.currency;
        let foreign = buyer.currency.is_some_and(|currency| currency != own);
        Ok(match buyer.pays_into {
            PaysInto::Bank if foreign => "bank:foreign",
            PaysInto::Bank => "bank:main",
            PaysInto::Provider => "provider:gateway",
            PaysInto::Cash => "cash:box",
        })
    }

    /// What a buyer still owes of a sale, and how it pays.
    fn owing(&self, at: usize, sale: SaleId) -> Result<Option<(BuyerPlan, Money)>, NotTold> {
        let Some(known) = self.books(at)?.sales.get(&sale) else { return Ok(None) };
        let buyer = self.shops[at].plan.buyers.iter().find(|buyer| buyer.party == known.buyer);
        Ok(buyer.filter(|_| known.outstanding.is_positive()).map(|buyer| (buyer.clone(), known.outstanding)))
    }

    /// A buyer pays what it owes of a sale, a part of it, or without saying what for.
    pub(super) fn be_paid(&mut self, at: usize, sale: SaleId) -> Result<(), NotTold> {
        let Some((buyer, owed)) = self.owing(at, sale)? else { return Ok(()) };
        let chance = &mut self.shops[at].chance;
        let nameless = chance.percent(buyer.nameless_percent);
        let in_parts = !nameless && chance.percent(buyer.parts_percent);
        let days = chance.between(5, 25);
        let amount = if in_parts { hundredths(owed, 500)? } else { owed };
        let code = self.shops[at].code("payment");
        let till = self.till_of(at, &buyer)?;
        let mut words = json!({"payment": code, "amount": amount, "till": till, "value_date": self.today,
            "reference": format!("Transfer {code}")});
        self.add_rate(at, amount, &mut words)?;
        if !nameless {
            words["buyer"] = json!(buyer.party);
            words["pays"] = json!([{"sale": sale, "amount": amount}]);
        }
        self.speak(at, "treasurer", "receive_payment", words)?;
        if nameless {
            let payment: PaymentId = code.parse().map_err(|_| NotTold::Unknown { what: code })?;
            self.later(at, days, Task::Identify(payment, sale));
        } else {
            self.provider_fee(at, sale, till, amount)?;
            if in_parts {
                self.later(at, days, Task::Pay(sale));
            }
        }
        Ok(())
    }

    /// The provider keeps its part of what it has collected.
    fn provider_fee(&mut self, at: usize, sale: SaleId, till: &str, amount: Money) -> Result<(), NotTold> {
        if !till.starts_with("provider") {
            return Ok(());
        }
        let permille = self.shops[at].chance.between(28, 36);
        let fee = self.shops[at].code("fee");
        let words = json!({"fee": fee, "kind": "provider", "till": till, "amount": hundredths(amount, permille)?,
            "sale": sale});
        self.speak(at, "treasurer", "charge_provider_fee", words)?;
        Ok(())
    }

    /// A buyer says that it accepts the goods.
    pub(super) fn accept(&mut self, at: usize, sale: SaleId) -> Result<(), NotTold> {
        let Some(buyer) = self.books(at)?.sales.get(&sale).map(|known| known.buyer) else { return Ok(()) };
        let actor = json!({"id": format!("{buyer}-desk"), "role": "buyer"});
        let words = json!({"sale": sale, "reference": "received complete"});
        self.speak_as(at, actor, "accept_goods", words, Value::Null)?;
        Ok(())
    }

    /// It becomes known whose a payment was, and it pays what it was meant for.
    pub(super) fn identify(&mut self, at: usize, payment: PaymentId, sale: SaleId) -> Result<(), NotTold> {
        let Some((buyer, owed)) = self.owing(at, sale)? else { return Ok(()) };
        let words = json!({"payment": payment, "buyer": buyer.party});
        self.speak(at, "treasurer", "identify_payment", words)?;
        let left = self.books(at)?.payments.get(&payment).map(|known| known.left);
        let amount = left.filter(|left| left.minor() < owed.minor()).unwrap_or(owed);
        let words = json!({"payment": payment, "pays": [{"sale": sale, "amount": amount}]});
        self.speak(at, "treasurer", "allocate_payment", words)?;
        Ok(())
    }

    /// Every party is paid what it is owed, as far as the bank account goes.
    pub(super) fn settle_parties(&mut self, at: usize) -> Result<(), NotTold> {
        let books = self.books(at)?;
        let own = books.currency;
        let owed = books.balances.all().into_iter().filter_map(|(account, balance)| {
            let Account::Payable(party) = account else { return None };
            (balance.currency() == own).then_some((party, balance.negated()))
        });
        let mut owed: Vec<(PartyId, Money)> = owed.filter(|(_, amount)| amount.is_positive()).collect();
        owed.sort_unstable_by_key(|(party, _)| *party);
        for (party, amount) in owed {
            if self.held(at, "bank:main", own)?.minor() >= amount.minor() {
                let movement = self.shops[at].code("settlement");
                let words: Value = json!({"movement": movement, "party": party, "amount": amount,
                    "till": "bank:main", "reference": format!("Account of {} {}", self.today.year(), self.today.month())});
                self.speak(at, "treasurer", "settle_payable", words)?;
            }
        }
        Ok(())
    }
}
