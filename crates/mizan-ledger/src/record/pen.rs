//! Writing a record down: the envelope by hand, then the data, as JSON without a space.
//!
//! The bytes are those serde_json gives, in a third of the time: texts in which nothing is to be escaped are copied at
//! once, numbers and moments are written by their digits. What is to be escaped is left to serde_json.

mod data;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Serialize;
use serde_json::Error;

use crate::record::quick::plain;
use crate::record::{Envelope, Record, VERSION};
use crate::text::Brief;

/// Room for a record of usual length, so that writing it does not move it.
const USUAL: usize = 1_024;

/// The record as one line, however long, and where in it the text of its link begins, should it have one.
pub(super) fn line(record: &Record) -> Result<(Vec<u8>, usize), Error> {
    let Envelope { position, id, recorded_at, occurred_on, actor, key, part, scope, scope_seq, scope_prev, nonce } =
        &record.envelope;
    let mut pen = Pen(Vec::with_capacity(USUAL));
    pen.word("{\"v\":");
    pen.number(u64::from(VERSION));
    pen.word(",\"position\":");
    pen.number(*position);
    pen.word(",\"id\":\"");
    pen.word(id.hyphenated().encode_lower(&mut [0; uuid::fmt::Hyphenated::LENGTH]));
    pen.word("\",\"recorded_at\":\"");
    pen.moment(*recorded_at);
    pen.word("\",\"occurred_on\":\"");
    pen.day(*occurred_on);
    pen.word("\",\"actor\":{\"id\":");
    actor.id.serialize(&mut pen)?;
    pen.word(",\"role\":");
    actor.role.serialize(&mut pen)?;
    pen.word("},\"key\":");
    pen.text(key.as_str())?;
    pen.word(",\"part\":[");
    pen.number(u64::from(part.0));
    pen.word(",");
    pen.number(u64::from(part.1));
    pen.word("],\"scope\":");
    scope.serialize(&mut pen)?;
    pen.word(",\"scope_seq\":");
    pen.number(*scope_seq);
    pen.word(",\"scope_prev\":");
    let link = pen.0.len() + 1;
    scope_prev.as_ref().map(Brief::as_str).serialize(&mut pen)?;
    pen.word(",\"nonce\":");
    pen.text(nonce.as_str())?;
    pen.word(",\"type\":\"");
    pen.word(record.event.kind().name());
    pen.word("\",\"data\":");
    record.event.serialize(&mut pen)?;
    pen.word("}");
    Ok((pen.0, link))
}

/// What is written, so far.
struct Pen(Vec<u8>);

impl Pen {
    /// Writes exactly this.
    fn word(&mut self, word: &str) {
        self.0.extend_from_slice(word.as_bytes());
    }

    /// Writes a number by its digits.
    fn number(&mut self, number: u64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = number;
        while rest > 0 || start == digits.len() {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.0.extend_from_slice(&digits[start..]);
    }

    /// Writes a text in quotes.
    fn text(&mut self, text: &str) -> Result<(), Error> {
        if plain(text.as_bytes()) < text.len() {
            return serde_json::to_writer(&mut self.0, text);
        }
        self.0.push(b'"');
        self.word(text);
        self.0.push(b'"');
        Ok(())
    }

    /// Writes a part of a text, whose quotes stand elsewhere.
    fn part(&mut self, text: &str) -> Result<(), Error> {
        if plain(text.as_bytes()) == text.len() {
            self.word(text);
            return Ok(());
        }
        let start = self.0.len();
        serde_json::to_writer(&mut self.0, text)?;
        self.0.pop();
        self.0.remove(start);
        Ok(())
    }

    /// Writes a day, `2026-01-04`.
    fn day(&mut self, day: Date) {
        let Ok(year @ 0..=9999) = u16::try_from(day.year()) else {
            return self.word(&day.to_string());
        };
        let ([y, e, a, r], [m, n], [d, f]) = (four(year), two(day.month()), two(day.day()));
        self.0.extend_from_slice(&[y, e, a, r, b'-', m, n, b'-', d, f]);
    }

    /// Writes a moment to the millisecond, `2026-01-05T10:00:00.123Z`.
    fn moment(&mut self, moment: Timestamp) {
        // Before 1970 the end of a second would be cut off the other way.
        if moment.as_second() < 0 {
            return self.word(&format!("{moment:.3}"));
        }
        let at = Offset::UTC.to_datetime(moment);
        self.day(at.date());
        let ([h, o], [m, n], [s, t]) = (two(at.hour()), two(at.minute()), two(at.second()));
        let [_, x, y, z] = four(at.millisecond().unsigned_abs());
        self.0.extend_from_slice(&[b'T', h, o, b':', m, n, b':', s, t, b'.', x, y, z, b'Z']);
    }
}

/// The two digits of a number below a hundred.
fn two(number: i8) -> [u8; 2] {
    let number = number.unsigned_abs();
    [b'0' + number / 10, b'0' + number % 10]
}

/// The four digits of a number below ten thousand.
fn four(number: u16) -> [u8; 4] {
    let digit = |power: u16| b'0' + (number / power % 10) as u8;
    [digit(1_000), digit(100), digit(10), digit(1)]
}

#[cfg(test)]
mod tests;
