//! What comes in and goes round: buyers' payments, fees, conversions, parties and lenders paid, cash brought.

use mizan_ledger::account::{Account, Till};
use mizan_ledger::id::{PartyId, SaleId};
use mizan_ledger::money::Money;
use serde_json::{Value, json};

use crate::generator::{Generator, Unidentified};

/// Parties that are owed slices of sales.
const OWED: [&str; 4] = ["platform", "carrier", "web-shop", "wholesaler"];

/// The foreign currencies buyers pay in.
const FOREIGN: [&str; 3] = ["EUR", "USD", "JPY"];

impl Generator {
    /// Whether a till holds so much.
    pub(super) fn holds(&self, at: usize, till: &str, amount: Money) -> bool {
        self.held(at, till, amount).minor() >= amount.minor()
    }

    /// What a till holds in the currency of an amount, beside what lies there of grants.
    pub(super) fn held(&self, at: usize, till: &str, like: Money) -> Money {
        let till: Till = till.parse().expect("the tills of the generator are tills");
        let books = self.books_of(at);
        let held = books.balances.of(Account::Till(till), like.currency());
        let grants = books.grants.lying_in(till, like.currency());
        Money::new(held.minor() - grants.minor(), like.currency())
    }

    /// A cashier is given cash to carry, counts it with the treasurer, and brings it back.
    pub(super) fn carry_cash(&mut self, at: usize) {
        let own = self.shops[at].currency;
        let float: Till = "cash:road".parse().expect("a float is a till");
        if !self.books_of(at).tills.contains_key(&float) {
            let cashier = format!("{}-cashier", self.shops[at].id);
            self.say(at, "treasurer", "open_till", json!({"till": float, "held_by": cashier}));
        }
        let carried = Money::new(i128::from(self.chance.between(1, 50)) * 100, own);
        if self.holds(at, "cash:box", carried) {
            let out = json!({"movement": self.code("movement"), "from": "cash:box", "to": float, "amount": carried});
            self.say(at, "treasurer", "transfer_funds", out);
        }
        let held = self.held(at, "cash:road", own.zero());
        let counted = Money::new((held.minor() + i128::from(self.chance.below(7)) - 3).max(0), own);
        let with = format!("{}-treasurer", self.shops[at].id);
        let count = json!({"count": self.code("count"), "till": float, "counted": counted, "with": with});
        self.say(at, "cashier", "count_cash", count);
        if counted.is_positive() {
            let back = json!({"movement": self.code("movement"), "from": float, "to": "cash:box", "amount": counted});
            self.say(at, "cashier", "transfer_funds", back);
        }
    }

    /// What a sale still lacks, if anything.
    pub(super) fn lacking(&self, at: usize, sale: SaleId) -> Option<(PartyId, Money)> {
        let sale = self.sale(at, sale).filter(|sale| sale.due().is_positive())?;
        Some((sale.buyer, sale.due()))
    }

    /// A buyer pays a sale: all of it, a part, more than it owes, another sale with it, or without saying who it is.
    pub(super) fn be_paid(&mut self, at: usize) {
        let place = self.chance.place_in(self.shops[at].unpaid.len());
        let Some(sale) = self.shops[at].unpaid.get(place).copied() else { return };
        let Some((buyer, lacking)) = self.lacking(at, sale) else {
            self.shops[at].unpaid.swap_remove(place);
            return;
        };
        match self.chance.below(100) {
            0..60 => self.receive(at, buyer, lacking, &[(sale, lacking)]),
            60..78 => {
                let part = self.part_of(lacking, 20, 70);
                self.receive(at, buyer, part, &[(sale, part)]);
            }
            78..84 => {
                let more = Money::new(lacking.minor() + self.part_of(lacking, 1, 10).minor(), lacking.currency());
                self.receive(at, buyer, more, &[(sale, lacking)]);
            }
            84..92 => self.receive_for_two(at, buyer, sale, lacking),
            _ => self.receive_unidentified(at, sale, lacking),
        }
    }

