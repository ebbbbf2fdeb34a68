//! A statement reconciled: a row for each line of the file in its order, what it is taken for or why not, and by whom; what
//! is explained and what is not add up to what the file says.

pub mod confirmation;
pub mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::civil::Date;

use crate::account::Till;
use crate::book::state::Cooperative;
use crate::book::state::matching::StatementLine;
use crate::id::LineId;
use crate::money::Money;
use crate::reconcile::overlap::Day;
use crate::reconcile::proposal::{Age, Difference, Exception, Owner, Proposal, Proposals, Reason, Stage, Taken};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenState {
    /// It can.
    Booked,
    /// Its bank has not booked it.
    Pending,
    /// Its statement is not to be trusted.
    Quarantined,
    /// It is recorded already: one of so many that say the same, and which of them is not to be told.
    OneOf(u32),
    /// Its day was recorded otherwise.
    Otherwise(Rc<Day>),
}

/// Why a person must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// By what the matcher says.
    Matcher(Reason),
    /// It was matched, and that was taken back.
    TakenBack,
    /// It is recorded already, as one of so many that say the same, and waits there.
    OneOf(u32),
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was matched before, by this.
    Known(String),
    /// It moves nothing: there is nothing to match.
    Nothing,
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
        reason: Doubt,
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
    /// Its statement is not to be trusted, or its day was recorded otherwise.
    Quarantined(Option<Rc<Day>>),
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
            Verdict::Nothing
            | Verdict::Exception { .. }
            | Verdict::Refused(_)
            | Verdict::Pending
            | Verdict::Quarantined(_) => self.given.moved.currency().zero(),
        }
    }

    /// Whether nobody has to do anything about it.
    #[must_use]
    pub fn is_done(&self) -> bool {
        match self.verdict {
            Verdict::Known(_) | Verdict::Nothing | Verdict::Taken { .. } => true,
            Verdict::Exception { .. } | Verdict::Refused(_) | Verdict::Pending | Verdict::Quarantined(_) => false,
        }
    }
}

/// What became of each line, in the order of the file.
#[must_use]
pub fn rows(book: Option<(&Cooperative, Till)>, given: &[Given], proposals: &Proposals, on_day: Date) -> Vec<Row> {
    let found = Found {
        book,
        automatic: by_line(&proposals.automatic),
        suggested: by_line(&proposals.suggestions),
        exceptions: proposals.exceptions.iter().map(|exception| (exception.line.as_str(), exception)).collect(),
        apart: book.map(|(own, _)| apart(own, given, proposals)).unwrap_or_default(),
        on_day,
    };
    given.iter().map(|given| Row { given: given.clone(), verdict: found.verdict(given) }).collect()
}

/// The lines that no rule takes, by what the matcher calls them: a match of them, or of one that is matched with them, was
/// taken back.
fn apart(own: &Cooperative, given: &[Given], proposals: &Proposals) -> BTreeSet<String> {
    let is_apart = |line: &LineId| own.statement_lines.get(line).is_some_and(|line| line.taken_back);
    let mut apart: BTreeSet<String> =
        given.iter().filter(|given| is_apart(&given.line)).flat_map(|given| given.lines.iter().cloned()).collect();
    let touched = |proposal: &&Proposal| proposal.lines.iter().any(|moved| apart.contains(&moved.line));
    let with = proposals.automatic.iter().filter(touched).flat_map(|proposal| &proposal.lines);
    let with: Vec<String> = with.map(|moved| moved.line.clone()).collect();
    apart.extend(with);
    apart
}

/// What was found of lines, by what the matcher calls them.
struct Found<'a> {
    book: Option<(&'a Cooperative, Till)>,
    automatic: BTreeMap<&'a str, Vec<&'a Proposal>>,
    suggested: BTreeMap<&'a str, Vec<&'a Proposal>>,
    exceptions: BTreeMap<&'a str, &'a Exception>,
    apart: BTreeSet<String>,
    on_day: Date,
}

impl Found<'_> {
    fn verdict(&self, given: &Given) -> Verdict {
        let recorded = self.book.and_then(|(own, till)| Some((own.statement_lines.get(&given.line)?, till)));
        if let Some((line, _)) = recorded.as_ref().filter(|(line, till)| line.till != *till) {
            return Verdict::Refused(format!("this line is recorded of `{}`", line.till));
        }
        let recorded: Option<&StatementLine> = recorded.as_ref().map(|(line, _)| &**line);
        let left = |reason, may_be| {
            let age = Age::of(given.on.map_or(0, |on| (self.on_day - on).get_days()));
            Verdict::Exception { reason, owner: Owner::Treasurer, age, may_be }
        };
        match (recorded.and_then(|line| line.matched), &given.state) {
            (Some(matched), _) => return Verdict::Known(matched.to_string()),
            (None, GivenState::Pending) => return Verdict::Pending,
            (None, GivenState::Quarantined) => return Verdict::Quarantined(None),
            (None, GivenState::Otherwise(day)) => return Verdict::Quarantined(Some(Rc::clone(day))),
            (None, GivenState::OneOf(alike)) => return left(Doubt::OneOf(*alike), Vec::new()),
            (None, GivenState::Booked) if given.moved.is_zero() => return Verdict::Nothing,
            (None, GivenState::Booked) => {}
        }
        let lines = || given.lines.iter().map(String::as_str);
        let found: Vec<&Proposal> = lines().filter_map(|line| self.automatic.get(line)?.first().copied()).collect();
        let items = || found.iter().flat_map(|proposal| proposal.items.iter().cloned()).collect();
        let taken_back = recorded.is_some_and(|line| line.taken_back);
        if let (Some(first), true) = (found.first(), found.len() == given.lines.len()) {
            if taken_back || lines().any(|line| self.apart.contains(line)) {
                let with_another = Doubt::Matcher(Reason::NeedsConfirmation);
                return left(if taken_back { Doubt::TakenBack } else { with_another }, items());
            }
            let differences = found.iter().flat_map(|proposal| proposal.differences.iter().copied()).collect();
            return Verdict::Taken { by: first.stage, items: items(), differences };
        }
        let exception = lines().find_map(|line| self.exceptions.get(line));
        let (reason, owner, age) = exception
            .map_or((Reason::NothingFits, Owner::Treasurer, Age::UpTo2Days), |it| (it.reason, it.owner, it.age));
        let suggestions = lines().flat_map(|line| self.suggested.get(line).into_iter().flatten());
        let may_be = suggestions.take(SUGGESTIONS).flat_map(|proposal| proposal.items.iter().cloned()).collect();
        let reason = if taken_back { Doubt::TakenBack } else { Doubt::Matcher(reason) };
        Verdict::Exception { reason, owner, age, may_be }
    }
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
            let (reason, owner) = (Doubt::Matcher(Reason::NeedsConfirmation), Owner::Treasurer);
            row.verdict = Verdict::Exception { reason, owner, age: Age::of(days), may_be: items.clone() };
        }
    }
}
