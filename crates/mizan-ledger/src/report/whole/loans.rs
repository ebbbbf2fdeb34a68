//! Loans to cooperatives and to members: what was lent, how it is paid back, what is owed, due and still to fall due.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::account::Account;
use crate::balances::Balances;
use crate::book::Book;
use crate::event::Event;
use crate::event::loan::Instalment;
use crate::event::trade::Recovered;
use crate::event::treasury::LoanDisbursed;
use crate::id::{CooperativeId, LoanId};
use crate::money::{Currency, Money};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::balances::natural;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// Loans and their schedules.
pub(crate) const LOANS: Query =
    Query::report("loans", Term::Loans, Term::Amount, Note::Loans, |_| Box::new(Loans::default()));

#[derive(Default)]
struct Loans {
    cooperatives: BTreeMap<CooperativeId, OfOne>,
    scratch: Vec<Posting>,
}

#[derive(Default)]
struct OfOne {
    loans: BTreeMap<LoanId, Loan>,
    balances: Balances,
}

/// One loan, its amounts in minor units.
struct Loan {
    lent: LoanDisbursed,
    on: Date,
    paid: i128,
    from_sales: i128,
    by_group: i128,
    written_off: i128,
    cost: i128,
    plan: Option<Plan>,
}

/// The schedule in force, and how far it has come.
#[derive(Default)]
struct Plan {
    schedule: Vec<Instalment>,
    recorded: usize,
    interest: i128,
    fees: i128,
    overdue: i128,
}

impl Fold for Loans {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        self.scratch.clear();
        postings(&record.event, &mut self.scratch);
        let of_loans = |posting: &&Posting| matches!(posting.account, Account::Loan(_) | Account::MemberLoan(..));
        for posting in self.scratch.iter().filter(of_loans) {
            self.cooperatives.entry(scope).or_default().balances.add(posting);
        }
        if let Event::LoanDisbursed(e) = &record.event {
            let loan = Loan {
                lent: e.clone(),
                on: record.envelope.occurred_on,
                paid: 0,
                from_sales: 0,
                by_group: 0,
                written_off: 0,
                cost: 0,
                plan: None,
            };
            self.cooperatives.entry(scope).or_default().loans.insert(e.loan, loan);
        } else if let Some((id, change)) = change(&record.event) {
            let own = self.cooperatives.get_mut(&scope);
            own.and_then(|own| own.loans.get_mut(&id)).into_iter().for_each(|loan| loan.take(&change));
        }
    }
}

/// What an event changes of a loan.
enum Change<'a> {
    /// It has a schedule, or another one.
    Scheduled(&'a [Instalment]),
    /// An instalment fell due: interest, fees, principal.
    Due(Money, Option<Money>, Money),
    /// Some of it was paid or forgiven; with how much interest and fees, in minor units, beside any schedule.
    Paid(Payment, Money, i128),
}

/// By which way something was paid.
#[derive(Clone, Copy)]
enum Payment {
    /// From or into a till.
    Till,
    /// Out of a sale.
    Sale,
    /// By another member of the group.
    Group,
    /// It was forgiven.
    WrittenOff,
}

fn change(event: &Event) -> Option<(LoanId, Change<'_>)> {
    if let Event::LoanScheduled(e) = event {
        Some((e.loan, Change::Scheduled(&e.schedule)))
    } else if let Event::LoanRescheduled(e) = event {
        Some((e.loan, Change::Scheduled(&e.schedule)))
    } else if let Event::InstalmentDue(e) = event {
        Some((e.loan, Change::Due(e.interest, e.fees, e.principal)))
    } else if let Event::LoanRepaid(e) = event {
        let beside = e.interest.into_iter().chain(e.fees).map(Money::minor).sum();
        Some((e.loan, Change::Paid(Payment::Till, e.amount, beside)))
    } else if let Event::LoanWrittenOff(e) = event {
        Some((e.loan, Change::Paid(Payment::WrittenOff, e.amount, 0)))
    } else if let Event::GuaranteeCalled(e) = event {
        Some((e.loan, Change::Paid(Payment::Group, e.amount, 0)))
    } else if let Event::DeductionApplied(e) = event
        && let Recovered::Loan(loan) = e.recovers
    {
        Some((loan, Change::Paid(Payment::Sale, e.amount, 0)))
    } else {
        None
    }
}

