//! What the book remembers of agreements and consents.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::agreement::document::Agreement;
use crate::id::{ConsentId, PartyId};

/// One version of an agreement, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The document.
    pub terms: Arc<Agreement>,
    /// The parties that have accepted it.
    pub accepted: BTreeSet<PartyId>,
    /// Whether the cooperative has.
    pub by_cooperative: bool,
    /// The date from which a later version holds instead.
    pub superseded_from: Option<Date>,
}

packed!(struct Version { terms, accepted, by_cooperative, superseded_from });

impl Version {
    /// Whether everyone who must has accepted it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.by_cooperative && self.terms.parties.iter().all(|party| self.accepted.contains(party))
    }

    /// Whether it divides sales dated on this day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.is_accepted() && self.terms.in_force_on(day) && self.superseded_from.is_none_or(|from| day < from)
    }
}

/// A consent, from the day it was given to the day it was withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// Which.
    pub consent: ConsentId,
    /// From this day.
    pub from: Date,
    /// Not any more on this day.
    pub until: Option<Date>,
}

packed!(struct Consent { consent, from, until });
