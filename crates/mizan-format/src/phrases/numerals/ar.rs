//! Numbers in Arabic, as Modern Standard Arabic counts.
//!
//! What is kept of the grammar: 3 to 10 take the gender opposite to the noun's and its plural, 11 to 99 its singular in the
//! accusative, hundreds and larger its singular in the genitive; the dual loses its *nun* before what it counts; a number
//! that ends in 1 or 2 names the thing a second time, as in *a thousand nights and a night*. What is simplified: amounts are
//! nominative, since they always stand after a colon, and vowels are written only where an alif carries them (درهماً).

use jiff::civil::Date;

use super::{Gender, TOO_LARGE, Thing, thousands, word, year_of};

/// Whether a number is the subject or depends on something. Only duals and tens show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Nominative,
    Oblique,
}

/// The forms of a thing that is counted.
pub(super) struct Noun {
    one: &'static str,
    two: &'static str,
    few: &'static str,
    many: &'static str,
    pub(super) other: &'static str,
    gender: Gender,
}

/// The forms of a thousand, a million and so on.
struct Scale {
    one: &'static str,
    few: &'static str,
    many: &'static str,
}

const SCALES: [Scale; 5] = [
    Scale { one: "ألف", few: "آلاف", many: "ألفاً" },
    Scale { one: "مليون", few: "ملايين", many: "مليوناً" },
    Scale { one: "مليار", few: "مليارات", many: "ملياراً" },
    Scale { one: "تريليون", few: "تريليونات", many: "تريليوناً" },
    Scale { one: "كوادريليون", few: "كوادريليونات", many: "كوادريليوناً" },
];

/// With a masculine thing.
const MASCULINE: [&str; 11] =
    ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"];
