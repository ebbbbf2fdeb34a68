//! Grants by budget line: what was promised, what came in, what was charged to each line, and what is left of it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::account::Account;
use crate::balances::Balances;
use crate::book::Book;
use crate::event::Event;
use crate::event::grant::GrantAwarded;
use crate::id::{Code, CooperativeId, GrantId};
use crate::money::{Currency, Money};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// Grants and their lines.
pub(crate) const GRANTS: Query =
    Query::report("grants", Term::Grants, Term::Amount, Note::Grants, |_| Box::new(Grants::default()));

#[derive(Default)]
struct Grants {
    cooperatives: BTreeMap<CooperativeId, OfOne>,
    scratch: Vec<Posting>,
}

#[derive(Default)]
struct OfOne {
    grants: BTreeMap<GrantId, Grant>,
    balances: Balances,
}

/// One grant, its amounts in minor units.
struct Grant {
    awarded: GrantAwarded,
    on: Date,
    received: i128,
    returned: i128,
    own: i128,
    charged: BTreeMap<Code, i128>,
}

impl Fold for Grants {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        self.scratch.clear();
        postings(&record.event, &mut self.scratch);
        let of_grants = |posting: &&Posting| matches!(posting.account, Account::Grant(_));
        for posting in self.scratch.iter().filter(of_grants) {
            self.cooperatives.entry(scope).or_default().balances.add(posting);
        }
        if let Event::GrantAwarded(e) = &record.event {
            let on = record.envelope.occurred_on;
            let grant = Grant { awarded: e.clone(), on, received: 0, returned: 0, own: 0, charged: BTreeMap::new() };
            self.cooperatives.entry(scope).or_default().grants.insert(e.grant, grant);
        } else {
            self.move_money(scope, &record.event);
        }
    }
}

impl Grants {
    fn move_money(&mut self, scope: CooperativeId, event: &Event) {
        let mut change = |grant: GrantId, change: &dyn Fn(&mut Grant)| {
            let own = self.cooperatives.get_mut(&scope);
            own.and_then(|own| own.grants.get_mut(&grant)).into_iter().for_each(change);
        };
        if let Event::GrantReceived(e) = event {
            change(e.grant, &|grant| grant.received += e.amount.minor());
        } else if let Event::GrantReturned(e) = event {
            change(e.grant, &|grant| grant.returned += e.amount.minor());
        } else if let Event::GrantSpent(e) = event {
            change(e.grant, &|grant| {
                grant.charge(e.line, e.amount);
                grant.own += e.own.map_or(0, Money::minor);
            });
        } else if let Event::AssetCommissioned(e) = event
            && let Some(part) = e.grant
        {
            change(part.grant, &|grant| {
                grant.charge(part.line, part.amount);
                grant.own += e.cost.minor() - part.amount.minor();
            });
        }
    }
}

impl Grant {
    fn charge(&mut self, line: Code, amount: Money) {
        *self.charged.entry(line).or_default() += amount.minor();
    }
}

impl Reckon for Grants {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        for (id, own) in &self.cooperatives {
            let Some(currency) = book.cooperatives.get(id).map(|own| own.currency) else { continue };
            page.table(own.grants_table(currency).of(id));
            page.table(own.lines_table(currency).of(id));
        }
    }
}

impl OfOne {
    fn grants_table(&self, currency: Currency) -> Table {
        let heads: [Head; 11] = [
            Term::Grant.into(),
            Term::Funder.into(),
            Term::On.into(),
            Term::Promised.in_currency(currency),
            Term::CameIn.in_currency(currency),
            Term::Charged.in_currency(currency),
            Term::WentBackToFunder.in_currency(currency),
            Term::InTheTill.in_currency(currency),
            Term::OwnShareAsked.in_currency(currency),
            Term::OwnSharePut.in_currency(currency),
            Term::OwnShareLacking.in_currency(currency),
        ];
        let mut table = Table::new(Term::Grants, heads);
        let amount = |minor| Amount(Money::new(minor, currency));
        for (id, grant) in &self.grants {
            let promised = grant.awarded.lines.iter().map(|line| line.ceiling.minor()).sum();
            table.row([
                Cell::text(id),
                Cell::text(grant.awarded.funder),
                grant.on.into(),
                amount(promised).into(),
                amount(grant.received).into(),
                amount(grant.charged.values().sum()).into(),
                Cell::unless_zero(amount(grant.returned)),
                Amount(self.balances.owed(Account::Grant(*id), currency)).into(),
                grant.awarded.own_share.map(Amount).into(),
                Cell::unless_zero(amount(grant.own)),
                Cell::unless_zero(amount((grant.awarded.own_share.map_or(0, Money::minor) - grant.own).max(0))),
            ]);
        }
        table
    }

    fn lines_table(&self, currency: Currency) -> Table {
        let heads: [Head; 6] = [
            Term::Grant.into(),
            Term::BudgetLine.into(),
            Term::Purpose.into(),
            Term::AtMost.in_currency(currency),
            Term::Charged.in_currency(currency),
            Term::LeftToSpend.in_currency(currency),
        ];
        let mut table = Table::new(Term::BudgetLines, heads);
        let amount = |minor| Amount(Money::new(minor, currency));
        for (id, grant) in &self.grants {
            for line in &grant.awarded.lines {
                let charged = grant.charged.get(&line.line).copied().unwrap_or_default();
                table.row([
                    Cell::text(id),
                    Cell::text(line.line),
                    Cell::text(&line.purpose),
                    Amount(line.ceiling).into(),
                    amount(charged).into(),
                    amount(line.ceiling.minor() - charged).into(),
                ]);
            }
        }
        table
    }
}
