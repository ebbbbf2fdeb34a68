//! What a commit leaves to the notary: what the log has come to, once it has it.

use std::error::Error;

use crate::service::notary::Grown;
use crate::service::reader::Folded;
use crate::service::writer::commit::Desk;
use crate::service::writer::commit::draft::Draft;

/// What the log has come to when it has a commit, whose records are the last the book has.
pub(super) fn grown(folded: &Folded, draft: &Draft) -> Grown {
    Grown { size: folded.guard.head(), root: folded.guard.root(), pays: draft.pays }
}

impl Desk {
    /// Lets the notary sign what the log has come to, when it is time. What it cannot do holds nobody up: the records are
    /// in the log, and the next try is not far.
    pub(super) async fn sign(&mut self) {
        let (Some(notary), Some(grown)) = (&mut self.notary, self.grown.take()) else { return };
        if let Err(error) = notary.consider(&self.log, grown).await {
            tracing::warn!(error = &error as &dyn Error, "No checkpoint was signed");
        }
    }

    /// Notes what the log has come to.
    pub(super) fn note_grown(&mut self, grown: Grown) {
        if self.notary.is_some() {
            let pays = grown.pays || self.grown.is_some_and(|before| before.pays);
            self.grown = Some(Grown { pays, ..grown });
        }
    }
}
