//! A journal for beancount: one transaction for each record that moves money.
//!
//! The narration is the record's type, the date the day it happened on; position and key are metadata. Accounts are
//! named with the cooperative behind the root and each part capitalised, `Liabilities:Tigmi:Member:W1:Available`,
//! which loses nothing, because identifiers have no capitals. A debit is positive.

use std::collections::BTreeSet;
use std::io;

use jiff::civil::Date;
use mizan_ledger::account::Account;
use mizan_ledger::event::Event;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::Currency;

use crate::export::{Entry, Export, sale_of};
use crate::journal::{Met, parts};

/// The day every account is open from: the first a record can tell of. A record may tell of an earlier day than the
/// records before it, so the day of an account's first record would not do.
const OPEN_FROM: Date = jiff::civil::date(1970, 1, 1);

/// Writes a beancount journal.
#[derive(Debug)]
pub struct Beancount<W> {
    out: W,
    met: Met,
    operating: BTreeSet<Currency>,
}

impl<W: io::Write> Beancount<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Beancount<W> {
        Beancount { out, met: Met::default(), operating: BTreeSet::new() }
    }

    /// The title of the book, and the currencies its accounts are kept in.
    fn options(&mut self, event: &Event) -> io::Result<()> {
        let operating = if let Event::BookOpened(opened) = event {
            writeln!(self.out, "option \"title\" \"{}\"", quoted(opened.name.as_str()))?;
            Some(opened.currency)
        } else if let Event::CooperativeRegistered(registered) = event {
            registered.currency
        } else {
            None
        };
        match operating {
            Some(currency) if self.operating.insert(currency) => {
                writeln!(self.out, "option \"operating_currency\" \"{currency}\"")
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl<W: io::Write> Export for Beancount<W> {
    fn begin(&mut self) -> io::Result<()> {
        writeln!(self.out, "; A Mizan book. Each transaction is one record; its metadata has the record's position.")
    }

    fn record(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        self.options(&entry.record.event)?;
        let envelope = &entry.record.envelope;
        let (false, Some(owner)) = (entry.postings.is_empty(), envelope.scope) else { return Ok(()) };
        let day = envelope.occurred_on;
        self.met.happened_on(day);
        writeln!(self.out)?;
        for posting in entry.postings {
            if self.met.account_is_new(owner, posting) {
                writeln!(self.out, "{OPEN_FROM} open {}", name(owner, posting.account))?;
            }
        }
        writeln!(self.out, "{day} * \"{}\"", entry.record.event.kind())?;
        writeln!(self.out, "  position: {}", envelope.position)?;
        writeln!(self.out, "  key: \"{}\"", quoted(envelope.key.as_str()))?;
        for posting in entry.postings {
            writeln!(self.out, "  {}  {}", name(owner, posting.account), posting.amount)?;
            if let Some(sale) = sale_of(posting) {
                writeln!(self.out, "    sale: \"{sale}\"")?;
            }
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        // A balance holds at the beginning of its day.
        if let Some(day) = self.met.last_day().and_then(|day| day.tomorrow().ok()) {
            writeln!(
                self.out,
                "\n; What stands on the accounts in the end, asserted: a journal with a line missing does not load."
            )?;
            for (owner, account, balance) in self.met.balances() {
                let (number, currency) = (balance.number(), balance.currency());
                writeln!(self.out, "{day} balance {}  {number} ~ 0 {currency}", name(owner, account))?;
            }
        }
        self.out.flush()
    }
}

/// The name of an account in a beancount journal.
#[must_use]
pub fn name(owner: CooperativeId, account: Account) -> String {
    parts(owner, account).map(|part| capitalised(&part)).collect::<Vec<_>>().join(":")
}

fn capitalised(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// A text as it stands between quotes.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
