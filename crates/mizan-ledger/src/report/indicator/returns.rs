//! What was given back to buyers: by cooperative, by cause, and by who bore it. It rests on those who made what was sold
//! and given back; pieces that were rejected and never invoiced rest on nobody.
//!
//! Each credit note and chargeback counts in the month it happened, and what came back of one in the month it came; the
//! sales it is held against are those of the same days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::document as agreement;
use crate::book::Book;
use crate::event::Event;
use crate::event::chargeback::{Because, GivenBack};
use crate::event::trade::{CreditReason, Receiver};
use crate::id::{Code, CooperativeId, MemberId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill_figures};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::suppress::People;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::trace::slice::{percent, percent_of};

/// Returns by cooperative.
pub(crate) const BY_COOPERATIVE: Query = Query::indicator(
    "returns.by-cooperative",
    Term::ReturnsByCooperative,
    Term::PercentOfSales,
    Note::ReturnsByCooperative,
    |_| Box::new(Returns::new(Which::Cooperatives)),
)
.version(2);

/// Returns by cause.
pub(crate) const BY_CAUSE: Query =
    Query::indicator("returns.by-cause", Term::ReturnsByCause, Term::PercentOfReturns, Note::ReturnsByCause, |_| {
        Box::new(Returns::new(Which::Causes))
    })
    .version(2);

/// Returns by who bore them.
pub(crate) const BY_BEARER: Query =
    Query::indicator("returns.by-bearer", Term::ReturnsByBearer, Term::PercentOfReturns, Note::ReturnsByBearer, |_| {
        Box::new(Returns::new(Which::Bearers))
    })
    .version(2);

enum Which {
    Cooperatives,
    Causes,
    Bearers,
}

struct Returns {
    which: Which,
    cooperatives: BTreeMap<CooperativeId, OfOne>,
    makers: Makers,
}

/// What was sold and given back in one cooperative, in minor units.
#[derive(Debug, Clone, Default)]
struct OfOne {
    sales: u64,
    sold: i128,
    sold_by: BTreeSet<SaleId>,
    notes: u64,
    of_sales: BTreeSet<SaleId>,
    given_back: i128,
    causes: BTreeMap<Cause, Part>,
    bearers: BTreeMap<Bearer, Part>,
    /// Pieces that buyers rejected, by the cause they named.
    rejected: BTreeMap<Option<Code>, Decimal>,
}

/// A part of what was given back: how many credit notes and chargebacks, how much, and how much of each sale.
#[derive(Debug, Clone, Default)]
struct Part {
    notes: u64,
    minor: i128,
    of: BTreeMap<(CooperativeId, SaleId), i128>,
}

/// Who made each sale.
type Makers = BTreeMap<(CooperativeId, SaleId), BTreeSet<MemberId>>;

/// Why something was given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// As a credit note says.
    Credited(CreditReason),
    /// The buyer's bank took it.
    ChargedBack,
}

impl Cause {
    fn term(self) -> Term {
        match self {
            Cause::Credited(reason) => reason.into(),
            Cause::ChargedBack => Term::Chargeback,
        }
    }
}

/// Who bears a part of what was given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bearer {
    /// The makers and who served, out of their shares or later sales.
    Makers,
    /// The cooperative: its own slices, and what it took over for the makers.
    Cooperative,
    /// Funds: their slices, and what they took over for the makers.
    Funds,
    /// Intermediaries, carriers and other parties.
    Parties,
    /// The tax office.
    TaxOffice,
}

impl Bearer {
    fn of(receiver: Receiver) -> Bearer {
        match receiver {
            Receiver::Party(_) => Bearer::Parties,
            Receiver::Cooperative | Receiver::Recovered => Bearer::Cooperative,
            Receiver::Fund(_) => Bearer::Funds,
            Receiver::Member(_) => Bearer::Makers,
        }
    }

    /// Who bears a chargeback for the slices of a price.
    fn that(bears: agreement::Bearer) -> Bearer {
        match bears {
            agreement::Bearer::Cooperative => Bearer::Cooperative,
            agreement::Bearer::Makers => Bearer::Makers,
            agreement::Bearer::Party(_) => Bearer::Parties,
        }
    }

    fn term(self) -> Term {
        match self {
            Bearer::Makers => Term::TheMakers,
            Bearer::Cooperative => Term::Cooperative,
            Bearer::Funds => Term::Fund,
            Bearer::Parties => Term::Party,
            Bearer::TaxOffice => Term::TaxOffice,
        }
    }
}

impl Returns {
    fn new(which: Which) -> Returns {
        Returns { which, cooperatives: BTreeMap::new(), makers: Makers::new() }
    }
}

