//! The clock and chance: the only place where either enters a record.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use mizan_ledger::command::Submission;

use crate::service::chance::Chance;

/// Where a writer gets the time and random bytes from.
pub trait Environment: Send {
    /// Is told for which command it will be asked next, and when the last one was written down. A clock that shows the
    /// time and chance that is chance have no use for it.
    fn turn_to(&mut self, _submission: &Submission, _last: Option<Timestamp>) {}

    /// What time it is.
    fn now(&mut self) -> Timestamp;

    /// Fills a buffer with bytes nobody can guess.
    fn random(&mut self, into: &mut [u8]) -> Result<(), NoChance>;
}

/// The day it is, by the clock of the machine.
#[must_use]
pub fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoChance(#[from] getrandom::Error);

/// How many random bytes are asked of the operating system at once: a call costs more than the bytes.
const STORE: usize = 4096;

/// The clock and chance of the machine.
#[derive(Debug)]
pub struct Machine {
    store: Box<[u8; STORE]>,
    used: usize,
}

impl Machine {
    /// The machine this runs on.
    #[must_use]
    pub fn new() -> Machine {
        Machine { store: Box::new([0; STORE]), used: STORE }
    }
}

impl Default for Machine {
    fn default() -> Machine {
        Machine::new()
    }
}

impl Environment for Machine {
    fn now(&mut self) -> Timestamp {
        Timestamp::now()
    }

    fn random(&mut self, into: &mut [u8]) -> Result<(), NoChance> {
        for part in into.chunks_mut(STORE) {
            if STORE - self.used < part.len() {
                getrandom::fill(self.store.as_mut_slice())?;
                self.used = 0;
            }
            let fresh = &mut self.store[self.used..self.used + part.len()];
            part.copy_from_slice(fresh);
            // What was given out is not kept: a salt must not be found in memory later.
            fresh.fill(0);
            self.used += part.len();
        }
        Ok(())
    }
}

/// A clock and chance that are the same at every run, for fixtures, tests and benches. Never for a real book: whoever
/// knows the seed can guess every salt.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    now: Timestamp,
    chance: Chance,
}

impl Rehearsal {
    /// Begins at a moment; each command is a second later than the one before it.
    #[must_use]
    pub fn new(begins: Timestamp, seed: u64) -> Rehearsal {
        Rehearsal { now: begins, chance: Chance::new(seed) }
    }

    /// Puts the clock forward, or back.
    pub fn set_clock(&mut self, now: Timestamp) {
        self.now = now;
    }
}

impl Environment for Rehearsal {
    fn now(&mut self) -> Timestamp {
        let now = self.now;
        self.now = now.saturating_add(SignedDuration::from_secs(1)).unwrap_or(now);
        now
    }

    fn random(&mut self, into: &mut [u8]) -> Result<(), NoChance> {
        self.chance.fill(into);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(environment: &mut dyn Environment) -> [u8; 16] {
        let mut bytes = [0; 16];
        environment.random(&mut bytes).expect("random bytes are to be had");
        bytes
    }

    #[test]
    fn a_rehearsal_is_the_same_every_time_and_another_seed_is_another_rehearsal() {
        let run = |seed| {
            let mut rehearsal = Rehearsal::new(Timestamp::UNIX_EPOCH, seed);
            (0..3).map(|_| (rehearsal.now(), draw(&mut rehearsal))).collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7)[0].1, run(8)[0].1);
        assert_ne!(run(7)[0], run(7)[1]);
    }

    #[test]
    fn the_machine_never_gives_the_same_bytes_twice() {
        let mut machine = Machine::new();
        let drawn: std::collections::BTreeSet<_> = (0..1_000).map(|_| draw(&mut machine)).collect();
        assert_eq!(drawn.len(), 1_000);
        let mut long = vec![0; 3 * STORE + 5];
        machine.random(&mut long).expect("more than the store holds is to be had too");
        assert!(long.iter().any(|byte| *byte != 0));
    }
}
