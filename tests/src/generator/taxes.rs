//! Tax that is withheld: its rates as they change, what is withheld of members and parties, what the tax office is paid.

use jiff::civil::Date;
use mizan_ledger::account::Account;
use mizan_ledger::money::Money;
use serde_json::{Value, json};

use crate::generator::Generator;

const TAX: &str = "ras";

impl Generator {
    /// The first rate of the book.
    pub(super) fn found_taxes(&mut self, at: usize) {
        self.set_a_tax_rate(at);
    }

    /// The rate changes, or tax is withheld of somebody, or brought to the tax office.
    pub(super) fn tend_the_taxes(&mut self, at: usize) {
        match self.chance.below(100) {
            0..5 => self.set_a_tax_rate(at),
            5..65 => self.withhold_tax(at),
            _ => self.remit_tax(at),
        }
    }

    pub(super) fn set_a_tax_rate(&mut self, at: usize) {
        let tax = TAX.parse().expect("it is a code");
        let version = self.books_of(at).taxes.get(&tax).map_or(0, Vec::len) + 1;
        let rate = format!("0.{:02}", self.chance.between(1, 30));
        // Version 1 holds from the beginning, so that what is written down late has a rate as well.
        let from = if version == 1 { super::FIRST_DAY } else { self.today };
        let words = json!({"tax": TAX, "version": version, "rate": rate, "from": from,
            "source": "letter of the accountant"});
        self.say(at, "treasurer", "set_withholding_rate", words);
    }

    pub(super) fn withhold_tax(&mut self, at: usize) {
        let books = self.books_of(at);
        let own = books.currency;
        let earners: Vec<(Value, Money)> = books
            .balances
            .all()
            .into_iter()
            .filter_map(|(account, _)| {
                let of = if let Account::MemberAvailable(member) = account {
                    json!({"member": member})
                } else if let Account::Payable(party) = account {
                    json!({"party": party})
                } else {
                    return None;
                };
                let owed = books.balances.owed(account, own);
                owed.is_positive().then_some((of, owed))
            })
            .collect();
        let Some((of, owed)) = self.chance.one_of(&earners).cloned() else { return };
        let base = self.part_of(owed, 20, 100);
        let (from, to) = self.period();
        let words = json!({"movement": self.code("tax"), "tax": TAX, "of": of, "base": base,
            "from": from, "to": to});
        let withheld = self.say(at, "treasurer", "withhold_tax", words);
        self.perhaps_take_back(at, withheld);
    }

    pub(super) fn remit_tax(&mut self, at: usize) {
        let books = self.books_of(at);
        let tax = TAX.parse().expect("it is a code");
        let withheld = books.balances.owed(Account::Withheld(tax), books.currency);
        if !withheld.is_positive() {
            return;
        }
        let amount = if self.chance.percent(70) { withheld } else { self.part_of(withheld, 20, 90) };
        if !self.holds(at, "bank:main", amount) {
            return;
        }
        let (from, to) = self.period();
        let words = json!({"movement": self.code("remitted"), "tax": TAX, "amount": amount, "till": "bank:main",
            "from": from, "to": to});
        let remitted = self.say(at, "treasurer", "remit_tax", words);
        self.perhaps_take_back(at, remitted);
    }

    /// The month, of what is written down a few days late the one before.
    fn period(&self) -> (Date, Date) {
        let few = jiff::Span::new().days(3);
        let from = self.today.checked_sub(few).unwrap_or(self.today).first_of_month();
        (from, self.today.last_of_month())
    }
}
