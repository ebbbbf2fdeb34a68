//! What buyers dispute: a bank takes back what they had paid, with a fee, and some of it is won and comes back.

use mizan_ledger::id::{DisputeId, SaleId};
use mizan_ledger::money::Money;
use serde_json::{Value, json};

use crate::generator::Generator;

impl Generator {
    /// A buyer's bank takes back what was paid for a sale, or gives back what it took.
    pub(super) fn dispute(&mut self, at: usize) {
        if self.chance.percent(30) {
            return self.dispute_an_invoice(at);
        }
        let open = self.books_of(at).chargebacks.values().any(|known| known.left().is_positive());
        if open && self.chance.percent(50) {
            self.win_a_dispute(at);
        } else {
            self.be_charged_back(at);
        }
    }

    /// A buyer disputes an invoice, or what it disputes is settled.
    pub(super) fn dispute_an_invoice(&mut self, at: usize) {
        let open: Vec<DisputeId> = self.books_of(at).disputed.values().copied().collect();
        if let Some(dispute) = self.chance.one_of(&open).copied()
            && self.chance.percent(60)
        {
            let outcomes = ["upheld", "withdrawn", "refused"];
            let outcome = outcomes[self.chance.place_in(outcomes.len())];
            let words = json!({"dispute": dispute, "outcome": outcome});
            self.say(at, "president", "settle_invoice_dispute", words);
            return;
        }
        let shop = &self.shops[at];
        let candidates: Vec<SaleId> = shop.paid.iter().chain(shop.unpaid.iter().rev().take(20)).copied().collect();
        let Some(id) = self.chance.one_of(&candidates).copied() else { return };
        let Some((total, buyer)) = self.sale(at, id).map(|sale| (sale.total, sale.buyer)) else { return };
        if !total.is_positive() {
            return;
        }
        let amount = if self.chance.percent(40) { total } else { self.part_of(total, 5, 90) };
        let reasons = ["not_delivered", "short_delivery", "quality", "price", "duplicate", "other"];
        let reason = reasons[self.chance.place_in(reasons.len())];
        let words = json!({"dispute": self.code("dispute"), "sale": id, "amount": amount, "reason": reason});
        if self.chance.percent(50) {
            let itself = json!({"id": buyer, "role": "buyer"});
            let sealed = json!({"note": "It is not what we ordered"});
            self.speak(Some(at), itself, "dispute_invoice", words, sealed, &[]);
        } else {
            self.say(at, "treasurer", "dispute_invoice", words);
        }
    }

    pub(super) fn be_charged_back(&mut self, at: usize) {
        let shop = &self.shops[at];
        let candidates: Vec<SaleId> = shop.paid.iter().chain(shop.unpaid.iter().rev().take(20)).copied().collect();
        let Some(id) = self.chance.one_of(&candidates).copied() else { return };
        let Some(left) = self.sale(at, id).map(|sale| sale.received()).filter(|left| left.is_positive()) else {
            return;
        };
        let amount = if self.chance.percent(40) { left } else { self.part_of(left, 5, 90) };
        let reasons = ["fraudulent", "product not received", "product unacceptable", "duplicate", "13.1"];
        let reason = reasons[self.chance.place_in(reasons.len())];
        let code = self.code("chargeback");
        let mut words = self.moved(at, amount);
        if !self.holds(at, words["till"].as_str().unwrap_or_default(), amount) {
            return;
        }
        let reference = format!("dp_{code}");
        for (field, value) in [("chargeback", json!(code)), ("sale", json!(id)), ("amount", json!(amount))] {
            words[field] = value;
        }
        words["reason"] = json!(reason);
        words["reference"] = json!(reference);
        if self.chance.percent(50) {
            words["answer_by"] = json!(self.today.checked_add(jiff::Span::new().days(20)).unwrap_or(self.today));
        }
        let Some(records) = self.say(at, "treasurer", "receive_chargeback", words) else { return };
        let nothing_left = self.sale(at, id).is_some_and(|sale| sale.total.minor() <= sale.charged_back.minor());
        if records.len() == 1 && self.chance.percent(15) {
            self.take_back(at, &records, "did_not_happen");
        } else if nothing_left && self.chance.percent(50) {
            self.say(at, "storekeeper", "take_goods_back", json!({"sale": id}));
        } else if self.chance.percent(60) {
            let fee = self.amount(self.shops[at].currency, 5, 20);
            let words = json!({"fee": self.code("fee"), "kind": "provider", "till": "bank:main", "amount": fee,
                "sale": id, "reference": reference});
            self.say(at, "treasurer", "charge_provider_fee", words);
        }
    }

    pub(super) fn win_a_dispute(&mut self, at: usize) {
        let open = self.books_of(at).chargebacks.iter().filter(|(_, known)| known.left().is_positive());
        let mut open: Vec<_> = open.map(|(id, known)| (id, known.left())).collect();
        open.sort_unstable_by_key(|(id, _)| *id);
        let Some((id, amount)) = self.chance.one_of(&open).copied() else { return };
        let amount = if self.chance.percent(30) { self.part_of(amount, 5, 90) } else { amount };
        let mut words = self.moved(at, amount);
        (words["chargeback"], words["amount"]) = (json!(id), json!(amount));
        let Some(records) = self.say(at, "treasurer", "reverse_chargeback", words) else { return };
        if records.len() == 1 && self.chance.percent(20) {
            self.take_back(at, &records, "wrong_amount");
        }
        self.have_a_fee_back(at);
    }

    /// A provider gives back a fee of a dispute, or a part of it.
    pub(super) fn have_a_fee_back(&mut self, at: usize) {
        let fees = self.books_of(at).fees.iter().filter(|(_, fee)| fee.sale.is_some() && fee.left.is_positive());
        let mut fees: Vec<_> = fees.map(|(id, fee)| (id, fee.left)).collect();
        fees.sort_unstable_by_key(|(id, _)| *id);
        let Some((fee, left)) = self.chance.one_of(&fees).copied() else { return };
        let amount = if self.chance.percent(50) { left } else { self.part_of(left, 5, 90) };
        let till = if amount.currency() == self.shops[at].currency { "bank:main" } else { "bank:foreign" };
        let words = json!({"movement": self.code("fee-back"), "fee": fee, "till": till, "amount": amount});
        self.say(at, "treasurer", "return_provider_fee", words);
    }

    /// The till an amount moves through and, if it is foreign, the rate of the day.
    pub(super) fn moved(&mut self, at: usize, amount: Money) -> Value {
        let own = self.shops[at].currency;
        if amount.currency() == own {
            return json!({"till": "bank:main"});
        }
        json!({"till": "bank:foreign", "rate": self.rate(own, amount.currency().code()).to_string()})
    }
}
