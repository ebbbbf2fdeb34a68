//! One commit of the writer: from the commands that wait to the answers.
//!
//! The book of the writer runs ahead of the log by the commit that is being made. If the log does not take that commit
//! the book is false, and is folded again from the log. Folding costs what replay costs, so after a conflict the next
//! commands are taken one by one and a command's records are folded in only when the log has them: then a conflict
//! costs no more than reading what the other has written, and two busy programs both get on.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::process;
use std::sync::Arc;
use std::time::Duration;

use mizan_ledger::book::Span;
use mizan_ledger::decide::needs;
use mizan_ledger::decide::refusal::Refusal;
use mizan_ledger::record::Record;
use mizan_proof::disclosure::Disclosure;
use mizan_proof::hash::Hash;
use mizan_store::log::{AppendError, EventLog};
use tokio::sync::mpsc;
use tokio::time::sleep;
use uuid::Uuid;

use crate::service::assembly::{Made, NotAssembled};
use crate::service::clerk::{NotWritten, made_of};
use crate::service::environment::Environment;
use crate::service::reader::{self, Folded, ReadError, Until};
use crate::service::recall::Recall;
use crate::service::writer::{Answer, NotAnswered, Request, WriteError};

/// The most commands of one commit.
const MOST_COMMANDS: usize = 1_024;

/// A commit that has grown to this many bytes takes no further command.
const ENOUGH_BYTES: usize = 4 << 20;

/// How often a commit is tried while others are quicker, before its commands are given back: for some seconds.
const TRIES: u32 = 500;

/// After so many conflicts in a row the next try waits a moment, so that two programs do not keep the same step.
const IN_STEP: u32 = 4;

/// After a conflict, how many commands are taken one by one.
const CAUTION: u32 = 64;

/// How long to wait after so many conflicts: up to some milliseconds, another time in each program and at each try.
fn out_of_step(tries: u32) -> Duration {
    match tries.checked_sub(IN_STEP) {
        Some(more) => {
            Duration::from_micros(u64::from(process::id()).wrapping_mul(u64::from(more) * 2 + 1) * 977 % 8_000)
        }
        None => Duration::ZERO,
    }
}

/// A command that waits for its commit.
struct Ticket {
    request: Request,
    /// What was made of it by an attempt of which nobody knows how it ended: the first record's id, and what opens it.
    tried: Option<(Uuid, Vec<Disclosure>)>,
}

impl Ticket {
    /// Answers the caller, if the caller is still there.
    fn answer(self, answer: Result<Answer, NotAnswered>) {
        let _ = self.request.reply.send(answer);
    }
}

/// The place where one book is written.
pub(super) struct Desk {
    log: Arc<dyn EventLog>,
    environment: Box<dyn Environment>,
    /// The book; nothing after it has proved false.
    folded: Option<Folded>,
    recall: Recall,
    /// How many more commands are taken one by one.
    caution: u32,
}

/// The commit that is being made.
#[derive(Default)]
struct Draft {
    first: u64,
    bytes: usize,
    lines: Vec<Vec<u8>>,
    /// The records the book has, for commands that repeat a key of this very commit.
    folded: Vec<Record>,
    /// The records of the last command, which the book does not have yet.
    ahead: Vec<(Record, Hash)>,
    answers: Vec<Answer>,
}

/// Why an attempt came to nothing.
enum Setback {
    /// Someone else was quicker. Try again.
    Conflict,
    /// Nobody knows whether the records are in the log. Look, and try again.
    Unknown(AppendError),
    /// There is no use in trying again.
    Failed(WriteError),
}

impl From<ReadError> for Setback {
    fn from(error: ReadError) -> Setback {
        Setback::Failed(error.into())
    }
}

impl From<WriteError> for Setback {
    fn from(error: WriteError) -> Setback {
        Setback::Failed(error)
    }
}

