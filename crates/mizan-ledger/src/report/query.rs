//! What can be asked of a whole book, each under an identifier that stays: indicators, and reports by name.
//!
//! To add one: a file that folds it, and a line in `QUERIES`. Its version changes when the same book would answer
//! otherwise, so that a figure somebody printed can be reckoned again.

use std::fmt;

use crate::book::Book;
use crate::id::CooperativeId;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{self, days, earnings, hourly, members, pay, price, returns, women};
use crate::report::note::Note;
use crate::report::page::{Asked, Page};
use crate::report::statement::Days;
use crate::report::term::Term;
use crate::report::whole::{
    assets, census, funds, general_journal, general_ledger, grants, in_kind, loans, order_lines, orders, shipments,
    taxes, transfers, trial_balance, waiting,
};
use jiff::civil::Date;

/// Something that can be asked of a whole book.
#[derive(Debug)]
pub struct Query {
    /// Its name, which stays.
    pub name: &'static str,
    /// Which reckoning of it.
    pub version: u32,
    /// Whether it is an indicator, and among those shown together.
    pub is_indicator: bool,
    /// Whether it can be asked of one cooperative alone: its figures of one rest on no records of another.
    pub of_one: bool,
    /// What it is called.
    pub title: Term,
    /// What its main figure counts.
    pub unit: Term,
    /// How it is reckoned, in words.
    pub formula: Note,
    begin: fn(&Book) -> Box<dyn Reckon>,
}

/// A query under way.
pub(crate) trait Reckon: Fold {
    /// Writes down what it found. What is open is counted as of the page's day.
    fn write(self: Box<Self>, book: &Book, as_of: Option<Date>, page: &mut Page);
}

/// Every query, indicators first.
pub const QUERIES: &[Query] = &[
    earnings::TO_WOMEN,
    women::WOMEN_LED,
    earnings::PERSONS,
    pay::EQUAL_PAY,
    earnings::MEDIAN_MONTHLY,
    hourly::HOURLY,
    days::TO_HAND,
    indicator::orders::LARGE,
    assets::IN_USE,
    members::OVER_TIME,
    members::BY_COOPERATIVE,
    returns::BY_COOPERATIVE,
    returns::BY_CAUSE,
    returns::BY_BEARER,
    price::MAKERS_SHARE,
    price::RESALE,
    orders::ORDERS,
    order_lines::ORDER_LINES,
    waiting::TO_HAND,
    funds::FUNDS,
    grants::GRANTS,
    assets::ASSETS,
    in_kind::IN_KIND,
    loans::LOANS,
    shipments::SHIPMENTS,
    transfers::TRANSFERS,
    taxes::TAXES,
    census::CENSUS,
    trial_balance::TRIAL_BALANCE,
    general_journal::GENERAL_JOURNAL,
    general_ledger::GENERAL_LEDGER,
    pay::RATES,
    price::RESALE_BY_SALE,
];

impl Query {
    /// A query that is an indicator, in its first version.
    pub(crate) const fn indicator(
        name: &'static str,
        title: Term,
        unit: Term,
        formula: Note,
        begin: fn(&Book) -> Box<dyn Reckon>,
    ) -> Query {
        Query { name, version: 1, is_indicator: true, of_one: false, title, unit, formula, begin }
    }

    /// The same reckoned anew, so that the same book answers otherwise.
    pub(crate) const fn version(self, version: u32) -> Query {
        Query { version, ..self }
    }

    /// A report that is asked for by its name, in its first version.
    pub(crate) const fn report(
        name: &'static str,
        title: Term,
        unit: Term,
        formula: Note,
        begin: fn(&Book) -> Box<dyn Reckon>,
    ) -> Query {
        Query { name, version: 1, is_indicator: false, of_one: false, title, unit, formula, begin }
    }

    /// The same, which can be asked of one cooperative alone.
    pub(crate) const fn of_one(self) -> Query {
        Query { of_one: true, ..self }
    }

    /// The query with this name, with or without its version.
    #[must_use]
    pub fn named(text: &str) -> Option<&'static Query> {
        QUERIES.iter().find(|query| query.name == text || query.to_string() == text)
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}@{}", self.name, self.version))
    }
}

/// Several queries that are folded together, in one pass over the records.
pub struct Asking {
    days: Days,
    last_day: Option<Date>,
    /// Only the records of this one, if one is named.
    of: Option<CooperativeId>,
    queries: Vec<(&'static Query, Box<dyn Reckon>)>,
}

impl Asking {
    /// Begins queries about some days. The book is that of the same position.
    #[must_use]
    pub fn new(book: &Book, days: Days, queries: impl IntoIterator<Item = &'static Query>) -> Asking {
        let queries = queries.into_iter().map(|query| (query, (query.begin)(book))).collect();
        Asking { days, last_day: None, of: None, queries }
    }

    /// The same of one cooperative alone, for queries that can be asked so.
    #[must_use]
    pub fn of(self, cooperative: Option<CooperativeId>) -> Asking {
        Asking { of: cooperative, ..self }
    }

    /// Whether a record is one of those that are asked about.
    fn is_asked(&self, record: &Record) -> bool {
        self.of.is_none_or(|wanted| record.envelope.scope == Some(wanted))
    }

    /// A page for each query, in the order in which they were asked.
    #[must_use]
    pub fn made(self, book: &Book) -> Vec<Page> {
        let Asking { days, last_day, of, queries } = self;
        let as_of = days.to.or(last_day);
        let made = |(query, reckon): (&'static Query, Box<dyn Reckon>)| {
            let mut page = Page::new(query.title, book.head.checked_sub(1), days);
            page.as_of = as_of;
            page.of = of.map(|cooperative| cooperative.to_string());
            page.query = Some(Asked { query: query.to_string(), unit: query.unit });
            page.note(query.formula);
            reckon.write(book, as_of, &mut page);
            page
        };
        queries.into_iter().map(made).collect()
    }
}

impl Fold for Asking {
    fn take(&mut self, counts: Counts, record: &Record) {
        if !self.is_asked(record) {
            return;
        }
        if counts.at_the_end() {
            self.last_day = self.last_day.max(Some(record.envelope.occurred_on));
        }
        self.queries.iter_mut().for_each(|(_, reckon)| reckon.take(counts, record));
    }

    fn see(&mut self, record: &Record, days: Days) {
        if !self.is_asked(record) {
            return;
        }
        self.queries.iter_mut().for_each(|(_, reckon)| reckon.see(record, days));
    }
}