impl Loan {
    fn take(&mut self, change: &Change<'_>) {
        match change {
            Change::Scheduled(schedule) => {
                let plan = self.plan.get_or_insert_default();
                plan.schedule = schedule.to_vec();
                plan.recorded = 0;
                // Interest and fees that are due stay due.
                plan.overdue = plan.interest + plan.fees;
            }
            Change::Due(interest, fees, principal) => {
                let fees = fees.map_or(0, Money::minor);
                self.cost += interest.minor() + fees;
                if let Some(plan) = &mut self.plan {
                    plan.recorded += 1;
                    plan.interest += interest.minor();
                    plan.fees += fees;
                    plan.overdue += interest.minor() + fees + principal.minor();
                }
            }
            Change::Paid(way, amount, beside) => {
                let sum = match way {
                    Payment::Till => &mut self.paid,
                    Payment::Sale => &mut self.from_sales,
                    Payment::Group => &mut self.by_group,
                    Payment::WrittenOff => &mut self.written_off,
                };
                *sum += amount.minor();
                self.cost += beside;
                self.plan.iter_mut().for_each(|plan| plan.pay(amount.minor()));
            }
        }
    }

    /// The account that says what is owed of it.
    fn account(&self, id: LoanId) -> Account {
        self.lent.member.map_or(Account::Loan(id), |member| Account::MemberLoan(member, id))
    }
}

impl Plan {
    /// A payment pays fees first, then interest, as far as they have fallen due.
    fn pay(&mut self, minor: i128) {
        let fees = minor.min(self.fees);
        let interest = (minor - fees).min(self.interest);
        self.fees -= fees;
        self.interest -= interest;
        self.overdue -= minor;
    }

    /// What is due by a day: what fell due and is not paid, and what the schedule says has since.
    fn due_by(&self, day: Option<Date>) -> i128 {
        let rest = self.schedule.iter().skip(self.recorded);
        let fallen = rest.take_while(|instalment| day.is_some_and(|day| instalment.due_on <= day));
        (self.overdue + fallen.map(|instalment| instalment.total.minor()).sum::<i128>()).max(0)
    }

    /// The first instalment after a day.
    fn next(&self, day: Option<Date>) -> Option<&Instalment> {
        let mut rest = self.schedule.iter().skip(self.recorded);
        rest.find(|instalment| day.is_none_or(|day| day < instalment.due_on))
    }
}

impl Reckon for Loans {
    fn write(self: Box<Self>, book: &Book, as_of: Option<Date>, page: &mut Page) {
        for (id, own) in &self.cooperatives {
            let Some(currency) = book.cooperatives.get(id).map(|own| own.currency) else { continue };
            page.table(own.table(currency, as_of).of(id));
        }
    }
}

impl OfOne {
    fn table(&self, currency: Currency, as_of: Option<Date>) -> Table {
        let heads: [Head; 14] = [
            Term::Loan.into(),
            Term::Borrower.into(),
            Term::Lender.into(),
            Term::On.into(),
            Term::Lent.in_currency(currency),
            Term::PaidBack.in_currency(currency),
            Term::OutOfSales.in_currency(currency),
            Term::ByTheGroup.in_currency(currency),
            Term::WrittenOff.in_currency(currency),
            Term::InterestAndFees.in_currency(currency),
            Term::EndOwed.in_currency(currency),
            Term::DueByNow.in_currency(currency),
            Term::NextDueOn.into(),
            Term::NextAmount.in_currency(currency),
        ];
        let mut table = Table::new(Term::Loans, heads);
        let amount = |minor| Cell::unless_zero(Amount(Money::new(minor, currency)));
        for (id, loan) in &self.loans {
            let account = loan.account(*id);
            let owed = natural(account, self.balances.of(account, currency));
            // What is paid back whole owes none of the instalments that were still to come.
            let plan = loan.plan.as_ref().filter(|_| !owed.is_zero());
            let next = plan.and_then(|plan| plan.next(as_of));
            table.row([
                Cell::text(id),
                loan.lent.member.map_or(Cell::Term(Term::Cooperative), Cell::text),
                loan.lent.lender.map_or(Cell::Term(Term::Cooperative), Cell::text),
                loan.on.into(),
                Amount(loan.lent.principal).into(),
                amount(loan.paid),
                amount(loan.from_sales),
                amount(loan.by_group),
                amount(loan.written_off),
                amount(loan.cost),
                owed.into(),
                plan.map(|plan| amount(plan.due_by(as_of))).unwrap_or(Cell::Empty),
                next.map(|instalment| instalment.due_on).into(),
                next.map(|instalment| Amount(instalment.total)).into(),
            ]);
        }
        table
    }
}