impl Desk {
    pub(super) fn new(log: Arc<dyn EventLog>, environment: Box<dyn Environment>, folded: Folded) -> Desk {
        Desk { log, environment, folded: Some(folded), recall: Recall::default(), caution: 0 }
    }

    /// Works until nobody can hand anything in any more, and leaves the book.
    pub(super) async fn work(mut self, mut requests: mpsc::Receiver<Request>) -> Option<Folded> {
        let mut taken = Vec::with_capacity(MOST_COMMANDS);
        while requests.recv_many(&mut taken, MOST_COMMANDS).await > 0 {
            let tickets = taken.drain(..).map(|request| Ticket { request, tried: None }).collect();
            self.serve(tickets).await;
        }
        self.folded
    }

    /// Answers every ticket, in one commit or in several.
    async fn serve(&mut self, mut tickets: VecDeque<Ticket>) {
        let mut tries = 0;
        while !tickets.is_empty() {
            tries += 1;
            let failed = match self.attempt(&mut tickets).await {
                Ok(answers) => {
                    tries = 0;
                    for (ticket, answer) in tickets.drain(..answers.len()).zip(answers) {
                        ticket.answer(Ok(answer));
                    }
                    continue;
                }
                Err(Setback::Conflict) if tries < TRIES => {
                    sleep(out_of_step(tries)).await;
                    continue;
                }
                Err(Setback::Conflict) => WriteError::Overtaken { tries },
                // What failed once may fail for long: a second look at the log is enough.
                Err(Setback::Unknown(_)) if tries < 2 => continue,
                Err(Setback::Unknown(error)) => error.into(),
                Err(Setback::Failed(error)) => error,
            };
            tracing::warn!(commands = tickets.len(), error = %failed, "A commit failed, its commands are given back");
            let failed = NotAnswered::Failed(Arc::new(failed));
            for ticket in tickets.drain(..) {
                ticket.answer(Err(failed.clone()));
            }
        }
    }

    /// Tries one commit of the first tickets. The book is true after it, or gone.
    async fn attempt(&mut self, tickets: &mut VecDeque<Ticket>) -> Result<Vec<Answer>, Setback> {
        let mut folded = self.book().await?;
        let one_by_one = self.caution > 0;
        self.caution = self.caution.saturating_sub(1);
        let most = if one_by_one { 1 } else { tickets.len() };
        let mut draft = Draft { first: folded.guard.head(), ..Draft::default() };
        // From here on the book runs ahead; wherever this returns early, it is not put back.
        for ticket in tickets.iter_mut().take(most) {
            draft.fold(&mut folded)?;
            let answer = self.weigh(&folded, &mut draft, ticket).await?;
            draft.answers.push(answer);
            if draft.bytes >= ENOUGH_BYTES {
                break;
            }
        }
        if !one_by_one {
            // Nothing may reach the log that the book cannot take.
            draft.fold(&mut folded)?;
        }
        if !draft.lines.is_empty() {
            match self.log.append(draft.first, &draft.lines).await {
                Ok(()) => {}
                Err(AppendError::Conflict { head }) => {
                    tracing::debug!(expected = draft.first, head, "Another program has written first");
                    if one_by_one {
                        self.folded = Some(folded);
                    }
                    self.caution = CAUTION;
                    return Err(Setback::Conflict);
                }
                Err(error @ AppendError::Unknown { .. }) => {
                    draft.note_in(tickets);
                    return Err(Setback::Unknown(error));
                }
                Err(
                    error @ (AppendError::Store(_)
                    | AppendError::Empty
                    | AppendError::TooLong { .. }
                    | AppendError::NotALine { .. }),
                ) => return Err(WriteError::Append(error).into()),
            }
        }
        // The log has them, so the answers stand whatever else happens; a book that cannot follow is not kept.
        match draft.fold(&mut folded) {
            Ok(()) => self.folded = Some(folded),
            Err(error) => tracing::error!(%error, "The log holds records that the book cannot take"),
        }
        Ok(draft.answers)
    }

