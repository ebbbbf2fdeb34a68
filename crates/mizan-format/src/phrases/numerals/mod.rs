//! How amounts, counts and days are spoken: a number in words, and its thing in the form that goes with it.
//!
//! Numbers are said exactly, up to a million million million; a larger one is left in figures for the speaker to read.
//! What Moroccans count in *ryal* is said so on request, where the amount is whole in them.

pub mod plural;
mod en;
mod fr;
mod ar;

use jiff::civil::Date;
use mizan_ledger::money::{Currency, EUR, MAD, Money};

use crate::phrases::Language;
use crate::phrases::pen::Pen;

/// The first number that is not said in words.
const TOO_LARGE: u128 = 1_000_000_000_000_000_000;

/// In what an amount of dirhams is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Counting {
    /// In dirhams and centimes.
    #[default]
    Dirhams,
    /// In ryal, where the amount is whole in them: many people think of prices so.
    Ryal,
}

/// How many centimes are a ryal: 20 ryal are a dirham, a way of counting that outlived the coin. Common knowledge in
/// Morocco, and no legal unit: it is said on request and never recorded.
const CENTIMES_IN_A_RYAL: i128 = 5;

/// A thing that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thing {
    /// A dirham.
    Dirham,
    /// A hundredth of it.
    Centime,
    /// A twentieth of it.
    Ryal,
    /// A euro.
    Euro,
    /// A hundredth of it.
    Cent,
    /// A sale.
    Sale,
}

/// Whether a thing is masculine or feminine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
}

/// An amount in words. A currency whose words we do not know is written in figures with its code.
#[must_use]
pub fn money(money: Money, language: Language, counting: Counting) -> String {
    let Some((whole, hundredth)) = things(money.currency()) else {
        return Pen::for_a_message(language).money(money);
    };
    let minor = money.minor();
    let words = if counting == Counting::Ryal && money.currency() == MAD && minor % CENTIMES_IN_A_RYAL == 0 {
        counted((minor / CENTIMES_IN_A_RYAL).unsigned_abs(), Thing::Ryal, language)
    } else {
        let (units, rest) = (minor.unsigned_abs() / 100, minor.unsigned_abs() % 100);
        let both = [(units, whole), (rest, hundredth)];
        let said = both.into_iter().filter(|(count, _)| *count > 0 || minor == 0).take(if minor == 0 { 1 } else { 2 });
        said.map(|(count, thing)| counted(count, thing, language)).collect::<Vec<_>>().join(and(language))
    };
    if minor < 0 { format!("{} {words}", minus(language)) } else { words }
}

/// A number of things.
pub(crate) fn counted(count: u128, thing: Thing, language: Language) -> String {
    let words = match language {
        Language::En => en::counted(count, thing),
        Language::Fr => fr::counted(count, thing),
        Language::Ar => ar::counted(count, thing),
    };
    words.unwrap_or_else(|| {
        let one = match language {
            Language::En => en::noun(thing).1,
            Language::Fr => fr::noun(thing).1,
            Language::Ar => ar::noun(thing).other,
        };
        format!("{} {one}", Pen::for_a_message(language).count(count))
    })
}

/// A day in words.
#[must_use]
pub fn day(day: Date, language: Language) -> String {
    match language {
        Language::En => en::day(day),
        Language::Fr => fr::day(day),
        Language::Ar => ar::day(day),
    }
}

/// What an amount of a currency with hundredths is made of.
fn things(currency: Currency) -> Option<(Thing, Thing)> {
    let known = [(MAD, (Thing::Dirham, Thing::Centime)), (EUR, (Thing::Euro, Thing::Cent))];
    known.into_iter().find(|(named, _)| *named == currency).map(|(_, things)| things)
}

fn and(language: Language) -> &'static str {
    match language {
        Language::En => " and ",
        Language::Fr => " et ",
        Language::Ar => " و",
    }
}

fn minus(language: Language) -> &'static str {
    match language {
        Language::En => "minus",
        Language::Fr => "moins",
        Language::Ar => "ناقص",
    }
}

/// The year of a day, which lies between 1 and 9999 wherever days are read from a log.
fn year_of(day: Date) -> u128 {
    u128::from(day.year().unsigned_abs())
}

/// The word at a place that a number below the length of the list names.
fn word(words: &'static [&'static str], place: u128) -> &'static str {
    usize::try_from(place).ok().and_then(|place| words.get(place)).copied().unwrap_or_default()
}

/// A number in groups of thousands, the largest first, each with its place; groups of nothing are left out.
fn thousands(number: u128) -> Vec<(u128, usize)> {
    let group = |place: u32| (number / 1_000_u128.pow(place) % 1_000, place as usize);
    (0..=5).rev().map(group).filter(|(group, _)| *group > 0).collect()
}

#[cfg(test)]
mod tests;
