//! The trial balance: of every account what it had before, what moved on both sides, and what it has; which periods are
//! closed, and what was recorded of their days afterwards.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::book::Book;
use crate::event::period::PeriodClosed;
use crate::event::{Event, Kind};
use crate::id::{CooperativeId, PeriodId};
use crate::money::{Currency, Money};
use crate::posting::Posting;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::statement::Days;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::report::whole::entries::{Heading, Lies, MOST_LINES, Sides, lines, place, say_extent};

/// The trial balance.
pub(crate) const TRIAL_BALANCE: Query =
    Query::report("trial-balance", Term::TrialBalance, Term::Amount, Note::TrialBalance, |_| {
        Box::new(TrialBalance::default())
    })
    .of_one();

#[derive(Default)]
struct TrialBalance {
    accounts: BTreeMap<(CooperativeId, Currency), BTreeMap<Heading, Account>>,
    periods: BTreeMap<CooperativeId, Vec<Closed>>,
    late: BTreeMap<CooperativeId, Vec<Late>>,
    scratch: Vec<Posting>,
}

/// What an account had before the first day, and what moved since.
#[derive(Default)]
struct Account {
    before: Sides,
    within: Sides,
}

/// A period that is closed.
struct Closed {
    position: u64,
    on: Date,
    says: PeriodClosed,
}

/// A record of a day in a period that had been closed.
struct Late {
    period: PeriodId,
    position: u64,
    on: Date,
    recorded_on: Date,
    kind: Kind,
    moved: BTreeMap<Currency, i128>,
}

impl Fold for TrialBalance {
    fn take(&mut self, _: Counts, _: &Record) {}

    fn see(&mut self, record: &Record, days: Days) {
        let envelope = &record.envelope;
        let Some(scope) = envelope.scope else { return };
        // A period is closed after its days, so its closing counts whatever days are asked about.
        if let Event::PeriodClosed(e) = &record.event {
            let closed = Closed { position: envelope.position, on: envelope.occurred_on, says: e.clone() };
            self.periods.entry(scope).or_default().push(closed);
        } else if let Event::PeriodReopened(e) = &record.event {
            // What was late is not late any more: it will be in the next closing.
            self.periods.entry(scope).or_default().retain(|closed| closed.says.period != e.period);
            self.late.entry(scope).or_default().retain(|late| late.period != e.period);
        }
        let Some((_, lies)) = place(record, days) else { return };
        let mut moved: BTreeMap<Currency, i128> = BTreeMap::new();
        for line in lines(record, &mut self.scratch) {
            let currency = line.amount.currency();
            let account = self.accounts.entry((scope, currency)).or_default().entry(line.account).or_default();
            let sides = if lies == Lies::Before { &mut account.before } else { &mut account.within };
            sides.add(line.amount);
            *moved.entry(currency).or_default() += line.amount.minor().max(0);
        }
        let closed = self.periods.get(&scope).into_iter().flatten();
        let closed = closed.map(|closed| &closed.says).find(|says| envelope.occurred_on <= says.until);
        if let (Some(says), false) = (closed, moved.is_empty()) {
            self.late.entry(scope).or_default().push(Late {
                period: says.period,
                position: envelope.position,
                on: envelope.occurred_on,
                recorded_on: envelope.recorded_at.to_zoned(TimeZone::UTC).date(),
                kind: record.event.kind(),
                moved,
            });
        }
    }
}

impl Reckon for TrialBalance {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        for ((cooperative, currency), accounts) in &self.accounts {
            let heads = [
                Term::Account.into(),
                Term::OpeningDebit.in_currency(*currency),
                Term::OpeningCredit.in_currency(*currency),
                Term::Debit.in_currency(*currency),
                Term::Credit.in_currency(*currency),
                Term::ClosingDebit.in_currency(*currency),
                Term::ClosingCredit.in_currency(*currency),
            ];
            let mut table = Table::new(Term::TrialBalance, heads).of(cooperative);
            let (mut opening, mut moved, mut closing) = <(Sides, Sides, Sides)>::default();
            for (heading, account) in accounts.iter().filter(|(_, account)| account.says_something()) {
                let at_the_end = account.at_the_end();
                table.row(row(heading.cell(), account.before, account.within, at_the_end, *currency));
                outweigh(&mut opening, account.before);
                outweigh(&mut closing, at_the_end);
                moved.debits += account.within.debits;
                moved.credits += account.within.credits;
            }
            if table.rows.is_empty() {
                continue;
            }
            let mut total: Vec<Cell> = vec![Term::Together.into()];
            total.extend([opening, moved, closing].into_iter().flat_map(|sides| sides.cells(*currency)));
            table.row(total.into_iter().map(bare));
            page.table(table);
        }
        page.table(self.periods());
        self.late(page);
        // As it stands at the end, it is held against the balances that the rules go by.
        if page.days.to.is_none() {
            page.unexplained = self.beside_the_books(book);
        }
    }
}

