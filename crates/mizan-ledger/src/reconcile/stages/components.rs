//! Stage 6: what is left falls into small groups of lines and items that could be each other's; each group is assigned as
//! a whole, as cheaply as it can be, and a pair is shown with how much dearer the best assignment without it is.
//!
//! The cost is in days: those between the line and the day the item is due, and some more where the amount differs or
//! the party is not known. Where another assignment is as cheap, nothing is shown. Only ever a suggestion.

use std::collections::BTreeMap;

use crate::reconcile::assignment::{FORBIDDEN, assign};
use crate::reconcile::desk::{Desk, Draft, days};
use crate::reconcile::difference::{between, is_explained};
use crate::reconcile::lookup::Lookup;
use crate::reconcile::proposal::{Agreement, Reason, Stage, Use, Why};

/// What a difference costs, in days: it takes a bank in between to explain it.
const DIFFERENCE_DAYS: i64 = 10;
/// What an unknown party costs.
const STRANGER_DAYS: i64 = 5;
/// What a line without an item costs: more than any pair.
const ALONE_DAYS: i64 = 1_000;

/// How much is assigned at one time, in cubes of the sizes of groups: some 350 groups of 120. What is over is left.
const WORK: usize = 600_000_000;

pub(super) fn run(desk: &mut Desk<'_>) {
    let edges = edges(desk);
    let mut work = 0_usize;
    for group in groups(&edges) {
        let items: Vec<usize> = {
            let mut items: Vec<usize> = group.iter().flat_map(|line| edges[line].keys().copied()).collect();
            items.sort_unstable();
            items.dedup();
            items
        };
        let size = group.len() + items.len();
        work = work.saturating_add(size.saturating_pow(3));
        if size > desk.settings.component || work > WORK {
            group.iter().for_each(|line| desk.doubt(*line, Reason::SeveralFit));
            continue;
        }
        let cost = |line: &usize, item: &usize| edges[line].get(item).copied().unwrap_or(FORBIDDEN);
        let costs: Vec<Vec<i64>> =
            group.iter().map(|line| items.iter().map(|item| cost(line, item)).collect()).collect();
        for (row, chosen) in assign(&costs, ALONE_DAYS).into_iter().enumerate() {
            match chosen {
                Some((column, margin_days)) if margin_days > 0 => {
                    show(desk, group[row], items[column], margin_days);
                }
                Some(_) | None => desk.doubt(group[row], Reason::SeveralFit),
            }
        }
    }
}

/// For each line with nothing suggested, the items that could be its own and what each costs.
fn edges(desk: &Desk<'_>) -> BTreeMap<usize, BTreeMap<usize, i64>> {
    let lookup = Lookup::of_open(desk);
    let mut edges = BTreeMap::new();
    for line in desk.open_payments().into_iter().filter(|line| desk.ranks[*line] == 0) {
        let of_amount = lookup.of_amount(desk, line).unwrap_or_default();
        let near = lookup.near(desk, line).unwrap_or_default().into_iter().map(|(item, _)| item);
        let mut costs = BTreeMap::new();
        for item in of_amount.into_iter().chain(near) {
            if let Some(cost) = cost(desk, line, item) {
                costs.insert(item, cost);
            }
        }
        if !costs.is_empty() {
            edges.insert(line, costs);
        }
    }
    edges
}

fn cost(desk: &Desk<'_>, line: usize, item: usize) -> Option<i64> {
    let party = desk.agreement(line, item);
    if !desk.in_window(line, item) || desk.is_contested(item) || party == Agreement::Different {
        return None;
    }
    let (seen, expected) = (&desk.lines[line], &desk.items[item]);
    let exchanged = seen.line.exchanged || expected.item.is_foreign();
    let difference = between(seen.minor, expected.minor, seen.currency, exchanged, desk.settings);
    let agrees = party >= Agreement::NameInPart;
    let differs = match difference {
        None => 0,
        Some(difference) if is_explained(difference.kind) && agrees => DIFFERENCE_DAYS,
        Some(_) => return None,
    };
    let away = i64::from(days(expected.item.due, seen.line.booked_on).abs());
    Some(away + differs + if agrees { 0 } else { STRANGER_DAYS })
}

/// The lines that share items, directly or through others.
fn groups(edges: &BTreeMap<usize, BTreeMap<usize, i64>>) -> Vec<Vec<usize>> {
    let mut by_item: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (line, items) in edges {
        items.keys().for_each(|item| by_item.entry(*item).or_default().push(*line));
    }
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for first in edges.keys() {
        if group_of.contains_key(first) {
            continue;
        }
        let number = groups.len();
        let (mut group, mut next) = (Vec::new(), vec![*first]);
        group_of.insert(*first, number);
        while let Some(line) = next.pop() {
            group.push(line);
            for item in edges[&line].keys() {
                // Each item is opened once: its lines are all in this group then.
                for other in by_item.remove(item).unwrap_or_default() {
                    if group_of.insert(other, number).is_none() {
                        next.push(other);
                    }
                }
            }
        }
        group.sort_unstable();
        groups.push(group);
    }
    groups
}

fn show(desk: &mut Desk<'_>, line: usize, item: usize, margin_days: i64) {
    let (seen, expected) = (&desk.lines[line], &desk.items[item]);
    let exchanged = seen.line.exchanged || expected.item.is_foreign();
    let difference = between(seen.minor, expected.minor, seen.currency, exchanged, desk.settings);
    let why = Why::Assignment { margin_days };
    let (lines, items) = ([line], [item]);
    let stage = Stage::Assignment;
    desk.doubt(line, Reason::NeedsConfirmation);
    desk.suggest(Draft { stage, lines: &lines, items: &items, used: Use::Settles, difference, why });
}
