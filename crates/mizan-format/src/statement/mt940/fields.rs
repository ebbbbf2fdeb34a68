//! The fields of a SWIFT message: a tag, what stands behind it, and the lines it goes on for.

use crate::statement::MOST_ENTRIES;

/// The tags of statements that are known, so that a text which looks like a tag stays a text.
const TAGS: [&str; 20] = [
    "13", "13D", "20", "21", "25", "25P", "28", "28C", "34F", "60F", "60M", "61", "62F", "62M", "64", "65", "86",
    "90C", "90D", "NS",
];

/// The most fields and ends: each entry has two or three.
const MOST_PIECES: usize = 4 * MOST_ENTRIES;

/// One field.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    /// Its line, counted from 1.
    pub(super) line: u32,
    /// Its tag, without colons; empty for what stands outside of any field.
    pub(super) tag: &'a str,
    /// What stands behind it, line by line, without line ends.
    pub(super) lines: Vec<&'a str>,
}

impl Field<'_> {
    /// What stands behind the tag on its own line.
    pub(super) fn first(&self) -> &str {
        self.lines.first().map_or("", |line| line.trim())
    }

    /// The field as it stands in the file.
    pub(super) fn raw(&self) -> String {
        let mark = if self.tag.is_empty() { String::new() } else { format!(":{}:", self.tag) };
        format!("{mark}{}", self.lines.join("\n"))
    }
}

/// What a text is made of.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    Field(Field<'a>),
    /// The end of a message, or the beginning of the next.
    End,
    /// More than is read, from this line on.
    TooMany(u32),
}

/// Takes a text apart.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for (number, line) in (1_u32..).zip(text.lines()) {
        let line = line.trim_start_matches(|letter: char| letter.is_control() || letter == '\u{feff}');
        let line = line.trim_end_matches(|letter: char| letter.is_control());
        if pieces.len() > MOST_PIECES {
            pieces.push(Piece::TooMany(number));
            break;
        }
        let line = if line.starts_with("{1:") || line.starts_with("-}") || line == "-" || line.starts_with("{4:") {
            if !matches!(pieces.last(), Some(Piece::End)) {
                pieces.push(Piece::End);
            }
            // An envelope may go on with the first field.
            match line.rsplit_once("{4:") {
                Some((_, rest)) if !rest.is_empty() => rest,
                Some(_) | None => continue,
            }
        } else {
            line
        };
        let tag = line.strip_prefix(':').and_then(|rest| rest.split_once(':')).filter(|(tag, _)| TAGS.contains(tag));
        match (tag, pieces.last_mut()) {
            (Some((tag, rest)), _) => pieces.push(Piece::Field(Field { line: number, tag, lines: vec![rest] })),
            (None, Some(Piece::Field(field))) => field.lines.push(line),
            (None, _) if line.trim().is_empty() => {}
            (None, _) => pieces.push(Piece::Field(Field { line: number, tag: "", lines: vec![line] })),
        }
    }
    pieces
}

/// Whether a text begins like a SWIFT message.
pub(crate) fn is_one(text: &str) -> bool {
    let is_field = |line: &str| {
        let line = line.trim_start_matches(|letter: char| letter.is_control());
        let tag = line.strip_prefix(':').and_then(|rest| rest.split_once(':')).map(|(tag, _)| tag);
        line.starts_with("{1:") || tag.is_some_and(|tag| TAGS.contains(&tag))
    };
    text.lines().take(40).any(is_field)
}
