//! What premiums and funds change in the book.

use crate::book::evolve::{Changes, Unknown, add};
use crate::book::state::Cooperative;
use crate::book::state::effect::Effect;
use crate::book::state::fund::{Premium, Resolution};
use crate::event::fund::{FundSpent, PremiumAccrued, PremiumReceived, ResolutionAdopted};
use crate::record::Envelope;

impl Changes for PremiumAccrued {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let PremiumAccrued { buyer, fund, sale, amount, booked, .. } = *self;
        let on = at.occurred_on;
        let premium = Premium { on, buyer, fund, sale, amount, left: amount, carried: booked };
        own.funds.premiums.insert(self.premium, premium);
        add(own.funds.unreceived.entry(fund).or_insert(booked.currency().zero()), booked);
        Ok(())
    }
}

impl Changes for PremiumReceived {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let PremiumReceived { premium, amount, carried, .. } = *self;
        own.moves(self.movement, Effect::PremiumPaid { premium, amount, carried })
    }
}

impl Changes for ResolutionAdopted {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let resolution = Resolution { fund: self.fund, on: at.occurred_on, left: self.amount };
        own.funds.resolutions.insert(self.resolution, resolution);
        Ok(())
    }
}

impl Changes for FundSpent {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.moves(self.movement, Effect::ResolutionUsed { resolution: self.resolution, amount: self.amount })
    }
}
