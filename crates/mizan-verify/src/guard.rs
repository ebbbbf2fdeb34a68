//! What makes a log one log: positions without a gap, batches whole, each cooperative's records chained, a tree over all.
//!
//! The guard sees every record once, in order. It knows no event and no amount: whoever does not trust the books can
//! check the log with this alone.

mod packed;

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::skim::Standing;
use mizan_proof::hash::Hash;
use mizan_proof::tree::Frontier;
use rustc_hash::FxBuildHasher;

/// The last record of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// How many records the scope has.
    pub length: u64,
    /// The leaf hash of the last of them.
    pub last: Option<Hash>,
}

impl Link {
    const NONE: Link = Link { length: 0, last: None };

    fn grow(&mut self, leaf: Hash) {
        *self = Link { length: self.length + 1, last: Some(leaf) };
    }
}

/// A batch that is not whole yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenBatch {
    /// The key of its command.
    pub key: String,
    /// The position of its first record.
    pub first: u64,
    /// The position its last record must have.
    pub last: u64,
}

/// A record that does not follow from the ones before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unchained {
    /// Out of place.
    #[error("record {found} stands where record {expected} should be")]
    Position {
        /// The position it should have.
        expected: u64,
        /// The position it says it has.
        found: u64,
    },
    /// A batch is broken off, or entered in the middle.
    #[error(
        "record {position} is part {part} of {parts} of the batch of `{key}`, which does not follow what is before it"
    )]
    Batch {
        /// Where.
        position: u64,
        /// The key it names.
        key: String,
        /// Its part.
        part: u32,
        /// Of how many.
        parts: u32,
    },
    /// Its place among the records of its cooperative is wrong.
    #[error("record {position} says it is number {found} of {}, it is number {expected}", whose(*.scope))]
    ScopeSeq {
        /// Where.
        position: u64,
        /// Whose records.
        scope: Option<CooperativeId>,
        /// The number it should have.
        expected: u64,
        /// The number it has.
        found: u64,
    },
    /// Other records than those somebody signed for.
    #[error(
        "the first {size} records have the root {found}, and the one signed for them is {expected}: the book was altered"
    )]
    OtherRoot {
        /// How many.
        size: u64,
        /// The root that was signed.
        expected: Hash,
        /// The root they have.
        found: Hash,
    },
    /// It names another record before it than the one that is there.
    #[error("record {position} does not carry the hash of the record before it of {}: one of the two was altered", whose(*.scope))]
    ScopePrev {
        /// Where.
        position: u64,
        /// Whose records.
        scope: Option<CooperativeId>,
    },
}

/// Whether a text is how this hash is written. A hash has one spelling only, so the texts are compared.
fn names(text: Option<&[u8]>, hash: Option<Hash>) -> bool {
    let (Some(text), Some(hash)) = (text, hash) else { return text.is_none() && hash.is_none() };
    text == hash.characters()
}

fn whose(scope: Option<CooperativeId>) -> String {
    scope.map_or_else(|| "the records of no cooperative".to_owned(), |scope| format!("the records of `{scope}`"))
}

/// Whether what a guard saw agrees with a root that was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agrees {
    /// It does.
    Yes,
    /// It does not: the records it saw are other ones.
    No,
    /// The signed root counts records that are still to come; one that does not agree will not pass.
    IsToBeSeen,
    /// The signed root counts fewer records than were seen, and it was not known when they were.
    Unknown,
}

/// What has been seen of a log so far.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// The last record of each scope, as far as another scope came behind it.
    scopes: HashMap<Option<CooperativeId>, Link, FxBuildHasher>,
    /// The scope of the last record, and that record: those of one batch are mostly of one.
    here: Option<(Option<CooperativeId>, Link)>,
    tree: Frontier,
    /// The batch that is not whole yet: the positions of its first record and its last.
    open: Option<(u64, u64)>,
    /// The key of its command. Kept when it is whole, so that the next one needs no new memory.
    key: String,
    /// The root that so many records must have, if somebody has signed for it.
    signed: Option<(u64, Hash)>,
}

impl PartialEq for Guard {
    fn eq(&self, other: &Guard) -> bool {
        let all = |guard: &Guard| guard.links().collect::<BTreeMap<_, _>>();
        self.tree == other.tree && self.open_batch() == other.open_batch() && all(self) == all(other)
    }
}

impl Eq for Guard {}

impl Guard {
    /// A guard that knows of a signed root, and lets no other pass.
    #[must_use]
    pub fn knowing(size: u64, root: Hash) -> Guard {
        Guard { signed: Some((size, root)), ..Guard::default() }
    }

