//! Where in the log something stands: ascending positions, most of them as the distance from the one before.
//!
//! A member's records may be a hundred thousand, a few hundred others between two of them: two bytes each instead of
//! eight. New ones mostly come behind all others, so the last few are kept as they are and packed a block at a time.

use crate::pack::Pack;

/// How many are kept as they are before they are packed.
const BLOCK: usize = 16;

/// Positions, ascending, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Positions {
    /// The older ones: each as the distance from the one before it, the first from 0.
    packed: Vec<u8>,
    /// The last of those.
    last_packed: Option<u64>,
    /// The newer ones.
    newer: Vec<u64>,
}

/// However many of them are packed.
impl PartialEq for Positions {
    fn eq(&self, other: &Positions) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Positions {}

impl Positions {
    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> {
        distances(&self.packed).chain(self.newer.iter().copied())
    }

    /// Adds one, mostly behind all others.
    pub(super) fn note(&mut self, position: u64) {
        if self.last_packed.is_some_and(|last| position <= last) {
            self.note_among_older(position);
            return;
        }
        match self.newer.last() {
            Some(last) if *last >= position => {
                if let Err(place) = self.newer.binary_search(&position) {
                    self.newer.insert(place, position);
                }
            }
            Some(_) | None => self.newer.push(position),
        }
        if self.newer.len() >= 2 * BLOCK {
            let older: Vec<u64> = self.newer.drain(..BLOCK).collect();
            self.pack_behind(&older);
        }
    }

    /// Adds all of others.
    pub(super) fn note_all(&mut self, others: &Positions) {
        others.iter().for_each(|position| self.note(position));
    }

    /// Whether this is one of them.
    pub(super) fn has(&self, position: u64) -> bool {
        if self.last_packed.is_some_and(|last| position <= last) {
            self.iter().take_while(|known| *known <= position).any(|known| known == position)
        } else {
            self.newer.binary_search(&position).is_ok()
        }
    }

    /// Adds one before the last that is packed, which is seldom: all those are packed again.
    fn note_among_older(&mut self, position: u64) {
        // Mostly it is there: what is known of a payment is said again of each sale it pays.
        if self.has(position) {
            return;
        }
        let mut older: Vec<u64> = self.iter().take_while(|known| Some(*known) <= self.last_packed).collect();
        if let Err(place) = older.binary_search(&position) {
            older.insert(place, position);
            self.packed.clear();
            self.last_packed = None;
            self.pack_behind(&older);
        }
    }

    fn pack_behind(&mut self, positions: &[u64]) {
        if self.packed.capacity() - self.packed.len() < 2 * positions.len() {
            // By an eighth, where each would have half of its memory empty.
            self.packed.reserve_exact((self.packed.len() / 8).max(2 * positions.len()));
        }
        for &position in positions {
            (position - self.last_packed.unwrap_or_default()).pack(&mut self.packed);
            self.last_packed = Some(position);
        }
    }
}

/// All of them as distances.
impl Pack for Positions {
    fn pack(&self, out: &mut Vec<u8>) {
        let mut newer = Vec::with_capacity(4 * self.newer.len());
        let mut before = self.last_packed.unwrap_or_default();
        for &position in &self.newer {
            (position - before).pack(&mut newer);
            before = position;
        }
        (self.packed.len() + newer.len()).pack(out);
        out.extend_from_slice(&self.packed);
        out.extend_from_slice(&newer);
    }

    fn unpack(from: &mut &[u8]) -> Option<Positions> {
        let length = usize::unpack(from)?;
        let packed = crate::pack::take(from, length)?;
        // What is short is kept as it is, since most of it is asked for or grows.
        if length <= BLOCK {
            return Some(Positions { newer: distances(packed).collect(), ..Positions::default() });
        }
        Some(Positions { packed: packed.to_vec(), last_packed: distances(packed).last(), newer: Vec::new() })
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        let length = usize::unpack(from)?;
        crate::pack::take(from, length).map(drop)
    }
}

/// The positions that were packed.
fn distances(mut packed: &[u8]) -> impl Iterator<Item = u64> {
    let mut position = 0_u64;
    std::iter::from_fn(move || {
        position = position.checked_add(u64::unpack(&mut packed)?)?;
        Some(position)
    })
}

#[cfg(test)]
mod tests;
