//! Skimming a record: of what surrounds it no more is read than says that it is the next one, and whose it is.

use std::ops::Range;

use jiff::Timestamp;

use crate::id::CooperativeId;
use crate::record::alike::Alike;
use crate::record::{Envelope, NotARecord, Record, quick, text_of};

/// Of what surrounds a record, all that says whether it is the next one of its log. Texts are bytes here: they are compared
/// and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Its place in the log, counted from 0.
    pub position: u64,
    /// When it was written.
    pub recorded_at: Timestamp,
    /// The key of its command.
    pub key: &'a [u8],
    /// Which record of its command's batch it is, counted from 1, and of how many.
    pub part: (u32, u32),
    /// Whose accounts it belongs to.
    pub scope: Option<CooperativeId>,
    /// Its place among the records of its scope, counted from 0.
    pub scope_seq: u64,
    /// The leaf hash of the record before it in its scope.
    pub scope_prev: Option<&'a [u8]>,
}

impl<'a> From<&'a Envelope> for Standing<'a> {
    fn from(envelope: &'a Envelope) -> Standing<'a> {
        let Envelope { position, recorded_at, ref key, part, scope, scope_seq, ref scope_prev, .. } = *envelope;
        let scope_prev = scope_prev.as_ref().map(|hash| hash.as_str().as_bytes());
        Standing { position, recorded_at, key: key.as_str().as_bytes(), part, scope, scope_seq, scope_prev }
    }
}

/// A record that was skimmed.
#[derive(Debug)]
pub enum Skimmed {
    /// One that concerns its cooperative alone. Whether what it says can be, is seen when somebody reads it.
    Outside(Outside),
    /// One of no cooperative, or one that others have to know of.
    Whole(Box<Record>),
}

/// What was read of a record that concerns its cooperative alone. Its texts stay where they are.
#[derive(Debug)]
pub struct Outside {
    pub(super) position: u64,
    pub(super) recorded_at: Timestamp,
    pub(super) key: Range<u16>,
    pub(super) part: (u32, u32),
    pub(super) scope: CooperativeId,
    pub(super) scope_seq: u64,
    pub(super) scope_prev: Option<Range<u16>>,
}

impl Skimmed {
    /// Skims a record, of whoever skims one behind the other and remembers what those of one command say alike.
    pub fn in_turn<'a>(line: &'a [u8], alike: &mut Alike<'a>) -> Result<Skimmed, NotARecord> {
        match quick::outside(text_of(line)?, alike) {
            Some(outside) => Ok(Skimmed::Outside(outside)),
            None => Record::in_turn(line, alike).map(|record| Skimmed::Whole(Box::new(record))),
        }
    }

    /// Where it stands, as its line says.
    #[must_use]
    pub fn standing<'a>(&'a self, line: &'a [u8]) -> Standing<'a> {
        match self {
            Skimmed::Whole(record) => Standing::from(&record.envelope),
            Skimmed::Outside(outside) => {
                let Outside { position, recorded_at, ref key, part, scope, scope_seq, ref scope_prev, .. } = *outside;
                let text =
                    |range: &Range<u16>| line.get(usize::from(range.start)..usize::from(range.end)).unwrap_or_default();
                let (key, scope_prev) = (text(key), scope_prev.as_ref().map(text));
                Standing { position, recorded_at, key, part, scope: Some(scope), scope_seq, scope_prev }
            }
        }
    }

    /// All it says, if that was read.
    #[must_use]
    pub fn whole(&self) -> Option<&Record> {
        match self {
            Skimmed::Outside(_) => None,
            Skimmed::Whole(record) => Some(record),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A log with every kind of event, as it was shipped.
    const LOG: &str = include_str!("../../../../fixtures/logs/2026-11.ndjson");

    fn alone(line: &[u8]) -> Result<Skimmed, NotARecord> {
        Skimmed::in_turn(line, &mut Alike::default())
    }

    #[test]
    fn a_skimmed_record_stands_where_the_whole_one_does() {
        let mut outside = 0;
        for line in LOG.lines() {
            let record = Record::from_bytes(line.as_bytes()).expect("a line of the log is a record");
            let skimmed = alone(line.as_bytes()).expect("it can be skimmed");
            assert_eq!(skimmed.standing(line.as_bytes()), Standing::from(&record.envelope));
            let concerns_others = record.envelope.scope.is_none() || record.event.kind().concerns_others();
            assert_eq!(skimmed.whole(), Some(&record).filter(|_| concerns_others));
            outside += usize::from(!concerns_others);
        }
        assert!(outside > 200, "most records concern their cooperative alone");
    }

    #[test]
    fn a_record_in_another_spelling_and_one_that_is_none_are_read_whole() {
        let line = LOG.lines().nth(20).expect("the log has records");
        let spaced = line.replacen(':', ": ", 1);
        let (whole, skimmed) = (Record::from_bytes(line.as_bytes()), alone(spaced.as_bytes()));
        assert_eq!(skimmed.expect("it is a record").whole(), whole.ok().as_ref());
        let unknown = line.replacen("\"type\":\"", "\"type\":\"newer_", 1);
        for none in ["{}", &line[..line.len() - 1], &unknown, &line.replacen("\"v\":1", "\"v\":2", 1)] {
            let told = |error: NotARecord| error.to_string();
            let whole = Record::from_bytes(none.as_bytes()).map(drop).map_err(told);
            assert_eq!(alone(none.as_bytes()).map(drop).map_err(told), whole);
            assert!(whole.is_err());
        }
    }

    #[test]
    fn a_line_whose_batch_begins_with_no_key_is_no_record_whether_it_is_skimmed_or_read() {
        let begins = |line: &&str| {
            let skimmed = alone(line.as_bytes());
            skimmed.is_ok_and(|skimmed| skimmed.whole().is_none() && skimmed.standing(line.as_bytes()).part.0 == 1)
        };
        let line = LOG.lines().find(begins).expect("a batch begins with what concerns its cooperative alone");
        let told = |error: NotARecord| error.to_string();
        for no_key in ["é", " "] {
            let line = line.replacen("\"key\":\"", &format!("\"key\":\"{no_key}"), 1);
            let whole = Record::from_bytes(line.as_bytes()).map(drop).map_err(told);
            assert!(whole.is_err());
            assert_eq!(alone(line.as_bytes()).map(drop).map_err(told), whole);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn whatever_becomes_of_a_line_that_is_still_a_record_it_is_skimmed_to_where_that_stands(
            line in 0..LOG.lines().count(), at: prop::sample::Index, byte in prop_oneof![0x20_u8..0x7f, Just(b'"'), Just(b'0')],
            cut in any::<bool>(),
        ) {
            let mut bytes = LOG.lines().nth(line).unwrap_or_default().as_bytes().to_vec();
            let place = at.index(bytes.len());
            if cut { bytes.remove(place); } else { bytes[place] = byte; }
            if let Ok(record) = Record::from_bytes(&bytes) {
                let skimmed = alone(&bytes).expect("whatever is a record can be skimmed");
                prop_assert_eq!(skimmed.standing(&bytes), Standing::from(&record.envelope));
            }
        }
    }
}
