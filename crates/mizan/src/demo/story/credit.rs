//! A micro-credit: what a cooperative borrowed and lent on, how its members pay it back out of their sales, and how often
//! the minimum that is protected kept something for them.

use mizan_ledger::account::Account;
use mizan_ledger::agreement::deduction::{Deducted, Owed};
use mizan_ledger::agreement::document::Agreement;
use mizan_ledger::agreement::step::{Recovers, Step};
use mizan_ledger::balances::Balances;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::event::Event;
use mizan_ledger::event::trade::{ProceedsAllocated, Recovered};
use mizan_ledger::id::LoanId;
use mizan_ledger::money::Money;
use mizan_ledger::posting::postings;
use mizan_ledger::record::Record;
use mizan_ledger::report::amount::Amount;
use serde_json::json;

use crate::demo::story::Story;
use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{Borrowed, LentOn};

/// Sums over some loans.
struct Loans {
    loans: usize,
    lent: Amount,
    out_of_sales: Amount,
    at_the_till: Amount,
    by_the_group: Amount,
    forgiven: Amount,
    interest: Amount,
    instalments: usize,
    left: Amount,
    overdue: Amount,
}

/// How often loans took their part of a sale, and how often a protected minimum kept something of it.
struct Kept {
    taken: usize,
    kept: usize,
    amount: Amount,
}

/// Tells of the loans of one cooperative.
pub(super) fn micro_credit(story: &mut Story, reading: &Reading<'_>, cooperative: &str) -> Option<()> {
    let (id, own) = reading.cooperative(cooperative)?;
    let records: Vec<&Record> = reading.library.counted(id).collect();
    let lenders = Loans::of(own, &records, |loan| own.loans.get(&loan).is_some_and(|loan| loan.member.is_none()));
    let members = Loans::of(own, &records, |loan| own.loans.get(&loan).is_some_and(|loan| loan.member.is_some()));
    story.tell(
        "borrowed",
        json!({"lent": lenders.lent, "instalments": lenders.instalments, "interest": lenders.interest,
            "paid_back": lenders.at_the_till, "left": lenders.left}),
        &reading.tongue.borrowed(&Borrowed {
            amount: lenders.lent,
            paid_back: lenders.at_the_till,
            instalments: lenders.instalments,
            interest: lenders.interest,
            left: lenders.left,
        }),
    );
    story.tell(
        "lent_on",
        json!({"loans": members.loans, "lent": members.lent, "out_of_sales": members.out_of_sales,
            "at_the_till": members.at_the_till, "by_the_group": members.by_the_group, "forgiven": members.forgiven,
            "interest": members.interest, "left": members.left, "overdue": members.overdue}),
        &reading.tongue.lent_on(&LentOn {
            amount: members.lent,
            loans: members.loans,
            out_of_sales: members.out_of_sales,
            at_the_till: members.at_the_till,
            by_the_group: members.by_the_group,
            forgiven: members.forgiven,
            left: members.left,
            overdue: members.overdue,
        }),
    );
    let kept = Kept::of(own, &records);
    story.tell(
        "protected",
        json!({"taken": kept.taken, "kept": kept.kept, "amount": kept.amount}),
        &reading.tongue.protected(kept.taken, kept.kept, kept.amount),
    );
    Some(())
}

impl Loans {
    fn of(own: &Cooperative, records: &[&Record], wanted: impl Fn(LoanId) -> bool) -> Loans {
        let zero = Amount::zero(own.currency);
        let mut sums = Loans {
            loans: 0,
            lent: zero,
            out_of_sales: zero,
            at_the_till: zero,
            by_the_group: zero,
            forgiven: zero,
            interest: zero,
            instalments: 0,
            left: zero,
            overdue: zero,
        };
        for record in records {
            sums.take(&record.event, &wanted);
        }
        for (id, loan) in own.loans.iter().filter(|(id, _)| wanted(**id)) {
            let left = match loan.member {
                Some(member) => own.balances.of(Account::MemberLoan(member, *id), loan.currency),
                None => own.balances.owed(Account::Loan(*id), loan.currency),
            };
            sums.left = sums.left.plus(Amount(left));
            let overdue = loan.plan.as_ref().map_or(0, |plan| plan.overdue.minor().min(left.minor()).max(0));
            sums.overdue = sums.overdue.plus(Amount(Money::new(overdue, loan.currency)));
        }
        sums
    }