/// Adds what outweighs of an account to the sums of such.
fn outweigh(sums: &mut Sides, account: Sides) {
    sums.debits += account.balance().max(0);
    sums.credits -= account.balance().min(0);
}

fn row(account: Cell, before: Sides, within: Sides, at_the_end: Sides, currency: Currency) -> Vec<Cell> {
    let cells = [before.outweighing(currency), within.cells(currency), at_the_end.outweighing(currency)];
    std::iter::once(account).chain(cells.into_iter().flatten().map(bare)).collect()
}

/// An amount whose column names its currency.
fn bare(cell: Cell) -> Cell {
    if let Cell::Money(money) = cell { Cell::Amount(Amount(money)) } else { cell }
}

impl Account {
    /// Whether it had something before the first day, or anything moved since.
    fn says_something(&self) -> bool {
        self.before.balance() != 0 || self.within.debits != 0 || self.within.credits != 0
    }

    fn at_the_end(&self) -> Sides {
        let (before, within) = (self.before, self.within);
        Sides { debits: before.debits + within.debits, credits: before.credits + within.credits }
    }
}

impl TrialBalance {
    fn periods(&self) -> Table {
        let heads = [
            Term::Cooperative,
            Term::Period,
            Term::Until,
            Term::ClosedOn,
            Term::Position,
            Term::Rows,
            Term::LateEntries,
        ];
        let mut table = Table::new(Term::ClosedPeriods, heads);
        for (cooperative, periods) in &self.periods {
            let late = self.late.get(cooperative).map_or(&[][..], Vec::as_slice);
            for Closed { position, on, says } in periods {
                let late = late.iter().filter(|late| late.period == says.period).count();
                table.row([
                    Cell::text(cooperative),
                    Cell::text(says.period),
                    says.until.into(),
                    (*on).into(),
                    Cell::Count(*position),
                    Cell::Count(says.rows),
                    Cell::Count(late as u64),
                ]);
            }
        }
        table
    }

    /// What was recorded of the days of a closed period once it was closed. It counts in the next closing.
    fn late(&self, page: &mut Page) {
        let heads =
            [Term::Cooperative, Term::Period, Term::Position, Term::On, Term::RecordedOn, Term::Kind, Term::Amount];
        let mut table = Table::new(Term::LateEntries, heads);
        let all = self.late.iter().flat_map(|(cooperative, late)| late.iter().map(move |late| (cooperative, late)));
        for (cooperative, late) in all.take(MOST_LINES) {
            let amounts = late.moved.iter().map(|(currency, minor)| Cell::Money(Money::new(*minor, *currency)));
            table.row([
                Cell::text(cooperative),
                Cell::text(late.period),
                Cell::Count(late.position),
                late.on.into(),
                late.recorded_on.into(),
                Cell::Event(late.kind),
                Cell::List(amounts.collect()),
            ]);
        }
        let (shown, in_all) = (table.rows.len(), self.late.values().map(Vec::len).sum::<usize>() as u64);
        page.table(table);
        say_extent(page, shown, in_all);
    }

    /// What the accounts of the book have that this does not come to, gap by gap; in the currency of the book.
    fn beside_the_books(&self, book: &Book) -> Option<Amount> {
        let mut gaps = 0;
        for ((cooperative, currency), accounts) in &self.accounts {
            let Some(own) = book.cooperatives.get(cooperative) else { continue };
            let mut theirs: BTreeMap<Heading, i128> = BTreeMap::new();
            for (account, balance) in own.balances.all() {
                if balance.currency() == *currency {
                    *theirs.entry(account.into()).or_default() += balance.minor();
                }
            }
            for (heading, account) in accounts {
                gaps += (account.at_the_end().balance() - theirs.remove(heading).unwrap_or_default()).abs();
            }
            gaps += theirs.values().map(|minor| minor.abs()).sum::<i128>();
        }
        book.currency.map(|currency| Amount(Money::new(gaps, currency)))
    }
}

#[cfg(test)]
mod tests;
