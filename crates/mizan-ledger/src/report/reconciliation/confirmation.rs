//! What a rule confirms of a statement: the matches, each with what it books, or the line that is left to a person after all.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::account::Till;
use crate::book::state::Cooperative;
use crate::event::matching::{Booking, FoundBy, MatchConfirmed};
use crate::id::LineId;
use crate::reconcile::booking::{self, Names, NotBooked};
use crate::reconcile::of_book::Subject;
use crate::reconcile::proposal::{Proposal, Proposals, Stage};
use crate::reconcile::provided::Provided;
use crate::report::reconciliation::{Row, Verdict, by_line};

/// A match that a rule confirms, with the day on which it counts; or the line that is left to a person, and why.
pub type Confirmation = (Date, Result<MatchConfirmed, (LineId, NotBooked)>);

/// What a rule confirms of these rows, with the day on which it counts, or why it is left to a person after all. What the
/// book has as paid already, at a position, is found there and not booked again; of a provider's payout everything is said by
/// what the provider announced.
#[must_use]
pub fn confirmations(
    own: &Cooperative,
    till: Till,
    rows: &[Row],
    proposals: &Proposals,
    paid: &BTreeMap<Subject, u64>,
    provided: &Provided,
) -> Vec<Confirmation> {
    let automatic = by_line(&proposals.automatic);
    let of_line: BTreeMap<&str, &Row> = rows
        .iter()
        .filter(|row| matches!(row.verdict, Verdict::Taken { .. }))
        .flat_map(|row| row.given.lines.iter().map(move |line| (line.as_str(), row)))
        .collect();
    let mut done = BTreeSet::new();
    let mut all = Vec::new();
    for row in rows {
        let Verdict::Taken { by, .. } = row.verdict else { continue };
        if !done.insert(row.given.line) {
            continue;
        }
        let mine: Vec<&Proposal> =
            row.given.lines.iter().filter_map(|line| automatic.get(line.as_str())?.first().copied()).collect();
        let mut together = vec![row];
        for moved in mine.iter().flat_map(|proposal| &proposal.lines) {
            if let Some(other) = of_line.get(moved.line.as_str())
                && done.insert(other.given.line)
            {
                together.push(other);
            }
        }
        let Some(on) = together.iter().filter_map(|row| row.given.on).max() else { continue };
        let lines: Vec<LineId> = together.iter().map(|row| row.given.line).collect();
        let confirmed =
            confirmation(own, till, &mine, lines, by, (paid, provided)).map_err(|why| (row.given.line, why));
        all.push((on, confirmed));
    }
    all
}

fn confirmation(
    own: &Cooperative,
    till: Till,
    proposals: &[&Proposal],
    lines: Vec<LineId>,
    by: Stage,
    (paid, provided): (&BTreeMap<Subject, u64>, &Provided),
) -> Result<MatchConfirmed, NotBooked> {
    let found_by: FoundBy = booking::rule(by)?;
    let names = Names::of(own, lines.first().copied().ok_or(NotBooked::Suggestion)?);
    let of_provider = |proposal: &&Proposal| proposal.stage == Stage::ProviderPayout;
    // What a provider's payout books takes names as other parts would.
    if proposals.len() > 1 && proposals.iter().copied().any(|proposal| of_provider(&proposal)) {
        return Err(NotBooked::Mixed);
    }
    let mut books: Vec<Booking> = Vec::new();
    for (part, proposal) in proposals.iter().enumerate() {
        books.extend(booking::bookings(own, till, proposal, provided, &names.of_part(part))?);
    }
    let known = |booking: &Booking| match booking {
        Booking::Settlement { payout, member } => paid.get(&Subject::Payment(*payout, *member)).copied(),
        Booking::Payment { .. }
        | Booking::File { .. }
        | Booking::Return { .. }
        | Booking::Fee { .. }
        | Booking::Transfer { .. }
        | Booking::Conversion { .. }
        | Booking::Expense { .. }
        | Booking::Rounding { .. } => None,
    };
    let booked: Vec<u64> = books.iter().filter_map(known).collect();
    books.retain(|booking| known(booking).is_none());
    let (approved_by, reason) = (None, None);
    Ok(MatchConfirmed { matched: names.matched()?, lines, found_by, books, booked, approved_by, reason })
}