    fn take(&mut self, event: &Event, wanted: &impl Fn(LoanId) -> bool) {
        let plus = |sum: &mut Amount, amount: Money| *sum = sum.plus(Amount(amount));
        if let Event::LoanDisbursed(e) = event
            && wanted(e.loan)
        {
            self.loans += 1;
            plus(&mut self.lent, e.principal);
        } else if let Event::DeductionApplied(e) = event
            && let Recovered::Loan(loan) = e.recovers
            && wanted(loan)
        {
            plus(&mut self.out_of_sales, e.amount);
        } else if let Event::LoanRepaid(e) = event
            && wanted(e.loan)
        {
            plus(&mut self.at_the_till, e.amount);
        } else if let Event::GuaranteeCalled(e) = event
            && wanted(e.loan)
        {
            plus(&mut self.by_the_group, e.amount);
        } else if let Event::LoanWrittenOff(e) = event
            && wanted(e.loan)
        {
            plus(&mut self.forgiven, e.amount);
        } else if let Event::InstalmentDue(e) = event
            && wanted(e.loan)
        {
            self.instalments += 1;
            plus(&mut self.interest, e.interest);
        }
    }
}

impl Kept {
    /// Asks the agreement of each sale what it takes of each share, as it is and as if no minimum were protected.
    fn of(own: &Cooperative, records: &[&Record]) -> Kept {
        let mut kept = Kept { taken: 0, kept: 0, amount: Amount::zero(own.currency) };
        let mut balances = Balances::default();
        let mut moved = Vec::new();
        for record in records {
            if let Event::ProceedsAllocated(e) = &record.event {
                kept.take(own, &balances, record, e);
            }
            moved.clear();
            postings(&record.event, &mut moved);
            moved.iter().for_each(|posting| balances.add(posting));
        }
        kept
    }

    fn take(&mut self, own: &Cooperative, balances: &Balances, record: &Record, e: &ProceedsAllocated) {
        let terms = own.sales.get(&e.sale).map(|sale| sale.terms);
        let versions = terms.and_then(|terms| Some((own.agreements.get(&terms.agreement)?, terms.version)));
        let Some(terms) = versions.and_then(|(all, version)| all.get(&version)) else { return };
        let unprotected = unprotected(&terms.terms);
        for share in &e.makers {
            let of = |account| balances.of(account, own.currency);
            let loans = own.loans.iter().filter(|(_, loan)| loan.member == Some(share.member));
            let mut owed: Vec<Owed> = Vec::new();
            let mut owes = |what, reference, outstanding: Money| {
                if outstanding.is_positive() {
                    owed.push(Owed { what, reference, outstanding });
                }
            };
            owes(Recovers::Materials, share.member.0, of(Account::MemberAdvance(share.member)));
            let mut loans: Vec<LoanId> = loans.map(|(id, _)| *id).collect();
            loans.sort_unstable();
            for loan in loans {
                owes(Recovers::Loan, loan.0, of(Account::MemberLoan(share.member, loan)));
            }
            owes(Recovers::Debt, share.member.0, of(Account::MemberDebt(share.member)));
            let consented = |purpose| own.consent(share.member, purpose, record.envelope.occurred_on).is_some();
            let taken = |terms: &Agreement| {
                let deducted = terms.deductions(share.amount, &owed, consented).unwrap_or_default();
                deducted
                    .iter()
                    .filter(|one| one.recovers == Recovers::Loan)
                    .map(|one: &Deducted| one.amount.minor())
                    .sum::<i128>()
            };
            let (as_agreed, otherwise) = (taken(&terms.terms), taken(&unprotected));
            self.taken += usize::from(as_agreed > 0);
            self.kept += usize::from(as_agreed < otherwise);
            self.amount = self.amount.plus(Amount(Money::new(otherwise - as_agreed, own.currency)));
        }
    }
}

/// The same terms as if nothing were protected from the loan.
fn unprotected(terms: &Agreement) -> Agreement {
    let mut terms = terms.clone();
    for step in &mut terms.steps {
        if let Step::Deduction(clause) = step
            && clause.recovers == Recovers::Loan
        {
            clause.protected_minimum = None;
        }
    }
    terms
}
