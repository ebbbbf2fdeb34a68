//! The record: one line of JSON, written once; the bytes stored are the bytes hashed, exported and served.
//!
//! Its fields cannot be added to old entries, so all stand here from the first one on. Hashes, nonces, the clock and
//! positions come from whoever writes the log; this page only fixes their form.

pub mod alike;
mod pen;
pub(crate) mod quick;
pub mod skim;

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::event::{Event, Kind};
use crate::id::{ActorId, CooperativeId};
use crate::record::alike::Alike;
use crate::text::{Brief, Key};

/// The version of the record's form.
pub const VERSION: u8 = 1;

/// The longest record, in bytes: what an entry bundle of a transparency log can carry.
pub const LONGEST: usize = 65_535;

/// How many characters a link has: the hash of the record before it.
pub const LINK: usize = 43;

/// Room for a record of usual length, so that writing it does not move it.
const USUAL: usize = 1_024;

/// In which capacity somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Keeps the book of the network.
    Operator,
    /// Presides a cooperative.
    President,
    /// Keeps its register of members.
    Secretary,
    /// Keeps its money.
    Treasurer,
    /// Hands cash over.
    Cashier,
    /// Keeps its store.
    Storekeeper,
    /// Leads the work of artisans.
    Leader,
    /// A member speaking for herself.
    Member,
    /// A buyer.
    Buyer,
    /// An intermediary.
    Intermediary,
    /// Audits the books.
    Auditor,
    /// Gives a label after an audit.
    Certifier,
    /// A program that reads other people's files.
    Import,
}

/// Who says something, and in which capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// By pseudonym.
    pub id: ActorId,
    /// As what.
    pub role: Role,
}

/// What surrounds an event when it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its place in the log, counted from 0.
    pub position: u64,
    /// Its own identifier, a UUID version 7.
    pub id: Uuid,
    /// When it was written; never before the record before it.
    pub recorded_at: Timestamp,
    /// When it happened.
    pub occurred_on: Date,
    /// Who said it.
    pub actor: Actor,
    /// The key of its command.
    pub key: Key,
    /// Which record of its command's batch it is, counted from 1, and of how many.
    pub part: (u32, u32),
    /// Whose accounts it belongs to; nobody's for what concerns the whole book.
    pub scope: Option<CooperativeId>,
    /// Its place among the records of its scope, counted from 0.
    pub scope_seq: u64,
    /// The leaf hash of the record before it in its scope, base64url; none for the first.
    pub scope_prev: Option<Brief<LINK>>,
    /// 16 random bytes, base64url, so that nobody can guess a record from its hash.
    pub nonce: Brief<22>,
}

/// An event with what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What surrounds it.
    pub envelope: Envelope,
    /// What happened.
    pub event: Event,
}

/// Where in a text the line of a record stands whose link is not known yet.
///
/// A record is decided before the one before it is hashed, so all but that is written first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlinked {
    line: Range<usize>,
    /// Where its link will stand, if the record has one.
    link: Option<usize>,
    /// Where it says what all records of its command say alike.
    alike: Range<usize>,
}

impl Unlinked {
    /// How long it will be with its link.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.line.len() + self.link.map_or(0, |_| LINK)
    }

    /// The line with its link in it, in three parts, of the text it was written to. Whether it has one was said then.
    #[must_use]
    pub fn with<'a>(&self, text: &'a [u8], link: Option<&'a str>) -> [&'a str; 3] {
        let Range { start, end } = self.line;
        let line = || String::from_utf8_lossy(&text[start..end]);
        assert_eq!(self.link.is_some(), link.is_some(), "a record has a link if it follows another: {}", line());
        let at = self.link.unwrap_or(end);
        let part =
            |part: &'a [u8]| str::from_utf8(part).expect("a line is text, and its link stands between two quotes");
        [part(&text[start..at]), link.unwrap_or_default(), part(&text[at..end])]
    }

    /// The record, of the text it was written to. It says of its link what it said then.
    pub fn read(&self, text: &[u8]) -> Result<Record, NotARecord> {
        Record::from_bytes(&text[self.line.clone()])
    }
}

/// The fields of a record as they are read: texts are borrowed, and the body waits for its kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<'a> {
    v: u8,
    position: u64,
    #[serde(borrow)]
    id: &'a str,
    #[serde(borrow)]
    recorded_at: &'a str,
    #[serde(borrow)]
    occurred_on: &'a str,
    actor: Actor,
    #[serde(borrow)]
    key: &'a str,
    part: (u32, u32),
    scope: Option<CooperativeId>,
    scope_seq: u64,
    #[serde(borrow)]
    scope_prev: Option<&'a str>,
    #[serde(borrow)]
    nonce: &'a str,
    #[serde(borrow)]
    r#type: &'a str,
    #[serde(borrow)]
    data: &'a RawValue,
}

