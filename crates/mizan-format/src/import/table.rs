//! A delimited file as a table: its header, and rows that know their number and whether they are whole.
//!
//! Everything is bounded: the file, its rows, its columns, a cell. Rows are numbered as a spreadsheet shows them, the
//! header being row 1; empty lines have no number.

use csv::{ReaderBuilder, StringRecord};

use crate::import::Unusable;
use crate::import::problem::Problem;

/// The longest file, in bytes.
pub const MOST_BYTES: usize = 64 << 20;

/// The most rows.
pub const MOST_ROWS: usize = 200_000;

/// The most columns.
pub const MOST_COLUMNS: usize = 400;

/// The longest cell, in bytes.
pub const LONGEST_CELL: usize = 32 << 10;

/// What may stand between cells, in the order they are tried.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// A file as rows and columns.
#[derive(Debug)]
pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Row>,
}

/// One row below the header.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number, the header being 1.
    pub(super) number: u32,
    cells: StringRecord,
}

impl Row {
    /// What stands in a column, without space around it; nothing if the row ends before.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default().trim()
    }

    /// Whether two rows are the same to the last cell.
    pub(super) fn same_as(&self, other: &Row) -> bool {
        self.cells == other.cells
    }
}

impl Table {
    /// Reads a text as a table.
    pub(super) fn read(text: &str, delimiter: Option<char>) -> Result<Table, Unusable> {
        if text.trim().is_empty() {
            return Err(Unusable::Empty);
        }
        let (text, announced) = without_announcement(text);
        let delimiter = match delimiter.or(announced) {
            Some(delimiter) => delimiter,
            None => delimiter_of(text)?,
        };
        let delimiter = u8::try_from(delimiter).map_err(|_| Unusable::Delimiter(delimiter))?;
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = match records.next() {
            None => return Err(Unusable::Empty),
            Some(header) => header.map_err(|error| Unusable::NotATable(error.to_string()))?,
        };
        let header: Vec<String> = header.iter().map(|name| name.trim().trim_matches('"').trim().to_owned()).collect();
        if header.len() > MOST_COLUMNS {
            return Err(Unusable::TooManyColumns(header.len()));
        }
        let mut rows = Vec::new();
        for (number, cells) in (2_u32..).zip(records) {
            let cells = cells.map_err(|error| Unusable::NotATable(error.to_string()))?;
            if rows.len() == MOST_ROWS {
                return Err(Unusable::TooManyRows);
            }
            // A spreadsheet saves rows it has only touched as separators and nothing between.
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push(Row { number, cells });
            }
        }
        if rows.is_empty() { Err(Unusable::NoRows { found: shown(&header) }) } else { Ok(Table { header, rows }) }
    }

    /// The rows in the order of the file.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What a column is called.
    pub(super) fn name(&self, column: usize) -> &str {
        self.header.get(column).map_or("?", String::as_str)
    }

    /// Where a column stands that may be called by any of these names, whatever their capitals.
    pub(super) fn column(&self, names: &[&str]) -> Result<Option<usize>, Unusable> {
        let called = |(_, header): &(usize, &String)| names.iter().any(|name| same(header, name));
        let mut found = self.header.iter().enumerate().filter(called);
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some((column, _)), None) => Ok(Some(column)),
            (Some((_, name)), Some(_)) => Err(Unusable::ColumnTwice { column: name.clone() }),
        }
    }

    /// The same for a column without which nothing can be read.
    pub(super) fn needed(&self, names: &[&str]) -> Result<usize, Unusable> {
        let missing = || Unusable::MissingColumn {
            column: names.first().copied().unwrap_or_default().to_owned(),
            found: shown(&self.header),
        };
        self.column(names)?.ok_or_else(missing)
    }

    /// The columns of the header, for a person who looks for one.
    pub(super) fn shown(&self) -> String {
        shown(&self.header)
    }

    /// What is wrong with a row as a row, if anything is.
    pub(super) fn flaw(&self, row: &Row) -> Option<Problem> {
        let (cells, columns) = (row.cells.len(), self.header.len());
        let long = row.cells.iter().enumerate().find(|(_, cell)| cell.len() > LONGEST_CELL);
        if let Some((column, cell)) = long {
            let (column, bytes) = (self.name(column).to_owned(), cell.len());
            return Some(Problem::CellTooLong { column, bytes, most: LONGEST_CELL });
        }
        let last = self.rows.last().is_some_and(|last| last.number == row.number);
        match cells.cmp(&columns) {
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Less if last => Some(Problem::BrokenOff { cells, columns }),
            std::cmp::Ordering::Less => Some(Problem::WrongCells { cells, columns }),
            // Some programs end every row with a separator.
            std::cmp::Ordering::Greater if row.cells.iter().skip(columns).all(|cell| cell.trim().is_empty()) => None,
            std::cmp::Ordering::Greater => Some(Problem::WrongCells { cells, columns }),
        }
    }
}

fn same(header: &str, name: &str) -> bool {
    header.to_lowercase() == name.to_lowercase()
}

/// The columns of a header, for a person who looks for one.
fn shown(header: &[String]) -> String {
    let names: Vec<String> =
        header.iter().map(|name| format!("`{}`", name.chars().take(60).collect::<String>())).collect();
    names.join(", ")
}

/// Some spreadsheets write `sep=;` as a line before the header.
fn without_announcement(text: &str) -> (&str, Option<char>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().strip_prefix("sep=").map(|said| (said, said.chars().count())) {
        Some((said, 1)) => (rest, said.chars().next()),
        Some(_) | None => (text, None),
    }
}

/// The separator that stands most often in the header, outside quotes.
fn delimiter_of(text: &str) -> Result<char, Unusable> {
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for letter in text.trim_start_matches(['\r', '\n']).chars() {
        match letter {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted => break,
            other if !quoted => {
                for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
                    *count += usize::from(other == delimiter);
                }
            }
            _ => {}
        }
    }
    let most = counts.into_iter().max().unwrap_or_default();
    let mut found = counts.into_iter().zip(DELIMITERS).filter(|(count, _)| *count == most && most > 0);
    match (found.next(), found.next()) {
        (Some((_, delimiter)), None) => Ok(delimiter),
        (None, _) | (Some(_), Some(_)) => Err(Unusable::NoDelimiter),
    }
}
