//! Transfers between the cooperatives of a book that keep their accounts in one currency.

use mizan_ledger::id::{CooperativeId, TransferId};
use mizan_ledger::money::Money;
use serde_json::json;

use crate::generator::Generator;

impl Generator {
    /// What another cooperative has sent comes in, or something is sent to one.
    pub(super) fn pass_on(&mut self, at: usize) {
        if !self.receive_transfer(at) {
            self.send_transfer(at);
        }
    }

    pub(super) fn send_transfer(&mut self, at: usize) {
        let (own, currency) = (self.shops[at].id, self.shops[at].currency);
        let others = self.shops.iter().filter(|shop| shop.id != own && shop.currency == currency);
        let others: Vec<CooperativeId> = others.map(|shop| shop.id).collect();
        let Some(to) = self.chance.one_of(&others).copied() else { return };
        let amount = self.amount(currency, 20, 300);
        let words = json!({"transfer": self.code("transfer-to"), "to": to, "amount": amount, "till": "bank:main",
            "purpose": "Wool bought together"});
        self.say(at, "treasurer", "send_transfer", words);
    }

    /// Whether something that was on its way has come in.
    pub(super) fn receive_transfer(&mut self, at: usize) -> bool {
        let own = self.shops[at].id;
        let received = &self.books_of(at).between.received;
        let sent =
            self.clerk.book().cooperatives.iter().flat_map(|(from, other)| {
                other.between.sent.iter().map(move |(transfer, sent)| (*from, *transfer, *sent))
            });
        let open = sent.filter(|(from, transfer, sent)| sent.to == own && !received.contains(&(*from, *transfer)));
        let open: Vec<(CooperativeId, TransferId, Money)> =
            open.map(|(from, transfer, sent)| (from, transfer, sent.amount)).collect();
        let Some((from, transfer, amount)) = self.chance.one_of(&open).copied() else { return false };
        let words = json!({"transfer": transfer, "from": from, "amount": amount, "till": "bank:main"});
        self.say(at, "treasurer", "receive_transfer", words);
        true
    }
}
