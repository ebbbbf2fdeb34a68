//! How many days money takes from buyers to makers, in each cooperative and in the network.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::id::CooperativeId;
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::suppress::{People, Spread};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::to_hand::ToHand;

/// SDG 8: days from the buyer's payment to the maker's hand.
pub(crate) const TO_HAND: Query =
    Query::indicator("sdg8.days-to-hand", Term::DaysToTheHand, Term::DaysCounted, Note::DaysToHand, |_| {
        Box::new(Hands::default())
    })
    .version(2);

#[derive(Default)]
struct Hands {
    cooperatives: BTreeMap<CooperativeId, ToHand>,
    first_day: Option<Date>,
}

impl Fold for Hands {
    fn take(&mut self, counts: Counts, record: &Record) {
        if !counts.at_the_end() {
            return;
        }
        if counts == Counts::Within {
            let on = record.envelope.occurred_on;
            self.first_day = Some(self.first_day.map_or(on, |first| first.min(on)));
        }
        let scope = record.envelope.scope;
        scope.into_iter().for_each(|scope| self.cooperatives.entry(scope).or_default().take(record));
    }
}

impl Reckon for Hands {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        page.note(Note::Withheld);
        let mut currencies: BTreeMap<Currency, Vec<(CooperativeId, &ToHand)>> = BTreeMap::new();
        for (id, hands) in &self.cooperatives {
            let own = book.cooperatives.get(id);
            own.into_iter().for_each(|own| currencies.entry(own.currency).or_default().push((*id, hands)));
        }
        // What counts in these days begins with the first of them, or with the first record of all.
        let first = page.days.from.or(self.first_day);
        for (currency, cooperatives) in currencies {
            page.table(of_currency(currency, &cooperatives, first));
        }
    }
}

fn of_currency(currency: Currency, cooperatives: &[(CooperativeId, &ToHand)], first: Option<Date>) -> Table {
    let heads: [Head; 6] = [
        Term::Of.into(),
        Term::Persons.into(),
        Term::HalfWithin.into(),
        Term::NineTenthsWithin.into(),
        Term::AllWithin.into(),
        Term::MoneyCounted.in_currency(currency),
    ];
    let mut table = Table::new(Term::DaysToTheHand, heads).of(currency);
    let mut all = Spread::default();
    let mut groups = Vec::new();
    for (id, hands) in cooperatives {
        let mut own = Spread::default();
        let mut reached = People::new();
        for arrival in hands.arrivals(currency).filter(|arrival| first.is_none_or(|first| first <= arrival.on)) {
            let Some(took) = arrival.days else { continue };
            let person = (*id, arrival.member);
            reached.insert(person);
            own.add(took, arrival.amount.0.minor(), [person]);
            all.add(took, arrival.amount.0.minor(), [person]);
        }
        groups.push(Group { of: Cell::text(id), rests_on: vec![reached], figures: figures(&own, currency) });
    }
    fill(&mut table, groups, figures(&all, currency));
    table
}

fn figures(days: &Spread<i64>, currency: Currency) -> Vec<Cell> {
    let weight = days.weight();
    let amount = Some(Amount(Money::new(weight, currency))).filter(|_| weight > 0);
    vec![days.percentile(50, Cell::Days), days.percentile(90, Cell::Days), days.max(Cell::Days), amount.into()]
}
