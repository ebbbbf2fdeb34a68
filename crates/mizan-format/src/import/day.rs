//! Days as people write them: in the international order, or in the one the profile says, and never guessed between.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::import::number::shown;
use crate::import::problem::Problem;

/// In which order day, month and year stand, where they are not 2026-03-18.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// 18/03/2026
    Dmy,
    /// 03/18/2026
    Mdy,
}

/// The years anything of ours was sold in, as for every command.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// A day; what stands behind it, an hour and an offset, is the shop's own clock and leaves the day as it is.
pub(crate) fn day(column: &str, cell: &str, order: Option<DayOrder>) -> Result<Date, Problem> {
    let not = || Problem::NotADay { column: column.to_owned(), value: shown(cell) };
    let text = cell.split([' ', 'T']).next().unwrap_or_default();
    let separators: Vec<char> = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let parts: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
    let (&[one, two, three], &[first, second]) = (parts.as_slice(), separators.as_slice()) else { return Err(not()) };
    if first != second || !matches!(first, '-' | '/' | '.') {
        return Err(not());
    }
    if one.len() == 4 {
        return date(one, two, three).ok_or_else(not);
    }
    let year = match (three.len(), first) {
        (4, _) => three.to_owned(),
        // With hyphens 26-03-18 may begin with the year.
        (2, '/' | '.') => format!("20{three}"),
        (_, _) => return Err(not()),
    };
    let (dmy, mdy) = (date(&year, two, one), date(&year, one, two));
    match order {
        Some(DayOrder::Dmy) => dmy.ok_or_else(not),
        Some(DayOrder::Mdy) => mdy.ok_or_else(not),
        None => match (dmy, mdy) {
            (Some(one), Some(other)) if one != other => {
                Err(Problem::AmbiguousDay { column: column.to_owned(), value: shown(cell), one, other })
            }
            (Some(day), _) | (None, Some(day)) => Ok(day),
            (None, None) => Err(not()),
        },
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let short = |part: &str| (1..=2).contains(&part.len());
    if !short(month) || !short(day) {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}
