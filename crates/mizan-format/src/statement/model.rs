//! What was understood of a file, whatever its format: statements, status reports, payout exports, and what is odd.
//!
//! Amounts are exact and in whole minor units. Everything knows where it stood, and every entry keeps the piece of the file it came
//! from, whole. What was not understood stands under `unread`, whole too: nothing is dropped.

use jiff::civil::Date;
use mizan_ledger::book::state::matching::Stretch;
use mizan_ledger::money::{Currency, Money};
use serde::{Serialize, Serializer};

use crate::statement::MOST_KEPT;
use crate::statement::finding::{Code, Finding, Place};
use crate::statement::payout::PayoutExport;
use crate::statement::status::StatusReport;

/// All of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Its format, with the version where it says one: `camt.053.001.08`, `mt940`; none if nobody knows it.
    pub format: Option<String>,
    /// How many bytes it has.
    pub bytes: usize,
    /// The SHA-256 of its bytes: the file is kept under it, whatever could be read. Empty for one that is too long.
    pub sha256: String,
    /// Statements of accounts.
    pub statements: Vec<Statement>,
    /// Answers to orders of payment.
    pub reports: Vec<StatusReport>,
    /// What providers of payment paid out, and of what.
    pub payouts: Vec<PayoutExport>,
    /// What is odd, and what was assumed.
    pub findings: Vec<Finding>,
    /// What was not understood.
    pub unread: Vec<Unread>,
}

impl Reading {
    /// Whether something may not be booked before a person has looked.
    #[must_use]
    pub fn quarantines(&self) -> bool {
        self.findings.iter().any(Finding::quarantines)
    }

    pub(super) fn find(&mut self, code: Code, place: Place, value: &str) {
        self.findings.push(Finding::new(code, place, value));
    }

    /// Keeps something that is not understood, and says so.
    pub(super) fn keep(&mut self, place: Place, text: &str) {
        if self.unread.len() >= MOST_KEPT {
            if self.unread.len() == MOST_KEPT {
                self.find(
                    Code::TooMuch,
                    place.clone(),
                    &format!("{MOST_KEPT} pieces that are not understood are the most"),
                );
                self.unread.push(Unread { place, text: text.to_owned() });
            }
            return;
        }
        self.find(Code::NotUnderstood, place.clone(), text);
        self.unread.push(Unread { place, text: text.to_owned() });
    }
}

/// Something that is not understood, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Where.
    pub place: Place,
    /// All of it.
    pub text: String,
}

/// Which kind of account of an account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A statement of booked entries, with balances.
    Statement,
    /// What happened so far today; it may still change.
    Report,
    /// Single entries, told when they are booked.
    Notification,
}

/// One statement of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Where it begins.
    pub place: Place,
    /// Which kind.
    pub kind: Kind,
    /// What the bank calls it.
    pub id: Option<String>,
    /// Its number or page.
    pub page: Option<String>,
    /// The number of the account: an IBAN, a RIB or what the bank uses.
    pub account: Option<String>,
    /// In whose name it is.
    pub holder: Option<String>,
    /// The bank's code or name.
    pub bank: Option<String>,
    /// The currency of the account.
    pub currency: Option<Currency>,
    /// The first day it is about.
    pub from: Option<Date>,
    /// The last day it is about.
    pub to: Option<Date>,
    /// What was on the account before the first entry; below zero if it was overdrawn.
    #[serde(serialize_with = "number")]
    pub opening: Option<Money>,
    /// What was on it after the last.
    #[serde(serialize_with = "number")]
    pub closing: Option<Money>,
    /// Whether opening, credits and debits come to closing; none if a balance is missing.
    pub balanced: Option<bool>,
    /// Whether a finding keeps it from being booked.
    pub quarantined: bool,
    /// What the bank says to whoever has the account, in free words.
    pub text: String,
    /// Other balances it gives, by the bank's words.
    pub other_balances: Vec<Balance>,
    /// The entries in the order of the file.
    pub entries: Vec<Entry>,
}

impl Statement {
    /// The days it speaks of, from which balance to which.
    #[must_use]
    pub fn stretch(&self) -> Stretch {
        Stretch { from: self.from, to: self.to, opening: self.opening, closing: self.closing }
    }
}

/// A balance that is neither opening nor closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// The bank's word for it.
    pub kind: String,
    /// How much; below zero if it is a debit.
    #[serde(serialize_with = "number_of")]
    pub amount: Money,
    /// On which day.
    pub on: Option<Date>,
}

/// Which way the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// It came.
    Credit,
    /// It went.
    Debit,
}

impl Side {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Side::Credit => "credit",
            Side::Debit => "debit",
        }
    }

    /// The other one.
    #[must_use]
    pub fn opposite(self) -> Side {
        match self {
            Side::Credit => Side::Debit,
            Side::Debit => Side::Credit,
        }
    }
}

