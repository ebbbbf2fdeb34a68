//! A table: what a book keeps of very many things, packed, and unpacked only when somebody asks for one of them.
//!
//! A sale takes a thousand bytes as a value and a hundred packed, and most sales are never looked at again. So the few
//! that changed last are kept as they are (they are warm: a command's records change one sale several times), and when
//! there are too many of them all are packed. Packed values lie one behind the other in segments; an index of open
//! addressing with linear probing says where, by the hash of the key. What is taken out of a segment to be changed leaves
//! a hole, and when the holes are half as much as the rest the segments are written anew.
//!
//! It answers as a map would, whatever is warm or packed: two tables are equal when they hold the same.

mod packed;

use std::borrow::Cow;
use std::hash::Hash;
use std::marker::PhantomData;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::pack::{Pack, length, take};
use crate::table::packed::{Packed, SEGMENTS_MAX, hash_of, place_of};

/// A hash map for the hot fold. Its order is never shown: whoever lists it sorts.
pub(crate) type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// How many values are kept as they are: as many as a map of the smallest size has room for. A book of very many
/// cooperatives has such tables for each, and most commands change no more than these.
const WARM: usize = 3;

/// How many bytes an entry takes, or fewer, mostly.
const PACKED_BYTES: usize = 1 << 10;

/// Holes of fewer bytes are left alone.
const FEW_BYTES: usize = 1 << 12;

/// Things by their key.
#[derive(Debug, Clone)]
pub struct Table<K, V> {
    warm: Map<K, V>,
    packed: Packed,
    kind: PhantomData<(K, V)>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Table<K, V> {
        Table { warm: Map::default(), packed: Packed::default(), kind: PhantomData }
    }
}

impl<K: Pack + Eq + Hash + Clone, V: Pack + Clone> Table<K, V> {
    /// How many things there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.warm.len() + self.packed.count
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is one under this key.
    #[must_use]
    pub fn contains_key(&self, key: &K) -> bool {
        self.warm.contains_key(key) || (self.packed.count > 0 && self.packed.find(&bytes_of(key)).is_some())
    }

    /// The one under this key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<Cow<'_, V>> {
        if let Some(value) = self.warm.get(key) {
            return Some(Cow::Borrowed(value));
        }
        if self.packed.count == 0 {
            return None;
        }
        let key = bytes_of(key);
        let found = self.packed.find(&key)?;
        self.packed.value(found, key.len()).map(|(value, _)| Cow::Owned(value))
    }

    /// The one under this key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        if !self.warm.contains_key(key) {
            let value = self.take_out(key)?;
            self.make_room();
            self.warm.insert(key.clone(), value);
        }
        self.warm.get_mut(key)
    }

    /// The one under this key, to be changed; a new one if there is none.
    pub fn get_or_default(&mut self, key: &K) -> &mut V
    where
        V: Default,
    {
        if !self.warm.contains_key(key) {
            let value = self.take_out(key).unwrap_or_default();
            self.make_room();
            self.warm.insert(key.clone(), value);
        }
        self.warm.entry(key.clone()).or_default()
    }

    /// Puts one there, and gives the one that was.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        if self.warm.contains_key(&key) {
            return self.warm.insert(key, value);
        }
        let before = self.take_out(&key);
        self.make_room();
        self.warm.insert(key, value);
        before
    }

    /// Puts one there that will hardly be changed or asked for soon, in place of the one that was. Its key is what was packed to
    /// `entry`, behind which the value is packed.
    pub(crate) fn append(&mut self, entry: &mut Vec<u8>, value: V) {
        let length = entry.len();
        value.pack(entry);
        let key = || K::unpack(&mut &entry[..length]).expect("a key that was packed can be unpacked");
        let is_warm = !self.warm.is_empty() && self.warm.contains_key(&key());
        if is_warm || !self.packed.add_if_new(entry, length) {
            self.insert(key(), value);
        }
    }

    /// Makes room for so many more, where that is known before: otherwise it is made a third at a time.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.packed.reserve(more);
    }

    /// Takes one away.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.warm.remove(key).or_else(|| self.take_out(key))
    }

    /// All of them, in no order that means anything: whoever lists them sorts.
    pub fn iter(&self) -> impl Iterator<Item = (K, Cow<'_, V>)> {
        let packed = self.packed.slots.iter().filter(|slot| **slot != 0);
        let packed = packed.filter_map(|slot| self.packed.entry(*slot));
        let packed = packed.map(|(key, value)| (key, Cow::Owned(value)));
        self.warm.iter().map(|(key, value)| (key.clone(), Cow::Borrowed(value))).chain(packed)
    }

    /// All keys, in no order.
    pub fn keys(&self) -> impl Iterator<Item = K> {
        self.iter().map(|(key, _)| key)
    }

    /// All values, in no order.
    pub fn values(&self) -> impl Iterator<Item = Cow<'_, V>> {
        self.iter().map(|(_, value)| value)
    }

    /// Takes a packed one out.
    fn take_out(&mut self, key: &K) -> Option<V> {
        if self.packed.count == 0 {
            return None;
        }
        let key = bytes_of(key);
        let found = self.packed.find(&key)?;
        let (value, length) = self.packed.value(found, key.len())?;
        self.packed.forget(found, key.len() + length);
        Some(value)
    }

    /// Packs what is warm, when that is as much as may be.
    fn make_room(&mut self) {
        if self.warm.len() < WARM {
            return;
        }
        self.pack_all();
    }

    fn pack_all(&mut self) {
        let mut bytes = Vec::with_capacity(PACKED_BYTES);
        // The order of the map follows from what happened, so that the same log makes the same table but for its room.
        for (key, value) in self.warm.drain() {
            bytes.clear();
            key.pack(&mut bytes);
            let hash = hash_of(&bytes);
            value.pack(&mut bytes);
            self.packed.add(hash, &bytes);
        }
        if self.packed.holes > FEW_BYTES && self.packed.holes * 3 > self.packed.bytes() {
            self.packed.write_anew(|entry| {
                let mut rest = entry;
                (K::pass(&mut rest).is_some() && V::pass(&mut rest).is_some()).then(|| entry.len() - rest.len())
            });
        }
    }
}

