//! What the book remembers of its periods: which are closed, until which day and by whom.

use jiff::civil::Date;

use crate::book::state::Cooperative;
use crate::id::{ActorId, PeriodId};

/// A period that is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// The period.
    pub period: PeriodId,
    /// Its last day.
    pub until: Date,
    /// When it was closed.
    pub on: Date,
    /// Who closed it.
    pub by: ActorId,
}

packed!(struct Closing { period, until, on, by });

impl Cooperative {
    /// The period that was closed last, of those that are closed now.
    #[must_use]
    pub fn last_closed(&self) -> Option<&Closing> {
        self.closed.last()
    }
}