impl Fold for Returns {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        if let Event::ProceedsAllocated(e) = &record.event {
            let makers = e.makers.iter().map(|share| share.member);
            self.makers.entry((scope, e.sale)).or_default().extend(makers);
        }
        if counts != Counts::Within {
            return;
        }
        if let Event::SaleRecorded(e) = &record.event {
            let own = self.cooperatives.entry(scope).or_default();
            own.sales += 1;
            own.sold += e.gross.minor();
            own.sold_by.insert(e.sale);
        } else if let Some(e) = GivenBack::of(&record.event) {
            self.cooperatives.entry(scope).or_default().credit(scope, &e);
        } else if let Event::ChargebackReceived(e) = &record.event {
            let own = self.cooperatives.entry(scope).or_default();
            own.count(Cause::ChargedBack, (scope, e.sale), e.booked, false);
            own.bearers.entry(Bearer::that(e.borne_by)).or_default().add(0, e.booked, (scope, e.sale));
        } else if let Event::ChargebackReversed(e) = &record.event {
            let own = self.cooperatives.entry(scope).or_default();
            let back = e.taken.negated();
            own.count(Cause::ChargedBack, (scope, e.sale), back, true);
            own.bearers.entry(Bearer::that(e.borne_by)).or_default().add(0, back, (scope, e.sale));
        } else if let Event::DeliveryInspected(e) = &record.event {
            for line in e.lines.iter().filter(|line| !line.rejected.decimal().is_zero()) {
                let own = self.cooperatives.entry(scope).or_default();
                *own.rejected.entry(line.cause).or_default() += line.rejected.decimal();
            }
        }
    }
}

impl OfOne {
    /// Each slice of a price gives back its own part, or has it again.
    fn credit(&mut self, own: CooperativeId, e: &GivenBack<'_>) {
        let cause = match e.because {
            Because::CreditNote(_, reason) => Cause::Credited(reason),
            Because::Chargeback(_) => Cause::ChargedBack,
        };
        let of = (own, e.sale);
        self.count(cause, of, e.signed(e.booked), e.again);
        let mut bear = |bearer, amount: Money| self.bearers.entry(bearer).or_default().add(0, e.signed(amount), of);
        bear(Bearer::TaxOffice, e.tax);
        for slice in e.slices {
            bear(Bearer::of(slice.to), slice.amount);
            if let Some(lost) = slice.lost {
                bear(Bearer::of(slice.to), lost.negated());
                bear(Bearer::Cooperative, lost);
            }
        }
        for part in e.makers {
            bear(Bearer::Makers, part.amount);
            if let (Some(borne), Some(by)) = (part.borne, e.borne_by) {
                bear(Bearer::Makers, borne.negated());
                bear(Bearer::of(by), borne);
            }
            if let Some(lost) = part.lost {
                bear(Bearer::Makers, lost.negated());
                bear(Bearer::Cooperative, lost);
            }
        }
    }

    /// Counts what was given back for a cause; what came back again is no return of its own.
    fn count(&mut self, cause: Cause, of: (CooperativeId, SaleId), amount: Money, again: bool) {
        let once = u64::from(!again);
        self.notes += once;
        self.of_sales.extend((!again).then_some(of.1));
        self.given_back += amount.minor();
        self.causes.entry(cause).or_default().add(once, amount, of);
    }

    fn add(&mut self, other: &OfOne) {
        self.sales += other.sales;
        self.sold += other.sold;
        self.notes += other.notes;
        self.of_sales.extend(&other.of_sales);
        self.given_back += other.given_back;
        other.causes.iter().for_each(|(cause, part)| self.causes.entry(*cause).or_default().merge(part));
        other.rejected.iter().for_each(|(cause, pieces)| *self.rejected.entry(*cause).or_default() += *pieces);
        other.bearers.iter().for_each(|(bearer, part)| self.bearers.entry(*bearer).or_default().merge(part));
    }
}

impl Part {
    /// A credit note moves it.
    fn add(&mut self, notes: u64, amount: Money, of: (CooperativeId, SaleId)) {
        self.notes += notes;
        self.minor += amount.minor();
        *self.of.entry(of).or_default() += amount.minor();
    }

    /// The sales it is of. What came to nothing of a sale rests on nobody who made it.
    fn sales(&self) -> impl Iterator<Item = (CooperativeId, SaleId)> {
        self.of.iter().filter(|(_, minor)| **minor != 0).map(|(sale, _)| *sale)
    }

    fn merge(&mut self, other: &Part) {
        self.notes += other.notes;
        self.minor += other.minor;
        other.of.iter().for_each(|(sale, minor)| *self.of.entry(*sale).or_default() += minor);
    }
}

/// Everyone who made some sales.
fn makers_of(makers: &Makers, sales: impl IntoIterator<Item = (CooperativeId, SaleId)>) -> People {
    let known = sales.into_iter().filter_map(|sale| makers.get(&sale).map(|makers| (sale.0, makers)));
    known.flat_map(|(own, makers)| makers.iter().map(move |member| (own, *member))).collect()
}

