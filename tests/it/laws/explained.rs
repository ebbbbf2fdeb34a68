//! What readers are told of every history: each sale, payout and member explained to the last centime, and a cooperative
//! by the sum of its members.

use mizan_format::phrases::Language;
use mizan_format::text_trace::trace as text;
use mizan_ledger::account::Account;
use mizan_ledger::book::Book;
use mizan_ledger::id::{CooperativeId, MemberId};
use mizan_ledger::record::Record;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::cooperative::flows::Flows;
use mizan_ledger::report::cooperative::{CooperativeFold, CooperativeStatement};
use mizan_ledger::report::counted::{Counts, Fold, TakenBack};
use mizan_ledger::report::statement::{Days, Statement, statement};
use mizan_ledger::report::trace::trace;
use mizan_ledger::view::find::{Found, Thing};
use mizan_ledger::view::index::Index;

use crate::laws::histories::{History, histories};

/// A history as readers look things up in it.
struct Read<'a> {
    history: &'a History,
    log: Vec<&'a Record>,
    index: Index,
}

impl<'a> Read<'a> {
    fn of(history: &'a History) -> Read<'a> {
        let (mut book, mut index) = (Book::default(), Index::default());
        for record in history.records() {
            book.apply(record).expect("a log follows from itself");
            index.apply(record, &book);
        }
        Read { history, log: history.records().collect(), index }
    }

    fn records(&self, cooperative: CooperativeId, thing: Thing) -> Vec<Record> {
        let place = |position: u64| usize::try_from(position).expect("a small log");
        let found = self.index.positions(Found { cooperative, thing });
        found.into_iter().map(|position| self.log[place(position)].clone()).collect()
    }

    fn statement(&self, cooperative: CooperativeId, member: MemberId) -> Statement {
        let records = self.records(cooperative, Thing::Member(member));
        statement(&self.history.book, cooperative, member, &records, Days::default()).expect("she has a statement")
    }

    fn cooperative(&self, id: CooperativeId) -> CooperativeStatement {
        let mut taken_back = TakenBack::default();
        self.log.iter().for_each(|record| taken_back.note(record));
        let mut fold = CooperativeFold::new(&self.history.book, id, Days::default()).expect("it is in the book");
        for record in &self.log {
            if let Some(counts) = Counts::of(record, &taken_back, Days::default()) {
                fold.take(counts, record);
            }
        }
        fold.made(&self.history.book)
    }
}

#[test]
fn every_sale_and_payout_is_explained_to_the_last_centime() {
    for history in histories() {
        let read = Read::of(history);
        let mut traced = [0, 0];
        for (id, cooperative) in &history.book.cooperatives {
            let sales = cooperative.sales.keys().map(Thing::Sale);
            for thing in sales.chain(cooperative.payouts.keys().map(Thing::Payout)) {
                let found = Found { cooperative: *id, thing };
                let traces = trace(&history.book, found, &read.records(*id, thing), None);
                let traces = traces.expect("it is in the book");
                let told = || text(&traces, Language::En);
                assert!(traces.unexplained().is_zero(), "seed {}: {id}: {}", history.seed, told());
                traced[usize::from(matches!(thing, Thing::Payout(_)))] += 1;
            }
        }
        assert!(traced[0] > 40 && traced[1] > 1, "seed {}: {traced:?} sales and payouts", history.seed);
    }
}

#[test]
fn every_members_statement_ends_at_her_accounts() {
    for history in histories() {
        let read = Read::of(history);
        for (id, cooperative) in &history.book.cooperatives {
            let own = cooperative.currency;
            for &member in cooperative.members.keys() {
                let hers = read.statement(*id, member);
                let said = format!("seed {}: {id}/{member}", history.seed);
                let owed = |account| Amount(cooperative.balances.owed(account, own));
                assert!(hers.unexplained.is_zero(), "{said}: {} unexplained", hers.unexplained);
                assert_eq!(hers.open.pending, owed(Account::MemberPending(member)), "{said}");
                assert_eq!(hers.open.available, owed(Account::MemberAvailable(member)), "{said}");
                assert_eq!(hers.open.in_payout, owed(Account::MemberInPayout(member)), "{said}");
                assert_eq!(hers.open.unclaimed, owed(Account::MemberUnclaimed(member)), "{said}");
                assert_eq!(Amount::zero(own).minus(hers.owed.debts), owed(Account::MemberDebt(member)), "{said}");
            }
        }
    }
}

#[test]
fn a_cooperatives_statement_is_the_sum_of_its_members_and_of_its_months() {
    for history in histories() {
        let read = Read::of(history);
        for (id, cooperative) in &history.book.cooperatives {
            let said = format!("seed {}: {id}", history.seed);
            let made = read.cooperative(*id);
            assert!(made.unexplained.is_zero(), "{said}: {} unexplained", made.unexplained);
            let of_members: [fn(&Flows) -> Amount; 7] = [
                |flows| flows.earned,
                |flows| flows.credited_to_makers,
                |flows| flows.credited_after_use,
                |flows| flows.exchange_difference,
                |flows| flows.deducted,
                |flows| flows.taken,
                |flows| flows.paid,
            ];
            for (place, of) in of_members.into_iter().enumerate() {
                let members = Amount::sum(made.currency, made.members.values().map(|line| of(&line.flows)));
                assert_eq!(members, of(&made.flows), "{said}: the members' line {place}");
            }
            let of_months: [fn(&Flows) -> Amount; 5] = [
                |flows| flows.sold,
                |flows| flows.received,
                |flows| flows.costs,
                |flows| flows.to_parties,
                |flows| flows.paid,
            ];
            for (place, of) in of_months.into_iter().enumerate() {
                let months = Amount::sum(made.currency, made.months.values().map(of));
                assert_eq!(months, of(&made.flows), "{said}: the months' line {place}");
            }
            // And each member's row says what her own statement says.
            for &member in cooperative.members.keys() {
                let hers = read.statement(*id, member);
                let Some(row) = made.members.get(&member) else {
                    assert!(hers.closing.is_zero() && hers.earned.is_zero(), "{said}/{member} has a row");
                    continue;
                };
                assert_eq!(row.dues.open.available, hers.open.available, "{said}/{member}");
                assert_eq!(row.dues.open.pending, hers.open.pending, "{said}/{member}");
                assert_eq!(row.flows.earned, hers.earned.plus(hers.served), "{said}/{member}");
                assert_eq!(row.flows.deducted, hers.deducted, "{said}/{member}");
                assert_eq!(row.flows.paid, hers.paid, "{said}/{member}");
            }
        }
    }
}
