//! Reading a record as `to_bytes` writes it: the fields in their order, no space between them, no escape in a text.
//!
//! This is a third of the time of reading it as any JSON. Whatever is not exactly so is left to the reader that takes any
//! spelling and finds the words for what is wrong; where this one has an answer, it is the same.

mod data;

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

use crate::event::{Event, Kind};
use crate::record::alike::Alike;
use crate::record::skim::Outside;
use crate::record::{Actor, Envelope, Record, Role, VERSION};
use crate::text::{Brief, Key, digits, parse_day, small};

/// What stands between what the records of a command say alike and the event, as it stands there.
struct Around<'a> {
    part: (u32, u32),
    scope: Option<&'a str>,
    scope_seq: u64,
    scope_prev: Option<&'a str>,
    nonce: &'a str,
    kind: &'a str,
}

/// The record in this line, if it is written as we write it.
pub(super) fn record<'a>(line: &'a str, alike: &mut Alike<'a>) -> Option<Record> {
    let mut rest = Rest::of(line);
    let (position, id) = place_and_id(&mut rest)?;
    let said = alike.whole(&mut rest)?;
    let around = around(&mut rest, Rest::text_of)?;
    let kind = Kind::from_name(around.kind)?;
    let envelope = Envelope {
        position,
        id: id.parse().ok()?,
        recorded_at: said.recorded_at,
        occurred_on: said.occurred_on,
        actor: said.actor,
        key: said.key.parse().ok()?,
        part: around.part,
        scope: around.scope.map(str::parse).transpose().ok()?,
        scope_seq: around.scope_seq,
        scope_prev: around.scope_prev.map(Brief::from),
        nonce: around.nonce.into(),
    };
    let event = Event::read(kind, &mut rest).ok()?;
    (rest.left == "}").then_some(Record { envelope, event })
}

/// The record in this line without what it says, if it is written as we write it and concerns its cooperative alone. What
/// stands behind its surroundings is an object, of whatever.
pub(super) fn outside<'a>(line: &'a str, alike: &mut Alike<'a>) -> Option<Outside> {
    let mut rest = Rest::of(line);
    let (position, _) = place_and_id(&mut rest)?;
    let begin = line.len() - rest.left.len();
    let said = alike.outside(&mut rest)?;
    let key = begin + said.key.start..begin + said.key.end;
    let around = around(&mut rest, Rest::passed)?;
    if Kind::from_name(around.kind)?.concerns_others() || !rest.left.starts_with('{') || !rest.left.ends_with("}}") {
        return None;
    }
    let short = |place: Range<usize>| Some(u16::try_from(place.start).ok()?..u16::try_from(place.end).ok()?);
    // Those behind the first of a batch are held against its key.
    if around.part.0 == 1 && !Key::is_one(&line[key.clone()]) {
        return None;
    }
    Some(Outside {
        position,
        recorded_at: said.recorded_at,
        key: short(key)?,
        part: around.part,
        scope: around.scope?.parse().ok()?,
        scope_seq: around.scope_seq,
        scope_prev: around.scope_prev.map_or(Some(None), |hash| short(place_in(line, hash)).map(Some))?,
    })
}

/// Where in a text a part of it stands.
pub(super) fn place_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - text.as_ptr().addr();
    start..start + part.len()
}

/// Takes what a line begins with, up to its identifier.
fn place_and_id<'a>(rest: &mut Rest<'a>) -> Option<(u64, &'a str)> {
    rest.word("{\"v\":")?;
    if rest.number()? != u64::from(VERSION) {
        return None;
    }
    rest.word(",\"position\":")?;
    let position = rest.number()?;
    rest.word(",\"id\":")?;
    Some((position, rest.passed("00000000-0000-7000-8000-000000000000".len())?))
}

/// Takes what stands between a command's key and the event, and texts of a known length that nobody reads in one way or the
/// other.
fn around<'a>(rest: &mut Rest<'a>, known: impl Fn(&mut Rest<'a>, usize) -> Option<&'a str>) -> Option<Around<'a>> {
    let part = u32::try_from(rest.number()?).ok()?;
    rest.word(",")?;
    let parts = u32::try_from(rest.number()?).ok()?;
    if part == 0 || part > parts {
        return None;
    }
    let part = (part, parts);
    rest.word("],\"scope\":")?;
    let scope = rest.text_or_null()?;
    rest.word(",\"scope_seq\":")?;
    let scope_seq = rest.number()?;
    rest.word(",\"scope_prev\":")?;
    let scope_prev = if rest.word("null").is_some() { None } else { Some(known(rest, 43)?) };
    rest.word(",\"nonce\":")?;
    let nonce = known(rest, 22)?;
    rest.word(",\"type\":")?;
    let kind = rest.text()?;
    rest.word(",\"data\":")?;
    Some(Around { part, scope, scope_seq, scope_prev, nonce, kind })
}

