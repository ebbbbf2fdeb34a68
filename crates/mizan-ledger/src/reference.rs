//! References on payments: made of an identifier of ours and a number, and known again however they come back.
//!
//! A reference is derived from what it names and from nothing else, so that sending the same payment again can only be
//! the same reference again, which a bank refuses. It is 34 signs of capital letters and digits, within the 35 a bank
//! takes: `MZ`, a letter for its kind (`M` a file, `P` the payments in it together, `E` one payment), the 16 bytes of the
//! identifier in 26 signs of Crockford's base 32, its number in four, and a check sign.
//!
//! The check sign is a sum over the field of 32 elements in which each place has a weight of its own: one wrong sign is
//! always found, and so are two signs in each other's place, save kind and check (tests try them all). On a statement a
//! reference may stand in the middle of a text, in small letters, broken by spaces: `find_in` finds it there, and the
//! letters O, I and L are read as the digits they are mistaken for.

use std::fmt;
use std::str::FromStr;

/// How many signs a reference has.
pub const LENGTH: usize = 34;

/// The first number that does not fit into a reference.
pub const NUMBERS: u32 = 1 << 20;

/// How much of a text is searched for references, in letters.
pub const MOST_SEARCHED: usize = 10_000;

/// How many spaces and hyphens in a row may stand inside a reference: a line's end with what sets the next one in.
const MOST_BETWEEN: usize = 8;

const BEGINNING: [char; 2] = ['M', 'Z'];
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Kind, identifier, number: what the check sign checks.
const CHECKED: usize = 31;

/// What a reference is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A file.
    Message,
    /// The payments of a file together.
    PaymentInformation,
    /// One payment.
    EndToEnd,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Message, Kind::PaymentInformation, Kind::EndToEnd];

    fn letter(self) -> char {
        match self {
            Kind::Message => 'M',
            Kind::PaymentInformation => 'P',
            Kind::EndToEnd => 'E',
        }
    }
}

/// A reference of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    kind: Kind,
    id: [u8; 16],
    number: u32,
}

/// A number too large for a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reference takes numbers below {NUMBERS}, and {0} is not: make several files")]
pub struct TooLarge(pub u32);

/// Why a text is no reference of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    /// Too short or too long.
    #[error("it has {0} signs, and a reference of ours has {LENGTH}")]
    Length(usize),
    /// A sign no reference has.
    #[error("`{0}` stands in no reference of ours: letters and digits do, save U")]
    Sign(char),
    /// Another beginning.
    #[error("a reference of ours begins with MZ and then M, P or E")]
    Beginning,
    /// A wrong check sign.
    #[error("its last sign does not go with those before it: a sign is wrong, or two stand in each other's place")]
    Check,
}

impl Reference {
    /// The reference of the thing of this kind and number under an identifier.
    pub fn new(kind: Kind, id: [u8; 16], number: u32) -> Result<Reference, TooLarge> {
        if number < NUMBERS { Ok(Reference { kind, id, number }) } else { Err(TooLarge(number)) }
    }

    /// What it is on.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// The identifier it was made of.
    #[must_use]
    pub fn id(self) -> [u8; 16] {
        self.id
    }

    /// The number under that identifier.
    #[must_use]
    pub fn number(self) -> u32 {
        self.number
    }

    /// The values of the signs that are checked.
    fn values(self) -> [u8; CHECKED] {
        let mut values = [0; CHECKED];
        let (id, number) = (u128::from_be_bytes(self.id), u128::from(self.number));
        let kind = value(self.kind.letter()).unwrap_or_default();
        for (place, value) in values.iter_mut().enumerate() {
            *value = match place {
                0 => kind,
                1..=26 => five_bits(id, 26 - place),
                _ => five_bits(number, CHECKED - 1 - place),
            };
        }
        values
    }

