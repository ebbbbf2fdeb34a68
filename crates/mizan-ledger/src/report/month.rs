//! A month of the calendar, as reports count by it.

use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// A month, written `2026-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Date) -> Month {
        Month(day.first_of_month())
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.0.last_of_month()
    }

    /// The month after it; itself at the end of the calendar.
    #[must_use]
    pub fn next(self) -> Month {
        self.last_day().tomorrow().map_or(self, Month::of)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.0.year(), self.0.month()))
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_knows_its_last_day_and_the_one_after_it() {
        let december = Month::of(date(2027, 12, 9));
        assert_eq!((december.to_string(), december.last_day()), ("2027-12".to_owned(), date(2027, 12, 31)));
        assert_eq!(december.next().to_string(), "2028-01");
        assert_eq!(december.next().next().last_day(), date(2028, 2, 29));
    }
}
