//! Loans: what falls due is written down on its day, a lender is paid out of the bank account, and a member pays at the
//! till what her sales have not; where she does not, another of her group stands in for her.
//!
//! Who borrows how much stands in a storyline; what is paid out of sales follows from the agreements.

use mizan_ledger::account::Account;
use mizan_ledger::agreement::step::Step;
use mizan_ledger::book::state::loan::Loan;
use mizan_ledger::id::{Code, GroupId, LoanId, MemberId, SaleId};
use mizan_ledger::money::Money;
use serde_json::json;

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::teller::Teller;

/// To what a member consents who stands in for others.
const PURPOSE: &str = "group-guarantee";

/// How many of a hundred members pay at the till what is overdue.
const COME_TO_THE_TILL: u64 = 65;

impl Teller {
    /// Every instalment whose day has come falls due, while anything of its loan is owed.
    pub(super) fn let_fall_due(&mut self, at: usize) -> Result<(), NotTold> {
        let Some(books) = self.book().cooperatives.get(&self.shops[at].cooperative) else { return Ok(()) };
        let due = books.loans.iter().filter_map(|(id, loan)| {
            let next = loan.plan.as_ref()?.next().filter(|next| next.due_on <= self.today)?;
            let owed = self.owed_of(at, *id, loan).ok()?;
            let due = loan.pays(owed);
            (owed.minor() > due.fees.minor() + due.interest.minor()).then_some((*id, next.number, loan.member))
        });
        let mut due: Vec<(LoanId, u32, Option<MemberId>)> = due.collect();
        due.sort_unstable_by_key(|(id, ..)| *id);
        for (loan, number, member) in due {
            let movement = self.shops[at].code("instalment");
            let words = json!({"movement": movement, "loan": loan, "number": number});
            self.speak(at, "treasurer", "record_instalment_due", words)?;
            let days = if member.is_some() { self.shops[at].chance.between(4, 20) } else { 1 };
            self.later(at, days, Task::PayLoan(loan));
        }
        Ok(())
    }

    /// What is owed of a loan, interest and fees that have fallen due included.
    fn owed_of(&self, at: usize, id: LoanId, loan: &Loan) -> Result<Money, NotTold> {
        let balances = &self.books(at)?.balances;
        Ok(match loan.member {
            Some(member) => balances.of(Account::MemberLoan(member, id), loan.currency),
            None => balances.owed(Account::Loan(id), loan.currency),
        })
    }

    /// What is overdue of a loan is paid: to the lender if there is enough, by the member if she comes, else by another.
    pub(super) fn pay_loan(&mut self, at: usize, id: LoanId) -> Result<(), NotTold> {
        let Some(loan) = self.books(at)?.loans.get(&id).cloned() else { return Ok(()) };
        let Some(overdue) = loan.plan.as_ref().map(|plan| plan.overdue) else { return Ok(()) };
        let owed = self.owed_of(at, id, &loan)?;
        let amount = Money::new(overdue.minor().min(owed.minor()), owed.currency());
        if !amount.is_positive() {
            return Ok(());
        }
        let till = if loan.member.is_some() { "cash:box" } else { "bank:main" };
        if loan.member.is_some() && !self.shops[at].chance.percent(COME_TO_THE_TILL) {
            return match (loan.group, loan.member) {
                (Some(group), Some(debtor)) => self.stand_in(at, group, (id, debtor), amount),
                (Some(_) | None, _) => Ok(()),
            };
        }
        if loan.member.is_none() && !self.provide(at, till, amount)? {
            self.later(at, 7, Task::PayLoan(id));
            return Ok(());
        }
        let movement = self.shops[at].code("repayment");
        let words = json!({"movement": movement, "loan": id, "amount": amount, "till": till});
        self.speak(at, "treasurer", "repay_loan", words)?;
        Ok(())
    }

    /// Whoever of the group has most beyond what is protected pays for another, who pays her back some weeks later.
    fn stand_in(
        &mut self,
        at: usize,
        group: GroupId,
        (loan, debtor): (LoanId, MemberId),
        overdue: Money,
    ) -> Result<(), NotTold> {
        let members: Vec<MemberId> =
            self.books(at)?.groups.get(&group).into_iter().flatten().copied().filter(|one| *one != debtor).collect();
        let mut able = Vec::new();
        for member in members {
            able.push((self.beyond_minimum(at, member)?, member));
        }
        let Some((free, payer)) = able.into_iter().max().filter(|(free, _)| *free > 0) else { return Ok(()) };
        let amount = Money::new(overdue.minor().min(free), overdue.currency());
        let movement = self.shops[at].code("guarantee");
        let words = json!({"movement": movement, "group": group, "loan": loan, "payer": payer, "amount": amount});
        self.speak(at, "treasurer", "call_guarantee", words)?;
        let days = self.shops[at].chance.between(15, 50);
        self.later(at, days, Task::RepayGuarantee(debtor, payer));
        Ok(())
    }

    /// A member pays back at the till what another has paid for her.
    pub(super) fn repay_guarantee(&mut self, at: usize, debtor: MemberId, payer: MemberId) -> Result<(), NotTold> {
        let books = self.books(at)?;
        let amount = books.balances.of(Account::GuaranteeDebt(debtor, payer), books.currency);
        if !amount.is_positive() {
            return Ok(());
        }
        let movement = self.shops[at].code("made-good");
        let words = json!({"movement": movement, "debtor": debtor, "payer": payer, "amount": amount,
            "till": "cash:box"});
        self.speak(at, "treasurer", "repay_guarantee", words)?;
        Ok(())
    }

    /// What a member has available beyond what the terms of each sale protect; nothing without her consent.
    fn beyond_minimum(&self, at: usize, member: MemberId) -> Result<i128, NotTold> {
        let books = self.books(at)?;
        let purpose: Code = PURPOSE.parse().map_err(|_| NotTold::Unknown { what: PURPOSE.to_owned() })?;
        if books.consent(member, purpose, self.today).is_none() {
            return Ok(0);
        }
        let protected = |sale: SaleId| {
            let terms = books.sales.get(&sale).map(|sale| sale.terms)?;
            let document = &books.agreements.get(&terms.agreement)?.get(&terms.version)?.terms;
            let minimums = document.steps.iter().filter_map(|step| {
                let Step::Deduction(clause) = step else { return None };
                clause.protected_minimum
            });
            let most = minimums.map(|minimum| minimum.decimal()).max().unwrap_or_default();
            Money::rounded_up(most, books.currency).ok()
        };
        let lots = books.balances.lots(Account::MemberAvailable(member), books.currency);
        Ok(lots.map(|lot| (lot.left.minor() - protected(lot.sale).map_or(0, Money::minor)).max(0)).sum())
    }
}
