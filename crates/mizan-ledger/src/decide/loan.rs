//! Rules of loans: none is overpaid; by a schedule interest falls due month by month, and what is paid pays fees, then
//! interest, then principal.

pub(in crate::decide) mod group;
mod schedule;

use crate::account::Account;
use crate::book::state::Class;
use crate::book::state::loan::{Loan, Paid, Plan};
use crate::command::words::loan::{RecordInstalmentDue, RepayLoan, RescheduleLoan, ScheduleLoan, WriteOffLoan};
use crate::decide::Case;
use crate::decide::loan::schedule::{Terms, schedule};
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::loan::{InstalmentDue, LoanRescheduled, LoanScheduled, LoanWrittenOff};
use crate::event::membership::PartyRole;
use crate::event::treasury::{LoanDisbursed, LoanRepaid};
use crate::id::LoanId;
use crate::money::Money;

/// A lender's money comes in, or the cooperative's goes to a member, for whom a group may stand in.
pub(super) fn disburse(case: &Case<'_>, words: &LoanDisbursed) -> Result<Vec<Event>, Refusal> {
    if case.cooperative.loans.contains_key(&words.loan) {
        return Err(Refusal::AlreadyExists { what: "loan", id: words.loan.0 });
    }
    case.own_currency(words.principal)?;
    match (words.lender, words.member, words.group) {
        (Some(lender), None, None) => {
            case.party(lender, PartyRole::Lender, "lender")?;
            case.till(words.till)?;
        }
        (None, Some(member), group) => {
            case.member(member)?;
            group.map_or(Ok(()), |group| group::in_group(case, group, member))?;
            case.holds(words.till, words.principal)?;
        }
        (Some(_), None, Some(group)) => return Err(Refusal::GroupOfLender { loan: words.loan, group }),
        (Some(_), Some(_), _) | (None, None, _) => return Err(Refusal::BorrowerMissing { loan: words.loan }),
    }
    Ok(vec![words.clone().into()])
}

/// A loan is paid back: fees and interest first, the rest is principal, never more than is owed.
pub(super) fn repay(case: &Case<'_>, words: &RepayLoan) -> Result<Vec<Event>, Refusal> {
    let RepayLoan { movement, loan: id, amount, interest, fees, till, out_of } = *words;
    case.unused(Class::Movement, movement.0)?;
    let loan = known(case, id)?;
    if loan.plan.is_some() && (interest.is_some() || fees.is_some()) {
        return Err(Refusal::InterestBySchedule { loan: id });
    }
    let extra = Money::sum(amount.currency(), interest.into_iter().chain(fees))?;
    if extra.exceeds(amount)? {
        return Err(Refusal::InterestExceeds { amount, extra });
    }
    let on_account = amount.minus(extra)?;
    let owed = owed(case, id, loan);
    if on_account.exceeds(owed)? {
        return Err(Refusal::RepaidTooMuch { loan: id, owed, asked: on_account });
    }
    match (loan.member, out_of) {
        (Some(_), None) => case.till(till)?,
        (Some(_), Some(from)) => return Err(Refusal::FundForMembersLoan { loan: id, fund: from.fund }),
        (None, None) => case.holds(till, amount)?,
        (None, Some(from)) => {
            case.fund_gives(from.fund, from.resolution, amount)?;
            case.holds(till, amount)?;
        }
    }
    let due = loan.pays(on_account);
    let principal = on_account.minus(due.fees)?.minus(due.interest)?;
    let (member, fees_due, interest_due) = (loan.member, some(due.fees), some(due.interest));
    let repaid = LoanRepaid {
        movement,
        loan: id,
        amount,
        interest,
        fees,
        till,
        member,
        principal,
        fees_due,
        interest_due,
        out_of,
    };
    Ok(vec![repaid.into()])
}

/// What is owed of a loan is put into a schedule, once.
pub(super) fn put_in_schedule(case: &Case<'_>, words: &ScheduleLoan) -> Result<Vec<Event>, Refusal> {
    let ScheduleLoan { loan: id, rate_per_month, instalments, first_due, grace } = *words;
    let loan = known(case, id)?;
    if loan.plan.is_some() {
        return Err(Refusal::ScheduledAlready { loan: id });
    }
    let principal = still_owed(case, id, loan)?;
    let terms = Terms { loan: id, rate_per_month, instalments, first_due, grace: grace.unwrap_or(0) };
    let schedule = from_its_day(loan, terms, principal)?;
    let member = loan.member;
    let scheduled =
        LoanScheduled { loan: id, rate_per_month, instalments, first_due, grace, member, principal, schedule };
    Ok(vec![scheduled.into()])
}

