//! Stage 4: the buyer's reference to our invoice, found in what she wrote.
//!
//! References that come to exactly the line are automatic, unless the party is somebody else, or may be by what else the book
//! knows: then a digit may be wrong. One reference with a difference is automatic only if the party
//! agrees too, nobody else names the invoice, and no other open invoice of that party explains the amount better.

use std::collections::BTreeMap;

use crate::reconcile::desk::{Desk, Draft};
use crate::reconcile::difference::between;
use crate::reconcile::lookup::Lookup;
use crate::reconcile::proposal::{Agreement, Difference, DifferenceKind, Reason, Stage, Use, Why};
use crate::reconcile::stages::unique::by_amount;
use crate::reconcile::stages::{Claim, Standing, judge};

pub(super) fn run(desk: &mut Desk<'_>) {
    exact(desk);
    with_difference(desk);
}

/// A line that names invoices, with what speaks against booking it, before amounts are looked at.
fn read(desk: &Desk<'_>, line: usize) -> (Vec<usize>, Option<Reason>) {
    let named = &desk.lines[line].named;
    let fits = |item: &usize| desk.can_meet(line, *item, Use::Settles);
    let open: Vec<usize> = named.theirs.iter().copied().filter(|item| desk.is_open(*item) && fits(item)).collect();
    let reason = if named.theirs.iter().any(|item| !desk.is_open(*item)) {
        Some(Reason::PaidAlready)
    } else if !named.theirs.iter().all(fits) {
        Some(Reason::AmountDiffers)
    } else if !named.perhaps.is_empty() || !named.own.is_empty() || !named.provider.is_empty() {
        Some(Reason::SeveralFit)
    } else if open.iter().any(|item| desk.too_early(line, *item)) {
        Some(Reason::TooEarly)
    } else {
        desk.has_anothers_name(line, &open).then_some(Reason::PartyDiffers)
    };
    (open, reason)
}

fn naming(desk: &Desk<'_>) -> Vec<usize> {
    let names = |line: &usize| {
        let named = &desk.lines[*line].named;
        !named.theirs.is_empty() || !named.perhaps.is_empty()
    };
    desk.open_payments().into_iter().filter(names).collect()
}

fn worst_party(desk: &Desk<'_>, lines: &[usize], items: &[usize]) -> Agreement {
    let pairs = lines.iter().flat_map(|line| items.iter().map(move |item| (*line, *item)));
    pairs.map(|(line, item)| desk.agreement(line, item)).min().unwrap_or(Agreement::Unknown)
}

fn sum(desk: &Desk<'_>, items: &[usize]) -> i128 {
    items.iter().map(|item| desk.items[*item].minor).sum()
}

/// Whether the payer is somebody else whom the book knows: no open item of the line's is named, and another party's name or
/// account agrees with it. Where there are too many to say, it may be.
fn is_somebody_else(desk: &Desk<'_>, lookup: &Lookup, line: usize, party: Agreement) -> bool {
    party < Agreement::NameInPart && lookup.of_party(desk, line).map_or(true, |others| !others.is_empty())
}

/// Whether somebody else's open item has the line's amount, and her name is as much on the line as that of whom the line names.
fn somebody_else_fits(desk: &Desk<'_>, lookup: &Lookup, line: usize, named: &[usize], party: Agreement) -> bool {
    let another = |item: usize| !named.contains(&item) && !named.iter().all(|known| desk.same_party(*known, item));
    match party {
        Agreement::NameInPart => {
            lookup.agreeing(desk, line).map_or(true, |others| others.into_iter().any(|(item, _)| another(item)))
        }
        // Where very many have the amount, it says nothing of anybody.
        Agreement::Unclear => lookup.of_amount(desk, line).is_ok_and(|others| {
            others.into_iter().any(|item| another(item) && desk.agreement(line, item) >= Agreement::Unclear)
        }),
        Agreement::Different | Agreement::Unknown | Agreement::Name | Agreement::Account => false,
    }
}

/// Whether another open item of the payer's own has exactly the line's amount.
fn own_item_fits(desk: &Desk<'_>, lookup: &Lookup, line: usize, named: &[usize]) -> bool {
    lookup.agreeing(desk, line).map_or(true, |others| others.iter().any(|(item, _)| !named.contains(item)))
}

fn exact(desk: &mut Desk<'_>) {
    let lookup = Lookup::of_open(desk);
    let mut claims = Vec::new();
    for line in naming(desk) {
        let (items, reason) = read(desk, line);
        if items.is_empty() || reason.is_some() || sum(desk, &items) != desk.lines[line].minor {
            continue;
        }
        let party = worst_party(desk, &[line], &items);
        let doubtful =
            is_somebody_else(desk, &lookup, line, party) || somebody_else_fits(desk, &lookup, line, &items, party);
        if party == Agreement::Different || doubtful {
            desk.doubt(line, Reason::PartyDiffers);
            continue;
        }
        claims.push(Claim { lines: vec![line], items, party, day: desk.lines[line].line.booked_on });
    }
    let standings = judge(&claims);
    for (claim, standing) in claims.iter().zip(&standings) {
        match standing {
            Standing::Wins => {
                desk.take(draft(&claim.lines, &claim.items, claim.party, None));
            }
            Standing::Loses => desk.doubt(claim.lines[0], Reason::PaidAlready),
            Standing::Tied => desk.doubt(claim.lines[0], Reason::NamedTwice),
        }
    }
}

