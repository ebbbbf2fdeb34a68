//! What the records of one command say alike, read once: when, by whom and under which key.
//!
//! They stand one behind the other and say it in the same letters. So whoever reads them in turn remembers the letters and
//! what they mean: where they stand again they mean the same.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::record::Actor;
use crate::record::quick::{Rest, actor, moment, place_in};
use crate::text::parse_day;

/// What was said alike by a record that was read before: the last one of which it was read, whole or outside.
#[derive(Debug, Default)]
pub struct Alike<'a> {
    whole: Option<Said<'a, Whole<'a>>>,
    outside: Option<Said<'a, Outside>>,
}

/// Letters, and what was read of them.
#[derive(Debug)]
struct Said<'a, T> {
    letters: &'a str,
    read: T,
}

/// All that is said alike.
#[derive(Debug)]
pub(super) struct Whole<'a> {
    pub(super) recorded_at: Timestamp,
    pub(super) occurred_on: Date,
    pub(super) actor: Actor,
    pub(super) key: &'a str,
}

/// As much of it as says whether a record is the next one.
#[derive(Debug)]
pub(super) struct Outside {
    pub(super) recorded_at: Timestamp,
    /// Where in the letters the key stands.
    pub(super) key: Range<usize>,
}

/// What is said alike, as it stands there.
struct Texts<'a> {
    recorded_at: &'a str,
    occurred_on: &'a str,
    actor: (&'a str, &'a str),
    key: &'a str,
}

impl<'a> Alike<'a> {
    /// Takes all that is said alike.
    pub(super) fn whole(&mut self, rest: &mut Rest<'a>) -> Option<&Whole<'a>> {
        known_or_read(&mut self.whole, rest, |_, texts| {
            Some(Whole {
                recorded_at: moment(texts.recorded_at)?,
                occurred_on: parse_day(texts.occurred_on)?,
                actor: actor(texts.actor)?,
                key: texts.key,
            })
        })
    }

    /// Takes it, and does not look what it says beside when and under which key.
    pub(super) fn outside(&mut self, rest: &mut Rest<'a>) -> Option<&Outside> {
        known_or_read(&mut self.outside, rest, |letters, texts| {
            Some(Outside { recorded_at: moment(texts.recorded_at)?, key: place_in(letters, texts.key) })
        })
    }
}

/// What is known of these letters, or is read of others that stand there.
fn known_or_read<'k, 'a, T>(
    known: &'k mut Option<Said<'a, T>>,
    rest: &mut Rest<'a>,
    read: impl FnOnce(&'a str, Texts<'a>) -> Option<T>,
) -> Option<&'k T> {
    if known.as_ref().is_none_or(|said| rest.word(said.letters).is_none()) {
        let all = rest.left();
        let texts = texts(rest)?;
        let letters = &all[..all.len() - rest.left().len()];
        *known = Some(Said { letters, read: read(letters, texts)? });
    }
    known.as_ref().map(|said| &said.read)
}

/// Takes what stands between the identifier of a record and its part.
fn texts<'a>(rest: &mut Rest<'a>) -> Option<Texts<'a>> {
    rest.word(",\"recorded_at\":")?;
    let recorded_at = rest.passed("2026-01-05T10:00:00.123Z".len())?;
    rest.word(",\"occurred_on\":")?;
    let occurred_on = rest.passed("2026-01-04".len())?;
    rest.word(",\"actor\":")?;
    let actor = rest.id_and_role()?;
    rest.word(",\"key\":")?;
    let key = rest.text()?;
    rest.word(",\"part\":[")?;
    Some(Texts { recorded_at, occurred_on, actor, key })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::Record;
    use crate::record::skim::Skimmed;

    /// A log with every kind of event, as it was shipped.
    const LOG: &str = include_str!("../../../../fixtures/logs/2026-11.ndjson");

    /// Holds a line that is read behind others against the same line read by itself.
    fn held_against_itself<'a>(line: &'a [u8], alike: &mut Alike<'a>) {
        let told = |error: crate::record::NotARecord| error.to_string();
        let (in_turn, alone) = (Record::in_turn(line, alike).map_err(told), Record::from_bytes(line).map_err(told));
        assert_eq!(in_turn, alone);
        let skimmed = Skimmed::in_turn(line, alike).map_err(told);
        let alone = Skimmed::in_turn(line, &mut Alike::default()).map_err(told);
        let standing = |skimmed: &Skimmed| format!("{:?} {:?}", skimmed.standing(line), skimmed.whole());
        assert_eq!(skimmed.as_ref().map(standing), alone.as_ref().map(standing));
    }

    #[test]
    fn records_read_in_turn_are_those_that_are_read_by_themselves() {
        let mut alike = Alike::default();
        LOG.lines().for_each(|line| held_against_itself(line.as_bytes(), &mut alike));
        // In any other order too.
        LOG.lines().step_by(7).for_each(|line| held_against_itself(line.as_bytes(), &mut alike));
    }

    #[test]
    fn the_records_of_one_command_are_known_by_their_letters() {
        let mut alike = Alike::default();
        let read_of = |alike: &Alike<'_>| {
            let whole = alike.whole.as_ref().map(|said| said.letters.as_ptr());
            (whole, alike.outside.as_ref().map(|said| said.letters.as_ptr()))
        };
        for line in LOG.lines() {
            let before = read_of(&alike);
            Record::in_turn(line.as_bytes(), &mut alike).expect("a line of the log is a record");
            Skimmed::in_turn(line.as_bytes(), &mut alike).expect("a line of the log is a record");
            let is_first = line.contains("\"part\":[1,");
            let (whole, outside) = read_of(&alike);
            assert_eq!((whole == before.0, outside == before.1), (!is_first, !is_first), "{line}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn whatever_becomes_of_a_line_it_says_the_same_behind_the_one_before_it(
            line in 1..LOG.lines().count(), at: prop::sample::Index, byte in prop_oneof![0x20_u8..0x7f, Just(b'"'), Just(b'0')],
            change in prop_oneof![Just("cut"), Just("put"), Just("é")],
        ) {
            let whole = LOG.lines().nth(line).unwrap_or_default().as_bytes();
            let mut bytes = whole.to_vec();
            let place = at.index(bytes.len());
            match change {
                "cut" => drop(bytes.remove(place)),
                "put" => bytes[place] = byte,
                letter => drop(bytes.splice(place..=place, letter.bytes())),
            }
            let mut alike = Alike::default();
            for line in [LOG.lines().nth(line - 1).unwrap_or_default().as_bytes(), &bytes, whole] {
                held_against_itself(line, &mut alike);
            }
        }
    }
}
