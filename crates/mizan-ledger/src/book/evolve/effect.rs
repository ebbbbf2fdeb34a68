//! What movements change in the book beside the balances, and how a mirror changes it back: the same with its sign turned.

use crate::book::evolve::{Unknown, known, take};
use crate::book::state::effect::Effect;
use crate::book::state::{Class, Cooperative};
use crate::id::MovementId;
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
        self.name(Class::Movement, movement.0);
        self.effect(&effect, Way::Done)?;
        self.effects.entry(movement).or_default().push(effect);
        Ok(())
    }

    /// A mirror takes back what a movement did.
    pub(in crate::book) fn unmove(&mut self, movement: MovementId) -> Result<(), Unknown> {
        for effect in self.effects.remove(&movement).into_iter().flatten().rev() {
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
            Effect::ResolutionUsed { resolution: id, amount } => {
                take(&mut known(self.funds.resolutions.get_mut(&id), "resolution", id)?.left, way.of(amount));
            }
        }
        Ok(())
    }
}
