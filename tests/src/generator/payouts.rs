//! How members are paid: by bank, wallet and cash, with what fails, comes back, waits uncollected or is disputed.

use std::collections::BTreeSet;

use jiff::Span;
use mizan_ledger::account::Account;
use mizan_ledger::book::state::payout::{Item, ItemState};
use mizan_ledger::decide::watch::watched;
use mizan_ledger::event::payout::{Method, Warning};
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::money::Money;
use serde_json::{Value, json};

use crate::generator::Generator;

/// How many members one payout pays at the most.
const MOST: usize = 12;

impl Generator {
    /// A payout goes its whole way, or is called off.
    pub(super) fn pay_out(&mut self, at: usize) {
        if self.seldom(6) {
            self.lose_an_answer(at);
        }
        if self.seldom(12) {
            self.ask_back(at);
        }
        if self.seldom(10) {
            self.limit_payouts(at);
        }
        if self.seldom(20) {
            self.hear_from_the_bank(at);
        }
        if self.seldom(8) {
            self.carry_cash(at);
        }
        let Some(payout) = self.schedule(at) else { return };
        let cancel = json!({"payout": payout, "reason": "The list was wrong"});
        if self.seldom(8) {
            if self.chance.percent(60) {
                self.credit_what_is_set_aside(at, payout);
            }
            self.say(at, "treasurer", "cancel_payout", cancel);
            return;
        }
        let own = self.shops[at].currency;
        let items = self.items(at, payout);
        let total = Money::new(items.iter().map(|(_, item)| item.amount.minor()).sum(), own);
        if !self.approve(at, payout, total) {
            return;
        }
        if items.iter().any(|(_, item)| item.method != Method::Cash) {
            if self.chance.percent(50) {
                self.send_in_files(at, payout);
            } else {
                let words = json!({"payout": payout, "reference": format!("File {payout}")});
                self.say(at, "treasurer", "send_payout", words);
            }
        }
        for (member, item) in &items {
            match item.method {
                Method::Bank => self.pay_by_account(at, payout, *member, item.amount, "bank:main"),
                Method::Wallet => self.pay_by_account(at, payout, *member, item.amount, "wallet:main"),
                Method::Cash => self.pay_in_cash(at, payout, *member, item.amount),
            }
            self.hear(at, payout, *member);
        }
        if self.seldom(5) {
            self.say(at, "treasurer", "cancel_payout", cancel);
        }
    }

    /// One or, above a limit, two persons approve a payout; the second one names the list she was shown.
    fn approve(&mut self, at: usize, payout: PayoutId, total: Money) -> bool {
        for (place, office) in ["president", "deputy"].into_iter().enumerate() {
            if self.approved(at, payout) {
                break;
            }
            let by = format!("{}-{office}", self.shops[at].id);
            let mut words = json!({"payout": payout, "total": total, "despite": self.warned_of(at, payout, &by)});
            if place > 0 {
                let list = self.books_of(at).payouts.get(&payout).map(|known| known.list_digest(payout));
                words["seen"] = json!(list);
            }
            let by = json!({"id": by, "role": "president"});
            self.speak(Some(at), by, "approve_payout", words, Value::Null, &[]);
        }
        self.approved(at, payout)
    }

    /// The kinds of warnings somebody goes past who approves a payout.
    fn warned_of(&self, at: usize, payout: PayoutId, by: &str) -> Vec<Warning> {
        let books = self.books_of(at);
        let watch = books.limits_on(self.today).is_some_and(|limits| limits.watch);
        let Some(known) = books.payouts.get(&payout).filter(|_| watch) else { return Vec::new() };
        let found = watched(books, payout, &known, self.today, by.parse().ok());
        let kinds: BTreeSet<Warning> = found.into_iter().map(|warned| warned.warning).collect();
        kinds.into_iter().collect()
    }

    fn approved(&self, at: usize, payout: PayoutId) -> bool {
        self.books_of(at).payouts.get(&payout).is_some_and(|payout| payout.approved_on.is_some())
    }

    /// The board says how much is paid at once, and from which sum on two persons approve.
    pub(super) fn limit_payouts(&mut self, at: usize) {
        let own = self.shops[at].currency;
        let limit = |minor: u64| Money::new(i128::from(minor) * 100, own);
        let (one, most) = (self.chance.between(200, 3_000), self.chance.between(50_000, 90_000));
        let words = json!({"bank": limit(most), "payout": limit(most * 20), "one_approves": limit(one), "source": "the board",
                "watch": self.chance.percent(50), "new_account": limit(one),
                "wallet_levels": [limit(most), limit(most * 2)]});
        self.say(at, "president", "set_payout_limits", words);
    }

