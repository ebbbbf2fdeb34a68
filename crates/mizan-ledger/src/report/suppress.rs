//! Which figures about groups of people are not shown, so that nobody is recognised by being one of few.
//!
//! A group that rests on one to four persons is withheld, and never shown as nothing. Groups of one table add up to their
//! total, so a single withheld group could be computed from the others: then the smallest of the others is withheld as
//! well, until at least two groups, of five persons together, share what is not shown. A total is withheld only where it
//! rests itself on fewer than five. A group of nobody has nobody to protect and is shown.
//!
//! A figure rests on everyone who moved it: also on who earned and was credited all of it again. A median or a largest value
//! rests on those who have it or less, and on those who have it or more: five on either side, or it is withheld. Where
//! what one table shows, less what another does, is about other people, those count as well, beside the group's own.
//!
//! So no indicator divides people by two things at once, and tables about the same people share nothing but their total.
//! What it cannot prevent is that somebody compares the same table on two days.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{CooperativeId, MemberId};
use crate::report::rank::Ranked;
use crate::report::table::Cell;
use crate::report::term::Term;

/// A group of fewer persons is not shown.
pub const LEAST: usize = 5;

/// A member; who is one of two cooperatives counts in each.
pub type Person = (CooperativeId, MemberId);

/// Those a figure rests on.
pub type People = BTreeSet<Person>;

/// What is not shown of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Whether each group is, in the order they were given.
    pub groups: Vec<bool>,
    /// Whether the total is.
    pub total: bool,
}

/// Whether a single figure about so many persons is withheld.
#[must_use]
pub fn is_too_few(persons: usize) -> bool {
    persons > 0 && persons < LEAST
}

/// Decides what is withheld of groups that are shown with their total. Each names those it rests on, and then those whom
/// it would give away beside another table, in the same order as the others do.
#[must_use]
pub fn withheld<P: Ord>(groups: &[Vec<BTreeSet<P>>]) -> Withheld {
    let few = |among: &[&Vec<BTreeSet<P>>]| {
        let ways = among.iter().map(|group| group.len()).max().unwrap_or_default();
        (0..ways).any(|way| {
            let all: BTreeSet<&P> = among.iter().filter_map(|group| group.get(way)).flatten().collect();
            is_too_few(all.len())
        })
    };
    let mut hidden: Vec<bool> = groups.iter().map(|group| few(&[group])).collect();
    if few(&groups.iter().collect::<Vec<_>>()) {
        return Withheld { groups: hidden, total: true };
    }
    let size = |place: usize| groups[place].first().map_or(0, BTreeSet::len);
    loop {
        let together: Vec<_> = groups.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(of, _)| of).collect();
        if together.is_empty() || (together.len() >= 2 && !few(&together)) {
            return Withheld { groups: hidden, total: false };
        }
        let shown = (0..groups.len()).filter(|place| !hidden[*place] && size(*place) > 0);
        // Of equal groups the last one, so that the order of a table decides and nothing else.
        match shown.min_by_key(|place| (size(*place), std::cmp::Reverse(*place))) {
            Some(place) => hidden[place] = true,
            None => return Withheld { groups: hidden, total: true },
        }
    }
}

/// Values with their weights and those who have them, of which a rank is shown only where it rests on enough.
#[derive(Debug, Clone)]
pub struct Spread<T> {
    ranked: Ranked<T>,
    people: BTreeMap<T, People>,
}

impl<T> Default for Spread<T> {
    fn default() -> Spread<T> {
        Spread { ranked: Ranked::default(), people: BTreeMap::new() }
    }
}

impl<T: Ord + Copy> Spread<T> {
    /// Adds a value of some people. Without weight it changes nothing.
    pub fn add(&mut self, value: T, weight: i128, people: impl IntoIterator<Item = Person>) {
        if weight > 0 {
            self.ranked.add(value, weight);
            self.people.entry(value).or_default().extend(people);
        }
    }

    /// All the weight.
    #[must_use]
    pub fn weight(&self) -> i128 {
        self.ranked.weight()
    }

    /// The percentile of the nearest rank, or that it is withheld; empty of nothing.
    pub fn percentile(&self, percent: u8, cell: impl Fn(T) -> Cell) -> Cell {
        self.shown(self.ranked.percentile(percent), cell)
    }

    /// The largest value, or that it is withheld; empty of nothing.
    pub fn max(&self, cell: impl Fn(T) -> Cell) -> Cell {
        self.shown(self.ranked.max(), cell)
    }

    fn shown(&self, value: Option<T>, cell: impl Fn(T) -> Cell) -> Cell {
        let Some(value) = value else { return Cell::Empty };
        let up_to: BTreeSet<&Person> = self.people.range(..=value).flat_map(|(_, people)| people).collect();
        let from: BTreeSet<&Person> = self.people.range(value..).flat_map(|(_, people)| people).collect();
        if is_too_few(up_to.len()) || is_too_few(from.len()) { Cell::Term(Term::Withheld) } else { cell(value) }
    }
}

#[cfg(test)]
mod tests;
