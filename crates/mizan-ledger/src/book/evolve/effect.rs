//! What movements change in the book beside the balances, and how a mirror changes it back: the same with its sign turned.

use crate::book::evolve::{Unknown, add, known, take};
use crate::book::state::capital::Holding;
use crate::book::state::effect::Effect;
use crate::book::state::grant::Grant;
use crate::book::state::{Class, Cooperative};
use crate::id::{Code, GrantId, MovementId};
use crate::money::Money;

/// Which way an effect goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Done,
    Undone,
}

impl Way {
    /// An amount on the side this way has it.
    fn of(self, amount: Money) -> Money {
        match self {
            Way::Done => amount,
            Way::Undone => amount.negated(),
        }
    }
}

impl Cooperative {
    /// A movement is named and has this effect.
    pub(super) fn moves(&mut self, movement: MovementId, effect: Effect) -> Result<(), Unknown> {
        self.does(Class::Movement, movement.0, effect)
    }

    /// The same for something of another class.
    pub(super) fn does(&mut self, class: Class, code: Code, effect: Effect) -> Result<(), Unknown> {
        self.name(class, code);
        self.keeps(class, code, effect)
    }

    /// The same for something that was named before.
    pub(super) fn keeps(&mut self, class: Class, code: Code, effect: Effect) -> Result<(), Unknown> {
        self.effect(&effect, Way::Done)?;
        self.effects.get_or_default(&(class, code)).push(effect);
        Ok(())
    }

    /// A mirror takes back what something did.
    pub(in crate::book) fn undoes(&mut self, class: Class, code: Code) -> Result<(), Unknown> {
        for effect in self.effects.remove(&(class, code)).into_iter().flatten().rev() {
            self.effect(&effect, Way::Undone)?;
        }
        Ok(())
    }

    fn effect(&mut self, effect: &Effect, way: Way) -> Result<(), Unknown> {
        match *effect {
            Effect::PremiumPaid { premium: id, amount, carried } => {
                let premium = known(self.funds.premiums.get_mut(&id), "premium", id)?;
                take(&mut premium.left, way.of(amount));
                take(&mut premium.carried, way.of(carried));
                let fund = premium.fund;
                take(known(self.funds.unreceived.get_mut(&fund), "fund", fund)?, way.of(carried));
            }
            Effect::SharesTaken { member, shares, value } => {
                let none = Holding { shares: 0, value: value.currency().zero() };
                let holding = self.capital.holdings.entry(member).or_insert(none);
                holding.shares += if way == Way::Done { shares } else { -shares };
                add(&mut holding.value, way.of(value));
            }
            Effect::ResolutionUsed { resolution: id, amount } => {
                take(&mut known(self.funds.resolutions.get_mut(&id), "resolution", id)?.left, way.of(amount));
            }
            Effect::GrantReceived { grant, amount, on } => {
                let grant = self.grant_mut(grant)?;
                take(&mut grant.to_come, way.of(amount));
                let tranches = grant.came_in.entry(on).or_default();
                *tranches = match way {
                    Way::Done => *tranches + 1,
                    Way::Undone => tranches.saturating_sub(1),
                };
                if *tranches == 0 {
                    grant.came_in.remove(&on);
                }
            }
            Effect::GrantLies { grant, till, amount } => {
                let lies = &mut self.grant_mut(grant)?.lies;
                let there = lies.entry(till).or_insert(amount.currency().zero());
                add(there, way.of(amount));
                if there.is_zero() {
                    lies.remove(&till);
                }
            }
            Effect::LineCharged { grant, line, amount } => {
                let lines = &mut self.grant_mut(grant)?.lines;
                take(known(lines.get_mut(&line), "line of a grant", line)?, way.of(amount));
            }
            Effect::OwnShareAdded { grant, amount } => add(&mut self.grant_mut(grant)?.own, way.of(amount)),
            Effect::FellDue { loan, version, interest, fees, principal } => {
                let loan = self.loan_mut(loan)?;
                if let Some(plan) = loan.plan.as_mut().filter(|_| loan.version == version) {
                    plan.due = match way {
                        Way::Done => plan.due + 1,
                        Way::Undone => plan.due.saturating_sub(1),
                    };
                    add(&mut plan.interest, way.of(interest));
                    add(&mut plan.fees, way.of(fees));
                    [interest, fees, principal].into_iter().for_each(|part| add(&mut plan.overdue, way.of(part)));
                }
            }
            Effect::LoanPaid { loan, version, fees, interest, amount } => {
                let loan = self.loan_mut(loan)?;
                if let Some(plan) = loan.plan.as_mut().filter(|_| loan.version == version) {
                    take(&mut plan.fees, way.of(fees));
                    take(&mut plan.interest, way.of(interest));
                    take(&mut plan.overdue, way.of(amount));
                }
            }
            Effect::FeeReturned { fee: id, amount, booked } => {
                let fee = known(self.fees.get_mut(&id), "fee", id)?;
                take(&mut fee.left, way.of(amount));
                take(&mut fee.left_booked, way.of(booked));
            }
            Effect::DebtKept { member, sale, amount } => self.owes(member, sale, way.of(amount).negated()),
            Effect::Served { asset: id, months } => {
                let asset = known(self.grants.assets.get_mut(&id), "asset", id)?;
                asset.months = match way {
                    Way::Done => asset.months + months,
                    Way::Undone => asset.months.saturating_sub(months),
                };
            }
        }
        Ok(())
    }

    fn grant_mut(&mut self, grant: GrantId) -> Result<&mut Grant, Unknown> {
        known(self.grants.grants.get_mut(&grant), "grant", grant)
    }
}
