//! Later: a part of a book in the bytes it was packed to, unpacked when somebody first asks for it.
//!
//! Whoever opens a book of a thousand cooperatives mostly asks for one. So what a snapshot says of each stays as it was
//! read, in half the memory and a fraction of the time, until then. The bytes were looked through when they came, so that
//! unpacking them cannot fail.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::id::CooperativeId;
use crate::pack::Pack;

/// A value, or the bytes it was packed to.
pub struct Later<T> {
    value: OnceLock<Box<T>>,
    /// Empty once there is a value.
    packed: Mutex<Vec<u8>>,
}

impl<T: Pack> Later<T> {
    /// What was packed to these bytes; nothing, if that is not all they say.
    #[must_use]
    pub fn of_packed(bytes: Vec<u8>) -> Option<Later<T>> {
        let mut rest = bytes.as_slice();
        T::pass(&mut rest)?;
        rest.is_empty().then(|| Later { value: OnceLock::new(), packed: Mutex::new(bytes) })
    }

    /// Appends the bytes, which are there already if nobody has asked for the value.
    pub fn pack(&self, out: &mut Vec<u8>) {
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
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Later<T> {
        Later { value: OnceLock::from(Box::new(value)), packed: Mutex::default() }
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
        self.unpack()
    }
}

impl<T: Pack> DerefMut for Later<T> {
    fn deref_mut(&mut self) -> &mut T {
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
        T::fmt(self, f)
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
