//! Lines of commands as they come from outside: of any length, in any bytes, with any mistake.

use std::io::{self, BufRead};

use memchr::memchr;
use mizan_ledger::command::{Submission, Unreadable};
use serde::de::IgnoredAny;

use crate::cli::vault::NO_VAULT;

/// The longest line that is looked at, in bytes. A record has at most 65,535, and a command is little more.
pub(super) const LONGEST: usize = 1 << 20;

/// What some programs write at the start of a text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads a line as a command.
pub(super) fn read(text: &str) -> Result<Submission, Unfit> {
    // A list of the right values would do for the parser, and for nobody who reads the file later.
    let is_object = text.trim_start().starts_with('{');
    let unreadable = match Submission::parse(text) {
        Ok(submission) if is_object => return Ok(submission),
        Ok(_) => return Err(Unfit::NotAnObject),
        Err(unreadable) => unreadable,
    };
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(IgnoredAny) if is_object => Err(Unfit::Unreadable(unreadable)),
        Ok(IgnoredAny) => Err(Unfit::NotAnObject),
        Err(syntax) => {
            let message = syntax.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
            Err(Unfit::NotJson(format!("{message} (column {})", syntax.column())))
        }
    }
}

/// Why a line is no command.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfit {
    /// Too long to be one.
    #[error("the line has {0} bytes, 1,048,576 are the most: write one command a line")]
    TooLong(usize),
    /// Not text.
    #[error("byte {0} of the line is not UTF-8: save the file as UTF-8")]
    NotUtf8(usize),
    /// Not JSON.
    #[error("the line is not JSON: {0}")]
    NotJson(String),
    /// JSON of another shape.
    #[error("the line is JSON and no object: write one command, {{\"key\":…}}")]
    NotAnObject,
    /// Personal data, and nobody to keep what opens it.
    #[error("sealed: {NO_VAULT}")]
    NoVault,
    /// An object that says something else.
    #[error(transparent)]
    Unreadable(Unreadable),
}

impl Unfit {
    /// The code a program can rely on.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Unfit::TooLong(_) => "line_too_long",
            Unfit::NotUtf8(_) => "not_utf8",
            Unfit::NotJson(_) => "not_json",
            Unfit::NotAnObject => "not_an_object",
            Unfit::NoVault => "no_vault",
            Unfit::Unreadable(Unreadable::Field { .. }) => "wrong_field",
            Unfit::Unreadable(Unreadable::Type(_)) => "unknown_command",
            Unfit::Unreadable(Unreadable::Day(_)) => "wrong_day",
            Unfit::Unreadable(Unreadable::Digests) => "digests_given",
            Unfit::Unreadable(Unreadable::NothingSealed(_)) => "nothing_sealed",
            Unfit::Unreadable(Unreadable::Sealed { .. }) => "wrong_sealed_field",
            Unfit::Unreadable(Unreadable::SealedTooLong { .. }) => "sealed_too_long",
        }
    }
}

/// One line that is not empty.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Its number, counted from 1; empty lines count.
    pub(super) number: u64,
    /// How many bytes of it are held.
    pub(super) bytes: usize,
    /// What it says.
    pub(super) text: Result<&'a str, Unfit>,
}

/// The lines of an input, in the memory of one.
pub(super) struct Lines<R> {
    input: R,
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Lines<R> {
        Lines { input, number: 0, line: Vec::new() }
    }

    /// The next line that is not empty.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        loop {
            let Some(length) = self.take()? else { return Ok(None) };
            self.number += 1;
            if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
                self.line.drain(..BYTE_ORDER_MARK.len());
            }
            if length > LONGEST || !self.line.trim_ascii().is_empty() {
                let (number, bytes) = (self.number, self.line.len());
                let text = if length > LONGEST {
                    Err(Unfit::TooLong(length))
                } else {
                    std::str::from_utf8(&self.line).map_err(|error| Unfit::NotUtf8(error.valid_up_to() + 1))
                };
                return Ok(Some(Line { number, bytes, text }));
            }
        }
    }

    /// Takes one line off the input and says how long it was; of one that is too long only the length is kept.
    fn take(&mut self) -> io::Result<Option<usize>> {
        self.line.clear();
        let mut length = 0;
        loop {
            let found = match self.input.fill_buf() {
                Ok(found) => found,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if found.is_empty() {
                return Ok((length > 0).then_some(length));
            }
            let end = memchr(b'\n', found);
            let part = &found[..end.unwrap_or(found.len())];
            length += part.len();
            if length <= LONGEST {
                self.line.extend_from_slice(part);
            } else {
                self.line.clear();
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(length));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(input: &[u8]) -> Vec<(u64, Result<String, String>)> {
        // A small buffer, so that lines come in pieces.
        let mut lines = Lines::new(io::BufReader::with_capacity(3, input));
        let mut told = Vec::new();
        while let Some(line) = lines.next().expect("memory can be read") {
            let text = line.text.map(str::to_owned).map_err(|unfit| unfit.to_string());
            told.push((line.number, text));
        }
        told
    }

    #[test]
    fn lines_are_counted_and_empty_ones_passed_over() {
        let expected = vec![(1, Ok("a".to_owned())), (4, Ok("b\r".to_owned())), (5, Ok("c".to_owned()))];
        assert_eq!(told(b"a\n\n  \nb\r\nc"), expected);
        assert_eq!(told(b""), vec![]);
        assert_eq!(told(b"\n\n"), vec![]);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        assert_eq!(told("\u{feff}a\nb\n".as_bytes()), vec![(1, Ok("a".to_owned())), (2, Ok("b".to_owned()))]);
    }

    #[test]
    fn a_line_that_is_no_text_names_the_byte() {
        let refusal = Err("byte 3 of the line is not UTF-8: save the file as UTF-8".to_owned());
        assert_eq!(told(b"ab\xff\nc\n"), vec![(1, refusal), (2, Ok("c".to_owned()))]);
    }

    #[test]
    fn a_line_without_end_is_refused_and_not_held_in_memory() {
        let mut input = vec![b'x'; LONGEST];
        assert_eq!(told(&input)[0].1.as_ref().map(String::len), Ok(LONGEST));
        input.extend_from_slice(b"xx\nnext\n");
        let mut lines = Lines::new(io::BufReader::new(input.as_slice()));
        let line = lines.next().expect("memory can be read").expect("there is a first line");
        assert_eq!(line.bytes, 0);
        assert_eq!(
            line.text.map_err(|unfit| unfit.to_string()),
            Err("the line has 1048578 bytes, 1,048,576 are the most: write one command a line".to_owned())
        );
        let line = lines.next().expect("memory can be read").expect("there is a second line");
        assert_eq!((line.number, line.text.ok()), (2, Some("next")));
    }
}
