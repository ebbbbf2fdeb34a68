//! A statement reconciled: a row for each line of the file in its order, what it is taken for or why not, and by whom; what
//! is explained and what is not add up to what the file says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::account::Till;
use crate::book::state::Cooperative;
use crate::event::matching::{Booking, FoundBy, MatchConfirmed};
use crate::id::LineId;
use crate::money::{Currency, Money};
use crate::reconcile::booking::{self, Names, NotBooked};
use crate::reconcile::of_book::Subject;
use crate::reconcile::proposal::{
    Age, Difference, DifferenceKind, Exception, Owner, Proposal, Proposals, Reason, Stage, Taken,
};
use crate::report::amount::Amount;
use crate::report::page::Page;
use crate::report::statement::Days;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// How many suggestions of a line are shown.
const SUGGESTIONS: usize = 3;

/// What a file says of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Where it stands, for whoever has the file before her.
    pub place: String,
    /// What it is called in a book.
    pub line: LineId,
    /// Its day.
    pub on: Option<Date>,
    /// What it says, above zero what came in.
    pub moved: Money,
    /// Whether it can be matched.
    pub state: GivenState,
    /// What the matcher was given of it, by id: one line, or one for each of its payments.
    pub lines: Vec<String>,
}

/// Whether a line can be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenState {
    /// It can.
    Booked,
    /// Its bank has not booked it.
    Pending,
    /// Its statement is not to be trusted.
    Quarantined,
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was matched before, by this.
    Known(String),
    /// It is taken for this, by a rule.
    Taken {
        /// Which.
        by: Stage,
        /// For what.
        items: Vec<Taken>,
        /// What stands between.
        differences: Vec<Difference>,
    },
    /// A person must look.
    Exception {
        /// Why.
        reason: Reason,
        /// Who.
        owner: Owner,
        /// For how long it has waited.
        age: Age,
        /// What it may be.
        may_be: Vec<Taken>,
    },
    /// It cannot be booked, for this reason.
    Refused(String),
    /// Its bank has not booked it.
    Pending,
    /// Its statement is not to be trusted.
    Quarantined,
}

/// One line of the file with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the file says.
    pub given: Given,
    /// What became of it.
    pub verdict: Verdict,
}

impl Row {
    /// What of it is explained: all, or nothing.
    #[must_use]
    pub fn explained(&self) -> Money {
        match self.verdict {
            Verdict::Known(_) | Verdict::Taken { .. } => self.given.moved,
            Verdict::Exception { .. } | Verdict::Refused(_) | Verdict::Pending | Verdict::Quarantined => {
                self.given.moved.currency().zero()
            }
        }
    }
}

/// What became of each line, in the order of the file.
#[must_use]
pub fn rows(book: Option<(&Cooperative, Till)>, given: &[Given], proposals: &Proposals) -> Vec<Row> {
    let automatic = by_line(&proposals.automatic);
    let suggested = by_line(&proposals.suggestions);
    let exceptions: BTreeMap<&str, &Exception> =
        proposals.exceptions.iter().map(|exception| (exception.line.as_str(), exception)).collect();
    let verdict = |given: &Given| {
        let known = book.and_then(|(own, till)| Some((own.statement_lines.get(&given.line)?, till)));
        if let Some((line, _)) = known.as_ref().filter(|(line, till)| line.till != *till) {
            return Verdict::Refused(format!("this line is recorded of `{}`", line.till));
        }
        let known = known.and_then(|(line, _)| line.matched);
        match (known, given.state) {
            (Some(matched), _) => return Verdict::Known(matched.to_string()),
            (None, GivenState::Pending) => return Verdict::Pending,
            (None, GivenState::Quarantined) => return Verdict::Quarantined,
            (None, GivenState::Booked) if given.moved.is_zero() => return Verdict::Known(given.moved.to_string()),
            (None, GivenState::Booked) => {}
        }
        let found: Vec<&Proposal> =
            given.lines.iter().filter_map(|line| automatic.get(line.as_str())?.first().copied()).collect();
        if let (Some(first), true) = (found.first(), found.len() == given.lines.len()) {
            let items = found.iter().flat_map(|proposal| proposal.items.iter().cloned()).collect();
            let differences = found.iter().flat_map(|proposal| proposal.differences.iter().copied()).collect();
            return Verdict::Taken { by: first.stage, items, differences };
        }
        let exception = given.lines.iter().find_map(|line| exceptions.get(line.as_str()));
        let (reason, owner, age) = exception
            .map_or((Reason::NothingFits, Owner::Treasurer, Age::UpTo2Days), |it| (it.reason, it.owner, it.age));
        let suggestions = given.lines.iter().flat_map(|line| suggested.get(line.as_str()).into_iter().flatten());
        let may_be = suggestions.take(SUGGESTIONS).flat_map(|proposal| proposal.items.iter().cloned()).collect();
        Verdict::Exception { reason, owner, age, may_be }
    };
    given.iter().map(|given| Row { given: given.clone(), verdict: verdict(given) }).collect()
}

