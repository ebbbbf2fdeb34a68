//! Money held for a purpose: premiums promised and received, resolutions of the assembly, what funds are spent on.

use mizan_ledger::account::Account;
use mizan_ledger::id::{FundId, PremiumId, ResolutionId};
use mizan_ledger::money::Money;
use mizan_ledger::record::Record;
use rust_decimal::Decimal;
use serde_json::json;

use crate::generator::Generator;

/// The funds that are spent by resolution. What buyers promise goes into the first; sales fill the others.
const FUNDS: [&str; 3] = ["premium", "training", "solidarity"];

impl Generator {
    /// Something happens to the cooperative's money that is no trade.
    pub(super) fn manage(&mut self, at: usize) {
        match self.chance.below(100) {
            0..12 => self.promise_a_premium(at),
            12..24 => self.receive_a_premium(at),
            24..30 => self.resolve(at),
            30..40 => self.spend_a_fund(at),
            40..46 => self.pass_on(at),
            46..54 => self.sell_on(at),
            54..74 => (0..3).for_each(|_| self.mind_a_loan(at)),
            74..78 => self.tend_the_periods(at),
            _ => (0..3).for_each(|_| self.use_a_grant(at)),
        }
    }

    /// A buyer promises a premium, now and then in foreign money; now and then it was a mistake.
    pub(super) fn promise_a_premium(&mut self, at: usize) {
        let own = self.shops[at].currency;
        let Some(buyer) = self.chance.one_of(&self.buyers).copied() else { return };
        let foreign = self.chance.percent(20);
        let currency = if foreign { "USD".parse().expect("the dollar is a currency") } else { own };
        let quantity = self.chance.between(50, 2_000);
        let hundredths = self.chance.between(10, 90);
        let per_unit = Decimal::new(i64::try_from(hundredths).unwrap_or(10), 2);
        let amount = Money::rounded(Decimal::from(quantity) * per_unit, currency);
        let Some(amount) = amount.ok().filter(|amount| amount.is_positive()) else { return };
        let mut words = json!({"premium": self.code("premium"), "buyer": buyer, "fund": FUNDS[0],
            "quantity": quantity.to_string(), "per_unit": per_unit.to_string(), "amount": amount});
        if foreign {
            words["rate"] = json!(self.rate(own, "USD").to_string());
        } else if let Some(sale) = self.shops[at].unpaid.last().copied() {
            words["sale"] = json!(sale);
            words["buyer"] = json!(self.sale(at, sale).map(|sale| sale.buyer));
        }
        let promised = self.say(at, "treasurer", "accrue_premium", words);
        if promised.is_some_and(|records| self.chance.percent(8) && self.take_back(at, &records, "wrong_party")) {
            self.promise_a_premium(at);
        }
    }

    pub(super) fn receive_a_premium(&mut self, at: usize) {
        let own = self.shops[at].currency;
        let open = self.books_of(at).funds.premiums.iter().filter(|(_, premium)| premium.left.is_positive());
        let open: Vec<(PremiumId, Money)> = open.map(|(id, premium)| (*id, premium.left)).collect();
        let Some((premium, left)) = self.chance.one_of(&open).copied() else { return };
        let amount = if self.chance.percent(70) { left } else { self.part_of(left, 20, 90) };
        let foreign = left.currency() != own;
        let till = if foreign { "bank:foreign" } else { "bank:main" };
        let mut words = json!({"movement": self.code("premium-paid"), "premium": premium, "amount": amount,
            "till": till, "value_date": self.today});
        if foreign {
            words["rate"] = json!(self.rate(own, left.currency().code()).to_string());
        }
        self.say(at, "treasurer", "receive_premium", words);
    }

    /// The assembly decides what a fund may be spent on.
    pub(super) fn resolve(&mut self, at: usize) {
        let fund = FUNDS[self.chance.place_in(FUNDS.len())];
        let amount = self.amount(self.shops[at].currency, 100, 2_000);
        let words = json!({"resolution": self.code("resolution"), "fund": fund, "amount": amount,
            "purpose": "What the assembly decided", "minutes": format!("Assembly of {}", self.today)});
        self.say(at, "president", "adopt_resolution", words);
    }

    pub(super) fn spend_a_fund(&mut self, at: usize) {
        let today = self.today;
        let books = self.books_of(at);
        let own = books.currency;
        let free = |fund: FundId| {
            books.balances.owed(Account::Fund(fund), own).minor() - books.funds.unreceived(fund, own).minor()
        };
        // Somebody may write it down up to three days late, and the assembly comes first.
        let ready = books.funds.resolutions.iter().filter(|(_, resolution)| resolution.on < today);
        let ready = ready.map(|(id, resolution)| {
            let most = resolution.left.minor().min(free(resolution.fund));
            (*id, resolution.fund, Money::new(most, own))
        });
        let ready: Vec<(ResolutionId, FundId, Money)> = ready.filter(|(_, _, most)| most.is_positive()).collect();
        let Some((resolution, fund, most)) = self.chance.one_of(&ready).copied() else { return };
        let amount = self.part_of(most, 20, 100);
        if !self.holds(at, "bank:main", amount) {
            return;
        }
        let (members, others) = (self.chance.between(1, 12), self.chance.below(6));
        let words = json!({"movement": self.code("spending"), "fund": fund, "resolution": resolution,
            "amount": amount, "till": "bank:main", "item": "A course",
            "beneficiaries": {"members": members, "others": others}});
        let spent = self.say(at, "treasurer", "spend_fund", words);
        self.perhaps_take_back(at, spent);
    }

    /// Now and then what was recorded did not happen.
    pub(super) fn perhaps_take_back(&mut self, at: usize, records: Option<Vec<Record>>) {
        if let Some(records) = records.filter(|_| self.chance.percent(8)) {
            self.take_back(at, &records, "did_not_happen");
        }
    }
}
