//! What grants, assets and help in kind change in the book.

use std::collections::BTreeMap;

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::effect::Effect;
use crate::book::state::grant::{Asset, Grant};
use crate::book::state::{Class, Cooperative};
use crate::event::grant::{
    AssetCommissioned, AssetDepreciated, AssetUseReported, FromGrant, GrantAwarded, GrantReceived, GrantReturned,
    GrantSpent, InKindReceived,
};
use crate::money::Money;
use crate::record::Envelope;

impl Changes for GrantAwarded {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let lines = self.lines.iter().map(|line| (line.line, line.ceiling)).collect();
        let to_come = self.lines.iter().map(|line| line.ceiling.minor()).sum();
        let grant = Grant {
            on: at.occurred_on,
            came_in: BTreeMap::new(),
            funder: self.funder,
            lines,
            to_come: Money::new(to_come, own.currency),
            lies: BTreeMap::new(),
            promised: Money::new(to_come, own.currency),
            own_share: self.own_share,
            own_share_each_time: self.own_share_each_time,
            own: own.currency.zero(),
        };
        own.grants.grants.insert(self.grant, grant);
        Ok(())
    }
}

impl Changes for GrantReceived {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let GrantReceived { movement, grant, amount, till, .. } = *self;
        own.moves(movement, Effect::GrantReceived { grant, amount, on: at.occurred_on })?;
        own.moves(movement, Effect::GrantLies { grant, till, amount })
    }
}

impl Changes for GrantSpent {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let GrantSpent { movement, grant, line, amount, till, .. } = *self;
        own.moves(movement, Effect::GrantLies { grant, till, amount: amount.negated() })?;
        own.moves(movement, Effect::LineCharged { grant, line, amount })?;
        let added = self.own.map(|amount| Effect::OwnShareAdded { grant, amount });
        added.map_or(Ok(()), |added| own.moves(movement, added))
    }
}

impl Changes for GrantReturned {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let GrantReturned { movement, grant, amount, till, .. } = *self;
        own.moves(movement, Effect::GrantLies { grant, till, amount: amount.negated() })
    }
}

impl Changes for AssetCommissioned {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let AssetCommissioned { asset, cost, till, life_months, .. } = *self;
        own.name(Class::Asset, asset.0);
        let granted = self.grant.map(|part| (part.grant, part.amount));
        let (since, months, found) = (at.occurred_on, 0, None);
        own.grants.assets.insert(asset, Asset { since, cost, granted, life_months, months, found });
        if let Some(FromGrant { grant, line, amount }) = self.grant {
            let added = Money::new(cost.minor() - amount.minor(), cost.currency());
            own.does(Class::Asset, asset.0, Effect::GrantLies { grant, till, amount: amount.negated() })?;
            own.does(Class::Asset, asset.0, Effect::LineCharged { grant, line, amount })?;
            own.does(Class::Asset, asset.0, Effect::OwnShareAdded { grant, amount: added })?;
        }
        Ok(())
    }
}

impl Changes for AssetDepreciated {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.moves(self.movement, Effect::Served { asset: self.asset, months: self.months })
    }
}

impl Changes for AssetUseReported {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let asset = known(own.grants.assets.get_mut(&self.asset), "asset", self.asset)?;
        asset.found = Some((at.occurred_on, self.found));
        Ok(())
    }
}

impl Changes for InKindReceived {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}
