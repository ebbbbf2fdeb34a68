//! Nothing happens to a thing before it began, and nothing before it happens: every rule finds things through one lookup,
//! which asks for the day, and a writer asks its clock.

use std::fmt::Display;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::record::Envelope;

/// How many days after the day of its record money is valued at the most: a bank values on a later working day, never
/// weeks later.
const MOST_DAYS_VALUED_AHEAD: i32 = 10;

/// Refuses a record of what is still to come. Clocks differ by a day around the world, so one day later is today.
pub fn in_its_time(envelope: &Envelope) -> Result<(), Refusal> {
    let written_on = envelope.recorded_at.to_zoned(TimeZone::UTC).date();
    let occurred_on = envelope.occurred_on;
    let latest = written_on.tomorrow().unwrap_or(written_on);
    if occurred_on > latest { Err(Refusal::Ahead { occurred_on, written_on }) } else { Ok(()) }
}

impl Case<'_> {
    /// Refuses a day before the one on which a thing began.
    pub(super) fn begun(&self, what: &'static str, id: impl Display, on: Date) -> Result<(), Refusal> {
        if self.day < on {
            return Err(Refusal::BeforeItBegan { what, id: id.to_string(), on, day: self.day });
        }
        Ok(())
    }

    /// Refuses a value date before the day on which that began what the money is for, or far after the day of its record.
    pub(super) fn valued(
        &self,
        value_date: Option<Date>,
        what: &'static str,
        id: impl Display,
        on: Date,
    ) -> Result<(), Refusal> {
        let Some(value_date) = value_date else { return Ok(()) };
        if value_date < on {
            return Err(Refusal::ValuedBefore { value_date, what, id: id.to_string(), on });
        }
        let most = MOST_DAYS_VALUED_AHEAD;
        if (value_date - self.day).get_days() > most {
            return Err(Refusal::ValuedAhead { value_date, day: self.day, most });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
