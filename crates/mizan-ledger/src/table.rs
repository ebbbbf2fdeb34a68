//! A table: what a book keeps of very many things, packed, and unpacked only when somebody asks for one of them.
//!
//! A sale takes a thousand bytes as a value and a hundred packed, and most sales are never looked at again. So the few
//! that changed last are kept as they are (they are warm: a command's records change one sale several times), and when
//! there are too many of them all are packed. Packed values lie one behind the other in segments; an index of open
//! addressing with linear probing says where, by the hash of the key. What is taken out of a segment to be changed leaves
//! a hole, and when the holes are as much as the rest the segments are written anew.
//!
//! It answers as a map would, whatever is warm or packed: two tables are equal when they hold the same.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use hashbrown::HashMap;
use rustc_hash::{FxBuildHasher, FxHasher};

use crate::pack::{Pack, length, take};

/// A hash map for the hot fold. Its order is never shown: whoever lists it sorts.
pub(crate) type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// How many values are kept as they are.
const WARM: usize = 64;

/// How many bytes a segment has before the next one is begun. A larger value has a segment of its own.
const SEGMENT: usize = 1 << 20;

/// Values begin at multiples of this many bytes, so that 32 bits reach 32 GiB.
const UNIT: usize = 8;

/// Holes of fewer bytes are left alone.
const FEW_BYTES: usize = 1 << 16;

/// Things by their key.
#[derive(Debug, Clone)]
pub struct Table<K, V> {
    warm: Map<K, V>,
    packed: Packed,
    kind: PhantomData<(K, V)>,
}

/// What is packed: keys with their values, and where each begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Packed {
    segments: Vec<Vec<u8>>,
    /// A power of two of slots, or none: the hash in the upper half, in the lower the place, counted from 1.
    slots: Vec<u64>,
    /// How many slots are taken.
    count: usize,
    /// How many bytes hold nothing any more.
    holes: usize,
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
        let before = self.take_out(&key);
        if !self.warm.contains_key(&key) {
            self.make_room();
        }
        self.warm.insert(key, value).or(before)
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
        let mut bytes = Vec::new();
        // The order of the map follows from what happened, so that the same log makes the same table.
        for (key, value) in self.warm.drain() {
            bytes.clear();
            key.pack(&mut bytes);
            let hash = hash_of(&bytes);
            value.pack(&mut bytes);
            self.packed.add(hash, &bytes);
        }
        if self.packed.holes > FEW_BYTES && self.packed.holes * 2 > self.packed.bytes() {
            self.packed.write_anew(|entry| {
                let mut rest = entry;
                (K::unpack(&mut rest).is_some() && V::unpack(&mut rest).is_some()).then(|| entry.len() - rest.len())
            });
        }
    }
}

impl<K: Pack + Eq + Hash + Clone, V: Pack + Clone + PartialEq> PartialEq for Table<K, V> {
    fn eq(&self, other: &Table<K, V>) -> bool {
        if self.packed == other.packed {
            return self.warm == other.warm;
        }
        self.len() == other.len()
            && self.iter().all(|(key, value)| other.get(&key).is_some_and(|theirs| *theirs == *value))
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
        let slots: Vec<u64> = slots.iter().map(|slot| u64::from_le_bytes(*slot)).collect();
        let sound = (slots.is_empty() || slots.len().is_power_of_two())
            && slots.iter().filter(|slot| **slot != 0).count() == count
            && count <= slots.len() / 8 * 7;
        let packed = Packed { segments, slots, count, holes };
        sound.then_some(Table { warm, packed, kind: PhantomData })
    }
}

/// The bytes of a key.
fn bytes_of<K: Pack>(key: &K) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    key.pack(&mut bytes);
    bytes
}

/// The hash of a key, of which the upper bits are the best.
fn hash_of(key: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    let hash = hasher.finish();
    (hash >> 32) as u32 ^ hash as u32
}

