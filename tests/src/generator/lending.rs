//! Loans by schedule: what falls due, is paid, put off and forgiven; and groups whose members stand in for each other.

use jiff::ToSpan;
use jiff::civil::Date;
use mizan_ledger::account::Account;
use mizan_ledger::agreement::step::Step;
use mizan_ledger::book::state::loan::Loan;
use mizan_ledger::id::{GroupId, LoanId, MemberId, SaleId};
use mizan_ledger::money::Money;
use rust_decimal::Decimal;
use serde_json::json;

use crate::generator::Generator;

/// To what those consent who stand in for others.
const PURPOSE: &str = "group-guarantee";

impl Generator {
    /// Something happens to a loan or to a group that stands in for one.
    pub(super) fn mind_a_loan(&mut self, at: usize) {
        match self.chance.below(100) {
            0..20 => self.schedule_a_loan(at),
            20..45 => self.let_an_instalment_fall_due(at),
            45..55 => self.put_a_loan_off(at),
            55..60 => self.write_a_loan_off(at),
            60..72 => self.lend_to_a_group(at),
            72..90 => self.call_a_guarantee(at),
            _ => self.repay_a_guarantee(at),
        }
    }

    /// The day before which nothing of today is written down.
    fn three_days_ago(&self) -> Date {
        self.today.checked_sub(3.days()).unwrap_or(self.today)
    }

    /// What is owed of a loan.
    pub(super) fn owed_of(&self, at: usize, id: LoanId, loan: &Loan) -> Money {
        let books = self.books_of(at);
        match loan.member {
            Some(member) => books.balances.of(Account::MemberLoan(member, id), books.currency),
            None => books.balances.owed(Account::Loan(id), books.currency),
        }
    }

    /// One of the loans of which enough is owed and that are as wanted.
    fn a_loan(&mut self, at: usize, wanted: impl Fn(&Loan, Money) -> bool) -> Option<(LoanId, Money)> {
        let loans = self.books_of(at).loans.iter();
        let loans = loans.map(|(id, loan)| (*id, loan, self.owed_of(at, *id, loan)));
        let loans = loans.filter(|(_, loan, owed)| owed.minor() > 5_000 && wanted(loan, *owed));
        let loans: Vec<_> = loans.map(|(id, _, owed)| (id, owed)).collect();
        self.chance.one_of(&loans).copied()
    }

    fn terms_of_a_schedule(&mut self) -> (String, u64) {
        let thousandths = self.chance.between(0, 20);
        (Decimal::new(i64::try_from(thousandths).unwrap_or(0), 3).to_string(), self.chance.between(2, 18))
    }

    pub(super) fn schedule_a_loan(&mut self, at: usize) {
        let Some((loan, _)) = self.a_loan(at, |loan, _| loan.plan.is_none()) else { return };
        let (rate, instalments) = self.terms_of_a_schedule();
        let mut words =
            json!({"loan": loan, "rate_per_month": rate, "instalments": instalments, "first_due": self.today});
        if self.chance.percent(20) {
            words["grace"] = json!(1);
        }
        self.say(at, "treasurer", "schedule_loan", words);
    }

    pub(super) fn let_an_instalment_fall_due(&mut self, at: usize) {
        let latest = self.three_days_ago();
        let due = |loan: &Loan, owed: Money| {
            let rest = loan.pays(owed);
            let plan = loan.plan.as_ref().and_then(|plan| plan.next());
            plan.is_some_and(|next| next.due_on <= latest) && owed.minor() > rest.fees.minor() + rest.interest.minor()
        };
        let Some((loan, owed)) = self.a_loan(at, due) else { return };
        let plan = self.books_of(at).loans.get(&loan).and_then(|loan| loan.plan.as_ref());
        let Some(number) = plan.and_then(|plan| plan.next()).map(|next| next.number) else { return };
        let mut words = json!({"movement": self.code("due"), "loan": loan, "number": number});
        if self.chance.percent(15) {
            words["fees"] = json!(self.part_of(owed, 0, 1));
        }
        let fell_due = self.say(at, "treasurer", "record_instalment_due", words);
        self.perhaps_take_back(at, fell_due);
    }

    pub(super) fn put_a_loan_off(&mut self, at: usize) {
        let wanted = |loan: &Loan, owed: Money| {
            let due = loan.pays(owed);
            loan.plan.is_some() && owed.minor() - due.fees.minor() - due.interest.minor() > 5_000
        };
        let Some((loan, _)) = self.a_loan(at, wanted) else { return };
        let (rate, instalments) = self.terms_of_a_schedule();
        let words = json!({"loan": loan, "rate_per_month": rate, "instalments": instalments, "first_due": self.today,
            "reason": "A buyer pays late"});
        self.say(at, "treasurer", "reschedule_loan", words);
    }

    pub(super) fn write_a_loan_off(&mut self, at: usize) {
        let Some((loan, owed)) = self.a_loan(at, |_, _| true) else { return };
        let amount = self.part_of(owed, 1, 10);
        let words = json!({"movement": self.code("forgiven"), "loan": loan, "amount": amount,
            "minutes": format!("Assembly of {}", self.today)});
        let forgiven = self.say(at, "treasurer", "write_off_loan", words);
        self.perhaps_take_back(at, forgiven);
    }

