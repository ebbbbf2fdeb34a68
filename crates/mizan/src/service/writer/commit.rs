//! One commit of the writer: from the commands that wait to the answers.
//!
//! While commits are on their way into the log the next one is decided, so the book of the writer runs ahead of the log by
//! three commits at the most: one that the log is taking, one that is ready, if it is large, and the one that is decided. The
//! log is given the next only when it has the one before, and its commands are answered only when it has it too. What need
//! not be known to decide, the hashes that chain the records, is reckoned on the way. If the log does not take a commit the
//! book is false, and is folded again from the log; what was decided on it counts for nothing. Folding costs what replay
//! costs, so after a conflict the next commands are taken one by one and a command's records are folded in only when the log
//! has them: then a conflict costs no more than reading what the other has written, and two busy programs both get on. The
//! first of them costs deciding again whatever was on its way, some thousands of commands at most.

mod draft;
mod flight;
mod known;
mod next;
mod pace;
mod setback;
mod signing;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use mizan_ledger::book::Span;
use mizan_ledger::decide::needs;
use mizan_ledger::decide::reach::reach;
use mizan_ledger::decide::refusal::Refusal;
use mizan_ledger::record::Record;
use mizan_store::log::{AppendError, EventLog};
use tokio::sync::mpsc;
use tokio::time::sleep;

use crate::service::assembly::{Assembled, NotAssembled};
use crate::service::chain::Spare;
use crate::service::clerk::made_of;
use crate::service::environment::Environment;
use crate::service::notary::{Grown, Notary};
use crate::service::reader::{Folded, ReadError};
use crate::service::recall::Recall;
use crate::service::vault::Vault;
use crate::service::writer::commit::draft::{Draft, Ticket};
use crate::service::writer::commit::flight::{Failure, Flight, Flights, Landed, Reached, ended};
use crate::service::writer::commit::known::reached_by;
use crate::service::writer::commit::next::{ENOUGH_BYTES, Lengths, MOST_COMMANDS, Next};
use crate::service::writer::commit::pace::out_of_step;
use crate::service::writer::commit::setback::Setback;
use crate::service::writer::{Answer, NotAnswered, Request, WriteError};

/// How many commands are decided before somebody looks whether the commit before has arrived.
const AT_ONCE: usize = 64;

/// How often a commit is tried while others are quicker, before its commands are given back: for some seconds.
const TRIES: u32 = 500;

/// After a conflict, how many commands are taken one by one.
const CAUTION: u32 = 64;

/// The place where one book is written.
pub(super) struct Desk {
    log: Arc<dyn EventLog>,
    environment: Box<dyn Environment>,
    /// The book; nothing after it has proved false. Its guard is away with a commit that is on its way.
    folded: Option<Folded>,
    /// How many records each scope has in it; nothing when that must be asked of the guard.
    lengths: Option<Lengths>,
    recall: Recall,
    /// What the lines of commits were written to that have arrived.
    spare: Spare,
    /// Keeps what opens sealed fields, before their records go into the log.
    vault: Option<Arc<Vault>>,
    /// How many more commands are taken one by one.
    caution: u32,
    /// Who signs what the log has come to, if anybody does.
    notary: Option<Notary>,
    /// What is in the log and not signed for.
    grown: Option<Grown>,
    /// What the log had come to when it last took a commit of ours, or one of others was read.
    reached: Option<Reached>,
}

impl Desk {
    pub(super) fn new(
        log: Arc<dyn EventLog>,
        environment: Box<dyn Environment>,
        folded: Folded,
        notary: Option<Notary>,
        vault: Option<Arc<Vault>>,
    ) -> Desk {
        let (reached, folded) = (reached_by(&folded), Some(folded));
        let (recall, spare) = (Recall::default(), Spare::default());
        let (lengths, caution, grown) = (None, 0, None);
        Desk { log, environment, folded, lengths, recall, spare, vault, caution, notary, grown, reached }
    }

    /// Works until nobody can hand anything in any more, and leaves the book.
    pub(super) async fn work(mut self, mut requests: mpsc::Receiver<Request>) -> Option<Folded> {
        let mut taken = Vec::with_capacity(AT_ONCE);
        let mut next = Next::default();
        let mut flights = Flights::default();
        let mut open = true;
        loop {
            self.grow(&mut next, &mut flights).await;
            let room = next.room(self.enough(&flights)).min(AT_ONCE);
            // A commit goes off when nothing is on its way, with all who wait, or when it is large enough.
            let gathers = !flights.is_empty() || next.tickets.is_empty() || !requests.is_empty();
            if open && room > 0 && gathers {
                tokio::select! {
                    biased;
                    landed = flights.landing() => self.settle(landed, &mut flights, &mut next).await,
                    came = requests.recv_many(&mut taken, room) => open = came > 0,
                }
                next.tickets.extend(taken.drain(..).map(Ticket::of));
            } else if next.may_go(&flights) {
                self.launch(&mut next, &mut flights);
            } else if !flights.is_empty() {
                let landed = flights.landing().await;
                self.settle(landed, &mut flights, &mut next).await;
            } else {
                return self.folded;
            }
            self.sign().await;
        }
    }

