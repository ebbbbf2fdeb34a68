//! The book: everything the log says so far, as far as a rule or a reader needs it.
//!
//! It is folded from records and from nothing else, by `apply`; live serving, rebuild and an auditor's replay are this
//! one function. It cannot refuse a record that follows the one before it: what may happen was decided before.

mod evolve;
pub mod state;
mod undo;
pub mod unread;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Timestamp;

use crate::book::state::Cooperative;
use crate::book::state::census::Definition;
use crate::event::membership::PartyRole;
use crate::event::person::Whose;
use crate::id::{CooperativeId, DefinitionId, PartyId};
use crate::later::{Later, by_id, pack_ids};
use crate::money::Currency;
use crate::pack::Pack;
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::record::skim::Standing;
use crate::table::Table;
use crate::text::{Key, Label};

/// The records of one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The position of the first.
    pub first: u64,
    /// How many.
    pub count: u32,
}

packed!(struct Span { first, count });

/// Everything the log says up to a position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// The name of the network.
    pub name: Option<Label>,
    /// The currency of cooperatives that say no other.
    pub currency: Option<Currency>,
    /// The position of the next record.
    pub head: u64,
    /// When the last record was written.
    pub last_recorded_at: Option<Timestamp>,
    /// The organisations known, and what they do.
    pub parties: BTreeMap<PartyId, Vec<PartyRole>>,
    /// What the network calls active.
    pub definitions: BTreeMap<DefinitionId, Definition>,
    /// The key its log is signed with, if it was changed.
    pub log_key: Option<Label>,
    /// How often what was sealed of somebody was erased.
    pub erasures: BTreeMap<Whose, u32>,
    /// The cooperatives.
    pub cooperatives: BTreeMap<CooperativeId, Later<Cooperative>>,
    /// Every command's key, for ever.
    pub keys: Later<Table<Key, Span>>,
    /// How many records the open batch still lacks.
    missing: u32,
    /// The records of the open batch that are left unread, one behind the other, and whose they are.
    leaving: Option<(CooperativeId, Range<u64>)>,
    /// Reused for the postings of each record.
    scratch: Vec<Posting>,
    /// Reused for each key.
    entry: Vec<u8>,
}

/// A book is packed in parts, so that each can be unpacked when it is asked for: its frame, the keys, and every cooperative.
impl Book {
    /// Appends what is neither a key nor a cooperative's, and which cooperatives there are.
    pub fn pack_frame(&self, out: &mut Vec<u8>) {
        let Book {
            name,
            currency,
            head,
            last_recorded_at,
            parties,
            definitions,
            log_key,
            erasures,
            cooperatives,
            keys: _,
            missing,
            leaving: _,
            scratch: _,
            entry: _,
        } = self;
        (name.clone(), *currency, *head).pack(out);
        last_recorded_at.pack(out);
        parties.pack(out);
        definitions.pack(out);
        log_key.pack(out);
        erasures.pack(out);
        pack_ids(cooperatives, out);
        missing.pack(out);
    }

    /// Takes the frame of a book off the front of the bytes and puts the other parts into it, the cooperatives in the order
    /// of their ids.
    pub fn of_parts(
        frame: &mut &[u8],
        keys: Later<Table<Key, Span>>,
        cooperatives: Vec<Later<Cooperative>>,
    ) -> Option<Book> {
        let (name, currency, head) = Pack::unpack(frame)?;
        Some(Book {
            name,
            currency,
            head,
            last_recorded_at: Pack::unpack(frame)?,
            parties: Pack::unpack(frame)?,
            definitions: Pack::unpack(frame)?,
            log_key: Pack::unpack(frame)?,
            erasures: Pack::unpack(frame)?,
            cooperatives: by_id(frame, cooperatives)?,
            keys,
            missing: Pack::unpack(frame)?,
            leaving: None,
            scratch: Vec::new(),
            entry: Vec::new(),
        })
    }
}

