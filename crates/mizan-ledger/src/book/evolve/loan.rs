//! What loans change in the book: schedules, what has fallen due of them and what was paid of that.

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::effect::Effect;
use crate::book::state::loan::{Loan, Paid, Plan};
use crate::book::state::{Class, Cooperative};
use crate::event::loan::{
    GuaranteeCalled, GuaranteeRepaid, InstalmentDue, LoanGroupFormed, LoanRescheduled, LoanScheduled, LoanWrittenOff,
};
use crate::event::treasury::{LoanDisbursed, LoanRepaid};
use crate::id::LoanId;
use crate::money::{Currency, Money};
use crate::record::Envelope;

impl Changes for LoanDisbursed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        if let Some(member) = self.member {
            own.loans_of.entry(member).or_default().push(self.loan);
        }
        let (member, currency, on, group) = (self.member, self.principal.currency(), at.occurred_on, self.group);
        own.loans.insert(self.loan, Loan { member, currency, on, group, version: 0, plan: None });
        Ok(())
    }
}

impl Changes for LoanRepaid {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let paid = paid(self.fees_due, self.interest_due, self.amount.currency());
        let effect = own.loan_paid(self.loan, paid, self.amount)?;
        own.moves(self.movement, effect)?;
        let used = self.out_of.map(|from| Effect::ResolutionUsed { resolution: from.resolution, amount: self.amount });
        used.map_or(Ok(()), |used| own.moves(self.movement, used))
    }
}

impl Changes for LoanScheduled {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let nothing = self.principal.currency().zero();
        let loan = own.loan_mut(self.loan)?;
        loan.version += 1;
        let (interest, fees, overdue) = (nothing, nothing, nothing);
        loan.plan = Some(Plan { on: at.occurred_on, schedule: self.schedule.clone(), due: 0, interest, fees, overdue });
        Ok(())
    }
}

impl Changes for LoanRescheduled {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let loan = own.loan_mut(self.loan)?;
        loan.version += 1;
        let plan = known(loan.plan.as_mut(), "schedule of the loan", self.loan)?;
        plan.on = at.occurred_on;
        plan.schedule.clone_from(&self.schedule);
        plan.due = 0;
        plan.overdue = Money::new(plan.interest.minor() + plan.fees.minor(), plan.overdue.currency());
        Ok(())
    }
}

impl Changes for InstalmentDue {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let InstalmentDue { movement, loan, interest, principal, .. } = *self;
        let fees = self.fees.unwrap_or(interest.currency().zero());
        let version = own.loan_mut(loan)?.version;
        own.moves(movement, Effect::FellDue { loan, version, interest, fees, principal })
    }
}

impl Changes for LoanWrittenOff {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let paid = paid(self.fees_due, self.interest_due, self.amount.currency());
        let effect = own.loan_paid(self.loan, paid, self.amount)?;
        own.moves(self.movement, effect)
    }
}

impl Changes for LoanGroupFormed {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.groups.insert(self.group, self.members.iter().copied().collect());
        Ok(())
    }
}

impl Changes for GuaranteeCalled {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let paid = paid(self.fees_due, self.interest_due, self.amount.currency());
        let effect = own.loan_paid(self.loan, paid, self.amount)?;
        own.moves(self.movement, effect)
    }
}

impl Changes for GuaranteeRepaid {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}

/// What a payment says it pays of what had fallen due.
fn paid(fees: Option<Money>, interest: Option<Money>, currency: Currency) -> Paid {
    let or_nothing = |amount: Option<Money>| amount.unwrap_or(currency.zero());
    Paid { fees: or_nothing(fees), interest: or_nothing(interest) }
}

impl Cooperative {
    pub(super) fn loan_mut(&mut self, loan: LoanId) -> Result<&mut Loan, Unknown> {
        known(self.loans.get_mut(&loan), "loan", loan)
    }

    /// What a payment does to the schedule in force.
    fn loan_paid(&mut self, loan: LoanId, paid: Paid, amount: Money) -> Result<Effect, Unknown> {
        let version = self.loan_mut(loan)?.version;
        let Paid { fees, interest } = paid;
        Ok(Effect::LoanPaid { loan, version, fees, interest, amount })
    }

    /// What a deduction pays of a loan, kept with the sale it was taken from.
    pub(super) fn loan_deducted(&mut self, loan: LoanId, amount: Money) -> Result<Effect, Unknown> {
        let paid = self.loan_mut(loan)?.pays(amount);
        self.loan_paid(loan, paid, amount)
    }
}