    /// How many bytes the next commit may grow to. While as many as may be are on their way it is as many as the log takes
    /// without loss: now and then a log takes as long as for some commits, such as a file into which is moved what was written
    /// ahead, and deciding need not wait for all of that. So between commands and log are no more than three commits of so many
    /// bytes and three commands beyond, which is some twice that in memory, and two of them once more as the log will have them,
    /// the first of which the log may hold as well.
    fn enough(&self, flights: &Flights) -> usize {
        if flights.are_full() { self.log.enough_bytes().max(ENOUGH_BYTES) } else { ENOUGH_BYTES }
    }

    /// Decides the commands of the next commit that are not decided yet, until it is large enough.
    async fn grow(&mut self, next: &mut Next, flights: &mut Flights) {
        if self.caution > 0 && !next.tickets.is_empty() {
            // Whoever was overtaken has nothing under way.
            return self.serve(mem::take(next).tickets, None).await;
        }
        let Err(setback) = self.decide_on(next, flights).await else { return };
        while !flights.is_empty() {
            let landed = flights.landing().await;
            self.settle(landed, flights, next).await;
        }
        self.folded = None;
        self.serve(mem::take(next).tickets, Some(setback)).await;
    }

    async fn decide_on(&mut self, next: &mut Next, flights: &Flights) -> Result<(), Setback> {
        let enough = self.enough(flights);
        if next.draft.answers.len() == next.tickets.len() || next.is_large(enough) {
            return Ok(());
        }
        // If others have written since, the commits under way meet them, or this one does.
        let mut folded = match self.folded.take() {
            Some(folded) if !flights.is_empty() || !next.draft.answers.is_empty() => folded,
            known => self.book(known).await?,
        };
        if next.draft.answers.is_empty() {
            next.draft = Draft::at_position(folded.book.head);
        }
        while let Some(ticket) = next.tickets.get_mut(next.draft.answers.len()) {
            folded.read_up(&self.log, reach(&ticket.request.submission)).await?;
            let answer = self.weigh(&folded, &mut next.draft, flights, ticket).await?;
            next.draft.answers.push(answer);
            // Nothing may reach the log that the book cannot take.
            next.draft.fold(&mut folded)?;
            if next.is_large(enough) {
                break;
            }
        }
        self.folded = Some(folded);
        Ok(())
    }

    /// Sends off what is decided; what adds nothing to the log is answered at once.
    fn launch(&mut self, next: &mut Next, flights: &mut Flights) {
        let draft = mem::take(&mut next.draft);
        let tickets: VecDeque<Ticket> = next.tickets.drain(..draft.answers.len()).collect();
        if draft.lines.is_empty() {
            tickets.into_iter().zip(draft.answers).for_each(|(ticket, answer)| ticket.answer(Ok(answer)));
            self.spare.take(draft.lines);
            return;
        }
        let folded = self.folded.as_mut().expect("whatever is decided was decided on a book");
        flights.launch(draft, (Arc::clone(&self.log), self.vault.clone()), tickets, &mut folded.guard);
    }

    /// Takes note of how the first commit ended. If it did not arrive, whatever was decided on it is decided again.
    async fn settle(&mut self, (flight, landed): (Flight, Landed), flights: &mut Flights, next: &mut Next) {
        let mut crash = match landed {
            Ok(Ok(reached)) => {
                self.note_grown(reached, flight.pays);
                let (guard, lines) = flight.end();
                if let (Some(folded), Some(guard)) = (&mut self.folded, guard) {
                    folded.guard = guard;
                }
                lines.into_iter().for_each(|lines| self.spare.take(lines));
                return;
            }
            Ok(Err(crash)) => crash,
            Err(error) => return ended(error).await,
        };
        self.folded = None;
        if let Failure::Append(AppendError::Unknown { .. }) = crash.error {
            flight.note_in(&mut crash);
        }
        let setback = self.setback(crash.error);
        let mut tickets = crash.tickets;
        tickets.append(&mut flights.clear().await);
        tickets.append(&mut mem::take(next).tickets);
        self.serve(tickets, Some(setback)).await;
    }

