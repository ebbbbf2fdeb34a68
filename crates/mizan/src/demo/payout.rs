//! Payouts: by bank, wallet and cash, with what is refused, comes back, waits uncollected, is disputed or corrected.

use mizan_ledger::account::Account;
use mizan_ledger::book::state::payout::{Item, ItemState};
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::money::Money;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::shop::Shop;
use crate::demo::teller::Teller;
use crate::service::chance::Chance;

/// What a wallet of the lowest level may hold, in dirhams: Bank Al-Maghrib's guide, as La Nouvelle Tribune reports it.
const SMALL_WALLET: i128 = 200;

impl Teller {
    /// Everyone who has enough available is paid, as far as the bank account goes.
    pub(super) fn pay_out(&mut self, at: usize) -> Result<(), NotTold> {
        let own = self.books(at)?.currency;
        let mut left = self.held(at, "bank:main", own)?.minor() + self.held(at, "cash:box", own)?.minor();
        let mut pay = Vec::new();
        for (member, available) in self.available(at)? {
            if available.minor() >= self.shops[at].plan.payouts.at_least * 100 && available.minor() <= left {
                left -= available.minor();
                pay.push(json!({"member": member, "method": self.method(at, member)?}));
            }
        }
        if pay.is_empty() {
            return Ok(());
        }
        let code = format!("{}-payout-{}", self.shops[at].name, self.today.strftime("%y-%m-%d"));
        let Shop { plan, chance, .. } = &mut self.shops[at];
        if chance.percent(plan.payouts.cancelled_percent) {
            self.call_off(at, &code, &pay)?;
        }
        let payout: PayoutId = code.parse().map_err(|_| NotTold::Unknown { what: code.clone() })?;
        let words = json!({"payout": payout, "pay_on": self.today, "pay": pay});
        self.speak(at, "treasurer", "schedule_payout", words)?;
        let items = self.items(at, payout)?;
        let total = Money::new(items.iter().map(|(_, item)| item.amount.minor()).sum(), own);
        self.approve(at, payout, total)?;
        let (by_bank, by_wallet, in_cash) = sums(&items, own.zero());
        if in_cash.is_positive() {
            self.provide(at, "cash:box", in_cash)?;
        }
        if by_wallet.is_positive() {
            self.provide(at, "wallet:main", by_wallet)?;
        }
        if by_bank.is_positive() {
            self.provide(at, "bank:main", by_bank)?;
        }
        self.hear_of_feasts(at)?;
        let answered_after = self.send_in_files(at, payout)?;
        if in_cash.is_positive() && Chance::of(&format!("{payout} count")).percent(30) {
            self.count_cash(at)?;
        }
        for (member, item) in items {
            match item.method {
                Method::Bank | Method::Wallet => self.later(at, answered_after, Task::Settle(payout, member)),
                Method::Cash => self.later(at, 0, Task::HandOver(payout, member)),
            }
        }
        Ok(())
    }

    /// The president approves it, and above the board's limit her deputy too.
    fn approve(&mut self, at: usize, payout: PayoutId, total: Money) -> Result<(), NotTold> {
        let list = self.books(at)?.payouts.get(&payout).map(|known| known.list_digest(payout));
        let words = json!({"payout": payout, "total": total, "seen": list});
        self.speak(at, "president", "approve_payout", words.clone())?;
        if self.books(at)?.payouts.get(&payout).is_some_and(|payout| payout.approved_on.is_none()) {
            let deputy = json!({"id": format!("{}-deputy", self.shops[at].name), "role": "president"});
            self.speak_as(at, deputy, "approve_payout", words, Value::Null)?;
        }
        Ok(())
    }

    /// A list that turns out wrong is called off before anyone approves it.
    fn call_off(&mut self, at: usize, code: &str, pay: &[Value]) -> Result<(), NotTold> {
        let wrong = format!("{code}-0");
        let words = json!({"payout": wrong, "pay_on": self.today, "pay": pay});
        self.speak(at, "treasurer", "schedule_payout", words)?;
        let words = json!({"payout": wrong, "reason": "the list was that of another month"});
        self.speak(at, "treasurer", "cancel_payout", words)?;
        Ok(())
    }

    /// Who has something available, in the order of their names.
    fn available(&self, at: usize) -> Result<Vec<(MemberId, Money)>, NotTold> {
        let books = self.books(at)?;
        let available = books
            .members
            .keys()
            .map(|member| (*member, books.balances.owed(Account::MemberAvailable(*member), books.currency)));
        let mut available: Vec<_> = available.filter(|(_, amount)| amount.is_positive()).collect();
        available.sort_unstable_by_key(|(member, _)| *member);
        Ok(available)
    }

