//! Reconciliation: which line of a statement belongs to which open item, proposed with reasons and booked by nobody here.
//!
//! A pure function of lines, items, settings and a day: the same facts in any order give the same bytes. Stage by stage,
//! the most certain first, and each looks only at what is still open, of the same currency and account and the right
//! sign. What is certain enough for a rule is *automatic*; what a person should look at is a *suggestion*; and every line
//! that is in no automatic proposal is an *exception* with its reason. A wrong match costs more than an open line, so
//! whatever can be read in two ways is left to a person.

use jiff::civil::Date;

pub mod line;
pub mod open;
pub mod settings;
pub mod proposal;
pub mod of_book;
pub mod booking;
pub mod overlap;
pub mod provided;
mod normal;
mod party;
mod known;
mod sieve;
mod naming;
mod difference;
mod door;
mod desk;
mod lookup;
mod assignment;
mod stages;

#[cfg(test)]
mod tests;

/// How often everything is looked at again with what is left, at most. What is taken makes other things unique.
const ROUNDS: usize = 16;

/// Proposes what belongs together, as it looks on a day.
#[must_use]
pub fn propose(
    lines: &[line::Line],
    items: &[open::Item],
    settings: &settings::Settings,
    on_day: Date,
) -> proposal::Proposals {
    let mut desk = desk::Desk::new(lines, items, settings, on_day);
    for _ in 0..ROUNDS {
        let before = desk.automatic.len();
        desk.begin_round();
        stages::certain(&mut desk);
        if desk.automatic.len() == before {
            break;
        }
    }
    stages::uncertain(&mut desk);
    stages::rest::close(desk)
}
