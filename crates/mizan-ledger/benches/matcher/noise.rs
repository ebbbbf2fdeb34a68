//! How often things go wrong on the way, for each kind of statement, and what then happens to a reference.
//!
//! The rates are those the benchmark was described with before there was a matcher; none was chosen by its results.

use crate::chance::Chance;

/// What kind of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Profile {
    /// As the benchmark was described.
    Usual,
    /// As public samples of banks' files are: half of the references are absent, a quarter of the names too.
    BankFile,
    /// Made to mislead: equal amounts on one day, one buyer, references absent, and references that name the wrong thing.
    Adversarial,
}

/// How many times in ten thousand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noise {
    /// Of references: not there.
    pub(crate) absent: u64,
    /// Of references: cut.
    pub(crate) truncated: u64,
    /// Of references: one digit is another.
    pub(crate) wrong_digit: u64,
    /// Of references: other separators.
    pub(crate) separators: u64,
    /// Of texts: numbers in them that mean nothing.
    pub(crate) extra: u64,
    /// Of names: not as we know them.
    pub(crate) name: u64,
    /// Of transfers: banks on the way keep a charge.
    pub(crate) charge: u64,
    /// Of transfers: exchanged at another rate.
    pub(crate) exchange: u64,
    /// Of transfers: in two parts.
    pub(crate) parts: u64,
    /// Of transfers: for two to five invoices.
    pub(crate) several: u64,
    /// Of what is expected: never comes.
    pub(crate) never: u64,
    /// Of payments out: come back.
    pub(crate) returned: u64,
    /// Of transfers: paid twice.
    pub(crate) twice: u64,
    /// Of lines: have nothing to do with the book.
    pub(crate) foreign: u64,
    /// Of lines: imported a second time.
    pub(crate) overlap: u64,
    /// Of lines: the sign or the letters are damaged.
    pub(crate) damage: u64,
    /// Of lines: no name on them, at any strength.
    pub(crate) nameless: u64,
}

/// Of payments that came back: without our reference.
pub(crate) const RETURN_UNNAMED: u64 = 4_000;
/// Of files of payments: one debit without details.
pub(crate) const ONE_DEBIT: u64 = 5_000;
/// Of lines: the number of the account at the other end is given.
pub(crate) const ACCOUNT_GIVEN: u64 = 4_600;
/// Of invoices that are named: in the field made for it.
pub(crate) const STRUCTURED: u64 = 3_500;

impl Noise {
    /// At a strength, in tenths.
    pub(crate) fn of(profile: Profile, tenths: u64) -> Noise {
        let (absent, nameless) = match profile {
            Profile::Usual | Profile::Adversarial => (1_500, 0),
            Profile::BankFile => (5_000, 2_400),
        };
        let scaled = |rate: u64| (rate * tenths / 10).min(10_000);
        Noise {
            absent: scaled(absent),
            truncated: scaled(1_000),
            wrong_digit: scaled(200),
            separators: scaled(1_300),
            extra: scaled(6_500),
            name: scaled(10_000),
            charge: scaled(800),
            exchange: scaled(400),
            parts: scaled(500),
            several: scaled(1_200),
            never: scaled(300),
            returned: scaled(150),
            twice: scaled(50),
            foreign: scaled(1_000),
            overlap: scaled(500),
            damage: scaled(50),
            nameless,
        }
    }

    /// A reference as it arrives: absent, cut, with a wrong digit, with other separators, or as it was written.
    pub(crate) fn reference(&self, chance: &mut Chance, written: &str) -> Option<String> {
        if chance.happens(self.absent) {
            return None;
        }
        let mut arrived = written.to_owned();
        if chance.happens(self.truncated) {
            let lost = 1 + chance.place(4);
            arrived.truncate(arrived.len().saturating_sub(lost));
        }
        if chance.happens(self.wrong_digit) {
            arrived = wrong_digit(chance, &arrived);
        }
        if chance.happens(self.separators) {
            arrived = other_separators(chance, &arrived);
        }
        Some(arrived)
    }
}

/// One digit is another; a text without digits stays.
pub(crate) fn wrong_digit(chance: &mut Chance, text: &str) -> String {
    let places: Vec<usize> =
        text.char_indices().filter(|(_, sign)| sign.is_ascii_digit()).map(|(place, _)| place).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let wrong = *chance.one(&places);
    let by = 1 + u8::try_from(chance.below(9)).expect("a digit");
    let turned = |sign: u8| b'0' + (sign - b'0' + by) % 10;
    text.char_indices()
        .map(|(place, sign)| match u8::try_from(sign) {
            Ok(digit) if place == wrong => char::from(turned(digit)),
            _ => sign,
        })
        .collect()
}

/// Hyphens as something else or left out; a text without any is broken by a space.
fn other_separators(chance: &mut Chance, text: &str) -> String {
    let other = *chance.one(&[" ", "/", "", ".", "_"]);
    if text.contains('-') {
        return text.replace('-', other);
    }
    let (before, behind) = text.split_at(1 + chance.place(text.len().max(2) - 1));
    format!("{before} {behind}")
}
