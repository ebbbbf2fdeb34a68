//! What was given back to buyers: by cooperative, by cause, and by who bore it. Goods, not persons, so nothing is withheld.
//!
//! Each credit note counts in the month it was issued; the sales it is held against are those of the same days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::book::Book;
use crate::event::Event;
use crate::event::trade::{CreditNoteIssued, CreditReason, Receiver};
use crate::id::{Code, CooperativeId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
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
);

/// Returns by cause.
pub(crate) const BY_CAUSE: Query =
    Query::indicator("returns.by-cause", Term::ReturnsByCause, Term::PercentOfReturns, Note::ReturnsByCause, |_| {
        Box::new(Returns::new(Which::Causes))
    });

/// Returns by who bore them.
pub(crate) const BY_BEARER: Query =
    Query::indicator("returns.by-bearer", Term::ReturnsByBearer, Term::PercentOfReturns, Note::ReturnsByBearer, |_| {
        Box::new(Returns::new(Which::Bearers))
    });

enum Which {
    Cooperatives,
    Causes,
    Bearers,
}

struct Returns {
    which: Which,
    cooperatives: BTreeMap<CooperativeId, OfOne>,
}

/// What was sold and given back in one cooperative, in minor units.
#[derive(Debug, Clone, Default)]
struct OfOne {
    sales: u64,
    sold: i128,
    notes: u64,
    of_sales: BTreeSet<SaleId>,
    given_back: i128,
    causes: BTreeMap<CreditReason, (u64, i128)>,
    bearers: BTreeMap<Bearer, i128>,
    /// Pieces that buyers rejected, by the cause they named.
    rejected: BTreeMap<Option<Code>, Decimal>,
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
        Returns { which, cooperatives: BTreeMap::new() }
    }
}

impl Fold for Returns {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts == Counts::Within) else { return };
        if let Event::SaleRecorded(e) = &record.event {
            let own = self.cooperatives.entry(scope).or_default();
            own.sales += 1;
            own.sold += e.gross.minor();
        } else if let Event::CreditNoteIssued(e) = &record.event {
            self.cooperatives.entry(scope).or_default().credit(e);
        } else if let Event::DeliveryInspected(e) = &record.event {
            for line in e.lines.iter().filter(|line| !line.rejected.decimal().is_zero()) {
                let own = self.cooperatives.entry(scope).or_default();
                *own.rejected.entry(line.cause).or_default() += line.rejected.decimal();
            }
        }
    }
}

impl OfOne {
    fn credit(&mut self, e: &CreditNoteIssued) {
        self.notes += 1;
        self.of_sales.insert(e.sale);
        self.given_back += e.booked.minor();
        let (notes, minor) = self.causes.entry(e.reason).or_default();
        *notes += 1;
        *minor += e.booked.minor();
        let mut bear = |bearer, amount: Money| *self.bearers.entry(bearer).or_default() += amount.minor();
        bear(Bearer::TaxOffice, e.tax);
        for slice in &e.slices {
            bear(Bearer::of(slice.to), slice.amount);
            if let Some(lost) = slice.lost {
                bear(Bearer::of(slice.to), lost.negated());
                bear(Bearer::Cooperative, lost);
            }
        }
        for part in &e.makers {
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

    fn add(&mut self, other: &OfOne) {
        self.sales += other.sales;
        self.sold += other.sold;
        self.notes += other.notes;
        self.of_sales.extend(&other.of_sales);
        self.given_back += other.given_back;
        for (cause, (notes, minor)) in &other.causes {
            let known = self.causes.entry(*cause).or_default();
            *known = (known.0 + notes, known.1 + minor);
        }
        other.rejected.iter().for_each(|(cause, pieces)| *self.rejected.entry(*cause).or_default() += *pieces);
        other.bearers.iter().for_each(|(bearer, minor)| *self.bearers.entry(*bearer).or_default() += minor);
    }
}

impl Reckon for Returns {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        let mut currencies: BTreeMap<Currency, Vec<(CooperativeId, &OfOne)>> = BTreeMap::new();
        for (id, returns) in &self.cooperatives {
            let own = book.cooperatives.get(id);
            own.into_iter().for_each(|own| currencies.entry(own.currency).or_default().push((*id, returns)));
        }
        for (currency, cooperatives) in currencies {
            let mut all = OfOne::default();
            cooperatives.iter().for_each(|(_, own)| all.add(own));
            page.table(match self.which {
                Which::Cooperatives => by_cooperative(currency, &cooperatives),
                Which::Causes => by_cause(currency, &all),
                Which::Bearers => by_bearer(currency, &all),
            });
            if let Which::Causes = self.which {
                page.table(rejected(currency, &all));
            }
        }
    }
}

fn by_cooperative(currency: Currency, cooperatives: &[(CooperativeId, &OfOne)]) -> Table {
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
    let mut row = |of: Cell, sales: u64, with: u64, sold: i128, given_back: i128| {
        table.row([
            of,
            Cell::Count(sales),
            Cell::Count(with),
            Cell::Percent(percent_of(with.into(), sales.into())),
            amount(sold).into(),
            amount(given_back).into(),
            Cell::Percent(percent(amount(given_back), amount(sold))),
        ]);
    };
    let (mut sales, mut with, mut sold, mut given_back) = (0, 0, 0, 0);
    for (id, own) in cooperatives {
        let of_it = own.of_sales.len() as u64;
        row(Cell::text(id), own.sales, of_it, own.sold, own.given_back);
        sales += own.sales;
        with += of_it;
        sold += own.sold;
        given_back += own.given_back;
    }
    row(Term::Together.into(), sales, with, sold, given_back);
    table
}

fn by_cause(currency: Currency, all: &OfOne) -> Table {
    let heads: [Head; 4] = [
        Term::Why.into(),
        Term::CreditNotes.into(),
        Term::GivenBack.in_currency(currency),
        Term::PercentOfReturns.into(),
    ];
    let mut table = Table::new(Term::ReturnsByCause, heads).of(currency);
    let amount = |minor| Amount(Money::new(minor, currency));
    let given_back = amount(all.given_back);
    for (cause, (notes, minor)) in &all.causes {
        let part = amount(*minor);
        table.row([
            Term::from(*cause).into(),
            Cell::Count(*notes),
            part.into(),
            Cell::Percent(percent(part, given_back)),
        ]);
    }
    if all.notes > 0 {
        let whole = Cell::Percent(percent(given_back, given_back));
        table.row([Term::Together.into(), Cell::Count(all.notes), given_back.into(), whole]);
    }
    table
}

fn by_bearer(currency: Currency, all: &OfOne) -> Table {
    let heads: [Head; 3] = [Term::BorneBy.into(), Term::GivenBack.in_currency(currency), Term::PercentOfReturns.into()];
    let mut table = Table::new(Term::ReturnsByBearer, heads).of(currency);
    let amount = |minor| Amount(Money::new(minor, currency));
    let given_back = amount(all.given_back);
    for (bearer, minor) in all.bearers.iter().filter(|(_, minor)| **minor != 0) {
        let part = amount(*minor);
        table.row([bearer.term().into(), part.into(), Cell::Percent(percent(part, given_back))]);
    }
    if all.notes > 0 {
        let whole = Cell::Percent(percent(given_back, given_back));
        table.row([Term::Together.into(), given_back.into(), whole]);
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
