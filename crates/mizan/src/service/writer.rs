//! The writer: one task a book, which decides commands in turn and appends what they lead to, many in one commit.
//!
//! It takes what is waiting, decides each command against the book as the ones before it leave it, appends all their
//! records in one commit, and answers when the commit is durable. There is no timer: while one commit is under way the
//! next one gathers. A refused command drops out alone.
//!
//! Other programs may write the same log. Whoever is second is told so, reads what the first has written, and decides
//! again. A state that was folded from records that did not reach the log is thrown away.

mod commit;

use std::sync::Arc;
use std::time::Duration;

use mizan_ledger::book::Span;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::refusal::Refusal;
use mizan_proof::disclosure::Disclosure;
use mizan_store::log::{AppendError, EventLog};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::service::environment::{Environment, NoChance};
use crate::service::notary::{NotOpened, Notary};
use crate::service::reader::skim::Cooperatives;
use crate::service::reader::{self, Folded, ReadError, Until};
use crate::service::snapshot::Kept;
use crate::service::vault::{Vault, VaultError};
use crate::service::writer::commit::Desk;

/// How many commands may wait. Whoever brings one more waits too, before the command is taken.
pub const QUEUE: usize = 4_096;

/// What became of a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It is in the log, and stays there.
    Recorded {
        /// Where.
        span: Span,
        /// What opens the sealed fields of its first record. The vault has it, if the writer was given one.
        disclosures: Vec<Disclosure>,
    },
    /// The same words were recorded under the same key before; nothing was added.
    AlreadyRecorded {
        /// Where.
        span: Span,
    },
    /// Nothing was recorded.
    Refused(Refusal),
}

/// Why there is no answer. The command may be sent again: its key makes that safe.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotAnswered {
    /// The log could not be written or read.
    #[error("the command has no answer: send it again under the same key")]
    Failed(#[source] Arc<WriteError>),
    /// The writer has ended.
    #[error("the writer of this book has ended: open the book again")]
    Ended,
}

/// What can go wrong with a commit.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The log did not take the records.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The vault did not take what opens the sealed fields, so nothing was recorded.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Records could not be made.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// Others were quicker, time after time.
    #[error("other programs were writing the book all the time, {tries} times before this one: try again")]
    Overtaken {
        /// How often it was tried.
        tries: u32,
    },
}

/// A command on its way, with the place to answer to.
#[derive(Debug)]
struct Request {
    /// In a box: a command is large, and passes through several hands.
    submission: Box<Submission>,
    reply: oneshot::Sender<Result<Answer, NotAnswered>>,
}

/// The writer of one book.
#[derive(Debug)]
pub struct Writer {
    queue: mpsc::Sender<Request>,
    task: JoinHandle<Option<Folded>>,
}

/// An answer that is still to come.
#[derive(Debug)]
pub struct Pending(oneshot::Receiver<Result<Answer, NotAnswered>>);

impl Pending {
    /// The answer, if it is there already; it is given once.
    pub fn if_ready(&mut self) -> Option<Result<Answer, NotAnswered>> {
        match self.0.try_recv() {
            Ok(answer) => Some(answer),
            Err(oneshot::error::TryRecvError::Empty) => None,
            Err(oneshot::error::TryRecvError::Closed) => Some(Err(NotAnswered::Ended)),
        }
    }

    /// Waits for the answer. Whoever does not wait does not undo the command.
    pub async fn answer(self) -> Result<Answer, NotAnswered> {
        self.0.await.unwrap_or(Err(NotAnswered::Ended))
    }
}

impl Writer {
    /// Folds a log and starts to write it.
    pub async fn start(log: Arc<dyn EventLog>, environment: impl Environment + 'static) -> Result<Writer, ReadError> {
        let folded = reader::fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await?;
        Ok(Writer::take_up(log, environment, folded, None, None))
    }

    /// Folds a log and starts to write it, with a notary who signs what it comes to. A log that is behind what was signed
    /// of it, or contradicts it, is not written.
    pub async fn start_with(
        log: Arc<dyn EventLog>,
        environment: impl Environment + 'static,
        mut notary: Notary,
    ) -> Result<Writer, NotOpened> {
        let begun = notary.fold(&log, &Kept::nowhere(), Cooperatives::AtOnce).await?;
        Ok(Writer::take_up(log, environment, begun.folded, Some(notary), None))
    }

    /// Starts to write a log that is folded already. What others appended since is met with the first commit.
    ///
    /// Given a vault, no record reaches the log before the vault has what opens it; without one, whoever hands in a
    /// command keeps that himself.
    #[must_use]
    pub fn take_up(
        log: Arc<dyn EventLog>,
        environment: impl Environment + 'static,
        folded: Folded,
        notary: Option<Notary>,
        vault: Option<Arc<Vault>>,
    ) -> Writer {
        let (queue, requests) = mpsc::channel(QUEUE);
        let desk = Desk::new(log, Box::new(environment), folded, notary, vault);
        Writer { queue, task: tokio::spawn(desk.work(requests)) }
    }

    /// Hands in a command and waits for what becomes of it.
    pub async fn submit(&self, submission: Submission) -> Result<Answer, NotAnswered> {
        self.hand_in(submission).await?.answer().await
    }

    /// Hands in a command. Commands are decided in the order in which they are handed in.
    pub async fn hand_in(&self, submission: Submission) -> Result<Pending, NotAnswered> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(Request { submission: Box::new(submission), reply }).await.map_err(|_| NotAnswered::Ended)?;
        Ok(Pending(answer))
    }

    /// Ends without what still waits, which has no answer. What is on its way into the log may reach it all the same.
    pub async fn stop(&self) {
        self.task.abort();
        while !self.task.is_finished() {
            sleep(Duration::from_millis(1)).await;
        }
    }

    /// Finishes what was handed in, and gives the book as it then is; nothing if the last commit failed.
    pub async fn finish(self) -> Option<Folded> {
        drop(self.queue);
        self.task.await.ok().flatten()
    }
}

#[cfg(test)]
mod tests;
