//! What an hour of work brings: what makers have of sales for which their hours are known, for each of those hours.
//!
//! Hours that mended rejected pieces count as well: they were worked, and nothing more was paid for them. An hour is held
//! against what an employee must have for it by law (`MINIMUMS`, a dated table with its sources). Members are no
//! employees: what is beneath is a warning, not a breach.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::book::Book;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::register::Sex;
use crate::id::{CooperativeId, MemberId, SaleId};
use crate::money::{Currency, MAD, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill};
use crate::report::month::Month;
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::suppress::{People, Person, Spread, is_too_few};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::trace::slice::percent;
use crate::table::Map;

/// SDG 8: what an hour of work brings.
pub(crate) const HOURLY: Query =
    Query::indicator("sdg8.hourly-earnings", Term::HourlyEarnings, Term::AmountAnHour, Note::HourlyEarnings, |_| {
        Box::new(Hourly::default())
    });

/// What an hour must bring an employee by law, from a day until the next line of the same currency.
struct Minimum {
    from: Date,
    /// Until which day somebody said so; later lines are added when they are known.
    until: Date,
    currency: Currency,
    /// In minor units.
    an_hour: i128,
    source: &'static str,
}

/// The minimum wages that are known. A line is never changed: another figure for the same days is another version.
const MINIMUMS: &[Minimum] = &[Minimum {
    from: date(2026, 1, 1),
    until: date(2026, 12, 31),
    currency: MAD,
    an_hour: 1_792,
    source: "SMIG 2026, Maroc (Le360)",
}];

/// What a member has for how many hours, in minor units.
#[derive(Debug, Clone, Copy, Default)]
struct Worked {
    minor: i128,
    hours: Decimal,
}

/// How many hours each maker of a sale worked for it.
type Hours = Vec<(MemberId, Decimal)>;

#[derive(Default)]
struct Hourly {
    members: BTreeMap<CooperativeId, BTreeMap<MemberId, BTreeMap<Month, Worked>>>,
    /// The sales for which hours are known, with the makers and the day.
    sales: Map<(CooperativeId, SaleId), (Date, Hours)>,
    /// Hours that mended pieces.
    mended: Vec<(CooperativeId, MemberId, Date, Decimal)>,
}

impl Fold for Hourly {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(own) = record.envelope.scope.filter(|_| counts == Counts::Within) else { return };
        let on = record.envelope.occurred_on;
        if let Event::SaleRecorded(e) = &record.event {
            let makers = e.makers.as_ref().unwrap_or(&e.made_by);
            let hours = makers.iter().filter_map(|maker| Some((maker.member, maker.did.hours?.decimal())));
            let hours: Hours = hours.filter(|(_, hours)| !hours.is_zero()).collect();
            if !hours.is_empty() {
                self.sales.insert((own, e.sale), (on, hours));
            }
        } else if let Event::ProceedsAllocated(e) = &record.event {
            e.makers.iter().for_each(|share| self.earn((own, e.sale), share.member, share.amount.minor(), true));
        } else if let Event::WorkRecorded(e) = &record.event {
            let hours = e.did.hours.filter(|_| e.rework).map(|hours| hours.decimal());
            self.mended.extend(hours.map(|hours| (own, e.member, on, hours)));
        } else if let Some(e) = GivenBack::of(&record.event) {
            for part in e.makers.iter().filter(|part| part.step.is_none()) {
                self.earn((own, e.sale), part.member, e.signed(part.amount.negated()).minor(), false);
            }
        }
    }
}

impl Hourly {
    /// Adds what a maker has of a sale, and her hours with the first of it.
    fn earn(&mut self, of: (CooperativeId, SaleId), member: MemberId, minor: i128, with_hours: bool) {
        let Some((on, makers)) = self.sales.get(&of) else { return };
        let Some((_, hours)) = makers.iter().find(|(maker, _)| *maker == member) else { return };
        let hours = if with_hours { *hours } else { Decimal::ZERO };
        let months = self.members.entry(of.0).or_default().entry(member).or_default();
        months.entry(Month::of(*on)).or_default().add(Worked { minor, hours });
    }

    /// Mended pieces are hours of those who have something for others.
    fn mend(&mut self) {
        for (own, member, on, hours) in std::mem::take(&mut self.mended) {
            let months = self.members.get_mut(&own).and_then(|members| members.get_mut(&member));
            let month = months.map(|months| months.entry(Month::of(on)).or_default());
            month.into_iter().for_each(|worked| worked.add(Worked { minor: 0, hours }));
        }
    }

    /// The cooperatives that keep their accounts in each currency.
    fn by_currency(&self, book: &Book) -> BTreeMap<Currency, Vec<CooperativeId>> {
        let mut all: BTreeMap<Currency, Vec<_>> = BTreeMap::new();
        for id in self.members.keys() {
            let own = book.cooperatives.get(id);
            own.into_iter().for_each(|own| all.entry(own.currency).or_default().push(*id));
        }
        all
    }
}

impl Worked {
    fn add(&mut self, more: Worked) {
        self.minor += more.minor;
        self.hours += more.hours;
    }

    fn of(months: impl IntoIterator<Item = Worked>) -> Worked {
        let mut all = Worked::default();
        months.into_iter().for_each(|worked| all.add(worked));
        all
    }

