//! Numbers in English: *one thousand two hundred thirteen*, without an *and* inside, so that the one before the centimes
//! is the only one.

use jiff::civil::Date;

use super::{TOO_LARGE, Thing, thousands, word, year_of};

const TO_NINETEEN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [&str; 6] = ["", "thousand", "million", "billion", "trillion", "quadrillion"];
const DAYS: [&str; 32] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
];
const MONTHS: [&str; 13] = [
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One of it, and several.
pub(super) fn noun(thing: Thing) -> (&'static str, &'static str) {
    match thing {
        Thing::Dirham => ("dirham", "dirhams"),
        Thing::Centime => ("centime", "centimes"),
        Thing::Ryal => ("ryal", "ryals"),
        Thing::Euro => ("euro", "euros"),
        Thing::Cent => ("cent", "cents"),
        Thing::Sale => ("sale", "sales"),
    }
}

/// A number of things, unless it is too large for words.
pub(super) fn counted(count: u128, thing: Thing) -> Option<String> {
    let (one, several) = noun(thing);
    Some(format!("{} {}", words(count)?, if count == 1 { one } else { several }))
}

/// A day: *the seventeenth of March two thousand twenty-six*.
pub(super) fn day(day: Date) -> String {
    let (date, month) =
        (word(&DAYS, day.day().unsigned_abs().into()), word(&MONTHS, day.month().unsigned_abs().into()));
    format!("the {date} of {month} {}", words(year_of(day)).unwrap_or_default())
}

fn words(number: u128) -> Option<String> {
    match number {
        0 => Some(word(&TO_NINETEEN, 0).to_owned()),
        TOO_LARGE.. => None,
        _ => {
            let group = |(group, place): (u128, usize)| match place {
                0 => below_thousand(group),
                place => format!("{} {}", below_thousand(group), SCALES[place]),
            };
            Some(thousands(number).into_iter().map(group).collect::<Vec<_>>().join(" "))
        }
    }
}

fn below_thousand(number: u128) -> String {
    let hundreds = (number >= 100).then(|| format!("{} hundred", word(&TO_NINETEEN, number / 100)));
    let rest = number % 100;
    let rest = match rest {
        0 => None,
        1..20 => Some(word(&TO_NINETEEN, rest).to_owned()),
        _ if rest.is_multiple_of(10) => Some(word(&TENS, rest / 10).to_owned()),
        _ => Some(format!("{}-{}", word(&TENS, rest / 10), word(&TO_NINETEEN, rest % 10))),
    };
    hundreds.into_iter().chain(rest).collect::<Vec<_>>().join(" ")
}
