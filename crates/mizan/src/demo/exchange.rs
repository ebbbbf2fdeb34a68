//! Foreign money: the rate of the day, and the bank that changes what has come in.

use mizan_ledger::money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::sale::money;
use crate::demo::teller::Teller;

/// The tills that may hold foreign money.
const FOREIGN_TILLS: [&str; 2] = ["bank:foreign", "provider:gateway"];

/// The foreign money buyers pay in.
const FOREIGN: [&str; 3] = ["EUR", "USD", "GBP"];

/// Less than this is not carried to the bank, in units of the own currency.
const WORTH_CHANGING: i128 = 1_000;

impl Teller {
    /// The rate of the day: within a hundredth of the usual one.
    pub(super) fn rate(&mut self, at: usize, currency: Currency) -> Result<Decimal, NotTold> {
        let usual = self.plan.rate(currency, self.today);
        let usual = usual.ok_or_else(|| NotTold::Unknown { what: format!("the rate of {currency}") })?;
        let thousandths = self.shops[at].chance.between(992, 1_008);
        Ok((usual * Decimal::from(thousandths) / Decimal::from(1_000)).round_dp(4))
    }

    /// Adds the rate of the day to words that speak of foreign money.
    pub(super) fn add_rate(&mut self, at: usize, amount: Money, words: &mut Value) -> Result<(), NotTold> {
        if amount.currency() != self.books(at)?.currency {
            words["rate"] = json!(self.rate(at, amount.currency())?.to_string());
        }
        Ok(())
    }

    /// Foreign money becomes the cooperative's own where enough has come together, and the bank takes its fee.
    pub(super) fn convert_all(&mut self, at: usize) -> Result<(), NotTold> {
        let own = self.books(at)?.currency;
        for till in FOREIGN_TILLS {
            for code in FOREIGN {
                let currency: Currency = code.parse().map_err(|_| NotTold::Unknown { what: code.to_owned() })?;
                let held = self.held(at, till, currency)?;
                if held.is_positive() {
                    let rate = self.rate(at, currency)?;
                    let bought = money(held.decimal() * rate, own)?;
                    if bought.minor() >= WORTH_CHANGING * 100 {
                        self.change(at, (till, held), ("bank:main", bought), rate)?;
                        self.bank_fee(at, till)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Has at least so much in a till, changing own money where it is foreign. Says whether it could.
    pub(super) fn provide(&mut self, at: usize, till: &str, amount: Money) -> Result<bool, NotTold> {
        let own = self.books(at)?.currency;
        let held = self.held(at, till, amount.currency())?;
        if held.minor() >= amount.minor() {
            return Ok(true);
        }
        let missing = Money::new(amount.minor() - held.minor(), amount.currency());
        if amount.currency() == own {
            let from = if till == "bank:main" { "cash:box" } else { "bank:main" };
            if self.held(at, from, own)?.minor() < missing.minor() {
                return Ok(false);
            }
            let movement = self.shops[at].code("float");
            let words = json!({"movement": movement, "from": from, "to": till, "amount": missing});
            self.speak(at, "treasurer", "transfer_funds", words)?;
            return Ok(true);
        }
        let rate = self.rate(at, amount.currency())?;
        let cost = money(missing.decimal() * rate, own)?;
        if self.held(at, "bank:main", own)?.minor() < cost.minor() {
            return Ok(false);
        }
        self.change(at, ("bank:main", cost), (till, missing), rate)?;
        Ok(true)
    }

    fn change(
        &mut self,
        at: usize,
        (from, sold): (&str, Money),
        (to, bought): (&str, Money),
        rate: Decimal,
    ) -> Result<(), NotTold> {
        let conversion = self.shops[at].code("conversion");
        let words = json!({"conversion": conversion, "from": from, "sold": sold, "to": to, "bought": bought,
            "rate": rate.to_string(), "source": "the bank's rate of the day"});
        self.speak(at, "treasurer", "convert_currency", words)?;
        Ok(())
    }

    /// What a bank takes for a change of currency; a provider takes its part of each sale instead.
    fn bank_fee(&mut self, at: usize, till: &str) -> Result<(), NotTold> {
        let own = self.books(at)?.currency;
        let fee = Money::new(i128::from(self.shops[at].chance.between(20, 60)) * 100, own);
        if till.starts_with("bank") && self.held(at, "bank:main", own)?.minor() >= fee.minor() {
            let code = self.shops[at].code("fee");
            let words = json!({"fee": code, "kind": "bank", "till": "bank:main", "amount": fee});
            self.speak(at, "treasurer", "charge_provider_fee", words)?;
        }
        Ok(())
    }
}