/// How certain an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is on the account.
    Booked,
    /// It is expected.
    Pending,
    /// It is only told.
    Information,
}

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The same for the same fact, in whichever file it stands.
    pub id: String,
    /// Where it stands.
    pub place: Place,
    /// How much, never below zero.
    #[serde(serialize_with = "number_of")]
    pub amount: Money,
    /// In which currency.
    pub currency: Currency,
    /// Which way it went.
    pub side: Side,
    /// Whether it is booked.
    pub status: Status,
    /// Whether the bank says that it takes an earlier entry back.
    pub reversal: bool,
    /// The day it was booked.
    pub booked_on: Option<Date>,
    /// The day from which it bears interest.
    pub value_on: Option<Date>,
    /// What kind of movement it is, in the bank's code.
    pub code: Option<String>,
    /// What it can be known by.
    pub references: References,
    /// Who is on the other side.
    pub counterparty: Option<Counterparty>,
    /// What is said of it, in free words.
    pub text: String,
    /// The batch it stands for.
    pub batch: Option<Batch>,
    /// That it is one of our payments coming back.
    #[serde(rename = "return")]
    pub returned: Option<Return>,
    /// The payments it is made of, if it names more than one.
    pub parts: Vec<Part>,
    /// The piece of the file it was read from.
    pub raw: String,
}

/// What a payment can be known by; what says nothing, such as `NOTPROVIDED`, is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct References {
    /// The payer's, from end to end.
    pub end_to_end: Option<String>,
    /// Of the batch in the order of payment.
    pub payment_information: Option<String>,
    /// Of the order.
    pub instruction: Option<String>,
    /// The bank's own.
    pub servicer: Option<String>,
    /// Of a direct debit's mandate.
    pub mandate: Option<String>,
    /// The payment's own, worldwide.
    pub uetr: Option<String>,
    /// The payee's, with a check digit or as a structured text.
    pub structured: Vec<String>,
}

/// Who is on the other side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Counterparty {
    /// The name.
    pub name: Option<String>,
    /// The account.
    pub account: Option<String>,
}

/// The batch of orders that one entry stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Its reference in the order.
    pub payment_information: Option<String>,
    /// How many payments it has.
    pub count: Option<u64>,
    /// What they come to.
    #[serde(serialize_with = "number")]
    pub total: Option<Money>,
}

/// By what a return was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The bank's code of the movement says so.
    Code,
    /// The bank gives the reason of a return.
    Reason,
    /// A reference of our own comes back with the money.
    Echo,
}

/// A payment that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Return {
    /// How it is known.
    pub ground: Ground,
    /// The reason's code, such as `AC04`.
    pub code: Option<String>,
    /// The reason in words.
    pub prose: Option<String>,
}

/// One of several payments of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Where it stands.
    pub place: Place,
    /// How much, if it says so.
    #[serde(serialize_with = "number")]
    pub amount: Option<Money>,
    /// In which currency.
    pub currency: Option<Currency>,
    /// Which way it went.
    pub side: Side,
    /// What it can be known by.
    pub references: References,
    /// Who is on the other side.
    pub counterparty: Option<Counterparty>,
    /// What is said of it.
    pub text: String,
    /// That it came back.
    #[serde(rename = "return")]
    pub returned: Option<Return>,
}

impl Entry {
    /// What it adds to the account; below zero for a debit.
    #[must_use]
    pub fn moved(&self) -> Money {
        match self.side {
            Side::Credit => self.amount,
            Side::Debit => self.amount.negated(),
        }
    }

    /// Knows a credit as a return if it brings back a reference of our own, by whoever can tell which are.
    pub fn know_by(&mut self, is_ours: &dyn Fn(&str) -> bool) {
        let echo = |side: Side, references: &References| {
            let named = [&references.end_to_end, &references.payment_information, &references.instruction];
            side == Side::Credit && named.into_iter().flatten().any(|reference| is_ours(reference))
        };
        let returned = || Some(Return { ground: Ground::Echo, code: None, prose: None });
        for part in self.parts.iter_mut().filter(|part| part.returned.is_none()) {
            if echo(part.side, &part.references) {
                part.returned = returned();
            }
        }
        if self.returned.is_none() && echo(self.side, &self.references) {
            self.returned = returned();
        }
    }
}

/// An amount as a number in quotes, whose currency stands beside it.
pub(super) fn number_of<S: Serializer>(amount: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&amount.number())
}

/// The same of one that may be missing.
pub(super) fn number<S: Serializer>(amount: &Option<Money>, serializer: S) -> Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => number_of(amount, serializer),
        None => serializer.serialize_none(),
    }
}
