//! Stage 1: our own reference, with an equal amount; and the one debit of a whole batch of ours.
//!
//! Our references are unique for ever and the bank carries them, so they need no agreement of names; but where the payee's
//! account is another, the money went to somebody else, and a person looks; and so where a debit says that it came back: then
//! either its sign is wrong or its words are.

use std::collections::BTreeMap;

use crate::reconcile::desk::{Desk, Draft};
use crate::reconcile::difference;
use crate::reconcile::line::Batch;
use crate::reconcile::lookup::Lookup;
use crate::reconcile::normal::says_it_came_back;
use crate::reconcile::proposal::{Agreement, Field, Reason, Stage, Use, Why};
use crate::reconcile::stages::{Claim, Standing, judge};

pub(super) fn run(desk: &mut Desk<'_>) {
    one_by_one(desk);
    whole_batches(desk);
}

/// The payments of ours a line names that could be settled by it, by currency, account and sign.
fn named(desk: &Desk<'_>, line: usize) -> Vec<(usize, Field)> {
    let own = desk.lines[line].named.own.iter().copied();
    own.filter(|(item, _)| desk.can_meet(line, *item, Use::Settles)).collect()
}

fn one_by_one(desk: &mut Desk<'_>) {
    let lookup = Lookup::of_open(desk);
    let (mut claims, mut fields) = (Vec::new(), Vec::new());
    for line in desk.open_payments() {
        let named = named(desk, line);
        let [(item, field)] = named[..] else {
            if !named.is_empty() {
                several(desk, line, &named);
            }
            continue;
        };
        let party = desk.agreement(line, item);
        let reason = if !desk.is_open(item) {
            Some(Reason::PaidAlready)
        } else if desk.lines[line].minor != desk.items[item].minor {
            Some(Reason::AmountDiffers)
        } else if party == Agreement::Different || is_another_payees(desk, &lookup, line, item, party) {
            Some(Reason::PartyDiffers)
        } else if desk.too_early(line, item) {
            Some(Reason::TooEarly)
        } else {
            says_it_came_back(&desk.lines[line].line.text).then_some(Reason::NeedsConfirmation)
        };
        match reason {
            Some(reason) => ask(desk, line, item, field, reason),
            None => {
                claims.push(Claim {
                    lines: vec![line],
                    items: vec![item],
                    party,
                    day: desk.lines[line].line.booked_on,
                });
                fields.push(field);
            }
        }
    }
    let standings = judge(&claims);
    // The winners first: what the others name is then known to be paid.
    for ((claim, field), _) in claims.iter().zip(&fields).zip(&standings).filter(|(_, it)| **it == Standing::Wins) {
        let why = Why::OwnReference { field: *field, party: claim.party };
        desk.take(draft(&claim.lines, &claim.items, why));
    }
    for ((claim, field), standing) in claims.iter().zip(&fields).zip(&standings) {
        match standing {
            Standing::Wins => (),
            Standing::Loses => ask(desk, claim.lines[0], claim.items[0], *field, Reason::PaidAlready),
            Standing::Tied => ask(desk, claim.lines[0], claim.items[0], *field, Reason::NamedTwice),
        }
    }
}

/// Whether the payee is not known for this payment's, and is for another's of the same amount.
fn is_another_payees(desk: &Desk<'_>, lookup: &Lookup, line: usize, item: usize, party: Agreement) -> bool {
    let others = || lookup.agreeing(desk, line).unwrap_or_default();
    party < Agreement::NameInPart && others().into_iter().any(|(other, _)| other != item)
}

fn draft<'d>(lines: &'d [usize], items: &'d [usize], why: Why) -> Draft<'d> {
    Draft { stage: Stage::OwnReference, lines, items, used: Use::Settles, difference: None, why }
}

