//! The clerk: a writer without a log, for whoever thinks of commands before anyone says them.
//!
//! It decides each command on a book of its own and makes the very records a writer would, given the same clock and
//! chance. The demo and the tests' generator speak to one, so that what they say next makes sense.

use mizan_ledger::book::{Book, BrokenLog};
use mizan_ledger::command::Submission;
use mizan_ledger::decide::begun::in_its_time;
use mizan_ledger::decide::decide_to_write;
use mizan_ledger::decide::refusal::Refusal;
use mizan_ledger::record::Record;

use crate::service::assembly::{Assembled, NotAssembled, assemble};
use crate::service::chain::chain;
use crate::service::environment::{Environment, NoChance};
use crate::service::reader::Folded;
use mizan_verify::guard::Unchained;

/// A record and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it says.
    pub record: Record,
    /// As it is stored.
    pub line: Vec<u8>,
}

/// Keeps a book in memory.
#[derive(Debug, Clone)]
pub struct Clerk<E> {
    folded: Folded,
    /// The clock and chance its records are made with.
    pub environment: E,
}

/// Why a command was not written down.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// The ledger refuses it.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// There are no random bytes to be had.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The book cannot take what it has decided, which is a fault of ours.
    #[error(transparent)]
    Broken(#[from] BrokenLog),
    /// The records do not follow from each other, which is a fault of ours.
    #[error(transparent)]
    Unchained(#[from] Unchained),
}

impl From<Refusal> for NotWritten {
    fn from(refusal: Refusal) -> NotWritten {
        NotWritten::Refused(Box::new(refusal))
    }
}

impl From<NotAssembled> for NotWritten {
    fn from(error: NotAssembled) -> NotWritten {
        match error {
            NotAssembled::Refused(refusal) => NotWritten::Refused(refusal),
            NotAssembled::NoChance(error) => NotWritten::NoChance(error),
        }
    }
}

impl<E: Environment> Clerk<E> {
    /// A clerk with an empty book.
    #[must_use]
    pub fn new(environment: E) -> Clerk<E> {
        Clerk { folded: Folded::default(), environment }
    }

    /// What has been said so far.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.folded.book
    }

    /// The same, with the tree over its records.
    #[must_use]
    pub fn folded(&self) -> &Folded {
        &self.folded
    }

    /// Decides a command and writes down what it leads to, or says why not.
    ///
    /// `past` holds the records a correction speaks of. Nothing is said twice here: a key that is known is refused.
    pub fn submit(&mut self, submission: &Submission, past: &[Record]) -> Result<Vec<Written>, NotWritten> {
        if let Some(span) = self.folded.book.keys.get(&submission.key) {
            let key = submission.key.to_string();
            return Err(Refusal::KeyUsed { key, position: span.first }.into());
        }
        let Folded { book, guard, .. } = &mut self.folded;
        let of_scope = guard.link(submission.cooperative).length;
        let mut text = Vec::new();
        let made = made_of(&mut self.environment, book, of_scope, submission, past, &mut text);
        let Assembled { records, lines, .. } = made?;
        let mut written = Vec::with_capacity(records.len());
        for (record, line) in records.into_iter().zip(&lines) {
            let (record, line) = chain(guard, record, line, &text)?;
            book.apply(&record)?;
            written.push(Written { record, line });
        }
        Ok(written)
    }
}

/// What a command that was not said before leads to: the records, which follow what was folded, and so many of its scope. Their
/// lines are appended to a text, which is left as it was if there are none.
pub(crate) fn made_of(
    environment: &mut dyn Environment,
    book: &Book,
    of_scope: u64,
    submission: &Submission,
    past: &[Record],
    text: &mut Vec<u8>,
) -> Result<Assembled, NotAssembled> {
    let events = decide_to_write(book, submission, past)?;
    assert!(!events.is_empty(), "`{}` was accepted and leads to nothing", submission.command.name());
    let start = text.len();
    let assembled = assemble(environment, book, of_scope, submission, events, text);
    // The ledger has no clock: it is asked once the record says when it is written.
    let made = assembled.and_then(|assembled| {
        if let Some(record) = assembled.records.first() {
            in_its_time(&record.envelope)?;
        }
        Ok(assembled)
    });
    if made.is_err() {
        text.truncate(start);
    }
    made
}