/// With a feminine thing.
const FEMININE: [&str; 11] = ["صفر", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"];
const HUNDREDS: [&str; 10] =
    ["", "مائة", "", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة"];
/// What tens are made of, before their ending.
const TENS: [&str; 10] = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"];
/// The days of a month as they stand after *in the*.
const DAYS: [&str; 32] = [
    "",
    "الأول",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
    "الحادي عشر",
    "الثاني عشر",
    "الثالث عشر",
    "الرابع عشر",
    "الخامس عشر",
    "السادس عشر",
    "السابع عشر",
    "الثامن عشر",
    "التاسع عشر",
    "العشرين",
    "الحادي والعشرين",
    "الثاني والعشرين",
    "الثالث والعشرين",
    "الرابع والعشرين",
    "الخامس والعشرين",
    "السادس والعشرين",
    "السابع والعشرين",
    "الثامن والعشرين",
    "التاسع والعشرين",
    "الثلاثين",
    "الحادي والثلاثين",
];
/// The months as Morocco calls them.
const MONTHS: [&str; 13] =
    ["", "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"];

/// The forms of a thing.
pub(super) fn noun(thing: Thing) -> Noun {
    let of = |one, two, few, many, other| Noun { one, two, few, many, other, gender: Gender::Masculine };
    match thing {
        Thing::Dirham => of("درهم واحد", "درهمان", "دراهم", "درهماً", "درهم"),
        Thing::Centime => of("سنتيم واحد", "سنتيمان", "سنتيمات", "سنتيماً", "سنتيم"),
        Thing::Ryal => of("ريال واحد", "ريالان", "ريالات", "ريالاً", "ريال"),
        Thing::Euro => of("يورو واحد", "يوروان", "يورو", "يورو", "يورو"),
        Thing::Cent => of("سنت واحد", "سنتان", "سنتات", "سنتاً", "سنت"),
        Thing::Sale => Noun {
            gender: Gender::Feminine,
            ..of("عملية بيع واحدة", "عمليتا بيع", "عمليات بيع", "عملية بيع", "عملية بيع")
        },
    }
}

/// A number of things, unless it is too large for words.
pub(super) fn counted(count: u128, thing: Thing) -> Option<String> {
    let Noun { one, two, few, many, other, gender } = noun(thing);
    let words = |number, before_noun| words(number, gender, Case::Nominative, before_noun);
    Some(match (count, count % 100) {
        (TOO_LARGE.., _) => return None,
        (1, _) => one.to_owned(),
        (2, _) => two.to_owned(),
        (_, 1) => format!("{} {other} و{one}", words(count - 1, true)),
        (_, 2) => format!("{} {other} و{two}", words(count - 2, true)),
        (_, 3..=10) => format!("{} {few}", words(count, false)),
        (_, 11..) => format!("{} {many}", words(count, false)),
        (_, 0) => format!("{} {other}", words(count, true)),
    })
}

/// A day: *in the seventeenth of March of the year two thousand and twenty-six*, without its *in*.
pub(super) fn day(day: Date) -> String {
    let (date, month) =
        (word(&DAYS, day.day().unsigned_abs().into()), word(&MONTHS, day.month().unsigned_abs().into()));
    format!("{date} من {month} سنة {}", words(year_of(day), Gender::Feminine, Case::Oblique, false))
}

/// A number below `TOO_LARGE`. `before_noun` says that its last part is directly before what it counts.
fn words(number: u128, gender: Gender, case: Case, before_noun: bool) -> String {
    let groups = thousands(number);
    let last = groups.len().saturating_sub(1);
    let parts = groups.iter().enumerate().map(|(index, (group, place))| {
        let before_noun = before_noun && index == last;
        match place.checked_sub(1).and_then(|place| SCALES.get(place)) {
            Some(scale) => of_scale(*group, scale, case, before_noun),
            None => below_thousand(*group, gender, case, before_noun),
        }
    });
    let said = parts.collect::<Vec<_>>().join(" و");
    if said.is_empty() { word(&MASCULINE, 0).to_owned() } else { said }
}

/// So many thousands, millions and so on, which are masculine.
fn of_scale(group: u128, scale: &Scale, case: Case, before_noun: bool) -> String {
    let Scale { one, few, many } = scale;
    let below = |number, before| below_thousand(number, Gender::Masculine, case, before);
    match (group, group % 100) {
        (1, _) => (*one).to_owned(),
        (2, _) => dual(one, case, before_noun),
        (_, 1) => format!("{} {one} و{one}", below(group - 1, true)),
        (_, 2) => format!("{} {one} و{}", below(group - 2, true), dual(one, case, before_noun)),
        (_, 3..=10) => format!("{} {few}", below(group, false)),
        (_, 11..) if !before_noun => format!("{} {many}", below(group, false)),
        (_, rest) => format!("{} {one}", below(group, rest == 0)),
    }
}

/// Two of something.
fn dual(one: &str, case: Case, before_noun: bool) -> String {
    let ending = match (case, before_noun) {
        (Case::Nominative, false) => "ان",
        (Case::Nominative, true) => "ا",
        (Case::Oblique, false) => "ين",
        (Case::Oblique, true) => "ي",
    };
    format!("{one}{ending}")
}

fn below_thousand(number: u128, gender: Gender, case: Case, before_noun: bool) -> String {
    let rest = number % 100;
    let hundreds = match number / 100 {
        0 => None,
        2 => Some(dual("مائت", case, before_noun && rest == 0)),
        hundreds => Some(word(&HUNDREDS, hundreds).to_owned()),
    };
    let rest = (rest > 0).then(|| below_hundred(rest, gender, case));
    hundreds.into_iter().chain(rest).collect::<Vec<_>>().join(" و")
}

fn below_hundred(number: u128, gender: Gender, case: Case) -> String {
    let unit = |unit: u128| match (unit, gender, case) {
        (2, Gender::Masculine, Case::Oblique) => "اثنين",
        (2, Gender::Feminine, Case::Oblique) => "اثنتين",
        (unit, Gender::Masculine, _) => word(&MASCULINE, unit),
        (unit, Gender::Feminine, _) => word(&FEMININE, unit),
    };
    match (number, gender) {
        (1..=10, _) => unit(number).to_owned(),
        (11, Gender::Masculine) => "أحد عشر".to_owned(),
        (11, Gender::Feminine) => "إحدى عشرة".to_owned(),
        // The dual of twelve has lost its nun for good.
        (12, _) => format!("{} {}", unit(2).trim_end_matches('ن'), teen(gender)),
        (13..=19, _) => format!("{} {}", unit(number - 10), teen(gender)),
        (_, _) => {
            let ending = if case == Case::Nominative { "ون" } else { "ين" };
            let tens = format!("{}{ending}", word(&TENS, number / 10));
            match (number % 10, gender) {
                (0, _) => tens,
                (1, Gender::Feminine) => format!("إحدى و{tens}"),
                (8, Gender::Feminine) => format!("ثمان و{tens}"),
                (rest, _) => format!("{} و{tens}", unit(rest)),
            }
        }
    }
}

/// The ten in 12 to 19.
fn teen(gender: Gender) -> &'static str {
    match gender {
        Gender::Masculine => "عشر",
        Gender::Feminine => "عشرة",
    }
}
