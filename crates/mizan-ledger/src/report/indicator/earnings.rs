//! What members earned, month by month: the share of women, the number of persons, the median of a month.
//!
//! Earned is what sales gave a maker before deductions, less what credit notes took back, in the month of each. Everyone
//! counts to whom sales gave something in these days or credit notes took something back, also if nothing is left: the figures rest on all of
//! them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::register::Sex;
use crate::id::{CooperativeId, MemberId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill};
use crate::report::month::Month;
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::suppress::{People, Spread};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::trace::slice::percent;

/// SDG 5: the share of earnings that goes to women.
pub(crate) const TO_WOMEN: Query = Query::indicator(
    "sdg5.earnings-to-women",
    Term::EarningsToWomen,
    Term::PercentOfEarnings,
    Note::EarningsToWomen,
    |_| Box::new(Asked(Which::ToWomen, Earnings::default())),
)
.version(2);

/// SDG 8: how many persons have earnings.
pub(crate) const PERSONS: Query = Query::indicator(
    "sdg8.persons-with-earnings",
    Term::PersonsWithEarnings,
    Term::Persons,
    Note::PersonsWithEarnings,
    |_| Box::new(Asked(Which::Persons, Earnings::default())),
)
.version(2);

/// SDG 8: what half of the months with earnings bring at most.
pub(crate) const MEDIAN_MONTHLY: Query = Query::indicator(
    "sdg8.median-monthly-earning",
    Term::MedianMonthlyEarning,
    Term::AmountAMonth,
    Note::MedianMonthlyEarning,
    |_| Box::new(Asked(Which::MedianMonthly, Earnings::default())),
)
.version(2);

/// Which of the three.
enum Which {
    ToWomen,
    Persons,
    MedianMonthly,
}

/// One of the three under way.
struct Asked(Which, Earnings);

/// What each member earned in each month, in minor units.
#[derive(Debug, Clone, Default)]
struct Earnings(BTreeMap<CooperativeId, BTreeMap<MemberId, BTreeMap<Month, i128>>>);

/// What one cooperative's members earned.
type OfOne = BTreeMap<MemberId, BTreeMap<Month, i128>>;

impl Fold for Asked {
    fn take(&mut self, counts: Counts, record: &Record) {
        if counts == Counts::Within {
            self.1.take(record);
        }
    }
}

impl Earnings {
    fn take(&mut self, record: &Record) {
        let Some(scope) = record.envelope.scope else { return };
        let month = Month::of(record.envelope.occurred_on);
        let mut add = |member: MemberId, amount: Money| {
            let hers = self.0.entry(scope).or_default().entry(member).or_default();
            *hers.entry(month).or_default() += amount.minor();
        };
        if let Event::ProceedsAllocated(e) = &record.event {
            e.makers.iter().for_each(|share| add(share.member, share.amount));
        } else if let Event::CommissionCharged(e) = &record.event {
            e.to.member().into_iter().for_each(|member| add(member, e.amount));
        } else if let Some(e) = GivenBack::of(&record.event) {
            e.makers.iter().for_each(|part| add(part.member, e.signed(part.amount.negated())));
        }
    }

    /// The cooperatives that keep their accounts in each currency.
    fn by_currency<'a>(&'a self, book: &Book) -> BTreeMap<Currency, Vec<(CooperativeId, &'a OfOne)>> {
        let mut all: BTreeMap<Currency, Vec<_>> = BTreeMap::new();
        for (id, members) in &self.0 {
            let own = book.cooperatives.get(id);
            own.into_iter().for_each(|own| all.entry(own.currency).or_default().push((*id, members)));
        }
        all
    }
}

/// What a member earned in all these days.
fn earned(months: &BTreeMap<Month, i128>) -> i128 {
    months.values().sum()
}

/// Everyone whose earnings moved.
fn everyone(cooperative: CooperativeId, members: &OfOne) -> People {
    members.keys().map(|member| (cooperative, *member)).collect()
}