/// Why bytes are no record.
#[derive(Debug, thiserror::Error)]
pub enum NotARecord {
    /// Not the JSON of a record.
    #[error("not a record: {0}")]
    Malformed(#[from] serde_json::Error),
    /// A later form than this program knows.
    #[error("a record of version {0}, this program reads version 1: use a newer one")]
    Version(u8),
    /// A kind this program does not know.
    #[error("a record of the kind `{0}`, which this program does not know: use a newer one")]
    Kind(String),
    /// A field with a value that cannot be.
    #[error("a record whose {field} is `{value}`")]
    Field {
        /// Which field.
        field: &'static str,
        /// What stands in it.
        value: String,
    },
    /// Too long for the log's format.
    #[error("a record of {0} bytes, 65,535 are the most: divide it into several")]
    TooLong(usize),
}

impl Record {
    /// The bytes of the record: one line of JSON without a line end.
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotARecord> {
        let mut text = Vec::with_capacity(USUAL);
        pen::line(self, None, &mut text)?;
        if text.len() > LONGEST { Err(NotARecord::TooLong(text.len())) } else { Ok(text) }
    }

    /// Appends to a text the line of the record before its link is known, of which it says that it has none, or an empty one.
    /// What cannot be written leaves the text as it was.
    ///
    /// What it says alike with `before`, whose line stands in the same text, is copied from there.
    pub fn write_unlinked(
        &self,
        before: Option<(&Record, &Unlinked)>,
        text: &mut Vec<u8>,
    ) -> Result<Unlinked, NotARecord> {
        let said = self.envelope.scope_prev.as_ref().map(Brief::as_str);
        assert!(said.is_none_or(str::is_empty), "a record whose link is known is written with it");
        let start = text.len();
        let before = before.map(|(record, line)| (record, line.alike.clone()));
        let written = pen::line(self, before, text).map_err(NotARecord::from).and_then(|places| {
            let unlinked = Unlinked { line: start..text.len(), link: said.map(|_| places.link), alike: places.alike };
            if unlinked.bytes() > LONGEST { Err(NotARecord::TooLong(unlinked.bytes())) } else { Ok(unlinked) }
        });
        if written.is_err() {
            text.truncate(start);
        }
        written
    }

    /// Reads a record from its bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Record, NotARecord> {
        Record::in_turn(bytes, &mut Alike::default())
    }

    /// The same for whoever reads one behind the other, and remembers what those of one command say alike.
    pub fn in_turn<'a>(bytes: &'a [u8], alike: &mut Alike<'a>) -> Result<Record, NotARecord> {
        let text = text_of(bytes)?;
        quick::record(text, alike).map_or_else(|| Record::in_any_spelling(text), Ok)
    }

    /// Reads a record from any JSON that says it.
    fn in_any_spelling(text: &str) -> Result<Record, NotARecord> {
        let read: Read<'_> = serde_json::from_str(text)?;
        if read.v != VERSION {
            return Err(NotARecord::Version(read.v));
        }
        let kind = Kind::from_name(read.r#type).ok_or_else(|| NotARecord::Kind(read.r#type.to_owned()))?;
        let (part, parts) = read.part;
        if part == 0 || part > parts {
            return Err(NotARecord::Field { field: "part", value: format!("[{part},{parts}]") });
        }
        let envelope = Envelope {
            position: read.position,
            id: field("id", read.id)?,
            recorded_at: field("recorded_at", read.recorded_at)?,
            occurred_on: field("occurred_on", read.occurred_on)?,
            actor: read.actor,
            key: field("key", read.key)?,
            part: read.part,
            scope: read.scope,
            scope_seq: read.scope_seq,
            scope_prev: read.scope_prev.map(Brief::from),
            nonce: read.nonce.into(),
        };
        Ok(Record { envelope, event: Event::decode(kind, read.data.get())? })
    }
}

fn text_of(bytes: &[u8]) -> Result<&str, NotARecord> {
    if bytes.len() > LONGEST {
        return Err(NotARecord::TooLong(bytes.len()));
    }
    std::str::from_utf8(bytes).map_err(|_| NotARecord::Field { field: "text", value: "not UTF-8".to_owned() })
}

fn field<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T, NotARecord> {
    text.parse().map_err(|_| NotARecord::Field { field, value: text.chars().take(60).collect() })
}
