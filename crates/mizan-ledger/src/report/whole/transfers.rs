//! Money between two organisations of the book, an association and its cooperative say: both sides, and what is on its way.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::account::Account;
use crate::balances::Balances;
use crate::book::Book;
use crate::event::Event;
use crate::event::between::TransferSent;
use crate::id::{CooperativeId, TransferId};
use crate::money::Money;
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// Transfers between organisations of the book.
pub(crate) const TRANSFERS: Query =
    Query::report("transfers", Term::Transfers, Term::Amount, Note::Transfers, |_| Box::new(Transfers::default()));

#[derive(Default)]
struct Transfers {
    /// By their sender and the id that is hers to give.
    sent: BTreeMap<(CooperativeId, TransferId), (Date, TransferSent)>,
    received: BTreeMap<(CooperativeId, TransferId), (Date, Money)>,
    accounts: BTreeMap<CooperativeId, Balances>,
    scratch: Vec<Posting>,
}

impl Fold for Transfers {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        self.scratch.clear();
        postings(&record.event, &mut self.scratch);
        let between = |posting: &&Posting| matches!(posting.account, Account::Between(_));
        for posting in self.scratch.iter().filter(between) {
            self.accounts.entry(scope).or_default().add(posting);
        }
        let on = record.envelope.occurred_on;
        if let Event::TransferSent(e) = &record.event {
            self.sent.insert((scope, e.transfer), (on, e.clone()));
        } else if let Event::TransferReceived(e) = &record.event {
            self.received.insert((e.from, e.transfer), (on, e.amount));
        }
    }
}

impl Reckon for Transfers {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        let heads = [
            Term::Transfer,
            Term::From,
            Term::To,
            Term::Purpose,
            Term::On,
            Term::Amount,
            Term::CameOn,
            Term::CameIn,
            Term::OnItsWay,
        ];
        let mut table = Table::new(Term::Transfers, heads);
        for (key @ (from, transfer), (on, e)) in &self.sent {
            let received = self.received.get(key);
            let left =
                Money::new(e.amount.minor() - received.map_or(0, |(_, amount)| amount.minor()), e.amount.currency());
            table.row([
                Cell::text(transfer),
                Cell::text(from),
                Cell::text(e.to),
                Cell::text(&e.purpose),
                (*on).into(),
                Cell::Money(e.amount),
                received.map(|(on, _)| *on).into(),
                received.map_or(Cell::Empty, |(_, amount)| Cell::Money(*amount)),
                if left.is_zero() { Cell::Empty } else { Cell::Money(left) },
            ]);
        }
        page.table(table);
        page.table(self.accounts_table());
    }
}

impl Transfers {
    /// What each has on its account with the other. The two are each other's negative when nothing is on its way.
    fn accounts_table(&self) -> Table {
        let heads = [Term::Of, Term::With, Term::SentAndNotBack];
        let mut table = Table::new(Term::AccountsBetween, heads);
        for (cooperative, balances) in &self.accounts {
            for (account, balance) in balances.all() {
                let Account::Between(other) = account else { continue };
                table.row([Cell::text(cooperative), Cell::text(other), Cell::Money(balance)]);
            }
        }
        table
    }
}
