//! The general ledger: account by account what it had before, each posting with what the account then has, and its sums.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::id::CooperativeId;
use crate::money::{Currency, Money};
use crate::posting::Posting;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::statement::Days;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::report::whole::entries::{Heading, Lies, Line, MOST_LINES, Sides, lines, place, say_extent, sides};

/// The general ledger.
pub(crate) const GENERAL_LEDGER: Query =
    Query::report("general-ledger", Term::GeneralLedger, Term::Amount, Note::GeneralLedger, |_| {
        Box::new(Ledger::default())
    })
    .of_one();

#[derive(Default)]
struct Ledger {
    accounts: BTreeMap<CooperativeId, BTreeMap<(Heading, Currency), Account>>,
    shown: usize,
    in_all: u64,
    scratch: Vec<Posting>,
}

/// One account in one currency.
#[derive(Default)]
struct Account {
    before: i128,
    within: Sides,
    /// The first of its lines; of a page that is full, none more.
    lines: Vec<Line>,
}

impl Account {
    /// Whether it had something before the first day, or anything moved since.
    fn says_something(&self) -> bool {
        self.before != 0 || self.within.debits != 0 || self.within.credits != 0
    }
}

impl Fold for Ledger {
    fn take(&mut self, _: Counts, _: &Record) {}

    fn see(&mut self, record: &Record, days: Days) {
        let Some((scope, lies)) = place(record, days) else { return };
        for line in lines(record, &mut self.scratch) {
            let accounts = self.accounts.entry(scope).or_default();
            let account = accounts.entry((line.account, line.amount.currency())).or_default();
            if lies == Lies::Before {
                account.before += line.amount.minor();
                continue;
            }
            account.within.add(line.amount);
            self.in_all += 1;
            if self.shown < MOST_LINES {
                self.shown += 1;
                account.lines.push(line);
            }
        }
    }
}

impl Reckon for Ledger {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        let heads = [Term::Account, Term::Position, Term::On, Term::Kind, Term::Debit, Term::Credit, Term::Balance];
        for (cooperative, accounts) in &self.accounts {
            let mut table = Table::new(Term::GeneralLedger, heads).of(cooperative);
            for ((heading, currency), account) in accounts.iter().filter(|(_, account)| account.says_something()) {
                let amount = |minor: i128| Cell::Money(Money::new(minor, *currency));
                let mut balance = account.before;
                if balance != 0 {
                    table.row([
                        heading.cell(),
                        Cell::Empty,
                        Cell::Empty,
                        Term::BroughtForward.into(),
                        Cell::Empty,
                        Cell::Empty,
                        amount(balance),
                    ]);
                }
                for line in &account.lines {
                    balance += line.amount.minor();
                    let [debit, credit] = sides(line.amount);
                    let (position, kind) = (Cell::Count(line.position), Cell::Event(line.kind));
                    table.row([heading.cell(), position, line.on.into(), kind, debit, credit, amount(balance)]);
                }
                let [debits, credits] = account.within.cells(*currency);
                let at_the_end = amount(account.before + account.within.balance());
                let total = Term::Together.into();
                table.row([heading.cell(), Cell::Empty, Cell::Empty, total, debits, credits, at_the_end]);
            }
            page.table(table);
        }
        say_extent(page, self.shown, self.in_all);
    }
}
