//! What shares change in the book, beside what is paid of them.

use crate::book::evolve::{Changes, Unknown};
use crate::book::state::capital::ShareTerms;
use crate::book::state::effect::Effect;
use crate::book::state::register::insert_by_day;
use crate::book::state::{Class, Cooperative};
use crate::event::capital::{ShareTermsSet, SharesPaid, SharesRefunded, SharesSubscribed};
use crate::record::Envelope;

impl Changes for ShareTermsSet {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let ShareTermsSet { value, paid_at_least, within_months, minimum_capital, .. } = *self;
        let terms = ShareTerms { from: at.occurred_on, value, paid_at_least, within_months, minimum_capital };
        insert_by_day(&mut own.capital.terms, terms, |terms| terms.from);
        Ok(())
    }
}

impl Changes for SharesSubscribed {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let (member, shares, value) = (self.member, i64::from(self.shares), self.value);
        own.moves(self.movement, Effect::SharesTaken { member, shares, value })
    }
}

impl Changes for SharesPaid {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}

impl Changes for SharesRefunded {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let (member, shares, value) = (self.member, -i64::from(self.shares), self.value.negated());
        own.moves(self.movement, Effect::SharesTaken { member, shares, value })
    }
}
