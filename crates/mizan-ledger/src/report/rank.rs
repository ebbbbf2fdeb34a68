//! Medians and percentiles by the nearest rank: always a value that was there, never one in between.
//!
//! The p-th percentile is the least value within which at least p hundredths of the weight lie.

use std::collections::BTreeMap;

/// Values with their weights: how often each was there, or how much money it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked<T>(BTreeMap<T, i128>);

impl<T> Default for Ranked<T> {
    fn default() -> Ranked<T> {
        Ranked(BTreeMap::new())
    }
}

impl<T: Ord + Copy> Ranked<T> {
    /// Adds a value. Without weight it changes nothing.
    pub fn add(&mut self, value: T, weight: i128) {
        if weight > 0 {
            *self.0.entry(value).or_default() += weight;
        }
    }

    /// All the weight.
    #[must_use]
    pub fn weight(&self) -> i128 {
        self.0.values().sum()
    }

    /// The percentile of the nearest rank; none of nothing.
    #[must_use]
    pub fn percentile(&self, percent: u8) -> Option<T> {
        let wanted = self.weight() * i128::from(percent);
        let mut within = 0;
        let found = self.0.iter().find(|(_, weight)| {
            within += **weight;
            within * 100 >= wanted
        });
        found.map(|(value, _)| *value)
    }

    /// The largest value.
    #[must_use]
    pub fn max(&self) -> Option<T> {
        self.0.last_key_value().map(|(value, _)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(values: &[(i64, i128)]) -> Ranked<i64> {
        let mut ranked = Ranked::default();
        values.iter().for_each(|(value, weight)| ranked.add(*value, *weight));
        ranked
    }

    #[test]
    fn a_median_is_a_value_that_was_there() {
        let days = ranked(&[(9, 1), (1, 1), (4, 1), (2, 1)]);
        assert_eq!((days.percentile(50), days.percentile(90), days.max()), (Some(2), Some(9), Some(9)));
        let odd = ranked(&[(9, 1), (1, 1), (4, 1)]);
        assert_eq!(odd.percentile(50), Some(4));
    }

    #[test]
    fn a_weight_moves_the_median_to_where_most_of_it_lies() {
        let days = ranked(&[(1, 49), (30, 51)]);
        assert_eq!(days.percentile(50), Some(30));
        assert_eq!(ranked(&[(1, 50), (30, 50)]).percentile(50), Some(1), "exactly half lies within one day");
    }

    #[test]
    fn ten_equal_values_have_their_ninth_at_ninety() {
        let days = ranked(&(1..=10).map(|day| (day, 1)).collect::<Vec<_>>());
        assert_eq!((days.percentile(50), days.percentile(90)), (Some(5), Some(9)));
    }

    #[test]
    fn nothing_has_no_median() {
        let mut nothing = Ranked::default();
        nothing.add(3, 0);
        assert_eq!((nothing.percentile(50), nothing.max()), (None, None));
    }
}