    /// The bank says until when it takes files, and that it pays on some day after all, or does not.
    pub(super) fn hear_from_the_bank(&mut self, at: usize) {
        let day = self.today.saturating_add(Span::new().days(i64::try_from(self.chance.below(20)).unwrap_or(0)));
        let said = json!({"day": day, "open": self.chance.percent(40), "source": "a notice of the bank"});
        self.say(at, "secretary", "set_business_day", said);
        let hour = self.chance.between(9, 16);
        self.say(
            at,
            "secretary",
            "set_cut_offs",
            json!({"bank": format!("{hour:02}:30:00"), "source": "its price list"}),
        );
    }

    /// A file for the bank and one for the wallets; the bank or the provider says of some payments that it will pay.
    fn send_in_files(&mut self, at: usize, payout: PayoutId) {
        for method in [Method::Bank, Method::Wallet] {
            let Some(file) = self.write_file(at, payout, method) else { continue };
            self.say(at, "treasurer", "send_payout", json!({"payout": payout, "file": file}));
            if self.seldom(3) {
                self.say(at, "treasurer", "note_payout_unanswered", json!({"payout": payout, "file": file}));
            }
            for (member, item) in self.items(at, payout) {
                if item.file == Some(file) && self.chance.percent(40) {
                    let words = json!({"payout": payout, "member": member, "status": "ACSP"});
                    self.say(at, "treasurer", "accept_payout", words);
                }
            }
        }
    }

    /// Writes what is to be paid by a method into the next file, if there is any.
    fn write_file(&mut self, at: usize, payout: PayoutId, method: Method) -> Option<u32> {
        let own = self.shops[at].currency;
        let file = u32::try_from(self.books_of(at).payouts.get(&payout)?.files.len()).ok()? + 1;
        let items = self.items(at, payout);
        let goes = items.iter().filter(|(_, item)| item.method == method && item.state == ItemState::Scheduled);
        let total = Money::new(goes.map(|(_, item)| item.amount.minor()).sum(), own);
        if !total.is_positive() {
            return None;
        }
        let words = json!({
            "payout": payout, "file": file, "method": method, "profile": "plain",
            "created_at": format!("{}T08:00:00Z", self.today), "pay_on": self.books_of(at).business_day_from(self.today),
            "total": total,
        });
        let treasurer = json!({"id": format!("{}-treasurer", self.shops[at].id), "role": "treasurer"});
        let sealed = json!({"note": format!("sha256:{file:064x}")});
        self.speak(Some(at), treasurer, "file_payout", words, sealed, &[]).map(|_| file)
    }

    /// A file is thrown away and made anew, sent, never answered, never received, and sent again.
    pub(super) fn lose_an_answer(&mut self, at: usize) {
        let Some(payout) = self.schedule_by(at, &["bank", "wallet"]) else { return };
        let own = self.shops[at].currency;
        let total = Money::new(self.items(at, payout).iter().map(|(_, item)| item.amount.minor()).sum(), own);
        if !self.approve(at, payout, total) {
            return;
        }
        for method in [Method::Bank, Method::Wallet] {
            let Some(file) = self.write_file(at, payout, method) else { continue };
            let thrown = json!({"payout": payout, "file": file, "reason": "The bank wants another day"});
            self.say(at, "treasurer", "discard_payout_file", thrown);
            let Some(file) = self.write_file(at, payout, method) else { continue };
            let of_it = json!({"payout": payout, "file": file});
            self.say(at, "treasurer", "send_payout", of_it.clone());
            self.say(at, "treasurer", "note_payout_unanswered", of_it.clone());
            let missing = json!({"payout": payout, "file": file, "statement": "Letter of the bank"});
            self.say(at, "secretary", "report_payout_missing", missing);
            self.say(at, "president", "confirm_not_received", of_it.clone());
            if self.seldom(3) {
                self.withdraw(at, &of_it);
                let Some(file) = self.write_file(at, payout, method) else { continue };
                self.say(at, "treasurer", "send_payout", json!({"payout": payout, "file": file}));
            } else {
                self.say(at, "treasurer", "send_payout", of_it);
            }
        }
        for (member, item) in self.items(at, payout) {
            let till = if item.method == Method::Bank { "bank:main" } else { "wallet:main" };
            self.pay_by_account(at, payout, member, item.amount, till);
        }
    }

