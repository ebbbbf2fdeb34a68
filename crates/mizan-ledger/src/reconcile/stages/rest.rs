//! Stage 8: what is left is an exception, with a reason, an owner and an age; and everything is put in its order.

use crate::reconcile::desk::{Desk, days};
use crate::reconcile::proposal::{Age, Exception, Owner, Proposals, Reason};

/// Closes the desk.
pub(in crate::reconcile) fn close(mut desk: Desk<'_>) -> Proposals {
    let suggestions = desk.shown();
    let exceptions = desk.left().into_iter().map(|line| exception(&desk, line)).collect();
    let Desk { mut automatic, unusable_items, .. } = desk;
    // A line is in one of them only.
    automatic.sort_by_cached_key(|(first, _)| *first);
    let automatic = automatic.into_iter().map(|(_, proposal)| proposal).collect();
    Proposals { automatic, suggestions, exceptions, unusable_items }
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
