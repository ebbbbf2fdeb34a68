//! What a commit is made of: the commands that wait for it, the records they lead to, and the answers they will get.
//!
//! A commit is decided before the links of its records are known. They are put in on its way into the log.

use std::collections::VecDeque;
use std::mem;

use mizan_ledger::book::Book;
use mizan_ledger::event::Kind;
use mizan_ledger::record::{NotARecord, Record, Unlinked};
use mizan_proof::disclosure::Disclosure;
use mizan_store::log::EventLog;
use mizan_verify::guard::Guard;
use uuid::Uuid;

use crate::service::assembly::Assembled;
use crate::service::chain::Lines;
use crate::service::reader::{Folded, ReadError};
use crate::service::vault::{Kept, Vault};
use crate::service::writer::commit::flight::{Failure, store};
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
    pub(super) lines: Lines,
    /// Whether one of them pays somebody.
    pub(super) pays: bool,
    /// The records of the last command, which the book does not have yet.
    ahead: Vec<Record>,
    pub(super) answers: Vec<Answer>,
    /// What opens the sealed fields of its records.
    pub(super) kept: Vec<Kept>,
}

impl Draft {
    /// Nothing yet, at this position.
    pub(super) fn at_position(first: u64) -> Draft {
        Draft { first, ..Draft::default() }
    }

    /// Adds the records of one command, whose lines were written to its text.
    pub(super) fn take(&mut self, records: Vec<Record>, lines: Vec<Unlinked>) {
        for (record, line) in records.iter().zip(lines) {
            self.bytes += line.bytes() + 1;
            self.lines.add(record, line);
            self.pays |= matches!(record.event.kind(), Kind::PayoutSent | Kind::PayoutHanded);
        }
        assert!(self.ahead.is_empty(), "a command is decided on a book that has the records of the one before");
        self.ahead = records;
    }

    /// Notes what opens the sealed fields of a command's first record, for whom that speaks of.
    ///
    /// The turn is that of the book it was decided on. If somebody's is erased meanwhile the commit meets a conflict, and
    /// is decided again in the turn after it; what was kept for this one is erased with the rest of it.
    pub(super) fn keep(&mut self, book: &Book, assembled: &Assembled) {
        let Some(record) = assembled.records.first() else { return };
        let whose = record.event.sealed_of().and_then(|subject| subject.whose(record.envelope.scope));
        let Some(whose) = whose else { return };
        let turn = book.erasures.get(&whose).copied().unwrap_or(0);
        for disclosure in &assembled.disclosures {
            self.bytes += disclosure.encoded().len();
            self.kept.push(Kept { whose, turn, disclosure: disclosure.clone() });
        }
    }

    /// Folds what the book does not have yet.
    pub(super) fn fold(&mut self, folded: &mut Folded) -> Result<(), ReadError> {
        self.ahead.drain(..).try_for_each(|record| folded.say(&record))
    }

    /// Remembers what was made of each command, so that it is known again if the log has it after all.
    pub(super) fn note_in(&mut self, tickets: &mut VecDeque<Ticket>) {
        note_in(tickets, mem::take(&mut self.answers), self.first, &self.lines);
    }

    /// A record of this commit, without its link.
    pub(super) fn read(&self, position: u64) -> Option<Result<Record, NotARecord>> {
        read(self.first, &self.lines, position)
    }

    /// Stores the commit behind what a guard has seen, and waits for it: the guard that has seen it as well.
    pub(super) async fn store(
        &self,
        log: &dyn EventLog,
        vault: Option<&Vault>,
        mut guard: Guard,
    ) -> Result<Guard, Failure> {
        let commit = self.lines.chained(&mut guard, self.first)?;
        store(log, vault, &self.kept, commit).await.map(|()| guard)
    }
}

pub(super) fn read(first: u64, lines: &Lines, position: u64) -> Option<Result<Record, NotARecord>> {
    lines.read(usize::try_from(position.checked_sub(first)?).ok()?)
}

pub(super) fn note_in(tickets: &mut VecDeque<Ticket>, answers: Vec<Answer>, first: u64, lines: &Lines) {
    for (ticket, answer) in tickets.iter_mut().zip(answers) {
        if let Answer::Recorded { span, disclosures } = answer {
            let record = read(first, lines, span.first).and_then(Result::ok);
            ticket.tried = record.map(|record| (record.envelope.id, disclosures));
        }
    }
}