    /// The bank writes that it will pay nothing of a file, should it still arrive.
    fn withdraw(&mut self, at: usize, of_it: &Value) {
        let mut withdrawn = of_it.clone();
        withdrawn["withdrawn"] = json!(true);
        let mut reported = withdrawn.clone();
        reported["statement"] = json!("Second letter of the bank");
        self.say(at, "secretary", "report_payout_missing", reported);
        self.say(at, "president", "confirm_not_received", withdrawn);
    }

    /// A sale is credited in part while its makers' money of it is set aside.
    pub(super) fn credit_what_is_set_aside(&mut self, at: usize, payout: PayoutId) {
        let items = self.items(at, payout);
        let Some(source) = items.first().and_then(|(_, item)| item.sources.last()) else { return };
        let left = self
            .sale(at, source.sale)
            .map(|sale| Money::new(sale.total.minor() - sale.charged_back.minor(), sale.total.currency()));
        let Some(left) = left.filter(|left| left.is_positive()) else { return };
        let (sale, amount) = (source.sale, self.part_of(left, 10, 60));
        let words = json!({"credit_note": self.code("credit"), "sale": sale, "amount": amount, "reason": "returned"});
        self.say(at, "treasurer", "issue_credit_note", words);
    }

    pub(super) fn schedule(&mut self, at: usize) -> Option<PayoutId> {
        self.schedule_by(at, &["bank", "wallet", "cash", "cash"])
    }