    /// Tells a guard that has seen records already of a signed root, and says whether what it saw agrees with it.
    pub fn hold_to(&mut self, size: u64, root: Hash) -> Agrees {
        let agrees = match size.cmp(&self.tree.size()) {
            Ordering::Greater => Agrees::IsToBeSeen,
            Ordering::Equal if root == self.tree.root() => Agrees::Yes,
            Ordering::Equal => return Agrees::No,
            // The roots in between are not kept, only the one it was told of.
            Ordering::Less => {
                return match self.signed {
                    Some((known, expected)) if known == size => {
                        if expected == root {
                            Agrees::Yes
                        } else {
                            Agrees::No
                        }
                    }
                    Some(_) | None => Agrees::Unknown,
                };
            }
        };
        self.signed = Some((size, root));
        agrees
    }

    /// Takes the next record, with the hash of its bytes and the hash it names as the one before it.
    pub fn take<'a>(&mut self, record: impl Into<Standing<'a>>, leaf: Hash) -> Result<(), Unchained> {
        let Standing { position, recorded_at: _, key, part: (part, parts), scope, scope_seq, scope_prev } =
            record.into();
        let expected = self.tree.size();
        if position != expected {
            return Err(Unchained::Position { expected, found: position });
        }
        let last = position + u64::from(parts) - u64::from(part);
        let follows = match self.open {
            None => part == 1,
            Some((first, open_last)) => {
                open_last == last && position == first + u64::from(part) - 1 && self.key.as_bytes() == key
            }
        };
        if !follows {
            return Err(Unchained::Batch { position, key: String::from_utf8_lossy(key).into_owned(), part, parts });
        }
        let link = self.turn_to(scope);
        if scope_seq != link.length {
            return Err(Unchained::ScopeSeq { position, scope, expected: link.length, found: scope_seq });
        }
        if !names(scope_prev, link.last) {
            return Err(Unchained::ScopePrev { position, scope });
        }
        link.grow(leaf);
        if part == parts {
            self.open = None;
        } else if part == 1 {
            self.open = Some((position, last));
            self.key.clear();
            self.key.push_str(&String::from_utf8_lossy(key));
        }
        self.push(leaf)
    }

    /// Takes the next record of a whole batch that is being made, at this position and place among those of its scope: `make`
    /// is told what it must follow in its scope, and says its hash.
    pub fn follow<E: From<Unchained>>(
        &mut self,
        position: u64,
        (scope, scope_seq): (Option<CooperativeId>, u64),
        make: impl FnOnce(Link) -> Result<Hash, E>,
    ) -> Result<(), E> {
        let expected = self.tree.size();
        if position != expected {
            return Err(Unchained::Position { expected, found: position }.into());
        }
        let link = self.turn_to(scope);
        if scope_seq != link.length {
            return Err(Unchained::ScopeSeq { position, scope, expected: link.length, found: scope_seq }.into());
        }
        let leaf = make(*link)?;
        link.grow(leaf);
        Ok(self.push(leaf)?)
    }

    /// The link of a scope, from the last record of another one.
    fn turn_to(&mut self, scope: Option<CooperativeId>) -> &mut Link {
        if self.here.is_some_and(|(here, _)| here != scope)
            && let Some((before, link)) = self.here.take()
        {
            self.scopes.insert(before, link);
        }
        let link = || self.scopes.get(&scope).copied().unwrap_or(Link::NONE);
        let (_, link) = self.here.get_or_insert_with(|| (scope, link()));
        link
    }

    /// The last record of each scope.
    fn links(&self) -> impl Iterator<Item = (Option<CooperativeId>, Link)> {
        let is_elsewhere = |scope: &Option<CooperativeId>| self.here.is_none_or(|(here, _)| here != *scope);
        let elsewhere = self.scopes.iter().filter(move |(scope, _)| is_elsewhere(scope));
        elsewhere.map(|(scope, link)| (*scope, *link)).chain(self.here)
    }

    fn push(&mut self, leaf: Hash) -> Result<(), Unchained> {
        self.tree.push(leaf);
        match self.signed {
            Some((size, expected)) if size == self.tree.size() && expected != self.tree.root() => {
                Err(Unchained::OtherRoot { size, expected, found: self.tree.root() })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// How many records there were, which is the position of the next one.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.tree.size()
    }

    /// The one hash that stands for every record so far.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.tree.root()
    }

    /// The batch that is not whole yet. A log that ends here was cut.
    #[must_use]
    pub fn open_batch(&self) -> Option<OpenBatch> {
        self.open.map(|(first, last)| OpenBatch { key: self.key.clone(), first, last })
    }

    /// How many records each scope has.
    pub fn lengths(&self) -> impl Iterator<Item = (Option<CooperativeId>, u64)> {
        self.links().map(|(scope, link)| (scope, link.length))
    }

    /// What the next record of a scope must follow.
    #[must_use]
    pub fn link(&self, scope: Option<CooperativeId>) -> Link {
        match self.here {
            Some((here, link)) if here == scope => link,
            Some(_) | None => self.scopes.get(&scope).copied().unwrap_or(Link::NONE),
        }
    }
}

#[cfg(test)]
mod tests;
