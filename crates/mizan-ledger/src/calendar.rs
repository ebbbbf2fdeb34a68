//! On which days banks in Morocco pay: their weekend and the public holidays, as a dated table.
//!
//! The table is a help, not the truth: the days of the moon are announced when it is seen, and may fall on the day before or
//! after. So a cooperative says of any day what its bank does (`book::state::calendar`), and the table stands only where it
//! has said nothing. What was reckoned by the table names its version, so that a later one changes nothing that was decided.
//!
//! Sources. The fixed days: decrees 2.77.169 (1977) and 2.04.426 (2004) with their amendments; 14 January is among them
//! since 2024; 31 October was decided on 4 November 2025 (palace communiqué) and enacted by decrees 2.25.1140 and 2.26.14,
//! so the first is that of 2026. Days of the moon: those of 2025 as announced by the ministry of Habous; from 2026 on as
//! reckoned in the tables of the Python package `holidays` 0.109, and marked as estimated.

use jiff::civil::{Date, Weekday};

/// The version of the table.
pub const VERSION: &str = "ma-2026-11";

/// Why banks do not pay on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is a Saturday or a Sunday.
    Weekend,
    /// It is a public holiday.
    Holiday(Holiday),
    /// The cooperative has said that its bank is closed.
    Said,
}

impl Closed {
    /// The words a reader sees.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Closed::Weekend => "a day of the weekend",
            Closed::Holiday(Holiday { estimated: false, .. }) => "a public holiday",
            Closed::Holiday(Holiday { estimated: true, .. }) => {
                "a public holiday by an estimate (if the moon says otherwise, say so with `set_business_day`)"
            }
            Closed::Said => "a day on which the bank is closed, as was said",
        }
    }
}

/// A public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// Its name.
    pub name: &'static str,
    /// Whether its day was reckoned and not announced.
    pub estimated: bool,
}

/// Month, day, and the first year.
const EVERY_YEAR: [(i8, i8, i16, &str); 11] = [
    (1, 1, 1977, "New Year"),
    (1, 11, 1977, "Independence Manifesto"),
    (1, 14, 2024, "Amazigh New Year"),
    (5, 1, 1977, "Labour Day"),
    (7, 30, 2000, "Throne Day"),
    (8, 14, 1980, "Oued Ed-Dahab"),
    (8, 20, 1977, "Revolution of the King and the People"),
    (8, 21, 2000, "Youth Day"),
    (10, 31, 2026, "Unity Day"),
    (11, 6, 1976, "Green March"),
    (11, 18, 1977, "Independence Day"),
];

const FITR: &str = "Eid al-Fitr";
const ADHA: &str = "Eid al-Adha";
const HIJRA: &str = "Islamic New Year";
const MAWLID: &str = "Birthday of the Prophet";

/// The first year of the days of the moon in the table, and the last.
pub const YEARS: std::ops::RangeInclusive<i16> = 2025..=2028;

/// Year, month and day, how many days, and which. Those from 2026 on are estimated.
const BY_THE_MOON: [(i16, i8, i8, i8, &str); 16] = [
    (2025, 3, 31, 2, FITR),
    (2025, 6, 7, 2, ADHA),
    (2025, 6, 27, 1, HIJRA),
    (2025, 9, 5, 2, MAWLID),
    (2026, 3, 20, 2, FITR),
    (2026, 5, 27, 2, ADHA),
    (2026, 6, 16, 1, HIJRA),
    (2026, 8, 25, 2, MAWLID),
    (2027, 3, 9, 2, FITR),
    (2027, 5, 16, 2, ADHA),
    (2027, 6, 6, 1, HIJRA),
    (2027, 8, 14, 2, MAWLID),
    (2028, 2, 26, 2, FITR),
    (2028, 5, 5, 2, ADHA),
    (2028, 5, 25, 1, HIJRA),
    (2028, 8, 3, 2, MAWLID),
];

/// The first year whose days of the moon are not known yet.
const ESTIMATED_FROM: i16 = 2026;

/// The public holiday on a day, if the table has one.
#[must_use]
pub fn holiday(day: Date) -> Option<Holiday> {
    let fixed = EVERY_YEAR
        .iter()
        .find(|(month, of_month, since, _)| (day.month(), day.day()) == (*month, *of_month) && *since <= day.year());
    if let Some((_, _, _, name)) = fixed {
        return Some(Holiday { name, estimated: false });
    }
    let eve = day.yesterday().ok();
    let by_the_moon = BY_THE_MOON.iter().find(|&&(year, month, of_month, days, _)| {
        let first = |day: Date| (day.year(), day.month(), day.day()) == (year, month, of_month);
        first(day) || (days == 2 && eve.is_some_and(first))
    });
    by_the_moon.map(|(year, _, _, _, name)| Holiday { name, estimated: ESTIMATED_FROM <= *year })
}

/// Why banks do not pay on a day by the table, if they do not.
#[must_use]
pub fn closed(day: Date) -> Option<Closed> {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    if weekend { Some(Closed::Weekend) } else { holiday(day).map(Closed::Holiday) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn name_on(day: Date) -> Option<&'static str> {
        holiday(day).map(|holiday| holiday.name)
    }

    #[test]
    fn unity_day_was_decided_after_the_first_one_had_passed() {
        assert_eq!(name_on(date(2025, 10, 31)), None);
        assert_eq!(name_on(date(2026, 10, 31)), Some("Unity Day"));
        assert_eq!(name_on(date(2023, 1, 14)), None);
        assert_eq!(name_on(date(2024, 1, 14)), Some("Amazigh New Year"));
    }

    #[test]
    fn a_feast_by_the_moon_has_its_days_and_says_whether_they_were_announced() {
        assert_eq!(holiday(date(2025, 9, 6)), Some(Holiday { name: MAWLID, estimated: false }));
        assert_eq!(holiday(date(2025, 9, 7)), None);
        assert_eq!(holiday(date(2026, 5, 28)), Some(Holiday { name: ADHA, estimated: true }));
        assert_eq!(holiday(date(2026, 6, 17)), None, "the year begins on one day");
    }

    #[test]
    fn banks_rest_on_saturday_and_sunday() {
        assert_eq!(closed(date(2026, 3, 6)), None, "a Friday");
        assert_eq!(closed(date(2026, 3, 7)), Some(Closed::Weekend));
        assert_eq!(closed(date(2026, 3, 8)), Some(Closed::Weekend));
        assert_eq!(closed(date(2026, 3, 9)), None);
    }

    #[test]
    fn each_year_of_the_table_has_each_feast_once() {
        for year in YEARS {
            let begin =
                |of: &str| BY_THE_MOON.iter().filter(|(in_year, .., name)| *in_year == year && *name == of).count();
            assert_eq!([FITR, ADHA, HIJRA, MAWLID].map(begin), [1; 4], "in {year}");
        }
        for &(year, month, day, days, name) in &BY_THE_MOON {
            assert!(Date::new(year, month, day).is_ok() && YEARS.contains(&year), "{name} of {year} is on a day");
            assert_eq!(days, if name == HIJRA { 1 } else { 2 });
        }
    }
}
