//! The same sales booked both ways: for their members, and for the cooperative itself. A member sees no difference.

use std::collections::{BTreeMap, BTreeSet};

use mizan::service::clerk::Clerk;
use mizan::service::environment::Rehearsal;
use mizan_ledger::account::{Account, Nature};
use mizan_ledger::agreement::document::Booking;
use mizan_ledger::book::Book;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::command::{Command, Submission};
use mizan_ledger::decide::needs;
use mizan_ledger::event::{Event, Kind};
use mizan_ledger::id::{CooperativeId, MemberId};
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::record::Record;
use mizan_ledger::report::cooperative::CooperativeFold;
use mizan_ledger::report::cooperative::flows::Flows;
use mizan_ledger::report::counted::{Counts, Fold, TakenBack};
use mizan_ledger::report::statement::{Days, statement};
use mizan_ledger::report::trace::trace;
use mizan_ledger::view::find::{Found, Thing};
use mizan_ledger::view::index::Index;
use mizan_tests::generator::{Generator, Life, Plan};
use proptest::prelude::*;

/// A log in which every agreement says the same of how its sales are booked.
struct Told {
    log: Vec<Record>,
    book: Book,
    index: Index,
}

impl Told {
    /// Says everything again, every agreement proposed with this way to book.
    fn again(said: &[Submission], booking: Booking) -> Told {
        let morning = "2199-12-31T06:00:00Z".parse().expect("a moment");
        let mut clerk = Clerk::new(Rehearsal::new(morning, 1));
        let (mut log, mut index) = (Vec::<Record>::new(), Index::default());
        for submission in said {
            let mut submission = submission.clone();
            if let Command::ProposeAgreement(words) = &mut submission.command {
                words.terms.booking = booking;
            }
            let named = needs(&submission.command);
            let past: Vec<Record> =
                log.iter().filter(|record| named.contains(&record.envelope.position)).cloned().collect();
            let written = clerk.submit(&submission, &past);
            let written = written.unwrap_or_else(|error| panic!("{:?} of {booking:?}: {error}", submission.command));
            for one in written {
                index.apply(&one.record, clerk.book());
                log.push(one.record);
            }
        }
        Told { log, book: clerk.book().clone(), index }
    }

    fn records(&self, found: Found) -> Vec<Record> {
        let place = |position: u64| usize::try_from(position).expect("a small log");
        self.index.positions(found).into_iter().map(|position| self.log[place(position)].clone()).collect()
    }

    /// A member's statement as a program reads it.
    fn statement(&self, cooperative: CooperativeId, member: MemberId) -> String {
        let records = self.records(Found { cooperative, thing: Thing::Member(member) });
        let hers = statement(&self.book, cooperative, member, &records, Days::default()).expect("she has a statement");
        serde_json::to_string_pretty(&hers).expect("a statement is JSON")
    }

    /// What happened to a cooperative's money, as its own statement tells it.
    fn flows(&self, cooperative: CooperativeId) -> Flows {
        let mut taken_back = TakenBack::default();
        self.log.iter().for_each(|record| taken_back.note(record));
        let mut fold = CooperativeFold::new(&self.book, cooperative, Days::default()).expect("it is in the book");
        for record in &self.log {
            if let Some(counts) = Counts::of(record, &taken_back, Days::default()) {
                fold.take(counts, record);
            }
        }
        let made = fold.made(&self.book);
        assert!(made.unexplained.is_zero(), "{cooperative}: {}", made.unexplained);
        made.flows
    }

    /// Everything that is not explained to the last centime.
    fn unexplained(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (&id, cooperative) in &self.book.cooperatives {
            let sales = cooperative.sales.keys().map(Thing::Sale);
            for thing in sales.chain(cooperative.payouts.keys().map(Thing::Payout)) {
                let asked = Found { cooperative: id, thing };
                let traced = trace(&self.book, asked, &self.records(asked), None).expect("it is in the book");
                if !traced.unexplained().is_zero() {
                    found.push(format!("{thing:?}: {}", traced.unexplained()));
                }
            }
        }
        found
    }
}

/// What the balances of each currency sum to, nothing in a book that balances.
fn sums(cooperative: &Cooperative) -> BTreeMap<Currency, i128> {
    let mut sums = BTreeMap::new();
    for (_, balance) in cooperative.balances.all() {
        *sums.entry(balance.currency()).or_default() += balance.minor();
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// What a cooperative has earned and not spent, in the currency of its accounts.
fn result(cooperative: &Cooperative) -> Money {
    let all = cooperative.balances.all().into_iter();
    let of_it = all.filter(|(account, _)| matches!(account.nature(), Nature::Income | Nature::Expenses));
    Money::sum(cooperative.currency, of_it.map(|(_, balance)| balance.negated())).expect("kept in one currency")
}

/// The balances that are neither earned nor spent.
fn standing(cooperative: &Cooperative) -> Vec<(Account, Money)> {
    let mut all = cooperative.balances.all();
    all.retain(|(account, balance)| {
        !matches!(account.nature(), Nature::Income | Nature::Expenses) && !balance.is_zero()
    });
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn a_member_sees_no_difference_between_the_two_ways_to_book(seed: u64) {
        let plan = Plan { seed, cooperatives: 2, members: 5, sales: 80, life: Life::Whole };
        let said: Vec<Submission> = Generator::new(plan).map(|said| said.submission).collect();
        let [mandate, principal] = [Booking::Mandate, Booking::Principal].map(|booking| Told::again(&said, booking));
        prop_assert_eq!(mandate.unexplained(), Vec::<String>::new());
        prop_assert_eq!(principal.unexplained(), Vec::<String>::new());
        for (id, one) in &mandate.book.cooperatives {
            let other = &principal.book.cooperatives[id];
            for &member in one.members.keys() {
                prop_assert_eq!(mandate.statement(*id, member), principal.statement(*id, member));
            }
            prop_assert_eq!(mandate.flows(*id), principal.flows(*id), "{}", id);
            prop_assert!(sums(one).is_empty() && sums(other).is_empty(), "both books of {} balance", id);
            // Whoever owes and is owed is the same; what the cooperative made of it has the same bottom line.
            prop_assert_eq!(standing(one), standing(other), "{}", id);
            prop_assert_eq!(result(one), result(other), "{}", id);
            for clearing in [one, other].into_iter().flat_map(|of| of.balances.all()) {
                prop_assert!(!matches!(clearing, (Account::SaleClearing(_), left) if !left.is_zero()));
            }
        }
        for record in &principal.log {
            if let Event::SaleRecorded(sale) = &record.event {
                prop_assert_eq!(sale.booking, Booking::Principal);
            }
        }
    }
}

#[test]
fn the_books_it_is_tried_on_have_what_could_be_booked_otherwise() {
    let plans = (0..4).map(|seed| Plan { seed, cooperatives: 2, members: 5, sales: 80, life: Life::Whole });
    let records = plans.flat_map(Generator::new).flat_map(|said| said.written).map(|written| written.record);
    let kinds: BTreeSet<Kind> = records.map(|record| record.event.kind()).collect();
    assert!(kinds.contains(&Kind::CreditNoteIssued) && kinds.contains(&Kind::PayoutSettled), "{kinds:?}");
}
