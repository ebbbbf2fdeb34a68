//! How long it takes from a buyer's payment to makers' hands, buyer by buyer, and how long money that could be paid out
//! has been waiting.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::event::Event;
use crate::id::{CooperativeId, PartyId, SaleId};
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
use crate::report::to_hand::{ToHand, days};
use crate::table::Map;

/// Up to how many days money waits in each column; longer in the last.
const AGES: [(Term, i64); 3] = [(Term::WaitsToSeven, 7), (Term::WaitsToThirty, 30), (Term::WaitsToSixty, 60)];

/// Days to the hand, and money that waits.
pub(crate) const TO_HAND: Query = Query::report(
    "to-hand",
    Term::DaysToTheHand,
    Term::DaysCounted,
    Note::DaysToHand,
    |_| Box::new(Waiting::default()),
);

#[derive(Default)]
struct Waiting {
    cooperatives: BTreeMap<CooperativeId, OfOne>,
    first_day: Option<Date>,
}

#[derive(Default)]
struct OfOne {
    buyers: Map<SaleId, PartyId>,
    to_hand: ToHand,
}

impl Fold for Waiting {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        let own = self.cooperatives.entry(scope).or_default();
        if let Event::SaleRecorded(e) = &record.event {
            own.buyers.insert(e.sale, e.buyer);
        }
        own.to_hand.take(record);
    }
}

impl Reckon for Waiting {
    fn write(self: Box<Self>, book: &Book, as_of: Option<Date>, page: &mut Page) {
        let first = page.days.from.or(self.first_day);
        let known = |id: &CooperativeId| book.cooperatives.get(id).map(|own| own.currency);
        for (id, own) in &self.cooperatives {
            let Some(currency) = known(id) else { continue };
            page.table(by_buyer(own, currency, first).of(id));
        }
        for (id, own) in &self.cooperatives {
            let (Some(currency), Some(today)) = (known(id), as_of) else { continue };
            page.table(waiting(&own.to_hand, currency, today).of(id));
        }
        page.note(Note::Waiting);
    }
}

fn by_buyer(own: &OfOne, currency: Currency, first: Option<Date>) -> Table {
    let heads: [Head; 5] = [
        Term::Buyer.into(),
        Term::HalfWithin.into(),
        Term::NineTenthsWithin.into(),
        Term::AllWithin.into(),
        Term::MoneyCounted.in_currency(currency),
    ];
    let mut table = Table::new(Term::DaysToTheHand, heads);
    let mut buyers: BTreeMap<PartyId, Ranked<i64>> = BTreeMap::new();
    let mut all = Ranked::default();
    for arrival in own.to_hand.arrivals(currency).filter(|arrival| first.is_none_or(|first| first <= arrival.on)) {
        let (Some(took), Some(buyer)) = (arrival.days, own.buyers.get(&arrival.sale)) else { continue };
        buyers.entry(*buyer).or_default().add(took, arrival.amount.0.minor());
        all.add(took, arrival.amount.0.minor());
    }
    let mut row = |of: Cell, ranked: &Ranked<i64>| {
        let Some(days) = days(ranked, currency) else { return };
        table.row([of, Cell::Days(days.p50), Cell::Days(days.p90), Cell::Days(days.max), days.amount.into()]);
    };
    buyers.iter().for_each(|(buyer, ranked)| row(Cell::text(buyer), ranked));
    if buyers.len() > 1 {
        row(Term::Together.into(), &all);
    }
    table
}

fn waiting(to_hand: &ToHand, currency: Currency, today: Date) -> Table {
    let heads = AGES.map(|(term, _)| Head::from(term)).into_iter();
    let heads =
        heads.chain([Term::WaitsLonger.into(), Term::BuyerHasNotPaid.into(), Term::Together.in_currency(currency)]);
    let mut table = Table::new(Term::MoneyThatWaits, heads);
    let mut ages = [0; AGES.len() + 3];
    for (since, minor) in to_hand.waiting() {
        let place = match since.map(|since| i64::from((today - since).get_days())) {
            Some(waits) => AGES.iter().position(|(_, most)| waits <= *most).unwrap_or(AGES.len()),
            None => AGES.len() + 1,
        };
        ages[place] += minor;
        ages[AGES.len() + 2] += minor;
    }
    if ages[AGES.len() + 2] != 0 {
        table.row(ages.map(|minor| Cell::unless_zero(Amount(Money::new(minor, currency)))));
    }
    table
}
