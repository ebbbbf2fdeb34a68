//! Stage 8: what is left is an exception, with a reason, an owner and an age; and everything is put in its order.

use std::collections::BTreeSet;

use crate::reconcile::desk::{Desk, days};
use crate::reconcile::proposal::{Age, Exception, Owner, Proposal, Proposals, Reason};

/// Closes the desk.
pub(in crate::reconcile) fn close(mut desk: Desk<'_>) -> Proposals {
    desk.drop_overtaken();
    let exceptions = desk.open_or_out().map(|line| exception(&desk, line)).collect();
    let Desk { mut automatic, mut suggestions, unusable_items, .. } = desk;
    automatic.sort_by(|one, other| key(one).cmp(&key(other)));
    suggestions.sort_by(|(one, first), (other, second)| (one, first.strength).cmp(&(other, second.strength)));
    let suggestions = suggestions.into_iter().map(|(_, proposal)| proposal).collect();
    Proposals { automatic, suggestions, exceptions, unusable_items }
}

/// Automatic proposals stand in the order of their first lines; a line is in one of them only.
fn key(proposal: &Proposal) -> Option<&str> {
    proposal.lines.first().map(|moved| moved.line.as_str())
}

fn exception(desk: &Desk<'_>, line: usize) -> Exception {
    let seen = &desk.lines[line];
    let suggestions = desk.ranks[line];
    let reason = desk.doubts[line].unwrap_or(match (&seen.line.returned, suggestions) {
        (Some(_), 0) => Reason::ReturnOfUnknown,
        (None, 0) => Reason::NothingFits,
        (Some(_) | None, _) => Reason::NeedsConfirmation,
    });
    let age = Age::of(days(seen.line.booked_on, desk.on_day));
    Exception { line: seen.line.id.clone(), reason, owner: owner(desk, line, reason), age, suggestions }
}

fn owner(desk: &Desk<'_>, line: usize, reason: Reason) -> Owner {
    let seen = &desk.lines[line];
    match reason {
        Reason::SameIdOtherWords | Reason::OutOfBounds | Reason::InFuture => Owner::Treasurer,
        Reason::BatchDiffers | Reason::ReturnOfUnknown => Owner::Payouts,
        Reason::AmountDiffers
        | Reason::PartyDiffers
        | Reason::PaidAlready
        | Reason::NamedTwice
        | Reason::TooEarly
        | Reason::SeveralFit
        | Reason::NeedsConfirmation
        | Reason::NothingFits => {
            let ours = !seen.named.own.is_empty() || seen.line.returned.is_some();
            if ours || seen.minor < 0 { Owner::Payouts } else { Owner::Buyers }
        }
    }
}

impl Desk<'_> {
    /// The lines in no automatic proposal: open ones, and those that were out of the question from the start.
    fn open_or_out(&self) -> impl Iterator<Item = usize> {
        let matched: BTreeSet<&str> =
            self.automatic.iter().flat_map(|proposal| proposal.lines.iter().map(|moved| moved.line.as_str())).collect();
        let left = (0..self.lines.len()).filter(move |line| !matched.contains(self.lines[*line].line.id.as_str()));
        left.collect::<Vec<usize>>().into_iter()
    }
}
