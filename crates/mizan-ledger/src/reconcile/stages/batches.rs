//! Stage 1, for the one debit of a file of ours whose reference is missing or was cut: known by what the file comes to.
//!
//! The bank says that the line stands for many payments. Where one open file, and only one, comes to it to the minor unit,
//! and no other such line does, it is that file: automatic if what is left of the reference is the file's (cut, or with
//! one sign misread), or if nothing is left and the bank gives the count, which is right, or the file has three payments
//! or more. It is the whole file and no choice from it: what is left of another file must not come to the same. Under
//! another's reference a person looks.

use std::collections::BTreeMap;

use crate::money::Currency;
use crate::reconcile::desk::{Desk, Draft};
use crate::reconcile::line::Line;
use crate::reconcile::normal::{dense, is_cut, is_misread};
use crate::reconcile::proposal::{Reason, Stage, Use, Why};

/// A file, of which something still waits.
struct File {
    reference: String,
    items: Vec<usize>,
    /// Whether nothing of it has moved.
    whole: bool,
}

/// From so many payments on a file is known by what it comes to: of two payments the sum is many's.
const TELLING: usize = 3;

/// How the reference of a line stands to a file's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Cut,
    Another,
}

pub(super) fn run(desk: &mut Desk<'_>) {
    let files = open_files(desk);
    let mut lines_of: BTreeMap<(Currency, i128), Vec<usize>> = BTreeMap::new();
    for line in desk.open_payments() {
        let seen = &desk.lines[line];
        let unnamed = seen.named.batch.is_none() && seen.named.own.is_empty();
        if seen.line.batch.is_some() && unnamed && files.contains_key(&(seen.currency, seen.minor)) {
            lines_of.entry((seen.currency, seen.minor)).or_default().push(line);
        }
    }
    for (total, lines) in lines_of {
        let of_total = files.get(&total).map_or(&[][..], Vec::as_slice);
        match (&lines[..], of_total) {
            ([line], [file]) if file.whole => one(desk, *line, file),
            (_, all) if all.iter().any(|file| file.whole) => {
                lines.iter().for_each(|line| desk.doubt(*line, Reason::SeveralFit));
            }
            (_, _) => (),
        }
    }
}

/// The files of which something waits, by what that comes to.
fn open_files(desk: &Desk<'_>) -> BTreeMap<(Currency, i128), Vec<File>> {
    let mut files: BTreeMap<(Currency, i128), Vec<File>> = BTreeMap::new();
    for (reference, items) in &desk.batches {
        let open: Vec<usize> = items.iter().copied().filter(|item| desk.is_open(*item)).collect();
        let [first, ..] = open[..] else { continue };
        let currency = desk.items[first].currency;
        if open.iter().all(|item| desk.items[*item].currency == currency) {
            let total = open.iter().map(|item| desk.items[*item].minor).sum();
            let whole = open.len() == items.len();
            let file = File { reference: reference.clone(), items: open, whole };
            files.entry((currency, total)).or_default().push(file);
        }
    }
    files
}

fn one(desk: &mut Desk<'_>, line: usize, file: &File) {
    let seen = &desk.lines[line];
    let batch = seen.line.batch.clone().unwrap_or_default();
    let met = file.items.iter().all(|item| desk.can_meet(line, *item, Use::Settles) && desk.in_window(line, *item))
        && batch.total.is_none_or(|total| total == seen.line.amount)
        && batch.count.is_none_or(|count| usize::try_from(count) == Ok(file.items.len()));
    if !met {
        return;
    }
    let payments = u32::try_from(file.items.len()).unwrap_or(u32::MAX);
    let lines = [line];
    let draft = || Draft {
        stage: Stage::OwnReference,
        lines: &lines,
        items: &file.items,
        used: Use::Settles,
        difference: None,
        why: Why::Batch { payments },
    };
    let certain = match said(seen.line, &file.reference) {
        Said::Cut => true,
        Said::Nothing => batch.count.is_some() || file.items.len() >= TELLING,
        Said::Another => false,
    };
    if !(certain && desk.take(draft())) {
        file.items.iter().for_each(|item| desk.contest(*item));
        desk.doubt(line, Reason::NeedsConfirmation);
        desk.suggest(draft());
    }
}

fn said(line: &Line, reference: &str) -> Said {
    let of_batch = line.batch.as_ref().and_then(|batch| batch.payment_information.as_ref());
    let fields = [of_batch, line.references.payment_information.as_ref()];
    let given: Vec<String> = fields.into_iter().flatten().map(|text| dense(text)).collect();
    if given.iter().all(|text| text.is_empty() || text == "NOTPROVIDED") {
        Said::Nothing
    } else if given.iter().any(|text| is_cut(text, reference) || is_misread(text, reference)) {
        Said::Cut
    } else {
        Said::Another
    }
}
