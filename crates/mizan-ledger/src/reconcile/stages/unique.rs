//! Stage 5: amount, day and party, where only this line fits this item and only this item fits the line.
//!
//! Every open item of the party with the amount is a rival, on whatever day; so is every open line. Automatic up to the low
//! value, by an equal account or the whole name (or by as much of it as the bank left, where it is nobody else's whom the
//! book knows), where no other item of the party has the amount but for a charge, and where the line names nothing:
//! neither an item nor another number of the series the item's own reference is of. A provider's report of some rows is
//! known by its net whatever it comes to. What came in and may as well be meant for a sum of the payer's items, be a part of
//! another of them, or be a namesake's, is shown and no more. Amount and day without a party are shown, where they are unique.

use crate::reconcile::desk::{Desk, Draft, days};
use crate::reconcile::lookup::{Lookup, OpenLines};
use crate::reconcile::naming::{Index, Named};
use crate::reconcile::open::Kind;
use crate::reconcile::proposal::{Agreement, Reason, Stage, Use, Why};

pub(super) fn run(desk: &mut Desk<'_>) {
    let lookup = Lookup::of_open(desk);
    let mut fitting: Vec<(usize, Vec<(usize, Agreement)>)> = Vec::new();
    let mut lines_of_item = vec![0_u32; desk.items.len()];
    for line in desk.open_payments() {
        let Ok(items) = lookup.agreeing(desk, line) else {
            desk.doubt(line, Reason::SeveralFit);
            continue;
        };
        items.iter().for_each(|(item, _)| lines_of_item[*item] += 1);
        fitting.push((line, items));
    }
    let mut without_party = Vec::new();
    let lookups = Lookups { open: lookup, everyone: Lookup::of_all(desk), lines: OpenLines::of(desk) };
    for (line, items) in fitting {
        match items[..] {
            [] => without_party.push(line),
            [(item, party)] if lines_of_item[item] == 1 => pair(desk, &lookups, line, item, party),
            [_, ..] => desk.doubt(line, Reason::SeveralFit),
        }
    }
    by_amount_alone(desk, &without_party);
}

/// From so many rows on, each less a fee, the net of a provider's report is its own.
const TELLING_ROWS: usize = 4;

struct Lookups {
    open: Lookup,
    everyone: Lookup,
    lines: OpenLines,
}

/// Whether a line says well enough who is at its other end.
pub(super) fn is_known(desk: &Desk<'_>, everyone: &Lookup, line: usize, item: usize, party: Agreement) -> bool {
    party >= Agreement::Name || party == Agreement::NameInPart && everyone.is_only_party(desk, line, item)
}

/// Whether money that came in and names nothing may be meant for others: several items of the payer's come to it too, or
/// it comes to another of hers with one more line, or somebody else has the name. What goes out is ours, payment by
/// payment, and all that can is in the book.
fn may_mean_others(desk: &Desk<'_>, lookups: &Lookups, line: usize, item: usize, party: Agreement) -> bool {
    let Lookups { open, everyone, lines } = lookups;
    let by_name = party < Agreement::Account;
    desk.lines[line].minor > 0
        && (open.others_fit(desk, lines, line, item)
            || by_name && !everyone.is_only_of_the_name(desk, line, item)
            || desk.has_anothers_name(line, &[item]))
}

/// Whether an item is a provider's report of so many rows that no price and no charge comes to its net by chance.
fn is_whole_report(desk: &Desk<'_>, item: usize) -> bool {
    match &desk.items[item].item.kind {
        Kind::ProviderPayout { rows, .. } => rows.len() >= TELLING_ROWS,
        Kind::Payout { .. } | Kind::Invoice { .. } => false,
    }
}

/// A line and an item that have nobody else.
fn pair(desk: &mut Desk<'_>, lookups: &Lookups, line: usize, item: usize, party: Agreement) {
    if desk.ranks[line] > 0 || desk.is_contested(item) {
        desk.doubt(line, Reason::NeedsConfirmation);
        return;
    }
    if !desk.in_window(line, item) {
        desk.doubt(line, Reason::NothingFits);
        return;
    }
    let seen = &desk.lines[line];
    let low = seen.minor.abs() <= desk.settings.limits(seen.currency).low_value_minor;
    let certain = (low || is_whole_report(desk, item))
        && desk.doubts[line].is_none()
        && seen.named == Named::default()
        && is_known(desk, &lookups.everyone, line, item, party)
        && (is_whole_report(desk, item) || !lookups.open.explains_elsewhere(desk, line, &[item]))
        && !Index::names_another(seen.line, &[], desk.items[item].item)
        && !may_mean_others(desk, lookups, line, item, party);
    if !(certain && desk.take(by_amount(desk, &[line], &[item], party))) {
        desk.doubt(line, Reason::NeedsConfirmation);
        desk.suggest(by_amount(desk, &[line], &[item], party));
    }
}

/// What is put together by amount, day and party.
pub(super) fn by_amount<'d>(desk: &Desk<'_>, lines: &'d [usize], items: &'d [usize], party: Agreement) -> Draft<'d> {
    let days = match (lines, items) {
        ([line, ..], [item, ..]) => days(desk.items[*item].item.from, desk.lines[*line].line.booked_on),
        (_, _) => 0,
    };
    let why = Why::AmountDayParty { days, party };
    Draft { stage: Stage::AmountDayParty, lines, items, used: Use::Settles, difference: None, why }
}

/// Lines whose party is nobody's: the one item of the amount in its days, if that item has no other line of the amount.
fn by_amount_alone(desk: &mut Desk<'_>, lines: &[usize]) {
    let lookup = Lookup::of_open(desk);
    let mut fitting: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut lines_of_item = vec![0_u32; desk.items.len()];
    for line in lines {
        let Ok(items) = lookup.of_amount(desk, *line) else {
            desk.doubt(*line, Reason::SeveralFit);
            continue;
        };
        let near = |item: &usize| desk.in_window(*line, *item) && desk.agreement(*line, *item) != Agreement::Different;
        let items: Vec<usize> = items.into_iter().filter(near).collect();
        items.iter().for_each(|item| lines_of_item[*item] += 1);
        fitting.push((*line, items));
    }
    for (line, items) in fitting {
        match items[..] {
            [item] if lines_of_item[item] == 1 && desk.ranks[line] == 0 && !desk.is_contested(item) => {
                let party = desk.agreement(line, item);
                desk.doubt(line, Reason::NeedsConfirmation);
                desk.suggest(by_amount(desk, &[line], &[item], party));
            }
            [] => (),
            [_, ..] => desk.doubt(line, Reason::SeveralFit),
        }
    }
}
