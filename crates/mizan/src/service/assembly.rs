//! How the events of one command become records: identifiers, times, nonces, and sealed personal data.
//!
//! All but one thing of a record is known when it is made: the hash of the record before it in its scope, which may not be
//! hashed yet. The `chain` writes it into the line at the end. Lines are written to a text of whoever asks, one behind the other.

use jiff::Timestamp;
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::refusal::Refusal;
use mizan_ledger::event::{Digests, Event};
use mizan_ledger::record::{Envelope, NotARecord, Record, Unlinked};
use mizan_ledger::text::Brief;
use mizan_proof::disclosure::{Disclosure, decoy};

use crate::service::closing;
use crate::service::environment::{Environment, NoChance};

/// The records of one command, not yet in the log.
#[derive(Debug, Default)]
pub(crate) struct Assembled {
    pub(crate) records: Vec<Record>,
    /// Where in the text the line of each stands, which has no link yet.
    pub(crate) lines: Vec<Unlinked>,
    /// What opens the digests of the first record.
    pub(crate) disclosures: Vec<Disclosure>,
}

/// Why events did not become records.
#[derive(Debug, thiserror::Error)]
pub enum NotAssembled {
    /// One of them cannot be written down, so the command is refused.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// There are no random bytes to be had.
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

impl From<Refusal> for NotAssembled {
    fn from(refusal: Refusal) -> NotAssembled {
        NotAssembled::Refused(Box::new(refusal))
    }
}

/// Makes the records of a command that was decided, and appends their lines to a text; the first follows what was folded, and so
/// many records of its scope. If that fails, some lines may have been written.
pub(crate) fn assemble(
    environment: &mut dyn Environment,
    book: &Book,
    of_scope: u64,
    submission: &Submission,
    events: Vec<Event>,
    text: &mut Vec<u8>,
) -> Result<Assembled, NotAssembled> {
    let last_recorded_at = book.last_recorded_at;
    environment.turn_to(submission, last_recorded_at);
    // The clock of a machine can be set back; the log's cannot. Records keep milliseconds.
    let now = environment.now();
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let recorded_at = last_recorded_at.map_or(now, |last| last.max(now));
    let parts = u32::try_from(events.len()).map_err(|_| Refusal::TooLong { bytes: usize::MAX })?;
    let (records, lines) = (Vec::with_capacity(events.len()), Vec::with_capacity(events.len()));
    let mut assembled = Assembled { records, lines, disclosures: Vec::new() };
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
        let before = assembled.records.last().zip(assembled.lines.last());
        let line = record.write_unlinked(before, text).map_err(|error| match error {
            NotARecord::TooLong(bytes) => Refusal::TooLong { bytes },
            // What surrounds an event is numbers and texts, which can be written: it is the event that cannot.
            NotARecord::Malformed(why) => Refusal::unwritable(&record.event, &why),
            NotARecord::Version(_) | NotARecord::Kind(_) | NotARecord::Field { .. } => {
                unreachable!("these are what is read and cannot be: {error}")
            }
        })?;
        assembled.lines.push(line);
        assembled.records.push(record);
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
