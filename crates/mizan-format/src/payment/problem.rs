//! Why a batch does not become a file: of which payment, which value, and what would be right.
//!
//! A payment is named by its end-to-end reference and its place in the batch. No number of an account is repeated.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::payee::{Scheme, WrongNumber};

/// How many problems are told; there may be more.
pub const MOST_TOLD: usize = 100;

/// A part of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The reference of the file.
    MessageId,
    /// The reference of the payments together.
    PaymentInformationId,
    /// The reference of one payment.
    EndToEnd,
    /// Who pays.
    DebtorName,
    /// Whom a payment is for.
    Name,
    /// What she reads.
    Remittance,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Field::MessageId => "message_id",
            Field::PaymentInformationId => "payment_information_id",
            Field::EndToEnd => "end_to_end",
            Field::DebtorName => "debtor_name",
            Field::Name => "name",
            Field::Remittance => "remittance",
        })
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The batch as a whole.
    Batch,
    /// One payment.
    Payment {
        /// Its place in the batch, from one.
        number: usize,
        /// Its end-to-end reference, cut where it is very long.
        end_to_end: String,
    },
}

impl Place {
    /// The payment at a place counted from nothing.
    pub(crate) fn payment(index: usize, end_to_end: &str) -> Place {
        Place::Payment { number: index + 1, end_to_end: quoted(end_to_end) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Batch => f.write_str("the batch"),
            Place::Payment { number, end_to_end } => write!(f, "payment {number} (`{end_to_end}`)"),
        }
    }
}

/// The beginning of somebody's words, to name them by; a sign that steers a terminal is shown as a question mark.
pub(crate) fn quoted(text: &str) -> String {
    text.chars().take(80).map(|sign| if sign.is_control() { '?' } else { sign }).collect()
}

/// What is wrong, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each text says what its fields are")]
pub enum Wrong {
    #[error("it has no payments: give at least one")]
    NothingToPay,
    #[error("it has {payments} payments, {most} are the most a file may have: make several files")]
    TooManyPayments { payments: usize, most: u32 },
    #[error("{amount} is not in {currency}, the currency of the first payment: make a file for each currency")]
    OtherCurrency { amount: Money, currency: Currency },
    #[error("the profile `{profile}` takes no {currency}: it takes {}", listed(.taken))]
    CurrencyNotTaken { profile: String, currency: Currency, taken: Vec<Currency> },
    #[error("{field}: `{value}` has {length} signs, a reference has 1 to 35")]
    ReferenceLength { field: Field, value: String, length: usize },
    #[error(
        "{field}: `{value}` has `{}`, which banks do not take: write letters without accents, digits and /-?:().,'+", .sign.escape_debug()
    )]
    ReferenceSign { field: Field, value: String, sign: char },
    #[error("{field}: `{value}` begins or ends with a slash or a space, or has two slashes in a row: take them out")]
    ReferenceSlashes { field: Field, value: String },
    #[error("end_to_end: payment {first} has it too: give each payment a reference of its own")]
    ReferenceTwice { first: usize },
    #[error("{field}: it is empty: say it in letters")]
    Empty { field: Field },
    #[error("{field}: `{value}` comes to {length} letters, {most} are the most: shorten it")]
    TooLong { field: Field, value: String, length: usize, most: usize },
    #[error(
        "{field}: `{value}` has `{}`, for which banks have no letter: write it as the bank does, in Latin letters", .sign.escape_debug()
    )]
    NoLetter { field: Field, value: String, sign: char },
    #[error("{field}: `{value}` has the sign {}, which may stand in no file: take it out", .sign.escape_unicode())]
    NoSign { field: Field, value: String, sign: char },
    #[error("{amount} is nothing to pay: an amount lies between 0 and {most}")]
    NotPositive { amount: Money, most: Money },
    #[error("{amount} is more than {most}, the most one payment may be: make several payments")]
    TooMuch { amount: Money, most: Money },
    #[error("the number of the account is no {scheme}: {why}")]
    AccountNumber { scheme: Scheme, why: WrongNumber },
    #[error("a {scheme} is no account of a bank: give a RIB or an IBAN, or pay it by a wallet batch")]
    NotABankAccount { scheme: Scheme },
    #[error("a {scheme} is no wallet: give the number of its telephone, or pay it by the bank")]
    NotAWallet { scheme: Scheme },
    #[error("it goes to the very account it is paid from: give the payee's account")]
    ToItself,
    #[error(
        "the account is in another country, and the profile `{profile}` names the payee's bank by the code in a RIB: take another profile for it"
    )]
    NoClearingMember { profile: String },
    #[error("it was made on {created}: give a time of the years 2000 to 9998")]
    NoSuchTime { created: Timestamp },
    #[error("it is to be paid on {day}, before {created}, when it was made: give that day or a later one")]
    Past { day: Date, created: Date },
    #[error(
        "it is to be paid on {day}, later than {latest}, which is {days} days ahead and the latest the profile allows"
    )]
    TooFarAhead { day: Date, latest: Date, days: u16 },
    #[error("{bearer} bears the charges, which the profile `{profile}` does not take: it takes {taken}")]
    ChargeBearer { bearer: &'static str, profile: String, taken: String },
    #[error("{}, and the bank of the profile `{profile}` {}: leave `book_as_one` out", wish(*.asked), wish_of_bank(*.asked))]
    Booking { asked: bool, profile: String },
    #[error("{amount} fits into no wallet of its level, which holds {ceiling} at most: pay it in parts or by the bank")]
    OverCeiling { amount: Money, ceiling: Money },
    #[error("she stands on the sheet twice: put both amounts on one line")]
    MemberTwice,
    #[error("{amount} is nothing to hand over: write an amount above zero, or leave the line out")]
    NothingInHand { amount: Money },
    #[error("the profile `{profile}` knows no wallets of level {level} in {currency}: it knows {known}")]
    NoSuchLevel { profile: String, level: u8, currency: Currency, known: String },
}

fn listed(currencies: &[Currency]) -> String {
    currencies.iter().map(Currency::to_string).collect::<Vec<_>>().join(", ")
}

fn wish(as_one: bool) -> &'static str {
    if as_one { "all payments are to be booked as one" } else { "each payment is to be booked by itself" }
}

fn wish_of_bank(asked_as_one: bool) -> &'static str {
    if asked_as_one { "books each by itself" } else { "books all as one" }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {wrong}")]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub wrong: Wrong,
}

/// Why no file was written: everything that is wrong, up to [`MOST_TOLD`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Refused(pub Vec<Problem>);

/// A text that is not written as it was given, because the bank has not all its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where.
    pub place: Place,
    /// Which text.
    pub field: Field,
    /// As it was given.
    pub given: String,
    /// As it is written.
    pub written: String,
}

/// What a check finds as it goes.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) problems: Vec<Problem>,
    pub(crate) changed: Vec<Changed>,
}

impl Findings {
    pub(crate) fn wrong(&mut self, place: &Place, wrong: Wrong) {
        if self.problems.len() < MOST_TOLD {
            self.problems.push(Problem { place: place.clone(), wrong });
        }
    }

    /// What a step gives, or nothing where it is wrong.
    pub(crate) fn of<T>(&mut self, place: &Place, given: Result<T, Wrong>) -> Option<T> {
        given.map_err(|wrong| self.wrong(place, wrong)).ok()
    }
}
