//! What readers may rely on in every book: every sale, payout and member is explained to the last centime, on every day.

use std::sync::OnceLock;

use jiff::ToSpan;
use jiff::civil::Date;
use mizan_format::phrases::Language;
use mizan_format::text_statement;
use mizan_format::text_trace::trace as text;
use mizan_ledger::account::Account;
use mizan_ledger::book::Book;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::id::{CooperativeId, MemberId};
use mizan_ledger::record::Record;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::statement::sale_line::SaleLine;
use mizan_ledger::report::statement::{Days, Statement, statement};
use mizan_ledger::report::trace::finding::Finding;
use mizan_ledger::report::trace::slice::ReceiverKind;
use mizan_ledger::report::trace::{Trace, Untraceable, trace};
use mizan_ledger::view::find::{Found, Thing};
use mizan_ledger::view::index::Index;
use mizan_tests::generator::{Generator, Life, Plan};

/// Three generated books, which all the laws look at.
pub(super) fn libraries() -> &'static [Library; 3] {
    static LIBRARIES: OnceLock<[Library; 3]> = OnceLock::new();
    LIBRARIES.get_or_init(|| [1, 2, 7].map(Library::of))
}

/// A generated log, and what readers look things up in.
pub(super) struct Library {
    pub(super) seed: u64,
    pub(super) log: Vec<Record>,
    pub(super) book: Book,
    index: Index,
}

impl Library {
    fn of(seed: u64) -> Library {
        let plan = Plan { seed, cooperatives: 2, members: 5, sales: 200, life: Life::Whole };
        let mut library = Library { seed, log: Vec::new(), book: Book::default(), index: Index::default() };
        for written in Generator::new(plan).flat_map(|said| said.written) {
            library.book.apply(&written.record).expect("a log follows from itself");
            library.index.apply(&written.record, &library.book);
            library.log.push(written.record);
        }
        library
    }

    fn records(&self, found: Found) -> Vec<Record> {
        let place = |position: u64| usize::try_from(position).expect("a small log");
        self.index.positions(found).into_iter().map(|position| self.log[place(position)].clone()).collect()
    }

    fn trace(&self, cooperative: CooperativeId, thing: Thing, day: Option<Date>) -> Result<Trace, Untraceable> {
        let found = Found { cooperative, thing };
        trace(&self.book, found, &self.records(found), day)
    }

