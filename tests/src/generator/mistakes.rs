//! What is recorded in error and taken back: a sale written twice, a payment of somebody else, a fee that was none.

use mizan_ledger::id::SaleId;
use mizan_ledger::record::Record;
use serde_json::{Value, json};

use crate::generator::Generator;

impl Generator {
    pub(super) fn err(&mut self, at: usize) {
        let currency = self.shops[at].currency;
        let wrong = match self.chance.below(4) {
            0 | 1 => return self.err_in_a_sale(at),
            2 => {
                let buyer = self.chance.one_of(&self.buyers).copied();
                let amount = self.amount(currency, 50, 900);
                let words =
                    json!({"payment": self.code("payment"), "buyer": buyer, "amount": amount, "till": "bank:main"});
                self.say(at, "treasurer", "receive_payment", words)
            }
            _ => {
                let amount = self.amount(currency, 1, 20);
                let words = json!({"fee": self.code("fee"), "kind": "bank", "till": "bank:main", "amount": amount});
                self.say(at, "treasurer", "charge_provider_fee", words)
            }
        };
        if let Some(records) = wrong {
            self.take_back(at, &records, "did_not_happen");
        }
    }

    /// A sale is recorded, taken back whole, and usually recorded again as it was.
    fn err_in_a_sale(&mut self, at: usize) {
        let said = self.said.len();
        self.sell(at, 4);
        let Some(wrong) = self.said.get(said).cloned() else { return };
        let records: Vec<Record> = wrong.written.into_iter().map(|written| written.record).collect();
        if !self.take_back(at, &records, "wrong_amount") {
            return;
        }
        // It is no sale any more, whatever was remembered of it.
        self.sales -= 1;
        let mut words = serde_json::to_value(&wrong.submission.command).unwrap_or_default();
        let shop = &mut self.shops[at];
        shop.unpaid.pop();
        shop.unaccepted.retain(|sale| words["sale"] != json!(sale));
        if !self.plan.life.is_only_sales() && self.chance.percent(60) {
            let again = self.code("sale");
            words["sale"] = json!(again);
            if self.say(at, "treasurer", "record_sale", words).is_some() {
                self.sales += 1;
                self.shops[at].unpaid.extend(again.parse::<SaleId>());
            }
        }
    }

    /// Mirrors all the records of a command, by two persons. Tells whether the ledger took it.
    pub(super) fn take_back(&mut self, at: usize, records: &[Record], reason: &str) -> bool {
        let targets: Vec<u64> = records.iter().map(|record| record.envelope.position).collect();
        let shop = self.shops[at].id;
        let words = json!({"correction": self.code("correction"), "targets": targets, "reason": reason,
            "approved_by": format!("{shop}-president")});
        let treasurer = json!({"id": format!("{shop}-treasurer"), "role": "treasurer"});
        self.speak(Some(at), treasurer, "declare_correction", words, Value::Null, records).is_some()
    }
}
