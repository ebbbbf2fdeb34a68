//! What a commit is made of: the commands that wait for it, the records they lead to, and the answers they will get.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use mizan_ledger::book::Book;
use mizan_ledger::event::Kind;
use mizan_ledger::record::Record;
use mizan_proof::disclosure::Disclosure;
use mizan_proof::hash::Hash;
use mizan_store::log::{AppendError, EventLog};
use tokio::task::{self, JoinHandle};
use uuid::Uuid;

use crate::service::assembly::{Assembled, Made};
use crate::service::notary::Grown;
use crate::service::reader::{Folded, ReadError};
use crate::service::vault::{Kept, Vault, VaultError};
use crate::service::writer::{Answer, NotAnswered, Request};

/// A command that waits for its commit.
pub(super) struct Ticket {
    pub(super) request: Request,
    /// What was made of it by an attempt of which nobody knows how it ended: the first record's id, and what opens it.
    pub(super) tried: Option<(Uuid, Vec<Disclosure>)>,
}

impl Ticket {
    pub(super) fn of(request: Request) -> Ticket {
        Ticket { request, tried: None }
    }

    /// Answers the caller, if the caller is still there.
    pub(super) fn answer(self, answer: Result<Answer, NotAnswered>) {
        let _ = self.request.reply.send(answer);
    }
}

/// The commit that is being made.
///
/// Records are kept as lines alone: a command that repeats a key of this very commit is rare, and whatever else is held
/// until the log has it is memory that every commit walks through.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) first: u64,
    pub(super) bytes: usize,
    pub(super) lines: Vec<Vec<u8>>,
    /// Whether one of them pays somebody.
    pub(super) pays: bool,
    /// The records of the last command, which the book does not have yet.
    ahead: Vec<(Record, Hash)>,
    pub(super) answers: Vec<Answer>,
    /// What opens the sealed fields of its records.
    pub(super) kept: Vec<Kept>,
}

impl Draft {
    /// Nothing yet, at this position.
    pub(super) fn at_position(first: u64) -> Draft {
        Draft { first, ..Draft::default() }
    }

    /// Adds the records of one command.
    pub(super) fn take(&mut self, made: Vec<Made>) {
        for made in made {
            self.bytes += made.line.len() + 1;
            self.lines.push(made.line);
            self.pays |= matches!(made.record.event.kind(), Kind::PayoutSent | Kind::PayoutHanded);
            self.ahead.push((made.record, made.leaf));
        }
    }

    /// Notes what opens the sealed fields of a command's first record, for whom that speaks of.
    ///
    /// The turn is that of the book it was decided on. If somebody's is erased meanwhile the commit meets a conflict, and
    /// is decided again in the turn after it; what was kept for this one is erased with the rest of it.
    pub(super) fn keep(&mut self, book: &Book, assembled: &Assembled) {
        let Some(Made { record, .. }) = assembled.records.first() else { return };
        let whose = record.event.sealed_of().and_then(|subject| subject.whose(record.envelope.scope));
        let Some(whose) = whose else { return };
        let turn = book.erasures.get(&whose).copied().unwrap_or(0);
        let kept = assembled.disclosures.iter().map(|disclosure| Kept { whose, turn, disclosure: disclosure.clone() });
        self.kept.extend(kept);
    }

    /// Folds what the book does not have yet.
    pub(super) fn fold(&mut self, folded: &mut Folded) -> Result<(), ReadError> {
        for (record, leaf) in self.ahead.drain(..) {
            folded.take(&record, leaf)?;
        }
        Ok(())
    }

    /// Remembers what was made of each command, so that it is known again if the log has it after all.
    pub(super) fn note_in(&mut self, tickets: &mut VecDeque<Ticket>) {
        note_in(tickets, mem::take(&mut self.answers), self.first, &self.lines);
    }

    /// A record of this commit.
    pub(super) fn line(&self, position: u64) -> Option<&[u8]> {
        line(self.first, &self.lines, position)
    }

    /// Stores the commit, and waits for it.
    pub(super) async fn store(&self, log: &dyn EventLog, vault: Option<&Vault>) -> Result<(), Failure> {
        store(log, vault, &self.kept, self.first, &self.lines).await
    }

    /// Sends the records to the log. Whoever waits is answered as soon as the log has them, whatever else is done then.
    pub(super) fn launch(
        self,
        log: Arc<dyn EventLog>,
        vault: Option<Arc<Vault>>,
        mut tickets: VecDeque<Ticket>,
        grown: Option<Grown>,
    ) -> Flight {
        let Draft { first, lines, answers, kept, .. } = self;
        let lines = Arc::new(lines);
        let sent = Arc::clone(&lines);
        let landing = task::spawn(async move {
            match store(log.as_ref(), vault.as_deref(), &kept, first, &sent).await {
                Ok(()) => {
                    for (ticket, answer) in tickets.drain(..).zip(answers) {
                        ticket.answer(Ok(answer));
                    }
                    Ok(())
                }
                Err(error) => Err(Crash { error, tickets, answers }),
            }
        });
        Flight { first, lines, grown, landing }
    }
}

/// Stores a commit: first what opens its sealed fields, then its records. So whatever a record sealed can be opened, and an
/// opening without a record is the worst that can be left.
async fn store(
    log: &dyn EventLog,
    vault: Option<&Vault>,
    kept: &[Kept],
    first: u64,
    lines: &[Vec<u8>],
) -> Result<(), Failure> {
    if let Some(vault) = vault {
        vault.keep(kept).await.map_err(Failure::Vault)?;
    }
    log.append(first, lines).await.map_err(Failure::Append)
}

/// Why a commit was not stored.
#[derive(Debug)]
pub(super) enum Failure {
    /// The vault did not take what opens it; the log was not asked.
    Vault(VaultError),
    /// The log did not take it, or may not have.
    Append(AppendError),
}

/// A commit on its way into the log.
pub(super) struct Flight {
    first: u64,
    lines: Arc<Vec<Vec<u8>>>,
    /// What the log has come to when it has arrived.
    pub(super) grown: Option<Grown>,
    pub(super) landing: JoinHandle<Result<(), Crash>>,
}

/// A commit that did not arrive, or may not have.
pub(super) struct Crash {
    pub(super) error: Failure,
    pub(super) tickets: VecDeque<Ticket>,
    answers: Vec<Answer>,
}

impl Flight {
    /// A record of this commit.
    pub(super) fn line(&self, position: u64) -> Option<&[u8]> {
        line(self.first, &self.lines, position)
    }

    /// Remembers what was made of each command, as a draft does.
    pub(super) fn note_in(&self, crash: &mut Crash) {
        note_in(&mut crash.tickets, mem::take(&mut crash.answers), self.first, &self.lines);
    }
}

fn line(first: u64, lines: &[Vec<u8>], position: u64) -> Option<&[u8]> {
    lines.get(usize::try_from(position.checked_sub(first)?).ok()?).map(Vec::as_slice)
}

fn note_in(tickets: &mut VecDeque<Ticket>, answers: Vec<Answer>, first: u64, lines: &[Vec<u8>]) {
    for (ticket, answer) in tickets.iter_mut().zip(answers) {
        if let Answer::Recorded { span, disclosures } = answer {
            let record = line(first, lines, span.first).and_then(|line| Record::from_bytes(line).ok());
            ticket.tried = record.map(|record| (record.envelope.id, disclosures));
        }
    }
}
