//! Indicators: figures about a whole network, each under a name that stays, with its formula, its unit, and the position
//! and day it was reckoned at.
//!
//! What is counted in persons is shown only for five or more (`suppress`). Amounts of different currencies are never
//! added: each currency has a table of its own.

pub mod earnings;
pub mod women;
pub mod days;
pub mod members;
pub mod returns;
pub mod price;
pub mod orders;

use crate::report::suppress::withheld;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// A group of persons: what it is, how many they are, and its figures.
pub(crate) struct Group {
    pub(crate) of: Cell,
    pub(crate) persons: u64,
    pub(crate) figures: Vec<Cell>,
}

/// Adds groups and their total to a table of a head, a number of persons and figures, withholding what is about too few.
pub(crate) fn fill(table: &mut Table, groups: Vec<Group>, together: Vec<Cell>) {
    let persons: Vec<u64> = groups.iter().map(|group| group.persons).collect();
    let hidden = withheld(&persons);
    let shown = |persons: u64, figures: Vec<Cell>, hidden: bool| {
        let cells = [Cell::Count(persons)].into_iter().chain(figures);
        cells.map(|cell| if hidden { Cell::Term(Term::Withheld) } else { cell }).collect::<Vec<_>>()
    };
    let all = persons.iter().sum();
    for (group, hidden) in groups.into_iter().zip(hidden.groups) {
        table.row([group.of].into_iter().chain(shown(group.persons, group.figures, hidden)));
    }
    table.row([Cell::Term(Term::Together)].into_iter().chain(shown(all, together, hidden.total)));
}

#[cfg(test)]
pub(super) mod tests;
