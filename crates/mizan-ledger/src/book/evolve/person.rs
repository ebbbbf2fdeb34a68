//! What personal data changes in the book: how often somebody's was erased, and nothing else.

use crate::book::Book;
use crate::book::evolve::{Changes, Unknown, known};
use crate::event::person::{PersonalDataErased, PersonalDataSealed, Whose};

impl Changes for PersonalDataSealed {}
impl Changes for PersonalDataErased {}

impl Book {
    /// Whatever was sealed of somebody up to here counts as erased.
    pub(super) fn erase(&mut self, whose: Option<Whose>) -> Result<(), Unknown> {
        let whose = whose.ok_or(Unknown("the cooperative of an", "personal_data_erased".to_owned()))?;
        let (Whose::Member(cooperative, _) | Whose::Cooperative(cooperative)) = whose else {
            *self.erasures.entry(whose).or_default() += 1;
            return Ok(());
        };
        known(self.cooperatives.get_mut(&cooperative), "cooperative", cooperative)?;
        *self.erasures.entry(whose).or_default() += 1;
        Ok(())
    }
}
