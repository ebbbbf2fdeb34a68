//! What a writer knows of the log when it begins to decide: all that is there, and no less than was there before.

use crate::service::reader::skim::Cooperatives;
use crate::service::reader::{self, Folded, ReadError, Until};
use crate::service::snapshot::{Kept, begin};
use crate::service::writer::commit::Desk;
use crate::service::writer::commit::flight::Reached;

impl Desk {
    /// The book with all that is in the log, from what is known of it. A log that has less than was once read of
    /// it or taken of us, or something else, is not written.
    pub(super) async fn book(&mut self, known: Option<Folded>) -> Result<Folded, ReadError> {
        let folded = match known {
            Some(mut folded) => {
                let head = self.log.head().await?;
                went_back(head, folded.guard.head())?;
                if head == folded.guard.head() {
                    return Ok(folded);
                }
                reader::catch_up(self.log.as_ref(), &mut folded).await?;
                folded
            }
            None => {
                let begun =
                    begin(&self.log, &Kept::nowhere(), self.reached, Until::End, Cooperatives::WhenAsked).await?;
                went_back(begun.folded.guard.head(), self.reached.map_or(0, |(head, _)| head))?;
                begun.folded
            }
        };
        // Others wrote it, or nobody knows who: it is answered for all the same.
        self.log.confirm().await?;
        self.lengths = None;
        self.reached = reached_by(&folded);
        Ok(folded)
    }
}

/// What a log had come to when a book was folded from it; nothing, if that was nothing.
pub(super) fn reached_by(folded: &Folded) -> Option<Reached> {
    (folded.guard.head() > 0).then(|| (folded.guard.head(), folded.guard.root()))
}

/// That a log has all the records it had before.
fn went_back(head: u64, before: u64) -> Result<(), ReadError> {
    if head < before { Err(ReadError::WentBack { head, before }) } else { Ok(()) }
}
