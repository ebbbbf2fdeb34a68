//! Short texts that may stand in a record in clear: names of organisations, references, reasons.
//!
//! A record is for ever, so nothing about a person belongs here: names, phones, account numbers and free remarks are
//! sealed (`submission::Sealed`), and only their digests are recorded.

use crate::pack::Pack;
use std::fmt;
use std::str::FromStr;

use arrayvec::ArrayString;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};

/// The longest label, in characters.
pub const LONGEST: usize = 140;

/// One line of printable text, 1 to 140 characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Label(Box<str>);

impl Pack for Label {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Label> {
        Pack::unpack(from).map(Label)
    }
}

/// A text that is no label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a label: write 1 to 140 printable characters on one line, with no space at either end")]
pub struct NotALabel(String);

impl Label {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A text of the ledger's own making, which was looked at by whoever made it.
    pub(crate) fn ours(text: String) -> Label {
        Label(text.into())
    }
}

impl FromStr for Label {
    type Err = NotALabel;

    fn from_str(text: &str) -> Result<Label, NotALabel> {
        let length = text.chars().count();
        if length == 0 || length > LONGEST || text.trim() != text || text.chars().any(is_hidden) {
            return Err(NotALabel(text.chars().filter(|letter| !letter.is_control()).take(60).collect()));
        }
        Ok(Label(text.into()))
    }
}

/// Control characters, and those that turn the direction of what follows, so that a reader sees other words.
fn is_hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Label, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Label;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a short text in quotes")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Label, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

/// Reads a day written exactly as `2026-03-18`: without a time, whose zone would leave the day open.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    parse_day(&text).ok_or_else(|| {
        let text: String = text.chars().take(40).collect();
        de::Error::custom(format_args!("`{text}` is not a day: write the year, month and day, such as \"2026-03-18\""))
    })
}

/// The same where a day may be left out.
pub fn some_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    struct Strict(#[serde(deserialize_with = "day")] Date);
    Ok(Option::<Strict>::deserialize(deserializer)?.map(|Strict(day)| day))
}

/// A day written as `2026-03-18`, and in no other way.
#[must_use]
pub fn parse_day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    Date::new(digits::<4>(bytes, 0)?, small(digits::<2>(bytes, 5)?)?, small(digits::<2>(bytes, 8)?)?).ok()
}

/// A number of so many digits.
pub(crate) fn digits<const COUNT: usize>(text: &[u8], at: usize) -> Option<i16> {
    let digits = text.get(at..at + COUNT)?;
    let step = |sum: i16, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0'));
    digits.iter().try_fold(0, step)
}

/// A small number, of a text that has no more digits.
pub(crate) fn small(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

/// The key of a command: same key and same words mean the same command, for ever.
///
/// Printable ASCII without quotes and backslashes, 1 to 100 characters, so that it stands in a record as it was said.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Key(Box<str>);

impl Pack for Key {
    fn pack(&self, out: &mut Vec<u8>) {
        Key::pack_letters(self.0.as_bytes(), out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Key> {
        Pack::unpack(from).map(Key)
    }
}

/// A text that is no idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key: write 1 to 100 letters, digits or marks of ASCII, without spaces, quotes or backslashes")]
pub struct NotAKey(String);

impl Key {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is a key.
    pub(crate) fn is_one(text: &str) -> bool {
        let allowed = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
        (1..=100).contains(&text.len()) && text.bytes().all(allowed)
    }

    /// Packs the letters of a key as it is packed itself.
    pub(crate) fn pack_letters(letters: &[u8], out: &mut Vec<u8>) {
        letters.len().pack(out);
        out.extend_from_slice(letters);
    }
}

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Key, NotAKey> {
        if Key::is_one(text) {
            Ok(Key(text.into()))
        } else {
            Err(NotAKey(text.chars().filter(|letter| !letter.is_control()).take(60).collect()))
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A text that is as long as expected in every record we write, and any text in another's: up to so many bytes it lies
/// where it stands, and a longer one in memory of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Brief<const EXPECTED: usize>(Place<EXPECTED>);

#[derive(Clone, PartialEq, Eq)]
enum Place<const EXPECTED: usize> {
    Here(ArrayString<EXPECTED>),
    Elsewhere(Box<str>),
}

impl<const EXPECTED: usize> Brief<EXPECTED> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Place::Here(text) => text,
            Place::Elsewhere(text) => text,
        }
    }
}

impl<const EXPECTED: usize> From<&str> for Brief<EXPECTED> {
    fn from(text: &str) -> Brief<EXPECTED> {
        Brief(ArrayString::from(text).map_or_else(|_| Place::Elsewhere(text.into()), Place::Here))
    }
}

impl<const EXPECTED: usize> fmt::Debug for Brief<EXPECTED> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
