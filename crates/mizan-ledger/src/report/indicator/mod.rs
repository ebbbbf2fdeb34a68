//! Indicators: figures about a whole network, each under a name that stays, with its formula, its unit, and the position
//! and day it was reckoned at.
//!
//! What rests on persons is shown only for five or more of them (`suppress`). Amounts of different currencies are never
//! added: each currency has a table of its own.

pub mod earnings;
pub mod pay;
pub mod hourly;
pub mod women;
pub mod days;
pub mod members;
pub mod returns;
pub mod price;
pub mod orders;

use crate::report::suppress::{People, withheld};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// A group of persons: what it is, those its figures rest on, and the figures.
pub(crate) struct Group {
    pub(crate) of: Cell,
    /// Those it rests on; then those whom it would give away beside another table.
    pub(crate) rests_on: Vec<People>,
    pub(crate) figures: Vec<Cell>,
}

/// Adds groups and their total to a table of a head, a number of persons and figures, withholding what rests on too few.
pub(crate) fn fill(table: &mut Table, mut groups: Vec<Group>, mut together: Vec<Cell>) {
    for group in &mut groups {
        let persons = group.rests_on.first().map_or(0, People::len);
        group.figures.insert(0, Cell::Count(persons as u64));
    }
    let all: People = groups.iter().filter_map(|group| group.rests_on.first()).flatten().copied().collect();
    together.insert(0, Cell::Count(all.len() as u64));
    fill_figures(table, groups, together);
}

/// The same without a number of persons.
pub(crate) fn fill_figures(table: &mut Table, groups: Vec<Group>, together: Vec<Cell>) {
    let (rows, people): (Vec<_>, Vec<_>) =
        groups.into_iter().map(|group| ((group.of, group.figures), group.rests_on)).unzip();
    let hidden = withheld(&people);
    let shown = |figures: Vec<Cell>, hidden: bool| {
        figures.into_iter().map(move |cell| if hidden { Cell::Term(Term::Withheld) } else { cell })
    };
    for ((of, figures), hidden) in rows.into_iter().zip(hidden.groups) {
        table.row([of].into_iter().chain(shown(figures, hidden)));
    }
    table.row([Cell::Term(Term::Together)].into_iter().chain(shown(together, hidden.total)));
}

#[cfg(test)]
pub(super) mod tests;
