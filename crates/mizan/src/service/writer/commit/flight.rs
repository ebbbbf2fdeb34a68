//! Commits on their way into the log, one behind the other: while the log takes the first, the one behind it is chained.
//!
//! The guard of the book goes with a commit and puts in the links of its records. As soon as it has seen them it goes on
//! with the commit behind, and from the last it comes home when that has arrived.
//!
//! Links are put in by a thread of its own, which then has the rest of the way begun by whoever is idle. A task of whoever
//! decides would not begin before he pauses: the newest task of a thread is not taken from it.

use std::collections::VecDeque;
use std::future;
use std::mem;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;

use mizan_ledger::record::{NotARecord, Record};
use mizan_proof::hash::Hash;
use mizan_store::log::{AppendError, EventLog};
use mizan_store::row::Commit;
use mizan_verify::guard::{Guard, Unchained};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{self, JoinError};

use crate::service::chain::{Lines, NotChained};
use crate::service::vault::{Kept, Vault, VaultError};
use crate::service::writer::Answer;
use crate::service::writer::commit::draft::{Draft, Ticket, note_in, read};

/// The most commits on their way at once: one that the log is taking, and one that is ready when it has.
const MOST: usize = 2;

/// What the log has come to with a commit: how many records, and the root over them.
pub(super) type Reached = (u64, Hash);

/// How a commit ended: what the log has come to, or what became of it. Its task may have ended otherwise.
pub(super) type Landed = Result<Result<Reached, Crash>, JoinError>;

/// Waits for that.
type Landing = Pin<Box<dyn Future<Output = Landed> + Send + Sync>>;

/// The commits on their way, the first of which arrives first.
#[derive(Default)]
pub(super) struct Flights(VecDeque<Flight>);

/// A commit on its way into the log.
pub(super) struct Flight {
    first: u64,
    lines: Arc<Lines>,
    /// Whether one of its records pays somebody.
    pub(super) pays: bool,
    /// What it tells whoever goes behind it, if nobody does yet.
    ahead: Option<Ahead>,
    landing: Landing,
}

/// What a commit tells the one behind it.
struct Ahead {
    /// The guard, when it has seen its records.
    guard: oneshot::Receiver<Guard>,
    /// That the log has them.
    arrived: oneshot::Receiver<()>,
}

/// What a commit follows.
enum Behind {
    /// What is in the log.
    Log(Box<Guard>),
    /// A commit on its way there.
    Flight(Ahead),
}

/// A commit that did not arrive, or may not have.
pub(super) struct Crash {
    pub(super) error: Failure,
    pub(super) tickets: VecDeque<Ticket>,
    answers: Vec<Answer>,
}

/// Why a commit was not stored.
#[derive(Debug)]
pub(super) enum Failure {
    /// It does not follow from the records before it; the log was not asked.
    Chain(Unchained),
    /// The vault did not take what opens it; the log was not asked.
    Vault(VaultError),
    /// The commit before it did not arrive; the log was not asked.
    Before,
    /// The log did not take it, or may not have.
    Append(AppendError),
}

/// What a commit comes to whose task did not end as tasks do: a panic goes on here; and where everything is being ended, so is
/// whoever waits for it, which is all that is left to do.
pub(super) async fn ended(error: JoinError) {
    match error.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(_) => future::pending().await,
    }
}

impl From<NotChained> for Failure {
    fn from(error: NotChained) -> Failure {
        match error {
            NotChained::Unchained(error) => Failure::Chain(error),
            NotChained::NotALine(error) => Failure::Append(error),
        }
    }
}

impl Flights {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether whatever is decided now has to wait until the first has arrived.
    pub(super) fn are_full(&self) -> bool {
        self.0.len() == MOST
    }

    /// A record of one of them, without its link.
    pub(super) fn read(&self, position: u64) -> Option<Result<Record, NotARecord>> {
        self.0.iter().find_map(|flight| read(flight.first, &flight.lines, position))
    }

    /// Waits until the first has ended, and takes it out; for ever, if there is none.
    pub(super) async fn landing(&mut self) -> (Flight, Landed) {
        let Some(first) = self.0.front_mut() else { return future::pending().await };
        let landed = (&mut first.landing).await;
        (self.0.pop_front().expect("it is there until it has ended"), landed)
    }

