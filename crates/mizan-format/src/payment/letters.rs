//! The signs banks take, and what becomes of the others: the restricted Latin set, and the table that leads to it.
//!
//! A letter with an accent is written without it (it is decomposed as Unicode says, and its marks are left); a few letters
//! have a spelling of their own in the table below, among them those of Tamazight in Latin letters. Every such change is
//! told to whoever asked, never made in silence. A letter of any other script is refused: a name in Arabic letters can be
//! spelt in many ways in Latin ones, and the bank compares it with the one way it wrote it when the account was opened, so
//! it must be given as her bank writes it. A library that spells everything would guess there.

use unicode_normalization::UnicodeNormalization;

/// What has a spelling of its own.
const SPELLINGS: [(&str, &str); 37] = [
    ("æ", "ae"),
    ("Æ", "AE"),
    ("œ", "oe"),
    ("Œ", "OE"),
    ("ß", "ss"),
    ("ø", "o"),
    ("Ø", "O"),
    ("đð", "d"),
    ("ĐÐ", "D"),
    ("ł", "l"),
    ("Ł", "L"),
    ("þ", "th"),
    ("Þ", "Th"),
    ("ħ", "h"),
    ("Ħ", "H"),
    ("ı", "i"),
    ("ŋ", "n"),
    ("Ŋ", "N"),
    // Tamazight.
    ("ɣ", "gh"),
    ("Ɣ", "Gh"),
    ("ɛ", "e"),
    ("Ɛ", "E"),
    ("ʷ", "w"),
    // Marks.
    ("’‘ʼʿʾ`´\"“”„«»", "'"),
    ("–—−‐‑_", "-"),
    ("&", "+"),
    (";", ","),
    ("!", "."),
    ("…", "..."),
    ("[{", "("),
    ("]}", ")"),
    ("@", "(at)"),
    ("€", "EUR"),
    ("№", "No"),
    ("º°", "o"),
    ("ª", "a"),
    // Signs that only say in which direction a text runs or where it joins.
    ("\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}", ""),
];

/// Whether every bank takes the sign: Latin letters, digits and a few marks.
#[must_use]
pub fn is_restricted(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(sign)
}

/// A text in the signs every bank takes, white space as single spaces; or the first sign there is no spelling for.
pub fn restricted(text: &str) -> Result<String, char> {
    let mut written = String::with_capacity(text.len());
    // Composed first, so that a letter and its accent are one sign to name where it is refused.
    for sign in text.nfc() {
        if is_restricted(sign) {
            written.push(sign);
        } else if sign.is_whitespace() {
            written.push(' ');
        } else if let Some((_, spelling)) = SPELLINGS.iter().find(|(signs, _)| signs.contains(sign)) {
            written.push_str(spelling);
        } else {
            let mut parts = std::iter::once(sign).nfd().filter(|part| !is_accent(*part)).peekable();
            if parts.peek().is_none() {
                return Err(sign);
            }
            for part in parts {
                let spelt = SPELLINGS.iter().find(|(signs, _)| signs.contains(part)).map(|(_, spelling)| *spelling);
                match spelt {
                    Some(spelling) => written.push_str(spelling),
                    None if part.is_ascii_alphanumeric() => written.push(part),
                    None => return Err(sign),
                }
            }
        }
    }
    Ok(single_spaced(&written))
}

/// A text as it stands, white space as single spaces; or the first sign that may stand in no file.
pub fn unrestricted(text: &str) -> Result<String, char> {
    let is_refused = |sign: &char| {
        !sign.is_whitespace() && sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}' | '\u{fffd}')
    };
    text.chars().find(is_refused).map_or_else(|| Ok(single_spaced(text)), Err)
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A mark over or under a letter.
fn is_accent(sign: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&sign)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_the_country_are_written_as_banks_take_them() {
        let names = [
            ("Fatima  Aït Ben-Haddou", "Fatima Ait Ben-Haddou"),
            ("Zahra Œuvrard & Cie", "Zahra OEuvrard + Cie"),
            ("Ḥadda n Iɣrem", "Hadda n Ighrem"),
            ("Tiẓnit\u{200f} «Coopérative»", "Tiznit 'Cooperative'"),
            ("Ai\u{308}cha", "Aicha"),
            ("Ngũgĩ Łucja Ǿrsted", "Ngugi Lucja Orsted"),
            ("a\tb\nc", "a b c"),
        ];
        for (name, written) in names {
            assert_eq!(restricted(name).as_deref(), Ok(written), "{name}");
        }
    }

    #[test]
    fn a_letter_of_another_script_is_refused_and_named() {
        let names = [
            ("Fatima فاطمة", 'ف'),
            ("ⵜⵉⵣⵏⵉⵜ", 'ⵜ'),
            ("Ольга", 'О'),
            ("Ann 🙂", '🙂'),
            ("50 % *", '%'),
            ("\u{301}", '\u{301}'),
        ];
        for (name, sign) in names {
            assert_eq!(restricted(name), Err(sign), "{name}");
        }
        assert_eq!(unrestricted("  فاطمة \n أيت "), Ok("فاطمة أيت".to_owned()));
        assert_eq!(unrestricted("a\u{0}b"), Err('\u{0}'));
    }

    proptest! {
        #[test]
        fn what_is_written_is_taken_and_stays_as_it_is(text in "\\PC{0,40}|[a-zA-Zéèêëàâäôöûüçñœæßḥṭẓ' &-]{0,40}") {
            if let Ok(written) = restricted(&text) {
                prop_assert!(written.chars().all(is_restricted));
                prop_assert_eq!(restricted(&written), Ok(written.clone()));
                // No letter is lost: each has one of its own or more.
                let letters = |text: &str| text.nfc().filter(|sign| sign.is_alphanumeric()).count();
                prop_assert!(letters(&written) >= letters(&text), "{} {}", text, written);
            }
        }
    }
}