pub(super) fn actor((id, role): (&str, &str)) -> Option<Actor> {
    let role = Role::deserialize(IntoDeserializer::<Error>::into_deserializer(role)).ok()?;
    Some(Actor { id: id.parse().ok()?, role })
}

/// How deep lists and objects may stand in each other, as in any JSON we read: what is deeper is nothing of ours.
const DEEPEST: u8 = 127;

/// What is left of a line.
pub(crate) struct Rest<'a> {
    left: &'a str,
    /// In how many lists and objects of data it begins.
    deep: u8,
}

impl<'a> Rest<'a> {
    /// A whole line.
    pub(crate) fn of(line: &'a str) -> Rest<'a> {
        Rest { left: line, deep: 0 }
    }

    /// What nobody has taken yet.
    pub(crate) fn left(&self) -> &'a str {
        self.left
    }

    /// Takes exactly this.
    pub(crate) fn word(&mut self, word: &str) -> Option<()> {
        self.left = self.left.strip_prefix(word)?;
        Some(())
    }

    /// Takes who says something, `{"id":"weaver-1","role":"member"}`.
    pub(crate) fn actor(&mut self) -> Option<Actor> {
        actor(self.id_and_role()?)
    }

    pub(super) fn id_and_role(&mut self) -> Option<(&'a str, &'a str)> {
        self.word("{\"id\":")?;
        let id = self.text()?;
        self.word(",\"role\":")?;
        let role = self.text()?;
        self.word("}")?;
        Some((id, role))
    }

    /// Takes digits, as JSON has them: without a sign, and without a zero before others.
    fn number(&mut self) -> Option<u64> {
        let (mut number, mut length) = (0_u64, 0);
        for byte in self.left.bytes() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            number = number.checked_mul(10)?.checked_add(digit.into())?;
            length += 1;
        }
        if length == 0 || length > 1 && self.left.starts_with('0') {
            return None;
        }
        self.left = &self.left[length..];
        Some(number)
    }

    /// Takes a text in quotes that means what stands there.
    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let inside = self.left.strip_prefix('"')?;
        let end = plain(inside.as_bytes());
        let (text, rest) = inside.split_at(end);
        self.left = rest.strip_prefix('"')?;
        Some(text)
    }

    /// Takes a text in quotes that means what stands there, mostly of so many bytes.
    fn text_of(&mut self, length: usize) -> Option<&'a str> {
        let mut passed = Rest { ..*self };
        match passed.passed(length) {
            Some(text) if plain(text.as_bytes()) == length => {
                *self = passed;
                Some(text)
            }
            Some(_) | None => self.text(),
        }
    }

    /// Passes a text of so many bytes in quotes, and does not look what stands there.
    pub(super) fn passed(&mut self, length: usize) -> Option<&'a str> {
        let inside = self.left.strip_prefix('"')?;
        let text = inside.get(..length)?;
        self.left = inside.get(length..)?.strip_prefix('"')?;
        Some(text)
    }

    /// Takes a text or nothing.
    pub(crate) fn text_or_null(&mut self) -> Option<Option<&'a str>> {
        if self.word("null").is_some() { Some(None) } else { self.text().map(Some) }
    }
}