/// What is left of the lines that name invoices: parts of one invoice, or one line with a difference.
fn with_difference(desk: &mut Desk<'_>) {
    let lookup = Lookup::of_open(desk);
    let lines = naming(desk);
    let mut naming_item: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for line in &lines {
        let named = &desk.lines[*line].named;
        named.theirs.iter().chain(&named.perhaps).for_each(|item| naming_item.entry(*item).or_default().push(*line));
    }
    for (item, lines) in &naming_item {
        if desk.is_open(*item) && lines.iter().all(|line| names_only(desk, *line, *item)) {
            match lines[..] {
                [line] => short(desk, &lookup, line, *item),
                [_, ..] | [] => in_parts(desk, &lookup, lines, *item),
            }
        }
    }
    for line in lines {
        if desk.is_line_open(line) {
            ask(desk, &lookup, line);
        }
    }
}

fn names_only(desk: &Desk<'_>, line: usize, item: usize) -> bool {
    let (items, reason) = read(desk, line);
    items == [item] && reason.is_none()
}

/// Several lines that name one invoice and nothing else, and come to it exactly.
fn in_parts(desk: &mut Desk<'_>, lookup: &Lookup, lines: &[usize], item: usize) {
    let total: i128 = lines.iter().map(|line| desk.lines[*line].minor).sum();
    let party = worst_party(desk, lines, &[item]);
    let fits_elsewhere = lines.iter().any(|line| own_item_fits(desk, lookup, *line, &[item]));
    if total == desk.items[item].minor && party >= Agreement::Unknown && !fits_elsewhere {
        desk.take(draft(lines, &[item], party, None));
    } else {
        lines.iter().for_each(|line| desk.doubt(*line, Reason::NamedTwice));
    }
}

/// One line that names one invoice, with another amount.
fn short(desk: &mut Desk<'_>, lookup: &Lookup, line: usize, item: usize) {
    let Some(difference) = difference(desk, line, item) else { return };
    let party = desk.agreement(line, item);
    let believed = match difference.kind {
        DifferenceKind::OverPayment => false,
        DifferenceKind::BankCharge
        | DifferenceKind::Exchange
        | DifferenceKind::Rounding
        | DifferenceKind::ShortPayment => {
            party >= Agreement::NameInPart && !lookup.explains_elsewhere(desk, line, &[item])
        }
    };
    if believed {
        desk.take(draft(&[line], &[item], party, Some(difference)));
    }
}

fn difference(desk: &Desk<'_>, line: usize, item: usize) -> Option<Difference> {
    let (seen, expected) = (&desk.lines[line], &desk.items[item]);
    let exchanged = seen.line.exchanged || expected.item.is_foreign();
    between(seen.minor, expected.minor, seen.currency, exchanged, desk.settings)
}

fn draft<'d>(lines: &'d [usize], items: &'d [usize], party: Agreement, difference: Option<Difference>) -> Draft<'d> {
    let named = u32::try_from(items.len()).unwrap_or(u32::MAX);
    let why = Why::References { named, party };
    Draft { stage: Stage::TheirReference, lines, items, used: Use::Settles, difference, why }
}

/// Leaves a line that names something to a person: what it names first, then what else of the payer's has its amount.
fn ask(desk: &mut Desk<'_>, lookup: &Lookup, line: usize) {
    let (items, reason) = read(desk, line);
    let perhaps: Vec<usize> = desk.lines[line].named.perhaps.clone();
    items.iter().chain(&perhaps).for_each(|item| desk.contest(*item));
    desk.doubt(line, reason.unwrap_or(Reason::AmountDiffers));
    let total = sum(desk, &items);
    if !items.is_empty() {
        let seen = &desk.lines[line];
        let foreign = items.iter().any(|item| desk.items[*item].item.is_foreign());
        let exchanged = seen.line.exchanged || foreign;
        let difference = between(seen.minor, total, seen.currency, exchanged, desk.settings);
        let party = worst_party(desk, &[line], &items);
        desk.suggest(draft(&[line], &items, party, difference));
    }
    let alone = if items.len() > 1 { items.as_slice() } else { &[] };
    let equal = |item: &usize| {
        desk.is_open(*item)
            && desk.can_meet(line, *item, Use::Settles)
            && desk.items[*item].minor == desk.lines[line].minor
    };
    let named: Vec<usize> = alone.iter().chain(&perhaps).copied().filter(equal).collect();
    for item in named {
        let party = desk.agreement(line, item);
        desk.suggest(draft(&[line], &[item], party, None));
    }
    for (item, party) in lookup.agreeing(desk, line).unwrap_or_default() {
        if desk.is_open(item) && !items.contains(&item) && !perhaps.contains(&item) {
            desk.suggest(by_amount(desk, &[line], &[item], party));
        }
    }
}
