//! What is odd about a file: each finding names the place, the value and what would be right.
//!
//! A notice is told and nothing more. What is grave quarantines the statement it stands in: it is shown, and must not be booked.

use serde::Serialize;

/// Where something stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Place {
    /// The line, counted from 1; in a spreadsheet the row.
    pub line: u32,
    /// Where in what the line belongs to: an element's path, a field's tag, a column.
    pub path: String,
}

impl Place {
    /// A place by its line and what it belongs to.
    #[must_use]
    pub fn new(line: u32, path: impl Into<String>) -> Place {
        Place { line, path: path.into() }
    }
}

/// What a finding means for the statement it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// It is told, and hinders nothing.
    Notice,
    /// Nothing of the statement may be booked before a person has looked.
    Quarantine,
}

/// Something odd, or something that was assumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind.
    pub code: Code,
    /// What it means.
    pub gravity: Gravity,
    /// Where.
    pub place: Place,
    /// What stands there, shortened.
    pub value: String,
    /// What is odd about it.
    pub says: &'static str,
    /// What would be right.
    pub right: &'static str,
}

/// The longest value a finding repeats, in letters.
const LONGEST_VALUE: usize = 200;

impl Finding {
    /// A finding of a kind.
    #[must_use]
    pub fn new(code: Code, place: Place, value: &str) -> Finding {
        let (gravity, says, right) = code.meaning();
        let clean = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
        Finding { code, gravity, place, value: clean.take(LONGEST_VALUE).collect(), says, right }
    }

    /// Whether it keeps a statement from being booked.
    #[must_use]
    pub fn quarantines(&self) -> bool {
        self.gravity == Gravity::Quarantine
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Finding { place: Place { line, path }, value, says, right, .. } = self;
        let value = if value.is_empty() { String::new() } else { format!(" (`{value}`)") };
        write!(f, "line {line}, {path}: {says}{value}: {right}")
    }
}

/// The kinds of findings, each with what it is called, what it means, what is odd, and what would be right.
macro_rules! codes {
    ($($name:ident $word:literal $gravity:ident $says:literal $right:literal;)*) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        pub enum Code {
            $(
                #[doc = $says]
                #[serde(rename = $word)]
                $name,
            )*
        }

        impl Code {
            /// Every kind.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The word a program knows it by.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Code::$name => $word),* }
            }

            fn meaning(self) -> (Gravity, &'static str, &'static str) {
                match self { $(Code::$name => (Gravity::$gravity, $says, $right)),* }
            }
        }
    };
}

