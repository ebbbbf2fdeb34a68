//! Chance that is the same every time: whole numbers drawn from a seed (splitmix64).

/// What is drawn from.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// From a seed; the same seed draws the same.
    pub(crate) fn of(seed: u64) -> Chance {
        Chance(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from nothing up to, and without, the end.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(end);
        u64::try_from(wide >> 64).expect("the upper half of a product of two halves")
    }

    /// A place in a list of so many.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        let end = u64::try_from(length).expect("a list is shorter than that");
        usize::try_from(self.below(end)).expect("a place in a list")
    }

    /// A number from the first to the last, both of them possible.
    pub(crate) fn between(&mut self, first: i64, last: i64) -> i64 {
        first + i64::try_from(self.below(first.abs_diff(last) + 1)).expect("the bounds are small")
    }

    /// Whether that comes about which does so many times in ten thousand.
    pub(crate) fn happens(&mut self, per_10_000: u64) -> bool {
        self.below(10_000) < per_10_000
    }

    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.place(of.len())]
    }

    /// So many digits, the first of them no zero.
    pub(crate) fn digits(&mut self, count: u32) -> String {
        (0..count)
            .map(|place| char::from(b'0' + u8::try_from(self.between((place == 0).into(), 9)).expect("a digit")))
            .collect()
    }

    /// What nothing can be read from: an id.
    pub(crate) fn opaque(&mut self) -> String {
        format!("{:016x}", self.next())
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.place(last + 1));
        }
    }

    /// Days of delay: exponential in whole days, 1.6 in the mean, nine at most.
    pub(crate) fn delay(&mut self) -> i64 {
        let mut days = 0;
        while days < 9 && self.happens(6_154) {
            days += 1;
        }
        days
    }
}