/// Leaves a line that names one payment to a person, with what stands between them.
fn ask(desk: &mut Desk<'_>, line: usize, item: usize, field: Field, reason: Reason) {
    desk.doubt(line, reason);
    desk.contest(item);
    if desk.is_open(item) {
        let (seen, expected) = (&desk.lines[line], &desk.items[item]);
        let named = difference::between(seen.minor, expected.minor, seen.currency, seen.line.exchanged, desk.settings);
        let why = Why::OwnReference { field, party: desk.agreement(line, item) };
        desk.suggest(Draft { difference: named, ..draft(&[line], &[item], why) });
    }
}

fn several(desk: &mut Desk<'_>, line: usize, named: &[(usize, Field)]) {
    desk.doubt(line, Reason::SeveralFit);
    for (item, field) in named {
        desk.contest(*item);
        if desk.is_open(*item) && desk.items[*item].minor == desk.lines[line].minor {
            let why = Why::OwnReference { field: *field, party: desk.agreement(line, *item) };
            desk.suggest(draft(&[line], &[*item], why));
        }
    }
}

/// Lines that name a batch of ours and none of its payments.
fn whole_batches(desk: &mut Desk<'_>) {
    let mut of_batch: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for line in desk.open_payments() {
        let named = &desk.lines[line].named;
        if let (Some(batch), true, true) = (&named.batch, named.own.is_empty(), desk.lines[line].minor < 0) {
            of_batch.entry(batch.clone()).or_default().push(line);
        }
    }
    for (batch, lines) in of_batch {
        let items = desk.batches.get(&batch).cloned().unwrap_or_default();
        let open: Vec<usize> = items.into_iter().filter(|item| desk.is_open(*item)).collect();
        match lines[..] {
            [line] if whole(desk, line, &open) => (),
            [_, ..] | [] => payment_by_payment(desk, &lines, &open),
        }
    }
}

/// One debit for all that is open of the batch. The bank's own count and total must agree, where it gives them.
fn whole(desk: &mut Desk<'_>, line: usize, open: &[usize]) -> bool {
    let seen = &desk.lines[line];
    let batch = seen.line.batch.clone().unwrap_or_default();
    let total: i128 = open.iter().map(|item| desk.items[*item].minor).sum();
    let right = !open.is_empty()
        && total == seen.minor
        && batch.count.is_none_or(|count| usize::try_from(count) == Ok(open.len()))
        && batch.total.is_none_or(|total| total == seen.line.amount)
        && open.iter().all(|item| desk.can_meet(line, *item, Use::Settles) && !desk.too_early(line, *item));
    let payments = u32::try_from(open.len()).unwrap_or(u32::MAX);
    right && desk.take(draft(&[line], open, Why::Batch { payments }))
}

/// Debits one by one, which name the batch only: each is the payment of its amount, where there is one such line and one
/// such payment.
fn payment_by_payment(desk: &mut Desk<'_>, lines: &[usize], open: &[usize]) {
    let mut of_amount: BTreeMap<i128, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    lines.iter().for_each(|line| of_amount.entry(desk.lines[*line].minor).or_default().0.push(*line));
    open.iter().for_each(|item| of_amount.entry(desk.items[*item].minor).or_default().1.push(*item));
    open.iter().for_each(|item| desk.contest(*item));
    for (lines, items) in of_amount.values() {
        if let ([line], [item]) = (&lines[..], &items[..]) {
            let party = desk.agreement(*line, *item);
            let met = desk.can_meet(*line, *item, Use::Settles) && !desk.too_early(*line, *item);
            let alone = |batch: &Batch| batch.count.is_none_or(|count| count == 1);
            let alone = desk.lines[*line].line.batch.as_ref().is_none_or(alone);
            let why = Why::OwnReference { field: Field::PaymentInformation, party };
            if met && alone && party != Agreement::Different && desk.take(draft(&[*line], &[*item], why)) {
                continue;
            }
        }
        let reason = if items.is_empty() { Reason::BatchDiffers } else { Reason::SeveralFit };
        lines.iter().for_each(|line| desk.doubt(*line, reason));
    }
}