    fn receive_for_two(&mut self, at: usize, buyer: PartyId, sale: SaleId, lacking: Money) {
        let others = self.shops[at].unpaid.iter().copied().filter(|other| *other != sale);
        let other = others.filter_map(|other| self.lacking(at, other).map(|(whose, amount)| (other, whose, amount)));
        let same =
            |&(_, whose, amount): &(SaleId, PartyId, Money)| whose == buyer && amount.currency() == lacking.currency();
        let Some((other, _, amount)) = other.take(60).find(same) else {
            return self.receive(at, buyer, lacking, &[(sale, lacking)]);
        };
        let both = Money::new(lacking.minor() + amount.minor(), lacking.currency());
        self.receive(at, buyer, both, &[(sale, lacking), (other, amount)]);
    }

    fn receive(&mut self, at: usize, buyer: PartyId, amount: Money, pays: &[(SaleId, Money)]) {
        let allocations: Value = pays.iter().map(|(sale, amount)| json!({"sale": sale, "amount": amount})).collect();
        let (mut words, till) = self.payment(at, amount);
        words["buyer"] = json!(buyer);
        words["pays"] = allocations;
        if self.say(at, "treasurer", "receive_payment", words).is_some() {
            pays.iter().for_each(|(sale, _)| self.file(at, *sale));
            if self.chance.percent(35) {
                self.charge_a_fee(at, till, amount, pays.first().map(|(sale, _)| *sale));
            }
        }
    }

    pub(super) fn receive_unidentified(&mut self, at: usize, sale: SaleId, amount: Money) {
        let (words, _) = self.payment(at, amount);
        let payment = words["payment"].as_str().and_then(|payment| payment.parse().ok());
        if let (Some(_), Some(payment)) = (self.say(at, "treasurer", "receive_payment", words), payment) {
            self.shops[at].unidentified.push(Unidentified { payment, sale });
        }
    }

    /// The words of a payment, and the till it comes into.
    fn payment(&mut self, at: usize, amount: Money) -> (Value, &'static str) {
        let own = self.shops[at].currency;
        let till = match (amount.currency() == own, self.chance.below(100)) {
            (false, _) => "bank:foreign",
            (true, 0..70) => "bank:main",
            (true, 70..85) => "provider:gateway",
            (true, _) => "cash:box",
        };
        let mut words = json!({
            "payment": self.code("payment"), "amount": amount, "till": till, "value_date": self.today,
            "reference": format!("Transfer {}", self.named),
        });
        if amount.currency() != own {
            words["rate"] = json!(self.rate(own, amount.currency().code()).to_string());
        }
        (words, till)
    }

    fn charge_a_fee(&mut self, at: usize, till: &str, received: Money, sale: Option<SaleId>) {
        if till == "cash:box" {
            return;
        }
        let kind = if till.starts_with("bank") { "bank" } else { "provider" };
        let amount = self.part_of(received, 0, 2);
        let mut words = json!({"fee": self.code("fee"), "kind": kind, "till": till, "amount": amount});
        if let Some(sale) = sale {
            words["sale"] = json!(sale);
        }
        self.say(at, "treasurer", "charge_provider_fee", words);
    }

    /// It becomes known whose a payment was, and it pays what it was meant for.
    pub(super) fn identify_a_payment(&mut self, at: usize) {
        let place = self.chance.place_in(self.shops[at].unidentified.len());
        let Some(Unidentified { payment, sale }) = self.shops[at].unidentified.get(place).copied() else { return };
        self.shops[at].unidentified.swap_remove(place);
        let Some(buyer) = self.sale(at, sale).map(|sale| sale.buyer) else { return };
        if self.say(at, "treasurer", "identify_payment", json!({"payment": payment, "buyer": buyer})).is_none() {
            return;
        }
        let left = self.books_of(at).payments.get(&payment).map(|payment| payment.left);
        if let (Some(left), Some((_, lacking))) = (left, self.lacking(at, sale)) {
            let amount = Money::new(left.minor().min(lacking.minor()), left.currency());
            let words = json!({"payment": payment, "pays": [{"sale": sale, "amount": amount}]});
            if self.say(at, "treasurer", "allocate_payment", words).is_some() {
                self.file(at, sale);
            }
        }
    }

