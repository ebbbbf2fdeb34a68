//! Equal pay for equal work: what women and men have for a piece of the same product and grade, of the same cooperative, in
//! the same month.
//!
//! A rate is what a maker's shares of the month's sales come to for each of her pieces, before deductions and without what
//! credit notes took back later. A sale of several products says nothing of one of them, and a share for pieces of several
//! grades nothing of one grade: both are left out. As an indicator women and men stand as parts of their groups' medians,
//! so that different products can be compared; the report of the same groups has their rates, for those who have the book.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::book::Book;
use crate::event::Event;
use crate::event::register::Sex;
use crate::event::trade::{Line, SaleRecorded};
use crate::id::{Code, CooperativeId, MemberId, SaleId};
use crate::money::Currency;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill};
use crate::report::month::Month;
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::rank::Ranked;
use crate::report::suppress::{People, Spread};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// SDG 5: what women have for the same piece, beside men.
pub(crate) const EQUAL_PAY: Query =
    Query::indicator("sdg5.equal-pay", Term::EqualPay, Term::PercentOfMedian, Note::EqualPay, |_| {
        Box::new(Asked(Shown::BySex, Rates::default()))
    });

/// The rates themselves, group by group.
pub(crate) const RATES: Query =
    Query::report("rates-per-piece", Term::RatesPerPiece, Term::Amount, Note::RatesPerPiece, |_| {
        Box::new(Asked(Shown::ByGroup, Rates::default()))
    });

/// Women's median is beneath men's where it is less than so much of it, in hundredths.
const BENEATH: Decimal = Decimal::from_parts(98, 0, 0, false, 0);

enum Shown {
    BySex,
    ByGroup,
}

struct Asked(Shown, Rates);

/// What the same work is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Same {
    cooperative: CooperativeId,
    product: String,
    grade: Option<Code>,
    month: Month,
}

/// What each maker of a sale did, and how many pieces.
type Work = BTreeMap<MemberId, (Same, Decimal)>;

/// What one maker has for how many pieces, in minor units.
#[derive(Debug, Clone, Copy, Default)]
struct Paid {
    minor: i128,
    pieces: Decimal,
}

#[derive(Debug, Default)]
struct Rates {
    groups: BTreeMap<Same, BTreeMap<MemberId, Paid>>,
    /// The sale whose division is being read, with the work each maker did for it.
    current: Option<(SaleId, Work)>,
}

/// The rates of one group.
struct Compared<'a> {
    of: &'a Same,
    rates: Vec<(MemberId, Sex, Decimal)>,
}

impl Fold for Asked {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(cooperative) = record.envelope.scope.filter(|_| counts == Counts::Within) else { return };
        let rates = &mut self.1;
        if let Event::SaleRecorded(e) = &record.event {
            rates.current = Some((e.sale, work(cooperative, Month::of(record.envelope.occurred_on), e)));
        } else if let Event::ProceedsAllocated(e) = &record.event
            && let Some((_, did)) = rates.current.as_ref().filter(|(sale, _)| *sale == e.sale)
        {
            for share in &e.makers {
                let Some((same, pieces)) = did.get(&share.member) else { continue };
                let paid = rates.groups.entry(same.clone()).or_default().entry(share.member).or_default();
                paid.minor += share.amount.minor();
                paid.pieces += pieces;
            }
        }
    }
}

/// What each maker of a sale did of its one product, where it has one and she did one grade of it.
fn work(cooperative: CooperativeId, month: Month, e: &SaleRecorded) -> Work {
    let name = |line: &Line| line.item.map_or_else(|| line.product.to_string(), |item| item.to_string());
    let products: BTreeSet<String> = e.lines.iter().filter(|line| line.kind.is_goods()).map(name).collect();
    let mut products = products.into_iter();
    let (Some(product), None) = (products.next(), products.next()) else { return Work::new() };
    let makers = e.makers.as_ref().unwrap_or(&e.made_by);
    let did = makers.iter().filter_map(|maker| {
        let (grade, pieces) = match maker.graded.as_slice() {
            [] => (None, maker.did.pieces?),
            [one] => (Some(one.grade), one.pieces),
            [_, _, ..] => return None,
        };
        let same = Same { cooperative, product: product.clone(), grade, month };
        (!pieces.decimal().is_zero()).then_some((maker.member, (same, pieces.decimal())))
    });
    did.collect()
}

impl Rates {
    /// The groups in which women and men did the same work.
    fn compared(&self, book: &Book) -> Vec<Compared<'_>> {
        let sex = |of: &Same, member: &MemberId| book.cooperatives.get(&of.cooperative)?.members.get(member)?.sex;
        let decimals = |of: &Same| book.cooperatives.get(&of.cooperative).map_or(0, |own| own.currency.exponent());
        let groups = self.groups.iter().map(|(of, makers)| {
            let rate = |(member, paid): (&MemberId, &Paid)| {
                let minor = Decimal::try_from_i128_with_scale(paid.minor, decimals(of)).ok()?;
                Some((*member, sex(of, member)?, minor.checked_div(paid.pieces)?))
            };
            Compared { of, rates: makers.iter().filter_map(rate).collect() }
        });
        groups.filter(|group| group.has(Sex::Woman) && group.has(Sex::Man)).collect()
    }
}

