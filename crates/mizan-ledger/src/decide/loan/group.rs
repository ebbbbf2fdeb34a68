//! Rules of the groups that stand in for each other's loans: who is in one, when one pays for another, and how that is
//! made good.
//!
//! Solidarity groups of Moroccan micro-credit have three to five members (ESS-Europe on Al Amana). A group keeps its own
//! bounds with their source, since lenders differ.

use std::collections::BTreeSet;

use crate::account::Account;
use crate::agreement::step::Step;
use crate::book::state::Class;
use crate::book::state::loan::Group;
use crate::command::words::loan::{CallGuarantee, RepayGuarantee};
use crate::decide::Case;
use crate::decide::loan::{known, owed, some};
use crate::decide::payout::MOST_SALES;
use crate::decide::refusal::Refusal;
use crate::event::loan::{GuaranteeCalled, GuaranteeRepaid, LoanGroupFormed};
use crate::event::{Event, Source};
use crate::id::{Code, ConsentId, GroupId, MemberId};
use crate::money::Money;

/// To what a member consents who stands in for others, and who lets what was paid for her be taken from her.
const PURPOSE: &str = "group-guarantee";

/// A group is formed once, of as many members as it may have.
pub(in crate::decide) fn form(case: &Case<'_>, words: &LoanGroupFormed) -> Result<Vec<Event>, Refusal> {
    let LoanGroupFormed { group, ref members, least, most, .. } = *words;
    if case.cooperative.groups.contains_key(&group) {
        return Err(Refusal::AlreadyExists { what: "group", id: group.0 });
    }
    let count = members.len();
    let fits = |bound: u32| usize::try_from(bound).unwrap_or(usize::MAX);
    if least < 2 || count < fits(least) || fits(most) < count {
        return Err(Refusal::GroupSize { group, members: count, least: least.max(2), most });
    }
    let mut named = BTreeSet::new();
    for member in members {
        case.member(*member)?;
        if !named.insert(*member) {
            return Err(Refusal::MemberTwice { member: *member });
        }
    }
    Ok(vec![words.clone().into()])
}

/// What is overdue of a loan is paid by another of its group, out of what is hers beyond her protected minimum.
pub(in crate::decide) fn call(case: &Case<'_>, words: &CallGuarantee) -> Result<Vec<Event>, Refusal> {
    let CallGuarantee { movement, group, loan: id, payer, amount } = *words;
    case.unused(Class::Movement, movement.0)?;
    let loan = known(case, id)?;
    let (Some(of), Some(debtor)) = (loan.group, loan.member) else {
        return Err(Refusal::LoanNotOfGroup { loan: id, group });
    };
    if of != group {
        return Err(Refusal::LoanNotOfGroup { loan: id, group });
    }
    case.member(payer)?;
    in_group(case, group, payer)?;
    if payer == debtor {
        return Err(Refusal::OwnLoan { payer, loan: id });
    }
    let consent = consent(case, payer)?;
    case.own_currency(amount)?;
    let nothing = amount.currency().zero();
    let overdue = loan.plan.as_ref().map_or(nothing, |plan| plan.overdue).lesser(owed(case, id, loan))?;
    if amount.exceeds(overdue)? {
        let overdue = if overdue.is_negative() { nothing } else { overdue };
        return Err(Refusal::NotOverdue { loan: id, overdue, asked: amount });
    }
    let sources = beyond_minimum(case, payer, amount)?;
    let paid = loan.pays(amount);
    let (fees_due, interest_due) = (some(paid.fees), some(paid.interest));
    let called =
        GuaranteeCalled { movement, group, loan: id, payer, amount, debtor, consent, fees_due, interest_due, sources };
    Ok(vec![called.into()])
}

/// What another had paid for her is paid back, and is that other's again.
pub(in crate::decide) fn repay(case: &Case<'_>, words: &RepayGuarantee) -> Result<Vec<Event>, Refusal> {
    let RepayGuarantee { movement, debtor, payer, amount, till } = *words;
    case.unused(Class::Movement, movement.0)?;
    case.own_currency(amount)?;
    let owed = case.cooperative.balances.of(Account::GuaranteeDebt(debtor, payer), amount.currency());
    if amount.exceeds(owed)? {
        return Err(Refusal::NotOwedToMember { debtor, payer, owed: Box::new(owed), asked: Box::new(amount) });
    }
    let (consent, sources) = match till {
        Some(till) => (case.till(till).map(|()| None)?, Vec::new()),
        None => (Some(consent(case, debtor)?), beyond_minimum(case, debtor, amount)?),
    };
    let frees = bounded(payer, case.oldest_first(Account::MemberGuarantee(payer), amount))?;
    Ok(vec![GuaranteeRepaid { movement, debtor, payer, amount, till, consent, sources, frees }.into()])
}

/// A member of a group.
pub(in crate::decide) fn in_group(case: &Case<'_>, group: GroupId, member: MemberId) -> Result<(), Refusal> {
    let members: &Group = case.cooperative.groups.get(&group).ok_or(Refusal::UnknownGroup { group })?;
    if members.contains(&member) { Ok(()) } else { Err(Refusal::NotInGroup { member, group }) }
}

fn consent(case: &Case<'_>, member: MemberId) -> Result<ConsentId, Refusal> {
    let purpose = PURPOSE.parse::<Code>().ok();
    let live = purpose.and_then(|purpose| case.cooperative.consent(member, purpose, case.day));
    live.ok_or(Refusal::ConsentMissing { member, purpose: PURPOSE, day: case.day })
}

/// An amount out of what a member has available, oldest sale first. Of each sale she keeps what its terms protect.
fn beyond_minimum(case: &Case<'_>, member: MemberId, amount: Money) -> Result<Vec<Source>, Refusal> {
    let mut wanted = amount;
    let mut sources = Vec::new();
    for lot in case.cooperative.balances.lots(Account::MemberAvailable(member), amount.currency()) {
        let free = lot.left.minus(protected(case, lot.sale, amount)?)?;
        let part = free.lesser(wanted)?;
        if part.is_positive() {
            sources.push(Source { sale: lot.sale, amount: part });
            wanted = wanted.minus(part)?;
        }
    }
    if wanted.is_positive() {
        let free = Box::new(amount.minus(wanted)?);
        return Err(Refusal::ProtectedMinimum { member, free, asked: Box::new(amount) });
    }
    bounded(member, sources)
}

/// The most that any clause of a sale's terms leaves in a maker's hand.
fn protected(case: &Case<'_>, sale: crate::id::SaleId, like: Money) -> Result<Money, Refusal> {
    let sale = case.sale(sale)?;
    let steps = case.terms_of(&sale).into_iter().flat_map(|terms| &terms.steps);
    let minimums =
        steps.filter_map(|step| if let Step::Deduction(clause) = step { clause.protected_minimum } else { None });
    let most = minimums.map(|minimum| minimum.decimal()).max().unwrap_or_default();
    Ok(Money::rounded_up(most, like.currency())?)
}

/// As many sales as a record has room for.
pub(in crate::decide) fn bounded(member: MemberId, sources: Vec<Source>) -> Result<Vec<Source>, Refusal> {
    if sources.len() <= MOST_SALES {
        return Ok(sources);
    }
    let currency = sources.first().map(|source| source.amount.currency());
    let fits = sources.iter().take(MOST_SALES).map(|source| source.amount.minor()).sum();
    let fits = currency.map_or(crate::money::MAD.zero(), |currency| Money::new(fits, currency));
    Err(Refusal::TooManySales { member, most: MOST_SALES, fits })
}

#[cfg(test)]
mod tests;