    /// Answers every ticket, in one commit or in several; `setback` is what became of the first attempt, if there was one.
    async fn serve(&mut self, mut tickets: VecDeque<Ticket>, mut setback: Option<Setback>) {
        let mut tries = 0;
        while !tickets.is_empty() {
            tries += 1;
            let attempt = match setback.take() {
                Some(setback) => Err(setback),
                None => self.attempt(&mut tickets).await,
            };
            let failed = match attempt {
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
        let known = self.folded.take();
        let mut folded = self.book(known).await?;
        // What is counted here counts only if it arrives.
        self.lengths = None;
        let one_by_one = self.caution > 0;
        self.caution = self.caution.saturating_sub(1);
        let most = if one_by_one { 1 } else { MOST_COMMANDS };
        let mut draft = Draft::at_position(folded.book.head);
        // From here on the book runs ahead; wherever this returns early, it is not put back.
        for ticket in tickets.iter_mut().take(most) {
            draft.fold(&mut folded)?;
            folded.read_up(&self.log, reach(&ticket.request.submission)).await?;
            let answer = self.weigh(&folded, &mut draft, &Flights::default(), ticket).await?;
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
            // Only a single command that was overtaken goes on with the book as it was.
            let guard = if one_by_one { folded.guard.clone() } else { mem::take(&mut folded.guard) };
            match draft.store(self.log.as_ref(), self.vault.as_deref(), guard).await {
                Ok(guard) => folded.guard = guard,
                Err(error) => {
                    if let Failure::Append(AppendError::Unknown { .. }) = error {
                        draft.note_in(tickets);
                    }
                    let setback = self.setback(error);
                    if one_by_one && matches!(setback, Setback::Conflict) {
                        self.folded = Some(folded);
                    }
                    self.lengths = None;
                    return Err(setback);
                }
            }
        }
        // The log has them, so the answers stand whatever else happens; a book that cannot follow is not kept.
        match draft.fold(&mut folded) {
            Ok(()) => {
                if !draft.lines.is_empty() {
                    self.note_grown((folded.guard.head(), folded.guard.root()), draft.pays);
                }
                self.folded = Some(folded);
            }
            Err(error) => tracing::error!(%error, "The log holds records that the book cannot take"),
        }
        self.spare.take(draft.lines);
        Ok(draft.answers)
    }

    /// What to make of records that the log did not take, or may not have taken.
    fn setback(&mut self, failure: Failure) -> Setback {
        match failure {
            Failure::Chain(error) => WriteError::Read(error.into()).into(),
            Failure::Vault(error) => WriteError::Vault(error).into(),
            // Told of the one before: what became of that is what counts.
            Failure::Before => Setback::Conflict,
            Failure::Append(AppendError::Conflict { head }) => {
                tracing::debug!(head, "Another program has written first");
                self.caution = CAUTION;
                Setback::Conflict
            }
            Failure::Append(error @ AppendError::Unknown { .. }) => Setback::Unknown(error),
            Failure::Append(
                error @ (AppendError::Store(_)
                | AppendError::Empty
                | AppendError::TooLong { .. }
                | AppendError::NotALine { .. }),
            ) => WriteError::Append(error).into(),
        }
    }

    /// Decides one command. What it leads to is added to the draft.
    async fn weigh(
        &mut self,
        folded: &Folded,
        draft: &mut Draft,
        flights: &Flights,
        ticket: &mut Ticket,
    ) -> Result<Answer, WriteError> {
        let submission = &ticket.request.submission;
        if let Some(span) = folded.book.keys.get(&submission.key).map(Cow::into_owned) {
            let first = self.recall(draft, flights, span.first).await?;
            if let Some((id, disclosures)) = &ticket.tried
                && *id == first.envelope.id
            {
                // An attempt of ours that was not known to have reached the log has.
                return Ok(Answer::Recorded { span, disclosures: disclosures.clone() });
            }
            if submission.says_the_same_as(&first) {
                return Ok(Answer::AlreadyRecorded { span });
            }
            let key = submission.key.to_string();
            return Ok(Answer::Refused(Refusal::KeyUsed { key, position: span.first }));
        }
        let mut past = Vec::new();
        for &position in needs(&submission.command).iter().filter(|position| **position < folded.book.head) {
            past.push(self.recall(draft, flights, position).await?);
        }
        let lengths = self.lengths.get_or_insert_with(|| Lengths::seen_by(&folded.guard));
        let of_scope = lengths.of(submission.cooperative);
        let text = draft.lines.text(&mut self.spare);
        match made_of(self.environment.as_mut(), &folded.book, of_scope, submission, &past, text) {
            Ok(assembled) => {
                let count = u32::try_from(assembled.records.len()).unwrap_or(u32::MAX);
                let span = Span { first: folded.book.head, count };
                lengths.grow(submission.cooperative, count);
                draft.keep(&folded.book, &assembled);
                let Assembled { records, lines, disclosures } = assembled;
                draft.take(records, lines);
                Ok(Answer::Recorded { span, disclosures })
            }
            Err(NotAssembled::Refused(refusal)) => Ok(Answer::Refused(*refusal)),
            Err(NotAssembled::NoChance(error)) => Err(error.into()),
        }
    }

    /// A record that the book has, wherever it is.
    async fn recall(&mut self, draft: &Draft, flights: &Flights, position: u64) -> Result<Record, ReadError> {
        match draft.read(position).or_else(|| flights.read(position)) {
            Some(record) => record.map_err(|source| ReadError::NotARecord { position, source }),
            None => self.recall.record(self.log.as_ref(), position).await,
        }
    }
}
