//! What a census changes in the book.

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::census::Census;
use crate::event::census::{ActivityDefined, CensusCorrected, CensusTaken, Counted};
use crate::record::Envelope;

/// A definition belongs to the whole book, which keeps it.
impl Changes for ActivityDefined {}

impl Changes for CensusTaken {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let CensusTaken { census, definition, as_of, .. } = *self;
        let (on, (published, corrections)) = (at.occurred_on, Default::default());
        let known = own.censuses.entry(census);
        let known = known.or_insert_with(|| Census { definition, on, as_of, published, corrections });
        known.published.extend(self.active.iter().map(|member| (*member, Counted::Active)));
        known.published.extend(self.inactive.iter().map(|member| (*member, Counted::Inactive)));
        Ok(())
    }
}

impl Changes for CensusCorrected {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let census = known(own.censuses.get_mut(&self.census), "census", self.census)?;
        census.corrections.insert(self.member, self.counted);
        Ok(())
    }
}