impl Reckon for Asked {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        let Asked(which, earnings) = *self;
        page.note(Note::Withheld);
        for (currency, cooperatives) in earnings.by_currency(book) {
            page.table(match which {
                Which::ToWomen => to_women(book, currency, &cooperatives),
                Which::Persons => persons(currency, &cooperatives),
                Which::MedianMonthly => median_monthly(currency, &cooperatives),
            });
        }
    }
}

/// Each cooperative's, those of each currency apart as in the other two: so no table counts some of them twice.
fn persons(currency: Currency, cooperatives: &[(CooperativeId, &OfOne)]) -> Table {
    let mut table = Table::new(Term::PersonsWithEarnings, [Term::Of, Term::Persons]).of(currency);
    let group = |(id, members): &(CooperativeId, &OfOne)| Group {
        of: Cell::text(id),
        rests_on: vec![everyone(*id, members)],
        figures: Vec::new(),
    };
    fill(&mut table, cooperatives.iter().map(group).collect(), Vec::new());
    table
}

/// Women, men, and those of whom it was not said.
fn to_women(book: &Book, currency: Currency, cooperatives: &[(CooperativeId, &OfOne)]) -> Table {
    let mut groups = [Term::Women, Term::Men, Term::NotSaid].map(|of| (of, People::new(), 0));
    for (id, members) in cooperatives {
        let own = book.cooperatives.get(id);
        for (member, months) in *members {
            let place = match own.and_then(|own| own.members.get(member)).and_then(|member| member.sex) {
                Some(Sex::Woman) => 0,
                Some(Sex::Man) => 1,
                None => 2,
            };
            let (_, persons, minor) = &mut groups[place];
            persons.insert((*id, *member));
            *minor += earned(months);
        }
    }
    let heads: [Head; 4] =
        [Term::Of.into(), Term::Persons.into(), Term::Earned.in_currency(currency), Term::PercentOfEarnings.into()];
    let mut table = Table::new(Term::EarningsToWomen, heads).of(currency);
    let amount = |minor| Amount(Money::new(minor, currency));
    let all = amount(groups.iter().map(|(_, _, minor)| minor).sum());
    let rows = groups.map(|(of, persons, minor)| {
        let share = Cell::Percent(percent(amount(minor), all));
        Group { of: of.into(), rests_on: vec![persons], figures: vec![amount(minor).into(), share] }
    });
    fill(&mut table, rows.into(), vec![all.into(), Cell::Percent(percent(all, all))]);
    table
}

/// The median over all months in which a member earned something, of each cooperative and of all of a currency.
fn median_monthly(currency: Currency, cooperatives: &[(CooperativeId, &OfOne)]) -> Table {
    let heads: [Head; 5] = [
        Term::Of.into(),
        Term::Persons.into(),
        Term::MonthsCounted.into(),
        Term::MedianOfAMonth.in_currency(currency),
        Term::NineTenthsOfAMonth.in_currency(currency),
    ];
    let mut table = Table::new(Term::MedianMonthlyEarning, heads).of(currency);
    let mut all: Spread<i128> = Spread::default();
    let figures = |spread: &Spread<i128>| {
        let amount = |minor| Amount(Money::new(minor, currency)).into();
        let months = u64::try_from(spread.weight()).unwrap_or(u64::MAX);
        vec![Cell::Count(months), spread.percentile(50, amount), spread.percentile(90, amount)]
    };
    let mut groups = Vec::new();
    for (id, members) in cooperatives {
        let mut own = Spread::default();
        let mut with_a_month = People::new();
        for (member, months) in *members {
            for minor in months.values().filter(|minor| **minor > 0) {
                with_a_month.insert((*id, *member));
                own.add(*minor, 1, [(*id, *member)]);
                all.add(*minor, 1, [(*id, *member)]);
            }
        }
        let rests_on = vec![everyone(*id, members), with_a_month];
        groups.push(Group { of: Cell::text(id), rests_on, figures: figures(&own) });
    }
    fill(&mut table, groups, figures(&all));
    table
}
