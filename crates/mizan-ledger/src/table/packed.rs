//! What is packed of a table: entries one behind the other in segments, and where each begins, by the hash of its key.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::pack::Pack;

/// How many bytes a segment has before the next one is begun. A larger value has a segment of its own.
///
/// A segment is moved as often as it grows, and leaves a hole in the allocator's memory each time: small ones are soon taken
/// again by another that grows.
const SEGMENT: usize = 1 << 15;

/// Values begin at multiples of this many bytes, so that 32 bits reach 16 GiB.
const UNIT: usize = 4;

/// How many segments the places of a table reach, less the last.
pub(super) const SEGMENTS_MAX: usize = (u32::MAX as usize + 1) / (SEGMENT / UNIT) - 1;

/// What is packed: keys with their values, and where each begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) segments: Vec<Vec<u8>>,
    /// In the order of the hashes, with holes: the hash in the upper half, in the lower the place, counted from 1.
    pub(super) slots: Vec<u64>,
    /// How many slots are taken.
    pub(super) count: usize,
    /// How many bytes hold nothing any more.
    pub(super) holes: usize,
}

/// The hash of a key, of which the upper bits are the best.
pub(super) fn hash_of(key: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    let hash = hasher.finish();
    (hash >> 32) as u32 ^ hash as u32
}

/// In which segment a slot leads where.
pub(super) fn place_of(slot: u64) -> Option<(usize, usize)> {
    let place = (slot as u32).checked_sub(1)? as usize * UNIT;
    Some((place / SEGMENT, place % SEGMENT))
}

impl Packed {
    /// The slot of a key.
    pub(super) fn find(&self, key: &[u8]) -> Option<usize> {
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
            at = self.behind(at);
        }
    }

    /// Where a hash is looked for first.
    fn home(&self, hash: u32) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        // Multiplied, because the upper bits choose the slot.
        let spread = hash.wrapping_mul(0x9E37_79B1);
        Some(((u64::from(spread) * self.slots.len() as u64) >> 32) as usize)
    }

    /// The slot behind one, and behind the last the first.
    fn behind(&self, at: usize) -> usize {
        if at + 1 == self.slots.len() { 0 } else { at + 1 }
    }

    /// How many slots one lies behind another.
    fn distance(&self, from: usize, to: usize) -> usize {
        if from <= to { to - from } else { to + self.slots.len() - from }
    }

    /// The bytes from the beginning of an entry on.
    pub(super) fn bytes_at(&self, slot: u64) -> Option<&[u8]> {
        let (number, at) = place_of(slot)?;
        self.segments.get(number)?.get(at..)
    }

    /// A value, and its length.
    pub(super) fn value<V: Pack>(&self, at: usize, key: usize) -> Option<(V, usize)> {
        let entry = self.bytes_at(self.slots[at])?.get(key..)?;
        let mut rest = entry;
        let value = V::unpack(&mut rest)?;
        Some((value, entry.len() - rest.len()))
    }

    pub(super) fn entry<K: Pack, V: Pack>(&self, slot: u64) -> Option<(K, V)> {
        Pack::unpack(&mut self.bytes_at(slot)?)
    }

    /// Empties a slot, and moves those behind it up that would not be found any more.
    pub(super) fn forget(&mut self, at: usize, length: usize) {
        self.holes += length.next_multiple_of(UNIT);
        self.count -= 1;
        let (mut hole, mut next) = (at, self.behind(at));
        while self.slots[next] != 0 {
            let home = self.home((self.slots[next] >> 32) as u32).unwrap_or(next);
            if self.distance(home, next) >= self.distance(hole, next) {
                self.slots[hole] = self.slots[next];
                hole = next;
            }
            next = self.behind(next);
        }
        self.slots[hole] = 0;
    }

    /// Adds an entry unless its key, which is so long, is there: a search and an addition in one.
    pub(super) fn add_if_new(&mut self, entry: &[u8], key: usize) -> bool {
        self.make_room();
        let key = &entry[..key];
        let hash = hash_of(key);
        let Some(mut at) = self.home(hash) else { return false };
        while self.slots[at] != 0 {
            let slot = self.slots[at];
            if (slot >> 32) as u32 == hash && self.bytes_at(slot).is_some_and(|known| known.starts_with(key)) {
                return false;
            }
            at = self.behind(at);
        }
        self.slots[at] = u64::from(hash) << 32 | u64::from(self.append(entry));
        self.count += 1;
        true
    }

    /// Makes room for one more.
    fn make_room(&mut self) {
        if (self.count + 1) * 8 > self.slots.len() * 7 {
            // By a third: after doubling, half of a large index would be empty.
            self.grow_to((self.slots.len() + self.slots.len() / 3).max(16));
        }
    }

    /// Makes room for so many more at once.
    pub(super) fn reserve(&mut self, more: usize) {
        let needed = self.count.saturating_add(more).saturating_mul(8) / 7 + 1;
        if needed > self.slots.len() {
            self.grow_to(needed);
        }
    }

    pub(super) fn add(&mut self, hash: u32, entry: &[u8]) {
        self.make_room();
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
            let more = entry.len().next_multiple_of(UNIT);
            if last.capacity() - last.len() < more {
                // By an eighth: each cooperative has many tables, and each would have half a segment empty.
                last.reserve_exact(more.max(last.len() / 8));
            }
            last.extend_from_slice(entry);
            last.resize(last.len().next_multiple_of(UNIT), 0);
        }
        u32::try_from(place / UNIT + 1).expect("a table is smaller than the 16 GiB its places reach")
    }

    fn note(&mut self, hash: u32, place: u32) {
        let Some(mut at) = self.home(hash) else { return };
        while self.slots[at] != 0 {
            at = self.behind(at);
        }
        self.slots[at] = u64::from(hash) << 32 | u64::from(place);
    }

    fn grow_to(&mut self, larger: usize) {
        let before = std::mem::replace(&mut self.slots, vec![0; larger]);
        before.into_iter().filter(|slot| *slot != 0).for_each(|slot| self.note((slot >> 32) as u32, slot as u32));
    }

    /// How many bytes the segments have.
    pub(super) fn bytes(&self) -> usize {
        self.segments.iter().map(Vec::len).sum()
    }

    /// Writes the segments anew without their holes; the length of an entry is asked for.
    pub(super) fn write_anew(&mut self, length: impl Fn(&[u8]) -> Option<usize>) {
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