impl Packed {
    /// The slot of a key.
    fn find(&self, key: &[u8]) -> Option<usize> {
        let hash = hash_of(key);
        let mut at = self.home(hash)?;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            if (slot >> 32) as u32 == hash && self.bytes_at(slot)?.starts_with(key) {
                return Some(at);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Where a hash is looked for first.
    fn home(&self, hash: u32) -> Option<usize> {
        let bits = self.slots.len().checked_ilog2()?;
        // Multiplied, because the upper bits choose the slot.
        let spread = hash.wrapping_mul(0x9E37_79B1);
        Some((u64::from(spread) >> (32 - bits)) as usize)
    }

    /// The bytes from the beginning of an entry on.
    fn bytes_at(&self, slot: u64) -> Option<&[u8]> {
        let place = (slot as u32).checked_sub(1)? as usize * UNIT;
        self.segments.get(place / SEGMENT)?.get(place % SEGMENT..)
    }

    /// A value, and its length.
    fn value<V: Pack>(&self, at: usize, key: usize) -> Option<(V, usize)> {
        let entry = self.bytes_at(self.slots[at])?.get(key..)?;
        let mut rest = entry;
        let value = V::unpack(&mut rest)?;
        Some((value, entry.len() - rest.len()))
    }

    fn entry<K: Pack, V: Pack>(&self, slot: u64) -> Option<(K, V)> {
        Pack::unpack(&mut self.bytes_at(slot)?)
    }

    /// Empties a slot, and moves those behind it up that would not be found any more.
    fn forget(&mut self, at: usize, length: usize) {
        self.holes += length.next_multiple_of(UNIT);
        self.count -= 1;
        let mask = self.slots.len() - 1;
        let (mut hole, mut next) = (at, (at + 1) & mask);
        while self.slots[next] != 0 {
            let home = self.home((self.slots[next] >> 32) as u32).unwrap_or(next);
            if (next.wrapping_sub(home) & mask) >= (next.wrapping_sub(hole) & mask) {
                self.slots[hole] = self.slots[next];
                hole = next;
            }
            next = (next + 1) & mask;
        }
        self.slots[hole] = 0;
    }

    fn add(&mut self, hash: u32, entry: &[u8]) {
        if (self.count + 1) * 8 > self.slots.len() * 7 {
            self.grow();
        }
        let place = self.append(entry);
        self.note(hash, place);
        self.count += 1;
    }

    /// Writes an entry behind the others, and says at which unit, counted from 1.
    fn append(&mut self, entry: &[u8]) -> u32 {
        let fits = self.segments.last().is_some_and(|last| last.len() + entry.len() <= SEGMENT);
        if !fits {
            // What is full stays as it is.
            if let Some(last) = self.segments.last_mut() {
                last.shrink_to_fit();
            }
            self.segments.push(Vec::new());
        }
        let number = self.segments.len().saturating_sub(1);
        let mut place = number * SEGMENT;
        if let Some(last) = self.segments.last_mut() {
            place += last.len();
            last.extend_from_slice(entry);
            last.resize(last.len().next_multiple_of(UNIT), 0);
        }
        u32::try_from(place / UNIT + 1).expect("a table is smaller than the 32 GiB its places reach")
    }

    fn note(&mut self, hash: u32, place: u32) {
        let Some(mut at) = self.home(hash) else { return };
        while self.slots[at] != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = u64::from(hash) << 32 | u64::from(place);
    }

    fn grow(&mut self) {
        let larger = (self.slots.len() * 2).max(16);
        let before = std::mem::replace(&mut self.slots, vec![0; larger]);
        before.into_iter().filter(|slot| *slot != 0).for_each(|slot| self.note((slot >> 32) as u32, slot as u32));
    }

    /// How many bytes the segments have.
    fn bytes(&self) -> usize {
        self.segments.iter().map(Vec::len).sum()
    }

    /// Writes the segments anew without their holes; the length of an entry is asked for.
    fn write_anew(&mut self, length: impl Fn(&[u8]) -> Option<usize>) {
        let mut anew = Packed { slots: vec![0; self.slots.len()], ..Packed::default() };
        let mut places: Vec<u64> = self.slots.iter().copied().filter(|slot| *slot != 0).collect();
        places.sort_unstable_by_key(|slot| *slot as u32);
        for slot in places {
            let Some(entry) = self.bytes_at(slot) else { continue };
            let Some(entry) = length(entry).and_then(|length| entry.get(..length)) else { continue };
            anew.add((slot >> 32) as u32, entry);
        }
        *self = anew;
    }
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
}

#[cfg(test)]
mod tests;
