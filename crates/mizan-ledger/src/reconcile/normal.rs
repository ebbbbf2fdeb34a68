//! One way of writing for what people and banks write in many: capitals, no accents, no separators.
//!
//! A reference in a text is found where it is bounded by signs that are no digits: `INV-1001` does not stand in
//! `INV-10010`. Letters and digits part as well, so that `20260142` stands in `FACT20260142`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The shortest reference that is looked for in a text, in letters and digits: shorter ones are met by chance.
pub(super) const SHORTEST: usize = 6;

/// Digits in a row with separators between them make a reference without any only from so many on: `2026 03 18` is a day.
const SHORTEST_JOINED: usize = 10;

/// The longest text that is read, in signs; what a bank may send is far shorter.
const LONGEST: usize = 2_000;

/// In capitals, without accents, with the digits of every script as 0 to 9.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text[..text.len().min(LONGEST)].to_ascii_uppercase();
    }
    let mut out = String::with_capacity(text.len());
    for sign in text.nfkd().filter(|sign| !is_combining_mark(*sign)).take(LONGEST) {
        match sign {
            'œ' | 'Œ' => out.push_str("OE"),
            'æ' | 'Æ' => out.push_str("AE"),
            'ø' | 'Ø' => out.push('O'),
            'ł' | 'Ł' => out.push('L'),
            'đ' | 'Đ' => out.push('D'),
            '٠'..='٩' => out.push(digit(sign, '٠')),
            '۰'..='۹' => out.push(digit(sign, '۰')),
            other => out.extend(other.to_uppercase()),
        }
    }
    out
}

/// The ASCII digit that stands as far from 0 as this one from its own script's zero.
fn digit(sign: char, zero: char) -> char {
    char::from_digit(u32::from(sign).saturating_sub(u32::from(zero)), 10).unwrap_or(sign)
}

/// Only letters and digits of a folded text.
pub(super) fn dense(text: &str) -> String {
    let mut dense = folded(text);
    dense.retain(char::is_alphanumeric);
    dense
}

/// The number of an account as it is compared: a Moroccan IBAN is the RIB in it.
pub(super) fn account(text: &str) -> String {
    let dense = dense(text);
    match dense.strip_prefix("MA") {
        Some(rest) if dense.len() == 28 && dense.is_ascii() => rest.chars().skip(2).collect(),
        Some(_) | None => dense,
    }
}

/// Whether a dense text can be looked for in a text: long enough, and not a word.
pub(super) fn is_telling(dense: &str) -> bool {
    dense.chars().count() >= SHORTEST && dense.bytes().any(|byte| byte.is_ascii_digit())
}

/// How the words begin by which banks say that money came back, in French, German, English and Spanish.
const CAME_BACK: [&str; 5] = ["RETOUR", "REJET", "RETURN", "REJECT", "DEVOL"];

/// Whether a text says in a word that money came back.
pub(super) fn says_it_came_back(text: &str) -> bool {
    let folded = folded(text);
    let mut words = folded.split(|sign: char| !sign.is_alphabetic());
    words.any(|word| CAME_BACK.iter().any(|beginning| word.starts_with(beginning)))
}

/// A run of letters or of digits in a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run<'a> {
    text: &'a str,
    digits: bool,
    /// What stands between it and the run before.
    before: Gap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing: letters turn into digits.
    None,
    /// One sign that joins, such as a hyphen or a slash.
    Joint,
    /// A space, or anything else that parts.
    Apart,
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let (mut rest, mut before) = (text, Gap::Apart);
    while let Some(sign) = rest.chars().next() {
        if !sign.is_alphanumeric() {
            before = match (before, sign) {
                (Gap::None, '-' | '/' | '.' | '_') => Gap::Joint,
                (Gap::None | Gap::Joint | Gap::Apart, _) => Gap::Apart,
            };
            rest = &rest[sign.len_utf8()..];
            continue;
        }
        let digits = sign.is_ascii_digit();
        let end =
            rest.find(|sign: char| !sign.is_alphanumeric() || sign.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        runs.push(Run { text, digits, before });
        (rest, before) = (after, Gap::None);
    }
    runs
}

/// A stretch of a text that may be a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    from: usize,
    to: usize,
    /// Its letters and digits.
    pub(super) dense: String,
    /// Whether digits were joined over a separator.
    joined: bool,
    /// Whether the text goes on with digits after a sign that joins: `INV-1001` in `INV-1001-2`.
    pub(super) goes_on: bool,
}

impl Stretch {
    /// Whether this stretch lies within another, longer one.
    pub(super) fn is_within(&self, other: &Stretch) -> bool {
        other.from <= self.from && self.to <= other.to && self.to - self.from < other.to - other.from
    }

    /// Whether a reference that is written so may be meant. `solid`: it is digits alone, without separators.
    pub(super) fn may_be(&self, solid: bool) -> bool {
        !(solid && self.joined && self.dense.len() < SHORTEST_JOINED)
    }
}

/// Whether a reference is digits alone, without separators.
pub(super) fn is_solid(reference: &str) -> bool {
    reference.trim().bytes().all(|byte| byte.is_ascii_digit())
}

