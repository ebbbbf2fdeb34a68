//! Sums by number, sixteen bytes each: what an account holds of each sale, what came onto it on each day.
//!
//! A large book has millions of them. They lie in the order of their numbers, one behind the other in blocks, and what is
//! asked or changed is found by halving; most new ones come behind all others, and most that go are the first.

use std::mem;

use crate::pack::Pack;

/// How many sums a block has that is full.
const BLOCK: usize = 128;

/// One of them.
#[derive(Debug, Clone, Copy)]
struct Sum {
    number: u32,
    /// Of 96 bits, the lowest first: more than all records there can be will ever add up to, and with no boundary that
    /// would leave bytes empty.
    sum: [u32; 3],
}

impl Sum {
    fn new(number: u32, sum: i128) -> Sum {
        Sum { number, sum: [sum as u32, (sum >> 32) as u32, (sum >> 64) as u32] }
    }

    fn sum(self) -> i128 {
        let [low, middle, high] = self.sum;
        i128::from(high as i32) << 64 | i128::from(middle) << 32 | i128::from(low)
    }
}

/// Sums by their numbers; what comes to nothing is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    /// The older ones, in blocks none of which is empty.
    older: Vec<Vec<Sum>>,
    /// The newer ones.
    newer: Vec<Sum>,
}

/// However they lie in blocks.
impl PartialEq for Sums {
    fn eq(&self, other: &Sums) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Sums {}

impl Sums {
    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.older.is_empty() && self.newer.is_empty()
    }

    /// All of them in the order of their numbers.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, i128)> + '_ {
        self.older.iter().flatten().chain(&self.newer).map(|sum| (sum.number, sum.sum()))
    }

    /// The sum that has a number.
    pub(crate) fn of(&self, number: u32) -> i128 {
        let block = match self.block(number) {
            Some(at) => &self.older[at],
            None => &self.newer,
        };
        place(block, number).map_or(0, |at| block[at].sum())
    }

    /// Adds to one of them.
    pub(crate) fn add(&mut self, number: u32, more: i128) {
        let older = self.block(number);
        let block = match older {
            Some(at) => &mut self.older[at],
            None => &mut self.newer,
        };
        match place(block, number) {
            Ok(at) => match block[at].sum() + more {
                0 => {
                    block.remove(at);
                    // What was once many gives back what it does not need.
                    if block.len() < block.capacity() / 4 {
                        block.shrink_to(block.len() * 2);
                    }
                }
                sum => block[at] = Sum::new(number, sum),
            },
            Err(_) if more == 0 => return,
            Err(at) => {
                if block.len() == block.capacity() {
                    // By a quarter: twice as much would stay empty for long in most of them.
                    block.reserve_exact((block.len() / 4).max(2));
                }
                block.insert(at, Sum::new(number, more));
            }
        }
        match older {
            Some(at) => self.tidy(at),
            None if self.newer.len() >= 2 * BLOCK => {
                let newer = self.newer.split_off(BLOCK);
                let mut older = mem::replace(&mut self.newer, newer);
                older.shrink_to_fit();
                self.older.push(older);
            }
            None => {}
        }
    }

    /// In which of the older blocks a number belongs; `None`, if among the newer ones.
    fn block(&self, number: u32) -> Option<usize> {
        // Most are among the newer ones, and each older block that is looked at lies elsewhere in memory.
        if self.newer.first().is_some_and(|first| first.number <= number) {
            return None;
        }
        let at = self.older.partition_point(|block| block.last().is_some_and(|last| last.number < number));
        (at < self.older.len()).then_some(at)
    }

    /// Takes away an older block that is empty, and divides one that is too large.
    fn tidy(&mut self, at: usize) {
        let block = &mut self.older[at];
        if block.is_empty() {
            self.older.remove(at);
        } else if block.len() >= 2 * BLOCK {
            let second = block.split_off(BLOCK);
            block.shrink_to_fit();
            self.older.insert(at + 1, second);
        }
    }
}

fn place(block: &[Sum], number: u32) -> Result<usize, usize> {
    // Most are behind all others, or the last.
    match block.last() {
        Some(last) if last.number == number => Ok(block.len() - 1),
        Some(last) if last.number > number => block.binary_search_by_key(&number, |sum| sum.number),
        Some(_) | None => Err(block.len()),
    }
}

/// Each with the distance from the number before.
impl Pack for Sums {
    fn pack(&self, out: &mut Vec<u8>) {
        (self.older.iter().map(Vec::len).sum::<usize>() + self.newer.len()).pack(out);
        let mut before = 0;
        for (number, sum) in self.iter() {
            (number - before).pack(out);
            sum.pack(out);
            before = number;
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Sums> {
        let (mut sums, mut number) = (Sums::default(), 0_u32);
        for _ in 0..crate::pack::length(from)? {
            number = number.checked_add(u32::unpack(from)?)?;
            sums.add(number, i128::unpack(from)?);
        }
        Some(sums)
    }
}

#[cfg(test)]
mod tests;
