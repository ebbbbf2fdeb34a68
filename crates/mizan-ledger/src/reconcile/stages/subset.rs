//! Stage 7: the one sum of a few items of the same party that comes to the line. Never more than a suggestion.
//!
//! Among prices that repeat, nearly every total has many sums: with twelve items of a catalogue, usually twenty. So the
//! search stops at the second, and shows a sum only where there is no other.

use crate::reconcile::desk::{Desk, Draft};
use crate::reconcile::lookup::Lookup;
use crate::reconcile::proposal::{Reason, Stage, Use, Why};

pub(super) fn run(desk: &mut Desk<'_>) {
    let lookup = Lookup::of_open(desk);
    let lines: Vec<usize> = desk.open_payments().into_iter().filter(|line| desk.ranks[*line] == 0).collect();
    for line in lines {
        let near = |item: &usize| desk.in_window(line, *item) && !desk.is_contested(*item);
        let Ok(of_party) = lookup.of_party(desk, line) else { continue };
        let items: Vec<usize> = of_party.into_iter().map(|(item, _)| item).filter(near).collect();
        if items.len() < 2 || items.len() > desk.settings.sum_among {
            continue;
        }
        let amounts: Vec<i128> = items.iter().map(|item| desk.items[*item].minor.abs()).collect();
        match only_sum(&amounts, desk.lines[line].minor.abs(), desk.settings.sum_of) {
            Found::One(places) => {
                let chosen: Vec<usize> = places.into_iter().map(|place| items[place]).collect();
                let why = Why::OnlySum { among: u32::try_from(items.len()).unwrap_or(u32::MAX) };
                let stage = Stage::SubsetSum;
                desk.doubt(line, Reason::NeedsConfirmation);
                desk.suggest(Draft {
                    stage,
                    lines: &[line],
                    items: &chosen,
                    used: Use::Settles,
                    difference: None,
                    why,
                });
            }
            Found::Several => desk.doubt(line, Reason::SeveralFit),
            Found::None => (),
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reconcile) enum Found {
    None,
    /// The places of the amounts, in order.
    One(Vec<usize>),
    Several,
}

/// The sum of two or more amounts that is the whole, if there is exactly one. Amounts are above zero.
pub(in crate::reconcile) fn only_sum(amounts: &[i128], whole: i128, most: usize) -> Found {
    let mut by_size: Vec<usize> = (0..amounts.len()).collect();
    by_size.sort_by_key(|place| (-amounts[*place], *place));
    let sorted: Vec<i128> = by_size.iter().map(|place| amounts[*place]).collect();
    let mut search = Search { sorted: &sorted, most, chosen: Vec::new(), found: Vec::new() };
    search.from(0, whole);
    match search.found.len() {
        0 => Found::None,
        1 => {
            let mut places: Vec<usize> = search.found.remove(0).into_iter().map(|at| by_size[at]).collect();
            places.sort_unstable();
            Found::One(places)
        }
        _ => Found::Several,
    }
}

struct Search<'a> {
    /// The largest first.
    sorted: &'a [i128],
    most: usize,
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn from(&mut self, first: usize, rest: i128) {
        if rest == 0 && self.chosen.len() >= 2 {
            self.found.push(self.chosen.clone());
            return;
        }
        let left = i128::try_from(self.most.saturating_sub(self.chosen.len())).unwrap_or(0);
        for at in first..self.sorted.len() {
            let amount = self.sorted[at];
            // Even the largest that are left, as many as may be, do not reach it.
            if self.found.len() > 1 || left == 0 || amount * left < rest {
                return;
            }
            if amount <= rest {
                self.chosen.push(at);
                self.from(at + 1, rest - amount);
                self.chosen.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn eighty_and_twenty_are_a_hundred_where_nothing_else_is() {
        assert_eq!(only_sum(&[80, 35, 20], 100, 5), Found::One(vec![0, 2]));
        assert_eq!(only_sum(&[80, 35, 20, 20], 100, 5), Found::Several);
        assert_eq!(only_sum(&[100, 35], 100, 5), Found::None, "one item is no sum");
        assert_eq!(only_sum(&[50, 30, 20], 100, 2), Found::None, "three are more than two");
    }

    proptest! {
        #[test]
        fn the_search_finds_what_trying_every_choice_finds(amounts in prop::collection::vec(1_i128..30, 0..10), whole in 1_i128..90) {
            let choices = (0_u32..1 << amounts.len()).filter(|choice| (2..=5).contains(&choice.count_ones()));
            let places = |choice: u32| (0..amounts.len()).filter(move |place| choice & (1 << place) != 0);
            let right: Vec<u32> = choices.filter(|choice| places(*choice).map(|place| amounts[place]).sum::<i128>() == whole).collect();
            let expected = match right[..] {
                [] => Found::None,
                [one] => Found::One(places(one).collect()),
                [_, ..] => Found::Several,
            };
            prop_assert_eq!(only_sum(&amounts, whole, 5), expected);
        }
    }
}
