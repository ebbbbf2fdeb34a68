//! Rules of grants: each line has its ceiling, what lies unspent in a till pays for nothing else, and no rule credits a
//! member with any of it.

use std::collections::BTreeSet;

use crate::account::Till;
use crate::book::state::Class;
use crate::book::state::grant::Grant;
use crate::decide::refusal::Refusal;
use crate::decide::{Case, proportion};
use crate::event::Event;
use crate::event::grant::{FromGrant, GrantAwarded, GrantReceived, GrantReturned, GrantSpent, InKindReceived};
use crate::event::membership::PartyRole;
use crate::id::GrantId;
use crate::money::Money;

/// How many lines a grant has at the most, so that its record is short enough for the log.
const MOST_LINES: usize = 100;

/// A grant is promised once, in the currency of the accounts.
pub(super) fn award(case: &Case<'_>, words: &GrantAwarded) -> Result<Vec<Event>, Refusal> {
    if case.cooperative.grants.grants.contains_key(&words.grant) {
        return Err(Refusal::AlreadyExists { what: "grant", id: words.grant.0 });
    }
    case.party(words.funder, PartyRole::Funder, PartyRole::Funder.word())?;
    match words.lines.len() {
        0 => return Err(Refusal::Empty { what: "`lines`" }),
        lines if lines > MOST_LINES => {
            return Err(Refusal::TooManyLines { grant: words.grant, lines, most: MOST_LINES });
        }
        _ => {}
    }
    let mut named = BTreeSet::new();
    for line in &words.lines {
        if !named.insert(line.line) {
            return Err(Refusal::LineTwice { line: line.line });
        }
    }
    for amount in words.lines.iter().map(|line| line.ceiling).chain(words.own_share) {
        case.own_currency(amount)?;
    }
    Ok(vec![words.clone().into()])
}

/// A tranche comes in, never more than is left of what was promised.
pub(super) fn receive(case: &Case<'_>, words: &GrantReceived) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    case.till(words.till)?;
    let grant = known(case, words.grant)?;
    case.valued(words.value_date, "grant", words.grant, grant.on)?;
    let left = grant.to_come;
    if words.amount.exceeds(left)? {
        return Err(Refusal::GrantExceeded { grant: words.grant, left, asked: words.amount });
    }
    Ok(vec![words.clone().into()])
}

/// Money of a grant is spent on one of its lines; what the cooperative adds is its own.
pub(super) fn spend(case: &Case<'_>, words: &GrantSpent) -> Result<Vec<Event>, Refusal> {
    let GrantSpent { movement, grant, line, amount, till, .. } = *words;
    case.unused(Class::Movement, movement.0)?;
    case.grant_pays(till, FromGrant { grant, line, amount }, words.own)?;
    if let Some(own) = words.own {
        case.holds(till, case.own_currency(own)?)?;
    }
    Ok(vec![words.clone().into()])
}

/// What was not spent of a grant goes back to its funder.
pub(super) fn give_back(case: &Case<'_>, words: &GrantReturned) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    case.grant_lies(words.grant, words.till, words.amount)?;
    Ok(vec![words.clone().into()])
}

/// Help in kind comes from a party the book knows; it is no money, so nothing is weighed against it.
pub(super) fn receive_in_kind(case: &Case<'_>, words: &InKindReceived) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    if !case.book.parties.contains_key(&words.from) {
        return Err(Refusal::UnknownParty { party: words.from });
    }
    Ok(vec![words.clone().into()])
}

fn known<'a>(case: &Case<'a>, grant: GrantId) -> Result<&'a Grant, Refusal> {
    let known = case.cooperative.grants.grants.get(&grant).ok_or(Refusal::UnknownGrant { grant })?;
    case.begun("grant", grant, known.on)?;
    Ok(known)
}

impl Case<'_> {
    /// A till in which so much of a grant's money lies.
    pub(super) fn grant_lies(&self, grant: GrantId, till: Till, asked: Money) -> Result<(), Refusal> {
        self.till(till)?;
        let nothing = self.cooperative.currency.zero();
        let known = known(self, grant)?;
        if let Some((on, _)) = known.came_in.first_key_value() {
            self.begun("money of the grant", grant, *on)?;
        }
        let lies = known.lies.get(&till).copied().unwrap_or(nothing);
        if asked.exceeds(lies)? {
            let (lies, asked) = (Box::new(lies), Box::new(asked));
            return Err(Refusal::GrantNotInTill { grant, till, lies, asked });
        }
        self.held_by_then(till, asked)
    }

    /// Refuses a spending before the cooperative has put its own part of all that is spent by then, where the award
    /// wants that: the own share in the proportion in which the grant is spent.
    fn own_share_is_met(&self, id: GrantId, asked: Money, own: Option<Money>) -> Result<(), Refusal> {
        let grant = known(self, id)?;
        let Some(share) = grant.own_share.filter(|_| grant.own_share_each_time) else { return Ok(()) };
        let unspent = Money::sum(share.currency(), grant.lines.values().copied())?;
        let spent = grant.promised.minus(unspent)?.plus(asked)?.lesser(grant.promised)?;
        let least = proportion(share, spent, grant.promised)?;
        let put = grant.own.plus(own.unwrap_or(share.currency().zero()))?;
        if least.exceeds(put)? {
            let (least, put) = (Box::new(least), Box::new(put));
            return Err(Refusal::OwnShareLacking { grant: id, least, put });
        }
        Ok(())
    }

    /// A line of a grant that allows so much, and a till in which so much of the grant lies.
    pub(super) fn grant_pays(&self, till: Till, part: FromGrant, own: Option<Money>) -> Result<(), Refusal> {
        let FromGrant { grant, line, amount: asked } = part;
        self.own_share_is_met(grant, asked, own)?;
        let left = *known(self, grant)?.lines.get(&line).ok_or(Refusal::UnknownBudgetLine { grant, line })?;
        if asked.exceeds(left)? {
            let (left, asked) = (Box::new(left), Box::new(asked));
            return Err(Refusal::BudgetLineExceeded { grant, line, left, asked });
        }
        self.grant_lies(grant, till, asked)
    }
}

#[cfg(test)]
pub(in crate::decide) mod tests;