impl Reckon for Returns {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        page.note(Note::Withheld);
        let mut currencies: BTreeMap<Currency, Vec<(CooperativeId, &OfOne)>> = BTreeMap::new();
        for (id, returns) in &self.cooperatives {
            let own = book.cooperatives.get(id);
            own.into_iter().for_each(|own| currencies.entry(own.currency).or_default().push((*id, returns)));
        }
        for (currency, cooperatives) in currencies {
            let mut all = OfOne::default();
            cooperatives.iter().for_each(|(_, own)| all.add(own));
            page.table(match self.which {
                Which::Cooperatives => by_cooperative(currency, &cooperatives, &self.makers),
                Which::Causes => by_cause(currency, &all, &self.makers),
                Which::Bearers => by_bearer(currency, &all, &self.makers),
            });
            if let Which::Causes = self.which {
                page.table(rejected(currency, &all));
            }
        }
    }
}

fn by_cooperative(currency: Currency, cooperatives: &[(CooperativeId, &OfOne)], makers: &Makers) -> Table {
    let heads: [Head; 7] = [
        Term::Of.into(),
        Term::HowManySales.into(),
        Term::SalesWithReturns.into(),
        Term::PercentOfSales.into(),
        Term::Sold.in_currency(currency),
        Term::GivenBack.in_currency(currency),
        Term::PercentOfSold.into(),
    ];
    let mut table = Table::new(Term::ReturnsByCooperative, heads).of(currency);
    let amount = |minor| Amount(Money::new(minor, currency));
    let figures = |sales: u64, with: u64, sold: i128, given_back: i128| {
        vec![
            Cell::Count(sales),
            Cell::Count(with),
            Cell::Percent(percent_of(with.into(), sales.into())),
            amount(sold).into(),
            amount(given_back).into(),
            Cell::Percent(percent(amount(given_back), amount(sold))),
        ]
    };
    let (mut sales, mut with, mut sold, mut given_back) = (0, 0, 0, 0);
    let mut groups = Vec::new();
    for (id, own) in cooperatives {
        let of_it = own.of_sales.len() as u64;
        let made = |sales: &BTreeSet<SaleId>| makers_of(makers, sales.iter().map(|sale| (*id, *sale)));
        let rests_on = vec![made(&own.sold_by), made(&own.of_sales)];
        groups.push(Group {
            of: Cell::text(id),
            rests_on,
            figures: figures(own.sales, of_it, own.sold, own.given_back),
        });
        sales += own.sales;
        with += of_it;
        sold += own.sold;
        given_back += own.given_back;
    }
    fill_figures(&mut table, groups, figures(sales, with, sold, given_back));
    table
}

fn by_cause(currency: Currency, all: &OfOne, makers: &Makers) -> Table {
    let heads: [Head; 4] = [
        Term::Why.into(),
        Term::CreditNotes.into(),
        Term::GivenBack.in_currency(currency),
        Term::PercentOfReturns.into(),
    ];
    let mut table = Table::new(Term::ReturnsByCause, heads).of(currency);
    let amount = |minor| Amount(Money::new(minor, currency));
    let given_back = amount(all.given_back);
    let figures =
        |notes: u64, part: Amount| vec![Cell::Count(notes), part.into(), Cell::Percent(percent(part, given_back))];
    let group = |(cause, part): (&Cause, &Part)| Group {
        of: cause.term().into(),
        rests_on: vec![makers_of(makers, part.sales())],
        figures: figures(part.notes, amount(part.minor)),
    };
    if all.notes > 0 {
        fill_figures(&mut table, all.causes.iter().map(group).collect(), figures(all.notes, given_back));
    }
    table
}

fn by_bearer(currency: Currency, all: &OfOne, makers: &Makers) -> Table {
    let heads: [Head; 3] = [Term::BorneBy.into(), Term::GivenBack.in_currency(currency), Term::PercentOfReturns.into()];
    let mut table = Table::new(Term::ReturnsByBearer, heads).of(currency);
    let amount = |minor| Amount(Money::new(minor, currency));
    let given_back = amount(all.given_back);
    let figures = |part: Amount| vec![part.into(), Cell::Percent(percent(part, given_back))];
    let group = |(bearer, part): (&Bearer, &Part)| Group {
        of: bearer.term().into(),
        rests_on: vec![makers_of(makers, part.sales())],
        figures: figures(amount(part.minor)),
    };
    let bearers = all.bearers.iter().filter(|(_, part)| part.minor != 0);
    if all.notes > 0 {
        fill_figures(&mut table, bearers.map(group).collect(), figures(given_back));
    }
    table
}

/// The pieces that were rejected, by cause. They were not invoiced, so nothing of them is in the amounts.
fn rejected(currency: Currency, all: &OfOne) -> Table {
    let mut table = Table::new(Term::RejectedPieces, [Term::Why, Term::PiecesRejected]).of(currency);
    for (cause, pieces) in &all.rejected {
        let why = cause.map_or(Cell::Term(Term::NotSaid), Cell::text);
        table.row([why, Cell::Number(*pieces)]);
    }
    table
}
