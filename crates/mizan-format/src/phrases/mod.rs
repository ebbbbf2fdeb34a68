//! What Mizan says to people, in each language: one file a language, and a phrase that is missing does not compile.
//!
//! A language is a `Phrases`: every term of a report, every kind of event, every sentence. What stands between the words
//! (how an amount, a day or a name is written) is the `pen`'s; how a number is spoken is `numerals`'. To add a language: a
//! file here, its numerals, a variant of `Language`; the compiler asks for the rest. Nothing is translated in JSON or
//! CSV: programs read the words of `Term` and the names of `Kind`, which are the same everywhere.

pub mod pen;
pub mod numerals;
pub mod paper;
pub mod treasurer;
pub mod bank_reason;
mod en;
mod fr;
mod ar;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use mizan_ledger::event::Kind;
use mizan_ledger::money::Currency;
use mizan_ledger::report::note::Note;
use mizan_ledger::report::term::Term;

use crate::phrases::ar::Arabic;
use crate::phrases::en::English;
use crate::phrases::fr::French;
use crate::phrases::paper::CashSheetWords;
use crate::phrases::pen::Marks;

/// A language Mizan speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French, as it is written in Morocco.
    Fr,
    /// Modern Standard Arabic, with the months and digits of Morocco.
    Ar,
}

/// A text that names no language we speak.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no language of Mizan: write en, fr or ar")]
pub struct NotALanguage(String);

impl Language {
    /// Every language.
    pub const ALL: [Language; 3] = [Language::En, Language::Fr, Language::Ar];