/// Calls for every stretch of a folded text that is long enough to be a reference and not longer than the longest.
/// `wanted` looks at the letters and digits first, so that nothing is kept of what nobody knows.
pub(super) fn stretches(text: &str, longest: usize, wanted: impl Fn(&str) -> bool) -> Vec<Stretch> {
    // Without a digit nothing is a reference.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let runs = runs(text);
    let mut found = Vec::new();
    let mut dense = String::new();
    for (from, _) in runs.iter().enumerate() {
        dense.clear();
        let mut joined = false;
        for (to, run) in runs.iter().enumerate().skip(from) {
            joined |= to > from && run.digits && run.before != Gap::None && runs[to - 1].digits;
            dense.push_str(run.text);
            if dense.len() > longest {
                break;
            }
            if is_telling(&dense) && wanted(&dense) {
                let next = runs.get(to + 1).is_some_and(|next| next.digits && next.before == Gap::Joint && run.digits);
                let last = from.checked_sub(1).and_then(|before| runs.get(before));
                let ahead = last.is_some_and(|last| last.digits && runs[from].before == Gap::Joint);
                found.push(Stretch { from, to, dense: dense.clone(), joined, goes_on: next || ahead });
            }
        }
    }
    found
}

/// The form of a dense reference: its letters as they are, every digit as 0. Two numbers of one series have one form.
pub(super) fn form(dense: &str) -> String {
    dense.chars().map(|sign| if sign.is_ascii_digit() { '0' } else { sign }).collect()
}

/// A reference that lost more than one sign in so many at its end says nothing any more: too many begin so.
pub(super) const ONE_LOST_IN: usize = 5;

/// Whether a dense text is a dense reference that was cut at its end. One that is digits alone cannot be known so: every
/// day begins like one. And another digit is no damage: it may be another number, of something the book does not have.
pub(super) fn is_cut(found: &str, reference: &str) -> bool {
    is_telling(found)
        && found.len() < reference.len()
        && (reference.len() - found.len()) * ONE_LOST_IN <= reference.len()
        && reference.starts_with(found)
        && !reference.bytes().all(|byte| byte.is_ascii_digit())
}

/// From so many signs on a reference is none that is counted up, and two are not alike by chance.
pub(super) const LONG: usize = 20;

/// Whether a dense text is a long dense reference in which one sign is another; it may be cut as well. Of one that is
/// counted up, the text may be the next: this is asked only of references that are not.
pub(super) fn is_misread(found: &str, reference: &str) -> bool {
    let whole = reference.len();
    reference.len() >= LONG
        && is_telling(found)
        && found.len() <= whole
        && (whole - found.len()) * ONE_LOST_IN <= whole
        && found.bytes().zip(reference.bytes()).filter(|(sign, meant)| sign != meant).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, reference: &str) -> Vec<bool> {
        let wanted = dense(reference);
        let text = folded(text);
        let all = stretches(&text, wanted.len(), |dense| dense == wanted);
        all.iter().filter(|found| found.may_be(is_solid(reference))).map(|found| found.goes_on).collect()
    }

    #[test]
    fn a_reference_is_found_whatever_stands_between_its_parts() {
        for text in ["INV-2026-0142", "inv 2026/0142", "Facture INV20260142 merci", "pour inv.2026.0142, avec joie"] {
            assert_eq!(found(text, "INV-2026-0142"), [false], "{text}");
        }
    }

    #[test]
    fn a_reference_is_not_found_in_a_longer_number() {
        for text in ["INV-10010", "INV-21001", "INV10010", "XINV-100"] {
            assert_eq!(found(text, "INV-1001"), Vec::<bool>::new(), "{text}");
        }
        assert_eq!(found("9INV-1001", "INV-1001"), [false], "a letter bounds it");
    }

    #[test]
    fn a_number_that_goes_on_after_a_hyphen_may_be_another() {
        assert_eq!(found("INV-1001-2", "INV-1001"), [true]);
        assert_eq!(found("2025-INV-1001", "INV-1001"), [true]);
        assert_eq!(found("INV-1001 2 pieces", "INV-1001"), [false]);
    }

    #[test]
    fn a_day_is_no_invoice_of_eight_digits() {
        assert_eq!(found("paid 2026 03 18", "20260318"), Vec::<bool>::new());
        assert_eq!(found("paid 20260318", "20260318"), [false]);
    }

    #[test]
    fn a_cut_reference_has_lost_a_fifth_at_the_most() {
        for found in ["INV2026014", "INV202601"] {
            assert!(is_cut(found, "INV20260142"), "{found}");
        }
        for found in ["INV20260142", "INV20260", "INV2026013", "NV20260142", "INV202601423"] {
            assert!(!is_cut(found, "INV20260142"), "{found}");
        }
        assert!(!is_cut("2026031", "20260314"), "it may be a day");
    }

    #[test]
    fn in_a_long_reference_one_sign_may_be_another() {
        let reference = "MZE4MCADFXDHWEQPWZA6WVJEEFR280004E";
        for found in ["MZE4MCADFXDHWEQPWZA6WVJEEFR280024E", "MZE5MCADFXDHWEQPWZA6WVJEEFR280004"] {
            assert!(is_misread(found, reference), "{found}");
        }
        for found in [reference, "MZE5MCADFXDHWEQPWZA6WVJEEFR280024E", "MZE5MCADFXDHWEQPWZA6WV"] {
            assert!(!is_misread(found, reference), "{found}");
        }
        assert!(!is_misread("INV20260143", "INV20260142"), "it is the next");
    }

    #[test]
    fn accents_capitals_and_digits_of_other_scripts_are_one() {
        assert_eq!(dense("Galerie Lumière-Œuvre"), "GALERIELUMIEREOEUVRE");
        assert_eq!(dense("فاتورة ٢٠٢٦٠١"), "فاتورة202601");
    }

    #[test]
    fn a_moroccan_iban_is_the_rib_in_it() {
        assert_eq!(account("MA64 0115 1900 0001 2050 0053 4921"), account("011519000001205000534921"));
    }
}
