//! What a writer knows of the log when it begins to decide: all that is there, and no less than was there before.

use crate::service::reader::skim::Cooperatives;
use crate::service::reader::{self, Folded, ReadError, Until};
use crate::service::snapshot::{Kept, begin};
use crate::service::writer::commit::Desk;

impl Desk {
    /// The book with all that is in the log, from what is known of it. A log that has less than it once took of us, or something
    /// else, is not written.
    pub(super) async fn book(&mut self, known: Option<Folded>) -> Result<Folded, ReadError> {
        let Some(mut folded) = known else {
            self.lengths = None;
            // What is found there is answered for.
            self.log.confirm().await?;
            let reached = self.reached;
            let begun = begin(&self.log, &Kept::nowhere(), reached, Until::End, Cooperatives::WhenAsked).await?;
            return went_back(begun.folded.guard.head(), reached.map_or(0, |(head, _)| head)).map(|()| begun.folded);
        };
        let head = self.log.head().await?;
        went_back(head, folded.guard.head())?;
        if head > folded.guard.head() {
            self.lengths = None;
            reader::catch_up(self.log.as_ref(), &mut folded).await?;
        }
        Ok(folded)
    }
}

/// That a log has all the records it had before.
fn went_back(head: u64, before: u64) -> Result<(), ReadError> {
    if head < before { Err(ReadError::WentBack { head, before }) } else { Ok(()) }
}
