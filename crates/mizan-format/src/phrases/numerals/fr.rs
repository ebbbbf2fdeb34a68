//! Numbers in French as they are said in Morocco: *soixante-dix*, *quatre-vingts*, *quatre-vingt-dix*.
//!
//! *Vingt* and *cent* take an s where they are multiplied and nothing but a noun (also *million*) follows; *mille* never
//! does. After a round million a noun stands with *de*. Spelt in the traditional way: a hyphen inside what is below a
//! hundred, unless *et* stands there.

use jiff::civil::Date;

use super::{Gender, TOO_LARGE, Thing, thousands, word, year_of};

const TO_SIXTEEN: [&str; 17] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
];
const TENS: [&str; 10] =
    ["", "dix", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"];
const SCALES: [&str; 6] = ["", "mille", "million", "milliard", "billion", "billiard"];
const MONTHS: [&str; 13] = [
    "",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// One of it, and several.
pub(super) fn noun(thing: Thing) -> (&'static str, &'static str) {
    match thing {
        Thing::Dirham => ("dirham", "dirhams"),
        Thing::Centime => ("centime", "centimes"),
        Thing::Ryal => ("ryal", "ryals"),
        Thing::Euro => ("euro", "euros"),
        Thing::Cent => ("centime", "centimes"),
        Thing::Sale => ("vente", "ventes"),
    }
}

fn gender(thing: Thing) -> Gender {
    match thing {
        Thing::Dirham | Thing::Centime | Thing::Ryal | Thing::Euro | Thing::Cent => Gender::Masculine,
        Thing::Sale => Gender::Feminine,
    }
}

/// A number of things, unless it is too large for words.
pub(super) fn counted(count: u128, thing: Thing) -> Option<String> {
    let (one, several) = noun(thing);
    let noun = if count < 2 { one } else { several };
    let of = match count > 0 && count.is_multiple_of(1_000_000) {
        true if noun.starts_with(['a', 'e', 'i', 'o', 'u']) => "d'",
        true => "de ",
        false => "",
    };
    Some(format!("{} {of}{noun}", words(count, gender(thing))?))
}

/// A day: *dix-sept mars deux mille vingt-six*, without its article.
pub(super) fn day(day: Date) -> String {
    let date = match day.day() {
        1 => "premier".to_owned(),
        other => below_hundred(other.unsigned_abs().into(), Gender::Masculine, true),
    };
    let year = words(year_of(day), Gender::Masculine).unwrap_or_default();
    format!("{date} {} {year}", word(&MONTHS, day.month().unsigned_abs().into()))
}

fn words(number: u128, gender: Gender) -> Option<String> {
    match number {
        0 => Some(word(&TO_SIXTEEN, 0).to_owned()),
        TOO_LARGE.. => None,
        _ => {
            let group = |(group, place): (u128, usize)| match (group, place) {
                (group, 0) => below_thousand(group, gender, true),
                (1, 1) => SCALES[1].to_owned(),
                (group, 1) => format!("{} {}", below_thousand(group, Gender::Masculine, false), SCALES[1]),
                (1, place) => format!("un {}", SCALES[place]),
                (group, place) => format!("{} {}s", below_thousand(group, Gender::Masculine, true), SCALES[place]),
            };
            Some(thousands(number).into_iter().map(group).collect::<Vec<_>>().join(" "))
        }
    }
}

/// `ends` says that a noun follows, and no *mille*.
fn below_thousand(number: u128, gender: Gender, ends: bool) -> String {
    let rest = number % 100;
    let hundreds = match (number / 100, rest) {
        (0, _) => None,
        (1, _) => Some("cent".to_owned()),
        (hundreds, 0) if ends => Some(format!("{} cents", word(&TO_SIXTEEN, hundreds))),
        (hundreds, _) => Some(format!("{} cent", word(&TO_SIXTEEN, hundreds))),
    };
    let rest = (rest > 0).then(|| below_hundred(rest, gender, ends));
    hundreds.into_iter().chain(rest).collect::<Vec<_>>().join(" ")
}

fn below_hundred(number: u128, gender: Gender, ends: bool) -> String {
    let one = |unit: u128| match (unit, gender) {
        (1, Gender::Feminine) => "une",
        (unit, _) => word(&TO_SIXTEEN, unit),
    };
    let tens = word(&TENS, number / 10);
    // Seventy and ninety go on counting from sixty and eighty.
    let unit = match number / 10 {
        1 | 7 | 9 => number % 10 + 10,
        _ => number % 10,
    };
    match (number, unit) {
        (0..=16, _) => one(number).to_owned(),
        (17..=19, _) => format!("dix-{}", word(&TO_SIXTEEN, number - 10)),
        (80, _) if ends => "quatre-vingts".to_owned(),
        (_, 0) => tens.to_owned(),
        (71, _) => "soixante et onze".to_owned(),
        (_, 1) if number < 80 => format!("{tens} et {}", one(1)),
        (_, 17..=19) => format!("{tens}-dix-{}", word(&TO_SIXTEEN, unit - 10)),
        (_, unit) => format!("{tens}-{}", one(unit)),
    }
}
