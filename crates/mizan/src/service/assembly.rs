//! How the events of one command become records: identifiers, times, nonces, and sealed personal data.
//!
//! All but one thing of a record is known when it is made: the hash of the record before it in its scope, which may not be
//! hashed yet. The `chain` writes it into the line at the end.

use jiff::Timestamp;
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::event::{Digests, Event};
use mizan_ledger::record::{Envelope, NotARecord, Record, Unlinked};
use mizan_ledger::text::Brief;
use mizan_proof::disclosure::{Disclosure, decoy};

use crate::service::closing;
use crate::service::environment::{Environment, NoChance};

/// The records of one command, not yet in the log.
#[derive(Debug, Default)]
pub(crate) struct Assembled {
    /// Each with its line, which has no link yet.
    pub(crate) records: Vec<Made>,
    /// What opens the digests of the first record.
    pub(crate) disclosures: Vec<Disclosure>,
}

/// A record made to be appended, once its link is written into it.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) record: Record,
    pub(crate) line: Unlinked,
}

/// Why events did not become records.
#[derive(Debug, thiserror::Error)]
pub enum NotAssembled {
    /// One of them would be too long.
    #[error("a record of {0} bytes is too long")]
    TooLong(usize),
    /// There are no random bytes to be had.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// A record that cannot be written down, which is a fault of ours.
    #[error("a record could not be written down")]
    NotARecord(#[source] NotARecord),
}

/// Makes the records of a command that was decided; the first follows what was folded, and so many records of its scope.
pub(crate) fn assemble(
    environment: &mut dyn Environment,
    book: &Book,
    of_scope: u64,
    submission: &Submission,
    events: Vec<Event>,
) -> Result<Assembled, NotAssembled> {
    let last_recorded_at = book.last_recorded_at;
    environment.turn_to(submission, last_recorded_at);
    // The clock of a machine can be set back; the log's cannot. Records keep milliseconds.
    let now = environment.now();
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let recorded_at = last_recorded_at.map_or(now, |last| last.max(now));
    let parts = u32::try_from(events.len()).map_err(|_| NotAssembled::TooLong(usize::MAX))?;
    let mut assembled = Assembled { records: Vec::with_capacity(events.len()), disclosures: Vec::new() };
    for (part, mut event) in (1..).zip(events) {
        // What the ledger cannot make itself, having neither hashes nor chance.
        let made = if let Event::PeriodClosed(closed) = &mut event {
            Some(closing::project(environment, book, submission.cooperative, closed)?)
        } else {
            None
        };
        if let Some(digests) = event.sealed_mut() {
            // What is said goes with the first record; any other that may be sealed looks as if something were.
            let mut said = if part == 1 { disclose(environment, submission)? } else { Vec::new() };
            said.extend(made);
            *digests = seal(environment, &said)?;
            assembled.disclosures.extend(said);
        }
        let mut nonce = [0; 16];
        environment.random(&mut nonce)?;
        let mut chance = [0; 10];
        environment.random(&mut chance)?;
        let milliseconds = u64::try_from(recorded_at.as_millisecond()).unwrap_or_default();
        let scope_seq = of_scope + u64::from(part) - 1;
        let record = Record {
            envelope: Envelope {
                position: book.head + u64::from(part) - 1,
                id: uuid::Builder::from_unix_timestamp_millis(milliseconds, &chance).into_uuid(),
                recorded_at,
                occurred_on: submission.occurred_on,
                actor: submission.actor,
                key: submission.key.clone(),
                part: (part, parts),
                scope: submission.cooperative,
                scope_seq,
                scope_prev: (scope_seq > 0).then(|| "".into()),
                nonce: base64url(nonce),
            },
            event,
        };
        let line = record.to_unlinked().map_err(|error| match error {
            NotARecord::TooLong(bytes) => NotAssembled::TooLong(bytes),
            error @ (NotARecord::Malformed(_)
            | NotARecord::Version(_)
            | NotARecord::Kind(_)
            | NotARecord::Field { .. }) => NotAssembled::NotARecord(error),
        })?;
        assembled.records.push(Made { record, line });
    }
    Ok(assembled)
}

/// One salted disclosure for each thing said.
fn disclose(environment: &mut dyn Environment, submission: &Submission) -> Result<Vec<Disclosure>, NoChance> {
    let fields = submission.sealed.fields();
    let said = fields.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    said.map(|(name, value)| {
        let mut salt = [0; 16];
        environment.random(&mut salt)?;
        Ok(Disclosure::new(salt, name, value))
    })
    .collect()
}

/// The digests of what is said among decoys, sorted, so that neither their number nor their order tells anything.
fn seal(environment: &mut dyn Environment, said: &[Disclosure]) -> Result<Digests, NoChance> {
    let mut digests: Vec<Box<str>> = said.iter().map(|disclosure| disclosure.digest().into()).collect();
    while digests.len() < Digests::COUNT {
        let mut random = [0; 32];
        environment.random(&mut random)?;
        digests.push(decoy(random).into());
    }
    digests.sort_unstable();
    Ok(Digests(digests))
}

fn base64url(bytes: [u8; 16]) -> Brief<22> {
    use base64::Engine;
    let mut characters = [0; 22];
    let written = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode_slice(bytes, &mut characters);
    assert_eq!(written, Ok(characters.len()), "128 bits are 22 characters of six");
    str::from_utf8(&characters).expect("base64 is ASCII").into()
}