    pub(super) fn statement(
        &self,
        cooperative: CooperativeId,
        member: MemberId,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Statement {
        let records = self.records(Found { cooperative, thing: Thing::Member(member) });
        let days = Days::new(from, to).expect("the days are in order");
        statement(&self.book, cooperative, member, &records, days).expect("the book knows the cooperative")
    }

    /// Some days of the book, from before its first to after its last.
    pub(super) fn days(&self) -> Vec<Date> {
        let days = self.log.iter().map(|record| record.envelope.occurred_on);
        let (first, last) = (days.clone().min().expect("a log"), days.max().expect("a log"));
        let weeks = (0..).map(|week: i64| first.saturating_sub(1.day()).saturating_add((9 * week).days()));
        weeks.take_while(|day| *day < last).chain([last]).collect()
    }

    pub(super) fn cooperatives(&self) -> impl Iterator<Item = (CooperativeId, &Cooperative)> {
        self.book.cooperatives.iter().map(|(id, cooperative)| (*id, &**cooperative))
    }
}

#[test]
fn every_sale_is_explained_to_the_last_centime_and_its_lots_are_those_of_the_book() {
    for library in libraries() {
        let seed = library.seed;
        let mut traced = 0;
        for (id, cooperative) in library.cooperatives() {
            for (sale, known) in cooperative.sales.iter() {
                let Ok(Trace::Sale(trace)) = library.trace(id, Thing::Sale(sale), None) else {
                    panic!("{id}/{sale} of seed {seed} is a sale of the book")
                };
                assert!(
                    trace.unexplained.is_zero(),
                    "{id} of seed {seed}: {}",
                    text(&Trace::Sale(trace), Language::En)
                );
                assert_eq!(trace.paid.outstanding, Amount(known.outstanding), "{id}/{sale} of seed {seed}");
                let makers = trace.slices.iter().filter(|slice| slice.receiver == ReceiverKind::Makers);
                for maker in makers.flat_map(|slice| &slice.makers) {
                    let lot = |account| Amount(cooperative.balances.lot(account, sale, cooperative.currency));
                    assert_eq!(maker.open.pending, lot(Account::MemberPending(maker.member)));
                    assert_eq!(maker.open.available, lot(Account::MemberAvailable(maker.member)));
                    assert_eq!(maker.open.in_payout, lot(Account::MemberInPayout(maker.member)));
                    assert_eq!(maker.open.unclaimed, lot(Account::MemberUnclaimed(maker.member)));
                }
                traced += 1;
            }
        }
        assert!(traced > 40, "seed {seed} has sales to trace");
    }
}

#[test]
fn every_payout_is_explained_to_the_last_centime() {
    for library in libraries() {
        let seed = library.seed;
        let mut traced = 0;
        for (id, cooperative) in library.cooperatives() {
            for (payout, known) in cooperative.payouts.iter() {
                let Ok(Trace::Payout(trace)) = library.trace(id, Thing::Payout(payout), None) else {
                    panic!("{id}/{payout} of seed {seed} is a payout of the book")
                };
                assert!(
                    trace.unexplained.is_zero(),
                    "{id} of seed {seed}: {}",
                    text(&Trace::Payout(trace), Language::En)
                );
                let open = known.items.values().filter_map(|item| item.dispute);
                let open = open.filter(|dispute| dispute.outcome.is_none()).count();
                let disputes = |finding: &&Finding| matches!(finding, Finding::ReceiptDisputed { .. });
                let found = trace.findings.iter().filter(disputes).count();
                assert_eq!(found, open, "{id}/{payout} of seed {seed} shows its open disputes");
                traced += 1;
            }
        }
        assert!(traced > 0, "seed {seed} has payouts to trace");
    }
}

#[test]
fn on_no_day_of_the_past_is_anything_unexplained() {
    let [library, ..] = libraries();
    let mut traced = 0;
    for day in library.days() {
        for (id, cooperative) in library.cooperatives() {
            let sales = cooperative.sales.keys().map(Thing::Sale);
            for thing in sales.chain(cooperative.payouts.keys().map(Thing::Payout)) {
                match library.trace(id, thing, Some(day)) {
                    Ok(trace) => {
                        assert!(trace.unexplained().is_zero(), "{id} on {day}: {}", text(&trace, Language::En));
                        traced += 1;
                    }
                    Err(Untraceable::NotYet { .. } | Untraceable::TakenBack { .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
        }
    }
    assert!(traced > 200, "only {traced} traces were made");
}

#[test]
fn a_members_statements_follow_on_each_other_and_end_at_the_balances_of_the_book() {
    for library in libraries() {
        let seed = library.seed;
        let days = library.days();
        for (id, cooperative) in library.cooperatives() {
            for &member in cooperative.members.keys() {
                let mut due = Amount::zero(cooperative.currency);
                let mut first = None;
                for &last in &days {
                    let hers = library.statement(id, member, first, Some(last));
                    assert_eq!(hers.opening, due, "seed {seed}: {}", text_statement::statement(&hers, Language::En));
                    assert!(
                        hers.unexplained.is_zero(),
                        "seed {seed}: {}",
                        text_statement::statement(&hers, Language::En)
                    );
                    due = hers.closing;
                    first = last.tomorrow().ok();
                }
                let whole = library.statement(id, member, None, None);
                let owed = |account| Amount(cooperative.balances.owed(account, cooperative.currency));
                assert_eq!(whole.closing, due, "{id}/{member} of seed {seed}");
                assert_eq!(whole.open.available, owed(Account::MemberAvailable(member)));
                assert_eq!(whole.open.pending, owed(Account::MemberPending(member)));
                assert_eq!(
                    Amount::zero(cooperative.currency).minus(whole.owed.debts),
                    owed(Account::MemberDebt(member))
                );
            }
        }
    }
}

#[test]
fn each_row_of_her_sales_adds_up_and_all_of_them_are_the_movements_of_her_statement() {
    let (mut borne, mut owed) = (0, 0);
    for library in libraries() {
        let days = library.days();
        let from = days[days.len() / 3];
        for (id, cooperative) in library.cooperatives() {
            for &member in cooperative.members.keys() {
                for from in [None, Some(from)] {
                    let hers = library.statement(id, member, from, None);
                    let said = format!("{id}/{member} of seed {} from {from:?}", library.seed);
                    let sum = |part: fn(&SaleLine) -> Amount| Amount::sum(hers.currency, hers.sales.iter().map(part));
                    for line in &hers.sales {
                        let given = line.share.plus(line.served).plus(line.borne).plus(line.owed_back);
                        let taken = line.deducted.plus(line.taken).plus(line.credited);
                        let adds_up = given.minus(taken).plus(line.exchange_difference);
                        assert_eq!(adds_up, line.hers, "{said}: {}", line.sale);
                    }
                    assert_eq!(sum(|line| line.share), hers.earned, "{said}");
                    assert_eq!(sum(|line| line.served), hers.served, "{said}");
                    assert_eq!(sum(|line| line.deducted), hers.deducted, "{said}");
                    assert_eq!(sum(|line| line.taken), hers.taken, "{said}");
                    assert_eq!(sum(|line| line.credited), hers.credited, "{said}");
                    assert_eq!(sum(|line| line.borne), hers.borne, "{said}");
                    assert_eq!(sum(|line| line.borne.plus(line.owed_back)), hers.credited_after_use, "{said}");
                    assert_eq!(sum(|line| line.exchange_difference), hers.exchange_difference, "{said}");
                    let moved = hers.closing.plus(hers.paid).minus(hers.opening).minus(hers.corrected);
                    assert_eq!(sum(|line| line.hers), moved, "{said}");
                    borne += usize::from(!hers.borne.is_zero());
                    owed += usize::from(hers.credited_after_use != hers.borne);
                }
            }
        }
    }
    assert!(borne > 0 && owed > 0, "the books have {borne} borne for her and {owed} owed");
}
