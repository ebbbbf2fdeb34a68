//! Tax that was withheld of what members and parties earned, at which rate, and what of it the tax office has.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::account::Account;
use crate::book::Book;
use crate::event::Event;
use crate::id::{CooperativeId, TaxId};
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

/// Taxes that are withheld.
pub(crate) const TAXES: Query =
    Query::report("taxes", Term::TaxWithheld, Term::Amount, Note::Taxes, |_| Box::new(Taxes::default()));

#[derive(Default)]
struct Taxes {
    cooperatives: BTreeMap<CooperativeId, BTreeMap<TaxId, OfOne>>,
    scratch: Vec<Posting>,
}

/// One tax of one cooperative, in minor units.
#[derive(Default)]
struct OfOne {
    /// What was withheld in the days under each version of the rate: of how much, and how much.
    versions: BTreeMap<u32, (i128, i128)>,
    remitted: i128,
    /// What its account has at the end.
    left: i128,
}

impl Fold for Taxes {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        self.scratch.clear();
        postings(&record.event, &mut self.scratch);
        for posting in &self.scratch {
            let Account::Withheld(tax) = posting.account else { continue };
            self.cooperatives.entry(scope).or_default().entry(tax).or_default().left -= posting.amount.minor();
        }
        if counts != Counts::Within {
            return;
        }
        if let Event::TaxWithheld(e) = &record.event {
            let of_it = self.cooperatives.entry(scope).or_default().entry(e.tax).or_default();
            let (base, amount) = of_it.versions.entry(e.version).or_default();
            *base += e.base.minor();
            *amount += e.amount.minor();
        } else if let Event::TaxRemitted(e) = &record.event {
            self.cooperatives.entry(scope).or_default().entry(e.tax).or_default().remitted += e.amount.minor();
        }
    }
}

impl Reckon for Taxes {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        for (id, taxes) in &self.cooperatives {
            let own = book.cooperatives.get(id);
            own.into_iter().for_each(|own| page.table(table(taxes, own.currency).of(id)));
        }
    }
}

/// For each version of a rate a row, and for each tax what of it was brought to the tax office and what is still owed.
fn table(taxes: &BTreeMap<TaxId, OfOne>, currency: Currency) -> Table {
    let heads: [Head; 6] = [
        Term::TheTax.into(),
        Term::Version.into(),
        Term::Basis.in_currency(currency),
        Term::TaxWithheld.in_currency(currency),
        Term::Remitted.in_currency(currency),
        Term::StillToRemit.in_currency(currency),
    ];
    let mut table = Table::new(Term::TaxWithheld, heads);
    let amount = |minor| Amount(Money::new(minor, currency));
    for (tax, of_it) in taxes {
        for (version, (base, withheld)) in &of_it.versions {
            let (base, withheld) = (amount(*base).into(), amount(*withheld).into());
            table.row([Cell::text(tax), Cell::Count((*version).into()), base, withheld, Cell::Empty, Cell::Empty]);
        }
        let sum = |part: fn(&(i128, i128)) -> i128| amount(of_it.versions.values().map(part).sum());
        table.row([
            Cell::text(tax),
            Term::Together.into(),
            sum(|(base, _)| *base).into(),
            sum(|(_, withheld)| *withheld).into(),
            amount(of_it.remitted).into(),
            amount(of_it.left).into(),
        ]);
    }
    table
}
