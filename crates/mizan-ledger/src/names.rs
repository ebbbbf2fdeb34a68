//! Names by number: each once, numbered in the order in which it was first met, in about twice its letters.
//!
//! The letters lie one behind the other; where each name ends is kept under its number, and an index of the numbers finds
//! it by its hash. So what is kept of very many things can name a thing by four bytes, where an identifier has 37 and an
//! account 78.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::pack::{Pack, take};

/// Names and their numbers. What their letters say is for whoever gives them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    letters: Vec<u8>,
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

/// The index follows from the names.
impl PartialEq for Names {
    fn eq(&self, other: &Names) -> bool {
        self.ends == other.ends && self.letters == other.letters
    }
}

impl Eq for Names {}

impl Names {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a name that was met.
    pub(crate) fn number(&self, name: &[u8]) -> Option<u32> {
        let Names { letters, ends, numbers } = self;
        numbers.find(hash_of(name), |number| letters_of(letters, ends, *number) == name).copied()
    }

    /// The number of a name, the next one if it was never met.
    pub(crate) fn number_or_next(&mut self, name: &[u8]) -> u32 {
        if let Some(known) = self.number(name) {
            return known;
        }
        let Names { letters, ends, numbers } = self;
        let number = u32::try_from(ends.len()).expect("there are fewer names than 32 bits count");
        make_room(letters, name.len());
        letters.extend_from_slice(name);
        make_room(ends, 1);
        ends.push(u32::try_from(letters.len()).expect("the names have fewer letters than 32 bits count"));
        numbers.insert_unique(hash_of(name), number, |known| hash_of(letters_of(letters, ends, *known)));
        number
    }

    /// The name that has a number.
    pub(crate) fn name(&self, number: u32) -> Option<&[u8]> {
        self.ends.get(number as usize)?;
        Some(letters_of(&self.letters, &self.ends, number))
    }

    /// All of them, in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len() as u32).map(|number| letters_of(&self.letters, &self.ends, number))
    }
}

fn letters_of<'a>(letters: &'a [u8], ends: &[u32], number: u32) -> &'a [u8] {
    let number = number as usize;
    let begin = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let end = ends.get(number).copied().unwrap_or_default();
    letters.get(begin as usize..end as usize).unwrap_or_default()
}

/// Takes an eighth more when there is no room: twice as much would stay empty for long.
pub(crate) fn make_room<T>(list: &mut Vec<T>, more: usize) {
    if list.capacity() - list.len() < more {
        list.reserve_exact((list.len() / 8).max(more).max(16));
    }
}

fn hash_of(name: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name);
    hasher.finish()
}

/// Where each ends, and the letters of all: reading very many is copying. The index follows from them.
impl Pack for Names {
    fn pack(&self, out: &mut Vec<u8>) {
        self.ends.len().pack(out);
        self.ends.iter().for_each(|end| out.extend_from_slice(&end.to_le_bytes()));
        out.extend_from_slice(&self.letters);
    }

    fn unpack(from: &mut &[u8]) -> Option<Names> {
        let count = usize::unpack(from)?;
        let ends = take(from, count.checked_mul(4)?)?.as_chunks::<4>().0;
        let ends: Vec<u32> = ends.iter().map(|end| u32::from_le_bytes(*end)).collect();
        let letters = take(from, ends.last().copied().unwrap_or_default() as usize)?;
        let mut numbers = HashTable::with_capacity(count);
        for number in 0..u32::try_from(count).ok()? {
            let name = letters_of(letters, &ends, number);
            let again = |known: &u32| letters_of(letters, &ends, *known) == name;
            // A name that comes twice would have two numbers.
            if numbers.find(hash_of(name), again).is_some() {
                return None;
            }
            numbers.insert_unique(hash_of(name), number, |_| 0);
        }
        Some(Names { letters: letters.to_vec(), ends, numbers })
    }
}

#[cfg(test)]
mod tests;
