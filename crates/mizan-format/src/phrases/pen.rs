//! A pen: how amounts, days and names are written in a language, on paper that may run from right to left.
//!
//! In a line that runs from right to left, a name in Latin letters or an amount with a sign or a Latin currency would pull
//! its neighbours out of their order. On a terminal or a page such a run is therefore isolated (Unicode's U+2066 to
//! U+2069, which have no width), and each line begins with a right-to-left mark, so that a line of figures alone runs the
//! same way as the others. A telephone gets no such marks: they cost letters, and many show them as boxes.

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::report::amount::Amount;
use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use crate::phrases::{Language, Phrases};

/// What stands between figures and between words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Between the thousands.
    pub thousands: char,
    /// Before the decimals.
    pub decimals: char,
    /// Between things of one kind.
    pub comma: &'static str,
    /// Between things of several kinds.
    pub semicolon: &'static str,
    /// Before what explains.
    pub colon: &'static str,
}

/// Writes what stands between the words.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    language: Language,
    isolates: bool,
}

const LEFT_TO_RIGHT: char = '\u{2066}';
const FIRST_STRONG: char = '\u{2068}';
const END_OF_RUN: char = '\u{2069}';
const RIGHT_TO_LEFT_MARK: char = '\u{200f}';

impl Pen {
    /// For a page or a terminal, where lines of both directions stand under each other.
    #[must_use]
    pub const fn for_a_page(language: Language) -> Pen {
        Pen { language, isolates: language.is_right_to_left() }
    }

    /// For a telephone or a voice: nothing but letters.
    #[must_use]
    pub const fn for_a_message(language: Language) -> Pen {
        Pen { language, isolates: false }
    }

    /// The language it writes.
    #[must_use]
    pub fn language(self) -> Language {
        self.language
    }

    /// What is said in that language.
    #[must_use]
    pub fn phrases(self) -> &'static dyn Phrases {
        self.language.phrases()
    }

    /// What stands between figures and between words.
    #[must_use]
    pub fn marks(self) -> Marks {
        self.phrases().marks()
    }

    /// A name, an identifier or somebody's own words.
    #[must_use]
    pub fn name(self, name: impl ToString) -> String {
        self.isolated(FIRST_STRONG, name.to_string())
    }

    /// An amount whose currency is named elsewhere: `1.213,24`.
    #[must_use]
    pub fn amount(self, amount: impl Into<Amount>) -> String {
        let Amount(money) = amount.into();
        let written = self.figure(&money.number());
        if money.is_negative() { self.isolated(LEFT_TO_RIGHT, written) } else { written }
    }

    /// An amount with its currency: `1.213,24 MAD`.
    #[must_use]
    pub fn money(self, money: Money) -> String {
        let written = format!("{} {}", self.figure(&money.number()), self.phrases().currency(money.currency()));
        if written.is_ascii() { self.isolated(LEFT_TO_RIGHT, written) } else { written }
    }

    /// A currency.
    #[must_use]
    pub fn currency(self, currency: Currency) -> String {
        self.name(self.phrases().currency(currency))
    }

    /// A bare number, such as a rate.
    #[must_use]
    pub fn number(self, number: Decimal) -> String {
        let written = self.figure(&number.to_string());
        if number.is_sign_negative() { self.isolated(LEFT_TO_RIGHT, written) } else { written }
    }

    /// A whole number.
    #[must_use]
    pub fn count(self, count: impl ToString) -> String {
        self.figure(&count.to_string())
    }

    /// A day.
    #[must_use]
    pub fn day(self, day: Date) -> String {
        self.phrases().day(day)
    }

    /// A line of a page, with its line end.
    #[must_use]
    pub fn line(self, words: &str) -> String {
        if self.isolates && !words.is_empty() { format!("{RIGHT_TO_LEFT_MARK}{words}\n") } else { format!("{words}\n") }
    }

    /// Digits with the marks of the language between them; what is given has a point before its decimals.
    fn figure(self, digits: &str) -> String {
        let Marks { thousands, decimals, .. } = self.marks();
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
        let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let mut figure = String::from(sign);
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                figure.push(thousands);
            }
            figure.push(digit);
        }
        if let Some(rest) = rest {
            figure.push(decimals);
            figure.push_str(rest);
        }
        figure
    }

    fn isolated(self, from: char, run: String) -> String {
        if self.isolates { format!("{from}{run}{END_OF_RUN}") } else { run }
    }
}

/// How many columns a text takes on a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with its first letter as a capital, where the script has them.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}
