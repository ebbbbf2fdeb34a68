//! What payee details change in the book.

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::payee::Details;
use crate::book::state::register::insert_by_day;
use crate::event::payee::{
    PayeeDetailsConfirmed, PayeeDetailsSet, PayeeDetailsVerified, PayeeFrozen, PayeeReleased, PayeeTermsSet,
};
use crate::id::{DetailsId, MemberId};
use crate::record::Envelope;

impl Changes for PayeeTermsSet {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        insert_by_day(&mut own.cooling_days, (at.occurred_on, self.cooling_days), |(from, _)| *from);
        Ok(())
    }
}

impl Changes for PayeeDetailsSet {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let PayeeDetailsSet { details, member, scheme, not_before, .. } = *self;
        let (set_by, set_on) = (at.actor.id, at.occurred_on);
        let (level, verified_by, confirmed_by) = (None, None, None);
        let set = Details { details, scheme, set_by, set_on, not_before, level, verified_by, confirmed_by };
        own.payees.entry(member).or_default().details.push(set);
        own.details_of.insert(details, member);
        Ok(())
    }
}

impl Changes for PayeeDetailsVerified {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let details = own.details_mut(self.member, self.details)?;
        (details.verified_by, details.level) = (Some(at.actor.id), self.level);
        Ok(())
    }
}

impl Changes for PayeeDetailsConfirmed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.details_mut(self.member, self.details)?.confirmed_by = Some(at.actor.id);
        Ok(())
    }
}

impl Changes for PayeeFrozen {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.payees.entry(self.member).or_default().frozen = Some((at.occurred_on, at.actor.id));
        Ok(())
    }
}

impl Changes for PayeeReleased {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.payees.entry(self.member).or_default().frozen = None;
        Ok(())
    }
}

impl Cooperative {
    fn details_mut(&mut self, member: MemberId, details: DetailsId) -> Result<&mut Details, Unknown> {
        let hers = self.payees.get_mut(&member).into_iter().flat_map(|payee| &mut payee.details);
        known({ hers }.find(|known| known.details == details), "payee details", details)
    }
}
