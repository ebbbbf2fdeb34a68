//! Chance from a seed: the same seed gives the same numbers on every machine and in every year.
//!
//! It is SplitMix64 (Steele, Lea and Flood, 2014), which is nine lines; a library's generator may change between two
//! of its versions, and then yesterday's failing seed would tell another story. It is even and quick, and not secret.

/// A sequence of numbers that look like chance.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The sequence of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The sequence of a word, by FNV-1a of its bytes (Fowler, Noll and Vo, 1991).
    #[must_use]
    pub fn of(word: &str) -> Chance {
        let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Chance(hash)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to less than `bound`; 0 where there is none.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The high half of the product: every number below the bound comes nearly as often.
        let product = u128::from(self.number()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both of them possible.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True this many times in a hundred.
    pub fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// One of a list, if it has any.
    pub fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.place_in(list.len()))
    }

    /// A place in a list of this length.
    pub fn place_in(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// Some of a list, at least one and at most `most`, in their order.
    pub fn some_of<T: Clone>(&mut self, list: &[T], most: usize) -> Vec<T> {
        let wanted = 1 + self.place_in(most.min(list.len()));
        self.so_many_of(list, wanted)
    }

    /// So many of a list, or all if it has no more, in their order.
    pub fn so_many_of<T: Clone>(&mut self, list: &[T], wanted: usize) -> Vec<T> {
        let wanted = wanted.min(list.len());
        let mut left = list.len();
        let mut chosen = Vec::with_capacity(wanted);
        for item in list {
            // Each item is taken with the chance that keeps every choice of so many equally likely.
            if self.below(left as u64) < (wanted - chosen.len()) as u64 {
                chosen.push(item.clone());
            }
            left -= 1;
        }
        chosen
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// Fills a buffer with random bytes.
    pub fn fill(&mut self, into: &mut [u8]) {
        for chunk in into.chunks_mut(8) {
            chunk.copy_from_slice(&self.number().to_le_bytes()[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        // The first numbers of SplitMix64 from the seed 1234567, as its reference implementation prints them.
        let mut chance = Chance::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| chance.number()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn every_choice_stays_in_its_bounds() {
        let mut chance = Chance::new(7);
        let list: Vec<u32> = (0..9).collect();
        for _ in 0..1_000 {
            assert!((3..=5).contains(&chance.between(3, 5)));
            let some = chance.some_of(&list, 4);
            assert!((1..=4).contains(&some.len()), "{some:?}");
            assert!(some.is_sorted(), "{some:?}");
        }
        assert_eq!(chance.one_of::<u32>(&[]), None);
    }
}
