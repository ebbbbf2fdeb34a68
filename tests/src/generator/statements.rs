//! Statements of the bank: what it says moved, what that means, and what was taken for the wrong thing.

use mizan_ledger::event::Kind;
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::money::Money;
use mizan_ledger::record::Record;
use serde_json::{Value, json};

use crate::generator::Generator;

impl Generator {
    /// The bank sends a statement; a payment of nobody known came in with less than was sent, and is looked at twice.
    pub(super) fn read_a_statement(&mut self, at: usize) {
        let own = self.shops[at].currency;
        if self.chance.percent(40) {
            let limit = self.amount(own, 20_000, 40_000);
            self.say(at, "president", "set_match_limit", json!({"one_confirms": limit, "source": "the board"}));
        }
        if self.chance.percent(40) && self.holds(at, "bank:main", Money::new(100, own)) {
            let words = json!({"movement": self.code("rounding"), "till": "bank:main", "amount": Money::new(1, own), "side": "loss"});
            self.say(at, "treasurer", "book_rounding", words);
        }
        let (sent, charge) = (self.amount(own, 50, 900), self.amount(own, 1, 20));
        let centime = Money::new(1, own);
        let came = Money::new(sent.minor() - charge.minor() - centime.minor(), own);
        let Some(line) = self.line(at, came, "credit") else { return };
        let mut books = vec![
            json!({"as": "payment", "payment": self.code("payment"), "amount": sent}),
            json!({"as": "fee", "fee": self.code("fee"), "kind": "bank", "amount": charge}),
            json!({"as": "rounding", "movement": self.code("rounding"), "amount": centime, "side": "loss"}),
        ];
        let collected = sent.minor() % 2 == 0;
        if collected {
            // A provider has collected it, kept its fee and paid out the rest.
            let gateway = "provider:gateway";
            (books[0]["till"], books[1]["till"], books[1]["kind"]) =
                (json!(gateway), json!(gateway), json!("provider"));
            let rest = Money::new(sent.minor() - charge.minor(), own);
            let movement = self.code("transfer");
            books.push(
                json!({"as": "transfer", "movement": movement, "from": gateway, "to": "bank:main", "amount": rest}),
            );
        }
        let books = Value::Array(books);
        let Some((matched, records)) = self.matches(at, &line, books) else { return };
        if self.chance.percent(50) {
            let words = json!({"match": matched, "reason": "It was another's"});
            if self.say(at, "treasurer", "undo_match", words).is_some() && self.chance.percent(70) {
                // It was right after all: what it had booked is found again.
                let there = [Kind::PaymentReceived, Kind::ProviderFeeCharged];
                let is_here = |record: &&Record| {
                    let kind = record.event.kind();
                    kind != Kind::MatchConfirmed && !(collected && there.contains(&kind))
                };
                let booked: Vec<_> = records.iter().filter(is_here).map(|record| record.envelope.position).collect();
                let words = json!({"match": self.code("match"), "lines": [line], "found_by": "person", "booked": booked,
                    "approved_by": format!("{}-president", self.shops[at].id)});
                let treasurer = json!({"id": format!("{}-treasurer", self.shops[at].id), "role": "treasurer"});
                self.speak(Some(at), treasurer, "confirm_match", words, Value::Null, &records);
            }
        }
        let balance = json!({"amount": came, "side": "credit"});
        let words = json!({"statement": self.code("statement"), "till": "bank:main", "to": self.today.yesterday().unwrap_or(self.today),
            "closing": balance, "lines": 1, "file": format!("sha256:{:064x}", came.minor())});
        self.say(at, "treasurer", "record_statement", words);
    }

    /// The bank says that it paid a member, and later perhaps that it came back.
    pub(super) fn see_on_a_statement(&mut self, at: usize, payout: PayoutId, member: MemberId, amount: Money) {
        let Some(line) = self.line(at, amount, "debit") else { return };
        let books = json!([{"as": "settlement", "payout": payout, "member": member}]);
        if self.matches(at, &line, books).is_none() || !self.seldom(10) {
            return;
        }
        let Some(back) = self.line(at, amount, "credit") else { return };
        let books =
            json!([{"as": "return", "payout": payout, "member": member, "reason": "AC04: the account is closed"}]);
        self.matches(at, &back, books);
    }

    fn line(&mut self, at: usize, amount: Money, side: &str) -> Option<String> {
        let line = self.code("line");
        let words =
            json!({"line": line, "till": "bank:main", "amount": amount, "side": side, "value_date": self.today});
        self.say(at, "treasurer", "record_statement_line", words).map(|_| line)
    }

    fn matches(&mut self, at: usize, line: &str, books: Value) -> Option<(String, Vec<Record>)> {
        let matched = self.code("match");
        let words = json!({"match": matched, "lines": [line], "found_by": "person", "books": books,
            "approved_by": format!("{}-president", self.shops[at].id)});
        self.say(at, "treasurer", "confirm_match", words).map(|records| (matched, records))
    }
}
