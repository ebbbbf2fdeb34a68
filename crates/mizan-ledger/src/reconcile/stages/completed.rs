//! A line that names some of its payer's invoices rightly, and pays more than those come to: what the rest is.
//!
//! Where one open item of the payer's has exactly the rest, no sum of several has it too, no other line fits it, and the
//! line names no other number, then the rest is that item as a line of its own would be: automatic up to the low value, by
//! an equal account or name. The one sum of several that comes to the rest is only ever shown.

use std::collections::BTreeMap;

use crate::money::Currency;
use crate::reconcile::desk::{Desk, Draft};
use crate::reconcile::lookup::Lookup;
use crate::reconcile::naming::Index;
use crate::reconcile::proposal::{Agreement, Reason, Stage, Use, Why};
use crate::reconcile::stages::cut::NamedBy;
use crate::reconcile::stages::subset::{Found, only_sum};
use crate::reconcile::stages::unique::is_known;
use crate::table::Map;

/// What completes a line.
struct Completed {
    line: usize,
    named: Vec<usize>,
    rest: Vec<usize>,
    party: Agreement,
}

pub(super) fn run(desk: &mut Desk<'_>) {
    let (lookup, everyone) = (Lookup::of_open(desk), Lookup::of_all(desk));
    let named_by = NamedBy::of(desk);
    let lines = desk.open_payments().into_iter();
    let completed: Vec<Completed> = lines.filter_map(|line| complete(desk, &lookup, &named_by, line)).collect();
    let mut wanted: BTreeMap<usize, u32> = BTreeMap::new();
    for item in completed.iter().flat_map(|completed| completed.named.iter().chain(&completed.rest)) {
        *wanted.entry(*item).or_default() += 1;
    }
    let amounts = lines_of_rests(desk, &completed);
    for completed in completed {
        let Completed { line, named, rest, party } = &completed;
        let alone = named.iter().chain(rest).all(|item| wanted.get(item) == Some(&1));
        let certain = match rest[..] {
            [item] => {
                let expected = &desk.items[item];
                let rightly: Vec<_> = named.iter().map(|item| desk.items[*item].item).collect();
                let low = expected.minor.abs() <= desk.settings.limits(expected.currency).low_value_minor;
                // A line of that amount is the item's own, unless it is clearly somebody else's.
                let rivals = amounts.get(&(expected.currency, expected.minor)).map_or(&[][..], Vec::as_slice);
                let free = rivals.len() <= desk.settings.candidates
                    && rivals.iter().all(|rival| desk.agreement(*rival, item) == Agreement::Different);
                low && alone
                    && free
                    && !Index::names_another(desk.lines[*line].line, &rightly, expected.item)
                    && desk.doubts[*line].is_none_or(|reason| reason == Reason::AmountDiffers)
                    && is_known(desk, &everyone, *line, item, *party)
                    && !desk.has_anothers_name(*line, named)
            }
            [_, ..] | [] => false,
        };
        let items: Vec<usize> = named.iter().chain(rest).copied().collect();
        let named = u32::try_from(named.len()).unwrap_or(u32::MAX);
        let why = Why::Completed { named, party: *party };
        let lines = [*line];
        let draft = || Draft {
            stage: Stage::TheirReference,
            lines: &lines,
            items: &items,
            used: Use::Settles,
            difference: None,
            why: why.clone(),
        };
        if !(certain && desk.take(draft())) {
            desk.doubt(*line, Reason::NeedsConfirmation);
            desk.suggest_first(draft());
        }
    }
}

/// The open lines of each amount that one item completes a line by.
fn lines_of_rests(desk: &Desk<'_>, completed: &[Completed]) -> Map<(Currency, i128), Vec<usize>> {
    let rests = completed.iter().filter(|completed| completed.rest.len() == 1).flat_map(|completed| &completed.rest);
    let amount = |item: &usize| (desk.items[*item].currency, desk.items[*item].minor);
    let mut amounts: Map<(Currency, i128), Vec<usize>> = rests.map(|item| (amount(item), Vec::new())).collect();
    for line in desk.open_payments() {
        let seen = &desk.lines[line];
        if let Some(lines) = amounts.get_mut(&(seen.currency, seen.minor)) {
            lines.push(line);
        }
    }
    amounts
}

fn complete(desk: &Desk<'_>, lookup: &Lookup, named_by: &NamedBy, line: usize) -> Option<Completed> {
    let seen = &desk.lines[line];
    let named = &seen.named;
    if named.theirs.is_empty() || !(named.own.is_empty() && named.provider.is_empty() && named.perhaps.is_empty()) {
        return None;
    }
    let by_others = |item: usize| named_by.another(item, line);
    let free = |item: usize| {
        desk.is_open(item) && desk.can_meet(line, item, Use::Settles) && desk.in_window(line, item) && !by_others(item)
    };
    let rest = seen.minor - named.theirs.iter().map(|item| desk.items[*item].minor).sum::<i128>();
    if rest <= 0 {
        return None;
    }
    let party = named.theirs.iter().map(|item| desk.agreement(line, *item)).min().unwrap_or(Agreement::Unknown);
    if party < Agreement::NameInPart || !named.theirs.iter().all(|item| free(*item)) {
        return None;
    }
    let first = named.theirs[0];
    let hers = |item: usize| free(item) && desk.same_party(first, item) && !named.theirs.contains(&item);
    let of_party = lookup.of_party(desk, line).ok()?.into_iter().map(|(item, _)| item);
    let items: Vec<usize> = of_party.filter(|item| hers(*item)).collect();
    if items.len() > desk.settings.sum_among {
        return None;
    }
    let amounts: Vec<i128> = items.iter().map(|item| desk.items[*item].minor).collect();
    let equal: Vec<usize> = items.iter().copied().filter(|item| desk.items[*item].minor == rest).collect();
    let sum = only_sum(&amounts, rest, desk.settings.sum_of);
    let rest = match (&equal[..], sum) {
        ([item], Found::None) => vec![*item],
        ([], Found::One(places)) => places.into_iter().map(|place| items[place]).collect(),
        (_, _) => return None,
    };
    Some(Completed { line, named: named.theirs.clone(), rest, party })
}
