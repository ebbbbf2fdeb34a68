//! Later: a part of a book that waits until somebody asks for it: in the bytes it was packed to, or in the log.
//!
//! Whoever opens a book of a thousand cooperatives mostly asks for one. So what a snapshot says of each stays as it was
//! read, in half the memory and a fraction of the time, until it is first asked for. The bytes were looked through when they
//! came, so that unpacking them cannot fail.
//!
//! Where there is no snapshot, records can be left unread in the same way. Reading them can fail, and takes a log, so
//! whoever may leave some unread reads them before anybody asks.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut, Range};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::id::CooperativeId;
use crate::pack::Pack;

/// A value, or the bytes it was packed to, and what was not read yet.
pub struct Later<T> {
    value: OnceLock<Box<T>>,
    /// Empty once there is a value.
    packed: Mutex<Vec<u8>>,
    unread: Option<Box<Unread>>,
}

/// The records that would change a value, if they were read.
#[derive(Default)]
pub(crate) struct Unread {
    /// How many there are.
    pub(crate) count: u64,
    /// Each run of them: how many others are between it and the one before, and how many it has.
    runs: Vec<u8>,
    /// The position behind the last of them.
    end: u64,
}

impl Unread {
    fn note(&mut self, positions: Range<u64>) {
        let count = positions.end - positions.start;
        (positions.start - self.end).pack(&mut self.runs);
        count.pack(&mut self.runs);
        self.count += count;
        self.end = positions.end;
    }

    /// Where they stand, ascending.
    pub(crate) fn positions(&self) -> impl Iterator<Item = u64> {
        let (mut runs, mut next) = (self.runs.as_slice(), 0);
        let run = move || {
            let start = next + u64::unpack(&mut runs)?;
            next = start + u64::unpack(&mut runs)?;
            Some(start..next)
        };
        std::iter::from_fn(run).flatten()
    }
}

impl<T: Pack> Later<T> {
    /// What was packed to these bytes; nothing, if that is not all they say.
    #[must_use]
    pub fn of_packed(bytes: Vec<u8>) -> Option<Later<T>> {
        let mut rest = bytes.as_slice();
        T::pass(&mut rest)?;
        rest.is_empty().then(|| Later { packed: Mutex::new(bytes), ..Later::none() })
    }

    /// Appends the bytes, which are there already if nobody has asked for the value.
    pub fn pack(&self, out: &mut Vec<u8>) {
        self.is_read();
        let packed = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        match self.value.get() {
            Some(value) => value.pack(out),
            None => out.extend_from_slice(&packed),
        }
    }

    fn unpack(&self) -> &T {
        if let Some(value) = self.value.get() {
            return value;
        }
        // Held until there is a value: whoever packs meanwhile finds the one or the other.
        let mut packed = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || T::unpack(&mut packed.as_slice()).expect("what was passed can be unpacked");
        let value = self.value.get_or_init(|| Box::new(made()));
        *packed = Vec::new();
        value
    }

    /// The value without what is unread.
    pub(crate) fn before_unread(&self) -> &T {
        self.unpack()
    }
}

impl<T> Later<T> {
    fn none() -> Later<T> {
        Later { value: OnceLock::new(), packed: Mutex::default(), unread: None }
    }

    /// Leaves the records at these positions unread, which are behind all that were read.
    pub(crate) fn leave_unread(&mut self, positions: Range<u64>) {
        self.unread.get_or_insert_default().note(positions);
    }

    /// The records that are unread; none, if it can be asked.
    pub(crate) fn unread(&self) -> Option<&Unread> {
        self.unread.as_deref()
    }

    /// That nothing of it is unread. Where something is, an answer would be false, and there is none.
    fn is_read(&self) {
        assert!(self.unread.is_none(), "a part of the book is asked for of which records were left unread");
    }
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Later<T> {
        Later { value: OnceLock::from(Box::new(value)), ..Later::none() }
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Later<T> {
        T::default().into()
    }
}

impl<T: Pack> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.is_read();
        self.unpack()
    }
}

impl<T: Pack> DerefMut for Later<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.is_read();
        self.unpack();
        self.value.get_mut().expect("it was unpacked")
    }
}

impl<T: Pack + Clone> Clone for Later<T> {
    fn clone(&self) -> Later<T> {
        T::clone(self).into()
    }
}

impl<T: Pack + PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Later<T>) -> bool {
        **self == **other
    }
}

impl<T: Pack + Eq> Eq for Later<T> {}

impl<T: Pack + fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unread.is_some() { f.write_str("unread") } else { T::fmt(self, f) }
    }
}

/// Appends of which cooperatives there are parts.
pub(crate) fn pack_ids<T>(parts: &BTreeMap<CooperativeId, Later<T>>, out: &mut Vec<u8>) {
    parts.len().pack(out);
    parts.keys().for_each(|id| id.pack(out));
}

/// The parts of cooperatives, whose ids are taken off the front of the bytes: as many, ascending, and each once.
pub(crate) fn by_id<T>(ids: &mut &[u8], parts: Vec<Later<T>>) -> Option<BTreeMap<CooperativeId, Later<T>>> {
    let ids: Vec<CooperativeId> = Pack::unpack(ids)?;
    let sound = ids.len() == parts.len() && ids.is_sorted_by(|one, next| one < next);
    sound.then(|| ids.into_iter().zip(parts).collect())
}

#[cfg(test)]
mod tests;
