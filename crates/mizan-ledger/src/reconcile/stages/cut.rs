//! References that were cut on the way, at their end.
//!
//! By itself a cut reference says too little. It counts where the party agrees, nobody else names the item, and the amount
//! confirms it: each cut reference stands for one open item of that party, and only one choice of them comes, together
//! with the invoices that are named rightly, to exactly the line.

use crate::reconcile::desk::{Desk, Draft};
use crate::reconcile::lookup::Lookup;
use crate::reconcile::naming::Index;
use crate::reconcile::open::Kind;
use crate::reconcile::proposal::{Agreement, Reason, Stage, Use, Why};
use crate::reconcile::stages::unique::is_known;
use crate::reconcile::stages::{Claim, Standing, judge};
use crate::table::Map;

/// The most cut references of one line that are looked at.
const MOST_HINTS: usize = 5;
/// How many choices are tried before there count as too many.
const MOST_TRIED: usize = 4_096;

pub(super) fn run(desk: &mut Desk<'_>) {
    let (lookup, everyone) = (Lookup::of_open(desk), Lookup::of_all(desk));
    let named = NamedBy::of(desk);
    let lines = desk.open_payments().into_iter();
    let claims = lines.filter_map(|line| claim(desk, &lookup, &named, line));
    let known = |claim: &Claim| is_known(desk, &everyone, claim.lines[0], claim.items[0], claim.party);
    let claims: Vec<Claim> = claims.filter(known).collect();
    let standings = judge(&claims);
    for (claim, standing) in claims.iter().zip(&standings) {
        match standing {
            Standing::Wins => {
                desk.take(draft(desk, claim));
            }
            Standing::Loses | Standing::Tied => desk.doubt(claim.lines[0], Reason::NamedTwice),
        }
    }
}

/// The open lines that name each item, rightly or perhaps: the first, and a second if there is one.
pub(super) struct NamedBy(Map<usize, (usize, Option<usize>)>);

impl NamedBy {
    pub(super) fn of(desk: &Desk<'_>) -> NamedBy {
        let mut named: Map<usize, (usize, Option<usize>)> = Map::default();
        for line in desk.open_payments() {
            let of_line = &desk.lines[line].named;
            let own = of_line.own.iter().map(|(item, _)| item);
            for item in of_line.theirs.iter().chain(&of_line.perhaps).chain(&of_line.provider).chain(own) {
                let known = named.entry(*item).or_insert((line, None));
                if known.0 != line {
                    known.1 = Some(line);
                }
            }
        }
        NamedBy(named)
    }

    /// Whether another line than this one names an item.
    pub(super) fn another(&self, item: usize, line: usize) -> bool {
        self.0.get(&item).is_some_and(|(first, second)| *first != line || second.is_some())
    }
}

fn claim(desk: &Desk<'_>, lookup: &Lookup, named_by: &NamedBy, line: usize) -> Option<Claim> {
    let seen = &desk.lines[line];
    let named = &seen.named;
    let clear = named.own.is_empty() && named.provider.is_empty() && named.perhaps.is_empty();
    if !(clear && seen.may_be_damaged.get()) {
        return None;
    }
    let by_others = |item: usize| named_by.another(item, line);
    let fits =
        |item: usize| desk.is_open(item) && desk.can_meet(line, item, Use::Settles) && !desk.too_early(line, item);
    let agrees = |item: usize| desk.agreement(line, item) >= Agreement::NameInPart;
    if !named.theirs.iter().all(|item| fits(*item) && agrees(*item)) {
        return None;
    }
    let of_party = lookup.of_party(desk, line).ok()?.into_iter().map(|(item, _)| item);
    // What another line names is not this line's, and yet it makes two choices of one.
    let candidates: Vec<usize> = of_party.filter(|item| fits(*item) && !named.theirs.contains(item)).collect();
    let rightly: Vec<_> = named.theirs.iter().map(|item| desk.items[*item].item).collect();
    let items: Vec<_> = candidates.iter().map(|item| (*item, desk.items[*item].item)).collect();
    let hints = Index::cut(seen.line, &rightly, &items);
    let Some(hints) = hints else {
        // Of less there will be no part either: it need not be looked at again.
        seen.may_be_damaged.set(false);
        return None;
    };
    if hints.is_empty() || hints.len() > MOST_HINTS {
        return None;
    }
    let rest = seen.minor - named.theirs.iter().map(|item| desk.items[*item].minor).sum::<i128>();
    let chosen = only_choice(&hints, |item| desk.items[item].minor, rest)?;
    let items: Vec<usize> = named.theirs.iter().copied().chain(chosen).collect();
    let stage = stage(desk, items[0]);
    let several = items.len() > 1;
    if items.iter().any(|item| self::stage(desk, *item) != stage) || several && stage != Stage::TheirReference {
        return None;
    }
    if items.iter().any(|item| by_others(*item)) || desk.has_anothers_name(line, &items) {
        return None;
    }
    let party = items.iter().map(|item| desk.agreement(line, *item)).min().unwrap_or(Agreement::Unknown);
    Some(Claim { lines: vec![line], items, party, day: seen.line.booked_on })
}

/// Whose reference it is says which stage it belongs to.
fn stage(desk: &Desk<'_>, item: usize) -> Stage {
    match desk.items[item].item.kind {
        Kind::Payout { .. } => Stage::OwnReference,
        Kind::ProviderPayout { .. } => Stage::ProviderPayout,
        Kind::Invoice { .. } => Stage::TheirReference,
    }
}

fn draft<'d>(desk: &Desk<'_>, claim: &'d Claim) -> Draft<'d> {
    let named = claim.lines.first().map_or(0, |line| desk.lines[*line].named.theirs.len());
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let cut = count(claim.items.len().saturating_sub(named));
    Draft {
        stage: stage(desk, claim.items[0]),
        lines: &claim.lines,
        items: &claim.items,
        used: Use::Settles,
        difference: None,
        why: Why::CutReferences { named: count(named), cut, party: claim.party },
    }
}

/// One item for each hint, no item twice, that come to the rest: if there is one such choice, and no other.
fn only_choice(hints: &[Vec<usize>], amount: impl Fn(usize) -> i128, rest: i128) -> Option<Vec<usize>> {
    let mut choices: Vec<(Vec<usize>, i128)> = vec![(Vec::new(), rest)];
    for hint in hints {
        let mut longer = Vec::new();
        for (chosen, rest) in &choices {
            for item in hint.iter().filter(|item| !chosen.contains(item)) {
                longer.push((chosen.iter().copied().chain([*item]).collect(), rest - amount(*item)));
            }
        }
        if longer.len() > MOST_TRIED {
            return None;
        }
        choices = longer;
    }
    let mut right: Vec<Vec<usize>> =
        choices.into_iter().filter(|(_, rest)| *rest == 0).map(|(chosen, _)| chosen).collect();
    right.iter_mut().for_each(|chosen| chosen.sort_unstable());
    right.sort_unstable();
    right.dedup();
    if right.len() == 1 { right.pop() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_choice_is_taken_and_of_two_none() {
        let amount = |item: usize| [400, 200, 100, 200][item];
        assert_eq!(only_choice(&[vec![0, 1], vec![2]], amount, 500), Some(vec![0, 2]));
        assert_eq!(only_choice(&[vec![0, 1, 3], vec![2]], amount, 300), None, "two are as good");
        assert_eq!(only_choice(&[vec![1, 3], vec![1, 3]], amount, 400), Some(vec![1, 3]), "whichever is which");
        assert_eq!(only_choice(&[vec![1], vec![1]], amount, 400), None, "no item is used twice");
    }
}
