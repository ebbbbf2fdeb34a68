//! Which records of money held for a purpose can be taken back, and what builds on the others.

use crate::account::Account;
use crate::book::state::Class;
use crate::book::state::effect::Effect;
use crate::book::state::loan::Plan;
use crate::decide::Case;
use crate::decide::fund;
use crate::decide::loan;
use crate::decide::refusal::Refusal;
use crate::event::fund::{PremiumAccrued, PremiumReceived};
use crate::event::loan::InstalmentDue;
use crate::id::{Code, MemberId, MovementId};
use crate::money::Money;

/// What a record was about, if it may be mirrored.
type About = Result<(Code, Option<MemberId>), Refusal>;

/// A premium that was accrued in error, while nothing of it has been received.
pub(super) fn premium_accrued(case: &Case<'_>, position: u64, e: &PremiumAccrued) -> About {
    let premium = fund::known(case, e.premium)?;
    if premium.left == e.amount {
        Ok((e.premium.0, None))
    } else {
        Err(Refusal::BuiltOn { position, by: "a part of the premium has been received since: take that back first" })
    }
}

/// A premium that was not received after all, while its fund has not spent it.
pub(super) fn premium_received(case: &Case<'_>, position: u64, e: &PremiumReceived) -> About {
    let fund = fund::known(case, e.premium)?.fund;
    let currency = case.cooperative.currency;
    let held = case.cooperative.balances.owed(Account::Fund(fund), currency);
    let free = held.minus(case.cooperative.funds.unreceived(fund, currency))?;
    if e.carried.exceeds(free)? {
        Err(Refusal::BuiltOn { position, by: "its fund has spent it since" })
    } else {
        Ok((e.movement.0, None))
    }
}

/// A payment of a loan, while the loan has the schedule it had then.
pub(super) fn loan_paid(case: &Case<'_>, position: u64, movement: MovementId) -> Result<Code, Refusal> {
    scheduled_since(case, position, Class::Movement, movement.0).map(|()| movement.0)
}

/// Refuses to take back what paid a loan that has had another schedule since.
pub(super) fn scheduled_since(case: &Case<'_>, position: u64, class: Class, of: Code) -> Result<(), Refusal> {
    for effect in case.cooperative.effects.get(&(class, of)).iter().flat_map(|effects| effects.iter()) {
        if let Effect::LoanPaid { loan, version, .. } = *effect
            && loan::known(case, loan)?.version != version
        {
            let by = "what was left of the loan after it has been put into a schedule since";
            return Err(Refusal::BuiltOn { position, by });
        }
    }
    Ok(())
}

/// The last instalment that fell due, while nothing of it has been paid.
pub(super) fn instalment_due(case: &Case<'_>, position: u64, e: &InstalmentDue) -> About {
    let plan = loan::known(case, e.loan)?.plan.as_ref();
    let fees = e.fees.map_or(0, Money::minor);
    let unpaid = |plan: &&Plan| {
        plan.interest.minor() >= e.interest.minor()
            && plan.fees.minor() >= fees
            && plan.overdue.minor() >= e.interest.minor() + e.principal.minor() + fees
    };
    let last = plan.filter(|plan| plan.due == e.number && plan.schedule.iter().any(|one| one.due_on == e.due_on));
    match last {
        None => {
            Err(Refusal::BuiltOn { position, by: "another instalment has fallen due since, or another schedule holds" })
        }
        Some(plan) if unpaid(&plan) => Ok((e.movement.0, e.member)),
        Some(_) => Err(Refusal::BuiltOn { position, by: "a part of the instalment has been paid since" }),
    }
}