impl<K: Pack + Eq + Hash + Clone, V: Pack + Clone + PartialEq> PartialEq for Table<K, V> {
    fn eq(&self, other: &Table<K, V>) -> bool {
        if self.packed == other.packed {
            return self.warm == other.warm;
        }
        // Asked from both sides: what was read of a file may have something twice, and something else not at all.
        self.len() == other.len() && self.has_all_of(other) && other.has_all_of(self)
    }
}

impl<K: Pack + Eq + Hash + Clone, V: Pack + Clone + PartialEq> Table<K, V> {
    fn has_all_of(&self, other: &Table<K, V>) -> bool {
        other.iter().all(|(key, value)| self.get(&key).is_some_and(|own| *own == *value))
    }
}

impl<K: Pack + Eq + Hash + Clone, V: Pack + Clone + Eq> Eq for Table<K, V> {}

/// Segments and slots as they lie in memory: reading a snapshot of millions of things is copying.
impl<K: Pack + Eq + Hash + Clone, V: Pack + Clone> Pack for Table<K, V> {
    fn pack(&self, out: &mut Vec<u8>) {
        let Table { warm, packed, kind: _ } = self;
        warm.pack(out);
        packed.count.pack(out);
        packed.holes.pack(out);
        packed.segments.len().pack(out);
        for segment in &packed.segments {
            segment.len().pack(out);
            out.extend_from_slice(segment);
        }
        packed.slots.len().pack(out);
        packed.slots.iter().for_each(|slot| out.extend_from_slice(&slot.to_le_bytes()));
    }

    fn unpack(from: &mut &[u8]) -> Option<Table<K, V>> {
        let warm = Pack::unpack(from)?;
        let count = usize::unpack(from)?;
        let holes = usize::unpack(from)?;
        let mut segments = Vec::new();
        for _ in 0..usize::unpack(from)? {
            let length = usize::unpack(from)?;
            segments.push(take(from, length)?.to_vec());
        }
        let length = usize::unpack(from)?;
        let slots = take(from, length.checked_mul(8)?)?.as_chunks::<8>().0;
        if !are_sound(slots, count, &segments.iter().map(Vec::len).collect::<Vec<_>>()) {
            return None;
        }
        let slots = slots.iter().map(|slot| u64::from_le_bytes(*slot)).collect();
        Some(Table { warm, packed: Packed { segments, slots, count, holes }, kind: PhantomData })
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        Map::<K, V>::pass(from)?;
        let count = usize::unpack(from)?;
        usize::pass(from)?;
        let mut segments = Vec::new();
        for _ in 0..usize::unpack(from)? {
            let length = usize::unpack(from)?;
            segments.push(take(from, length)?.len());
        }
        let length = usize::unpack(from)?;
        let slots = take(from, length.checked_mul(8)?)?.as_chunks::<8>().0;
        are_sound(slots, count, &segments).then_some(())
    }
}

/// Whether so many slots are taken, enough are not for a search to end, and each leads into a segment of this length.
fn are_sound(slots: &[[u8; 8]], taken: usize, segments: &[usize]) -> bool {
    let used = || slots.iter().map(|slot| u64::from_le_bytes(*slot)).filter(|slot| *slot != 0);
    used().count() == taken
        && taken * 8 <= slots.len() * 7
        && segments.len() <= SEGMENTS_MAX
        && used().all(|slot| {
            place_of(slot).is_some_and(|(number, at)| segments.get(number).is_some_and(|length| at < *length))
        })
}

/// The bytes of a key.
fn bytes_of<K: Pack>(key: &K) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    key.pack(&mut bytes);
    bytes
}

impl<K: Pack + Eq + Hash, V: Pack> Pack for Map<K, V> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        for (key, value) in self {
            key.pack(out);
            value.pack(out);
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Map<K, V>> {
        let length = length(from)?;
        let mut map = Map::with_capacity_and_hasher(length, FxBuildHasher);
        for _ in 0..length {
            let (key, value) = Pack::unpack(from)?;
            map.insert(key, value);
        }
        Some(map)
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        Vec::<(K, V)>::pass(from)
    }
}

#[cfg(test)]
mod tests;