    /// The reference of 34 signs, of which some may stand for others.
    fn of(signs: &[char]) -> Result<Reference, NotOurs> {
        let whole: &[char; LENGTH] = signs.try_into().map_err(|_| NotOurs::Length(signs.len()))?;
        let kind = |letter| Kind::ALL.into_iter().find(|kind| kind.letter() == letter);
        let (true, Some(kind)) = (whole.starts_with(&BEGINNING), kind(whole[2])) else {
            return Err(NotOurs::Beginning);
        };
        let mut values = [0; CHECKED + 1];
        for (place, sign) in values.iter_mut().zip(&whole[2..]) {
            *place = value(*sign).ok_or(NotOurs::Sign(*sign))?;
        }
        let (checked, check) = (&values[..CHECKED], values[CHECKED]);
        // 26 signs have room for 130 bits: one that says more than 128 was never written by us.
        if check_of(checked) != check || checked[1] > 7 {
            return Err(NotOurs::Check);
        }
        let joined = |values: &[u8]| values.iter().fold(0_u128, |all, value| all << 5 | u128::from(*value));
        let number = u32::try_from(joined(&checked[27..])).map_err(|_| NotOurs::Check)?;
        Ok(Reference { kind, id: joined(&checked[1..27]).to_be_bytes(), number })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values();
        let signs = values.into_iter().chain([check_of(&values)]).map(sign);
        f.pad(&BEGINNING.into_iter().chain(signs).collect::<String>())
    }
}

impl FromStr for Reference {
    type Err = NotOurs;

    /// Reads a text that is a reference and nothing else, save spaces and hyphens, in capitals or not.
    fn from_str(text: &str) -> Result<Reference, NotOurs> {
        let signs: Vec<char> =
            text.chars().filter(|sign| !is_between(*sign)).map(|sign| sign.to_ascii_uppercase()).collect();
        Reference::of(&signs)
    }
}

/// The references of ours in a text of somebody else's, in their order, each as often as it stands there. Of a text
/// longer than [`MOST_SEARCHED`] the rest is not searched.
#[must_use]
pub fn find_in(text: &str) -> Vec<Reference> {
    let text: Vec<char> = text.chars().take(MOST_SEARCHED).map(|sign| sign.to_ascii_uppercase()).collect();
    let mut found = Vec::new();
    let mut place = 0;
    while place < text.len() {
        match at(&text[place..]) {
            Some((reference, length)) => {
                found.push(reference);
                place += length;
            }
            None => place += 1,
        }
    }
    found
}

/// The reference a text begins with, and how many letters of the text it takes.
fn at(text: &[char]) -> Option<(Reference, usize)> {
    let mut signs = Vec::with_capacity(LENGTH);
    let mut between = 0;
    for (place, sign) in text.iter().enumerate() {
        if is_between(*sign) && !signs.is_empty() && between < MOST_BETWEEN {
            between += 1;
            continue;
        }
        if BEGINNING.get(signs.len()).is_some_and(|wanted| wanted != sign) {
            return None;
        }
        value(*sign)?;
        between = 0;
        signs.push(*sign);
        if signs.len() == LENGTH {
            return Reference::of(&signs).ok().map(|reference| (reference, place + 1));
        }
    }
    None
}

fn is_between(sign: char) -> bool {
    sign.is_whitespace() || sign == '-'
}

/// Five bits of a number, counted from its end in fives.
fn five_bits(number: u128, place: usize) -> u8 {
    (number >> (5 * place) & 31) as u8
}

fn sign(value: u8) -> char {
    char::from(SIGNS[usize::from(value & 31)])
}

