//! A statement reconciled, as tables: a row for each line of the file, and the sums at its foot.

use std::collections::BTreeMap;

use crate::money::{Currency, Money};
use crate::reconcile::overlap::Day;
use crate::reconcile::proposal::{Age, Difference, DifferenceKind, Owner, Reason, Stage, Taken};
use crate::report::amount::Amount;
use crate::report::page::Page;
use crate::report::reconciliation::{Doubt, Row, Verdict};
use crate::report::statement::Days;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// So many amounts of a day are shown one by one.
const FEW: usize = 8;

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
        Verdict::Nothing => (Term::IsNothing, Cell::Empty, Term::ByAPerson, Cell::Empty, Cell::Empty),
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
            (Term::IsException, doubt(*reason), Term::ByNobody, may_be, who)
        }
        Verdict::Refused(why) => {
            (Term::IsRefused, Cell::text(why), Term::ByNobody, Cell::Empty, Term::Treasurer.into())
        }
        Verdict::Pending => (Term::IsPending, Cell::Empty, Term::ByNobody, Cell::Empty, Cell::Empty),
        Verdict::Quarantined(day) => {
            let why = day.as_deref().map_or(Cell::Empty, otherwise);
            (Term::IsQuarantined, why, Term::ByNobody, Cell::Empty, Term::Treasurer.into())
        }
    };
    let by = if matches!(verdict, Verdict::Known(_) | Verdict::Nothing) { Cell::Empty } else { by.into() };
    let stands = match verdict {
        Verdict::Taken { items, .. } => items.first().and_then(|taken| stands(&taken.item)).into(),
        Verdict::Exception { may_be, .. } => may_be.first().and_then(|taken| stands(&taken.item)).into(),
        Verdict::Known(_) | Verdict::Nothing | Verdict::Refused(_) | Verdict::Pending | Verdict::Quarantined(_) => {
            Cell::Empty
        }
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

/// A day that the book has otherwise: of which till, which day, what was recorded and what the file says.
fn otherwise(day: &Day) -> Cell {
    Cell::List(vec![
        Term::DayRecordedOtherwise.into(),
        Cell::text(day.till),
        day.on.into(),
        Cell::Named(Term::IsRecorded, together(&day.recorded)),
        Cell::Named(Term::FileSays, together(&day.said)),
    ])
}

/// A few amounts one by one; of many, how many they are and what they come to.
fn together(amounts: &[Money]) -> String {
    match amounts {
        [] => "0".to_owned(),
        few if few.len() <= FEW => few.iter().map(Money::to_string).collect::<Vec<_>>().join(" + "),
        many => {
            let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
            many.iter().for_each(|amount| *sums.entry(amount.currency()).or_default() += amount.minor());
            let sums = sums.into_iter().map(|(currency, minor)| Money::new(minor, currency).to_string());
            format!("{} = {}", many.len(), sums.collect::<Vec<_>>().join(" + "))
        }
    }
}

fn doubt(doubt: Doubt) -> Cell {
    match doubt {
        Doubt::Matcher(reason) => reason_term(reason).into(),
        Doubt::TakenBack => Term::TakenBack.into(),
        Doubt::OneOf(alike) => Cell::List(vec![Term::OneOfSeveral.into(), Cell::Count(alike.into())]),
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