/// How many bytes there are before the first that ends a text or stands for another: a quote, a backslash, a control
/// character. Sixteen are looked at together, since most texts are shorter, and the last ones perhaps again.
pub(super) fn plain(text: &[u8]) -> usize {
    let (sixteens, rest) = text.as_chunks::<16>();
    for (at, sixteen) in sixteens.iter().enumerate() {
        if let Some(mark) = mark_in(*sixteen) {
            return at * 16 + mark;
        }
    }
    if let Some(last) = text.last_chunk::<16>() {
        return mark_in(*last).map_or(text.len(), |mark| text.len() - 16 + mark);
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        let (first, last) = (marks(u64::from_le_bytes(*first)), marks(u64::from_le_bytes(*last)));
        return match (first, last) {
            (0, 0) => text.len(),
            (0, last) => text.len() - 8 + place(last),
            (first, _) => place(first),
        };
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    rest.iter().position(ends).unwrap_or(rest.len())
}

/// Where the first byte stands that ends a text or stands for another.
fn mark_in(sixteen: [u8; 16]) -> Option<usize> {
    let word = u128::from_le_bytes(sixteen);
    let (low, high) = (marks(word as u64), marks((word >> 64) as u64));
    if low | high == 0 {
        return None;
    }
    Some(if low == 0 { 8 + place(high) } else { place(low) })
}

/// In which byte the lowest mark is.
fn place(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

/// The top bit of each byte that ends a text or stands for another. Each is tested in its own byte of a number, where the
/// carry of a lower byte can only ever claim a mark behind one that is there.
fn marks(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const TOPS: u64 = u64::from_le_bytes([0x80; 8]);
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * u64::from(b' ')) & !word;
    (zero(word ^ (ONES * u64::from(b'"'))) | zero(word ^ (ONES * u64::from(b'\\'))) | control) & TOPS
}

/// A moment written `2026-01-05T10:00:00.123Z`.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let marks = [(10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if bytes.len() != 24 || marks.iter().any(|&(at, mark)| bytes[at] != mark) {
        return None;
    }
    let date = parse_day(text.get(..10)?)?;
    let (hour, minute) = (small(digits::<2>(bytes, 11)?)?, small(digits::<2>(bytes, 14)?)?);
    let (second, milliseconds) = (small(digits::<2>(bytes, 17)?)?, digits::<3>(bytes, 20)?);
    let nanoseconds = i32::from(milliseconds) * 1_000_000;
    let moment = DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, nanoseconds).ok()?;
    Offset::UTC.to_timestamp(moment).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::NotARecord;

    /// A log with every kind of event, as it was shipped.
    const LOG: &str = include_str!("../../../../fixtures/logs/2026-11.ndjson");

    fn record(line: &str) -> Option<Record> {
        super::record(line, &mut Alike::default())
    }

    fn any_spelling(line: &str) -> Result<Record, NotARecord> {
        Record::in_any_spelling(line)
    }

    #[test]
    fn every_record_we_write_is_read_quickly_and_as_the_other_reader_reads_it() {
        for line in LOG.lines() {
            let quick = record(line).expect("a line of the log is written as we write it");
            assert_eq!(quick, any_spelling(line).expect("a line of the log is a record"));
            assert_eq!(quick.to_bytes().expect("a record can be written"), line.as_bytes());
        }
    }

    #[test]
    fn another_spelling_of_the_same_record_is_left_to_the_other_reader() {
        let line = LOG.lines().nth(7).expect("the log has records");
        let key_first = line.replacen("\"v\":1,", "", 1).replacen("\"type\"", "\"v\":1,\"type\"", 1);
        for other in [line.replacen(':', ": ", 1), line.replacen("\"actor\"", "\"\\u0061ctor\"", 1), key_first] {
            assert_eq!(record(&other), None, "{other}");
            assert_eq!(any_spelling(&other).expect("it is a record"), record(line).expect("it is a record"));
        }
    }

    #[test]
    fn brackets_in_brackets_without_end_are_no_record_and_do_no_harm() {
        let line = LOG.lines().next().expect("the log has records");
        let (around, _) = line.split_once(",\"type\":").expect("a record has a type");
        for open in ["[", "{\"a\":"] {
            let deep = open.repeat(60_000 / open.len());
            let line = format!("{around},\"type\":\"match_confirmed\",\"data\":{{\"books\":[{{\"x\":{deep}");
            assert_eq!(record(&line), None);
            assert!(Record::from_bytes(line.as_bytes()).is_err());
        }
    }

    #[test]
    fn a_text_ends_at_its_first_mark_wherever_that_stands() {
        for length in 0..40 {
            let text = "é~".repeat(length) + "\u{7f}!";
            assert_eq!(plain(text.as_bytes()), text.len());
            for mark in ["\"", "\\", "\n", "\u{0}", "\u{1f}"] {
                assert_eq!(plain(format!("{text}{mark}{text}\"").as_bytes()), text.len(), "{text}{mark}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6_000))]

        #[test]
        fn whatever_becomes_of_a_line_the_quick_reader_never_says_anything_else(
            line in 0..LOG.lines().count(), at: prop::sample::Index, byte in prop_oneof![0x20_u8..0x7f, Just(b'"'), Just(b'0')],
            cut in any::<bool>(),
        ) {
            let mut bytes = LOG.lines().nth(line).unwrap_or_default().as_bytes().to_vec();
            let place = at.index(bytes.len());
            if cut { bytes.remove(place); } else { bytes[place] = byte; }
            if let Ok(text) = std::str::from_utf8(&bytes) && let Some(quick) = record(text) {
                prop_assert_eq!(Some(quick), any_spelling(text).ok());
            }
        }
    }
}
