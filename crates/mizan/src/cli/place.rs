//! The arguments several commands share: which book, and up to where in it.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, bail};
use clap::Args;
use jiff::civil::Date;

/// The variable that names the book when the command line does not.
const VARIABLE: &str = "MIZAN_BOOK";

/// The ending of a book's file name. It is what tells BOOK from the argument after it when only one is given.
const ENDING: &str = "mizan";

/// Which book.
#[derive(Debug, Args)]
pub(super) struct BookArg {
    /// The book, a file NAME.mizan; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    book: Option<PathBuf>,
}

impl BookArg {
    /// The file of the book.
    pub(super) fn path(self) -> anyhow::Result<PathBuf> {
        self.book.or_else(from_environment).context(NO_BOOK)
    }
}

const NO_BOOK: &str = "no book is named: give its file NAME.mizan, or set MIZAN_BOOK";

fn from_environment() -> Option<PathBuf> {
    env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Tells BOOK from the argument after it, where BOOK may be left out: of two arguments the first is the book; one
/// argument is the book if it ends in `.mizan`, and otherwise the other one, of the book named by `MIZAN_BOOK`.
pub(super) fn book_and(first: Option<String>, second: Option<String>) -> anyhow::Result<(PathBuf, Option<String>)> {
    match (first, second) {
        (Some(book), Some(other)) => Ok((book.into(), Some(other))),
        (Some(book), None) if PathBuf::from(&book).extension() == Some(OsStr::new(ENDING)) => Ok((book.into(), None)),
        (Some(other), None) => match from_environment() {
            Some(book) => Ok((book, Some(other))),
            None => Ok((other.into(), None)),
        },
        (None, _) => Ok((from_environment().context(NO_BOOK)?, None)),
    }
}

/// Up to where a book is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// All records up to and including this position: the state the book had when that record was the last one.
    Position(u64),
    /// All that happened (`occurred_on`) up to the end of this day, whenever it was recorded.
    Day(Date),
}

impl FromStr for At {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<At> {
        if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
            return Ok(At::Position(text.parse().context("a position has at most 19 digits")?));
        }
        match text.parse() {
            Ok(day) => Ok(At::Day(day)),
            Err(_) => bail!("`{text}` is neither a position, such as 1042, nor a day, such as 2026-03-31"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_book_is_a_position_or_a_day() {
        let at = |text: &str| text.parse::<At>().ok();
        assert_eq!(at("0"), Some(At::Position(0)));
        assert_eq!(at("1042"), Some(At::Position(1042)));
        assert_eq!(at("2026-03-31"), Some(At::Day(jiff::civil::date(2026, 3, 31))));
        for wrong in ["", "-1", "1.5", "yesterday", "2026-02-30", "99999999999999999999"] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_book_is_told_from_the_argument_after_it() -> anyhow::Result<()> {
        let told = |first: &str, second: Option<&str>| book_and(Some(first.to_owned()), second.map(str::to_owned));
        assert_eq!(told("a.mizan", None)?, ("a.mizan".into(), None));
        assert_eq!(told("a.mizan", Some("w1"))?, ("a.mizan".into(), Some("w1".to_owned())));
        assert_eq!(told("other", Some("w1"))?, ("other".into(), Some("w1".to_owned())));
        Ok(())
    }
}