    /// Foreign money becomes the cooperative's own, all of it or a part; now and then some is bought.
    pub(super) fn convert(&mut self, at: usize) {
        let own = self.shops[at].currency;
        let Some(foreign) = self.chance.one_of(&FOREIGN).copied() else { return };
        let rate = self.rate(own, foreign);
        let foreign = foreign.parse().map(|currency| Money::new(1, currency)).expect("the list above has currencies");
        let held = self.held(at, "bank:foreign", foreign);
        let buys = self.chance.percent(10);
        let abroad = match (buys, held.is_positive()) {
            (true, _) => Money::new(i128::from(self.chance.between(1_000, 50_000)), foreign.currency()),
            (false, true) => self.part_of(held, 30, 100),
            (false, false) => return,
        };
        let Ok(home) = Money::rounded(abroad.decimal() * rate, own) else { return };
        let (from, sold, to, bought) = if buys {
            ("bank:main", home, "bank:foreign", abroad)
        } else {
            ("bank:foreign", abroad, "bank:main", home)
        };
        if home.is_positive() && self.holds(at, from, sold) {
            let words = json!({"conversion": self.code("conversion"), "from": from, "sold": sold, "to": to,
                "bought": bought, "rate": rate.to_string(), "source": "the bank"});
            self.say(at, "treasurer", "convert_currency", words);
        }
    }

    /// A party is paid its slices, or a part of them.
    pub(super) fn settle_a_payable(&mut self, at: usize) {
        let own = self.shops[at].currency;
        let Some(party) = self.chance.one_of(&OWED).and_then(|party| party.parse::<PartyId>().ok()) else { return };
        let owed = self.books_of(at).balances.owed(Account::Payable(party), own);
        if !owed.is_positive() {
            return;
        }
        let amount = if self.chance.percent(60) { owed } else { self.part_of(owed, 20, 90) };
        if self.holds(at, "bank:main", amount) {
            let words =
                json!({"movement": self.code("settlement"), "party": party, "amount": amount, "till": "bank:main"});
            self.say(at, "treasurer", "settle_payable", words);
        }
    }

    /// Money goes from the bank to the cash box or the wallet, or from the provider to the bank.
    pub(super) fn bring_cash(&mut self, at: usize) {
        let routes = [("bank:main", "cash:box"), ("bank:main", "wallet:main"), ("provider:gateway", "bank:main")];
        let (from, to) = routes[self.chance.place_in(routes.len())];
        let held = self.held(at, from, self.shops[at].currency.zero());
        if held.is_positive() {
            let amount = self.part_of(held, 2, 15);
            let words = json!({"movement": self.code("transfer"), "from": from, "to": to, "amount": amount});
            self.say(at, "treasurer", "transfer_funds", words);
        }
    }

    /// A part of some loan is paid back, the cooperative's own or a member's.
    pub(super) fn repay_a_loan(&mut self, at: usize) {
        let loans = self.books_of(at).loans.iter();
        let open = loans.map(|(id, loan)| {
            let owed = self.owed_of(at, *id, loan);
            (*id, loan.member.is_some(), loan.plan.is_some(), owed)
        });
        let open: Vec<_> = open.filter(|(.., owed)| owed.is_positive()).collect();
        let Some((loan, by_member, by_schedule, owed)) = self.chance.one_of(&open).copied() else { return };
        let principal = self.part_of(owed, 5, 60);
        let interest = self.part_of(principal, 1, 4);
        let asks = !by_member && !by_schedule;
        let amount = Money::new(principal.minor() + if asks { interest.minor() } else { 0 }, owed.currency());
        let till = if by_member { "cash:box" } else { "bank:main" };
        if by_member || self.holds(at, till, amount) {
            let mut words = json!({"movement": self.code("repayment"), "loan": loan, "amount": amount, "till": till});
            if asks {
                words["interest"] = json!(interest);
            }
            let repaid = self.say(at, "treasurer", "repay_loan", words);
            self.perhaps_take_back(at, repaid);
        }
    }
}
