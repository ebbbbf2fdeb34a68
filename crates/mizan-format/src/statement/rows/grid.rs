//! A table before anybody knows what it is: rows of cells, each with its number and the piece of the file it was.

use csv::{ReaderBuilder, StringRecord};

use crate::statement::MOST_ENTRIES;
use crate::statement::finding::{Code, Finding, Place};

/// The most columns that are looked at.
pub(super) const MOST_COLUMNS: usize = 400;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its number, counted from 1; of a text the line it begins on.
    pub(super) number: u32,
    pub(super) cells: Vec<String>,
    /// The columns whose cells are numbers of a spreadsheet, written with a point whatever its language.
    pub(crate) numbers: Vec<usize>,
    /// The row as it stands.
    pub(crate) raw: String,
}

impl Row {
    /// What stands in a column, without space around it.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// All rows that are not empty.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// The name of the sheet, in a spreadsheet.
    pub(super) sheet: Option<String>,
    pub(crate) rows: Vec<Row>,
    pub(crate) findings: Vec<Finding>,
}

impl Grid {
    /// The place of a row.
    pub(super) fn place(&self, row: &Row, column: &str) -> Place {
        let sheet = self.sheet.as_ref().map_or_else(String::new, |sheet| format!("sheet `{sheet}`, "));
        let column = if column.is_empty() { "the row".to_owned() } else { format!("column `{column}`") };
        Place::new(row.number, format!("{sheet}{column}"))
    }

    pub(super) fn find(&mut self, code: Code, line: u32, value: &str) {
        self.findings.push(Finding::new(code, Place::new(line, "the table"), value));
    }
}

/// Takes a text apart at a separator; at most `most` rows of it.
pub(super) fn delimited(text: &str, delimiter: u8, most: usize) -> Grid {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut record = StringRecord::new();
    loop {
        let begin = reader.position().clone();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return grid,
            Err(error) => {
                grid.find(Code::NotATable, line(begin.line()), &error.to_string());
                return grid;
            }
        }
        let at = |byte: u64| usize::try_from(byte).unwrap_or(text.len());
        let raw = text.get(at(begin.byte())..at(reader.position().byte())).unwrap_or_default();
        let blank = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        let skipped = raw.get(..blank).unwrap_or_default().matches('\n').count() as u64;
        let number = line(begin.line() + skipped);
        if record.len() > MOST_COLUMNS {
            grid.find(Code::TooMuch, number, &format!("{} columns, {MOST_COLUMNS} are the most", record.len()));
            return grid;
        }
        let cells = record.iter().map(str::to_owned).collect();
        let row = Row { number, cells, numbers: Vec::new(), raw: raw.trim_matches(['\r', '\n']).to_owned() };
        if row.is_empty() {
            continue;
        }
        if grid.rows.len() == most {
            if most == MOST_ENTRIES {
                grid.find(Code::TooMuch, number, &format!("{MOST_ENTRIES} rows are the most"));
            }
            return grid;
        }
        grid.rows.push(row);
    }
}

fn line(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
