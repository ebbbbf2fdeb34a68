//! Writing a record down: the envelope by hand, then the data, as JSON without a space.
//!
//! The bytes are those serde_json gives, in a third of the time: texts in which nothing is to be escaped are copied at
//! once, numbers and moments are written by their digits. What is to be escaped is left to serde_json.

mod data;

use std::mem;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Serialize;
use serde_json::Error;

use crate::record::quick::plain;
use crate::record::{Envelope, Record, VERSION};
use crate::text::Brief;

/// Appends the record to a text as one line, however long, and says where in it the text of its link begins, should it have
/// one. If it cannot be written, some of it may have been.
pub(super) fn line(record: &Record, text: &mut String) -> Result<usize, Error> {
    let mut pen = Pen(mem::take(text));
    let written = pen.record(record);
    *text = pen.0;
    written
}

/// What is written, so far.
struct Pen(String);

impl Pen {
    /// Writes a record, and says where its link begins.
    fn record(&mut self, record: &Record) -> Result<usize, Error> {
        let Envelope { position, id, recorded_at, occurred_on, actor, key, part, scope, scope_seq, scope_prev, nonce } =
            &record.envelope;
        self.word("{\"v\":");
        self.number(u64::from(VERSION));
        self.word(",\"position\":");
        self.number(*position);
        self.word(",\"id\":\"");
        self.word(id.hyphenated().encode_lower(&mut [0; uuid::fmt::Hyphenated::LENGTH]));
        self.word("\",\"recorded_at\":\"");
        self.moment(*recorded_at);
        self.word("\",\"occurred_on\":\"");
        self.day(*occurred_on);
        self.word("\",\"actor\":{\"id\":");
        actor.id.serialize(&mut *self)?;
        self.word(",\"role\":");
        actor.role.serialize(&mut *self)?;
        self.word("},\"key\":");
        self.text(key.as_str())?;
        self.word(",\"part\":[");
        self.number(u64::from(part.0));
        self.word(",");
        self.number(u64::from(part.1));
        self.word("],\"scope\":");
        scope.serialize(&mut *self)?;
        self.word(",\"scope_seq\":");
        self.number(*scope_seq);
        self.word(",\"scope_prev\":");
        let link = self.0.len() + 1;
        scope_prev.as_ref().map(Brief::as_str).serialize(&mut *self)?;
        self.word(",\"nonce\":");
        self.text(nonce.as_str())?;
        self.word(",\"type\":\"");
        self.word(record.event.kind().name());
        self.word("\",\"data\":");
        record.event.serialize(&mut *self)?;
        self.word("}");
        Ok(link)
    }

    /// Writes exactly this.
    fn word(&mut self, word: &str) {
        self.0.push_str(word);
    }

    /// Writes what is rare as serde_json does.
    fn usual<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.word(&serde_json::to_string(value)?);
        Ok(())
    }

    /// Writes digits, and what stands between them.
    fn digits(&mut self, digits: &[u8]) {
        self.word(str::from_utf8(digits).expect("digits are text"));
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
        self.digits(&digits[start..]);
    }

    /// Writes a text in quotes.
    fn text(&mut self, text: &str) -> Result<(), Error> {
        if plain(text.as_bytes()) < text.len() {
            return self.usual(text);
        }
        self.0.push('"');
        self.word(text);
        self.0.push('"');
        Ok(())
    }

    /// Writes a part of a text, whose quotes stand elsewhere.
    fn part(&mut self, text: &str) -> Result<(), Error> {
        if plain(text.as_bytes()) == text.len() {
            self.word(text);
            return Ok(());
        }
        let quoted = serde_json::to_string(text)?;
        self.word(&quoted[1..quoted.len() - 1]);
        Ok(())
    }

    /// Writes a day, `2026-01-04`.
    fn day(&mut self, day: Date) {
        let Ok(year @ 0..=9999) = u16::try_from(day.year()) else {
            return self.word(&day.to_string());
        };
        let ([y, e, a, r], [m, n], [d, f]) = (four(year), two(day.month()), two(day.day()));
        self.digits(&[y, e, a, r, b'-', m, n, b'-', d, f]);
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
        self.digits(&[b'T', h, o, b':', m, n, b':', s, t, b'.', x, y, z, b'Z']);
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