codes! {
    UnknownFormat "unknown_format" Quarantine
        "no kind of statement this program knows" "name the format with --as, or ask the bank for camt.053, MT940 or CSV";
    OtherKind "other_kind" Quarantine
        "this is known, and says nothing of an account" "give the statement, the status report or the payout export";
    NeedsMapping "needs_mapping" Quarantine
        "a table whose columns nobody has named" "say what its columns are called with --mapping FILE";
    AssumedLetters "assumed_letters" Notice
        "nothing says in which letters the file is written; these were assumed" "save it as UTF-8, or name its encoding";
    WrongLetters "wrong_letters" Quarantine
        "bytes that are no letters of the encoding the file is in" "take the file again, or name its encoding";
    EncodingDiffers "encoding_differs" Notice
        "the file is not written as its first line says" "the letters were taken as what they are";
    NotXml "not_xml" Quarantine
        "the XML is broken and none of it is read" "take the file again from the bank";
    DocumentType "document_type" Quarantine
        "the file declares a document type; no entity is ever expanded" "a statement needs none: take the file again from the bank itself";
    TooMuch "too_much" Quarantine
        "more than is read of one file" "ask for the statement in parts, by day or month";
    NoNamespace "no_namespace" Notice
        "nothing says which version of the message this is" "it was read by the names of its parts";
    NoStatement "no_statement" Quarantine
        "there is no statement in it" "take the file again: a day without movements still has its balances";
    NotUnderstood "not_understood" Notice
        "not understood, kept whole under `unread`" "nothing of it is booked";
    NoAccount "no_account" Quarantine
        "nothing says whose account it is" "a statement names its account";
    OtherAccount "other_account" Quarantine
        "the statement is of another account" "give the statement of the account that was asked for";
    NoCurrency "no_currency" Quarantine
        "no currency is named" "write an ISO 4217 code such as MAD";
    UnknownCurrency "unknown_currency" Quarantine
        "no currency this program knows" "write an ISO 4217 code such as MAD";
    OtherCurrency "other_currency" Quarantine
        "not in the currency of the account" "an account has one currency: the amount booked is in it";
    NoBalances "no_balances" Notice
        "opening or closing balance is missing, so nothing shows that no entry is" "a statement of an account has both";
    FalseBalance "false_balance" Quarantine
        "opening, credits and debits do not come to the closing balance" "an entry is missing, doubled or wrong: ask the bank for the statement again";
    FalseRunning "false_running_balance" Quarantine
        "the balance before, and the amount, do not come to the balance of the row" "a row is missing, doubled or wrong: take the export again";
    TwoBalances "two_balances" Quarantine
        "the same balance is given twice and differs" "a statement has one opening and one closing balance";
    CountDiffers "count_differs" Quarantine
        "as many are announced as are not there" "entries are missing or doubled: take the file again";
    SumDiffers "sum_differs" Quarantine
        "the sum that is announced is not that of the entries" "entries are missing, doubled or wrong: take the file again";
    PartsDiffer "parts_differ" Notice
        "the parts do not come to the whole" "the amount of the whole counts";
    NoAmount "no_amount" Quarantine
        "the amount is missing" "every entry has one";
    BadAmount "bad_amount" Quarantine
        "this is no amount" "write digits, and decimals behind one mark";
    TooPrecise "too_precise" Quarantine
        "more decimals than the currency has" "write the amount in whole minor units";
    AmbiguousAmount "ambiguous_amount" Quarantine
        "this may have thousands or decimals" "say which mark stands before the decimals, with `decimal` in the mapping";
    RoundedBySpreadsheet "rounded_by_spreadsheet" Notice
        "the spreadsheet holds more digits than it shows; fifteen were taken" "have amounts rounded in the sheet";
    NothingMoved "nothing_moved" Notice
        "an entry of nothing" "it is kept, and moves no money";
    NoSide "no_side" Quarantine
        "nothing says whether money came or went" "every entry is a credit or a debit";
    NoDay "no_day" Quarantine
        "no day of booking and no value date that is a day" "every booked entry has one";
    BadDay "bad_day" Notice
        "this is no day" "it was left out; write days as 2026-03-18";
    AmbiguousDay "ambiguous_day" Quarantine
        "day and month cannot be told apart" "say their order with `dates` in the mapping, `dmy` or `mdy`";
    AssumedDayOrder "assumed_day_order" Notice
        "the order of day and month was taken from other rows of the file" "say it with `dates` in the mapping";
    InTheFuture "in_the_future" Quarantine
        "booked on a day that is still to come" "a statement says what has happened: is the clock right, or the file a test?";
    AssumedBooked "assumed_booked" Notice
        "nothing says whether the entry is booked; it was taken as booked" "every entry has a status";
    UnknownStatus "unknown_status" Quarantine
        "a status nobody has named" "BOOK, PDNG, INFO or FUTR";
    LongText "long_text" Notice
        "free text longer than the 140 letters there is room for" "all of it was kept";
    SameReference "same_reference" Notice
        "another entry of the statement has this reference and says the same" "they were kept as two: is the bank's reference its own for each?";
    SaidTwice "said_twice" Notice
        "the same entry stands in the file twice" "it counts once: it has one id";
    Overlapping "overlapping" Notice
        "the statement begins before another of this account has ended" "what stands in both has one id and counts once";
    PerhapsTwice "perhaps_twice" Quarantine
        "another statement of these days says the same, and neither gives a reference of the bank's" "if both are the same payment, book one of them: ask the bank for a file with its references";
    WrongOrder "wrong_order" Notice
        "the statement is older than the one before it" "they were read in the order of the file";
    Gap "gap" Notice
        "the opening balance is not the closing balance of the statement before it" "a statement between them may be missing";
    NothingSaid "nothing_said" Notice
        "the report says that a part was accepted, and is silent about the payments it does not name" "silence is not success: ask the bank, or wait for the statement";
    NoStatus "no_status" Notice
        "the report names it and gives it no status" "ask the bank";
    FalseRow "false_row" Quarantine
        "gross and fee do not come to net" "a column is not what its name says, or the row was changed: take the export again";
    NotATable "not_a_table" Quarantine
        "the file cannot be taken apart into rows" "take the export again, unchanged";
    MissingColumn "missing_column" Quarantine
        "a column is missing without which nothing can be read" "take the export with this column";
    ColumnTwice "column_twice" Quarantine
        "two columns have this name" "give one of them another name";
    BrokenRow "broken_row" Quarantine
        "the row has not as many cells as the header" "it broke off, or a cell holds a separator without quotes: take the export again";
    MissingValue "missing_value" Quarantine
        "the cell is empty" "fill it in, or take the export again";
    BadMapping "bad_mapping" Quarantine
        "the mapping names what the file does not have" "name columns as they stand in the header";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_of_finding_has_a_word_of_its_own_and_says_what_would_be_right() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        for code in Code::ALL {
            let finding = Finding::new(*code, Place::new(3, "Stmt[1]"), "12\u{7}");
            assert!(!finding.says.is_empty() && !finding.right.is_empty());
            assert_eq!(finding.value, "12 ");
        }
    }
}
