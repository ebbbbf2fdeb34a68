//! The chain: each record carries the hash of the one before it in its scope, which is written into its line at the end.
//!
//! The writer decides a command before the records of the one before it are hashed. So a line is made without its link, and
//! the link is put in when the hash is there, as the line is packed for the log.

use std::mem;

use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::{LINK, NotARecord, Record, Unlinked};
use mizan_ledger::text::Brief;
use mizan_proof::hash::leaf_hash;
use mizan_store::log::AppendError;
use mizan_store::row::Commit;
use mizan_verify::guard::{Guard, Unchained};

/// How much a text of lines has room for. Each line in memory of its own would take longer to get than to write, and texts
/// that come back are warm.
const TEXT_BYTES: usize = 128 << 10;

/// How much room there must be for the lines of another command, which mostly need less.
const COMMAND_BYTES: usize = 8 << 10;

/// How many texts are kept to be written to again.
const SPARE: usize = 32;

/// Lines without their links, in the order of their positions: one behind the other, in as many texts as they need.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    texts: Vec<Vec<u8>>,
    loose: Vec<Loose>,
}

/// A line without its link, and the scope it belongs to, with its number there.
#[derive(Debug)]
struct Loose {
    of: (Option<CooperativeId>, u64),
    /// In which text it stands.
    text: usize,
    line: Unlinked,
}

/// What lines were kept in that nobody needs any more, to be used again.
#[derive(Debug, Default)]
pub(crate) struct Spare {
    texts: Vec<Vec<u8>>,
    loose: Vec<Loose>,
}

impl Lines {
    pub(crate) fn is_empty(&self) -> bool {
        self.loose.is_empty()
    }

    /// The text to which the lines of the next command are to be written.
    pub(crate) fn text(&mut self, spare: &mut Spare) -> &mut Vec<u8> {
        if self.loose.capacity() == 0 {
            self.loose = mem::take(&mut spare.loose);
        }
        if self.texts.last().is_none_or(|text| text.len() + COMMAND_BYTES > TEXT_BYTES) {
            self.texts.push(spare.texts.pop().unwrap_or_else(|| Vec::with_capacity(TEXT_BYTES)));
        }
        self.texts.last_mut().expect("there is one")
    }

    /// Adds a line that was written to that text.
    pub(crate) fn add(&mut self, record: &Record, line: Unlinked) {
        let of = (record.envelope.scope, record.envelope.scope_seq);
        self.loose.push(Loose { of, text: self.texts.len().saturating_sub(1), line });
    }

    /// The record of one of them, which has no link yet.
    pub(crate) fn read(&self, index: usize) -> Option<Result<Record, NotARecord>> {
        let Loose { text, line, .. } = self.loose.get(index)?;
        Some(line.read(&self.texts[*text]))
    }

    /// Chains them from this position on to what a guard has seen, which has seen them too then.
    pub(crate) fn chained(&self, guard: &mut Guard, first: u64) -> Result<Commit, NotChained> {
        let bytes = self.loose.iter().map(|loose| loose.line.bytes() + 1).sum();
        let mut commit = Commit::at_position(first, bytes);
        for (position, Loose { of, text, line }) in (first..).zip(&self.loose) {
            guard.follow(position, *of, |link| {
                let link = link.last.map(|last| last.characters());
                let added = commit.add(line.with(&self.texts[*text], written(&link)));
                added.map(leaf_hash).map_err(NotChained::from)
            })?;
        }
        Ok(commit)
    }
}

impl Spare {
    /// Keeps of these lines what is of use, but for texts that had to grow.
    pub(crate) fn take(&mut self, lines: Lines) {
        let Lines { texts, mut loose } = lines;
        let usual = texts.into_iter().filter(|text| text.capacity() < 2 * TEXT_BYTES);
        let room = SPARE.saturating_sub(self.texts.len());
        self.texts.extend(usual.take(room).map(|mut text| {
            text.clear();
            text
        }));
        if self.loose.capacity() < loose.capacity() {
            loose.clear();
            self.loose = loose;
        }
    }
}

/// Chains one record whose line stands there in this text: both as they are known from then on.
pub(crate) fn chain(
    guard: &mut Guard,
    mut record: Record,
    line: &Unlinked,
    text: &[u8],
) -> Result<(Record, Vec<u8>), Unchained> {
    let link = guard.link(record.envelope.scope).last.map(|last| last.characters());
    record.envelope.scope_prev = written(&link).map(Brief::from);
    let line = line.with(text, written(&link)).concat().into_bytes();
    guard.take(&record.envelope, leaf_hash(&line))?;
    Ok((record, line))
}