    fn schedule_by(&mut self, at: usize, methods: &[&'static str]) -> Option<PayoutId> {
        let books = self.books_of(at);
        let own = books.currency;
        let available = |member: &MemberId| books.balances.owed(Account::MemberAvailable(*member), own);
        let members = self.everyone(at).into_iter().map(|member| (member, available(&member)));
        let members: Vec<(MemberId, Money)> = members.filter(|(_, amount)| amount.is_positive()).collect();
        if members.is_empty() {
            return None;
        }
        let mut pay = Vec::new();
        for (member, available) in self.chance.some_of(&members, MOST) {
            let method = methods[self.chance.place_in(methods.len())];
            let method = self.way_to(at, member, method);
            let mut request = json!({"member": member, "method": method});
            if self.chance.percent(20) {
                request["amount"] = json!(self.part_of(available, 30, 95));
            }
            pay.push(request);
        }
        let payout = self.code("payout");
        let words = json!({"payout": payout, "pay_on": self.today, "pay": pay});
        self.say(at, "treasurer", "schedule_payout", words)?;
        payout.parse().ok()
    }

    fn items(&self, at: usize, payout: PayoutId) -> Vec<(MemberId, Item)> {
        let payout = self.books_of(at).payouts.get(&payout);
        payout.into_iter().flat_map(|payout| payout.items.clone()).collect()
    }

    fn item(&self, at: usize, payout: PayoutId, member: MemberId) -> Option<Item> {
        self.books_of(at).payouts.get(&payout)?.items.get(&member).cloned()
    }

    /// A payout is sent, and one payment of it is asked back from the bank.
    pub(super) fn ask_back(&mut self, at: usize) {
        let Some(payout) = self.schedule_by(at, &["bank", "wallet"]) else { return };
        let items = self.items(at, payout);
        let own = self.shops[at].currency;
        let total = Money::new(items.iter().map(|(_, item)| item.amount.minor()).sum(), own);
        if !self.approve(at, payout, total) {
            return;
        }
        self.say(at, "treasurer", "send_payout", json!({"payout": payout, "reference": format!("File {payout}")}));
        for (place, (member, item)) in items.iter().enumerate() {
            if place == 0 {
                let asked = json!({"payout": payout, "member": member, "reason": "CUST: the list was wrong"});
                self.say(at, "president", "ask_payout_back", asked);
                let answers = ["pending", "never_left", "comes_back", "refused"];
                let answer = answers[self.chance.place_in(answers.len())];
                let words = json!({"payout": payout, "member": member, "answer": answer});
                self.say(at, "treasurer", "answer_recall", words);
                if self.item(at, payout, *member).is_some_and(|item| item.state == ItemState::Failed) {
                    continue;
                }
            }
            let till = if item.method == Method::Bank { "bank:main" } else { "wallet:main" };
            self.pay_by_account(at, payout, *member, item.amount, till);
        }
    }

    /// Most are settled; some fail, and of the settled ones a few come back.
    fn pay_by_account(&mut self, at: usize, payout: PayoutId, member: MemberId, amount: Money, till: &str) {
        let words = json!({"payout": payout, "member": member});
        let with = |field: &str, value: Value| {
            let mut words = words.clone();
            words[field] = value;
            words
        };
        if self.seldom(8) {
            self.say(at, "treasurer", "fail_payout", with("reason", json!("AC04: the account is closed")));
        } else if till == "bank:main" && self.holds(at, till, amount) && self.chance.percent(30) {
            self.see_on_a_statement(at, payout, member, amount);
        } else if self.holds(at, till, amount) {
            let mut settled = with("till", json!(till));
            settled["value_date"] = json!(self.today);
            self.say(at, "treasurer", "settle_payout", settled);
            if self.seldom(4) {
                let mut returned = with("till", json!(till));
                returned["reason"] = json!("AC06: the account is blocked");
                self.say(at, "treasurer", "return_payout", returned);
            }
        }
    }

    /// Most come for their cash; some later, some for a part of it, and some were handed it in error.
    fn pay_in_cash(&mut self, at: usize, payout: PayoutId, member: MemberId, amount: Money) {
        if !self.holds(at, "cash:box", amount) {
            return;
        }
        if self.chance.percent(12) {
            self.say(at, "cashier", "leave_unclaimed", json!({"payout": payout, "member": member}));
            if self.chance.percent(50) {
                return;
            }
        }
        let handed = if self.chance.percent(6) { self.part_of(amount, 30, 90) } else { amount };
        let wrong = self.hand(at, payout, member, handed);
        if wrong.is_some_and(|records| self.chance.percent(5) && self.take_back(at, &records, "wrong_amount")) {
            self.hand(at, payout, member, amount);
        }
    }

    fn hand(
        &mut self,
        at: usize,
        payout: PayoutId,
        member: MemberId,
        amount: Money,
    ) -> Option<Vec<mizan_ledger::record::Record>> {
        let signed_by = if self.chance.percent(70) { "thumbprint" } else { "signature" };
        let shop = self.shops[at].id;
        let words = json!({
            "payout": payout, "member": member, "amount": amount, "till": "cash:box", "signed_by": signed_by,
            "witness": format!("{shop}-secretary"), "form": format!("Form {}", self.named),
        });
        let cashier = json!({"id": format!("{shop}-cashier"), "role": "cashier"});
        let sealed = json!({"witness": "Nobody in particular"});
        self.speak(Some(at), cashier, "hand_over_payout", words, sealed, &[])
    }

    /// The paper on which a member put her mark before somebody else.
    pub(super) fn on_paper(&mut self, at: usize) -> serde_json::Value {
        json!({"form": format!("Form {}", self.named), "witness": format!("{}-leader", self.shops[at].id)})
    }

    /// What the payee says of it: that she has it, that it was less, or nothing.
    fn hear(&mut self, at: usize, payout: PayoutId, member: MemberId) {
        let Some(item) = self.item(at, payout, member) else { return };
        let amount = item.amount;
        if !matches!(item.state, ItemState::Settled | ItemState::Handed) {
            return;
        }
        let words = json!({"payout": payout, "member": member, "amount": amount});
        match self.chance.below(100) {
            0..72 => {
                self.say_herself(at, member, "acknowledge_receipt", words);
            }
            72..80 => {
                let mut words = words;
                words["for_her"] = self.on_paper(at);
                self.say(at, "secretary", "acknowledge_receipt", words);
            }
            80..86 => {
                let received = self.part_of(amount, 0, 90);
                if received.minor() >= amount.minor() {
                    return;
                }
                let herself = json!({"id": member, "role": "member"});
                let disputed = json!({"payout": payout, "member": member, "received": received});
                let sealed = json!({"note": "It was less than the paper says"});
                self.speak(Some(at), herself, "dispute_receipt", disputed, sealed, &[]);
                if self.chance.percent(70) {
                    let outcome = if self.chance.percent(50) { "upheld" } else { "withdrawn" };
                    let mut resolved = json!({"payout": payout, "member": member, "outcome": outcome});
                    if outcome == "withdrawn" {
                        resolved["for_her"] = self.on_paper(at);
                    }
                    self.say(at, "secretary", "resolve_dispute", resolved);
                    self.say_herself(at, member, "acknowledge_receipt", words);
                }
            }
            _ => {}
        }
    }
}