    /// What an hour brought, in minor units, to the nearest.
    fn an_hour(self) -> Option<i128> {
        let an_hour = Decimal::try_from_i128_with_scale(self.minor, 0).ok()?.checked_div(self.hours)?;
        i128::try_from(an_hour.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)).ok()
    }
}

/// The minimum of a month, where it is known for all of it.
fn minimum(month: Month, currency: Currency) -> Option<&'static Minimum> {
    let known =
        |line: &&Minimum| line.currency == currency && Month::of(line.from) <= month && month.last_day() <= line.until;
    MINIMUMS.iter().find(known)
}

/// Whether a member had less than the minimum for all hours of months in which one is known; none, if she had no such hours.
fn is_beneath(months: &BTreeMap<Month, Worked>, currency: Currency) -> Option<bool> {
    let measured = || months.iter().filter_map(|(month, worked)| Some((*worked, minimum(*month, currency)?.an_hour)));
    let asked: Decimal = measured().map(|(worked, an_hour)| worked.hours * Decimal::from(an_hour)).sum();
    let had = Decimal::try_from_i128_with_scale(measured().map(|(worked, _)| worked.minor).sum(), 0).ok()?;
    (measured().next().is_some() && !asked.is_zero()).then_some(had < asked)
}

/// One sex, or all together.
#[derive(Default)]
struct OfThem {
    people: People,
    an_hour: Spread<i128>,
    measured: People,
    beneath: People,
}

impl OfThem {
    fn add(&mut self, person: Person, months: &BTreeMap<Month, Worked>, currency: Currency) {
        let Some(an_hour) = Worked::of(months.values().copied()).an_hour() else { return };
        self.people.insert(person);
        self.an_hour.add(an_hour, 1, [person]);
        if let Some(beneath) = is_beneath(months, currency) {
            self.measured.insert(person);
            self.beneath.extend(beneath.then_some(person));
        }
    }

    /// Whether neither those beneath nor those who are not are too few to be told.
    fn can_be_divided(&self) -> bool {
        !is_too_few(self.beneath.len()) && !is_too_few(self.measured.len() - self.beneath.len())
    }

    fn figures(&self, currency: Currency, divided: bool) -> Vec<Cell> {
        let amount = |minor| Cell::Amount(Amount(Money::new(minor, currency)));
        let count = |people: &People| Amount(Money::new(people.len() as i128, currency));
        let share = match (self.measured.is_empty(), divided) {
            (true, _) => Cell::Empty,
            (false, true) => Cell::Percent(percent(count(&self.beneath), count(&self.measured))),
            (false, false) => Term::Withheld.into(),
        };
        vec![self.an_hour.percentile(50, amount), share]
    }
}

impl Reckon for Hourly {
    fn write(mut self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        self.mend();
        page.note(Note::Withheld);
        for (currency, cooperatives) in self.by_currency(book) {
            page.table(self.by_sex(book, currency, &cooperatives));
            page.table(minimums(currency));
        }
    }
}

impl Hourly {
    /// Women, men, and those of whom it was not said. The share beneath divides them once more, so it is shown of none of
    /// them unless it can be of each.
    fn by_sex(&self, book: &Book, currency: Currency, cooperatives: &[CooperativeId]) -> Table {
        let mut sexes = [Term::Women, Term::Men, Term::NotSaid].map(|of| (of, OfThem::default()));
        let mut all = OfThem::default();
        for (id, own) in cooperatives.iter().filter_map(|id| Some((id, book.cooperatives.get(id)?))) {
            for (member, months) in self.members.get(id).into_iter().flatten() {
                let place = match own.members.get(member).and_then(|member| member.sex) {
                    Some(Sex::Woman) => 0,
                    Some(Sex::Man) => 1,
                    None => 2,
                };
                sexes[place].1.add((*id, *member), months, currency);
                all.add((*id, *member), months, currency);
            }
        }
        let heads: [Head; 4] = [
            Term::Of.into(),
            Term::Persons.into(),
            Term::MedianOfAnHour.in_currency(currency),
            Term::PercentBeneathMinimum.into(),
        ];
        let mut table = Table::new(Term::HourlyEarnings, heads).of(currency);
        let divided = sexes.iter().all(|(_, of_them)| of_them.can_be_divided());
        let together = all.figures(currency, all.can_be_divided());
        let groups = sexes.map(|(of, of_them)| {
            let figures = of_them.figures(currency, divided);
            Group { of: of.into(), rests_on: vec![of_them.people, of_them.measured], figures }
        });
        fill(&mut table, groups.into(), together);
        table
    }
}

/// The minimum wages an hour is held against, with who says so.
fn minimums(currency: Currency) -> Table {
    let heads: [Head; 4] =
        [Term::Since.into(), Term::Until.into(), Term::MinimumOfAnHour.in_currency(currency), Term::SaidBy.into()];
    let mut table = Table::new(Term::MinimumWages, heads).of(currency);
    for line in MINIMUMS.iter().filter(|line| line.currency == currency) {
        let an_hour = Amount(Money::new(line.an_hour, currency));
        table.row([line.from.into(), line.until.into(), an_hour.into(), Cell::text(line.source)]);
    }
    table
}

#[cfg(test)]
mod tests;
