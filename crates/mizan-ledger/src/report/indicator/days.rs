//! How many days money takes from buyers to makers, in each cooperative and in the network.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::book::Book;
use crate::id::{CooperativeId, MemberId};
use crate::money::Currency;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::indicator::{Group, fill};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::rank::Ranked;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::to_hand::{DaysToHand, ToHand, days};

/// SDG 8: days from the buyer's payment to the maker's hand.
pub(crate) const TO_HAND: Query =
    Query::indicator("sdg8.days-to-hand", Term::DaysToTheHand, Term::DaysCounted, Note::DaysToHand, |_| {
        Box::new(Hands::default())
    });

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
    let mut all = Ranked::default();
    let mut groups = Vec::new();
    for (id, hands) in cooperatives {
        let mut own = Ranked::default();
        let mut reached: BTreeSet<MemberId> = BTreeSet::new();
        for arrival in hands.arrivals(currency).filter(|arrival| first.is_none_or(|first| first <= arrival.on)) {
            let Some(took) = arrival.days else { continue };
            reached.insert(arrival.member);
            own.add(took, arrival.amount.0.minor());
            all.add(took, arrival.amount.0.minor());
        }
        let figures = figures(days(&own, currency));
        groups.push(Group { of: Cell::text(id), persons: reached.len() as u64, figures });
    }
    fill(&mut table, groups, figures(days(&all, currency)));
    table
}

fn figures(days: Option<DaysToHand>) -> Vec<Cell> {
    let Some(days) = days else { return vec![Cell::Empty; 4] };
    vec![Cell::Days(days.p50), Cell::Days(days.p90), Cell::Days(days.max), days.amount.into()]
}
