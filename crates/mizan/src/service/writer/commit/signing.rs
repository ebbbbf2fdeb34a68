//! What a commit leaves to the notary: what the log has come to, once it has it.

use std::error::Error;

use crate::service::notary::Grown;
use crate::service::writer::commit::Desk;
use crate::service::writer::commit::flight::Reached;

impl Desk {
    /// Lets the notary sign what the log has come to, when it is time. What it cannot do holds nobody up: the records are
    /// in the log, and the next try is not far.
    pub(super) async fn sign(&mut self) {
        let (Some(notary), Some(grown)) = (&mut self.notary, self.grown.take()) else { return };
        if let Err(error) = notary.consider(&self.log, grown).await {
            tracing::warn!(error = &error as &dyn Error, "No checkpoint was signed");
        }
    }

    /// Notes what the log has come to with a commit.
    pub(super) fn note_grown(&mut self, (size, root): Reached, pays: bool) {
        self.reached = Some((size, root));
        if self.notary.is_some() {
            let pays = pays || self.grown.is_some_and(|before| before.pays);
            self.grown = Some(Grown { size, root, pays });
        }
    }
}