/// A link as it is written; the first record of a scope has none.
fn written(link: &Option<[u8; LINK]>) -> Option<&str> {
    link.as_ref().map(|characters| str::from_utf8(characters).expect("base64 is ASCII"))
}

/// Why lines were not made a commit.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotChained {
    /// They do not follow from what the guard has seen.
    #[error(transparent)]
    Unchained(#[from] Unchained),
    /// No log would take one of them.
    #[error(transparent)]
    NotALine(#[from] AppendError),
}

#[cfg(test)]
mod tests {
    use mizan_ledger::event::Event;
    use mizan_ledger::event::trade::{EarningsReleased, Released};
    use mizan_ledger::money::{LARGEST, MAD, Money};
    use mizan_store::log::EventLog;
    use mizan_store::memory::MemoryLog;

    use super::*;
    use crate::service::assembly::{NotAssembled, assemble};
    use crate::service::story::{golden, lines, rehearsal};

    /// A log with every kind of event, as it was shipped.
    const LOG: &str = include_str!("../../../../fixtures/logs/2026-11.ndjson");

    /// The lines of the log as a commit is made of them, before their links are known.
    fn loose(spare: &mut Spare) -> Lines {
        let mut all = Lines::default();
        for line in LOG.lines() {
            let mut record = Record::from_bytes(line.as_bytes()).expect("a line of the log is a record");
            record.envelope.scope_prev = record.envelope.scope_prev.map(|_| "".into());
            let line = record.write_unlinked(None, all.text(spare)).expect("it can be written");
            all.add(&record, line);
        }
        all
    }

    #[tokio::test]
    async fn lines_of_several_texts_are_chained_as_the_log_has_them_whatever_was_in_the_texts_before() {
        let mut spare = Spare::default();
        for turn in 0..3 {
            let all = loose(&mut spare);
            assert!(all.texts.len() > 1, "the log fills more than one text");
            let last = all.read(LOG.lines().count() - 1).expect("it is there").expect("it can be read");
            assert_eq!(last.envelope.position, LOG.lines().count() as u64 - 1);
            assert!(all.read(LOG.lines().count()).is_none());
            let log = MemoryLog::new();
            let commit = all.chained(&mut Guard::default(), 0).expect("a log follows from itself");
            log.commit(commit).await.expect("memory takes lines");
            assert!(lines(&log).await.iter().map(Vec::as_slice).eq(LOG.lines().map(str::as_bytes)), "turn {turn}");
            let texts = all.texts.len();
            spare.take(all);
            assert_eq!(spare.texts.len(), texts, "in turn {turn} the texts of the one before were written to");
        }
    }

    #[test]
    fn of_many_texts_few_are_kept_and_none_that_had_to_grow() {
        let mut spare = Spare::default();
        let texts = (0..2 * SPARE).map(|_| Vec::with_capacity(TEXT_BYTES)).collect();
        spare.take(Lines { texts, loose: Vec::new() });
        assert_eq!(spare.texts.len(), SPARE);
        let mut spare = Spare::default();
        spare.take(Lines { texts: vec![Vec::with_capacity(4 * TEXT_BYTES)], loose: Vec::new() });
        assert!(spare.texts.is_empty());
    }

    #[test]
    fn an_event_that_could_not_be_read_again_is_refused_where_it_is_written_as_where_it_is_decided() {
        let released = |minor| {
            let member = "weaver-1".parse().expect("an id");
            let shares = vec![mizan_ledger::event::Share { member, amount: Money::new(minor, MAD) }];
            Event::from(EarningsReleased { sale: "rug-1".parse().expect("an id"), because: Released::Paid, shares })
        };
        let said = golden().pop().expect("the story has commands");
        let book = mizan_ledger::book::Book::default();
        for (minor, fits) in [(LARGEST, true), (LARGEST + 1, false), (-1, false)] {
            let events = vec![released(5), released(minor)];
            let assembled = assemble(&mut rehearsal(), &book, 0, &said, events, &mut Vec::new());
            let refused = match assembled {
                Err(NotAssembled::Refused(refusal)) => Some((refusal.code(), refusal.to_string())),
                Err(NotAssembled::NoChance(error)) => panic!("{error}"),
                Ok(assembled) => {
                    assert_eq!(assembled.lines.len(), 2);
                    None
                }
            };
            let because = serde_json::to_string(&released(minor)).err().map(|error| error.to_string());
            let expected = because.map(|because| {
                let text = format!("a `earnings_released` with such amounts cannot be written: {because}");
                ("unwritable", text)
            });
            assert_eq!(refused, expected, "{minor}");
            assert_eq!(refused.is_none(), fits);
        }
    }
}