    /// Waits for those behind one that has not arrived, which cannot arrive either, and gives back their commands.
    pub(super) async fn clear(&mut self) -> VecDeque<Ticket> {
        let mut tickets = VecDeque::new();
        while let Some(flight) = self.0.pop_front() {
            match flight.landing.await {
                Ok(Err(mut crash)) => tickets.append(&mut crash.tickets),
                Ok(Ok(_)) => unreachable!("a commit arrives behind those before it"),
                Err(error) => ended(error).await,
            }
        }
        tickets
    }

    /// Sends a commit to the log, behind those that are on their way or, if there are none, behind what the guard at `home` has
    /// seen. Whoever waits is answered as soon as the log has it, whatever else is done then.
    pub(super) fn launch(
        &mut self,
        draft: Draft,
        (log, vault): (Arc<dyn EventLog>, Option<Arc<Vault>>),
        mut tickets: VecDeque<Ticket>,
        home: &mut Guard,
    ) {
        let behind = match self.0.back_mut() {
            Some(last) => Behind::Flight(last.ahead.take().expect("one commit goes behind each")),
            None => Behind::Log(Box::new(mem::take(home))),
        };
        let Draft { first, lines, answers, kept, pays, .. } = draft;
        let lines = Arc::new(lines);
        let sent = Arc::clone(&lines);
        let (to_next, guard) = oneshot::channel();
        let (has_arrived, arrived) = oneshot::channel();
        let tasks = Handle::current();
        let chaining = task::spawn_blocking(move || {
            let (guard, before) = match behind {
                Behind::Log(guard) => (Ok(*guard), None),
                // Never for long: whoever has the guard was queued before, and waits for nobody else.
                Behind::Flight(Ahead { guard, arrived }) => (guard.blocking_recv(), Some(arrived)),
            };
            let chained = guard.map_err(|_| Failure::Before).and_then(|mut guard| {
                let commit = sent.chained(&mut guard, first)?;
                let reached = (guard.head(), guard.root());
                // If nobody goes behind, it waits there.
                let _ = to_next.send(guard);
                Ok((commit, reached))
            });
            drop(sent);
            tasks.spawn(async move {
                let arriving = async {
                    let (commit, reached) = chained?;
                    if let Some(before) = before {
                        before.await.map_err(|_| Failure::Before)?;
                    }
                    store(log.as_ref(), vault.as_deref(), &kept, commit).await?;
                    Ok(reached)
                };
                match arriving.await {
                    Ok(reached) => {
                        let _ = has_arrived.send(());
                        // Whoever is behind begins in this thread, and sooner than all are answered.
                        task::yield_now().await;
                        // The last is answered first: who waits for many waits for the first, and is woken once for all.
                        for (ticket, answer) in tickets.drain(..).zip(answers).rev() {
                            ticket.answer(Ok(answer));
                        }
                        Ok(reached)
                    }
                    Err(error) => Err(Crash { error, tickets, answers }),
                }
            })
        });
        let landing: Landing = Box::pin(async move { chaining.await?.await });
        self.0.push_back(Flight { first, lines, pays, ahead: Some(Ahead { guard, arrived }), landing });
    }
}

impl Flight {
    /// Of one that has arrived: the guard that has seen its records, if nothing went behind it, and its lines.
    pub(super) fn end(self) -> (Option<Guard>, Option<Lines>) {
        let guard = self.ahead.and_then(|mut ahead| ahead.guard.try_recv().ok());
        (guard, Arc::into_inner(self.lines))
    }

    /// Remembers what was made of each command, as a draft does.
    pub(super) fn note_in(&self, crash: &mut Crash) {
        note_in(&mut crash.tickets, mem::take(&mut crash.answers), self.first, &self.lines);
    }
}

/// Stores a commit: first what opens its sealed fields, then its records. So whatever a record sealed can be opened, and an
/// opening without a record is the worst that can be left.
pub(super) async fn store(
    log: &dyn EventLog,
    vault: Option<&Vault>,
    kept: &[Kept],
    commit: Commit,
) -> Result<(), Failure> {
    if let Some(vault) = vault {
        vault.keep(kept).await.map_err(Failure::Vault)?;
    }
    log.commit(commit).await.map_err(Failure::Append)
}
