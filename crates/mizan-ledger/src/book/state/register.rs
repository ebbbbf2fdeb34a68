//! What the book remembers of its members: the times they belonged to the cooperative, and how they stood on each day.

use jiff::civil::Date;

use crate::event::register::{Sex, Status};

/// A member, or somebody who was one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// A woman or a man, if it was said.
    pub sex: Option<Sex>,
    /// The times she belonged to the cooperative, oldest first; none overlaps another.
    pub spells: Vec<Spell>,
}

packed!(struct Member { sex, spells });

/// One time of belonging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// From this day.
    pub from: Date,
    /// Not any more on this day.
    pub until: Option<Date>,
    /// How she stood from which day on, oldest first; until then she was active.
    pub statuses: Vec<(Date, Status)>,
}

packed!(struct Spell { from, until, statuses });

/// How somebody stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not admitted yet.
    NotYet {
        /// When she will be.
        since: Date,
    },
    /// A member.
    Member {
        /// How she stands.
        status: Status,
        /// Since when.
        since: Date,
    },
    /// No member any more.
    Left {
        /// Since when.
        on: Date,
    },
}

packed!(enum Standing { 0 = NotYet { since }, 1 = Member { status, since }, 2 = Left { on } });

impl Member {
    /// How she stands on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Standing {
        let Some(spell) = self.spells.iter().rev().find(|spell| spell.from <= day) else {
            let since = self.spells.first().map_or(day, |spell| spell.from);
            return Standing::NotYet { since };
        };
        match spell.until {
            Some(on) if on <= day => Standing::Left { on },
            Some(_) | None => {
                let (since, status) = spell.status_on(day);
                Standing::Member { status, since }
            }
        }
    }

    /// How she stands on a day, if she is a member on it.
    #[must_use]
    pub fn status_on(&self, day: Date) -> Option<Status> {
        if let Standing::Member { status, .. } = self.on(day) { Some(status) } else { None }
    }
}

impl Spell {
    /// How she stands on a day of this spell, and since when.
    fn status_on(&self, day: Date) -> (Date, Status) {
        let known = self.statuses.iter().rev().find(|(from, _)| *from <= day);
        known.copied().unwrap_or((self.from, Status::Active))
    }
}

/// A board, from the day it was elected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Board {
    /// Since when.
    pub from: Date,
    /// How many sit on it.
    pub board: u32,
    /// How many of them are women.
    pub women: u32,
    /// Who presides.
    pub led_by: Sex,
}

packed!(struct Board { from, board, women, led_by });

/// What holds from a day on, kept in the order of days; of two that begin on one day, the one said later holds.
pub(in crate::book) fn insert_by_day<T>(list: &mut Vec<T>, item: T, day: impl Fn(&T) -> Date) {
    let from = day(&item);
    let place = list.partition_point(|known| day(known) <= from);
    list.insert(place, item);
}