impl Compared<'_> {
    fn has(&self, sex: Sex) -> bool {
        self.of(sex).next().is_some()
    }

    fn of(&self, wanted: Sex) -> impl Iterator<Item = Decimal> {
        self.rates.iter().filter(move |(_, sex, _)| *sex == wanted).map(|(_, _, rate)| *rate)
    }

    fn people(&self, wanted: Option<Sex>) -> People {
        let wanted = self.rates.iter().filter(|(_, sex, _)| wanted.is_none_or(|wanted| wanted == *sex));
        wanted.map(|(member, _, _)| (self.of.cooperative, *member)).collect()
    }

    /// Women's median in hundredths of men's.
    fn women_of_men(&self) -> Option<Decimal> {
        hundredths(median(self.of(Sex::Woman))?, median(self.of(Sex::Man))?)
    }

    /// Each rate in hundredths of the group's median.
    fn of_median(&self) -> impl Iterator<Item = (MemberId, Sex, Decimal)> {
        let middle = median(self.rates.iter().map(|(_, _, rate)| *rate));
        self.rates.iter().filter_map(move |(member, sex, rate)| Some((*member, *sex, hundredths(*rate, middle?)?)))
    }
}

fn median(rates: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let mut ranked = Ranked::default();
    rates.for_each(|rate| ranked.add(rate, 1));
    ranked.percentile(50)
}

fn hundredths(of: Decimal, whole: Decimal) -> Option<Decimal> {
    of.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// As it is read, with two decimals.
fn read(figure: Decimal) -> Decimal {
    let mut figure = figure.round_dp(2);
    figure.rescale(2);
    figure
}

impl Reckon for Asked {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        let Asked(shown, rates) = *self;
        let compared = rates.compared(book);
        match shown {
            Shown::BySex if compared.is_empty() => page.note(Note::Withheld),
            Shown::BySex => {
                page.note(Note::Withheld);
                page.table(by_sex(&compared));
                page.table(by_ratio(&compared));
            }
            Shown::ByGroup => {
                let mut cooperatives: Vec<CooperativeId> = compared.iter().map(|group| group.of.cooperative).collect();
                cooperatives.dedup();
                for id in cooperatives {
                    let Some(own) = book.cooperatives.get(&id) else { continue };
                    let groups = compared.iter().filter(|group| group.of.cooperative == id);
                    page.table(by_group(groups, own.currency).of(id));
                }
            }
        }
    }
}

/// Women and men, each in hundredths of the median for the same work.
fn by_sex(compared: &[Compared<'_>]) -> Table {
    let mut table = Table::new(Term::EqualPay, [Term::Of, Term::Persons, Term::PercentOfMedian]);
    let mut groups = Vec::new();
    let mut all: Spread<Decimal> = Spread::default();
    for (of, wanted) in [(Term::Women, Sex::Woman), (Term::Men, Sex::Man)] {
        let mut own: Spread<Decimal> = Spread::default();
        let mut people = People::new();
        for group in compared {
            for (member, _, rate) in group.of_median().filter(|(_, sex, _)| *sex == wanted) {
                let person = (group.of.cooperative, member);
                people.insert(person);
                own.add(rate, 1, [person]);
                all.add(rate, 1, [person]);
            }
        }
        let figures = vec![own.percentile(50, |rate| Cell::Percent(read(rate)))];
        groups.push(Group { of: of.into(), rests_on: vec![people], figures });
    }
    fill(&mut table, groups, vec![all.percentile(50, |rate| Cell::Percent(read(rate)))]);
    table
}

/// The groups by whether women's median reaches men's. A class is shown where it rests on five women and five men.
fn by_ratio(compared: &[Compared<'_>]) -> Table {
    let mut table = Table::new(Term::SameWork, [Term::Of, Term::Persons, Term::Groups]);
    let is_beneath = |group: &&Compared<'_>| group.women_of_men().is_some_and(|ratio| ratio < BENEATH);
    let class = |of: Term, wanted: bool| {
        let those: Vec<&Compared<'_>> = compared.iter().filter(|group| is_beneath(group) == wanted).collect();
        let people = |sex: Option<Sex>| those.iter().flat_map(|group| group.people(sex)).collect::<People>();
        let rests_on = vec![people(None), people(Some(Sex::Woman)), people(Some(Sex::Man))];
        Group { of: of.into(), rests_on, figures: vec![Cell::Count(those.len() as u64)] }
    };
    let groups = vec![class(Term::WomenReachMen, false), class(Term::WomenBeneathMen, true)];
    fill(&mut table, groups, vec![Cell::Count(compared.len() as u64)]);
    table
}

/// What women and men have for a piece, group by group.
fn by_group<'a>(compared: impl Iterator<Item = &'a Compared<'a>>, currency: Currency) -> Table {
    let heads: [Head; 8] = [
        Term::Product.into(),
        Term::Grade.into(),
        Term::Month.into(),
        Term::Women.into(),
        Term::Men.into(),
        Term::WomensRate.in_currency(currency),
        Term::MensRate.in_currency(currency),
        Term::WomenPercentOfMen.into(),
    ];
    let mut table = Table::new(Term::RatesPerPiece, heads);
    for group in compared {
        let count = |sex| Cell::Count(group.of(sex).count() as u64);
        let rate = |sex| median(group.of(sex)).map_or(Cell::Empty, |rate| Cell::Number(read(rate)));
        table.row([
            Cell::text(&group.of.product),
            group.of.grade.map(Cell::text).into(),
            Cell::text(group.of.month),
            count(Sex::Woman),
            count(Sex::Man),
            rate(Sex::Woman),
            rate(Sex::Man),
            group.women_of_men().map_or(Cell::Empty, |ratio| Cell::Percent(read(ratio))),
        ]);
    }
    table
}

#[cfg(test)]
mod tests;