    /// Those who have most form a group with another, consent to stand in for each other, and the other borrows; now and
    /// then her first instalment is overdue at once.
    pub(super) fn lend_to_a_group(&mut self, at: usize) {
        let mut members = self.shops[at].members.clone();
        members.sort_by_key(|member| self.beyond_minimum(at, *member));
        let poorest = members.len().saturating_sub(3);
        let of_group = members.split_off(poorest);
        let own = self.shops[at].currency;
        let principal = self.amount(own, 200, 900);
        if of_group.len() < 3 || !self.holds(at, "cash:box", principal) {
            return;
        }
        let group = self.code("group");
        let words = json!({"group": group, "members": of_group, "least": 3, "most": 5, "source": "The lender's rules"});
        if self.say(at, "secretary", "form_loan_group", words).is_none() {
            return;
        }
        for member in &of_group {
            self.consent(at, *member, PURPOSE);
        }
        let loan = self.code("loan");
        let lent =
            json!({"loan": loan, "member": of_group[0], "principal": principal, "till": "cash:box", "group": group});
        if self.say(at, "treasurer", "disburse_loan", lent).is_some() {
            let words = json!({"loan": loan, "rate_per_month": "0.015", "instalments": 6, "first_due": self.today});
            self.say(at, "treasurer", "schedule_loan", words);
            let words = json!({"movement": self.code("due"), "loan": loan, "number": 1});
            if self.chance.percent(60) && self.say(at, "treasurer", "record_instalment_due", words).is_some() {
                self.call_a_guarantee(at);
                self.repay_a_guarantee(at);
            }
        }
    }

    /// What a member has available beyond what the terms of each sale protect.
    fn beyond_minimum(&self, at: usize, member: MemberId) -> i128 {
        let books = self.books_of(at);
        let protected = |sale: SaleId| {
            let terms = books.sales.get(&sale).map(|sale| sale.terms);
            let versions =
                terms.and_then(|terms| books.agreements.get(&terms.agreement).map(|all| (all, terms.version)));
            let terms = versions.and_then(|(all, version)| all.get(&version));
            let steps = terms.into_iter().flat_map(|version| &version.terms.steps);
            let minimums = steps
                .filter_map(|step| if let Step::Deduction(clause) = step { clause.protected_minimum } else { None });
            let most = minimums.map(|minimum| minimum.decimal()).max().unwrap_or_default();
            Money::rounded_up(most, books.currency).map_or(0, Money::minor)
        };
        let lots = books.balances.lots(Account::MemberAvailable(member), books.currency);
        lots.map(|lot| (lot.left.minor() - protected(lot.sale)).max(0)).sum()
    }

    fn has_consented(&self, at: usize, member: MemberId) -> bool {
        let purpose = PURPOSE.parse().expect("it is a code");
        self.books_of(at).consent(member, purpose, self.today).is_some()
    }

    pub(super) fn call_a_guarantee(&mut self, at: usize) {
        let overdue = |loan: &Loan, _: Money| {
            loan.group.is_some() && loan.plan.as_ref().is_some_and(|plan| plan.overdue.is_positive())
        };
        let Some((loan, owed)) = self.a_loan(at, overdue) else { return };
        let books = self.books_of(at);
        let Some((group, debtor, overdue)) = books.loans.get(&loan).and_then(|loan| {
            let overdue = loan.plan.as_ref()?.overdue;
            Some((loan.group?, loan.member?, overdue.minor().min(owed.minor())))
        }) else {
            return;
        };
        let Some((payer, free)) = self.payer(at, group, debtor) else { return };
        let amount = Money::new(overdue.min(free), owed.currency());
        let words = json!({"movement": self.code("guarantee"), "group": group, "loan": loan, "payer": payer,
            "amount": amount});
        let called = self.say(at, "treasurer", "call_guarantee", words);
        self.perhaps_take_back(at, called);
    }

    /// Somebody of the group who can pay for another, and how much.
    fn payer(&mut self, at: usize, group: GroupId, debtor: MemberId) -> Option<(MemberId, i128)> {
        let members: Vec<MemberId> = self.books_of(at).groups.get(&group)?.iter().copied().collect();
        let able = members.into_iter().filter(|member| {
            *member != debtor && self.shops[at].members.contains(member) && self.has_consented(at, *member)
        });
        let able: Vec<_> = able.map(|member| (member, self.beyond_minimum(at, member))).collect();
        able.into_iter().filter(|(_, free)| *free > 0).max_by_key(|(_, free)| *free)
    }

    /// Who was paid for pays back, in cash or out of what she has available.
    pub(super) fn repay_a_guarantee(&mut self, at: usize) {
        let books = self.books_of(at);
        let own = books.currency;
        let debts = books.balances.all().into_iter().filter_map(|(account, owed)| {
            let Account::GuaranteeDebt(debtor, payer) = account else { return None };
            owed.is_positive().then_some((debtor, payer, owed))
        });
        let debts: Vec<_> = debts.collect();
        let Some((debtor, payer, owed)) = self.chance.one_of(&debts).copied() else { return };
        let mut words = json!({"movement": self.code("paid-back"), "debtor": debtor, "payer": payer});
        let free = self.beyond_minimum(at, debtor);
        if free > 0 && self.has_consented(at, debtor) && self.chance.percent(60) {
            words["amount"] = json!(Money::new(owed.minor().min(free), own));
        } else {
            words["amount"] = json!(self.part_of(owed, 40, 100));
            words["till"] = json!("cash:box");
        }
        let repaid = self.say(at, "treasurer", "repay_guarantee", words);
        self.perhaps_take_back(at, repaid);
    }
}
