//! Of which cooperatives a command asks something: those must be read before it can be decided.

use crate::command::{Command, Submission};
use crate::id::CooperativeId;

/// Some cooperatives of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// At most these two.
    These([Option<CooperativeId>; 2]),
    /// Every one.
    All,
}

/// The cooperatives the rule of a command looks at.
#[must_use]
pub fn reach(submission: &Submission) -> Reach {
    let own = submission.cooperative;
    if let Command::SendTransfer(words) = &submission.command {
        Reach::These([own, Some(words.to)])
    } else if let Command::ReceiveTransfer(words) = &submission.command {
        Reach::These([own, Some(words.from)])
    } else if let Command::TakeCensus(_) = &submission.command {
        // The same census of others must have the same day.
        Reach::All
    } else {
        Reach::These([own, None])
    }
}