/// What is left of a loan is put into another schedule; interest and fees that are due stay due.
pub(super) fn put_off(case: &Case<'_>, words: &RescheduleLoan) -> Result<Vec<Event>, Refusal> {
    let RescheduleLoan { loan: id, rate_per_month, instalments, first_due, grace, reason, minutes } = words.clone();
    let loan = known(case, id)?;
    planned(loan, id)?;
    let principal = still_owed(case, id, loan)?;
    let terms = Terms { loan: id, rate_per_month, instalments, first_due, grace: grace.unwrap_or(0) };
    let schedule = from_its_day(loan, terms, principal)?;
    let member = loan.member;
    let rescheduled = LoanRescheduled {
        loan: id,
        rate_per_month,
        instalments,
        first_due,
        grace,
        reason,
        minutes,
        member,
        principal,
        schedule,
    };
    Ok(vec![rescheduled.into()])
}

/// The next instalment falls due on its day, while any of the loan is owed.
pub(super) fn fall_due(case: &Case<'_>, words: &RecordInstalmentDue) -> Result<Vec<Event>, Refusal> {
    let RecordInstalmentDue { movement, loan: id, number, fees } = *words;
    case.unused(Class::Movement, movement.0)?;
    let loan = known(case, id)?;
    let plan = planned(loan, id)?;
    case.begun("schedule of the loan", id, plan.on)?;
    let next = plan.next().copied().ok_or(Refusal::ScheduleOver { loan: id })?;
    if number != next.number {
        return Err(Refusal::InstalmentOrder { loan: id, number, next: next.number });
    }
    if case.day < next.due_on {
        return Err(Refusal::NotYetDue { loan: id, number, due_on: next.due_on, day: case.day });
    }
    still_owed(case, id, loan)?;
    if let Some(fees) = fees {
        case.own_currency(fees)?;
    }
    let (member, due_on, interest, principal) = (loan.member, next.due_on, next.interest, next.principal);
    Ok(vec![InstalmentDue { movement, loan: id, number, fees, member, due_on, interest, principal }.into()])
}

/// A part of a loan is forgiven, never more than is owed.
pub(super) fn write_off(case: &Case<'_>, words: &WriteOffLoan) -> Result<Vec<Event>, Refusal> {
    let WriteOffLoan { movement, loan: id, amount, minutes } = words.clone();
    case.unused(Class::Movement, movement.0)?;
    let loan = known(case, id)?;
    let owed = owed(case, id, loan);
    if amount.exceeds(owed)? {
        return Err(Refusal::RepaidTooMuch { loan: id, owed, asked: amount });
    }
    let paid = loan.pays(amount);
    let (member, fees_due, interest_due) = (loan.member, some(paid.fees), some(paid.interest));
    Ok(vec![LoanWrittenOff { movement, loan: id, amount, minutes, member, fees_due, interest_due }.into()])
}

/// A loan that was disbursed, on this day or before.
pub(in crate::decide) fn known<'a>(case: &Case<'a>, loan: LoanId) -> Result<&'a Loan, Refusal> {
    let known = case.cooperative.loans.get(&loan).ok_or(Refusal::UnknownLoan { loan })?;
    case.begun("loan", loan, known.on)?;
    Ok(known)
}

/// All that is owed of a loan, interest and fees that have fallen due included.
fn owed(case: &Case<'_>, id: LoanId, loan: &Loan) -> Money {
    match loan.member {
        Some(member) => case.cooperative.balances.of(Account::MemberLoan(member, id), loan.currency),
        None => case.cooperative.balances.owed(Account::Loan(id), loan.currency),
    }
}

/// What is owed of a loan beside interest and fees that have fallen due: above zero, or there is nothing to schedule.
fn still_owed(case: &Case<'_>, id: LoanId, loan: &Loan) -> Result<Money, Refusal> {
    let owed = owed(case, id, loan);
    let Paid { fees, interest } = loan.pays(owed);
    let principal = owed.minus(fees)?.minus(interest)?;
    if principal.is_positive() { Ok(principal) } else { Err(Refusal::NothingOwed { loan: id }) }
}

fn planned(loan: &Loan, id: LoanId) -> Result<&Plan, Refusal> {
    loan.plan.as_ref().ok_or(Refusal::NotScheduled { loan: id })
}

/// A schedule whose first instalment does not fall due before the money was there.
fn from_its_day(loan: &Loan, terms: Terms, principal: Money) -> Result<Vec<crate::event::loan::Instalment>, Refusal> {
    if terms.first_due < loan.on {
        return Err(Refusal::DueBeforeLent { loan: terms.loan, first_due: terms.first_due, on: loan.on });
    }
    schedule(principal, terms)
}

/// An amount, unless it is nothing.
fn some(amount: Money) -> Option<Money> {
    amount.is_positive().then_some(amount)
}

#[cfg(test)]
mod tests;
