//! The entries of the books of account: every record that moves money, in the order of the log, and nothing left out.
//!
//! Reports count what holds; books of account show what was written. So a correction stands here beside what it takes
//! back, and both sides of an account grow by both.

use jiff::civil::Date;

use crate::account::Account;
use crate::event::Kind;
use crate::id::CooperativeId;
use crate::money::{Currency, Money};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::page::Page;
use crate::report::statement::Days;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// How many lines a page shows at the most; of more, it shows the first and says how many there are.
pub(super) const MOST_LINES: usize = 5_000;

/// One line of a book of account.
pub(super) struct Line {
    pub(super) position: u64,
    pub(super) on: Date,
    pub(super) kind: Kind,
    pub(super) account: Heading,
    pub(super) amount: Money,
}

/// Under which heading an account stands: what there is one of for each sale or payout stands under one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heading {
    /// An account of its own.
    Account(Account),
    /// The clearing accounts of all sales, which are empty at the end of each batch.
    Sales,
    /// What was sent of all payouts and is not confirmed.
    Payouts,
}

impl From<Account> for Heading {
    fn from(account: Account) -> Heading {
        if matches!(account, Account::SaleClearing(_)) {
            Heading::Sales
        } else if matches!(account, Account::PayoutSent(..)) {
            Heading::Payouts
        } else {
            Heading::Account(account)
        }
    }
}

impl Heading {
    pub(super) fn cell(self) -> Cell {
        match self {
            Heading::Account(account) => Cell::text(account),
            Heading::Sales => Cell::text("liabilities:sale:*"),
            Heading::Payouts => Cell::text("liabilities:payout:*"),
        }
    }
}

/// Where a record lies in the days of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lies {
    Before,
    Within,
}

/// Whose a record is and where it lies; nothing, if it concerns no cooperative or happened later.
pub(super) fn place(record: &Record, days: Days) -> Option<(CooperativeId, Lies)> {
    let scope = record.envelope.scope?;
    let on = record.envelope.occurred_on;
    if days.to.is_some_and(|to| to < on) {
        return None;
    }
    Some((scope, if days.from.is_some_and(|from| on < from) { Lies::Before } else { Lies::Within }))
}

/// The lines of a record, one for each posting.
pub(super) fn lines<'a>(record: &'a Record, scratch: &'a mut Vec<Posting>) -> impl Iterator<Item = Line> + 'a {
    scratch.clear();
    postings(&record.event, scratch);
    let (position, on, kind) = (record.envelope.position, record.envelope.occurred_on, record.event.kind());
    scratch.iter().map(move |posting| Line {
        position,
        on,
        kind,
        account: posting.account.into(),
        amount: posting.amount,
    })
}

/// An amount in the column of its side: a debit above zero, a credit below.
pub(super) fn sides(amount: Money) -> [Cell; 2] {
    if amount.is_negative() { [Cell::Empty, Cell::Money(amount.negated())] } else { [Cell::Money(amount), Cell::Empty] }
}

/// Says how many lines there are where a page does not show them all.
pub(super) fn say_extent(page: &mut Page, shown: usize, in_all: u64) {
    if in_all > shown as u64 {
        let mut extent = Table::new(Term::Extent, [Term::LinesShown, Term::LinesInAll]);
        extent.row([Cell::Count(shown as u64), Cell::Count(in_all)]);
        page.table(extent);
    }
}

/// The sums of both sides, in each currency.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sides {
    pub(super) debits: i128,
    pub(super) credits: i128,
}

impl Sides {
    pub(super) fn add(&mut self, amount: Money) {
        if amount.is_negative() {
            self.credits -= amount.minor();
        } else {
            self.debits += amount.minor();
        }
    }

    pub(super) fn balance(self) -> i128 {
        self.debits - self.credits
    }

    /// Both as amounts, empty where there is nothing.
    pub(super) fn cells(self, currency: Currency) -> [Cell; 2] {
        [self.debits, self.credits].map(|minor| match minor {
            0 => Cell::Empty,
            _ => Cell::Money(Money::new(minor, currency)),
        })
    }

    /// What outweighs, on its side.
    pub(super) fn outweighing(self, currency: Currency) -> [Cell; 2] {
        let balance = self.balance();
        Sides { debits: balance.max(0), credits: -balance.min(0) }.cells(currency)
    }
}
