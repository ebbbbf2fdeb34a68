//! PROJECTION, as of the past: each closed period says what the records before it come to.

use mizan_ledger::book::Book;
use mizan_ledger::event::Event;
use mizan_ledger::record::Record;
use mizan_proof::disclosure::Disclosure;

use crate::period::Found;
use crate::report::{Grave, Report, Step};

/// The closings as they pass by.
#[derive(Debug, Default)]
pub(crate) struct Closings {
    openings: Vec<Disclosure>,
    closed: u64,
    /// Those whose rows were made again, to the same root.
    equal: u64,
    /// Those whose salts nobody gave.
    unopened: u64,
}

impl Closings {
    pub(crate) fn new(openings: &[Disclosure]) -> Closings {
        Closings { openings: openings.to_vec(), ..Closings::default() }
    }

    /// Judges a closing by what the records before it come to.
    pub(crate) fn take(&mut self, record: &Record, before: &Book, report: &mut Report) {
        let (Event::PeriodClosed(closed), Some(scope)) = (&record.event, record.envelope.scope) else { return };
        let position = record.envelope.position;
        let own = before.cooperatives.get(&scope);
        let balances = own.map(|own| own.balances.totals().all()).unwrap_or_default();
        let found = Found { position, closed: closed.clone(), balances, reopened_at: None };
        self.closed += 1;
        let differs = match found.secret_of(&self.openings) {
            Some(secret) => {
                let (_, differs) = found.made_again(&secret);
                self.equal += u64::from(differs.is_empty());
                differs
            }
            None => {
                self.unopened += 1;
                found.differs()
            }
        };
        for what in differs {
            let what = format!("the closing of {} of {scope}: {what}", closed.period);
            report.found(Grave::Projection, Step::Projection, Some(position), what);
        }
    }

    pub(crate) fn end(&self, report: &mut Report) {
        let Closings { closed, equal, unopened, .. } = self;
        if *closed > 0 {
            let line = format!(
                "{closed} closed periods: {equal} roots equal, {unopened} without their opening, by their sums alone"
            );
            report.line(Step::Projection, line);
        }
    }
}