/// A log that does not follow from itself. It was damaged or written by something else.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenLog {
    /// A record is missing, doubled or out of place.
    #[error("record {found} stands where record {expected} should be")]
    Position {
        /// The position it should have.
        expected: u64,
        /// The position it has.
        found: u64,
    },
    /// A command's records are not together.
    #[error("record {position} is part {part} of {parts}, but the batch before it still lacks {missing}")]
    Batch {
        /// Where.
        position: u64,
        /// Its part.
        part: u32,
        /// Of how many.
        parts: u32,
        /// How many were missing.
        missing: u32,
    },
    /// It speaks of something no record before it named.
    #[error("record {position} speaks of {what} `{id}`, which no record before it names")]
    Unknown {
        /// Where.
        position: u64,
        /// What kind of thing.
        what: &'static str,
        /// Which.
        id: String,
    },
    /// Its postings do not balance.
    #[error("the postings of record {position} do not sum to zero in {currency}")]
    Unbalanced {
        /// Where.
        position: u64,
        /// In which currency.
        currency: Currency,
    },
    /// A cooperative is registered that is known.
    #[error("record {position} registers the cooperative `{cooperative}`, which a record before it has registered")]
    Again {
        /// Where.
        position: u64,
        /// Which.
        cooperative: CooperativeId,
    },
    /// The clock ran backwards.
    #[error("record {position} was written before the record it follows")]
    Clock {
        /// Where.
        position: u64,
    },
}

impl Book {
    /// Folds the next record in. What it says of a cooperative of which others are unread is left unread with them.
    pub fn apply(&mut self, record: &Record) -> Result<(), BrokenLog> {
        let envelope = &record.envelope;
        let standing = Standing::from(envelope);
        self.follows(&standing)?;
        if self.has_unread(envelope.scope) {
            self.change_or_leave(&standing, Some(record))?;
        } else {
            let mut moved = std::mem::take(&mut self.scratch);
            moved_by(record, &mut moved)?;
            self.evolve(record, &moved)?;
            // Left empty, so that two books that say the same are equal whatever they were folded from.
            moved.clear();
            self.scratch = moved;
        }
        self.note(&standing);
        Ok(())
    }

    /// That a record is the next one.
    fn follows(&self, record: &Standing<'_>) -> Result<(), BrokenLog> {
        let position = record.position;
        if position != self.head {
            return Err(BrokenLog::Position { expected: self.head, found: position });
        }
        if self.last_recorded_at.is_some_and(|last| record.recorded_at < last) {
            return Err(BrokenLog::Clock { position });
        }
        let (part, parts) = record.part;
        let follows = if part == 1 { self.missing == 0 } else { self.missing == parts + 1 - part };
        if !follows || part == 0 || part > parts {
            return Err(BrokenLog::Batch { position, part, parts, missing: self.missing });
        }
        Ok(())
    }

    /// Notes that the next record was taken, and the key of its batch if it begins one.
    fn note(&mut self, record: &Standing<'_>) {
        let (part, parts) = record.part;
        if part == 1 && self.keys.unread().is_none() {
            Key::pack_letters(record.key, &mut self.entry);
            self.keys.append(&mut self.entry, Span { first: record.position, count: parts });
            self.entry.clear();
        }
        self.missing = parts - part;
        self.last_recorded_at = Some(record.recorded_at);
        self.head = record.position + 1;
        if self.missing == 0 {
            self.leave_those();
        }
    }

    /// How many records the last batch still lacks: a log that ends here was cut.
    #[must_use]
    pub fn missing(&self) -> u32 {
        self.missing
    }
}

/// What a record moves, put in place of what was there.
fn moved_by(record: &Record, moved: &mut Vec<Posting>) -> Result<(), BrokenLog> {
    moved.clear();
    postings(&record.event, moved);
    let position = record.envelope.position;
    unbalanced(moved).map_or(Ok(()), |currency| Err(BrokenLog::Unbalanced { position, currency }))
}

/// The first currency in which postings do not sum to zero.
#[must_use]
pub fn unbalanced(postings: &[Posting]) -> Option<Currency> {
    let mut sums: arrayvec::ArrayVec<(Currency, i128), 4> = arrayvec::ArrayVec::new();
    for posting in postings {
        let (currency, minor) = (posting.amount.currency(), posting.amount.minor());
        match sums.iter().position(|(known, _)| *known == currency) {
            Some(index) => sums[index].1 += minor,
            None if sums.is_full() => return Some(currency), // No event moves more than two currencies.
            None => sums.push((currency, minor)),
        }
    }
    sums.iter().find(|(_, sum)| *sum != 0).map(|(currency, _)| *currency)
}