    /// The book with all that is in the log.
    async fn book(&mut self) -> Result<Folded, ReadError> {
        let Some(mut folded) = self.folded.take() else {
            return reader::fold(&self.log, Until::End, |_| Ok(())).await;
        };
        if self.log.head().await? > folded.guard.head() {
            reader::catch_up(self.log.as_ref(), &mut folded).await?;
        }
        Ok(folded)
    }

    /// Decides one command. What it leads to is added to the draft.
    async fn weigh(&mut self, folded: &Folded, draft: &mut Draft, ticket: &mut Ticket) -> Result<Answer, WriteError> {
        let submission = &ticket.request.submission;
        if let Some(span) = folded.book.keys.get(&submission.key).map(Cow::into_owned) {
            let looked_up;
            let first = match draft.at(span.first) {
                Some(record) => record,
                None => {
                    looked_up = self.recall.record(self.log.as_ref(), span.first).await?;
                    &looked_up
                }
            };
            if let Some((id, disclosures)) = &ticket.tried
                && *id == first.envelope.id
            {
                // An attempt of ours that was not known to have reached the log has.
                return Ok(Answer::Recorded { span, disclosures: disclosures.clone() });
            }
            if submission.says_the_same_as(first) {
                return Ok(Answer::AlreadyRecorded { span });
            }
            let key = submission.key.to_string();
            return Ok(Answer::Refused(Refusal::KeyUsed { key, position: span.first }));
        }
        let mut past = Vec::new();
        for &position in needs(&submission.command).iter().filter(|position| **position < folded.guard.head()) {
            past.push(match draft.at(position) {
                Some(record) => record.clone(),
                None => self.recall.record(self.log.as_ref(), position).await?,
            });
        }
        match made_of(self.environment.as_mut(), folded, submission, &past) {
            Ok(assembled) => {
                let count = u32::try_from(assembled.records.len()).unwrap_or(u32::MAX);
                let span = Span { first: folded.guard.head(), count };
                draft.take(assembled.records);
                Ok(Answer::Recorded { span, disclosures: assembled.disclosures })
            }
            Err(NotWritten::Refused(refusal)) => Ok(Answer::Refused(*refusal)),
            Err(NotWritten::NotAssembled(NotAssembled::NoChance(error))) => Err(error.into()),
            Err(error) => Err(WriteError::NotWritable { command: submission.command.name(), source: Box::new(error) }),
        }
    }
}

impl Draft {
    /// Adds the records of one command.
    fn take(&mut self, made: Vec<Made>) {
        for made in made {
            self.bytes += made.line.len() + 1;
            self.lines.push(made.line);
            self.ahead.push((made.record, made.leaf));
        }
    }

    /// Folds what the book does not have yet.
    fn fold(&mut self, folded: &mut Folded) -> Result<(), ReadError> {
        for (record, leaf) in self.ahead.drain(..) {
            folded.guard.take(&record.envelope, leaf)?;
            folded.book.apply(&record)?;
            self.folded.push(record);
        }
        Ok(())
    }

    /// Remembers what was made of each command, so that it is known again if the log has it after all.
    fn note_in(&mut self, tickets: &mut VecDeque<Ticket>) {
        for (ticket, answer) in tickets.iter_mut().zip(self.answers.drain(..)) {
            if let Answer::Recorded { span, disclosures } = answer {
                let index = span.first.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
                let mut records = self.folded.iter().chain(self.ahead.iter().map(|(record, _)| record));
                let first = index.and_then(|index| records.nth(index));
                ticket.tried = first.map(|record| (record.envelope.id, disclosures));
            }
        }
    }

    /// A record of this commit that the book has.
    fn at(&self, position: u64) -> Option<&Record> {
        self.folded.get(usize::try_from(position.checked_sub(self.first)?).ok()?)
    }
}
