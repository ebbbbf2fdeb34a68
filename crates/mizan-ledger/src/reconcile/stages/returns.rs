//! Stage 2: a payment of ours that came back, which looks like income and is none.
//!
//! It is known by its code of return, or by our own reference coming back with the opposite sign. Automatic where it names
//! one payment whose money has left, with an equal amount. The name on it says little: it may be the bank's.

use crate::reconcile::desk::{Desk, Draft, days};
use crate::reconcile::difference;
use crate::reconcile::lookup::Lookup;
use crate::reconcile::proposal::{Agreement, Field, Reason, Stage, Use, Why};
use crate::reconcile::stages::{Claim, Standing, judge};

pub(super) fn run(desk: &mut Desk<'_>) {
    let mut claims = Vec::new();
    let lookup = Lookup::of_settled(desk);
    for line in desk.open_lines() {
        let named = named(desk, line);
        match named[..] {
            [item] => {
                let reason = if !desk.can_come_back(line, item) {
                    Some(Reason::NeedsConfirmation)
                } else {
                    (desk.lines[line].minor != -desk.items[item].minor).then_some(Reason::AmountDiffers)
                };
                match reason {
                    Some(reason) => ask(desk, line, item, true, reason),
                    None => claims.push(claim(desk, line, item)),
                }
            }
            [] if desk.lines[line].line.returned.is_some() => unnamed(desk, &lookup, line),
            [] => (),
            [_, ..] => {
                desk.doubt(line, Reason::SeveralFit);
                named.into_iter().for_each(|item| ask(desk, line, item, true, Reason::SeveralFit));
            }
        }
    }
    let standings = judge(&claims);
    for (claim, _) in claims.iter().zip(&standings).filter(|(_, standing)| **standing == Standing::Wins) {
        let why = why(desk, claim.lines[0], true);
        desk.take(draft(&claim.lines, &claim.items, why));
    }
    for (claim, standing) in claims.iter().zip(&standings) {
        match standing {
            Standing::Wins => (),
            Standing::Loses | Standing::Tied => desk.doubt(claim.lines[0], Reason::NamedTwice),
        }
    }
}

fn claim(desk: &Desk<'_>, line: usize, item: usize) -> Claim {
    // Names say little here, so only the day decides between two.
    Claim { lines: vec![line], items: vec![item], party: Agreement::Unknown, day: desk.lines[line].line.booked_on }
}

/// The payments a line gives back, by our own references. A reference in free text, or of a batch, is enough only on what
/// the bank itself calls a return, or from the payee.
fn named(desk: &Desk<'_>, line: usize) -> Vec<usize> {
    let seen = &desk.lines[line];
    let returned = seen.line.returned.is_some();
    let believed = |item: usize, field: Field| match field {
        Field::Reference => true,
        Field::Text | Field::PaymentInformation => returned || desk.agreement(line, item) >= Agreement::NameInPart,
    };
    let own: Vec<usize> = seen
        .named
        .own
        .iter()
        .filter(|(item, field)| desk.can_meet(line, *item, Use::Returns) && believed(*item, *field))
        .map(|(item, _)| *item)
        .collect();
    if !own.is_empty() || !seen.named.own.is_empty() || !returned {
        return own;
    }
    let batch = seen.named.batch.as_ref().and_then(|batch| desk.batches.get(batch)).map_or(&[][..], Vec::as_slice);
    let equal = |item: &usize| desk.can_come_back(line, *item) && desk.items[*item].minor == -seen.minor;
    batch.iter().copied().filter(|item| desk.can_meet(line, *item, Use::Returns) && equal(item)).collect()
}

fn why(desk: &Desk<'_>, line: usize, named: bool) -> Why {
    let returned = desk.lines[line].line.returned.as_ref();
    Why::CameBack { reason: returned.and_then(|returned| returned.reason.clone()), named }
}

fn draft<'d>(lines: &'d [usize], items: &'d [usize], why: Why) -> Draft<'d> {
    Draft { stage: Stage::Return, lines, items, used: Use::Returns, difference: None, why }
}

fn ask(desk: &mut Desk<'_>, line: usize, item: usize, by_name: bool, reason: Reason) {
    desk.doubt(line, reason);
    let (seen, expected) = (&desk.lines[line], &desk.items[item]);
    let named = difference::between(seen.minor, -expected.minor, seen.currency, seen.line.exchanged, desk.settings);
    let why = why(desk, line, by_name);
    desk.suggest(Draft { difference: named, ..draft(&[line], &[item], why) });
}

/// What the bank calls a return without saying of what: the one payment of its amount and payee that can have come back.
fn unnamed(desk: &mut Desk<'_>, lookup: &Lookup, line: usize) {
    let Ok(agreeing) = lookup.agreeing(desk, line) else {
        desk.doubt(line, Reason::SeveralFit);
        return;
    };
    let day = desk.lines[line].line.booked_on;
    let in_days =
        |item: usize| !desk.too_early(line, item) && days(desk.items[item].item.due, day) <= desk.settings.return_days;
    let fitting: Vec<usize> = agreeing
        .into_iter()
        .map(|(item, _)| item)
        .filter(|item| desk.can_come_back(line, *item) && in_days(*item))
        .collect();
    match fitting[..] {
        [item] => ask(desk, line, item, false, Reason::NeedsConfirmation),
        [] => desk.doubt(line, Reason::ReturnOfUnknown),
        [_, ..] => desk.doubt(line, Reason::SeveralFit),
    }
}
