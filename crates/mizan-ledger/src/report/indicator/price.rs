//! What of a price is the makers', and what of the price it is sold on for, where that is known: of each cooperative with
//! enough makers, and sale by sale in the report `resale`.
//!
//! A sale counts with what credit notes have left of it. Sums are of amounts, never of percentages.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::resale::Resale as Compared;
use crate::book::Book;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::id::{CooperativeId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::resold::{Resold, last_price};
use crate::report::suppress::{People, Person, Spread};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::trace::slice::percent;

/// The makers' share of the price.
pub(crate) const MAKERS_SHARE: Query = Query::indicator(
    "price.makers-share",
    Term::MakersShareOfPrice,
    Term::PercentOfPrice,
    Note::MakersShareOfPrice,
    |_| Box::new(Prices::new(Which::Share)),
)
.version(2);

/// The makers' share of the price it is sold on for.
pub(crate) const RESALE: Query = Query::indicator(
    "price.resale",
    Term::MakersShareOfResale,
    Term::PercentOfResale,
    Note::MakersShareOfResale,
    |_| Box::new(Prices::new(Which::Resale)),
)
.version(3);

/// The same, sale by sale.
pub(crate) const RESALE_BY_SALE: Query =
    Query::report("resale", Term::MakersShareOfResale, Term::PercentOfResale, Note::MakersShareOfResale, |_| {
        Box::new(Prices::new(Which::ResaleBySale))
    })
    .version(2);

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Share,
    Resale,
    ResaleBySale,
}

struct Prices {
    which: Which,
    sales: BTreeMap<(CooperativeId, SaleId), Price>,
}

/// One price, in minor units of the cooperative's currency.
#[derive(Debug, Clone)]
struct Price {
    on: Date,
    price: i128,
    makers: i128,
    /// What the sale said it is sold on for.
    said: Option<Money>,
    /// How it was sold on since.
    resales: Vec<Resold>,
    made_by: Vec<Person>,
}

/// The sales of each cooperative of one currency.
type ByCooperative<'a> = BTreeMap<CooperativeId, Vec<(SaleId, &'a Price)>>;

impl Prices {
    fn new(which: Which) -> Prices {
        Prices { which, sales: BTreeMap::new() }
    }
}

impl Price {
    /// What it is sold on for, where that is known.
    fn resale(&self, own: Currency) -> Option<Money> {
        last_price(self.said, &self.resales, own)
    }
}

impl Fold for Prices {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        if let Event::SaleRecorded(e) = &record.event {
            if counts == Counts::Within {
                let (on, price) = (record.envelope.occurred_on, e.gross.minor());
                let (said, resales, made_by) = (e.resale, Vec::new(), Vec::new());
                let price = Price { on, price, makers: 0, said, resales, made_by };
                self.sales.insert((scope, e.sale), price);
            }
        } else if let Event::ProceedsAllocated(e) = &record.event
            && let Some(sale) = self.sales.get_mut(&(scope, e.sale))
        {
            sale.makers += e.makers.iter().map(|share| share.amount.minor()).sum::<i128>();
            sale.made_by.extend(e.makers.iter().map(|share| (scope, share.member)));
        } else if let Event::ResaleRecorded(e) = &record.event
            && let Some(sale) = self.sales.get_mut(&(scope, e.sale))
        {
            sale.resales.push(Resold::of(e));
        } else if let Some(e) = GivenBack::of(&record.event)
            && let Some(sale) = self.sales.get_mut(&(scope, e.sale))
        {
            sale.price -= e.minor(e.booked);
            let makers = e.makers.iter().filter(|part| part.step.is_none());
            sale.makers -= makers.map(|part| e.minor(part.amount)).sum::<i128>();
        }
    }
}

impl Reckon for Prices {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        let mut currencies: BTreeMap<Currency, ByCooperative<'_>> = BTreeMap::new();
        for ((id, sale), price) in &self.sales {
            let Some(own) = book.cooperatives.get(id) else { continue };
            if self.which == Which::ResaleBySale && price.resale(own.currency).is_none() {
                continue;
            }
            currencies.entry(own.currency).or_default().entry(*id).or_default().push((*sale, price));
        }
        for (currency, cooperatives) in currencies {
            page.table(match self.which {
                Which::Share => share(currency, &cooperatives),
                Which::Resale => resale(currency, &cooperatives),
                Which::ResaleBySale => resale_by_sale(currency, &cooperatives),
            });
        }
        if self.which != Which::ResaleBySale {
            page.note(Note::Withheld);
        }
    }
}