    /// Its ISO 639 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Fr => "fr",
            Language::Ar => "ar",
        }
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub const fn is_right_to_left(self) -> bool {
        match self {
            Language::En | Language::Fr => false,
            Language::Ar => true,
        }
    }

    /// What is said in it.
    #[must_use]
    pub fn phrases(self) -> &'static dyn Phrases {
        match self {
            Language::En => &English,
            Language::Fr => &French,
            Language::Ar => &Arabic,
        }
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(code: &str) -> Result<Language, NotALanguage> {
        let known = Language::ALL.into_iter().find(|language| language.code() == code);
        known.ok_or_else(|| NotALanguage(code.chars().take(20).collect()))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// Everything one language says. Amounts, days and names arrive as they are to be written.
pub trait Phrases: Sync {
    /// A term of a report, in small letters: where one begins a line, the layout gives it its capital.
    fn term(&self, term: Term) -> &'static str;

    /// What a kind of event is called, short and without an article.
    fn kind(&self, kind: Kind) -> &'static str;

    /// What figures of a report mean.
    fn note(&self, note: Note) -> &'static str;

    /// What stands between figures and between words.
    fn marks(&self) -> Marks;

    /// How a currency is written behind an amount.
    fn currency(&self, currency: Currency) -> String;

    /// A day in figures.
    fn day(&self, day: Date) -> String;

    /// A day in as few letters as it needs.
    fn short_day(&self, day: Date) -> String;

    /// What happened with an amount, and when: *received 450.00 on 2026-03-21*.
    fn fact(&self, what: Term, amount: &str, on: Option<&str>) -> String;

    /// What is too little for any coin, after the notes and coins.
    fn too_little_for_a_coin(&self, amount: &str) -> String;

    /// Whose statement it is.
    fn statement_of(&self, member: &str, cooperative: &str) -> String;

    /// The days it is about; from the beginning and until now where one is missing.
    fn days(&self, from: Option<&str>, to: Option<&str>) -> String;

    /// The currency of all amounts of a page.
    fn amounts_in(&self, currency: &str) -> String;

    /// Who exports what was sold.
    fn exported_by(&self, exporter: &str) -> String;
    /// The day as of which what is open is counted.
    fn open_as_of(&self, day: &str) -> String;

    /// The position of the book a report was reckoned at.
    fn at_position(&self, position: &str) -> String;

    /// The balances of a book at a position, or of an empty book, with all that happened up to a day.
    fn balances_at(&self, position: Option<&str>, day: Option<&str>) -> String;

    /// Nothing is held and nothing is owed.
    fn nothing_held(&self) -> &'static str;

    /// With all that happened up to a day.
    fn up_to(&self, day: &str) -> String;

    /// Whose sale it is, to whom, when, under which invoice, for which order.
    fn sale_head(&self, sale: &SaleHead<'_>) -> String;

    /// Under which agreement its price was divided.
    fn divided_by(&self, agreement: &str, version: &str) -> String;

    /// Whose payout it is, who scheduled it and when.
    fn payout_head(&self, payout: &str, cooperative: &str, on: &str, by: &str) -> String;

    /// Who approved it and when, or that nobody has.
    fn approved(&self, on_and_by: Option<(&str, &str)>) -> String;

    /// What was set aside in all.
    fn set_aside(&self, amount: &str) -> String;

    /// What the buyer pays: with the rate and what it is booked at, where the invoice is in other money.
    fn buyer_pays(&self, amount: &str, rate: Option<&str>, booked: Option<&str>) -> String;

    /// A sale behind a payout: to whom, when, and how much of the payout comes from it.
    fn sale_behind(&self, sale: &str, buyer: &str, on: &str, amount: &str) -> String;

    /// A credit note: when, how much, what that is booked at, why.
    fn credit_note(&self, note: &str, on: &str, amount: &str, booked: Option<&str>, why: &str) -> String;

    /// A refund: when, how much.
    fn refund(&self, refund: &str, on: &str, amount: &str) -> String;

    /// A chargeback: when, how much, what that is booked at, who bears it, why, and when it came back.
    fn chargeback(&self, said: &ChargebackSaid<'_>) -> String;

    /// A fee: who took it, when, how much, and what of it was given back.
    fn fee(&self, fee: &str, taken_by: &str, on: &str, amount: &str, returned: Option<&str>) -> String;

    /// What the lines of an invoice come to exactly, and what rounding it once added or took off.
    fn rounded(&self, exactly: &str, by: &str) -> String;

    /// What exchange rates won or lost.
    fn exchange(&self, amount: &str, won: bool) -> String;

    /// The buyer has paid all of it.
    fn paid_in_full(&self) -> &'static str;

    /// What the buyer's bank took back of what had been paid, and did not give again.
    fn charged_back_still(&self, amount: &str) -> String;

    /// What is owed back to the buyer.
    fn owed_back(&self, amount: &str) -> String;

    /// What the buyer still has to pay.
    fn still_to_be_paid(&self, amount: &str) -> String;

    /// The part of it the buyer keeps back until it is released.
    fn kept_back(&self, amount: &str) -> String;

    /// What it is sold on for: which part of that was paid, how many times as much it is, what is added, and which part
    /// of it the makers have.
    fn sold_on(&self, price: &str, share: &str, times: &str, mark_up: &str, makers: Option<&str>) -> String;

    /// A correction: when, why, and what it took back.
    fn correction(&self, correction: &str, on: &str, why: &str, took_back: &str) -> String;

    /// A record that was taken back, by its kind and position.
    fn record_at(&self, kind: &str, position: &str) -> String;

    /// She says she received less than is booked.
    fn disputed(&self, member: &str, payout: &str, received: &str, paid: &str, since: &str) -> String;

    /// She acknowledged another amount than is booked.
    fn acknowledged_other(&self, member: &str, payout: &str, acknowledged: &str, paid: &str) -> String;

    /// The price gave the makers less than a minimum asks for.
    fn minimum_not_met(&self, step: &str, required: &str, reached: &str) -> String;

    /// What nobody can explain; nothing in a book that is whole.
    fn unexplained(&self, amount: &str) -> String;

    /// What a voice says before figures.
    fn spoken(&self) -> Spoken;

    /// The words of a message to a telephone.
    fn message(&self) -> Message;

    /// The words of a cashier's sheet.
    fn cash_sheet(&self) -> CashSheetWords;

    /// One cooperative of a demonstration: how many sales, for how much, and what its makers earned of it.
    fn season(&self, cooperative: &str, sales: u64, sold: &str, earned: &str) -> String;

    /// How many sales and payouts were traced both ways, and what nobody can explain of them.
    fn traced_both_ways(&self, traced: &str, unexplained: &str) -> String;

    /// Where the demonstration's book is, how many records it has, and how many of them are new.
    fn look_further(&self, book: &str, records: &str, added: &str) -> String;
}

/// What a voice says to a member, before each figure and a pause. She is addressed so that it fits a woman and a man.
#[derive(Debug, Clone, Copy)]
pub struct Spoken {
    /// What this is.
    pub opening: &'static str,
    /// Before a day on which something was.
    pub on: &'static str,
    /// What she earned.
    pub earned: &'static str,
    /// What is available to her.
    pub available: &'static str,
    /// What is on its way to her.
    pub on_its_way: &'static str,
    /// What waits for her in cash.
    pub in_cash: &'static str,
    /// What reached her hand.
    pub paid: &'static str,
    /// What was kept.
    pub deducted: &'static str,
    /// Of that, for materials.
    pub for_materials: &'static str,
    /// Of that, for a loan.
    pub for_a_loan: &'static str,
    /// Of that, for what a refund left her owing.
    pub for_a_refund: &'static str,
    /// Of that, for a fund.
    pub for_a_fund: &'static str,
    /// What comes when buyers have paid.
    pub to_come: &'static str,
    /// How many sales.
    pub sales: &'static str,
    /// The day of the last one.
    pub last_sale: &'static str,
    /// Her share of it.
    pub your_share: &'static str,
    /// The day of the last payout.
    pub last_payout: &'static str,
    /// Its amount.
    pub its_amount: &'static str,
    /// She has said that she received less, and it is open.
    pub you_received: &'static str,
    /// What she owes.
    pub owed: &'static str,
    /// She owes nothing.
    pub owes_nothing: &'static str,
    /// No money.
    pub nothing: &'static str,
    /// The end.
    pub closing: &'static str,
}

/// The words of a message to a telephone, as short as they can be.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    /// What is available.
    pub available: &'static str,
    /// Since a day.
    pub since: &'static str,
    /// What was earned.
    pub earned: &'static str,
    /// What was paid.
    pub paid: &'static str,
    /// The last sale.
    pub last_sale: &'static str,
}

/// What the first line of a sale's trace says.
#[derive(Debug, Clone, Copy)]
pub struct SaleHead<'a> {
    /// The sale.
    pub sale: &'a str,
    /// Whose.
    pub cooperative: &'a str,
    /// Who bought.
    pub buyer: &'a str,
    /// When.
    pub on: &'a str,
    /// The number of the invoice.
    pub invoice: Option<&'a str>,
    /// The order it fulfils.
    pub order: Option<&'a str>,
}

/// What a trace says of a chargeback.
#[derive(Debug, Clone, Copy)]
pub struct ChargebackSaid<'a> {
    /// Which.
    pub chargeback: &'a str,
    /// When.
    pub on: &'a str,
    /// How much.
    pub amount: &'a str,
    /// What left the till, where that is in another currency.
    pub booked: Option<&'a str>,
    /// Who bears it.
    pub borne_by: &'a str,
    /// Why.
    pub why: Option<&'a str>,
    /// How much of it came back, if not all.
    pub part: Option<&'a str>,
    /// When it came back.
    pub reversed_on: Option<&'a str>,
}

/// Something more, if there is more to say.
fn and(before: &str, more: Option<&str>) -> String {
    more.map_or(String::new(), |more| format!("{before}{more}"))
}

#[cfg(test)]
mod tests;
