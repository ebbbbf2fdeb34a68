//! The census: on its day everyone is counted, and later one of them otherwise.

use serde_json::json;

use crate::demo::NotTold;
use crate::demo::plan::CensusPlan;
use crate::demo::teller::Teller;

impl Teller {
    /// Takes the census on its day, and corrects it on a later one.
    pub(super) fn count(&mut self, at: usize) -> Result<(), NotTold> {
        let Some(CensusPlan { census, definition, as_of, taken_on, corrected_on }) = self.shops[at].plan.census.clone()
        else {
            return Ok(());
        };
        if self.today == taken_on {
            let members = self.books(at)?.members_on(as_of).len();
            let active = self.working(at)?;
            let words = json!({"census": census, "definition": definition, "as_of": as_of, "members": members,
                "active": active});
            self.speak(at, "leader", "take_census", words)?;
        }
        if self.today == corrected_on {
            let books = self.books(at)?;
            let counted = books.censuses.get(&census).map(|taken| &taken.published);
            let counts = |how| counted.into_iter().flatten().find(|(_, counted)| **counted == how);
            let wrongly = counts(mizan_ledger::event::census::Counted::Active).map(|(member, _)| *member);
            let words = json!({"census": census, "member": wrongly, "counted": "inactive",
                "reason": "was away that spring, her sister worked in her place"});
            self.speak(at, "leader", "correct_census", words)?;
        }
        Ok(())
    }
}
