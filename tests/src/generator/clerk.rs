//! The clerk: keeps a book in memory, decides each command, and writes the records a real writer would.
//!
//! Clock, chance and nonces come from the seed, so the same commands give the same bytes on every machine.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::decide;
use mizan_ledger::decide::refusal::Refusal;
use mizan_ledger::event::{Digests, Event};
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::{Envelope, Record};
use mizan_proof::disclosure::decoy;
use mizan_proof::hash::leaf_hash;

use crate::generator::chance::Chance;

/// Where the records of one scope have come to.
#[derive(Debug, Clone, Default)]
struct Chain {
    next: u64,
    last: Option<Box<str>>,
}

/// A record and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it says.
    pub record: Record,
    /// As it is stored.
    pub line: Vec<u8>,
}

/// Keeps a book.
#[derive(Debug, Clone)]
pub struct Clerk {
    /// What the log says so far.
    pub book: Book,
    chance: Chance,
    chains: BTreeMap<Option<CooperativeId>, Chain>,
}

impl Clerk {
    /// A clerk with an empty book.
    #[must_use]
    pub fn new(seed: u64) -> Clerk {
        Clerk { book: Book::default(), chance: Chance::new(seed), chains: BTreeMap::new() }
    }

    /// Decides a command and records what it leads to, or says why it is refused.
    ///
    /// `past` holds the records a correction speaks of.
    pub fn submit(
        &mut self,
        submission: &Submission,
        now: Timestamp,
        past: &[Record],
    ) -> Result<Vec<Written>, Box<Refusal>> {
        let events = decide(&self.book, submission, past)?;
        let parts = u32::try_from(events.len()).expect("no command leads to four thousand million events");
        let mut written = Vec::with_capacity(events.len());
        for (part, event) in (1..=parts).zip(events) {
            let record = self.record(submission, now, (part, parts), event);
            let line = record.to_bytes().expect("what the ledger decides fits into a record");
            self.book.apply(&record).expect("what the ledger decides can be applied to the book it was decided on");
            let chain = self.chains.entry(submission.cooperative).or_default();
            chain.next += 1;
            chain.last = Some(leaf_hash(&line).to_string().into());
            written.push(Written { record, line });
        }
        Ok(written)
    }

    fn record(&mut self, submission: &Submission, now: Timestamp, part: (u32, u32), mut event: Event) -> Record {
        if let Some(digests) = event.sealed_mut() {
            let mut sealed: Vec<Box<str>> =
                (0..Digests::COUNT).map(|_| decoy(self.chance.bytes()).into_boxed_str()).collect();
            sealed.sort_unstable();
            *digests = Digests(sealed);
        }
        let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let id = uuid::Builder::from_unix_timestamp_millis(milliseconds, &self.chance.bytes());
        let chain = self.chains.entry(submission.cooperative).or_default();
        let envelope = Envelope {
            position: self.book.head,
            id: id.into_uuid(),
            recorded_at: now,
            occurred_on: submission.occurred_on,
            actor: submission.actor,
            key: submission.key.clone(),
            part,
            scope: submission.cooperative,
            scope_seq: chain.next,
            scope_prev: chain.last.clone(),
            nonce: BASE64_URL_SAFE_NO_PAD.encode(self.chance.bytes::<16>()).into(),
        };
        Record { envelope, event }
    }
}
