//! Names by number: each identifier once, numbered in the order in which it was first met, in about twice its letters.
//!
//! The letters lie one behind the other; where each name ends is kept under its number, and an index of the numbers finds
//! it by its hash. So what is kept of very many things can name a thing by four bytes, where an identifier has 37.

use std::hash::{Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::id::Code;
use crate::pack::Pack;

/// Identifiers and their numbers.
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
    /// The number of a name that was met.
    pub(crate) fn number(&self, name: Code) -> Option<u32> {
        let Names { letters, ends, numbers } = self;
        let is_it = |number: &u32| letters_of(letters, ends, *number) == name.letters();
        numbers.find(hash_of(name), is_it).copied()
    }

    /// The number of a name, the next one if it was never met.
    pub(crate) fn number_or_next(&mut self, name: Code) -> u32 {
        if let Some(known) = self.number(name) {
            return known;
        }
        let Names { letters, ends, numbers } = self;
        let number = u32::try_from(ends.len()).expect("there are fewer names than 32 bits count");
        let given = name.letters();
        make_room(letters, given.len());
        letters.extend_from_slice(given);
        make_room(ends, 1);
        ends.push(u32::try_from(letters.len()).expect("the names have fewer letters than 32 bits count"));
        numbers.insert_unique(hash_of(name), number, |known| {
            Code::of(letters_of(letters, ends, *known)).map_or(0, hash_of)
        });
        number
    }

    /// The name that has a number.
    pub(crate) fn name(&self, number: u32) -> Option<Code> {
        self.ends.get(number as usize)?;
        Code::of(letters_of(&self.letters, &self.ends, number))
    }
}

fn letters_of<'a>(letters: &'a [u8], ends: &[u32], number: u32) -> &'a [u8] {
    let number = number as usize;
    let begin = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let end = ends.get(number).copied().unwrap_or_default();
    letters.get(begin as usize..end as usize).unwrap_or_default()
}

/// Takes an eighth more when there is no room: twice as much would stay empty for long.
fn make_room<T>(list: &mut Vec<T>, more: usize) {
    if list.capacity() - list.len() < more {
        list.reserve_exact((list.len() / 8).max(more).max(16));
    }
}

fn hash_of(name: Code) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    hasher.finish()
}

/// The names in their order.
impl Pack for Names {
    fn pack(&self, out: &mut Vec<u8>) {
        self.ends.len().pack(out);
        (0..).zip(&self.ends).filter_map(|(number, _)| self.name(number)).for_each(|name| name.pack(out));
    }

    fn unpack(from: &mut &[u8]) -> Option<Names> {
        let mut names = Names::default();
        for number in 0..crate::pack::length(from)? {
            let given = names.number_or_next(Code::unpack(from)?);
            // A name that comes twice would have another number.
            if given as usize != number {
                return None;
            }
        }
        Some(names)
    }
}

#[cfg(test)]
mod tests;