/// The cooperatives as groups of the makers of the sales that are wanted, and all of them together. The makers of their
/// other sales count beside them: what the one table shows less what the other does is theirs.
fn groups(
    cooperatives: &ByCooperative<'_>,
    wanted: impl Fn(&Price) -> bool,
    figures: impl Fn(&[&Price]) -> Vec<Cell>,
    table: &mut Table,
) {
    let mut all = Vec::new();
    let mut groups = Vec::new();
    let makers = |sales: &[&Price]| sales.iter().flat_map(|sale| &sale.made_by).copied().collect::<People>();
    for (id, sales) in cooperatives {
        let (sales, others): (Vec<&Price>, Vec<&Price>) =
            sales.iter().map(|(_, price)| *price).partition(|one| wanted(one));
        if sales.is_empty() {
            continue;
        }
        let rests_on = vec![makers(&sales), makers(&others)];
        groups.push(Group { of: Cell::text(id), rests_on, figures: figures(&sales) });
        all.extend(sales);
    }
    if !groups.is_empty() {
        fill(table, groups, figures(&all));
    }
}

fn share(currency: Currency, cooperatives: &ByCooperative<'_>) -> Table {
    let heads: [Head; 8] = [
        Term::Of.into(),
        Term::Persons.into(),
        Term::HowManySales.into(),
        Term::PriceOfSales.in_currency(currency),
        Term::ForTheMakers.in_currency(currency),
        Term::PercentOfPrice.into(),
        Term::LeastShare.into(),
        Term::MedianShare.into(),
    ];
    let mut table = Table::new(Term::MakersShareOfPrice, heads).of(currency);
    let amount = |minor| Amount(Money::new(minor, currency));
    let figures = |sales: &[&Price]| {
        let [price, makers] = sums(sales);
        let mut shares: Spread<Decimal> = Spread::default();
        let left = sales.iter().filter(|sale| sale.price > 0);
        left.for_each(|sale| {
            shares.add(percent(amount(sale.makers), amount(sale.price)), 1, sale.made_by.iter().copied());
        });
        vec![
            Cell::Count(sales.len() as u64),
            amount(price).into(),
            amount(makers).into(),
            Cell::Percent(percent(amount(makers), amount(price))),
            shares.percentile(0, Cell::Percent),
            shares.percentile(50, Cell::Percent),
        ]
    };
    groups(cooperatives, |_| true, figures, &mut table);
    table
}

fn resale(currency: Currency, cooperatives: &ByCooperative<'_>) -> Table {
    let heads = [Term::Of.into(), Term::Persons.into(), Term::HowManySales.into()];
    let mut table =
        Table::new(Term::MakersShareOfResale, heads.into_iter().chain(compared_heads(currency))).of(currency);
    let figures = |sales: &[&Price]| {
        let [price, makers] = sums(sales);
        let resold = sales.iter().filter_map(|sale| sale.resale(currency)).map(Money::minor).sum();
        let count = Cell::Count(sales.len() as u64);
        [count].into_iter().chain(compared(currency, makers, price, resold)).collect()
    };
    groups(cooperatives, |sale| sale.resale(currency).is_some(), figures, &mut table);
    table
}

fn resale_by_sale(currency: Currency, cooperatives: &ByCooperative<'_>) -> Table {
    let heads = [Term::Of.into(), Term::Sale.into(), Term::On.into()];
    let mut table =
        Table::new(Term::MakersShareOfResale, heads.into_iter().chain(compared_heads(currency))).of(currency);
    for (id, sales) in cooperatives {
        for (sale, known) in sales {
            let Some(resale) = known.resale(currency).map(Money::minor) else { continue };
            let of = [Cell::text(id), Cell::text(sale), known.on.into()];
            table.row(of.into_iter().chain(compared(currency, known.makers, known.price, resale)));
        }
    }
    table
}

/// The price and the makers' part of sales.
fn sums(sales: &[&Price]) -> [i128; 2] {
    [sales.iter().map(|sale| sale.price).sum(), sales.iter().map(|sale| sale.makers).sum()]
}

/// What stands above what `compared` says.
fn compared_heads(currency: Currency) -> [Head; 7] {
    [
        Term::ForTheMakers.in_currency(currency),
        Term::PriceOfSales.in_currency(currency),
        Term::ResalePrice.in_currency(currency),
        Term::PercentOfResale.into(),
        Term::PricePercentOfResale.into(),
        Term::TimesThePrice.into(),
        Term::MarkUp.into(),
    ]
}

/// What makers have, the price and the resale price, and how they compare.
fn compared(currency: Currency, makers: i128, price: i128, resale: i128) -> [Cell; 7] {
    let [makers, price, resale] = [makers, price, resale].map(|minor| Money::new(minor, currency));
    let compared = Compared::of(price, resale);
    let figure = |figure: fn(&Compared) -> Cell| compared.as_ref().map_or(Cell::Empty, figure);
    [
        Cell::Amount(makers.into()),
        Cell::Amount(price.into()),
        Cell::Amount(resale.into()),
        Cell::Percent(percent(makers.into(), resale.into())),
        figure(|compared| Cell::Percent(compared.share)),
        figure(|compared| Cell::Number(compared.times)),
        figure(|compared| Cell::Percent(compared.mark_up)),
    ]
}
