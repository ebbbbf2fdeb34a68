//! What the book remembers of when the bank pays.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use crate::book::state::Cooperative;
use crate::calendar::{self, Closed};
use crate::money::MAD;
use crate::pack::Pack;

/// How many days are looked through at the most for one on which the bank pays: no closure lasts as long.
const MOST_DAYS: usize = 60;

/// What a cooperative has said of its bank's days and hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Whether the bank pays on a day, where that was said.
    pub days: BTreeMap<Date, bool>,
    /// Until when the bank takes files, from which day on.
    pub cut_offs: Vec<CutOff>,
}

packed!(struct Calendar { days, cut_offs });

/// Until when the bank takes files, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CutOff {
    /// From which day on.
    pub from: Date,
    /// The last moment of a day, in UTC.
    pub at: Time,
}

impl Pack for CutOff {
    fn pack(&self, out: &mut Vec<u8>) {
        self.from.pack(out);
        (self.at.hour(), self.at.minute(), self.at.second()).pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<CutOff> {
        let day = Date::unpack(from)?;
        let (hour, minute, second) = Pack::unpack(from)?;
        Some(CutOff { from: day, at: Time::new(hour, minute, second, 0).ok()? })
    }
}

impl Cooperative {
    /// The version of the table its bank's days are in, if there is one. The table is Morocco's, and a cooperative whose
    /// accounts are in another money is taken to have its bank elsewhere.
    #[must_use]
    pub fn table_of_days(&self) -> Option<&'static str> {
        (self.currency == MAD).then_some(calendar::VERSION)
    }

    /// Why its bank does not pay on a day, if it does not: what was said of the day, or else the table.
    #[must_use]
    pub fn bank_closed(&self, day: Date) -> Option<Closed> {
        match self.calendar.days.get(&day) {
            Some(true) => None,
            Some(false) => Some(Closed::Said),
            None => self.table_of_days().and_then(|_| calendar::closed(day)),
        }
    }

    /// The first day from this one on, on which its bank pays.
    #[must_use]
    pub fn business_day_from(&self, day: Date) -> Date {
        let days = std::iter::successors(Some(day), |day| day.tomorrow().ok()).take(MOST_DAYS);
        { days }.find(|day| self.bank_closed(*day).is_none()).unwrap_or(day)
    }

    /// The hour its bank takes files until, that holds for what is made at this moment; and the first day on which the bank
    /// pays what was made then: the same day if the bank is open and the hour has not passed.
    #[must_use]
    pub fn first_paid_on(&self, made: Timestamp) -> Option<(Time, Date)> {
        let made = Offset::UTC.to_datetime(made);
        let cut_off = self.calendar.cut_offs.iter().rev().find(|cut_off| cut_off.from <= made.date())?.at;
        let same_day = made.time() <= cut_off;
        let from = if same_day { made.date() } else { made.date().tomorrow().unwrap_or(made.date()) };
        Some((cut_off, self.business_day_from(from)))
    }
}
