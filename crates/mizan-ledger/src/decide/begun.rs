//! Nothing happens to a thing before it began: every rule finds things through one lookup, which asks for the day.

use std::fmt::Display;

use jiff::civil::Date;

use crate::decide::Case;
use crate::decide::refusal::Refusal;

impl Case<'_> {
    /// Refuses a day before the one on which a thing began.
    pub(super) fn begun(&self, what: &'static str, id: impl Display, on: Date) -> Result<(), Refusal> {
        if self.day < on {
            return Err(Refusal::BeforeItBegan { what, id: id.to_string(), on, day: self.day });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