/// The value of a sign, or of the sign it is mistaken for.
fn value(sign: char) -> Option<u8> {
    let meant = match sign {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    SIGNS.iter().position(|known| char::from(*known) == meant).and_then(|place| u8::try_from(place).ok())
}

/// The sum of the values, each multiplied once more than the one behind it.
fn check_of(values: &[u8]) -> u8 {
    values.iter().fold(0, |sum, value| doubled(sum ^ value))
}

/// A value times the generator of the field of 32 elements, whose powers are all others: x⁵ = x² + 1.
fn doubled(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted > 31 { shifted ^ 0b10_0101 } else { shifted }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: [u8; 16] = [1, 0x9a, 0xf3, 0x0e, 0x4c, 0x21, 0x7d, 0x88, 0x91, 0x5b, 0, 0xff, 0x10, 0x20, 0x30, 0x40];

    fn reference(kind: Kind, id: [u8; 16], number: u32) -> Reference {
        Reference::new(kind, id, number).expect("the number fits")
    }

    fn references() -> impl Strategy<Value = Reference> {
        let kind = prop::sample::select(Kind::ALL.to_vec());
        (kind, any::<[u8; 16]>(), 0..NUMBERS).prop_map(|(kind, id, number)| reference(kind, id, number))
    }

    #[test]
    fn a_reference_is_34_signs_and_says_what_it_is_on() {
        let said = Kind::ALL.map(|kind| reference(kind, ID, 7).to_string());
        assert_eq!(
            said,
            [
                "MZM01KBSGWK11FP492PR0ZW820C200007N",
                "MZP01KBSGWK11FP492PR0ZW820C200007Q",
                "MZE01KBSGWK11FP492PR0ZW820C200007F"
            ]
        );
        assert_eq!(Reference::new(Kind::Message, ID, NUMBERS), Err(TooLarge(NUMBERS)));
    }

    #[test]
    fn what_is_no_reference_of_ours_is_told_why() {
        let why = |text: &str| text.parse::<Reference>().expect_err("it is not ours").to_string();
        assert_eq!(why("NOTPROVIDED"), "it has 11 signs, and a reference of ours has 34");
        let foreign = "XX".repeat(LENGTH / 2);
        assert_eq!(why(&foreign), "a reference of ours begins with MZ and then M, P or E");
        let ours = reference(Kind::EndToEnd, ID, 7).to_string();
        assert_eq!(why(&ours.replace('W', "U")), "`U` stands in no reference of ours: letters and digits do, save U");
    }

    #[test]
    fn it_is_found_where_a_bank_has_put_it() {
        let one = reference(Kind::EndToEnd, ID, 7);
        let other = reference(Kind::PaymentInformation, ID, 0);
        let (text, small) = (one.to_string(), other.to_string().to_lowercase());
        let broken = format!("VIR RECU/{}\r\n   {} MZ /REF-{small}FRAIS 0", &text[..9], &text[9..]);
        assert_eq!(find_in(&broken), [one, other]);
        assert_eq!(find_in(&"MZE".repeat(5_000)), []);
        assert_eq!(find_in(&text.replace('0', "O").replace('1', "l")), [one]);
        assert_eq!(find_in(&format!("{}{text}", " ".repeat(MOST_SEARCHED))), [], "past the bound nothing is searched");
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(one in references()) {
            let text = one.to_string();
            prop_assert_eq!(text.len(), LENGTH);
            prop_assert!(text.bytes().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit()));
            prop_assert_eq!(text.parse(), Ok(one));
            prop_assert_eq!(text.to_lowercase().parse(), Ok(one));
            prop_assert_eq!(find_in(&text), vec![one]);
        }

        #[test]
        fn different_things_have_different_references(one in references(), other in references()) {
            prop_assert_eq!(one == other, one.to_string() == other.to_string());
            let next = reference(one.kind, one.id, (one.number + 1) % NUMBERS);
            prop_assert_ne!(one.to_string(), next.to_string());
        }

        #[test]
        fn spaces_and_small_letters_change_nothing(one in references(), cuts in prop::collection::vec(1..LENGTH, 0..8)) {
            let mut broken: Vec<char> = one.to_string().chars().collect();
            let mut cuts = cuts;
            cuts.sort_unstable();
            cuts.dedup();
            for cut in cuts.into_iter().rev() {
                broken.insert(cut, ' ');
                broken[cut - 1] = broken[cut - 1].to_ascii_lowercase();
            }
            let broken: String = broken.into_iter().collect();
            prop_assert_eq!(find_in(&format!("ref. {broken} merci")), vec![one]);
        }
    }

    #[test]
    fn one_wrong_sign_is_always_found() {
        for one in [reference(Kind::EndToEnd, ID, 7), reference(Kind::Message, [0xff; 16], NUMBERS - 1)] {
            let text = one.to_string();
            for place in 0..LENGTH {
                for wrong in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars() {
                    let mut signs: Vec<char> = text.chars().collect();
                    signs[place] = wrong;
                    let read = signs.iter().collect::<String>().parse();
                    // An O for a 0 is the same reference in other letters.
                    let right = text.chars().nth(place).expect("it has so many");
                    let same = wrong == right || place > 1 && value(wrong) == value(right);
                    assert!(if same { read == Ok(one) } else { read.is_err() }, "{wrong} at {place} of {text}");
                }
            }
        }
    }

    #[test]
    fn two_signs_in_each_others_place_are_always_found() {
        let text = reference(Kind::EndToEnd, ID, 70_001).to_string();
        for first in 0..LENGTH {
            for second in first + 1..LENGTH {
                let mut signs: Vec<char> = text.chars().collect();
                signs.swap(first, second);
                let swapped: String = signs.into_iter().collect();
                assert!(swapped == text || swapped.parse::<Reference>().is_err(), "{first} and {second} of {text}");
            }
        }
    }
}