    /// By which way a member is paid: always the same, until her wallet has refused her or her details are not ready.
    fn method(&self, at: usize, member: MemberId) -> Result<&'static str, NotTold> {
        let meant = self.usual_method(at, member);
        let way = match meant {
            "bank" => Method::Bank,
            "wallet" => Method::Wallet,
            _ => return Ok(meant),
        };
        let payee = self.books(at)?.payees.get(&member);
        Ok(if payee.is_some_and(|payee| payee.blocked(way, self.today).is_some()) { "cash" } else { meant })
    }

    fn usual_method(&self, at: usize, member: MemberId) -> &'static str {
        let Shop { plan, refused, .. } = &self.shops[at];
        // From her name, so that it does not change from one payout to the next.
        let place = Chance::of(member.as_str()).below(100);
        let bank = plan.payouts.bank_percent;
        if place < bank {
            "bank"
        } else if place < bank + plan.payouts.wallet_percent && !refused.contains(&member) {
            "wallet"
        } else {
            "cash"
        }
    }

    fn items(&self, at: usize, payout: PayoutId) -> Result<Vec<(MemberId, Item)>, NotTold> {
        let payout = self.books(at)?.payouts.get(&payout);
        Ok(payout.into_iter().flat_map(|payout| payout.items.clone()).collect())
    }

    fn item(&self, at: usize, payout: PayoutId, member: MemberId) -> Result<Item, NotTold> {
        let item = self.books(at)?.payouts.get(&payout).and_then(|payout| payout.items.get(&member).cloned());
        item.ok_or_else(|| NotTold::Unknown { what: format!("the item of `{member}` in `{payout}`") })
    }

    /// The bank says what became of an item. A small wallet refuses what is beyond its ceiling.
    pub(super) fn settle(&mut self, at: usize, payout: PayoutId, member: MemberId) -> Result<(), NotTold> {
        let Item { amount, method, .. } = self.item(at, payout, member)?;
        let Shop { plan, chance, refused: unpayable, .. } = &mut self.shops[at];
        let payouts = &plan.payouts;
        let small = method == Method::Wallet
            && amount.minor() > SMALL_WALLET * 100
            && chance.percent(payouts.small_wallet_percent);
        let refused = chance.percent(payouts.refused_percent);
        let returned = chance.percent(payouts.returned_percent);
        if small {
            unpayable.insert(member);
        }
        let till = if method == Method::Wallet { "wallet:main" } else { "bank:main" };
        let short = !self.provide(at, till, amount)?;
        let mut words = json!({"payout": payout, "member": member});
        // Of the payment alone, so that all else in the story stays as it is.
        if Chance::of(&format!("{payout} {member} asked back")).percent(2) {
            self.ask_back(at, payout, member)?;
        }
        if small || refused || short {
            let reason = if small { "AM14: beyond the wallet's ceiling of 200" } else { "AC04: the account is closed" };
            words["reason"] = json!(if short { "AM04: not enough in the account" } else { reason });
            self.speak(at, "treasurer", "fail_payout", words)?;
            return Ok(());
        }
        words["till"] = json!(till);
        words["value_date"] = json!(self.today);
        words["reference"] = json!(format!("{payout} {member}"));
        self.speak(at, "treasurer", "settle_payout", words)?;
        self.pass_on(at, member, amount)?;
        if returned {
            self.later(at, 4, Task::Return(payout, member));
        } else {
            let days = self.shops[at].chance.between(0, 3);
            self.later(at, days, Task::Hear(payout, member));
        }
        Ok(())
    }

    /// A transfer that was settled comes back.
    pub(super) fn return_item(&mut self, at: usize, payout: PayoutId, member: MemberId) -> Result<(), NotTold> {
        let Item { method, .. } = self.item(at, payout, member)?;
        let till = if method == Method::Wallet { "wallet:main" } else { "bank:main" };
        let words = json!({"payout": payout, "member": member, "till": till, "reason": "AC06: the account is blocked"});
        self.speak(at, "treasurer", "return_payout", words)?;
        Ok(())
    }

    /// A member is handed her cash, if she comes. Now and then it is written down wrongly, and put right.
    pub(super) fn hand_over(&mut self, at: usize, payout: PayoutId, member: MemberId) -> Result<(), NotTold> {
        let Item { amount, .. } = self.item(at, payout, member)?;
        let hers = self.hers(at, payout, member)?;
        let Shop { plan, chance, .. } = &mut self.shops[at];
        let comes = !chance.percent(plan.payouts.unclaimed_percent);
        let wrong = chance.below(1_000) < plan.payouts.corrected_permille;
        let days = chance.between(3, 30);
        if !hers.is_positive() {
            self.later(at, days, Task::Collect(payout, member));
            return Ok(());
        }
        if !comes {
            self.speak(at, "cashier", "leave_unclaimed", json!({"payout": payout, "member": member}))?;
            self.later(at, days, Task::Collect(payout, member));
            return Ok(());
        }
        if wrong && amount.minor() > 5_000 && hers == amount {
            return self.hand_wrongly(at, payout, member, amount);
        }
        self.hand(at, payout, member, hers)?;
        self.later(at, 0, Task::Hear(payout, member));
        Ok(())
    }

    /// What of an item she does not owe back: a sale may have been credited since it was set aside.
    fn hers(&self, at: usize, payout: PayoutId, member: MemberId) -> Result<Money, NotTold> {
        let Item { amount, sources, .. } = self.item(at, payout, member)?;
        let back = self.books(at)?.owed_back(member, &sources);
        let back: i128 = back.iter().map(|source| source.amount.minor()).sum();
        Ok(Money::new(amount.minor() - back, amount.currency()))
    }

    /// A note stayed in the box: what was written down is mirrored, and the right amount follows.
    fn hand_wrongly(&mut self, at: usize, payout: PayoutId, member: MemberId, amount: Money) -> Result<(), NotTold> {
        let position = self.hand(at, payout, member, amount)?;
        let Some(position) = position else { return Ok(()) };
        let name = self.shops[at].name.clone();
        let correction = self.shops[at].code("correction");
        let words = json!({"correction": correction, "targets": [position], "reason": "wrong_amount",
            "approved_by": format!("{name}-president")});
        self.speak(at, "treasurer", "declare_correction", words)?;
        self.hand(at, payout, member, Money::new(amount.minor() - 2_000, amount.currency()))?;
        self.later(at, 0, Task::Hear(payout, member));
        Ok(())
    }

    /// Puts cash into a member's hand, and says at which position that stands; nothing if the box is empty.
    fn hand(&mut self, at: usize, payout: PayoutId, member: MemberId, amount: Money) -> Result<Option<u64>, NotTold> {
        if !self.provide(at, "cash:box", amount)? {
            return Ok(None);
        }
        let shop = &mut self.shops[at];
        let signed_by = if shop.chance.percent(70) { "thumbprint" } else { "signature" };
        let words = json!({"payout": payout, "member": member, "amount": amount, "till": "cash:box",
            "signed_by": signed_by, "witness": format!("{}-leader", shop.name),
            "form": format!("CASH {}", shop.number("form"))});
        let cashier = json!({"id": format!("{}-cashier", shop.name), "role": "cashier"});
        let sealed = json!({"witness": "Nobody in particular (invented)"});
        let records = self.speak_as(at, cashier, "hand_over_payout", words, sealed)?;
        Ok(records.first().map(|record| record.envelope.position))
    }

    /// A member comes for cash that waited; what she owes back by then is called off.
    pub(super) fn collect(&mut self, at: usize, payout: PayoutId, member: MemberId) -> Result<(), NotTold> {
        let Item { state, .. } = self.item(at, payout, member)?;
        let hers = self.hers(at, payout, member)?;
        let waits = matches!(state, ItemState::Scheduled | ItemState::Unclaimed);
        if waits && !hers.is_positive() {
            let words = json!({"payout": payout, "reason": "the sale was credited: it is owed back"});
            self.speak(at, "treasurer", "cancel_payout", words)?;
        } else if waits && self.hand(at, payout, member, hers)?.is_some() {
            self.later(at, 0, Task::Hear(payout, member));
        }
        Ok(())
    }

    /// What the payee says of it: that she has it, that it was less, or nothing.
    pub(super) fn hear(&mut self, at: usize, payout: PayoutId, member: MemberId) -> Result<(), NotTold> {
        let Item { amount, state, .. } = self.item(at, payout, member)?;
        if !matches!(state, ItemState::Settled | ItemState::Handed) {
            return Ok(());
        }
        let Shop { plan, chance, .. } = &mut self.shops[at];
        let says = chance.below(100);
        let (disputed, silent) = (plan.payouts.disputed_percent, plan.payouts.silent_percent);
        let days = chance.between(2, 12);
        let herself = json!({"id": member, "role": "member"});
        if says < disputed && amount.minor() > 5_000 {
            let received = Money::new(amount.minor() - 2_000, amount.currency());
            let words = json!({"payout": payout, "member": member, "received": received});
            let sealed = json!({"note": "One note of 20 is missing."});
            self.speak_as(at, herself, "dispute_receipt", words, sealed)?;
            self.later(at, days, Task::Resolve(payout, member));
        } else if says >= disputed + silent {
            let words = json!({"payout": payout, "member": member, "amount": amount});
            self.speak_as(at, herself, "acknowledge_receipt", words, Value::Null)?;
        }
        Ok(())
    }

    /// The secretary looks into a dispute. If the member was right, what is missing is still hers to claim.
    pub(super) fn resolve(&mut self, at: usize, payout: PayoutId, member: MemberId) -> Result<(), NotTold> {
        let outcome = if self.shops[at].chance.percent(40) { "upheld" } else { "withdrawn" };
        let mut words = json!({"payout": payout, "member": member, "outcome": outcome});
        if outcome == "withdrawn" {
            // She agrees after all, and puts her mark on paper that says so.
            let shop = &mut self.shops[at];
            let form = format!("DISPUTE {}", shop.number("form"));
            words["for_her"] = json!({"form": form, "witness": format!("{}-leader", shop.name)});
        }
        self.speak(at, "secretary", "resolve_dispute", words)?;
        Ok(())
    }
}

/// What goes by bank, by wallet and in cash.
fn sums(items: &[(MemberId, Item)], zero: Money) -> (Money, Money, Money) {
    let sum = |method: Method| {
        let parts = items.iter().filter(|(_, item)| item.method == method).map(|(_, item)| item.amount.minor());
        Money::new(parts.sum(), zero.currency())
    };
    (sum(Method::Bank), sum(Method::Wallet), sum(Method::Cash))
}
