//! A journal for hledger: one transaction for each record that moves money.
//!
//! The code in parentheses is the record's position, the description its type, the date the day it happened on.
//! Accounts are named with the cooperative behind the root, `liabilities:tigmi:member:w1:available`; a debit is
//! positive. Accounts and commodities are declared, so `hledger --strict` accepts it.

use std::io;

use mizan_ledger::account::Account;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::{Currency, Money};

use crate::export::{Entry, Export, sale_of};
use crate::journal::{Met, parts};

/// Writes an hledger journal.
#[derive(Debug)]
pub struct Hledger<W> {
    out: W,
    met: Met,
}

impl<W: io::Write> Hledger<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Hledger<W> {
        Hledger { out, met: Met::default() }
    }

    /// Declares what a record is the first to name.
    fn declare(&mut self, owner: CooperativeId, entry: &Entry<'_>) -> io::Result<()> {
        for posting in entry.postings {
            let currency = posting.amount.currency();
            if self.met.currency_is_new(currency) {
                writeln!(self.out, "commodity {}", sample(currency))?;
            }
            if self.met.account_is_new(owner, posting) {
                writeln!(self.out, "account {}", name(owner, posting.account))?;
            }
        }
        Ok(())
    }
}

impl<W: io::Write> Export for Hledger<W> {
    fn begin(&mut self) -> io::Result<()> {
        writeln!(self.out, "; A Mizan book. Each transaction is one record; its code is the record's position.")?;
        writeln!(self.out, "decimal-mark .")
    }

    fn record(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        let envelope = &entry.record.envelope;
        let (false, Some(owner)) = (entry.postings.is_empty(), envelope.scope) else { return Ok(()) };
        let day = envelope.occurred_on;
        self.met.happened_on(day);
        writeln!(self.out)?;
        self.declare(owner, entry)?;
        let (position, kind, key) = (envelope.position, entry.record.event.kind(), tag_value(envelope.key.as_str()));
        writeln!(self.out, "{day} * ({position}) {kind}  ; key:{key}")?;
        for posting in entry.postings {
            write!(self.out, "    {}  {}", name(owner, posting.account), posting.amount)?;
            match sale_of(posting) {
                Some(sale) => writeln!(self.out, "  ; sale:{sale}")?,
                None => writeln!(self.out)?,
            }
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if let Some(day) = self.met.last_day() {
            writeln!(
                self.out,
                "\n; What stands on the accounts in the end, asserted: a journal with a line missing does not load."
            )?;
            writeln!(self.out, "{day} * closing balances")?;
            for (owner, account, balance) in self.met.balances() {
                let nothing = balance.currency().zero();
                writeln!(self.out, "    {}  {nothing} = {balance}", name(owner, account))?;
            }
        }
        self.out.flush()
    }
}

/// The name of an account in an hledger journal.
#[must_use]
pub fn name(owner: CooperativeId, account: Account) -> String {
    parts(owner, account).collect::<Vec<_>>().join(":")
}

/// A thousand of a currency, as `commodity` wants to see it: the decimal mark always stands.
fn sample(currency: Currency) -> String {
    let thousand = Money::new(1000 * 10_i128.pow(currency.exponent()), currency);
    let mark = if currency.exponent() == 0 { "." } else { "" };
    format!("{}{mark} {currency}", thousand.number())
}

/// A tag's value ends at a comma, so a comma in it is written as in an address, and so is the sign that says so.
fn tag_value(text: &str) -> String {
    text.replace('%', "%25").replace(',', "%2C")
}