fn by_line(proposals: &[Proposal]) -> BTreeMap<&str, Vec<&Proposal>> {
    let mut by_line: BTreeMap<&str, Vec<&Proposal>> = BTreeMap::new();
    for proposal in proposals {
        for moved in &proposal.lines {
            by_line.entry(moved.line.as_str()).or_default().push(proposal);
        }
    }
    by_line
}

/// Leaves to a person what a rule has found and nothing can be booked for by itself.
pub fn leave_to_a_person(rows: &mut [Row], line: LineId, on_day: Date) {
    for row in rows.iter_mut().filter(|row| row.given.line == line) {
        if let Verdict::Taken { items, .. } = &row.verdict {
            let days = row.given.on.map_or(0, |on| (on_day - on).get_days());
            let (reason, owner) = (Reason::NeedsConfirmation, Owner::Treasurer);
            row.verdict = Verdict::Exception { reason, owner, age: Age::of(days), may_be: items.clone() };
        }
    }
}

/// A match that a rule confirms, with the day on which it counts; or the line that is left to a person, and why.
pub type Confirmation = (Date, Result<MatchConfirmed, (LineId, NotBooked)>);

/// What a rule confirms of these rows, with the day on which it counts, or why it is left to a person after all. What the
/// book has as paid already, at a position, is found there and not booked again.
#[must_use]
pub fn confirmations(
    own: &Cooperative,
    till: Till,
    rows: &[Row],
    proposals: &Proposals,
    paid: &BTreeMap<Subject, u64>,
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
        let confirmed = confirmation(own, till, &mine, lines, by, paid).map_err(|why| (row.given.line, why));
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
    paid: &BTreeMap<Subject, u64>,
) -> Result<MatchConfirmed, NotBooked> {
    let found_by: FoundBy = booking::rule(by)?;
    let names = Names::of(own, lines.first().copied().ok_or(NotBooked::Suggestion)?);
    let mut books: Vec<Booking> = Vec::new();
    for (part, proposal) in proposals.iter().enumerate() {
        books.extend(booking::bookings(own, till, proposal, &names.of_part(part))?);
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

/// The report: a row for each line, and the sums at its foot, which are the file's.
#[must_use]
pub fn page(rows: &[Row], of: String, position: Option<u64>, stands: &dyn Fn(&str) -> Option<Term>) -> Page {
    let mut page = Page::new(Term::Reconciliation, position, Days::default());
    page.of = Some(of);
    page.as_of = None;
    let heads: [Head; 11] = [
        Term::StatementLine.into(),
        Term::On.into(),
        Term::Amount.into(),
        Term::Verdict.into(),
        Term::Why.into(),
        Term::Explained.into(),
        Term::Unexplained.into(),
        Term::DecidedBy.into(),
        Term::TakenFor.into(),
        Term::StandsAs.into(),
        Term::LooksIntoIt.into(),
    ];
    let mut table = Table::new(Term::Reconciliation, heads);
    let mut sums: BTreeMap<Currency, (i128, i128)> = BTreeMap::new();
    for row in rows {
        let (moved, explained) = (row.given.moved, row.explained());
        let sum = sums.entry(moved.currency()).or_default();
        (sum.0, sum.1) = (sum.0 + moved.minor(), sum.1 + explained.minor());
        table.row(cells(row, stands));
    }
    page.table(table);
    let heads: [Head; 3] = [Term::Amount.into(), Term::Explained.into(), Term::Unexplained.into()];
    let mut foot = Table::new(Term::Together, heads);
    for (currency, (moved, explained)) in sums {
        let money = |minor| Cell::Money(Money::new(minor, currency));
        foot.row([money(moved), money(explained), money(moved - explained)]);
    }
    page.table(foot);
    page
}

fn cells(row: &Row, stands: &dyn Fn(&str) -> Option<Term>) -> Vec<Cell> {
    let Row { given, verdict } = row;
    let explained = row.explained();
    let unexplained = Money::new(given.moved.minor() - explained.minor(), given.moved.currency());
    let (word, why, by, taken, who): (Term, Cell, Term, Cell, Cell) = match verdict {
        Verdict::Known(matched) => (Term::IsKnown, Cell::Empty, Term::ByAPerson, Cell::text(matched), Cell::Empty),
        Verdict::Taken { by, items, differences } => {
            let plain = items.len() == 1 && differences.is_empty();
            let word = if plain { Term::IsMatched } else { Term::IsSplit };
            (word, Cell::Empty, stage(*by), taken_for(items, differences), Cell::Empty)
        }
        Verdict::Exception { reason, owner, age, may_be } => {
            let who = Cell::List(vec![owner_term(*owner).into(), age_term(*age).into()]);
            let may_be = match &may_be[..] {
                [] => Cell::Empty,
                some => Cell::List(some.iter().map(|taken| Cell::Named(Term::MayBe, taken.item.clone())).collect()),
            };
            (Term::IsException, reason_term(*reason).into(), Term::ByNobody, may_be, who)
        }
        Verdict::Refused(why) => {
            (Term::IsRefused, Cell::text(why), Term::ByNobody, Cell::Empty, Term::Treasurer.into())
        }
        Verdict::Pending => (Term::IsPending, Cell::Empty, Term::ByNobody, Cell::Empty, Cell::Empty),
        Verdict::Quarantined => (Term::IsQuarantined, Cell::Empty, Term::ByNobody, Cell::Empty, Term::Treasurer.into()),
    };
    let by = if matches!(verdict, Verdict::Known(_)) { Cell::Empty } else { by.into() };
    let stands = match verdict {
        Verdict::Taken { items, .. } => items.first().and_then(|taken| stands(&taken.item)).into(),
        Verdict::Exception { may_be, .. } => may_be.first().and_then(|taken| stands(&taken.item)).into(),
        Verdict::Known(_) | Verdict::Refused(_) | Verdict::Pending | Verdict::Quarantined => Cell::Empty,
    };
    vec![
        Cell::text(&given.place),
        given.on.into(),
        Cell::Money(given.moved),
        word.into(),
        why,
        Cell::Money(explained),
        Cell::Money(unexplained),
        by,
        taken,
        stands,
        who,
    ]
}

fn taken_for(items: &[Taken], differences: &[Difference]) -> Cell {
    let item = |taken: &Taken| Cell::Text(format!("{} {}", taken.item, taken.expected));
    let difference = |it: &Difference| Cell::Fact(difference_term(it.kind), Amount(it.amount), None);
    let all: Vec<Cell> = items.iter().map(item).chain(differences.iter().map(difference)).collect();
    match <[Cell; 1]>::try_from(all) {
        Ok([one]) => one,
        Err(several) => Cell::List(several),
    }
}

fn stage(stage: Stage) -> Term {
    match stage {
        Stage::OwnReference => Term::ByOwnReference,
        Stage::Return => Term::ByReturn,
        Stage::ProviderPayout => Term::ByProviderPayout,
        Stage::TheirReference => Term::ByTheirReference,
        Stage::AmountDayParty => Term::ByAmountDayParty,
        Stage::Assignment | Stage::SubsetSum => Term::ByNobody,
    }
}

fn difference_term(kind: DifferenceKind) -> Term {
    match kind {
        DifferenceKind::BankCharge => Term::BankCharge,
        DifferenceKind::Exchange => Term::Exchange,
        DifferenceKind::Rounding => Term::Rounding,
        DifferenceKind::ShortPayment => Term::ShortPayment,
        DifferenceKind::OverPayment => Term::OverPayment,
    }
}

fn owner_term(owner: Owner) -> Term {
    match owner {
        Owner::Payouts => Term::Payouts,
        Owner::Buyers => Term::Buyers,
        Owner::Treasurer => Term::Treasurer,
    }
}

fn age_term(age: Age) -> Term {
    match age {
        Age::UpTo2Days => Term::AgeToTwo,
        Age::Days3To7 => Term::AgeToSeven,
        Age::Days8To30 => Term::AgeToThirty,
        Age::Over30Days => Term::AgeOver,
    }
}

fn reason_term(reason: Reason) -> Term {
    match reason {
        Reason::SameIdOtherWords => Term::SameIdOtherWords,
        Reason::OutOfBounds => Term::OutOfBounds,
        Reason::InFuture => Term::InFuture,
        Reason::AmountDiffers => Term::AmountDiffers,
        Reason::BatchDiffers => Term::BatchDiffers,
        Reason::PartyDiffers => Term::PartyDiffers,
        Reason::PaidAlready => Term::PaidAlready,
        Reason::NamedTwice => Term::NamedTwice,
        Reason::TooEarly => Term::TooEarly,
        Reason::ReturnOfUnknown => Term::ReturnOfUnknown,
        Reason::SeveralFit => Term::SeveralFit,
        Reason::NeedsConfirmation => Term::NeedsConfirmation,
        Reason::NothingFits => Term::NothingFits,
    }
}
