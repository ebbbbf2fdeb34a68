//! The clock and chance of the demo, both of which follow from the command that is written down.
//!
//! So the book is the same bytes on every machine, and also when the telling was broken off and taken up again.

use jiff::{SignedDuration, Timestamp};
use mizan_ledger::command::Submission;

use crate::service::chance::Chance;
use crate::service::environment::{Environment, NoChance};

/// When work begins in the morning, UTC.
const MORNING: i8 = 8;

/// A clock that shows the day of each command, and chance that is its own.
#[derive(Debug, Clone)]
pub struct Stage {
    seed: u64,
    now: Timestamp,
    chance: Chance,
}

impl Stage {
    /// The stage of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Stage {
        Stage { seed, now: Timestamp::UNIX_EPOCH, chance: Chance::new(seed) }
    }
}

impl Environment for Stage {
    fn turn_to(&mut self, submission: &Submission, last: Option<Timestamp>) {
        self.chance = Chance::of(&format!("{} {}", self.seed, submission.key));
        let morning = submission.occurred_on.at(MORNING, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
        let morning = morning.map_or(Timestamp::UNIX_EPOCH, |morning| morning.timestamp());
        let pause = SignedDuration::from_millis(i64::try_from(self.chance.between(400, 9_000)).unwrap_or(400));
        let soon = |last: Timestamp| last.saturating_add(pause).unwrap_or(last);
        self.now = last.map_or(morning, |last| soon(last).max(morning));
    }

    fn now(&mut self) -> Timestamp {
        self.now
    }

    fn random(&mut self, into: &mut [u8]) -> Result<(), NoChance> {
        self.chance.fill(into);
        Ok(())
    }
}
