//! What taking part changes in the book: agreements, consents.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::membership::{Consent, Version};
use crate::event::log_key::LogKeyRotated;
use crate::event::membership::{
    AgreementAccepted, AgreementEnded, AgreementProposed, AgreementSuperseded, BookOpened, ConsentGiven,
    ConsentWithdrawn, CooperativeRegistered, PartyRegistered,
};
use crate::record::Envelope;

impl Changes for BookOpened {}
impl Changes for LogKeyRotated {}
impl Changes for PartyRegistered {}
impl Changes for CooperativeRegistered {}

impl Changes for AgreementProposed {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let terms = Arc::new((*self.terms).clone());
        let (agreement, number) = (terms.agreement, terms.version);
        let version = Version { terms, accepted: BTreeSet::new(), by_cooperative: false, superseded_from: None };
        own.agreements.entry(agreement).or_default().insert(number, version);
        Ok(())
    }
}

impl Changes for AgreementAccepted {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let version = own.version_mut(self.agreement, self.version)?;
        match self.party {
            Some(party) => {
                version.accepted.insert(party);
            }
            None => version.by_cooperative = true,
        }
        Ok(())
    }
}

impl Changes for AgreementSuperseded {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.version_mut(self.agreement, self.version)?.superseded_from = Some(self.from);
        Ok(())
    }
}

impl Changes for AgreementEnded {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.version_mut(self.agreement, self.version)?.superseded_from = Some(self.from);
        Ok(())
    }
}

impl Changes for ConsentGiven {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.consents.insert(self.consent, (self.member, self.purpose));
        let consent = Consent { consent: self.consent, from: at.occurred_on, until: None };
        own.consents_to.get_or_default(&(self.member, self.purpose)).push(consent);
        Ok(())
    }
}

impl Changes for ConsentWithdrawn {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let of = *known(own.consents.get_mut(&self.consent), "consent", self.consent)?;
        let given = known(own.consents_to.get_mut(&of), "consent", self.consent)?;
        let given = given.iter_mut().find(|consent| consent.consent == self.consent);
        known(given, "consent", self.consent)?.until = Some(at.occurred_on);
        Ok(())
    }
}
