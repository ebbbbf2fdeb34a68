//! What of a price is the makers', and what of the price it is sold on for, where that is known.
//!
//! A sale counts with what credit notes have left of it. Sums are of amounts, never of percentages.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::resale::Resale as Compared;
use crate::book::Book;
use crate::event::Event;
use crate::id::{CooperativeId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::rank::Ranked;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::trace::slice::percent;

/// The makers' share of the price.
pub(crate) const MAKERS_SHARE: Query = Query::indicator(
    "price.makers-share",
    Term::MakersShareOfPrice,
    Term::PercentOfPrice,
    Note::MakersShareOfPrice,
    |_| Box::new(Prices { resale: false, sales: BTreeMap::new() }),
);

/// The makers' share of the price it is sold on for.
pub(crate) const RESALE: Query = Query::indicator(
    "price.resale",
    Term::MakersShareOfResale,
    Term::PercentOfResale,
    Note::MakersShareOfResale,
    |_| Box::new(Prices { resale: true, sales: BTreeMap::new() }),
);

struct Prices {
    resale: bool,
    sales: BTreeMap<(CooperativeId, SaleId), Price>,
}

/// One price, in minor units of the cooperative's currency.
#[derive(Debug, Clone, Copy)]
struct Price {
    on: Date,
    price: i128,
    makers: i128,
    resale: Option<Money>,
}

impl Fold for Prices {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        if let Event::SaleRecorded(e) = &record.event {
            if counts == Counts::Within && (!self.resale || e.resale.is_some()) {
                let on = record.envelope.occurred_on;
                let price = Price { on, price: e.gross.minor(), makers: 0, resale: e.resale };
                self.sales.insert((scope, e.sale), price);
            }
        } else if let Event::ProceedsAllocated(e) = &record.event {
            let sale = self.sales.get_mut(&(scope, e.sale));
            let makers: i128 = e.makers.iter().map(|share| share.amount.minor()).sum();
            sale.into_iter().for_each(|sale| sale.makers += makers);
        } else if let Event::CreditNoteIssued(e) = &record.event
            && let Some(sale) = self.sales.get_mut(&(scope, e.sale))
        {
            sale.price -= e.booked.minor();
            let makers = e.makers.iter().filter(|part| part.step.is_none());
            sale.makers -= makers.map(|part| part.amount.minor()).sum::<i128>();
        }
    }
}

impl Reckon for Prices {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        let mut currencies: BTreeMap<Currency, BTreeMap<CooperativeId, Vec<(SaleId, Price)>>> = BTreeMap::new();
        for ((id, sale), price) in &self.sales {
            let Some(own) = book.cooperatives.get(id) else { continue };
            currencies.entry(own.currency).or_default().entry(*id).or_default().push((*sale, *price));
        }
        for (currency, cooperatives) in currencies {
            page.table(if self.resale { resale(currency, &cooperatives) } else { share(currency, &cooperatives) });
        }
    }
}

fn share(currency: Currency, cooperatives: &BTreeMap<CooperativeId, Vec<(SaleId, Price)>>) -> Table {
    let heads: [Head; 7] = [
        Term::Of.into(),
        Term::HowManySales.into(),
        Term::PriceOfSales.in_currency(currency),
        Term::ForTheMakers.in_currency(currency),
        Term::PercentOfPrice.into(),
        Term::LeastShare.into(),
        Term::MedianShare.into(),
    ];
    let mut table = Table::new(Term::MakersShareOfPrice, heads).of(currency);
    let amount = |minor| Amount(Money::new(minor, currency));
    let mut row = |of: Cell, sales: &[&Price]| {
        let (price, makers) = (sales.iter().map(|sale| sale.price).sum(), sales.iter().map(|sale| sale.makers).sum());
        let mut shares: Ranked<Decimal> = Ranked::default();
        let left = sales.iter().filter(|sale| sale.price > 0);
        left.for_each(|sale| shares.add(percent(amount(sale.makers), amount(sale.price)), 1));
        table.row([
            of,
            Cell::Count(sales.len() as u64),
            amount(price).into(),
            amount(makers).into(),
            Cell::Percent(percent(amount(makers), amount(price))),
            shares.percentile(0).map_or(Cell::Empty, Cell::Percent),
            shares.percentile(50).map_or(Cell::Empty, Cell::Percent),
        ]);
    };
    for (id, sales) in cooperatives {
        row(Cell::text(id), &sales.iter().map(|(_, price)| price).collect::<Vec<_>>());
    }
    row(Term::Together.into(), &cooperatives.values().flatten().map(|(_, price)| price).collect::<Vec<_>>());
    table
}

fn resale(currency: Currency, cooperatives: &BTreeMap<CooperativeId, Vec<(SaleId, Price)>>) -> Table {
    let heads: [Head; 10] = [
        Term::Of.into(),
        Term::Sale.into(),
        Term::On.into(),
        Term::ForTheMakers.in_currency(currency),
        Term::PriceOfSales.in_currency(currency),
        Term::ResalePrice.in_currency(currency),
        Term::PercentOfResale.into(),
        Term::PricePercentOfResale.into(),
        Term::TimesThePrice.into(),
        Term::MarkUp.into(),
    ];
    let mut table = Table::new(Term::MakersShareOfResale, heads).of(currency);
    let money = |minor| Money::new(minor, currency);
    let mut row = |of: [Cell; 3], makers: i128, price: i128, resale: i128| {
        let [makers, price, resale] = [makers, price, resale].map(money);
        let compared = Compared::of(price, resale);
        let figure = |figure: fn(&Compared) -> Cell| compared.as_ref().map_or(Cell::Empty, figure);
        let amounts = [makers, price, resale].map(|money| Cell::Amount(money.into()));
        let share = Cell::Percent(percent(makers.into(), resale.into()));
        let figures = [
            share,
            figure(|compared| Cell::Percent(compared.share)),
            figure(|compared| Cell::Number(compared.times)),
            figure(|compared| Cell::Percent(compared.mark_up)),
        ];
        table.row(of.into_iter().chain(amounts).chain(figures));
    };
    let (mut makers, mut price, mut resold) = (0, 0, 0);
    for (id, sales) in cooperatives {
        for (sale, known) in sales.iter().filter(|(_, known)| known.price > 0) {
            let Some(resale) = known.resale.map(Money::minor) else { continue };
            row([Cell::text(id), Cell::text(sale), known.on.into()], known.makers, known.price, resale);
            makers += known.makers;
            price += known.price;
            resold += resale;
        }
    }
    row([Term::Together.into(), Cell::Empty, Cell::Empty], makers, price, resold);
    table
}
