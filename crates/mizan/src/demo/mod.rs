//! The demo: two years of invented trade, told day by day as the commands of those who live through it.
//!
//! What must happen stands in `fixtures/morocco/`, one storyline an organisation; the everyday around it follows from
//! `plan.json` and a seed. The telling keeps a book of its own, so that what is said next makes sense, and it is pure:
//! the same commands, byte for byte, for ever. Whoever tells it to a writer gets an ordinary book.

mod plan;
pub mod stage;
mod storyline;
mod agenda;
mod teller;
mod shop;
mod joining;
mod sale;
mod product;
mod order;
mod buyer;
mod exchange;
mod give_back;
mod payout;
mod payout_file;
mod lending;
mod resale;
mod union;
mod census;
pub mod library;
pub mod story;

use std::collections::VecDeque;

use jiff::civil::Date;
use mizan_ledger::book::Book;
use mizan_ledger::command::{Submission, Unreadable};

use crate::demo::plan::Plan;
use crate::demo::storyline::{Storyline, storylines};
use crate::demo::teller::Teller;
use crate::service::clerk::NotWritten;

/// Tells the demo, one command after the other. Each has been accepted by the telling's own book.
#[derive(Debug)]
pub struct Telling {
    teller: Teller,
    storylines: Vec<Storyline>,
    next_day: Date,
    until: Date,
    said: VecDeque<Submission>,
}

/// Why the demo cannot be told: a fault of its plan, its storylines or the rules they meet.
#[derive(Debug, thiserror::Error)]
pub enum NotTold {
    /// The plan is not what the telling understands.
    #[error("the plan of the demo cannot be read")]
    Plan(#[source] serde_json::Error),
    /// A line is no command.
    #[error("the demo says what is no command: {line}")]
    NotACommand {
        /// The line.
        line: String,
        /// What is wrong with it.
        #[source]
        source: Unreadable,
    },
    /// A line that the ledger does not take.
    #[error("the demo says what cannot be recorded: {line}")]
    NotWritten {
        /// The line.
        line: String,
        /// Why not.
        #[source]
        source: NotWritten,
    },
    /// A plan that speaks of what its storylines have not made.
    #[error("the demo speaks of {what}, which is not in its book")]
    Unknown {
        /// Of what.
        what: String,
    },
}

impl Telling {
    /// The demo before its first command.
    pub fn new() -> Result<Telling, NotTold> {
        let plan = Plan::embedded()?;
        let (next_day, until) = (plan.from, plan.until);
        let storylines = storylines()?;
        Ok(Telling { teller: Teller::new(plan), storylines, next_day, until, said: VecDeque::new() })
    }

    /// The seed its clock and chance are staged with.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.teller.plan.seed
    }

    /// What has been told so far.
    #[must_use]
    pub fn book(&self) -> &Book {
        self.teller.book()
    }

    /// Lives through one day, and takes what was said on it.
    fn live(&mut self) -> Result<(), NotTold> {
        let today = self.next_day;
        self.next_day = today.tomorrow().unwrap_or(Date::MAX);
        self.teller.wake(today);
        for storyline in &mut self.storylines {
            storyline.tell(&mut self.teller, today)?;
        }
        self.teller.trade()?;
        self.said.extend(self.teller.take());
        Ok(())
    }
}

impl Iterator for Telling {
    type Item = Result<Submission, NotTold>;

    fn next(&mut self) -> Option<Result<Submission, NotTold>> {
        while self.said.is_empty() && self.next_day <= self.until {
            if let Err(error) = self.live() {
                self.next_day = Date::MAX;
                return Some(Err(error));
            }
        }
        self.said.pop_front().map(Ok)
    }
}

#[cfg(test)]
mod tests;
